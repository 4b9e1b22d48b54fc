"""What must hold for every object and every set of policies."""

import gc
import json
import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy
from privet.policy import (
    Allowed,
    AuthorizationNeeded,
    Denied,
    Operation,
    PolicySet,
    Unevaluated,
    Verdict,
    evaluate,
)
from privet.policy.manifests import read_workload
from tests.unit.detection.values import BY_ENTITY, CARD, EMAIL
from tests.unit.policy.builders import (
    ORDINARY,
    READ_EMAIL,
    Json,
    Value,
    a_cluster_policy,
    a_container,
    a_deployment,
    a_pod,
    a_policy,
    a_review,
    from_secret,
    judge,
    policies,
    violations,
)

EXAMPLES = 40
values = st.sampled_from(list(BY_ENTITY.values()))
noise = st.text(max_size=12)
texts = st.one_of(values, noise, st.builds("{} {} {}".format, noise, values, noise))
names = st.one_of(
    st.sampled_from(["A", "CUSTOMER_EMAIL", "CARD_NUMBER", EMAIL, CARD]), st.text(min_size=1, max_size=8)
)
words = st.sampled_from(["sh", "-c", "echo $A", "env", "echo $CUSTOMER_EMAIL", "$(A)", "$(CARD_NUMBER)"])
commands = st.lists(st.one_of(texts, words), max_size=4)


@st.composite
def containers(draw: st.DrawFn) -> Json:
    variables: list[Json] = [
        {"name": draw(names), "value": draw(texts)} for _ in range(draw(st.integers(0, 3)))
    ]
    variables += [from_secret(draw(names)) for _ in range(draw(st.integers(0, 2)))]
    probe = {"exec": {"command": draw(commands)}}
    headers = [{"name": draw(names), "value": draw(texts)}]
    hook = {"postStart": {"httpGet": {"path": draw(texts), "port": 80, "httpHeaders": headers}}}
    shown = {"env": variables, "command": draw(commands), "args": draw(commands)}
    return a_container(draw(names), livenessProbe=probe, lifecycle=hook, **shown)


@st.composite
def pods(draw: st.DrawFn) -> Json:
    labels = {draw(names): draw(texts), "app": draw(st.sampled_from(["web", "other"]))}
    pod = a_pod(*draw(st.lists(containers(), min_size=1, max_size=2)), labels=labels)
    pod["metadata"]["name"] = draw(names)
    pod["metadata"]["annotations"] = {draw(names): draw(texts)}
    pod["spec"]["initContainers"] = draw(st.lists(containers(), max_size=1))
    return pod


actions = st.sampled_from(["Deny", "Warn", "Audit", "Off"])
settings_of_rules = st.dictionaries(
    st.sampled_from(["EnvValue", "ArgumentValue", "EnvLogged", "GrantMissing"]), actions
)


def as_rules(some: dict[str, str]) -> list[Json]:
    return [{"id": rule, "action": action} for rule, action in sorted(some.items())]


@st.composite
def floors(draw: st.DrawFn, name: str = "a") -> ClusterPIIPolicy:
    detection: Json = {"minConfidence": draw(st.sampled_from(["Low", "Medium", "High"]))}
    if draw(st.booleans()):
        detection["entities"] = draw(st.lists(st.sampled_from(sorted(BY_ENTITY)), min_size=1, unique=True))
    if draw(st.booleans()):
        detection["allow"] = [{"entity": "EmailAddress", "pattern": ".+", "reason": "a test"}]
    return a_cluster_policy(
        name,
        detection=detection,
        rules=as_rules(draw(settings_of_rules)),
        enforcement=draw(st.sampled_from(["Deny", "Warn", "Audit"])),
        ceiling=draw(st.sampled_from([[], [READ_EMAIL]])),
    )


Outcomes = dict[tuple[str, str, str | None, str], int]


