"""Found stretches of one line, and the line with marks in their place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privet.scan.redaction.json_tokens import Token, distinct_keys, json_tokens


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a line, and the mark that takes its place."""

    start: int
    end: int
    mark: str


def merged(spans: Iterable[Span]) -> list[Span]:
    """Make stretches that overlap one, which gets the mark of the longest."""
    whole: list[Span] = []
    for one in sorted(spans):
        if whole and one.start < whole[-1].end:
            last = whole[-1]
            longest = max(last, one, key=lambda span: span.end - span.start)
            whole[-1] = Span(last.start, max(last.end, one.end), longest.mark)
        else:
            whole.append(one)
    return whole


def marked(line: str, spans: Iterable[Span]) -> str:
    """Give a line with a mark for each stretch; what is JSON stays JSON."""
    whole = merged(spans)
    tokens = json_tokens(line)
    if tokens is None:
        return _replaced(line, ((one.start, one.end, one.mark) for one in whole))
    return distinct_keys(_replaced(line, _within(line, whole, tokens)))


def _within(line: str, spans: Sequence[Span], tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Part stretches by the tokens of JSON that they touch: text in texts, and a text for a number."""
    place, done = 0, 0
    for one in spans:
        while place < len(tokens) and tokens[place].end <= one.start:
            place += 1
        number = place
        while number < len(tokens) and tokens[number].start < one.end:
            token = tokens[number]
            start, end = token.clipped(line, max(one.start, done), one.end)
            if start < end:
                done = end
                yield start, end, one.mark if token.text else f'"{one.mark}"'
            number += 1


def _replaced(line: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    kept, done = list[str](), 0
    for start, end, said in pieces:
        kept += (line[done:start], said)
        done = end
    return "".join((*kept, line[done:]))
