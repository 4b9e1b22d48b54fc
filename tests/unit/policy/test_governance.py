"""Namespaces, Privet's own resources, and what only Privet may write."""

import pytest

from privet.api.v1alpha1 import Quarantine
from privet.policy import (
    Allowed,
    AuthorizationNeeded,
    Denied,
    Operation,
    PolicySet,
    Review,
    Unevaluated,
    Verdict,
    build,
    evaluate,
)
from tests.unit.policy.builders import (
    CONTROLLER,
    GOVERNED,
    NAMESPACE,
    READ_EMAIL,
    Json,
    a_cluster_policy,
    a_container,
    a_deployment,
    a_key,
    a_pod,
    a_policy,
    a_review,
    from_secret,
    judge,
    objections,
    policies,
    rules,
)

TWO = build([a_cluster_policy("a"), a_cluster_policy("b", namespaceSelector={"matchLabels": {"team": "x"}})])


def a_namespace(**labels: str) -> Json:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": labels}}


def relabel(old: Json, new: Json, among: PolicySet = TWO, *, may_govern: bool | None = None) -> Verdict:
    return judge(new, among, old=old, may_govern=may_govern)


GOVERNED_BY_BOTH = a_namespace(team="x", **GOVERNED)


def annotated(owner: str) -> Json:
    namespace = a_namespace(**GOVERNED)
    return {**namespace, "metadata": {**namespace["metadata"], "annotations": {"shop.io/owner": owner}}}


def test_metadata_of_a_namespace_is_read_like_that_of_anything_else() -> None:
    told = [("MetadataValue", "metadata.annotations[shop.io/owner]", "EmailAddress")]

    assert objections(judge(annotated("jane@shopmail.io"))) == told
    assert objections(relabel(annotated("team-shop"), annotated("jane@shopmail.io"))) == told


def test_what_stood_in_a_namespace_before_is_no_reason_to_refuse_a_change() -> None:
    before = annotated("jane@shopmail.io")
    after = {**before, "metadata": {**before["metadata"], "labels": {**GOVERNED, "tier": "gold"}}}

    assert relabel(before, after) == relabel(GOVERNED_BY_BOTH, GOVERNED_BY_BOTH)


@pytest.mark.parametrize(
    ("labels", "left"),
    [
        ({"team": "x"}, ("a",)),
        (GOVERNED, ("b",)),
        ({}, ("a", "b")),
        ({"privet.dev/governed": "false", "team": "x"}, ("a",)),
        ({"privet.dev/governed": "true", "team": "y"}, ("b",)),
    ],
)
def test_leaving_what_governs_it_needs_leave(labels: dict[str, str], left: tuple[str, ...]) -> None:
    question = relabel(GOVERNED_BY_BOTH, a_namespace(**labels))

    assert question == AuthorizationNeeded(left)
    assert (question.verb, question.group, question.resource) == (
        "govern",
        "privet.dev",
        "clusterpiipolicies",
    )


def test_with_leave_a_namespace_may_go() -> None:
    assert relabel(GOVERNED_BY_BOTH, a_namespace(), may_govern=True) == Allowed()


def test_without_leave_it_stays() -> None:
    verdict = relabel(GOVERNED_BY_BOTH, a_namespace(), may_govern=False)

    assert isinstance(verdict, Denied)
    assert objections(verdict) == [("ReservedMetadata", "metadata.labels", None)]
    assert 'namespace "shop" denied by ClusterPIIPolicy/a' in verdict.message
    assert "ClusterPIIPolicy/a, ClusterPIIPolicy/b" in verdict.message


def test_a_namespace_may_come_under_more() -> None:
    assert relabel(a_namespace(), GOVERNED_BY_BOTH) == Allowed()
    assert relabel(a_namespace(team="x"), GOVERNED_BY_BOTH) == Allowed()
    assert relabel(GOVERNED_BY_BOTH, a_namespace(team="x", color="red", **GOVERNED)) == Allowed()


def test_a_new_namespace_and_one_that_goes_are_nobodys_business() -> None:
    assert judge(a_namespace(**GOVERNED), TWO) == Allowed()
    assert judge(None, TWO, old=GOVERNED_BY_BOTH, operation=Operation.DELETE) == Allowed()


