"""Says at the end of a run what each level of the tests ran, and what it could not run.

A level is a folder: tests/unit and tests/engines are L0, tests/l1 to tests/l4 are what they say. Tests of
tests/contract run the same suite over the fake (L0) and the real API server (L2), and carry the marker of the
one they run on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

LEVELS = {
    "l0": "pure units and properties",
    "l1": "adapters over loopback, commands as processes",
    "l2": "real etcd and kube-apiserver",
    "l3": "with controller manager and scheduler",
    "l4": "with kubelet, containerd and kube-proxy",
}
_ON_CLUSTERS = ("l2", "l3", "l4")
_FOLDERS = dict.fromkeys(("unit", "engines", "contract"), "l0") | {one: one for one in LEVELS if one != "l0"}
_OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")
_HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark every test with its level, also in its reports, which are all that the summary sees."""
    for item in items:
        level = next((mark.name for mark in item.iter_markers() if mark.name in LEVELS), None)
        if level is None:
            folder = item.path.relative_to(_HERE).parts[0] if item.path.is_relative_to(_HERE) else ""
            level = _FOLDERS.get(folder, "l0")
            item.add_marker(level)
        item.user_properties.append(("level", level))


class LongestFirst:
    """Puts the levels with the longest waits first, so that workers end together; random within a folder.

    What the tests of a folder have in common, such as a cluster, ends with the last of them on a worker.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort what the random order left, which is stable."""
        items.sort(key=_place, reverse=True)


def _place(item: pytest.Item) -> tuple[str, str]:
    level = str(dict(item.user_properties)["level"])
    return level, str(item.path.parent) if level in _ON_CLUSTERS else ""


def pytest_configure(config: pytest.Config) -> None:
    """Order by level where several workers share the tests."""
    if config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        config.pluginmanager.register(LongestFirst(), "longest-first")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table; pytest's own closing line follows it."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: defaultdict[str, float] = defaultdict(float)
    for outcome in _OUTCOMES:
        for report in terminalreporter.stats.get(outcome, ()):
            if isinstance(report, pytest.TestReport):
                counts[_level(report)][outcome] += 1
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[_level(report)] += report.duration
    terminalreporter.section("what each level ran")
    for line in _table(counts, seconds):
        terminalreporter.write_line(line)


def _level(report: pytest.TestReport) -> str:
    return next((str(value) for name, value in report.user_properties if name == "level"), "l0")


def _table(counts: dict[str, Counter[str]], seconds: dict[str, float]) -> Iterable[str]:
    yield f"{'level':<6}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}  what is real"
    for level, meaning in LEVELS.items():
        ran = counts.get(level, Counter())
        failed = ran["failed"] + ran["error"] + ran["xpassed"]
        skipped = ran["skipped"] + ran["xfailed"]
        spent = f"{seconds.get(level, 0.0):.1f}"
        yield f"{level.upper():<6}{ran['passed']:>8}{failed:>8}{skipped:>9}{spent:>9}  {meaning}"
