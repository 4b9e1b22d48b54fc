"""The HTTP side of admission, as a bare ASGI callable: two questions and three pages need no framework.

What it refuses by itself, with a fixed sentence that repeats nothing of the request: an unknown path (404,
never "allowed"), a wrong method (405), a body that is too large (413) or no AdmissionReview (400). What
could not be answered in time, or before the policies are known, is a 5xx: then the failurePolicy of the
webhook configuration applies.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any, TypeAlias

from privet.admission.metrics import Metrics
from privet.admission.review import (
    AdmissionRequest,
    AdmissionResponse,
    MalformedReviewError,
    decode,
    encode,
)
from privet.detection import Expired
from privet.errors import EvaluationError

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer, and the word for it in the metrics."""

    response: AdmissionResponse
    verdict: str


Reviewer: TypeAlias = Callable[[AdmissionRequest, Expired], Awaitable[Reviewed]]
"""Answers a request; the other argument tells when it is time to say that there will be no verdict."""

MARGIN = 0.9
"""An answer is worth nothing after the API server's time-out, so ours is the shorter one."""

JUDGING = 0.9
"""The part of our time that is for judging; what is left is for the answer that it was not enough."""

MAX_DISCARDED = 64 * 1024 * 1024
"""An oversized body is read up to here, so that its sender gets to see the 413 rather than a reset."""

MAX_BUFFERED = 128 * 1024 * 1024
"""Bodies held at the same time, of all connections together."""

_TIMEOUT = re.compile(rb"(?:^|&)timeout=([0-9smhnu.]{1,24})(?:&|$)")
_DURATION_PART = re.compile(rb"([0-9]{1,9}(?:\.[0-9]{0,9})?)(ns|us|ms|s|m|h)")
_UNITS = {b"ns": 1e-9, b"us": 1e-6, b"ms": 1e-3, b"s": 1.0, b"m": 60.0, b"h": 3600.0}


class _HttpError(Exception):
    """An answer that is no AdmissionReview."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost."""

    max_body: int
    default_timeout: float


@dataclass(frozen=True, slots=True)
class Gates:
    """What has to be there first, named where it is not."""

    reviews: Callable[[], tuple[str, ...]]
    """Before a review is answered at all."""

    readiness: Callable[[], tuple[str, ...]]
    """Before reviews should be sent here."""


