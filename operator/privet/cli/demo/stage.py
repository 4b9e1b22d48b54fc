"""What every step of the demo has at hand, and the checks that several of them make."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from privet.cli.demo.api import Answer, Api, Object, condition, wait
from privet.cli.demo.manifests import NAMESPACE, Planted
from privet.cli.demo.narrator import Narrator

SOON: Final = 30.0
"""Seconds for what the controller or the API server does."""


class StepFailedError(Exception):
    """A step did not hold: why, and what shows it."""

    def __init__(self, reason: str, *evidence: tuple[str, str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.evidence = evidence


@dataclass
class Stage:
    """What the steps act with and hand on."""

    api: Api
    narrator: Narrator
    image: str
    planted: Planted = field(default_factory=Planted.make)
    answers: list[str] = field(default_factory=list)
    """Everything that the API server said of a refusal, searched once more at the end."""
    pod_lines_read: int = 0

    def need(self, answer: Answer, what: str) -> Object:
        """Return the object of an accepted request."""
        if not answer.accepted:
            raise StepFailedError(f"{what} was refused", (f"answer {answer.code}", answer.message))
        return answer.body

    def refusal(self, obj: Object, *rules: str) -> str:
        """Create what must be denied; return the denial, checked for what it must and must not hold."""
        answer = self.api.create(obj)
        what = f"{obj['kind'].lower()}/{obj['metadata']['name']}"
        if answer.accepted:
            raise StepFailedError(f"{what} was created, but had to be denied")
        self.answers.append(answer.text)
        self.refuse_leaks("the denial", answer.text)
        missing = [rule for rule in rules if f"({rule})" not in answer.message]
        if missing or "denied by" not in answer.message:
            raise StepFailedError(
                f"the denial does not name {', '.join(missing)}", ("answer", answer.message)
            )
        stored = self.api.get(obj["kind"], NAMESPACE, obj["metadata"]["name"])
        if stored.accepted:
            raise StepFailedError(f"{what} is in the cluster although it was denied")
        return answer.message

    def refuse_leaks(self, where: str, text: str) -> None:
        """Fail when a text holds what was planted; the text itself is not shown."""
        leaks = self.planted.traces_in(text)
        if leaks:
            raise StepFailedError(f"{where} holds {' and '.join(leaks)}")

    def ready(self, kind: str, namespace: str, name: str) -> Object:
        """Wait until a resource is Ready."""
        obj = self.api.wait_for(kind, namespace, name, _is_ready, SOON)
        if not _is_ready(obj):
            conditions = "\n".join(map(str, obj.get("status", {}).get("conditions", [])))
            reason = f"{kind}/{name} is not Ready after {SOON:.0f} s"
            raise StepFailedError(reason, ("conditions", conditions))
        return obj

    def pod_says(self, saw: str, seconds: float) -> Object:
        """Wait for the next line of the pod that tells of this, and return it."""
        lines = wait(
            lambda: self.api.logs(NAMESPACE, "billing"),
            lambda seen: any(line["saw"] == saw for line in seen[self.pod_lines_read :]),
            seconds,
        )
        for number, line in enumerate(lines[self.pod_lines_read :], self.pod_lines_read + 1):
            if line["saw"] == saw:
                self.pod_lines_read = number
                return line
        last = "\n".join(map(str, lines[-5:]))
        raise StepFailedError(
            f"the pod has not seen a {saw} within {seconds:.0f} s",
            ("its last lines", last),
            *self._pod_state(),
        )

    def _pod_state(self) -> Iterator[tuple[str, str]]:
        pod = self.api.get("Pod", NAMESPACE, "billing").body
        yield "pod status", str(pod.get("status", {}).get("conditions", pod.get("message", "")))
        events = self.api.get("Event", NAMESPACE, "").body.get("items", [])
        yield "events", "\n".join(f"{e['involvedObject']['name']}: {e['message']}" for e in events[-8:])


def _is_ready(obj: Object) -> bool:
    return bool(condition(obj, "Ready").get("status") == "True")
