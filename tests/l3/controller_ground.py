"""The controller as a process beside a cluster, with the ServiceAccount and rights that a pod of it has."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import prometheus_client.parser

from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster
from tests.cluster.linux import die_with_parent
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until
from tests.definitions import define
from tests.leaks import also_searched
from tests.privet_processes import free_port

SYSTEM = "privet-system"
ACCOUNT = "privet-controller"
USER = f"system:serviceaccount:{SYSTEM}:{ACCOUNT}"
API = "/apis/privet.dev/v1alpha1"
READY_SECONDS = 30.0
GOVERNED = {"privet.dev/governed": "true"}
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}


def install(cluster: Cluster) -> None:
    """Apply the resource definitions and the rights."""
    define(cluster.kubectl)
    cluster.kubectl("apply", "--server-side", f"--filename={REPOSITORY / 'deploy' / 'rbac.yaml'}")
    # The API server's authorizer learns of new rights by a watch of its own.
    may = ("auth", "can-i", "watch", "provisioningkeys.privet.dev", "--all-namespaces", "--as", USER)
    cluster.wait(lambda: cluster.run_kubectl(*may).returncode == 0, "the rights are known", READY_SECONDS)


@dataclass
class ControllerProcess:
    """One controller; `start` it again after `kill`, as a kubelet would."""

    cluster: Cluster
    folder: Path
    identity: str = "controller-0"
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0

    @property
    def age(self) -> float:
        """Seconds since its last start."""
        return time.monotonic() - self.began

    @property
    def log(self) -> Path:
        return self.folder / f"{self.identity}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        account = self.folder / "serviceaccount"
        if not account.exists():
            account.mkdir(parents=True)
            (account / "ca.crt").write_text(self.cluster.ca_file.read_text())
            token = account / "token"
            token.touch(mode=0o600)
            token.write_text(self.cluster.service_account_token(SYSTEM, ACCOUNT, ()))
        where = urlsplit(self.cluster.api_url)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PRIVET_", "KUBE"))},
            "PYTHONPATH": str(REPOSITORY / "operator"),
            "KUBERNETES_SERVICE_HOST": where.hostname or "",
            "KUBERNETES_SERVICE_PORT": str(where.port),
            "PRIVET_SERVICE_ACCOUNT_DIR": str(account),
            "PRIVET_IDENTITY": self.identity,
            "PRIVET_HEALTH_HOST": "127.0.0.1",
            "PRIVET_HEALTH_PORT": str(self.port),
            **self.settings,
        }
        self.began = time.monotonic()
        with also_searched(self.log).open("ab") as log:
            self.process = subprocess.Popen(
                (sys.executable, "-m", "privet", "controller"),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - tests start it from one thread
            )

    def wait_leading(self, seconds: float = READY_SECONDS) -> None:
        wait_until(lambda: "leading" in self.probe("/readyz"), f"{self.identity} leads", seconds)

    def wait_idle(self, seconds: float = READY_SECONDS) -> None:
        wait_until(lambda: "idle" in self.probe("/readyz"), f"{self.identity} is idle", seconds)

    def probe(self, path: str) -> str:
        assert self.process is not None
        code = self.process.poll()
        if code is not None:
            raise AssertionError(f"{self.identity} ended with {code}\n{self.log.read_text()[-4000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            connection.close()

    def metric(self, name: str, **labels: str) -> float:
        families = prometheus_client.parser.text_string_to_metric_families(self.probe("/metrics"))
        samples = (sample for family in families for sample in family.samples if sample.name == name)
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it not run for a while, as on a node that stalls."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it in good order, and give its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


@contextmanager
def running(process: ControllerProcess) -> Iterator[ControllerProcess]:
    process.start()
    try:
        process.wait_leading()
        yield process
    finally:
        if process.process is not None and process.process.poll() is None:
            process.stop()


@dataclass
class Shop:
    """A namespace with a team's resources in it, and what tests ask of them."""

    cluster: Cluster
    namespace: str

    def path(self, plural: str, name: str = "") -> str:
        return f"{API}/namespaces/{self.namespace}/{plural}" + (f"/{name}" if name else "")

    def policy(self, name: str = "billing", grants: list[dict[str, Any]] | None = None) -> None:
        spec = {"workloadSelector": {"matchLabels": {"app": name}}, "grants": grants or [GRANT]}
        self._create("piipolicies", "PIIPolicy", name, spec)

    def key(self, name: str = "billing", policy: str = "billing", **spec: object) -> None:
        whole = {
            "policyRef": {"name": policy},
            "subject": {"serviceAccountName": name},
            "lifetime": "1h",
            "rotation": {"every": "30m", "overlap": "15m"},
            **spec,
        }
        self._create("provisioningkeys", "ProvisioningKey", name, whole)

    def get_key(self, name: str = "billing") -> dict[str, Any]:
        found: dict[str, Any] = self.cluster.client.get(self.path("provisioningkeys", name))
        return found

    def status(self, name: str = "billing") -> dict[str, Any]:
        found: dict[str, Any] = self.get_key(name).get("status", {})
        return found

    def secret(self, name: str = "billing") -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.cluster.client.get(
                f"/api/v1/namespaces/{self.namespace}/secrets/privet-key-{name}"
            )
        except ApiError as error:
            if error.status == 404:
                return None
            raise
        return found

    def edit(self, plural: str, name: str, spec: Mapping[str, Any]) -> None:
        self.cluster.kubectl(
            "patch",
            f"{plural}.privet.dev",
            name,
            f"--namespace={self.namespace}",
            "--type=merge",
            f"--patch={json.dumps({'spec': spec})}",
        )

    def condition(self, kind: str, name: str = "billing", plural: str = "provisioningkeys") -> dict[str, str]:
        obj = self.cluster.client.get(self.path(plural, name))
        conditions: list[dict[str, str]] = obj.get("status", {}).get("conditions", [])
        return next((each for each in conditions if each["type"] == kind), {})

    def wait_ready(self, name: str = "billing", seconds: float = 20.0) -> dict[str, Any]:
        wait_until(
            lambda: self.condition("Ready", name).get("status") == "True", f"key {name} is ready", seconds
        )
        return self.status(name)

    def _create(self, plural: str, kind: str, name: str, spec: Mapping[str, Any]) -> None:
        body = {
            "apiVersion": "privet.dev/v1alpha1",
            "kind": kind,
            "metadata": {"name": name, "namespace": self.namespace},
            "spec": spec,
        }
        self.cluster.client.post(self.path(plural), body)


def govern(cluster: Cluster, name: str, ceiling: list[dict[str, Any]] | None = None) -> None:
    """Make a ClusterPIIPolicy that governs the namespaces with the usual label."""
    spec: dict[str, Any] = {"namespaceSelector": {"matchLabels": GOVERNED}}
    spec["ceiling"] = ceiling or [GRANT]
    body = {
        "apiVersion": "privet.dev/v1alpha1",
        "kind": "ClusterPIIPolicy",
        "metadata": {"name": name},
        "spec": spec,
    }
    cluster.client.post(f"{API}/clusterpiipolicies", body)


def eventually(check: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    wait_until(check, what, seconds)


def settle(seconds: float) -> None:
    """Let time pass for what must not happen to not happen."""
    time.sleep(seconds)


def files(shop: Shop, name: str = "billing") -> dict[str, bytes]:
    secret = shop.secret(name)
    assert secret is not None
    return {file: base64.b64decode(content) for file, content in (secret.get("data") or {}).items()}
