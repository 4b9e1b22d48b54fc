"""Without RE2 gates open, and lines are told, wherever a pattern occurs."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.detection.context import words_pattern
from privet.detection.layers import LAYERS
from privet.detection.layers.lines import BROKEN_LINES, NAMED_ELSEWHERE
from privet.detection.recognizers import BUILT_IN
from privet.detection.shapes import ShapeGates
from privet.linear import compile_own_bytes
from privet.linear.clueindex import MAX_STRING, MAX_STRINGS, Learned, SearchClue, clues_of
from privet.linear.lines import line_at
from privet.linear.spelling import Tail, spelled
from privet.linear.structure import branches, structure
from tests.engines.test_fallback import corpus

GATES = [*((entity, one.gate, one.words) for entity, one in BUILT_IN.items())] + [
    (f"layer {number} {layer.name}", layer.gate, ()) for number, layer in enumerate(LAYERS)
]


@pytest.fixture(scope="module")
def shape_gates() -> ShapeGates:
    return ShapeGates([gate for _, gate, _ in GATES], [words for _, _, words in GATES])


@pytest.mark.parametrize(("name", "gate", "words"), GATES, ids=[name for name, _, _ in GATES])
def test_every_gate_opens_wherever_its_pattern_occurs(
    shape_gates: ShapeGates, name: str, gate: str, words: Sequence[str]
) -> None:
    number = [one for one, _, _ in GATES].index(name)
    pattern = compile_own_bytes(gate)
    texts = [text.encode() for text in corpus()] + [f"x {word}: 1".encode() for word in words]
    opening = [text for text in texts if pattern.search(text) is not None]

    for text in opening:
        assert shape_gates.among({number}, text) == [number]


def test_lines_are_told_for_every_place_where_a_pattern_occurs() -> None:
    gates = ShapeGates([gate for _, gate, _ in GATES], [words for _, _, words in GATES], len(BUILT_IN))
    text = "\n".join(corpus()).encode()

    for data in (text[first : first + 30_000] for first in range(0, len(text), 30_000)):
        lines = gates.lines(set(range(len(GATES))), data)
        for number, (_, gate, _) in enumerate(GATES):
            for match in compile_own_bytes(gate).finditer(data):
                told = lines[number]
                assert told is None or line_at(data, match.end() - 1) in told


@pytest.mark.parametrize("entity", sorted(BUILT_IN))
def test_lines_are_told_where_the_same_stands_on_one_after_the_other(entity: str) -> None:
    gate, words = BUILT_IN[entity].gate, BUILT_IN[entity].words
    pattern, gates = compile_own_bytes(gate), ShapeGates([gate], [words], 1)
    lines = [line for text in corpus() for line in text.encode().split(b"\n") if pattern.search(line)]

    for first in range(0, len(lines), 12):
        data = b"\n".join(lines[first : first + 12])
        told = gates.lines({0}, data)[0]
        for match in pattern.finditer(data):
            assert told is None or line_at(data, match.end() - 1) in told


def test_what_is_looked_for_by_default_is_found_by_strings() -> None:
    # A search of the whole text for one pattern alone takes longer than all others together.
    defaults = {entity for entity, one in BUILT_IN.items() if one.default}
    slow = {
        name
        for name, gate, words in GATES
        for clue in clues_of(gate.replace(words_pattern(words), r"[^\x00-\x{10FFFF}]") if words else gate)
        if isinstance(clue, SearchClue)
    }

    assert not {name for name in slow if name in defaults or name not in BUILT_IN}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_gates_open_for_whatever_their_patterns_can_match(
    shape_gates: ShapeGates, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(GATES) - 1))
    _, gate, words = GATES[number]
    shapes = gate.replace(words_pattern(words), r"[^\x00-\x{10FFFF}]") if words else gate
    compiled = re.compile(spelled(shapes, Tail.NOTHING, beyond=True).encode())
    text = data.draw(st.one_of(st.from_regex(compiled), st.just(b"")))

    if compile_own_bytes(gate).search(text) is not None:
        assert number in shape_gates.among({number}, text)


def test_a_clue_counts_wherever_else_the_rest_of_its_pattern_stands() -> None:
    # Broken over lines: what is looked for in the pieces is on another line than its first signs.
    values_of_flags, blocks = NAMED_ELSEWHERE[2], NAMED_ELSEWHERE[1]
    texts = {
        BROKEN_LINES: (
            b"a DE89 3704 0044\n 0532 0130 00\n",
            b"jane@\n shop.io",
            b"jane\n  @shop.io",
            b"1234-\n5678\n",
        ),
        values_of_flags: (b"- --tax-id\n- 12", b'- "-tax"\n   - 12'),
        blocks: (b"tax: |\n 12",),
    }
    gates = ShapeGates([gate for _, gate, _ in GATES], [words for _, _, words in GATES])
    around = b"2026-11-24 18:05:05 INFO a line of a log, port=8080\n" * 8

    for layer, some in texts.items():
        number = len(BUILT_IN) + LAYERS.index(layer)
        for text in some:
            for data in (text, around + text, text + b"\n" + around, around + text + b"\n" + around):
                assert compile_own_bytes(layer.gate).search(data) is not None
                assert gates.among({number}, data) == [number]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        pytest.param("at Ms Roe", True, id="form of address"),
        pytest.param("12 ms Roe", False, id="milliseconds"),
        pytest.param("postgres://a:b@c", True, id="sign on its line"),
        pytest.param("postgres://a\nb:c@d", False, id="sign on another line"),
    ],
)
def test_strings_are_looked_for_as_they_are_written(text: str, opens: bool) -> None:
    names = ["PersonName", "UrlCredentials"]
    gates = ShapeGates([BUILT_IN[name].gate for name in names], [(), ()])

    assert bool(gates.among({0, 1}, text.encode())) == opens


def test_what_is_remembered_of_texts_is_bounded() -> None:
    learned: list[int] = []

    def lengths(strings: Sequence[bytes]) -> Iterator[frozenset[int]]:
        learned.append(len(strings))
        return (frozenset((len(one),)) for one in strings)

    memory = Learned(lengths)
    long, some = b"x" * (MAX_STRING + 1), frozenset(b"%d" % number for number in range(MAX_STRINGS + 1))

    assert memory.of(frozenset((b"a", b"bc", long))) == {1, 2, MAX_STRING + 1}
    assert memory.of(frozenset((b"a", b"bc", long))) == {1, 2, MAX_STRING + 1}
    assert learned == [3, 1]
    assert memory.of(some) == set(map(len, some))
    assert len(memory) <= MAX_STRINGS


def test_many_threads_learn_the_same() -> None:
    texts = [text.encode() for text in corpus()[:80]]
    gates = ShapeGates([gate for _, gate, _ in GATES], [words for _, _, words in GATES])
    every = set(range(len(GATES)))
    alone = [gates.among(every, text) for text in texts]
    fresh = ShapeGates([gate for _, gate, _ in GATES], [words for _, _, words in GATES])

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda text: fresh.among(every, text), texts * 4)) == alone * 4


def test_every_pattern_of_ours_can_be_read() -> None:
    for _, gate, _ in GATES:
        assert branches(structure(gate))
