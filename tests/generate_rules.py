"""The page of rules. Every denial on it is what the engine says of the example above it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine, RuleId
from privet.policy import RULES, Allowed, Denied, Operation, PolicySet, Review, build, evaluate

Object = dict[str, Any]

_CARD = "4556 7375 8689 9855"
_EMAIL = "jane.roe@shopmail.io"


@dataclass(frozen=True)
class Page:
    """What the page says of one rule."""

    objects_to: str
    example: Object | None = None
    group: str = ""
    shown: tuple[str, ...] = ("spec",)
    more: str = ""


def _pod(
    container: Object,
    *,
    app: str = "billing",
    account: str = "default",
    volumes: Sequence[Object] = (),
    **more: object,
) -> Object:
    metadata = {"name": "web", "namespace": "shop", "labels": {"app": app}, **more}
    containers = [{"name": "app", "image": "shop/billing:1", **container}]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {
            "serviceAccountName": account,
            **({"volumes": list(volumes)} if volumes else {}),
            "containers": containers,
        },
    }


_FROM_SECRET = {"valueFrom": {"secretKeyRef": {"name": "customers", "key": "email"}}}
_FILE_KEY = {"volumeName": "customers", "path": "customer.env", "key": "EMAIL"}
_LOOT = [{"name": "loot", "secret": {"secretName": "privet-key-billing"}}]
_LEAKY = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "leaky", "uid": "3d1f0f6e-0001"}
_LEAKY_REPLICA_SET = {
    "apiVersion": "apps/v1",
    "kind": "ReplicaSet",
    "name": "leaky-7c9f4d8b6d",
    "uid": "3d1f0f6e-0002",
    "controller": True,
}

PAGES: Mapping[RuleId, Page] = {
    RuleId.POLICY_REQUIRED: Page(
        "a workload in a governed namespace that no PIIPolicy selects",
        _pod({}, app="web"),
        shown=("metadata",),
    ),
    RuleId.ENV_VALUE: Page(
        "a literal environment value that holds personal data",
        _pod({"env": [{"name": "CONTACT", "value": _EMAIL}]}),
    ),
    RuleId.GRANT_MISSING: Page(
        "a variable that by its name, or by a policy's `environment`, carries personal data without a "
        "grant to read it",
        _pod({"env": [{"name": "CUSTOMER_PHONE", **_FROM_SECRET}]}),
    ),
    RuleId.ENV_LOGGED: Page(
        "a command, argument, hook or probe that prints such a variable, or the whole environment, to a log",
        _pod(
            {
                "command": ["sh", "-c", 'echo "charging $CUSTOMER_EMAIL"'],
                "env": [{"name": "CUSTOMER_EMAIL", **_FROM_SECRET}],
            }
        ),
        more="A grant to read is no leave to log: this is denied although the policy grants Read.\n\n"
        "Scripts on the command line are followed through variables, files, functions, wrappers and nested\n"
        "shells; nothing is run. A program that Privet does not know is taken to print nothing, whatever\n"
        "it does with what it is given: what the image's own program logs, or a script inside the image,\n"
        "nobody sees at admission. An inline program of another language (`python -c`, `node -e`) is not\n"
        "followed: one that reads variables, and prints anything but fixed texts, is taken to print those\n"
        "that it names, or all of them where nobody can tell.",
    ),
    RuleId.ARGUMENT_VALUE: Page(
        "personal data in command, arguments, hooks, probes and HTTP headers",
        _pod({"args": ["--charge", _CARD]}),
    ),
    RuleId.METADATA_VALUE: Page(
        "personal data in names, labels, annotations and host aliases",
        _pod({}, annotations={"shop.io/owner": _EMAIL}),
        shown=("metadata",),
    ),
    RuleId.CONFIG_MAP_VALUE: Page(
        "personal data in a ConfigMap",
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "letters", "namespace": "shop"},
            "data": {"reply-to": _EMAIL},
        },
        shown=("kind", "data"),
    ),
    RuleId.REFERENCE_VALUE: Page(
        "a variable or volume fed from a ConfigMap or Secret known to hold personal data",
        more="What holds personal data is not made known to the webhook yet, so nothing is denied.",
    ),
    RuleId.UNKNOWN_VALUE: Page(
        "a granted variable whose value cannot be known at admission",
        _pod({"env": [{"name": "CUSTOMER_EMAIL", "valueFrom": {"fileKeyRef": _FILE_KEY}}]}),
    ),
    RuleId.KEY_MISUSE: Page(
        "a pod that mounts a key which is not its own, or uses any key as a variable or by `subPath`",
        _pod({"volumeMounts": [{"name": "loot", "mountPath": "/loot"}]}, volumes=_LOOT),
    ),
    RuleId.KEY_NOT_MOUNTED: Page(
        "a pod of a key's subject that would start without the key",
        _pod({}, account="billing"),
        more="Privet's mutating webhook mounts the key, so this is seen when that webhook did not run.",
    ),
    RuleId.RESERVED_METADATA: Page(
        "labels, annotations and objects that only Privet may write, and labels that take a namespace out of "
        "what governs it",
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "privet-key-mine", "namespace": "shop"},
            "type": "Opaque",
        },
        shown=("metadata",),
        more="Taking a namespace out needs the verb `govern` on `clusterpiipolicies.privet.dev`.",
    ),
    RuleId.POLICY_CEILING: Page(
        "a PIIPolicy or ProvisioningKey that asks for more than governs it",
        {
            "apiVersion": "privet.dev/v1alpha1",
            "kind": "PIIPolicy",
            "metadata": {"name": "export", "namespace": "shop"},
            "spec": {
                "workloadSelector": {"matchLabels": {"app": "export"}},
                "grants": [{"entity": "CreditCard", "purpose": "Marketing", "actions": ["Export"]}],
            },
        },
        group="privet.dev",
    ),
    RuleId.QUARANTINED: Page(
        "new pods of what is quarantined",
        _pod({}, ownerReferences=[_LEAKY_REPLICA_SET]),
        shown=("metadata",),
        more="Running pods are not touched yet. While a replica answers, nobody gets a shell in them.",
    ),
}


def rules_page() -> str:
    """Write the page."""
    parts = [
        "# Rules\n\n",
        "What a rule does is the `action` that a policy names for it, else its default; the policy's\n",
        "`enforcement` is the most that any of its rules does. Where several policies apply, the strictest\n",
        "outcome wins. No message repeats what was found.\n\n",
        "The examples are judged in a namespace `shop` that `ClusterPIIPolicy/baseline` governs. A policy\n",
        "lets pods labelled `app: billing` read e-mail addresses, and the ServiceAccount `billing` has a\n",
        "key.\n\n",
        "| rule | default |\n| --- | --- |\n",
        *(f"| [`{rule}`](#{rule.lower()}) | {RULES[rule].default} |\n" for rule in PAGES),
        *(_section(rule, page) for rule, page in PAGES.items()),
    ]
    return "".join(parts)


def _section(rule: RuleId, page: Page) -> str:
    parts = [f"\n## {rule}\n\nObjects to {page.objects_to}.\n\nDo this: {RULES[rule].remedy}.\n"]
    if page.more:
        parts.append(f"\n{page.more}\n")
    if page.example is not None:
        shown = {name: page.example[name] for name in page.shown}
        parts.append(f"\n```yaml\n{yaml.safe_dump(shown, sort_keys=False)}```\n")
        parts.append(f"\n```\n{_denial(rule, page.example, page.group)}\n```\n")
    return "".join(parts)


def _denial(rule: RuleId, example: Object, group: str) -> str:
    review = Review(
        operation=Operation.CREATE,
        group=group,
        kind=example["kind"],
        namespace="shop",
        name=example["metadata"]["name"],
        user="jane",
        object=json.dumps(example).encode(),
    )
    match evaluate(_policies(), review):
        case Denied(violations=violations) as denied if {one.rule for one in violations} == {rule}:
            return denied.message
        case Allowed(warnings=[warning]) if warning.rule == rule:
            return f"Warning: {warning}"
        case verdict:
            raise AssertionError(f"the example of {rule} is judged otherwise: {verdict}")


def _policies() -> PolicySet:
    grants = [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}]
    labels = {"matchLabels": {"app": "billing"}}
    cluster = {
        "metadata": {"name": "baseline"},
        "spec": {"namespaceSelector": {"matchLabels": {"privet.dev/governed": "true"}}, "ceiling": grants},
    }
    team = {
        "metadata": {"name": "billing", "namespace": "shop"},
        "spec": {"workloadSelector": labels, "grants": grants},
    }
    key = {
        "metadata": {"name": "billing", "namespace": "shop"},
        "spec": {"policyRef": {"name": "billing"}, "subject": {"serviceAccountName": "billing"}},
    }
    quarantine = {
        "metadata": {"name": "leaky", "namespace": "shop"},
        "spec": {"target": _LEAKY, "reason": "PersonalDataLogged", "actions": ["Isolate"]},
    }
    return build(
        [
            ClusterPIIPolicy.from_object(_typed("ClusterPIIPolicy", cluster)),
            PIIPolicy.from_object(_typed("PIIPolicy", team)),
            ProvisioningKey.from_object(_typed("ProvisioningKey", key)),
            Quarantine.from_object(_typed("Quarantine", quarantine)),
        ],
        namespaces={"shop": {"privet.dev/governed": "true"}},
    )


def _typed(kind: str, obj: Object) -> Object:
    return {"apiVersion": "privet.dev/v1alpha1", "kind": kind, **obj}
