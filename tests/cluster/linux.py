"""The few Linux calls that the standard library of Python 3.11 does not have."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CLONE_NEWPID = 0x20000000
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MS_SHARED = 1 << 20
MNT_DETACH = 2


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, in whatever way."""
    if _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def mount(source: str, target: Path, kind: str = "", flags: int = 0, data: str = "") -> None:
    """Mount as mount(2) does, in this process's mount namespace."""
    arguments = (source.encode(), os.fsencode(target), kind.encode(), flags, data.encode())
    if _libc.mount(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"mount {source} on {target}: {os.strerror(number)}")


def unmount(target: Path) -> None:
    """Take a mount away now, even when something still uses it."""
    _libc.umount2(os.fsencode(target), MNT_DETACH)


@dataclass(frozen=True)
class ProcessId:
    """A process, told apart from a later one that got the same number."""

    pid: int
    started: str
    """Clock ticks since boot, with the boot's id: together they never repeat."""

    @classmethod
    def of(cls, pid: int) -> ProcessId | None:
        """Return the identity of a running process, or None when there is none."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return None
        # The name in parentheses may hold anything, so fields are counted from its end.
        fields = stat.rpartition(")")[2].split()
        state, ticks = fields[0], fields[19]
        if state in ("Z", "X"):
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
        return cls(pid, f"{ticks}@{boot}")

    @classmethod
    def own(cls) -> ProcessId:
        found = cls.of(os.getpid())
        assert found is not None
        return found

    def alive(self) -> bool:
        return ProcessId.of(self.pid) == self


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so as to see them go."""
    if _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


@contextmanager
def children_in_new_pid_namespace() -> Iterator[None]:
    """Make the first child that is started in this block the init of a new pid namespace.

    When that child ends, the kernel kills every process below it, containers included.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _libc.unshare(_CLONE_NEWPID) != 0:
            raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWPID)")
        yield
    finally:
        # Without this, later children would be born into the namespace, and fail once it ends.
        _libc.setns(own, _CLONE_NEWPID)
        os.close(own)
