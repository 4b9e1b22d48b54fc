"""Whole lines in, the same lines out with marks for what is personal."""

from collections.abc import Iterable, Iterator

from privet.detection import AllowedValue, Detector, Finding, Fingerprints, TooMuchTextError
from privet.scan.budgets import budget_for
from privet.scan.redaction.json_tokens import json_tokens
from privet.scan.redaction.marks import mark_of
from privet.scan.redaction.spans import Span, marked

MAX_LINE = 1 << 20
"""Bytes of a line. Longer ones are withheld whole: nobody could say that they are clean."""

MAX_ROUNDS = 8
"""How often the outcome is searched again: what is taken out may lay bare what stood beside it."""

WITHHELD = "[Unevaluated]"
"""Stands for a line about which nothing could be told."""

_NOTHING_ALLOWED: frozenset[AllowedValue] = frozenset()
_SURROGATES = dict.fromkeys(range(0xDC80, 0xDD00), "\N{REPLACEMENT CHARACTER}")


class Redactor:
    """Replaces what a detector finds, line by line; by pseudonyms where it gets a key for them."""

    def __init__(self, detector: Detector, key: Fingerprints | None = None) -> None:
        self._detector = detector
        self._key = key

    def redact(self, block: bytes) -> bytes:
        """Give whole lines with marks: as many as there were, and unchanged where nothing was found."""
        try:
            text = block.decode()
        except UnicodeDecodeError:
            # Bytes that are no text leave as they came.
            return self._redacted(block.decode(errors="surrogateescape")).encode(errors="surrogateescape")
        redacted = self._redacted(text)
        return block if redacted is text else redacted.encode()

    def cut(self, block: bytes, at: int) -> int:
        """Move a cut between lines back to where nothing found goes across it."""
        text = block.decode(errors="surrogateescape")
        place = len(block[:at].decode(errors="surrogateescape"))
        for one in sorted(self._search(text) or (), reverse=True):
            if one.start < place < one.end:
                place = text.rfind("\n", 0, one.start) + 1
        return len(text[:place].encode(errors="surrogateescape"))

    def _redacted(self, text: str) -> str:
        for _ in range(MAX_ROUNDS):
            found = self._search(text)
            if found is None:
                return self._by_halves(text)
            if not found:
                return text
            text = "".join(self._marked(text, found))
        return self._withheld_where_found(text)

    def _search(self, text: str) -> tuple[Finding, ...] | None:
        """Give what is found; None where it is more than one search takes."""
        plain = text if text.isascii() else text.translate(_SURROGATES)
        try:
            found = self._detector.scan_fields(
                (plain,), budget=budget_for(len(plain)), fingerprints=self._key
            )
        except TooMuchTextError:
            return None
        return tuple(one for _, one in found if self._detector.keeps(one, _NOTHING_ALLOWED))

    def _by_halves(self, text: str) -> str:
        middle = text.rfind("\n", 0, len(text) // 2) + 1 or text.find("\n") + 1
        if middle in (0, len(text)):
            return _withheld(text)
        return self._redacted(text[:middle]) + self._redacted(text[middle:])

    def _withheld_where_found(self, text: str) -> str:
        """Give up on the lines on which something is found again and again."""
        for _ in range(MAX_ROUNDS):
            found = self._search(text)
            if not found:
                return text if found is not None else _withheld_lines(text)
            pieces, done = list[str](), 0
            for start, end, _spans in _by_line(text, found):
                pieces += (text[done:start], _withheld(text[start:end]))
                done = end
            text = "".join((*pieces, text[done:]))
        return _withheld_lines(text)

    def _marked(self, text: str, found: Iterable[Finding]) -> Iterator[str]:
        """Give the text in pieces, the lines on which something was found with marks."""
        done = 0
        for start, end, spans in _by_line(text, found):
            yield text[done:start]
            yield marked(text[start:end], spans)
            done = end
        yield text[done:]


def _by_line(text: str, found: Iterable[Finding]) -> Iterator[tuple[int, int, list[Span]]]:
    """Give each line on which something was found, without its end, and what; parted where it spans lines."""
    lines: dict[int, tuple[int, list[Span]]] = {}
    start, end = 0, -1
    for one in sorted(found):
        if not start <= one.start <= end:
            start, end = text.rfind("\n", 0, one.start) + 1, _end_of_line(text, one.start)
        first, last = start, end
        while first < one.end:
            stop = last - 1 if text[max(first, last - 1) : last] == "\r" else last
            span = Span(max(one.start, first) - first, min(one.end, stop) - first, mark_of(one))
            if span.start < span.end:
                lines.setdefault(first, (stop, []))[1].append(span)
            first, last = last + 1, _end_of_line(text, last + 1)
    for first in sorted(lines):
        stop, spans = lines[first]
        yield first, stop, spans


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _withheld_lines(text: str) -> str:
    return "\n".join(map(_withheld, text.split("\n")))


def _withheld(line: str) -> str:
    """Give what stands for a line of which nothing may be shown."""
    body = line.rstrip("\r\n")
    if not body:
        return line
    said = WITHHELD if json_tokens(body) is None else f'"{WITHHELD}"'
    return said + line[len(body) :]
