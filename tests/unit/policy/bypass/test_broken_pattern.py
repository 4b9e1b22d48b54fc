"""A policy with a pattern that cannot be compiled is passed over.

A policy that cannot be read must not be one that allows everything; and it must not take others down with it.
"""

from privet.api.v1alpha1 import PolicyDetection, RecognizerSpec
from privet.policy import Allowed, Unevaluated
from tests.unit.policy.builders import a_cluster_policy, a_pod, a_policy, judge, policies


def test_what_it_judges_has_no_verdict_and_the_rest_is_judged() -> None:
    # No way leads here through the API server or the models: both refuse such a pattern.
    recognizer = RecognizerSpec.model_construct(entity="X", pattern="(", context=(), checksum=None)
    detection = PolicyDetection.model_construct(entities=None, recognizers=(recognizer,))
    policy = a_policy("broken")
    broken = policy.model_copy(update={"spec": policy.spec.model_copy(update={"detection": detection})})
    fine = a_policy("fine", workloadSelector={"matchLabels": {"app": "api"}})
    among = policies(a_cluster_policy(), broken, fine)

    assert isinstance(judge(a_pod(), among), Unevaluated)
    assert judge(a_pod(labels={"app": "api"}), among) == Allowed()
