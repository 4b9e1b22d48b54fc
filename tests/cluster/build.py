"""Builds the components once, into a cache that is keyed by everything that goes into them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.cluster.errors import BuildError, RequirementError, tail
from tests.cluster.locations import cache_root, locked
from tests.cluster.modules import GO_ROOT, KUBERNETES_TOOLS, KUBERNETES_VERSIONS
from tests.cluster.output import say

PROGRESS_SECONDS = 10.0
"""How often a build that takes longer says that it is still at work."""

COMPILER_SETTINGS = {"GOGC": "off", "GOMEMLIMIT": "1536MiB"}
"""Each process of Go's compiler ends before its garbage is worth collecting; only for the largest packages it
comes to the limit, and collects then: a seventh less time than at GOGC=400."""

CONTROL_PLANE = ("etcd", "kube-apiserver", "kubectl")
CONTROLLERS = ("kube-controller-manager", "kube-scheduler")
NODE = ("kubelet", "kube-proxy", "containerd", "containerd-shim-runc-v2", "ctr")
HELM = ("helm", "helm3")
OWN_MAIN = ("pause", "cert-manager")
"""Programs whose `main` is in their folder here; the rest are commands of their modules."""

_CONTAINERD_STAMP = "-X github.com/containerd/containerd/v2/version.Version={version}"


@dataclass(frozen=True, kw_only=True)
class Component:
    """One program: the module that pins it, its Go package, and the stamps that it needs."""

    name: str
    module: str
    package: str
    stamps: str = ""
    tags: str = ""

    @property
    def folder(self) -> Path:
        return GO_ROOT / self.module

    def flags(self) -> list[str]:
        # Stripped of symbols: half the size, and faster to link; panics keep their traces. What is
        # stripped is not compiled to begin with. The state of this repository is not stamped in: it
        # says nothing about the program.
        fixed = ["-trimpath", "-buildvcs=false", "-gcflags=all=-dwarf=false"]
        tags = [f"-tags={self.tags}"] if self.tags else []
        return [*fixed, *tags, f"-ldflags=-s -w {self.stamps}".rstrip()]

    def key(self) -> str:
        """Return a digest of all that decides what the program will be."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        for text in (self.package, *self.flags(), go_version()):
            digest.update(text.encode() + b"\0")
        return digest.hexdigest()[:16]

    def path(self) -> Path:
        """Return where the built program is, or will be."""
        return cache_root() / "bin" / f"{self.name}-{self.key()}" / self.name


@cache
def go_version() -> str:
    """Return the version and target of the Go toolchain; refuse when there is none."""
    if shutil.which("go") is None:
        raise RequirementError("no go on the PATH: install Go 1.26 or later")
    answer = subprocess.run(
        ["go", "env", "GOVERSION", "GOOS", "GOARCH"], check=True, capture_output=True, text=True
    )
    return "-".join(answer.stdout.split())


def required_version(module: str, dependency: str) -> str:
    """Return the version of a dependency that a committed go.mod names."""
    for line in (GO_ROOT / module / "go.mod").read_text(encoding="utf-8").splitlines():
        words = line.removeprefix("require").split()
        if words[:1] == [dependency] and len(words) > 1:
            return words[1]
    raise BuildError(f"{module}/go.mod does not require {dependency}")


def full_version(version: str) -> str:
    """Return the pinned patch release of a Kubernetes version such as 1.37 or 1.37.2."""
    for known in KUBERNETES_VERSIONS:
        if version.removeprefix("v") in (known, known.rpartition(".")[0]):
            return known
    raise BuildError(f"no Kubernetes {version}; there are {', '.join(KUBERNETES_VERSIONS)}")


