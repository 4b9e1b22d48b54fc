"""AdmissionReview v1 as the API server speaks it (admission.k8s.io): typed decoding and encoding.

`object` and `oldObject` stay raw bytes: the policy package decodes of them what its rules read, so
managedFields, status and everything else that is not named cost almost nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from privet.errors import PrivetError

API_VERSION: Final = "admission.k8s.io/v1"
KIND: Final = "AdmissionReview"

MAX_WARNINGS = 16
"""The API server passes on 4 KiB of warnings in all."""

MAX_WARNING = 250
"""It cuts each at 256 where there are many."""

FRIENDLY_WARNING = 120
"""Longer ones may be hard to read, says the API's documentation."""

MAX_MESSAGE = 16 * 1024
"""A denial with thousands of violations is cut here: it is copied into Events and statuses."""

MAX_ANNOTATION = 4096
"""Audit logs hold every annotation of every request."""

NULL = msgspec.Raw(b"null")


class MalformedReviewError(PrivetError):
    """The body is no AdmissionReview: a fixed sentence, nothing of the body."""


class GroupVersionKind(msgspec.Struct, frozen=True):
    """The kind of the object in question."""

    group: str = ""
    version: str = ""
    kind: str = ""


class GroupVersionResource(msgspec.Struct, frozen=True):
    """The resource that was asked for."""

    group: str = ""
    version: str = ""
    resource: str = ""


class UserInfo(msgspec.Struct, frozen=True):
    """Who asks; groups and the rest are decoded only when authorization has to be asked."""

    username: str = ""
    uid: str = ""
    groups: msgspec.Raw = NULL
    extra: msgspec.Raw = NULL


class AdmissionRequest(msgspec.Struct, rename="camel", kw_only=True):
    """One question of the API server."""

    uid: str
    operation: str
    kind: GroupVersionKind
    resource: GroupVersionResource = GroupVersionResource()
    sub_resource: str = ""
    name: str = ""
    namespace: str = ""
    user_info: UserInfo = UserInfo()
    object: msgspec.Raw = NULL
    old_object: msgspec.Raw = NULL
    dry_run: bool = False


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused, as clients of Kubernetes read it."""

    code: int
    reason: str
    message: str
    status: str = "Failure"


class AdmissionResponse(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """One answer; `patch` holds JSON Patch, which is sent as base64."""

    uid: str
    allowed: bool
    status: Status | None = None
    patch: bytes | None = None
    patch_type: str | None = None
    warnings: tuple[str, ...] = ()
    audit_annotations: dict[str, str] = {}

    @classmethod
    def allow(
        cls, uid: str, warnings: Iterable[str] = (), audit_annotations: Mapping[str, str] | None = None
    ) -> "AdmissionResponse":
        """Let the request pass, with warnings for the requester and annotations for the audit log."""
        return cls(
            uid=uid,
            allowed=True,
            warnings=bounded_warnings(warnings),
            audit_annotations=bounded_annotations(audit_annotations or {}),
        )

    @classmethod
    def deny(
        cls,
        uid: str,
        message: str,
        *,
        code: int = 403,
        reason: str = "Forbidden",
        warnings: Iterable[str] = (),
        audit_annotations: Mapping[str, str] | None = None,
    ) -> "AdmissionResponse":
        """Refuse the request and say why."""
        return cls(
            uid=uid,
            allowed=False,
            status=Status(code=code, reason=reason, message=shortened(message, MAX_MESSAGE)),
            warnings=bounded_warnings(warnings),
            audit_annotations=bounded_annotations(audit_annotations or {}),
        )

    @classmethod
    def patched(cls, uid: str, operations: object) -> "AdmissionResponse":
        """Let the request pass with these JSON Patch operations."""
        return cls(uid=uid, allowed=True, patch=msgspec.json.encode(operations), patch_type="JSONPatch")


class _Question(msgspec.Struct, rename="camel"):
    request: AdmissionRequest
    api_version: str
    kind: str


class _Answer(msgspec.Struct, rename="camel"):
    response: AdmissionResponse
    api_version: str = API_VERSION
    kind: str = KIND


_decoder = msgspec.json.Decoder(_Question)
_encoder = msgspec.json.Encoder()


def decode(body: bytes) -> AdmissionRequest:
    """Read one AdmissionReview; MalformedReviewError says nothing of what the body holds."""
    try:
        question = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # Without its cause, whose message may quote the body.
        raise MalformedReviewError(f"the body is not a {KIND} of {API_VERSION}") from None
    if question.api_version != API_VERSION or question.kind != KIND:
        raise MalformedReviewError(f"the body is not a {KIND} of {API_VERSION}")
    return question.request


def encode(response: AdmissionResponse) -> bytes:
    """Write the answer."""
    return _encoder.encode(_Answer(response))


def raw_object(raw: msgspec.Raw) -> bytes | None:
    """Give the bytes of an object, or None where the API server sent none (or `null`)."""
    content = bytes(raw)
    return None if content == b"null" or not content else content


def bounded_warnings(warnings: Iterable[str]) -> tuple[str, ...]:
    """Keep the first warnings, each short enough to be shown whole, and say how many were left out."""
    every = tuple(warnings)
    shown = [shortened(one, MAX_WARNING) for one in every[:MAX_WARNINGS]]
    if len(every) > MAX_WARNINGS:
        shown[-1] = f"{len(every) - MAX_WARNINGS + 1} more warnings are not shown"
    return tuple(shown)


def bounded_annotations(annotations: Mapping[str, str]) -> dict[str, str]:
    """Cut values that would swell the audit log."""
    return {key: shortened(value, MAX_ANNOTATION) for key, value in annotations.items()}


def shortened(text: str, limit: int) -> str:
    """Cut the middle out of a text that is too long: both its start and its end say what it is about."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - 3]}...{text[-tail:]}"
