"""A policy with a pattern that cannot be compiled is passed over.

A policy that cannot be read must not be one that allows everything; and it must not take others down with it.
"""

from privet.api.v1alpha1 import PolicyDetection, RecognizerSpec
from privet.policy import Allowed, Unevaluated
from tests.unit.policy.builders import a_cluster_policy, a_pod, a_policy, judge, policies


def test_what_it_judges_has_no_verdict_and_the_rest_is_judged() -> None:
    unreadable = a_policy("broken").spec.model_copy(
        update={
            "detection": PolicyDetection.model_construct(
                entities=None,
                recognizers=(
                    RecognizerSpec.model_construct(entity="X", pattern="(", context=(), checksum=None),
                ),
            )
        }
    )
    broken = a_policy("broken").model_copy(update={"spec": unreadable})
    among = policies(
        a_cluster_policy(), broken, a_policy("fine", workloadSelector={"matchLabels": {"app": "api"}})
    )

    assert isinstance(judge(a_pod(), among), Unevaluated)
    assert judge(a_pod(labels={"app": "api"}), among) == Allowed()
