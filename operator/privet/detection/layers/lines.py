"""Lines that belong together: values that are broken, names over their values, the data of Secrets."""

import re
from collections.abc import Iterator

from privet.detection.layers.characters import QUOTED_PRINTABLE, quoted_printable, rewritten
from privet.detection.layers.decoded import NEXT_TEXT, Decoded, Layer, shifted, texty
from privet.detection.layers.words import from_base64, quartets
from privet.detection.linear import compile_bytes
from privet.detection.source import Budget
from privet.linear.lines import line_end, line_start

# The end of a line, as shells go on behind it, and what comments and citations begin the next with.
_END = r"\\?\r?\n[ \t]*(?:(?:#|//|\*|>)[ \t]+)?"
# A line of nothing but digits behind one that ends in a digit.
_BROKEN = rf"[0-9][ \t\-]*{_END}[0-9][0-9 .\-]*(?:\t[ \t]*|[\"'`)\]}},;]{{1,4}})?(?:\\?\r?\n|$)"
_BROKEN_MAIL = r"[A-Za-z0-9](?:@[ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*@)[A-Za-z0-9\-]+\.[A-Za-z]"
# An account number (ISO 13616) in groups of four that go on behind the line.
_BROKEN_ACCOUNT = rf"\b[A-Z]{{2}}[0-9]{{2}}(?: ?[A-Z0-9]{{4}}){{0,7}} ?[ \t]*{_END}[A-Z0-9]{{4}}[ \\\r\n]"
_BROKEN_GATE = f"{_BROKEN}|{_BROKEN_MAIL}|{_BROKEN_ACCOUNT}"
_BROKEN_PLACE = compile_bytes(_BROKEN_GATE)
# With what stands on both sides of it, as far as that decides.
_BREAK = re.compile(rf"[\-@]?[ \t]*{_END}[\-@]?".encode())
_DIGIT_LINES = compile_bytes(
    rf"(?m:(?:{_END}(?:[0-9][0-9 .\-\t]*|[A-Z0-9]{{1,4}}(?: [A-Z0-9]{{1,4}})*[ \t]*)\\?\r?$)+)"
)
MOST_LINES = 8
"""More lines of digits one under another are a column of numbers, and no value that was broken."""


def _joined(match: re.Match[bytes]) -> bytes:
    """Close the gap: a hyphen or an `@` holds its two sides together."""
    return match.group().translate(None, b" \t\r\n\\#/*>") or b" "


def _broken(data: bytes, budget: Budget) -> Iterator[Decoded]:
    begin = 0
    while (match := _BROKEN_PLACE.search(data, begin)) is not None:
        start = line_start(data, match.start())
        end = line_end(data, line_end(data, match.start()) + 1)
        more = _DIGIT_LINES.match(data, end)
        begin = end = more.end() if more else end
        if data.count(b"\n", start, end) >= MOST_LINES:
            continue
        budget.unfold(end - start)
        line = data[start:end]
        yield rewritten("", _BREAK.sub(_joined, line), line, start, _BREAK, _joined)


SHORTEST_SOFT, LONGEST_SOFT = 60, 76
"""Bytes of a line that goes on behind its end (RFC 2045, 6.7, rule 5): programs break it as late as they may.
A shorter one with an equals sign at its end gives a name, and no value."""

_SOFT_GATE = r"[A-Za-z0-9.@+_\-]=\r?\n[A-Za-z0-9.@+_\-]"
_SOFT_BREAK = compile_bytes(_SOFT_GATE)
_SIGNS = re.compile(QUOTED_PRINTABLE.encode())


def _soft(data: bytes, budget: Budget) -> Iterator[Decoded]:
    """Join the lines of a text in quoted-printable where a word goes on behind an end."""
    begin = 0
    while (match := _SOFT_BREAK.search(data, begin)) is not None:
        start, begin = line_start(data, match.start()), match.end() - 1
        length = len(data[start : begin - 1].strip())
        # The first line of a text has its name before it.
        first = data[max(0, start - 2) : start] in (b"", NEXT_TEXT + b"\n")
        if length < SHORTEST_SOFT or (length > LONGEST_SOFT and not first):
            continue
        end = line_end(data, begin)
        while data[begin:end].rstrip(b"\r")[-1:] == b"=" and data[end + 1 : end + 2] != NEXT_TEXT:
            begin, end = end, line_end(data, end + 1)
        begin = end
        budget.unfold(end - start)
        line = data[start:end]
        plain = _SIGNS.sub(quoted_printable, line)
        yield rewritten("quoted-printable", plain, line, start, _SIGNS, quoted_printable)


