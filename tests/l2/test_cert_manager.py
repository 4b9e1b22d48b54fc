"""The chart with certificates of a real cert-manager, and what its renewals do to reviews under way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import pytest
import yaml

from tests.chart.load import Reviews
from tests.chart.policies import POLICIES
from tests.chart.release import SYSTEM
from tests.cluster.cluster import Options
from tests.cluster.launch import start_cluster
from tests.l2 import cert_manager
from tests.l2.cert_manager import Mount, secret_data
from tests.l2.cert_manager_ground import (
    KINDS,
    LEAK,
    SECRET,
    SHOP,
    Installed,
    apply,
    own_address,
    rendered,
)
from tests.l2.webhook.replicas import Webhooks

# Where cert-manager is not built yet, it is now.
pytestmark = pytest.mark.timeout(1200)

CERTIFICATES = ("privet-webhook-ca", "privet-webhook")
RATE = 20.0

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


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Apply the chart, wait for what cert-manager makes of it, and start two replicas."""
    address = own_address()
    with start_cluster(Options()) as cluster:
        cert_manager.start(cluster)
        cluster.kubectl("create", "namespace", SYSTEM)
        apply(cluster, rendered("cert-manager"), check=False)
        cluster.kubectl("wait", "--for=condition=Established", "crds", "--all")
        mount = Mount(cluster, SYSTEM, SECRET, tmp_path_factory.mktemp("mounted"))
        made = Installed(cluster, Webhooks(cluster), address, mount)
        try:
            made.configure("cert-manager")
            made.start()
            made.start()
            _govern(made)
            yield made
        finally:
            made.webhooks.close()


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
    assert installed.serve(renewed["tls.crt"])


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
        # Its successor is ready when the API server has verified it anew.
        installed.retire(installed.started[0])
        installed.start()

    assert reviews.wrong == []
    renewed = installed.secret()
    assert renewed["ca.crt"] != before["ca.crt"]
    assert installed.trusts(before["ca.crt"])
    assert installed.trusts(renewed["ca.crt"])


def test_a_cluster_issuer_takes_over_and_gives_back_and_fails_no_review(installed: Installed) -> None:
    """Under it, what is issued is the user's own authority's, as the other values file asks."""
    cluster = installed.cluster
    apply(cluster, CLUSTER_ISSUER)
    cluster.wait_for("clusterissuer", "internal", "condition=Ready")
    own = secret_data(cluster, SYSTEM, "privet-webhook-ca")["tls.crt"]
    users = secret_data(cluster, cert_manager.NAMESPACE, "internal")["tls.crt"]

    with Reviews(cluster, SHOP, LEAK, RATE) as reviews:
        for values, authority in (("cert-manager-issuer", users), ("cert-manager", own)):
            apply(cluster, rendered(values))
            cluster.wait(partial(installed.issued_by, authority), "it issues and is injected")
            installed.exchange()

    assert reviews.wrong == []


def test_cert_manager_is_switched_off_and_on_again_and_fails_no_review(installed: Installed) -> None:
    cluster = installed.cluster

    with Reviews(cluster, SHOP, LEAK, RATE) as reviews:
        installed.roll_out("minimal")
        for kind, names in (("certificate", CERTIFICATES), ("secret", ("privet-webhook-ca", SECRET))):
            cluster.kubectl("delete", kind, *names, f"--namespace={SYSTEM}")
        # They go with their Certificates where a controller manager collects garbage.
        cluster.kubectl("delete", "certificaterequest", "--all", f"--namespace={SYSTEM}")
        installed.roll_out("cert-manager")

    assert reviews.wrong == []
    assert installed.serve(installed.secret()["tls.crt"])
