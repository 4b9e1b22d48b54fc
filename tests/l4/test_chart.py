"""Privet as its users install it: the image, by the chart, where only restricted pods are let in."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from tests.chart.derived import CHART, REPOSITORY
from tests.chart.image import privet_archive
from tests.chart.load import Reviews, pod
from tests.chart.policies import POLICIES
from tests.chart.release import LOCAL_VALUES, SYSTEM, Release, helm
from tests.cluster import node
from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster, Options, Shape
from tests.cluster.errors import RequirementError
from tests.cluster.launch import start_cluster
from tests.definitions import define

# Where nothing is built yet, the image and a node take their time.
pytestmark = pytest.mark.timeout(1200)

LEAK = "jane.roe@shopmail.io"
SHOP = "shop"
FREE = "free"
RECOVERY_SECONDS = 90.0
RATE = 200.0
LEAST = 200
SHORT_LIVED = (
    "--set=webhook.settings.PRIVET_AUTHORITY_SECONDS=60",
    "--set=webhook.settings.PRIVET_LEAF_SECONDS=60",
)
ROTATION_SECONDS = 120.0
LEAVING_SECONDS = 8.0
"""Longer than a replica that was replaced is still about."""

KEY = """\
---
apiVersion: privet.dev/v1alpha1
kind: ProvisioningKey
metadata: {name: web, namespace: shop}
spec:
  policyRef: {name: web}
  subject: {serviceAccountName: web}
"""


@dataclass
class Installed:
    """A cluster on which the chart is installed, a governed and an ungoverned namespace."""

    cluster: Cluster
    release: Release
    first: tuple[int, str]
    """What the very first pod after the installation met."""

    def create(
        self, namespace: str, contact: str, name: str = "web", *, keep: bool = False
    ) -> tuple[int, str]:
        """Create a pod, without keeping it unless told to; give the code and the message."""
        path = f"/api/v1/namespaces/{namespace}/pods{'' if keep else '?dryRun=All'}"
        try:
            self.cluster.client.post(path, pod(name, contact))
        except ApiError as error:
            return error.status, error.message
        return 201, ""

    def denies(self) -> bool:
        """Tell whether the leak is refused for what it is, and the same without it admitted."""
        status, message = self.create(SHOP, LEAK)
        return (status, "EnvValue" in message) == (403, True) and self.create(SHOP, "none")[0] == 201

    def recover(self) -> None:
        """Return when all is as it was after the installation."""
        self.cluster.wait(self.denies, "the leak is refused again", RECOVERY_SECONDS)
        self.cluster.kubectl(
            *("wait", "--for=condition=Available", "deployment", "--all", f"--namespace={SYSTEM}"),
            f"--timeout={RECOVERY_SECONDS:.0f}s",
        )

    def kill_pods(self) -> None:
        """Kill every process of Privet at once, as a crash of the node would."""
        pods = json.loads(self.cluster.kubectl("get", "pods", f"--namespace={SYSTEM}", "--output=json"))
        names = [
            status["containerID"].removeprefix("containerd://")
            for one in pods["items"]
            for status in one["status"].get("containerStatuses", ())
            if "running" in status["state"]
        ]
        for name in names:
            ctr = (str(self.cluster.bin_dir / "ctr"), "--namespace=k8s.io", "task", "kill")
            command = node.inside(self.cluster, *ctr, "--signal=SIGKILL", name)
            subprocess.run(command, check=False, capture_output=True)


@pytest.fixture(scope="module")
def installed(request: pytest.FixtureRequest) -> Iterator[Installed]:
    options = Options(shape=Shape.NODE, kubernetes=request.config.getoption("--kubernetes"))
    try:
        archive = privet_archive()
        cluster = start_cluster(options)
    except RequirementError as error:
        pytest.skip(f"no node: {error}")
    with cluster:
        node.import_image(cluster, archive)
        for name in (SHOP, FREE):
            cluster.kubectl("create", "namespace", name)
        cluster.kubectl("label", "namespace", SHOP, "privet.dev/governed=true")
        define(cluster.kubectl)
        cluster.kubectl("create", "serviceaccount", "web", f"--namespace={SHOP}")
        # Policies that are there before what enforces them.
        cluster.kubectl("apply", "--server-side", "--filename=-", input=POLICIES + KEY)
        release = Release(cluster.kubectl)
        release.namespace()
        release.install("--take-ownership", "--force-conflicts")
        found = Installed(cluster, release, (0, ""))
        found.first = found.create(SHOP, LEAK)
        yield found


def test_the_first_pod_after_the_installation_is_judged(installed: Installed) -> None:
    status, message = installed.first

    assert status == 403
    assert 'pod "web" denied by ClusterPIIPolicy/baseline: containers[app].env[CONTACT].value' in message
    assert LEAK not in message


HANDSHAKE = """
import socket, ssl, sys
context = ssl.create_default_context(cadata=sys.stdin.read())
with context.wrap_socket(socket.create_connection((sys.argv[1], 10250), 5), server_hostname=sys.argv[2]):
    pass
