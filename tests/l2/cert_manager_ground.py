"""Privet by its chart beside a real cert-manager: replicas that have its certificate as pods would have it.

The API server reaches them by the chart's own Services, under the names that the certificate carries.
"""

from __future__ import annotations

import base64
import itertools
import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import yaml

from tests.chart.derived import CHART
from tests.chart.load import pod
from tests.chart.release import SYSTEM, template
from tests.cluster.client import ApiError
from tests.cluster.cluster import Cluster
from tests.cluster.waiting import wait_until
from tests.documents import read_documents
from tests.l2.cert_manager import Mount, Object, secret_data
from tests.l2.webhook.replicas import HOST, Replica, Webhooks

KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
SECRET = "privet-webhook-tls"  # noqa: S105 - a Secret's name
HOSTS = ("privet-webhook.privet-system.svc", "privet-webhook-probe.privet-system.svc")
PORTS = {"privet-webhook": "https", "privet-webhook-probe": "probe"}
LEAK = "jane.roe@shopmail.io"
SHOP = "shop"
LAG_SECONDS = 3.0
"""How long the files of a pod stay behind the Secret here; in a cluster it is up to a minute or two."""

LEAVING_SECONDS = 1.0
"""How long until the API server knows that an endpoint is gone."""

SETTLE_SECONDS = 2.0
"""How long reviews go on when a renewal is through."""

SETTINGS = {"PRIVET_HOST": "0.0.0.0", "PRIVET_PUBLICATION_SECONDS": "1", "PRIVET_DRAIN_SECONDS": "1"}  # noqa: S104


@dataclass
class Installed:
    """The chart on a cluster with cert-manager, and replicas that have the certificate as a pod would."""

    cluster: Cluster
    webhooks: Webhooks
    address: str
    """Of this machine, by which the API server reaches the endpoints of the Services."""
    mount: Mount
    objects: list[Object] = field(default_factory=list)
    started: list[Replica] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> Replica:
        """Start a replica with the settings of the Deployment, and return when it gets its share."""
        webhook = next(
            one["spec"]["template"]["spec"]["containers"][0]
            for one in self.objects
            if (one["kind"], one["metadata"]["name"]) == ("Deployment", "privet-webhook")
        )
        chosen = {one["name"]: one["value"] for one in webhook["env"] if "value" in one} | SETTINGS
        del chosen["PRIVET_PORT"]
        if "PRIVET_CERTIFICATE_DIR" in chosen:
            chosen["PRIVET_CERTIFICATE_DIR"] = str(self.mount.folder)
        replica = self.webhooks.launch(f"replica-{next(self.numbers)}", chosen)
        self._endpoint("privet-webhook-probe", replica)
        wait_until(replica.ready, f"{replica.name} is ready", 60)
        self._endpoint("privet-webhook", replica)
        self.started.append(replica)
        return replica

    def retire(self, replica: Replica) -> None:
        """End a replica as a rollout does: it is taken out of the Services first."""
        for service in PORTS:
            name = f"{service}-{replica.name}"
            self.cluster.kubectl("delete", "endpointslice", name, f"--namespace={SYSTEM}")
        self.started.remove(replica)
        self.webhooks.replicas.remove(replica)
        time.sleep(LEAVING_SECONDS)
        assert replica.stop() == 0

    def roll_out(self, values: str) -> None:
        """Apply the chart with other values and replace every replica, one after the other."""
        before = list(self.started)
        self.configure(values)
        for replica in before:
            self.start()
            self.retire(replica)

    def configure(self, values: str) -> None:
        """Apply the chart with one of its values files, and wait for the certificates that it asks for."""
        text = rendered(values)
        apply(self.cluster, text)
        self.objects = read_documents(text)
        asked = [one for one in self.objects if one["kind"] in ("Issuer", "Certificate")]
        for one in asked:
            self.cluster.wait_for(one["kind"], one["metadata"]["name"], "condition=Ready", namespace=SYSTEM)
        if asked:
            self.cluster.wait(self.published, "the authority is injected")
            self.mount.update()

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
        """Read the Secret that pods would mount; empty while there is none."""
        return secret_data(self.cluster, SYSTEM, SECRET)

    def published(self) -> bool:
        """Tell whether every entry trusts the authority that the Secret names."""
        authority = self.secret().get("ca.crt", b"")
        return authority != b"" and self.trusts(authority)

    def issued_by(self, authority: bytes) -> bool:
        """Tell whether the Secret holds what an authority issued, and every entry trusts that."""
        return self.secret().get("ca.crt") == authority and self.published()

    def trusts(self, authority: bytes) -> bool:
        """Tell whether every entry trusts an authority."""
        return all(authority in bundle for bundle in self.bundles())

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
    """Give the certificate that a replica shows by a name; raise when it is not verified."""
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