def component(name: str, kubernetes: str = KUBERNETES_VERSIONS[0]) -> Component:
    """Return the component of that name, of Kubernetes in the given version, but for the newest kubectl."""
    if name in KUBERNETES_TOOLS:
        # Whoever has clusters of several versions has one kubectl, and what is asked of it here is older
        # than all of them.
        return _kubernetes(name, KUBERNETES_VERSIONS[0] if name == "kubectl" else full_version(kubernetes))
    if name in ("etcd", "etcdctl"):
        package = {"etcd": "server", "etcdctl": "etcdctl"}[name]
        return Component(name=name, module="etcd", package=f"go.etcd.io/etcd/{package}/v3")
    if name in HELM:
        return _helm(name)
    if name in NODE:
        path = "github.com/containerd/containerd/v2"
        stamp = _CONTAINERD_STAMP.format(version=required_version("containerd", path))
        return Component(name=name, module="containerd", package=f"{path}/cmd/{name}", stamps=stamp)
    if name == "promtool":
        return _promtool()
    if name in OWN_MAIN:
        return Component(name=name, module=name, package=".")
    raise BuildError(f"no component is called {name}")


def _kubernetes(name: str, version: str) -> Component:
    major, minor, _ = version.split(".")
    base = "k8s.io/component-base/version"
    # Without these, clients take the server for v0.0.0 and choose old behaviour.
    stamps = f"-X {base}.gitVersion=v{version} -X {base}.gitMajor={major} -X {base}.gitMinor={minor}"
    return Component(
        name=name,
        module=f"kubernetes-{version}",
        package=f"k8s.io/kubernetes/cmd/{name}",
        stamps=stamps,
    )


def _helm(name: str) -> Component:
    module = "helm3" if name == "helm3" else "helm4"
    path = f"helm.sh/helm/v{module[-1]}"
    stamps = [f"-X {path}/internal/version.version={required_version(module, path)}"]
    if module == "helm3":
        # Otherwise it takes every cluster that it cannot ask for a 1.20.
        minor = required_version(module, "k8s.io/client-go").split(".")[1]
        places = ("pkg/chartutil", "pkg/lint/rules")
        stamps += [f"-X {path}/{place}.k8sVersionMinor={minor}" for place in places]
    return Component(name=name, module=module, package=f"{path}/cmd/helm", stamps=" ".join(stamps))


def _promtool() -> Component:
    path = "github.com/prometheus/prometheus"
    version = required_version("prometheus", path)
    stamp = f"-X github.com/prometheus/common/version.Version={version}"
    return Component(
        name="promtool",
        module="prometheus",
        package=f"{path}/cmd/promtool",
        stamps=stamp,
        # Without the clients of two dozen clouds, whose targets it never looks up here.
        tags="remove_all_sd",
    )


def build(names: Iterable[str], kubernetes: str = KUBERNETES_VERSIONS[0]) -> dict[str, Path]:
    """Return the paths of the named programs, after building those that are not in the cache."""
    wanted = [component(name, kubernetes) for name in names]
    missing = [item for item in wanted if not item.path().exists()]
    for number, item in enumerate(missing, start=1):
        build_component(item, f"{number}/{len(missing)}")
    return {item.name: item.path() for item in wanted}


def build_component(item: Component, position: str = "1/1") -> None:
    """Build one program, unless another process has or does so meanwhile."""
    target = item.path().parent
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_suffix(".lock")):
        if item.path().exists():
            return  # another process built it while this one waited
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{item.name}-") as scratch:
            _compile(item, Path(scratch), position)
            finished = Path(scratch) / "out"
            # The rename makes it all or nothing: a killed build leaves no half program.
            finished.rename(target)


def _compile(item: Component, scratch: Path, position: str) -> None:
    log = scratch / "build.log"
    command = ["go", "build", *item.flags(), "-o", str(scratch / "out" / item.name), item.package]
    environment = {**COMPILER_SETTINGS, **os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    label = f"[{position}] {item.name} ({item.module})"
    say(f"building {label}")
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=item.folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        code = _wait_with_progress(process, label, started)
    if code != 0:
        raise BuildError(f"{item.name} does not build (go exits {code}):\n{tail(log)}")
    say(f"built {label} in {time.monotonic() - started:.0f} s")


def _wait_with_progress(process: subprocess.Popen[bytes], label: str, started: float) -> int:
    while True:
        try:
            return process.wait(timeout=PROGRESS_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"building {label}: {time.monotonic() - started:.0f} s")
