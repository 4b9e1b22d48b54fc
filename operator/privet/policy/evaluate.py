"""Reviews in, verdicts out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from privet.api.v1alpha1 import GROUP, Grant, PIIPolicy, ProvisioningKey, RuleAction, RuleId
from privet.detection import OutOfTimeError, PatternError, TooMuchTextError
from privet.errors import InvalidResourceError
from privet.policy.allowance import ExpansionTooLongError
from privet.policy.breach import Breach, added, decide
from privet.policy.ceiling import above_ceiling, above_policy
from privet.policy.compiled import Table
from privet.policy.examine import examine_command, examine_config_map, examine_workload
from privet.policy.fields import shown
from privet.policy.key_rules import key_not_mounted
from privet.policy.manifests import read_workload
from privet.policy.mounts import PatchOperation, keys_of, mount_patch
from privet.policy.policy_set import Namespace, PolicySet
from privet.policy.quarantine import quarantined
from privet.policy.reserved import PREFIX, is_key_secret, names_reserved, reserved_metadata
from privet.policy.review import Operation, Review
from privet.policy.shell import ScriptTooLongError
from privet.policy.verdict import Allowed, AuthorizationNeeded, Decision, Unevaluated, Verdict
from privet.policy.workload import Metadata, UnreadableError, Workload

NOTHING_TO_SAY = Allowed()

_UNKNOWN_NAMESPACE = Unevaluated("the namespace has not been seen yet", namespace_unknown=True)
_OTHER_BODIES = frozenset(("scale", "binding", "eviction", "token", "proxy", "log", "portforward"))
"""Subresources whose body is not the object itself."""

# What may go wrong in reading what a requester sent; each stands for a bound that was passed.
_REASONS: Mapping[type[Exception], str] = {
    UnreadableError: "the object cannot be read",
    TooMuchTextError: "the object holds more text than is scanned",
    OutOfTimeError: "to judge the object takes longer than a review may",
    ExpansionTooLongError: "the references in the object expand to more text than is scanned",
    ScriptTooLongError: "a command line is too long or too deep to be followed",
    PatternError: "a policy that governs this has a pattern that cannot be compiled",
    InvalidResourceError: "the resource cannot be read",
}


def evaluate(policies: PolicySet, review: Review) -> Verdict:
    """Judge one request. It never raises for what was sent; past a bound it says that it could not tell."""
    try:
        return _evaluate(policies, review)
    except tuple(_REASONS) as error:
        return Unevaluated(_REASONS[type(error)])


def _evaluate(policies: PolicySet, review: Review) -> Verdict:
    if review.operation is Operation.DELETE or review.subresource in _OTHER_BODIES:
        return NOTHING_TO_SAY
    if (review.group, review.kind) == ("", "Namespace"):
        return _evaluate_namespace(policies, review)
    if not review.namespace:
        return NOTHING_TO_SAY
    if not policies.knows(review.namespace):
        return _UNKNOWN_NAMESPACE
    namespace = policies.namespace(review.namespace)
    if not namespace.governed:
        return NOTHING_TO_SAY
    judge = _BY_KIND.get((review.group, review.kind), _evaluate_workload)
    if review.operation is Operation.CONNECT:
        judge = _evaluate_connect
    return judge(policies, namespace, review)


def _evaluate_workload(policies: PolicySet, namespace: Namespace, review: Review) -> Decision:
    if review.object is None:
        return NOTHING_TO_SAY
    workload = read_workload(review.group, review.kind, review.object)
    breaches = _examine(workload, namespace, review)
    if workload.is_pod and review.operation is Operation.CREATE:
        template = workload.templates[0]
        table = namespace.table(template.labels)
        breaches += key_not_mounted(
            table, template, keys_of(template, namespace.keys_for(template.spec.account))
        )
    if namespace.quarantines:
        breaches += quarantined(namespace, review, workload)
    templates = (template.metadata for template in workload.templates)
    made = (metadata for _, metadata in workload.makes)
    if _writes_reserved(policies, review, workload.metadata, *templates, *made):
        breaches += _reserved(namespace, review, workload)
    if not breaches:
        return NOTHING_TO_SAY
    return decide(_subject(namespace, review, workload.metadata), breaches)


def _examine(workload: Workload, namespace: Namespace, review: Review) -> list[Breach]:
    """Give the breaches in an object that were not in it before."""
    breaches = examine_workload(workload, namespace, review.expired)
    if breaches and review.operation is Operation.UPDATE and review.old_object:
        before = read_workload(review.group, review.kind, review.old_object)
        breaches = added(breaches, examine_workload(before, namespace, review.expired))
    return breaches


def _writes_reserved(policies: PolicySet, review: Review, *seen: Metadata | None) -> bool:
    if review.user in policies.controllers:
        return False
    if any(metadata is not None and names_reserved(metadata) for metadata in seen):
        return True
    # The API server wrote the old object, and its encoder never escapes what the name is made of.
    return review.old_object is not None and PREFIX.encode() in review.old_object


def _reserved(namespace: Namespace, review: Review, workload: Workload) -> list[Breach]:
    before = _before(review)
    table = namespace.table_of_all
    kind = review.kind if review.group == "" else ""
    breaches = list(
        reserved_metadata(table, workload.metadata, before.metadata if before else None, "", kind=kind)
    )
    made = dict(before.makes) if before else {}
    for prefix, metadata in workload.makes:
        breaches += reserved_metadata(table, metadata, made.get(prefix), prefix)
    if workload.is_pod:
        return breaches
    older = {template.prefix: template.metadata for template in before.templates} if before else {}
    for template in workload.templates:
        if template.metadata:
            prefix = f"{template.prefix}template."
            breaches += reserved_metadata(
                table, template.metadata, older.get(template.prefix), prefix, kind="Pod"
            )
    return breaches


def _before(review: Review) -> Workload | None:
    if review.old_object is None or review.operation is not Operation.UPDATE:
        return None
    return read_workload(review.group, review.kind, review.old_object)


def _evaluate_config_map(policies: PolicySet, namespace: Namespace, review: Review) -> Decision:
    if review.object is None:
        return NOTHING_TO_SAY
    metadata, breaches = examine_config_map(review.object, namespace, review.expired)
    if breaches and review.operation is Operation.UPDATE and review.old_object:
        breaches = added(breaches, examine_config_map(review.old_object, namespace, review.expired)[1])
    return _with_reserved(policies, namespace, review, metadata, breaches)


def _with_reserved(
    policies: PolicySet, namespace: Namespace, review: Review, metadata: Metadata, breaches: list[Breach]
) -> Decision:
    if _writes_reserved(policies, review, metadata):
        breaches += _reserved(namespace, review, Workload(metadata))
    if not breaches:
        return NOTHING_TO_SAY
    return decide(_subject(namespace, review, metadata), breaches)


def _evaluate_secret(policies: PolicySet, namespace: Namespace, review: Review) -> Decision:
    if review.user in policies.controllers:
        return NOTHING_TO_SAY
    if not is_key_secret(review.name, review.object, review.old_object) or _leaves_as_it_is(review):
        return NOTHING_TO_SAY
    outcome = namespace.table_of_all.outcome(RuleId.RESERVED_METADATA)
    breach = Breach(
        RuleId.RESERVED_METADATA, "", "the Secret of a provisioning key is for Privet alone to write", outcome
    )
    return decide(_subject(namespace, review, None), [breach])


def _leaves_as_it_is(review: Review) -> bool:
    """Tell whether an update changes nothing, as where storage is migrated.

    The garbage collector alone may take away what ties a Secret to its key, where somebody deletes the key
    and wants it left behind.
    """
    if review.object is None or review.old_object is None:
        return False
    now, before = _decode(review.object), _decode(review.old_object)
    if any(now.get(field) != before.get(field) for field in ("type", "data", "stringData", "immutable")):
        return False
    metadata, former = now.get("metadata") or {}, before.get("metadata") or {}
    kept = ("labels", "annotations") if review.user in _COLLECTORS else _KEPT_METADATA
    return all((metadata.get(field) or None) == (former.get(field) or None) for field in kept)


_KEPT_METADATA = ("labels", "annotations", "ownerReferences", "finalizers")
_COLLECTORS = frozenset(
    ("system:serviceaccount:kube-system:generic-garbage-collector", "system:kube-controller-manager")
)


def _evaluate_own(policies: PolicySet, namespace: Namespace, review: Review) -> Decision:
    """Judge Privet's own resources: their metadata, and that they ask for no more than what governs them."""
    if review.object is None:
        return NOTHING_TO_SAY
    workload = read_workload(review.group, review.kind, review.object)
    breaches = examine_workload(workload, namespace, review.expired)
    table = namespace.table_of_all
    asks = _asks(namespace, table, review.kind, review.object)
    if review.operation is Operation.UPDATE and review.old_object:
        before = read_workload(review.group, review.kind, review.old_object)
        breaches = added(breaches, examine_workload(before, namespace, review.expired))
        asks = added(asks, _asks(namespace, table, review.kind, review.old_object)) if asks else asks
    if review.kind == "Quarantine" and review.operation is Operation.CREATE:
        breaches += _foreign_quarantine(policies, table, review)
    return _with_reserved(policies, namespace, review, workload.metadata, [*breaches, *asks])


