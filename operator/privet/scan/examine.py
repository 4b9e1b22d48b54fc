"""Objects and texts in, results out: each violation with its place, and what is found beside violations."""

import binascii
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import assert_never

from privet.detection import Confidence, Finding, FindingClass, TooMuchTextError
from privet.policy import Allowed, AuthorizationNeeded, Denied, Unevaluated, Verdict, Violation
from privet.policy.compiled import Table
from privet.scan.budgets import budget_for
from privet.scan.judges import Judge
from privet.scan.manifests import Manifest
from privet.scan.names import shown, shown_or_number
from privet.scan.places import Place
from privet.scan.results import Evidence, Result, Severity
from privet.scan.rules import UNEVALUATED, remedy
from privet.scan.texts import Written, texts

_HOLDS = "holds "
_TOO_MUCH = "it holds more than is searched"


class Examiner:
    """Examines the objects of one file."""

    def __init__(self, judge: Judge, file: str) -> None:
        self._judge = judge
        self._file = file

    def examine(self, manifest: Manifest, *, notes: bool = True) -> Iterator[Result]:
        """Give all that there is to say about an object; with `notes`, also what is nobody's data."""
        graded = _graded(self._judge.verdict(manifest))
        secret = (manifest.group, manifest.kind) == ("", "Secret")
        if not graded and not notes and not secret:
            return
        subject = f'{manifest.kind.lower()} "{shown(manifest.name)}"'
        blank = Result(severity=Severity.DENY, rule="", file=self._file, subject=subject)
        if isinstance(graded, str):
            yield unevaluated(blank, graded, manifest.text.place_of(manifest.node))
            return
        table = self._judge.table(manifest)
        look = _Look(manifest, table, blank)
        for severity, violation in graded:
            yield from look.broken(severity, violation)
        if table is not None:
            yield from look.beside(secret=secret, notes=notes, severity=self._of_secrets)

    @property
    def _of_secrets(self) -> Severity:
        """The webhook never looks into Secrets: where policies decide, that is for the user to know only."""
        return Severity.WARN if self._judge.by_policies else Severity.DENY


def _graded(verdict: Verdict) -> list[tuple[Severity, Violation]] | str:
    """Give every violation with its severity, or say why there is no verdict."""
    match verdict:
        case Allowed(warnings, audits):
            denied: Sequence[Violation] = ()
        case Denied():
            denied, warnings, audits = verdict.violations, verdict.warnings, verdict.audits
        case Unevaluated(why):
            return why
        case AuthorizationNeeded():
            return "the verdict hangs on who asks"
        case _:
            assert_never(verdict)
    grades = ((Severity.DENY, denied), (Severity.WARN, warnings), (Severity.AUDIT, audits))
    return [(severity, one) for severity, some in grades for one in some]


def unevaluated(blank: Result, why: str, place: Place) -> Result:
    """Say that something could not be told."""
    return replace(
        blank,
        severity=Severity.UNEVALUATED,
        rule=UNEVALUATED,
        place=place,
        statement=f"could not be judged: {why}",
        remedy=remedy(UNEVALUATED),
    )


