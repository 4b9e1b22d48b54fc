"""What is known already: results by fingerprint, so that a scan fails only for what is new."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privet.errors import SettingsError
from privet.scan.results import Result, Severity

VERSION = 1

MAX_BASELINE = 64 << 20
"""Bytes of a baseline."""


@dataclass(frozen=True)
class Baseline:
    """Fingerprints of results that are known."""

    fingerprints: frozenset[str] = frozenset()


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; raise SettingsError when there is none or it is none."""
    try:
        if path.stat().st_size > MAX_BASELINE:
            raise SettingsError(f"the baseline {path} is too large")
        told = json.loads(path.read_bytes())
        if told["version"] != VERSION:
            raise SettingsError(f"the baseline {path} is of another version; write it again")
        return Baseline(frozenset(str(one["fingerprint"]) for one in told["results"]))
    except OSError:
        raise SettingsError(f"there is no baseline {path}; make one with --write-baseline") from None
    except (ValueError, TypeError, KeyError):
        raise SettingsError(f"{path} is no baseline") from None


def write_baseline(path: Path, results: Iterable[Result]) -> int:
    """Write what a scan found, notes apart; give how many results that are."""
    known = [
        {
            "fingerprint": one.fingerprint,
            "file": one.file,
            "rule": one.rule,
            "path": one.path,
            "entity": one.evidence.entity,
        }
        for one in results
        if one.severity > Severity.NOTE
    ]
    text = json.dumps({"version": VERSION, "results": known}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return len(known)
