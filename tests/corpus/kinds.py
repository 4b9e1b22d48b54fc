"""Every kind of personal data in the corpus and how often it occurs."""
# ruff: noqa: E501 - names of entities in one line

from collections.abc import Sequence
from random import Random

from tests.corpus import contacts, payments, people
from tests.corpus.identities_europe import EUROPE
from tests.corpus.identities_more import MORE
from tests.corpus.identities_world import WORLD
from tests.corpus.sample import Draw, Value

COMMON: Sequence[Draw] = (
    people.email, people.name, people.birth_date, people.address, contacts.phone, payments.card, payments.iban,
)  # fmt: skip
"""What leaks most; each is drawn as often as six of the others."""

KINDS: Sequence[Draw] = (*COMMON, payments.bic, *EUROPE, *WORLD, *MORE)

_WEIGHTS = [6 if one in COMMON else 1 for one in KINDS]


def any_value(chance: Random) -> Value:
    """Draw a value of any kind."""
    return chance.choices(KINDS, _WEIGHTS)[0](chance)


def bare_value(chance: Random) -> Value:
    """Draw a value that is known for what it is without a name."""
    while True:
        value = any_value(chance)
        if value.bare:
            return value


def people_value(chance: Random) -> Value:
    """Draw what names or reaches somebody."""
    return chance.choice(COMMON)(chance)


def entities() -> frozenset[str]:
    """Give every entity that the corpus has values of."""
    return frozenset(draw(Random(1)).entity for draw in KINDS)  # noqa: S311 - only the names are wanted
