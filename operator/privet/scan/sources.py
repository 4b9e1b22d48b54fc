"""What there is to read: files as they are named, folders walked, charts and kustomizations told apart."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

import yaml

from privet.errors import SettingsError

MAX_FILE = 16 << 20
"""Bytes of a file of manifests: ten times what etcd stores of one object. Larger ones are not evaluated."""

STDIN = "-"
STDIN_NAME = "<stdin>"

_MANIFESTS = frozenset((".yaml", ".yml", ".json"))
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names that the file of a kustomization may have."""
_CHART = "Chart.yaml"
# What other programs keep for themselves; nobody applies it to a cluster.
_PASSED_OVER = frozenset(
    (".git", ".hg", ".svn", ".terraform", ".tox", ".venv", "__pycache__", "node_modules", "venv")
)
_OF_CHARTS = frozenset(("templates", "charts"))
"""Folders of a chart that helm reads: what they hold is no manifest yet."""


class SourceKind(StrEnum):
    """How a source is read."""

    MANIFESTS = "Manifests"
    TEXT = "Text"
    CHART = "Chart"
    KUSTOMIZATION = "Kustomization"


@dataclass(frozen=True, order=True)
class Source:
    """One thing to read."""

    path: str
    kind: SourceKind
    named: bool = False
    """Whether the user named it, rather than the folder that holds it."""
    size: int = 0

    @property
    def file(self) -> str:
        """The path as reports show it: relative to the working directory where it lies below, with `/`."""
        if self.path == STDIN:
            return STDIN_NAME
        path = Path(os.path.abspath(self.path))  # noqa: PTH100 - resolve() would follow links out of the tree
        here = Path.cwd()
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()

    @property
    def is_json(self) -> bool:
        """Tell whether it is read as JSON."""
        return PurePath(self.path).suffix == ".json"


def sources(paths: Sequence[str], *, text: bool = False) -> Iterator[Source]:
    """Give everything to read, each once; raise SettingsError for a path that is not there."""
    seen: set[str] = set()
    for path in paths:
        for one in _sources(path, text=text):
            key = os.path.realpath(one.path) if one.path != STDIN else STDIN
            if key not in seen:
                seen.add(key)
                yield one


def _sources(path: str, *, text: bool) -> Iterator[Source]:
    kind = SourceKind.TEXT if text else SourceKind.MANIFESTS
    if path == STDIN:
        yield Source(path, kind, named=True)
    elif Path(path).is_dir():
        yield from _walked(path, text=text)
    elif Path(path).is_file():
        name = PurePath(path).name
        if not text and (name == _CHART or name in KUSTOMIZATIONS):
            kind = SourceKind.CHART if name == _CHART else SourceKind.KUSTOMIZATION
        yield Source(path, kind, named=True, size=Path(path).stat().st_size)
    else:
        raise SettingsError(f"there is no file or folder {path}")


def _walked(top: str, *, text: bool) -> Iterator[Source]:
    for folder, folders, files in os.walk(top):
        chart = not text and _CHART in files
        folders[:] = sorted(
            name for name in folders if name not in _PASSED_OVER and not (chart and name in _OF_CHARTS)
        )
        for name in sorted(files):
            source = _file(folder, name, text=text)
            if source:
                yield source


def _file(folder: str, name: str, *, text: bool) -> Source | None:
    path = os.path.join(folder, name)  # noqa: PTH118 - tens of thousands of them
    if os.path.islink(path) or not os.path.isfile(path):  # noqa: PTH113, PTH114 - likewise
        return None
    size = os.path.getsize(path)  # noqa: PTH202 - likewise
    if text:
        return Source(path, SourceKind.TEXT, size=size)
    if name == _CHART:
        return Source(path, SourceKind.CHART, size=size)
    if name in KUSTOMIZATIONS:
        return Source(path, SourceKind.KUSTOMIZATION, size=size)
    if PurePath(name).suffix in _MANIFESTS:
        return Source(path, SourceKind.MANIFESTS, size=size)
    return None


def is_library(chart: str) -> bool:
    """Tell whether a chart cannot be installed: it only lends its templates to others."""
    try:
        told = yaml.safe_load(Path(chart).read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError):
        return False
    return isinstance(told, dict) and told.get("type") == "library"
