"""How fast detectors are: on clean text, on dense text, on strings made to be slow, and at the start."""

import math
import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from benchmarks import _detection_texts as texts
from benchmarks._detection_page import Evidence, Table
from benchmarks._detection_tools import OTHERS, SlowToolError, Tool

Row = tuple[str, str, str]
Rounds = Sequence[Sequence[str]]

SIZES = (64 << 10, 256 << 10, 1 << 20, 4 << 20)
STARTS = 5
HOSTILE_SECONDS = 10
"""How long a tool may take for one hostile string."""

WITHOUT = "privet without RE2"

SHORTEST = 5e-3
"""Seconds for a hostile string of 64 KiB below which its growth is not told apart from noise."""

BUDGET = 6.0
"""Seconds for one kind of text and one tool; the slow ones get through a part of it."""


def measure(evidence: Evidence) -> list[Row]:
    """Measure all tools on the same texts and give the rows of privet."""
    kinds: dict[str, Rounds] = {
        "ordinary": texts.ordinary_blocks(), "blocks": texts.log_blocks(), "lines": texts.log_lines(),
        "manifests": texts.manifests(), "dense": texts.dense_blocks(),
    }  # fmt: skip
    named = {name: _pods(name) for name in ("privet", WITHOUT)}
    rates = {name: _rates(name, kinds) for name in ("privet", WITHOUT, *OTHERS)}
    table = [[name, *map(_figures, rate.values()), *_start(name)] for name, rate in rates.items()]
    columns = (
        "tool", "log blocks MB/s", "with near misses MB/s", "log lines MB/s", "manifests MB/s",
        "dense blocks MB/s", "pod µs", "import ms", "construction and first scan ms",
        "MiB after the import", "MiB after the scan",
    )  # fmt: skip
    words = (
        "Clean log lines in blocks of 64 KiB, 11 MB in 15 rounds: of programs that speak of themselves, and"
        " with near misses, a tenth of which hold a context word; such lines one by one; clean manifests;"
        " blocks with personal data in every line; and a pod's forty strings joined; no text is read twice,"
        " and each is made right before it is scanned, as whoever reads a log has it."
        " Starting is to import, construct and scan one line in a fresh process. Times are the processor's,"
        " so that what else runs on the machine counts less, and medians of the rounds: the first are slower,"
        " since automata make their states as texts ask for them."
    )
    evidence.tables.append(Table("Speed", columns, table, words))
    return [*_rows(rates, named, table[0]), *_hostile(evidence)]


def _pods(name: str) -> dict[str, float]:
    """Give the microseconds for a pod: one that comes again, ever new ones, and ones that speak of people."""
    kinds = {
        "again": texts.same_pod(),
        "new": texts.pods(plain=True),
        "of people": texts.pods(plain=False),
    }
    try:
        with Tool(name) as tool:
            times = {kind: tool.time_fields(pods) * 1e6 for kind, pods in kinds.items()}
    except SlowToolError:
        times = dict.fromkeys(kinds, math.nan)
    return times


def _rates(name: str, kinds: Mapping[str, Rounds]) -> dict[str, float]:
    """Give MB/s for each kind of text, and the microseconds for the joined strings of a pod."""
    try:
        with Tool(name) as tool:
            rate = {kind: 1e-6 / tool.time(rounds, BUDGET)[0] for kind, rounds in kinds.items()}
            pods = [[texts.joined(pod) for pod in some] for some in texts.pods(plain=True)]
            return {**rate, "pod": tool.time(pods, BUDGET)[1] * 1e6}
    except SlowToolError:
        return dict.fromkeys((*kinds, "pod"), math.nan)


def _figures(number: float) -> str:
    if math.isnan(number):
        return "-"
    return f"{number:,.0f}" if number >= 20 else f"{number:.3g}"


def _start(name: str) -> list[str]:
    """Start a tool several times; give medians of the time of both steps, and of the memory after each."""
    starts = []
    for _ in range(STARTS if name != "presidio-analyzer" else 2):
        with Tool(name) as tool:
            starts.append(tool.start)
    middle = {key: statistics.median(one[key] for one in starts) for key in starts[0]}
    return [
        f"{middle['import'] * 1e3:.0f}", f"{middle['make'] * 1e3:.1f}", f"{middle['modules']:.1f}",
        f"{middle['memory']:.1f}",
    ]  # fmt: skip


