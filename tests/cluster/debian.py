"""The few programs that come from Debian rather than from a Go module."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.cluster.errors import RequirementError
from tests.cluster.locations import cache_root, locked
from tests.cluster.output import say

NODE_PACKAGES: Mapping[str, str] = {
    "runc": "runc",
    "containernetworking-plugins": "/usr/lib/cni/bridge",
    "iptables": "iptables",
    "nftables": "nft",
    "conntrack": "conntrack",
    "iproute2": "ip",
    "mmdebstrap": "mmdebstrap",
}
"""What a node needs: package, and a program of it by which its presence is known."""

IMAGE_PACKAGES: Mapping[str, str] = {"buildah": "buildah"}
"""What building images from a Containerfile needs."""

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def missing(packages: Mapping[str, str]) -> list[str]:
    """Return the packages whose program is not there."""
    return [package for package, program in packages.items() if not _present(program)]


def require(packages: Mapping[str, str]) -> None:
    """Install what is missing when that is allowed, else refuse with the packages' names."""
    if os.geteuid() != 0:
        raise RequirementError("a cluster with a node needs root: run as root, or use --no-node")
    absent = missing(packages)
    if not absent:
        return
    if shutil.which("apt-get") is None:
        raise RequirementError(f"please install what Debian calls {' '.join(absent)}")
    with locked(cache_root() / "apt.lock"):
        still_absent = missing(packages)
        if still_absent:
            _install(still_absent)


def _present(program: str) -> bool:
    if program.startswith("/"):
        return Path(program).exists()
    # /usr/sbin is not on everybody's path.
    return shutil.which(program, path=SYSTEM_PATH) is not None


def _install(packages: list[str]) -> None:
    say(f"installing from Debian: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--no-install-recommends", *packages],
    ):
        answer = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if answer.returncode != 0:
            raise RequirementError(
                f"please install {' '.join(packages)}: {' '.join(command[:2])} failed:\n"
                f"{answer.stderr[-2000:]}"
            )