class AdmissionApp:
    """Routes, bounds and times requests; what they mean is the reviewers' business.

    An answer at one of the `closing` paths ends its connection, so that the next request there chooses anew.
    """

    def __init__(
        self,
        reviewers: Mapping[str, Reviewer],
        *,
        gates: Gates,
        metrics: Metrics,
        limits: Limits,
        closing: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.draining = False
        self._closing = closing
        self._clock = clock
        self._reviewers = reviewers
        self._gates = gates
        self._metrics = metrics
        self._limits = limits
        self._buffered = 0
        self._pages: dict[str, Callable[[], tuple[HTTPStatus, bytes]]] = {
            "/livez": lambda: (HTTPStatus.OK, b"ok\n"),
            "/readyz": self._readyz,
            "/metrics": lambda: (HTTPStatus.OK, metrics.render()),
        }

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return
        path = scope["path"]
        try:
            if (reviewer := self._reviewers.get(path)) is not None:
                status, body, kind = HTTPStatus.OK, await self._review(reviewer, scope, receive), b"json"
            else:
                (status, body), kind = self._page(path, scope["method"]), b"text"
        except _HttpError as error:
            status, body, kind = error.status, error.sentence.encode(), b"text"
        await self._send(send, status, body, kind, close=path in self._closing)

    def _page(self, path: str, method: str) -> tuple[HTTPStatus, bytes]:
        page = self._pages.get(path)
        if page is None:
            raise _HttpError(HTTPStatus.NOT_FOUND, "there is nothing at this path\n")
        if method not in {"GET", "HEAD"}:
            raise _HttpError(HTTPStatus.METHOD_NOT_ALLOWED, "this path is read with GET\n")
        return page()

    def _readyz(self) -> tuple[HTTPStatus, bytes]:
        missing = ("draining",) if self.draining else self._gates.readiness()
        if missing:
            return HTTPStatus.SERVICE_UNAVAILABLE, f"not ready: {', '.join(missing)}\n".encode()
        return HTTPStatus.OK, b"ok\n"

    async def _review(self, reviewer: Reviewer, scope: Mapping[str, Any], receive: Receive) -> bytes:
        started = self._clock()
        path = scope["path"]
        if scope["method"] != "POST":
            raise _HttpError(HTTPStatus.METHOD_NOT_ALLOWED, "reviews are sent with POST\n")
        budget = MARGIN * (requested_timeout(scope["query_string"]) or self._limits.default_timeout)
        verdict = "error"
        try:
            async with asyncio.timeout(budget):
                reviewed = await self._answer(reviewer, receive, self._end(started + JUDGING * budget))
            verdict = reviewed.verdict
            return _in_time(encode(reviewed.response), self._end(started + budget))
        except TimeoutError:
            verdict = "timeout"
            raise _HttpError(
                HTTPStatus.GATEWAY_TIMEOUT, "the review took longer than the API server waits\n"
            ) from None
        except MalformedReviewError as error:
            verdict = "malformed"
            raise _HttpError(HTTPStatus.BAD_REQUEST, f"{error}\n") from None
        finally:
            self._metrics.review(path, verdict, self._clock() - started)

    def _end(self, until: float) -> Expired:
        return lambda: self._clock() > until

    async def _answer(self, reviewer: Reviewer, receive: Receive, expired: Expired) -> Reviewed:
        request = decode(await self._body(receive))
        if missing := self._gates.reviews():
            raise _HttpError(HTTPStatus.SERVICE_UNAVAILABLE, f"not ready: {', '.join(missing)}\n")
        try:
            return await reviewer(request, expired)
        except EvaluationError as error:
            raise _HttpError(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}\n") from None

    async def _body(self, receive: Receive) -> bytes:
        message = await receive()
        body: bytes = message.get("body", b"")
        if message["type"] == "http.request" and not message.get("more_body", False):
            return self._small_enough(body)
        return await self._long_body(message, receive)

    async def _long_body(self, message: Message, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = held = 0
        try:
            while True:
                if message["type"] != "http.request":
                    raise _HttpError(HTTPStatus.BAD_REQUEST, "the connection was closed\n")
                chunk: bytes = message.get("body", b"")
                size += len(chunk)
                if size <= self._limits.max_body:
                    chunks.append(chunk)
                    held += len(chunk)
                    self._buffered += len(chunk)
                if self._buffered > MAX_BUFFERED:
                    raise _HttpError(HTTPStatus.SERVICE_UNAVAILABLE, "too many large reviews at a time\n")
                if not message.get("more_body", False):
                    break
                if size > MAX_DISCARDED:
                    raise self._too_large()
                message = await receive()
        finally:
            self._buffered -= held
        if size > self._limits.max_body:
            raise self._too_large()
        return b"".join(chunks)

    def _small_enough(self, body: bytes) -> bytes:
        if len(body) > self._limits.max_body:
            raise self._too_large()
        return body

    def _too_large(self) -> _HttpError:
        return _HttpError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"the review is larger than {self._limits.max_body} bytes\n",
        )

    async def _send(self, send: Send, status: HTTPStatus, body: bytes, kind: bytes, *, close: bool) -> None:
        headers = [
            (b"content-type", b"application/json" if kind == b"json" else b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        if close or self.draining or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _in_time(answer: bytes, expired: Expired) -> bytes:
    """Refuse an answer that comes too late: an evaluation does not yield, so asyncio cannot interrupt it."""
    if expired():
        raise TimeoutError
    return answer


@lru_cache(maxsize=64)
def requested_timeout(query: bytes) -> float | None:
    """Read how long the API server waits: it says so as `?timeout=5s`, a Go duration."""
    found = _TIMEOUT.search(query)
    if found is None:
        return None
    text = found[1]
    parts = _DURATION_PART.findall(text)
    if not parts or b"".join(number + unit for number, unit in parts) != text:
        return None
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    return seconds if 0 < seconds <= 60 else None  # noqa: PLR2004 - the API server allows 30 seconds
