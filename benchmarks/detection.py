"""Detection: how much it finds, how seldom it is wrong, how fast it is; next to other tools in the same run.

`python -m benchmarks detection --write` also writes docs/detection/evidence.md.
"""

import sys
from collections.abc import Mapping, Sequence

from benchmarks import _detection_public as public
from benchmarks import _detection_speed as speed
from benchmarks._detection_page import Evidence, Table
from benchmarks._detection_tools import OTHERS, Tool
from tests.corpus import encodings, labelled, spellings
from tests.corpus.labelled import Score, Span
from tests.corpus.sample import Sample

Row = tuple[str, str, str]
Rows = list[Row]
Answers = Sequence[Sequence[Span]]

SHARED = ("EmailAddress", "PhoneNumber", "CreditCard", "UsSsn", "Iban")
"""What most tools claim to find."""


def bench() -> Rows:
    """Measure all of it and give the rows that the issue asks for."""
    documents, lines = labelled.labelled_documents(), labelled.labelled_lines()
    evidence = Evidence(len(documents), len(lines))
    with Tool("privet") as privet:
        rows = _corpus(privet, documents, lines, evidence)
        rows += _clean(privet, evidence)
        rows += _encoded(privet, evidence)
        rows += _spelled(privet, evidence)
        rows += _sentences(evidence)
    rows += _side_by_side(documents, lines, evidence)
    rows += speed.measure(evidence)
    if "--write" in sys.argv:
        evidence.write()
    return rows


def _corpus(privet: Tool, documents: list[Sample], lines: list[Sample], evidence: Evidence) -> Rows:
    scores = [labelled.judge(some, privet.scan([one.text for one in some]))[0] for some in (documents, lines)]
    totals = [labelled.total(one) for one in scores]
    entities = sorted({*scores[0], *scores[1]})
    rows = [["**all**", *(cell for one in totals for cell in _cells(one))]]
    rows += [
        [entity, *(cell for one in scores for cell in _cells(one.get(entity, Score())))]
        for entity in entities
    ]
    columns = (
        "entity",
        "labels in manifests",
        "precision",
        "recall",
        "F1",
        "labels in lines",
        "precision",
        "recall",
        "F1",
    )
    evidence.tables.append(Table("By entity", columns, rows))
    return [
        (f"F1 on {len(documents):,} manifests, {len(entities)} entities", f"{totals[0].f1:.4f}", ">= 0.97"),
        (f"F1 on {len(lines):,} lines", f"{totals[1].f1:.4f}", ">= 0.97"),
    ]


def _cells(score: Score) -> tuple[str, ...]:
    labels = score.found + score.missed
    return str(labels), f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


def _clean(privet: Tool, evidence: Evidence) -> Rows:
    sets = {
        "manifests made from a seed": labelled.manifests(),
        "lines of logs made from a seed": labelled.log_lines(),
        "manifests of other projects": list(public.manifests().values()),
    }
    rows, table = [], []
    for name, texts in sets.items():
        count, by_entity = public.flagged(privet.scan(texts))
        share = f"{count / max(1, len(texts)):.2%}"
        rows.append((f"clean text flagged: {len(texts):,} {name}", f"{count} ({share})", "<= 0.1 %"))
        table.append(
            [name, f"{len(texts):,}", str(count), share, ", ".join(f"{k} {v}" for k, v in by_entity.items())]
        )
    words = (
        "Text without personal data. The manifests of other projects are the YAML files in the Go modules"
        " that `tests/cluster` builds; findings there are counted as wrong unread."
    )
    evidence.tables.append(
        Table("Clean text", ("text", "count", "flagged", "share", "as what"), table, words)
    )
    return rows


def _encoded(privet: Tool, evidence: Evidence) -> Rows:
    counts = [_found(privet, list(make(labelled.SEED))) for make in (encodings.cases, encodings.double_cases)]
    (found, of), (found_two, of_two) = (_sum(one) for one in counts)
    rows = [[name, f"{hits} of {many}"] for one in counts for name, (hits, many) in one.items()]
    evidence.tables.append(Table("Behind encodings", ("encoding", "found"), rows))
    return [
        ("found behind one layer of encoding", f"{found} of {of} ({found / of:.1%})", ">= 95 %"),
        ("found behind two layers", f"{found_two} of {of_two} ({found_two / of_two:.1%})", ""),
    ]


