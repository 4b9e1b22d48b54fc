"""Spans as a collector gets them, of reviews and reconciles, and nothing in them that could be somebody's."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from privet.admission.app import Webhook
from privet.admission.asgi import AdmissionApp, Gates, Limits, Reviewed, Reviewer
from privet.admission.metrics import Metrics
from privet.admission.review import AdmissionRequest
from privet.admission.traced import TracedApp, TracedMetrics
from privet.admission.validate import Validator
from privet.detection import Expired
from privet.errors import EvaluationError, SettingsError, UnavailableError
from privet.settings import WebhookSettings
from privet.tracing import WITHHELD, Tracing, fit, start_tracing
from tests.cluster.locations import REPOSITORY
from tests.fakes.cluster import FakeCluster
from tests.l1.receiver import Receiver, attributes, receiving
from tests.unit.admission.builders import a_pod, a_review, body_of
from tests.unit.admission.test_validate import CARD, EMAIL, nobody_asks, policies
from tests.unit.controllers.desk import a_desk
from tests.unit.controllers.test_controller import Room

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
PLANTED = (EMAIL, CARD, "jane", "shop", "web", "billing", "containers[app]", "holds", "CONTACT")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint)
        yield collector


@pytest.fixture
def tracing(receiver: Receiver) -> Iterator[Tracing]:
    started = start_tracing("privet-test", wanted=True)
    assert started is not None
    assert receiver.bodies == []
    yield started
    started.stop()


async def post(
    tracing: Tracing, body: bytes, *headers: tuple[bytes, bytes], reviewer: Reviewer | None = None
) -> int:
    """Ask a traced webhook, and give the status of its answer."""
    metrics = TracedMetrics(tracing)
    app = TracedApp(
        tracing,
        {"/validate": reviewer or Validator(policies, nobody_asks, metrics)},
        gates=Gates(reviews=tuple, readiness=tuple),
        metrics=metrics,
        limits=Limits(max_body=1024 * 1024, default_timeout=5),
    )
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        nonlocal status
        status = message.get("status", status)

    scope = {"type": "http", "path": "/validate", "method": "POST", "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    tracing.flush()
    return status


def denied() -> bytes:
    env = [{"name": "CONTACT", "value": EMAIL}, {"name": "CARD", "value": CARD}]
    return body_of(a_review(a_pod(containers=[{"name": "app", "env": env, "args": [CARD]}])))


def has(body: bytes, planted: str) -> bool:
    return planted.encode() in body


async def test_a_review_is_a_span_below_the_api_server_s(tracing: Tracing, receiver: Receiver) -> None:
    parent = (b"traceparent", f"00-{TRACE}-{PARENT}-01".encode())

    assert await post(tracing, denied(), parent) == 200

    (span,) = receiver.spans()
    assert receiver.paths == ["/v1/traces"]
    assert (span.name, span.trace_id.hex(), span.parent_span_id.hex()) == ("POST /validate", TRACE, PARENT)
    assert attributes(span) == {
        "http.route": "/validate",
        "http.response.status_code": 200,
        "privet.kind": "Pod",
        "privet.operation": "CREATE",
        "privet.verdict": "denied",
        "privet.rules.deny": ["ArgumentValue", "EnvValue"],
    }
    assert receiver.resource()["service.name"] == "privet-test"


async def test_nothing_of_the_object_or_its_names_is_sent(tracing: Tracing, receiver: Receiver) -> None:
    state = (b"tracestate", b"vendor=" + EMAIL.encode())
    parent = (b"traceparent", f"00-{TRACE}-{PARENT}-01".encode())

    await post(tracing, denied(), parent, state, (b"baggage", b"who=jane"))

    (body,) = receiver.bodies
    assert [planted for planted in PLANTED if has(body, planted)] == []


async def test_who_was_not_sampled_is_not_traced(tracing: Tracing, receiver: Receiver) -> None:
    await post(tracing, denied(), (b"traceparent", f"00-{TRACE}-{PARENT}-00".encode()))

    assert receiver.bodies == []


@pytest.mark.parametrize("header", [b"", b"00-jane-roe-01", EMAIL.encode(), b"\xff" * 55])
async def test_a_parent_that_is_none_begins_a_trace(
    tracing: Tracing, receiver: Receiver, header: bytes
) -> None:
    await post(tracing, denied(), (b"traceparent", header))

    (span,) = receiver.spans()
    assert not span.parent_span_id


async def test_what_is_no_review_is_a_span_that_says_so(tracing: Tracing, receiver: Receiver) -> None:
    assert await post(tracing, b"{" + EMAIL.encode()) == 400

    (span,) = receiver.spans()
    assert attributes(span)["privet.verdict"] == "malformed"
    assert not has(receiver.bodies[0], EMAIL)


async def test_a_review_that_could_not_be_judged_is_a_failed_span(
    tracing: Tracing, receiver: Receiver
) -> None:
    async def cannot_tell(_request: AdmissionRequest, _expired: Expired) -> Reviewed:
        raise EvaluationError(EMAIL)

    assert await post(tracing, denied(), reviewer=cannot_tell) == 500

    (span,) = receiver.spans()
    assert attributes(span)["error.type"] == "500"
    assert attributes(span)["privet.verdict"] == "error"
    assert not has(receiver.bodies[0], EMAIL)


async def test_a_reconcile_is_a_span_with_its_steps(tracing: Tracing, receiver: Receiver) -> None:
    room = Room(a_desk(), tracing.step)
    await room.controller.load()
    task = asyncio.create_task(room.controller.run(room.restart))
    await room.until(room.controller.idle)
    task.cancel()
    tracing.flush()

    spans = receiver.spans()
    reconciles = {span.span_id for span in spans if span.name == "reconcile ProvisioningKey"}
    steps = [span for span in spans if span.parent_span_id in reconciles]
    assert {"Plan", "Rotate"} <= {span.name for span in steps}
    assert [planted for planted in ("shop", "billing") if has(b"".join(receiver.bodies), planted)] == []


def test_of_a_failure_only_the_kind_is_told(tracing: Tracing, receiver: Receiver) -> None:
    with pytest.raises(UnavailableError), tracing.step("Rotate"):
        raise UnavailableError(f"apply {EMAIL}", code=503)
    tracing.flush()

    (span,) = receiver.spans()
    assert attributes(span) == {"error.type": "UnavailableError"}
    assert not span.events
    assert not has(receiver.bodies[0], EMAIL)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        pytest.param("EnvValue", True, id="a rule"),
        pytest.param("apps/Deployment", True, id="a kind"),
        pytest.param(EMAIL, False, id="an address"),
        pytest.param("Jane-4929123456789015", False, id="a number"),
        pytest.param("x" * 81, False, id="a long text"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_words_are_noted(value: str, kept: bool) -> None:
    assert fit(value) == (value if kept else WITHHELD)
    assert fit([value]) == [value if kept else WITHHELD]


def test_standard_variables_name_the_service(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "named-by-the-user")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
    tracing = start_tracing("privet-test", wanted=True)
    assert tracing is not None
    with tracing.step("Plan"):
        pass
    tracing.stop()

    resource = receiver.resource()
    assert resource["service.name"] == "named-by-the-user"
    assert resource["deployment.environment.name"] == "test"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("OTEL_TRACES_EXPORTER", "console"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
)
def test_what_is_not_on_offer_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match="OTLP over HTTP only"):
        start_tracing("privet-test", wanted=True)


def test_the_standard_switch_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "none")

    assert start_tracing("privet-test", wanted=True) is None


def test_a_collector_that_is_away_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    tracing = start_tracing("privet-test", wanted=True)
    assert tracing is not None
    with tracing.step("Plan"):
        pass

    tracing.stop()


def test_without_traces_nothing_of_it_is_imported() -> None:
    program = (
        "import sys, privet.admission.app, privet.controllers.app, privet.tracing; "
        "assert privet.tracing.start_tracing('x', wanted=False) is None; "
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )

    ended = subprocess.run((sys.executable, "-c", program), cwd=REPOSITORY / "operator", check=False)

    assert ended.returncode == 0


@pytest.mark.parametrize("traced", [True, False])
def test_a_webhook_is_traced_as_a_whole_or_not_at_all(tracing: Tracing, traced: bool) -> None:
    webhook = Webhook(FakeCluster(), WebhookSettings(), tracing if traced else None)

    assert type(webhook.app) is (TracedApp if traced else AdmissionApp)
    assert type(webhook.metrics) is (TracedMetrics if traced else Metrics)
