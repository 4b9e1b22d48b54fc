"""Policies out of a folder of manifests, with the namespaces that are written there."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from privet.api.v1alpha1 import PIIPolicy, ProvisioningKey, Resource
from privet.errors import InvalidResourceError, SettingsError
from privet.scan.judges import Given, Labels, given, is_own, labels_of, resource_of
from privet.scan.manifests import Manifest, decoded, manifests, may_hold_objects
from privet.scan.sources import MAX_FILE, STDIN, Source, SourceKind, sources
from privet.scan.yaml_nodes import UnreadableDocumentError

_OF_TEAMS = (PIIPolicy, ProvisioningKey)


def policies_of(folder: str, scanned: Sequence[str], default_namespace: str) -> Given:
    """Read the policies to judge by; raise SettingsError when one of the folder says something wrong.

    What is scanned counts too, as it would when all of it is applied: namespaces, and a team's own policies
    and keys. What binds a team, cluster policies and quarantines, counts only where the folder holds it.
    """
    own: list[Resource] = []
    namespaces: dict[str, Labels] = {}
    for manifest in _found(sources([folder])):
        if is_own(manifest):
            own.append(_resource(manifest, folder))
        else:
            namespaces[manifest.name] = labels_of(manifest)
    if not own:
        raise SettingsError(f"there are no policies in {folder}")
    for manifest in _found(sources([path for path in scanned if path != STDIN]), strict=False):
        if not is_own(manifest):
            namespaces.setdefault(manifest.name, labels_of(manifest))
        elif manifest.kind in {kind.__name__ for kind in _OF_TEAMS}:
            own += _of_team(manifest)
    return given(own, namespaces, default_namespace)


def _of_team(manifest: Manifest) -> Iterator[Resource]:
    try:
        yield resource_of(manifest)
    except (InvalidResourceError, UnreadableDocumentError):
        # Judging it says so, at its place.
        return


def _resource(manifest: Manifest, folder: str) -> Resource:
    try:
        return resource_of(manifest)
    except InvalidResourceError as error:
        raise SettingsError(f"{manifest.kind} {manifest.name} in {folder}: {error}") from None


def _found(some: Iterable[Source], *, strict: bool = True) -> Iterator[Manifest]:
    for source in some:
        if source.kind is not SourceKind.MANIFESTS or source.size > MAX_FILE:
            continue
        raw = Path(source.path).read_bytes()
        # An escape could spell either word; who hides a policy from this only has it not count.
        if not may_hold_objects(raw) or not (b"privet.dev" in raw or b"Namespace" in raw):
            continue
        try:
            for manifest in manifests(decoded(raw), json=source.is_json):
                if is_own(manifest) or (manifest.group, manifest.kind) == ("", "Namespace"):
                    yield manifest
        except UnreadableDocumentError as error:
            if strict:
                raise SettingsError(f"{source.file}: {error.why}") from None
