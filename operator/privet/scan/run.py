"""A whole scan: sources in, a report out, with as many processes as it is worth."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

from privet.scan.baseline import Baseline
from privet.scan.files import Outcome, Settings, Worker
from privet.scan.names import shown_file
from privet.scan.repeats import told_once
from privet.scan.reports.words import counted
from privet.scan.results import Report, Result, fingerprinted
from privet.scan.sources import Source, file_of, sources

MIN_BYTES = 4 << 20
"""Less than this is read faster than another process starts."""

BATCH = 32
"""Sources that a process gets at a time."""

Progress = Callable[[int, int], None]
"""Told how many sources are done, of how many."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to scan, and how."""

    paths: Sequence[str]
    text: bool = False
    settings: Settings = field(default_factory=Settings)
    jobs: int = 1
    """The most processes to use."""
    exclude: tuple[str, ...] = ()
    worth: int = MIN_BYTES
    """Bytes from which on more than one process is used."""
    baseline: Baseline = field(default_factory=Baseline)


def run(request: Request, progress: Progress) -> Report:
    """Scan; raise SettingsError when a path is not there."""
    todo = list(sources(request.paths, text=request.text, exclude=request.exclude))
    whole = Outcome()
    for done, outcome in enumerate(_outcomes(request, todo), start=1):
        whole.add(outcome)
        progress(done, len(todo))
    results = fingerprinted(_with_shown_files(whole.results))
    # What is known hides nothing that is not: a kustomization may put another value into a known field.
    known = [one for one in results if request.baseline.knows(one)]
    fresh = [one for one in results if not request.baseline.knows(one)]
    return Report(
        results=told_once(fresh),
        files=whole.files,
        objects=whole.objects,
        known=len(told_once(known)),
        stale=_stale(request, whole, results),
        everything=results,
        notices=[*sorted(whole.notices), *_strangers(whole.strangers), *_passed_over(request, whole)],
    )


def _stale(request: Request, whole: Outcome, results: Iterable[Result]) -> int:
    """Count the entries of the baseline that stand for nothing any more, as far as this scan can tell."""
    known = request.baseline.fingerprints
    files = [known[one] for one in known.keys() - {one.fingerprint for one in results}]
    if not files:
        return 0
    # A folder is covered whole: what is no longer there is gone.
    folders = {file_of(path) for path in request.paths if os.path.isdir(path)}  # noqa: PTH112 - never raises
    covered = {shown_file(one) for one in whole.covered | folders}
    missed = {shown_file(one) for one in whole.missed}
    return sum(1 for file in files if _lies_in(file, covered) and not _lies_in(file, missed))


def _lies_in(file: str, places: AbstractSet[str]) -> bool:
    parts = file.split("/")
    if parts[0] and "." in places:
        return True
    return any("/".join(parts[:count]) in places for count in range(1, len(parts) + 1))


def _passed_over(request: Request, whole: Outcome) -> Iterator[str]:
    """Say what was not looked at: a scan of nothing is clean, and that may be a mistake."""
    if not whole.files and not whole.results:
        why = "" if request.text or whole.excluded else ": no .yaml, .yml or .json is there"
        yield f"nothing was read{why}"
    elif not whole.objects and not whole.results and not request.text and not whole.strangers:
        yield "there is no object of Kubernetes in what was read"
    if whole.links:
        yield f"{counted(whole.links, 'link')} in folders passed over; name what is behind to have it read"
    if whole.excluded:
        what = counted(whole.excluded, "file or folder", "files and folders")
        yield f"{what} left out, as asked by --exclude"


def _strangers(files: Sequence[str]) -> Iterator[str]:
    if files:
        which = shown_file(files[0]) if len(files) == 1 else f"{len(files)} of the files that were named"
        yield f"there is no object of Kubernetes in {which}; --text scans any text"


def _outcomes(request: Request, todo: Sequence[Source]) -> Iterator[Outcome]:
    # Other processes have another standard input, and a pipe may not reach them.
    streams = [one for one in todo if one.stream]
    if streams:
        yield from map(Worker(request.settings).work, streams)
        todo = [one for one in todo if not one.stream]
    jobs = min(request.jobs, len(todo) // BATCH)
    if jobs <= 1 or sum(one.size for one in todo) < request.worth:
        yield from map(Worker(request.settings).work, todo)
        return
    batches = [todo[start : start + BATCH] for start in range(0, len(todo), BATCH)]
    # Forked where that exists: what is imported is there at once. There are no threads yet.
    context = get_context("fork" if sys.platform == "linux" else None)
    with ProcessPoolExecutor(jobs, context, _Process.start, (request.settings,)) as pool:
        for some in pool.map(_Process.work, batches):
            yield from some


class _Process:
    """What one process of the pool keeps from batch to batch."""

    worker: Worker | None = None

    @classmethod
    def start(cls, settings: Settings) -> None:
        cls.worker = Worker(settings)

    @classmethod
    def work(cls, batch: Sequence[Source]) -> list[Outcome]:
        if cls.worker is None:
            raise RuntimeError("a process of the pool was not started")
        return [cls.worker.work(source) for source in batch]


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _with_shown_files(results: Sequence[Result]) -> Iterator[Result]:
    shown: dict[str, str] = {}
    for one in results:
        if one.file not in shown:
            shown[one.file] = shown_file(one.file)
        yield replace(one, file=shown[one.file], origin=one.file)
