"""Starts, stops and reaps the components of one cluster, on request over a socket.

In a cluster with a node this process is the init of its own pid namespace, so that the
kernel ends every container with it. It must not import what takes long to import.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cluster import runs
from tests.cluster.linux import die_with_parent
from tests.cluster.node_mounts import prepare_mounts
from tests.cluster.output import say

REQUEST_BYTES = 1 << 20
POLL_SECONDS = 0.01


@dataclass
class Runner:
    """The components that were started, by name."""

    run: runs.Run
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    exits: dict[str, int] = field(default_factory=dict)

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Carry out one request; the answer is plain JSON."""
        match request:
            case {"op": "start", "name": name, "argv": argv, "env": env}:
                return self.start(name, argv, env)
            case {"op": "stop", "name": name, "signal": number, "timeout": timeout}:
                return self.stop(name, number, timeout)
            case {"op": "status"}:
                return {"running": sorted(self.running), "exits": self.exits}
            case _:
                return {"error": "unknown request"}

    def start(self, name: str, argv: list[str], env: dict[str, str]) -> dict[str, Any]:
        if name in self.running:
            return {"error": f"{name} is running already"}
        self.exits.pop(name, None)
        with (self.run.logs / f"{name}.log").open("ab") as log:
            try:
                process = subprocess.Popen(
                    argv,
                    env={**runs.GO_SETTINGS, **os.environ, **runs.mark(self.run), **env},
                    cwd=self.run.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=die_with_parent,  # noqa: PLW1509  # this process has one thread
                )
            except OSError as error:
                return {"error": f"{name} does not start: {error}"}
        self.running[name] = process
        return {"pid": process.pid}

    def stop(self, name: str, number: int, timeout: float) -> dict[str, Any]:
        process = self.running.get(name)
        if process is None:
            return {"exit": self.exits.get(name)}
        process.send_signal(number)
        if not self._gone(name, timeout):
            process.kill()
            self._gone(name, timeout)
        # Not kept: what was stopped on purpose is no failure.
        return {"exit": self.exits.pop(name, None)}

    def reap(self) -> None:
        """Collect every child that ended, also those that only ended up here."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._note_exit(pid, os.waitstatus_to_exitcode(status))

    def _note_exit(self, pid: int, code: int) -> None:
        for name, process in list(self.running.items()):
            if process.pid == pid:
                process.returncode = code
                self.exits[name] = code
                del self.running[name]

    def _gone(self, name: str, timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while name in self.running and time.monotonic() < deadline:
            self.reap()
            time.sleep(POLL_SECONDS)
        return name not in self.running


def serve(runner: Runner) -> None:
    """Answer requests, one connection at a time, until this process is killed."""
    awake, wake = socket.socketpair()
    wake.setblocking(False)
    awake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    # The supervisor waits for its name: who sees it must be heard.
    unheard = runner.run.control_socket.with_suffix(".unheard")
    listener.bind(str(unheard))
    listener.listen()
    unheard.rename(runner.run.control_socket)
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(awake, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if awake in ready:
                awake.recv(4096)
                runner.reap()
            if listener in ready:
                _answer(runner, listener)


def _answer(runner: Runner, listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(5)
        try:
            with connection.makefile("rb") as file:
                line = file.readline(REQUEST_BYTES)
            answer = runner.handle(json.loads(line))
            connection.sendall(json.dumps(answer).encode() + b"\n")
        except (OSError, ValueError) as error:
            say(f"a request failed: {error}")


def main() -> None:
    """Run for the run whose folder is the first argument."""
    run = runs.load(Path(sys.argv[1]))
    if run is None:
        raise SystemExit(f"no run in {sys.argv[1]}")
    if run.shape == "node":
        prepare_mounts(run.folder)
    serve(Runner(run))


if __name__ == "__main__":
    main()
