"""Privet as processes beside a cluster: installed, started under their ServiceAccounts, and ended.

The chart does this for users; tests that need no image do it from the checkout: what runs is what is edited.
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

import yaml

from privet.admission.configuration import Url, configurations
from tests.cluster.cluster import Cluster
from tests.cluster.components import Command
from tests.cluster.errors import ClusterError, tail
from tests.cluster.kubectl import Kubectl
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until
from tests.definitions import define

SYSTEM = "privet-system"
CONTROLLER = "privet-controller"
WEBHOOK = "privet-webhook"
READY_SECONDS = 60.0
TOKEN_HOURS = 12
"""A cluster that is left running is looked at for a while."""


@dataclass(frozen=True)
class ClusterGround:
    """A test cluster: what is launched is one of its components, and ends with it."""

    cluster: Cluster

    @property
    def address(self) -> str:
        return self.cluster.node_address

    @property
    def folder(self) -> Path:
        return self.cluster.run_dir

    @property
    def kubectl(self) -> Kubectl:
        return self.cluster.kubectl

    def launch(self, command: Command) -> None:
        self.cluster.launch(command)

    def stop(self, name: str) -> None:
        self.cluster.stop(name)

    def running(self) -> list[str]:
        return self.cluster.running()

    def log(self, name: str) -> Path:
        return self.cluster.run.logs / f"{name}.log"


@dataclass
class Privet:
    """Privet on a cluster."""

    ground: ClusterGround
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment of both processes, on top of what they need."""
    webhook_port: int = 0
    health_port: int = 0

    def install(self) -> None:
        """Apply the resource definitions, the accounts and the webhook configurations."""
        self.webhook_port = self.webhook_port or free_port()
        self.health_port = self.health_port or free_port()
        define(self.ground.kubectl)
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
        path = self.ground.folder / f"{name}.kubeconfig"
        path.touch(mode=0o600)
        path.write_text(json.dumps(config))
        return path

    def _start(self, command: str, account: str, environment: Mapping[str, str]) -> None:
        argv = (sys.executable, "-m", "privet", command)
        paths = {"PYTHONPATH": str(REPOSITORY / "operator"), "PRIVET_KUBECONFIG": str(self.account(account))}
        self.ground.launch(Command(name=account, argv=argv, env={**paths, **environment, **self.settings}))

    def _alive(self, probe: Callable[[], bool]) -> Callable[[], bool]:
        def checked() -> bool:
            ended = {CONTROLLER, WEBHOOK} - set(self.ground.running())
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
        self.ground.kubectl("apply", "--server-side", "--filename=-", input="\n---\n".join(documents))


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
