"""Manifests without anybody in them: what charts, controllers and `kubectl get -o yaml` give."""
# ruff: noqa: E501 - one line for each part of a manifest

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml

from tests.corpus import noise
from tests.corpus.clean_lines import line as clean_line
from tests.corpus.sample import digits

Json = dict[str, Any]

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _metadata(chance: Random, *, live: bool = False) -> Json:
    service = chance.choice(noise.SERVICES)
    meta: Json = {
        "name": service, "namespace": chance.choice(noise.NAMESPACES),
        "labels": {
            "app.kubernetes.io/name": service, "app.kubernetes.io/version": noise.version(chance), "helm.sh/chart": f"{service}-{noise.version(chance)}",
            "pod-template-hash": noise.pod_name(chance).rsplit("-", 2)[1],
        },
        "annotations": {
            "checksum/config": noise.hexadecimal(chance, 64), "prometheus.io/port": str(chance.randint(1000, 9999)),
            f"acme-cloud.net/{noise.name(chance).lower().replace('_', '-')}": noise.value(chance),
        },
    }  # fmt: skip
    if live:
        meta |= {
            "uid": noise.identifier(chance), "resourceVersion": digits(chance, 9), "generation": chance.randint(1, 10**9), "creationTimestamp": noise.stamp(chance),
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": noise.pod_name(chance), "uid": noise.identifier(chance)}],
        }  # fmt: skip
    return meta


def _container(chance: Random) -> Json:
    port = chance.randint(1000, 65535)
    return {
        "name": chance.choice(noise.SERVICES), "image": noise.image(chance),
        "args": [f"--{noise.name(chance).lower().replace('_', '-')}={noise.value(chance)}" for _ in range(3)],
        "env": [{"name": key, "value": value} for key, value in (noise.pair(chance) for _ in range(chance.randint(2, 14)))],
        "ports": [{"containerPort": port, "name": "http", "protocol": "TCP"}],
        "resources": {"limits": {"cpu": noise.quantity(chance), "memory": noise.quantity(chance)}, "requests": {"cpu": "100m", "memory": "128Mi"}},
        "livenessProbe": {"httpGet": {"path": "/healthz", "port": port}, "initialDelaySeconds": chance.randint(1, 60)},
        "securityContext": {"runAsUser": chance.choice((1000, 65532, 1000680000, 4294967294)), "readOnlyRootFilesystem": True},
    }  # fmt: skip


def workload(chance: Random) -> Json:
    kind = chance.choice(("Deployment", "StatefulSet", "DaemonSet"))
    spec = {
        "replicas": chance.randint(1, 9),
        "template": {
            "metadata": _metadata(chance),
            "spec": {
                "containers": [_container(chance) for _ in range(chance.randint(1, 3))],
                "serviceAccountName": chance.choice(noise.SERVICES),
            },
        },
    }
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": _metadata(chance, live=chance.random() < 0.4),
        "spec": spec,
    }


def pod(chance: Random) -> Json:
    status = {
        "phase": "Running",
        "podIP": noise.address(chance),
        "startTime": noise.stamp(chance),
        "containerStatuses": [
            {
                "containerID": f"containerd://{noise.hexadecimal(chance, 64)}",
                "imageID": f"registry.internal/app@{noise.digest(chance)}",
                "restartCount": chance.randint(0, 99),
                "ready": True,
            }
        ],
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": _metadata(chance, live=True),
        "spec": {"nodeName": "ip-10-0-3-7.eu-west-1.compute.internal", "containers": [_container(chance)]},
        "status": status,
    }


def config_map(chance: Random) -> Json:
    data: Json = {
        key.lower().replace("_", "-"): value for key, value in (noise.pair(chance) for _ in range(6))
    }
    data[chance.choice(("application.properties", "nginx.conf", "config.yaml"))] = "\n".join(
        "{} = {}".format(*noise.pair(chance)) for _ in range(12)
    )
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _metadata(chance), "data": data}


