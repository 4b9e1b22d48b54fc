"""The demo's story holds on a cluster with a node, and reads well without a terminal."""

import io

import pytest
from rich.console import Console

from privet.cli.demo.api import Api
from privet.cli.demo.command import tell_it
from privet.cli.demo.narrator import Narrator
from privet.cli.demo.stage import Stage
from privet.cli.demo.story import STEPS, clean_up
from tests.cluster import images
from tests.cluster.cluster import Cluster
from tests.leaks import planted


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("privet")
def test_the_story_holds(node_cluster: Cluster) -> None:
    out = io.StringIO()
    narrator = Narrator(Console(file=out, width=100, highlight=False), len(STEPS))
    api = Api(str(node_cluster.kubeconfig))
    stage = Stage(api, narrator, images.BASE)
    planted(stage.planted.card)
    planted(stage.planted.email)

    held = tell_it(stage)
    clean_up(api)

    told = out.getvalue()
    assert held, told
    assert "\x1b" not in told
    assert not stage.planted.traces_in(told)
    assert [step.title for step in STEPS] == [one.title for one in narrator.told]
