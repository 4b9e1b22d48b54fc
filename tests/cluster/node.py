"""The node: containerd, kubelet and kube-proxy in a file system and network of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.cluster import images, runs
from tests.cluster.components import NODE_NAME, POD_RANGE, Command, Layout
from tests.cluster.debian import SYSTEM_PATH
from tests.cluster.errors import ClusterError

if TYPE_CHECKING:
    from tests.cluster.cluster import Cluster

CONTAINERD_SOCKET = "/run/containerd/containerd.sock"
CNI_PROGRAMS = "/usr/lib/cni"
NODE_SECONDS = 60.0
IMPORT_SECONDS = 120.0

SYNC_FREQUENCY = "10s"
"""How often the kubelet looks at a pod again: a changed Secret is in its file after about as long."""


def begin(cluster: Cluster) -> None:
    """Start what does not need the control plane, and give the node its images meanwhile."""
    _make_cgroups(cluster.run)
    cluster.launch(_containerd(cluster.run))
    cluster.wait(lambda: _containerd_answers(cluster), "containerd answers")
    for archive in images.base_archives():
        import_image(cluster, archive)


def join(cluster: Cluster, layout: Layout) -> None:
    """Have the node join the control plane, which must be ready."""
    cluster.launch(_kube_proxy(cluster.run, layout))
    cluster.launch(_kubelet(cluster.run, layout))


def wait_ready(cluster: Cluster) -> None:
    """Return when the scheduler can put pods on the node."""
    cluster.wait(lambda: _node_ready(cluster), "the node is ready", NODE_SECONDS)


def import_image(cluster: Cluster, archive: Path) -> None:
    """Give the node the image of an archive."""
    _ctr(cluster, "images", "import", "--local", str(archive))


def inside(cluster: Cluster, *command: str) -> list[str]:
    """Return a command line that runs on the node: in its network, file system and processes."""
    runner = cluster.run.runner()
    if runner is None:
        raise ClusterError(f"the cluster {cluster.name} has ended")
    return ["nsenter", f"--target={runner.pid}", "--net", "--mount", "--pid", "--", *command]


def _ctr(cluster: Cluster, *arguments: str) -> None:
    program = str(cluster.bin_dir / "ctr")
    answer = subprocess.run(
        inside(cluster, program, "--namespace", "k8s.io", *arguments),
        capture_output=True,
        text=True,
        check=False,
        timeout=IMPORT_SECONDS,
    )
    if answer.returncode != 0:
        raise ClusterError(f"ctr {' '.join(arguments)}: {answer.stderr.strip()}")


def _containerd_answers(cluster: Cluster) -> bool:
    try:
        _ctr(cluster, "version")
    except ClusterError:
        return False
    return True


def _node_ready(cluster: Cluster) -> bool:
    status, content = cluster.client.raw("GET", f"/api/v1/nodes/{NODE_NAME}")
    if status != 200:
        return False
    conditions = json.loads(content)["status"].get("conditions", [])
    return any(item["type"] == "Ready" and item["status"] == "True" for item in conditions)


def _make_cgroups(run: runs.Run) -> None:
    for folder in runs.cgroup_folders(run):
        folder.mkdir(exist_ok=True)
        # In version 1 a new group may use no processor until told which.
        for name in ("cpuset.cpus", "cpuset.mems"):
            own, parent = folder / name, folder.parent / name
            if own.exists() and parent.exists():
                own.write_text(parent.read_text(encoding="utf-8"), encoding="utf-8")


def _containerd(run: runs.Run) -> Command:
    config = run.folder / "containerd.toml"
    networks = run.folder / "cni"
    networks.mkdir()
    (networks / "10-privet.conflist").write_text(json.dumps(_CNI), encoding="utf-8")
    runc = shutil.which("runc", path=SYSTEM_PATH)
    config.write_text(_CONTAINERD.format(networks=networks, runc=runc), encoding="utf-8")
    # It finds its shim on the path.
    path = f"{run.programs}:{SYSTEM_PATH}"
    argv = (str(run.programs / "containerd"), "--config", str(config))
    return Command(name="containerd", argv=argv, env={"PATH": path})


def _kubelet(run: runs.Run, layout: Layout) -> Command:
    serving = layout.authority.server("kubelet-serving", [NODE_NAME, layout.address])
    kubeconfig = layout.kubeconfig("kubelet", f"system:node:{NODE_NAME}", ("system:nodes",))
    config = run.folder / "kubelet.json"
    content = {
        **_KUBELET,
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(layout.authority.pair.certificate)},
        },
        "tlsCertFile": str(serving.certificate),
        "tlsPrivateKeyFile": str(serving.key),
        "cgroupRoot": f"/{run.cgroup}",
    }
    config.write_text(json.dumps(content), encoding="utf-8")
    return Command(
        name="kubelet",
        argv=(
            str(run.programs / "kubelet"),
            f"--config={config}",
            f"--kubeconfig={kubeconfig}",
            f"--hostname-override={NODE_NAME}",
            f"--node-ip={layout.address}",
        ),
        env={"PATH": SYSTEM_PATH},
    )


def _kube_proxy(run: runs.Run, layout: Layout) -> Command:
    kubeconfig = layout.kubeconfig("kube-proxy", "system:kube-proxy")
    config = run.folder / "kube-proxy.json"
    content = {**_KUBE_PROXY, "clientConnection": {"kubeconfig": str(kubeconfig)}}
    config.write_text(json.dumps(content), encoding="utf-8")
    argv = (str(run.programs / "kube-proxy"), f"--config={config}")
    return Command(name="kube-proxy", argv=argv, env={"PATH": SYSTEM_PATH})


_KUBELET: dict[str, Any] = {
    "apiVersion": "kubelet.config.k8s.io/v1beta1",
    "kind": "KubeletConfiguration",
    "authorization": {"mode": "Webhook"},
    "containerRuntimeEndpoint": f"unix://{CONTAINERD_SOCKET}",
    "syncFrequency": SYNC_FREQUENCY,
    "cgroupDriver": "cgroupfs",
    "failCgroupV1": False,
    "failSwapOn": False,
    "resolvConf": "",
    "imageGCHighThresholdPercent": 100,
    "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
    "volumePluginDir": "/var/lib/kubelet/volumeplugins",
    "shutdownGracePeriod": "0s",
}

_KUBE_PROXY: dict[str, Any] = {
    "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
    "kind": "KubeProxyConfiguration",
    "mode": "nftables",
    "clusterCIDR": POD_RANGE,
    "hostnameOverride": NODE_NAME,
    # Limits of the whole machine, which a test must not move.
    "conntrack": {"maxPerCore": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
}

_CNI: dict[str, Any] = {
    "cniVersion": "1.0.0",
    "name": "privet",
    "plugins": [
        {
            "type": "bridge",
            "bridge": "cni0",
            "isGateway": True,
            "ipMasq": True,
            "hairpinMode": True,
            "ipam": {
                "type": "host-local",
                "ranges": [[{"subnet": POD_RANGE}]],
                "routes": [{"dst": "0.0.0.0/0"}],
            },
        },
        {"type": "portmap", "capabilities": {"portMappings": True}},
    ],
}

_CONTAINERD = f"""\
version = 3
root = "/var/lib/containerd"
state = "/run/containerd"

[grpc]
address = "{CONTAINERD_SOCKET}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "{images.PAUSE}"

[plugins.'io.containerd.cri.v1.runtime']
# Without it every sandbox fails where this process may not lower its own score.
restrict_oom_score_adj = true

[plugins.'io.containerd.cri.v1.runtime'.containerd]
default_runtime_name = "runc"

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
BinaryName = "{{runc}}"
SystemdCgroup = false

[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ["{CNI_PROGRAMS}"]
conf_dir = "{{networks}}"
"""
