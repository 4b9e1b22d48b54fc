"""Short texts with a meaning: names of entities, of objects, of variables."""

from typing import Annotated

from pydantic import StringConstraints

from privet.api.patterns import cel_string, compile_pattern
from privet.api.rules import Rule

MAX_NAME = 253
"""A DNS subdomain, the longest name of an object."""

MAX_CAMEL_CASE = 63

_SUBDOMAIN = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"


def spelled(pattern: str, remedy: str) -> Rule:
    """Hold a text to a pattern, and say in words what it wants."""
    compiled = compile_pattern(pattern)
    return Rule(
        cel=f"self.matches({cel_string(pattern)})",
        message=remedy,
        holds=lambda text: bool(compiled.search(text)),
    )


def unlike(pattern: str, remedy: str) -> Rule:
    """Hold a text off a pattern, and say in words what it must not be."""
    compiled = compile_pattern(pattern)
    return Rule(
        cel=f"!self.matches({cel_string(pattern)})",
        message=remedy,
        holds=lambda text: not compiled.search(text),
    )


def _camel_case(remedy: str) -> Rule:
    return spelled("^[A-Z][A-Za-z0-9]*$", remedy)


_Short = StringConstraints(min_length=1, max_length=MAX_CAMEL_CASE)

EntityName = Annotated[
    str, _Short, _camel_case("must be the CamelCase name of an entity, such as EmailAddress")
]
Purpose = Annotated[str, _Short, _camel_case("must be a purpose in CamelCase, such as Billing")]
CamelCase = Annotated[str, _Short, _camel_case("must be one CamelCase word, such as PersonalDataLogged")]

ObjectName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_NAME),
    spelled(_SUBDOMAIN, "must be the name of an object: lower-case letters, digits, . and -"),
]

VariableName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=256),
    spelled(r"^[ -<>-~]+$", "must be the name of an environment variable: printable ASCII without ="),
]

Sentence = Annotated[
    str,
    StringConstraints(min_length=1, max_length=256),
    spelled(r"\S", "must say why, in a few words"),
]

Audience = Annotated[
    str,
    StringConstraints(min_length=1, max_length=253),
    spelled(r"^[!-~]+$", "must be the name of who accepts the key: printable ASCII without spaces"),
]
