"""Privet as processes beside a cluster: installed, started under their ServiceAccounts, and ended.

The chart does this for users; tests and the demo do it from the checkout: what runs is what is edited.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from privet.admission.configuration import Url, configurations
from tests.cluster.cluster import Cluster
from tests.cluster.components import Command
from tests.cluster.errors import ClusterError, tail
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until

SYSTEM = "privet-system"
CONTROLLER = "privet-controller"
WEBHOOK = "privet-webhook"
READY_SECONDS = 60.0
TOKEN_HOURS = 12
"""A cluster that is left running is looked at for a while."""


class Ground(Protocol):
    """A cluster, and a place beside it where processes run that its API server reaches."""

    @property
    def kubeconfig(self) -> Path:
        """Credentials of an administrator."""

    @property
    def address(self) -> str:
        """The address at which the API server and this process reach what is launched."""

    def folder(self) -> Path:
        """Give where files of the processes are kept."""

    def kubectl(self, *arguments: str, stdin: str = "") -> str:
        """Run kubectl as an administrator."""

    def launch(self, command: Command) -> None:
        """Start a process."""

    def stop(self, name: str) -> None:
        """Stop a process in good order."""

    def ended(self) -> dict[str, int]:
        """Name the processes that have ended, with their exit codes."""

    def log(self, name: str) -> Path:
        """Give where a process's output goes."""


@dataclass(frozen=True)
class TestCluster:
    """A test cluster as ground: what is launched is one of its components, and ends with it."""

    __test__ = False

    cluster: Cluster

    @property
    def kubeconfig(self) -> Path:
        return self.cluster.kubeconfig

    @property
    def address(self) -> str:
        return self.cluster.node_address

    def folder(self) -> Path:
        return self.cluster.run_dir

    def kubectl(self, *arguments: str, stdin: str = "") -> str:
        return self.cluster.kubectl(*arguments, input=stdin)

    def launch(self, command: Command) -> None:
        self.cluster.launch(command)

    def stop(self, name: str) -> None:
        self.cluster.stop(name)

    def ended(self) -> dict[str, int]:
        running = self.cluster.running()
        return {name: -1 for name in (CONTROLLER, WEBHOOK) if name not in running}

    def log(self, name: str) -> Path:
        return self.cluster.run.logs / f"{name}.log"


@dataclass
class Privet:
    """Privet on a cluster."""

    ground: Ground
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment of both processes, on top of what they need."""
    webhook_port: int = 0
    health_port: int = 0

    def install(self) -> None:
        """Apply the resource definitions, the accounts and the webhook configurations."""
        self.webhook_port = self.webhook_port or free_port()
        self.health_port = self.health_port or free_port()
        self._apply(*(path.read_text() for path in sorted((REPOSITORY / "crds").glob("*.yaml"))))
        self.ground.kubectl(
            "wait", "crd", "--selector=app.kubernetes.io/part-of=privet", "--for=condition=Established"
        )
        self._apply((REPOSITORY / "deploy" / "rbac.yaml").read_text())
        url = Url(f"https://{self.ground.address}:{self.webhook_port}")
        self._apply(*(yaml.safe_dump(each) for each in configurations(url)))

    def start(self) -> None:
        """Start both processes and return when they are ready."""
        self.start_webhook()
        self.start_controller()
        self.wait_ready()

    def start_controller(self) -> None:
        """Start the controller under its account."""
        environment = {
            "PRIVET_HEALTH_HOST": self.ground.address,
            "PRIVET_HEALTH_PORT": str(self.health_port),
        }
        self._start("controller", CONTROLLER, environment)

    def start_webhook(self) -> None:
        """Start the webhook under its account."""
        environment = {
            "PRIVET_HOST": self.ground.address,
            "PRIVET_PORT": str(self.webhook_port),
            "PRIVET_SERVER_NAMES": json.dumps([self.ground.address]),
            "PRIVET_PROPAGATION_SECONDS": "1",
        }
        self._start("webhook", WEBHOOK, environment)

    def wait_ready(self) -> None:
        """Return when both say that they are ready; raise with the ends of their logs when one has ended."""
        for name, probe in ((WEBHOOK, self._webhook_ready), (CONTROLLER, self._controller_ready)):
            wait_until(self._alive(probe), f"{name} is ready", READY_SECONDS)

    def stop(self) -> None:
        """Stop both in good order."""
        for name in (CONTROLLER, WEBHOOK):
            self.ground.stop(name)

    def log_tails(self) -> str:
        """Give the last lines of both logs, which hold no contents."""
        return "\n".join(f"--- {name}\n{tail(self.ground.log(name))}" for name in (CONTROLLER, WEBHOOK))

    def account(self, name: str) -> Path:
        """Write a kubeconfig that holds a token of one of Privet's ServiceAccounts."""
        token = self.ground.kubectl(
            "create", "token", name, f"--namespace={SYSTEM}", f"--duration={TOKEN_HOURS}h"
        )
        config = json.loads(self.ground.kubectl("config", "view", "--raw", "--minify", "--output=json"))
        config["users"] = [{"name": "account", "user": {"token": token.strip()}}]
        config["contexts"][0]["context"]["user"] = "account"
        path = self.ground.folder() / f"{name}.kubeconfig"
        path.touch(mode=0o600)
        path.write_text(json.dumps(config))
        return path

    def _start(self, command: str, account: str, environment: Mapping[str, str]) -> None:
        argv = (sys.executable, "-m", "privet", command)
        paths = {"PYTHONPATH": str(REPOSITORY / "operator"), "PRIVET_KUBECONFIG": str(self.account(account))}
        self.ground.launch(Command(name=account, argv=argv, env={**paths, **environment, **self.settings}))

    def _alive(self, probe: Callable[[], bool]) -> Callable[[], bool]:
        def checked() -> bool:
            ended = self.ground.ended()
            if ended:
                raise ClusterError(f"{', '.join(ended)} ended\n{self.log_tails()}")
            return probe()

        return checked

    def _webhook_ready(self) -> bool:
        context = ssl._create_unverified_context()  # noqa: S323 - asks whether it serves; who it is, the API server verifies
        return _answers(
            http.client.HTTPSConnection(self.ground.address, self.webhook_port, timeout=2, context=context)
        )

    def _controller_ready(self) -> bool:
        return _answers(http.client.HTTPConnection(self.ground.address, self.health_port, timeout=2))

    def _apply(self, *documents: str) -> None:
        self.ground.kubectl("apply", "--server-side", "--filename=-", stdin="\n---\n".join(documents))


def free_port() -> int:
    """Return a port of this machine that is free at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(connection: http.client.HTTPConnection) -> bool:
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
