"""What stands in the place of a value: the name of its entity, or a keyed pseudonym."""

import os
import stat
from pathlib import Path
from typing import Protocol

from privet.detection.fingerprint import MIN_KEY_BYTES, Fingerprints
from privet.detection.folding import fold
from privet.errors import SettingsError

MIN_KEY, MAX_KEY = MIN_KEY_BYTES, 4096
"""Bytes of a key: as strong as the hash at least, and no file that was meant for something else."""


class Mark(Protocol):
    """Gives what stands for a value."""

    def __call__(self, entity: str, value: str, /) -> str:
        """Give the mark: printable ASCII without quotes and backslashes, in brackets."""


def plain_mark(entity: str, _value: str) -> str:
    """Give the name of the entity in brackets."""
    return f"[{entity}]"


class Pseudonyms:
    """Gives one value the same pseudonym everywhere; without the key, nobody can try values.

    Case and separators make no difference.
    """

    def __init__(self, key: bytes) -> None:
        self._fingerprints = Fingerprints(key)

    def __repr__(self) -> str:
        return "Pseudonyms(…)"

    def __call__(self, entity: str, value: str, /) -> str:
        """Give entity and pseudonym in brackets."""
        return f"[{entity}:{self._fingerprints.of(entity, fold(value))}]"


def read_key(path: Path) -> Pseudonyms:
    """Read the key of pseudonyms; raise SettingsError when others may read it or it is too short."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        raise SettingsError(f"the key file {path} cannot be read") from None
    with os.fdopen(handle, "rb") as file:
        # The open file is asked, so that nobody can put another in its place in between.
        told = os.fstat(file.fileno())
        if not stat.S_ISREG(told.st_mode):
            raise SettingsError(f"the key file {path} is no file")
        if os.name == "posix" and told.st_mode & 0o077:
            raise SettingsError(f"others may read the key file {path}: chmod 600 it")
        key = file.read(MAX_KEY + 1)
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise SettingsError(
            f"the key file {path} must have {MIN_KEY} to {MAX_KEY} bytes, from a random source"
        )
    return Pseudonyms(key)