def _foreign_quarantine(policies: PolicySet, table: Table, review: Review) -> list[Breach]:
    if review.user in policies.controllers:
        return []
    outcome = table.outcome(RuleId.RESERVED_METADATA)
    return [Breach(RuleId.RESERVED_METADATA, "", "a Quarantine is for Privet alone to create", outcome)]


def _asks(namespace: Namespace, table: Table, kind: str, body: bytes) -> list[Breach]:
    obj: dict[str, Any] = _decode(body)
    outcome = table.outcome(RuleId.POLICY_CEILING)
    if kind == "PIIPolicy":
        policy = PIIPolicy.from_object(obj)
        return list(above_ceiling(policy.spec.grants, namespace.floor.ceiling, outcome))
    if kind == "ProvisioningKey":
        key = ProvisioningKey.from_object(obj)
        wanted: Sequence[Grant] = key.spec.grants or ()
        named = namespace.policies.get(key.spec.policy_ref.name)
        above = above_policy(wanted, named.spec.grants, outcome) if named else ()
        return [*above_ceiling(wanted, namespace.floor.ceiling, outcome), *above]
    return []


def _decode(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableError("the object cannot be read") from None


def _evaluate_connect(_policies: PolicySet, namespace: Namespace, review: Review) -> Decision:
    if review.subresource not in ("exec", "attach") or review.object is None:
        return NOTHING_TO_SAY
    table = namespace.table_of_all
    command = _decode(review.object).get("command") or []
    argv = [word for word in command if isinstance(word, str)]
    breaches = [
        breach.at_most(RuleAction.AUDIT) if breach.rule is RuleId.ENV_LOGGED else breach
        for breach in examine_command(argv, table, review.expired)
    ]
    breaches += quarantined(namespace, review, None)
    name = shown(table, review.name, 0)
    return decide(f'{review.subresource} into pod "{name}"', breaches)


def _evaluate_namespace(policies: PolicySet, review: Review) -> Verdict:
    if review.object is None:
        return NOTHING_TO_SAY
    workload = read_workload("", "Namespace", review.object)
    now = workload.metadata
    floor = policies.governance.floor(now.labels or {})
    before = _metadata(review.old_object) if review.old_object else None
    if before is not None:
        left = _left(policies, before, now)
        if left and review.may_govern is None:
            return AuthorizationNeeded(left)
        if left and not review.may_govern:
            floor = policies.governance.floor(before.labels or {})
            return _leaving(Namespace(floor), review, now, left)
    namespace = Namespace(floor)
    if not namespace.governed:
        return NOTHING_TO_SAY
    breaches = _examine(workload, namespace, review)
    if _writes_reserved(policies, review, now):
        breaches += reserved_metadata(namespace.table_of_all, now, before, "", kind="Namespace")
    return decide(_subject(namespace, review, now), breaches) if breaches else NOTHING_TO_SAY


def _left(policies: PolicySet, before: Metadata, now: Metadata) -> tuple[str, ...]:
    governance = policies.governance
    then = governance.floor(before.labels or {}).names
    kept = frozenset(governance.floor(now.labels or {}).names)
    return tuple(name.partition("/")[2] for name in then if name not in kept)


def _leaving(namespace: Namespace, review: Review, metadata: Metadata, left: Iterable[str]) -> Decision:
    outcome = namespace.table_of_all.outcome(RuleId.RESERVED_METADATA)
    names = ", ".join(f"ClusterPIIPolicy/{name}" for name in left)
    phrase = f"would leave what governs it ({names}), which needs the verb govern on it"
    breach = Breach(RuleId.RESERVED_METADATA, "metadata.labels", phrase, outcome)
    return decide(_subject(namespace, review, metadata), [breach])


def _metadata(body: bytes) -> Metadata:
    return read_workload("", "Namespace", body).metadata


def _subject(namespace: Namespace, review: Review, metadata: Metadata | None) -> str:
    """Name the object, unless its name holds what must not be repeated."""
    name = review.name or (metadata.name if metadata else "") or ""
    if not name and metadata and metadata.generate_name:
        name = metadata.generate_name
    table = namespace.table_of_all
    return f'{review.kind.lower()} "{name if table.holds(name) is None else "…"}"'


def mount_patch_of(policies: PolicySet, review: Review) -> list[PatchOperation]:
    """Give the JSON patch that mounts a new pod's keys; empty for everything else."""
    if review.operation is not Operation.CREATE or (review.group, review.kind) != ("", "Pod"):
        return []
    namespace = policies.namespace(review.namespace)
    if review.object is None or review.subresource or not namespace.governed or not namespace.keys:
        return []
    try:
        template = read_workload("", "Pod", review.object).templates[0]
    except UnreadableError:
        # Validation reads the same object, and answers for it.
        return []
    return mount_patch(template, keys_of(template, namespace.keys_for(template.spec.account)))


_Judge = Callable[[PolicySet, Namespace, Review], Decision]
_BY_KIND: Mapping[tuple[str, str], _Judge] = {
    ("", "ConfigMap"): _evaluate_config_map,
    ("", "Secret"): _evaluate_secret,
    (GROUP, "PIIPolicy"): _evaluate_own,
    (GROUP, "ProvisioningKey"): _evaluate_own,
    (GROUP, "Quarantine"): _evaluate_own,
}
