"""Kubeconfig files, with everything embedded so that they can be copied anywhere."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.cluster.certificates import Pair, write_private


def write_kubeconfig(path: Path, server: str, authority: Path, user: dict[str, str]) -> Path:
    """Write a kubeconfig for one server and user; JSON is YAML too."""
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": "privet",
                "cluster": {"server": server, "certificate-authority-data": _encoded(authority)},
            }
        ],
        "users": [{"name": "user", "user": user}],
        "contexts": [{"name": "privet", "context": {"cluster": "privet", "user": "user"}}],
        "current-context": "privet",
    }
    write_private(path, json.dumps(content, indent=2).encode())
    return path


def certificate_user(pair: Pair) -> dict[str, str]:
    """Return the user entry that authenticates with a client certificate."""
    return {
        "client-certificate-data": _encoded(pair.certificate),
        "client-key-data": _encoded(pair.key),
    }


def token_user(token: str) -> dict[str, str]:
    """Return the user entry that authenticates with a bearer token."""
    return {"token": token}


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
