"""AdmissionReviews exactly as the API server sends them: it is made to send some, and they are kept.

A Deployment of 7.5 KB with 44 variables becomes a review of 16 KB, with defaults and managed fields.
"""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import uvicorn
from cryptography.hazmat.primitives.serialization import Encoding

from privet.admission.asgi import Receive, Send
from privet.admission.certificates import new_authority, new_leaf
from privet.admission.configuration import Url, validating
from privet.admission.keeper import load, server_context, wall_clock
from privet.admission.review import AdmissionResponse, decode, encode
from privet.cluster import VALIDATING_WEBHOOKS, HttpCluster, Resource, connect
from tests.cluster.cluster import Cluster

DEPLOYMENTS = Resource("apps", "v1", "deployments", "Deployment")
VARIABLES = 44
VARIANTS = 50
DENIED_SHARE = 10
"""One review in this many holds personal data: denials cost more than their share."""

EMAIL = "jane.roe@shopmail.io"
GRANT = {"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}
Headers = list[tuple[bytes, bytes]]

_PLACEHOLDER = "review-0000"
_CLEAN = "value-0000-clean-text"


def deployment(namespace: str, name: str = _PLACEHOLDER) -> dict[str, Any]:
    """A Deployment as charts make them: probes, resources, labels, and many variables."""
    labels = {
        "app.kubernetes.io/name": "shop",
        "app.kubernetes.io/instance": "shop",
        "app.kubernetes.io/version": "1.4.2",
        "app.kubernetes.io/managed-by": "Helm",
        "app": "shop",
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace, "labels": labels, "annotations": _ANNOTATIONS},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": {"app": "shop"}},
            "template": {
                "metadata": {"labels": labels, "annotations": {"checksum/config": "0f3a5e" * 10}},
                "spec": {
                    "serviceAccountName": "shop",
                    "containers": [_container("app"), _sidecar()],
                    "volumes": [{"name": "config", "configMap": {"name": "shop-config"}}],
                },
            },
        },
    }


_ANNOTATIONS = {
    "meta.helm.sh/release-name": "shop",
    "meta.helm.sh/release-namespace": "shop",
    "deployment.kubernetes.io/description": "The web shop's front, its basket and the search page " * 8,
}


def _container(name: str) -> dict[str, Any]:
    probe = {"httpGet": {"path": "/healthz", "port": 8080}, "periodSeconds": 10, "timeoutSeconds": 2}
    return {
        "name": name,
        "image": "registry.internal/shop/app:1.4.2",
        "args": ["serve", "--listen=:8080", "--log-format=json", "--workers=4"],
        "ports": [{"name": "http", "containerPort": 8080}, {"name": "metrics", "containerPort": 9090}],
        "env": [_variable(number) for number in range(VARIABLES)],
        "livenessProbe": probe,
        "readinessProbe": probe,
        "resources": {
            "requests": {"cpu": "250m", "memory": "256Mi"},
            "limits": {"cpu": "1", "memory": "512Mi"},
        },
        "volumeMounts": [{"name": "config", "mountPath": "/etc/shop", "readOnly": True}],
    }


def _sidecar() -> dict[str, Any]:
    return {
        "name": "proxy",
        "image": "registry.internal/mesh/proxy:2.1",
        "args": ["--mode=sidecar", "--upstream=127.0.0.1:8080"],
        "ports": [{"name": "mesh", "containerPort": 15001}, {"name": "stats", "containerPort": 15090}],
        "readinessProbe": {"tcpSocket": {"port": 15001}, "periodSeconds": 5, "failureThreshold": 6},
        "startupProbe": {"tcpSocket": {"port": 15001}, "periodSeconds": 1, "failureThreshold": 60},
        "resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}},
        "securityContext": {
            "runAsNonRoot": True,
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        },
    }


def _variable(number: int) -> dict[str, Any]:
    if number == 0:
        return {"name": "FEATURE_FLAGS", "value": _CLEAN}
    if number % 11 == 0:
        source = {"name": "shop-backend", "key": f"token-{number}"}
        return {"name": f"BACKEND_TOKEN_{number}", "valueFrom": {"secretKeyRef": source}}
    host = f"service-{number}.shop.svc.cluster.local"
    value = f"https://{host}:8443/api/v{number % 3}/resource?limit={number}00"
    return {"name": f"SHOP_SETTING_{number}_URL", "value": value}


@dataclass(frozen=True)
class Reviews:
    """Reviews of one namespace's Deployment, and the HTTP headers that they come with."""

    headers: Headers
    bodies: list[bytes]


def captured(cluster: Cluster, namespace: str) -> Reviews:
    """Let the API server send one review of the Deployment, and give variants of it, one in ten with PII."""
    headers, original = asyncio.run(_capture(cluster, namespace))
    assert original.count(_PLACEHOLDER.encode()) >= 2
    assert original.count(_CLEAN.encode()) == 1
    uid = decode(original).uid.encode()
    variants = []
    for number in range(VARIANTS):
        body = original.replace(_PLACEHOLDER.encode(), b"review-%04d" % number)
        body = body.replace(uid, b"%08d" % number + uid[8:])
        value = EMAIL.encode() if number % DENIED_SHARE == 0 else b"value-%04d-clean-text" % number
        variants.append(body.replace(_CLEAN.encode(), value))
    return Reviews(headers, variants)


async def _capture(cluster: Cluster, namespace: str) -> tuple[Headers, bytes]:
    kept: list[tuple[Headers, bytes]] = []

    async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive()).get("more_body", False):
            body += message["body"]
        body += message["body"]
        kept.append((list(scope["headers"]), body))
        answer = encode(AdmissionResponse.allow(decode(body).uid))
        head = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": answer})

    now = wall_clock()
    authority = new_authority("benchmark", now, timedelta(hours=1))
    context = server_context()
    load(context, new_leaf(authority, ["127.0.0.1"], now, timedelta(hours=1)))
    server = _server(app, context)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it does not tell when
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    configuration = validating(Url(f"https://127.0.0.1:{port}"))
    roots = authority.certificate.public_bytes(Encoding.PEM)
    configuration["metadata"]["name"] = "benchmark"
    configuration["webhooks"] = [_only(configuration["webhooks"][0], roots)]
    async with HttpCluster(connect(str(cluster.kubeconfig))) as api:
        await api.create(VALIDATING_WEBHOOKS, configuration)
        while not kept:
            # The configuration takes a moment to be in force.
            await api.create(DEPLOYMENTS, deployment(namespace))
            await api.delete(DEPLOYMENTS.at(_PLACEHOLDER, namespace))
            await asyncio.sleep(0.1)
        await api.delete(VALIDATING_WEBHOOKS.at("benchmark"))
    server.should_exit = True
    await serving
    return kept[0]


def _server(app: Any, context: ssl.SSLContext) -> uvicorn.Server:  # noqa: ANN401 - uvicorn's types for ASGI differ from ours
    config = uvicorn.Config(
        app,
        port=0,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        ssl_context_factory=lambda _config, _default: context,
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment] # it is not the process's only one
    return server


def _only(entry: dict[str, Any], roots: bytes) -> dict[str, Any]:
    """Keep an entry's rules, but send the reviews of this benchmark alone."""
    return {
        **entry,
        "clientConfig": {**entry["clientConfig"], "caBundle": base64.b64encode(roots).decode()},
    }
