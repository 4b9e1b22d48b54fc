"""What governs the namespace in which installations are tried."""

POLICIES = """\
apiVersion: privet.dev/v1alpha1
kind: ClusterPIIPolicy
metadata: {name: baseline}
spec:
  namespaceSelector: {matchLabels: {privet.dev/governed: "true"}}
  ceiling: [{entity: EmailAddress, purpose: Billing, actions: [Read]}]
---
apiVersion: privet.dev/v1alpha1
kind: PIIPolicy
metadata: {name: web, namespace: shop}
spec:
  workloadSelector: {matchLabels: {app: web}}
  grants: [{entity: EmailAddress, purpose: Billing, actions: [Read]}]
"""
