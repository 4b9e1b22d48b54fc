"""Where the harness keeps things: a cache that is shared, and one folder for each run."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def cache_root() -> Path:
    """Return the folder of built binaries and images (`PRIVET_CACHE` moves it)."""
    root = Path(os.environ.get("PRIVET_CACHE") or Path.home() / ".cache" / "privet")
    root.mkdir(parents=True, exist_ok=True)
    return root


def runs_root() -> Path:
    """Return the folder that holds one folder per running cluster (`PRIVET_RUNS` moves it).

    Its path must stay short: the sockets below it have at most 107 characters.
    """
    default = Path(tempfile.gettempdir()) / f"privet-{os.getuid()}"
    root = Path(os.environ.get("PRIVET_RUNS") or default)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    if root.stat().st_uid != os.getuid():
        # A folder in /tmp that somebody else made first could swap our keys and programs.
        raise PermissionError(f"{root} belongs to somebody else; set PRIVET_RUNS to a folder of yours")
    return root


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, across processes; it ends with the process at the latest."""
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
