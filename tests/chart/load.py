"""Reviews at a steady rate through the API server, each with its verdict checked."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.cluster.cluster import Cluster
from tests.cluster.output import say

THREADS = 8
STOP_SECONDS = 30.0


def pod(name: str, contact: str, labels: dict[str, str] | None = None) -> dict[str, Any]:
    """Give a pod that the restricted standard admits, with one variable."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": labels or {"app": "web"}},
        "spec": {
            "terminationGracePeriodSeconds": 0,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 65532,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [
                {
                    "name": "app",
                    "image": "privet.test/base:1",
                    "imagePullPolicy": "Never",
                    "command": ["sleep", "600"],
                    "env": [{"name": "CONTACT", "value": contact}],
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                    },
                }
            ],
        },
    }


@dataclass
class Reviews:
    """Creates pods without keeping them: by turns one that must be denied and one that must be admitted."""

    cluster: Cluster
    namespace: str
    leak: str
    rate: float
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        seconds = time.monotonic() - self._began
        rate = sum(self.answers.values()) / seconds
        say(f"{dict(self.answers)} in {seconds:.0f} s, {rate:.0f} a second of {self.rate:.0f}")

    def _run(self, number: int) -> None:
        try:
            self._ask_in_turn(number)
        finally:
            self.cluster.client.close()

    def _ask_in_turn(self, turn: int) -> None:
        while not self._stop.is_set():
            due = self._began + turn / self.rate
            if self._stop.wait(max(0.0, due - time.monotonic())):
                return
            self._ask(leaks=turn // THREADS % 2 == 0)
            turn += THREADS

    def _ask(self, *, leaks: bool) -> None:
        path = f"/api/v1/namespaces/{self.namespace}/pods?dryRun=All"
        try:
            status, content = self.cluster.client.raw(
                "POST", path, pod("load", self.leak if leaks else "none")
            )
        except (OSError, http.client.HTTPException) as error:
            status, content = 0, type(error).__name__.encode()
        denied = status == http.HTTPStatus.FORBIDDEN and b"EnvValue" in content
        admitted = status == http.HTTPStatus.CREATED
        if denied if leaks else admitted:
            self.answers["denied" if leaks else "admitted"] += 1
        else:
            self.answers["wrong"] += 1
            self.wrong.append(f"{status}: {content.decode(errors='replace')[:300]}")
