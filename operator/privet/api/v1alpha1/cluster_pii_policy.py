"""ClusterPIIPolicy: the platform's floor of rules and ceiling of grants."""

from typing import Literal

from privet.api.meta import API_VERSION, ApiModel, ApiVersion, Count, LabelSelector, Resource
from privet.api.v1alpha1.common import (
    ConditionedStatus,
    Detection,
    Enforcement,
    Grants,
    RuleSettings,
)


class ClusterPIIPolicySpec(ApiModel):
    """What holds in the namespaces that this policy selects, and the most that their teams may grant."""

    namespace_selector: LabelSelector | None = None
    """The namespaces that this policy governs, by label; none when absent, all when empty ({})."""

    enforcement: Enforcement | None = None
    """The most that the rules do: Deny (when absent), Warn or Audit."""

    ceiling: Grants = ()
    """The most that PIIPolicies in these namespaces may grant; nothing when absent."""

    detection: Detection | None = None
    """What counts as personal data; every built-in kind with Medium confidence when absent."""

    rules: RuleSettings = ()
    """What single rules do; a rule that is not named does its default."""


class ClusterPIIPolicyStatus(ConditionedStatus):
    """What the controller found."""

    namespaces: Count | None = None
    """How many namespaces this policy governs."""


class ClusterPIIPolicy(Resource):
    """The platform's rules for personal data in the namespaces that it selects, and the ceiling of grants."""

    api_version: ApiVersion = API_VERSION
    kind: Literal["ClusterPIIPolicy"] = "ClusterPIIPolicy"
    spec: ClusterPIIPolicySpec
    """What holds, and where."""

    status: ClusterPIIPolicyStatus | None = None
    """What the controller found."""
