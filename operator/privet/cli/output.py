"""Standard input and output as commands use them: closed, full or cut off, each said in one line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from privet.errors import SettingsError


def put(text: str) -> None:
    """Write to standard output, whose reader may have seen enough, or know fewer signs.

    Raise SettingsError where nothing can be written.
    """
    need_output()
    with writing("standard output"):
        try:
            sys.stdout.buffer.write(text.encode(sys.stdout.encoding, errors="replace"))
            sys.stdout.flush()
        except BrokenPipeError:
            abandon_output()
        except OSError:
            abandon_output()
            raise


def need_output() -> None:
    """Raise SettingsError where standard output is closed."""
    if sys.stdout is None:
        raise SettingsError("standard output is closed: leave it open, or name a file for it")


def need_input() -> None:
    """Raise SettingsError where standard input is closed."""
    if sys.stdin is None:
        raise SettingsError("standard input is closed: there is nothing to read")


def abandon_output() -> None:
    """Send to nowhere what is still to be written, so that Python does not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def writing(where: str | Path) -> Iterator[None]:
    """Translate what keeps a file from being written."""
    try:
        yield
    except OSError as error:
        # Only a failure needs what tells personal names from others.
        from privet.scan.names import reason, told

        raise SettingsError(f"{told(where)} cannot be written: {reason(error)}") from None


def fill_closed_handles() -> None:
    """Open what was closed before the start, so that no file gets the handle that stands for it."""
    for handle in (0, 1, 2):
        try:
            os.fstat(handle)
        except OSError:
            # The lowest one that is free, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
