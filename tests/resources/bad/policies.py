"""Bad policies: grants, rules, selectors."""

from __future__ import annotations

from tests.resources.cases import (
    ABSENT,
    GRANT,
    NOT_A_LIST,
    NOT_A_STRING,
    NOT_AN_OBJECT,
    NOT_ONE_OF,
    ONE_ACTION_ONCE,
    ONE_GRANT_ONCE,
    REQUIRED,
    TOO_FEW,
    TOO_LONG,
    TOO_MANY,
    TOO_SHORT,
    UNKNOWN_FIELD,
    Bad,
    Remedy,
    cluster_policy,
    grant,
    key,
    policy,
    says,
)

_NUMBERS = tuple(str(number) for number in range(200))
_ENTITY = says("must be the CamelCase name of an entity")

GRANTS = (
    Bad(
        "action twice",
        policy(grants=[grant(actions=["Read", "Read"])]),
        "spec.grants[0].actions",
        ONE_ACTION_ONCE,
    ),
    Bad(
        "unknown action", policy(grants=[grant(actions=["Delete"])]), "spec.grants[0].actions[0]", NOT_ONE_OF
    ),
    Bad(
        "action in small letters",
        policy(grants=[grant(actions=["read"])]),
        "spec.grants[0].actions[0]",
        NOT_ONE_OF,
    ),
    Bad("no action", policy(grants=[grant(actions=[])]), "spec.grants[0].actions", TOO_FEW),
    Bad("actions missing", policy(grants=[grant(actions=ABSENT)]), "spec.grants[0].actions", REQUIRED),
    Bad("actions as a word", policy(grants=[grant(actions="Read")]), "spec.grants[0].actions", NOT_A_LIST),
    Bad("grant twice", policy(grants=[GRANT, grant(actions=["Write"])]), "spec.grants", ONE_GRANT_ONCE),
    Bad("key's grant twice", key(grants=[GRANT, GRANT]), "spec.grants", ONE_GRANT_ONCE),
    Bad("ceiling's grant twice", cluster_policy(ceiling=[GRANT, GRANT]), "spec.ceiling", ONE_GRANT_ONCE),
    Bad(
        "entity with a hyphen",
        policy(grants=[grant(entity="email-address")]),
        "spec.grants[0].entity",
        _ENTITY,
    ),
    Bad(
        "entity in small letters",
        policy(grants=[grant(entity="emailAddress")]),
        "spec.grants[0].entity",
        _ENTITY,
    ),
    Bad(
        "entity with a space",
        policy(grants=[grant(entity="Email Address")]),
        "spec.grants[0].entity",
        _ENTITY,
    ),
    Bad(
        "entity with a line break", policy(grants=[grant(entity="Email\n")]), "spec.grants[0].entity", _ENTITY
    ),
    Bad("entity in Greek", policy(grants=[grant(entity="\u0395mail")]), "spec.grants[0].entity", _ENTITY),
    Bad("entity empty", policy(grants=[grant(entity="")]), "spec.grants[0].entity", TOO_SHORT),
    Bad("entity too long", policy(grants=[grant(entity="E" * 64)]), "spec.grants[0].entity", TOO_LONG),
    Bad("entity missing", policy(grants=[grant(entity=ABSENT)]), "spec.grants[0].entity", REQUIRED),
    Bad("entity as a number", policy(grants=[grant(entity=7)]), "spec.grants[0].entity", NOT_A_STRING),
    Bad("purpose missing", policy(grants=[grant(purpose=ABSENT)]), "spec.grants[0].purpose", REQUIRED),
    Bad(
        "purpose as a sentence",
        policy(grants=[grant(purpose="for billing")]),
        "spec.grants[0].purpose",
        says("must be a purpose in CamelCase"),
    ),
    Bad(
        "too many grants",
        policy(grants=[grant(purpose=f"P{n}") for n in _NUMBERS[:65]]),
        "spec.grants",
        TOO_MANY,
    ),
    Bad(
        "unknown field of a grant",
        policy(grants=[grant(until="2030")]),
        "spec.grants[0].until",
        UNKNOWN_FIELD,
    ),
    Bad("key that asks for nothing", key(grants=[]), "spec.grants", TOO_FEW),
)

