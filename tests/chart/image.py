"""Builds Privet's image from the checkout, on the base that the test clusters have."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.cluster import images
from tests.cluster.locations import REPOSITORY

IMAGE = "privet.test/privet:1"

_INPUTS = ("Containerfile", "LICENSE", "README.md", "image", "operator", "pyproject.toml", "requirements")
_AUTHORITIES = ("PIP_CERT", "SSL_CERT_FILE")
"""Variables that name what signs the registry's certificate, where it is not one that Debian knows."""
_PIP_CONFIGS = (Path("/etc/pip.conf"), Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf")


def privet_archive(name: str = IMAGE) -> Path:
    """Return the archive of the image, built from the checkout as it is now."""
    archive = images.archive_of(name)
    key = archive.with_suffix(".key")
    now = _digest()
    if not archive.exists() or not key.exists() or key.read_text(encoding="utf-8") != now:
        build(name)
        key.write_text(now, encoding="utf-8")
    return archive


def build(name: str, *, cached: bool = True) -> Path:
    """Build the image and return its archive; without the cache, every step of it."""
    return images.build_image(
        name,
        REPOSITORY,
        REPOSITORY / "Containerfile",
        base=images.python_archive(),
        options=[
            f"--build-arg=BASE={images.PYTHON}",
            f"--ignorefile={REPOSITORY / '.containerignore'}",
            "--timestamp=0",
            *_registry(),
            *(() if cached else ("--no-cache",)),
        ],
    )


def _digest() -> str:
    """Identify all that goes into the image."""
    digest = hashlib.sha256(str(images.python_archive()).encode())
    for path in _files():
        digest.update(f"{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for name in _INPUTS:
        path = REPOSITORY / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (one for one in found if one.is_file() and "__pycache__" not in one.parts)


def _registry() -> list[str]:
    """Let the build reach the registry that this machine's pip uses."""
    authority = next((os.environ[name] for name in _AUTHORITIES if os.environ.get(name)), "")
    named = os.environ.get("PIP_CONFIG_FILE")
    config = next((path for path in ([Path(named)] if named else _PIP_CONFIGS) if path.is_file()), None)
    return [
        *([f"--secret=id=ca,src={authority}"] if authority else []),
        *([f"--secret=id=pip,src={config}"] if config else []),
    ]
