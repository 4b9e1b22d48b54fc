"""One source in, its results out."""

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from privet.detection import Detector, TooMuchTextError
from privet.scan.asked import Asked
from privet.scan.examine import Examiner, unevaluated
from privet.scan.judges import Given, Judge
from privet.scan.lines import examine_text
from privet.scan.manifests import TEMPLATE, decoded, manifests, may_hold_objects
from privet.scan.names import reason, shown, shown_file
from privet.scan.places import Place
from privet.scan.render import Values, built_of, is_component, missing_program, rendered
from privet.scan.results import Result, Severity
from privet.scan.sources import MAX_FILE, STDIN, Source, SourceKind, excluded, is_library
from privet.scan.yaml_nodes import NO_TEXT_KEY, NO_YAML, UnreadableDocumentError

MAX_TEXT_FILE = 256 << 20
"""Bytes of a file that is searched as text: it is held in memory whole."""

_JSON = ("{", "[")
_TEMPLATE_SIGN = "{{"
_OF_TEMPLATES = (NO_YAML, NO_TEXT_KEY)
"""What a template looks like to a reader of YAML."""
_BINARY_SAMPLE = 8000
"""A zero byte in so many first bytes means that a file is no text; git looks at as many."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every process of a scan needs to know."""

    by: Asked | Given = field(default_factory=Asked)
    notes: bool = True
    render: bool = True
    values: Values = field(default_factory=Values)
    exclude: tuple[str, ...] = ()
    """What is left out of what a chart makes, too."""


@dataclass(kw_only=True)
class Outcome:
    """What came of one source, or of several."""

    results: list[Result] = field(default_factory=list)
    files: int = 0
    objects: int = 0
    links: int = 0
    excluded: int = 0
    covered: set[str] = field(default_factory=set)
    """Files and folders that were read to the end."""
    missed: set[str] = field(default_factory=set)
    """Files and folders about which nothing is known after all."""
    notices: set[str] = field(default_factory=set)
    strangers: list[str] = field(default_factory=list)
    """Files that the user named and that hold no object."""

    def add(self, other: "Outcome") -> None:
        """Take in another outcome."""
        self.results += other.results
        self.files += other.files
        self.objects += other.objects
        self.links += other.links
        self.excluded += other.excluded
        self.covered |= other.covered
        self.missed |= other.missed
        self.notices |= other.notices
        self.strangers += other.strangers


