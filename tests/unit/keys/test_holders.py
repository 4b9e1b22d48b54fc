"""How many pods hold which key, told from when they started and when the Secret changed."""

from datetime import UTC, datetime, timedelta

import pytest

from privet.api.v1alpha1 import IssuedKey, KeyHolders, ProvisioningKeyStatus, Slot
from privet.keys.holders import REFRESH, holders
from privet.keys.records import delivered

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def a_record(
    number: int, delivered_at: datetime | None = NOON, replaced_at: datetime | None = None
) -> IssuedKey:
    return IssuedKey(
        id=f"key-{number}",
        sequence=number,
        root_epoch=1,
        signing_key_id="signer",
        issued_at=NOON,
        not_before=NOON,
        expires_at=NOON + timedelta(hours=1),
        slot=Slot.ACTIVE if replaced_at is None else Slot.DRAINING,
        delivered_at=delivered_at,
        replaced_at=replaced_at,
    )


def told(status: ProvisioningKeyStatus, *starts: datetime) -> list[KeyHolders]:
    return list(holders(status, starts))


FIRST = ProvisioningKeyStatus(current=a_record(1))
ROTATED = ProvisioningKeyStatus(
    current=a_record(2, NOON + 30 * MINUTE), draining=(a_record(1, NOON, NOON + 30 * MINUTE),)
)


@pytest.mark.parametrize(
    ("status", "starts", "expected"),
    [
        pytest.param(FIRST, [], [], id="without pods nobody holds anything"),
        pytest.param(
            FIRST, [NOON + SECOND], [KeyHolders(key_id="key-1", count=1)], id="who starts later has it"
        ),
        pytest.param(
            FIRST,
            [NOON],
            [KeyHolders(key_id="key-1", count=1, held_from=NOON + REFRESH)],
            id="who started in the same second may have been before",
        ),
        pytest.param(
            ROTATED,
            [NOON + MINUTE, NOON + 31 * MINUTE],
            [
                KeyHolders(key_id="key-2", count=2, held_from=NOON + 30 * MINUTE + REFRESH),
                KeyHolders(key_id="key-1", count=1, held_until=NOON + 30 * MINUTE + REFRESH),
            ],
            id="who was there before the rotation may have the old one for a while",
        ),
        pytest.param(
            ROTATED,
            [NOON + 31 * MINUTE],
            [KeyHolders(key_id="key-2", count=1)],
            id="a key that nobody can hold is not named",
        ),
        pytest.param(
            ProvisioningKeyStatus(draining=(a_record(1, NOON, NOON + MINUTE),)),
            [NOON],
            [KeyHolders(key_id="key-1", count=1, held_until=NOON + MINUTE + REFRESH)],
            id="what was taken away is held until it is refreshed away",
        ),
        pytest.param(
            ProvisioningKeyStatus(current=a_record(1, None)),
            [NOON + SECOND],
            [KeyHolders(key_id="key-1", count=1)],
            id="a status of an earlier version counts from its issue",
        ),
        pytest.param(
            ProvisioningKeyStatus(draining=(a_record(1, None),)),
            [NOON],
            [],
            id="a plan that was set aside was never held",
        ),
        pytest.param(ProvisioningKeyStatus(), [NOON], [], id="before the first key there is none to hold"),
    ],
)
def test_who_holds_what(
    status: ProvisioningKeyStatus, starts: list[datetime], expected: list[KeyHolders]
) -> None:
    assert told(status, *starts) == expected


def test_of_quick_rotations_all_are_named_that_may_be_held_still() -> None:
    replaced = [NOON + number * MINUTE for number in range(1, 9)]
    draining = tuple(
        a_record(number, moment - MINUTE, moment) for number, moment in enumerate(replaced, start=1)
    )
    status = ProvisioningKeyStatus(current=a_record(9, replaced[-1]), draining=draining)

    named = [entry.key_id for entry in told(status, NOON - MINUTE)]

    assert named == ["key-9", "key-4", "key-5", "key-6", "key-7", "key-8"]


def test_a_delivery_is_stamped_once() -> None:
    status = ProvisioningKeyStatus(
        current=a_record(3, None), draining=(a_record(2), a_record(1, NOON, NOON + MINUTE), a_record(0, None))
    )

    stamped = delivered(status, NOON + 2 * MINUTE)

    assert stamped.current is not None
    assert stamped.current.delivered_at == NOON + 2 * MINUTE
    assert [each.replaced_at for each in stamped.draining] == [NOON + 2 * MINUTE, NOON + MINUTE, None]