def test_a_reserved_label_on_a_namespace_is_refused() -> None:
    assert rules(relabel(a_namespace(**GOVERNED), a_namespace(**GOVERNED, **{"privet.dev/x": "y"}))) == [
        "ReservedMetadata"
    ]


def test_a_namespace_that_was_never_seen_has_no_verdict() -> None:
    verdict = judge(a_pod(), build([a_cluster_policy()]))

    assert isinstance(verdict, Unevaluated)
    assert verdict.namespace_unknown


def with_label(obj: Json, key: str, value: str = "x", field: str = "labels") -> Json:
    metadata = {**obj["metadata"], field: {**obj["metadata"].get(field, {}), key: value}}
    return {**obj, "metadata": metadata}


@pytest.mark.parametrize("field", ["labels", "annotations"])
@pytest.mark.parametrize("key", ["privet.dev/quarantined", "privet.dev/governed", "privet.dev/anything"])
def test_reserved_metadata_may_not_be_set(field: str, key: str) -> None:
    verdict = judge(with_label(a_pod(), key, field=field))

    assert objections(verdict) == [("ReservedMetadata", f"metadata.{field}[{key}]", None)]


def test_reserved_metadata_may_not_be_changed_or_taken_away_but_may_stay() -> None:
    marked, changed = with_label(a_pod(), "privet.dev/q", "1"), with_label(a_pod(), "privet.dev/q", "2")

    assert rules(judge(changed, old=marked)) == ["ReservedMetadata"]
    assert rules(judge(a_pod(), old=marked)) == ["ReservedMetadata"]
    assert judge(marked, old=marked) == Allowed()


def test_the_controller_may_write_it() -> None:
    marked = with_label(a_pod(), "privet.dev/q")

    assert judge(marked, user=CONTROLLER) == Allowed()
    assert judge(a_pod(), old=marked, user=CONTROLLER) == Allowed()


def test_the_controller_is_exempt_from_that_rule_alone() -> None:
    pod = with_label(a_pod(a_container(env=[from_secret("CUSTOMER_EMAIL")])), "privet.dev/q")

    assert rules(judge(pod, user=CONTROLLER)) == ["GrantMissing"]


def test_reserved_metadata_in_a_template_is_refused() -> None:
    obj = a_deployment(with_label(a_pod(), "privet.dev/q"))

    assert objections(judge(obj)) == [("ReservedMetadata", "template.metadata.labels[privet.dev/q]", None)]


def test_the_choice_of_containers_is_free_on_pods_and_templates_only() -> None:
    chosen = with_label(a_pod(), "privet.dev/containers", "app", "annotations")
    in_template = a_deployment(a_pod())
    in_template["spec"]["template"]["metadata"]["annotations"] = {"privet.dev/containers": "app"}
    on_deployment = with_label(a_deployment(a_pod()), "privet.dev/containers", "app", "annotations")

    assert judge(chosen) == Allowed()
    assert judge(in_template) == Allowed()
    assert rules(judge(on_deployment)) == ["ReservedMetadata"]


def a_secret(name: str = "x", kind: str = "Opaque") -> Json:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "type": kind,
        "data": {"a": "Yg=="},
    }


@pytest.mark.parametrize(
    "secret", [a_secret("privet-key-billing"), a_secret(kind="privet.dev/provisioning-key")]
)
def test_the_secret_of_a_key_is_privets(secret: Json) -> None:
    assert rules(judge(secret)) == ["ReservedMetadata"]
    assert rules(judge({**secret, "data": {"a": "Yw=="}}, old=secret)) == ["ReservedMetadata"]
    assert rules(judge({**secret, "stringData": {"b": "c"}}, old=secret)) == ["ReservedMetadata"]
    assert rules(judge(secret, old={**secret, "type": "Other"})) == ["ReservedMetadata"]
    assert judge(secret, user=CONTROLLER) == Allowed()
    assert judge(None, old=secret, operation=Operation.DELETE) == Allowed()


