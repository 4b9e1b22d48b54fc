"""How people spell what a value is called: in variables, flags, keys and sentences."""

import unicodedata
from random import Random

from tests.corpus.sample import Value

_OWNERS = ("customer", "user", "patient", "applicant", "member", "employee", "test", "legacy")
_PLAIN = str.maketrans("øłı", "oli")


def plain(phrase: str) -> str:
    """Fold a phrase to ASCII words, as names in code are written; empty where its script allows none."""
    folded = phrase.replace("d'", "").replace(".", "").translate(_PLAIN)
    folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return (
        " ".join("".join(one if one.isalnum() else " " for one in folded).split()) if len(folded) > 1 else ""
    )


def phrase(chance: Random, value: Value) -> str:
    """Draw what a sentence calls a value."""
    return chance.choice(value.phrases)


def words(chance: Random, value: Value) -> list[str]:
    """Draw what code calls a value, as words."""
    usable = [plain(one) for one in value.phrases if plain(one)]
    chosen = chance.choice(usable).split()
    return [chance.choice(_OWNERS), *chosen] if chance.random() < 0.3 else chosen


def variable(chance: Random, value: Value) -> str:
    """Draw the name of an environment variable: CUSTOMER_TAX_ID."""
    return "_".join(words(chance, value)).upper()


def camel(chance: Random, value: Value) -> str:
    """Draw a key of JSON: taxId."""
    first, *rest = words(chance, value)
    return first + "".join(one.capitalize() for one in rest)


def dashed(chance: Random, value: Value) -> str:
    """Draw a flag or the last part of an annotation: tax-id."""
    return "-".join(words(chance, value))


def snake(chance: Random, value: Value) -> str:
    """Draw a column or a key: tax_id."""
    return "_".join(words(chance, value))


def dotted(chance: Random, value: Value) -> str:
    """Draw a property: tax.id."""
    return ".".join(words(chance, value))


def key(chance: Random, value: Value) -> str:
    """Draw a key in any style."""
    return chance.choice((camel, dashed, snake, dotted))(chance, value)
