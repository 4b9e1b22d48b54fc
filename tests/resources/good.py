"""Resources that are right, at the edges of what is allowed, and changes that may be made."""

from __future__ import annotations

from privet.api.v1alpha1 import RuleId
from tests.resources.cases import (
    GRANT,
    SUBJECT,
    Object,
    cluster_policy,
    grant,
    key,
    mounted_at,
    policy,
    quarantine,
    recognizer,
    rotation,
)

_ALL = ["Read", "Write", "Decrypt", "Export"]
_LONG_LIST = ",".join(map(str, range(30)))


def _largest_policy() -> Object:
    """As much of everything as there may be: the API server's budget for rules must do for it."""
    entities = ["E" * 60 + f"{number:03}" for number in range(128)]
    patterns = [f"{number:03}" + r"\." * 254 for number in range(64)]
    words = ["w" * 60 + f"{number:04}" for number in range(32)]
    named = list(zip(entities, patterns, strict=False))
    return cluster_policy(
        ceiling=[grant(entity=entity, purpose="P" * 63, actions=_ALL) for entity in entities[:64]],
        detection={
            "entities": entities,
            "recognizers": [
                {"entity": entity, "pattern": pattern, "context": words} for entity, pattern in named[:32]
            ],
            "allow": [
                {"entity": entity, "pattern": pattern, "reason": "r" * 256} for entity, pattern in named
            ],
        },
        rules=[{"id": rule, "action": "Warn"} for rule in RuleId],
    )


