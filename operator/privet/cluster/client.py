"""The real API server over HTTP: aiohttp and JSON; the official client takes 50 MiB and a second to load."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import aiohttp
import msgspec
import prometheus_client
from yarl import URL

from privet import __version__
from privet.cluster.connection import Connection
from privet.cluster.protocol import EVERYTHING, PAGE_SIZE, EventKind, Listing, Selection, WatchEvent
from privet.cluster.resources import Object, Ref, Resource
from privet.cluster.responses import error_of
from privet.errors import ClusterError, ExpiredError, ForbiddenError, UnavailableError

REQUEST_SECONDS = 30.0
CONNECT_SECONDS = 10.0
WATCH_SECONDS = 300
"""How long the server is asked to keep a watch open; it ends it then, and we go on from where it was."""
SILENCE_SECONDS = 100.0
"""A watch that is silent for longer is dead: bookmarks come about every minute."""
MAX_EVENT_BYTES = 16 * 1024 * 1024
"""One event of a watch: etcd keeps objects to 1.5 MiB, in JSON they may grow some."""
MAX_PAGES = 10_000

_APPLY = "application/apply-patch+yaml"
_JSON_PATCH = "application/json-patch+json"
_JSON = "application/json"
_PARTIAL_ONE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
_PARTIAL_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
_METHODS = {
    "get": "GET",
    "list": "GET",
    "create": "POST",
    "apply": "PATCH",
    "patch": "PATCH",
    "replace": "PUT",
    "delete": "DELETE",
}

A = TypeVar("A")

REQUESTS = prometheus_client.Counter(
    "privet_cluster_requests_total", "Requests to the API server.", ("verb", "resource", "code")
)


class HttpCluster:
    """The `Cluster` that talks to an API server; use it with `async with`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._base = URL(connection.server.rstrip("/"))
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        tls: ssl.SSLContext | bool = True
        if self._connection.server.startswith("https"):
            # Off the loop: it reads files, and parses them for longer than a heartbeat may wait.
            tls = await asyncio.to_thread(self._connection.ssl_context)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls, limit=0),
            headers={"User-Agent": f"privet/{__version__}"},
            timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS, sock_connect=CONNECT_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, ref: Ref) -> Object:
        """Read one object."""
        return await self._send(_Request("get", ref.resource, ref.path), _decoder(ref.resource.shape))

    async def list(self, resource: Resource, selection: Selection = EVERYTHING) -> Listing:
        """Read a whole collection, page by page."""
        params = {"limit": str(PAGE_SIZE), **selection.params()}
        path = resource.path(selection.namespace)
        items: list[Object] = []
        for _ in range(MAX_PAGES):
            page = await self._send(_Request("list", resource, path, params), _page_decoder(resource.shape))
            items += (_complete(resource, item) for item in page.items or ())
            following = page.metadata.get("continue")
            if not following:
                return Listing(tuple(items), page.metadata["resourceVersion"])
            params["continue"] = following
        raise UnavailableError(f"list {resource}", reason="TooManyPages")

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        """Create an object."""
        path = resource.path(obj["metadata"].get("namespace", ""))
        params = {"dryRun": "All"} if dry_run else {}
        return await self._send(_Request("create", resource, path, params, body=obj), _OBJECT)

    async def apply(
        self, resource: Resource, obj: Object, *, manager: str, subresource: str = "", force: bool = True
    ) -> Object:
        """Apply by server-side apply."""
        path = _below(ref_of(resource, obj), subresource)
        params = {"fieldManager": manager, "force": "true" if force else "false"}
        return await self._send(_Request("apply", resource, path, params, _APPLY, obj), _OBJECT)

    async def replace(self, resource: Resource, obj: Object) -> Object:
        """Replace an object."""
        return await self._send(_Request("replace", resource, ref_of(resource, obj).path, body=obj), _OBJECT)

    async def patch(
        self,
        ref: Ref,
        operations: Sequence[Mapping[str, Any]],
        subresource: str = "",
        *,
        dry_run: bool = False,
    ) -> Object:
        """Apply a JSON patch."""
        path = _below(ref, subresource)
        params = {"dryRun": "All"} if dry_run else {}
        body = [dict(one) for one in operations]
        request = _Request("patch", ref.resource, path, params, _JSON_PATCH, body)
        return await self._send(request, _OBJECT)

    async def delete(self, ref: Ref, *, uid: str = "", resource_version: str = "") -> None:
        """Delete an object."""
        given = {"uid": uid, "resourceVersion": resource_version}
        options = {
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "preconditions": {name: value for name, value in given.items() if value},
            "propagationPolicy": "Background",
        }
        await self._send(_Request("delete", ref.resource, ref.path, body=options), _OBJECT)

    async def watch(
        self, resource: Resource, resource_version: str, selection: Selection = EVERYTHING
    ) -> AsyncIterator[WatchEvent]:
        """Tell what changes from that version on."""
        params = {
            "watch": "1",
            "allowWatchBookmarks": "true",
            "resourceVersion": resource_version,
            "timeoutSeconds": str(WATCH_SECONDS),
            **selection.params(),
        }
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS)
        asked = f"watch {resource}"
        try:
            async with self._open().get(
                self._url(resource.path(selection.namespace)),
                params=params,
                headers=self._headers(resource, _PARTIAL_ONE),
                timeout=timeout,
            ) as response:
                REQUESTS.labels("watch", str(resource), response.status).inc()
                if response.status == 401:  # noqa: PLR2004 - HTTP's Unauthorized
                    self._connection.token_was_refused()
                if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                    raise await _failure(asked, response)
                async for line in _lines(response.content, asked):
                    yield _event(line, asked, resource)
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise UnavailableError(asked, reason=type(error).__name__) from None

    async def _send(self, request: "_Request", form: msgspec.json.Decoder[A]) -> A:
        try:
            return await self._once(request, form)
        except ForbiddenError as error:
            if error.code != 401:  # noqa: PLR2004 - HTTP's Unauthorized
                raise
        # Once more: the kubelet may have renewed the token since we read it.
        self._connection.token_was_refused()
        return await self._once(request, form)

    async def _once(self, request: "_Request", form: msgspec.json.Decoder[A]) -> A:
        verb, resource = request.verb, request.resource
        headers = self._headers(resource, _PARTIAL_LIST if verb == "list" else _PARTIAL_ONE)
        data = None
        if request.body is not None:
            headers["Content-Type"] = request.content_type
            data = msgspec.json.encode(request.body)
        try:
            async with self._open().request(
                _METHODS[verb], self._url(request.path), params=request.params, headers=headers, data=data
            ) as response:
                REQUESTS.labels(verb, str(resource), response.status).inc()
                if response.status >= 400:  # noqa: PLR2004 - where HTTP's errors begin
                    raise await _failure(request.asked, response)
                return form.decode(await response.read())
        except (aiohttp.ClientError, TimeoutError, ConnectionError, msgspec.DecodeError) as error:
            REQUESTS.labels(verb, str(resource), "none").inc()
            # Without the cause: aiohttp's errors quote what was received.
            raise UnavailableError(request.asked, reason=type(error).__name__) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use `async with HttpCluster(...)`")
        return self._session

    def _url(self, path: str) -> URL:
        return self._base.joinpath(path.lstrip("/"))

    def _headers(self, resource: Resource, partial_form: str) -> dict[str, str]:
        headers = {"Accept": partial_form if resource.partial else _JSON}
        if token := self._connection.token():
            headers["Authorization"] = f"Bearer {token}"
        return headers


