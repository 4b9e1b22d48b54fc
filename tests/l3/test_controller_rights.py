"""What the controller may do, and what it is kept from, under its own account."""

from __future__ import annotations

import json

import pytest

from tests.cluster.client import ApiError
from tests.cluster.namespaces import Namespaces
from tests.l3 import audit
from tests.l3.controller_ground import (
    ACCOUNT,
    GOVERNED,
    SYSTEM,
    ControllerProcess,
    Shop,
    eventually,
    files,
    settle,
)


def test_the_controller_reads_no_secret_but_the_signing_root(
    shop: Shop, controller: ControllerProcess
) -> None:
    shop.policy()
    shop.key()
    shop.wait_ready()
    log = controller.cluster.audit_log
    assert log is not None

    asked = [each for each in audit.requests(log) if each.resource == "secrets" and not each.writes]

    assert {(each.verb, each.namespace, each.name) for each in asked} == {
        ("get", SYSTEM, "privet-signing-root")
    }
    account = controller.cluster.kubeconfig_for_service_account(SYSTEM, ACCOUNT)
    answer = controller.cluster.kubectl(
        "auth", "can-i", "get", "secrets", f"--namespace={shop.namespace}", kubeconfig=account, check=False
    )
    assert answer.strip() == "no"


def test_no_request_of_the_controller_is_forbidden(shop: Shop, controller: ControllerProcess) -> None:
    log = controller.cluster.audit_log
    assert log is not None
    # An API server that has just begun knows no rights yet: only what follows counts.
    since = audit.position(log)
    shop.policy()
    shop.key()
    shop.wait_ready()
    shop.edit("provisioningkeys", "billing", {"state": "Suspended"})
    eventually(lambda: not files(shop), "the Secret is empty")
    settle(4)

    forbidden = [each for each in audit.requests(log, since) if each.code == 403]

    # In a namespace that is being deleted nothing can be created, and the news of it may come too late.
    assert [each for each in forbidden if each.namespace in {"", SYSTEM, shop.namespace}] == []


def test_a_secret_of_another_type_is_refused(
    controller: ControllerProcess, managed_namespaces: Namespaces
) -> None:
    namespace = managed_namespaces("shop", GOVERNED)
    account = controller.cluster.kubeconfig_for_service_account(SYSTEM, ACCOUNT)
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "stolen", "namespace": namespace},
        "type": "Opaque",
    }

    answer = controller.cluster.kubectl.run(
        "create", "--filename=-", input=json.dumps(secret), kubeconfig=account
    )

    assert answer.returncode != 0
    assert "the controller writes Secrets of type privet.dev/provisioning-key" in answer.stderr
    with pytest.raises(ApiError):
        controller.cluster.client.get(f"/api/v1/namespaces/{namespace}/secrets/stolen")
