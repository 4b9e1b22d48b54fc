"""What the demo applies: made-up people, made-up numbers, real resources."""

import secrets
from dataclasses import dataclass, field
from importlib import resources
from typing import Final

from privet.cli.demo.api import Object

NAMESPACE: Final = "demo-shop"
BASELINE: Final = "demo-baseline"
TEAM: Final = "billing"
MOUNT: Final = f"/var/run/secrets/privet.dev/{TEAM}"
SECRET: Final = f"privet-key-{TEAM}"
_CARD_DIGITS: Final = 16


@dataclass(frozen=True)
class Planted:
    """Personal data of nobody, new in every run, so that finding it anywhere proves a leak."""

    card: str = field(repr=False)
    email: str = field(repr=False)

    @classmethod
    def make(cls) -> "Planted":
        """Draw a card number that passes its check digit, and an address in no domain that exists."""
        digits = [4, *(secrets.randbelow(10) for _ in range(_CARD_DIGITS - 2))]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::2]]
        digits.append(-(sum(doubled) + sum(digits[1::2])) % 10)
        return cls("".join(map(str, digits)), f"mia.lindqvist@{secrets.token_hex(4)}-post.net")

    def traces_in(self, text: str) -> list[str]:
        """Name what of it a text holds: the whole, or enough of it to matter."""
        card_parts = [self.card[start : start + 6] for start in range(len(self.card) - 5)]
        found = ["the card number"] if any(part in text.replace(" ", "") for part in card_parts) else []
        name, domain = self.email.split("@")
        return found + (["the e-mail address"] if name in text or domain in text else [])


def namespace() -> Object:
    """Give the team's namespace, governed from its first moment."""
    labels = {"privet.dev/governed": "true"}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": labels}}


def service_account(name: str) -> Object:
    """Give an identity of a workload."""
    metadata = {"name": name, "namespace": NAMESPACE}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}


def customers_secret(planted: Planted) -> Object:
    """Give the Secret that holds a customer's address, where it belongs."""
    metadata = {"name": "customers", "namespace": NAMESPACE}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": metadata,
        "stringData": {"email": planted.email},
    }


def baseline() -> Object:
    """Give the platform's policy; the second label keeps it off every other namespace of your cluster."""
    selector = {"privet.dev/governed": "true", "kubernetes.io/metadata.name": NAMESPACE}
    spec = {
        "namespaceSelector": {"matchLabels": selector},
        "enforcement": "Deny",
        "ceiling": [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read", "Write"]}],
    }
    return _ours("ClusterPIIPolicy", {"name": BASELINE}, spec)


def team_policy(*actions: str) -> Object:
    """Give the team's policy: what billing may do with e-mail addresses."""
    spec = {
        "workloadSelector": {"matchLabels": {"app": TEAM}},
        "grants": [{"entity": "EmailAddress", "purpose": "Billing", "actions": list(actions)}],
    }
    return _ours("PIIPolicy", {"name": TEAM, "namespace": NAMESPACE}, spec)


def key() -> Object:
    """Give the key of billing's pods, on the quickest schedule there is."""
    spec = {
        "policyRef": {"name": TEAM},
        "subject": {"serviceAccountName": TEAM, "podSelector": {"matchLabels": {"app": TEAM}}},
        "audiences": ["customer-db"],
        "lifetime": "6m",
        "rotation": {"every": "1m", "overlap": "5m"},
        "delivery": {"mode": "Secret", "mountPath": MOUNT},
        "state": "Active",
    }
    return _ours("ProvisioningKey", {"name": TEAM, "namespace": NAMESPACE}, spec)


def plain_pod(image: str) -> Object:
    """Give a pod with nothing wrong but that no policy speaks for it."""
    return _pod("web", "web", {"name": "app", "image": image, "command": ["python3", "--version"]})


def card_pod(image: str, planted: Planted) -> Object:
    """Give a pod that carries a card number in its environment."""
    env = [{"name": "PAYMENT", "value": planted.card}]
    return _pod(
        "web", "web", {"name": "app", "image": image, "command": ["python3", "--version"], "env": env}
    )


def echoing_deployment(image: str) -> Object:
    """Give a Deployment whose command prints an address that it has from a Secret."""
    source = {"secretKeyRef": {"name": "customers", "key": "email"}}
    container = {
        "name": "app",
        "image": image,
        "command": ["sh", "-c", 'echo "charging $CUSTOMER_EMAIL"; sleep 3600'],
        "env": [{"name": "CUSTOMER_EMAIL", "valueFrom": source}],
    }
    template = _pod("", "reminder", container)
    del (
        template["apiVersion"],
        template["kind"],
        template["metadata"]["name"],
        template["metadata"]["namespace"],
    )
    spec = {"selector": {"matchLabels": {"app": "reminder"}}, "template": template}
    metadata = {"name": "reminder", "namespace": NAMESPACE}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def billing_pod(image: str) -> Object:
    """Give the pod that gets the key: it asks for no volume, admission mounts it."""
    script = resources.files("privet.cli.demo").joinpath("pod.py").read_text("utf-8")
    container = {"name": "app", "image": image, "command": ["python3", "-c", script, MOUNT]}
    return _pod("billing", TEAM, container, account=TEAM)


def strangers_pod(image: str) -> Object:
    """Give a pod under another account that wears billing's label and mounts its key."""
    container = {
        "name": "app",
        "image": image,
        "command": ["python3", "--version"],
        "volumeMounts": [{"name": "loot", "mountPath": "/loot"}],
    }
    pod = _pod("stranger", TEAM, container)
    pod["spec"]["volumes"] = [{"name": "loot", "secret": {"secretName": SECRET}}]
    return pod


def _pod(name: str, app: str, container: Object, *, account: str = "default") -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": NAMESPACE, "labels": {"app": app}},
        "spec": {
            "serviceAccountName": account,
            "automountServiceAccountToken": False,
            "terminationGracePeriodSeconds": 1,
            "containers": [{**container, "imagePullPolicy": "IfNotPresent"}],
        },
    }


def _ours(kind: str, metadata: Object, spec: Object) -> Object:
    return {"apiVersion": "privet.dev/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}
