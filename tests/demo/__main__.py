"""`make demo`: from nothing to the end of the story, and nothing left of it."""

from __future__ import annotations

import os
import signal
import sys
import time

from privet.cli.demo.api import Api
from privet.cli.demo.command import NEXT, tell_it
from privet.cli.demo.narrator import Narrator, console
from privet.cli.demo.stage import Stage
from privet.cli.demo.story import STEPS, clean_up
from tests.cluster.errors import ClusterError
from tests.demo.providers import Provided, provide
from tests.privet_processes import Privet


def main() -> int:
    """Tell the story; the exit code says whether all of it held."""
    provider = os.environ.get("PROVIDER") or "local"
    keep = os.environ.get("KEEP", "") not in ("", "0")
    began = time.monotonic()
    narrator = Narrator(console(), len(STEPS))
    narrator.say(f"bringing up a cluster ({provider}) ...", "dim")
    try:
        with provide(provider, keep=keep) as provided:
            held = _play(provided, narrator, keep=keep, began=began)
            if keep:
                _leave_up(provided, narrator)
    except ClusterError as error:
        narrator.say(f"the demo cannot run: {error}", "bold red")
        return 1
    if held:
        ending = "" if keep else "; nothing is left running"
        narrator.say(f"\nall of it held, {time.monotonic() - began:.0f} s in all{ending}")
    return 0 if held else 1


def _play(provided: Provided, narrator: Narrator, *, keep: bool, began: float) -> bool:
    up = f"the cluster is up after {time.monotonic() - began:.0f} s"
    narrator.say(f"{up}; starting Privet's controller and webhook ...", "dim")
    privet = Privet(provided.ground)
    try:
        privet.install()
        privet.start()
    except ClusterError as error:
        narrator.failed(str(error), [("the ends of Privet's logs", privet.log_tails())])
        return False
    narrator.say(f"Privet is ready after {time.monotonic() - began:.0f} s", "dim")
    api = Api(str(provided.ground.kubeconfig))
    held = tell_it(Stage(api, narrator, provided.image))
    if not held:
        narrator.quote("the ends of Privet's logs:", privet.log_tails(), "")
    elif not keep:
        narrator.say(f"\n{NEXT}")
    if provided.cleans_up:
        clean_up(api)
    return held


def _leave_up(provided: Provided, narrator: Narrator) -> None:
    narrator.say("\nthe cluster stays up:")
    narrator.say(f"  export KUBECONFIG={provided.ground.kubeconfig}")
    narrator.say(f"  end it: {provided.how_to_end}\n")
    narrator.say(NEXT)
    if not provided.lasts:
        narrator.say("\nPrivet itself runs until you press Ctrl-C")
        signal.pause()


if __name__ == "__main__":
    sys.exit(main())
