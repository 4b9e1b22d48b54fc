"""A collector on loopback: takes traces by OTLP over HTTP, and keeps them as they came."""

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Receiver(http.server.ThreadingHTTPServer):
    """What was received: the bytes, and the spans in them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[bytes] = []
        self.paths: list[str] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def requests(self) -> Iterator[ExportTraceServiceRequest]:
        yield from map(ExportTraceServiceRequest.FromString, self.bodies)

    def spans(self) -> list[Span]:
        return [
            span
            for request in self.requests()
            for of_resource in request.resource_spans
            for of_scope in of_resource.scope_spans
            for span in of_scope.spans
        ]

    def resource(self) -> dict[str, object]:
        first = next(self.requests()).resource_spans[0].resource
        return {each.key: plain(each.value) for each in first.attributes}


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(
            gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
        )
        self.server.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def attributes(span: Span) -> dict[str, object]:
    return {each.key: plain(each.value) for each in span.attributes}


def plain(value: AnyValue) -> object:
    if value.HasField("array_value"):
        return [plain(one) for one in value.array_value.values]
    return getattr(value, str(value.WhichOneof("value")))


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()
        thread.join(5)
