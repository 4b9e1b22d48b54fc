"""`make demo`'s story holds with Privet as its users install it, and what fails in it is shown.

The cluster is treated as one that stays, so that the demo has to take Privet off it again.
"""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from privet.cli.demo.narrator import Narrator
from privet.cli.demo.story import STEPS
from tests.cluster.cluster import Cluster
from tests.cluster.errors import RequirementError
from tests.demo.__main__ import Demo
from tests.demo.installation import CLUSTER_WIDE
from tests.demo.providers import LocalProvider, Target
from tests.leaks import leaks, planted

# Where nothing is built yet, the image and a node take their time.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def local(request: pytest.FixtureRequest) -> Iterator[Target]:
    source = LocalProvider(kubernetes=request.config.getoption("--kubernetes"))
    try:
        yield source.open()
    except RequirementError as error:
        pytest.skip(f"no node: {error}")
    finally:
        source.close()


@pytest.fixture
def cluster(local: Target) -> Cluster:
    assert local.local is not None
    return local.local


def a_demo(out: io.StringIO, install_timeout: str = "120s") -> Demo:
    narrator = Narrator(Console(file=out, width=100, highlight=False), len(STEPS) + 1)
    return Demo(narrator, install_timeout=install_timeout)


def of_privet(cluster: Cluster) -> str:
    return cluster.kubectl(
        "get", CLUSTER_WIDE, "--selector=app.kubernetes.io/name=privet", "--output=name"
    ) + cluster.kubectl("get", "namespaces", "privet-system", "demo-shop", "--ignore-not-found")


def test_the_story_holds_and_leaves_nothing(local: Target, cluster: Cluster) -> None:
    out = io.StringIO()
    demo = a_demo(out)
    planted(demo.planted.card)
    planted(demo.planted.email)

    held = demo.tell(replace(local, stays=True))

    told = out.getvalue()
    assert held, told
    assert "\x1b" not in told
    assert not demo.planted.traces_in(told)
    assert [step.title for step in STEPS] == [one.title for one in demo.narrator.told[1:]]
    assert "2 of 2 privet-webhook available" in told
    assert of_privet(cluster) == ""
    assert not leaks(cluster)


def test_an_installation_that_fails_shows_why_and_is_taken_away(local: Target, cluster: Cluster) -> None:
    out = io.StringIO()

    held = a_demo(out, "8s").tell(replace(local, stays=True, image="privet.test/absent:1"))

    told = out.getvalue()
    assert not held
    assert "step 1 failed (Privet, as its users install it): helm did not install it" in told
    assert "STATUS: failed" in told
    assert "ErrImageNeverPull" in told
    assert "2/10" not in told
    assert of_privet(cluster) == ""
