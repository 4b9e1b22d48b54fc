"""What the harness says to people: results on standard output, progress beside it."""

from __future__ import annotations

import sys


def say(message: str) -> None:
    """Tell the person who waits what is going on."""
    sys.stderr.write(f"cluster: {message}\n")
    sys.stderr.flush()


def show(result: str) -> None:
    """Print a result, which another program may read."""
    sys.stdout.write(f"{result}\n")
    sys.stdout.flush()
