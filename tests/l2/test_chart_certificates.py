"""The webhook with certificates that somebody else makes and publishes, as cert-manager does."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from privet.admission.certificates import Authority, new_authority, new_leaf
from tests.cluster.cluster import Options
from tests.cluster.launch import start_cluster
from tests.cluster.waiting import wait_until
from tests.l2.webhook.replicas import HOST, Webhooks, webhooks_on

HOUR = timedelta(hours=1)
KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")


@pytest.fixture
def webhooks() -> Iterator[Webhooks]:
    with start_cluster(Options()) as cluster, webhooks_on(cluster) as installed:
        yield installed


def mount(folder: Path, authority: Authority) -> None:
    leaf = new_leaf(authority, [HOST], datetime.now(UTC), HOUR)
    certificate = leaf.certificate.public_bytes(Encoding.PEM)
    (folder / "tls.crt").write_bytes(certificate)
    (folder / "tls.key").write_bytes(leaf.pem.replace(certificate, b""))


def inject(webhooks: Webhooks, *authorities: Authority) -> None:
    """Publish as cert-manager's cainjector does: in every entry."""
    text = b"".join(one.certificate.public_bytes(Encoding.PEM) for one in authorities)
    for kind in KINDS:
        found = json.loads(webhooks.cluster.kubectl("get", kind, "privet", "--output=json"))
        patch = [
            {
                "op": "add",
                "path": f"/webhooks/{index}/clientConfig/caBundle",
                "value": base64.b64encode(text).decode(),
            }
            for index in range(len(found["webhooks"]))
        ]
        webhooks.cluster.kubectl("patch", kind, "privet", "--type=json", f"--patch={json.dumps(patch)}")


def bundles(webhooks: Webhooks) -> set[str]:
    found = json.loads(webhooks.cluster.kubectl("get", ",".join(KINDS), "--output=json"))
    return {entry["clientConfig"].get("caBundle", "") for one in found["items"] for entry in one["webhooks"]}


def test_a_replica_is_ready_when_its_mounted_certificate_is_trusted(
    webhooks: Webhooks, tmp_path: Path
) -> None:
    authority = new_authority("cert-manager", datetime.now(UTC), 24 * HOUR)
    mount(tmp_path, authority)
    replica = webhooks.launch("mounted", {"PRIVET_CERTIFICATE_DIR": str(tmp_path)})
    webhooks.balancer.point_at(replica.port)
    wait_until(lambda: _not_ready_for_its_certificate(webhooks), "the replica serves", 20)

    inject(webhooks, authority)
    wait_until(replica.ready, "the replica is ready", 20)

    # Renewed under another authority, trusted before it is served.
    successor = new_authority("cert-manager", datetime.now(UTC), 24 * HOUR)
    inject(webhooks, authority, successor)
    before = bundles(webhooks)
    mount(tmp_path, successor)
    webhooks.cluster.kubectl("create", "namespace", "shop")
    webhooks.cluster.kubectl("label", "namespace", "shop", "privet.dev/governed=true")
    webhooks.cluster.kubectl("create", "configmap", "plain", "--namespace=shop", "--from-literal=a=b")
    assert replica.ready()
    assert bundles(webhooks) == before
    assert replica.stop() == 0
    assert bundles(webhooks) == before


def _not_ready_for_its_certificate(webhooks: Webhooks) -> bool:
    try:
        status, said = webhooks.replicas[0].get("/readyz")
    except OSError:
        return False
    return status != 200 and "certificate" in said and "polic" not in said
