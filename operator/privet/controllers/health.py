"""What the kubelet and Prometheus ask: /livez, /readyz, /metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import prometheus_client
from aiohttp import web

Check = Callable[[], str]
"""Says what is wrong, in fixed words; the empty text when nothing is."""

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def health_server(
    host: str, port: int, live: Mapping[str, Check], ready: Mapping[str, Check], state: Callable[[], str]
) -> AsyncIterator[int]:
    """Serve the probes, and give the port."""
    # When a series was born is a second series that nobody asks for.
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call] # it gives it no types
    app = web.Application()
    app.router.add_get("/livez", _probe(live, state))
    app.router.add_get("/readyz", _probe(ready, state))
    app.router.add_get("/metrics", _metrics)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _probe(
    checks: Mapping[str, Check], state: Callable[[], str]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        wrong = {name: why for name, check in checks.items() if (why := check())}
        lines = [f"[-] {name}: {why}" for name, why in wrong.items()]
        if wrong:
            return web.Response(status=503, text="\n".join([*lines, ""]))
        return web.Response(text=f"ok: {state()}\n")

    return answer


async def _metrics(_request: web.Request) -> web.Response:
    body = prometheus_client.generate_latest()
    return web.Response(body=body, headers={"Content-Type": METRICS_TYPE})
