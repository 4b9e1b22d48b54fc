"""Runs kubectl against one cluster."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.errors import ClusterError


@dataclass(frozen=True, kw_only=True)
class Kubectl:
    """A kubectl and the environment that tells it which cluster and who."""

    program: Path
    environment: Mapping[str, str]

    def __call__(
        self,
        *arguments: str,
        input: str | None = None,  # noqa: A002  # the name that subprocess gave it
        check: bool = True,
        kubeconfig: Path | None = None,
    ) -> str:
        """Return what kubectl prints; raise with its words when it fails."""
        answer = self.run(*arguments, input=input, kubeconfig=kubeconfig)
        if check and answer.returncode != 0:
            raise ClusterError(f"kubectl {' '.join(arguments)}: {answer.stderr.strip()}")
        return answer.stdout

    def run(
        self,
        *arguments: str,
        input: str | None = None,  # noqa: A002
        kubeconfig: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Return how it went, also when it failed; for tests that expect a refusal."""
        as_whom = {"KUBECONFIG": str(kubeconfig)} if kubeconfig else {}
        return subprocess.run(
            [str(self.program), *arguments],
            input=input,
            env={**self.environment, **as_whom},
            capture_output=True,
            text=True,
            check=False,
        )