def _spelled(privet: Tool, evidence: Evidence) -> Rows:
    cases = list(spellings.cases(labelled.SEED))
    counts = _found(privet, cases)
    found, of = _sum(counts)
    shown = {name: ascii(sample.text)[1:-1] for name, sample in cases}
    rows = [[name, f"`{shown[name]}`", "yes" if hits else "**no**"] for name, (hits, _) in counts.items()]
    evidence.tables.append(Table("Unusual spellings", ("what is unusual", "text", "found"), rows))
    return [(f"unusual spellings found, of {of}", f"{found} ({found / of:.1%})", ">= 90 %")]


def _found(privet: Tool, cases: Sequence[tuple[str, Sample]]) -> Mapping[str, tuple[int, int]]:
    answers = dict(
        zip((one.text for _, one in cases), privet.scan([one.text for _, one in cases]), strict=True)
    )
    return labelled.found_in(cases, lambda text: answers[text])


def _sum(counts: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(found for found, _ in counts.values()), sum(of for _, of in counts.values())


def _sentences(evidence: Evidence) -> Rows:
    """Score the presidio-research set: Faker's mailboxes are of example domains, so all classes count."""
    samples = public.sentences()
    table = []
    rows: Rows = []
    for name in ("privet, all classes", *OTHERS):
        with Tool(name) as tool:
            known = frozenset(SHARED) & tool.entities
            scores, _ = labelled.judge(samples, tool.scan([one.text for one in samples]), known)
        table.append(
            [name, *(_short(scores[one]) if one in scores and one in known else "-" for one in SHARED)]
        )
        if not rows:
            rows = [
                (
                    f"F1 on presidio-research: {one}",
                    f"{scores[one].f1:.3f}",
                    "" if one == "PhoneNumber" else ">= 0.95",
                )
                for one in SHARED
            ]
    words = (
        "1,500 sentences of microsoft/presidio-research (`synth_dataset_v2.json`, MIT), as precision /"
        " recall / **F1**. Most phones there carry no country code and no known form."
    )
    evidence.tables.append(Table("Other people's sentences", ("tool", *SHARED), table, words))
    return rows


def _short(score: Score) -> str:
    return f"{score.precision:.2f} / {score.recall:.2f} / **{score.f1:.3f}**"


_COLUMNS = (
    "tool", "entities", "F1 manifests (privet)", "F1 lines (privet)", "F1 of five, manifests",
    "F1 of five, lines", "clean manifests flagged", "clean lines flagged",
)  # fmt: skip
_WORDS = (
    "Each tool as it is by default, on the same corpus. The first two figures are over the entities"
    " that the tool knows, with privet's over the same ones in brackets; the next two over e-mail, phone,"
    " card, SSN and IBAN, missing ones counted as missed. Flagged: clean text with any finding, whatever"
    " it is called."
)


def _side_by_side(documents: list[Sample], lines: list[Sample], evidence: Evidence) -> Rows:
    table: list[list[str]] = []
    rows: Rows = []
    with Tool("privet") as privet:
        own = [privet.scan([one.text for one in some]) for some in (documents, lines)]
    clean = [labelled.manifests()[:SIDE_BY_SIDE], labelled.log_lines()[:SIDE_BY_SIDE]]
    for name in ("privet", *OTHERS):
        with Tool(name) as tool:
            known, answers = (
                tool.entities,
                [tool.scan([one.text for one in some]) for some in (documents, lines)],
            )
            noise = [public.flagged(tool.scan(some))[0] / len(some) for some in clean]
        both = [_f1(some, found, known) for some, found in zip((documents, lines), answers, strict=True)]
        ours = [_f1(some, found, known) for some, found in zip((documents, lines), own, strict=True)]
        five = [
            _f1(some, found, frozenset(SHARED))
            for some, found in zip((documents, lines), answers, strict=True)
        ]
        cells = (f"{mine:.3f} ({theirs:.3f})" for mine, theirs in zip(both, ours, strict=True))
        table.append(
            [name, str(len(known)), *cells, *(f"{one:.3f}" for one in five), *(f"{one:.1%}" for one in noise)]
        )
        if name != "privet":
            result = ", ".join(
                f"{theirs:.3f} against {mine:.3f}" for mine, theirs in zip(both, ours, strict=True)
            )
            rows.append((f"F1 on what {name} knows: privet against it (manifests, lines)", result, "higher"))
    evidence.tables.append(Table("Side by side", _COLUMNS, table, _WORDS))
    return rows


SIDE_BY_SIDE = 1_000
"""Clean texts of each kind for all tools: the slowest takes ten milliseconds for each."""


def _f1(samples: Sequence[Sample], answers: Answers, entities: frozenset[str]) -> float:
    return labelled.total(labelled.judge(samples, answers, entities)[0]).f1


if __name__ == "__main__":
    for what, result, aim in bench():
        print(f"{what:75} {result:>24}  {aim}")
