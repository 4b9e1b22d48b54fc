"""What of the Kubernetes API is never judged, and what holds no pod template."""

NEVER_JUDGED = ("kube-system", "kube-public", "kube-node-lease", "privet-system")
"""Namespaces that a cluster needs to come up, and the one that has to answer."""

GROUPS_WITHOUT_TEMPLATES = (
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "metrics.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
    "storagemigration.k8s.io",
)
"""Kubernetes' own groups whose kinds hold no pod template: of these, rules read the metadata alone.

Leases, events and endpoint slices are among them, which are written all the time.
"""
