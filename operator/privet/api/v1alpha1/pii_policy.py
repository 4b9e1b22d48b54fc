"""PIIPolicy: what a team's workloads may do with personal data."""

from typing import Annotated, Literal

from pydantic import Field

from privet.api.meta import API_VERSION, ApiModel, ApiVersion, Count, LabelSelector, Resource
from privet.api.rules import ListMap
from privet.api.text import EntityName, VariableName
from privet.api.v1alpha1.common import (
    ConditionedStatus,
    Grants,
    PolicyDetection,
    PolicyNames,
    RuleSettings,
)


class EnvironmentSpec(ApiModel):
    """A variable that carries personal data though its name does not say so."""

    name: VariableName
    """The name of the environment variable."""

    entity: EntityName
    """The kind of personal data that it carries."""


class PIIPolicySpec(ApiModel):
    """What the selected workloads may do; it adds to what governs the namespace, and never loosens it."""

    workload_selector: LabelSelector | None = None
    """The workloads, by the labels of their pod template; none when absent, all when empty ({})."""

    grants: Grants = ()
    """What these workloads may do with personal data, as far as the ceiling allows."""

    environment: Annotated[
        tuple[EnvironmentSpec, ...],
        Field(max_length=128),
        ListMap(("name",), "must name each variable once"),
    ] = ()
    """Names of variables that carry personal data, where the name does not say it."""

    detection: PolicyDetection | None = None
    """What to look for beside what the governing policies look for."""

    rules: RuleSettings = ()
    """Stricter actions for single rules; a looser one has no effect, and the conditions say so."""


class PIIPolicyStatus(ConditionedStatus):
    """What the controller found."""

    governed_by: PolicyNames = ()
    """The ClusterPIIPolicies that govern this namespace."""

    grants: Grants = ()
    """What is granted in effect: the grants under the ceiling."""

    keys: Count | None = None
    """How many ProvisioningKeys refer to this policy."""


class PIIPolicy(Resource):
    """A team's leave to handle personal data, for the workloads that it selects in its namespace."""

    api_version: ApiVersion = API_VERSION
    kind: Literal["PIIPolicy"] = "PIIPolicy"
    spec: PIIPolicySpec
    """What is granted, and to which workloads."""

    status: PIIPolicyStatus | None = None
    """What the controller found."""
