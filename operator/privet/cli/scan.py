"""`privet scan`: its options, and what the process says and returns."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from string import ascii_lowercase, digits
from typing import TextIO

from privet.cli.output import need_input, need_output, put, writing
from privet.errors import SettingsError
from privet.scan.asked import Asked
from privet.scan.baseline import Baseline, read_baseline, write_baseline
from privet.scan.files import Settings
from privet.scan.folders import policies_of
from privet.scan.judges import ANYWHERE, Given
from privet.scan.names import reason, told
from privet.scan.render import Values
from privet.scan.reports import FORMATS, Format
from privet.scan.reports.words import counted, printable, summary
from privet.scan.results import Report, Severity
from privet.scan.run import Request, cores, run
from privet.scan.sources import STDIN

QUIET_SECONDS = 1.0
"""Whoever waits longer is told how far it is."""

_STEP = 0.1

MAX_LABEL = 63
_OF_LABELS = frozenset(f"{ascii_lowercase}{digits}-")

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
    exclude: list[str]
    values: list[str]
    set_values: list[str]
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
    _check(options)
    baseline = Baseline()
    if options.baseline and not options.write_baseline:
        baseline = read_baseline(options.baseline)
    exclude = tuple(options.exclude)
    settings = Settings(
        by=_judged_by(options),
        notes=options.notes,
        render=options.render,
        values=Values(tuple(options.values), tuple(options.set_values)),
        exclude=exclude,
    )
    request = Request(
        paths=options.paths,
        text=options.text,
        settings=settings,
        jobs=options.jobs or cores(),
        exclude=exclude,
        baseline=baseline,
    )
    progress = Progress(sys.stderr, time.monotonic)
    report = run(request, progress.show)
    progress.clear()
    if options.namespace and options.policies is None:
        idle = "--namespace has no effect without --policies"
        report = replace(report, notices=[*report.notices, idle])
    if options.write_baseline and options.baseline:
        _write_baseline(report, options.baseline)
        return True
    _write(report, options)
    return not report.fails(options.fail_on.severity)


def _check(options: Options) -> None:
    """Raise SettingsError where options do not go together, or name what is not there."""
    if options.text and options.policies:
        raise SettingsError("--policies judge objects: they do not go with --text")
    if options.write_baseline and options.baseline is None:
        raise SettingsError("--write-baseline needs --baseline FILE, to know where")
    if options.namespace and not _is_label(options.namespace):
        wanted = "lower-case letters, digits and hyphens, at most 63, a letter or digit first and last"
        raise SettingsError(f"--namespace is no name of a namespace: {wanted}")
    _check_values(options)
    if STDIN in options.paths:
        need_input()
    if options.output is None and not options.write_baseline:
        need_output()


def _check_values(options: Options) -> None:
    if (options.values or options.set_values) and (options.text or not options.render):
        raise SettingsError("--values and --set are for charts: they go with neither --text nor --no-render")
    for path in options.values:
        try:
            Path(path).open("rb").close()
        except OSError as error:
            raise SettingsError(f"--values: {told(path)} cannot be read: {reason(error)}") from None


def _is_label(name: str) -> bool:
    """Tell whether a name is a label of RFC 1123, as names of namespaces are."""
    ends = {name[:1], name[-1:]}
    return len(name) <= MAX_LABEL and set(name) <= _OF_LABELS and "-" not in ends


def _write_baseline(report: Report, path: Path) -> None:
    with writing(path):
        count = write_baseline(path, report.everything)
    sys.stderr.write(f"privet: wrote {counted(count, 'result')} to {told(path)}\n")
    unknown = report.count(Severity.UNEVALUATED)
    if unknown:
        what = f"{counted(unknown, 'result')} of what could not be judged"
        sys.stderr.write(f"privet: {what} left out: that is never known to be clean\n")
    for notice in report.notices:
        sys.stderr.write(f"privet: {printable(notice)}\n")


def _judged_by(options: Options) -> Asked | Given:
    if options.policies is None:
        return Asked.read(options.entities, options.min_confidence)
    if options.entities or options.min_confidence:
        raise SettingsError(
            "with --policies, the policies say what to look for: leave out --entities and --min-confidence"
        )
    return policies_of(str(options.policies), options.paths, options.namespace or ANYWHERE, options.exclude)


def _write(report: Report, options: Options) -> None:
    text = FORMATS[options.form](report, options.fail_on.severity)
    if options.output is not None:
        with writing(options.output):
            options.output.write_text(text, encoding="utf-8")
        sys.stderr.write(f"privet: {summary(report)}; see {told(options.output)}\n")
    else:
        colour = options.form is Format.TABLE and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        put(_coloured(text) if colour else text)
    if options.form is not Format.TABLE or options.output is not None:
        for notice in report.notices:
            sys.stderr.write(f"privet: {printable(notice)}\n")


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
