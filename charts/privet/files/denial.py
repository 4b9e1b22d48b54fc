# ruff: noqa: INP001 - a file of the chart, mounted and run by itself
"""What `helm test` runs: a known leak must be refused through the API server, the same pod without it taken.

Both are dry runs in a namespace that the test brings: nothing is stored, nothing is started.
"""

import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
SECONDS = 90
ROUNDS = 20
"""So many in a row, so that each replica of the webhook is asked."""

LEAK = "jane.roe@" + "shopmail.io"


def answer(value: str) -> tuple[int, str]:
    """Ask for a pod with this value in its environment; give the code and the message."""
    server = f"https://{os.environ['KUBERNETES_SERVICE_HOST']}:{os.environ['KUBERNETES_SERVICE_PORT']}"
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "leak", "labels": {"app": "privet-helm-test"}},
        "spec": {
            "automountServiceAccountToken": False,
            "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [
                {
                    "name": "app",
                    "image": "example.com/none",
                    "env": [{"name": "CONTACT", "value": value}],
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                    },
                }
            ],
        },
    }
    request = urllib.request.Request(  # noqa: S310 - the scheme is above
        f"{server}/api/v1/namespaces/{os.environ['TEST_NAMESPACE']}/pods?dryRun=All",
        json.dumps(pod).encode(),
        {
            "Authorization": f"Bearer {(ACCOUNT / 'token').read_text()}",
            "Content-Type": "application/json",
        },
    )
    context = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as found:  # noqa: S310 - as above
            return found.status, ""
    except urllib.error.HTTPError as error:
        return error.code, str(json.load(error).get("message", ""))
    except OSError as error:
        return 0, type(error).__name__


def wrong() -> str:
    """Say what is not as it must be; empty when all is well."""
    code, message = answer("none")
    if code != HTTPStatus.CREATED:
        return f"a pod without personal data is answered with {code}: {message}"
    code, message = answer(LEAK)
    if code != HTTPStatus.FORBIDDEN or "EnvValue" not in message:
        return f"an e-mail address in a variable is answered with {code}: {message}"
    if LEAK in message:
        return "the refusal repeats the value"
    return ""


def say(text: str) -> None:
    """Say it to whoever reads the test's log."""
    sys.stdout.write(f"{text}\n")


def main() -> int:
    """Wait until it holds (the namespace was made a moment ago), then see that it holds every time."""
    deadline = time.monotonic() + SECONDS
    while found := wrong():
        if time.monotonic() > deadline:
            say(found)
            return 1
        time.sleep(1)
    for _ in range(ROUNDS):
        if found := wrong():
            say(found)
            return 1
    say(answer(LEAK)[1])
    say(f"privet refuses what it must: {ROUNDS} times of {ROUNDS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
