"""What a scan says: places and kinds, never a value; and what makes a result the same one in another run."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from privet.detection import Finding, FindingClass
from privet.scan.places import Place

FINGERPRINT = 32
"""Hexadecimal digits: enough that two places never share one."""


class Severity(IntEnum):
    """What is done about a result, from the least to the most."""

    NOTE = 0
    """Test and documentation values, role mailboxes: nobody's data. Never fails."""
    AUDIT = 1
    """The webhook would note it for auditors."""
    WARN = 2
    """The webhook would warn."""
    DENY = 3
    """The webhook would deny it."""
    UNEVALUATED = 4
    """It could not be told: neither clean nor not."""

    @property
    def title(self) -> str:
        """The word for it."""
        return self.name.capitalize()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a finding says about a result."""

    entity: str = ""
    confidence: str = ""
    """How sure it is; empty where nothing was found and a rule is broken all the same."""
    kind: FindingClass = FindingClass.PERSONAL
    layers: tuple[str, ...] = ()
    """The layers of encoding that it was found under, the outermost first."""

    @classmethod
    def of(cls, finding: Finding, layers: tuple[str, ...] = ()) -> "Evidence":
        """Take from a finding what may be said of it."""
        return cls(
            entity=finding.entity,
            confidence=finding.confidence.name.capitalize(),
            kind=finding.kind,
            layers=(*layers, *finding.layers),
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing that a scan has to say about one place."""

    severity: Severity
    rule: str
    """The rule that is broken, such as `EnvValue`; see `privet.scan.rules`."""
    file: str
    """Relative to where the scan was started, with `/`; what is personal in it is replaced."""
    place: Place = field(default_factory=Place)
    subject: str = ""
    """The object, such as `pod "web"`; without its name where that says too much."""
    path: str = ""
    """The field of the object, such as `containers[app].env[CONTACT].value`."""
    evidence: Evidence = field(default_factory=Evidence)
    statement: str = ""
    """What is wrong, such as `containers[app].env[CONTACT].value holds EmailAddress`."""
    remedy: str = ""
    policy: str = ""
    """The policy that says so; empty where the scan itself does."""
    origin: str = field(default="", repr=False, compare=False)
    """The file as it is really called; no report shows it."""
    built_of: frozenset[str] | None = field(default=None, repr=False, compare=False)
    """The files that a kustomization makes it of, as they are called; None where a file itself says it."""
    fingerprint: str = ""
    """The same in every run as long as the place stays what it is; see `fingerprinted`."""

    @property
    def order(self) -> tuple[object, ...]:
        """By file and place."""
        return (self.file, self.place, self.rule, self.path, self.evidence.entity, self.statement)


def fingerprinted(results: Iterable[Result]) -> list[Result]:
    """Sort results and give each its fingerprint.

    It is made of rule, file, object, field, kind of data, and the number among equals: lines may move, and
    nothing in it comes from a value, whose hash could be tried out.
    """
    counts: dict[tuple[str, ...], int] = {}
    marked = []
    for one in sorted(results, key=lambda one: one.order):
        key = (one.rule, one.file, one.subject, one.path, one.evidence.entity, one.evidence.kind)
        number = counts[key] = counts.get(key, 0) + 1
        digest = hashlib.sha256("\0".join((*key, str(number))).encode()).hexdigest()
        marked.append(replace(one, fingerprint=digest[:FINGERPRINT]))
    return marked


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that a scan has to say."""

    results: Sequence[Result] = ()
    """Sorted by file and place, without those that a baseline knows."""
    files: int = 0
    """How many files were read."""
    objects: int = 0
    """How many objects of Kubernetes they held."""
    known: int = 0
    """How many results the baseline knows."""
    everything: Sequence[Result] = field(default=(), repr=False)
    """All results, also those that a baseline knows or a file says as well: what a baseline is written of."""
    stale: int = 0
    """How many entries of the baseline stand for nothing any more."""
    notices: Sequence[str] = ()
    """What the reader should know about the scan itself."""

    def count(self, *severities: Severity) -> int:
        """Count the results of some severities."""
        return sum(1 for one in self.results if one.severity in severities)

    def fails(self, least: Severity | None) -> bool:
        """Tell whether anything is at least that severe; None means that nothing ever is."""
        return least is not None and any(one.severity >= least for one in self.results)
