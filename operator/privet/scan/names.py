"""Names that may be shown: of objects, fields, namespaces and files, none of which may be anybody's data."""

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
    """Give the path of a file without the parts that say too much: a report has more readers."""
    return "/".join(part if discreet(part) else WITHHELD for part in file.split("/"))
