"""Charts and kustomizations rendered by their own programs, where these are there."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privet.scan.sources import KUSTOMIZATIONS, MAX_FILE, Source, SourceKind, file_of
from privet.scan.yaml_nodes import UnreadableDocumentError, child, compose, items, text_of

SECONDS = 120
"""How long one rendering may take; the largest charts need a few seconds."""

_ORIGIN = "# Source: "
# What a kustomization of somebody else's must not make this machine fetch.
_REMOTE = ("://", "git@", "github.com/", "?ref=")
_BUILT_UPON = ("resources", "bases", "components", "patches", "patchesStrategicMerge", "patchesJson6902")

_REASONS = (
    ("nil pointer evaluating", "a template uses a value that is not set; see --values and --set"),
    ("execution error at (", "a template demands a value or refuses one; see --values and --set"),
    ("meet the specifications of the schema", "its values are not what its schema asks for; see --values"),
    ("missing in charts/", "charts that it depends on are not there; run helm dependency build"),
    ("incompatible with Kubernetes", "it is made for another version of Kubernetes"),
    ("parse error at (", "a template is not written rightly; run helm to see where"),
)
"""Signs in what helm says, and what is told of it; helm's own words may quote values."""

MAX_BASES = 1000
"""Kustomizations that one may be built upon, all together."""


def missing_program(kind: SourceKind) -> str:
    """Name the program that would be needed and is not there; nothing where it is."""
    if kind is SourceKind.CHART:
        return "" if shutil.which("helm") else "helm"
    return "" if shutil.which("kustomize") or shutil.which("kubectl") else "kustomize or kubectl"


@dataclass(frozen=True)
class Values:
    """What charts are rendered with besides their own values; handed on to helm as it is."""

    files: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=(), repr=False)
    """Such as `image.tag=1`; they may hold anything."""

    @property
    def options(self) -> list[str]:
        """The same as options of helm."""
        # One word each, so that no value is taken for an option.
        files = (f"--values={Path(one).absolute()}" for one in self.files)
        return [*files, *(f"--set={one}" for one in self.words)]


def rendered(source: Source, values: Values = Values()) -> Iterator[tuple[str, str]]:
    """Give the rendered manifests, each with the file that they come from as far as the program tells.

    Raise UnreadableDocumentError with a fixed sentence where that fails: what such a program says may quote
    values.
    """
    if source.kind is SourceKind.CHART:
        yield from _by_origin(source, _run([*_helm(source), *values.options]))
    else:
        yield source.file, _run(_kustomize(source))


def built_of(source: Source) -> frozenset[str]:
    """Give the files that a kustomization is made of, those of what it is built upon as well.

    Raise UnreadableDocumentError where it, or what it is built upon, names what is remote.
    """
    todo, seen, files = [Path(source.path)], set[Path](), set[str]()
    while todo:
        file = todo.pop()
        real = file.resolve()
        if real in seen:
            continue
        seen.add(real)
        raw = file.read_bytes()
        if len(seen) > MAX_BASES or len(raw) > MAX_FILE:
            raise UnreadableDocumentError("it is built upon more than is followed")
        text = raw.decode(errors="replace")
        if any(sign in text for sign in _REMOTE):
            raise UnreadableDocumentError("it names something remote, which is not fetched")
        named = list(_named(text))
        files |= {file_of(str(file.parent / name)) for name in named}
        bases = (file.parent / name / one for name in named for one in KUSTOMIZATIONS)
        # A patch may stand where a name does, and is too long for one: no error here.
        todo += [path for path in bases if os.path.isfile(path)]  # noqa: PTH113
    return frozenset(files)


def _named(text: str) -> Iterator[str]:
    """Give the files and folders that a kustomization names."""
    for root in compose(text):
        for words in _BUILT_UPON:
            for one in items(child(root, words)):
                # Patches are named in a field, the rest as they are.
                yield text_of(child(one, "path")) or text_of(one)


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
    except subprocess.CalledProcessError as error:
        raise UnreadableDocumentError(f"{command[0]} could not render it{_why(command[0], error)}") from None
    except OSError:
        raise UnreadableDocumentError(f"{command[0]} could not be run") from None
    if len(answer.stdout) > MAX_FILE:
        raise UnreadableDocumentError("it renders to more than is read")
    return answer.stdout.decode(errors="replace")


def _why(program: str, error: subprocess.CalledProcessError) -> str:
    said = error.stderr.decode(errors="replace") if program == "helm" else ""
    known = next((why for sign, why in _REASONS if sign in said), "")
    return f": {known}" if known else f"; run {program} to see why"


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
