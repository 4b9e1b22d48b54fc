"""What there is to read: files as they are named, folders walked, charts and kustomizations told apart."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import yaml

from privet.errors import SettingsError
from privet.scan.names import reason, told

MAX_FILE = 16 << 20
"""Bytes of a file of manifests: ten times what etcd stores of one object. Larger ones are not evaluated."""

STDIN = "-"
STDIN_NAME = "<stdin>"

_MANIFESTS = (".yaml", ".yml", ".json")
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names that the file of a kustomization may have."""
_CHART = "Chart.yaml"
_VALUES = "values.yaml"
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
    UNREADABLE = "Unreadable"
    """A file or folder that the system does not let us look at."""
    LINK = "Link"
    """A link in a folder: counted, not followed."""
    EXCLUDED = "Excluded"
    """What the user leaves out: counted, not read."""


@dataclass(frozen=True, order=True)
class Source:
    """One thing to read, or one that was met and is only told of."""

    path: str
    kind: SourceKind
    named: bool = False
    """Whether the user named it, rather than the folder that holds it."""
    size: int = 0
    stream: bool = False
    """Whether it can be read only once, and by this process: standard input, a pipe."""
    by_part: bool = False
    """Whether the user named a template or the values of this chart, and not the chart."""

    @property
    def file(self) -> str:
        """The path as reports show it: relative to the working directory where it lies below, with `/`."""
        return STDIN_NAME if self.path == STDIN else file_of(self.path)

    @property
    def is_json(self) -> bool:
        """Tell whether it is read as JSON."""
        return self.path.lower().endswith(".json")


def file_of(path: str) -> str:
    """Give a path relative to the working directory where it lies below, with `/`."""
    # As texts: every file of a scan is named, and resolve() would follow links out of the tree.
    whole, here = os.path.abspath(path), os.getcwd()  # noqa: PTH100, PTH109
    if whole == here:
        return "."
    below = here.rstrip(os.sep) + os.sep
    return whole.removeprefix(below).replace(os.sep, "/")


def excluded(file: str, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern names a file or folder: by its last part, or by its path as reports show it."""
    last = file.rpartition("/")[2]
    return any(
        fnmatchcase(file, one) or fnmatchcase(last, one)
        for one in (pattern.removeprefix("./").rstrip("/") for pattern in patterns)
    )


def sources(paths: Sequence[str], *, text: bool = False, exclude: Sequence[str] = ()) -> Iterator[Source]:
    """Give everything to read, each once; raise SettingsError for a path that is not there."""
    seen: set[str] = set()
    for path in paths:
        for one in _sources(path, text=text, exclude=exclude):
            key = _identity(one)
            if key not in seen:
                seen.add(key)
                yield one


def _identity(source: Source) -> str:
    if source.path == STDIN:
        return STDIN
    if source.kind is SourceKind.LINK:
        # Not where it leads: that may well be read.
        return os.path.abspath(source.path)  # noqa: PTH100 - see above
    return os.path.realpath(source.path)


def _sources(path: str, *, text: bool, exclude: Sequence[str]) -> Iterator[Source]:
    kind = SourceKind.TEXT if text else SourceKind.MANIFESTS
    if path == STDIN:
        yield Source(path, kind, named=True, stream=True)
        return
    mode, size = _looked_up(path)
    if exclude and excluded(file_of(path), exclude):
        yield Source(path, SourceKind.EXCLUDED)
        return
    solid = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    chart = _chart_above(path) if solid and not text else ""
    if chart:
        yield Source(chart, SourceKind.CHART, named=True, by_part=True)
    if stat.S_ISDIR(mode):
        if not chart:
            yield from _walked(path, text=text, exclude=exclude)
    elif not stat.S_ISREG(mode):
        # A pipe, as of `<(helm template .)`, or a device: it ends when it ends.
        yield Source(path, kind, named=True, stream=True)
    elif not chart or PurePath(path).name == _VALUES:
        yield Source(path, kind if text else _kind(PurePath(path).name) or kind, named=True, size=size)


def _looked_up(path: str) -> tuple[int, int]:
    """Give what is at a path and how large it is; raise SettingsError where that cannot be told."""
    try:
        there = os.stat(path)  # noqa: PTH116 - what a name may be is for the system to say
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError(f"there is no file or folder {told(path)}") from None
    except OSError as error:
        raise SettingsError(f"{told(path)} cannot be looked at: {reason(error)}") from None
    return there.st_mode, there.st_size


def _chart_above(path: str) -> str:
    """Give the chart whose template or values a path is, the outermost one; nothing where it is of none."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - as it is named
    found = ""
    for folder in whole.parents:
        first = whole.relative_to(folder).parts[0]
        of_chart = first in _OF_CHARTS or (folder == whole.parent and first == _VALUES)
        if of_chart and os.path.isfile(folder / _CHART):  # noqa: PTH113 - no error where it may not look
            found = str(folder / _CHART)
    return found


def _walked(top: str, *, text: bool, exclude: Sequence[str]) -> Iterator[Source]:
    closed: list[Source] = []

    def note(error: OSError) -> None:
        closed.append(Source(str(error.filename or top), SourceKind.UNREADABLE))

    for folder, folders, files in os.walk(top, onerror=note):
        chart = not text and _CHART in files
        names = sorted(
            name for name in folders if name not in _PASSED_OVER and not (chart and name in _OF_CHARTS)
        )
        folders[:] = []
        for name in names:
            met = _met(folder, name, exclude)
            if met:
                yield met
            else:
                folders.append(name)
        for name in sorted(files):
            source = _file(folder, name, text=text, exclude=exclude)
            if source:
                yield source
    yield from closed


def _met(folder: str, name: str, exclude: Sequence[str]) -> Source | None:
    """Give what is only counted: what is left out, and links; None of all else."""
    path = os.path.join(folder, name)  # noqa: PTH118 - tens of thousands of them
    if exclude and excluded(file_of(path), exclude):
        return Source(path, SourceKind.EXCLUDED)
    return Source(path, SourceKind.LINK) if os.path.islink(path) else None  # noqa: PTH114 - likewise


def _file(folder: str, name: str, *, text: bool, exclude: Sequence[str]) -> Source | None:
    kind = SourceKind.TEXT if text else _kind(name)
    if kind is None:
        return None
    met = _met(folder, name, exclude)
    if met:
        return met
    path = os.path.join(folder, name)  # noqa: PTH118 - tens of thousands of them
    try:
        there = os.stat(path)  # noqa: PTH116 - likewise
    except OSError:
        return Source(path, SourceKind.UNREADABLE)
    return Source(path, kind, size=there.st_size) if stat.S_ISREG(there.st_mode) else None


def _kind(name: str) -> SourceKind | None:
    """Tell by its name how a file is read; None where it is no manifest."""
    if name == _CHART:
        return SourceKind.CHART
    if name in KUSTOMIZATIONS:
        return SourceKind.KUSTOMIZATION
    return SourceKind.MANIFESTS if name.lower().endswith(_MANIFESTS) else None


def is_library(chart: str) -> bool:
    """Tell whether a chart cannot be installed: it only lends its templates to others."""
    try:
        said = yaml.safe_load(Path(chart).read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError):
        return False
    return isinstance(said, dict) and said.get("type") == "library"
