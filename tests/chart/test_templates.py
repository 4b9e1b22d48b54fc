"""Every branch of the templates, rendered with both Helm versions, and what has to hold in all of them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from privet.admission.configuration import Service, configurations
from tests.chart.derived import CHART, REPOSITORY
from tests.chart.release import HELMS, template
from tests.chart.rendering import CI, NAMES, PROBE, Object, find, kinds, pods, rendered, with_values
from tests.documents import read_documents

BUDGET = "PodDisruptionBudget"


def test_there_are_enough_values_files() -> None:
    assert len(CI) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_both_helms_render_the_same(name: str) -> None:
    one, other = (sorted(rendered(helm, with_values(name)), key=str) for helm in HELMS)

    assert one == other


@pytest.mark.parametrize("name", NAMES)
def test_rendering_is_repeatable(name: str) -> None:
    assert template("helm", with_values(name)) == template("helm", with_values(name))


def test_templates_ask_nobody_and_draw_nothing() -> None:
    text = "".join(path.read_text() for path in (CHART / "templates").rglob("*.*"))
    actions = "".join(re.findall(r"\{\{.*?\}\}", text, re.DOTALL))

    assert not re.search(r"\b(lookup|rand\w+|gen\w+|uuidv4|now)\b", actions.replace("make generate", ""))


@pytest.mark.parametrize("name", NAMES)
def test_every_pod_meets_the_restricted_standard(name: str) -> None:
    for spec in pods(rendered("helm", with_values(name))):
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & spec.keys()
        assert all("secret" in volume for volume in spec.get("volumes", ()))
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


@pytest.mark.parametrize("name", NAMES)
def test_every_image_is_ours(name: str) -> None:
    images = {
        container["image"]
        for spec in pods(rendered("helm", with_values(name)))
        for container in spec["containers"]
    }

    assert len(images) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_ca_bundle_is_never_rendered(name: str) -> None:
    for one in rendered("helm", with_values(name)):
        for webhook in one.get("webhooks", ()):
            assert "caBundle" not in webhook["clientConfig"]


def test_webhook_configurations_are_those_of_the_code() -> None:
    objects = rendered("helm")

    for wanted in configurations(Service()):
        assert find(objects, wanted["kind"], "privet")["webhooks"] == wanted["webhooks"]


def test_another_namespace_is_excluded_and_served_from() -> None:
    objects = rendered("helm", namespace="123")

    for wanted in configurations(Service(namespace="123")):
        found = find(objects, wanted["kind"], "privet")["webhooks"]
        expected = yaml.safe_load(yaml.safe_dump(wanted["webhooks"]).replace("privet-system", "'123'"))
        assert [one["clientConfig"] for one in found] == [one["clientConfig"] for one in expected]
        for one in found:
            assert "123" in excluded(one) or one["name"] == PROBE
    assert "privet-system" not in template("helm", namespace="123")


def test_the_service_of_probes_finds_replicas_that_are_not_ready_and_is_not_scraped() -> None:
    objects = rendered("helm", "--set=monitoring.serviceMonitor.enabled=true")
    service, probes = (find(objects, "Service", name) for name in ("privet-webhook", "privet-webhook-probe"))
    scraped = {one["port"] for one in find(objects, "ServiceMonitor", "privet")["spec"]["endpoints"]}

    assert probes["spec"]["publishNotReadyAddresses"] is True
    assert "publishNotReadyAddresses" not in service["spec"]
    assert probes["spec"]["selector"] == service["spec"]["selector"]
    assert [one["targetPort"] for one in probes["spec"]["ports"]] == ["https"]
    assert not {one["name"] for one in probes["spec"]["ports"]} & scraped


def test_certificates_carry_the_names_of_both_services() -> None:
    names = ["privet-webhook.123.svc", "privet-webhook-probe.123.svc"]
    objects = rendered("helm", "--set=webhook.certManager.enabled=true", namespace="123")
    (container,) = find(objects, "Deployment", "privet-webhook")["spec"]["template"]["spec"]["containers"]
    said = next(one["value"] for one in container["env"] if one["name"] == "PRIVET_SERVER_NAMES")

    assert json.loads(said) == names
    assert find(objects, "Certificate", "privet-webhook")["spec"]["dnsNames"] == names


def excluded(webhook: Object) -> list[str]:
    return [
        name
        for one in webhook["namespaceSelector"].get("matchExpressions", ())
        if one["key"] == "kubernetes.io/metadata.name"
        for name in one["values"]
    ]


def test_more_namespaces_can_be_excluded() -> None:
    for kind in ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"):
        for webhook in find(rendered("helm", with_values("strict")), kind, "privet")["webhooks"]:
            if webhook["name"] == PROBE:
                continue
            assert excluded(webhook)[:4] == ["kube-system", "kube-public", "kube-node-lease", "privet-system"]
            assert excluded(webhook)[4:] == ["cert-manager", "123"]


def test_roles_and_guards_are_those_of_the_manifests() -> None:
    documents = read_documents((REPOSITORY / "deploy" / "rbac.yaml").read_text())
    objects = rendered("helm")

    for wanted in documents:
        if wanted["kind"] in ("Namespace", "ServiceAccount"):
            continue
        found = find(objects, wanted["kind"], wanted["metadata"]["name"])
        assert without_labels(found) == without_labels(wanted)


def without_labels(one: Object) -> Object:
    metadata = {key: value for key, value in one["metadata"].items() if key != "labels"}
    return {**one, "metadata": metadata}


def test_definitions_are_kept_unless_told_otherwise() -> None:
    def kept(*arguments: str) -> list[object]:
        return [
            one["metadata"].get("annotations", {}).get("helm.sh/resource-policy")
            for one in rendered("helm", *arguments)
            if one["kind"] == "CustomResourceDefinition"
        ]

    assert kept() == ["keep"] * 4
    assert kept(with_values("strict")) == [None] * 4
    assert kept(with_values("gitops")) == []


def test_the_image_is_named_in_all_ways() -> None:
    def image(*arguments: str) -> str:
        found = find(rendered("helm", *arguments), "Deployment", "privet-webhook")
        return str(found["spec"]["template"]["spec"]["containers"][0]["image"])

    assert image() == "ghcr.io/privet-dev/privet:0.1.0"
    assert image("--set-string=image.tag=2") == "ghcr.io/privet-dev/privet:2"
    assert image(with_values("local")) == "privet.test/privet:1"
    mirrored = image(with_values("air-gapped"))
    assert mirrored.startswith("mirror.internal:5000/privet-dev/privet:0.1.0@sha256:0123")


def test_pull_secrets_of_both_places_reach_every_pod() -> None:
    for spec in pods(rendered("helm", with_values("air-gapped"))):
        assert spec["imagePullSecrets"] == [{"name": "mirror"}, {"name": "second"}]
    for spec in pods(rendered("helm")):
        assert "imagePullSecrets" not in spec


def test_settings_become_variables() -> None:
    objects = rendered("helm", with_values("strict"))

    webhook = environment(find(objects, "Deployment", "privet-webhook"))
    assert webhook["PRIVET_MAX_BODY"] == "8388608"
    assert webhook["PRIVET_LEAF_SECONDS"] == "1800"
    assert webhook["PRIVET_PORT"] == "8443"
    assert webhook["PRIVET_LOG_LEVEL"] == "DEBUG"
    controller = environment(find(objects, "Deployment", "privet-controller"))
    assert controller["PRIVET_ISSUER"] == "https://keys.example.org"
    assert controller["PRIVET_HEAL_SECONDS"] == "60"


def environment(deployment: Object) -> dict[str, Any]:
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    return {one["name"]: one.get("value") for one in container["env"]}


def test_two_replicas_a_budget_and_a_spread_are_the_default() -> None:
    objects = rendered("helm")
    webhook = find(objects, "Deployment", "privet-webhook")["spec"]

    assert webhook["replicas"] == 2
    assert webhook["template"]["spec"]["containers"][0]["lifecycle"]["preStop"] == {"sleep": {"seconds": 5}}
    assert len(webhook["template"]["spec"]["topologySpreadConstraints"]) == 2
    assert find(objects, "PodDisruptionBudget", "privet-webhook")["spec"]["minAvailable"] == 1
    assert webhook["template"]["spec"]["priorityClassName"] == "system-cluster-critical"


@pytest.mark.parametrize("component", ["webhook", "controller"])
def test_a_budget_that_would_stop_every_drain_is_left_out_or_refused(component: str) -> None:
    def set_to(replicas: int, least: str) -> tuple[str, str, str]:
        budget = f"{component}.podDisruptionBudget"
        return (
            f"--set={component}.replicas={replicas}",
            f"--set={budget}.enabled=true",
            f"--set={budget}.minAvailable={least}",
        )

    def budgets(*arguments: str) -> bool:
        names = [one["metadata"]["name"] for one in rendered("helm", *arguments) if one["kind"] == BUDGET]
        return f"privet-{component}" in names

    assert not budgets(*set_to(1, "1"))
    assert not budgets(*set_to(1, "50%"))
    assert budgets(*set_to(1, "0"))
    assert budgets(*set_to(3, "50%"))
    assert "no node could be drained" in template("helm", *set_to(2, "2"), check=False)
    assert "no node could be drained" in template("helm", *set_to(3, "90%"), check=False)


def test_the_least_leaves_everything_optional_out() -> None:
    objects = rendered("helm", with_values("minimal"))

    assert not kinds(objects) & {
        "PodDisruptionBudget",
        "NetworkPolicy",
        "ServiceMonitor",
        "PrometheusRule",
        "Pod",
    }
    assert not [one for one in objects if one["metadata"]["name"] in ("privet-view", "privet-edit")]
    webhook = find(objects, "Deployment", "privet-webhook")["spec"]["template"]["spec"]
    assert "lifecycle" not in webhook["containers"][0]
    assert "priorityClassName" not in webhook


def test_availability_can_be_raised() -> None:
    objects = rendered("helm", with_values("high-availability"))

    assert find(objects, "PodDisruptionBudget", "privet-controller")["spec"]["minAvailable"] == 1
    assert find(objects, "PodDisruptionBudget", "privet-webhook")["spec"]["minAvailable"] == "50%"
    webhook = find(objects, "Deployment", "privet-webhook")["spec"]["template"]["spec"]
    assert [one["whenUnsatisfiable"] for one in webhook["topologySpreadConstraints"]] == ["DoNotSchedule"]
    controller = find(objects, "Deployment", "privet-controller")["spec"]
    assert controller["replicas"] == 2
    assert len(controller["template"]["spec"]["topologySpreadConstraints"]) == 1


def test_placement_reaches_both() -> None:
    for name in ("privet-controller", "privet-webhook"):
        template_ = find(rendered("helm", with_values("dedicated-nodes")), "Deployment", name)["spec"][
            "template"
        ]
        assert template_["metadata"]["labels"]["cost-centre"] == "platform"
        assert template_["metadata"]["annotations"]["sidecar.istio.io/inject"] == "false"
        assert {"nodeSelector", "tolerations", "affinity"} <= template_["spec"].keys()


def test_labels_of_the_user_reach_every_object() -> None:
    for one in rendered("helm", with_values("gitops")):
        assert one["metadata"]["labels"]["team"] == "platform", one["metadata"]["name"]


def test_network_policies_name_the_ports() -> None:
    objects = rendered("helm", with_values("network-policy"))

    for name in ("privet-controller", "privet-webhook"):
        egress = find(objects, "NetworkPolicy", name)["spec"]["egress"]
        assert [port["port"] for port in egress[0]["ports"]] == [443, 6443, 8443]
    controller = find(objects, "NetworkPolicy", "privet-controller")["spec"]["ingress"]
    assert controller[0]["from"][0]["namespaceSelector"]
    assert "from" not in find(objects, "NetworkPolicy", "privet-webhook")["spec"]["ingress"][0]
    everybody = rendered("helm", "--set=networkPolicy.enabled=true")
    assert "from" not in find(everybody, "NetworkPolicy", "privet-controller")["spec"]["ingress"][0]


def test_cert_manager_makes_the_certificates() -> None:
    objects = rendered("helm", with_values("cert-manager"))

    assert find(objects, "Certificate", "privet-webhook")["spec"]["issuerRef"]["name"] == "privet-webhook-ca"
    assert find(objects, "Certificate", "privet-webhook-ca")["spec"]["isCA"] is True
    for kind in ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"):
        annotations = find(objects, kind, "privet")["metadata"]["annotations"]
        assert annotations == {"cert-manager.io/inject-ca-from": "privet-system/privet-webhook"}
    webhook = find(objects, "Deployment", "privet-webhook")
    spec = webhook["spec"]["template"]["spec"]
    assert spec["volumes"] == [{"name": "certificate", "secret": {"secretName": "privet-webhook-tls"}}]
    mounted = spec["containers"][0]["volumeMounts"][0]["mountPath"]
    assert environment(webhook)["PRIVET_CERTIFICATE_DIR"] == mounted


def test_the_webhook_writes_its_configurations_only_where_nobody_else_does() -> None:
    for arguments, verbs in (((), ["patch"]), ((with_values("cert-manager"),), [])):
        role = find(rendered("helm", *arguments), "ClusterRole", "privet-webhook")
        rules = [one for one in role["rules"] if "admissionregistration.k8s.io" in one["apiGroups"]]
        assert [one["verbs"] for one in rules] == [["get", "list", "watch", *verbs]]


def test_an_issuer_that_there_is_is_used() -> None:
    objects = rendered("helm", with_values("cert-manager-issuer"))

    found = find(objects, "Certificate", "privet-webhook")["spec"]["issuerRef"]
    assert found == {"name": "internal", "kind": "ClusterIssuer", "group": "cert-manager.io"}
    assert "Issuer" not in kinds(objects)


def test_without_cert_manager_nothing_of_it_is_there() -> None:
    objects = rendered("helm")

    assert not kinds(objects) & {"Issuer", "Certificate"}
    assert "annotations" not in find(objects, "ValidatingWebhookConfiguration", "privet")["metadata"]


def test_monitoring_is_one_switch_each() -> None:
    objects = rendered("helm", with_values("monitoring"))

    monitor = find(objects, "ServiceMonitor", "privet")
    assert monitor["metadata"]["labels"]["release"] == "prometheus"
    assert [one["interval"] for one in monitor["spec"]["endpoints"]] == ["15s", "15s"]
    rules = find(objects, "PrometheusRule", "privet")["spec"]["groups"][0]["rules"]
    assert len(rules) >= 8
    dashboard = find(objects, "ConfigMap", "privet-dashboard")
    assert dashboard["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert json.loads(dashboard["data"]["privet.json"])["panels"]
    plain = rendered("helm")
    assert not kinds(plain) & {"ServiceMonitor", "PrometheusRule"}
    assert "privet-dashboard" not in {one["metadata"]["name"] for one in plain}


def test_traces_are_one_switch_for_both() -> None:
    place = "OTEL_EXPORTER_OTLP_ENDPOINT"
    quiet = rendered(
        "helm", "--set=networkPolicy.enabled=true", f"--set=tracing.environment.{place}=http://c"
    )
    traced = rendered(
        "helm",
        "--set=networkPolicy.enabled=true,tracing.enabled=true,tracing.secret=collector",
        f"--set=tracing.environment.{place}=http://collector:4318",
    )

    assert "PRIVET_TRACES" not in str(quiet)
    assert place not in str(quiet)
    for name in ("privet-controller", "privet-webhook"):
        deployment = find(traced, "Deployment", name)
        variables = environment(deployment)
        assert (variables["PRIVET_TRACES"], variables[place]) == ("Otlp", "http://collector:4318")
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        assert container["envFrom"] == [{"secretRef": {"name": "collector"}}]
    policies = [one for one in traced if one["kind"] == "NetworkPolicy"]
    assert all({"port": 4318, "protocol": "TCP"} in one["spec"]["egress"][0]["ports"] for one in policies)


def test_the_test_hook_brings_what_it_needs_and_takes_it_away() -> None:
    objects = rendered("helm", with_values("strict"))
    hooks = [one for one in objects if "helm.sh/hook" in one["metadata"].get("annotations", {})]

    assert {one["metadata"]["annotations"]["helm.sh/hook"] for one in hooks} == {"test"}
    assert {one["kind"] for one in hooks} == {
        *("Namespace", "ClusterPIIPolicy", "PIIPolicy", "ServiceAccount", "Role", "RoleBinding", "Pod")
    }
    for one in hooks:
        policy = one["metadata"]["annotations"]["helm.sh/hook-delete-policy"]
        assert "before-hook-creation" in policy
        assert one["kind"] == "Pod" or "hook-succeeded,hook-failed" in policy
    assert find(objects, "Namespace", "privet-proof")
