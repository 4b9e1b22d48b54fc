"""What is personal leaves a stream, and nothing else changes."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec, Fingerprints
from privet.errors import SettingsError
from privet.scan.redaction.marks import read_key
from privet.scan.redaction.redactor import MAX_LINE, Redactor
from privet.scan.redaction.stream import READ, follow
from tests.unit.scan.folder import BOMB, CARD, MAIL, PHONES

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
REDACTOR = Redactor(DETECTOR)
KEYED = Redactor(DETECTOR, Fingerprints(b"k" * 32))
OTHER_MAIL = "ben.ruiz@northwind-traders.com"

VALUES = (
    MAIL,
    OTHER_MAIL,
    CARD,
    "4556 7375 8689 9855",
    "DE89370400440532013000",
    "+49 151 23456789",
    "SSN 536-90-4399",
    "bWlhLmxpbmRxdmlzdEBub3J0aHdpbmQtdHJhZGVycy5jb20=",
    "mia.lindqvist%40northwind-traders.com",
    "4556 7375\n8689 9855",
    "firstName: Mia",
    "born 1984-03-07",
    "\uff11\uff12\uff13\uff14",
    "\u200b",
    "postgres://mia:pw@db/x?email=",
)
NOISE = st.text(st.sampled_from("ab0159 .,:;-_/\\\"'{}[]@=%\t\r\n é世\u200b"), max_size=12)
TEXTS = st.lists(NOISE | st.sampled_from(VALUES), max_size=12).map("".join)
JSON = st.recursive(
    st.sampled_from(VALUES) | TEXTS | st.integers() | st.sampled_from([int(CARD), 4.5, None, True]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.sampled_from(VALUES), inner, max_size=3)
    ),
    max_leaves=8,
)


def redacted(text: str) -> str:
    return REDACTOR.redact(text.encode()).decode()


@given(text=TEXTS)
@settings(max_examples=300)
def test_the_outcome_has_no_findings(text: str) -> None:
    assert DETECTOR.scan(redacted(text)) == ()
    assert DETECTOR.scan(KEYED.redact(text.encode()).decode()) == ()


@given(text=TEXTS)
def test_there_are_as_many_lines_as_before(text: str) -> None:
    assert redacted(text).count("\n") == text.count("\n")


@given(text=TEXTS)
def test_lines_that_nothing_is_found_on_stay_as_they_are(text: str) -> None:
    touched = {
        number
        for one in DETECTOR.scan(text)
        for number in range(text.count("\n", 0, one.start), text.count("\n", 0, one.end) + 1)
    }
    if REDACTOR.redact(redacted(text).encode()).decode() != redacted(text):
        return
    before, after = text.split("\n"), redacted(text).split("\n")

    changed = {number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other}

    # Taking something out may lay bare what stood beside it, on that line or the next.
    assert not changed or touched


@given(value=JSON, separators=st.sampled_from([(",", ":"), (", ", ": ")]), wide=st.booleans())
@settings(max_examples=300)
def test_json_stays_json(value: object, separators: tuple[str, str], *, wide: bool) -> None:
    line = json.dumps(value, separators=separators, ensure_ascii=wide)

    after = redacted(line)

    json.loads(after)
    assert DETECTOR.scan(after) == ()


@given(
    mails=st.lists(st.sampled_from((MAIL, OTHER_MAIL, "x", f"to {MAIL}")), unique=True), nested=st.booleans()
)
def test_no_value_of_an_object_is_lost(mails: list[str], *, nested: bool) -> None:
    value = {mail: {mail: 1} if nested else 1 for mail in mails}

    assert len(json.loads(redacted(json.dumps(value)))) == len(mails)


@given(value=JSON)
def test_a_document_over_several_lines_stays_json(value: object) -> None:
    json.loads(redacted(json.dumps(value, indent=2)))


@given(raw=st.binary(max_size=200), end=st.sampled_from([b"", b"\n", b"\r\n"]))
def test_clean_bytes_leave_as_they_came_whatever_they_are(raw: bytes, end: bytes) -> None:
    raw += end
    if not DETECTOR.scan(raw.decode(errors="replace")):
        assert REDACTOR.redact(raw) == raw


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"to {MAIL}, cc {OTHER_MAIL}\r\n", "to [EmailAddress], cc [EmailAddress]\r\n", id="two"),
        pytest.param(f"\\xff {MAIL}", "\\xff [EmailAddress]", id="no end of line"),
        pytest.param(f'{{"card":{CARD},"n":1}}', '{"card":"[CreditCard]","n":1}', id="a number"),
        pytest.param(
            f'T1 INFO {{"card":{CARD}}}', 'T1 INFO {"card":"[CreditCard]"}', id="JSON behind a time"
        ),
        pytest.param(f'{MAIL} {{"card":{CARD}}}', '[EmailAddress] {"card":"[CreditCard]"}', id="both sides"),
        pytest.param(f'C:\\{MAIL} {{"a":1}}', 'C:\\[EmailAddress] {"a":1}', id="a stroke before JSON"),
        pytest.param(f'{{"{MAIL}":[]}}', '{"[EmailAddress]":[]}', id="a key"),
        pytest.param(
            f'{{"{MAIL}":1,"{OTHER_MAIL}":2,"x":[{{"{MAIL}": {{}}}}]}}',
            '{"[EmailAddress]":1,"[EmailAddress] 2":2,"x":[{"[EmailAddress]": {}}]}',
            id="keys that would be equal",
        ),
        pytest.param(
            f'at {MAIL} {{"{MAIL}":1,"[EmailAddress] 2":0,"{OTHER_MAIL}":2}}',
            'at [EmailAddress] {"[EmailAddress]":1,"[EmailAddress] 2":0,"[EmailAddress] 3":2}',
            id="keys beside a number that is taken",
        ),
        pytest.param(f'  "{MAIL}": []', '  "[EmailAddress]": []', id="a key on its line"),
        pytest.param(f'  "{MAIL}": {{', '  "[EmailAddress]": {', id="a key that opens"),
        pytest.param(f'{{"a":"x\\n{MAIL}"}}', '{"a":"x\\n[EmailAddress]"}', id="behind an escape"),
        pytest.param(f'  "card": {CARD},', '  "card": "[CreditCard]",', id="a line of a document"),
        pytest.param(
            "a bWlhLmxpbmRxdmlzdEBub3J0aHdpbmQtdHJhZGVycy5jb20= b",
            "a [EmailAddress] b",
            id="an encoded value",
        ),
        pytest.param("jane@example.com info@shop.io", "jane@example.com info@shop.io", id="nobody's data"),
    ],
)
def test_only_what_is_found_changes(before: str, after: str) -> None:
    assert redacted(before) == after


def test_bytes_that_are_no_text_stay_beside_what_is_found() -> None:
    assert REDACTOR.redact(b"\xff\xfe " + MAIL.encode() + b" \x80\n") == b"\xff\xfe [EmailAddress] \x80\n"


def test_a_value_has_one_pseudonym_and_another_key_gives_another() -> None:
    encoded = base64.b64encode(MAIL.encode()).decode()
    line = f"{MAIL} {MAIL.upper()} {encoded} {OTHER_MAIL}"
    first, again, behind, other = KEYED.redact(line.encode()).decode().split()

    assert first == again == behind != other
    assert first.startswith("[EmailAddress:")
    assert len(first) == len("[EmailAddress:]") + 16
    assert Redactor(DETECTOR, Fingerprints(b"x" * 32)).redact(line.encode()).decode().split()[0] != first


@pytest.mark.parametrize(
    ("mode", "size", "why"),
    [
        pytest.param(0o600, 31, "32 to 4096 bytes", id="short"),
        pytest.param(0o600, 5000, "32 to 4096 bytes", id="long"),
        pytest.param(0o640, 32, "others may read", id="group"),
        pytest.param(0o604, 32, "others may read", id="others"),
    ],
)
def test_a_weak_or_open_key_is_refused(tmp_path: Path, mode: int, size: int, why: str) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"k" * size)
    path.chmod(mode)

    with pytest.raises(SettingsError, match=why):
        read_key(path)


def test_a_good_key_is_read_and_never_shown(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"0123456789abcdef" * 2)
    path.chmod(0o400)

    assert "0123" not in repr(read_key(path))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_key(tmp_path / "none")
    with pytest.raises(SettingsError, match="is no file"):
        read_key(Path("/dev/null"))


class Pipe:
    """A stream that arrives in chunks; `pauses` says after which of them nothing more is there yet."""

    def __init__(self, chunks: list[bytes], pauses: frozenset[int] = frozenset()) -> None:
        self._chunks = chunks
        self._pauses = pauses
        self._next = 0
        self.written: list[bytes] = []
        self.at_pause: dict[int, bytes] = {}

    def read(self) -> bytes:
        if self._next in self._pauses:
            self.at_pause[self._next] = b"".join(self.written)
        self._next += 1
        return self._chunks[self._next - 1] if self._next <= len(self._chunks) else b""

    def more(self) -> bool:
        # The end of a stream can be read at once, too.
        return self._next not in self._pauses

    def followed(self, redactor: Redactor = REDACTOR) -> bytes:
        follow(self.read, self.written.append, self.more, redactor)
        return b"".join(self.written)


def parted(whole: bytes, sizes: list[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield whole[start : start + size]
        start += size
    yield whole[start:]


@given(text=TEXTS, sizes=st.lists(st.integers(1, 40), max_size=6))
def test_a_stream_that_never_pauses_is_redacted_as_a_whole(text: str, sizes: list[int]) -> None:
    chunks = [one for one in parted(text.encode(), sizes) if one]

    assert DETECTOR.scan(Pipe(chunks).followed().decode()) == ()


def test_large_streams_lose_nothing_between_blocks() -> None:
    lines = [
        f"{number} GET /orders/{number} 200 {MAIL if number % 7 == 0 else 'ok'}\n" for number in range(20_000)
    ]
    whole = "".join(lines).encode()

    out = Pipe([whole[start : start + READ] for start in range(0, len(whole), READ)]).followed()

    assert out == whole.replace(MAIL.encode(), b"[EmailAddress]")


def test_every_whole_line_is_written_when_the_input_pauses() -> None:
    pipe = Pipe([f"one {MAIL}\ntw".encode(), b"o\nthree"], frozenset((1, 2)))

    assert pipe.followed() == b"one [EmailAddress]\ntwo\nthree"
    assert pipe.at_pause == {1: b"one [EmailAddress]\n", 2: b"one [EmailAddress]\ntwo\n"}


@pytest.mark.parametrize(("first", "stands"), [(b"a", b"[Unevaluated]"), (b"{", b'"[Unevaluated]"')])
def test_a_line_beyond_the_bound_is_withheld_and_the_next_is_not(first: bytes, stands: bytes) -> None:
    long = first + b"x" * (MAX_LINE + 5 * READ)
    whole = long + b"\r\nnext\n"

    out = Pipe([whole[start : start + READ] for start in range(0, len(whole), READ)]).followed()

    assert out == stands + b"\r\nnext\n"


@pytest.mark.parametrize("size", [READ, 50_000, MAX_LINE * 2])
def test_a_stream_of_long_lines_is_never_kept_whole(size: int) -> None:
    whole = b"one\n" + b"x" * (MAX_LINE + 1) + b"\ntwo\n" + b"y" * (MAX_LINE // 2) + b"\n"
    pipe = Pipe([whole[start : start + size] for start in range(0, len(whole), size)])

    assert pipe.followed() == b"one\n[Unevaluated]\ntwo\n" + b"y" * (MAX_LINE // 2) + b"\n"


def test_a_line_that_holds_more_than_a_review_looks_at_is_redacted_all_the_same() -> None:
    line = " ".join(PHONES)

    assert Pipe([line.encode()]).followed() == b" ".join([b"[PhoneNumber]"] * len(PHONES))


def test_a_line_that_holds_more_than_is_searched_is_withheld() -> None:
    assert Pipe([b"first\n", BOMB.encode(), b"\nlast\n"]).followed() == b"first\n[Unevaluated]\nlast\n"
