"""uvicorn as admission needs it: our TLS context, no access log, and a drain before the end."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Generator

import uvicorn

from privet.admission.asgi import AdmissionApp

IDLE_SECONDS = 120
"""API servers close connections that were idle for 90 s; who closes first must not be us, or a review that
is just being sent is lost."""

MAX_CONNECTIONS = 2000
"""Connections and requests at a time; past that a request is answered with 503."""

DRAINED_SECONDS = 10
"""Requests that are still being answered at the end get this long."""


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
        http="httptools",
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
