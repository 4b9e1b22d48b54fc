"""The namespace's label is changed, so that nothing governs it any more."""

from privet.policy import AuthorizationNeeded, Denied
from tests.unit.policy.builders import GOVERNED, NAMESPACE, judge


def test_leaving_needs_leave() -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": GOVERNED}}
    bare = {**namespace, "metadata": {"name": NAMESPACE, "labels": {"privet.dev/governed": "TRUE"}}}

    assert isinstance(judge(bare, old=namespace), AuthorizationNeeded)
    assert isinstance(judge(bare, old=namespace, may_govern=False), Denied)
