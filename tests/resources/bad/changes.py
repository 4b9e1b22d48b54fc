"""Changes that may not be made, between resources that are right."""

from __future__ import annotations

from tests.resources.cases import (
    SUBJECT,
    TARGET,
    BadChange,
    key,
    quarantine,
    says,
)

_EVIDENCE = [{"rule": "EnvLogged", "path": "containers[app].stdout", "entity": "CreditCard", "count": 3}]
_FINAL = says("must stay Revoked")
_RECORD = says("must not change: a quarantine is a record")
_BOUND = says("must not change: a key is bound to its subject")

BAD_CHANGES = (
    BadChange(
        "another ServiceAccount", key(), key(subject={"serviceAccountName": "web"}), "spec.subject", _BOUND
    ),
    BadChange(
        "a wider subject",
        key(subject=SUBJECT | {"podSelector": {"matchLabels": {"app": "a"}}}),
        key(),
        "spec.subject",
        _BOUND,
    ),
    BadChange(
        "a narrower subject", key(), key(subject=SUBJECT | {"podSelector": {}}), "spec.subject", _BOUND
    ),
    BadChange(
        "another policy",
        key(),
        key(policyRef={"name": "other"}),
        "spec.policyRef",
        says("must not change: make another key"),
    ),
    BadChange("back from Revoked", key(state="Revoked"), key(state="Active"), "spec.state", _FINAL),
    BadChange("Revoked taken out", key(state="Revoked"), key(), "spec.state", _FINAL),
    BadChange(
        "from Revoked to Suspended", key(state="Revoked"), key(state="Suspended"), "spec.state", _FINAL
    ),
    BadChange(
        "another target", quarantine(), quarantine(target=TARGET | {"name": "web"}), "spec.target", _RECORD
    ),
    BadChange("another reason", quarantine(), quarantine(reason="Mistake"), "spec.reason", _RECORD),
    BadChange(
        "fewer actions", quarantine(actions=["Evict", "Isolate"]), quarantine(), "spec.actions", _RECORD
    ),
    BadChange(
        "more actions", quarantine(), quarantine(actions=["Evict", "Isolate"]), "spec.actions", _RECORD
    ),
    BadChange("evidence gone", quarantine(evidence=_EVIDENCE), quarantine(), "spec.evidence", _RECORD),
    BadChange("evidence added", quarantine(), quarantine(evidence=_EVIDENCE), "spec.evidence", _RECORD),
    BadChange(
        "evidence altered",
        quarantine(evidence=_EVIDENCE),
        quarantine(evidence=[_EVIDENCE[0] | {"count": 1}]),
        "spec.evidence",
        _RECORD,
    ),
)
