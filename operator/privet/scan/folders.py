"""Policies out of a folder of manifests, with the namespaces that are written there."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from privet.api.v1alpha1 import PIIPolicy, ProvisioningKey, Resource
from privet.errors import InvalidResourceError, SettingsError
from privet.scan.judges import Given, Labels, given, is_own, labels_of, resource_of
from privet.scan.manifests import Manifest, decoded, manifests, may_hold_objects
from privet.scan.names import reason, shown, told
from privet.scan.sources import MAX_FILE, Source, SourceKind, sources
from privet.scan.yaml_nodes import UnreadableDocumentError

_OF_TEAMS = (PIIPolicy, ProvisioningKey)


def policies_of(
    folder: str, scanned: Sequence[str], default_namespace: str, exclude: Sequence[str] = ()
) -> Given:
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
        raise SettingsError(f"there are no policies in {told(folder)}")
    for manifest in _found(sources(scanned, exclude=exclude), strict=False):
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
        raise SettingsError(f"{manifest.kind} {shown(manifest.name)} in {told(folder)}: {error}") from None
    except UnreadableDocumentError as error:
        raise SettingsError(
            f"{manifest.kind} {shown(manifest.name)} in {told(folder)}: {error.why}"
        ) from None


def _found(some: Iterable[Source], *, strict: bool = True) -> Iterator[Manifest]:
    """Give policies and namespaces; what cannot be read is an error only where it is `strict`."""
    for source in some:

        def broken(error: UnreadableDocumentError, source: Source = source) -> None:
            if strict:
                raise SettingsError(f"{told(source.file)}: {error.why}") from None

        try:
            raw = _bytes(source)
            # An escape could spell either word; who hides a policy from this only has it not count.
            if not may_hold_objects(raw) or not (b"privet.dev" in raw or b"Namespace" in raw):
                continue
            for manifest in manifests(decoded(raw), json=source.is_json, broken=broken):
                if is_own(manifest) or (manifest.group, manifest.kind) == ("", "Namespace"):
                    yield manifest
        except UnreadableDocumentError as error:
            broken(error)


def _bytes(source: Source) -> bytes:
    """Read a file of manifests; raise UnreadableDocumentError where that cannot be done.

    What can be read only once is left to the scan.
    """
    if source.kind is SourceKind.UNREADABLE:
        raise UnreadableDocumentError("the system does not let it be read")
    if source.kind is not SourceKind.MANIFESTS or source.stream:
        return b""
    if source.size > MAX_FILE:
        raise UnreadableDocumentError(f"it is larger than {MAX_FILE >> 20} MiB")
    try:
        return Path(source.path).read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(f"it cannot be read: {reason(error)}") from None
