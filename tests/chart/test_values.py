"""What users write: values that mean nothing are refused, the others explained, and examples are good."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey
from tests.chart.derived import CHART, REPOSITORY, chart_files
from tests.chart.release import HELMS, HelmName, template
from tests.chart.values import ChartValues


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("--set=webhok.replicas=3", id="a misspelt name"),
        pytest.param("--set=webhook.replica=3", id="a misspelt name inside"),
        pytest.param("--set=webhook.replicas=0", id="no replica"),
        pytest.param("--set=webhook.replicas=two", id="a word for a number"),
        pytest.param("--set=logLevel=LOUD", id="a level that is none"),
        pytest.param("--set=image.digest=latest", id="a digest that is none"),
        pytest.param("--set=webhook.settings.PRIVET_SERVER_NAMES=x", id="what the chart sets itself"),
        pytest.param("--set=controller.settings.PRIVET_TYPO=1", id="a setting that does not exist"),
        pytest.param("--set=webhook.settings.PRIVET_LEAF_SECONDS=soon", id="a word for a time"),
        pytest.param("--set=controller.settings.PRIVET_WORKERS=65", id="a number out of bounds"),
        pytest.param("--set=webhook.port=443", id="a port for root"),
        pytest.param("--set=tracing.environment.PRIVET_PORT=1", id="a variable that is not OpenTelemetry's"),
        pytest.param("--set=test.namespace=Not_A_Name", id="a namespace that is none"),
        pytest.param("--set=test.namespace=privet-system", id="a namespace that is needed"),
        pytest.param("--set=test.namespace=shop", id="a namespace that is somebody's"),
    ],
)
@pytest.mark.parametrize("helm", HELMS)
def test_values_that_mean_nothing_are_refused(helm: HelmName, arguments: str) -> None:
    assert "don't meet the specifications of the schema" in template(helm, arguments, check=False)


def test_the_values_are_the_models_defaults_and_short() -> None:
    path = CHART / "values.yaml"

    assert yaml.safe_load(path.read_text()) == ChartValues().model_dump(by_alias=True)
    assert len(path.read_text().splitlines()) <= 350


def test_every_value_is_documented_in_place() -> None:
    page = (REPOSITORY / "docs" / "reference" / "values.md").read_text()

    rows = re.findall(r"^\| `(.+?)` \|.*\| (.*) \|$", page, re.MULTILINE)
    assert len(rows) > 50
    assert [name for name, description in rows if not description.strip()] == []


def test_derived_files_are_up_to_date() -> None:
    for path, text in chart_files().items():
        assert Path(REPOSITORY / path).read_text() == text, f"{path}: run make generate"


def test_the_examples_of_the_catalogue_are_good_resources() -> None:
    annotations = yaml.safe_load((CHART / "Chart.yaml").read_text())["annotations"]
    examples = yaml.safe_load(annotations["artifacthub.io/crdsExamples"])
    kinds_of = {one.__name__: one for one in (ClusterPIIPolicy, PIIPolicy, ProvisioningKey)}

    for example in examples:
        assert kinds_of[example["kind"]].from_object(example).to_object()["spec"]
    assert {example["kind"] for example in examples} == set(kinds_of)
