"""The controller as a real process with its real rights: issue, rotate, withdraw, delete, heal, restart."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from privet.keys.token import Verified, Verifier
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l3 import audit
from tests.l3.controller_ground import (
    SYSTEM,
    ControllerProcess,
    Shop,
    eventually,
    files,
    settle,
)

KINDS = ("clusterpiipolicies.privet.dev", "piipolicies.privet.dev", "provisioningkeys.privet.dev", "secrets")


def jwks(cluster: Cluster) -> bytes:
    config_map = cluster.client.get(f"/api/v1/namespaces/{SYSTEM}/configmaps/privet-jwks")
    text: str = config_map["data"]["jwks.json"]
    return text.encode()


def verified(shop: Shop, audience: str = "privet") -> Verified:
    held = files(shop)
    issuer = json.loads(held["metadata.json"])["issuer"]
    verifier = Verifier(jwks(shop.cluster), issuer)
    answer = verifier.verify(held["token"].decode(), audience=audience, now=datetime.now(UTC))
    assert isinstance(answer, Verified), answer
    return answer


def test_a_key_is_issued_and_verifies_against_the_public_keys(shop: Shop) -> None:
    shop.policy()
    shop.key()

    status = shop.wait_ready()

    assert set(files(shop)) == {"token", "key.pem", "jwks.json", "metadata.json"}
    verified(shop)
    assert status["nextRotationTime"] < status["current"]["expiresAt"]
    secret = shop.secret()
    assert secret is not None
    assert secret["type"] == "privet.dev/provisioning-key"
    assert [owner["name"] for owner in secret["metadata"]["ownerReferences"]] == ["billing"]


def test_a_key_before_its_policy_says_what_it_waits_for(shop: Shop) -> None:
    shop.key()
    eventually(lambda: shop.condition("Reconciling").get("reason") == "PolicyMissing", "the key waits")
    assert shop.secret() is None

    shop.policy()

    shop.wait_ready()


def test_in_an_ungoverned_namespace_nothing_is_issued(
    controller: ControllerProcess, managed_namespaces: Namespaces
) -> None:
    shop = Shop(controller.cluster, managed_namespaces("wild"))
    shop.policy()
    shop.key()

    eventually(lambda: shop.condition("Ready").get("reason") == "NotGoverned", "the key says why")

    assert shop.condition("Ready", plural="piipolicies")["reason"] == "NotGoverned"
    assert shop.secret() is None


def test_governing_a_namespace_lets_its_keys_be_issued(
    controller: ControllerProcess, managed_namespaces: Namespaces
) -> None:
    shop = Shop(controller.cluster, managed_namespaces("wild"))
    shop.policy()
    shop.key()
    eventually(lambda: shop.condition("Ready").get("reason") == "NotGoverned", "the key says why")

    shop.cluster.kubectl("label", "namespace", shop.namespace, "privet.dev/governed=true")

    shop.wait_ready()


def test_a_policy_above_its_ceiling_is_cut_and_says_so(shop: Shop) -> None:
    wide = [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read", "Export"]}]
    shop.policy(grants=wide)
    shop.key()

    status = shop.wait_ready()

    assert status["current"]["grants"][0]["actions"] == ["Read"]
    condition = shop.condition("Ready", plural="piipolicies")
    assert condition["status"] == "True"
    assert "Export of EmailAddress for Billing" in condition["message"]


def test_a_key_is_narrowed_when_its_policy_is(shop: Shop) -> None:
    shop.policy()
    shop.key(audiences=["customer-db", "mail"])
    before = shop.wait_ready()

    shop.edit("provisioningkeys", "billing", {"audiences": ["mail"]})

    eventually(lambda: shop.status()["current"]["sequence"] > before["current"]["sequence"], "it is replaced")
    after = shop.status()
    assert after["current"]["audiences"] == ["mail"]
    assert [record["id"] for record in after["draining"]] == [before["current"]["id"]]
    verified(shop, "mail")


@pytest.mark.parametrize("state", ["Suspended", "Revoked"])
def test_the_content_is_taken_away_at_once(shop: Shop, state: str) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()

    shop.edit("provisioningkeys", "billing", {"state": state})

    eventually(lambda: not files(shop), "the Secret is empty", 5)
    eventually(lambda: shop.condition("Ready").get("reason") == state, "the key says why")


def test_a_suspended_key_comes_back_as_another(shop: Shop) -> None:
    shop.policy()
    shop.key()
    before = shop.wait_ready()
    shop.edit("provisioningkeys", "billing", {"state": "Suspended"})
    eventually(lambda: not files(shop), "the Secret is empty")

    shop.edit("provisioningkeys", "billing", {"state": "Active"})

    after = shop.wait_ready()
    assert after["current"]["sequence"] > before["current"]["sequence"]
    verified(shop)


def test_the_secret_goes_with_its_key(shop: Shop) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()

    shop.cluster.client.delete(shop.path("provisioningkeys", "billing"))

    eventually(lambda: shop.secret() is None, "the garbage collector has taken the Secret", 60)


def test_a_key_that_is_made_again_gets_a_secret_of_its_own(shop: Shop) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    old = shop.secret()
    assert old is not None
    shop.cluster.client.delete(shop.path("provisioningkeys", "billing"))

    shop.key()

    uid = shop.get_key()["metadata"]["uid"]
    shop.wait_ready()

    def owned() -> bool:
        secret = shop.secret()
        return secret is not None and [each["uid"] for each in secret["metadata"]["ownerReferences"]] == [uid]

    eventually(owned, "the Secret is the new key's", 30)
    verified(shop)


def test_a_deleted_secret_comes_back_byte_for_byte(shop: Shop) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    before = files(shop)

    shop.cluster.client.delete(f"/api/v1/namespaces/{shop.namespace}/secrets/privet-key-billing")

    eventually(lambda: shop.secret() is not None, "the Secret is healed")
    assert files(shop) == before


def test_an_altered_secret_is_healed(shop: Shop) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    before = files(shop)

    shop.cluster.kubectl(
        "patch",
        "secret",
        "privet-key-billing",
        f"--namespace={shop.namespace}",
        "--type=merge",
        '--patch={"data":{"token":"AAAA"}}',
    )

    eventually(lambda: files(shop) == before, "the Secret is healed")


def test_healing_what_is_whole_writes_nothing(shop: Shop, controller: ControllerProcess) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    quiet(controller)
    before = versions(controller.cluster)

    settle(4)

    assert versions(controller.cluster) == before


def quiet(controller: ControllerProcess) -> None:
    """Wait until the namespaces of other tests are gone, and all that follows from it is done."""
    cluster = controller.cluster
    eventually(
        lambda: "Terminating" not in cluster.kubectl("get", "namespaces", "--no-headers"),
        "deleted namespaces are gone",
        60,
    )
    # Watches come back in their own time after an API server that was away: what they tell shows here.
    eventually(lambda: counted(cluster) == governed(cluster), "what governs has counted its namespaces", 60)
    settle(4)
    controller.wait_idle()


def counted(cluster: Cluster) -> int:
    path = "/apis/privet.dev/v1alpha1/clusterpiipolicies/baseline"
    count: int = cluster.client.get(path)["status"]["namespaces"]
    return count


def governed(cluster: Cluster) -> int:
    return len(
        cluster.kubectl("get", "namespaces", "--selector=privet.dev/governed=true", "--output=name").split()
    )


def versions(cluster: Cluster) -> dict[str, str]:
    """Give the version of everything that the controller may write, but for its Lease."""
    listed = json.loads(cluster.kubectl("get", ",".join(KINDS), "--all-namespaces", "--output=json"))
    return {
        f"{item['kind']} {item['metadata'].get('namespace')}/{item['metadata']['name']}": item["metadata"][
            "resourceVersion"
        ]
        for item in listed["items"]
    }


@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "killed"])
def test_a_restart_writes_nothing(shop: Shop, controller: ControllerProcess, *, crash: bool) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    quiet(controller)
    log = controller.cluster.audit_log
    assert log is not None
    if crash:
        controller.kill()
    else:
        assert controller.stop() == 0
    before = versions(controller.cluster)
    since = audit.position(log)

    controller.start()
    controller.wait_idle()
    # Until after the first look at what the watches may have missed.
    settle(12)

    assert versions(controller.cluster) == before
    # Healing asks the API server to write the same again, which writes nothing; nothing else is even asked.
    asked = {(write.verb, write.resource) for write in audit.writes(log, since)}
    assert asked <= {("patch", "secrets"), ("patch", "configmaps")}


def test_events_tell_what_happened(shop: Shop) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    shop.edit("provisioningkeys", "billing", {"state": "Suspended"})

    def told() -> set[str]:
        path = f"/apis/events.k8s.io/v1/namespaces/{shop.namespace}/events"
        return {event["reason"] for event in shop.cluster.client.get(path)["items"]}

    eventually(lambda: told() >= {"Issued", "Withdrawn"}, "the Events are there")


def test_the_api_server_goes_away_and_comes_back(shop: Shop, controller: ControllerProcess) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()

    controller.cluster.restart_apiserver()
    shop.edit("provisioningkeys", "billing", {"state": "Suspended"})

    eventually(lambda: not files(shop), "the Secret is empty", 60)


def test_what_is_deleted_while_no_watch_tells_is_found(shop: Shop, controller: ControllerProcess) -> None:
    """An API server that was away forgot where the watches stood; they list, and tell of no deletion."""
    shop.policy()
    shop.key()
    shop.wait_ready()

    # The look at everything soon after a start would find it too.
    settle(max(0.0, 20 - controller.age))
    with controller.frozen():
        controller.cluster.restart_apiserver()
        controller.cluster.kubectl("delete", "piipolicy", "billing", f"--namespace={shop.namespace}")

    eventually(lambda: not files(shop), "the Secret is empty", 60)


@pytest.mark.parametrize("state", ["Suspended", "Revoked"])
def test_what_another_applied_too_is_taken_away_as_well(shop: Shop, state: str) -> None:
    """Server-side apply keeps what a second manager holds with the same value."""
    shop.policy()
    shop.key()
    shop.wait_ready()
    secret = shop.secret()
    assert secret is not None
    copied = {key: secret[key] for key in ("apiVersion", "kind", "type", "data")}
    copied["metadata"] = {key: secret["metadata"][key] for key in ("name", "namespace")}
    copied["data"]["note"] = base64.b64encode(b"of another").decode()
    shop.cluster.kubectl(
        "apply", "--server-side", "--field-manager=another", "--filename=-", input=json.dumps(copied)
    )

    shop.edit("provisioningkeys", "billing", {"state": state})

    eventually(lambda: not files(shop), "the Secret is empty")


def test_what_another_holds_later_is_not_overwritten(shop: Shop) -> None:
    """A writer from the past is refused by the fence; the controller then goes past what it found."""
    shop.policy()
    shop.key()
    before = shop.wait_ready()
    secret = shop.secret()
    assert secret is not None
    later = int(secret["metadata"]["annotations"]["privet.dev/fence"]) + 5
    shop.cluster.kubectl(
        "annotate",
        "secret",
        "privet-key-billing",
        f"--namespace={shop.namespace}",
        f"privet.dev/fence={later}",
        "--overwrite",
    )

    eventually(
        lambda: shop.status()["current"]["sequence"] > before["current"]["sequence"], "it is replaced", 60
    )

    verified(shop)


def test_a_secret_in_the_way_is_told_of(shop: Shop) -> None:
    body = {"metadata": {"name": "privet-key-billing", "namespace": shop.namespace}, "type": "Opaque"}
    shop.cluster.client.post(f"/api/v1/namespaces/{shop.namespace}/secrets", body)
    shop.policy()

    shop.key()

    def told() -> bool:
        path = f"/apis/events.k8s.io/v1/namespaces/{shop.namespace}/events"
        return "SecretRefused" in {event["reason"] for event in shop.cluster.client.get(path)["items"]}

    eventually(told, "an Event says so")
    assert shop.condition("Ready").get("status") != "True"
