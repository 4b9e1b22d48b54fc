"""The command lines of the control plane's components."""

from __future__ import annotations

import json
import random
import socket
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster.certificates import Authority, Pair, write_signing_key
from tests.cluster.errors import ClusterError
from tests.cluster.kubeconfig import certificate_user, write_kubeconfig

SERVICE_RANGE = "10.96.0.0/16"
SERVICE_ADDRESS = "10.96.0.1"
"""The first address of the range: `kubernetes.default.svc`."""

POD_RANGE = "10.244.0.0/24"
NODE_NAME = "node-1"
LOOPBACK = "127.0.0.1"
PORT_TRIES = 50

AUDIT_POLICY = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [{"level": "Metadata"}],
}


@dataclass(frozen=True, kw_only=True)
class Command:
    """A component's name and how it is started."""

    name: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where the control plane listens."""

    api: int
    etcd: int
    etcd_peer: int
    controller_manager: int
    scheduler: int

    @classmethod
    def usual(cls) -> Ports:
        """Return the ports of the manuals, for a cluster with a network namespace of its own."""
        return cls(api=6443, etcd=2379, etcd_peer=2380, controller_manager=10257, scheduler=10259)

    @classmethod
    def free(cls) -> Ports:
        """Return ports of the loopback interface that nothing uses at the moment."""
        with ExitStack() as held:
            numbers = [_free_port(held) for _ in range(5)]
        return cls(
            api=numbers[0],
            etcd=numbers[1],
            etcd_peer=numbers[2],
            controller_manager=numbers[3],
            scheduler=numbers[4],
        )


def _free_port(held: ExitStack) -> int:
    # Below the range from which the kernel gives ports to outgoing connections: there a free
    # port would not stay free until the component listens on it.
    for _ in range(PORT_TRIES):
        candidate = held.enter_context(socket.socket())
        number = random.SystemRandom().randint(20000, 32000)
        try:
            candidate.bind((LOOPBACK, number))
        except OSError:
            continue
        return number
    raise ClusterError("no free port on the loopback interface")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the command lines are made of: folders, address, ports and credentials."""

    folder: Path
    address: str
    ports: Ports
    authority: Authority
    front_proxy: Authority
    admin: Pair
    service_accounts: Pair

    @property
    def api_url(self) -> str:
        return f"https://{self.address}:{self.ports.api}"

    def kubeconfig(self, name: str, user: str, groups: tuple[str, ...] = ()) -> Path:
        """Write the kubeconfig of a user who has a client certificate."""
        pair = self.authority.client(name, user, groups)
        path = self.folder / f"{name}.kubeconfig"
        authority = self.authority.pair.certificate
        return write_kubeconfig(path, self.api_url, authority, certificate_user(pair))


def new_layout(folder: Path, address: str, ports: Ports) -> Layout:
    """Make the credentials of a new cluster."""
    pki = folder / "pki"
    pki.mkdir(mode=0o700)
    authority = Authority(pki, "ca")
    return Layout(
        folder=folder,
        address=address,
        ports=ports,
        authority=authority,
        front_proxy=Authority(pki, "front-proxy-ca"),
        admin=authority.client("admin", "privet-admin", ("system:masters",)),
        service_accounts=write_signing_key(pki, "service-accounts"),
    )


def etcd(layout: Layout, program: Path) -> Command:
    """Return etcd as tests want it: it never waits for the disk."""
    client = f"http://{LOOPBACK}:{layout.ports.etcd}"
    peer = f"http://{LOOPBACK}:{layout.ports.etcd_peer}"
    return Command(
        name="etcd",
        argv=(
            str(program),
            f"--data-dir={layout.folder / 'state' / 'etcd'}",
            f"--listen-client-urls={client}",
            f"--advertise-client-urls={client}",
            f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}",
            f"--initial-cluster=default={peer}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        ),
    )


