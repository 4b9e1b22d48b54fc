"""Three ways for the demo to come by a cluster: a local one, kind, or one that is there already."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.cluster import build, images, node
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.errors import ClusterError, RequirementError
from tests.cluster.kubectl import Kubectl
from tests.cluster.launch import start_cluster
from tests.cluster.modules import KUBERNETES_VERSIONS

HOST_ADDRESS = "PRIVET_HOST_ADDRESS"
"""The variable that says at which address an existing cluster reaches this machine."""

IMAGE = "PRIVET_IMAGE"
"""The variable that names an image with Python and a shell which an existing cluster can pull."""

PUBLIC_IMAGE = "python:3.12-slim"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A cluster as the demo sees it, wherever it comes from."""

    kubeconfig: Path
    kubectl: Kubectl
    host_address: str
    """Where the API server and the pods reach processes of this machine."""
    image: str
    """An image with Python and a shell that its pods can run."""
    load_image: Callable[[Path], None]
    """Gives its nodes the image of an archive."""
    end_hint: str
    """How to end it, for somebody who keeps it."""
    local: Cluster | None = None
    """The cluster itself, when it is one of ours."""


class Provider(Protocol):
    """Gives one cluster."""

    def open(self) -> Target:
        """Return a cluster that is ready; refuse with what is missing."""
        ...

    def keep(self) -> None:
        """Let the cluster outlive this process."""
        ...

    def close(self) -> None:
        """End the cluster, unless it was kept or was there before."""
        ...


@dataclass
class LocalProvider:
    """A real one-node Kubernetes on this machine, made by this harness."""

    kubernetes: str = KUBERNETES_VERSIONS[0]
    _cluster: Cluster | None = None
    _kept: bool = False

    def open(self) -> Target:
        cluster = start_cluster(Options(shape=Shape.NODE, kubernetes=self.kubernetes))
        self._cluster = cluster
        return Target(
            kubeconfig=cluster.kubeconfig,
            kubectl=cluster.kubectl,
            host_address=cluster.host_address,
            image=images.BASE,
            load_image=lambda archive: node.import_image(cluster, archive),
            end_hint=f".venv/bin/python -m tests.cluster down {cluster.name}",
            local=cluster,
        )

    def keep(self) -> None:
        if self._cluster is not None:
            self._cluster.detach()
            self._kept = True

    def close(self) -> None:
        if self._cluster is not None and not self._kept:
            self._cluster.close()


@dataclass
class KindProvider:
    """A cluster made by the program kind, in containers of this machine's engine."""

    kubernetes: str = KUBERNETES_VERSIONS[0]
    name: str = field(default_factory=lambda: f"privet-{secrets.token_hex(3)}")
    _stack: ExitStack = field(default_factory=ExitStack)
    _kept: bool = False

    def open(self) -> Target:
        engine = _container_engine()
        _require_program("kind", "install kind, or use PROVIDER=local")
        folder = Path(tempfile.mkdtemp(prefix="privet-kind-"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        kubeconfig = folder / "kubeconfig"
        version = build.full_version(self.kubernetes)
        self._stack.callback(_output, "kind", "delete", "cluster", "--name", self.name)
        _output(
            *("kind", "create", "cluster", "--name", self.name, "--kubeconfig", str(kubeconfig)),
            *("--image", f"kindest/node:v{version}", "--wait", "120s"),
        )
        self.load_image(images.base_archive())
        return Target(
            kubeconfig=kubeconfig,
            kubectl=_kubectl(kubeconfig, version),
            host_address=_kind_gateway(engine),
            image=images.BASE,
            load_image=self.load_image,
            end_hint=f"kind delete cluster --name {self.name}",
        )

    def load_image(self, archive: Path) -> None:
        """Give the nodes the image of an archive."""
        _output("kind", "load", "image-archive", str(archive), "--name", self.name)

    def keep(self) -> None:
        self._kept = True

    def close(self) -> None:
        if not self._kept:
            self._stack.close()


@dataclass
class ExistingProvider:
    """The cluster of the person's own kubeconfig, which is used and left as it is."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def open(self) -> Target:
        named = self.environment.get("KUBECONFIG", "").split(os.pathsep)[0]
        kubeconfig = Path(named) if named else Path.home() / ".kube" / "config"
        if not kubeconfig.exists():
            raise RequirementError(f"there is no kubeconfig at {kubeconfig}; set KUBECONFIG")
        address = self.environment.get(HOST_ADDRESS)
        if not address:
            raise RequirementError(
                f"set {HOST_ADDRESS} to the address at which your cluster reaches this machine"
            )
        kubectl = _kubectl(kubeconfig, KUBERNETES_VERSIONS[0])
        kubectl("get", "--raw", "/readyz")
        return Target(
            kubeconfig=kubeconfig,
            kubectl=kubectl,
            host_address=address,
            image=self.environment.get(IMAGE, PUBLIC_IMAGE),
            load_image=_cannot_load,
            end_hint="nothing to end: it is your own cluster",
        )

    def keep(self) -> None:
        """Do nothing: it was there before and stays."""

    def close(self) -> None:
        """Do nothing: it was there before and stays."""


PROVIDERS: Mapping[str, Callable[[], Provider]] = {
    "local": LocalProvider,
    "kind": KindProvider,
    "existing": ExistingProvider,
}


def provider(name: str) -> Provider:
    """Return the provider of that name."""
    if name not in PROVIDERS:
        raise ClusterError(f"no provider is called {name}; there are {', '.join(PROVIDERS)}")
    return PROVIDERS[name]()


def _cannot_load(archive: Path) -> None:
    raise RequirementError(
        f"an image archive ({archive.name}) cannot be loaded into a cluster that is not ours; "
        f"push the image to a registry and set {IMAGE}"
    )


def _kubectl(kubeconfig: Path, kubernetes: str) -> Kubectl:
    """Return the kubectl of the PATH, or our own where there is none."""
    found = shutil.which("kubectl")
    program = Path(found) if found else build.build(["kubectl"], kubernetes)["kubectl"]
    return Kubectl(program=program, environment={**os.environ, "KUBECONFIG": str(kubeconfig)})


def _container_engine() -> str:
    # The same order in which kind looks for them.
    engine = next((name for name in ("docker", "nerdctl", "podman") if shutil.which(name)), None)
    if engine is None:
        raise RequirementError("kind needs docker, nerdctl or podman; or use PROVIDER=local")
    return engine


def _kind_gateway(engine: str) -> str:
    """Return this machine's address in the network that kind puts its nodes into."""
    network = json.loads(_output(engine, "network", "inspect", "kind"))[0]
    # docker and nerdctl say IPAM.Config with Gateway, podman says subnets with gateway.
    entries = network.get("IPAM", {}).get("Config") or network.get("subnets", [])
    addresses = [entry.get("Gateway") or entry.get("gateway") or "" for entry in entries]
    for address in addresses:
        if "." in address:
            return str(address)
    raise ClusterError(f"{engine} does not say the gateway of the network kind")


def _require_program(name: str, remedy: str) -> None:
    if shutil.which(name) is None:
        raise RequirementError(f"no {name} on the PATH: {remedy}")


def _output(*command: str) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise ClusterError(f"{' '.join(command[:3])}: {answer.stderr.strip()}")
    return answer.stdout
