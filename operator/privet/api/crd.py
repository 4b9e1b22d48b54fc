"""The CRDs, made from the models: structural, without defaults, the same bytes at every run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from privet.api.meta import GROUP, VERSION, Resource
from privet.api.rules import VALIDATIONS, JsonSchema
from privet.api.text import MAX_NAME
from privet.api.v1alpha1 import ClusterPIIPolicy, PIIPolicy, ProvisioningKey, Quarantine

MAX_BYTES = 60_000
"""Client-side apply keeps the whole object in one annotation; far below its limit, and quick to read."""

CATEGORY = "privet"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of `kubectl get`; one that is not wide is always shown."""

    name: str
    path: str
    description: str
    type: Literal["string", "integer", "date"] = "string"
    wide: bool = False

    def schema(self) -> JsonSchema:
        """Give the entry of `additionalPrinterColumns`."""
        column: JsonSchema = {
            "name": self.name,
            "type": self.type,
            "description": self.description,
            "jsonPath": self.path,
        }
        return {**column, "priority": 1} if self.wide else column


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind is known to the API server and shown by kubectl."""

    model: type[Resource]
    plural: str
    short_name: str
    scope: Literal["Namespaced", "Cluster"]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The name of the kind, as manifests write it."""
        return self.model.__name__

    @property
    def file_name(self) -> str:
        """The name of the file that its CRD is kept in."""
        return f"{GROUP}_{self.plural}.yaml"


def _condition(name: str, type_: str, part: str, description: str, *, wide: bool = False) -> Column:
    path = f'.status.conditions[?(@.type=="{type_}")].{part}'
    return Column(name=name, path=path, description=description, wide=wide)


_READY = _condition("Ready", "Ready", "status", "Whether it is in force.")
_REASON = _condition("Reason", "Ready", "reason", "Why it is ready, or is not.", wide=True)
_MESSAGE = _condition("Message", "Ready", "message", "What to do about it.", wide=True)
_AGE = Column(name="Age", path=".metadata.creationTimestamp", description="Since its creation.", type="date")

KINDS = (
    Kind(
        model=ClusterPIIPolicy,
        plural="clusterpiipolicies",
        short_name="cppol",
        scope="Cluster",
        columns=(
            _READY,
            Column(name="Enforcement", path=".spec.enforcement", description="The most that its rules do."),
            Column(
                name="Namespaces",
                path=".status.namespaces",
                description="How many namespaces it governs.",
                type="integer",
            ),
            _AGE,
            _REASON,
            _MESSAGE,
        ),
    ),
    Kind(
        model=PIIPolicy,
        plural="piipolicies",
        short_name="ppol",
        scope="Namespaced",
        columns=(
            _READY,
            Column(name="Keys", path=".status.keys", description="Keys that refer to it.", type="integer"),
            _AGE,
            _REASON,
            Column(
                name="Governed By",
                path=".status.governedBy",
                description="The ClusterPIIPolicies of its namespace.",
                wide=True,
            ),
            _MESSAGE,
        ),
    ),
    Kind(
        model=ProvisioningKey,
        plural="provisioningkeys",
        short_name="pkey",
        scope="Namespaced",
        columns=(
            _READY,
            Column(name="Policy", path=".spec.policyRef.name", description="Where its grants come from."),
            Column(name="Expires", path=".status.current.expiresAt", description="When the key in use ends."),
            Column(name="Rotates", path=".status.nextRotationTime", description="When the next key comes."),
            Column(
                name="Pods",
                path=".status.pods[0].count",
                description="How many running pods have the key in use.",
                type="integer",
                wide=True,
            ),
            _AGE,
            _REASON,
            Column(
                name="ServiceAccount",
                path=".spec.subject.serviceAccountName",
                description="Who can use it.",
                wide=True,
            ),
            Column(
                name="Sequence",
                path=".status.current.sequence",
                description="Which key of this resource is in use.",
                type="integer",
                wide=True,
            ),
            _MESSAGE,
        ),
    ),
    Kind(
        model=Quarantine,
        plural="quarantines",
        short_name="quar",
        scope="Namespaced",
        columns=(
            _READY,
            Column(name="Kind", path=".spec.target.kind", description="The kind of the workload."),
            Column(name="Target", path=".spec.target.name", description="The name of the workload."),
            Column(name="Why", path=".spec.reason", description="Why it is in quarantine."),
            _AGE,
            Column(name="Release", path=".spec.release", description="What is asked for.", wide=True),
            _MESSAGE,
        ),
    ),
)


