"""What the API server's audit log says that somebody did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.l3.controller_ground import USER

WRITES = {"create", "update", "patch", "delete", "deletecollection"}


@dataclass(frozen=True)
class Request:
    """One finished request."""

    verb: str
    resource: str
    namespace: str
    name: str
    code: int

    @property
    def writes(self) -> bool:
        return self.verb in WRITES


def position(log: Path) -> int:
    """Say where the log ends now."""
    return log.stat().st_size if log.exists() else 0


def requests(log: Path, since: int = 0, user: str = USER) -> Iterator[Request]:
    """Give the finished requests of one user since a position, those for the Lease left out."""
    with log.open("rb") as lines:
        lines.seek(since)
        for line in lines:
            entry: dict[str, Any] = json.loads(line)
            target = entry.get("objectRef") or {}
            if entry["user"].get("username") != user or entry["stage"] != "ResponseComplete":
                continue
            if target.get("resource") == "leases":
                continue
            resource = "/".join(filter(None, (target.get("resource"), target.get("subresource"))))
            code = int(entry.get("responseStatus", {}).get("code", 0))
            yield Request(entry["verb"], resource, target.get("namespace", ""), target.get("name", ""), code)


def writes(log: Path, since: int = 0) -> list[Request]:
    """Give the controller's writes since a position."""
    return [request for request in requests(log, since) if request.writes]
