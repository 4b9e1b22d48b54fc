"""What Argo CD, Flux and kstatus make of real statuses, by the very files of the examples."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from lupa import lua51  # type: ignore[import-untyped] # it ships no types

from tests.chart.release import template
from tests.cluster.cluster import Cluster, Options
from tests.cluster.launch import start_cluster
from tests.cluster.waiting import wait_until
from tests.documents import read_documents
from tests.l2.gitops_ground import EXAMPLES, example_policies
from tests.l3.controller_ground import API, GOVERNED, ControllerProcess, Shop, govern, install

WAVE = "argocd.argoproj.io/sync-wave"
Object = dict[str, Any]
OTHER = [{"entity": "CreditCard", "purpose": "Billing", "actions": ["Read"]}]
KINDS = {
    "clusterpiipolicies": "ClusterPIIPolicy",
    "piipolicies": "PIIPolicy",
    "provisioningkeys": "ProvisioningKey",
}


@dataclass(frozen=True)
class Sample:
    """One real object, and what has to be made of it."""

    name: str
    plural: str
    argo: str
    flux: str
    kstatus: str
    namespace: str = "shop"

    @property
    def path(self) -> str:
        where = f"/namespaces/{self.namespace}" if self.namespace else ""
        return f"{API}{where}/{self.plural}/{self.name}"


SAMPLES = (
    Sample("ready", "provisioningkeys", "Healthy", "current", "Current"),
    Sample("waiting", "provisioningkeys", "Progressing", "inProgress", "InProgress"),
    Sample("nothing", "provisioningkeys", "Degraded", "failed", "Failed"),
    Sample("suspended", "provisioningkeys", "Suspended", "current", "InProgress"),
    Sample("revoked", "provisioningkeys", "Suspended", "current", "Failed"),
    Sample("edited", "provisioningkeys", "Progressing", "inProgress", "InProgress"),
    Sample("new", "provisioningkeys", "Progressing", "waits", "InProgress"),
    Sample("team", "piipolicies", "Healthy", "current", "Current"),
    Sample("team", "piipolicies", "Progressing", "inProgress", "InProgress", "wild"),
    Sample("baseline", "clusterpiipolicies", "Healthy", "current", "Current", ""),
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with every sample in it, as the controller left them; it does not run any more."""
    with start_cluster(Options()) as started:
        install(started)
        govern(started, "baseline")
        for name, labels in (("shop", GOVERNED), ("wild", {})):
            body = {
                "apiVersion": "v1",
                "kind": "Namespace",
                "metadata": {"name": name, "labels": labels},
            }
            started.client.post("/api/v1/namespaces", body)
        controller = ControllerProcess(started, tmp_path_factory.mktemp("controller"))
        controller.start()
        try:
            _make(started)
        finally:
            controller.stop()
        shop = Shop(started, "shop")
        shop.edit("provisioningkeys", "edited", {"audiences": ["other"]})
        shop.key("new", "team")
        yield started


def _make(cluster: Cluster) -> None:
    shop = Shop(cluster, "shop")
    shop.policy("team")
    Shop(cluster, "wild").policy("team")
    for name, policy, rest in (
        ("ready", "team", {}),
        ("edited", "team", {}),
        ("waiting", "missing", {}),
        ("nothing", "team", {"grants": OTHER}),
        ("suspended", "team", {"state": "Suspended"}),
        ("revoked", "team", {"state": "Revoked"}),
    ):
        shop.key(name, policy, **rest)
    shop.wait_ready("ready", 60)
    shop.wait_ready("edited")
    made = [sample for sample in SAMPLES if sample.name != "new"]
    wait_until(lambda: all(_is_seen(cluster.client.get(one.path)) for one in made), "all are seen", 30)


def _is_seen(obj: Object) -> bool:
    conditions = obj.get("status", {}).get("conditions", [])
    generation = obj["metadata"]["generation"]
    return bool(conditions) and obj["status"].get("observedGeneration") == generation


def _id(sample: Sample) -> str:
    return f"{sample.plural}/{sample.namespace or '-'}/{sample.name}"


@pytest.mark.parametrize("sample", SAMPLES, ids=_id)
def test_argo_cd_shows_how_it_stands(cluster: Cluster, sample: Sample) -> None:
    config = yaml.safe_load((EXAMPLES / "argocd" / "argocd-cm.yaml").read_text())
    script = config["data"][f"resource.customizations.health.privet.dev_{KINDS[sample.plural]}"]
    lua = lua51.LuaRuntime(unpack_returned_tuples=True, register_eval=False, register_builtins=False)
    lua.globals()["obj"] = lua.table_from(cluster.client.get(sample.path), recursive=True)

    health = lua.execute(script)

    assert health["status"] == sample.argo
    assert health["message"]


