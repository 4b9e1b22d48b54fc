"""The chart with certificates of a real cert-manager, and what its renewals do to reviews under way."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import yaml

from tests.chart.derived import CHART
from tests.chart.load import Reviews, pod
from tests.chart.release import SYSTEM, template
from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster, Options
from tests.cluster.launch import start_cluster
from tests.cluster.waiting import wait_until
from tests.l2 import cert_manager
from tests.l2.cert_manager import Mount, Object, secret_data
from tests.l2.webhook.replicas import HOST, Replica, Webhooks

# Where cert-manager is not built yet, it is now.
pytestmark = pytest.mark.timeout(1200)

KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
CERTIFICATES = ("privet-webhook-ca", "privet-webhook")
SECRET = "privet-webhook-tls"  # noqa: S105 - a Secret's name
HOSTS = ("privet-webhook.privet-system.svc", "privet-webhook-probe.privet-system.svc")
PORTS = {"privet-webhook": "https", "privet-webhook-probe": "probe"}
LEAK = "jane.roe@shopmail.io"
SHOP = "shop"
RATE = 20.0
LAG_SECONDS = 3.0
"""How long the files of a pod stay behind the Secret here; in a cluster it is up to a minute or two."""

SETTLE_SECONDS = 2.0
"""How long reviews go on when a renewal is through."""

SETTINGS = {"PRIVET_HOST": "0.0.0.0", "PRIVET_PUBLICATION_SECONDS": "1", "PRIVET_DRAIN_SECONDS": "1"}  # noqa: S104

CLUSTER_ISSUER = """\
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: self-signed, namespace: cert-manager}
spec: {selfSigned: {}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: internal, namespace: cert-manager}
spec:
  isCA: true
  commonName: internal
  secretName: internal
  issuerRef: {name: self-signed, kind: Issuer, group: cert-manager.io}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: internal}
spec:
  ca: {secretName: internal}
"""

POLICIES = """\
apiVersion: privet.dev/v1alpha1
kind: ClusterPIIPolicy
metadata: {name: baseline}
spec:
  namespaceSelector: {matchLabels: {privet.dev/governed: "true"}}
  ceiling: [{entity: EmailAddress, purpose: Billing, actions: [Read]}]
---
apiVersion: privet.dev/v1alpha1
kind: PIIPolicy
metadata: {name: web, namespace: shop}
spec:
  workloadSelector: {matchLabels: {app: web}}
  grants: [{entity: EmailAddress, purpose: Billing, actions: [Read]}]
