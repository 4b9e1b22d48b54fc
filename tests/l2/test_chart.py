"""What the chart renders, as API servers of three versions take it, and what its accounts may do there."""

from __future__ import annotations

import base64
import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chart.derived import CHART
from tests.chart.release import KUBERNETES, SYSTEM, template
from tests.cluster.cluster import Cluster, Options
from tests.cluster.launch import start_cluster
from tests.documents import read_documents

# Where an API server of that version is not built yet, it is now.
pytestmark = pytest.mark.timeout(1200)

CI = sorted((CHART / "ci").glob("*-values.yaml"))
# Of Prometheus' operator and cert-manager, as little as makes the API server take an object of the kind.
FOREIGN = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {plural}.{group}}}
spec:
  group: {group}
  scope: Namespaced
  names: {{kind: {kind}, plural: {plural}, singular: {singular}}}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {{openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}
---
"""

FOREIGN_KINDS = (
    ("monitoring.coreos.com", "ServiceMonitor"),
    ("monitoring.coreos.com", "PrometheusRule"),
    ("cert-manager.io", "Issuer"),
    ("cert-manager.io", "Certificate"),
)


@pytest.fixture(scope="module", params=KUBERNETES)
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with start_cluster(Options(kubernetes=request.param)) as started:
        _prepare(started)
        yield started


def _prepare(cluster: Cluster) -> None:
    for namespace in (SYSTEM, "privet-helm-test", "privet-proof"):
        cluster.kubectl("create", "namespace", namespace)
    # A dry run of the test's pod looks for the account that is brought with it.
    cluster.kubectl("create", "serviceaccount", "privet-helm-test", f"--namespace={SYSTEM}")
    foreign = "".join(
        FOREIGN.format(kind=kind, plural=f"{kind.lower()}s", singular=kind.lower(), group=group)
        for group, kind in FOREIGN_KINDS
    )
    ours = "---\n".join(path.read_text() for path in Path("crds").glob("*.yaml"))
    definitions = foreign + ours
    cluster.kubectl("apply", "--server-side", "--filename=-", input=definitions)
    cluster.kubectl("wait", "--for=condition=Established", "--filename=-", input=definitions)


@pytest.mark.parametrize("values", CI, ids=lambda path: path.name.removesuffix("-values.yaml"))
def test_the_api_server_takes_it_with_no_warning(cluster: Cluster, values: Path) -> None:
    text = template("helm", f"--values={values}")

    answer = cluster.run_kubectl(
        *("apply", "--server-side", "--dry-run=server", "--force-conflicts", "--warnings-as-errors"),
        *("--validate=strict", "--filename=-"),
        input=text,
    )

    assert answer.returncode == 0, answer.stderr
    written = read_documents(text)
    assert len(answer.stdout.splitlines()) == len(written)


@pytest.fixture(scope="module")
def applied() -> Iterator[Cluster]:
    """The chart as `helm template | kubectl apply --server-side` brings it."""
    with start_cluster(Options()) as started:
        started.kubectl("create", "namespace", SYSTEM)
        # Without the hooks of helm test, which such a user leaves out.
        _apply(started, check=False)
        started.kubectl("wait", "--for=condition=Established", "crds", "--all")
        _apply(started)
        yield started


def _apply(cluster: Cluster, *, check: bool = True) -> str:
    text = template("helm", "--set=test.enabled=false")
    return cluster.kubectl("apply", "--server-side", "--filename=-", input=text, check=check)


def test_a_second_apply_changes_nothing(applied: Cluster) -> None:
    before = _versions(applied)

    _apply(applied)

    assert _versions(applied) == before


def _versions(cluster: Cluster) -> dict[str, str]:
    kinds = "deployments,services,serviceaccounts,roles,rolebindings,poddisruptionbudgets"
    wide = "clusterroles,clusterrolebindings,crds,validatingwebhookconfigurations,validatingadmissionpolicies"
    found = json.loads(cluster.kubectl("get", f"{kinds},{wide}", f"--namespace={SYSTEM}", "--output=json"))
    return {
        f"{one['kind']}/{one['metadata']['name']}": one["metadata"]["resourceVersion"]
        for one in found["items"]
    }


# All that each account can do, as the API server lists it.
CONTROLLER = {
    ("clusterpiipolicies.privet.dev", "", "get list watch"),
    ("piipolicies.privet.dev", "", "get list watch"),
    ("provisioningkeys.privet.dev", "", "get list watch"),
    ("clusterpiipolicies.privet.dev/status", "", "patch"),
    ("piipolicies.privet.dev/status", "", "patch"),
    ("provisioningkeys.privet.dev/status", "", "patch"),
    ("namespaces", "", "get list watch"),
    ("pods", "", "list watch"),
    ("secrets", "", "create patch"),
    ("events.events.k8s.io", "", "create"),
}
CONTROLLER_AT_HOME = {
    ("secrets", "privet-signing-root", "get update"),
    ("configmaps", "privet-jwks", "create patch"),
    ("leases.coordination.k8s.io", "", "create"),
    ("leases.coordination.k8s.io", "privet-controller", "get update"),
}
WEBHOOK = {
    ("clusterpiipolicies.privet.dev", "", "list watch"),
    ("piipolicies.privet.dev", "", "list watch"),
    ("provisioningkeys.privet.dev", "", "list watch"),
    ("quarantines.privet.dev", "", "list watch"),
    ("namespaces", "", "list watch"),
    ("subjectaccessreviews.authorization.k8s.io", "", "create"),
    ("validatingwebhookconfigurations.admissionregistration.k8s.io", "privet", "get list patch watch"),
    ("mutatingwebhookconfigurations.admissionregistration.k8s.io", "privet", "get list patch watch"),
}
WEBHOOK_AT_HOME = {("configmaps", "privet-webhook-probe", "patch")}


@pytest.mark.parametrize(
    ("account", "namespace", "must"),
    [
        pytest.param("privet-controller", SYSTEM, CONTROLLER | CONTROLLER_AT_HOME, id="controller at home"),
        pytest.param("privet-controller", "default", CONTROLLER, id="controller elsewhere"),
        pytest.param("privet-webhook", SYSTEM, WEBHOOK | WEBHOOK_AT_HOME, id="webhook at home"),
        pytest.param("privet-webhook", "default", WEBHOOK, id="webhook elsewhere"),
    ],
)
def test_an_account_may_do_this_and_nothing_else(
    applied: Cluster, account: str, namespace: str, must: set[tuple[str, str, str]]
) -> None:
    found, everybody = (
        rights(applied, f"system:serviceaccount:{SYSTEM}:{name}", namespace) for name in (account, "nobody")
    )

    assert found - everybody == must


def rights(cluster: Cluster, user: str, namespace: str) -> set[tuple[str, str, str]]:
    """Read what `kubectl auth can-i --list` prints: resource, names, verbs."""
    groups = ("--as-group=system:serviceaccounts", "--as-group=system:authenticated")
    place = f"--namespace={namespace}"
    table = cluster.kubectl("auth", "can-i", "--list", place, f"--as={user}", *groups)
    row = re.compile(r"^(\S+)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]$", re.MULTILINE)
    return {
        (resource, names, " ".join(sorted(verbs.split())))
        for resource, _urls, names, verbs in row.findall(table)
    }


@pytest.mark.parametrize(
    ("account", "verb", "what"),
    [
        *(
            ("privet-webhook", verb, "secrets")
            for verb in ("get", "list", "watch", "create", "patch", "update")
        ),
        *(("privet-webhook", verb, "pods") for verb in ("get", "list", "create", "delete")),
        *(("privet-webhook", verb, "configmaps") for verb in ("get", "list", "create", "update")),
        ("privet-webhook", "patch", "configmaps/privet-webhook-probe"),
        ("privet-webhook", "patch", "validatingwebhookconfigurations/other"),
        ("privet-webhook", "update", "validatingwebhookconfigurations/privet"),
        ("privet-webhook", "delete", "validatingwebhookconfigurations/privet"),
        *(("privet-controller", verb, "secrets") for verb in ("get", "list", "watch", "update", "delete")),
        *(("privet-controller", verb, "pods") for verb in ("get", "create", "update", "patch", "delete")),
        ("privet-controller", "patch", "provisioningkeys"),
        ("privet-controller", "patch", "clusterpiipolicies"),
        ("privet-controller", "patch", "namespaces"),
        ("privet-controller", "patch", "validatingwebhookconfigurations/privet"),
        ("privet-controller", "impersonate", "users"),
        ("privet-webhook", "create", "serviceaccounts/token"),
        ("privet-controller", "create", "serviceaccounts/token"),
    ],
)
def test_an_account_must_not(applied: Cluster, account: str, verb: str, what: str) -> None:
    user = f"--as=system:serviceaccount:{SYSTEM}:{account}"

    answer = applied.run_kubectl("auth", "can-i", verb, what, "--namespace=default", user)

    assert answer.stdout.strip() == "no"


HIDDEN = "a value that nobody may see"
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"
PATCH = "application/json-patch+json"
MANAGER = "?fieldManager=privet-controller&force=true"


def a_secret(name: str, kind: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "type": kind, "data": {}}


@pytest.fixture(scope="module")
def foreign(applied: Cluster) -> Cluster:
    applied.kubectl("create", "secret", "generic", "foreign", f"--from-literal=token={HIDDEN}")
    return applied


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        pytest.param("PATCH", "/foreign", MERGE, {"metadata": {"labels": {"a": "b"}}}, id="a label"),
        pytest.param("PATCH", "/foreign", MERGE, {"data": None}, id="emptying"),
        pytest.param(
            "PATCH", "/foreign?dryRun=All", MERGE, {"metadata": {"labels": {"a": "b"}}}, id="dry run"
        ),
        pytest.param(
            "PATCH",
            "/foreign",
            PATCH,
            [{"op": "copy", "from": "/data/token", "path": "/data/x"}],
            id="a copy",
        ),
        pytest.param("PATCH", f"/foreign{MANAGER}", APPLY, a_secret("foreign", "Opaque"), id="apply"),
        pytest.param("PATCH", f"/new{MANAGER}", APPLY, a_secret("new", "Opaque"), id="apply of a new one"),
        pytest.param("POST", "", "application/json", a_secret("new", "Opaque"), id="create"),
        pytest.param(
            "POST", "", "application/json", a_secret("new", "privet.dev/provisioning-key"), id="another name"
        ),
        pytest.param("POST", "", "application/json", a_secret("privet-key-web", "Opaque"), id="another type"),
        pytest.param(
            *("POST", "", "application/json", a_secret("privet-key-web", "privet.dev/provisioning-key")),
            id="without an owner",
        ),
    ],
)
def test_the_controller_cannot_touch_a_foreign_secret(
    foreign: Cluster, method: str, path: str, kind: str, body: object
) -> None:
    status, answer = as_controller(foreign, method, path, kind, body)

    assert status == 403, answer
    assert "privet-controller-secrets" in answer
    assert HIDDEN not in answer
    assert base64.b64encode(HIDDEN.encode()).decode() not in answer


@pytest.mark.parametrize("path", ["", "/foreign", "?watch=true&timeoutSeconds=1"])
def test_the_controller_cannot_read_secrets(foreign: Cluster, path: str) -> None:
    status, answer = as_controller(foreign, "GET", path, "application/json", None)

    assert status == 403, answer


def as_controller(cluster: Cluster, method: str, path: str, kind: str, body: object) -> tuple[int, str]:
    """Ask for Secrets in `default` as the controller's account; give the code and the answer."""
    token = cluster.service_account_token(SYSTEM, "privet-controller")
    request = urllib.request.Request(  # noqa: S310 - the test's own API server
        f"{cluster.api_url}/api/v1/namespaces/default/secrets{path}",
        None if body is None else json.dumps(body).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": kind},
        method=method,
    )
    context = ssl.create_default_context(cafile=str(cluster.ca_file))
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as found:  # noqa: S310 - as above
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