def outcomes(verdict: Verdict) -> Outcomes:
    """How strictly each breach is dealt with."""
    assert isinstance(verdict, Allowed | Denied)
    denied = verdict.violations if isinstance(verdict, Denied) else ()
    graded = ((verdict.audits, 1), (verdict.warnings, 2), (denied, 3))
    return {
        (str(one.rule), one.path, one.entity, one.phrase): grade for some, grade in graded for one in some
    }


def loosened(before: Outcomes, after: Outcomes) -> Outcomes:
    return {breach: grade for breach, grade in before.items() if after.get(breach, 0) < grade}


@given(pod=pods(), first=floors(), second=floors("b"))
@settings(max_examples=EXAMPLES)
def test_another_floor_never_allows_more(
    pod: Json, first: ClusterPIIPolicy, second: ClusterPIIPolicy
) -> None:
    alone = outcomes(judge(pod, policies(first)))
    together = outcomes(judge(pod, policies(first, second)))

    assert loosened(alone, together) == {}


@given(
    pod=pods(), floor=floors(), rules=settings_of_rules, entities=st.sets(st.sampled_from(sorted(BY_ENTITY)))
)
@settings(max_examples=EXAMPLES)
def test_a_team_never_allows_more(
    pod: Json, floor: ClusterPIIPolicy, rules: dict[str, str], entities: set[str]
) -> None:
    more: Value = {"entities": sorted(entities)} if entities else None
    plain, tightened = a_policy(), a_policy(rules=as_rules(rules), detection=more)
    before, after = (
        outcomes(judge(pod, policies(floor, plain))),
        outcomes(judge(pod, policies(floor, tightened))),
    )

    assert loosened(before, after) == {}


@given(pod=pods(), floor=floors())
@settings(max_examples=EXAMPLES)
def test_the_same_question_has_the_same_answer(pod: Json, floor: ClusterPIIPolicy) -> None:
    among = policies(floor)

    assert judge(pod, among) == judge(pod, among) == judge(pod, policies(floor))


@given(pod=pods())
@settings(max_examples=EXAMPLES)
def test_an_update_that_changes_nothing_is_allowed(pod: Json) -> None:
    assert judge(pod, old=pod) == Allowed()
    assert judge(a_deployment(pod), old=a_deployment(pod)) == Allowed()


@given(pod=pods(), value=values)
@settings(max_examples=EXAMPLES)
def test_nothing_that_comes_out_holds_what_went_in(pod: Json, value: str) -> None:
    verdict = judge(pod)
    shown = [repr(verdict), pickle.dumps(verdict).decode("latin-1")]
    if isinstance(verdict, Denied):
        shown.append(verdict.message)
    shown += [str(one) for one in violations(verdict)]

    assert not any(value in text for text in shown)
    assert value not in repr(a_review(pod))
    assert value not in repr(read_workload("", "Pod", json.dumps(pod).encode()))


@pytest.mark.parametrize("value", [EMAIL, CARD, f"x {EMAIL}"])
@pytest.mark.parametrize("kind", ["Pod", "Deployment"])
def test_names_that_hold_personal_data_are_withheld(kind: str, value: str) -> None:
    container = a_container(value, env=[{"name": value, "value": value}, from_secret(value)], command=["env"])
    pod = a_pod(container, labels={"app": value, value: value}, volumes=[{"name": value}])
    pod["metadata"]["name"] = value
    obj = pod if kind == "Pod" else a_deployment(pod)
    obj["metadata"]["name"] = value
    verdict = judge(obj)

    assert isinstance(verdict, Denied)
    assert value not in verdict.message
    assert value not in repr(verdict)


