"""What can go wrong with a test cluster, in words for the person who started it."""

from __future__ import annotations

from pathlib import Path

TAIL_LINES = 30
"""Enough of a log to show a Go panic or a flag error with its reason."""


class ClusterError(Exception):
    """A test cluster could not do what it was asked; the message says why and what to do."""


class BuildError(ClusterError):
    """A component did not compile."""


class RequirementError(ClusterError):
    """This machine lacks something that the harness may not install."""


class NotReadyError(ClusterError):
    """Something did not become ready within its limit."""


def tail(path: Path, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log, or a remark that it is not there."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return f"(no {path.name})"
    return "\n".join(text.splitlines()[-lines:])
