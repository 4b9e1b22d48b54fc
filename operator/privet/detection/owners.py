"""Whose a value is by its key: behind `nhs:` stands no telephone number, whatever it looks like."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from privet.detection.context import CONTEXT_BYTES, HEADS
from privet.detection.fields import NATIONAL_ID, TAX_ID
from privet.detection.findings import Confidence, Finding
from privet.detection.identifier import Identifier
from privet.detection.linear import compile_bytes
from privet.detection.recognizers import BUILT_IN
from privet.detection.wordlists import words

_NETWORK = frozenset(("IpV4Address", "IpV6Address", "MacAddress"))
"""What looks like no number of a person. Their words say little of others: a client has a telephone, too."""

_OWNERS: dict[str, set[str]] = {}
for _entity, _recognizer in BUILT_IN.items():
    for _word in (*_recognizer.words, *_recognizer.names) if _entity not in _NETWORK else ():
        _OWNERS.setdefault(_word.replace(" ", ""), set()).add(_entity)

_UNPROVEN = {"PhoneNumber"} | {
    entity for entity, one in BUILT_IN.items() if isinstance(one, Identifier) and one.proof is None
}

# They leave open whose number it is: it may be one that nothing proves as well.
for _word in (*NATIONAL_ID, *TAX_ID):
    _OWNERS[_word.replace(" ", "")] |= _UNPROVEN - {"PhoneNumber"}

# The key right before a value, at the end of what stands before it.
_KEY = compile_bytes(
    r"([A-Za-z][A-Za-z0-9_.\- ]{0,64})\\?[\"'\])]?[ \t]{0,2}(?:[:=]|=>)[ \t]{0,4}\\?[\"'(]?$"
)
_PARTS = compile_bytes(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\x{00}-\x{7F}]+")
_TRAILING = words("value values val list array primary secondary items number numbers nummer num nr no")
"""Words at the end of a key that leave it to those before them to say what it is."""
MOST_PARTS = 5
"""Parts at the end of a key that are looked up together."""


def owned(data: bytes, finding: Finding) -> bool:
    """Tell whether the key of a value that no word speaks for names another entity.

    What a check digit proves is what it is, whatever its key says.
    """
    if finding.confidence is Confidence.HIGH or finding.entity not in _UNPROVEN:
        return False
    line = data[max(0, finding.start - 2 * CONTEXT_BYTES) : finding.start].rpartition(b"\n")[2]
    key = _KEY.search(line)
    if key is None:
        return False
    named = owners_of(key.group(1))
    return bool(named) and finding.entity not in named


def owners_of(key: bytes) -> AbstractSet[str]:
    """Give the entities that the last words of a key speak of."""
    parts = _parts_of(key)
    owners = _owners_of(parts[-MOST_PARTS:])
    if owners or len(parts) < 2 or not (parts[-1].isdigit() or parts[-1] in _TRAILING):  # noqa: PLR2004
        return owners
    return _owners_of(parts[:-1])


def spoken_of(key: bytes) -> AbstractSet[str]:
    """Give the same for a key behind which a word may say whose or which it is.

    `phone_work` is a phone, `phone_port` is not.
    """
    parts = _parts_of(key)
    return owners_of(key) or (_owners_of(parts[:-1]) if parts[1:] and parts[-1] not in HEADS else frozenset())


def _parts_of(key: bytes) -> Sequence[str]:
    return [part.group().decode().lower() for part in _PARTS.finditer(key)][-MOST_PARTS - 1 :]


def _owners_of(parts: Sequence[str]) -> AbstractSet[str]:
    ends = ("".join(parts[first:]) for first in range(len(parts)))
    owners = (_OWNERS.get(end) or _OWNERS.get(end.removesuffix("s")) for end in ends)
    return next((some for some in owners if some), frozenset())
