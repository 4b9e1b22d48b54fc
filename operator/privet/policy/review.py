"""What is asked of a policy set: one request as the API server describes it."""

from dataclasses import dataclass, field
from enum import StrEnum

from privet.detection import Expired, never


class Operation(StrEnum):
    """What the requester wants to do with the object."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    CONNECT = "CONNECT"


@dataclass(frozen=True, kw_only=True)
class Review:
    """One request. The objects are raw JSON: they are decoded where they are judged, as far as needed."""

    operation: Operation
    group: str
    """The API group of the object's kind; empty for the core group."""
    kind: str
    namespace: str
    """For a Namespace, its own name."""
    name: str = field(default="", repr=False)
    """Empty when the API server is to generate one."""
    user: str = field(default="", repr=False)
    """The requester's user name: often a mailbox."""
    object: bytes | None = field(default=None, repr=False)
    old_object: bytes | None = field(default=None, repr=False)
    subresource: str = ""
    dry_run: bool = False
    may_govern: bool | None = None
    """The answer to an AuthorizationNeeded; None while it has not been asked."""
    expired: Expired = field(default=never, repr=False, compare=False)
    """Tells whether whoever asks has stopped waiting: from then on the answer is *unevaluated*."""
