"""The record of each running cluster, and how to leave no trace of one that ended.

A run is a folder. What it makes outside (a link, cgroups) carries its name, so that it can
be found again after a crash, and nothing else is ever touched.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tests.cluster.linux import ProcessId, unmount
from tests.cluster.locations import locked, runs_root

CGROUP_ROOT = Path("/sys/fs/cgroup")

GO_SETTINGS = {"GOGC": "400"}
"""Kubernetes' programs collect garbage at five times what they hold, not at twice: a fifth less work."""

GONE_SECONDS = 10.0
"""How long cgroups may stay busy after their last process was killed."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """The two ends of the link between this machine and a cluster's network namespace."""

    link: str
    host_address: str
    node_address: str
    prefix: int = 30


@dataclass(frozen=True, kw_only=True)
class Run:
    """What was written down about one cluster when it started."""

    name: str
    folder: Path
    owner: ProcessId | None
    """The process that the cluster ends with; None when it was left running on purpose."""
    shape: str
    kubernetes: str
    network: Network | None = None

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def programs(self) -> Path:
        """A folder with kubectl, helm and the components, for a PATH."""
        return self.folder / "bin"

    @property
    def control_socket(self) -> Path:
        return self.folder / "control.sock"

    @property
    def cgroup(self) -> str:
        return f"privet-{self.name}"

    def supervisor(self) -> ProcessId | None:
        """Return the process that watches over the run, when it has got so far."""
        return _process(_read(self.folder / "supervisor.json"))

    def runner(self) -> ProcessId | None:
        """Return the process that starts the components, once it takes requests."""
        return _process(_read(self.folder / "runner.json"))

    def abandoned(self) -> bool:
        """Tell whether nobody is left who will clean this run up."""
        return not any(process and process.alive() for process in (self.supervisor(), self.owner))

    def write(self) -> None:
        content = {**asdict(self), "folder": str(self.folder)}
        _write(self.folder / "run.json", content)

    def detached(self) -> Run:
        """Write down that the run outlives the process that started it."""
        run = replace(self, owner=None)
        run.write()
        return run


def create(shape: str, kubernetes: str, network: Network | None, name: str) -> Run:
    """Make the folder of a new run that belongs to this process."""
    folder = runs_root() / name
    (folder / "logs").mkdir(parents=True, mode=0o700)
    run = Run(
        name=name,
        folder=folder,
        owner=ProcessId.own(),
        shape=shape,
        kubernetes=kubernetes,
        network=network,
    )
    run.write()
    return run


def new_name() -> str:
    """Return a name that no other run has, short enough for a network link."""
    return secrets.token_hex(4)


def load(folder: Path) -> Run | None:
    """Read the record of a run, or return None when it has none yet or no longer."""
    content = _read(folder / "run.json")
    if content is None:
        return None
    network = content.pop("network")
    owner = _process(content.pop("owner"))
    content["folder"] = folder
    return Run(owner=owner, network=Network(**network) if network else None, **content)


def all_runs() -> Iterator[Run]:
    """Yield every run on record, oldest first."""
    folders = [folder for folder in runs_root().iterdir() if folder.is_dir()]
    for folder in sorted(folders, key=lambda path: path.stat().st_ctime):
        run = load(folder)
        if run is not None:
            yield run


def sweep() -> list[Run]:
    """Remove what is left of runs whose owner is gone, and nothing else."""
    with locked(runs_root() / "sweep.lock"):
        abandoned = [run for run in all_runs() if run.abandoned()]
        for run in abandoned:
            remove(run)
    return abandoned


def remove(run: Run) -> None:
    """Take away everything that carries the run's name: processes, link, cgroups, folder."""
    kill_processes(run)
    if run.network and Path("/sys/class/net", run.network.link).exists():
        subprocess.run(["ip", "link", "delete", run.network.link], check=False, capture_output=True)
    _remove_cgroups(run)
    _unmount_below(run.folder)
    keep = os.environ.get("PRIVET_KEEP_LOGS")
    if keep and run.logs.exists():
        shutil.copytree(run.logs, Path(keep) / run.name, dirs_exist_ok=True)
    shutil.rmtree(run.folder, ignore_errors=True)


def mark(run: Run) -> dict[str, str]:
    """Return the environment entry by which a process is known to belong to the run."""
    return {"PRIVET_RUN": str(run.folder)}


def kill_processes(run: Run) -> None:
    """Kill every process that was started for the run."""
    # The kernel has killed them by now; this is for a kernel or a container that forgot one.
    needle = f"PRIVET_RUN={run.folder}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if needle in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            continue


def cgroup_folders(run: Run) -> list[Path]:
    """Return the run's folder in every cgroup hierarchy: several in version 1, one in version 2."""
    if (CGROUP_ROOT / "cgroup.controllers").exists():
        return [CGROUP_ROOT / run.cgroup]
    hierarchies = (path for path in CGROUP_ROOT.iterdir() if path.is_dir() and not path.is_symlink())
    return [path / run.cgroup for path in hierarchies]


def _remove_cgroups(run: Run) -> None:
    if not CGROUP_ROOT.exists():
        return
    deadline = time.monotonic() + GONE_SECONDS
    for top in cgroup_folders(run):
        while top.exists() and time.monotonic() < deadline:
            for folder, _, _ in os.walk(top, topdown=False):
                _rmdir(Path(folder))
            if top.exists():
                time.sleep(0.05)


def _rmdir(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # still busy; the caller tries again


def _unmount_below(folder: Path) -> None:
    lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    points = [line.split()[1] for line in lines]
    for point in sorted(points, reverse=True):
        if point.startswith(f"{folder}/"):
            unmount(Path(point))


def _process(content: dict[str, Any] | None) -> ProcessId | None:
    return ProcessId(**content) if content else None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    scratch = path.with_suffix(".new")
    scratch.write_text(json.dumps(content), encoding="utf-8")
    scratch.replace(path)


def record_supervisor(folder: Path) -> None:
    """Write down that this process watches over the run."""
    _write(folder / "supervisor.json", asdict(ProcessId.own()))


def record_runner(folder: Path, pid: int) -> None:
    """Write down the run's runner, which says that components can be started."""
    process = ProcessId.of(pid)
    if process is not None:
        _write(folder / "runner.json", asdict(process))
