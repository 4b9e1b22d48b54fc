"""The command `python -m tests.cluster`: start, end and list clusters, and build ahead."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.cluster import build, debian, images, runs
from tests.cluster.cluster import Cluster, Options, Shape, end
from tests.cluster.errors import ClusterError
from tests.cluster.launch import start_cluster
from tests.cluster.output import say, show


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return the exit code."""
    options = _parser().parse_args(arguments)
    # A terminated command ends its cluster in good order, as an interrupted one does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: int = options.run(options)
    except ClusterError as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    version = argparse.ArgumentParser(add_help=False)
    version.add_argument(
        "--kubernetes", default=Options().kubernetes, metavar="VERSION", help="such as 1.37 or 1.36.3"
    )

    up = commands.add_parser("up", parents=[version], help="start a cluster and say how to reach it")
    up.add_argument(
        "--node", action=argparse.BooleanOptionalAction, default=True, help="with a node that runs pods"
    )
    up.add_argument(
        "--detach",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="leave it running; --no-detach keeps it until interrupted",
    )
    up.set_defaults(run=_up)

    down = commands.add_parser("down", help="end the clusters that were left running")
    down.add_argument("names", nargs="*", metavar="NAME", help="only these")
    down.set_defaults(run=_down)

    ahead = commands.add_parser("build", parents=[version], help="build what is not in the cache")
    ahead.add_argument("names", nargs="*", metavar="COMPONENT", help="only these; else all that tests need")
    ahead.set_defaults(run=_build)

    commands.add_parser("list", help="show the clusters that run").set_defaults(run=_list)
    commands.add_parser("sweep", help="remove what dead clusters left").set_defaults(run=_sweep)
    return parser


def _up(options: argparse.Namespace) -> int:
    shape = Shape.NODE if options.node else Shape.MANAGED
    if options.node:
        debian.require(debian.NODE_PACKAGES)  # before a long build rather than after it
    started = time.monotonic()
    wanted = Options(shape=shape, kubernetes=options.kubernetes)
    helm = build.build(["helm"])["helm"]
    cluster = start_cluster(wanted)
    try:
        (cluster.bin_dir / "helm").symlink_to(helm)
        say(f"up in {time.monotonic() - started:.1f} s")
        show(_how_to_reach(cluster))
        if options.detach:
            cluster.detach()
            return 0
        say("interrupt to end it")
        signal.pause()
    except BaseException:
        cluster.close()
        raise
    return 0


def _how_to_reach(cluster: Cluster) -> str:
    return "\n".join(
        [
            f"export KUBECONFIG={cluster.kubeconfig}",
            f"export PATH={cluster.bin_dir}:$PATH    # kubectl, helm",
            f"# {cluster.api_url}, Kubernetes {cluster.run.kubernetes}; logs in {cluster.run.logs}",
            f"# to end it: {os.path.relpath(sys.executable)} -m tests.cluster down {cluster.name}",
        ]
    )


def _down(options: argparse.Namespace) -> int:
    chosen = [run for run in runs.all_runs() if _chosen(run, options.names)]
    unknown = set(options.names) - {run.name for run in chosen}
    if unknown:
        raise ClusterError(f"no cluster is called {' or '.join(sorted(unknown))}")
    for run in chosen:
        end(run)
        show(f"ended {run.name}")
    if not chosen:
        show("no cluster was left running")
    return 0


def _chosen(run: runs.Run, names: Sequence[str]) -> bool:
    # One that has an owner belongs to somebody's tests and is only ended by name.
    return run.name in names if names else run.owner is None


def _build(options: argparse.Namespace) -> int:
    if options.names:
        for path in build.build(options.names, options.kubernetes).values():
            show(str(path))
        return 0
    shape = Shape.NODE if os.geteuid() == 0 else Shape.MANAGED
    if shape is Shape.NODE:
        debian.require({**debian.NODE_PACKAGES, **debian.IMAGE_PACKAGES})
    programs = Options(shape=shape, kubernetes=options.kubernetes).programs()
    build.build([*programs, "helm", "promtool"], options.kubernetes)
    if shape is Shape.NODE:
        images.base_archives()
    return 0


def _list(_: argparse.Namespace) -> int:
    for run in runs.all_runs():
        owner = f"owner {run.owner.pid}" if run.owner else "left running"
        state = "dead (sweep removes it)" if run.abandoned() else owner
        kubeconfig = Path(run.folder, "kubeconfig")
        show(f"{run.name}  {run.shape:<8} {run.kubernetes:<8} {state:<24} {kubeconfig}")
    return 0


def _sweep(_: argparse.Namespace) -> int:
    for run in runs.sweep():
        show(f"removed {run.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
