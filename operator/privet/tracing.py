"""Traces by OpenTelemetry, where the settings ask for them; nothing of it is imported where they do not.

A span holds what metrics hold: closed sets of words and numbers. No name of an object, namespace or user, no
message, no trace of an exception but its type; see docs/decisions/0012-traces.md.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

from privet import __version__
from privet.errors import SettingsError
from privet.linear import compile_own_text

if TYPE_CHECKING:
    from opentelemetry.trace import Span

STOP_SECONDS = 3.0
"""What is not sent so long after the end is lost: nobody waits for a collector that is away."""
MAX_WORDS = 32
WITHHELD = "[Withheld]"

# Words of ours, of HTTP and of Kubernetes: kinds, rule ids, routes, verdicts.
_WORD = compile_own_text(r"[A-Za-z0-9/][A-Za-z0-9_./-]{0,79}")
_LONG_NUMBER = compile_own_text(r"[0-9]{4}")
# W3C Trace Context. Only this: tracestate and baggage carry what others put into them.
_TRACEPARENT = compile_own_text(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

Value = str | int | bool | Sequence[str]


class Trace(Protocol):
    """What opens a span around a step; `untraced` where nobody asked for traces."""

    def __call__(self, name: str, /) -> AbstractContextManager[object]:
        """Give the span of a step, current until it ends."""
        ...


_NOTHING = nullcontext()


def untraced(_name: str, /) -> AbstractContextManager[object]:
    """Trace nothing."""
    return _NOTHING


@contextmanager
def tracing_of(service: str, *, wanted: bool) -> "Iterator[Tracing | None]":
    """Trace a process from here to its end, where that is wanted."""
    tracing = start_tracing(service, wanted=wanted)
    try:
        yield tracing
    finally:
        if tracing is not None:
            tracing.stop()


def start_tracing(service: str, *, wanted: bool) -> "Tracing | None":
    """Begin to send spans; None where nobody asked for them. SettingsError says what is set wrong."""
    exporter = os.environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    if not wanted or exporter == "none":
        return None
    protocol = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get(
        "OTEL_EXPORTER_OTLP_PROTOCOL"
    )
    if exporter != "otlp" or protocol not in {None, "", "http/protobuf"}:
        raise SettingsError(
            "traces are sent by OTLP over HTTP only: OTEL_TRACES_EXPORTER=otlp, http/protobuf"
        )
    try:
        return Tracing(service)
    except ImportError:
        raise SettingsError("PRIVET_TRACES asks for what is not installed: install privet[traces]") from None
    except ValueError:
        # Without its cause: it may quote the variable, and headers hold credentials.
        raise SettingsError("one of the OTEL_ variables has a value that OpenTelemetry refuses") from None


class Tracing:
    """Makes spans and sends them in batches, from a thread of its own, where OTEL_… says."""

    def __init__(self, service: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import get_current_span
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        ours = Resource.create({"service.name": service, "service.version": __version__})
        # Once more, for what the environment says comes before what we say.
        resource = ours.merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("privet", __version__)
        self._propagator = TraceContextTextMapPropagator()
        self._current = get_current_span

    @contextmanager
    def request(self, name: str, traceparent: str = "") -> "Iterator[Span]":
        """Give the span of a request that was received, below the caller's where it said which."""
        from opentelemetry.trace import SpanKind

        carrier = {"traceparent": traceparent} if _TRACEPARENT.fullmatch(traceparent) else {}
        parent = self._propagator.extract(carrier)
        with self._span(name, context=parent, kind=SpanKind.SERVER) as span:
            yield span

    def step(self, name: str, /) -> "AbstractContextManager[Span]":
        """Give the span of a step, below that of the step around it."""
        return self._span(name)

    def note(self, noted: Mapping[str, Value]) -> None:
        """Write attributes on the current span; a text that is no word is withheld."""
        span = self._current()
        for name, value in noted.items():
            span.set_attribute(name, fit(value))

    def failed(self, kind: str) -> None:
        """Mark the current span as failed, by the kind of the failure."""
        _fail(self._current(), kind)

    def flush(self) -> None:
        """Send what there is, now."""
        self._provider.force_flush()

    def stop(self) -> None:
        """Send what there is, for a few seconds at most."""
        thread = threading.Thread(target=self._provider.shutdown, name="traces-end", daemon=True)
        thread.start()
        thread.join(STOP_SECONDS)

    @contextmanager
    def _span(self, name: str, **given: object) -> "Iterator[Span]":
        # Both off, for they would write down the exception's message, which may hold contents.
        with self._tracer.start_as_current_span(
            _word(name),
            record_exception=False,
            set_status_on_exception=False,
            **given,  # type: ignore[arg-type]
        ) as span:
            try:
                yield span
            except BaseException as error:
                _fail(span, type(error).__name__)
                raise


def _fail(span: "Span", kind: str) -> None:
    from opentelemetry.trace import StatusCode

    span.set_status(StatusCode.ERROR)
    span.set_attribute("error.type", _word(kind))


def fit(value: Value) -> Value:
    """Give a value as spans may hold it: numbers, and texts that are words."""
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, int):
        return value
    return [_word(one) for one in list(value)[:MAX_WORDS]]


def _word(text: str) -> str:
    is_word = _WORD.fullmatch(text.replace(" ", "_")) and not _LONG_NUMBER.search(text)
    return text if is_word else WITHHELD
