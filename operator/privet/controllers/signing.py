"""The signing root where it is kept: one Secret that only the controller reads, the public half beside it."""

import base64
import binascii
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from privet.api.meta import StatusModel
from privet.cluster import CONFIG_MAPS, SECRETS, Cluster, Object
from privet.errors import AlreadyExistsError, KeyGoneError, NotFoundError, SigningRootError
from privet.keys.derive import Root, RootEpoch
from privet.keys.files import Mint
from privet.keys.material import KeyMaterial
from privet.keys.ring import SigningRing

ROOT_SECRET = "privet-signing-root"  # noqa: S105 - the name of a Secret
JWKS_CONFIG_MAP = "privet-jwks"
MANAGER = "privet-controller"

_STATE = "state.json"
_log = logging.getLogger(__name__)


class _Epoch(StatusModel):
    number: int
    issuer: str
    created_at: AwareDatetime


class _State(StatusModel):
    epochs: tuple[_Epoch, ...] = ()
    ring: SigningRing = SigningRing()


@dataclass(frozen=True)
class Signing:
    """Root and ring at one moment, and what makes keys by them."""

    root: Root
    ring: SigningRing
    mint: Mint
    version: str
    """The resourceVersion of the Secret; empty before there is one."""


class SigningStore:
    """Reads and writes root and ring together, each write fenced by the version that was read.

    The Secret is made by `create` alone: one that is there is read, never replaced by a new root. One that
    cannot be read is an error for a human: a new root would end every key that was issued.
    """

    def __init__(self, cluster: Cluster, namespace: str) -> None:
        self._cluster = cluster
        self._ref = SECRETS.at(ROOT_SECRET, namespace)
        self._now: Signing | None = None

    @property
    def now(self) -> Signing:
        """What was read or written last."""
        if self._now is None:
            raise RuntimeError("the signing root has not been read yet")
        return self._now

    async def load(self) -> Signing:
        """Read root and ring; both are empty when there are none yet."""
        try:
            self._now = _parse(await self._cluster.get(self._ref))
        except NotFoundError:
            self._now = Signing(Root(()), SigningRing(), Mint(Root(()), SigningRing()), "")
        return self._now

    async def save(self, root: Root, ring: SigningRing) -> Signing:
        """Write root and ring; ConflictError when somebody else wrote since."""
        obj = self._object(root, ring)
        if self.now.version:
            obj["metadata"]["resourceVersion"] = self.now.version
            self._now = _parse(await self._cluster.replace(SECRETS, obj))
            return self._now
        try:
            self._now = _parse(await self._cluster.create(SECRETS, obj))
        except AlreadyExistsError:
            await self.load()
            raise
        _log.info("a signing root was made")
        return self._now

    async def heal(self) -> bool:
        """Make good what happened to the Secret meanwhile; say whether it holds something else than we knew.

        Deleted, it is written again from memory: a new root would end every key that was issued.
        """
        try:
            found = await self._cluster.get(self._ref)
        except NotFoundError:
            _log.warning("the signing root was deleted; it is written again")
            self._now = replace(self.now, version="")
            await self.save(self.now.root, self.now.ring)
            return False
        if found["metadata"]["resourceVersion"] == self.now.version:
            return False
        self._now = _parse(found)
        return True

    async def publish(self) -> None:
        """Write the public keys where everybody may read them; unchanged, it writes nothing."""
        config_map: Object = {
            "apiVersion": CONFIG_MAPS.api_version,
            "kind": CONFIG_MAPS.kind,
            "metadata": {
                "name": JWKS_CONFIG_MAP,
                "namespace": self._ref.namespace,
                "labels": {"app.kubernetes.io/part-of": "privet"},
            },
            "data": {"jwks.json": self.now.mint.jwks.decode()},
        }
        await self._cluster.apply(CONFIG_MAPS, config_map, manager=MANAGER)

    def _object(self, root: Root, ring: SigningRing) -> Object:
        epochs = tuple(
            _Epoch(number=each.number, issuer=each.issuer, created_at=each.created_at) for each in root.epochs
        )
        state = _State(epochs=epochs, ring=ring).model_dump_json(by_alias=True, exclude_none=True)
        data = {_STATE: _encoded(state.encode())}
        data.update({_file(each.number): _encoded(each.secret.reveal()) for each in root.epochs})
        return {
            "apiVersion": SECRETS.api_version,
            "kind": SECRETS.kind,
            "metadata": {
                "name": self._ref.name,
                "namespace": self._ref.namespace,
                "labels": {"app.kubernetes.io/part-of": "privet"},
            },
            "type": "privet.dev/signing-root",
            "data": data,
        }


def _parse(obj: Object) -> Signing:
    data = obj.get("data") or {}
    try:
        state = _STATE_ADAPTER.validate_json(_decoded(data[_STATE]))
        root = Root(tuple(_epoch(each, data) for each in state.epochs))
        mint = _mint(root, state.ring)
    except (KeyError, ValueError, binascii.Error, ValidationError):
        # Without the cause: it may quote what the Secret holds.
        raise SigningRootError(
            f"Secret {ROOT_SECRET} cannot be read; restore it from a backup,"
            " or delete it to have every key issued anew"
        ) from None
    return Signing(root, state.ring, mint, obj["metadata"]["resourceVersion"])


def _mint(root: Root, ring: SigningRing) -> Mint:
    try:
        return Mint(root, ring)
    except KeyGoneError:
        # The ring will be mended; until then nothing can be made, and every attempt says so.
        return Mint(root, SigningRing())


_STATE_ADAPTER: TypeAdapter[_State] = TypeAdapter(_State)


def _epoch(described: _Epoch, data: Object) -> RootEpoch:
    secret = KeyMaterial(_decoded(data[_file(described.number)]))
    return RootEpoch(
        number=described.number, issuer=described.issuer, created_at=described.created_at, secret=secret
    )


def _file(number: int) -> str:
    return f"epoch-{number}"


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _decoded(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


def new_epoch(number: int, issuer: str, now: datetime, draw: Callable[[int], bytes], size: int) -> RootEpoch:
    """Draw a new epoch of the root."""
    return RootEpoch(
        number=number, issuer=issuer, created_at=now.replace(microsecond=0), secret=KeyMaterial(draw(size))
    )
