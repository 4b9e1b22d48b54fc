"""Derives from the code what the chart must not say a second time.

These are the resource definitions, roles, guards, webhook configurations, and what describes the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from privet.admission.configuration import Service, render
from privet.api.crd import crd_files
from tests.chart.values import ChartValues

REPOSITORY = Path(__file__).resolve().parents[2]
CHART = REPOSITORY / "charts" / "privet"
NAMESPACE = "privet-system"

_NOTE = "{{{{- /* Written by `make generate` from {source}; change that. */ -}}}}\n"
_PART_OF = re.compile(r"  labels:\n    app\.kubernetes\.io/(?:part-of|name): privet\n")
_LABELS = '  labels:\n    {{- include "privet.labels" $ | nindent 4 }}\n'
_EXCLUDED = """\
{{- range .Values.webhook.excludedNamespaces }}
      - {{ . | quote }}
      {{- end }}
"""
_INJECTED = """\
  {{- if .Values.webhook.certManager.enabled }}
  annotations:
    cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/privet-webhook
  {{- end }}
"""
_WRITES_BUNDLE = """\
# Its own caBundle.
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingwebhookconfigurations, mutatingwebhookconfigurations]
  resourceNames: [privet]
  verbs: [get, list, watch, patch]
"""
_BUNDLE = """\
# Its own caBundle{{ if .Values.webhook.certManager.enabled }}, which cert-manager writes{{ end }}.
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingwebhookconfigurations, mutatingwebhookconfigurations]
  resourceNames: [privet]
  verbs: [get, list, watch{{ if not .Values.webhook.certManager.enabled }}, patch{{ end }}]
"""
Schema = dict[str, Any]


def chart_files() -> dict[str, str]:
    """Return the text of every derived file by its path in the repository."""
    templates = "charts/privet/templates"
    return {
        f"{templates}/crds.yaml": _definitions(),
        f"{templates}/rbac.yaml": _roles(),
        f"{templates}/webhook-configurations.yaml": _configurations(),
        "charts/privet/values.schema.json": json.dumps(schema(), indent=1) + "\n",
    }


def reference_page() -> str:
    """Return the table of all values."""
    intro = "# Values of the chart\n\nAs in `charts/privet/values.yaml`, which is written to be read.\n"
    return intro + "\n| value | type | default | meaning |\n| --- | --- | --- | --- |\n" + "".join(_rows())


def schema() -> Schema:
    """Return the schema that Helm holds values to: closed, so that a misspelt value is refused."""
    whole = ChartValues.model_json_schema(by_alias=True)
    cleaned = _without_titles(whole)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cleaned}


def _definitions() -> str:
    parts = [_NOTE.format(source="crds/"), "{{- if .Values.crds.enabled }}\n"]
    for text in crd_files().values():
        body = text.partition("\n")[2] if text.startswith("#") else text
        head, name, rest = re.split(r"^(  name: \S+\n)", body, maxsplit=1, flags=re.MULTILINE)
        keep = (
            "  {{- if .Values.crds.keep }}\n  annotations:\n    helm.sh/resource-policy: keep\n  {{- end }}\n"
        )
        parts += ["---\n", head, name, _LABELS, keep, rest]
    return "".join([*parts, "{{- end }}\n"])


def _roles() -> str:
    documents = (REPOSITORY / "deploy" / "rbac.yaml").read_text(encoding="utf-8").split("---\n")
    kept = [text for text in documents if _kind(text) not in ("Namespace", "ServiceAccount")]
    text = _templated("---\n".join(kept))
    if _WRITES_BUNDLE not in text:
        raise ValueError("deploy/rbac.yaml has no right to write caBundle that could be taken away")
    return _NOTE.format(source="deploy/rbac.yaml") + text.replace(_WRITES_BUNDLE, _BUNDLE)


def _configurations() -> str:
    text = _templated(render(Service()))
    # One more list than the namespaces that a cluster needs: the user's own.
    own = "      - {{ .Release.Namespace | quote }}\n"
    whole = text.replace(own, f"{own}      {_EXCLUDED}").replace(_LABELS, _LABELS + _INJECTED)
    return _NOTE.format(source="operator/privet/admission/configuration.py") + whole


def _templated(text: str) -> str:
    """Put the release's namespace and labels where the manifests for tests have fixed ones."""
    labelled = _PART_OF.sub(_LABELS, text)
    whole = re.sub(
        rf"^(\s*(?:- |[\w./]+: )){NAMESPACE}$",
        r"\1{{ .Release.Namespace | quote }}",
        labelled,
        flags=re.MULTILINE,
    )
    return whole.replace(f":{NAMESPACE}:", ":{{ .Release.Namespace }}:").replace(
        f"'{NAMESPACE}'", "'{{ .Release.Namespace }}'"
    )


def _kind(document: str) -> str:
    found = re.search(r"^kind: (\w+)$", document, re.MULTILINE)
    return found[1] if found else ""


def _without_titles(node: Any) -> Any:  # noqa: ANN401 - JSON is anything
    match node:
        case dict():
            kept = {key: _without_titles(value) for key, value in node.items() if not _is_title(key, value)}
            # Helm merges defaults by itself; in the schema they would be said a third time.
            kept.pop("default", None)
            return kept
        case list():
            return [_without_titles(item) for item in node]
        case _:
            return node


def _is_title(key: str, value: object) -> bool:
    return key == "title" and isinstance(value, str)


def _rows() -> Iterator[str]:
    whole = ChartValues.model_json_schema(by_alias=True)
    yield from _fields("", whole, whole["$defs"], ChartValues().model_dump(by_alias=True, exclude_none=True))


def _fields(prefix: str, node: Schema, definitions: Schema, defaults: Schema) -> Iterator[str]:
    for name, field in node["properties"].items():
        path = f"{prefix}{name}"
        reference = field.get("$ref", "").rpartition("/")[2]
        if reference:
            yield from _fields(f"{path}.", definitions[reference], definitions, defaults[name])
        else:
            default = json.dumps(defaults.get(name)).replace("|", "\\|")
            yield f"| `{path}` | {_type(field)} | `{default}` | {field.get('description', '')} |\n"


def _type(field: Schema) -> str:
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    kinds: Iterable[Schema] = field.get("anyOf", [field])
    names = {"string": "text", "integer": "number", "boolean": "true or false", "array": "list"}
    return " or ".join(names.get(kind.get("type", "object"), "map") for kind in kinds)