_KEY = r"[A-Za-z0-9_.\-]{1,128}"
_LABEL = r"(?:[A-Za-z0-9_.\-\x{80}-\x{10FFFF}]{1,24} ){0,3}[A-Za-z0-9_.\-\x{80}-\x{10FFFF}]{1,128}"
_LAST_PART = r"[A-Za-z0-9_\-]{1,128}"
_QUOTE = r"[\"']?"
_GAP = r"[ \t]*(?:\r?\n[ \t]*)?"
_NAMING = r"(?:\b(?:name|key|field|type)|[a-z]Type|_type)"
_VALUE = rf"{_QUOTE}(?:value|old|new|[A-Za-z_]+[vV]alue|[A-Za-z_]+[nN]umber){_QUOTE}:"
_TYPE = rf"{_QUOTE}type{_QUOTE}: ?{_QUOTE}[a-z]+{_QUOTE}"
_WRAPS = "(?:value|equalTo|eq|query|match|example|default|const|stringValue|old|new)"
_NAMED_ELSEWHERE = (
    # As in a list of variables: `- name: CUSTOMER_TAX_ID` and, on the next line, `value: "…"`.
    rf"{_NAMING}{_QUOTE}: ?{_QUOTE}({_KEY}){_QUOTE},?{_GAP}{_VALUE}",
    # A block scalar: `tax-id: |`, and the value on the next line.
    rf"({_LABEL}){_QUOTE}: ?[|>][+\-]?[0-9]?[ \t]*\r?\n",
    # A flag and its value as two items of a list, on two lines or on one.
    rf"- {_QUOTE}--?({_KEY}){_QUOTE}[ \t]*\r?\n[ \t]*- ",
    rf"[\"']--?({_KEY})[\"'], ?[\"']",
    # `"taxId": {"value": "…"}`, and what describes fields (OpenAPI, JSON Schema) or compares them.
    rf"({_LABEL}){_QUOTE}: ?\{{ ?{_QUOTE}{_WRAPS}{_QUOTE}:",
    rf"({_LABEL}){_QUOTE}: ?(?:\{{ ?|\r?\n[ \t]+){_TYPE},?{_GAP}{_QUOTE}{_WRAPS}{_QUOTE}:",
    # Properties in XML, and rows of HTML.
    rf"<(?:name|key|type|th|dt)>({_KEY})</[a-z]+>{_GAP}<(?:value|string|td|dd)>",
    rf"\bfield{_QUOTE}: ?{_QUOTE}({_KEY}){_QUOTE}, ?{_QUOTE}old{_QUOTE}: ?[^,\n]*, ?{_QUOTE}new{_QUOTE}:",
    # A change of a document (RFC 6902).
    rf"\bpath{_QUOTE}: ?{_QUOTE}/(?:[A-Za-z0-9_.\-]+/)*({_LAST_PART}){_QUOTE}, ?{_QUOTE}value{_QUOTE}:",
    # As Rust, Java and PHP print values.
    rf"({_KEY})[:=] ?(?:Some\(|Optional\[)",
    rf"({_KEY}){_QUOTE}\] ?=>{_GAP}string\([0-9]+\) ",
    rf"({_KEY}) (?:I?LIKE|i?like) '%?",
    # As Spring tells of what it refuses.
    rf"\bfield '(?:[A-Za-z0-9_\[\]]+\.)*({_LAST_PART})': rejected value \[",
)
# And pydantic, on the line before.
_REFUSED = (
    rf"[\n ](?:[A-Za-z0-9_]+\.)*({_LAST_PART})\s{{1,4}}(?:[A-Z][a-z]+ should|Value error|Assertion)"
    r"[^\n]*, input_value="
)
# A database of what it has already, and Rails of what it binds.
_NAMED_BEHIND = rf"\bentry '([^'\n]{{1,256}})' for key '(?:[A-Za-z0-9_]+\.)?({_LAST_PART})'"
# The name behind its value: in SQL, and where programs tell what they refuse.
_ALIAS = rf"'([^'\n]{{1,256}})' (?:AS|as) [\"`]?({_LAST_PART})"
_INVALID = (
    r"([^ \t\n\"'`]{4,64})[\"'`]? is (?:not (?:an? )?valid|no valid|an? invalid|an? valid)"
    rf" (?:value for )?[\"'`]?({_LABEL})"
)
_BOUND = rf"[\[,] ?\[[\"']({_KEY})[\"'], ?[\"']([^\"'\n]{{1,256}})[\"']\]"
_VALUE_BEHIND = re.compile(rb"[ \t]*([^\n{}]+)")


