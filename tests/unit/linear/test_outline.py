"""An outline matches whatever its pattern does, and asks for no digit in particular."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.detection import BUILT_IN
from privet.detection.suspects import AS_WRITTEN
from privet.linear import PatternError, compile_own_bytes
from privet.linear.outline import outline

SHAPES = [one.alone for one in BUILT_IN.values() if one.alone and one.entity not in AS_WRITTEN]
OUTLINES = [compile_own_bytes(outline(shape)) for shape in SHAPES]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\b(?:0[1-9]|1[0-2])-[3-5]{2}\b", "99-99"),
        (r"[1-9](?:[A-F]|[0-2]{3})", "0000"),
        (r"(?:1|2)?x{2,}", "9xxx"),
        (r"(?i:pwd)=[^\s;]", "PWD=ü"),
        ("地址:[1-9]", "地址:0"),
    ],
)
def test_any_digit_stands_for_those_that_are_asked_for(pattern: str, text: str) -> None:
    assert compile_own_bytes(outline(pattern)).fullmatch(text.encode())


@pytest.mark.parametrize(("pattern", "text"), [(r"[1-9]{3}", "12a"), (r"[A-F][0-3]", "G1"), (r"1\b", "12")])
def test_nothing_else_changes(pattern: str, text: str) -> None:
    assert not compile_own_bytes(outline(pattern)).match(text.encode())


@given(st.data())
@settings(max_examples=200)
def test_whatever_a_shape_matches_its_outline_does(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(SHAPES) - 1))
    written = re.sub(r"\\x\{([0-9A-F]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", SHAPES[number])
    text = data.draw(st.from_regex(re.compile(written, re.ASCII), fullmatch=True)).encode("utf-8", "ignore")

    if compile_own_bytes(SHAPES[number]).search(text) is not None:
        assert OUTLINES[number].search(text) is not None


def test_what_it_cannot_write_is_refused() -> None:
    with pytest.raises(PatternError, match="no other edges"):
        outline("^[0-9]")