def web_server(chance: Random) -> Json:
    text = (
        f"worker_processes auto;\nevents {{ worker_connections {chance.randint(1024, 8192)}; }}\nhttp {{\n  log_format main '$remote_addr - $remote_user [$time_local] \"$request\"';\n"
        f"  upstream app {{ server {noise.host(chance)}:8080; keepalive 32; }}\n  server {{\n    listen {chance.randint(1025, 9999)};\n    server_name shop.acme-cloud.net;\n"
        f"    location ~ ^/phone/([0-9]{{3}})-([0-9]{{4}})$ {{ proxy_pass http://app; }}\n    location /healthz {{ return 200; }}\n  }}\n}}\n"
    )
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": _metadata(chance),
        "data": {"nginx.conf": text},
    }


def dashboard(chance: Random) -> Json:
    board = {"uid": noise.hexadecimal(chance, 9), "version": chance.randint(1, 99), "time": {"from": "now-6h", "to": "now"}, "panels": [
        {"id": number, "gridPos": {"h": 8, "w": 12, "x": 0, "y": number * 8}, "title": chance.choice(("Requests", "Errors", "First name cache", "Phone bridge")),
         "targets": [{"expr": f'sum(rate(http_requests_total{{job="{chance.choice(noise.SERVICES)}"}}[5m])) by (code)', "refId": "A"}]} for number in range(6)
    ]}  # fmt: skip
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": _metadata(chance),
        "data": {"board.json": json.dumps(board, indent=1)},
    }


def logs_in_config(chance: Random) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": _metadata(chance),
        "data": {"last-run.log": "\n".join(clean_line(chance) for _ in range(6))},
    }


def secret(chance: Random) -> Json:
    data = {key: noise.secret(chance) for key in ("password", "token", "tls.key", "ca.crt", "api-key")}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
        "metadata": _metadata(chance),
        "data": data,
    }


def service(chance: Random) -> Json:
    ports = [
        {
            "name": f"p{number}",
            "port": chance.randint(1, 65535),
            "targetPort": chance.randint(1, 65535),
            "nodePort": chance.randint(30000, 32767),
        }
        for number in range(4)
    ]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": _metadata(chance, live=True),
        "spec": {"clusterIP": noise.address(chance), "ports": ports, "healthCheckNodePort": 32123},
    }


def ingress(chance: Random) -> Json:
    meta = _metadata(chance)
    meta["annotations"] |= {
        "cert-manager.io/cluster-issuer": "letsencrypt",
        "alb.ingress.kubernetes.io/certificate-arn": f"arn:aws:acm:eu-west-1:{digits(chance, 12)}:certificate/{noise.identifier(chance)}",
    }
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": meta,
        "spec": {
            "rules": [
                {"host": "shop.acme-cloud.net", "http": {"paths": [{"path": "/", "pathType": "Prefix"}]}}
            ]
        },
    }


def role(chance: Random) -> Json:
    rules = [
        {
            "apiGroups": [chance.choice(("", "apps", "batch", "cert-manager.io", "monitoring.coreos.com"))],
            "resources": ["pods", "secrets", "configmaps"][: chance.randint(1, 3)],
            "verbs": ["get", "list", "watch"],
        }
        for _ in range(chance.randint(1, 8))
    ]
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": _metadata(chance),
        "rules": rules,
    }


def account(chance: Random) -> Json:
    meta = _metadata(chance)
    meta["annotations"] |= {
        "eks.amazonaws.com/role-arn": noise.account_arn(chance),
        "iam.gke.io/gcp-service-account": f"{chance.choice(noise.SERVICES)}@acme-prod.iam.gserviceaccount.com",
    }
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta}


def definition(chance: Random) -> Json:
    properties = {
        name: {"type": "string", "description": text, "maxLength": chance.randint(10, 4096)}
        for name, text in (
            ("email", "Email address of the account that is registered with the ACME server. Optional."), ("phone", "A phone number in E.164 form, such as the one that pages are sent to."),
            ("firstName", "The first name. Must be set when lastName is set."), ("iban", "IBAN of the account, up to 34 characters."), ("address", "Address is the URL of the server, e.g. https://vault.acme-cloud.net:8200"),
            ("birthDate", "Date of birth, formatted as YYYY-MM-DD"), ("hosts", f"At most {chance.randint(1, 99)} hosts; defaults to {noise.address(chance)}"),
        )
    }  # fmt: skip
    schema = {
        "openAPIV3Schema": {
            "type": "object",
            "properties": {"spec": {"type": "object", "properties": properties}},
        }
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": _metadata(chance),
        "spec": {
            "group": "crm.acme-cloud.net",
            "versions": [{"name": "v1alpha1", "served": True, "schema": schema}],
        },
    }