class _Look:
    """A closer look at one object about which there is something to say."""

    def __init__(self, manifest: Manifest, table: Table | None, blank: Result) -> None:
        self._manifest = manifest
        self._table = table
        self._blank = blank
        self._texts = list(texts(manifest))

    def broken(self, severity: Severity, violation: Violation) -> Iterator[Result]:
        """Give a violation at each place where what it is about stands, or at its field."""
        said = replace(
            self._blank,
            severity=severity,
            rule=violation.rule.value,
            path=violation.path,
            statement=violation.statement,
            remedy=remedy(violation.rule.value),
            policy=violation.policy,
        )
        written = self._at(violation.path)
        holding = violation.phrase.startswith(_HOLDS)
        located = False
        for one in written if holding else ():
            # Judging has said what there is; here it is about the place only.
            with suppress(TooMuchTextError):
                for finding, place, layers in self._findings(one):
                    if finding.entity == violation.entity:
                        located = True
                        yield replace(said, place=place, evidence=Evidence.of(finding, layers))
        if not located:
            confidence = Confidence.MEDIUM.name.capitalize() if violation.entity else ""
            evidence = Evidence(entity=violation.entity or "", confidence=confidence)
            # What no text holds as it is written is put together from variables.
            composed = [one for one in written if "$(" in one.text] if holding else []
            yield replace(said, place=self._field(composed or written), evidence=evidence)

    def beside(self, *, secret: bool, notes: bool, severity: Severity) -> Iterator[Result]:
        """Give what is found in a Secret, and what is found anywhere and is nobody's data."""
        for one in self._texts if secret or notes else ():
            try:
                found = list(self._findings(one, personal=False))
            except TooMuchTextError:
                # Of all but a Secret judging has said so already.
                if secret:
                    yield self._unsearched(one)
                continue
            for finding, place, layers in found:
                personal = finding.kind is FindingClass.PERSONAL
                if secret if personal else notes:
                    said = replace(self._blank, place=place, evidence=Evidence.of(finding, layers))
                    yield _unjudged(said, finding, one, severity)

    def _unsearched(self, written: Written) -> Result:
        """Say that a text of a Secret holds more than is searched."""
        blank = replace(self._blank, path=written.path.spelled(shown_or_number))
        return unevaluated(blank, _TOO_MUCH, self._manifest.text.place_of(written.node))

    def _at(self, path: str) -> list[Written]:
        return self._by_path.get(path, [])

    @cached_property
    def _by_path(self) -> dict[str, list[Written]]:
        by_path: dict[str, list[Written]] = {}
        for one in self._texts:
            for spelling in one.path.spellings():
                by_path.setdefault(spelling, []).append(one)
        return by_path

    def _field(self, written: Sequence[Written]) -> Place:
        """Give the place of a field, or of the object's name where it is about the whole object."""
        if not written:
            written = [one for one in self._texts if path_is_name(one)]
        text = self._manifest.text
        return text.place_of(written[0].node if written else self._manifest.node)

    def _findings(
        self, written: Written, *, personal: bool = True
    ) -> Iterator[tuple[Finding, Place, tuple[str, ...]]]:
        """Give what is found in a text and counts, with its place in the file and its layers of encoding."""
        for text, layers in _readings(written):
            found = list(self._counting(text, written.name, personal=personal))
            for finding in found:
                yield finding, self._place(written, finding, inside=not layers), layers
            if found:
                return

    def _counting(self, text: str, name: str, *, personal: bool) -> Iterator[Finding]:
        table = self._table
        if table is None:
            return
        for finding in table.detector.candidates(text, name, budget_for(len(name) + len(text) + 1)):
            if finding.kind is not FindingClass.PERSONAL:
                if not personal:
                    yield finding
            elif table.keepers(finding, text[finding.start : finding.end]):
                yield finding

    def _place(self, written: Written, finding: Finding, *, inside: bool) -> Place:
        text = self._manifest.text
        if inside:
            return text.place_within(written.node, finding.start, finding.end)
        return text.place_of(written.node)


def _unjudged(said: Result, finding: Finding, written: Written, severity: Severity) -> Result:
    """Say what was found where the webhook does not look, or what is nobody's data."""
    personal = finding.kind is FindingClass.PERSONAL
    path, rule = written.path.spelled(shown_or_number), written.path.rule
    what = f"{_HOLDS}{finding.entity}" + ("" if personal else f", of the class {finding.kind}")
    return replace(
        said,
        severity=severity if personal else Severity.NOTE,
        rule=str(rule),
        path=path,
        statement=f"{path} {what} ({rule})",
        remedy=remedy(rule) if personal else "",
    )


def path_is_name(written: Written) -> bool:
    """Tell whether a text is the name of the object itself."""
    return written.path.parts == ("metadata", ".name")


def _readings(written: Written) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give a text as its reader sees it, and the layer of encoding that it has by its place.

    What should be base64 and hides nothing as such may have been written plainly by mistake.
    """
    if written.encoded:
        with suppress(binascii.Error):
            yield binascii.a2b_base64(written.text).decode(errors="replace"), ("base64",)
    yield written.text, ()
