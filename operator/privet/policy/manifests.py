"""Objects read from JSON: pod templates are found by place in core kinds, by shape in all others."""

from collections.abc import Iterator
from typing import Any

import msgspec

from privet.policy.workload import Described, Metadata, Part, PodSpec, PodTemplate, UnreadableError, Workload

MAX_DEPTH = 64
"""How deep an object of unknown kind may nest; custom resources nest a handful of levels."""

MAX_TEMPLATES = 256
"""Pod templates in one object; a training job has a few roles, a workflow some dozens of steps."""

Json = Any
"""What JSON decodes to."""


class _PodObject(Part):
    metadata: Metadata
    spec: PodSpec


class _TemplatedSpec(Part):
    template: PodTemplate | None = None
    volume_claim_templates: list[Described] | None = None


class _TemplatedObject(Part):
    metadata: Metadata
    spec: _TemplatedSpec | None = None


class _JobTemplate(Part):
    metadata: Metadata | None = None
    spec: _TemplatedSpec | None = None


class _CronSpec(Part):
    job_template: _JobTemplate | None = None


class _CronObject(Part):
    metadata: Metadata
    spec: _CronSpec | None = None


class _TemplateObject(Part):
    metadata: Metadata
    template: PodTemplate | None = None


_POD = msgspec.json.Decoder(_PodObject)
_TEMPLATED = msgspec.json.Decoder(_TemplatedObject)
_CRON = msgspec.json.Decoder(_CronObject)
_TEMPLATE = msgspec.json.Decoder(_TemplateObject)
_ANY = msgspec.json.Decoder()

_TEMPLATED_KINDS = frozenset(
    {
        ("apps", "Deployment"),
        ("apps", "ReplicaSet"),
        ("apps", "StatefulSet"),
        ("apps", "DaemonSet"),
        ("batch", "Job"),
        ("", "ReplicationController"),
    }
)


def read_workload(group: str, kind: str, body: bytes) -> Workload:
    """Read an object; raise UnreadableError when it is not what its kind has to be."""
    try:
        return _read(group, kind, body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise UnreadableError("the object cannot be read") from None


def _read(group: str, kind: str, body: bytes) -> Workload:
    if (group, kind) in _TEMPLATED_KINDS:
        templated = _TEMPLATED.decode(body)
        spec = templated.spec or _TemplatedSpec()
        claims = enumerate(spec.volume_claim_templates or ())
        makes = tuple((f"volumeClaimTemplates[{place}].", one.metadata) for place, one in claims)
        return _with_template(templated.metadata, spec.template, *makes)
    if (group, kind) == ("", "Pod"):
        pod = _POD.decode(body)
        return Workload(pod.metadata, (PodTemplate(pod.spec, pod.metadata),), is_pod=True)
    if (group, kind) == ("batch", "CronJob"):
        cron = _CRON.decode(body)
        job = (cron.spec.job_template if cron.spec else None) or _JobTemplate()
        template = job.spec.template if job.spec else None
        return _with_template(cron.metadata, template, ("jobTemplate.", job.metadata))
    if (group, kind) == ("", "PodTemplate"):
        plain = _TEMPLATE.decode(body)
        return _with_template(plain.metadata, plain.template)
    return _by_shape(_ANY.decode(body))


def _with_template(
    metadata: Metadata, template: PodTemplate | None, *makes: tuple[str, Metadata | None]
) -> Workload:
    made = tuple((prefix, one) for prefix, one in makes if one is not None)
    return Workload(metadata, (template,) if template else (), makes=made)


def _by_shape(obj: Json) -> Workload:
    if not isinstance(obj, dict):
        raise UnreadableError("the object cannot be read")
    metadata = msgspec.convert(_plain(obj.get("metadata") or {}, 0), Metadata)
    found = list(_templates(obj, "", 0))
    if len(found) > MAX_TEMPLATES:
        raise UnreadableError(f"more than {MAX_TEMPLATES} pod templates")
    several = len(found) > 1
    templates = (
        msgspec.convert({**_plain(part, 0), "prefix": f"{path}." if several else ""}, PodTemplate)
        for path, part in found
    )
    return Workload(metadata, tuple(templates))


def _templates(parent: dict[str, Json], path: str, depth: int) -> Iterator[tuple[str, dict[str, Json]]]:
    """Find what looks like a pod template: `containers` with names or images, and metadata beside it."""
    if depth > MAX_DEPTH:
        raise UnreadableError("the object nests too deeply")
    for key, child in parent.items():
        place = f"{path}.{key}" if path else str(key)
        for number, item in enumerate(child if isinstance(child, list) else [child]):
            if not isinstance(item, dict):
                continue
            spot = f"{place}[{number}]" if isinstance(child, list) else place
            if _is_pod_spec(item):
                yield spot, {"spec": item, "metadata": parent.get("metadata") if key == "spec" else None}
            else:
                yield from _templates(item, spot, depth + 1)


def _is_pod_spec(part: dict[str, Json]) -> bool:
    return any(
        isinstance(container, dict) and not container.keys().isdisjoint(("image", "name"))
        for containers in _CONTAINER_LISTS
        if isinstance(part.get(containers), list)
        for container in part[containers]
    )


_CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
_LISTS_OF_TEXT = frozenset(("command", "args", "hostnames"))
_MAPS_OF_TEXT = frozenset(("labels", "annotations", "volumeAttributes"))


def _plain(part: Json, depth: int) -> Json:
    """Bring a custom resource's spelling to that of core kinds: numbers as text, a word as a list of one."""
    if depth > MAX_DEPTH:
        raise UnreadableError("the object nests too deeply")
    if isinstance(part, list):
        return [_plain(item, depth + 1) for item in part]
    if not isinstance(part, dict):
        return part if part is None or isinstance(part, str) else _text(part)
    plain = {key: _plain(value, depth + 1) for key, value in part.items() if value is not None}
    for key in _LISTS_OF_TEXT & plain.keys():
        plain[key] = [_text(item) for item in _as_list(plain[key])]
    for key in _MAPS_OF_TEXT & plain.keys():
        if isinstance(plain[key], dict):
            plain[key] = {name: _text(value) for name, value in plain[key].items()}
    if isinstance(plain.get("env"), dict):
        plain["env"] = [{"name": name, "value": _text(value)} for name, value in plain["env"].items()]
    return plain


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _text(value: Json) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
