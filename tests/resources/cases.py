"""Builders of resources, and what a case says about one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from privet.api.v1alpha1 import API_VERSION

Object = dict[str, Any]

GRANT: Object = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}
SUBJECT: Object = {"serviceAccountName": "billing"}
TARGET: Object = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "billing", "uid": "0b9a-77"}


def _resource(kind: str, name: str, spec: Object) -> Object:
    present = {field: value for field, value in spec.items() if value is not ABSENT}
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": present}


ABSENT = object()
"""Takes a field of the ordinary resource away."""


def key(*, name: str = "billing", **spec: object) -> Object:
    """An ordinary ProvisioningKey, but for what is given."""
    return _resource("ProvisioningKey", name, {"policyRef": {"name": "billing"}, "subject": SUBJECT} | spec)


def policy(*, name: str = "billing", **spec: object) -> Object:
    """An ordinary PIIPolicy, but for what is given."""
    return _resource("PIIPolicy", name, {"workloadSelector": {"matchLabels": {"app": "billing"}}} | spec)


def cluster_policy(*, name: str = "baseline", **spec: object) -> Object:
    """An ordinary ClusterPIIPolicy, but for what is given."""
    return _resource("ClusterPIIPolicy", name, {"namespaceSelector": {}} | spec)


def quarantine(*, name: str = "billing-7c9f", **spec: object) -> Object:
    """An ordinary Quarantine, but for what is given."""
    ordinary = {"target": TARGET, "reason": "PersonalDataLogged", "actions": ["Isolate"]}
    return _resource("Quarantine", name, ordinary | spec)


def grant(**fields: object) -> Object:
    """An ordinary grant, but for what is given."""
    return {name: value for name, value in (GRANT | fields).items() if value is not ABSENT}


def recognizer(pattern: str, **fields: object) -> Object:
    """A ClusterPIIPolicy with one recognizer."""
    found = {"entity": "EmployeeNumber", "pattern": pattern} | fields
    return cluster_policy(detection={"recognizers": [found]})


def rotation(**fields: object) -> Object:
    """A key with this rotation."""
    return key(rotation=fields)


def mounted_at(path: str) -> Object:
    """A key that is mounted at this path."""
    return key(delivery={"mountPath": path})


@dataclass(frozen=True)
class Remedy:
    """What to do, in the words of the API server and in those of the models, where these differ."""

    server: str
    model: str


def says(text: str) -> Remedy:
    """The same words from both: a rule of ours."""
    return Remedy(text, text)


NOT_ONE_OF = Remedy("supported values", "must be one of")
REQUIRED = Remedy("Required value", "is required")
UNKNOWN_FIELD = Remedy("unknown field", "is not a field of this kind")
TOO_LONG = Remedy("may not be more than", "must not be longer than")
TOO_SHORT = Remedy("should be at least", "must not be shorter than")
TOO_MANY = Remedy("must have at most", "must not have more items than")
TOO_FEW = Remedy("should have at least", "must not have fewer items than")
NOT_A_STRING = Remedy("must be of type string", "must be a string")
NOT_A_DURATION = Remedy("must be of type string", "must be a duration")
NOT_AN_OBJECT = Remedy("must be of type object", "must be an object")
NOT_A_LIST = Remedy("must be of type array", "must be a list")
NOT_AN_INTEGER = Remedy("must be of type integer", "must be a whole number")
TOO_SMALL = Remedy("should be greater than or equal to", "must not be less than")
ONE_ACTION_ONCE = says("name each action once")
ONE_GRANT_ONCE = says("put all actions into one grant")
DURATION = says("must be a duration such as")
RE2 = says("must be an RE2 regular expression")


@dataclass(frozen=True)
class Bad:
    """A resource that is refused: by which field, with which remedy."""

    id: str
    object: Object
    field: str
    remedy: Remedy


@dataclass(frozen=True)
class BadChange:
    """A change that is refused: each of the two resources is right by itself."""

    id: str
    old: Object
    new: Object
    field: str
    remedy: Remedy
