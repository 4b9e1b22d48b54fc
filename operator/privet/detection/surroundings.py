"""What stands around a candidate: the evidence that is not in the value itself."""

from privet.detection.linear import Pattern

CONTEXT_CHARACTERS = 48
"""How far before a value its context counts."""


def isolated(text: str, start: int, end: int) -> bool:
    """Tell whether a value stands by itself rather than inside a word, a number, a version or an id."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (
        before[-1:].isalnum()
        or after[:1].isalnum()
        or (before[-1:] in "-." and before[:1].isalnum() and len(before) > 1)
        or (after[:1] in "-." and after[1:2].isalnum())
    )


def context_before(text: str, start: int, words: Pattern) -> bool:
    """Tell whether one of the words stands on the same line shortly before the value."""
    line = text[max(0, start - CONTEXT_CHARACTERS) : start].rpartition("\n")[2]
    return words.search(line) is not None
