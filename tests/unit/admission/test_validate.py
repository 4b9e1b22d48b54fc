import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.admission import validate as validation
from privet.admission.metrics import Metrics
from privet.admission.mutate import Mutator
from privet.admission.review import AdmissionRequest, decode
from privet.admission.validate import Validator, review_of
from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey
from privet.errors import EvaluationError
from privet.policy import AuthorizationNeeded, Operation, PolicySet, build
from tests.unit.admission.builders import a_pod, a_review, body_of

CARD = "4929123456789015"
EMAIL = "jane.roe@shopmail.io"
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}


def made(model: Any, name: str, spec: object, **metadata: str) -> Any:  # noqa: ANN401 - any of the models
    kind = model.__name__
    obj = {
        "apiVersion": "privet.dev/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, "uid": "u", "resourceVersion": "1", **metadata},
        "spec": spec,
    }
    return model.from_object(obj)


def policies(enforcement: str = "Deny", *, governed: bool = True) -> PolicySet:
    selector = {"matchLabels": {"governed": "yes"}}
    floor = {"namespaceSelector": selector, "enforcement": enforcement, "ceiling": [GRANT]}
    team = {"workloadSelector": {}, "grants": [GRANT]}
    key = {"policyRef": {"name": "billing"}, "subject": {"serviceAccountName": "billing"}}
    return build(
        [
            made(ClusterPIIPolicy, "baseline", floor),
            made(PIIPolicy, "billing", team, namespace="shop"),
            made(ProvisioningKey, "billing", key, namespace="shop"),
        ],
        {"shop": {"governed": "yes"} if governed else {}},
    )


def a_request(*env: tuple[str, str], **request: object) -> AdmissionRequest:
    container = {"name": "app", "env": [{"name": name, "value": value} for name, value in env]}
    return decode(body_of(a_review(a_pod(containers=[container]), **request)))


async def nobody_asks(_request: AdmissionRequest, _asked: AuthorizationNeeded) -> bool:
    raise AssertionError


def a_validator(found: PolicySet, authorize: validation.Authorize = nobody_asks) -> Validator:
    return Validator(lambda: found, authorize, Metrics())


async def test_what_nobody_objects_to_is_allowed() -> None:
    reviewed = await a_validator(policies())(a_request(("MODE", "quiet")))

    assert reviewed.verdict == "allowed"
    assert reviewed.response.allowed


async def test_a_denial_is_told_in_the_words_of_the_policies() -> None:
    reviewed = await a_validator(policies())(a_request(("CONTACT", EMAIL)))

    status = reviewed.response.status
    assert reviewed.verdict == "denied"
    assert status is not None
    assert (status.code, status.reason) == (403, "Forbidden")
    assert status.message == (
        'pod "web" denied by ClusterPIIPolicy/baseline: containers[app].env[CONTACT].value holds EmailAddress'
        " (EnvValue); take it from a Secret and ask for a grant, see https://privet.dev/rules/EnvValue"
    )


async def test_a_warning_lets_pass_and_is_said() -> None:
    reviewed = await a_validator(policies("Warn"))(a_request(("CONTACT", EMAIL)))

    assert reviewed.verdict == "warned"
    assert reviewed.response.allowed
    assert reviewed.response.warnings == (
        "containers[app].env[CONTACT].value holds EmailAddress (EnvValue), see https://privet.dev/rules/EnvValue",
    )


async def test_an_audit_lets_pass_and_is_noted_by_rule() -> None:
    reviewed = await a_validator(policies("Audit"))(a_request(("CONTACT", EMAIL), ("A", CARD)))

    assert reviewed.response.allowed
    assert reviewed.response.warnings == ()
    assert set(reviewed.response.audit_annotations) == {"EnvValue"}
    assert "env[A].value" in reviewed.response.audit_annotations["EnvValue"]
    assert "env[CONTACT].value" in reviewed.response.audit_annotations["EnvValue"]


async def test_what_is_found_is_counted_by_rule_and_action() -> None:
    metrics = Metrics()
    await Validator(policies, nobody_asks, metrics)(a_request(("CONTACT", EMAIL)))

    assert 'privet_admission_violations_total{action="Deny",rule="EnvValue"} 1.0' in metrics.render().decode()


async def test_an_ungoverned_namespace_is_left_alone() -> None:
    reviewed = await a_validator(policies(governed=False))(a_request(("CONTACT", EMAIL)))

    assert reviewed.response.allowed


UNREADABLE = [
    pytest.param({"spec": {"containers": 7}}, id="not as the API server has it"),
    pytest.param(a_pod(containers=[{"name": "app", "args": ["x" * 6_000_000]}]), id="too much to scan"),
]


