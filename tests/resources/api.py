"""The two ways in which a resource reaches the API server: created, and applied."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from privet.api.crd import KINDS
from privet.api.meta import API_VERSION
from tests.cluster.cluster import Cluster
from tests.resources.cases import Object

_PLURALS = {kind.name: kind.plural for kind in KINDS}
_NAMESPACED = {kind.name for kind in KINDS if kind.scope == "Namespaced"}


@dataclass(frozen=True)
class Answer:
    """What the API server said to one request."""

    status: int
    body: dict[str, Any]

    @property
    def refused(self) -> bool:
        return self.status >= HTTPStatus.BAD_REQUEST

    @property
    def message(self) -> str:
        return str(self.body.get("message", ""))


@dataclass(frozen=True)
class Api:
    """An API server that knows the resources, asked as strictly as kubectl asks."""

    cluster: Cluster

    def create(self, obj: Object, *, dry_run: bool = True) -> Answer:
        return self._ask("POST", _folder(obj), obj, f"fieldValidation=Strict{'&dryRun=All' * dry_run}")

    def apply(
        self, obj: Object, *, dry_run: bool = True, manager: str = "test", subresource: str = ""
    ) -> Answer:
        path = f"{_folder(obj)}/{obj['metadata']['name']}{subresource}"
        asked = f"fieldValidation=Strict&fieldManager={manager}{'&dryRun=All' * dry_run}"
        return self._ask("PATCH", path, obj, asked)

    def replace(self, new: Object, old: Object) -> Answer:
        """Put one resource in the place of a stored one."""
        metadata = self.get(old).body["metadata"]
        path = f"{_folder(old)}/{metadata['name']}"
        return self._ask("PUT", path, new | {"metadata": metadata}, "fieldValidation=Strict&dryRun=All")

    def get(self, obj: Object) -> Answer:
        return self._ask("GET", f"{_folder(obj)}/{obj['metadata']['name']}", None, "")

    def delete(self, obj: Object) -> Answer:
        return self._ask("DELETE", f"{_folder(obj)}/{obj['metadata']['name']}", None, "")

    def _ask(self, method: str, path: str, obj: Object | None, asked: str) -> Answer:
        kind = "application/apply-patch+yaml" if method == "PATCH" else "application/json"
        headers = {"Content-Type": kind, "Accept": "application/json"}
        data = None if obj is None else json.dumps(obj).encode()
        status, body = self.cluster.client._send(method, f"{path}?{asked}", data, headers)
        return Answer(status, json.loads(body))


def _folder(obj: Object) -> str:
    kind = obj["kind"]
    place = f"/namespaces/{obj['metadata'].get('namespace', 'default')}" if kind in _NAMESPACED else ""
    return f"/apis/{API_VERSION}{place}/{_PLURALS[kind]}"
