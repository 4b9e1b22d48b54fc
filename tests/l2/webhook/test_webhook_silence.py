"""Personal data goes in everywhere that people put it, and comes out nowhere."""

from __future__ import annotations

import base64
import json
import urllib.parse
from collections.abc import Iterator

import pytest

from tests.cluster.namespaces import Namespaces
from tests.l2.webhook.replicas import Webhooks
from tests.l2.webhook.scene import (
    ACCOUNT,
    CARD,
    EMAIL,
    GRANT,
    PLANTED,
    Object,
    Scene,
    Stage,
    a_container,
    a_pod,
    a_template,
    env,
    workload,
)

EVERYWHERE = a_container(
    f"card-{CARD}",
    env=[
        env("CONTACT", EMAIL),
        env(f"X {EMAIL}", CARD),
        env("NESTED", base64.b64encode(EMAIL.encode()).decode()),
    ],
    command=["sh", "-c", f"echo {CARD}; mail {EMAIL}"],
    args=[EMAIL, f"--card={CARD}"],
    lifecycle={"postStart": {"exec": {"command": ["notify", EMAIL]}}},
    livenessProbe={"httpGet": {"path": "/", "port": 80, "httpHeaders": [{"name": "From", "value": EMAIL}]}},
)


def planted_objects() -> list[Object]:
    """Objects that hold personal data in values, keys and names."""
    template = a_template(EVERYWHERE, hostAliases=[{"ip": "10.0.0.1", "hostnames": [f"h{CARD}.io"]}])
    template["metadata"]["annotations"] = {"owner": EMAIL}
    pod = a_pod(EVERYWHERE, name=f"card-{CARD}")
    pod["metadata"]["annotations"] = {"privet.dev/owner": EMAIL, "note": f"paid by {CARD}"}
    return [
        pod,
        workload("Deployment", template, name=f"card-{CARD}"),
        workload("CronJob", template),
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "planted"},
            "data": {"note": EMAIL, f"card-{CARD}": CARD},
        },
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "privet-key-planted", "annotations": {"owner": EMAIL}},
            "stringData": {"token": EMAIL, "card": CARD},
        },
    ]


@pytest.fixture
def talkative(webhooks: Webhooks) -> Iterator[Webhooks]:
    """The webhook with a replica that logs all that it ever logs."""
    replica = webhooks.launch("talkative", {"PRIVET_LOG_LEVEL": "DEBUG"})
    webhooks.cluster.wait(replica.ready, "it is ready")
    others = [one.port for one in webhooks.replicas if one is not replica]
    webhooks.balancer.point_at(replica.port)
    yield webhooks
    webhooks.balancer.point_at(*others)
    webhooks.replicas.remove(replica)
    replica.stop()


@pytest.mark.parametrize("enforcement", ["Deny", "Warn", "Audit"])
def test_nothing_that_was_planted_comes_out_anywhere(talkative: Webhooks, enforcement: str) -> None:
    stage = Stage(talkative, Namespaces(talkative.cluster))
    scene = stage.scene(policy={"grants": [GRANT]}, floor={"enforcement": enforcement}, key={})
    said = []
    for obj in planted_objects():
        answer = scene.create(obj, "--dry-run=server")
        # Other than the webhook's words, kubectl and the API server repeat the name that the user gave.
        said.append(words_of_the_webhook(answer.stderr))
    said.append(words_of_the_webhook(scene.create(a_pod(EVERYWHERE, serviceAccountName=ACCOUNT)).stderr))
    if enforcement != "Audit":
        assert all(said)

    written = {
        "answers": "\n".join(said),
        "metrics": "".join(one.get("/metrics")[1] for one in talkative.replicas),
        "log": talkative.logs(),
        "audit": audited(scene),
    }
    for where, text in written.items():
        found = [one for one in spellings() if one in text]
        assert found == [], where


def words_of_the_webhook(text: str) -> str:
    """Keep the lines that the webhook wrote, from where it begins to speak."""
    lines = []
    for line in text.splitlines():
        if line.startswith("Warning: "):
            lines.append(line)
        elif " denied the request: " in line:
            lines.append(line.partition(" denied the request: ")[2])
    return "\n".join(lines)


def audited(scene: Scene) -> str:
    """Give what the audit log holds of our own words: its annotations and the messages of refusals."""
    log = scene.webhooks.cluster.audit_log
    assert log is not None
    words = []
    for line in log.read_text().splitlines():
        event = json.loads(line)
        if scene.namespace in event.get("requestURI", ""):
            annotations = event.get("annotations", {})
            words += [f"{key}={value}" for key, value in annotations.items() if ".privet.dev/" in key]
            words.append(words_of_the_webhook(event.get("responseStatus", {}).get("message", "")))
    assert words
    return "\n".join(words)


def spellings() -> list[str]:
    """Give the ways in which what was planted may be written."""
    encoded = [base64.b64encode(one.encode()).decode().rstrip("=") for one in (CARD, EMAIL)]
    return [
        *PLANTED,
        *encoded,
        urllib.parse.quote(EMAIL),
        "-".join(CARD[at : at + 4] for at in range(0, 16, 4)),
    ]