"""


@dataclass
class Installed:
    """The chart on a cluster with cert-manager, and replicas that have the certificate as a pod would."""

    cluster: Cluster
    webhooks: Webhooks
    address: str
    """Of this machine, by which the API server reaches the endpoints of the Services."""
    objects: list[Object]
    mount: Mount
    started: list[Replica] = field(default_factory=list)

    def start(self, name: str) -> Replica:
        """Start a replica with the settings of the Deployment, and return when it is ready."""
        webhook = next(
            one["spec"]["template"]["spec"]["containers"][0]
            for one in self.objects
            if (one["kind"], one["metadata"]["name"]) == ("Deployment", "privet-webhook")
        )
        chosen = {one["name"]: one["value"] for one in webhook["env"] if "value" in one}
        del chosen["PRIVET_PORT"]
        chosen |= {"PRIVET_CERTIFICATE_DIR": str(self.mount.folder), **SETTINGS}
        replica = self.webhooks.launch(name, chosen)
        self._endpoint("privet-webhook-probe", replica)
        wait_until(replica.ready, f"replica {name} is ready", 60)
        self._endpoint("privet-webhook", replica)
        self.started.append(replica)
        return replica

    def _endpoint(self, service: str, replica: Replica) -> None:
        """Name a replica to a Service, as the controller manager does: here none runs."""
        made = {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {
                "name": f"{service}-{replica.name}",
                "namespace": SYSTEM,
                "labels": {"kubernetes.io/service-name": service},
            },
            "addressType": "IPv4",
            "ports": [{"name": PORTS[service], "port": replica.port, "protocol": "TCP"}],
            "endpoints": [{"addresses": [self.address], "conditions": {"ready": True}}],
        }
        apply(self.cluster, yaml.safe_dump(made))

    def bundles(self) -> set[bytes]:
        """Give every distinct caBundle of both configurations."""
        found = json.loads(self.cluster.kubectl("get", ",".join(KINDS), "--output=json"))
        return {
            base64.b64decode(entry["clientConfig"].get("caBundle", ""))
            for one in found["items"]
            for entry in one["webhooks"]
        }

    def secret(self) -> dict[str, bytes]:
        return secret_data(self.cluster, SYSTEM, SECRET)

    def published(self) -> bool:
        """Tell whether every entry trusts the authority that the Secret names."""
        authority = self.secret().get("ca.crt", b"")
        return authority != b"" and all(authority in bundle for bundle in self.bundles())

    def serve(self, certificate: bytes) -> bool:
        """Tell whether every replica shows that certificate, and the caBundle verifies it for both names."""
        (anchors,) = self.bundles()
        context = ssl.create_default_context(cadata=anchors.decode())
        return {shown(context, replica.port, host) for replica in self.started for host in HOSTS} == {
            ssl.PEM_cert_to_DER_cert(certificate.decode())
        }

    def create(self, contact: str) -> tuple[int, str]:
        """Create a pod by dry run; give the code and the message."""
        try:
            self.cluster.client.post(f"/api/v1/namespaces/{SHOP}/pods?dryRun=All", pod("web", contact))
        except ApiError as error:
            return error.status, error.message
        return 201, ""

    def denies(self) -> bool:
        """Tell whether the leak is refused for what it is, and the same without it admitted."""
        status, message = self.create(LEAK)
        return (status, "EnvValue" in message) == (403, True) and self.create("none") == (201, "")

    def exchange(self) -> None:
        """Let the files lag behind the Secret, exchange them, and return when the replicas serve them."""
        time.sleep(LAG_SECONDS)
        self.mount.update()
        renewed = self.secret()["tls.crt"]
        wait_until(lambda: self.serve(renewed), "the renewed certificate is served", 30)
        time.sleep(SETTLE_SECONDS)


def shown(context: ssl.SSLContext, port: int, host: str) -> bytes | None:
    with (
        socket.create_connection((HOST, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return secured.getpeercert(binary_form=True)


def apply(cluster: Cluster, text: str, *, check: bool = True) -> None:
    """Apply manifests; where a kind is not known yet, unless that is no failure, raise."""
    cluster.kubectl("apply", "--server-side", "--filename=-", input=text, check=check)


def own_address() -> str:
    """Give an address of this machine that an endpoint may have: none of the loopback interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this only asks for the route.
            probe.connect(("198.51.100.1", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback, which an endpoint may not have")
        return str(probe.getsockname()[0])


def rendered(values: str) -> str:
    """Render the chart with one of its values files, without what `helm test` brings."""
    return template("helm", f"--values={CHART / 'ci' / values}-values.yaml", "--set=test.enabled=false")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Apply the chart, wait for what cert-manager makes of it, and start two replicas."""
    address = own_address()
    text = template(
        "helm", f"--values={CHART / 'ci' / 'cert-manager-values.yaml'}", "--set=test.enabled=false"
    )
    with start_cluster(Options()) as cluster:
        cert_manager.start(cluster)
        cluster.kubectl("create", "namespace", SYSTEM)
        apply(cluster, text, check=False)
        cluster.kubectl("wait", "--for=condition=Established", "crds", "--all")
        apply(cluster, text)
        for kind, names in (
            ("issuer", ("privet-self-signed", "privet-webhook-ca")),
            ("certificate", CERTIFICATES),
        ):
            for name in names:
                cluster.wait_for(kind, name, "condition=Ready", namespace=SYSTEM)
        webhooks = Webhooks(cluster)
        mount = Mount(cluster, SYSTEM, SECRET, tmp_path_factory.mktemp("mounted"))
        objects = [one for one in yaml.safe_load_all(text) if one]
        made = Installed(cluster, webhooks, address, objects, mount)
        try:
            mount.update()
            cluster.wait(made.published, "the authority is injected")
            for name in ("one", "two"):
                made.start(name)
            _govern(made)
            yield made
        finally:
            webhooks.close()


def _govern(installed: Installed) -> None:
    cluster = installed.cluster
    cluster.kubectl("create", "namespace", SHOP)
    cluster.kubectl("create", "serviceaccount", "default", f"--namespace={SHOP}")
    cluster.kubectl("label", "namespace", SHOP, "privet.dev/governed=true")
    apply(cluster, POLICIES)
    cluster.wait(installed.denies, "the policy is known")


def test_a_leak_is_denied_by_a_replica_that_the_injected_authority_verifies(installed: Installed) -> None:
    assert installed.published()
    assert installed.serve(installed.secret()["tls.crt"])
    assert installed.denies()


def test_nobody_but_the_installer_and_the_cainjector_writes_the_configurations(installed: Installed) -> None:
    before = installed.bundles()

    text = yaml.safe_dump_all(installed.objects)
    apply(installed.cluster, text)

    assert installed.bundles() == before
    for kind in KINDS:
        shape = ("--output=json", "--show-managed-fields")
        found = json.loads(installed.cluster.kubectl("get", kind, "privet", *shape))
        managers = {one["manager"]: json.dumps(one["fieldsV1"]) for one in found["metadata"]["managedFields"]}
        assert len(managers) == 2
        assert "caBundle" not in managers.pop("kubectl")
        (injected,) = managers.values()
        assert "caBundle" in injected


@pytest.mark.parametrize("kind", KINDS)
def test_the_webhook_may_look_at_its_configurations_and_not_write_them(
    installed: Installed, kind: str
) -> None:
    user = f"--as=system:serviceaccount:{SYSTEM}:privet-webhook"

    may = {
        verb
        for verb in ("get", "list", "watch", "patch", "update", "delete")
        if installed.cluster.run_kubectl("auth", "can-i", verb, f"{kind}/privet", user).stdout.strip()
        == "yes"
    }

    assert may == {"get", "list", "watch"}


def test_a_renewal_under_load_fails_no_review(installed: Installed) -> None:
    before = installed.secret()

    with Reviews(installed.cluster, SHOP, LEAK, RATE) as reviews:
        cert_manager.renew(installed.cluster, "privet-webhook", SYSTEM)
        installed.exchange()

    assert reviews.wrong == []
    assert min(reviews.answers["denied"], reviews.answers["admitted"]) > 0
    renewed = installed.secret()
    assert renewed["tls.crt"] != before["tls.crt"]
    assert renewed["tls.key"] != before["tls.key"]
    assert renewed["ca.crt"] == before["ca.crt"]


def test_a_deleted_secret_is_made_again_and_fails_no_review(installed: Installed) -> None:
    before = installed.secret()

    with Reviews(installed.cluster, SHOP, LEAK, RATE) as reviews:
        installed.cluster.kubectl("delete", "secret", SECRET, f"--namespace={SYSTEM}")
        installed.cluster.wait(lambda: "tls.crt" in installed.secret(), "the Secret is made again")
        installed.exchange()

    assert reviews.wrong == []
    assert installed.secret()["tls.crt"] != before["tls.crt"]


def test_a_renewed_authority_fails_no_review_and_verifies_a_new_replica(installed: Installed) -> None:
    """The files lag behind what is injected: meanwhile both authorities have to be trusted."""
    before = installed.secret()

    with Reviews(installed.cluster, SHOP, LEAK, RATE) as reviews:
        cert_manager.renew(installed.cluster, "privet-webhook-ca", SYSTEM)
        cert_manager.renew(installed.cluster, "privet-webhook", SYSTEM)
        installed.cluster.wait(installed.published, "the renewed authority is injected")
        installed.exchange()
        # It is ready when the API server has verified it anew.
        installed.start("three")

    assert reviews.wrong == []
    renewed = installed.secret()
    assert renewed["ca.crt"] != before["ca.crt"]
    assert installed.bundles() == {before["ca.crt"] + renewed["ca.crt"]}


def test_a_cluster_issuer_takes_over_and_fails_no_review(installed: Installed) -> None:
    """What is issued from now on is the user's own authority's, as the other values file asks."""
    cluster, before = installed.cluster, installed.secret()
    apply(cluster, CLUSTER_ISSUER)
    cluster.wait_for("clusterissuer", "internal", "condition=Ready")

    with Reviews(cluster, SHOP, LEAK, RATE) as reviews:
        apply(cluster, rendered("cert-manager-issuer"))
        cluster.wait(lambda: installed.secret().get("ca.crt") != before["ca.crt"], "it issues")
        cluster.wait(installed.published, "its authority is injected")
        installed.exchange()

    assert reviews.wrong == []
    assert installed.secret()["ca.crt"] == secret_data(cluster, cert_manager.NAMESPACE, "internal")["tls.crt"]
