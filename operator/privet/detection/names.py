"""What the name of a field says about its value: `CUSTOMER_EMAIL`, `customerEmail`, `customer.email`.

The last words decide, as in English: an `EMAIL_HOST` is a host and a `PHONE_SERVICE_URL` is a URL.
"""

from functools import lru_cache

from privet.detection.linear import compile_own
from privet.detection.recognizers import BUILT_IN
from privet.detection.wordlists import words

MAX_NAME_LENGTH = 256
"""Longer names (annotation keys have up to 317) say nothing that their last part does not."""

_WORD_EDGES = (
    (compile_own(r"([a-z0-9])([A-Z])"), r"\1 \2"),
    (compile_own(r"([A-Z]+)([A-Z][a-z])"), r"\1 \2"),
)
_NOT_A_WORD = compile_own(r"[^A-Za-z]+")

# What may follow without changing what the value is.
_TRAILING = frozenset(("address", "addresses", "addr", "value", "values", "list", "primary", "secondary"))
# A switch, a count or a deed, not a value.
_LEADING = words(
    """enable enabled disable disabled is has use uses require required requires validate verify send allow
    allowed skip max min num count should can no without"""
)
# Mailboxes and numbers of an office or a machine rather than of a person.
_OFFICE = words(
    """from sender noreply reply replyto smtp acme letsencrypt support default system bot git github gitlab
    service notification notifications alert alerts admin info sales billing contact office company test
    issuer cert certmanager webmaster postmaster root"""
)
_PEOPLE = words("customer client user patient member employee person contact guest owner")

_ENTITY_OF_ENDING = {
    tuple(ending.split()): entity for entity, recognizer in BUILT_IN.items() for ending in recognizer.names
}
_LONGEST_ENDING = max(map(len, _ENTITY_OF_ENDING))


def spaced(name: str) -> str:
    """Write a name as words: `customerEmail_2` becomes `customer Email`."""
    for edge, between in _WORD_EDGES:
        name = edge.sub(between, name)
    return _NOT_A_WORD.sub(" ", name).strip()


@lru_cache(maxsize=8192)
def entity_of_name(name: str) -> str | None:
    """Tell which personal data a field of this name holds, or None when the name does not say."""
    words = spaced(name[-MAX_NAME_LENGTH:]).lower().split()
    while len(words) > 1 and words[-1] in _TRAILING:
        words.pop()
    if not words or words[0] in _LEADING:
        return None
    for length in range(min(_LONGEST_ENDING, len(words)), 0, -1):
        entity = _ENTITY_OF_ENDING.get(tuple(words[-length:]))
        if entity:
            return None if _of_an_office(words[:-length]) else entity
    if words[-1] == "mobile" and len(words) > 1 and words[-2] in _PEOPLE:
        return "PhoneNumber"
    return None


def _of_an_office(before: list[str]) -> bool:
    return not _PEOPLE.intersection(before) and not _OFFICE.isdisjoint(before)
