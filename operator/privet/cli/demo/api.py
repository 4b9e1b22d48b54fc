"""What the demo asks of the API server, with the answers as they came: here the answers are the story.

`privet.cluster` keeps the API server's sentences from its errors, since they quote values. The demo is about
those sentences, so it speaks to the API server the way kubectl does, over the official client's connection.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from urllib3.exceptions import HTTPError

from privet.errors import SettingsError, UnavailableError

Object = dict[str, Any]
T = TypeVar("T")

_PLURALS: Final = {
    "Namespace": ("/api/v1", "namespaces"),
    "ServiceAccount": ("/api/v1", "serviceaccounts"),
    "Secret": ("/api/v1", "secrets"),
    "Pod": ("/api/v1", "pods"),
    "Event": ("/api/v1", "events"),
    "Deployment": ("/apis/apps/v1", "deployments"),
    "CustomResourceDefinition": ("/apis/apiextensions.k8s.io/v1", "customresourcedefinitions"),
    "ValidatingWebhookConfiguration": (
        "/apis/admissionregistration.k8s.io/v1",
        "validatingwebhookconfigurations",
    ),
    "ClusterPIIPolicy": ("/apis/privet.dev/v1alpha1", "clusterpiipolicies"),
    "PIIPolicy": ("/apis/privet.dev/v1alpha1", "piipolicies"),
    "ProvisioningKey": ("/apis/privet.dev/v1alpha1", "provisioningkeys"),
}
MANAGER: Final = "privet-demo"
_REQUEST_SECONDS: Final = 20
_LOOK_EVERY: Final = 0.2
_OK: Final = range(200, 300)
_NOT_FOUND: Final = 404


@dataclass(frozen=True)
class Answer:
    """One answer of the API server: its code, its object or Status, its text."""

    code: int
    body: Object = field(default_factory=dict)
    text: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it did what it was asked."""
        return self.code in _OK

    @property
    def message(self) -> str:
        """What it says of a refusal."""
        return str(self.body.get("message", ""))


class Api:
    """The API server that a kubeconfig names."""

    def __init__(self, kubeconfig: str | None = None, context: str | None = None) -> None:
        from kubernetes import client, config
        from yaml import YAMLError

        connect: Callable[..., client.ApiClient] = config.new_client_from_config  # it comes without types
        try:
            self._client = connect(config_file=kubeconfig, context=context)
        except (config.ConfigException, OSError, ValueError, YAMLError):
            # What these say may quote the file.
            wanted = "name one by --kubeconfig or KUBECONFIG, and a context of it by --context"
            raise SettingsError(f"there is no usable kubeconfig: {wanted}") from None

    @property
    def server(self) -> str:
        """Where it is reached."""
        return str(self._client.configuration.host)

    def create(self, obj: Object, *, dry_run: bool = False) -> Answer:
        """Create an object, or only ask what would happen."""
        query = {"dryRun": "All"} if dry_run else {}
        return self._ask("POST", path_of(obj["kind"], _namespace(obj)), body=obj, query=query)

    def apply(self, obj: Object) -> Answer:
        """Apply an object on the server's side, as `kubectl apply --server-side` does."""
        path = path_of(obj["kind"], _namespace(obj), obj["metadata"]["name"])
        query = {"fieldManager": MANAGER, "force": "true"}
        return self._ask("PATCH", path, body=obj, query=query, content="application/apply-patch+yaml")

    def merge(self, kind: str, namespace: str, name: str, change: Object) -> Answer:
        """Change some fields of an object."""
        path = path_of(kind, namespace, name)
        return self._ask("PATCH", path, body=change, content="application/merge-patch+json")

    def get(self, kind: str, namespace: str, name: str) -> Answer:
        """Read one object, or with an empty name list them all."""
        return self._ask("GET", path_of(kind, namespace, name))

    def delete(self, kind: str, namespace: str, name: str) -> Answer:
        """Delete an object; what is not there counts as deleted."""
        answer = self._ask("DELETE", path_of(kind, namespace, name), query={"gracePeriodSeconds": "0"})
        return Answer(200) if answer.code == _NOT_FOUND else answer

    def logs(self, namespace: str, pod: str) -> list[Object]:
        """Read the JSON lines that a pod has printed so far."""
        answer = self._ask("GET", f"{path_of('Pod', namespace, pod)}/log")
        lines = answer.text.splitlines() if answer.accepted else []
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def wait_for(
        self, kind: str, namespace: str, name: str, holds: Callable[[Object], bool], seconds: float
    ) -> Object:
        """Return the object as soon as it holds, or as it is when the time is over."""
        return wait(lambda: self.get(kind, namespace, name).body, holds, seconds)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Object | None = None,
        query: dict[str, str] | None = None,
        content: str = "application/json",
    ) -> Answer:
        request = self._client.param_serialize(
            method,
            path,
            query_params=list((query or {}).items()),
            header_params={"Content-Type": content, "Accept": "application/json, */*"},
            body=body,
            auth_settings=["BearerToken"],
        )
        try:
            response: Any = self._client.call_api(*request, _request_timeout=_REQUEST_SECONDS)  # untyped
        except (HTTPError, OSError):
            raise UnavailableError(f"the cluster at {self.server} does not answer; see --context") from None
        text = (response.read() or b"").decode("utf-8", "replace")
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(response.status, json.loads(text) if is_json else {}, text)


def wait(look: Callable[[], T], holds: Callable[[T], bool], seconds: float) -> T:
    """Look until what is seen holds or the time is over; return what was seen last."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if holds(seen) or time.monotonic() > end:
            return seen
        time.sleep(_LOOK_EVERY)


def condition(obj: Object, kind: str) -> Object:
    """Return one condition of an object, empty when it has none of this type or only of an older spec."""
    status = obj.get("status", {})
    generation = obj.get("metadata", {}).get("generation")
    for one in status.get("conditions", []):
        if one["type"] == kind and one.get("observedGeneration", generation) == generation:
            return dict(one)
    return {}


def path_of(kind: str, namespace: str, name: str = "") -> str:
    """Give the path of an object, or of all of its kind when it has no name."""
    group, plural = _PLURALS[kind]
    within = f"/namespaces/{namespace}" if namespace else ""
    return f"{group}{within}/{plural}" + (f"/{name}" if name else "")


def _namespace(obj: Object) -> str:
    return str(obj["metadata"].get("namespace", ""))
