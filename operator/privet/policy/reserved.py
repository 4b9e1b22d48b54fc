"""What only Privet writes: labels and annotations under its prefix, and the Secrets of provisioning keys."""

from collections.abc import Iterator, Mapping

import msgspec

from privet.api.v1alpha1 import RuleId
from privet.policy.breach import Breach
from privet.policy.compiled import Table
from privet.policy.mounts import CONTAINERS_ANNOTATION, KEY_SECRET_TYPE, SECRET_PREFIX
from privet.policy.workload import Metadata, UnreadableError

PREFIX = "privet.dev/"
GOVERNED_LABEL = "privet.dev/governed"

_FREE_FOR_PODS = frozenset((CONTAINERS_ANNOTATION,))
_FREE_FOR_NAMESPACES = frozenset((GOVERNED_LABEL,))
_NOTHING_FREE = frozenset[str]()


class _Secret(msgspec.Struct, frozen=True):
    """A Secret, as far as it must be read to know that it is one of Privet's."""

    metadata: Metadata
    type: str | None = ""

    def __repr__(self) -> str:
        return "_Secret(…)"


_SECRET = msgspec.json.Decoder(_Secret)


def names_reserved(metadata: Metadata) -> bool:
    """Tell whether any label or annotation is under Privet's prefix."""
    return PREFIX in "\n".join((*(metadata.labels or ()), *(metadata.annotations or ())))


def reserved_metadata(
    table: Table, metadata: Metadata, before: Metadata | None, prefix: str, *, kind: str = ""
) -> Iterator[Breach]:
    """Object to labels and annotations that only Privet may set, change or take away."""
    pairs = (
        ("labels", metadata.labels, before.labels if before else None, _free_label(kind)),
        ("annotations", metadata.annotations, before.annotations if before else None, _free_annotation(kind)),
    )
    for field, now, then, free in pairs:
        yield from _reserved(table, f"{prefix}metadata.{field}", now or {}, then or {}, free)


def _free_label(kind: str) -> frozenset[str]:
    return _FREE_FOR_NAMESPACES if kind == "Namespace" else _NOTHING_FREE


def _free_annotation(kind: str) -> frozenset[str]:
    return _FREE_FOR_PODS if kind == "Pod" else _NOTHING_FREE


def _reserved(
    table: Table, path: str, now: Mapping[str, str], then: Mapping[str, str], free: frozenset[str]
) -> Iterator[Breach]:
    for key in sorted({key for key in (*now, *then) if key.startswith(PREFIX)} - free):
        if now.get(key) != then.get(key):
            shown = key if table.holds(key) is None else f"{PREFIX}…"
            outcome = table.outcome(RuleId.RESERVED_METADATA)
            phrase = "is for Privet alone to write"
            # Compared with the older version already: what stands here is a change.
            yield Breach(RuleId.RESERVED_METADATA, f"{path}[{shown}]", phrase, outcome)


def is_key_secret(name: str, *bodies: bytes | None) -> bool:
    """Tell whether a Secret, as it is or as it was, is one of a provisioning key."""
    if name.startswith(SECRET_PREFIX):
        return True
    return any(_is_ours(body) for body in bodies if body is not None)


def _is_ours(body: bytes) -> bool:
    try:
        secret = _SECRET.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableError("the object cannot be read") from None
    names = (secret.metadata.name or "", secret.metadata.generate_name or "")
    return secret.type == KEY_SECRET_TYPE or any(name.startswith(SECRET_PREFIX) for name in names)
