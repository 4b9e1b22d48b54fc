"""Real `privet webhook` processes beside a real API server, and what stands in for a Service."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from privet.admission.configuration import Url, configurations
from tests.cluster.cluster import Cluster
from tests.cluster.linux import die_with_parent
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until
from tests.definitions import define

HOST = "127.0.0.1"
READY_SECONDS = 30.0
ACCOUNT = ("privet-system", "privet-webhook")
NO_SETTINGS: Mapping[str, str] = {}


class Balancer:
    """A Service in miniature: one port, connections go to the replicas in turn; a dead one is passed over."""

    def __init__(self) -> None:
        self._targets: list[int] = []
        self._turn = itertools.count()
        self._listener = socket.create_server((HOST, 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def point_at(self, *ports: int) -> None:
        """Send new connections to these; open ones go on."""
        self._targets = list(ports)

    def close(self) -> None:
        """Accept no more."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._forward, args=(client,), daemon=True).start()

    def _forward(self, client: socket.socket) -> None:
        targets = self._targets
        for _ in targets:
            port = targets[next(self._turn) % len(targets)]
            try:
                server = socket.create_connection((HOST, port), timeout=5)
            except OSError:
                continue
            server.settimeout(None)
            for one in (client, server):
                # A proxy that waits for more to send costs 40 ms a review.
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()
            server.close()
            break
        client.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@dataclass
class Replica:
    """One process."""

    name: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> tuple[int, str]:
        """Read one of its pages."""
        # Whether it is the one we mean, the API server verifies.
        context = ssl._create_unverified_context()  # noqa: S323
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=5, context=context)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def ready(self) -> bool:
        """Tell whether it says that reviews may come; fail when it has ended."""
        assert self.process.poll() is None, f"{self.name} ended:\n{self.log.read_text()[-4000:]}"
        return self.get("/readyz")[0] == http.HTTPStatus.OK

    def stop(self) -> int:
        """Ask it to stop, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()


@dataclass
class Webhooks:
    """The webhook on one cluster: its configurations, and as many replicas as a test wants."""

    cluster: Cluster
    balancer: Balancer = field(default_factory=Balancer)
    probes: Balancer = field(default_factory=Balancer)
    """The other Service, which also finds replicas that are not ready."""
    settings: Mapping[str, str] = field(default_factory=dict)
    replicas: list[Replica] = field(default_factory=list)

    def install(self) -> None:
        """Apply the resource definitions, the accounts and the webhook configurations."""
        define(self.cluster.kubectl)
        rights = f"--filename={REPOSITORY / 'deploy' / 'rbac.yaml'}"
        self.cluster.kubectl("apply", "--server-side", rights)
        self.configure()

    def configure(self, port: int = 0) -> None:
        """Apply the webhook configurations, as an installer does: again and again."""
        url = Url(f"https://{HOST}:{port or self.balancer.port}", f"https://{HOST}:{self.probes.port}")
        text = "\n---\n".join(yaml.safe_dump(one) for one in configurations(url))
        self.cluster.kubectl("apply", "--server-side", "--force-conflicts", "--filename=-", input=text)

    def unconfigure(self) -> None:
        """Delete the webhook configurations."""
        for kind in ("validatingwebhookconfiguration", "mutatingwebhookconfiguration"):
            self.cluster.kubectl("delete", kind, "privet", "--ignore-not-found")

    def start(self, name: str = "one", settings: Mapping[str, str] = NO_SETTINGS) -> Replica:
        """Start a replica and return when it is ready and gets its share."""
        replica = self.launch(name, settings)
        wait_until(replica.ready, f"replica {name} is ready", READY_SECONDS)
        self._balance()
        return replica

    def launch(self, name: str = "one", settings: Mapping[str, str] = NO_SETTINGS) -> Replica:
        """Start a replica."""
        with socket.socket() as free:
            free.bind((HOST, 0))
            port: int = free.getsockname()[1]
        log = self.cluster.run.logs / f"webhook-{name}.log"
        environment = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY / "operator"),
            **self._as_in_a_pod(),
            "PRIVET_REPLICA": name,
            "PRIVET_HOST": HOST,
            "PRIVET_PORT": str(port),
            "PRIVET_SERVER_NAMES": json.dumps([HOST]),
            "PRIVET_PROPAGATION_SECONDS": "0.5",
            "PRIVET_DRAIN_SECONDS": "1",
            **self.settings,
            **settings,
        }
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "privet", "webhook"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - it only asks the kernel for a signal
            )
        replica = Replica(name, port, log, process)
        self.replicas.append(replica)
        self.probes.point_at(*(one.port for one in self.replicas))
        return replica

    def _as_in_a_pod(self) -> dict[str, str]:
        """Lay out the account's files as the kubelet does, and name the API server as it does."""
        folder = self.cluster.run_dir / "account"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / "token").write_text(self.cluster.service_account_token(*ACCOUNT))
        (folder / "ca.crt").write_bytes(self.cluster.ca_file.read_bytes())
        server = urlsplit(self.cluster.api_url)
        return {
            "PRIVET_SERVICE_ACCOUNT_DIR": str(folder),
            "KUBERNETES_SERVICE_HOST": str(server.hostname),
            "KUBERNETES_SERVICE_PORT": str(server.port),
        }

    def retire(self, replica: Replica) -> int:
        """Stop a replica as Kubernetes does: its endpoint goes first."""
        self.replicas.remove(replica)
        self._balance()
        return replica.stop()

    def logs(self) -> str:
        """Give everything that any replica wrote."""
        return "".join(path.read_text() for path in sorted(self.cluster.run.logs.glob("webhook-*.log")))

    def close(self) -> None:
        """End every replica."""
        for replica in self.replicas:
            replica.kill()
        self.replicas.clear()
        self.balancer.close()
        self.probes.close()

    def _balance(self) -> None:
        self.balancer.point_at(*(one.port for one in self.replicas))


@contextlib.contextmanager
def webhooks_on(cluster: Cluster, **settings: str) -> Iterator[Webhooks]:
    """Install the webhook on a cluster, without a replica yet."""
    webhooks = Webhooks(cluster, settings=settings)
    try:
        webhooks.install()
        yield webhooks
    finally:
        webhooks.close()
