"""What the API server refuses becomes an error that says what to do, and repeats nothing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.cluster.responses import error_of
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


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (400, "BadRequest", RejectedError),
        (401, "Unauthorized", ForbiddenError),
        (403, "Forbidden", ForbiddenError),
        (404, "NotFound", NotFoundError),
        (409, "AlreadyExists", AlreadyExistsError),
        (409, "Conflict", ConflictError),
        (410, "Expired", ExpiredError),
        (413, "RequestEntityTooLarge", RejectedError),
        (422, "Invalid", RejectedError),
        (429, "TooManyRequests", UnavailableError),
        (500, "InternalError", UnavailableError),
        (504, "Timeout", UnavailableError),
    ],
)
def test_each_answer_has_its_error(code: int, reason: str, kind: type[ClusterError]) -> None:
    assert type(error_of("get x", code, {"reason": reason})) is kind


@pytest.mark.parametrize(
    "message",
    [
        'admission webhook "v.privet.dev" denied the request: jane.roe@shopmail.io',
        "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: jane.roe@shopmail.io",
    ],
)
def test_a_denial_by_admission_is_a_rejection(message: str) -> None:
    error = error_of("create x", 403, {"reason": "Forbidden", "message": message})

    assert isinstance(error, RejectedError)
    assert "jane" not in repr(error) + str(error)


def test_the_fields_are_named_and_the_values_are_not() -> None:
    causes = [
        {"field": "spec.grants[0].entity", "message": 'Invalid value: "jane.roe@shopmail.io"'},
        {"field": "data[jane.roe@shopmail.io]", "message": "no"},
        {"field": "metadata.labels[4929123456789012]", "message": "no"},
    ]

    error = error_of("apply x", 422, {"reason": "Invalid", "details": {"causes": causes}})

    assert str(error) == "apply x: 422: Invalid, spec.grants[0].entity"


def test_another_incarnation_is_a_lost_race() -> None:
    status = {"reason": "Invalid", "details": {"causes": [{"field": "metadata.uid"}]}}

    assert isinstance(error_of("apply x", 422, status), ConflictError)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", None), (None, None)])
def test_a_wait_that_is_asked_for_is_kept(header: str | None, seconds: float | None) -> None:
    error = error_of("get x", 429, None, header)

    assert isinstance(error, UnavailableError)
    assert error.retry_after == seconds


@given(st.integers(400, 599), st.text(min_size=12), st.text())
def test_no_answer_is_repeated(code: int, secret: str, more: str) -> None:
    planted = f"q{secret}q"
    status = {"message": planted + more, "reason": planted}

    error = error_of("get x", code, status)

    assert planted not in str(error) + repr(error)
