import asyncio
import json
import ssl
import time
from datetime import timedelta

import pytest

from privet.admission.asgi import Reviewed
from privet.admission.renewal import Lifetimes
from privet.admission.review import AdmissionRequest
from privet.admission.server import BoundedProtocol
from privet.detection import Expired
from tests.l1.builders import MIB, Connection, Served, a_webhook, allow
from tests.unit.admission.builders import a_pod, a_review, body_of

REVIEW = body_of(a_review())
REVIEW_REQUEST = (
    b"POST /validate HTTP/1.1\r\nHost: webhook\r\nContent-Length: %d\r\n\r\n" % len(REVIEW) + REVIEW
)
QUICK = Lifetimes(
    # Certificates know whole seconds only.
    authority=timedelta(seconds=6),
    leaf=timedelta(seconds=3),
    propagation=timedelta(seconds=0.5),
)


async def slowly(request: AdmissionRequest, expired: Expired) -> Reviewed:
    await asyncio.sleep(0.5)
    return await allow(request, expired)


async def never(_request: AdmissionRequest, _expired: Expired) -> Reviewed:
    await asyncio.Event().wait()
    raise AssertionError


async def broken(_request: AdmissionRequest, _expired: Expired) -> Reviewed:
    raise RuntimeError("4929123456789012")


def a_review_of(size: int) -> bytes:
    pod = a_pod()
    pod["metadata"]["managedFields"] = ["x" * size]
    return body_of(a_review(pod))


async def test_reviews_are_answered_over_one_connection() -> None:
    async with a_webhook() as served:
        connection = await Connection.open(served)
        answers = [await connection.post("/validate?timeout=5s", REVIEW) for _ in range(50)]
        await connection.close()

    assert {one.status for one in answers} == {200}
    assert json.loads(answers[0].body)["response"] == {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "allowed": True,
    }


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        pytest.param("/validate", b"", 400, id="empty"),
        pytest.param("/validate", b"\x00" * 100, 400, id="not JSON"),
        pytest.param("/validate", REVIEW[:-5], 400, id="cut off"),
        pytest.param("/validate", b'{"a":' * 50_000, 400, id="too deep"),
        pytest.param("/somewhere", REVIEW, 404, id="unknown path"),
        pytest.param("/livez", REVIEW, 405, id="wrong method"),
        pytest.param("/validate", a_review_of(7 * MIB), 200, id="seven MiB are judged"),
        pytest.param("/validate", a_review_of(9 * MIB), 413, id="nine are not"),
    ],
)
async def test_what_is_refused_leaves_the_server_well(path: str, body: bytes, status: int) -> None:
    async with a_webhook() as served:
        connection = await Connection.open(served)
        answer = await connection.post(path, body)
        await connection.close()
        after = await Connection.open(served)
        assert (await after.post("/validate", REVIEW)).status == 200
        await after.close()

    assert answer.status == status


async def test_a_body_without_a_length_is_bounded_too() -> None:
    async with a_webhook() as served:
        connection = await Connection.open(served)
        await connection.send(
            b"POST /validate HTTP/1.1\r\nHost: webhook\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for _ in range(10):
            await connection.send(b"%x\r\n%b\r\n" % (MIB, b"x" * MIB))
        answer = await connection.raw(b"0\r\n\r\n")
        await connection.close()

    assert answer.status == 413


async def test_a_review_that_takes_too_long_is_an_error_in_time() -> None:
    async with a_webhook(never) as served:
        connection = await Connection.open(served)
        started = time.monotonic()
        answer = await connection.post("/validate?timeout=5s", REVIEW)
        took = time.monotonic() - started
        await connection.close()

    assert answer.status == 504
    assert took < 5


async def test_a_body_that_never_ends_is_an_error_in_time() -> None:
    async with a_webhook() as served:
        connection = await Connection.open(served)
        answer = await connection.raw(
            b"POST /validate?timeout=300ms HTTP/1.1\r\nHost: webhook\r\nContent-Length: 100\r\n\r\n{"
        )
        await connection.close()

    assert answer.status == 504


@pytest.mark.parametrize(
    "beginning", [b"", b"POST /validate HTTP/1.1\r\nHost: web", REVIEW_REQUEST + b"GET /li"]
)
async def test_a_head_that_never_ends_is_not_waited_for(
    beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProtocol, "head_seconds", 0.3)
    async with a_webhook() as served:
        connection = await Connection.open(served)
        await connection.send(beginning)
        if beginning.startswith(REVIEW_REQUEST):
            assert (await connection.answer()).status == 200
            await connection.send(b"vez HTTP/1.1\r\n")
        async with asyncio.timeout(5):
            assert await connection.ended()
        await connection.close()


async def test_a_connection_that_is_idle_between_reviews_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedProtocol, "head_seconds", 0.2)
    async with a_webhook() as served:
        connection = await Connection.open(served)
        for _ in range(3):
            assert (await connection.post("/validate", REVIEW)).status == 200
            await asyncio.sleep(0.5)
        await connection.close()


