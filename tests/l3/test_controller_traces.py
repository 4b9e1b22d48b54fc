"""A whole controller with traces on: what reaches a collector, also of its last second."""

from __future__ import annotations

from pathlib import Path

from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l1.receiver import receiving
from tests.l3.controller_ground import GOVERNED, ControllerProcess, Shop, running


def test_a_controller_sends_its_steps_and_no_name(
    installed: Cluster, managed_namespaces: Namespaces, tmp_path: Path
) -> None:
    shop = Shop(installed, managed_namespaces("shop", GOVERNED))
    shop.policy()
    with receiving() as collector:
        settings = {"PRIVET_TRACES": "Otlp", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint}
        with running(ControllerProcess(installed, tmp_path, "controller-traced", settings)) as process:
            shop.key()
            shop.wait_ready()
            # The batch is not due yet: what there is, is sent at the end.
            assert process.stop() == 0

        names = {span.name for span in collector.spans()}
        sent = b"".join(collector.bodies)

    assert {"reconcile SigningKeys", "reconcile ProvisioningKey", "Plan", "Rotate"} <= names
    assert collector.resource()["service.name"] == "privet-controller"
    assert [name for name in (shop.namespace, "billing", "baseline") if name.encode() in sent] == []
