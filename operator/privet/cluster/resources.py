"""Which kinds Privet talks to the API server about, and how one object is named."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Object: TypeAlias = dict[str, Any]
"""A Kubernetes object as JSON has it; models are made of it at the border, see `privet.api`."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind as the API server serves it."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool = True
    partial: bool = False
    """Ask for the metadata alone: what is not asked for can neither fill the memory nor leak."""
    shape: type | None = None
    """A TypedDict of the only fields that are taken in, where the metadata alone is too little."""

    @property
    def api_version(self) -> str:
        """The `apiVersion` of its objects."""
        return f"{self.group}/{self.version}" if self.group else self.version

    def metadata_only(self) -> "Resource":
        """Give the same kind without spec, status and data."""
        return replace(self, partial=True)

    def only(self, shape: type) -> "Resource":
        """Give the same kind with the fields of a TypedDict alone: the others are skipped in reading."""
        return replace(self, shape=shape)

    def at(self, name: str, namespace: str = "") -> "Ref":
        """Name one object of this kind."""
        return Ref(self, name, namespace)

    def path(self, namespace: str = "") -> str:
        """Give the URL path of its collection; of all namespaces when none is named."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        return f"{root}/namespaces/{namespace}/{self.plural}" if namespace else f"{root}/{self.plural}"

    def __str__(self) -> str:
        return f"{self.plural}.{self.group}" if self.group else self.plural


@dataclass(frozen=True, slots=True)
class Ref:
    """The place of one object."""

    resource: Resource
    name: str
    namespace: str = ""

    def __post_init__(self) -> None:
        if bool(self.namespace) is not self.resource.namespaced:
            raise ValueError(f"{self.resource} is {'' if self.resource.namespaced else 'not '}namespaced")

    @property
    def path(self) -> str:
        """The URL path of the object."""
        return f"{self.resource.path(self.namespace)}/{self.name}"

    def __str__(self) -> str:
        return (
            f"{self.resource} {self.namespace}/{self.name}"
            if self.namespace
            else f"{self.resource} {self.name}"
        )


CLUSTER_POLICIES = Resource(
    "privet.dev", "v1alpha1", "clusterpiipolicies", "ClusterPIIPolicy", namespaced=False
)
POLICIES = Resource("privet.dev", "v1alpha1", "piipolicies", "PIIPolicy")
KEYS = Resource("privet.dev", "v1alpha1", "provisioningkeys", "ProvisioningKey")
QUARANTINES = Resource("privet.dev", "v1alpha1", "quarantines", "Quarantine")
NAMESPACES = Resource("", "v1", "namespaces", "Namespace", namespaced=False)
PODS = Resource("", "v1", "pods", "Pod")
SECRETS = Resource("", "v1", "secrets", "Secret")
CONFIG_MAPS = Resource("", "v1", "configmaps", "ConfigMap")
SERVICE_ACCOUNTS = Resource("", "v1", "serviceaccounts", "ServiceAccount")
LEASES = Resource("coordination.k8s.io", "v1", "leases", "Lease")
EVENTS = Resource("events.k8s.io", "v1", "events", "Event")
SUBJECT_ACCESS_REVIEWS = Resource(
    "authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", namespaced=False
)
VALIDATING_WEBHOOKS = Resource(
    "admissionregistration.k8s.io",
    "v1",
    "validatingwebhookconfigurations",
    "ValidatingWebhookConfiguration",
    namespaced=False,
)
MUTATING_WEBHOOKS = Resource(
    "admissionregistration.k8s.io",
    "v1",
    "mutatingwebhookconfigurations",
    "MutatingWebhookConfiguration",
    namespaced=False,
)
