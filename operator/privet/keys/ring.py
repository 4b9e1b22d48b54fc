"""The ring of keys that sign tokens: what is stored of it, without any key material."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from privet.api.meta import StatusModel, Time
from privet.api.v1alpha1 import Slot

MAX_KEYS = 16
"""Three are usual (draining, active, published); more only while root epochs change in a hurry."""


class SigningKey(StatusModel):
    """One signing key: derived from root epoch and sequence, named by the thumbprint of its public half."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    root_epoch: int
    sequence: int
    published_at: Time | None = None
    """When every consumer had been sent the JWKS that lists it; absent while that is under way."""
    active_at: Time | None = None
    """When it began to sign."""
    draining_at: Time | None = None
    """When another took over; it stays until all that it signed has expired."""

    @property
    def slot(self) -> Slot:
        """Tell where in its life it is."""
        if self.draining_at is not None:
            return Slot.DRAINING
        return Slot.PUBLISHED if self.active_at is None else Slot.ACTIVE


class SigningRing(StatusModel):
    """The signing keys that verifiers have to know, oldest first."""

    keys: Annotated[tuple[SigningKey, ...], Field(max_length=MAX_KEYS)] = ()
    last_sequence: int = 0
    """The highest sequence ever given to a signing key: no two share one, however many are gone."""

    @property
    def active(self) -> SigningKey | None:
        """The key that signs; at most one."""
        return next((key for key in self.keys if key.slot is Slot.ACTIVE), None)

    @property
    def published(self) -> SigningKey | None:
        """The key that comes next."""
        return next((key for key in self.keys if key.slot is Slot.PUBLISHED), None)

    @property
    def ids(self) -> frozenset[str]:
        """The keys that verify."""
        return frozenset(key.id for key in self.keys)

    def with_keys(self, keys: Iterable[SigningKey]) -> Self:
        """Give the ring other keys."""
        return self.model_copy(update={"keys": tuple(keys)})

    def changing(self, key: SigningKey, **moments: datetime | None) -> Self:
        """Give the ring with one key's times changed."""
        return self.with_keys(key.model_copy(update=moments) if each is key else each for each in self.keys)
