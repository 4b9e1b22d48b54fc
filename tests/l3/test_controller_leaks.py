"""Everything that the controller wrote anywhere is searched for what must never be there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l3.controller_ground import GOVERNED, SYSTEM, ControllerProcess, Shop, eventually, running, settle

EMAIL = "jane.roe@shopmail.io"
CARD = "4539148803436467"
PLANTED = (EMAIL, CARD, "jane.roe", "jane\\.roe")


@pytest.fixture
def controller(installed: Cluster, tmp_path: Path) -> Iterator[ControllerProcess]:
    settings = {"PRIVET_LOG_LEVEL": "DEBUG", "PRIVET_HEAL_SECONDS": "2"}
    with running(ControllerProcess(installed, tmp_path, settings=settings)) as process:
        yield process


def secrets_of(cluster: Cluster, *namespaces: str) -> set[str]:
    """Give all key material there is, as it would show: in base64, as text, and by the line."""
    found: set[str] = set()
    for namespace in namespaces:
        listed = cluster.client.get(f"/api/v1/namespaces/{namespace}/secrets")["items"]
        for secret in listed:
            if not secret["type"].startswith("privet.dev/"):
                continue
            for file, encoded in (secret.get("data") or {}).items():
                if file in {"jwks.json", "metadata.json", "state.json"}:
                    continue
                found.add(encoded)
                content = base64.b64decode(encoded)
                found.add(content.hex())
                if file in {"token", "key.pem"}:
                    text = content.decode()
                    found |= {part for part in text.replace(".", "\n").splitlines() if len(part) > 30}
    return {each for each in found if "-----" not in each}


def written(cluster: Cluster, controller: ControllerProcess, namespace: str) -> dict[str, str]:
    """Gather what was written, by where; Secrets may hold keys, and what users wrote into specs is theirs."""
    texts = {"log": controller.log.read_text()}
    assert cluster.audit_log is not None
    texts["audit log"] = "\n".join(
        line for line in cluster.audit_log.read_text().splitlines() if "privet" in line
    )
    for where in (namespace, SYSTEM):
        events = cluster.client.get(f"/apis/events.k8s.io/v1/namespaces/{where}/events")
        texts[f"Events in {where}"] = json.dumps(events)
        texts[f"ConfigMaps in {where}"] = json.dumps(
            cluster.client.get(f"/api/v1/namespaces/{where}/configmaps")
        )
    kinds = "clusterpiipolicies.privet.dev,piipolicies.privet.dev,provisioningkeys.privet.dev"
    listed = json.loads(cluster.kubectl("get", kinds, "--all-namespaces", "--output=json"))
    texts["statuses"] = json.dumps([item.get("status") for item in listed["items"]])
    texts["Secrets' metadata"] = cluster.kubectl(
        "get", "secrets", "--all-namespaces", "--output=jsonpath={.items[*].metadata}"
    )
    for path in ("/metrics", "/readyz", "/livez"):
        texts[path] = controller.probe(path)
    return texts


def test_nothing_that_was_planted_and_no_key_material_is_anywhere(
    controller: ControllerProcess, installed: Cluster, managed_namespaces: Namespaces
) -> None:
    shop = Shop(installed, managed_namespaces("shop", GOVERNED))
    allow = [{"entity": "EmailAddress", "pattern": r"jane\.roe@shopmail\.io", "reason": f"not {CARD}"}]
    body = {
        "apiVersion": "privet.dev/v1alpha1",
        "kind": "ClusterPIIPolicy",
        "metadata": {"name": "planted", "annotations": {"contact": EMAIL}},
        "spec": {"namespaceSelector": {"matchLabels": {"planted": "yes"}}, "detection": {"allow": allow}},
    }
    installed.client.post("/apis/privet.dev/v1alpha1/clusterpiipolicies", body)
    shop.policy()
    installed.kubectl(
        "annotate", "piipolicies.privet.dev", "billing", f"--namespace={shop.namespace}", f"contact={EMAIL}"
    )
    seen: set[str] = set()
    # A life: issued, replaced, healed, in the way, taken away, and over a restart.
    shop.key(audiences=[f"{CARD}"])
    shop.wait_ready()
    seen |= secrets_of(installed, shop.namespace, SYSTEM)
    shop.edit("provisioningkeys", "billing", {"audiences": ["mail"]})
    eventually(lambda: shop.status()["current"]["audiences"] == ["mail"], "it is replaced")
    seen |= secrets_of(installed, shop.namespace, SYSTEM)
    in_the_way = {"metadata": {"name": "privet-key-second"}, "type": "Opaque", "stringData": {"note": EMAIL}}
    installed.client.post(f"/api/v1/namespaces/{shop.namespace}/secrets", in_the_way)
    shop.key("second")
    settle(3)
    controller.kill()
    controller.start()
    controller.wait_leading()
    shop.edit("provisioningkeys", "billing", {"state": "Revoked"})
    eventually(lambda: shop.condition("Ready").get("reason") == "Revoked", "it is revoked")
    settle(3)

    texts = written(installed, controller, shop.namespace)

    assert len(seen) >= 10
    assert [where for where, text in texts.items() if not text] == []
    places = [where for where, text in texts.items() for secret in seen if secret in text]
    assert places == []
    # What a user asks for as an audience is in the status of that key, and goes nowhere else.
    texts["statuses"] = texts["statuses"].replace(f'"audiences": ["{CARD}"]', "")
    planted = [(where, word) for where, text in texts.items() for word in PLANTED if word in text]
    assert planted == []
