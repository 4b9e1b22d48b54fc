"""Fresh namespaces, so that tests which share a cluster do not share anything in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster, Shape


@dataclass
class Namespaces:
    """Makes namespaces in one cluster, and deletes them when the test is over."""

    cluster: Cluster
    made: list[str] = field(default_factory=list)

    def __call__(self, prefix: str = "test", labels: Mapping[str, str] | None = None) -> str:
        """Return the name of a new namespace in which pods can be created."""
        name = f"{prefix}-{secrets.token_hex(3)}"
        metadata = {"name": name, "labels": dict(labels or {})}
        self.cluster.client.post("/api/v1/namespaces", {"metadata": metadata})
        self.made.append(name)
        accounts = f"/api/v1/namespaces/{name}/serviceaccounts"
        if self.cluster.options.shape is Shape.API:
            # Without a controller manager nobody makes the account that admission asks for.
            self.cluster.client.post(accounts, {"metadata": {"name": "default"}})
        else:
            self.cluster.wait(
                lambda: self.cluster.answers(f"{accounts}/default"), f"namespace {name} is ready"
            )
        return name

    def delete_all(self) -> None:
        """Ask for the deletion of all of them; it goes on in the background where it can."""
        for name in self.made:
            try:
                self.cluster.client.delete(f"/api/v1/namespaces/{name}")
            except ApiError as error:
                if error.status not in (404, 409):
                    raise
        self.made.clear()
