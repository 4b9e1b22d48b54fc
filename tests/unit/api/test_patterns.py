from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from privet.api.patterns import PatternText, cel_string, compile_pattern
from tests.resources.guesses import patterns

_pattern: TypeAdapter[str] = TypeAdapter(PatternText)


@given(pattern=patterns)
def test_an_accepted_pattern_compiles_and_needs_some_text(pattern: str) -> None:
    try:
        accepted = _pattern.validate_python(pattern)
    except ValidationError:
        return

    assert compile_pattern(accepted).search("") is None


def test_a_refused_pattern_is_not_quoted(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="must be an RE2") as refused:
        compile_pattern("jane.roe@shopmail.io(")

    assert refused.value.__cause__ is None
    assert "jane" not in repr(refused.value) + "".join(capfd.readouterr())


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(.*)*b", "(a*)*b"])
def test_patterns_that_trap_others_take_linear_time(pattern: str) -> None:
    started = time.perf_counter()
    compile_pattern(pattern).search("a" * 100_000)

    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("text", "literal"), [("a'b", r"'a\'b'"), (r"\d", r"'\\d'"), ("a\nb", r"'a\nb'"), (r"\'", r"'\\\''")]
)
def test_a_text_becomes_a_literal_of_cel(text: str, literal: str) -> None:
    assert cel_string(text) == literal


@given(text=st.text(max_size=50))
def test_a_literal_of_cel_stays_on_one_line_and_ends_where_it_should(text: str) -> None:
    inner = cel_string(text)[1:-1].replace("\\\\", "").replace("\\'", "")

    assert "'" not in inner
    assert "\n" not in inner