def _named_elsewhere(pattern: str, gate: str = "") -> Layer:
    """Make the layer of values whose name does not stand right before them: it is put there."""
    place = compile_bytes(pattern)

    def decode(data: bytes, budget: Budget) -> Iterator[Decoded]:
        matches = [*place.finditer(data)]
        # Not beyond the next one, which is not to be found again in this one's value.
        starts = [*(match.start() for match in matches), len(data)]
        for match, end in zip(matches, starts[1:], strict=True):
            value = _VALUE_BEHIND.match(data, match.end(), end)
            if value is not None:
                budget.unfold(len(value.group(1)))
                yield Decoded("", value.group(1), shifted(value.start(1)), match.group(1).decode())

    # Where the key begins is of no account for a gate, unless something stands before it.
    shorter = pattern.removeprefix(f"({_KEY})").removeprefix(f"({_LABEL})")
    for key in (_KEY, _LAST_PART):
        shorter = shorter.replace(f"({key})", key.replace("{1,128}", "+"))
    return Layer("", gate or shorter, decode)


def _in_pairs(pattern: str, gate: str, *, name: int, value: int) -> Layer:
    """Make the layer of values that one pattern takes in with their names, by the numbers of its groups."""
    place = compile_bytes(pattern)

    def decode(data: bytes, budget: Budget) -> Iterator[Decoded]:
        for match in place.finditer(data):
            raw = match.group(value)
            budget.unfold(len(raw))
            yield Decoded("", raw, shifted(match.start(value)), match.group(name).decode())

    return Layer("", gate, decode)


_MANIFEST = r"\bkind[\"']?: ?[\"']?Secret\b"
_SECRET_PLACE = compile_bytes(_MANIFEST)
_ENTRY = compile_bytes(
    r"(?:\n[ \t]+|[{,] ?)[\"']?([A-Za-z0-9._\-]{1,128})[\"']?: ?[\"']?([A-Za-z0-9+/]{4,}={0,2})[\"']?"
)


def _secret(data: bytes, budget: Budget) -> Iterator[Decoded]:
    """Decode what stands in the data of a Secret, however short: there it is base64 by its place."""
    done = 0
    while (match := _SECRET_PLACE.search(data, done)) is not None:
        start = max(data.rfind(b"\n---", done, match.start()), done)
        end = data.find(b"\n---", match.end())
        done = len(data) if end < 0 else end
        for entry in _ENTRY.finditer(data, start, done):
            word = entry.group(2)
            budget.unfold(len(word))
            raw = from_base64(word) if len(word) % 4 == 0 else b""
            if texty(raw):
                yield Decoded("base64", raw, quartets(*entry.span(2)), entry.group(1).decode())


BROKEN_LINES = Layer("", _BROKEN_GATE, _broken)
SOFT_BREAKS = Layer("quoted-printable", _SOFT_GATE, _soft)
NAMED_ELSEWHERE = (
    *map(_named_elsewhere, _NAMED_ELSEWHERE),
    _named_elsewhere(_REFUSED, r", input_value="),
    _in_pairs(_NAMED_BEHIND, r"\bentry '[^'\n]+' for key '", name=2, value=1),
    _in_pairs(_ALIAS, r"' (?:AS|as) [\"`A-Za-z]", name=2, value=1),
    _in_pairs(_INVALID, r" is (?:not (?:an? )?valid|no valid|an? invalid|an? valid) ", name=2, value=1),
    _in_pairs(_BOUND, r"[\[,] ?\[[\"'][A-Za-z0-9_.\-]+[\"'], ?[\"'][^\"'\n]+[\"']\]", name=1, value=2),
)
SECRETS = Layer("base64", _MANIFEST, _secret)
