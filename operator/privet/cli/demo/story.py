"""The story: what Privet refuses and what it gives, on a cluster where it runs. No step is told unchecked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from privet.cli.demo import manifests
from privet.cli.demo.api import Api, path_of, wait
from privet.cli.demo.manifests import BASELINE, MOUNT, NAMESPACE, SECRET, TEAM
from privet.cli.demo.stage import SOON, Stage, StepFailedError

POD_START: Final = 120.0
"""Seconds until a pod runs, its image pulled."""
MOUNT_REFRESH: Final = 150.0
"""Seconds until the kubelet has refreshed a mounted Secret: 90 at its defaults, and room."""

Seen = tuple[Sequence[str], str]
"""What a step checked, and what the summary shows of it."""


@dataclass(frozen=True)
class Step:
    """One step: a sentence, why it matters, and what it does."""

    title: str
    why: str
    act: Callable[[Stage], Seen]


def set_the_stage(stage: Stage) -> Seen:
    """Make the namespace and the platform's policy."""
    stage.narrator.show(
        "the platform team applies, once:", {"kind": "ClusterPIIPolicy", "spec": manifests.baseline()["spec"]}
    )
    stage.need(stage.api.apply(manifests.baseline()), "the platform's policy")
    stage.ready("ClusterPIIPolicy", "", BASELINE)
    for obj in (
        manifests.namespace(),
        manifests.service_account(TEAM),
        manifests.customers_secret(stage.planted),
    ):
        stage.need(stage.api.apply(obj), f"{obj['kind']} {obj['metadata']['name']}")
    default = stage.api.wait_for(
        "ServiceAccount", NAMESPACE, "default", lambda one: one.get("kind") == "ServiceAccount", SOON
    )
    if default.get("kind") != "ServiceAccount":
        raise StepFailedError("the namespace has no default ServiceAccount", ("answer", str(default)))
    return [f"ClusterPIIPolicy/{BASELINE} is Ready"], f"namespace {NAMESPACE} is governed"


def no_policy(stage: Stage) -> Seen:
    """Let a harmless pod be refused, since nobody speaks for it."""
    # The webhook learns of a new namespace and policy by its own watch: it may take a moment.
    wait(
        lambda: stage.api.create(manifests.plain_pod(stage.image), dry_run=True).accepted,
        lambda accepted: not accepted,
        SOON,
    )
    message = stage.refusal(manifests.plain_pod(stage.image), "PolicyRequired")
    stage.narrator.quote("the API server answers:", message)
    return ["denied", "by rule PolicyRequired", "the pod does not exist"], "denied: PolicyRequired"


def card_number(stage: Stage) -> Seen:
    """Let a pod with a card number be refused."""
    stage.narrator.show(
        "somebody tries:", {"env": [{"name": "PAYMENT", "value": "(16 digits, made up for this run)"}]}
    )
    message = stage.refusal(manifests.card_pod(stage.image, stage.planted), "EnvValue")
    stage.narrator.quote("the API server answers:", message)
    return [
        "denied",
        "by rule EnvValue",
        "nothing of the number in the answer",
    ], "denied: EnvValue, the number not repeated"


def echoed_address(stage: Stage) -> Seen:
    """Let a Deployment be refused whose command prints an address."""
    deployment = manifests.echoing_deployment(stage.image)
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    stage.narrator.show(
        "somebody tries:", {"kind": "Deployment", "command": container["command"], "env": container["env"]}
    )
    message = stage.refusal(deployment, "EnvLogged")
    stage.narrator.quote("the API server answers:", message)
    return ["denied", "by rule EnvLogged", "no address in the answer"], "denied: EnvLogged"


def policy_and_key(stage: Stage) -> Seen:
    """Give the team a policy and a key, and let its pod read it."""
    stage.narrator.show("the team applies a PIIPolicy:", manifests.team_policy("Read", "Write")["spec"])
    stage.narrator.show("and a ProvisioningKey:", manifests.key()["spec"])
    stage.need(stage.api.apply(manifests.team_policy("Read", "Write")), "the team's policy")
    stage.need(stage.api.apply(manifests.key()), "the key")
    stage.ready("PIIPolicy", NAMESPACE, TEAM)
    current = stage.ready("ProvisioningKey", NAMESPACE, TEAM)["status"]["current"]
    pod = stage.need(stage.api.create(manifests.billing_pod(stage.image)), "billing's pod")
    mounts = [mount["mountPath"] for mount in pod["spec"]["containers"][0].get("volumeMounts", [])]
    if MOUNT not in mounts:
        raise StepFailedError("admission did not mount the key", ("mounts", str(mounts)))
    seen = stage.pod_says("key", POD_START)
    if seen["id"] != current["id"] or not seen["valid"]:
        raise StepFailedError(
            "the pod sees another key than the status says", ("pod", str(seen)), ("status", current["id"])
        )
    stage.narrator.quote(
        "the pod, which asked for no volume, says of its key (never the key):",
        f"id {seen['id']}, signature valid, expires {_clock(seen['expires'])}",
    )
    return [
        "policy and key are Ready",
        "the pod runs",
        "its key is the one in the status",
        "its signature holds",
    ], "runs, reads its key"


