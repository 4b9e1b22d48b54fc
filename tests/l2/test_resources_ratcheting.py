"""A rule that comes later does not lock what is stored: unchanged parts are left in peace.

A CRD without rules stands for an earlier version; the rules then come, and the stored object is edited.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from privet.api.crd import KINDS, crd
from tests.resources.api import Answer, Api
from tests.resources.cases import Object, key

TIMED_OUT_AFTER = 20.0

_KEYS = next(kind for kind in KINDS if kind.name == "ProvisioningKey")
_OLD = key(name="ratchet", delivery={"mountPath": "/etc"}, lifetime="1h")


def without_rules(described: dict[str, Any]) -> dict[str, Any]:
    bare = copy.deepcopy(described)
    pending: list[Any] = [bare]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            node.pop("x-kubernetes-validations", None)
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    return bare


def install(api: Api, described: dict[str, Any]) -> None:
    api.cluster.kubectl(
        "apply", "--server-side", "--force-conflicts", "--filename=-", input=json.dumps(described)
    )


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for a changed CRD to be served; the API server does not say when."""
    deadline = time.monotonic() + TIMED_OUT_AFTER
    while not holds():
        assert time.monotonic() < deadline, "the API server does not serve the changed CRD"
        time.sleep(0.1)


@pytest.fixture
def stored(api: Api) -> Iterator[Object]:
    """A key that a rule of today refuses, stored before there was such a rule."""
    strict = crd(_KEYS)
    try:
        install(api, without_rules(strict))
        wait_until(lambda: not api.create(_OLD).refused)
        assert not api.create(_OLD, dry_run=False).refused
    finally:
        install(api, strict)
    wait_until(lambda: api.create(_OLD | {"metadata": {"name": "other"}}).refused)
    yield _OLD
    api.delete(_OLD)


def edited(api: Api, stored: Object, **spec: object) -> Answer:
    return api.replace(stored | {"spec": stored["spec"] | spec}, stored)


def test_the_rest_of_a_stored_key_can_be_edited(api: Api, stored: Object) -> None:
    assert not edited(api, stored, lifetime="2h").refused
    assert not edited(api, stored, state="Revoked").refused


def test_the_refused_part_can_only_be_mended(api: Api, stored: Object) -> None:
    assert "must not hide a folder" in edited(api, stored, delivery={"mountPath": "/usr"}).message
    assert not edited(api, stored, delivery={"mountPath": "/keys"}).refused


def test_what_must_not_change_still_must_not(api: Api, stored: Object) -> None:
    assert "must not change" in edited(api, stored, subject={"serviceAccountName": "web"}).message
