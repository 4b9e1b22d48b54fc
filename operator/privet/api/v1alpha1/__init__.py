"""The resources of group privet.dev, version v1alpha1."""

from privet.api.meta import (
    API_VERSION,
    GROUP,
    VERSION,
    Condition,
    ConditionStatus,
    LabelSelector,
    LabelSelectorRequirement,
    ObjectMeta,
    Resource,
    selects,
)
from privet.api.v1alpha1.cluster_pii_policy import (
    ClusterPIIPolicy,
    ClusterPIIPolicySpec,
    ClusterPIIPolicyStatus,
)
from privet.api.v1alpha1.common import (
    Action,
    AllowSpec,
    Checksum,
    Confidence,
    Detection,
    Enforcement,
    Grant,
    PolicyDetection,
    PolicyRef,
    RecognizerSpec,
    RuleAction,
    RuleId,
    RuleSetting,
)
from privet.api.v1alpha1.key_settings import Delivery, DeliveryMode, KeyState, Rotation
from privet.api.v1alpha1.key_status import (
    EffectiveSettings,
    IssuedKey,
    KeyHolders,
    ProvisioningKeyStatus,
    Slot,
)
from privet.api.v1alpha1.pii_policy import EnvironmentSpec, PIIPolicy, PIIPolicySpec, PIIPolicyStatus
from privet.api.v1alpha1.provisioning_key import ProvisioningKey, ProvisioningKeySpec, Subject
from privet.api.v1alpha1.quarantine import (
    Evidence,
    Quarantine,
    QuarantineAction,
    QuarantineSpec,
    QuarantineStatus,
    QuarantineTarget,
    Release,
)

KINDS: tuple[type[Resource], ...] = (ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine)
"""Every kind, by name."""

__all__ = [
    "API_VERSION",
    "GROUP",
    "KINDS",
    "VERSION",
    "Action",
    "AllowSpec",
    "Checksum",
    "ClusterPIIPolicy",
    "ClusterPIIPolicySpec",
    "ClusterPIIPolicyStatus",
    "Condition",
    "ConditionStatus",
    "Confidence",
    "Delivery",
    "DeliveryMode",
    "Detection",
    "EffectiveSettings",
    "Enforcement",
    "EnvironmentSpec",
    "Evidence",
    "Grant",
    "IssuedKey",
    "KeyHolders",
    "KeyState",
    "LabelSelector",
    "LabelSelectorRequirement",
    "ObjectMeta",
    "PIIPolicy",
    "PIIPolicySpec",
    "PIIPolicyStatus",
    "PolicyDetection",
    "PolicyRef",
    "ProvisioningKey",
    "ProvisioningKeySpec",
    "ProvisioningKeyStatus",
    "Quarantine",
    "QuarantineAction",
    "QuarantineSpec",
    "QuarantineStatus",
    "QuarantineTarget",
    "RecognizerSpec",
    "Release",
    "Resource",
    "Rotation",
    "RuleAction",
    "RuleId",
    "RuleSetting",
    "Slot",
    "Subject",
    "selects",
]
