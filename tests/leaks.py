"""Searches all that a cluster's run wrote anywhere for planted personal data and for key material.

What is searched: every log of every component and of Privet's processes, the API server's audit log,
Events, and all objects that are not Secrets, as the API server stores them with status and managed fields.
Tests plant with `planted`, and the search at the end of a cluster knows all that was planted on the way.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.cluster.cluster import Cluster

PLANTED: set[str] = set()
"""Values that must not be found anywhere."""

LOGS: set[Path] = set()
"""Logs of processes that are not the cluster's own."""

WORKLOADS = ("pods", "deployments.apps")
"""Of these the spec is not searched: a user may have been allowed to write the value there."""

RESOURCES = (
    *WORKLOADS,
    "events",
    "configmaps",
    "namespaces",
    "serviceaccounts",
    "leases.coordination.k8s.io",
    "clusterpiipolicies.privet.dev",
    "piipolicies.privet.dev",
    "provisioningkeys.privet.dev",
    "quarantines.privet.dev",
    "validatingwebhookconfigurations.admissionregistration.k8s.io",
    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
)

# A JSON Web Token with a payload; a private key in PEM or as a JWK, and such a PEM in base64.
_KEY_MATERIAL = re.compile(
    r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"
    r"|-----BEGIN (?:EC |RSA )?PRIVATE KEY-----"
    r'|"d":\s*"[A-Za-z0-9_-]{43}"'
    r"|LS0tLS1CRUdJTiBQUklWQVRFIEtFWS"
)


def planted(value: str) -> str:
    """Give the value back, and remember that it must not be found anywhere."""
    PLANTED.add(value)
    return value


def also_searched(log: Path) -> Path:
    """Give the path back, and remember to search what is written there."""
    LOGS.add(log)
    return log


def leaks(cluster: Cluster) -> list[str]:
    """Say where something was found, never what."""
    found = []
    for where, text in _written(cluster):
        found += [f"planted data in {where}" for value in sorted(PLANTED) if _holds(text, value)][:1]
        if _KEY_MATERIAL.search(text):
            found.append(f"key material in {where}")
    return found


def size_searched(cluster: Cluster) -> int:
    """Give how many characters there are to search, so that nobody searches nothing."""
    return sum(len(text) for _, text in _written(cluster))


def _written(cluster: Cluster) -> Iterator[tuple[str, str]]:
    for path in sorted({*cluster.run.logs.glob("**/*"), *LOGS}):
        if path.is_file():
            yield f"the log {path.name}", _read(path)
    for resource in RESOURCES:
        answer = cluster.run_kubectl(
            "get", resource, "--all-namespaces", "--output=json", "--show-managed-fields"
        )
        if answer.returncode == 0:
            yield resource, _without_specs(answer.stdout) if resource in WORKLOADS else answer.stdout


def _without_specs(text: str) -> str:
    items = json.loads(text)["items"]
    return json.dumps([{name: value for name, value in item.items() if name != "spec"} for item in items])


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _holds(text: str, value: str) -> bool:
    """Look for the value as it is, and for a card number also without its separators."""
    return value in text or (value.isdigit() and value in re.sub(r"(?<=\d)[ -](?=\d)", "", text))
