"""A review that begins with a request to a real API server which traces: one trace, down to the verdict."""

from __future__ import annotations

from pathlib import Path

from tests.cluster.cluster import Options
from tests.cluster.launch import start_cluster
from tests.cluster.namespaces import Namespaces
from tests.l1.receiver import attributes, receiving
from tests.l2.webhook.replicas import webhooks_on
from tests.l2.webhook.scene import CARD, EMAIL, PLANTED, Stage, a_container, a_pod, env

TRACING = """\
apiVersion: apiserver.config.k8s.io/v1beta1
kind: TracingConfiguration
samplingRatePerMillion: 1000000
"""


def test_a_review_is_a_part_of_the_api_server_s_trace(tmp_path: Path) -> None:
    config = tmp_path / "tracing.yaml"
    config.write_text(TRACING, encoding="utf-8")
    options = Options(apiserver_flags=(f"--tracing-config-file={config}",))
    with start_cluster(options) as cluster, webhooks_on(cluster) as webhooks, receiving() as collector:
        settings = {"PRIVET_TRACES": "Otlp", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint}
        replica = webhooks.start("traced", settings)
        scene = Stage(webhooks, Namespaces(cluster)).scene(policy={})

        answer = scene.create(a_pod(a_container(env=[env("CONTACT", EMAIL)], args=[CARD])))
        assert "EnvValue" in answer.stderr
        assert webhooks.retire(replica) == 0

        reviews = [span for span in collector.spans() if span.name.startswith("POST /validate")]
        sent = b"".join(collector.bodies)

    (denied,) = [span for span in reviews if attributes(span).get("privet.verdict") == "denied"]
    assert attributes(denied)["privet.rules.deny"] == ["ArgumentValue", "EnvValue"]
    assert denied.parent_span_id
    assert all(span.parent_span_id for span in reviews)
    told = (*PLANTED, scene.namespace, scene.floor, "CONTACT")
    assert [one for one in told if one.encode() in sent] == []