class Worker:
    """Reads sources with one judge and one detector."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._judge = Judge(settings.by)
        asked = settings.by if isinstance(settings.by, Asked) else Asked()
        self._detector = Detector.for_spec(asked.spec)

    def work(self, source: Source) -> Outcome:
        """Examine one source."""
        if source.kind is SourceKind.LINK:
            return Outcome(links=1)
        if source.kind is SourceKind.EXCLUDED:
            return Outcome(excluded=1, missed={source.file})
        outcome = Outcome(files=1)
        try:
            self._read(source, outcome)
        except UnreadableDocumentError as error:
            outcome.results.append(_unread(source, error.why, error.line))
        except OSError as error:
            outcome.results.append(_unread(source, f"it cannot be read: {reason(error)}"))
        known = not any(one.severity is Severity.UNEVALUATED for one in outcome.results)
        (outcome.covered if known else outcome.missed).update(_extent(source))
        for namespace in sorted(self._judge.assumed):
            told = "is in no manifest: it is judged as if it were labelled as governed"
            outcome.notices.add(f"namespace {shown(namespace)} {told}")
        return outcome

    def _read(self, source: Source, outcome: Outcome) -> None:
        match source.kind:
            case SourceKind.TEXT:
                self._text(source, outcome)
            case SourceKind.CHART | SourceKind.KUSTOMIZATION:
                self._rendered(source, outcome)
            case SourceKind.UNREADABLE:
                outcome.files = 0
                raise UnreadableDocumentError("the system does not let it be read")
            case _:
                self._manifests(source, outcome)

    def _text(self, source: Source, outcome: Outcome) -> None:
        raw = _bytes(source, MAX_TEXT_FILE)
        if b"\0" in raw[:_BINARY_SAMPLE] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            if source.named:
                raise UnreadableDocumentError("it is no text")
            outcome.files = 0
            return
        found = examine_text(_lenient(raw), self._detector, source.file, notes=self._settings.notes)
        outcome.results += found

    def _manifests(self, source: Source, outcome: Outcome) -> None:
        raw = _bytes(source, MAX_FILE)
        if may_hold_objects(raw):
            text = decoded(raw)
            # What comes from another program has no name that tells.
            json = source.is_json or (source.stream and text.lstrip()[:1] in _JSON)
            self._examine(text, source.file, outcome.results, outcome, json=json)
        if source.named and not outcome.objects and not outcome.results:
            outcome.strangers.append(source.file)

    def _examine(
        self, text: str, file: str, results: list[Result], outcome: Outcome, *, json: bool = False
    ) -> None:
        examiner = Examiner(self._judge, file)
        notes = self._settings.notes and self._has_anything(text)

        def broken(error: UnreadableDocumentError) -> None:
            why = TEMPLATE if _TEMPLATE_SIGN in text and error.why in _OF_TEMPLATES else error.why
            results.append(_unread_file(file, why, error.line))

        for manifest in manifests(text, json=json, broken=broken):
            outcome.objects += 1
            try:
                results += examiner.examine(manifest, notes=notes)
            except UnreadableDocumentError as error:
                broken(error)

    def _has_anything(self, text: str) -> bool:
        """Tell whether it is worth looking for what is nobody's data: a file of many mostly has none."""
        try:
            return bool(self._detector.candidates(text))
        except TooMuchTextError:
            return True

    def _rendered(self, source: Source, outcome: Outcome) -> None:
        if not self._settings.render:
            outcome.notices.add(
                f"{shown_file(source.file)} was not rendered, as asked: what it makes was not looked at"
            )
            outcome.missed |= _extent(source)
            return
        if source.kind is SourceKind.CHART and is_library(source.path):
            return
        if is_component(source):
            outcome.notices.add(
                f"{shown_file(source.file)} is a component: it was looked at where a kustomization uses it"
            )
            return
        missing = missing_program(source.kind)
        if missing:
            raise UnreadableDocumentError(f"{missing} is not here to render it; see --no-render")
        if source.by_part:
            named = "a template or values of this chart were named, and all of it was scanned"
            outcome.notices.add(f"{shown_file(source.file)}: {named}")
        made_of = None if source.kind is SourceKind.CHART else built_of(source)
        for file, text in rendered(source, self._settings.values):
            if excluded(file, self._settings.exclude):
                continue
            found: list[Result] = []
            self._examine(text, file, found, outcome)
            # Lines of what was rendered are lines of no file.
            outcome.results += [replace(one, place=Place(), built_of=made_of) for one in found]


def _extent(source: Source) -> set[str]:
    """Give the files and folders that results of a source name."""
    file = source.file
    if source.kind is not SourceKind.CHART:
        return {file}
    folder = file.removesuffix(file.rpartition("/")[2])
    return {file, f"{folder}templates", f"{folder}charts"}


def _bytes(source: Source, limit: int) -> bytes:
    if source.path == STDIN:
        raw = sys.stdin.buffer.read(limit + 1)
    elif source.size > limit:
        raise UnreadableDocumentError(f"it is larger than {limit >> 20} MiB")
    else:
        with Path(source.path).open("rb") as file:
            raw = file.read(limit + 1)
    if len(raw) > limit:
        raise UnreadableDocumentError(f"it is larger than {limit >> 20} MiB")
    return raw


def _lenient(raw: bytes) -> str:
    """Give the text of a file as far as it is text."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


def _unread(source: Source, why: str, line: int = 0) -> Result:
    return _unread_file(source.file, why, line)


def _unread_file(file: str, why: str, line: int) -> Result:
    blank = Result(severity=Severity.UNEVALUATED, rule="", file=file)
    return unevaluated(blank, why, Place(max(line, 1), 1, max(line, 1), 1))
