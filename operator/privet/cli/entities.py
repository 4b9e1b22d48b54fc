"""`privet entities`: what is built in, as a table, as JSON, and as the page of the documentation."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from textwrap import wrap

from privet.detection import BUILT_IN, Recognizer
from privet.detection.identifier import Identifier

OUTAGE = """\
What survives an outage of the webhook is the same for every entity: nothing is recognised then, as the
recognizers run in the webhook alone. In namespaces labelled `privet.dev/governed: "true"` the API server
refuses new and changed pods, workloads and ConfigMaps unseen until a replica answers (it fails closed): no
value gets past unseen. Elsewhere, and for kinds that are not listed, it fails open: nothing is looked at.
The CRDs go on refusing policies that are written wrongly, as their constraints are CEL in the API server.
`privet scan` and `privet redact` need no cluster."""
"""What holds while no replica of the webhook answers."""


_GAP, _INDENT = "  ", "    "
_SHORT = 3
"""Columns that any terminal has room for."""
_NARROWEST = 40
"""Characters of a line; fewer are left to the terminal."""


class Form(StrEnum):
    """What the list looks like."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class Word(StrEnum):
    """What a context word does for an entity."""

    NEEDED = "needed"
    HELPS = "helps"
    NONE = "none"


@dataclass(frozen=True)
class Entity:
    """What there is to say of one entity."""

    name: str
    what: str
    standard: str
    proof: str
    word: Word
    words: tuple[str, ...]
    default: bool


def entities() -> list[Entity]:
    """Give every built-in entity, by name."""
    described = _described()
    return [
        Entity(
            name=name,
            what=described.get(name, ""),
            standard=one.standard,
            proof=one.proof_text,
            word=_word(one),
            words=one.words,
            default=one.default,
        )
        for name, one in sorted(BUILT_IN.items())
    ]


def _word(one: Recognizer) -> Word:
    if isinstance(one, Identifier) and not one.distinct:
        return Word.NEEDED
    return Word.HELPS if one.words else Word.NONE


def _described() -> dict[str, str]:
    """Read what each recognizer's file says that it finds."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("privet.detection.recognizers."):
            said = (module.__doc__ or "").strip().partition("\n")[0].rstrip(".")
            for value in list(vars(module).values()):
                entity = getattr(value, "entity", None)
                if isinstance(entity, str) and BUILT_IN.get(entity) is value:
                    found[entity] = said
    return found


def shown(form: Form, width: int | None = None) -> str:
    """Write the list; a table within a width where there is one, as of a terminal."""
    some = entities()
    match form:
        case Form.JSON:
            told = {"entities": [asdict(one) for one in some], "outage": OUTAGE.replace("\n", " ")}
            return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
        case Form.MARKDOWN:
            return markdown(some)
        case Form.TABLE:
            return _table(some, width)


def _table(some: Sequence[Entity], width: int | None) -> str:
    rows = [("ENTITY", "DEFAULT", "WORD", "PROOF", "STANDARD")]
    rows += [(one.name, "yes" if one.default else "no", one.word, one.proof, one.standard) for one in some]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    whole = sum(widths) + len(_GAP) * (len(widths) - 1)
    lines = []
    for row in rows:
        cells = [cell.ljust(room) for cell, room in zip(row, widths, strict=True)]
        if width is None or whole <= width:
            lines.append(_GAP.join(cells).rstrip())
        else:
            # The long columns below the short ones, as what is cut in the middle cannot be read.
            lines.append(_GAP.join(cells[:_SHORT]).rstrip())
            lines += [line for cell in row[_SHORT:] for line in _wrapped(cell, width)]
    outage = [OUTAGE] if width is None else wrap(OUTAGE, max(width, _NARROWEST))
    return "\n".join([*lines, "", *outage]) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(width, _NARROWEST), initial_indent=_INDENT, subsequent_indent=_INDENT * 2)


def markdown(some: Sequence[Entity]) -> str:
    """Write the page of the documentation."""
    count = len(some)
    default = sum(one.default for one in some)
    lines = [
        "# Entities",
        "",
        f"Privet has {count} kinds of personal data built in, and looks for {default} of them where nobody",
        "says what to look for: in the cluster, in `privet scan` and in `privet redact`. A policy's",
        "`detection.entities`, or the option `--entities`, names others.",
        "",
        "Confidence is evidence: `High` is a proof together with a context word, or a form that nothing else",
        "has; `Medium`, the default threshold, is one of the two; `Low` is the shape alone. Where a word is",
        "*needed*, a value is `Low` without one of the entity's words shortly before it, or as the name of",
        "its field.",
        "",
        "| entity | what it is | proof | word | default | standard |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(one) for one in some),
        "",
        "## When the webhook is down",
        "",
        OUTAGE,
        "",
    ]
    return "\n".join(lines)


def _row(one: Entity) -> str:
    cells = (
        f"`{one.name}`",
        one.what,
        one.proof,
        one.word,
        "yes" if one.default else "no",
        one.standard,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
