"""Pictures of reviews and certificates for the tests of admission."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from cryptography import x509

from privet.admission.certificates import Authority, new_authority

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_pod(name: str = "web", **spec: object) -> dict[str, Any]:
    """A pod with one container; `spec` replaces parts of it."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"containers": [{"name": "app", "image": "app:1"}], **spec},
    }


def a_review(obj: object = None, **request: object) -> dict[str, Any]:
    """A review as the API server sends it, of the creation of a pod unless told otherwise."""
    return {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "resource": {"group": "", "version": "v1", "resource": "pods"},
            "requestKind": {"group": "", "version": "v1", "kind": "Pod"},
            "requestResource": {"group": "", "version": "v1", "resource": "pods"},
            "name": "web",
            "namespace": "shop",
            "operation": "CREATE",
            "userInfo": {
                "username": "jane",
                "groups": ["team", "system:authenticated"],
                "extra": {"scopes": ["one"]},
            },
            "object": a_pod() if obj is None else obj,
            "oldObject": None,
            "dryRun": False,
            "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"},
            **request,
        },
    }


def body_of(review: object) -> bytes:
    """The bytes of a review."""
    return msgspec.json.encode(review)


def an_authority(replica: str = "one", ends: timedelta = 24 * HOUR, now: datetime = NOON) -> Authority:
    """A CA that ends after the given time."""
    return new_authority(replica, now, ends)


def a_configuration(*bundles: bytes, version: str = "7") -> dict[str, Any]:
    """A webhook configuration with one entry per bundle."""
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": "privet", "resourceVersion": version},
        "webhooks": [
            {
                "name": f"entry{index}.privet.dev",
                "clientConfig": {
                    "url": "https://127.0.0.1:1/validate",
                    **({"caBundle": base64.b64encode(bundle).decode()} if bundle else {}),
                },
            }
            for index, bundle in enumerate(bundles)
        ],
    }


def certificates(*authorities: Authority) -> list[x509.Certificate]:
    """The certificates of CAs."""
    return [one.certificate for one in authorities]
