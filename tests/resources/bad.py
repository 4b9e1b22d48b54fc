"""Resources that are refused, each for one reason, with the field and the remedy in the message."""

from __future__ import annotations

from tests.resources.cases import (
    ABSENT,
    DURATION,
    GRANT,
    NOT_A_DURATION,
    NOT_A_LIST,
    NOT_A_STRING,
    NOT_AN_INTEGER,
    NOT_AN_OBJECT,
    NOT_ONE_OF,
    ONE_ACTION_ONCE,
    ONE_GRANT_ONCE,
    RE2,
    REQUIRED,
    SUBJECT,
    TARGET,
    TOO_FEW,
    TOO_LONG,
    TOO_MANY,
    TOO_SHORT,
    TOO_SMALL,
    UNKNOWN_FIELD,
    Bad,
    BadChange,
    cluster_policy,
    grant,
    key,
    mounted_at,
    policy,
    quarantine,
    recognizer,
    rotation,
    says,
)

_NUMBERS = tuple(str(number) for number in range(200))
_ENTITY = says("must be the CamelCase name of an entity")
_LOOK = says("must not look ahead or behind")
_BACK = says("must not refer back to a group")
_SUM = says("more than lifetime")
_SHARE = says("less than a fifth of lifetime")
_ZONE = says("must be a name of the IANA time zone database")
_FIVE = says("must be a cron schedule of five fields")
_PLAIN = says("must be in plain form")
_HIDES = says("must not hide a folder")
_NAME = says("at most 52")
_OBJECT_NAME = says("must be the name of an object")

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
    Bad("entity in Greek", policy(grants=[grant(entity="Εmail")]), "spec.grants[0].entity", _ENTITY),
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
    Bad("field in snake case", policy(workload_selector={}), "spec.workload_selector", UNKNOWN_FIELD),
)

