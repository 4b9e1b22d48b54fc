"""Killed at random moments of rotations, the controller makes no second key for a slot and loses none."""

from __future__ import annotations

import base64
import json
import random
import time
from datetime import UTC, datetime

import pytest

from privet.keys.token import Verified, Verifier
from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces
from tests.l3 import audit
from tests.l3.controller_ground import GOVERNED, SYSTEM, ControllerProcess, Shop, eventually, running
from tests.l3.secrets_watch import SecretsWatch
from tests.l3.test_controller import versions

KILLS = 50
KEYS = 6
CHECK_EVERY = 5
"""After this many kills one more restart is made, with nothing to do: it must write nothing."""
LONGEST_SECONDS = 0.5
"""All rotations of a round are done after about that long: a kill comes between any two writes."""


@pytest.mark.timeout(900)
def test_fifty_kills_at_random_moments_of_a_rotation(
    installed: Cluster,
    managed_namespaces: Namespaces,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    request.node.user_properties.append(("seed", seed))
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    shop = Shop(installed, managed_namespaces("shop", GOVERNED))
    process = ControllerProcess(installed, tmp_path_factory.mktemp("crashes"))
    names = [f"key-{number}" for number in range(KEYS)]
    shop.policy()
    with SecretsWatch(installed, shop.namespace) as watch, running(process):
        for name in names:
            shop.key(name, audiences=["round-0"])
        for name in names:
            shop.wait_ready(name)
        for number in range(1, KILLS + 1):
            # Each audience is a new scope, and the old key allows what is no longer granted: it must go now.
            for name in names:
                _ask_for(shop, name, f"round-{number}")
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            process.kill()
            process.start()
            process.wait_idle()
            if number % CHECK_EVERY == 0:
                _restart_writes_nothing(process)
        eventually(lambda: all(_is_settled(shop, name, f"round-{KILLS}") for name in names), "all is settled")
    _check(shop, watch, names)


def _ask_for(shop: Shop, name: str, audience: str) -> None:
    path = shop.path("provisioningkeys", name)
    while True:
        key = shop.cluster.client.get(path)
        key["spec"]["audiences"] = [audience]
        try:
            shop.cluster.client.request("PUT", path, key)
        except ApiError as error:
            # The controller writes status all the while.
            if error.status != 409:
                raise
        else:
            return


def _restart_writes_nothing(process: ControllerProcess) -> None:
    log = process.cluster.audit_log
    assert log is not None
    process.kill()
    before, since = versions(process.cluster), audit.position(log)
    process.start()
    process.wait_idle()
    time.sleep(0.5)
    assert versions(process.cluster) == before
    assert audit.writes(log, since) == []


def _is_settled(shop: Shop, name: str, audience: str) -> bool:
    status, secret = shop.status(name), shop.secret(name)
    assert secret is not None
    said = json.loads(base64.b64decode(secret["data"]["metadata.json"]))
    return bool(said["audiences"] == [audience] and said["sequence"] == status["current"]["sequence"])


def _check(shop: Shop, watch: SecretsWatch, names: list[str]) -> None:
    assert watch.seen >= KEYS * KILLS, "the watch saw the rotations"
    assert {slot for slot, digests in watch.contents.items() if len(digests) > 1} == set()
    assert {token for token, sequences in watch.ids.items() if len(sequences) > 1} == set()
    assert watch.emptied == []
    assert watch.expired == []
    for sequences in watch.sequences.values():
        assert sequences == sorted(set(sequences)), "no old key came back"
    config_map = shop.cluster.client.get(f"/api/v1/namespaces/{SYSTEM}/configmaps/privet-jwks")
    for name in names:
        secret = shop.secret(name)
        assert secret is not None
        held = {file: base64.b64decode(content) for file, content in secret["data"].items()}
        verifier = Verifier(
            config_map["data"]["jwks.json"].encode(), json.loads(held["metadata.json"])["issuer"]
        )
        answer = verifier.verify(held["token"].decode(), audience=f"round-{KILLS}", now=datetime.now(UTC))
        assert isinstance(answer, Verified)
