"""Three ways for the demo to come by a cluster with Privet's image: local, kind, or one that is there."""

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

from tests.chart.image import IMAGE, privet_archive
from tests.chart.release import helm
from tests.cluster import build, node
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.errors import ClusterError, RequirementError
from tests.cluster.kubectl import Kubectl
from tests.cluster.launch import start_cluster
from tests.cluster.locations import REPOSITORY
from tests.cluster.modules import KUBERNETES_VERSIONS

IMAGE_VARIABLE = "PRIVET_IMAGE"
"""The variable that names Privet's image in a registry from which an existing cluster can pull it."""

_NO_IMAGE = f"""\
your cluster does not run Privet yet, and must be able to pull its image:
  make image                                                        names an archive
  skopeo copy docker-archive:ARCHIVE docker://REGISTRY/privet:TAG   where your cluster pulls from
  make demo PROVIDER=existing {IMAGE_VARIABLE}=REGISTRY/privet:TAG
or install the chart yourself (docs/install.md), then PROVIDER=existing tells the story there"""

_WEBHOOK = "app.kubernetes.io/name=privet,app.kubernetes.io/component=webhook"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A cluster as the demo sees it, wherever it comes from."""

    kubeconfig: Path
    kubectl: Kubectl
    image: str
    """Privet's image, which its nodes have or can pull."""
    preloaded: bool
    """Whether they have it, so that nothing may be pulled."""
    end_hint: str
    """How to end it, for somebody who keeps it."""
    stays: bool = False
    """Whether it is there after the demo, which then takes off it what it put there."""
    installed_in: str = ""
    """The namespace in which Privet was running before the demo came; it is left alone there."""
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
        archive = privet_archive()
        cluster = start_cluster(Options(shape=Shape.NODE, kubernetes=self.kubernetes))
        self._cluster = cluster
        node.import_image(cluster, archive)
        # For whoever keeps the cluster, beside kubectl.
        (cluster.bin_dir / "helm").symlink_to(helm("helm"))
        return Target(
            kubeconfig=cluster.kubeconfig,
            kubectl=cluster.kubectl,
            image=IMAGE,
            preloaded=True,
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
        archive = folder / "privet.tar"
        _output(engine, "build", f"--tag={IMAGE}", f"--file={REPOSITORY / 'Containerfile'}", str(REPOSITORY))
        _output(engine, "save", f"--output={archive}", IMAGE)
        kubeconfig = folder / "kubeconfig"
        version = build.full_version(self.kubernetes)
        self._stack.callback(_output, "kind", "delete", "cluster", "--name", self.name)
        _output(
            *("kind", "create", "cluster", "--name", self.name, "--kubeconfig", str(kubeconfig)),
            *("--image", f"kindest/node:v{version}", "--wait", "120s"),
        )
        _output("kind", "load", "image-archive", str(archive), "--name", self.name)
        return Target(
            kubeconfig=kubeconfig,
            kubectl=_kubectl(kubeconfig, version),
            image=IMAGE,
            preloaded=True,
            end_hint=f"kind delete cluster --name {self.name}",
        )

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
        kubectl = _kubectl(kubeconfig, KUBERNETES_VERSIONS[0])
        kubectl("get", "--raw", "/readyz")
        namespace, running = _installed(kubectl)
        image = self.environment.get(IMAGE_VARIABLE) or running
        if not image:
            raise RequirementError(_NO_IMAGE)
        return Target(
            kubeconfig=kubeconfig,
            kubectl=kubectl,
            image=image,
            preloaded=False,
            end_hint="nothing to end: it is your own cluster",
            stays=True,
            installed_in=namespace,
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


def _installed(kubectl: Kubectl) -> tuple[str, str]:
    """Return in which namespace Privet runs and from which image, or nothing."""
    listed = kubectl("get", "deployments", "--all-namespaces", f"--selector={_WEBHOOK}", "--output=json")
    for one in json.loads(listed)["items"]:
        image = one["spec"]["template"]["spec"]["containers"][0]["image"]
        return str(one["metadata"]["namespace"]), str(image)
    return "", ""


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


def _require_program(name: str, remedy: str) -> None:
    if shutil.which(name) is None:
        raise RequirementError(f"no {name} on the PATH: {remedy}")


def _output(*command: str) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise ClusterError(f"{' '.join(command[:3])}: {answer.stderr.strip()}")
    return answer.stdout