@pytest.mark.parametrize("sample", SAMPLES, ids=_id)
def test_by_kstatus_alone_it_is_right(cluster: Cluster, sample: Sample) -> None:
    assert kstatus(cluster.client.get(sample.path)) == sample.kstatus


def kstatus(obj: Object) -> str:
    """Read the standard conditions as kstatus does."""
    status = obj.get("status", {})
    if status.get("observedGeneration") != obj["metadata"]["generation"]:
        return "InProgress"
    conditions = {each["type"]: each["status"] for each in status["conditions"]}
    if conditions.get("Reconciling") == "True":
        return "InProgress"
    if conditions.get("Stalled") == "True":
        return "Failed"
    return "Current" if conditions.get("Ready") == "True" else "InProgress"


@pytest.fixture(scope="module")
def asked(cluster: Cluster) -> Cluster:
    """Has the API server, which evaluates CEL as Flux does, say what the expressions give for an object."""
    (kustomization,) = read_documents((EXAMPLES / "flux" / "policies.yaml").read_text())
    checks = kustomization["spec"]["healthCheckExprs"]
    assert {check["kind"] for check in checks} == set(KINDS.values())
    for plural, kind in KINDS.items():
        check = next(check for check in checks if check["kind"] == kind)
        cluster.kubectl("apply", "--server-side", "--filename=-", input=_question(plural, check))
    sample = next(one for one in SAMPLES if one.plural == "clusterpiipolicies")
    wait_until(lambda: "health:" in _answer(cluster, sample), "the API server asks", 20)
    time.sleep(1)
    return cluster


def _question(plural: str, check: Mapping[str, str]) -> str:
    def shown(name: str) -> str:
        # Flux has the fields of the object as variables.
        inner = re.sub(r"(?<![\w.'])(status|spec|metadata)(?=\.)", r"object.\1", check[name])
        return f"'{name}=' + string({inner})"

    rules = [
        {
            "apiGroups": ["privet.dev"],
            "apiVersions": ["v1alpha1"],
            "operations": ["UPDATE"],
            "resources": [plural],
        }
    ]
    words = " + ' ' + ".join(map(shown, ("inProgress", "failed", "current")))
    policy = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": plural},
        "spec": {
            "matchConstraints": {"resourceRules": rules},
            "validations": [{"expression": "false", "messageExpression": f"'health: ' + {words}"}],
        },
    }
    binding = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": plural},
        "spec": {"policyName": plural, "validationActions": ["Deny"]},
    }
    return yaml.safe_dump_all([policy, binding])


def _answer(cluster: Cluster, sample: Sample) -> str:
    namespace = [f"--namespace={sample.namespace}"] if sample.namespace else []
    answer = cluster.run_kubectl(
        *("annotate", f"{sample.plural}.privet.dev", sample.name, *namespace, "probe=1", "--dry-run=server")
    )
    return answer.stderr


@pytest.mark.parametrize("sample", SAMPLES, ids=_id)
def test_flux_waits_for_what_it_should(asked: Cluster, sample: Sample) -> None:
    answer = _answer(asked, sample)

    assert verdict(answer) == sample.flux, answer


def verdict(answer: str) -> str:
    """Read the answer as Flux does: in this order, and an error means to wait."""
    if "health:" not in answer:
        return "waits"
    found = dict(re.findall(r"(\w+)=(true|false)", answer))
    return next((name for name in ("inProgress", "failed", "current") if found[name] == "true"), "waits")


def test_what_others_wait_for_comes_in_an_earlier_wave() -> None:
    documents = example_policies()
    waves = {one["kind"]: int(one["metadata"]["annotations"][WAVE]) for one in documents}

    assert waves["Namespace"] < waves["ServiceAccount"]
    assert waves["ClusterPIIPolicy"] < waves["PIIPolicy"] < waves["ProvisioningKey"]


@pytest.mark.parametrize(
    ("file", "kind", "where"),
    [
        ("argocd/applications.yaml", "Application", ("source", "helm", "valuesObject")),
        ("flux/privet.yaml", "HelmRelease", ("values",)),
    ],
)
def test_the_chart_takes_the_values_of_the_examples(
    tmp_path: Path,
    file: str,
    kind: str,
    where: tuple[str, ...],
) -> None:
    documents = read_documents((EXAMPLES / file).read_text())
    values = next(one for one in documents if one["kind"] == kind)["spec"]
    for step in where:
        values = values[step]
    path = tmp_path / "values.yaml"
    path.write_text(yaml.safe_dump(values))

    rendered = template("helm", f"--values={path}")

    configurations = [one for one in read_documents(rendered) if "webhooks" in one]
    assert len(configurations) == 2
    assert not [
        each for one in configurations for each in one["webhooks"] if "caBundle" in each["clientConfig"]
    ]