def with_metadata(secret: Json, **fields: object) -> Json:
    return {**secret, "metadata": {**secret["metadata"], **fields}}


def test_the_secret_of_a_key_can_be_written_as_it_is() -> None:
    secret = with_metadata(a_secret("privet-key-billing"), labels={"a": "b"}, resourceVersion="1")

    assert judge(with_metadata(secret, resourceVersion="2", managedFields=[]), old=secret) == Allowed()
    assert rules(judge(with_metadata(secret, labels={"a": "c"}), old=secret)) == ["ReservedMetadata"]
    assert rules(judge(with_metadata(secret, labels=None), old=secret)) == ["ReservedMetadata"]


def test_only_the_garbage_collector_unties_a_secret_from_its_key() -> None:
    bare = a_secret("privet-key-billing")
    owner = {"apiVersion": "privet.dev/v1alpha1", "kind": "ProvisioningKey", "name": "billing", "uid": "1"}
    tied = with_metadata(bare, ownerReferences=[owner])
    collector = "system:serviceaccount:kube-system:generic-garbage-collector"

    assert rules(judge(bare, old=tied)) == ["ReservedMetadata"]
    assert judge(bare, old=tied, user=collector) == Allowed()
    assert rules(judge({**bare, "data": {}}, old=tied, user=collector)) == ["ReservedMetadata"]


def test_other_secrets_are_nobodys_business() -> None:
    assert judge(a_secret()) == Allowed()


def test_a_generated_name_does_not_hide_a_key() -> None:
    secret = {**a_secret(), "metadata": {"generateName": "privet-key-"}}

    assert rules(judge(secret)) == ["ReservedMetadata"]


def own(resource: object) -> Json:
    obj: Json = resource.to_object()  # type: ignore[attr-defined] # any of the four kinds
    return obj


def test_a_policy_may_not_ask_for_more_than_the_ceiling() -> None:
    more = {**READ_EMAIL, "actions": ["Read", "Export"]}
    verdict = judge(own(a_policy(grants=[more])))

    assert objections(verdict) == [
        ("PolicyCeiling", "spec.grants[EmailAddress, Billing]", "EmailAddress"),
    ]
    assert isinstance(verdict, Denied)
    assert "asks for Export, which the ceiling does not allow" in verdict.message
    assert judge(own(a_policy(grants=[READ_EMAIL]))) == Allowed()
    assert judge(own(a_policy())) == Allowed()


def test_a_policy_that_was_above_may_stay_there_but_not_rise() -> None:
    above = own(a_policy(grants=[{**READ_EMAIL, "actions": ["Read", "Export"]}]))
    higher = own(a_policy(grants=[{**READ_EMAIL, "actions": ["Read", "Export", "Write"]}]))

    assert judge(above, old=above) == Allowed()
    assert rules(judge(higher, old=above)) == ["PolicyCeiling"]


def test_a_key_may_not_ask_for_more_than_its_policy() -> None:
    key = own(a_key(grants=[READ_EMAIL]))

    assert rules(judge(key, policies(a_policy(grants=[])))) == ["PolicyCeiling"]
    assert judge(key, policies(a_policy(grants=[READ_EMAIL]))) == Allowed()


def test_a_key_before_its_policy_is_accepted() -> None:
    assert judge(own(a_key(grants=[READ_EMAIL])), policies(a_policy("another"))) == Allowed()


def test_in_an_ungoverned_namespace_they_are_accepted() -> None:
    assert judge(own(a_key(grants=[READ_EMAIL])), policies(labels={})) == Allowed()
    assert judge(own(a_policy(grants=[READ_EMAIL])), policies(labels={})) == Allowed()


def a_quarantine(kind: str = "Deployment", name: str = "web") -> Quarantine:
    target = {"apiVersion": "apps/v1", "kind": kind, "name": name, "uid": "7c9f"}
    spec = {"target": target, "reason": "PersonalDataLogged", "actions": ["RevokeKey"]}
    return Quarantine.from_object({"metadata": {"name": "web-7c9f", "namespace": NAMESPACE}, "spec": spec})