def stranger(stage: Stage) -> Seen:
    """Let a pod be refused that mounts somebody else's key."""
    pod = manifests.strangers_pod(stage.image)
    stage.narrator.show(
        "a pod under another account, with billing's label, tries:", {"volumes": pod["spec"]["volumes"]}
    )
    message = stage.refusal(pod, "KeyMisuse")
    stage.narrator.quote("the API server answers:", message)
    return ["denied", "by rule KeyMisuse"], "denied: KeyMisuse"


def rotation(stage: Stage) -> Seen:
    """Let the process in the pod see its key replaced, the old one still valid."""
    before = stage.api.get("ProvisioningKey", NAMESPACE, TEAM).body["status"]["current"]["id"]
    stage.narrator.show(
        "the team needs less, and says so:", {"grants": manifests.team_policy("Read")["spec"]["grants"]}
    )
    stage.need(stage.api.apply(manifests.team_policy("Read")), "the narrower policy")
    seen = stage.pod_says("rotation", MOUNT_REFRESH)
    old = seen["before"]
    if not (seen["valid"] and old["valid"] and old["left"] > 0):
        raise StepFailedError("a token was not valid in the overlap", ("pod", str(seen)))
    status = stage.api.get("ProvisioningKey", NAMESPACE, TEAM).body["status"]
    known = [status["current"]["id"], *(one["id"] for one in status.get("draining", []))]
    if seen["id"] not in known or old["id"] not in (before, *known):
        raise StepFailedError(
            "the pod sees keys that the status does not know", ("pod", str(seen)), ("status", str(known))
        )
    granted = [action for grant in status["effective"]["grants"] for action in grant["actions"]]
    if granted != ["Read"]:
        raise StepFailedError("the new key's scope did not shrink", ("granted", str(granted)))
    stage.narrator.quote(
        "the process in the pod, not restarted, says:",
        f"new key {seen['id']}, signature valid; the old one, {old['id']}, still holds for {old['left']} s",
    )
    return [
        "another id in the file",
        "both signatures hold",
        "the old one is in its overlap",
        "the scope shrank to Read",
    ], f"seen in the pod, old token valid {old['left']} s more"


def revocation(stage: Stage) -> Seen:
    """Take the key away, for good."""
    stage.narrator.show("the team, or whoever is on call, says:", {"state": "Revoked"})
    stage.need(
        stage.api.merge("ProvisioningKey", NAMESPACE, TEAM, {"spec": {"state": "Revoked"}}), "the revocation"
    )
    stage.pod_says("gone", MOUNT_REFRESH)
    secret = stage.api.get("Secret", NAMESPACE, SECRET).body
    left = sorted(
        name for name, value in secret.get("data", {}).items() if value and name in {"token", "key.pem"}
    )
    if left:
        raise StepFailedError("the Secret still holds key material", ("files", ", ".join(left)))
    again = stage.api.merge("ProvisioningKey", NAMESPACE, TEAM, {"spec": {"state": "Active"}})
    if again.accepted:
        raise StepFailedError("a revoked key came back to life")
    stage.narrator.quote(
        "the file in the pod is empty; taking it back is refused, also while Privet is down:", again.message
    )
    return ["gone from the file", "gone from the Secret", "revocation is final"], "gone from the file"


def nothing_leaked(stage: Stage) -> Seen:
    """Search all that the cluster would show for what was planted."""
    texts = {"the answers": "\n".join(stage.answers)}
    for kind in ("Event", "PIIPolicy", "ProvisioningKey", "Pod"):
        answer = stage.api.get(kind, NAMESPACE, "")
        stage.need(answer, f"listing {path_of(kind, NAMESPACE)}")
        texts[f"{kind} objects"] = answer.text
    for where, text in texts.items():
        stage.refuse_leaks(where, text)
        if "eyJ" in text or "PRIVATE KEY" in text:
            raise StepFailedError(f"key material in {where}")
    size = sum(map(len, texts.values())) // 1024
    return [
        f"{size} KiB of answers, Events, statuses and objects hold none of it"
    ], "no personal data, no key material"


STEPS: Final = (
    Step("The stage", "A namespace becomes governed when a platform policy selects it.", set_the_stage),
    Step(
        "A pod without a policy",
        "In a governed namespace, nothing runs that no team policy speaks for.",
        no_policy,
    ),
    Step(
        "A card number in the environment",
        "Values end up in the API, in etcd, in backups and in crash reports.",
        card_number,
    ),
    Step(
        "A command that prints an e-mail address",
        "A log outlives the process and travels further.",
        echoed_address,
    ),
    Step(
        "A policy and a key", "With a policy and a key of its own, the same team's pod runs.", policy_and_key
    ),
    Step("A stranger's pod with that key", "A key is of use to its own workload alone.", stranger),
    Step(
        "Rotation under the running process",
        "Less scope means another key at once; both are valid while files and caches catch up.",
        rotation,
    ),
    Step("Revocation", "One field, and the key is gone from the pod's file.", revocation),
    Step(
        "Nothing leaked on the way",
        "What was planted is searched for in all that the API server shows.",
        nothing_leaked,
    ),
)


def tell(stage: Stage, steps: Sequence[Step] = STEPS) -> None:
    """Tell the story; the first step that does not hold ends it."""
    for step in steps:
        stage.narrator.begin(step.title, step.why)
        checks, seen = step.act(stage)
        stage.narrator.passed(checks, seen)


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%H:%M:%S UTC")


def clean_up(api: Api) -> None:
    """Remove what the story made."""
    api.delete("Namespace", "", NAMESPACE)
    api.delete("ClusterPIIPolicy", "", BASELINE)
