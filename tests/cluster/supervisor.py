"""Watches over one cluster: when its owner ends, in whatever way, nothing of it is left.

It stands in a session of its own, so that neither a terminal's interrupt nor a killed
owner takes it along before it has cleaned up.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tests.cluster import network, runs
from tests.cluster.linux import (
    ProcessId,
    adopt_orphans,
    children_in_new_pid_namespace,
    die_with_parent,
)
from tests.cluster.output import say

DETACH = signal.SIGUSR1
"""Tells the supervisor that the cluster is to outlive its owner."""

READY_SECONDS = 20.0


def main() -> None:
    """Supervise the run whose folder is the first argument."""
    run = runs.load(Path(sys.argv[1]))
    if run is None:
        raise SystemExit(f"no run in {sys.argv[1]}")
    received, sender = socket.socketpair()
    sender.setblocking(False)
    received.setblocking(False)
    signal.set_wakeup_fd(sender.fileno())
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, DETACH):
        signal.signal(number, _note)
    runs.record_supervisor(run.folder)
    adopt_orphans()
    runner = _start_runner(run)
    try:
        if run.network:
            network.connect(run.network, runner.pid)
        _wait_for_socket(run, runner)
        runs.record_runner(run.folder, runner.pid)
        _watch(run, runner, received)
    finally:
        _end(run, runner)


def _note(_number: int, _frame: FrameType | None) -> None:
    """Only the wake-up byte matters; a handler must be there for it to be written."""


def _start_runner(run: runs.Run) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.cluster.runner", str(run.folder)]
    if run.shape != "node":
        return _spawn(command)
    with children_in_new_pid_namespace():
        return _spawn(["unshare", "--net", "--mount", *command])


def _spawn(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509  # this process has one thread
    )


def _wait_for_socket(run: runs.Run, runner: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not run.control_socket.exists():
        if runner.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the runner did not start")
        time.sleep(0.01)


def _watch(run: runs.Run, runner: subprocess.Popen[bytes], received: socket.socket) -> None:
    """Return when the cluster is to end."""
    poll = select.poll()
    poll.register(received, select.POLLIN)
    owner = _watch_owner(run, poll)
    while True:
        events = {descriptor for descriptor, _ in poll.poll()}
        if owner in events:
            say("the owner is gone")
            return
        numbers = received.recv(4096) if received.fileno() in events else b""
        if {signal.SIGTERM, signal.SIGINT, signal.SIGHUP} & set(numbers):
            return
        if DETACH in numbers and owner is not None:
            poll.unregister(owner)
            owner = None
            run.detached()
        if runner.poll() is not None:
            say("the runner is gone")
            return


def _watch_owner(run: runs.Run, poll: select.poll) -> int | None:
    if run.owner is None:
        return None
    try:
        descriptor = os.pidfd_open(run.owner.pid)
    except ProcessLookupError:
        raise SystemExit("the owner was gone before its cluster was up") from None
    if ProcessId.of(run.owner.pid) != run.owner:
        raise SystemExit("the owner was gone before its cluster was up")
    poll.register(descriptor, select.POLLIN)
    return descriptor


def _end(run: runs.Run, runner: subprocess.Popen[bytes]) -> None:
    # Nothing in a cluster outlives it, so nothing is asked to stop in good order.
    runner.kill()
    runner.wait()
    runs.kill_processes(run)
    _wait_for_orphans()
    runs.remove(run)


def _wait_for_orphans() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


if __name__ == "__main__":
    main()
