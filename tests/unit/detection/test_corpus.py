"""The engine on a sample of the corpus: what `make bench` measures in full must not slip unseen."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec
from tests.corpus import encodings, kinds, labelled, spellings
from tests.corpus.labelled import Span
from tests.corpus.sample import Sample

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def scan(text: str) -> Sequence[Span]:
    return [(one.entity, one.start, one.end) for one in DETECTOR.scan(text)]


def test_every_kind_of_the_corpus_has_a_recognizer() -> None:
    assert kinds.entities() <= DEFAULT_ENTITIES
    assert len(kinds.entities()) >= 40


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(partial(labelled.labelled_documents, 600), id="manifests"),
        pytest.param(partial(labelled.labelled_lines, 1_500), id="lines"),
    ],
)
def test_what_is_labelled_is_found_and_little_else(samples: partial[list[Sample]]) -> None:
    made = samples()
    scores, mistakes = labelled.judge(made, [scan(one.text) for one in made])

    # Where it fails, the invented values that it failed on say more than the figure.
    assert labelled.total(scores).f1 >= 0.97, [
        (one.what, one.entity, one.sample.text[max(0, one.start - 40) : one.end]) for one in mistakes[:20]
    ]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(partial(labelled.manifests, 400), id="manifests"),
        pytest.param(partial(labelled.log_lines, 2_000), id="lines"),
    ],
)
def test_clean_text_is_clean(texts: partial[list[str]]) -> None:
    assert [found for text in texts() for found in scan(text)] == []


@pytest.mark.parametrize(
    ("cases", "share"),
    [
        pytest.param(partial(encodings.cases, labelled.SEED, rounds=1), 0.95, id="one layer of encoding"),
        pytest.param(partial(encodings.double_cases, labelled.SEED), 0.9, id="two layers"),
        pytest.param(partial(spellings.cases, labelled.SEED), 0.9, id="unusual spellings"),
    ],
)
def test_what_is_disguised_is_found(cases: partial[object], share: float) -> None:
    counts = labelled.found_in(cases(), scan)  # type: ignore[arg-type] # each gives names and samples

    found, of = sum(one for one, _ in counts.values()), sum(one for _, one in counts.values())
    assert of >= 40
    assert found / of >= share, {name: count for name, count in counts.items() if count[0] < count[1]}


def test_the_corpus_is_the_same_every_time() -> None:
    assert labelled.labelled_lines(50) == labelled.labelled_lines(50)
    assert labelled.labelled_lines(50, seed=1) != labelled.labelled_lines(50, seed=2)


def test_labels_stand_where_the_values_are() -> None:
    for sample in labelled.labelled_documents(300):
        for one in sample.labels:
            assert 0 <= one.start < one.end <= len(sample.text)
            assert not sample.text[one.start : one.end].startswith((" ", "\n"))


def test_the_corpus_knows_nothing_of_the_engine() -> None:
    """Values that the engine's own functions had made would prove it right whatever it does."""
    sources = Path(labelled.__file__).parent.glob("*.py")

    assert [one.name for one in sources if "privet." in one.read_text(encoding="utf-8")] == []
