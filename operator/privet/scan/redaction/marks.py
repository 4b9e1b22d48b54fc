"""What stands in the place of a value: the name of its entity, or that and a keyed pseudonym."""

import os
import stat
from pathlib import Path

from privet.detection import Finding, Fingerprints
from privet.errors import SettingsError

MIN_KEY, MAX_KEY = 32, 4096
"""Bytes of a key: as strong as the hash at least, and no file that was meant for something else."""


def mark_of(finding: Finding) -> str:
    """Give what stands for a finding: printable ASCII without quotes and strokes, in brackets."""
    if finding.fingerprint:
        return f"[{finding.entity}:{finding.fingerprint}]"
    return f"[{finding.entity}]"


def read_key(path: Path) -> Fingerprints:
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
    return Fingerprints(key)
