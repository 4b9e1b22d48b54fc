"""A whole scan: sources in, a report out, with as many processes as it is worth."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

from privet.scan.baseline import Baseline
from privet.scan.files import Outcome, Settings, Worker
from privet.scan.names import shown_file
from privet.scan.results import Report, Result, fingerprinted
from privet.scan.sources import Source, sources

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
    worth: int = MIN_BYTES
    """Bytes from which on more than one process is used."""
    baseline: Baseline = field(default_factory=Baseline)


def run(request: Request, progress: Progress) -> Report:
    """Scan; raise SettingsError when a path is not there."""
    todo = list(sources(request.paths, text=request.text))
    whole = Outcome()
    for done, outcome in enumerate(_outcomes(request, todo), start=1):
        whole.add(outcome)
        progress(done, len(todo))
    results = fingerprinted(_with_shown_files([*whole.results, *_only_rendered(whole)]))
    fresh = [one for one in results if one.fingerprint not in request.baseline.fingerprints]
    found = {one.fingerprint for one in results}
    return Report(
        results=fresh,
        files=whole.files,
        objects=whole.objects,
        known=len(results) - len(fresh),
        stale=len(request.baseline.fingerprints - found),
        notices=[*sorted(whole.notices), *_strangers(whole.strangers)],
    )


def _strangers(files: Sequence[str]) -> Iterator[str]:
    if files:
        which = shown_file(files[0]) if len(files) == 1 else f"{len(files)} of the files that were named"
        yield f"there is no object of Kubernetes in {which}; --text scans any text"


def _outcomes(request: Request, todo: Sequence[Source]) -> Iterator[Outcome]:
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


def _only_rendered(whole: Outcome) -> Iterator[Result]:
    """Give what kustomizations make and no file says: names and namespaces differ by what they put before."""
    known = {_sameness(one) for one in whole.results}
    return (one for one in whole.rendered if _sameness(one) not in known)


def _sameness(result: Result) -> tuple[str, ...]:
    kind = result.subject.partition(" ")[0]
    return (result.rule, kind, result.path, result.evidence.entity, result.evidence.kind)


def _with_shown_files(results: Sequence[Result]) -> Iterator[Result]:
    shown: dict[str, str] = {}
    for one in results:
        if one.file not in shown:
            shown[one.file] = shown_file(one.file)
        yield replace(one, file=shown[one.file])