def _rows(
    rates: dict[str, dict[str, float]], named: dict[str, dict[str, float]], own: Sequence[str]
) -> list[Row]:
    rate, other, without = rates["privet"], rates["cpex-pii-filter"], rates[WITHOUT]
    three = "; ".join(_figures(rate[kind]) for kind in ("lines", "manifests", "dense"))
    with_re2, bare = named["privet"], named[WITHOUT]
    times = f"{rate['blocks'] / other['blocks']:.2f} times"
    near = f"{_figures(rate['blocks'])} MB/s; {times}; {_figures(without['blocks'])} MB/s"
    return [
        ("log text in 64 KiB blocks, never seen before", f"{_figures(rate['ordinary'])} MB/s", ">= 120 MB/s"),
        ("the same against cpex-pii-filter", f"{rate['ordinary'] / other['ordinary']:.2f} times", "> 1"),
        ("the same without RE2", f"{_figures(without['ordinary'])} MB/s", ">= 25 MB/s"),
        (
            "log text with near misses in a tenth of the lines; against cpex-pii-filter; without RE2",
            near,
            "",
        ),
        ("log text line by line; manifests; dense blocks", f"{three} MB/s", ""),
        ("a pod's 40 strings with their names, again", f"{_figures(with_re2['again'])} µs", "<= 10 µs"),
        ("the same without RE2", f"{_figures(bare['again'])} µs", "<= 50 µs"),
        (
            "pods never seen before; without RE2",
            f"{_figures(with_re2['new'])} µs; {_figures(bare['new'])} µs",
            "",
        ),
        ("pods with names that speak of people", f"{_figures(with_re2['of people'])} µs", ""),
        (
            "construction and first scan; memory that they add",
            f"{own[-3]} ms; {float(own[-1]) - float(own[-2]):.1f} MiB",
            "<= 30 ms; <= 8 MiB",
        ),
        (
            "import before that, with Python's own modules and RE2; memory of all",
            f"{own[-4]} ms, {own[-2]} MiB; {own[-1]} MiB",
            "",
        ),
    ]


def _hostile(evidence: Evidence) -> list[Row]:
    """Time every hostile string in every size with privet, and the others on the smallest."""
    took = {name: _hostile_seconds(name) for name in texts.HOSTILE}
    rows = [
        [name, *(_cell(each.get(size)) for size in (0, *SIZES)), f"{_growth(each):.2f}"]
        for name, each in took.items()
    ]
    columns = (
        "string",
        "1 MiB within the budget, ms",
        *(f"{size >> 10:,} KiB, ms" for size in SIZES),
        "growth",
    )
    words = (
        "A scan has a budget; past it there is no answer (*unevaluated*, never clean). Beside it, with the"
        " budget lifted, the same string in growing lengths. Growth is the time of the longest against that"
        " of the shortest, over the growth of the text: 1 is linear."
    )
    evidence.tables.append(Table("Hostile strings", columns, rows, words))
    others = [[name, _worst_other(name)] for name in OTHERS if name != "re"]
    evidence.tables.append(
        Table("The same for other tools", ("tool", "worst of the strings, 64 KiB"), others)
    )
    worst = max(took, key=lambda name: took[name][0])
    steepest = max(took, key=lambda name: _growth(took[name]))
    return [
        (f"worst of {len(took)} hostile strings of 1 MiB ({worst})", f"{took[worst][0]:.2f} s", "<= 0.5 s"),
        (
            f"growth from 64 KiB to 4 MiB over that of the text ({steepest})",
            f"{_growth(took[steepest]):.2f}",
            "about 1",
        ),
    ]


def _cell(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1e3:.1f}"


def _growth(took: dict[int, float]) -> float:
    small, large = SIZES[0], max(size for size in SIZES if size in took)
    # What takes no longer than this is mostly the clock, the caches and what is fixed for each scan.
    return took[large] / max(took[small], SHORTEST) / (large / small)


def _hostile_seconds(name: str) -> dict[int, float]:
    """Scan one string in this process: within the budget (0), then without one in growing sizes."""
    from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec
    from privet.detection.source import Budget, TooMuchTextError

    detector = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))
    took: dict[int, float] = {}
    for size in (0, *SIZES):
        text = texts.hostile(name, size or 1 << 20)
        budget = Budget(characters=8 << 20, decoded=64 << 20, candidates=10**7) if size else Budget()
        began = time.process_time()
        with suppress(TooMuchTextError):
            detector.scan(text, budget=budget)
        took[size] = time.process_time() - began
        if size and took[size] > HOSTILE_SECONDS / 4:
            break
    return took


def _worst_other(name: str) -> str:
    """Give the longest time of a tool, or that it took too long for one of the strings."""
    worst = 0.0
    with Tool(name) as tool:
        for string in texts.HOSTILE:
            try:
                worst = max(
                    worst, tool.time([[texts.hostile(string, SIZES[0])]], HOSTILE_SECONDS, HOSTILE_SECONDS)[1]
                )
            except SlowToolError:
                return f"more than {HOSTILE_SECONDS} s ({string})"
    return f"{worst:.2f} s"
