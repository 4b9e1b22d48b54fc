"""A small client of the API server: JSON in and out, one connection, nothing hidden."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cluster.certificates import Pair
from tests.cluster.errors import ClusterError

Json = dict[str, Any]

TIMEOUT_SECONDS = 30.0

_RETRIED = (ConnectionError, ssl.SSLEOFError, http.client.CannotSendRequest)
"""How a kept connection fails that the server closed in the meantime."""


class ApiError(ClusterError):
    """The API server answered with an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


class ApiClient:
    """Speaks to one API server as one user; each thread gets a connection of its own."""

    def __init__(self, url: str, authority: Path, user: Pair) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or 443)
        self._context = ssl.create_default_context(cafile=str(authority))
        self._context.load_cert_chain(user.certificate, user.key)
        self._local = threading.local()

    def get(self, path: str) -> Json:
        return self.request("GET", path)

    def post(self, path: str, body: Json) -> Json:
        return self.request("POST", path, body)

    def delete(self, path: str) -> Json:
        return self.request("DELETE", path)

    def request(self, method: str, path: str, body: Json | None = None) -> Json:
        """Send one request and return the object that comes back, or raise ApiError."""
        status, content = self.raw(method, path, body)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise ApiError(status, _message(content))
        answer: Json = json.loads(content)
        return answer

    def raw(self, method: str, path: str, body: Json | None = None) -> tuple[int, bytes]:
        """Send one request and return the status and body as they come."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return self._send(method, path, data, headers)

    def close(self) -> None:
        """Close this thread's connection; the next request opens another."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local.connection = None

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            return self._send_once(method, path, data, headers)
        except _RETRIED:
            return self._send_once(method, path, data, headers)

    def _send_once(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            host, port = self._address
            connection = http.client.HTTPSConnection(
                host, port, context=self._context, timeout=TIMEOUT_SECONDS
            )
            self._local.connection = connection
        try:
            connection.request(method, path, body=data, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            # What is left on this connection is not the next answer.
            self.close()
            raise


def _message(content: bytes) -> str:
    try:
        return str(json.loads(content).get("message", ""))
    except ValueError:
        return content.decode(errors="replace")
