"""How the demo speaks, and what it plants."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from privet.cli.demo.command import tell_it
from privet.cli.demo.manifests import Planted, billing_pod, echoing_deployment
from privet.cli.demo.narrator import Narrator, console
from privet.cli.demo.stage import Stage, StepFailedError
from privet.cli.demo.story import Seen, Step
from privet.detection import BUILT_IN_ENTITIES, Detector, DetectorSpec

EVERYTHING = DetectorSpec(entities=frozenset(BUILT_IN_ENTITIES))


class NoApi:
    """For steps that ask nothing."""


def told(*steps: Step) -> tuple[bool, str]:
    out = io.StringIO()
    narrator = Narrator(Console(file=out, width=100, highlight=False), len(steps))
    held = tell_it(Stage(NoApi(), narrator, "image"), steps)  # type: ignore[arg-type] # no step asks it
    return held, out.getvalue()


def holds(stage: Stage) -> Seen:
    stage.narrator.quote("the API server answers:", 'pod "web" denied')
    return ["denied"], "denied: EnvValue"


def fails(_: Stage) -> Seen:
    raise StepFailedError("the pod was created", ("answer 201", "created"))


def test_steps_are_numbered_and_summed_up() -> None:
    held, text = told(Step("One", "Why one.", holds), Step("Two", "Why two.", holds))

    assert held
    assert "1/2  One" in text
    assert "2/2  Two" in text
    assert text.count("denied: EnvValue") == 2


def test_a_failing_step_says_which_and_shows_the_evidence() -> None:
    held, text = told(Step("One", "", holds), Step("Two", "", fails), Step("Three", "", holds))

    assert not held
    assert "step 2 failed (Two): the pod was created" in text
    assert "answer 201:" in text
    assert "3/3" not in text


def test_there_is_no_colour_where_nobody_looks() -> None:
    held, text = told(Step("One", "", holds))

    assert held
    assert "\x1b" not in text


def test_colours_go_where_the_user_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert console().no_color


def test_what_is_planted_is_what_the_engine_finds() -> None:
    detector = Detector.for_spec(EVERYTHING)
    for _ in range(200):
        planted = Planted.make()
        assert "CreditCard" in {one.entity for one in detector.scan(planted.card)}
        assert "EmailAddress" in {one.entity for one in detector.scan(planted.email)}


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_what_is_planted_is_noticed_anywhere(before: str, after: str) -> None:
    planted = Planted.make()
    spaced = " ".join(planted.card[start : start + 4] for start in range(0, 16, 4))

    assert planted.traces_in(f"{before}{spaced}{after}") == ["the card number"]
    assert planted.traces_in(f"{before} {planted.email} {after}") == ["the e-mail address"]


def test_the_pods_script_holds_nothing_that_looks_like_personal_data() -> None:
    detector = Detector.for_spec(EVERYTHING)
    for obj in (billing_pod("image"), echoing_deployment("image")):
        assert not detector.scan(str(obj))
