"""`make demo`: from nothing to the end of the story, Privet installed as by users, and nothing left of it."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from privet.cli.demo.api import Api
from privet.cli.demo.command import LOOK_AROUND, tell_it
from privet.cli.demo.manifests import BASELINE, NAMESPACE, Planted
from privet.cli.demo.narrator import Narrator, console, recording
from privet.cli.demo.stage import Stage
from privet.cli.demo.story import STEPS
from tests.chart.release import SYSTEM, TIMEOUT
from tests.cluster.errors import ClusterError
from tests.demo.installation import Installation
from tests.demo.providers import Provider, Target, provider

NEXT = """\
Next things to try:
  make demo KEEP=1                  the same, and the cluster stays up for you to look around
  docs/install.md                   the same chart on a cluster of yours
  docs/rules.md                     each rule, how its denial reads, and what to do then
  docs/reference/resources.md       every field of the resources"""


@dataclass
class Demo:
    """One telling of the story."""

    narrator: Narrator
    keep: bool = False
    planted: Planted = field(default_factory=Planted.make)
    install_timeout: str = TIMEOUT
    began: float = field(default_factory=time.monotonic)

    def run(self, source: Provider) -> bool:
        """Tell the story on a provider's cluster; return whether all of it held, the end included."""
        try:
            target = source.open()
            self.narrator.say(f"the cluster is there after {self._elapsed()}", "dim")
            held = self.tell(target)
            if self.keep:
                source.keep()
        finally:
            source.close()
        if held:
            end = "the cluster is as it was" if target.stays else "nothing is left running"
            self.narrator.say(f"\nall of it held, {self._elapsed()} in all{'' if self.keep else f'; {end}'}")
        return held

    def tell(self, target: Target) -> bool:
        """Install Privet on a cluster and tell the story; on one that is not ours, take both off again."""
        installation = Installation(target, self.install_timeout)
        stage = Stage(Api(str(target.kubeconfig)), self.narrator, target.image, self.planted)
        try:
            held = tell_it(stage, (installation.step(), *STEPS))
            if not held:
                for label, text in installation.evidence():
                    self.narrator.evidence(label, text)
        finally:
            left = clean_up(target, installation) if target.stays and not self.keep else []
        if self.keep:
            self._say_how_to_look(target)
        if left:
            self.narrator.failed("something is left in the cluster", [("left", "\n".join(left))])
        elif held:
            self.narrator.say(f"\n{LOOK_AROUND if self.keep else NEXT}")
        return held and not left

    def _say_how_to_look(self, target: Target) -> None:
        self.narrator.say("\nthe cluster stays up, with Privet in it:")
        self.narrator.say(f"  export KUBECONFIG={target.kubeconfig}")
        if target.local is not None:
            self.narrator.say(f"  export PATH={target.local.bin_dir}:$PATH    # kubectl, helm")
        if not target.installed_in:
            self.narrator.say(f"  helm status privet --namespace {SYSTEM}")
        self.narrator.say(f"  end it: {target.end_hint}")

    def _elapsed(self) -> str:
        return f"{time.monotonic() - self.began:.0f} s"


def clean_up(target: Target, installation: Installation) -> list[str]:
    """Take what the story made, and then Privet, off a cluster that stays; name what is left."""
    wait = "--timeout=120s"
    target.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", wait)
    if target.kubectl("api-resources", "--api-group=privet.dev", "--output=name"):
        target.kubectl("delete", "clusterpiipolicies.privet.dev", BASELINE, "--ignore-not-found", wait)
    return installation.remove()


def main() -> int:
    """Tell the story; the exit code says whether all of it held."""
    chosen = os.environ.get("PROVIDER") or "local"
    picture = os.environ.get("DEMO_PICTURE", "")
    narrator = Narrator(console(record=bool(picture)), len(STEPS) + 1)
    demo = Demo(narrator, keep=os.environ.get("KEEP", "") not in ("", "0"))
    doing = "looking at your" if chosen == "existing" else "building Privet's image and bringing up a"
    narrator.say(f"{doing} cluster ({chosen}) ...", "dim")
    try:
        held = demo.run(provider(chosen))
    except ClusterError as error:
        narrator.say(f"the demo cannot run: {error}", "bold red")
        return 1
    if picture:
        Path(picture).write_text(recording(narrator.console, "make demo"), encoding="utf-8")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
