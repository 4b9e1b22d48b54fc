"""The pure part of a review: decode a Deployment with 44 variables and judge it, with 1 and 200 policies."""

import json
import time
from collections.abc import Callable
from typing import Any

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy
from privet.policy import Allowed, Denied, Operation, PolicySet, Review, build, evaluate

ROUNDS = 2_000
REPEATS = 7
AIM_MICROSECONDS = 100

Json = dict[str, Any]


def bench() -> list[tuple[str, str, str]]:
    """Measure clean reviews and denials, with one policy of each kind and with two hundred that all match."""
    clean, leaking = deployment(), deployment(leak=True)
    one, many = policies(1), policies(200)
    single = _microseconds(lambda: evaluate(one, review(clean)))
    several = _microseconds(lambda: evaluate(many, review(clean)))
    denied = _microseconds(lambda: evaluate(many, review(leaking)))
    assert isinstance(evaluate(many, review(clean)), Allowed)
    assert isinstance(evaluate(many, review(leaking)), Denied)
    size = f"{len(clean) / 1024:.1f} KiB, 44 variables"
    return [
        (f"pure review of a clean Deployment ({size}), 1 policy", f"{single:.0f} µs", ""),
        ("the same with 200 policies that all match", f"{several:.0f} µs", f"<= {AIM_MICROSECONDS} µs"),
        ("rate with 200 policies against one", f"{single / several:.2f}", ">= 0.67"),
        ("the same with a card number, denied, 200 policies", f"{denied:.0f} µs", ""),
    ]


def policies(count: int) -> PolicySet:
    """Make so many ClusterPIIPolicies and PIIPolicies, all of which match."""
    cluster = [
        ClusterPIIPolicy.from_object(
            {
                "metadata": {"name": f"floor-{number:03}"},
                "spec": {
                    "namespaceSelector": {"matchLabels": {"privet.dev/governed": "true"}},
                    "ceiling": [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}],
                },
            }
        )
        for number in range(count)
    ]
    teams = [
        PIIPolicy.from_object(
            {
                "metadata": {"name": f"team-{number:03}", "namespace": "shop"},
                "spec": {
                    "workloadSelector": {"matchLabels": {"app": "checkout"}},
                    "grants": [{"entity": "EmailAddress", "purpose": "Billing", "actions": ["Read"]}],
                },
            }
        )
        for number in range(count)
    ]
    return build([*cluster, *teams], {"shop": {"privet.dev/governed": "true"}})


def review(body: bytes) -> Review:
    """Make the review of a new Deployment."""
    return Review(
        operation=Operation.CREATE,
        group="apps",
        kind="Deployment",
        namespace="shop",
        name="checkout",
        user="jane",
        object=body,
    )


def deployment(*, leak: bool = False) -> bytes:
    """Make a Deployment as the API server sends it: defaults and managed fields filled in."""
    variables: list[Json] = [{"name": name, "value": value} for name, value in _variables()]
    variables += [
        {
            "name": f"{name}_PASSWORD",
            "valueFrom": {"secretKeyRef": {"name": f"checkout-{name.lower()}", "key": "password"}},
        }
        for name in ("DATABASE", "REDIS", "KAFKA", "SMTP")
    ]
    if leak:
        variables[7]["value"] = "4539148803436467"
    labels = {"app": "checkout", "app.kubernetes.io/name": "checkout", "app.kubernetes.io/version": "3.4.1"}
    body = {
        "kind": "Deployment",
        "apiVersion": "apps/v1",
        "metadata": {
            "name": "checkout",
            "namespace": "shop",
            "uid": "7c9f3a52-6d0c-4b68-9b7e-0d2c1d8f6f10",
            "generation": 1,
            "creationTimestamp": "2026-11-24T12:00:00Z",
            "labels": labels,
            "annotations": {"deployment.kubernetes.io/revision": "1", "team": "payments"},
            "managedFields": [_managed_fields(variables)],
        },
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": {"app": "checkout"}},
            "template": {"metadata": {"creationTimestamp": None, "labels": labels}, "spec": _pod(variables)},
            "strategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"},
            },
            "revisionHistoryLimit": 10,
            "progressDeadlineSeconds": 600,
        },
        "status": {},
    }
    return json.dumps(body, separators=(",", ":")).encode()


