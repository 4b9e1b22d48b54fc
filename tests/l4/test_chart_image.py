"""What is in the image, and what is not."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chart.image import build, privet_archive
from tests.cluster.errors import RequirementError
from tests.cluster.locations import REPOSITORY

pytestmark = pytest.mark.timeout(1200)

AGAIN = "privet.test/privet-again:1"
MEGABYTE = 1_000_000
PROGRAMS = re.compile(r"(^|/)(sh|bash|dash|busybox|apt|apt-get|dpkg|pip3?|perl|curl|wget)$")


@dataclass(frozen=True)
class Image:
    config: dict[str, object]
    layers: tuple[str, ...]
    members: dict[str, tarfile.TarInfo]
    size: int
    archive: Path

    def read(self, name: str) -> bytes:
        """Return the content of a file of the last layer."""
        with tarfile.open(self.archive) as outer, tarfile.open(fileobj=_last(outer)) as layer:
            file = layer.extractfile(name)
            assert file is not None
            return file.read()


def _last(outer: tarfile.TarFile) -> tarfile.ExFileObject:
    return _part(outer, _manifest(outer)["Layers"][-1])


def _part(outer: tarfile.TarFile, name: str) -> tarfile.ExFileObject:
    file = outer.extractfile(name)
    assert isinstance(file, tarfile.ExFileObject)
    return file


def _manifest(outer: tarfile.TarFile) -> dict[str, list[str]]:
    found: list[dict[str, list[str]]] = json.loads(_part(outer, "manifest.json").read())
    return found[0]


def opened(archive: Path) -> Image:
    members: dict[str, tarfile.TarInfo] = {}
    size = 0
    with tarfile.open(archive) as outer:
        manifest = _manifest(outer)
        whole = json.loads(_part(outer, str(manifest["Config"])).read())
        for name in manifest["Layers"]:
            size += outer.getmember(name).size if outer.getmember(name).isfile() else 0
            with tarfile.open(fileobj=_part(outer, name)) as layer:
                members |= {one.name: one for one in layer}
    return Image(whole["config"], tuple(whole["rootfs"]["diff_ids"]), members, size, archive)


@pytest.fixture(scope="module")
def image() -> Image:
    try:
        return opened(privet_archive())
    except RequirementError as error:
        pytest.skip(f"no image: {error}")


def test_there_is_no_shell_and_no_package_manager(image: Image) -> None:
    found = [name for name, one in image.members.items() if one.isfile() and PROGRAMS.search(name)]

    assert found == []
    assert not [name for name in image.members if "/site-packages/pip" in name or "/ensurepip" in name]


def test_it_runs_as_nobody_in_particular(image: Image) -> None:
    assert image.config["User"] == "65532:65532"
    assert image.config["Entrypoint"] == ["/opt/privet/bin/python", "-m", "privet"]


def test_nothing_in_it_is_writable_or_privileged(image: Image) -> None:
    odd = [
        name
        for name, one in image.members.items()
        if not one.issym() and (one.mode & 0o6000 or (one.mode & 0o002 and name != "tmp"))
    ]

    assert odd == []
    assert {one.uid for one in image.members.values()} == {0}


def test_it_says_what_it_is(image: Image) -> None:
    labels = image.config["Labels"]

    assert isinstance(labels, dict)
    for name in ("title", "description", "licenses", "version", "revision", "documentation"):
        assert labels[f"org.opencontainers.image.{name}"]


def test_everything_is_compiled_and_nothing_looks_at_times(image: Image) -> None:
    sources = {name for name in image.members if name.startswith("opt/privet/") and name.endswith(".py")}
    missing = {
        name
        for name in sources
        if not any(_compiled(name, version) in image.members for version in ("311", "312", "313", "314"))
    }

    # Templates of a code generator are no modules.
    assert {name for name in missing if "/privet/" in name.partition("site-packages")[2]} == set()
    assert len(missing) < len(sources) / 100
    cached = image.read(next(name for name in image.members if "privet/__pycache__/settings." in name))
    assert int.from_bytes(cached[4:8], "little") == 1  # a hash that is not checked


def _compiled(source: str, version: str) -> str:
    folder, _, file = source.rpartition("/")
    return f"{folder}/__pycache__/{file.removesuffix('.py')}.cpython-{version}.pyc"


def test_the_bill_of_materials_names_everything(image: Image) -> None:
    bill = json.loads(image.read("usr/share/sbom/privet.cdx.json"))
    named = {_normal(one["name"]): one for one in bill["components"]}
    lock = (REPOSITORY / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+) \\$", lock, re.MULTILINE))

    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "privet"
    assert len(locked) > 40
    assert {name: named[name]["version"] for name in locked} == locked
    assert {"libc6", "libssl3", "zlib1g"} <= named.keys()
    assert "file:" not in json.dumps(bill)


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")


def test_it_is_small(image: Image) -> None:
    # Compressed it is about a fifth of that.
    assert image.size < 320 * MEGABYTE


def test_built_twice_it_is_the_same(image: Image) -> None:
    again = opened(build(AGAIN, cached=False))
    try:
        assert again.layers == image.layers
    finally:
        again.archive.unlink()
        subprocess.run(["buildah", "rmi", AGAIN], check=True, capture_output=True)
