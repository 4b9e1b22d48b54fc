"""What every resource has: metadata, conditions, selectors, and the way in and out of plain objects."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema

from privet.api.patterns import cel_string, compile_pattern
from privet.api.problems import MAX_PROBLEMS, explicit_nulls, problems_of
from privet.api.rules import VALIDATIONS, JsonSchema, ListMap, Rule, RulesBrokenError, Transition
from privet.api.text import spelled
from privet.errors import InvalidResourceError, Problem

GROUP = "privet.dev"
VERSION = "v1alpha1"
ApiVersion = Literal["privet.dev/v1alpha1"]
API_VERSION: ApiVersion = "privet.dev/v1alpha1"


class ApiModel(BaseModel):
    """A part of a resource: frozen, camelCase outside, and bound by its rules."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    constraints: ClassVar[tuple[Rule, ...]] = ()
    """What must hold between the fields, in every version of the object."""

    transitions: ClassVar[tuple[Transition, ...]] = ()
    """What must hold between the stored object and the one that replaces it."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        described = handler(core_schema)
        said = [rule.schema() for rule in (*cls.constraints, *cls.transitions)]
        if said:
            handler.resolve_ref_schema(described)[VALIDATIONS] = said
        return described

    @model_validator(mode="after")
    def _keep_the_rules(self) -> Self:
        broken = [problem for rule in self.constraints if (problem := rule.problem(self))]
        if broken:
            raise RulesBrokenError(broken)
        return self


class StatusModel(ApiModel):
    """A part of a status: what a later version wrote beside it is passed over."""

    model_config = ConfigDict(extra="ignore")


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def format_time(moment: datetime) -> str:
    """Write a moment as Kubernetes does: UTC, whole seconds, Z."""
    return f"{_whole_seconds(moment):%Y-%m-%dT%H:%M:%SZ}"


Time = Annotated[AwareDatetime, AfterValidator(_whole_seconds), PlainSerializer(format_time)]
"""A moment in UTC; fractions of a second are dropped, as the API server keeps none."""

Count = Annotated[int, Field(strict=True, ge=0, le=2**53, json_schema_extra={"format": "int64"})]
"""A whole number that is not negative, and that JSON readers of every kind keep exact."""

LabelKey = Annotated[str, StringConstraints(min_length=1, max_length=317)]
LabelValue = Annotated[str, StringConstraints(max_length=63)]

_LABEL_KEY = (
    r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
    r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"
)
_label_key = compile_pattern(_LABEL_KEY)
_LABEL_VALUE = r"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"


class Operator(StrEnum):
    """How an expression compares a label with its values."""

    IN = "In"
    NOT_IN = "NotIn"
    EXISTS = "Exists"
    DOES_NOT_EXIST = "DoesNotExist"


_TAKES_VALUES = (Operator.IN, Operator.NOT_IN)


class LabelSelectorRequirement(ApiModel):
    """One expression about one label; all expressions of a selector must hold."""

    constraints = (
        Rule(
            cel="(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
            message="must have values for In and NotIn, and none for Exists and DoesNotExist",
            field=".values",
            holds=lambda asked: (asked.operator in _TAKES_VALUES) == bool(asked.values),
        ),
    )

    key: Annotated[LabelKey, spelled(_LABEL_KEY, "must be the key of a label, such as app")]
    """The key of the label."""

    operator: Operator
    """How the label is compared: In, NotIn, Exists or DoesNotExist."""

    values: Annotated[
        tuple[Annotated[LabelValue, spelled(_LABEL_VALUE, "must be the value of a label")], ...],
        Field(max_length=32, json_schema_extra={"x-kubernetes-list-type": "atomic"}),
    ] = ()
    """The values for In and NotIn; nothing for Exists and DoesNotExist."""

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether labels satisfy this expression."""
        match self.operator:
            case Operator.IN:
                return self.key in labels and labels[self.key] in self.values
            case Operator.NOT_IN:
                return self.key not in labels or labels[self.key] not in self.values
            case Operator.EXISTS:
                return self.key in labels
            case Operator.DOES_NOT_EXIST:
                return self.key not in labels