@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(["Pod", "Deployment", "CronJob", "ConfigMap", "Secret", "X"]),
)
def test_any_bytes_have_a_verdict(body: bytes, kind: str) -> None:
    review = a_review({"kind": kind, "apiVersion": "v1"})
    verdict = evaluate(policies(), type(review)(**{**vars(review), "object": body}))

    assert isinstance(verdict, Allowed | Denied | Unevaluated)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["spec", "containers", "name", "image", "env", "template", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(
    spec=json_values,
    metadata=json_values,
    kind=st.sampled_from(
        ["Thing", "Pod", "Deployment", "ConfigMap", "Secret", "Namespace", "PodExecOptions"]
    ),
)
def test_any_object_has_a_verdict(spec: Value, metadata: Value, kind: str) -> None:
    for version in ("x.io/v1", "v1", "apps/v1"):
        obj = {
            "apiVersion": version,
            "kind": kind,
            "metadata": {"name": "x", "labels": metadata},
            "spec": spec,
        }

        assert not isinstance(judge(obj), AuthorizationNeeded)
        assert not isinstance(judge(obj, old=obj), AuthorizationNeeded)


@given(spec=json_values, kind=st.sampled_from(["PIIPolicy", "ProvisioningKey", "Quarantine"]))
def test_any_resource_of_ours_has_a_verdict(spec: Value, kind: str) -> None:
    obj = {"apiVersion": "privet.dev/v1alpha1", "kind": kind, "metadata": {"name": "x"}, "spec": spec}

    assert isinstance(judge(obj), Allowed | Denied | Unevaluated)


def test_a_violation_without_content_is_all_that_a_denial_has() -> None:
    with pytest.raises(ValueError, match="what it objects to"):
        Denied("pod", ())


@pytest.mark.parametrize("count", [400])
def test_time_grows_with_the_object(count: int) -> None:
    def seconds(some: int) -> float:
        variables = [{"name": f"V{number}", "value": f"value {number} {EMAIL}"} for number in range(some)]
        review = a_review(a_pod(a_container(env=variables)))
        begin = time.process_time()
        evaluate(policies(), review)
        return time.process_time() - begin

    small, large = seconds(count), seconds(count * 10)

    assert large < max(small * 30, 0.5)


def test_cost_does_not_grow_with_the_policies() -> None:
    def seconds(among: PolicySet) -> float:
        review = a_review(a_deployment(a_pod(a_container(env=[{"name": "A", "value": "b"}] * 40))))
        evaluate(among, review)
        best = 1.0
        for _ in range(5):
            begin = time.process_time()
            for _ in range(100):
                evaluate(among, review)
            best = min(best, time.process_time() - begin)
        return best

    few = seconds(policies())
    floors_and_teams: list[ClusterPIIPolicy | PIIPolicy] = [
        a_cluster_policy(f"p{number}") for number in range(200)
    ]
    many = seconds(policies(*floors_and_teams, *(a_policy(f"t{number}") for number in range(200))))

    assert many < few * 2


def test_an_operation_without_an_object_has_a_verdict() -> None:
    for operation in Operation:
        for kind in ("Pod", "Namespace", "ConfigMap", "Secret", "PodExecOptions"):
            assert isinstance(
                judge({"kind": kind, "apiVersion": "v1"}, operation=operation), Allowed | Unevaluated
            )
            assert judge(None, operation=operation) == Allowed()


@pytest.mark.parametrize("text", ["clean", EMAIL])
def test_what_a_review_read_is_gone_when_it_is_judged(text: str) -> None:
    """It may be personal data, and a collector that has nothing to find costs no time."""
    headers = [{"name": "X-To", "value": text}]
    container = a_container(
        command=["serve", "--to=$(TO)"],
        args=[text],
        env=[{"name": "TO", "value": text}, {"name": "LINE", "value": "to $(TO)"}, from_secret("TOKEN")],
        livenessProbe={"httpGet": {"path": "/healthz", "host": text, "httpHeaders": headers}},
        readinessProbe={"grpc": {"service": text}},
    )
    pod = a_pod(container, annotations={"to": text}, hostAliases=[{"hostnames": [text]}])
    review = a_review(a_deployment(pod))
    evaluate(ORDINARY, review)
    gc.collect()
    gc.disable()
    try:
        evaluate(ORDINARY, review)
        assert gc.collect() == 0
    finally:
        gc.enable()
