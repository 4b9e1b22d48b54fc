"""A load generator for one HTTPS server: keep-alive connections, requests encoded beforehand, one process.

Closed loop: every connection sends the next request when the answer is there: what the server can do.
Open loop: requests are due at random times (Poisson) whatever the server does, and latency counts from
when a request was due, so that a server that falls behind cannot hide it.
"""

import asyncio
import os
import random
import ssl
import statistics
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

_LENGTH = b"content-length: "


@dataclass
class Result:
    """What was measured."""

    seconds: float
    latencies: list[float] = field(repr=False)
    failures: int
    denied: int
    cpu: float
    """Seconds that the load itself took: near `seconds`, it is what limits the rate."""

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class _Tally:
    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    denied: int = 0
    cpu: float = 0.0
    """What this process had used when the load began."""


class _Connection(asyncio.Protocol):
    """Sends one request at a time and tells when its answer is whole."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._got = b""
        self._began = 0.0
        self._done: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's TLS transport is one in all but its base class.
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes, due: float) -> "asyncio.Future[None]":
        """Send a request that was due at that time."""
        assert self._transport is not None
        self._began, self._got = due, b""
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._done

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.index(_LENGTH) + len(_LENGTH)
        end = head.find(b"\r\n", at)
        if len(body) < int(head[at : end if end > 0 else None]):
            return
        self._tally.latencies.append(time.perf_counter() - self._began)
        self._tally.failures += not head.startswith(b"HTTP/1.1 200")
        self._tally.denied += b'"allowed":false' in body
        done, self._done = self._done, None
        if done is not None and not done.done():
            done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._done is not None and not self._done.done():
            self._tally.failures += 1
            self._done.set_exception(exc or ConnectionError("the server hung up"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where the load goes, and with how many connections."""

    port: int
    context: ssl.SSLContext
    connections: int = 16
    core: int | None = None


def requests_of(bodies: Sequence[bytes], path: str, headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """Encode HTTP requests with these headers, each with the length of its own body."""
    same = [b"%b: %b" % (name, value) for name, value in headers if name != b"content-length"]
    head = b"\r\n".join((b"POST %b HTTP/1.1" % path.encode(), *same))
    return [b"%b\r\ncontent-length: %d\r\n\r\n%b" % (head, len(body), body) for body in bodies]


def closed(target: Target, requests: Sequence[bytes], seconds: float) -> Result:
    """Ask as fast as answers come."""
    return uvloop.run(_closed(target, requests, seconds))


def open_loop(target: Target, requests: Sequence[bytes], seconds: float, rate: float) -> Result:
    """Ask at this rate on average."""
    return uvloop.run(_open(target, requests, seconds, rate))


async def _closed(target: Target, requests: Sequence[bytes], seconds: float) -> Result:
    tally = _Tally()
    connections = await _connect(target, tally)
    tally.cpu = time.process_time()
    began = time.perf_counter()

    async def one(connection: _Connection, turn: int) -> None:
        while (now := time.perf_counter()) < began + seconds:
            await connection.ask(requests[turn % len(requests)], now)
            turn += len(connections)

    await asyncio.gather(*(one(connection, turn) for turn, connection in enumerate(connections)))
    return _result(tally, connections, time.perf_counter() - began)


async def _open(target: Target, requests: Sequence[bytes], seconds: float, rate: float) -> Result:
    tally = _Tally()
    connections = await _connect(target, tally)
    idle = deque(connections)
    waiting: deque[tuple[bytes, float]] = deque()
    running: set[asyncio.Task[None]] = set()
    tally.cpu = time.process_time()
    generator = random.Random(1)  # noqa: S311 - arrivals, the same in every run
    began = due = time.perf_counter()

    async def serve(connection: _Connection) -> None:
        while waiting:
            await connection.ask(*waiting.popleft())
        idle.append(connection)

    turn = 0
    while due < began + seconds:
        due += generator.expovariate(rate)
        # A sleep is only so exact: what is due by then goes out together, each with its own due time.
        if (ahead := due - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        waiting.append((requests[turn % len(requests)], due))
        turn += 1
        if idle:
            task = asyncio.create_task(serve(idle.popleft()))
            running.add(task)
            task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    return _result(tally, connections, time.perf_counter() - began)


async def _connect(target: Target, tally: _Tally) -> list[_Connection]:
    if target.core is not None:
        os.sched_setaffinity(0, {target.core})
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Connection(tally), "127.0.0.1", target.port, ssl=target.context)
        for _ in range(target.connections)
    ]
    return [protocol for _, protocol in made]


def _result(tally: _Tally, connections: Sequence[_Connection], seconds: float) -> Result:
    cpu = time.process_time() - tally.cpu
    for connection in connections:
        connection.close()
    return Result(seconds, tally.latencies, tally.failures, tally.denied, cpu)


def median(results: Sequence[Result]) -> Result:
    """Give the run whose rate is the middle one."""
    middle = statistics.median_low([one.rate for one in results])
    return next(one for one in results if one.rate == middle)
