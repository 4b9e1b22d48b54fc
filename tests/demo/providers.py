"""Where the demo gets its cluster: its own, one made by kind, or the one that a kubeconfig names.

Beside its own cluster Privet's processes are components of it. Beside the other two they run on this machine,
and the cluster's API server must be able to reach it; DEMO_ADDRESS says at which address, where the guess is
wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.cluster import images
from tests.cluster.cluster import Options, Shape
from tests.cluster.components import Command
from tests.cluster.errors import ClusterError, RequirementError
from tests.cluster.launch import start_cluster
from tests.cluster.linux import die_with_parent
from tests.privet_processes import Ground, TestCluster

PYTHON_IMAGE = "docker.io/library/python:3.13-slim"
KIND_NAME = "privet-demo"
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Provided:
    """A cluster to tell the story on."""

    ground: Ground
    image: str
    cleans_up: bool
    """Whether the story has to remove what it made: not where the whole cluster goes."""
    how_to_end: str
    """The command that ends what KEEP=1 left."""
    lasts: bool
    """Whether Privet's processes outlive this one."""


@contextmanager
def provide(provider: str, *, keep: bool) -> Iterator[Provided]:
    """Bring up the cluster that was asked for; take it down afterwards unless it is to be kept."""
    match provider:
        case "local":
            yield from _local(keep=keep)
        case "kind":
            yield from _kind(keep=keep)
        case "existing":
            yield from _existing(keep=keep)
        case _:
            raise RequirementError(f"PROVIDER is local, kind or existing, not {provider}")


def _local(*, keep: bool) -> Iterator[Provided]:
    cluster = start_cluster(Options(shape=Shape.NODE))
    try:
        yield Provided(
            TestCluster(cluster),
            images.BASE,
            cleans_up=False,
            how_to_end=".venv/bin/python -m tests.cluster down",
            lasts=True,
        )
    except BaseException:
        cluster.close()
        raise
    if keep:
        cluster.detach()
    else:
        cluster.close()


def _kind(*, keep: bool) -> Iterator[Provided]:
    kind = _required("kind", "https://kind.sigs.k8s.io")
    with tempfile.TemporaryDirectory(prefix="privet-kind-") as scratch:
        kubeconfig = Path(scratch) / "kubeconfig"
        subprocess.run(
            [kind, "create", "cluster", f"--name={KIND_NAME}", f"--kubeconfig={kubeconfig}"], check=True
        )
        ground = HostGround(kubeconfig, os.environ.get("DEMO_ADDRESS") or _kind_gateway())
        try:
            yield Provided(
                ground,
                _image(),
                cleans_up=False,
                how_to_end=f"kind delete cluster --name={KIND_NAME}",
                lasts=False,
            )
        finally:
            ground.stop_all()
            if not keep:
                subprocess.run([kind, "delete", "cluster", f"--name={KIND_NAME}"], check=True)


def _existing(*, keep: bool) -> Iterator[Provided]:
    _required("kubectl", "https://kubernetes.io/docs/tasks/tools")
    kubeconfig = Path(os.environ.get("KUBECONFIG") or Path.home() / ".kube" / "config")
    if not kubeconfig.is_file():
        raise RequirementError(f"PROVIDER=existing needs a kubeconfig; there is none at {kubeconfig}")
    ground = HostGround(kubeconfig, os.environ.get("DEMO_ADDRESS") or _address_towards(kubeconfig))
    try:
        yield Provided(
            ground, _image(), cleans_up=not keep, how_to_end="kubectl delete --filename=deploy/", lasts=False
        )
    finally:
        ground.stop_all()


@dataclass
class HostGround:
    """A cluster made elsewhere, with Privet's processes on this machine."""

    kubeconfig: Path
    address: str
    _folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="privet-demo-")))
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def folder(self) -> Path:
        return self._folder

    def kubectl(self, *arguments: str, stdin: str = "") -> str:
        environment = {**os.environ, "KUBECONFIG": str(self.kubeconfig)}
        answer = subprocess.run(
            ["kubectl", *arguments], input=stdin, env=environment, capture_output=True, text=True, check=False
        )
        if answer.returncode != 0:
            raise ClusterError(f"kubectl {arguments[0]}: {answer.stderr.strip()}")
        return answer.stdout

    def launch(self, command: Command) -> None:
        with self.log(command.name).open("ab") as log:
            self._processes[command.name] = subprocess.Popen(
                command.argv,
                env={**os.environ, **command.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the demo has one thread
            )

    def stop(self, name: str) -> None:
        process = self._processes.pop(name, None)
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self) -> None:
        """Stop every process, and remove the credentials that they had."""
        for name in list(self._processes):
            self.stop(name)
        shutil.rmtree(self._folder, ignore_errors=True)

    def ended(self) -> dict[str, int]:
        codes = {name: process.poll() for name, process in self._processes.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


def _image() -> str:
    return os.environ.get("DEMO_IMAGE") or PYTHON_IMAGE


def _required(program: str, where: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise RequirementError(f"{program} is not installed; see {where}")
    return found


def _kind_gateway() -> str:
    """Return this machine's address in the network that kind's containers share."""
    template = "{{range .IPAM.Config}}{{.Gateway}} {{end}}"
    answer = subprocess.run(
        ["docker", "network", "inspect", "kind", "--format", template],
        capture_output=True,
        text=True,
        check=True,
    )
    addresses = [address for address in answer.stdout.split() if "." in address]
    if not addresses:
        raise RequirementError("the network of kind has no IPv4 gateway; set DEMO_ADDRESS")
    return addresses[0]


def _address_towards(kubeconfig: Path) -> str:
    """Return the address with which this machine reaches the API server: most likely the way back, too."""
    command = ["kubectl", f"--kubeconfig={kubeconfig}", "config", "view", "--minify", "--output=json"]
    config = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    server = urlsplit(config["clusters"][0]["cluster"]["server"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((server.hostname, server.port or 443))
        address: str = probe.getsockname()[0]
        return address
