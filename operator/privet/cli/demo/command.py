"""Tells the story and says how it went; what `privet demo` and the repository's own runner share."""

from collections.abc import Sequence

from privet.cli.demo.api import Api
from privet.cli.demo.narrator import Narrator, console
from privet.cli.demo.stage import Stage, StepFailedError
from privet.cli.demo.story import STEPS, Step, clean_up, tell

LOOK_AROUND = """\
Next things to try there:
  kubectl get privet --all-namespaces                        everything of Privet's
  kubectl explain provisioningkey.spec.rotation              every field is explained
  kubectl describe provisioningkey billing -n demo-shop      what became of the key, and why
  kubectl apply --dry-run=server -n demo-shop -f FILE        your own manifests, judged"""


def run(*, kubeconfig: str | None, context: str | None, image: str, keep: bool) -> bool:
    """Tell the story on the cluster that a kubeconfig names; return whether all of it held."""
    narrator = Narrator(console(), len(STEPS))
    api = Api(kubeconfig, context)
    try:
        held = tell_it(Stage(api, narrator, image))
    finally:
        if not keep:
            clean_up(api)
    if held and keep:
        narrator.say(f"\n{LOOK_AROUND}")
    return held


def tell_it(stage: Stage, steps: Sequence[Step] = STEPS) -> bool:
    """Tell the story and its summary; a step that fails shows its evidence."""
    try:
        tell(stage, steps)
    except StepFailedError as failure:
        stage.narrator.failed(failure.reason, failure.evidence)
        return False
    stage.narrator.summary()
    return True
