"""Bad quarantines."""

from __future__ import annotations

from tests.resources.cases import (
    ABSENT,
    NOT_AN_INTEGER,
    NOT_ONE_OF,
    ONE_ACTION_ONCE,
    REQUIRED,
    TARGET,
    TOO_FEW,
    TOO_SMALL,
    UNKNOWN_FIELD,
    Bad,
    quarantine,
    says,
)

QUARANTINES = (
    Bad("target missing", quarantine(target=ABSENT), "spec.target", REQUIRED),
    Bad(
        "target without uid",
        quarantine(target={k: v for k, v in TARGET.items() if k != "uid"}),
        "spec.target.uid",
        REQUIRED,
    ),
    Bad(
        "target's uid",
        quarantine(target=TARGET | {"uid": "a/b"}),
        "spec.target.uid",
        says("must be the UID of the object"),
    ),
    Bad(
        "target's apiVersion",
        quarantine(target=TARGET | {"apiVersion": "apps"}),
        "spec.target.apiVersion",
        says("must be a group and version"),
    ),
    Bad(
        "target's kind",
        quarantine(target=TARGET | {"kind": "deployments"}),
        "spec.target.kind",
        says("must be one CamelCase word"),
    ),
    Bad("reason missing", quarantine(reason=ABSENT), "spec.reason", REQUIRED),
    Bad(
        "reason as a sentence",
        quarantine(reason="it logged a card"),
        "spec.reason",
        says("must be one CamelCase word"),
    ),
    Bad("actions missing", quarantine(actions=ABSENT), "spec.actions", REQUIRED),
    Bad("no action", quarantine(actions=[]), "spec.actions", TOO_FEW),
    Bad("unknown action", quarantine(actions=["Delete"]), "spec.actions[0]", NOT_ONE_OF),
    Bad("action twice", quarantine(actions=["Evict", "Evict"]), "spec.actions", ONE_ACTION_ONCE),
    Bad("unknown release", quarantine(release="Now"), "spec.release", NOT_ONE_OF),
    Bad(
        "evidence of an unknown rule",
        quarantine(evidence=[{"rule": "Env", "path": "a"}]),
        "spec.evidence[0].rule",
        NOT_ONE_OF,
    ),
    Bad(
        "evidence without path",
        quarantine(evidence=[{"rule": "EnvLogged"}]),
        "spec.evidence[0].path",
        REQUIRED,
    ),
    Bad(
        "evidence of nothing",
        quarantine(evidence=[{"rule": "EnvLogged", "path": "a", "count": 0}]),
        "spec.evidence[0].count",
        TOO_SMALL,
    ),
    Bad(
        "evidence counted in words",
        quarantine(evidence=[{"rule": "EnvLogged", "path": "a", "count": "3"}]),
        "spec.evidence[0].count",
        NOT_AN_INTEGER,
    ),
    Bad(
        "evidence twice",
        quarantine(evidence=[{"rule": "EnvLogged", "path": "a", "count": n} for n in (1, 2)]),
        "spec.evidence",
        says("add their counts"),
    ),
    Bad(
        "evidence with the value",
        quarantine(evidence=[{"rule": "EnvLogged", "path": "a", "value": "x"}]),
        "spec.evidence[0].value",
        UNKNOWN_FIELD,
    ),
)
