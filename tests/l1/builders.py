"""A webhook on loopback with its real server, TLS and certificates; policies are the reviewer's business."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from privet.admission.asgi import AdmissionApp, Gates, Limits, Reviewed, Reviewer
from privet.admission.certificates import replica_subject
from privet.admission.keeper import CertificateKeeper, Identity
from privet.admission.metrics import Metrics
from privet.admission.publication import Publisher
from privet.admission.renewal import Lifetimes
from privet.admission.review import AdmissionRequest, AdmissionResponse
from privet.admission.server import DrainingServer, make_server
from privet.cluster import MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS
from privet.detection import Expired
from tests.fakes.cluster import FakeCluster
from tests.unit.admission.builders import a_configuration

MIB = 1024 * 1024
CALM = Lifetimes(
    authority=timedelta(hours=1), leaf=timedelta(minutes=20), propagation=timedelta(milliseconds=100)
)


async def allow(request: AdmissionRequest, _expired: Expired) -> Reviewed:
    """Let everything pass."""
    return Reviewed(AdmissionResponse.allow(request.uid), "allowed")


@dataclass
class Served:
    """A running webhook, and what is needed to ask it."""

    cluster: FakeCluster
    keeper: CertificateKeeper
    app: AdmissionApp
    server: DrainingServer
    task: asyncio.Task[None]

    @property
    def port(self) -> int:
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def roots(self) -> str:
        """The CAs that an API server trusts now."""
        found = self.cluster.peek(VALIDATING_WEBHOOKS.at("privet")) or {}
        return base64.b64decode(found["webhooks"][0]["clientConfig"].get("caBundle", "")).decode()

    def client_context(self) -> ssl.SSLContext:
        """Trust what the caBundle says, and nothing else."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.roots())
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context


@contextlib.asynccontextmanager
async def a_webhook(
    reviewer: Reviewer = allow, *, lifetimes: Lifetimes = CALM, drain: float = 0.3
) -> AsyncIterator[Served]:
    """Serve until the end of the block."""
    cluster = FakeCluster()
    for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS):
        cluster.seed(resource, a_configuration(b""))
    keeper = CertificateKeeper(
        Identity(replica="one", server_names=["127.0.0.1"], lifetimes=lifetimes),
        Publisher(cluster, "privet", replica_subject("one")),
        interval=timedelta(seconds=1),
    )
    app = AdmissionApp(
        {"/validate": reviewer},
        gates=Gates(reviews=lambda: (), readiness=lambda: () if keeper.trusted else ("certificate",)),
        metrics=Metrics(),
        limits=Limits(max_body=8 * MIB, default_timeout=5),
    )
    server = make_server(app, keeper.context, ("127.0.0.1", 0), drain)
    keeping = asyncio.create_task(keeper.run())
    serving = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(10):
            while not (server.started and keeper.trusted):  # noqa: ASYNC110 - neither tells when
                await asyncio.sleep(0.01)
        yield Served(cluster, keeper, app, server, serving)
    finally:
        server.stop()
        await serving
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One HTTP/1.1 connection, as plain as the API server's."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, served: Served) -> "Connection":
        """Connect and shake hands."""
        return cls(*await asyncio.open_connection("127.0.0.1", served.port, ssl=served.client_context()))

    async def post(self, path: str, body: bytes) -> Answer:
        """Send a review and read the answer."""
        head = f"POST {path} HTTP/1.1\r\nHost: webhook\r\nContent-Length: {len(body)}\r\n\r\n"
        return await self.raw(head.encode() + body)

    async def raw(self, request: bytes) -> Answer:
        """Send these bytes and read one answer."""
        self._writer.write(request)
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()
        return await self.answer()

    async def send(self, part: bytes) -> None:
        """Send a part of a request."""
        self._writer.write(part)
        await self._writer.drain()

    async def answer(self) -> Answer:
        """Read one answer."""
        head = await self.head()
        status_line, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(status_line.split()[1]), headers, body)

    async def head(self) -> str:
        """Read the head of an answer."""
        return (await self._reader.readuntil(b"\r\n\r\n")).decode()

    async def ended(self) -> bool:
        """Wait until the server hangs up; it must not say anything more."""
        return await self._reader.read(1) == b""

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await self._writer.wait_closed()
