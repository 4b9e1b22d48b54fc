"""Builds Privet's image from the checkout, on the base that the test clusters have."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cluster import images
from tests.cluster.locations import REPOSITORY

IMAGE = "privet.test/privet:1"

_AUTHORITIES = ("PIP_CERT", "SSL_CERT_FILE")
"""Variables that name what signs the registry's certificate, where it is not one that Debian knows."""
_PIP_CONFIGS = (Path("/etc/pip.conf"), Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf")


def privet_archive(name: str = IMAGE, *, cached: bool = True) -> Path:
    """Return the archive of the image, built from the checkout as it is now."""
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


def _registry() -> list[str]:
    """Let the build reach the registry that this machine's pip uses."""
    authority = next((os.environ[name] for name in _AUTHORITIES if os.environ.get(name)), "")
    named = os.environ.get("PIP_CONFIG_FILE")
    config = next((path for path in ([Path(named)] if named else _PIP_CONFIGS) if path.is_file()), None)
    return [
        *([f"--secret=id=ca,src={authority}"] if authority else []),
        *([f"--secret=id=pip,src={config}"] if config else []),
    ]