def rules(chance: Random) -> Json:
    groups = [
        {
            "alert": f"Kube{chance.choice(('PodCrashLooping', 'NodeNotReady', 'QuotaExceeded'))}",
            "expr": f'sum by (pod) (rate(kube_pod_container_status_restarts_total{{namespace="{chance.choice(noise.NAMESPACES)}"}}[5m])) > 0.{digits(chance, 4)}',
            "for": "15m",
            "annotations": {
                "summary": "Pod {{ $labels.pod }} restarts {{ $value | humanize }} times",
                "runbook_url": "https://runbooks.acme-cloud.net/kube",
            },
        }
        for _ in range(6)
    ]
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": _metadata(chance),
        "spec": {"groups": [{"name": "kubernetes", "interval": "30s", "rules": groups}]},
    }


def cron_job(chance: Random) -> Json:
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": _metadata(chance),
        "spec": {
            "schedule": f"{chance.randint(0, 59)} 2 * * *",
            "jobTemplate": {
                "spec": {"template": {"spec": {"containers": [_container(chance)], "restartPolicy": "Never"}}}
            },
        },
    }


def webhook(chance: Random) -> Json:
    hooks = [
        {
            "name": "validate.acme-cloud.net",
            "clientConfig": {
                "caBundle": noise.secret(chance) * 8,
                "service": {"name": "hook", "namespace": "platform", "port": 443},
            },
            "failurePolicy": "Fail",
            "timeoutSeconds": 10,
        }
    ]
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": _metadata(chance, live=True),
        "webhooks": hooks,
    }


def application(chance: Random) -> Json:
    source = {
        "repoURL": chance.choice(("git@github.com:acme/deploy.git", "https://github.com/acme/deploy.git")),
        "targetRevision": noise.hexadecimal(chance, 40),
        "path": "apps/shop",
        "helm": {
            "parameters": [
                {"name": key.lower().replace("_", "."), "value": value}
                for key, value in (noise.pair(chance) for _ in range(4))
            ]
        },
    }
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": _metadata(chance),
        "spec": {
            "project": "default",
            "source": source,
            "destination": {"server": "https://kubernetes.default.svc", "namespace": "shop"},
        },
    }


def values_file(chance: Random) -> Json:
    return {
        "replicaCount": chance.randint(1, 9), "image": {"repository": "registry.internal/shop", "tag": noise.version(chance), "digest": noise.digest(chance)}, "podSecurityContext": {"fsGroup": 1000650000},
        "ingress": {"enabled": True, "hosts": [{"host": "chart-example.local"}]}, "smtp": {"from": "noreply@acme-cloud.net", "host": "smtp.acme-cloud.net", "port": 587}, "config": dict(noise.pair(chance) for _ in range(8)),
        "adminUser": {"email": "admin@example.com", "username": "admin", "existingSecret": "admin"}, "phone": "", "firstName": "", "resources": {},
    }  # fmt: skip


def event(chance: Random) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": _metadata(chance, live=True),
        "reason": "BackOff",
        "message": clean_line(chance),
        "firstTimestamp": noise.stamp(chance),
        "count": chance.randint(1, 10**6),
        "source": {"component": "kubelet"},
    }


FORMS: Sequence[Callable[[Random], Json]] = (
    workload, workload, workload, workload, pod, pod, config_map, config_map, web_server, dashboard, logs_in_config, secret, service, ingress, role,
    account, definition, rules, cron_job, webhook, application, values_file, event,
)  # fmt: skip


def manifest(chance: Random) -> str:
    """Make one manifest as YAML, or as JSON now and then."""
    made = chance.choice(FORMS)(chance)
    if chance.random() < 0.15:
        return json.dumps(made, indent=chance.choice((None, 2)))
    text: str = yaml.dump(made, Dumper=_DUMPER, sort_keys=False, width=120)
    return text