async def test_a_head_without_a_body_is_an_answer_too() -> None:
    async with a_webhook() as served:
        connection = await Connection.open(served)
        await connection.send(b"HEAD /livez HTTP/1.1\r\nHost: webhook\r\n\r\n")
        async with asyncio.timeout(5):
            head = await connection.head()
        assert (await connection.post("/validate", REVIEW)).status == 200
        await connection.close()

    assert head.startswith("HTTP/1.1 200 OK\r\n")


async def test_who_asks_first_whether_to_go_on_is_told_so() -> None:
    head, _, body = REVIEW_REQUEST.partition(b"\r\n\r\n")
    async with a_webhook() as served:
        connection = await Connection.open(served)
        await connection.send(head + b"\r\nExpect: 100-continue\r\n\r\n")
        async with asyncio.timeout(5):
            assert await connection.head() == "HTTP/1.1 100 Continue\r\n\r\n"
        assert (await connection.raw(body)).status == 200
        await connection.close()


async def test_a_mistake_of_ours_shows_a_fixed_sentence(caplog: pytest.LogCaptureFixture) -> None:
    async with a_webhook(broken) as served:
        connection = await Connection.open(served)
        answer = await connection.post("/validate", REVIEW)
        await connection.close()

    assert answer.status == 500
    assert answer.body == b"Internal Server Error"
    assert caplog.records


async def test_only_tls_1_3_is_spoken() -> None:
    async with a_webhook() as served:
        context = served.client_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection("127.0.0.1", served.port, ssl=context)


async def ask_again_and_again(served: Served, until: float, reconnect_every: int) -> tuple[int, set[bytes]]:
    """Ask as an API server does: keep the connection, and connect anew with the bundle of the moment."""
    answered, seen = 0, set()
    while time.monotonic() < until:
        connection = await Connection.open(served)
        certificate = connection._writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        seen.add(certificate)
        for _ in range(reconnect_every):
            assert (await connection.post("/validate", REVIEW)).status == 200
            answered += 1
        await connection.close()
    return answered, seen


async def test_certificates_rotate_under_load_without_a_failure() -> None:
    async with a_webhook(lifetimes=QUICK) as served:
        first_roots = served.roots()
        until = time.monotonic() + 10
        results = await asyncio.gather(*(ask_again_and_again(served, until, 20) for _ in range(4)))
        last_roots = served.roots()

    assert sum(answered for answered, _ in results) > 1000
    assert len(set().union(*(seen for _, seen in results))) > 3
    assert first_roots not in last_roots


async def test_a_connection_outlives_the_certificate_it_began_with() -> None:
    async with a_webhook(lifetimes=QUICK) as served:
        connection = await Connection.open(served)
        for _ in range(50):
            assert (await connection.post("/validate", REVIEW)).status == 200
            await asyncio.sleep(0.1)
        await connection.close()


async def test_a_client_that_does_not_know_the_ca_is_not_served() -> None:
    async with a_webhook() as served, a_webhook() as other:
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.open_connection("127.0.0.1", served.port, ssl=other.client_context())


async def test_the_drain_answers_everything_that_was_asked() -> None:
    async with a_webhook(slowly, drain=0.5) as served:
        port = served.port
        busy = [await Connection.open(served) for _ in range(10)]
        idle = await Connection.open(served)
        asked = [asyncio.create_task(one.post("/validate", REVIEW)) for one in busy]
        await asyncio.sleep(0.1)
        served.server.stop()
        unready = await idle.raw(b"GET /readyz HTTP/1.1\r\nHost: webhook\r\n\r\n")
        late = await Connection.open(served)
        assert (await late.post("/validate", REVIEW)).status == 200
        answers = await asyncio.gather(*asked)
        await served.task
        for one in (*busy, idle, late):
            await one.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)

    assert (unready.status, unready.body) == (503, b"not ready: draining\n")
    assert {one.status for one in answers} == {200}
    assert {one.headers.get("connection") for one in answers} == {"close"}
