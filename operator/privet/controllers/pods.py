"""The pods that mount keys, counted for `status.pods`: by watches of our own, which keep next to nothing.

Not by kopf, whose watches take in whole objects. Followed are governed namespaces in which there are keys,
and of a pod nothing is read but what the shape below names: neither its environment nor its arguments.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from privet.api.v1alpha1 import ProvisioningKey
from privet.cluster import PODS, Change, Cluster, Name, Object, Reflector, Selection, Store
from privet.controllers.world import World
from privet.policy.mounts import SECRET_PREFIX

MAX_WATCHES = 64
"""With more namespaces than this, one watch over all of them: each is a connection."""
PAUSE_SECONDS = 1.0
"""Between two looks at which namespaces to follow: keys come in crowds."""
NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed"


class _Metadata(TypedDict, total=False):
    name: str
    namespace: str
    resourceVersion: str
    labels: dict[str, str] | None


class _Secret(TypedDict, total=False):
    secretName: str


class _Volume(TypedDict, total=False):
    name: str
    secret: _Secret | None


class _Mount(TypedDict, total=False):
    name: str


class _Container(TypedDict, total=False):
    volumeMounts: list[_Mount] | None


class _Spec(TypedDict, total=False):
    serviceAccountName: str
    volumes: list[_Volume] | None
    containers: list[_Container] | None
    initContainers: list[_Container] | None


class _Status(TypedDict, total=False):
    startTime: str | None


class PodShape(TypedDict, total=False):
    """All that is taken in of a pod."""

    metadata: _Metadata
    spec: _Spec
    status: _Status


FOLLOWED = PODS.only(PodShape)


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod that has started with keys mounted."""

    account: str
    labels: dict[str, str]
    started: datetime
    keys: tuple[str, ...]


def read_pod(obj: Object) -> Pod | None:
    """Read what counts of a pod; None where it mounts no key, or no kubelet has taken it up yet."""
    spec = obj.get("spec") or {}
    started = _moment((obj.get("status") or {}).get("startTime"))
    keys = tuple(sorted(set(_keys_in(spec))))
    if not keys or started is None:
        return None
    return Pod(
        account=spec.get("serviceAccountName") or "default",
        labels=obj["metadata"].get("labels") or {},
        started=started,
        keys=keys,
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        # Beyond the year 9999, which Kubernetes lets a status say.
        return None


def _keys_in(spec: Object) -> Iterator[str]:
    containers = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    mounted = {mount.get("name") for one in containers for mount in one.get("volumeMounts") or ()}
    for volume in spec.get("volumes") or ():
        secret = (volume.get("secret") or {}).get("secretName") or ""
        if secret.startswith(SECRET_PREFIX) and volume.get("name") in mounted:
            yield secret.removeprefix(SECRET_PREFIX)


@dataclass
class _Scope:
    """What is followed by one watch: one namespace, or (empty) all of them."""

    namespace: str
    changed: Callable[[Iterable[Name]], None]
    by_key: dict[Name, dict[Name, Pod]] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.store: Store[Pod | None] = Store(FOLLOWED, read_pod, self._take)

    def _take(self, changes: Sequence[Change[Pod | None]]) -> None:
        touched: set[Name] = set()
        for change in changes:
            if change.old == change.new:
                continue
            for key in _keys_of(change.name, change.old):
                self.by_key.get(key, {}).pop(change.name, None)
                touched.add(key)
            for key in _keys_of(change.name, change.new):
                self.by_key.setdefault(key, {})[change.name] = change.new  # type: ignore[assignment] # it has keys
                touched.add(key)
        for key in touched:
            if not self.by_key.get(key):
                self.by_key.pop(key, None)
        self.changed(sorted(touched))


def _keys_of(name: Name, pod: Pod | None) -> list[Name]:
    return [Name(name.namespace, key) for key in pod.keys] if pod else []


class PodFollower:
    """Knows when the pods of each key started; run it as a task.

    `mark` is told of the keys whose pods came or went.
    """

    def __init__(
        self, cluster: Cluster, world: World, mark: Callable[[Name], None], pause: float = PAUSE_SECONDS
    ) -> None:
        self._cluster = cluster
        self._world = world
        self._mark = mark
        self._pause = pause
        self._scopes: dict[str, _Scope] = {}
        self._news = asyncio.Event()

    def starts(self, key: ProvisioningKey) -> list[datetime] | None:
        """Give when the pods started that are the key's subject and mount it; None while it is not known."""
        name = Name(key.metadata.namespace or "", key.metadata.name)
        scope = self._scopes.get(name.namespace) or self._scopes.get("")
        if scope is None or not scope.store.synced:
            return None
        pods = scope.by_key.get(name, {}).values()
        return [pod.started for pod in pods if _is_subject(pod, key)]

    def look(self) -> None:
        """Take in that keys or namespaces changed: others may have to be followed."""
        self._news.set()

    async def run(self) -> None:
        """Follow until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                self._follow(group, self._wanted())
                await self._news.wait()
                await asyncio.sleep(self._pause)

    def _wanted(self) -> set[str]:
        named = {
            namespace
            for namespace in self._world.keys.namespaces()
            if self._world.governing(namespace)[0] and not self._world.is_terminating(namespace)
        }
        return named if len(named) <= MAX_WATCHES else {""}

    def _follow(self, group: asyncio.TaskGroup, wanted: set[str]) -> None:
        for namespace in self._scopes.keys() - wanted:
            task = self._scopes.pop(namespace).task
            if task is not None:
                task.cancel()
        for namespace in sorted(wanted - self._scopes.keys()):
            scope = self._scopes[namespace] = _Scope(namespace, self._mark_all)
            scope.task = group.create_task(self._keep(scope))

    async def _keep(self, scope: _Scope) -> None:
        selection = Selection(namespace=scope.namespace, fields=NOT_ENDED)
        reflector = Reflector(self._cluster, scope.store, selection)
        async with asyncio.TaskGroup() as group:
            group.create_task(reflector.run())
            await reflector.wait_synced()
            # Pods that went while nobody watched are told of by nobody: who claims to have some is asked.
            self._mark_all(self._claiming(scope.namespace))

    def _claiming(self, namespace: str) -> list[Name]:
        keys = (
            (name, self._world.keys.get(*reversed(name)))
            for name in self._world.keys.names(namespace or None)
        )
        return [
            name
            for name, key in keys
            if isinstance(key, ProvisioningKey) and key.status is not None and key.status.pods
        ]

    def _mark_all(self, names: Iterable[Name]) -> None:
        for name in names:
            self._mark(name)


def _is_subject(pod: Pod, key: ProvisioningKey) -> bool:
    subject = key.spec.subject
    return pod.account == subject.service_account_name and (
        subject.pod_selector is None or subject.pod_selector.matches(pod.labels)
    )
