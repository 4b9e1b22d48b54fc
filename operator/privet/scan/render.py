"""Charts and kustomizations rendered by their own programs, where these are there."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from privet.scan.sources import KUSTOMIZATIONS, MAX_FILE, Source, SourceKind
from privet.scan.yaml_nodes import UnreadableDocumentError, child, compose, items, text_of

SECONDS = 120
"""How long one rendering may take; the largest charts need a few seconds."""

_ORIGIN = "# Source: "
# What a kustomization of somebody else's must not make this machine fetch.
_REMOTE = ("://", "git@", "github.com/", "?ref=")
_BUILT_UPON = ("resources", "bases", "components")

MAX_BASES = 1000
"""Kustomizations that one may be built upon, all together."""


def missing_program(kind: SourceKind) -> str:
    """Name the program that would be needed and is not there; nothing where it is."""
    if kind is SourceKind.CHART:
        return "" if shutil.which("helm") else "helm"
    return "" if shutil.which("kustomize") or shutil.which("kubectl") else "kustomize or kubectl"


def rendered(source: Source) -> Iterator[tuple[str, str]]:
    """Give the rendered manifests, each with the file that they come from as far as the program tells.

    Raise UnreadableDocumentError with a fixed sentence where that fails: what such a program says may quote
    values.
    """
    if source.kind is SourceKind.CHART:
        yield from _by_origin(source, _run(_helm(source)))
        return
    _refuse_remote(Path(source.path))
    yield source.file, _run(_kustomize(source))


def _refuse_remote(kustomization: Path) -> None:
    """Raise UnreadableDocumentError where a kustomization, or what it is built upon, names what is remote."""
    todo, seen = [kustomization], set[Path]()
    while todo:
        file = todo.pop().resolve()
        if file in seen:
            continue
        seen.add(file)
        raw = file.read_bytes()
        if len(seen) > MAX_BASES or len(raw) > MAX_FILE:
            raise UnreadableDocumentError("it is built upon more than is followed")
        text = raw.decode(errors="replace")
        if any(sign in text for sign in _REMOTE):
            raise UnreadableDocumentError("it names something remote, which is not fetched")
        todo += _bases(file.parent, text)


def _bases(folder: Path, text: str) -> Iterator[Path]:
    """Give the kustomizations of the folders that a kustomization names."""
    for root in compose(text):
        named = (text_of(one) for field in _BUILT_UPON for one in items(child(root, field)))
        for name in named:
            found = (folder / name / file for file in KUSTOMIZATIONS)
            yield from (path for path in found if path.is_file())


def is_component(source: Source) -> bool:
    """Tell whether a kustomization is a part of others: it is rendered with what uses it, and not alone."""
    if source.kind is not SourceKind.KUSTOMIZATION or source.size > MAX_FILE:
        return False
    text = Path(source.path).read_text(encoding="utf-8", errors="replace")
    return any(text_of(child(root, "kind")) == "Component" for root in compose(text))


def _helm(source: Source) -> list[str]:
    return ["helm", "template", "release-name", _folder(source)]


def _kustomize(source: Source) -> list[str]:
    if shutil.which("kustomize"):
        return ["kustomize", "build", _folder(source)]
    return ["kubectl", "kustomize", _folder(source)]


def _folder(source: Source) -> str:
    # Absolute, so that no name of a folder is taken for an option.
    return str(Path(source.path).absolute().parent)


def _run(command: Sequence[str]) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed program; the folder is absolute
            command, capture_output=True, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocumentError(f"{command[0]} took more than {SECONDS} seconds") from None
    except (subprocess.CalledProcessError, OSError):
        raise UnreadableDocumentError(
            f"{command[0]} could not render it; run {command[0]} to see why"
        ) from None
    if len(answer.stdout) > MAX_FILE:
        raise UnreadableDocumentError("it renders to more than is read")
    return answer.stdout.decode(errors="replace")


def _by_origin(source: Source, text: str) -> Iterator[tuple[str, str]]:
    """Part helm's output by the templates that it names: `# Source: chart/templates/web.yaml`."""
    root = source.file.rpartition("/")[0]
    origin, lines = source.file, list[str]()
    for line in text.splitlines(keepends=True):
        if line.startswith("---"):
            if lines:
                yield origin, "".join(lines)
            origin, lines = source.file, []
        elif line.startswith(_ORIGIN) and not lines:
            within = line.removeprefix(_ORIGIN).strip().partition("/")[2]
            origin = f"{root}/{within}" if root else within
        else:
            lines.append(line)
    if lines:
        yield origin, "".join(lines)