GOOD: dict[str, Object] = {
    "largest platform policy": _largest_policy(),
    "largest quarantine": quarantine(
        evidence=[
            {"rule": "EnvLogged", "path": "p" * 253 + f"{number:03}", "entity": "E" * 63, "count": 2**53}
            for number in range(16)
        ]
    ),
    "platform policy in full": cluster_policy(
        namespaceSelector={"matchLabels": {"privet.dev/governed": "true"}},
        enforcement="Deny",
        ceiling=[GRANT, grant(purpose="Support", actions=_ALL)],
        detection={
            "minConfidence": "Medium",
            "entities": ["EmailAddress", "CreditCard", "UsSsn"],
            "recognizers": [
                {
                    "entity": "EmployeeNumber",
                    "pattern": "E-[0-9]{6}",
                    "context": ["employee", "staff"],
                    "checksum": "Luhn",
                },
                {"entity": "EmployeeNumber", "pattern": "M-[0-9]{6}"},
            ],
            "allow": [{"entity": "EmailAddress", "pattern": r"orders@shop\.io", "reason": "shared mailbox"}],
        },
        rules=[{"id": rule, "action": "Deny"} for rule in RuleId],
    ),
    "platform policy that says nothing": cluster_policy() | {"spec": {}},
    "platform policy that only audits": cluster_policy(enforcement="Audit", ceiling=[]),
    "team policy in full": policy(
        grants=[GRANT],
        environment=[{"name": "CUST_REF", "entity": "EmailAddress"}, {"name": "a.b-c", "entity": "Iban"}],
        detection={"entities": ["Iban"], "recognizers": [{"entity": "Badge", "pattern": "B-[0-9]+"}]},
        rules=[{"id": "UnknownValue", "action": "Deny"}],
    ),
    "team policy without grants": policy(grants=[]),
    "team policy for every workload": policy(workloadSelector={}),
    "selector with every operator": policy(
        workloadSelector={
            "matchLabels": {"app.kubernetes.io/name": "billing", "empty": ""},
            "matchExpressions": [
                {"key": "tier", "operator": "In", "values": ["a", "b"]},
                {"key": "example.com/tier", "operator": "NotIn", "values": ["c"]},
                {"key": "x", "operator": "Exists"},
                {"key": "y", "operator": "DoesNotExist", "values": []},
            ],
        }
    ),
    "same entity for two purposes": policy(grants=[GRANT, grant(purpose="Support")]),
    "as many grants as there may be": policy(grants=[grant(purpose=f"P{number}") for number in range(64)]),
    "longest entity": policy(grants=[grant(entity="E" * 63)]),
    "key in full": key(
        subject=SUBJECT | {"podSelector": {"matchLabels": {"app": "billing"}}},
        grants=[GRANT],
        audiences=["customer-db", "https://db.shop.io/api"],
        lifetime="1h",
        rotation={"every": "30m", "overlap": "15m"},
        delivery={"mode": "Secret", "mountPath": "/var/run/secrets/privet.dev/billing"},
        state="Active",
    ),
    "key that says the least": key(),
    "key with the longest name": key(name="a" * 52),
    "key with the shortest name": key(name="0"),
    "quickest key": key(lifetime="6m", rotation={"every": "1m", "overlap": "5m"}),
    "shortest lifetime alone": key(lifetime="6m"),
    "longest lifetime": key(lifetime="24h", rotation={"every": "19h12m", "overlap": "4h48m"}),
    "overlap of a fifth": key(lifetime="2h", rotation={"overlap": "24m"}),
    "every and overlap as long as lifetime": key(
        lifetime="3600s", rotation={"every": "45m", "overlap": "15m"}
    ),
    "every as long as the default leaves": rotation(every="48m"),
    "every alone": rotation(every="1m"),
    "longest overlap": rotation(overlap="59m"),
    "empty rotation": rotation(),
    "duration in three parts": key(lifetime="1h30m15s"),
    "duration with leading zeros": key(lifetime="01h00m"),
    "pod certificate of 1h": key(lifetime="1h", delivery={"mode": "PodCertificate"}),
    "pod certificate by default": key(delivery={"mode": "PodCertificate"}),
    "best delivery": key(lifetime="6m", delivery={"mode": "Auto"}),
    "suspended": key(state="Suspended"),
    "born revoked": key(state="Revoked"),
    "every second hour": rotation(schedule="0 */2 * * *", timeZone="Europe/Berlin"),
    "schedule in UTC": rotation(schedule="5,35 6-18/2 1-15 * 1-5", timeZone="UTC"),
    "schedule by names": rotation(
        schedule="0 9 * JAN-JUN,dec mon-fri", timeZone="America/Argentina/Buenos_Aires"
    ),
    "schedule on Sundays": rotation(schedule="59 23 * * 0,7"),
    "schedule in a zone with a sign": rotation(schedule="0 0 * * *", timeZone="Etc/GMT+12"),
    "schedule on leap days": rotation(schedule="0 0 29 2 *"),
    "30 February or any Monday": rotation(schedule="0 0 30 2 1"),
    "31 of some long month": rotation(schedule="0 0 31 2-3 *"),
    "even months": rotation(schedule="0 0 1 2,4,6,8,10,12 *"),
    "every quarter": rotation(schedule="0 0 1 */3 *"),
    "long schedule": rotation(schedule=f"{_LONG_LIST} * * * *"),
    "schedule with zeros": rotation(schedule="00 09 01 01 0"),
    "mount path of one's own": mounted_at("/keys"),
    "mount path below /etc": mounted_at("/etc/privet/keys"),
    "mount path with a hidden part": mounted_at("/app/.keys/..data"),
    "mount path beside the token": mounted_at("/var/run/secrets/kubernetes.io.d"),
    "longest mount path": mounted_at("/" + "a" * 255),
    "pattern with an escaped backslash": recognizer(r"E\\1"),
    "pattern with a class of signs": recognizer("[(?=!<]+[]x]"),
    "pattern with an escaped parenthesis": recognizer(r"\(?=[0-9]"),
    "pattern with flags and names": recognizer("(?i)(?P<a>e)-(?:[[:digit:]]{6})"),
    "pattern with counted Unicode classes": recognizer(r"\p{Lu}\p{Ll}{1,32}\P{L}{2,}\x{1234}"),
    "pattern with an escaped backslash before a p": recognizer(r"\\pL{100}"),
    "pattern in Greek": recognizer(r"\p{Greek}{3,10}"),
    "longest pattern": recognizer("a" * 512),
    "most repeated pattern": recognizer("a{1000}"),
    "quarantine in full": quarantine(
        evidence=[
            {"rule": "EnvLogged", "path": "containers[app].stdout", "entity": "CreditCard", "count": 3},
            {"rule": "EnvLogged", "path": "containers[app].stdout", "entity": "EmailAddress"},
            {"rule": "KeyMisuse", "path": "volumes[key]"},
        ],
        actions=["RevokeKey", "Isolate", "Evict", "ScaleToZero"],
        release="Requested",
    ),
    "quarantine of a pod": quarantine(
        target={
            "apiVersion": "v1",
            "kind": "Pod",
            "name": "a.b",
            "uid": "5a1c2f52-6a2c-4f3e-8a8b-1f8d9e0c7b6a",
        }
    ),
}

GOOD_CHANGES: dict[str, tuple[Object, Object]] = {
    "revoke": (key(), key(state="Revoked")),
    "suspend and resume": (key(state="Suspended"), key(state="Active")),
    "stay revoked": (key(state="Revoked"), key(state="Revoked", lifetime="2h")),
    "other grants and times": (key(grants=[GRANT]), key(lifetime="2h", rotation={"every": "1h"})),
    "ask for release": (quarantine(), quarantine(release="Requested")),
    "withdraw the request": (quarantine(release="Requested"), quarantine()),
    "actions in another order": (
        quarantine(actions=["Evict", "Isolate"]),
        quarantine(actions=["Isolate", "Evict"]),
    ),
}
