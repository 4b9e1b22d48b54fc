"""Talks to the runner of a cluster: starts, stops and kills its components."""

from __future__ import annotations

import json
import signal
import socket
from typing import Any

from tests.cluster.components import Command
from tests.cluster.errors import ClusterError
from tests.cluster.runs import Run

ANSWER_SECONDS = 60.0


def start(run: Run, command: Command) -> None:
    """Start a component."""
    request = {"op": "start", "name": command.name, "argv": command.argv, "env": command.env}
    _ask(run, request)


def stop(run: Run, name: str, *, seconds: float = 10.0) -> int | None:
    """Stop a component in good order, and kill it when that takes too long."""
    return _end(run, name, signal.SIGTERM, seconds)


def kill(run: Run, name: str) -> int | None:
    """Kill a component, as a crash would."""
    return _end(run, name, signal.SIGKILL, 10.0)


def exits(run: Run) -> dict[str, int]:
    """Return the exit codes of the components that have ended."""
    found: dict[str, int] = _ask(run, {"op": "status"})["exits"]
    return found


def running(run: Run) -> list[str]:
    """Return the names of the components that run."""
    found: list[str] = _ask(run, {"op": "status"})["running"]
    return found


def _end(run: Run, name: str, number: signal.Signals, seconds: float) -> int | None:
    request = {"op": "stop", "name": name, "signal": int(number), "timeout": seconds}
    code: int | None = _ask(run, request)["exit"]
    return code


def _ask(run: Run, request: dict[str, Any]) -> dict[str, Any]:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(str(run.control_socket))
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as file:
                answer: dict[str, Any] = json.loads(file.readline())
    except (OSError, ValueError) as error:
        raise ClusterError(f"the cluster {run.name} does not answer: {error}") from error
    if "error" in answer:
        raise ClusterError(str(answer["error"]))
    return answer