class LabelSelector(ApiModel):
    """Selects by labels: every label and every expression must match; one without any selects everything."""

    model_config = ConfigDict(json_schema_extra={"x-kubernetes-map-type": "atomic"})

    match_labels: Annotated[
        Mapping[str, Annotated[LabelValue, spelled(_LABEL_VALUE, "must be the value of a label")]],
        Field(max_length=32),
        Rule(
            cel=f"self.all(key, key.matches({cel_string(_LABEL_KEY)}))",
            message="must have keys of labels, such as app or example.com/tier",
            holds=lambda labels: all(map(_label_key.search, labels)),
        ),
    ] = Field(default_factory=dict)
    """Labels that must be there with these values."""

    match_expressions: Annotated[
        tuple[LabelSelectorRequirement, ...],
        Field(max_length=16, json_schema_extra={"x-kubernetes-list-type": "atomic"}),
    ] = ()
    """Expressions that must hold, for what equality cannot say."""

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether labels are selected."""
        return all(labels.get(key) == value for key, value in self.match_labels.items()) and all(
            expression.matches(labels) for expression in self.match_expressions
        )


def selects(selector: LabelSelector | None, labels: Mapping[str, str]) -> bool:
    """Tell whether a selector selects labels: an absent one selects nothing, an empty one everything."""
    return selector is not None and selector.matches(labels)


class ConditionStatus(StrEnum):
    """Whether a condition holds."""

    TRUE = "True"
    FALSE = "False"
    UNKNOWN = "Unknown"


class Condition(StatusModel):
    """One aspect of the state, as kstatus, kubectl wait and GitOps tools read it."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=316)]
    """The aspect, such as Ready, Reconciling or Stalled."""

    status: ConditionStatus
    """Whether it holds: True, False or Unknown."""

    observed_generation: Count | None = None
    """The generation of the resource that this was found for."""

    last_transition_time: Time
    """When the status last changed."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    """Why, in one CamelCase word for machines."""

    message: Annotated[str, StringConstraints(max_length=32768)]
    """Why, and how to mend it, for people."""


Conditions = Annotated[tuple[Condition, ...], Field(max_length=16), ListMap(("type",))]
"""Conditions by type."""


class OwnerReference(StatusModel):
    """Who owns an object: it goes when its owner goes."""

    api_version: str
    kind: str
    name: str
    uid: str
    controller: bool | None = None
    block_owner_deletion: bool | None = None


class ObjectMeta(StatusModel):
    """The metadata that Privet reads; the rest is passed over."""

    name: str = ""
    generate_name: str | None = None
    namespace: str | None = None
    uid: str | None = None
    resource_version: str | None = None
    generation: int | None = None
    labels: Mapping[str, str] = Field(default_factory=dict)
    annotations: Mapping[str, str] = Field(default_factory=dict)
    owner_references: tuple[OwnerReference, ...] = ()
    finalizers: tuple[str, ...] = ()
    creation_timestamp: Time | None = None
    deletion_timestamp: Time | None = None


class Resource(ApiModel):
    """A whole object; `metadata.namespace` is absent where the kind is of the cluster."""

    metadata: ObjectMeta = Field(default_factory=ObjectMeta)

    @classmethod
    def from_object(cls, obj: Mapping[str, Any]) -> Self:
        """Read a plain object; InvalidResourceError lists every problem with field and remedy."""
        problems = explicit_nulls(obj.get("spec", {}), "spec")
        try:
            resource = cls.model_validate(obj, by_alias=True, by_name=False)
        except ValidationError as error:
            listed = islice(chain(problems_of(error), problems), MAX_PROBLEMS)
            raise InvalidResourceError.of(listed) from None
        nulls = tuple(islice(problems, MAX_PROBLEMS))
        if nulls:
            raise InvalidResourceError.of(nulls)
        return resource

    def to_object(self) -> dict[str, Any]:
        """Write the resource as a plain object: what was never set is left out."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
        return {"apiVersion": API_VERSION, "kind": type(self).__name__, **written}

    def check_update(self, old: Self) -> None:
        """Refuse a change that may not be made; InvalidResourceError lists every problem."""
        broken = list(forbidden_changes(old, self))
        if broken:
            raise InvalidResourceError.of(broken)


def forbidden_changes(old: ApiModel, new: ApiModel, field: str = "") -> Iterator[Problem]:
    """Find the changes that the rules of a model, and of the models in it, forbid."""
    for transition in new.transitions:
        problem = transition.problem(old, new)
        if problem:
            yield Problem((field + problem.field).lstrip("."), problem.remedy)
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if isinstance(before, ApiModel) and isinstance(after, ApiModel):
            yield from forbidden_changes(before, after, f"{field}.{to_camel(name)}")
