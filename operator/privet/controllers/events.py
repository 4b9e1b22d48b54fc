"""Kubernetes Events for what happened to a resource: fixed sentences, so that no contents can be in them."""

import asyncio
import logging
import os
import time
from dataclasses import dataclass, field
from enum import Enum

from privet.api.meta import ObjectMeta
from privet.cluster import EVENTS, Cluster, Resource
from privet.controllers.queue import Clocks
from privet.errors import ClusterError

_log = logging.getLogger(__name__)
CONTROLLER = "privet.dev/controller"
_MAX_NAME = 253


class Told(Enum):
    """All that Events ever say: reason, action, sentence."""

    ISSUED = ("Issued", "Issue", "a key was issued", "Normal")
    ROTATED = (
        "Rotated",
        "Rotate",
        "the key was replaced; the one before stays valid until it expires",
        "Normal",
    )
    WITHDRAWN = ("Withdrawn", "Withdraw", "the key's content was taken away", "Warning")
    SECRET_REFUSED = (
        "SecretRefused",
        "Issue",
        "the Secret of the key was refused; see whether one of its name and another type is in the way",
        "Warning",
    )

    @property
    def reason(self) -> str:
        """The reason for machines."""
        return self.value[0]

    @property
    def action(self) -> str:
        """What was done, or tried."""
        return self.value[1]

    @property
    def sentence(self) -> str:
        """The words for people."""
        return self.value[2]

    @property
    def kind(self) -> str:
        """Normal or Warning."""
        return self.value[3]


@dataclass(frozen=True)
class EventRecorder:
    """Writes Events; one that cannot be written is let go, as what it tells of is in the status too."""

    cluster: Cluster
    clocks: Clocks = field(default_factory=Clocks)

    async def tell(self, resource: Resource, about: ObjectMeta, what: Told) -> None:
        """Write one Event about an object."""
        namespace = about.namespace or "default"
        name = f"{about.name[: _MAX_NAME - 20]}.{time.time_ns():x}"
        event = {
            "apiVersion": EVENTS.api_version,
            "kind": EVENTS.kind,
            "metadata": {"name": name, "namespace": namespace},
            "eventTime": self.clocks.wall().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "reportingController": CONTROLLER,
            "reportingInstance": f"controller-{os.getpid()}",
            "action": what.action,
            "reason": what.reason,
            "type": what.kind,
            "note": what.sentence,
            "regarding": {
                "apiVersion": resource.api_version,
                "kind": resource.kind,
                "name": about.name,
                "namespace": about.namespace or "",
                "uid": about.uid or "",
            },
        }
        try:
            async with asyncio.timeout(10):
                await self.cluster.create(EVENTS, event)
        except (ClusterError, TimeoutError) as error:
            _log.warning(
                "an Event was not written: %s", error if isinstance(error, ClusterError) else "no answer"
            )
