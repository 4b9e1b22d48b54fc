"""Unicode spellings of ASCII, and the way back to the characters as they were written."""

# ruff: noqa: RUF001 - signs that read like others are the subject
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.detection.folding import Places, fold, has_lookalikes, latinized


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("１２３", "123", id="full width"),
        pytest.param("٤٥٦", "456", id="Arabic-Indic digits"),
        pytest.param("४५६", "456", id="Devanagari digits"),
        pytest.param("𝟏𝟐𝟑", "123", id="mathematical digits"),
        pytest.param("①②", "12", id="digits in circles"),
        pytest.param("1\u200b2\u200c3\u2060", "123", id="zero width"),
        pytest.param("\u202e12\u202c", "12", id="direction"),
        pytest.param("1\u00ad2", "12", id="soft hyphen"),
        pytest.param("1\u03012", "12", id="marks"),
        pytest.param("1\u00a02\u20093", "1 2 3", id="blanks"),
        pytest.param("1\u20112\u20133", "1-2-3", id="dashes"),
        pytest.param("ｊａｎｅ＠ｓｈｏｐ．ｉｏ", "jane@shop.io", id="full-width mailbox"),
        pytest.param("jörg@müller.de", "jorg@muller.de", id="accents"),
        pytest.param("Straße Łódź", "Strasse Lodz", id="letters without decomposition"),
        pytest.param("shop。io", "shop.io", id="ideographic full stop"),
        pytest.param("\ud800", "?", id="half a character"),
        pytest.param("한국", "한국", id="other scripts stay"),
        pytest.param("ИНН Τηλέφωνο", "инн τηλεφωνο", id="small letters, Greek without accents"),
        pytest.param("„1“ «2» 『3』、№4 →5", '"1" "2" (3),#4 *5', id="quotes and signs"),
        pytest.param("O’Brien 〒160", "O'Brien 〒160", id="apostrophes, and the sign of a postcode"),
        pytest.param("a\x1b[32mb\x1b[0m", "a     b    ", id="colours"),
        pytest.param("\x1b[1;38;5;208mü\x1b[K", "             u   ", id="colours beyond ASCII"),
    ],
)
def test_what_reads_alike_is_spelled_alike(written: str, plain: str) -> None:
    assert fold(written) == plain


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\x1b")))
def test_ascii_stays_as_it_is(text: str) -> None:
    assert fold(text) == text


@given(st.text(st.sampled_from("\x1b[]0;1mKü a")))
def test_signs_for_terminals_move_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_what_is_folded_can_be_written_in_utf_8(text: str) -> None:
    fold(text).encode()


def test_letters_that_look_latin_are_replaced_in_words_with_latin_ones_alone() -> None:
    assert has_lookalikes("j\u0430ne")
    assert latinized("j\u0430ne@sh\u043ep.io") == "jane@shop.io"
    assert latinized("\u043a\u043e\u0442 and cat") == "\u043a\u043e\u0442 and cat"
    assert not has_lookalikes("jane")


@given(before=st.text(max_size=20), inside=st.text(min_size=1, max_size=10), after=st.text(max_size=20))
def test_places_lead_back_to_the_characters(before: str, inside: str, after: str) -> None:
    text = before + inside + after
    places = Places(text)
    start = len(fold(before).encode())
    end = start + len(fold(inside).encode())

    if end > start:
        taken = text[places.start(start) : places.end(end)]
        # Characters that fold to nothing may stand at either side; what is seen is the same.
        assert fold(taken) == fold(inside)


def test_places_show_no_text() -> None:
    assert "é" not in repr(Places("né"))
