"""Watches the Secrets of a namespace from the side, and keeps what every one of them ever held."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from privet.cluster import SECRETS, EventKind, HttpCluster, Object, Selection, connect
from privet.errors import ClusterError
from tests.cluster.cluster import Cluster

FILES = ("token", "key.pem", "metadata.json")


@dataclass
class SecretsWatch:
    """What was seen; contents are kept as digests, times and scopes as they were said."""

    cluster: Cluster
    namespace: str
    contents: defaultdict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Digests of the files by key and sequence: one each, or two keys were made for one slot."""
    ids: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Sequences by the id of the token."""
    emptied: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    sequences: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _begun: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._follow()), daemon=True)
        self._thread.start()
        assert self._begun.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(10)

    async def _follow(self) -> None:
        async with HttpCluster(connect(str(self.cluster.kubeconfig))) as cluster:
            selection = Selection(self.namespace)
            version = (await cluster.list(SECRETS, selection)).resource_version
            self._begun.set()
            while not self._stop.is_set():
                try:
                    async with asyncio.timeout(1):
                        async for event in cluster.watch(SECRETS, version, selection):
                            version = event.resource_version
                            if event.kind in {EventKind.ADDED, EventKind.MODIFIED}:
                                self._take(event.object)
                except (TimeoutError, ClusterError):
                    continue

    def _take(self, secret: Object) -> None:
        name = secret["metadata"]["name"]
        if not name.startswith("privet-key-"):
            return
        self.seen += 1
        data = {file: base64.b64decode(content) for file, content in (secret.get("data") or {}).items()}
        if not data:
            self.emptied.append(name)
            return
        self._take_files(name, data)

    def _take_files(self, name: str, data: Mapping[str, bytes]) -> None:
        said = json.loads(data["metadata.json"])
        digest = hashlib.sha256(b"".join(data[file] for file in FILES)).hexdigest()
        self.contents[name, said["sequence"]].add(digest)
        self.ids[said["id"]].add(said["sequence"])
        if not self.sequences[name] or self.sequences[name][-1] != said["sequence"]:
            self.sequences[name].append(said["sequence"])
        now = datetime.now(UTC)
        begins, ends = (datetime.fromisoformat(said[which]) for which in ("notBefore", "expiresAt"))
        if not begins <= now < ends:
            self.expired.append(name)