SELECTORS = (
    Bad(
        "In without values",
        policy(workloadSelector={"matchExpressions": [{"key": "app", "operator": "In"}]}),
        "spec.workloadSelector.matchExpressions[0].values",
        says("In and NotIn need values"),
    ),
    Bad(
        "NotIn with no value",
        policy(workloadSelector={"matchExpressions": [{"key": "app", "operator": "NotIn", "values": []}]}),
        "spec.workloadSelector.matchExpressions[0].values",
        says("In and NotIn need values"),
    ),
    Bad(
        "Exists with values",
        policy(
            workloadSelector={"matchExpressions": [{"key": "app", "operator": "Exists", "values": ["a"]}]}
        ),
        "spec.workloadSelector.matchExpressions[0].values",
        says("Exists and DoesNotExist take none"),
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

PATTERNS = (
    Bad("look-ahead", recognizer("E-(?=[0-9])"), "spec.detection.recognizers[0].pattern", _LOOK),
    Bad("negative look-ahead", recognizer("E-(?!0)[0-9]"), "spec.detection.recognizers[0].pattern", _LOOK),
    Bad("look-behind", recognizer("(?<=E-)[0-9]"), "spec.detection.recognizers[0].pattern", _LOOK),
    Bad("negative look-behind", recognizer("(?<!E)[0-9]"), "spec.detection.recognizers[0].pattern", _LOOK),
    Bad("look-ahead in a group", recognizer("((?=a)a)"), "spec.detection.recognizers[0].pattern", _LOOK),
    Bad("back-reference", recognizer(r"([0-9])\1"), "spec.detection.recognizers[0].pattern", _BACK),
    Bad("named back-reference", recognizer("(?P<a>x)(?P=a)"), "spec.detection.recognizers[0].pattern", _BACK),
    Bad("back-reference by k", recognizer(r"(?P<a>x)\k<a>"), "spec.detection.recognizers[0].pattern", _BACK),
    Bad("unclosed group", recognizer("E-([0-9]"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("unclosed class", recognizer("E-[0-9"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("closing too many", recognizer("a)|(b"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("nothing to repeat", recognizer("*"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("possessive", recognizer("a++"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("atomic group", recognizer("(?>a)b"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("repeated too often", recognizer("a{1001}"), "spec.detection.recognizers[0].pattern", RE2),
    Bad(
        "repeats multiplied", recognizer("((a{100}){100}){10}"), "spec.detection.recognizers[0].pattern", RE2
    ),
    Bad("range that runs backwards", recognizer("[z-a]"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("any byte", recognizer(r"a\Cb"), "spec.detection.recognizers[0].pattern", says("half a character")),
    Bad("matches everything", recognizer(".*"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("matches nothing at all", recognizer("a|"), "spec.detection.recognizers[0].pattern", RE2),
    Bad("empty pattern", recognizer(""), "spec.detection.recognizers[0].pattern", TOO_SHORT),
    Bad("pattern too long", recognizer("a" * 513), "spec.detection.recognizers[0].pattern", TOO_LONG),
    Bad(
        "recognizer without pattern",
        cluster_policy(detection={"recognizers": [{"entity": "EmployeeNumber"}]}),
        "spec.detection.recognizers[0].pattern",
        REQUIRED,
    ),
    Bad(
        "unknown checksum",
        recognizer("E-[0-9]", checksum="Crc"),
        "spec.detection.recognizers[0].checksum",
        NOT_ONE_OF,
    ),
    Bad(
        "word of context twice",
        recognizer("E-[0-9]", context=["staff", "staff"]),
        "spec.detection.recognizers[0].context",
        says("name each word once"),
    ),
    Bad(
        "recognizer twice",
        policy(detection={"recognizers": [{"entity": "Badge", "pattern": "B-[0-9]"}] * 2}),
        "spec.detection.recognizers",
        says("have each pattern of an entity once"),
    ),
    Bad(
        "too many recognizers",
        policy(detection={"recognizers": [{"entity": "Badge", "pattern": f"B{n}"} for n in _NUMBERS[:33]]}),
        "spec.detection.recognizers",
        TOO_MANY,
    ),
    Bad(
        "allow without reason",
        cluster_policy(detection={"allow": [{"entity": "EmailAddress", "pattern": "a@b"}]}),
        "spec.detection.allow[0].reason",
        REQUIRED,
    ),
    Bad(
        "allow with an empty reason",
        cluster_policy(detection={"allow": [{"entity": "EmailAddress", "pattern": "a@b", "reason": "  "}]}),
        "spec.detection.allow[0].reason",
        says("must say why"),
    ),
    Bad(
        "allow of everything",
        cluster_policy(detection={"allow": [{"entity": "EmailAddress", "pattern": ".*", "reason": "noise"}]}),
        "spec.detection.allow[0].pattern",
        RE2,
    ),
    Bad(
        "allow with a look-ahead",
        cluster_policy(detection={"allow": [{"entity": "Iban", "pattern": "D(?=E)", "reason": "ours"}]}),
        "spec.detection.allow[0].pattern",
        _LOOK,
    ),
    Bad(
        "variable twice",
        policy(environment=[{"name": "REF", "entity": "Iban"}, {"name": "REF", "entity": "UsSsn"}]),
        "spec.environment",
        says("name each variable once"),
    ),
    Bad(
        "variable with an equals sign",
        policy(environment=[{"name": "A=B", "entity": "Iban"}]),
        "spec.environment[0].name",
        says("must be the name of an environment variable"),
    ),
    Bad(
        "variable without entity",
        policy(environment=[{"name": "REF"}]),
        "spec.environment[0].entity",
        REQUIRED,
    ),
)

TIMES = (
    Bad("overlap under 5m", rotation(overlap="4m59s"), "spec.rotation.overlap", says("must be at least 5m")),
    Bad("no overlap", rotation(overlap="0s"), "spec.rotation.overlap", says("must be at least 5m")),
    Bad(
        "overlap under a fifth",
        key(lifetime="2h", rotation={"overlap": "23m59s"}),
        "spec.rotation.overlap",
        _SHARE,
    ),
    Bad("overlap under a fifth of the default", rotation(overlap="11m"), "spec.rotation.overlap", _SHARE),
    Bad(
        "every and overlap longer than lifetime",
        key(lifetime="1h", rotation={"every": "50m", "overlap": "15m"}),
        "spec.rotation",
        says("every 50m + overlap 15m = 3900s, more than lifetime 1h = 3600s"),
    ),
    Bad(
        "one second too long",
        key(lifetime="1h", rotation={"every": "45m1s", "overlap": "15m"}),
        "spec.rotation",
        says("= 3601s, more than lifetime 1h = 3600s"),
    ),
    Bad(
        "every longer than the default lifetime leaves",
        rotation(every="50m"),
        "spec.rotation",
        says("every 50m + overlap 720s (the default) = 3720s, more than lifetime 1h (the default) = 3600s"),
    ),
    Bad(
        "every too long under the default overlap",
        key(lifetime="6m", rotation={"every": "2m"}),
        "spec.rotation",
        says("every 2m + overlap 300s (the default) = 420s, more than lifetime 6m = 360s"),
    ),
    Bad("overlap that leaves no time", rotation(overlap="1h"), "spec.rotation", _SUM),
    Bad(
        "overlap that leaves a schedule no time",
        rotation(overlap="59m30s", schedule="0 * * * *"),
        "spec.rotation",
        _SUM,
    ),
    Bad("every under 1m", rotation(every="59s"), "spec.rotation.every", says("must be from 1m to 24h")),
    Bad("every over 24h", rotation(every="24h1s"), "spec.rotation.every", says("must be from 1m to 24h")),
    Bad("lifetime under 6m", key(lifetime="5m59s"), "spec.lifetime", says("must be from 6m to 24h")),
    Bad("lifetime over 24h", key(lifetime="24h1s"), "spec.lifetime", says("must be from 6m to 24h")),
    Bad(
        "pod certificate under 1h",
        key(lifetime="59m", delivery={"mode": "PodCertificate"}),
        "spec.lifetime",
        says("must be at least 1h for delivery by PodCertificate"),
    ),
    Bad("duration without unit", key(lifetime="3600"), "spec.lifetime", DURATION),
    Bad("duration in days", key(lifetime="1d"), "spec.lifetime", DURATION),
    Bad("duration in words", key(lifetime="1 hour"), "spec.lifetime", DURATION),
    Bad("duration with a sign", key(lifetime="-1h"), "spec.lifetime", DURATION),
    Bad("duration with a fraction", key(lifetime="1.5h"), "spec.lifetime", DURATION),
    Bad("duration in milliseconds", rotation(overlap="600000ms"), "spec.rotation.overlap", DURATION),
    Bad("duration with a line break", key(lifetime="1h\n"), "spec.lifetime", DURATION),
    Bad("duration in Arabic digits", key(lifetime="٣h"), "spec.lifetime", DURATION),
    Bad("duration in ISO 8601", key(lifetime="PT1H"), "spec.lifetime", DURATION),
    Bad("duration as a number", key(lifetime=3600), "spec.lifetime", NOT_A_DURATION),
    Bad("duration as a fraction", rotation(every=0.5), "spec.rotation.every", NOT_A_DURATION),
)

SCHEDULES = (
    Bad(
        "schedule and every together",
        rotation(every="30m", schedule="0 * * * *"),
        "spec.rotation.schedule",
        says("keep one of every and schedule"),
    ),
    Bad(
        "time zone without schedule",
        rotation(timeZone="Europe/Berlin"),
        "spec.rotation.timeZone",
        says("needs a schedule"),
    ),
    Bad("four fields", rotation(schedule="0 10 * *  "), "spec.rotation.schedule", _FIVE),
    Bad("six fields", rotation(schedule="0 0 */2 * * *"), "spec.rotation.schedule", _FIVE),
    Bad("macro", rotation(schedule="@every 2h"), "spec.rotation.schedule", _FIVE),
    Bad("two spaces", rotation(schedule="0  */2 * * *"), "spec.rotation.schedule", _FIVE),
    Bad(
        "minute 60",
        rotation(schedule="60 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1 of 5)"),
    ),
    Bad(
        "hour 24", rotation(schedule="0 24 * * *"), "spec.rotation.schedule", says("the hour (field 2 of 5)")
    ),
    Bad(
        "day 0",
        rotation(schedule="0 0 0 * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "day 32",
        rotation(schedule="0 0 32 * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "last day",
        rotation(schedule="0 0 L * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "month 13",
        rotation(schedule="0 0 1 13 *"),
        "spec.rotation.schedule",
        says("the month (field 4 of 5)"),
    ),
    Bad(
        "month in full",
        rotation(schedule="0 0 1 June *"),
        "spec.rotation.schedule",
        says("the month (field 4 of 5)"),
    ),
    Bad(
        "weekday 8",
        rotation(schedule="0 0 * * 8"),
        "spec.rotation.schedule",
        says("the day of week (field 5 of 5)"),
    ),
    Bad(
        "second Monday",
        rotation(schedule="0 0 * * 1#2"),
        "spec.rotation.schedule",
        says("the day of week (field 5"),
    ),
    Bad(
        "step of nothing",
        rotation(schedule="*/0 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1 of 5)"),
    ),
    Bad(
        "list with a hole",
        rotation(schedule="1,,2 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1"),
    ),
    Bad(
        "hours backwards", rotation(schedule="0 17-9 * * *"), "spec.rotation.schedule", says("runs backwards")
    ),
    Bad(
        "weekdays backwards",
        rotation(schedule="0 9 * * FRI-MON"),
        "spec.rotation.schedule",
        says("field 5 of 5"),
    ),
    Bad(
        "30 February",
        rotation(schedule="0 0 30 2 *"),
        "spec.rotation.schedule",
        says("none of its months has"),
    ),
    Bad(
        "31 of short months",
        rotation(schedule="0 0 31 4,JUN *"),
        "spec.rotation.schedule",
        says("none of its months"),
    ),
    Bad(
        "schedule too long",
        rotation(schedule=f"{','.join(_NUMBERS[:40])} * * * *"),
        "spec.rotation.schedule",
        TOO_LONG,
    ),
    Bad(
        "unknown time zone",
        rotation(schedule="0 9 * * *", timeZone="Mars/Olympus"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone as an offset",
        rotation(schedule="0 9 * * *", timeZone="+02:00"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone of the host",
        rotation(schedule="0 9 * * *", timeZone="Local"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone as a path",
        rotation(schedule="0 9 * * *", timeZone="../UTC"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone of posix",
        rotation(schedule="0 9 * * *", timeZone="posix/UTC"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "part of a time zone",
        rotation(schedule="0 9 * * *", timeZone="Europe"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad("empty time zone", rotation(schedule="0 9 * * *", timeZone=""), "spec.rotation.timeZone", TOO_SHORT),
)

KEYS = (
    Bad("key's name too long", key(name="a" * 53), "metadata.name", _NAME),
    Bad("key's name with dots", key(name="a.b"), "metadata.name", _NAME),
    Bad("policyRef missing", key(policyRef=ABSENT), "spec.policyRef", REQUIRED),
    Bad("policyRef as a word", key(policyRef="billing"), "spec.policyRef", NOT_AN_OBJECT),
    Bad(
        "policyRef in another namespace",
        key(policyRef={"name": "a", "namespace": "b"}),
        "spec.policyRef.namespace",
        UNKNOWN_FIELD,
    ),
    Bad("policyRef that names nothing", key(policyRef={"name": "A_b"}), "spec.policyRef.name", _OBJECT_NAME),
    Bad("subject missing", key(subject=ABSENT), "spec.subject", REQUIRED),
    Bad(
        "subject without ServiceAccount",
        key(subject={"podSelector": {}}),
        "spec.subject.serviceAccountName",
        REQUIRED,
    ),
    Bad(
        "ServiceAccount of another namespace",
        key(subject={"serviceAccountName": "shop:billing"}),
        "spec.subject.serviceAccountName",
        _OBJECT_NAME,
    ),
    Bad("unknown state", key(state="Paused"), "spec.state", NOT_ONE_OF),
    Bad("unknown mode of delivery", key(delivery={"mode": "Env"}), "spec.delivery.mode", NOT_ONE_OF),
    Bad("no audience", key(audiences=[]), "spec.audiences", TOO_FEW),
    Bad("audience twice", key(audiences=["db", "db"]), "spec.audiences", says("name each audience once")),
    Bad(
        "audience with a space",
        key(audiences=["customer db"]),
        "spec.audiences[0]",
        says("must be the name of who accepts"),
    ),
    Bad("audience too long", key(audiences=["a" * 254]), "spec.audiences[0]", TOO_LONG),
    Bad("too many audiences", key(audiences=list(_NUMBERS[:17])), "spec.audiences", TOO_MANY),
    Bad(
        "relative mount path", mounted_at("keys/billing"), "spec.delivery.mountPath", says("must be absolute")
    ),
    Bad("mount over the root", mounted_at("//"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a trailing slash", mounted_at("/keys/"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with two slashes", mounted_at("/keys//billing"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path that goes up", mounted_at("/keys/../etc"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a dot", mounted_at("/keys/./billing"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a colon", mounted_at("/keys:ro"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount over /etc", mounted_at("/etc"), "spec.delivery.mountPath", _HIDES),
    Bad("mount in /proc", mounted_at("/proc/self"), "spec.delivery.mountPath", _HIDES),
    Bad("mount in /usr/bin", mounted_at("/usr/bin/keys"), "spec.delivery.mountPath", _HIDES),
    Bad("mount over all secrets", mounted_at("/var/run/secrets"), "spec.delivery.mountPath", _HIDES),
    Bad(
        "mount over the token",
        mounted_at("/var/run/secrets/kubernetes.io/serviceaccount"),
        "spec.delivery.mountPath",
        _HIDES,
    ),
    Bad(
        "mount over the token by its other name",
        mounted_at("/run/secrets/kubernetes.io"),
        "spec.delivery.mountPath",
        _HIDES,
    ),
    Bad("mount path too long", mounted_at("/" + "a" * 256), "spec.delivery.mountPath", TOO_LONG),
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

BAD = (*GRANTS, *POLICIES, *SELECTORS, *PATTERNS, *TIMES, *SCHEDULES, *KEYS, *QUARANTINES)

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