"""


def test_every_replica_serves_what_the_published_bundle_verifies(installed: Installed) -> None:
    installed.recover()
    cluster = installed.cluster
    selector = "--selector=app.kubernetes.io/component=webhook"
    pods = json.loads(cluster.kubectl("get", "pods", f"--namespace={SYSTEM}", selector, "--output=json"))
    addresses = [
        one["status"]["podIP"] for one in pods["items"] if "deletionTimestamp" not in one["metadata"]
    ]

    assert len(addresses) == 2
    for bundle in _bundles(cluster):
        for address in addresses:
            name = f"privet-webhook.{SYSTEM}.svc"
            command = node.inside(cluster, sys.executable, "-c", HANDSHAKE, address, name)
            answer = subprocess.run(command, input=bundle, capture_output=True, text=True, check=False)
            assert answer.returncode == 0, answer.stderr


def test_every_replica_was_reached_before_it_was_ready(installed: Installed) -> None:
    installed.recover()

    for name in _webhook_pods(installed.cluster):
        log = installed.cluster.kubectl("logs", name, f"--namespace={SYSTEM}")
        assert '"reviews reach this replica"' in log, log


def test_a_replica_that_the_api_server_cannot_reach_is_not_ready(installed: Installed) -> None:
    installed.recover()
    cluster, place = installed.cluster, f"--namespace={SYSTEM}"
    before = _webhook_pods(cluster)

    def lead_to(port: str) -> None:
        change = f'[{{"op": "replace", "path": "/spec/ports/0/targetPort", "value": {port}}}]'
        cluster.kubectl("patch", "service", "privet-webhook-probe", place, "--type=json", f"--patch={change}")

    lead_to("9")
    try:
        cluster.kubectl("delete", "pod", before[0], place)
        (new,) = set(_webhook_pods(cluster)) - set(before)
        cluster.wait(
            lambda: "no review has reached this replica" in cluster.run_kubectl("logs", new, place).stdout,
            "the new replica says that nobody comes",
            60,
        )
        conditions = json.loads(cluster.kubectl("get", "pod", new, place, "--output=json"))["status"][
            "conditions"
        ]
        assert {one["type"]: one["status"] for one in conditions}["Ready"] == "False"
        # The other one answers meanwhile.
        assert installed.denies()
    finally:
        lead_to('"https"')
    installed.recover()


def _webhook_pods(cluster: Cluster) -> list[str]:
    """Name the replicas that are not on their way out."""
    selector = "--selector=app.kubernetes.io/component=webhook"
    pods = json.loads(cluster.kubectl("get", "pods", f"--namespace={SYSTEM}", selector, "--output=json"))
    return [one["metadata"]["name"] for one in pods["items"] if "deletionTimestamp" not in one["metadata"]]


def _bundles(cluster: Cluster) -> set[str]:
    """Give the caBundles of all entries; each is the same once it is whole."""
    kinds = "validatingwebhookconfigurations,mutatingwebhookconfigurations"
    found = json.loads(cluster.kubectl("get", kinds, "--output=json"))
    entries = [entry for one in found["items"] for entry in one["webhooks"]]
    return {base64.b64decode(entry["clientConfig"]["caBundle"]).decode() for entry in entries}


def _authorities(cluster: Cluster) -> set[bytes]:
    """Give the certificates in the caBundles that are of replicas which run.

    One that ended before it could take its own away leaves it behind until it has expired.
    """
    pods = cluster.kubectl("get", "pods", f"--namespace={SYSTEM}", "--output=name").split()
    running = {pod.removeprefix("pod/") for pod in pods}
    return {
        one.fingerprint(hashes.SHA256())
        for bundle in _bundles(cluster)
        for one in x509.load_pem_x509_certificates(bundle.encode())
        if {str(name.value) for name in one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)} & running
    }


def test_helm_test_proves_the_meaning(installed: Installed) -> None:
    said = installed.release.test()

    assert "containers[app].env[CONTACT].value holds EmailAddress (EnvValue)" in said
    assert "20 times of 20" in said
    assert installed.cluster.run_kubectl("get", "clusterpiipolicy", "privet-helm-test").returncode != 0


def test_an_upgrade_and_rotating_authorities_under_load_fail_no_review(installed: Installed) -> None:
    installed.recover()

    with Reviews(installed.cluster, SHOP, LEAK, RATE) as reviews:
        installed.release.upgrade(*SHORT_LIVED)
        # The replicas that were replaced are still on their way out.
        time.sleep(LEAVING_SECONDS)
    with Reviews(installed.cluster, SHOP, LEAK, RATE) as rotating:
        first = _authorities(installed.cluster)
        assert first
        installed.cluster.wait(
            lambda: not first & _authorities(installed.cluster),
            "every authority is replaced",
            ROTATION_SECONDS,
        )
    with Reviews(installed.cluster, SHOP, LEAK, RATE) as back:
        installed.release.rollback()
        time.sleep(LEAVING_SECONDS)

    assert reviews.wrong == []
    assert rotating.wrong == []
    assert back.wrong == []
    # On a machine that does nothing else all of them are sent in time; on a busy one fewer.
    for found in (reviews, rotating, back):
        assert found.answers["denied"] > LEAST
        assert found.answers["admitted"] > LEAST


def test_after_a_kill_of_all_pods_it_comes_back_by_itself(installed: Installed) -> None:
    installed.recover()

    installed.kill_pods()
    closed = installed.create(SHOP, "none")
    name = f"meanwhile-{time.time_ns()}"
    opened = installed.create(FREE, LEAK, name, keep=True)

    assert closed[0] in (500, 403), closed
    assert opened == (201, "")
    installed.cluster.wait_for("pod", name, "condition=Ready", namespace=FREE)
    installed.recover()


def test_a_cold_start_of_everything_needs_nobody(installed: Installed) -> None:
    installed.recover()
    cluster = installed.cluster

    others = [name for name in cluster.running() if name not in ("etcd", "kube-apiserver", "containerd")]
    installed.kill_pods()
    for name in (*others, "kube-apiserver", "etcd", "containerd"):
        cluster.kill(name)
    for name in ("containerd", "etcd", "kube-apiserver"):
        cluster.start(name)
    cluster.wait_ready()
    # Without an API server these end at once, and whoever keeps services alive starts them again.
    for name in others:
        cluster.start(name)

    installed.recover()
    assert installed.create(FREE, LEAK) == (201, "")


def test_uninstalling_leaves_the_resources_and_a_writable_cluster(installed: Installed) -> None:
    cluster = installed.cluster
    before = _stored(cluster)

    installed.release.uninstall()

    assert _stored(cluster) == before
    assert installed.create(SHOP, LEAK) == (201, "")
    kinds = "validatingwebhookconfigurations,mutatingwebhookconfigurations,validatingadmissionpolicies"
    selector = "--selector=app.kubernetes.io/part-of=privet"
    left = cluster.kubectl("get", f"{kinds},clusterroles,clusterrolebindings", selector, "--output=name")
    assert left == ""
    cluster.kubectl("delete", "namespace", SYSTEM, "--wait=true", "--timeout=60s")

    # Helm 3 installs over what was left, and Helm 4 takes over from there.
    _goes_round_with_helm_3(installed)


def _goes_round_with_helm_3(installed: Installed) -> None:
    old = Release(installed.cluster.kubectl, "helm3")
    old.namespace()
    _first_steps_are_as_written(installed)
    assert installed.denies()
    old.upgrade("--set=logLevel=DEBUG")
    assert installed.denies()
    old.rollback()
    assert installed.denies()
    installed.release.upgrade()
    assert installed.denies()


def _first_steps_are_as_written(installed: Installed) -> None:
    """Run docs/install.md's transcript as it stands, with the chart and image of the checkout."""
    page = (REPOSITORY / "docs" / "install.md").read_text(encoding="utf-8")
    transcript = re.findall(r"```console\n(\$.*?)```", page, re.DOTALL)[0]
    commands = [re.fullmatch(r"(.*?\n)(Error.*\n)?", one, re.DOTALL) for one in transcript.split("$ ")[1:]]
    cluster = installed.cluster
    cluster.kubectl("delete", "clusterpiipolicy", "baseline")
    (cluster.run_dir / "helm-3").mkdir()
    (cluster.run_dir / "helm-3" / "helm").symlink_to(helm("helm3"))
    environment = cluster.environment()
    environment["PATH"] = f"{cluster.run_dir / 'helm-3'}:{environment['PATH']}"

    assert len(commands) == 3
    for found in commands:
        assert found is not None
        command = re.sub(r"oci://\S+", f"{CHART} --values {LOCAL_VALUES}", found[1])
        answer = subprocess.run(
            ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
        )
        assert (answer.stderr if found[2] else "") == (found[2] or ""), answer.stderr
        assert answer.returncode == (1 if found[2] else 0), answer.stderr
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "--filename=-", input=POLICIES + KEY)


def _stored(cluster: Cluster) -> list[str]:
    """Name the definitions and users' resources that there are, with their generations."""
    found = json.loads(
        cluster.kubectl("get", "crds,clusterpiipolicies,piipolicies,provisioningkeys", "-A", "--output=json")
    )
    return sorted(
        f"{item['kind']}/{item['metadata']['name']} {item['metadata']['uid']}" for item in found["items"]
    )
