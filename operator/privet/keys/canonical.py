"""One way to write a value down, so that the same value is the same bytes."""

import json

from privet.api.v1alpha1 import Grant


def canonical(value: object) -> bytes:
    """Write JSON in one way only: sorted, without blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def grant_claim(grant: Grant) -> dict[str, object]:
    """Write one grant as token and metadata have it."""
    return {
        "entity": grant.entity,
        "purpose": grant.purpose,
        "actions": [action.value for action in grant.actions],
    }
