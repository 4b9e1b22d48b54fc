"""Quarantine: the recorded, reversible isolation of a workload."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from privet.api.meta import API_VERSION, ApiModel, ApiVersion, Resource, Time
from privet.api.rules import ListSet, Rule, Transition, immutable
from privet.api.text import CamelCase, EntityName, ObjectName, spelled
from privet.api.v1alpha1.common import ConditionedStatus, RuleId


class QuarantineAction(StrEnum):
    """What is done to the workload: revoke its keys, cut its network, evict its pods, scale it to zero."""

    REVOKE_KEY = "RevokeKey"
    ISOLATE = "Isolate"
    EVICT = "Evict"
    SCALE_TO_ZERO = "ScaleToZero"


class Release(StrEnum):
    """What is asked for: an end of the quarantine."""

    REQUESTED = "Requested"


class QuarantineTarget(ApiModel):
    """The workload, known by its UID: another one of the same name is not meant."""

    api_version: Annotated[
        str,
        StringConstraints(min_length=1, max_length=317),
        spelled(r"^(?:[a-z0-9][-a-z0-9.]*/)?v[a-z0-9]+$", "must be a group and version, such as apps/v1"),
    ]
    """The group and version of the workload, such as apps/v1."""

    kind: CamelCase
    """The kind of the workload, such as Deployment."""

    name: ObjectName
    """The name of the workload, in the namespace of the quarantine."""

    uid: Annotated[
        str,
        StringConstraints(min_length=1, max_length=64),
        spelled("^[A-Za-z0-9-]+$", "must be the UID of the object: letters, digits and -"),
    ]
    """The UID of the workload; another one of the same name is not meant."""


class Evidence(ApiModel):
    """Where personal data was found; never the data."""

    rule: RuleId
    """The rule that was broken."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    """The place, such as containers[app].stdout."""

    entity: EntityName | None = None
    """The kind of personal data, where the rule is about one."""

    count: (
        Annotated[int, Field(strict=True, ge=1, le=2**53, json_schema_extra={"format": "int64"})] | None
    ) = None
    """How often it was found."""


def _only_once(evidence: tuple[Evidence, ...]) -> bool:
    places = [(item.rule, item.path, item.entity) for item in evidence]
    return len(set(places)) == len(places)


class QuarantineSpec(ApiModel):
    """What was found, where, and what is done about it. All of it stays, save the request for release."""

    transitions = (
        immutable("target", "must not change: a quarantine is a record; release it and let another be made"),
        immutable("reason", "must not change: a quarantine is a record"),
        Transition(
            cel="has(self.evidence) == has(oldSelf.evidence)"
            " && (!has(self.evidence) || self.evidence == oldSelf.evidence)",
            message="must not change: a quarantine is a record",
            field=".evidence",
            reason="FieldValueForbidden",
            holds=lambda old, new: bool(old.evidence == new.evidence),
        ),
        Transition(
            cel="self.actions.all(a, a in oldSelf.actions) && oldSelf.actions.all(a, a in self.actions)",
            message="must not change: a quarantine is a record; ask for its release instead",
            field=".actions",
            reason="FieldValueForbidden",
            holds=lambda old, new: set(old.actions) == set(new.actions),
        ),
    )

    target: QuarantineTarget
    """The workload; it must not change."""

    reason: CamelCase
    """Why, in one CamelCase word, such as PersonalDataLogged; it must not change."""

    # Atomic: the entity is no key, as some rules have none, and the list never changes anyway.
    evidence: Annotated[
        tuple[Evidence, ...],
        Field(max_length=16, json_schema_extra={"x-kubernetes-list-type": "atomic"}),
        Rule(
            cel="self.all(a, self.exists_one(b, a.rule == b.rule && a.path == b.path"
            " && has(a.entity) == has(b.entity) && (!has(a.entity) || a.entity == b.entity)))",
            message="must have each rule, path and entity once; add their counts",
            holds=_only_once,
        ),
    ] = ()
    """What was found: rule, place and kind of personal data, never the data; it must not change."""

    actions: Annotated[
        tuple[QuarantineAction, ...], Field(min_length=1, max_length=4), ListSet("must name each action once")
    ]
    """What is done to the workload: RevokeKey, Isolate, Evict, ScaleToZero; it must not change."""

    release: Release | None = None
    """Requested asks for an end of the quarantine; absent until somebody does."""


class QuarantineStatus(ConditionedStatus):
    """What the controller did."""

    quarantined_at: Time | None = None
    """Since when the actions are in force."""

    released_at: Time | None = None
    """When the quarantine ended."""

    applied_actions: Annotated[
        tuple[QuarantineAction, ...], Field(max_length=4), ListSet("must name each action once")
    ] = ()
    """The actions that are in force."""


class Quarantine(Resource):
    """The recorded, reversible isolation of a workload; written by Privet, released on request."""

    api_version: ApiVersion = API_VERSION
    kind: Literal["Quarantine"] = "Quarantine"
    spec: QuarantineSpec
    """What was found, and what is done about it."""

    status: QuarantineStatus | None = None
    """What the controller did."""
