"""Ordinary things to start from: a test names what is unusual about its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from privet.api.v1alpha1 import Action, Grant, IssuedKey, ProvisioningKey, ProvisioningKeyStatus, Slot
from privet.keys.derive import Root, RootEpoch
from privet.keys.facts import Entitlement, Granted, KeyFacts
from privet.keys.files import Mint
from privet.keys.material import KeyMaterial
from privet.keys.ring import SigningRing
from privet.keys.rotation import decide
from privet.keys.signing import AddEpoch, Announce, DropEpochs, RingIdle, RingSettings, StoreRing, decide_ring
from privet.keys.steps import Step, Wait
from privet.keys.token import Holder

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

UID = "6d1f3a52-0c65-4c8e-9d5e-6a4f6f1b7c11"
ISSUER = "https://privet.example"
HOLDER = Holder(uid=UID, namespace="shop", name="billing", service_account="billing")


def a_grant(entity: str = "EmailAddress", purpose: str = "Billing", *actions: Action) -> Grant:
    return Grant(entity=entity, purpose=purpose, actions=actions or (Action.READ,))


READ_EMAIL = a_grant()
WRITE_EMAIL = a_grant("EmailAddress", "Billing", Action.READ, Action.WRITE)
READ_CARD = a_grant("CreditCard")


def an_epoch(
    number: int = 1, *, created_at: datetime = NOON - 30 * DAY, fill: int | None = None
) -> RootEpoch:
    secret = KeyMaterial(bytes([fill if fill is not None else number]) * 32)
    return RootEpoch(number=number, issuer=ISSUER, created_at=created_at, secret=secret)


def a_root(*numbers: int) -> Root:
    return Root(tuple(an_epoch(number) for number in numbers or (1,)))


def settle_ring(
    root: Root, ring: SigningRing, now: datetime, settings: RingSettings | None = None
) -> tuple[Root, SigningRing, list[str]]:
    """Carry the steps out until there is nothing to do, and tell which they were."""
    taken: list[str] = []
    for _ in range(20):
        step = decide_ring(root, ring, settings or RingSettings(), now)
        taken.append(step.reason if isinstance(step, StoreRing) else type(step).__name__)
        match step:
            case AddEpoch(number=number):
                root = Root((*root.epochs, an_epoch(number, created_at=now)))
            case DropEpochs(numbers=numbers):
                root = Root(tuple(epoch for epoch in root.epochs if epoch.number not in numbers))
            case StoreRing(ring=stored):
                ring = SigningRing.model_validate_json(stored.model_dump_json(by_alias=True))
            case Announce():
                ring = step.announced(now)
            case RingIdle():
                return root, ring, taken
    raise AssertionError(f"the ring does not come to rest: {taken}")


def a_ring(root: Root | None = None, now: datetime = NOON - DAY) -> SigningRing:
    return settle_ring(root or a_root(), SigningRing(), now)[1]


def a_mint() -> Mint:
    return Mint(a_root(), a_ring())


def an_issued_key(sequence: int = 7, *, issued_at: datetime = NOON, **changes: object) -> IssuedKey:
    active = a_ring().active
    assert active is not None
    fields: dict[str, Any] = {
        "id": f"key-{sequence}",
        "sequence": sequence,
        "root_epoch": 1,
        "signing_key_id": active.id,
        "issued_at": issued_at,
        "not_before": issued_at - 30 * SECOND,
        "expires_at": issued_at + HOUR,
        "slot": Slot.ACTIVE,
        "grants": (READ_EMAIL,),
        "policy_uid": "a-policy",
        "policy_generation": 1,
        "audiences": ("customer-db",),
    }
    return IssuedKey(**(fields | changes))


def a_key(
    status: ProvisioningKeyStatus | None = None,
    spec: Mapping[str, object] = MappingProxyType({}),
    *,
    generation: int = 1,
    deleted: bool = False,
) -> ProvisioningKey:
    """Build a key whose lifetime is an hour, replaced every half hour, made an hour before NOON."""
    metadata: dict[str, Any] = {
        "name": "billing",
        "namespace": "shop",
        "uid": UID,
        "generation": generation,
        "creationTimestamp": (NOON - HOUR).isoformat(),
    }
    if deleted:
        metadata["deletionTimestamp"] = NOON.isoformat()
    key = ProvisioningKey.from_object(
        {
            "metadata": metadata,
            "spec": {
                "policyRef": {"name": "billing"},
                "subject": {"serviceAccountName": "billing"},
                "audiences": ["customer-db"],
                "lifetime": "1h",
                "rotation": {"every": "30m", "overlap": "15m"},
                **spec,
            },
        }
    )
    return key.model_copy(update={"status": status})


def granted(*grants: Grant, generation: int = 1, cut: str = "") -> Granted:
    return Granted(
        grants=grants or (READ_EMAIL,), policy_uid="a-policy", policy_generation=generation, cut=cut
    )


def facts(
    key: ProvisioningKey | None = None,
    entitlement: Entitlement | None = None,
    *,
    ring: SigningRing | None = None,
) -> KeyFacts:
    given = a_ring() if ring is None else ring
    return KeyFacts(key=key or a_key(), entitlement=entitlement or granted(), ring=given)


def settle(known: KeyFacts, now: datetime) -> tuple[KeyFacts, list[Step]]:
    """Carry the steps out until there is nothing to do but wait, as a controller would."""
    taken: list[Step] = []
    for _ in range(10):
        step = decide(known, now)
        taken.append(step)
        if isinstance(step, Wait):
            return known, taken
        known = KeyFacts(
            key=known.key.model_copy(update={"status": stored(step.status)}),
            entitlement=known.entitlement,
            ring=known.ring,
        )
    raise AssertionError([type(step).__name__ for step in taken])


def stored(status: ProvisioningKeyStatus) -> ProvisioningKeyStatus:
    """Give the status as it comes back from the API server."""
    return ProvisioningKeyStatus.model_validate_json(status.model_dump_json(by_alias=True, exclude_none=True))


def settled() -> KeyFacts:
    """Give a key that was issued at NOON and is at rest."""
    return settle(facts(), NOON)[0]


PHASE = 122 * SECOND  # of UID, for half an hour
NEXT = NOON + 30 * MINUTE - PHASE


def names(steps: list[Step]) -> list[str]:
    return [type(step).__name__ for step in steps]


def condition(known: KeyFacts, kind: str) -> tuple[str, str] | None:
    found = {each.type: each for each in known.status.conditions}.get(kind)
    return (found.status.value, found.reason) if found else None


def changed(known: KeyFacts, generation: int = 2, **spec: object) -> KeyFacts:
    """Give the same key with another spec."""
    return facts(a_key(known.key.status, spec, generation=generation), known.entitlement, ring=known.ring)


def with_grants(known: KeyFacts, entitlement: Entitlement) -> KeyFacts:
    return facts(known.key, entitlement, ring=known.ring)
