"""What is known already: results by fingerprint, so that a scan fails only for what is new."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from privet.errors import SettingsError
from privet.scan.names import reason, told
from privet.scan.results import Result, Severity

VERSION = 1

MAX_BASELINE = 64 << 20
"""Bytes of a baseline."""


@dataclass(frozen=True)
class Baseline:
    """Fingerprints of results that are known, each with the file it is of."""

    fingerprints: Mapping[str, str] = field(default_factory=dict)

    def knows(self, result: Result) -> bool:
        """Tell whether a result is known; what could not be judged never is, whatever a baseline says."""
        return result.severity is not Severity.UNEVALUATED and result.fingerprint in self.fingerprints


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; raise SettingsError when there is none or it is none."""
    try:
        if path.stat().st_size > MAX_BASELINE:
            raise SettingsError(f"the baseline {told(path)} is too large")
        read = json.loads(path.read_bytes())
        if read["version"] != VERSION:
            raise SettingsError(f"the baseline {told(path)} is of another version; write it again")
        return Baseline({str(one["fingerprint"]): str(one.get("file", "")) for one in read["results"]})
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError(f"there is no baseline {told(path)}; make one with --write-baseline") from None
    except OSError as error:
        raise SettingsError(f"the baseline {told(path)} cannot be read: {reason(error)}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SettingsError(f"{told(path)} is no baseline; write it again with --write-baseline") from None


def write_baseline(path: Path, results: Iterable[Result]) -> int:
    """Write what a scan found; give how many results that are.

    Notes need no place in it, and what could not be judged gets none: it is never known to be harmless.
    """
    known = [
        {
            "fingerprint": one.fingerprint,
            "file": one.file,
            "rule": one.rule,
            "path": one.path,
            "entity": one.evidence.entity,
        }
        for one in results
        if Severity.NOTE < one.severity < Severity.UNEVALUATED
    ]
    text = json.dumps({"version": VERSION, "results": known}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return len(known)
