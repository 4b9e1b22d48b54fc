"""The harness itself: the node runs real pods, which see what pods see anywhere."""

from __future__ import annotations

import http.server
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.cluster import images, node
from tests.cluster.client import Json
from tests.cluster.cluster import Cluster
from tests.cluster.namespaces import Namespaces

SECRET_SECONDS = 45.0
"""The kubelet's sync of 10 s, its cache, and a busy machine."""

ASK_API = """
import ssl, urllib.request
root = "/var/run/secrets/kubernetes.io/serviceaccount"
context = ssl.create_default_context(cafile=f"{root}/ca.crt")
token = open(f"{root}/token").read()
request = urllib.request.Request("https://10.96.0.1/version", headers={"Authorization": f"Bearer {token}"})
print(urllib.request.urlopen(request, context=context).status)
"""

ASK_HOST = "import urllib.request; print(urllib.request.urlopen('http://{address}/').read().decode())"

CONTAINERFILE = f"""
FROM {images.BASE} AS made
RUN printf made > /made.txt
FROM {images.BASE}
COPY greeting.txt /greeting.txt
COPY --from=made /made.txt /made.txt
"""


def a_pod(name: str, container: Json | None = None, volumes: Sequence[Json] = ()) -> Json:
    usual = {
        "name": "app",
        "image": images.BASE,
        "imagePullPolicy": "Never",
        "command": ["sh", "-c", "echo started; exec sleep 3600"],
    }
    spec = {
        "terminationGracePeriodSeconds": 0,
        "containers": [{**usual, **(container or {})}],
        "volumes": list(volumes),
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": spec,
    }


def start(cluster: Cluster, namespace: str, pod: Json) -> str:
    name = str(pod["metadata"]["name"])
    cluster.client.post(f"/api/v1/namespaces/{namespace}/pods", pod)
    cluster.wait_for("pod", name, "condition=Ready", namespace=namespace)
    return name


def execute(cluster: Cluster, namespace: str, pod: str, *command: str) -> str:
    return cluster.kubectl("exec", pod, f"--namespace={namespace}", "--", *command).strip()


def test_a_pod_runs_and_shows_its_log(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()

    pod = start(node_cluster, namespace, a_pod("web"))

    assert node_cluster.kubectl("logs", pod, f"--namespace={namespace}") == "started\n"
    assert execute(node_cluster, namespace, pod, "python3", "-c", "print(6 * 7)") == "42"


def test_a_changed_secret_reaches_the_file(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()
    secrets = f"/api/v1/namespaces/{namespace}/secrets"
    secret = {"metadata": {"name": "key"}, "stringData": {"token": "first"}}
    node_cluster.client.post(secrets, secret)
    volume = {"name": "key", "secret": {"secretName": "key"}}
    mounts = [{"name": "key", "mountPath": "/key"}]
    pod = start(node_cluster, namespace, a_pod("web", volumes=[volume], container={"volumeMounts": mounts}))
    assert execute(node_cluster, namespace, pod, "cat", "/key/token") == "first"

    node_cluster.client.request("PUT", f"{secrets}/key", {**secret, "stringData": {"token": "second"}})

    started = time.monotonic()
    node_cluster.wait(
        lambda: execute(node_cluster, namespace, pod, "cat", "/key/token") == "second",
        "the changed Secret is in the file",
        SECRET_SECONDS,
    )
    assert time.monotonic() - started < SECRET_SECONDS


def test_a_pod_asks_the_api_server_with_its_token(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()
    pod = start(node_cluster, namespace, a_pod("web"))

    assert execute(node_cluster, namespace, pod, "python3", "-c", ASK_API) == "200"


def test_a_pod_reaches_a_process_of_this_machine(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()
    pod = start(node_cluster, namespace, a_pod("web"))

    with greeter(node_cluster.host_address) as address:
        answer = execute(node_cluster, namespace, pod, "python3", "-c", ASK_HOST.format(address=address))

    assert answer == "hello"


def test_a_service_has_an_address_of_its_own(node_cluster: Cluster, node_namespaces: Namespaces) -> None:
    namespace = node_namespaces()
    server = a_pod("web", container={"command": ["python3", "-m", "http.server", "8080", "-d", "/etc"]})
    pod = start(node_cluster, namespace, server)
    service = {"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 8080}]}}
    made = node_cluster.client.post(f"/api/v1/namespaces/{namespace}/services", service)
    address = made["spec"]["clusterIP"]
    ask = ASK_HOST.format(address=f"{address}:8080").replace("/'", "/debian_version'")

    def asked() -> str | None:
        answer = node_cluster.run_kubectl("exec", pod, "-n", namespace, "--", "python3", "-c", ask)
        return answer.stdout if answer.returncode == 0 else None

    assert node_cluster.wait(asked, "the Service answers").startswith("12")


def test_the_node_writes_nothing_outside_its_own_view(node_cluster: Cluster) -> None:
    inside = subprocess.run(
        node.inside(node_cluster, "ls", "/var/lib/kubelet/pods", "/run/containerd/containerd.sock"),
        capture_output=True,
        check=False,
    )
    outside = subprocess.run(["ls", "/var/lib/kubelet"], capture_output=True, check=False)

    assert inside.returncode == 0
    assert outside.returncode != 0


@contextmanager
def greeter(host: str) -> Iterator[str]:
    """Serve a greeting at an address of this machine."""

    class Greeting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_: object) -> None:
            """Say nothing: the test's output is for failures."""

    with http.server.HTTPServer((host, 0), Greeting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_an_image_of_an_ordinary_containerfile_runs(
    node_cluster: Cluster, node_namespaces: Namespaces, tmp_path: Path
) -> None:
    (tmp_path / "greeting.txt").write_text("hello", encoding="utf-8")
    containerfile = tmp_path / "Containerfile"
    containerfile.write_text(CONTAINERFILE, encoding="utf-8")
    archive = images.build_image("privet.test/harness:1", tmp_path, containerfile)

    node.import_image(node_cluster, archive)
    namespace = node_namespaces()
    pod = start(node_cluster, namespace, a_pod("web", {"image": "privet.test/harness:1"}))

    assert execute(node_cluster, namespace, pod, "cat", "/greeting.txt", "/made.txt") == "hellomade"
