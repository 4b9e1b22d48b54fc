"""Folders of manifests to scan, and the scan itself without a process of its own."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from privet.scan.asked import Asked
from privet.scan.baseline import Baseline
from privet.scan.examine import Examiner
from privet.scan.files import Settings
from privet.scan.judges import Given, Judge
from privet.scan.manifests import manifests
from privet.scan.results import Report, Result
from privet.scan.run import MIN_BYTES, Request, run

CARD = "4556737586899855"
MAIL = "mia.lindqvist@northwind-traders.com"

PHONES = [f"+49 151 {number:08d}" for number in range(31_000)]
"""More than one review of the webhook looks at."""

BOMB = base64.b64encode(gzip.compress(b"0" * (4 << 20))).decode()
"""More than any search unfolds."""


def written(folder: Path, files: Mapping[str, str | bytes]) -> str:
    """Write files into a folder, and name it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder)


def results_of(text: str, *, judge: Judge | None = None, notes: bool = True) -> list[Result]:
    """Examine the objects of one file."""
    examiner = Examiner(judge or Judge(Asked()), "web.yaml")
    return [result for manifest in manifests(text) for result in examiner.examine(manifest, notes=notes)]


def scanned(  # noqa: PLR0913 - what a test does not name is ordinary
    *paths: str,
    by: Asked | Given | None = None,
    text: bool = False,
    render: bool = True,
    jobs: int = 1,
    worth: int = MIN_BYTES,
    baseline: Baseline | None = None,
    exclude: tuple[str, ...] = (),
) -> Report:
    """Scan in this process."""
    settings = Settings(by=by or Asked(), render=render, exclude=exclude)
    return run(
        Request(
            paths=paths,
            text=text,
            settings=settings,
            jobs=jobs,
            worth=worth,
            baseline=baseline or Baseline(),
            exclude=exclude,
        ),
        lambda _done, _of: None,
    )


def said(results: list[Result] | Report) -> list[str]:
    """Give severity, place and statement of each result."""
    some = results.results if isinstance(results, Report) else results
    return [f"{one.severity.title} {one.place.line}:{one.place.column} {one.statement}" for one in some]


def stretch(text: str, result: Result) -> str:
    """Give what stands at a result's place; for places within one line."""
    return stretches(text, (result,))[0]


def stretches(text: str, results: Sequence[Result]) -> list[str]:
    """Give what stands at the places of many results."""
    lines = text.split("\n")
    places = [result.place for result in results]
    assert all(place.line == place.end_line for place in places)
    return [lines[place.line - 1][place.column - 1 : place.end_column - 1] for place in places]


def a_config_map(name: str = "settings", **data: str) -> str:
    """Give a ConfigMap as JSON, which is YAML."""
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})
