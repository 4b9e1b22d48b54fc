"""Charts and kustomizations rendered by their own programs, where these are there."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from privet.scan.sources import MAX_FILE, Source, SourceKind
from privet.scan.yaml_nodes import UnreadableDocumentError

SECONDS = 120
"""How long one rendering may take; the largest charts need a few seconds."""

_ORIGIN = "# Source: "
# What a kustomization of somebody else's must not make this machine fetch.
_REMOTE = ("://", "git@", "github.com/", "?ref=")


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
    text = Path(source.path).read_text(encoding="utf-8", errors="replace")
    if any(sign in text for sign in _REMOTE):
        raise UnreadableDocumentError("it names something remote, which is not fetched")
    yield source.file, _run(_kustomize(source))


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
