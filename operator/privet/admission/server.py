"""uvicorn as admission needs it: our TLS context, no access log, and a drain before the end."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Generator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from privet.admission.asgi import AdmissionApp

IDLE_SECONDS = 120
"""API servers close connections that were idle for 90 s; who closes first must not be us, or a review that
is just being sent is lost."""

MAX_CONNECTIONS = 2000
"""Connections and requests at a time; past that a request is answered with 503."""

DRAINED_SECONDS = 10
"""Requests that are still being answered at the end get this long."""


HEAD_SECONDS = 10.0
"""How long a connection may take to send a request's head: idle ones would use up the connections."""


class OneWrite(asyncio.Transport):
    """A transport that sends what was written within one turn of the event loop in one go.

    uvicorn writes an answer's head and its body separately: over TLS that is two records and two system
    calls, and the client may be woken twice. The turn ends right after the body, so nothing waits.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it until the end of this turn."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        """Send what is kept, then close."""
        self._send()
        self._transport.close()

    def is_closing(self) -> bool:
        """Tell whether it is closed or about to be."""
        return self._transport.is_closing()

    def _send(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            self._transport.write(b"".join(parts))


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol: an answer in one write, and a limit on the wait for a request's head."""

    head_seconds = HEAD_SECONDS
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        self.transport = OneWrite(transport, self.loop)
        self._head_timer = self.loop.call_later(self.head_seconds, transport.close)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest, where this was the beginning of a head."""
        super().data_received(data)
        # Without the timer of the first head there has been a first request.
        answered = self._head_timer is None and self.cycle.response_complete
        if answered and self.timeout_keep_alive_task is None:
            self._head_timer = self.loop.call_later(self.head_seconds, self.transport.close)

    def on_headers_complete(self) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget about it."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def _wait_no_longer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


class DrainingServer(uvicorn.Server):
    """Keeps answering for a while after it was told to stop, and asks clients to go elsewhere."""

    def __init__(self, config: uvicorn.Config, app: AdmissionApp, drain: float) -> None:
        super().__init__(config)
        self._admission = app
        self._drain = drain

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals to the process: it has more to stop than this server."""
        yield

    def stop(self) -> None:
        """Begin the end: readiness fails at once, `serve` returns when all is answered."""
        self._admission.draining = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer on (with `connection: close`) while endpoints are withdrawn, then close."""
        await asyncio.sleep(self._drain)
        await super().shutdown(sockets)


def make_server(
    app: AdmissionApp, context: ssl.SSLContext, address: tuple[str, int], drain: float
) -> DrainingServer:
    """Build the server for one process."""
    host, port = address
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=DRAINED_SECONDS,
        limit_concurrency=MAX_CONNECTIONS,
        ssl_context_factory=lambda _config, _default: context,
    )
    return DrainingServer(config, app, drain)
