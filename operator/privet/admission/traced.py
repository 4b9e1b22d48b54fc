"""Spans of reviews: around the app, its reviewers and metrics, and put there only where they are wanted."""

from collections.abc import Iterable, Mapping
from typing import Any

from privet.admission.asgi import AdmissionApp, Message, Receive, Reviewed, Reviewer, Send
from privet.admission.metrics import Metrics
from privet.admission.review import AdmissionRequest
from privet.detection import Expired
from privet.tracing import Tracing


class TracedApp(AdmissionApp):
    """Opens a span for every review, below the API server's where it sends `traceparent`."""

    def __init__(self, tracing: Tracing, reviewers: Mapping[str, Reviewer], **given: Any) -> None:  # noqa: ANN401 - as there
        super().__init__({path: noting(tracing, one) for path, one in reviewers.items()}, **given)
        self._tracing = tracing
        self._traced = frozenset(reviewers)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] not in self._traced:
            await super().__call__(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered(message["status"])
            await send(message)

        with self._tracing.request(f"POST {scope['path']}", _traceparent(scope)):
            self._tracing.note({"http.route": scope["path"]})
            await super().__call__(scope, receive, sending)

    def _answered(self, status: int) -> None:
        self._tracing.note({"http.response.status_code": status})
        if status >= 500:  # noqa: PLR2004 - where HTTP's server errors begin
            self._tracing.failed(str(status))


class TracedMetrics(Metrics):
    """Writes on the span what it counts: the verdict, and the rules that were broken."""

    def __init__(self, tracing: Tracing) -> None:
        super().__init__()
        self._tracing = tracing

    def review(self, path: str, verdict: str, seconds: float) -> None:
        """Count one answer."""
        super().review(path, verdict, seconds)
        self._tracing.note({"privet.verdict": verdict})

    def violations(self, rules: Iterable[str], action: str) -> None:
        """Count what was found in one review."""
        found = list(rules)
        super().violations(found, action)
        if found:
            self._tracing.note({f"privet.rules.{action.lower()}": sorted(set(map(str, found)))})


def noting(tracing: Tracing, reviewer: Reviewer) -> Reviewer:
    """Have a reviewer's questions noted by kind and operation."""

    async def noted(request: AdmissionRequest, expired: Expired) -> Reviewed:
        kind = f"{request.kind.group}/{request.kind.kind}" if request.kind.group else request.kind.kind
        tracing.note({"privet.kind": kind, "privet.operation": request.operation})
        return await reviewer(request, expired)

    return noted


def _traceparent(scope: Mapping[str, Any]) -> str:
    found = next((value for name, value in scope["headers"] if name == b"traceparent"), b"")
    return str(found, "ascii", "replace")
