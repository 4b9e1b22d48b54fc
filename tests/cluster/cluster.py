"""A running test cluster, and how to reach, disturb and end it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tests.cluster import build, components, control, runs
from tests.cluster.client import ApiClient
from tests.cluster.components import Command, Layout
from tests.cluster.errors import ClusterError, tail
from tests.cluster.kubeconfig import certificate_user, token_user, write_kubeconfig
from tests.cluster.kubectl import Kubectl
from tests.cluster.modules import KUBERNETES_VERSIONS
from tests.cluster.supervisor import DETACH
from tests.cluster.waiting import wait_until

T = TypeVar("T")

START_SECONDS = 60.0
END_SECONDS = 60.0
TOKEN_SECONDS = 3600


class Shape(StrEnum):
    """How much of a cluster there is."""

    API = "api"
    """etcd and the API server (level L2)."""
    MANAGED = "managed"
    """With controller manager and scheduler (level L3)."""
    NODE = "node"
    """With a node that runs pods (level L4)."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What kind of cluster is wanted."""

    shape: Shape = Shape.API
    kubernetes: str = KUBERNETES_VERSIONS[0]
    audit: bool | None = None
    """Whether the API server keeps an audit log; absent, it does in all shapes but `API`."""
    apiserver_flags: tuple[str, ...] = ()
    """Added to the API server's command line, such as `--feature-gates=…`."""

    @property
    def audited(self) -> bool:
        return self.shape is not Shape.API if self.audit is None else self.audit

    def programs(self) -> tuple[str, ...]:
        """Return the names of the components that this cluster needs."""
        more = build.CONTROLLERS if self.shape is not Shape.API else ()
        return (*build.CONTROL_PLANE, *more, *(build.NODE if self.shape is Shape.NODE else ()))


