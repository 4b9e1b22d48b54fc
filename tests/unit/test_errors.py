"""Errors say where and what, sorted, and once."""

from privet.errors import InvalidResourceError, Problem, RejectedError


def test_all_problems_are_listed_sorted_and_once() -> None:
    error = InvalidResourceError.of(
        [
            Problem("spec.b", "must not be empty"),
            Problem("spec.a", "must be a name"),
            Problem("spec.b", "must not be empty"),
        ]
    )

    assert str(error) == "spec.a: must be a name; spec.b: must not be empty"
    assert len(error.problems) == 2


def test_a_rejection_names_its_fields() -> None:
    assert (
        str(RejectedError("apply x", code=422, reason="Invalid", fields=("spec.a",)))
        == "apply x: 422: Invalid, spec.a"
    )