def test_a_quarantine_is_privets_to_make() -> None:
    assert rules(judge(own(a_quarantine()))) == ["ReservedMetadata"]
    assert judge(own(a_quarantine()), user=CONTROLLER) == Allowed()


def owned(kind: str, name: str, uid: str = "other") -> Json:
    pod = a_pod()
    pod["metadata"]["ownerReferences"] = [{"apiVersion": "apps/v1", "kind": kind, "name": name, "uid": uid}]
    return pod


@pytest.mark.parametrize(
    ("pod", "isolated"),
    [
        (owned("ReplicaSet", "web-7d9f8b"), True),
        (owned("ReplicaSet", "web-api-7d9f8b"), False),
        (owned("Deployment", "web"), True),
        (owned("StatefulSet", "x", uid="7c9f"), True),
        (a_pod(), False),
    ],
)
def test_no_new_pods_of_what_is_quarantined(pod: Json, isolated: bool) -> None:
    assert (rules(judge(pod, policies(a_quarantine()))) == ["Quarantined"]) is isolated


def test_a_cron_job_that_is_quarantined_has_no_new_pods() -> None:
    among = policies(a_quarantine("CronJob", "nightly"))

    assert rules(judge(owned("Job", "nightly-29012345"), among)) == ["Quarantined"]
    assert rules(judge(owned("Job", "nightly-report-29012345"), among)) == []
    assert rules(judge(owned("Job", "nightly"), among)) == []


def an_exec(*command: str, pod: str = "web-7d9f8b-x7k2p", subresource: str = "exec") -> Review:
    options: Json = {"apiVersion": "v1", "kind": "PodExecOptions", "command": list(command)}
    review = a_review(options, operation=Operation.CONNECT, subresource=subresource)
    return Review(**{**vars(review), "name": pod})


def test_no_exec_into_what_is_quarantined() -> None:
    among = policies(a_quarantine())

    assert rules(evaluate(among, an_exec("sh"))) == ["Quarantined"]
    assert rules(evaluate(among, an_exec(subresource="attach"))) == ["Quarantined"]
    assert rules(evaluate(among, an_exec("sh", pod="api-7d9f8b-x7k2p"))) == []


LONG = "a-name-that-takes-so-many-characters-that-pods-do-not-have-all-of-it"


@pytest.mark.parametrize(
    ("kind", "name", "pod", "isolated"),
    [
        ("Deployment", "web", "web-7d9f8b-x7k2p", True),
        ("Deployment", "web", "web-api-7d9f8b-x7k2p", False),
        ("Deployment", "web", "web-foo-0", False),
        ("Deployment", "web", "web-x7k2p", False),
        ("Deployment", LONG, f"{LONG[:58]}x7k2p", True),
        ("StatefulSet", "web", "web-0", True),
        ("StatefulSet", "web", "web-foo-0", False),
        ("DaemonSet", "web", "web-x7k2p", True),
        ("DaemonSet", "web", "web-7d9f8b-x7k2p", False),
        ("Job", "load", "load-x7k2p", True),
        ("Job", "load", "load-3-x7k2p", True),
        ("Job", "load", "load-later-x7k2p", False),
        ("CronJob", "nightly", "nightly-29012345-x7k2p", True),
        ("CronJob", "nightly", "nightly-x7k2p", False),
        ("Pod", "web", "web", True),
        ("Pod", "web", "web-x7k2p", False),
    ],
)
def test_no_exec_into_pods_that_are_named_after_it(kind: str, name: str, pod: str, isolated: bool) -> None:
    verdict = evaluate(policies(a_quarantine(kind, name)), an_exec("sh", pod=pod))

    assert ("Quarantined" in rules(verdict)) is isolated


def test_what_exec_prints_is_noted_for_auditors() -> None:
    verdict = evaluate(policies(), an_exec("sh", "-c", "echo $CUSTOMER_EMAIL; env"))

    assert isinstance(verdict, Allowed)
    assert {(str(one.rule), one.entity) for one in verdict.audits} == {
        ("EnvLogged", "EmailAddress"),
        ("EnvLogged", None),
    }
