"""`privet scan`: its options, and what the process says and returns."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from privet.errors import SettingsError
from privet.scan.asked import Asked
from privet.scan.baseline import Baseline, read_baseline, write_baseline
from privet.scan.files import Settings
from privet.scan.folders import policies_of
from privet.scan.judges import Given
from privet.scan.reports import FORMATS, Format
from privet.scan.reports.words import printable, summary
from privet.scan.results import Report, Severity
from privet.scan.run import Request, cores, run

QUIET_SECONDS = 1.0
"""Whoever waits longer is told how far it is."""

_STEP = 0.1

_COLOURS = {" Deny ": "31", " Unevaluated ": "31", " Warn ": "33", " Audit ": "36", " Note ": "2"}


class FailOn(StrEnum):
    """The least severe result that makes the scan fail."""

    DENY = "Deny"
    WARN = "Warn"
    AUDIT = "Audit"
    NEVER = "Never"

    @property
    def severity(self) -> Severity | None:
        """The severity; None where nothing fails."""
        return None if self is FailOn.NEVER else Severity[self.name]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the user asked for."""

    paths: list[str]
    text: bool
    policies: Path | None
    namespace: str
    entities: str
    min_confidence: str
    form: Format
    output: Path | None
    fail_on: FailOn
    baseline: Path | None
    write_baseline: bool
    notes: bool
    render: bool
    jobs: int


def scan(options: Options) -> bool:
    """Scan and report; tell whether it is as clean as it was asked to be."""
    if options.text and options.policies:
        raise SettingsError("--policies judge objects: they do not go with --text")
    if options.write_baseline and options.baseline is None:
        raise SettingsError("--write-baseline needs --baseline FILE, to know where")
    baseline = Baseline()
    if options.baseline and not options.write_baseline:
        baseline = read_baseline(options.baseline)
    settings = Settings(by=_judged_by(options), notes=options.notes, render=options.render)
    request = Request(
        paths=options.paths,
        text=options.text,
        settings=settings,
        jobs=options.jobs or cores(),
        baseline=baseline,
    )
    progress = Progress(sys.stderr, time.monotonic)
    report = run(request, progress.show)
    progress.clear()
    if options.write_baseline and options.baseline:
        with _writing(options.baseline):
            count = write_baseline(options.baseline, report.results)
        sys.stderr.write(f"privet: wrote {count} results to {options.baseline}\n")
        return True
    _write(report, options)
    return not report.fails(options.fail_on.severity)


def _judged_by(options: Options) -> Asked | Given:
    if options.policies is None:
        return Asked.read(options.entities, options.min_confidence)
    if options.entities or options.min_confidence:
        raise SettingsError(
            "with --policies, the policies say what to look for: leave out --entities and --min-confidence"
        )
    return policies_of(str(options.policies), options.paths, options.namespace)


def _write(report: Report, options: Options) -> None:
    text = FORMATS[options.form](report, options.fail_on.severity)
    if options.output is not None:
        with _writing(options.output):
            options.output.write_text(text, encoding="utf-8")
        sys.stderr.write(f"privet: {summary(report)}; see {options.output}\n")
    else:
        colour = options.form is Format.TABLE and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        _print(_coloured(text) if colour else text)
    if options.form is not Format.TABLE or options.output is not None:
        for notice in report.notices:
            sys.stderr.write(f"privet: {printable(notice)}\n")


def _print(text: str) -> None:
    """Write to standard output, whose reader may have seen enough, or know fewer signs."""
    try:
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding, errors="replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python must not find out again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise SettingsError(f"{path} cannot be written") from None


def _coloured(text: str) -> str:
    for word, colour in _COLOURS.items():
        text = text.replace(word, f"\x1b[{colour}m{word}\x1b[0m")
    return text


class Progress:
    """One line on a terminal that says how far it is, when that takes long."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._begun = self._shown = clock()
        self._on = stream.isatty()

    def show(self, done: int, of: int) -> None:
        """Say how many sources are done."""
        if not self._on:
            return
        now = self._clock()
        if now - self._begun > QUIET_SECONDS and now - self._shown > _STEP:
            self._shown = now
            self._stream.write(f"\r{done} of {of} files\x1b[K")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown > self._begun:
            self._stream.write("\r\x1b[K")