POLICIES = (
    Bad("ceiling in a PIIPolicy", policy(ceiling=[GRANT]), "spec.ceiling", UNKNOWN_FIELD),
    Bad("enforcement in a PIIPolicy", policy(enforcement="Audit"), "spec.enforcement", UNKNOWN_FIELD),
    Bad("allow in a PIIPolicy", policy(detection={"allow": []}), "spec.detection.allow", UNKNOWN_FIELD),
    Bad(
        "minConfidence in a PIIPolicy",
        policy(detection={"minConfidence": "High"}),
        "spec.detection.minConfidence",
        UNKNOWN_FIELD,
    ),
    Bad("grants in a ClusterPIIPolicy", cluster_policy(grants=[GRANT]), "spec.grants", UNKNOWN_FIELD),
    Bad("unknown enforcement", cluster_policy(enforcement="Strict"), "spec.enforcement", NOT_ONE_OF),
    Bad("enforcement Off", cluster_policy(enforcement="Off"), "spec.enforcement", NOT_ONE_OF),
    Bad("enforcement as a boolean", cluster_policy(enforcement=True), "spec.enforcement", NOT_ONE_OF),
    Bad(
        "unknown confidence",
        cluster_policy(detection={"minConfidence": "Certain"}),
        "spec.detection.minConfidence",
        NOT_ONE_OF,
    ),
    Bad(
        "confidence as a fraction",
        cluster_policy(detection={"minConfidence": 0.5}),
        "spec.detection.minConfidence",
        NOT_ONE_OF,
    ),
    Bad(
        "unknown rule", policy(rules=[{"id": "EnvValues", "action": "Deny"}]), "spec.rules[0].id", NOT_ONE_OF
    ),
    Bad(
        "unknown rule action",
        policy(rules=[{"id": "EnvValue", "action": "Block"}]),
        "spec.rules[0].action",
        NOT_ONE_OF,
    ),
    Bad("rule without action", policy(rules=[{"id": "EnvValue"}]), "spec.rules[0].action", REQUIRED),
    Bad("rule without id", policy(rules=[{"action": "Deny"}]), "spec.rules[0].id", REQUIRED),
    Bad(
        "rule twice",
        cluster_policy(rules=[{"id": "EnvValue", "action": "Deny"}, {"id": "EnvValue", "action": "Off"}]),
        "spec.rules",
        says("set each rule once"),
    ),
    Bad("no entities", cluster_policy(detection={"entities": []}), "spec.detection.entities", TOO_FEW),
    Bad(
        "entity to look for twice",
        cluster_policy(detection={"entities": ["Iban", "Iban"]}),
        "spec.detection.entities",
        says("name each entity once"),
    ),
    Bad(
        "entity to look for as a pattern",
        cluster_policy(detection={"entities": ["*"]}),
        "spec.detection.entities[0]",
        _ENTITY,
    ),
    Bad("spec missing", {k: v for k, v in policy().items() if k != "spec"}, "spec", REQUIRED),
    Bad("spec as a list", policy() | {"spec": []}, "spec", NOT_AN_OBJECT),
    Bad("unknown field of a spec", policy(mode="Strict"), "spec.mode", UNKNOWN_FIELD),
    Bad(
        "field in snake case",
        policy(workloadSelector=ABSENT, workload_selector={}),
        "spec.workload_selector",
        UNKNOWN_FIELD,
    ),
)

SELECTORS = (
    Bad(
        "In without values",
        policy(workloadSelector={"matchExpressions": [{"key": "app", "operator": "In"}]}),
        "spec.workloadSelector.matchExpressions[0].values",
        says("must have values for In and NotIn"),
    ),
    Bad(
        "NotIn with no value",
        policy(workloadSelector={"matchExpressions": [{"key": "app", "operator": "NotIn", "values": []}]}),
        "spec.workloadSelector.matchExpressions[0].values",
        says("must have values for In and NotIn"),
    ),
    Bad(
        "Exists with values",
        policy(
            workloadSelector={"matchExpressions": [{"key": "app", "operator": "Exists", "values": ["a"]}]}
        ),
        "spec.workloadSelector.matchExpressions[0].values",
        says("none for Exists and DoesNotExist"),
    ),
    Bad(
        "unknown operator",
        policy(workloadSelector={"matchExpressions": [{"key": "app", "operator": "Gt", "values": ["1"]}]}),
        "spec.workloadSelector.matchExpressions[0].operator",
        NOT_ONE_OF,
    ),
    Bad(
        "key of an expression that is no label",
        policy(workloadSelector={"matchExpressions": [{"key": "app!", "operator": "Exists"}]}),
        "spec.workloadSelector.matchExpressions[0].key",
        says("must be the key of a label"),
    ),
    Bad(
        "value that no label can have",
        cluster_policy(namespaceSelector={"matchLabels": {"team": "a b"}}),
        "spec.namespaceSelector.matchLabels",
        says("must be the value of a label"),
    ),
    Bad(
        "label key with a space",
        cluster_policy(namespaceSelector={"matchLabels": {"my team": "a"}}),
        "spec.namespaceSelector.matchLabels",
        says("must have keys of labels"),
    ),
    Bad(
        "label key with two slashes",
        policy(workloadSelector={"matchLabels": {"a/b/c": "a"}}),
        "spec.workloadSelector.matchLabels",
        says("must have keys of labels"),
    ),
    Bad(
        "too many labels",
        policy(workloadSelector={"matchLabels": {f"l{number}": "a" for number in range(33)}}),
        "spec.workloadSelector.matchLabels",
        Remedy("must have at most", "must not have more items than"),
    ),
    Bad(
        "label value too long",
        cluster_policy(namespaceSelector={"matchLabels": {"team": "a" * 64}}),
        "spec.namespaceSelector.matchLabels",
        TOO_LONG,
    ),
    Bad(
        "label value as a boolean",
        cluster_policy(namespaceSelector={"matchLabels": {"privet.dev/governed": True}}),
        "spec.namespaceSelector.matchLabels",
        NOT_A_STRING,
    ),
    Bad(
        "labels without matchLabels",
        policy(workloadSelector={"app": "billing"}),
        "spec.workloadSelector.app",
        UNKNOWN_FIELD,
    ),
)
