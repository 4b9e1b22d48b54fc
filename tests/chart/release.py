"""Installs the chart with either Helm, as a user does."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.chart.derived import CHART
from tests.cluster import build
from tests.cluster.errors import ClusterError
from tests.cluster.kubectl import Kubectl

HelmName = Literal["helm", "helm3"]
HELMS: tuple[HelmName, ...] = ("helm", "helm3")
KUBERNETES = ("1.37", "1.36", "1.35")
"""The versions whose API servers have to take what the chart renders."""

SYSTEM = "privet-system"
LOCAL_VALUES = CHART / "ci" / "local-values.yaml"
RESTRICTED = "pod-security.kubernetes.io/enforce=restricted"
TIMEOUT = "120s"


def helm(name: HelmName) -> Path:
    """Return the program."""
    return build.build([name])[name]


def template(name: HelmName, *arguments: str, namespace: str = SYSTEM, check: bool = True) -> str:
    """Render the chart; what it says when it refuses, if it is not to be checked."""
    command = [str(helm(name)), "template", "privet", str(CHART), f"--namespace={namespace}", *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if check and answer.returncode != 0:
        raise ClusterError(f"helm template {' '.join(arguments)}: {answer.stderr.strip()}")
    return answer.stdout if answer.returncode == 0 else answer.stderr


@dataclass(frozen=True)
class Release:
    """The release `privet` on the cluster that a kubectl reaches."""

    kubectl: Kubectl
    program: HelmName = "helm"

    def namespace(self) -> None:
        """Make the namespace as a careful platform has it: nothing but restricted pods gets in."""
        self.kubectl("create", "namespace", SYSTEM)
        self.kubectl("label", "namespace", SYSTEM, RESTRICTED)

    def install(self, *arguments: str) -> str:
        """Return when everything is ready."""
        return self("install", "privet", str(CHART), f"--values={LOCAL_VALUES}", *_WAIT, *arguments)

    def upgrade(self, *arguments: str) -> str:
        """Return when everything is ready and the old pods have been told to go."""
        return self("upgrade", "privet", str(CHART), f"--values={LOCAL_VALUES}", *_WAIT, *arguments)

    def rollback(self, revision: int = 0) -> str:
        """Go back to a revision, or to the one before."""
        return self("rollback", "privet", *([str(revision)] if revision else ()), *_WAIT)

    def test(self) -> str:
        """Run `helm test` and return what it prints, the test's log included."""
        return self("test", "privet", "--logs", f"--timeout={TIMEOUT}")

    def uninstall(self) -> str:
        """Take the release away: one command."""
        return self("uninstall", "privet", *_WAIT)

    def __call__(self, *arguments: str) -> str:
        """Run helm in Privet's namespace; raise with its words when it fails."""
        command = [str(helm(self.program)), *arguments, f"--namespace={SYSTEM}"]
        environment = dict(self.kubectl.environment)
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            raise ClusterError(f"helm {arguments[0]}: {answer.stderr.strip()}\n{answer.stdout}")
        return answer.stdout


_WAIT = ("--wait", f"--timeout={TIMEOUT}")
