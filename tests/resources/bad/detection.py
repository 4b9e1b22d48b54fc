"""Bad detection: patterns that take more than linear time, or say nothing."""

from __future__ import annotations

from tests.resources.cases import (
    NOT_ONE_OF,
    RE2,
    REQUIRED,
    TOO_LONG,
    TOO_MANY,
    TOO_SHORT,
    Bad,
    cluster_policy,
    policy,
    recognizer,
    says,
)

_NUMBERS = tuple(str(number) for number in range(200))
_LOOK = says("must not look ahead or behind")
_BACK = says("must not refer back to a group")

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
    *(
        Bad(
            f"Unicode class repeated {count}",
            recognizer(rf"\pL{count}"),
            "spec.detection.recognizers[0].pattern",
            says("more than 32 times"),
        )
        for count in ("{33}", "{1,40}", "{100,}", "{99,100}")
    ),
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
