"""Turn what the API server answers into errors, without its words: they quote the values that it refuses."""

import re
from collections.abc import Mapping
from typing import Any

from privet.errors import (
    AlreadyExistsError,
    ClusterError,
    ConflictError,
    ExpiredError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    UnavailableError,
)

# A path through a schema: words, dots and short indexes. Keys of maps are contents, and left out.
_FIELD = re.compile(r"[A-Za-z]{1,40}(?:\[\d{1,3}\])?(?:\.[A-Za-z]{1,40}(?:\[\d{1,3}\])?){0,12}")
# metav1.StatusReason: any other word is a webhook's own.
_REASONS = frozenset(
    {
        "AlreadyExists",
        "BadRequest",
        "Conflict",
        "Expired",
        "Forbidden",
        "Gone",
        "InternalError",
        "Invalid",
        "MethodNotAllowed",
        "NotAcceptable",
        "NotFound",
        "RequestEntityTooLarge",
        "ServerTimeout",
        "ServiceUnavailable",
        "StoreReadError",
        "Timeout",
        "TooManyRequests",
        "Unauthorized",
        "UnsupportedMediaType",
    }
)
_MAX_FIELDS = 8
_SIMPLE: Mapping[int, type[ClusterError]] = {401: ForbiddenError, 404: NotFoundError, 410: ExpiredError}
_REJECTED = frozenset({400, 405, 413, 415, 422})


def error_of(asked: str, code: int, status: object, retry_after: str | None = None) -> ClusterError:
    """Give the error for an answer's code and its `Status` object, where it has one."""
    answer: Mapping[str, Any] = status if isinstance(status, dict) else {}
    reason = _reason(answer)
    if code in _SIMPLE:
        return _SIMPLE[code](asked, code=code, reason=reason)
    if code == 409:  # noqa: PLR2004 - the code's name is in the line below
        kind = AlreadyExistsError if reason == "AlreadyExists" else ConflictError
        return kind(asked, code=code, reason=reason)
    if code == 403 and not _by_admission(answer):  # noqa: PLR2004 - HTTP's Forbidden
        return ForbiddenError(asked, code=code, reason=reason)
    if code in _REJECTED or code == 403:  # noqa: PLR2004 - HTTP's Forbidden
        fields = _fields(answer)
        if fields == ("metadata.uid",):
            # The name belongs to another incarnation by now: a lost race like any other.
            return ConflictError(asked, code=code, reason=reason)
        return RejectedError(asked, code=code, reason=reason, fields=fields)
    return UnavailableError(asked, code=code, reason=reason, retry_after=_seconds(retry_after))


def _by_admission(status: Mapping[str, Any]) -> bool:
    message = str(status.get("message", ""))
    return "admission webhook" in message or "ValidatingAdmissionPolicy" in message


def _reason(status: Mapping[str, Any]) -> str:
    reason = status.get("reason")
    return reason if isinstance(reason, str) and reason in _REASONS else ""


def _fields(status: Mapping[str, Any]) -> tuple[str, ...]:
    details = status.get("details")
    causes = details.get("causes") if isinstance(details, dict) else None
    found = {cause.get("field") for cause in causes or () if isinstance(cause, dict)}
    fields = sorted(field for field in found if isinstance(field, str) and _FIELD.fullmatch(field))
    return tuple(fields[:_MAX_FIELDS])


def _seconds(value: str | None) -> float | None:
    # The other form, an HTTP date, is not one that the API server sends.
    return float(value) if value is not None and value.isascii() and value.isdigit() else None
