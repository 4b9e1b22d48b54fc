"""What stands in the place of a value: the name of its entity, or that and a keyed pseudonym."""

import os
import stat
from pathlib import Path

from privet.detection import Finding, Fingerprints
from privet.errors import SettingsError
from privet.scan.names import reason, told

MIN_KEY, MAX_KEY = 32, 4096
"""Bytes of a key: as strong as the hash at least, and no file that was meant for something else."""


def mark_of(finding: Finding) -> str:
    """Give what stands for a finding: printable ASCII without quotes and strokes, in brackets."""
    if finding.fingerprint:
        return f"[{finding.entity}:{finding.fingerprint}]"
    return f"[{finding.entity}]"


def read_key(path: Path) -> Fingerprints:
    """Read the key of pseudonyms; raise SettingsError when others may read it or it is too short."""
    name = f"the key file {told(path)}"
    try:
        # A pipe is opened without a wait for its other end, and refused.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise SettingsError(f"{name} cannot be read: {reason(error)}") from None
    try:
        # The open file is asked, so that nobody can put another in its place in between.
        there = os.fstat(handle)
        if not stat.S_ISREG(there.st_mode):
            raise SettingsError(f"{name} is no file")
        if os.name == "posix" and there.st_mode & 0o077:
            raise SettingsError(f"others may read {name}: chmod 600 it")
        key = os.read(handle, MAX_KEY + 1)
    finally:
        os.close(handle)
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise SettingsError(f"{name} must have {MIN_KEY} to {MAX_KEY} bytes, from a random source")
    return Fingerprints(key)