@dataclass(frozen=True, slots=True)
class _Request:
    verb: str
    resource: Resource
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    content_type: str = _JSON
    body: object = field(default=None, repr=False)

    @property
    def asked(self) -> str:
        return f"{self.verb} {self.path}"


class _Page(msgspec.Struct, Generic[A]):
    metadata: dict[str, Any]
    items: list[A] | None = None


class _Told(msgspec.Struct):
    """A line of a watch: what its object is depends on its type."""

    type: str
    object: msgspec.Raw


_OBJECT: msgspec.json.Decoder[Object] = msgspec.json.Decoder(dict[str, Any])
_TOLD: msgspec.json.Decoder[_Told] = msgspec.json.Decoder(_Told)


@cache
def _decoder(shape: type | None) -> msgspec.json.Decoder[Object]:
    """Give what reads an object; fields that the shape does not name are skipped, not kept."""
    return msgspec.json.Decoder(shape or dict[str, Any])


@cache
def _page_decoder(shape: type | None) -> msgspec.json.Decoder[_Page[Object]]:
    return msgspec.json.Decoder(_Page[shape or dict[str, Any]])  # type: ignore[misc] # a type made at run time


def ref_of(resource: Resource, obj: Object) -> Ref:
    """Give the place of an object."""
    return resource.at(obj["metadata"]["name"], obj["metadata"].get("namespace", ""))


def _below(ref: Ref, subresource: str) -> str:
    return f"{ref.path}/{subresource}" if subresource else ref.path


def _complete(resource: Resource, obj: Object) -> Object:
    """Add the apiVersion and kind, which the API server leaves out in lists, or names after the form."""
    obj.update(apiVersion=resource.api_version, kind=resource.kind)
    return obj


async def _failure(asked: str, response: aiohttp.ClientResponse) -> ClusterError:
    try:
        status = msgspec.json.decode(await response.read())
    except msgspec.DecodeError:
        status = None
    return error_of(asked, response.status, status, response.headers.get("Retry-After"))


async def _lines(stream: aiohttp.StreamReader, asked: str) -> AsyncIterator[bytes]:
    """Split a stream into lines; aiohttp's own reader stops at lines of 128 KiB."""
    pending = bytearray()
    async for chunk in stream.iter_any():
        pending += chunk
        *lines, rest = pending.split(b"\n")
        pending = rest
        for line in filter(None, lines):
            yield bytes(line)
        if len(pending) > MAX_EVENT_BYTES:
            raise UnavailableError(asked, reason="EventTooLarge")


def _event(line: bytes, asked: str, resource: Resource) -> WatchEvent:
    try:
        told = _TOLD.decode(line)
        if told.type == "ERROR":
            raise _stream_error(asked, _OBJECT.decode(told.object))
        obj = _decoder(resource.shape).decode(told.object)
        return WatchEvent(EventKind(told.type), _complete(resource, obj))
    except (msgspec.DecodeError, KeyError, ValueError):
        raise UnavailableError(asked, reason="NotAnEvent") from None


def _stream_error(asked: str, status: Mapping[str, Any]) -> ClusterError:
    code = status.get("code")
    if status.get("reason") in {"Expired", "Gone"}:
        return ExpiredError(asked, code=410, reason="Expired")
    return error_of(asked, code if isinstance(code, int) else 0, status)