def kube_apiserver(
    layout: Layout, program: Path, *, audit_log: Path | None, extra: tuple[str, ...]
) -> Command:
    """Return the API server, with the admission and authorization of a usual cluster."""
    names = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost")
    hosts = {*names, f"{names[2]}.cluster.local", SERVICE_ADDRESS, LOOPBACK, layout.address}
    serving = layout.authority.server("kube-apiserver", sorted(hosts))
    to_kubelet = layout.authority.client(
        "kubelet-client", "kube-apiserver-kubelet-client", ("system:masters",)
    )
    argv = [
        str(program),
        f"--etcd-servers=http://{LOOPBACK}:{layout.ports.etcd}",
        f"--bind-address={layout.address}",
        f"--secure-port={layout.ports.api}",
        f"--tls-cert-file={serving.certificate}",
        f"--tls-private-key-file={serving.key}",
        f"--client-ca-file={layout.authority.pair.certificate}",
        f"--service-cluster-ip-range={SERVICE_RANGE}",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={layout.service_accounts.certificate}",
        f"--service-account-signing-key-file={layout.service_accounts.key}",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        "--kubelet-preferred-address-types=InternalIP",
        f"--kubelet-certificate-authority={layout.authority.pair.certificate}",
        f"--kubelet-client-certificate={to_kubelet.certificate}",
        f"--kubelet-client-key={to_kubelet.key}",
        *_front_proxy_flags(layout),
        *_address_flags(layout),
    ]
    if audit_log is not None:
        argv += _audit_flags(layout, audit_log)
    return Command(name="kube-apiserver", argv=(*argv, *extra))


def _front_proxy_flags(layout: Layout) -> list[str]:
    client = layout.front_proxy.client("front-proxy-client", "front-proxy-client")
    return [
        f"--requestheader-client-ca-file={layout.front_proxy.pair.certificate}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={client.certificate}",
        f"--proxy-client-key-file={client.key}",
        # Webhook Services are then dialled by their endpoints, also where no kube-proxy is.
        "--enable-aggregator-routing=true",
    ]


def _address_flags(layout: Layout) -> list[str]:
    if layout.address == LOOPBACK:
        # Endpoints must not be loopback addresses; without pods nobody asks for them.
        return ["--endpoint-reconciler-type=none"]
    return [f"--advertise-address={layout.address}"]


def _audit_flags(layout: Layout, audit_log: Path) -> list[str]:
    policy = layout.folder / "audit-policy.json"
    policy.write_text(json.dumps(AUDIT_POLICY), encoding="utf-8")
    return [f"--audit-policy-file={policy}", f"--audit-log-path={audit_log}"]


def kube_controller_manager(layout: Layout, program: Path) -> Command:
    """Return the controller manager; it also signs certificates and checks ServiceAccounts."""
    name = "kube-controller-manager"
    kubeconfig = layout.kubeconfig(name, f"system:{name}")
    authority = layout.authority.pair
    return Command(
        name=name,
        argv=(
            str(program),
            f"--kubeconfig={kubeconfig}",
            f"--authentication-kubeconfig={kubeconfig}",
            f"--authorization-kubeconfig={kubeconfig}",
            f"--bind-address={LOOPBACK}",
            f"--secure-port={layout.ports.controller_manager}",
            f"--root-ca-file={authority.certificate}",
            f"--cluster-signing-cert-file={authority.certificate}",
            f"--cluster-signing-key-file={authority.key}",
            f"--service-account-private-key-file={layout.service_accounts.key}",
            "--use-service-account-credentials=true",
            "--leader-elect=false",
            # The usual 20 a second make the start wait for its own tokens.
            "--kube-api-qps=500",
            "--kube-api-burst=1000",
        ),
    )


def kube_scheduler(layout: Layout, program: Path) -> Command:
    """Return the scheduler."""
    name = "kube-scheduler"
    kubeconfig = layout.kubeconfig(name, f"system:{name}")
    return Command(
        name=name,
        argv=(
            str(program),
            f"--kubeconfig={kubeconfig}",
            f"--authentication-kubeconfig={kubeconfig}",
            f"--authorization-kubeconfig={kubeconfig}",
            f"--bind-address={LOOPBACK}",
            f"--secure-port={layout.ports.scheduler}",
            "--leader-elect=false",
        ),
    )
