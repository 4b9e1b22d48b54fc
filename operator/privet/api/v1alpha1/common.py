"""What several kinds speak of: grants, rules, detection."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from privet.api.meta import ApiModel, Conditions, Count, StatusModel
from privet.api.patterns import PatternText
from privet.api.rules import ListMap, ListSet
from privet.api.text import EntityName, ObjectName, Purpose, Sentence

MAX_GRANTS = 64
MAX_POLICIES = 64


class Action(StrEnum):
    """What a workload may do with personal data."""

    READ = "Read"
    WRITE = "Write"
    DECRYPT = "Decrypt"
    EXPORT = "Export"


class RuleId(StrEnum):
    """What Privet may object to; privet.dev/rules tells of each."""

    POLICY_REQUIRED = "PolicyRequired"
    ENV_VALUE = "EnvValue"
    GRANT_MISSING = "GrantMissing"
    ENV_LOGGED = "EnvLogged"
    ARGUMENT_VALUE = "ArgumentValue"
    METADATA_VALUE = "MetadataValue"
    CONFIG_MAP_VALUE = "ConfigMapValue"
    REFERENCE_VALUE = "ReferenceValue"
    UNKNOWN_VALUE = "UnknownValue"
    KEY_MISUSE = "KeyMisuse"
    KEY_NOT_MOUNTED = "KeyNotMounted"
    RESERVED_METADATA = "ReservedMetadata"
    POLICY_CEILING = "PolicyCeiling"
    QUARANTINED = "Quarantined"


class RuleAction(StrEnum):
    """What a broken rule does: deny the request, warn the user, note it for auditors, or nothing."""

    DENY = "Deny"
    WARN = "Warn"
    AUDIT = "Audit"
    OFF = "Off"


class Enforcement(StrEnum):
    """The most that the rules of a policy do."""

    DENY = "Deny"
    WARN = "Warn"
    AUDIT = "Audit"


class Confidence(StrEnum):
    """How strong the evidence must be: shape only, proof or context, or both."""

    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"


class Checksum(StrEnum):
    """How the check digits of a value are proved: Luhn (cards), Mod97 (IBAN, ISO 7064), Verhoeff."""

    LUHN = "Luhn"
    MOD97 = "Mod97"
    VERHOEFF = "Verhoeff"


class Grant(ApiModel):
    """Leave to do something with one entity, for one purpose."""

    entity: EntityName
    """The kind of personal data, such as EmailAddress."""

    purpose: Purpose
    """What it is needed for, in CamelCase, such as Billing; entity and purpose name the grant."""

    actions: Annotated[
        tuple[Action, ...], Field(min_length=1, max_length=4), ListSet("must name each action once")
    ]
    """What may be done with it: Read, Write, Decrypt, Export."""


Grants = Annotated[
    tuple[Grant, ...],
    Field(max_length=MAX_GRANTS),
    ListMap(("entity", "purpose"), "must grant each entity and purpose once; put all actions into one grant"),
]
"""Grants by entity and purpose."""


class RecognizerSpec(ApiModel):
    """A kind of personal data that only this organisation has, and how to know it."""

    entity: EntityName
    """The kind of personal data that a hit is, such as EmployeeNumber."""

    pattern: PatternText
    """What it looks like, in RE2 (no look-around, no back-reference), such as E-[0-9]{6}."""

    context: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=64)], ...],
        Field(max_length=32),
        ListSet("must name each word once"),
    ] = ()
    """Words near a hit, or in the name of its field, that make it certain, such as employee."""

    checksum: Checksum | None = None
    """How check digits prove a hit; a hit that fails is none."""


class AllowSpec(ApiModel):
    """What looks like personal data here and is none."""

    entity: EntityName
    """The kind of personal data that it is taken for."""

    pattern: PatternText
    """Which values: an RE2 regular expression that must match the whole found value."""

    reason: Sentence
    """Why this is not personal data, for whoever reviews the policy."""


Entities = Annotated[
    tuple[EntityName, ...], Field(min_length=1, max_length=128), ListSet("must name each entity once")
]
Recognizers = Annotated[
    tuple[RecognizerSpec, ...],
    Field(max_length=32),
    ListMap(("entity", "pattern"), "must have each pattern of an entity once"),
]


class PolicyDetection(ApiModel):
    """What a team adds to the detection that governs it."""

    entities: Entities | None = None
    """Kinds of personal data to look for beside those of the governing policies."""

    recognizers: Recognizers = ()
    """The team's own kinds of personal data."""


class Detection(ApiModel):
    """What counts as personal data."""

    min_confidence: Confidence | None = None
    """How strong the evidence must be: Low, Medium (when absent) or High."""

    entities: Entities | None = None
    """The kinds of personal data to look for; all built-in ones when absent."""

    recognizers: Recognizers = ()
    """The organisation's own kinds of personal data."""

    allow: Annotated[
        tuple[AllowSpec, ...],
        Field(max_length=64),
        ListMap(("entity", "pattern"), "must have each pattern of an entity once"),
    ] = ()
    """Values that are not personal data here, each with the reason."""


class RuleSetting(ApiModel):
    """What one rule does where this policy applies."""

    id: RuleId
    """The rule, such as EnvValue."""

    action: RuleAction
    """What a breach of it does: Deny, Warn, Audit or Off."""


RuleSettings = Annotated[
    tuple[RuleSetting, ...], Field(max_length=32), ListMap(("id",), "must set each rule once")
]
"""Settings by the rule's id."""


class PolicyRef(ApiModel):
    """A PIIPolicy in the same namespace."""

    name: ObjectName
    """The name of the PIIPolicy."""


PolicyNames = Annotated[
    tuple[str, ...],
    Field(max_length=MAX_POLICIES),
    ListSet("must name each policy once"),
]


class ConditionedStatus(StatusModel):
    """What every status has."""

    observed_generation: Count | None = None
    """The generation of the spec that this status is about."""

    conditions: Conditions = ()
    """Ready, Reconciling and Stalled, and what else there is to say, each with a reason and a remedy."""
