"""cert-manager beside a cluster: what its chart installs but the pods, and its processes.

Its controllers and its cainjector run under the accounts of that chart. Its own webhook is left out: it
refuses what is malformed and defaults nothing that is needed here.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.cluster.build import build
from tests.cluster.cluster import Cluster
from tests.cluster.components import Command
from tests.cluster.errors import BuildError
from tests.cluster.modules import GO_ROOT
from tests.documents import read_documents

Object = dict[str, Any]

MODULE = "github.com/cert-manager/cert-manager"
NAMESPACE = "cert-manager"
ACCOUNTS = {"controller": "cert-manager", "cainjector": "cert-manager-cainjector"}
"""The parts that run, and the ServiceAccount of each."""

_APPLIED = frozenset(
    {"CustomResourceDefinition", "ServiceAccount"}
    | {"ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"}
)
_SECONDS = 240


def start(cluster: Cluster) -> None:
    """Install cert-manager and start it; its first build takes some minutes."""
    programs = build(["cert-manager", "helm"])
    cluster.kubectl("create", "namespace", NAMESPACE)
    text = yaml.safe_dump_all(_chart(programs["helm"]))
    cluster.kubectl("apply", "--server-side", "--filename=-", input=text)
    cluster.kubectl("wait", "--for=condition=Established", "crds", "--all")
    for part, account in ACCOUNTS.items():
        kubeconfig = cluster.kubeconfig_for_service_account(NAMESPACE, account)
        argv = (str(programs["cert-manager"]), part)
        cluster.launch(Command(name=f"cert-manager-{part}", argv=argv, env={"KUBECONFIG": str(kubeconfig)}))


def _chart(helm: Path) -> list[Object]:
    command = (str(helm), "template", "cert-manager", str(_source() / "deploy" / "charts" / "cert-manager"))
    options = (f"--namespace={NAMESPACE}", "--set=crds.enabled=true")
    answer = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    documents: list[Object] = read_documents(answer.stdout)
    return [one for one in documents if one and one["kind"] in _APPLIED]


def _source() -> Path:
    """Give the folder of the module that was built, of which go.sum says what it must be."""
    answer = subprocess.run(
        ("go", "mod", "download", "-json", MODULE),
        cwd=GO_ROOT / "cert-manager",
        env={**os.environ, "GOWORK": "off"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    found = json.loads(answer.stdout or "{}")
    if answer.returncode != 0 or "Dir" not in found:
        raise BuildError(f"{MODULE} cannot be downloaded: {found.get('Error') or answer.stderr.strip()}")
    return Path(found["Dir"])


def renew(cluster: Cluster, certificate: str, namespace: str) -> None:
    """Have a certificate renewed now, as `cmctl renew` does, and return when it is."""
    before = _revision(cluster, certificate, namespace)
    condition = {
        "type": "Issuing",
        "status": "True",
        "reason": "ManuallyTriggered",
        "message": "Certificate re-issuance manually triggered",
        "lastTransitionTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    patch = json.dumps([{"op": "add", "path": "/status/conditions/-", "value": condition}])
    cluster.kubectl(
        *("patch", "certificate", certificate, f"--namespace={namespace}", "--subresource=status"),
        *("--type=json", f"--patch={patch}"),
    )
    cluster.wait(lambda: _revision(cluster, certificate, namespace) > before, f"{certificate} is renewed")


def _revision(cluster: Cluster, certificate: str, namespace: str) -> int:
    path = "--output=jsonpath={.status.revision}"
    return int(cluster.kubectl("get", "certificate", certificate, f"--namespace={namespace}", path) or 0)


class Mount:
    """The files of a Secret as a pod sees them: all are exchanged at once, by a link that leads elsewhere."""

    def __init__(self, cluster: Cluster, namespace: str, secret: str, folder: Path) -> None:
        self._cluster = cluster
        self._secret = (namespace, secret)
        self.folder = folder
        self._turn = 0

    def update(self) -> None:
        """Bring the files up to date, as the kubelet does some time after the Secret has changed."""
        data = secret_data(self._cluster, *self._secret)
        self._turn += 1
        content = self.folder / f"..{self._turn}"
        content.mkdir(parents=True)
        for name, value in data.items():
            (content / name).write_bytes(value)
        pointer = self.folder / "..data_tmp"
        pointer.symlink_to(content.name)
        pointer.rename(self.folder / "..data")
        for name in data:
            link = self.folder / name
            if not link.is_symlink():
                link.symlink_to(f"..data/{name}")


def secret_data(cluster: Cluster, namespace: str, name: str) -> dict[str, bytes]:
    """Read a Secret; empty while there is none."""
    found = cluster.run_kubectl("get", "secret", name, f"--namespace={namespace}", "--output=json")
    data = json.loads(found.stdout).get("data", {}) if found.returncode == 0 else {}
    return {key: base64.b64decode(value) for key, value in data.items()}
