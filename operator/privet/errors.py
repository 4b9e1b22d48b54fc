"""The tree of errors: a type for everything that a caller can react to in its own way.

No error carries contents: not a value that was refused, not the API server's own sentence (which quotes
values). A denial is no error but a value, see `privet.policy`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


class PrivetError(Exception):
    """Anything that Privet itself raises."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a resource: the field and what to do about it, never the value."""

    field: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.field}: {self.remedy}" if self.field else self.remedy


class InvalidResourceError(PrivetError):
    """A resource says something that Privet cannot act on; every problem is listed, sorted."""

    problems: tuple[Problem, ...]

    def __init__(self, field: str, remedy: str, *more: Problem) -> None:
        self.problems = tuple(sorted({Problem(field, remedy), *more}))
        super().__init__("; ".join(map(str, self.problems)))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """Build one error from all the problems found; there must be at least one."""
        first, *more = problems
        return cls(first.field, first.remedy, *more)


class EvaluationError(PrivetError):
    """A verdict could not be reached; the API server applies the webhook's failurePolicy."""


class SettingsError(PrivetError):
    """The process was started with settings that it cannot work with."""


class KeyGoneError(PrivetError):
    """A root epoch or signing key that a record names is no longer there: the key has to be issued anew."""


class ClusterError(PrivetError):
    """The API server did not do what it was asked: says what and the code, never the answer's text."""

    def __init__(self, asked: str, *, code: int = 0, reason: str = "") -> None:
        self.asked = asked
        self.code = code
        self.reason = reason
        super().__init__(": ".join(part for part in (asked, str(code or ""), reason) if part))


class ConflictError(ClusterError):
    """Somebody else wrote in between (409), or owns a field: read again and decide again."""


class AlreadyExistsError(ConflictError):
    """The object to create is there already (409)."""


class NotFoundError(ClusterError):
    """There is no such object, or no such kind (404)."""


class ForbiddenError(ClusterError):
    """The account may not do this, or its credentials are refused (401, 403)."""


class ExpiredError(ClusterError):
    """The resource version or the continue token is too old (410): list again."""


class RejectedError(ClusterError):
    """The object itself is refused, by schema or admission (400, 413, 422): trying again does not help."""

    def __init__(self, asked: str, *, code: int = 0, reason: str = "", fields: tuple[str, ...] = ()) -> None:
        super().__init__(asked, code=code, reason=", ".join((reason, *fields)) if fields else reason)
        self.fields = fields


class UnavailableError(ClusterError):
    """No answer, too many requests, or a failure of the server (429, 5xx): try again later."""

    def __init__(
        self, asked: str, *, code: int = 0, reason: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(asked, code=code, reason=reason)
        self.retry_after = retry_after


class SigningRootError(PrivetError):
    """The signing root is there and cannot be read: a human has to restore or remove it."""