class _Structural(GenerateJsonSchema):
    """What the API server takes for an OpenAPI schema: no null, no default, no title."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


# The name stands here for rules that name it as their field; the API server adds the rest.
_METADATA: JsonSchema = {"type": "object", "properties": {"name": {"type": "string", "maxLength": MAX_NAME}}}


def structural_schema(model: type[Resource]) -> JsonSchema:
    """Give the structural schema of a kind, with every reference written out."""
    whole = model.model_json_schema(by_alias=True, schema_generator=_Structural)
    schema = _plain(whole, whole.get("$defs", {}))
    fields = schema["properties"]
    ours = {"spec": fields["spec"], "status": _without_rules(fields["status"])}
    return {**schema, "properties": {"metadata": _METADATA, **ours}, "required": ["spec"]}


def _without_rules(schema: JsonSchema) -> JsonSchema:
    """Take the rules out of a status: Privet alone writes it, and they were checked in the spec."""
    bare = {name: below for name, below in schema.items() if name != VALIDATIONS}
    for name in ("items", "additionalProperties"):
        if name in bare:
            bare[name] = _without_rules(bare[name])
    if "properties" in bare:
        bare["properties"] = {name: _without_rules(below) for name, below in bare["properties"].items()}
    return bare


def _plain(schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> JsonSchema:
    written = dict(schema)
    reference = written.pop("$ref", None)
    if reference:
        # What is said beside a reference is about this use of it, and wins.
        written = {**definitions[reference.rsplit("/", 1)[1]], **written}
    for name in ("$defs", "title"):
        written.pop(name, None)
    # `false` is no structural schema: the API server prunes unknown fields, or refuses them on request.
    if not isinstance(written.get("additionalProperties"), dict):
        written.pop("additionalProperties", None)
    for name in ("items", "additionalProperties"):
        if name in written:
            written[name] = _plain(written[name], definitions)
    if "properties" in written:
        fields = written["properties"].items()
        written["properties"] = {name: _plain(below, definitions) for name, below in fields}
    return written


def crd(kind: Kind) -> JsonSchema:
    """Give the CustomResourceDefinition of one kind."""
    version = {
        "name": VERSION,
        "served": True,
        "storage": True,
        "subresources": {"status": {}},
        "additionalPrinterColumns": [column.schema() for column in kind.columns],
        "schema": {"openAPIV3Schema": structural_schema(kind.model)},
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.plural}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "names": {
                "kind": kind.name,
                "listKind": f"{kind.name}List",
                "plural": kind.plural,
                "singular": kind.name.lower(),
                "shortNames": [kind.short_name],
                "categories": [CATEGORY],
            },
            "scope": kind.scope,
            "versions": [version],
        },
    }


def crds() -> tuple[JsonSchema, ...]:
    """Give the CRDs of all kinds."""
    return tuple(map(crd, KINDS))


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: what two fields share is written out twice, as the API server gives it back."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def crd_files() -> dict[str, str]:
    """Give the CRDs as YAML, by the names of their files."""
    return {kind.file_name: _yaml(crd(kind)) for kind in KINDS}


def _yaml(described: JsonSchema) -> str:
    text: str = yaml.dump(described, Dumper=_Dumper, sort_keys=False, width=110, allow_unicode=True)
    return f"# Made from the models in operator/privet/api by `make generate`; change those.\n{text}"


def stale_files(directory: Path) -> tuple[str, ...]:
    """Name the files that are missing, left over, or differ from what the models say."""
    wanted = crd_files()
    kept = {path.name: path.read_text(encoding="utf-8") for path in directory.glob("*.yaml")}
    return tuple(sorted(name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)))


def write_files(directory: Path) -> None:
    """Write the CRDs, one file each, and remove what is left over."""
    directory.mkdir(parents=True, exist_ok=True)
    wanted = crd_files()
    for name, text in wanted.items():
        (directory / name).write_text(text, encoding="utf-8")
    for path in directory.glob("*.yaml"):
        if path.name not in wanted:
            path.unlink()
