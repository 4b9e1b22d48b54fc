"""Writes the Go modules whose tools the harness builds: one module for each upstream.

An upstream is an ordinary Go dependency, named by `tool` directives, so its version and
every checksum stand in a committed go.mod and go.sum. They stay apart because their
dependencies conflict. Run `python -m tests.cluster.modules` after changing a version.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.output import say

_LOCAL_REPLACE = r"^\s*(?:replace )?(k8s\.io/\S+) => \./"
"""A module that Kubernetes keeps in its own tree; each is published too, as v0 of the same release."""

GO_ROOT = Path(__file__).parent / "go"

KUBERNETES_TOOLS = (
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "kubectl",
    "kubelet",
)

KUBERNETES_VERSIONS = ("1.37.2", "1.36.3", "1.35.4", "1.34.4")
"""The versions that can be built; the first is the default."""


@dataclass(frozen=True, kw_only=True)
class Upstream:
    """One Go module: what it depends on and which of its commands become tools."""

    name: str
    module: str
    version: str
    tools: tuple[str, ...]
    """None, where a `main` beside go.mod says what is built."""
    siblings: tuple[str, ...] = ()
    """Modules that are released together with `module` and hold some of the tools."""

    @property
    def folder(self) -> Path:
        return GO_ROOT / self.name


def kubernetes(version: str) -> Upstream:
    """Return the upstream of one Kubernetes version, such as 1.37.2."""
    return Upstream(
        name=f"kubernetes-{version}",
        module="k8s.io/kubernetes",
        version=f"v{version}",
        tools=tuple(f"k8s.io/kubernetes/cmd/{tool}" for tool in KUBERNETES_TOOLS),
    )


UPSTREAMS = (
    *(kubernetes(version) for version in KUBERNETES_VERSIONS),
    Upstream(
        name="etcd",
        module="go.etcd.io/etcd/server/v3",
        version="v3.7.3",
        tools=("go.etcd.io/etcd/server/v3", "go.etcd.io/etcd/etcdctl/v3"),
        siblings=("go.etcd.io/etcd/etcdctl/v3",),
    ),
    Upstream(
        name="containerd",
        module="github.com/containerd/containerd/v2",
        version="v2.4.2",
        tools=tuple(
            f"github.com/containerd/containerd/v2/cmd/{tool}"
            for tool in ("containerd", "containerd-shim-runc-v2", "ctr")
        ),
    ),
    Upstream(
        name="helm4",
        module="helm.sh/helm/v4",
        version="v4.3.1",
        tools=("helm.sh/helm/v4/cmd/helm",),
    ),
    Upstream(
        name="helm3",
        module="helm.sh/helm/v3",
        version="v3.22.0",
        tools=("helm.sh/helm/v3/cmd/helm",),
    ),
    Upstream(
        name="prometheus",
        module="github.com/prometheus/prometheus",
        version="v0.316.0",
        tools=("github.com/prometheus/prometheus/cmd/promtool",),
    ),
    # Its commands are modules of their own that no proxy serves.
    Upstream(name="cert-manager", module="github.com/cert-manager/cert-manager", version="v1.21.2", tools=()),
)


def go_mod(upstream: Upstream, resolved: str, upstream_go_mod: str) -> str:
    """Return the go.mod of one upstream, before `go mod tidy` adds the rest."""
    major_minor = resolved.removeprefix("v1.")
    lines = [f"module privet.test/cluster/{upstream.name}", "", _go_line(upstream_go_mod), ""]
    lines += _directives("godebug", upstream_go_mod)
    if upstream.tools:
        lines += ["tool (", *(f"\t{tool}" for tool in upstream.tools), ")", ""]
    lines += ["require (", *(f"\t{m} {resolved}" for m in (upstream.module, *upstream.siblings))]
    lines += [")", ""]
    local = sorted(set(re.findall(_LOCAL_REPLACE, upstream_go_mod, re.MULTILINE)))
    if local:
        lines += ["replace (", *(f"\t{name} => {name} v0.{major_minor}" for name in local), ")", ""]
    return "\n".join(lines)


def _go_line(text: str) -> str:
    found = re.search(r"^go \S+$", text, re.MULTILINE)
    if found is None:
        raise ValueError("the upstream go.mod has no go line")
    return found[0]


def _directives(name: str, text: str) -> list[str]:
    block = re.search(rf"^{name} \([^)]*\)$", text, re.MULTILINE)
    if block:
        return [block[0], ""]
    return [*re.findall(rf"^{name} [^(\n]+$", text, re.MULTILINE), ""]


def write(upstream: Upstream) -> None:
    """Write go.mod and go.sum of one upstream."""
    wanted = f"{upstream.module}@{upstream.version}"
    answer = subprocess.run(
        ["go", "mod", "download", "-json", wanted], check=True, capture_output=True, text=True
    )
    found = json.loads(answer.stdout)
    text = go_mod(upstream, found["Version"], Path(found["GoMod"]).read_text(encoding="utf-8"))
    upstream.folder.mkdir(parents=True, exist_ok=True)
    (upstream.folder / "go.mod").write_text(text, encoding="utf-8")
    subprocess.run(["go", "mod", "tidy"], check=True, cwd=upstream.folder)
    say(f"wrote {upstream.folder.relative_to(GO_ROOT)} for {found['Version']}")


def main(names: list[str]) -> None:
    """Write the named modules, or all of them."""
    for upstream in UPSTREAMS:
        if not names or upstream.name in names:
            write(upstream)


if __name__ == "__main__":
    main(sys.argv[1:])