class Cluster:
    """A real Kubernetes on this machine, which ends with the process that started it."""

    def __init__(
        self,
        run: runs.Run,
        layout: Layout,
        options: Options,
        supervisor: subprocess.Popen[bytes],
    ) -> None:
        self.run = run
        self.options = options
        self.bin_dir = run.programs
        self.api_url = layout.api_url
        self.ca_file = layout.authority.pair.certificate
        self.host_address = run.network.host_address if run.network else components.LOOPBACK
        """The address at which the API server and the pods reach processes of this machine."""
        self.node_address = layout.address
        self.audit_log = run.logs / "audit.log" if options.audited else None
        self.kubeconfig = write_kubeconfig(
            run.folder / "kubeconfig", self.api_url, self.ca_file, certificate_user(layout.admin)
        )
        """Credentials of a cluster administrator; works from an ordinary shell."""
        self.client = ApiClient(self.api_url, self.ca_file, layout.admin)
        self.kubectl = Kubectl(program=self.bin_dir / "kubectl", environment=self.environment())
        """Runs kubectl as the administrator: `cluster.kubectl("get", "pods")` returns what it prints."""
        self._layout = layout
        self._supervisor = supervisor
        self._commands: dict[str, Command] = {}

    @property
    def name(self) -> str:
        return self.run.name

    @property
    def run_dir(self) -> Path:
        return self.run.folder

    # Components

    def start(self, name: str) -> None:
        """Start a component again that was stopped or killed."""
        control.start(self.run, self._commands[name])

    def stop(self, name: str) -> None:
        """Stop a component in good order."""
        control.stop(self.run, name)

    def kill(self, name: str) -> None:
        """Kill a component, as a crash would."""
        control.kill(self.run, name)

    def running(self) -> list[str]:
        """Return the names of the components that run."""
        return control.running(self.run)

    def restart_apiserver(self) -> None:
        """Stop the API server, start it again, and return when it is ready."""
        self.stop("kube-apiserver")
        self.start("kube-apiserver")
        self.wait_ready()

    def launch(self, command: Command) -> None:
        """Start a new component and remember how."""
        self._commands[command.name] = command
        control.start(self.run, command)

    # Users

    def run_kubectl(
        self,
        *arguments: str,
        input: str | None = None,  # noqa: A002
        kubeconfig: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run kubectl and return how it went, also when it failed."""
        return self.kubectl.run(*arguments, input=input, kubeconfig=kubeconfig)

    def environment(self, kubeconfig: Path | None = None) -> dict[str, str]:
        """Return an environment in which kubectl and helm use this cluster and leave no trace."""
        return {
            **runs.GO_SETTINGS,
            **os.environ,
            "PATH": f"{self.bin_dir}:{os.environ.get('PATH', '')}",
            "KUBECONFIG": str(kubeconfig or self.kubeconfig),
            "KUBECACHEDIR": str(self.run_dir / "kubectl-cache"),
            "HELM_CACHE_HOME": str(self.run_dir / "helm" / "cache"),
            "HELM_CONFIG_HOME": str(self.run_dir / "helm" / "config"),
            "HELM_DATA_HOME": str(self.run_dir / "helm" / "data"),
        }

    def kubeconfig_for(self, user: str, groups: Sequence[str] = ()) -> Path:
        """Return a kubeconfig of a user with a client certificate; RBAC knows nothing of it yet."""
        name = f"user-{runs.new_name()}"
        return self._layout.kubeconfig(name, user, tuple(groups))

    def kubeconfig_for_service_account(self, namespace: str, name: str) -> Path:
        """Return a kubeconfig with a token of a ServiceAccount, valid for an hour."""
        token = self.service_account_token(namespace, name)
        path = self.run_dir / f"sa-{runs.new_name()}.kubeconfig"
        return write_kubeconfig(path, self.api_url, self.ca_file, token_user(token))

    def service_account_token(self, namespace: str, name: str, audiences: Sequence[str] = ()) -> str:
        """Return a token of a ServiceAccount through a TokenRequest."""
        spec = {"expirationSeconds": TOKEN_SECONDS, "audiences": list(audiences)}
        body = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec}
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token"
        return str(self.client.post(path, body)["status"]["token"])

    # Waiting

    def answers(self, path: str = "/readyz") -> bool:
        """Tell whether the API server answers a path with success, now."""
        try:
            status, _ = self.client.raw("GET", path)
        except (OSError, http.client.HTTPException):
            return False
        return status == http.HTTPStatus.OK

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when the API server is ready; raise with the tail of its log when it ends."""
        self.wait(self.answers, "the API server is ready", seconds)

    def wait_for(self, kind: str, name: str, condition: str, seconds: float = 60.0, **place: str) -> None:
        """Wait as `kubectl wait --for` does, in the namespace given as `namespace=`."""
        namespace = ("--namespace", place["namespace"]) if "namespace" in place else ()
        self.kubectl("wait", f"{kind}/{name}", f"--for={condition}", f"--timeout={seconds:.0f}s", *namespace)

    def wait(self, condition: Callable[[], T | None], what: str, seconds: float = 30.0) -> T:
        """Return the condition's first true value; give up early when a component has ended."""

        def watched() -> T | None:
            ended = control.exits(self.run)
            if ended:
                names = ", ".join(f"{name} (exit {code})" for name, code in ended.items())
                raise ClusterError(f"waiting for {what}: {names} ended\n{self.log_tails()}")
            return condition()

        return wait_until(watched, what, seconds)

    def log_tails(self) -> str:
        """Return the last lines of every component's log, for a failure report."""
        logs = sorted(path for path in self.run.logs.glob("*.log") if not path.name.startswith("audit"))
        return "\n".join(f"--- {path.stem}\n{tail(path)}" for path in logs)

    # The end

    def detach(self) -> None:
        """Let the cluster outlive this process, until `python -m tests.cluster down`."""
        supervisor = self.run.supervisor()
        if supervisor is None:
            raise ClusterError(f"the cluster {self.name} has ended")
        os.kill(supervisor.pid, DETACH)
        wait_until(lambda: _is_detached(self.run), "the cluster is let go", END_SECONDS)

    def close(self) -> None:
        """End the cluster and leave nothing of it."""
        self.client.close()
        end(self.run)
        self._supervisor.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def end(run: runs.Run) -> None:
    """Have a run's supervisor end it; sweep it when there is none any more."""
    supervisor = run.supervisor()
    if supervisor is None or not supervisor.alive():
        runs.remove(run)
        return
    with contextlib.suppress(ProcessLookupError):  # it may end by itself just now
        os.kill(supervisor.pid, signal.SIGTERM)
    wait_until(lambda: not supervisor.alive(), f"the cluster {run.name} ends", END_SECONDS)
    if run.folder.exists():
        runs.remove(run)


def _is_detached(run: runs.Run) -> bool:
    current = runs.load(run.folder)
    return current is not None and current.owner is None
