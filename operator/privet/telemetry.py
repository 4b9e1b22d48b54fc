"""Logs as JSON lines, held to one rule: no contents, whoever writes.

A line keeps words, numbers, times and short lists of them. Every text passes the caller's redactor (the
detection engine's, handed in: this layer lies below it) and loses whatever looks like key material.
Values of any other type leave their type's name. A traceback keeps its places and types, and the message
only of our own errors, which hold no contents by construction.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from enum import Enum
from types import TracebackType
from typing import Any, TextIO

from privet.errors import PrivetError
from privet.linear import Match, compile_own_text


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Let an import do as if a module were not installed, unless it is loaded already."""
    unknown = module not in sys.modules
    if unknown:
        sys.modules[module] = None  # type: ignore[assignment]  # which the import system reads as: not there
    try:
        yield
    finally:
        if unknown:
            del sys.modules[module]


# For a renderer of consoles structlog loads rich: 4 MiB that no server has a use for.
with _without("rich"):
    import structlog

Redactor = Callable[[str], str]

MAX_TEXT = 2_000
"""Characters of one value: more than any sentence of ours, less than a document."""
_MARGIN = 500
MAX_ITEMS = 20
_LONG_NUMBER = 10**7
MAX_FRAMES = 20
MAX_CHAIN = 5

# JSON Web Tokens and anything else that begins like a base64url `{"`; PEM; 43 or more characters of base64.
_KEY_MATERIAL = compile_own_text(
    r"eyJ[A-Za-z0-9_=-]{8,}(?:\.[A-Za-z0-9_=-]*)*"
    r"|-----BEGIN [A-Z ]{1,40}-----(?:[^-]*-----END [A-Z ]{1,40}-----)?"
    r"|[A-Za-z0-9+/_-]{43,}={0,2}"
)
_FOREIGN = ("kopf", "aiohttp", "asyncio", "uvicorn", "kubernetes", "opentelemetry", "urllib3")


def scrubber(redact: Redactor) -> Redactor:
    """Give what makes a text fit to be written: short, without key material, without personal data."""

    def scrub(text: str) -> str:
        # Cut with a margin, scrub, then cut: the cost is bounded, and nothing is half cut before it is seen.
        return redact(_KEY_MATERIAL.sub(_without_key, text[: MAX_TEXT + _MARGIN]))[:MAX_TEXT]

    return scrub


def _without_key(match: Match[str]) -> str:
    text = match[0]
    if text.startswith(("eyJ", "-----")) or all(map(text.__ne__, (text.lower(), text.upper()))):
        return "[KeyMaterial]"
    # One case only: a path or a name, as Kubernetes has them.
    return text


def configure_logging(level: str, redact: Redactor, stream: TextIO = sys.stderr) -> None:
    """Send every logger of this process, ours and the libraries', through the redactor as JSON lines."""
    scrub = scrubber(redact)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _Tracebacks(scrub),
        Redaction(scrub),
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _Handler(stream)
    handler.setFormatter(_Formatter(foreign_pre_chain=shared, processors=ending, use_get_message=True))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _FOREIGN:
        # They may quote what they received; below a warning nobody misses it.
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes what the redactor leaves; where it cannot, it says so, and nothing of the line."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Say that a line was lost, and where: logging's own answer shows the line's arguments."""
        lost = {"event": "a log line could not be written", "level": "error", "logger": record.name}
        place = {"module": record.module, "line": record.lineno}
        # Where the stream itself is broken, there is nobody left to tell.
        with suppress(OSError, ValueError):
            self.stream.write(f"{json.dumps({**lost, **place})}\n")
            self.flush()


class Redaction:
    """The processor that lets only fit values through."""

    def __init__(self, scrub: Redactor) -> None:
        self._scrub = scrub

    def __call__(
        self, _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Make every name and value of the line fit."""
        return {self._scrub(str(name)): self._fit(value) for name, value in event.items()}

    def _fit(self, value: object) -> object:
        if isinstance(value, list | tuple | frozenset | set):
            items = sorted(value, key=str) if isinstance(value, frozenset | set) else value
            return [self._fit_one(item) for item in list(items)[:MAX_ITEMS]]
        return self._fit_one(value)

    def _fit_one(self, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        # Long numbers may be a card's or a person's: a text to the redactor like any other.
        if isinstance(value, int | float) and abs(value) < _LONG_NUMBER:
            return value
        text = _text_of(value)
        return f"<{type(value).__name__}>" if text is None else self._scrub(text)


def _text_of(value: object) -> str | None:
    """Give the text of the few types that may be written; None for all others."""
    match value:
        case Enum():
            return str(value.value)
        case datetime() | date():
            return value.isoformat()
        case str() | int() | float() | timedelta() | PrivetError():
            return str(value)
        case _:
            return None


class _Tracebacks:
    """Turn `exc_info` into places and types."""

    def __init__(self, scrub: Redactor) -> None:
        self._scrub = scrub

    def __call__(
        self, _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        given = event.pop("exc_info", None)
        event.pop("stack_info", None)
        error = _error_in(given)
        if error is not None:
            event["error"] = [_named(one) for one in _chain(error)]
            inner = _first_in(error)
            traces = [error.__traceback__, *([] if inner is error else [inner.__traceback__])]
            event["frames"] = [frame for trace in traces for frame in _frames(trace)][-MAX_FRAMES:]
        return event


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Keep the standard formatter from adding the record's traceback as text."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        return super().format(record)


def _error_in(given: object) -> BaseException | None:
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case None | False | (None, None, None):
            return None
        case _:
            return sys.exc_info()[1]


def _chain(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    for _ in range(MAX_CHAIN):
        if following is None:
            return
        yield following
        if isinstance(following, BaseExceptionGroup):
            following = following.exceptions[0]
        else:
            context = None if following.__suppress_context__ else following.__context__
            following = following.__cause__ or context


def _first_in(error: BaseException) -> BaseException:
    """Give what went wrong first, out of the groups that tasks put it in."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _named(error: BaseException) -> str:
    kind = type(error).__qualname__
    return f"{kind}: {error}" if isinstance(error, PrivetError) else kind


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        yield f"{module}:{trace.tb_lineno} {trace.tb_frame.f_code.co_qualname}"
        trace = trace.tb_next
