import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from privet.admission.asgi import AdmissionApp, Gates, Limits, Message, Reviewed, Reviewer, requested_timeout
from privet.admission.metrics import Metrics
from privet.admission.review import AdmissionRequest, AdmissionResponse
from privet.detection import Expired
from privet.errors import EvaluationError
from tests.unit.admission.builders import a_review, body_of

LIMIT = 1024 * 1024
REVIEW = body_of(a_review())


async def allow(request: AdmissionRequest, _expired: Expired) -> Reviewed:
    return Reviewed(AdmissionResponse.allow(request.uid), "allowed")


async def never(_request: AdmissionRequest, _expired: Expired) -> Reviewed:
    await asyncio.Event().wait()
    raise AssertionError


async def cannot_tell(_request: AdmissionRequest, _expired: Expired) -> Reviewed:
    raise EvaluationError("it is too deep")


@dataclass
class Page:
    """What a request got."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""


def an_app(
    reviewer: Reviewer = allow,
    missing: Iterable[str] = (),
    untrusted: Iterable[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> AdmissionApp:
    return AdmissionApp(
        {"/validate": reviewer},
        gates=Gates(reviews=lambda: tuple(missing), readiness=lambda: (*missing, *untrusted)),
        metrics=Metrics(),
        limits=Limits(max_body=LIMIT, default_timeout=5),
        clock=clock,
    )


async def ask(
    app: AdmissionApp, path: str, *chunks: bytes, method: str = "POST", query: bytes = b"timeout=5s"
) -> Page:
    """Send one request in these chunks."""
    waiting = list(chunks) or [b""]
    page = Page()

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        page.status = message.get("status", page.status)
        page.headers.update(message.get("headers", ()))
        page.body += message.get("body", b"")

    scope = {"type": "http", "path": path, "method": method, "query_string": query}
    await app(scope, receive, send)
    return page


async def test_a_review_is_answered() -> None:
    page = await ask(an_app(), "/validate", REVIEW)

    assert page.status == 200
    assert page.headers[b"content-type"] == b"application/json"
    assert json.loads(page.body)["response"]["allowed"] is True


async def test_an_answer_at_a_closing_path_ends_its_connection() -> None:
    metrics, limits = Metrics(), Limits(max_body=LIMIT, default_timeout=5)
    gates = Gates(reviews=tuple, readiness=tuple)
    reviewers = {"/validate": allow, "/probe": allow}
    app = AdmissionApp(reviewers, gates=gates, metrics=metrics, limits=limits, closing=frozenset({"/probe"}))

    assert (await ask(app, "/probe", REVIEW)).headers[b"connection"] == b"close"
    assert b"connection" not in (await ask(app, "/validate", REVIEW)).headers


async def test_a_review_in_pieces_is_answered() -> None:
    pieces = [REVIEW[start : start + 100] for start in range(0, len(REVIEW), 100)]

    assert (await ask(an_app(), "/validate", *pieces)).status == 200


@pytest.mark.parametrize(
    ("path", "method", "chunks", "status"),
    [
        pytest.param("/", "GET", (), 404, id="no root"),
        pytest.param("/Validate", "POST", (REVIEW,), 404, id="an unknown path is never allowed"),
        pytest.param("/validate/", "POST", (REVIEW,), 404, id="nor one that is nearly right"),
        pytest.param("/validate", "GET", (), 405, id="a review is posted"),
        pytest.param("/metrics", "POST", (), 405, id="a page is read"),
        pytest.param("/validate", "POST", (b"nonsense",), 400, id="malformed"),
        pytest.param("/validate", "POST", (b"x" * (LIMIT + 1),), 413, id="too large in one piece"),
        pytest.param("/validate", "POST", (b"x" * LIMIT, b"x"), 413, id="too large in two"),
        pytest.param("/validate", "POST", (b"x",) * 3, 400, id="malformed in pieces"),
    ],
)
async def test_refusals(path: str, method: str, chunks: tuple[bytes, ...], status: int) -> None:
    page = await ask(an_app(), path, *chunks, method=method)

    assert page.status == status
    assert b"x" * 3 not in page.body
    assert b"nonsense" not in page.body


async def test_an_endless_body_is_given_up() -> None:
    chunk = b"x" * (4 * LIMIT)

    page = await ask(an_app(), "/validate", *[chunk] * 40)

    assert page.status == 413
    assert page.headers[b"connection"] == b"close"


async def test_a_body_that_breaks_off_is_refused() -> None:
    app = an_app()
    page = Page()
    messages: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        page.status = message.get("status", page.status)

    await app({"type": "http", "path": "/validate", "method": "POST", "query_string": b""}, receive, send)

    assert page.status == 400


async def test_a_review_that_takes_too_long_is_no_answer_but_an_error() -> None:
    page = await ask(an_app(never), "/validate", REVIEW, query=b"timeout=10ms")

    assert page.status == 504


@pytest.mark.parametrize(
    ("query", "judging", "answering"),
    [(b"timeout=10s", 8.1, 9.0), (b"", 4.05, 4.5)],
)
async def test_who_judges_is_told_in_time_to_answer_that_there_was_too_little(
    query: bytes, judging: float, answering: float
) -> None:
    now, told = 100.0, list[bool]()

    async def judges(request: AdmissionRequest, expired: Expired) -> Reviewed:
        nonlocal now
        for moment in (0, judging - 0.01, judging + 0.01, until):
            now = 100 + moment
            told.append(expired())
        return await allow(request, expired)

    app = an_app(judges, clock=lambda: now)

    until = answering - 0.01
    assert (await ask(app, "/validate", REVIEW, query=query)).status == 200
    assert told == [False, False, True, True]
    now, until = 100.0, answering + 0.01
    assert (await ask(app, "/validate", REVIEW, query=query)).status == 504


async def test_what_could_not_be_judged_is_an_error_for_the_failure_policy() -> None:
    page = await ask(an_app(cannot_tell), "/validate", REVIEW)

    assert page.status == 500
    assert page.body == b"it is too deep\n"


async def test_before_everything_is_known_nothing_is_answered() -> None:
    app = an_app(missing=["piipolicies.privet.dev"])

    page = await ask(app, "/validate", REVIEW)

    assert page.status == 503
    assert page.body == b"not ready: piipolicies.privet.dev\n"


@pytest.mark.parametrize(
    ("app", "draining", "status", "body"),
    [
        pytest.param(an_app(), False, 200, b"ok\n", id="ready"),
        pytest.param(an_app(missing=["a", "b"]), False, 503, b"not ready: a, b\n", id="not synced"),
        pytest.param(
            an_app(untrusted=["certificate"]), False, 503, b"not ready: certificate\n", id="untrusted"
        ),
        pytest.param(an_app(), True, 503, b"not ready: draining\n", id="draining"),
    ],
)
async def test_readiness(app: AdmissionApp, draining: bool, status: int, body: bytes) -> None:
    app.draining = draining

    page = await ask(app, "/readyz", method="GET")

    assert (page.status, page.body) == (status, body)
    assert (await ask(app, "/livez", method="GET")).status == 200


async def test_a_draining_replica_answers_and_asks_to_go_elsewhere() -> None:
    app = an_app()
    app.draining = True

    page = await ask(app, "/validate", REVIEW)

    assert page.status == 200
    assert page.headers[b"connection"] == b"close"


async def test_reviews_are_counted_by_verdict() -> None:
    app = an_app()
    await ask(app, "/validate", REVIEW)
    await ask(app, "/validate", b"nonsense")

    metrics = (await ask(app, "/metrics", method="GET")).body.decode()

    assert 'privet_admission_reviews_total{path="/validate",verdict="allowed"} 1.0' in metrics
    assert 'privet_admission_reviews_total{path="/validate",verdict="malformed"} 1.0' in metrics
    assert 'privet_admission_review_seconds_count{path="/validate"} 2.0' in metrics


@pytest.mark.parametrize(
    ("query", "seconds"),
    [
        (b"timeout=5s", 5.0),
        (b"timeout=1m0s", 60.0),
        (b"timeout=1.5s", 1.5),
        (b"a=b&timeout=500ms", 0.5),
        (b"", None),
        (b"timeout=", None),
        (b"timeout=0s", None),
        (b"timeout=9h", None),
        (b"timeout=5", None),
        (b"timeout=5s5", None),
        (b"timeout=-5s", None),
        (b"notimeout=5s", None),
    ],
)
def test_the_api_servers_patience_is_read(query: bytes, seconds: float | None) -> None:
    assert requested_timeout(query) == seconds
