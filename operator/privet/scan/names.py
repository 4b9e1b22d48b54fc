"""Names that may be shown: of objects, fields, namespaces and files, none of which may be anybody's data."""

import os

from privet.detection import BUILT_IN, Detector, DetectorSpec, FindingClass, TooMuchTextError

MAX_SHOWN_NAME = 128
"""Longer names are shown as a number, as the webhook does."""

WITHHELD = "…"
"""Stands for a name that is not shown."""

_ANYTHING = DetectorSpec(entities=frozenset(BUILT_IN))


def discreet(text: str) -> bool:
    """Tell whether nothing in a text looks like anybody's data, whoever looks for it."""
    try:
        found = Detector.for_spec(_ANYTHING).candidates(text)
    except TooMuchTextError:
        return False
    return not any(one.kind is FindingClass.PERSONAL for one in found)


def shown(name: str) -> str:
    """Give a name, or what stands for it."""
    return name if len(name) <= MAX_SHOWN_NAME and discreet(name) else WITHHELD


def shown_or_number(name: str, number: int) -> str:
    """Give a name, or its number among others."""
    return name if len(name) <= MAX_SHOWN_NAME and discreet(name) else f"#{number}"


def shown_file(file: str) -> str:
    """Give the path of a file without the parts that say too much: a report has more readers.

    Bytes of a name that are no text are spelled out, so that any report can be written.
    """
    text = file.encode("utf-8", "backslashreplace").decode()
    return "/".join(part if discreet(part) else WITHHELD for part in text.split("/"))


def printable(text: str) -> str:
    """Replace what a terminal or a log would act on: a file may have any name."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def told(text: object) -> str:
    """Give a path or a word of the command line as an error may repeat it."""
    parts = shown_file(str(text)).split("/")
    return printable("/".join(part if len(part) <= MAX_SHOWN_NAME else WITHHELD for part in parts))


def reason(error: OSError) -> str:
    """Say in the system's words why something cannot be read or written; the path is not in them."""
    return os.strerror(error.errno).lower() if error.errno else "the system gives no reason"
