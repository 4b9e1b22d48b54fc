"""What the binding answers is what google-re2's own classes answer."""

import pytest
import re2  # type: ignore[import-untyped] # google-re2 ships no types
from hypothesis import given
from hypothesis import strategies as st

from privet.linear import PatternError, compile_own_bytes

PATTERNS = ("[0-9]+", "a|ab", "(a)(b)?", "x*", r"\bword\b", "^a", "b$", "(?m:^a$)", "é+")
BOUND = [(compile_own_bytes(one), re2.compile(one)) for one in PATTERNS]

texts = st.text("ab1 xé\n", max_size=20).map(str.encode) | st.sampled_from([b"a word", b"ab12ab", b""])


@given(text=texts, pos=st.integers(0, 24), endpos=st.integers(0, 24))
def test_both_find_the_same(text: bytes, pos: int, endpos: int) -> None:
    pos = min(pos, len(text))
    for bound, own in BOUND:
        assert [one.span() for one in bound.finditer(text, pos, endpos)] == [
            one.span() for one in own.finditer(text, pos, endpos)
        ]
        for ask in ("search", "match"):
            one, other = getattr(bound, ask)(text, pos, endpos), getattr(own, ask)(text, pos, endpos)
            assert (one and one.span()) == (other and other.span())
        one, other = bound.fullmatch(text), own.fullmatch(text)
        assert (one and one.span()) == (other and other.span())


def test_groups_and_replacements_are_the_same() -> None:
    bound, own = compile_own_bytes("(a)(b)?"), re2.compile("(a)(b)?")
    one, other = bound.search(b"xab"), own.search(b"xab")

    assert one is not None
    assert (
        (one.start(1), one.end(2), one.group(), one[1])
        == (1, 3, b"ab", b"a")
        == (other.start(1), other.end(2), other.group(), other[1])
    )
    assert compile_own_bytes("a").sub(b"-", b"xaya") == b"x-y-" == re2.compile("a").sub(b"-", b"xaya")
    assert compile_own_bytes("a").findall(b"xaya") == [b"a", b"a"]


def test_nothing_shows_text_or_pattern() -> None:
    match = compile_own_bytes("secret").search(b"a secret")

    assert "secret" not in repr(match)
    assert "secret" not in repr(compile_own_bytes("secret"))
    with pytest.raises(PatternError) as raised:
        compile_own_bytes("(secret").search(b"")
    assert "secret" not in str(raised.value)
