"""The values of the chart as models: its schema, page and the check of its defaults come from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

from privet.settings import ControllerSettings, Settings, WebhookSettings

Text = dict[str, str]
Objects = list[dict[str, Any]]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
# Nobody's own namespace is taken for it by mistake.
Passing = Annotated[str, Field(pattern=r"^privet-([a-z0-9]([a-z0-9-]{0,40})-)?(test|proof)$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Replicas = Annotated[int, Field(ge=1, le=16)]
Setting = Annotated[str, Field(min_length=1)] | int

SET_BY_THE_CHART = {
    *("namespace", "log_level", "port", "server_names", "replica", "controller_user", "configuration"),
    *("drain_seconds", "propagation_seconds", "health_port", "health_host", "host", "lease_name"),
    *("kubeconfig", "certificate_dir", "service_account_dir", "identity", "traces"),
}
"""Settings that have a value of their own, or must fit what the chart says elsewhere."""


class Values(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


def variables(kind: type[Settings]) -> JsonDict:
    """Close a map to the variables of a process which a user may set, and those to what they can be."""
    fields = kind.model_json_schema()["properties"]
    allowed: JsonDict = {
        f"PRIVET_{name.upper()}": _variable(fields[name])
        for name in kind.model_fields
        if name not in SET_BY_THE_CHART
    }
    return {"propertyNames": {"enum": [*allowed]}, "properties": allowed}


def _variable(field: dict[str, Any]) -> JsonDict:
    bounds = {name: value for name, value in field.items() if "imum" in name.lower()}
    if field["type"] == "string":
        return {"type": "string"}
    # As a text, too: `--set-string`, and fractions of a second.
    return {"anyOf": [{"type": "integer", **bounds}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}]}


class Global(Values):
    image_registry: str = Field("", description="Takes the place of `image.registry`.")
    image_pull_secrets: Objects = Field([], description="Added to `imagePullSecrets`.")


class Image(Values):
    registry: str = Field("ghcr.io", description="Where the image comes from; may be empty.")
    repository: str = Field("privet-dev/privet", min_length=1, description="The image's name there.")
    tag: str = Field("", description="The chart's appVersion when empty.")
    digest: str = Field(
        "", pattern=r"^(sha256:[0-9a-f]{64})?$", description="Pins the image; the tag is for the reader then."
    )
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = Field("IfNotPresent", description="As in pods.")


class Crds(Values):
    enabled: bool = Field(default=True, description="Whether the release brings the resource definitions.")
    keep: bool = Field(default=True, description="Whether they stay when the release is uninstalled.")


class UserRoles(Values):
    enabled: bool = Field(
        default=True, description="Adds PIIPolicies and ProvisioningKeys to the roles view, edit and admin."
    )


class Budget(Values):
    enabled: bool = Field(default=False, description="Whether there is a PodDisruptionBudget.")
    min_available: Annotated[int, Field(ge=0, le=16)] | Annotated[str, Field(pattern="^[0-9]+%$")] = Field(
        1, description="How many pods have to stay."
    )


class Component(Values):
    """What both components can be told about their pods."""

    replicas: Replicas = Field(1, description="How many pods.")
    resources: dict[str, Any] = Field({}, description="Of the container, as in pods.")
    pod_disruption_budget: Budget = Budget()
    pod_annotations: Text = Field({}, description="Added to the pods.")
    pod_labels: Text = Field({}, description="Added to the pods.")
    node_selector: Text = Field({}, description="As in pods.")
    tolerations: Objects = Field([], description="As in pods.")
    affinity: dict[str, Any] = Field({}, description="As in pods.")
    topology_spread_constraints: Objects = Field([], description="As in pods, with a labelSelector.")


class Controller(Component):
    settings: dict[str, Setting] = Field(
        {},
        description="Variables of [settings](settings.md) by their names.",
        json_schema_extra=variables(ControllerSettings),
    )
    resources: dict[str, Any] = Field(
        {"requests": {"cpu": "20m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}},
        description="Of the container, as in pods.",
    )


class CertManager(Values):
    enabled: bool = Field(default=False, description="Whether cert-manager makes the webhook's certificates.")
    issuer_ref: Text = Field(
        {}, description="Of the Certificate; where it is empty, an authority for this alone is made."
    )


class Webhook(Component):
    replicas: Replicas = Field(
        2, description="How many pods; while there is none, governed namespaces get no new pods."
    )
    port: Annotated[int, Field(ge=1024, le=65535)] = Field(
        10250, description="Where admission is served; private GKE clusters let this one through."
    )
    drain_seconds: Annotated[int, Field(ge=0, le=120)] = Field(
        5, description="How long a replica that stops is still found, and then how long it goes on answering."
    )
    propagation_seconds: Annotated[int, Field(ge=1, le=300)] = Field(
        5, description="How long after its publication a certificate is taken to be known everywhere."
    )
    cert_manager: CertManager = CertManager()
    excluded_namespaces: list[Name] = Field(
        [],
        description="Never asked about, besides kube-system, kube-public, kube-node-lease and Privet's own.",
    )
    settings: dict[str, Setting] = Field(
        {},
        description="Variables of [settings](settings.md) by their names.",
        json_schema_extra=variables(WebhookSettings),
    )
    resources: dict[str, Any] = Field(
        {"requests": {"cpu": "50m", "memory": "96Mi"}, "limits": {"memory": "384Mi"}},
        description="Of the container, as in pods.",
    )
    pod_disruption_budget: Budget = Budget(enabled=True)


class NetworkPolicy(Values):
    enabled: bool = Field(default=False, description="Holds the pods to what they need.")
    api_server_ports: list[Port] = Field([443, 6443], min_length=1, description="Behind its Service too.")
    metrics_from: Objects = Field(
        [], description="Who may read the controller's metrics, as in `from`; empty: everybody."
    )


class ServiceMonitor(Values):
    enabled: bool = Field(default=False, description="Whether Prometheus' operator is told of the metrics.")
    interval: str = Field("30s", pattern=r"^[0-9]+(ms|s|m)$", description="How often they are read.")
    labels: Text = Field({}, description="What your Prometheus selects by.")


class PrometheusRule(Values):
    enabled: bool = Field(default=False, description="Whether the alert rules are installed.")
    labels: Text = Field({}, description="What your Prometheus selects by.")


class Dashboard(Values):
    enabled: bool = Field(default=False, description="Whether the Grafana dashboard is installed.")
    labels: Text = Field({"grafana_dashboard": "1"}, description="What Grafana's sidecar selects by.")


class Monitoring(Values):
    service_monitor: ServiceMonitor = ServiceMonitor()
    prometheus_rule: PrometheusRule = PrometheusRule()
    dashboard: Dashboard = Dashboard()


class Tracing(Values):
    enabled: bool = Field(default=False, description="Whether reviews and reconciles are traced.")
    environment: dict[str, Annotated[str, Field(min_length=1)]] = Field(
        {},
        description="OpenTelemetry's own variables: `{OTEL_EXPORTER_OTLP_ENDPOINT: http://collector:4318}`.",
        json_schema_extra={"propertyNames": {"pattern": "^OTEL_[A-Z0-9_]+$"}},
    )
    secret: str = Field("", description="A Secret with more of them, for those that hold credentials.")
    ports: list[Port] = Field([4318], description="Of the collector, for the network policies.")


class Test(Values):
    enabled: bool = Field(default=True, description="Whether `helm test` has something to do.")
    namespace: Passing = Field(
        "privet-helm-test",
        description="The namespace that it makes and deletes: `privet-…-test` or `privet-…-proof`.",
    )


class ChartValues(Values):
    """All of them."""

    global_: Global = Field(Global(), alias="global")
    image: Image = Image()
    image_pull_secrets: Objects = Field([], description="Names of Secrets: `[{name: mirror}]`.")
    common_labels: Text = Field({}, description="On every object.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="No level shows contents."
    )
    priority_class_name: str = Field(
        "system-cluster-critical", description="Of all pods; empty: the cluster's default."
    )
    crds: Crds = Crds()
    user_roles: UserRoles = UserRoles()
    controller: Controller = Controller()
    webhook: Webhook = Webhook()
    network_policy: NetworkPolicy = NetworkPolicy()
    monitoring: Monitoring = Monitoring()
    tracing: Tracing = Tracing()
    test: Test = Test()
