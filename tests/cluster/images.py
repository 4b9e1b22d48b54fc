"""The images that containers run, made here: there is no registry to pull them from."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster import build, debian
from tests.cluster.errors import TAIL_LINES, BuildError
from tests.cluster.locations import cache_root, locked
from tests.cluster.output import say

BASE = "privet.test/base:1"
"""Debian bookworm with Python 3 and a shell."""

PYTHON = "privet.test/python:1"
"""The same with what makes Python environments: what Privet's own image is built on here."""

PAUSE = "privet.test/pause:1"
"""What holds a pod's namespaces open."""

BASE_PACKAGES = ("python3", "ca-certificates")
PYTHON_PACKAGES = (*BASE_PACKAGES, "python3-venv")
SUITE = "bookworm"
UNUSED_SHARES = ("doc", "man", "info", "locale")
"""What no test reads; unpacking it into each node would take seconds."""


@dataclass(frozen=True, kw_only=True)
class ImageConfig:
    """What a container of the image runs when its pod does not say."""

    command: Sequence[str] = ("/bin/sh",)
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = ""


def base_archives() -> list[Path]:
    """Return the archives of the images that every node has, after building those that are missing."""
    return [base_archive(), pause_archive()]


def base_archive() -> Path:
    """Return the archive of the base image."""
    return _debian_archive(BASE, BASE_PACKAGES)


def python_archive() -> Path:
    """Return the archive of the image on which Privet's own is built."""
    return _debian_archive(PYTHON, PYTHON_PACKAGES)


def _debian_archive(name: str, packages: Sequence[str]) -> Path:
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    config = ImageConfig(command=("/bin/bash",), environment={"PATH": path})
    recipe = [SUITE, *packages, *UNUSED_SHARES, str(config)]
    return _once(
        name, recipe, lambda scratch: write_archive(_debian(scratch, packages), name, config, scratch)
    )


def pause_archive() -> Path:
    """Return the archive of the sandbox image."""
    program = build.build(["pause"])["pause"]
    config = ImageConfig(command=("/pause",), user="65535")
    recipe = [build.component("pause").key(), str(config)]
    return _once(
        PAUSE, recipe, lambda scratch: write_archive(_pause(program, scratch), PAUSE, config, scratch)
    )


def write_archive(layer: Path, name: str, config: ImageConfig, folder: Path) -> Path:
    """Write an image archive of one layer, in the layout that `docker save` made common."""
    digest = _sha256(layer)
    description = json.dumps(
        {
            "architecture": _architecture(),
            "os": "linux",
            "config": {
                "Cmd": list(config.command),
                "Env": [f"{key}={value}" for key, value in config.environment.items()],
                "User": config.user,
            },
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
            "history": [{"created_by": "privet tests"}],
        }
    ).encode()
    config_name = f"{hashlib.sha256(description).hexdigest()}.json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": [f"{digest}.tar"]}]
    archive = folder / "image.tar"
    with tarfile.open(archive, "w") as file:
        _add(file, config_name, description)
        _add(file, "manifest.json", json.dumps(manifest).encode())
        file.add(layer, arcname=f"{digest}.tar")
    return archive


def build_image(
    name: str, context: Path, containerfile: Path, *, base: Path | None = None, options: Sequence[str] = ()
) -> Path:
    """Build an ordinary Containerfile, in which the base image can be used; return the archive.

    The archive is built anew at each call; its layers come from buildah's own cache. `base` is the archive of
    another base, `options` go to buildah.
    """
    debian.require(debian.IMAGE_PACKAGES)
    archive = archive_of(name)
    archive.parent.mkdir(parents=True, exist_ok=True)
    with locked(cache_root() / "buildah.lock"):
        _run("buildah pull", ["buildah", "pull", "--quiet", f"docker-archive:{base or base_archive()}"])
        bud = ["buildah", "bud", "--quiet", "--layers", "--isolation", "chroot", "--network", "host"]
        _run(f"building image {name}", [*bud, *options, "-t", name, "-f", str(containerfile), str(context)])
        archive.unlink(missing_ok=True)
        _run("buildah push", ["buildah", "push", "--quiet", name, f"docker-archive:{archive}:{name}"])
    return archive


def archive_of(name: str) -> Path:
    """Return where `build_image` puts an image's archive."""
    return cache_root() / "images" / f"{_slug(name)}.tar"


def _once(name: str, recipe: Sequence[str], make: Callable[[Path], Path]) -> Path:
    """Return the archive of a recipe, after making it when no process has made it yet."""
    key = hashlib.sha256("\0".join(recipe).encode()).hexdigest()[:16]
    target = cache_root() / "images" / f"{_slug(name)}-{key}.tar"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return target
    with locked(target.with_suffix(".lock")):
        if not target.exists():
            started = time.monotonic()
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".image-") as scratch:
                make(Path(scratch)).rename(target)
            say(f"made image {name} in {time.monotonic() - started:.0f} s")
    return target


def _debian(scratch: Path, packages: Sequence[str]) -> Path:
    """Return the root file system of a small Debian as one layer."""
    layer = scratch / "layer.tar"
    excluded = (f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in UNUSED_SHARES)
    include = f"--include={','.join(packages)}"
    _run(
        f"making an image of {SUITE}",
        ["mmdebstrap", "--quiet", "--variant=minbase", include, *excluded, SUITE, str(layer)],
    )
    return layer


def _pause(program: Path, scratch: Path) -> Path:
    """Return a layer that holds one static program."""
    layer = scratch / "layer.tar"
    with tarfile.open(layer, "w") as file:
        file.add(program, arcname="pause")
    return layer


def _run(what: str, command: Sequence[str]) -> None:
    """Run a command to its end, with a word now and then; raise with its last words."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output) as process:
            code = None
            while code is None:
                try:
                    code = process.wait(timeout=build.PROGRESS_SECONDS)
                except subprocess.TimeoutExpired:
                    say(f"{what}: {time.monotonic() - started:.0f} s")
        if code != 0:
            output.seek(0)
            words = output.read().decode(errors="replace").splitlines()[-TAIL_LINES:]
            raise BuildError(f"{what} failed (exit {code}):\n" + "\n".join(words))


def _add(file: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    file.addfile(entry, io.BytesIO(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _architecture() -> str:
    return build.go_version().rpartition("-")[2]


def _slug(name: str) -> str:
    return name.replace("/", "-").replace(":", "-")