def _variables() -> list[tuple[str, str]]:
    services = ("CART", "CATALOG", "CURRENCY", "SHIPPING", "PAYMENT", "EMAIL", "RECOMMENDATION", "AD")
    named = [(f"{one}_SERVICE_ADDR", f"{one.lower()}.shop.svc.cluster.local:8080") for one in services]
    named += [(f"{one}_SERVICE_TIMEOUT", "2500ms") for one in services]
    named += [(f"{one}_SERVICE_RETRIES", "3") for one in services]
    named += [
        ("LOG_LEVEL", "info"),
        ("LOG_FORMAT", "json"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector.observability.svc:4317"),
        (
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.name=checkout,service.version=3.4.1,deployment.environment=production",
        ),
        (
            "DATABASE_URL",
            "postgresql://checkout@postgres-primary.databases.svc:5432/checkout?sslmode=verify-full",
        ),
        ("DATABASE_MAX_CONNECTIONS", "40"),
        ("REDIS_ADDR", "redis-master.databases.svc:6379"),
        ("KAFKA_BROKERS", "kafka-0.kafka.svc:9092,kafka-1.kafka.svc:9092,kafka-2.kafka.svc:9092"),
        ("FEATURE_FLAGS", "new-checkout=on,express=off,gift-cards=on"),
        ("TZ", "Europe/Berlin"),
        ("GOMAXPROCS", "2"),
        ("GOMEMLIMIT", "400MiB"),
        ("PORT", "8080"),
        ("METRICS_PORT", "9090"),
        ("SMTP_HOST", "mail.shop.svc:587"),
        ("SESSION_TTL", "30m"),
    ]
    return named


def _pod(variables: list[Json]) -> Json:
    probe = {"httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}, "timeoutSeconds": 1}
    return {
        "volumes": [
            {"name": "config", "configMap": {"name": "checkout", "defaultMode": 420}},
            {"name": "tls", "secret": {"secretName": "checkout-tls", "defaultMode": 420}},
            {"name": "tmp", "emptyDir": {}},
        ],
        "initContainers": [
            {"name": "migrate", "image": "registry.example/checkout:3.4.1", "args": ["migrate"]}
        ],
        "containers": [
            {
                "name": "server",
                "image": "registry.example/checkout:3.4.1",
                "command": ["/checkout"],
                "args": ["serve", "--config=/etc/checkout/config.yaml", "--listen=:8080"],
                "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
                "env": variables,
                "resources": {"limits": {"memory": "512Mi"}, "requests": {"cpu": "200m", "memory": "256Mi"}},
                "volumeMounts": [
                    {"name": "config", "mountPath": "/etc/checkout"},
                    {"name": "tls", "mountPath": "/etc/tls", "readOnly": True},
                    {"name": "tmp", "mountPath": "/scratch"},
                ],
                "livenessProbe": probe,
                "readinessProbe": probe,
                "terminationMessagePath": "/dev/termination-log",
                "terminationMessagePolicy": "File",
                "imagePullPolicy": "IfNotPresent",
                "securityContext": {"runAsNonRoot": True, "readOnlyRootFilesystem": True},
            }
        ],
        "restartPolicy": "Always",
        "terminationGracePeriodSeconds": 30,
        "dnsPolicy": "ClusterFirst",
        "serviceAccountName": "checkout",
        "serviceAccount": "checkout",
        "securityContext": {},
        "schedulerName": "default-scheduler",
    }


def _managed_fields(variables: list[Json]) -> Json:
    owned: Json = {
        f'k:{{"name":"{one["name"]}"}}': {".": {}, "f:name": {}, "f:value": {}, "f:valueFrom": {"f:key": {}}}
        for one in variables
    }
    containers = {'k:{"name":"server"}': {"f:env": {".": {}, **owned}, "f:image": {}, "f:resources": {}}}
    pod: Json = {f"f:field{number}": {".": {}, "f:name": {}, "f:path": {}} for number in range(145)}
    template = {"f:spec": {"f:containers": containers, **pod}}
    return {
        "manager": "kubectl-client-side-apply",
        "operation": "Update",
        "apiVersion": "apps/v1",
        "time": "2026-11-24T12:00:00Z",
        "fieldsType": "FieldsV1",
        "fieldsV1": {"f:metadata": {"f:labels": {"f:app": {}}}, "f:spec": {"f:template": template}},
    }


def _microseconds(call: Callable[[], object]) -> float:
    call()
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.process_time()
        for _ in range(ROUNDS):
            call()
        best = min(best, (time.process_time() - begin) / ROUNDS)
    return best * 1e6


if __name__ == "__main__":
    for what, result, aim in bench():
        print(f"{what:75} {result:>10}  {aim}")