@pytest.mark.parametrize("obj", UNREADABLE)
async def test_what_cannot_be_judged_is_denied_where_it_matters(obj: object) -> None:
    request = decode(body_of(a_review(obj)))

    reviewed = await a_validator(policies("Audit"))(request)

    assert reviewed.verdict == "unevaluated"
    assert not reviewed.response.allowed
    assert reviewed.response.status is not None
    assert (reviewed.response.status.code, reviewed.response.status.reason) == (500, "InternalError")
    assert reviewed.response.status.message.startswith("Privet could not judge this request")


async def test_what_cannot_be_judged_in_time_is_denied_where_it_matters() -> None:
    request = a_request(("CONTACT", EMAIL))

    reviewed = await a_validator(policies("Audit"))(request, lambda: True)

    assert reviewed.verdict == "unevaluated"
    assert reviewed.response.status is not None
    assert reviewed.response.status.message == (
        "Privet could not judge this request, and this namespace is governed: "
        "to judge the object takes longer than a review may"
    )
    assert (await a_validator(policies(governed=False))(request, lambda: True)).response.allowed


async def test_a_namespace_that_nobody_has_seen_is_left_to_the_failure_policy() -> None:
    with pytest.raises(EvaluationError, match="namespace"):
        await a_validator(policies())(a_request(namespace="elsewhere"))


async def test_a_mistake_of_ours_does_not_open_a_governed_namespace(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(CARD)

    # The only way to make the engine fail: it has no known mistake.
    monkeypatch.setattr(validation, "evaluate", broken)

    reviewed = await a_validator(policies())(a_request())
    assert reviewed.verdict == "unevaluated"
    assert not reviewed.response.allowed
    assert CARD not in str(reviewed.response)
    assert caplog.records
    with pytest.raises(EvaluationError):
        await a_validator(policies(governed=False))(a_request())


def a_namespace_that_leaves() -> AdmissionRequest:
    def namespace(labels: dict[str, str]) -> dict[str, object]:
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}}

    kind = {"group": "", "version": "v1", "kind": "Namespace"}
    return decode(
        body_of(
            a_review(
                namespace({}),
                oldObject=namespace({"governed": "yes"}),
                kind=kind,
                name="shop",
                operation="UPDATE",
            )
        )
    )


@pytest.mark.parametrize(("may", "allowed"), [(True, True), (False, False)])
async def test_leaving_what_governs_hangs_on_the_requesters_rights(may: bool, allowed: bool) -> None:
    asked: list[AuthorizationNeeded] = []

    async def authorize(request: AdmissionRequest, needed: AuthorizationNeeded) -> bool:
        assert request.user_info.username == "jane"
        asked.append(needed)
        return may

    reviewed = await a_validator(policies(), authorize)(a_namespace_that_leaves())

    assert reviewed.response.allowed is allowed
    assert asked == [AuthorizationNeeded(names=("baseline",))]


async def test_rights_that_could_not_be_asked_for_are_no_rights() -> None:
    async def authorize(_request: AdmissionRequest, _needed: AuthorizationNeeded) -> bool:
        raise EvaluationError("the API server could not be asked about the requester's rights")

    reviewed = await a_validator(policies(), authorize)(a_namespace_that_leaves())

    assert reviewed.verdict == "unevaluated"
    assert not reviewed.response.allowed


def test_a_review_is_put_in_the_policies_words() -> None:
    review = review_of(
        a_request(operation="UPDATE", subResource="ephemeralcontainers", dryRun=True, oldObject=a_pod())
    )

    assert review.operation is Operation.UPDATE
    assert (review.group, review.kind, review.namespace, review.name) == ("", "Pod", "shop", "web")
    assert (review.user, review.subresource, review.dry_run) == ("jane", "ephemeralcontainers", True)
    assert json.loads(review.old_object or b"") == a_pod()


async def test_keys_are_mounted_once() -> None:
    found = policies()
    pod = a_pod(containers=[{"name": "app"}], serviceAccountName="billing")

    first = await Mutator(lambda: found)(decode(body_of(a_review(pod))))
    assert first.verdict == "patched"
    patch = json.loads(first.response.patch or b"")
    assert {one["path"] for one in patch} == {"/spec/volumes", "/spec/containers/0/volumeMounts"}

    pod["spec"]["volumes"] = patch[0]["value"]
    pod["spec"]["containers"][0]["volumeMounts"] = patch[1]["value"]
    again = await Mutator(lambda: found)(decode(body_of(a_review(pod))))
    assert again.verdict == "unchanged"
    assert again.response.patch is None


@given(
    name=st.text(min_size=1, max_size=30), before=st.text(max_size=20), planted=st.sampled_from([CARD, EMAIL])
)
async def test_no_answer_repeats_what_was_found(name: str, before: str, planted: str) -> None:
    for enforcement in ("Deny", "Warn", "Audit"):
        reviewed = await a_validator(policies(enforcement))(
            a_request((name, f"{before} {planted}"), (f"X {planted}", "y"))
        )

        assert planted not in str(reviewed.response)
        assert planted not in repr(reviewed)
