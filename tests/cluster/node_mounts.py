"""Gives the node its own view of the file system, which ends with its processes.

A node writes to fixed places: sockets under /run, state under /var/lib, logs under
/var/log, and sysctls. Here each of them becomes the run's own, so nothing of it is ever
seen on the machine, while inside everything is where the manuals say.
"""

from __future__ import annotations

from pathlib import Path

from tests.cluster.linux import MS_BIND, MS_PRIVATE, MS_REC, MS_SHARED, mount

LAYERED = ("/etc", "/var/lib", "/var/log")
"""Written to by the node, on top of what the machine has there."""

STATE = ("/var/lib/kubelet", "/var/lib/containerd", "/var/lib/cni", "/var/log/pods")
"""Held in plain folders: the layers of containers cannot lie on a layered file system."""

SYSCTLS = {
    "/proc/sys/vm/overcommit_memory": "1",
    "/proc/sys/vm/panic_on_oom": "0",
    "/proc/sys/kernel/panic": "10",
    "/proc/sys/kernel/panic_on_oops": "1",
    "/proc/sys/kernel/keys/root_maxkeys": "1000000",
    "/proc/sys/kernel/keys/root_maxbytes": "25000000",
}
"""What the kubelet would set for the whole machine; it finds them set, and the machine keeps its own."""


def prepare_mounts(folder: Path) -> None:
    """Rearrange the file system of this process, which must have its own mount namespace."""
    root = Path("/")
    mount("none", root, flags=MS_REC | MS_PRIVATE)
    # Private to the outside, shared inside: volumes must travel into containers.
    mount("none", root, flags=MS_REC | MS_SHARED)
    mount("proc", Path("/proc"), "proc")
    _hide_sysctls(folder / "sysctls")
    mount("tmpfs", Path("/run"), "tmpfs", data="mode=755")
    state = folder / "state"
    state.mkdir(exist_ok=True)
    # In memory: half a gigabyte in thousands of files would take longer to delete than to use.
    mount("tmpfs", state, "tmpfs", data="mode=755")
    for place in LAYERED:
        _layer(Path(place), state / "layers" / place.strip("/").replace("/", "-"))
    for place in STATE:
        own = state / Path(place).name
        own.mkdir(parents=True)
        Path(place).mkdir(parents=True, exist_ok=True)
        mount(str(own), Path(place), flags=MS_BIND)


def _layer(place: Path, own: Path) -> None:
    upper, work = own / "upper", own / "work"
    upper.mkdir(parents=True)
    work.mkdir()
    mount("overlay", place, "overlay", data=f"lowerdir={place},upperdir={upper},workdir={work}")


def _hide_sysctls(folder: Path) -> None:
    folder.mkdir()
    for name, value in SYSCTLS.items():
        target = Path(name)
        if target.exists():
            stand_in = folder / target.name
            stand_in.write_text(f"{value}\n", encoding="utf-8")
            mount(str(stand_in), target, flags=MS_BIND)
