"""`make demo`: from nothing to the end of the story, and nothing left of it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from privet.cli.demo.api import Api
from privet.cli.demo.command import LOOK_AROUND, tell_it
from privet.cli.demo.narrator import Narrator, console, recording
from privet.cli.demo.stage import Stage
from privet.cli.demo.story import STEPS, clean_up
from tests.cluster.errors import ClusterError
from tests.cluster.providers import Target, provider
from tests.privet_processes import ClusterGround, Ground, HostGround, Privet

NEXT = """\
Next things to try:
  make demo KEEP=1                  the same, and the cluster stays up for you to look around
  .venv/bin/privet crds             the four kinds, ready to apply
  docs/rules.md                     each rule, how its denial reads, and what to do then
  docs/reference/resources.md       every field of the resources"""


def main() -> int:
    """Tell the story; the exit code says whether all of it held."""
    chosen = os.environ.get("PROVIDER") or "local"
    keep = os.environ.get("KEEP", "") not in ("", "0")
    began = time.monotonic()
    picture = os.environ.get("DEMO_PICTURE", "")
    narrator = Narrator(console(record=bool(picture)), len(STEPS))
    narrator.say(f"bringing up a cluster ({chosen}) ...", "dim")
    try:
        source = provider(chosen)
        try:
            held = _play(source.open(), narrator, keep=keep, began=began)
            if keep:
                source.keep()
        finally:
            source.close()
    except ClusterError as error:
        narrator.say(f"the demo cannot run: {error}", "bold red")
        return 1
    if held:
        ending = "" if keep else "; nothing is left running"
        narrator.say(f"\nall of it held, {time.monotonic() - began:.0f} s in all{ending}")
    if picture:
        Path(picture).write_text(recording(narrator.console, "make demo"), encoding="utf-8")
    return 0 if held else 1


def _play(target: Target, narrator: Narrator, *, keep: bool, began: float) -> bool:
    if target.local is not None:
        # Privet's processes are components of the cluster, and stay or end with it.
        return _tell(target, ClusterGround(target.local), narrator, keep=keep, began=began)
    ground = HostGround(target.kubectl, target.host_address)
    try:
        held = _tell(target, ground, narrator, keep=keep, began=began)
        if keep:
            narrator.say("\nPrivet itself runs until you press Ctrl-C")
            signal.pause()
        return held
    finally:
        ground.close()


def _tell(target: Target, ground: Ground, narrator: Narrator, *, keep: bool, began: float) -> bool:
    up = f"the cluster is up after {time.monotonic() - began:.0f} s"
    narrator.say(f"{up}; starting Privet's controller and webhook ...", "dim")
    privet = Privet(ground)
    try:
        privet.install()
        privet.start()
    except ClusterError as error:
        narrator.failed(str(error), [("the ends of Privet's logs", privet.log_tails())])
        return False
    narrator.say(f"Privet is ready after {time.monotonic() - began:.0f} s", "dim")
    api = Api(str(target.kubeconfig))
    held = tell_it(Stage(api, narrator, target.image))
    if not held:
        narrator.evidence("the ends of Privet's logs", privet.log_tails())
    if keep:
        narrator.say("\nthe cluster stays up:")
        narrator.say(f"  export KUBECONFIG={target.kubeconfig}")
        if target.local is not None:
            narrator.say(f"  export PATH={target.local.bin_dir}:$PATH    # kubectl")
        narrator.say(f"  end it: {target.end_hint}")
    elif target.local is None:
        clean_up(api)
    if held:
        narrator.say(f"\n{LOOK_AROUND if keep else NEXT}")
    return held


if __name__ == "__main__":
    sys.exit(main())
