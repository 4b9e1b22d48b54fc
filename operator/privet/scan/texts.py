"""The texts of an object with their places: under the paths that violations name, each with its nodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from privet.api.v1alpha1 import RuleId
from privet.policy.fields import named_by_flags
from privet.scan.manifests import Manifest
from privet.scan.paths import Path
from privet.scan.rules import SECRET_VALUE
from privet.scan.yaml_nodes import child, entries, items, text_of

MAX_DEPTH = 64
"""As deep as the rules look for pod templates."""

ITS_NAME = " (its name)"
_CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")
_TEMPLATED_KINDS = frozenset(
    (
        ("apps", "Deployment"),
        ("apps", "ReplicaSet"),
        ("apps", "StatefulSet"),
        ("apps", "DaemonSet"),
        ("batch", "Job"),
        ("", "ReplicationController"),
    )
)


@dataclass(frozen=True)
class Written:
    """One text of an object."""

    path: Path
    node: Node = field(repr=False, compare=False)
    name: str = field(default="", repr=False)
    """The name that speaks for it: of a variable, of a key."""
    encoded: bool = False
    """Whether it is base64 by its place."""

    @property
    def text(self) -> str:
        """The text as it is written."""
        return text_of(self.node)


def texts(manifest: Manifest) -> Iterator[Written]:
    """Give every text of an object that rules read."""
    node = manifest.node
    yield from _metadata(child(node, "metadata"), "")
    if (manifest.group, manifest.kind) in (("", "ConfigMap"), ("", "Secret")):
        rule = RuleId.CONFIG_MAP_VALUE if manifest.kind == "ConfigMap" else SECRET_VALUE
        for field_name, encoded in _DATA[manifest.kind]:
            yield from _entries(child(node, field_name), Path(rule, (field_name,)), encoded=encoded)
        return
    yield from _made(manifest)
    for prefix, holder, spec in pod_specs(manifest):
        if holder is not None:
            yield from _metadata(child(holder, "metadata"), f"{prefix}template.")
        yield from _pod(spec, prefix)


_DATA = {
    "ConfigMap": (("data", False), ("binaryData", True)),
    "Secret": (("stringData", False), ("data", True)),
}


def _made(manifest: Manifest) -> Iterator[Written]:
    """Give the metadata of what a workload makes beside pods."""
    kind, spec = (manifest.group, manifest.kind), child(manifest.node, "spec")
    if kind == ("batch", "CronJob"):
        yield from _metadata(child(child(spec, "jobTemplate"), "metadata"), "jobTemplate.")
    elif kind in _TEMPLATED_KINDS:
        for place, claim in enumerate(items(child(spec, "volumeClaimTemplates"))):
            yield from _metadata(child(claim, "metadata"), f"volumeClaimTemplates[{place}].")


def pod_specs(manifest: Manifest) -> Iterator[tuple[str, Node | None, Node | None]]:
    """Give prefix, template and spec of every pod template; a Pod has no template beside itself."""
    node, kind = manifest.node, (manifest.group, manifest.kind)
    spec = child(node, "spec")
    if kind == ("", "Pod"):
        yield "", None, spec
        return
    template: Node | None = None
    if kind in _TEMPLATED_KINDS:
        template = child(spec, "template")
    elif kind == ("batch", "CronJob"):
        template = child(child(child(spec, "jobTemplate"), "spec"), "template")
    elif kind == ("", "PodTemplate"):
        template = child(node, "template")
    else:
        yield from _by_shape(node)
        return
    if template is not None:
        yield "", template, child(template, "spec")


def _by_shape(node: Node) -> Iterator[tuple[str, Node | None, Node | None]]:
    found = list(_templates(node, "", 0))
    for path, parent, spec in found:
        yield (f"{path}." if len(found) > 1 else ""), parent, spec


def _templates(parent: Node, path: str, depth: int) -> Iterator[tuple[str, Node | None, Node]]:
    for key, _, value in entries(parent) if depth <= MAX_DEPTH else ():
        place = f"{path}.{key}" if path else key
        listed = isinstance(value, SequenceNode)
        for number, item in enumerate(value.value if listed else [value]):
            spot = f"{place}[{number}]" if listed else place
            if _is_pod_spec(item):
                yield spot, parent if key == "spec" else None, item
            elif isinstance(item, MappingNode):
                yield from _templates(item, spot, depth + 1)


def _is_pod_spec(part: Node) -> bool:
    return any(
        not {"image", "name"}.isdisjoint(name for name, _, _ in entries(container))
        for field_name in _CONTAINER_LISTS
        for container in items(child(part, field_name))
    )


def _metadata(metadata: Node | None, prefix: str) -> Iterator[Written]:
    start = Path(RuleId.METADATA_VALUE, (f"{prefix}metadata",))
    for name in ("name", "generateName"):
        yield from _single(child(metadata, name), start + f".{name}")
    for name in ("labels", "annotations"):
        yield from _entries(child(metadata, name), start + f".{name}")


def _entries(node: Node | None, path: Path, *, encoded: bool = False) -> Iterator[Written]:
    for place, (name, key, value) in enumerate(entries(node)):
        yield from _named(path.named(name, place), name, key, value, encoded=encoded)


def _named(
    path: Path, name: str, key: Node | None, value: Node | None, *, encoded: bool = False
) -> Iterator[Written]:
    if isinstance(value, ScalarNode):
        yield Written(path, value, name, encoded)
    if key is not None:
        yield Written(path + ITS_NAME, key)


def _single(node: Node | None, path: Path) -> Iterator[Written]:
    if isinstance(node, ScalarNode):
        yield Written(path, node)


def _list(node: Node | None, path: Path) -> Iterator[Written]:
    """Give the items of a list, which share its path; a word stands for a list of one."""
    for one in items(node) or (node,):
        yield from _single(one, path)


def _words(node: Node | None, path: Path) -> Iterator[Written]:
    """Give the words of a command with the flags that name them."""
    words = items(node) or ((node,) if node else ())
    for one, name in zip(words, named_by_flags([text_of(one) for one in words]), strict=True):
        if isinstance(one, ScalarNode):
            yield Written(path, one, name)


def _pod(spec: Node | None, prefix: str) -> Iterator[Written]:
    number = 0
    for field_name in _CONTAINER_LISTS:
        for place, container in enumerate(items(child(spec, field_name))):
            name = child(container, "name")
            yield from _single(name, _of_pod(f"{prefix}container #{number}{ITS_NAME}"))
            number += 1
            path = Path(RuleId.ARGUMENT_VALUE, (prefix + field_name,)).named(text_of(name), place)
            yield from _container(container, path)
    for field_name in ("hostname", "subdomain"):
        yield from _single(child(spec, field_name), _of_pod(prefix + field_name))
    for alias in items(child(spec, "hostAliases")):
        yield from _list(child(alias, "hostnames"), _of_pod(f"{prefix}hostAliases"))
    for place, volume in enumerate(items(child(spec, "volumes"))):
        for _, _, value in entries(child(child(volume, "csi"), "volumeAttributes")):
            yield from _single(value, _of_pod(f"{prefix}volumes csi.volumeAttributes"))
        folder = child(child(volume, "hostPath"), "path")
        yield from _single(folder, _of_pod(f"{prefix}volumes hostPath.path"))
        claim = child(child(volume, "ephemeral"), "volumeClaimTemplate")
        here = f"{prefix}volumes[#{place}].ephemeral.volumeClaimTemplate."
        yield from _metadata(child(claim, "metadata"), here)


def _of_pod(path: str) -> Path:
    return Path(RuleId.METADATA_VALUE, (path,))


def _container(node: Node, path: Path) -> Iterator[Written]:
    yield from _environment(child(node, "env"), Path(RuleId.ENV_VALUE, (path + ".env").parts))
    for field_name in ("command", "args"):
        yield from _words(child(node, field_name), path + f".{field_name}")
    yield from _single(child(node, "workingDir"), path + ".workingDir")
    mounts = Path(RuleId.METADATA_VALUE, (path + ".volumeMounts subPath").parts)
    for mount in items(child(node, "volumeMounts")):
        for field_name in ("subPath", "subPathExpr"):
            yield from _single(child(mount, field_name), mounts)
    hooks = child(node, "lifecycle")
    for hook in ("postStart", "preStop"):
        yield from _handler(child(hooks, hook), path + f".lifecycle.{hook}")
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        yield from _handler(child(node, probe), path + f".{probe}")


def _environment(node: Node | None, path: Path) -> Iterator[Written]:
    counts = {True: 0, False: 0}
    for place, (name, key, value) in enumerate(_variables(node)):
        written = bool(text_of(value))
        here = path.named(name, place, counts[written])
        counts[written] += 1
        yield from _named(here + ".value", name, key, value)
        yield Written(here, key)
        yield Written(here + ITS_NAME, key)


def _variables(node: Node | None) -> Iterator[tuple[str, Node, Node | None]]:
    """Give name, place and value of variables; some custom resources write them as a mapping."""
    yield from entries(node)
    for one in items(node):
        name = child(one, "name")
        yield text_of(name), name or one, child(one, "value")


def _handler(node: Node | None, path: Path) -> Iterator[Written]:
    yield from _words(child(child(node, "exec"), "command"), path + ".exec.command")
    yield from _single(child(child(node, "grpc"), "service"), path + ".grpc.service")
    yield from _single(child(child(node, "tcpSocket"), "host"), path + ".tcpSocket.host")
    http = child(node, "httpGet")
    for field_name in ("path", "host"):
        yield from _single(child(http, field_name), path + f".httpGet.{field_name}")
    for place, header in enumerate(items(child(http, "httpHeaders"))):
        name = child(header, "name")
        here = (path + ".httpGet.httpHeaders").named(text_of(name), place)
        yield from _named(here, text_of(name), name, child(header, "value"))
