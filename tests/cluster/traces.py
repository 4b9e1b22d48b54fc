"""What a run leaves on the machine; after its end there must be none."""

from __future__ import annotations

from pathlib import Path

from tests.cluster import runs


def traces(run: runs.Run) -> list[str]:
    """Return a description of everything on this machine that carries the run's name."""
    found = [f"process {entry.name}" for entry in Path("/proc").iterdir() if _belongs(entry, run)]
    found += [f"cgroup {folder}" for folder in runs.cgroup_folders(run) if folder.exists()]
    if run.network and Path("/sys/class/net", run.network.link).exists():
        found.append(f"link {run.network.link}")
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    found += [f"mount {line}" for line in mounts.splitlines() if run.name in line]
    namespaces = Path("/run/netns")
    if namespaces.exists():
        found += [f"namespace {path.name}" for path in namespaces.iterdir() if run.name in path.name]
    if run.folder.exists():
        found.append(f"folder {run.folder}")
    return found


def _belongs(entry: Path, run: runs.Run) -> bool:
    if not entry.name.isdigit():
        return False
    try:
        command = (entry / "cmdline").read_bytes()
        group = (entry / "cgroup").read_bytes()
        environment = (entry / "environ").read_bytes()
    except OSError:
        return False  # it ended meanwhile, or is not ours to look at
    name = str(run.folder).encode()
    return name in command or run.cgroup.encode() in group or b"PRIVET_RUN=" + name in environment
