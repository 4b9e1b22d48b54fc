"""A process that owns a cluster, so that tests can kill it: `python -m tests.cluster.owner SHAPE`."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.cluster import runs
from tests.cluster.cluster import Options, Shape
from tests.cluster.launch import start_cluster
from tests.cluster.locations import REPOSITORY
from tests.cluster.output import show


def main() -> None:
    """Start a cluster, print its folder, and wait to be killed."""
    cluster = start_cluster(Options(shape=Shape(sys.argv[1])))
    show(str(cluster.run_dir))
    signal.pause()


class Owner:
    """Another process with a cluster of its own."""

    def __init__(self, shape: Shape) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cluster.owner", shape],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        with self.process.stdout as output:
            folder = Path(output.readline().strip())
        run = runs.load(folder)
        assert run is not None, f"no cluster came up in {folder}"
        self.run = run

    def kill(self) -> None:
        """Kill it as the machine would when memory runs out."""
        self.process.kill()
        self.process.wait()


if __name__ == "__main__":
    main()
