"""`make image`: build it from the checkout, and say what came out."""

from __future__ import annotations

import gzip
import os
import sys
import tarfile
from pathlib import Path

from tests.chart.image import IMAGE, privet_archive
from tests.chart.release import HELMS, KUBERNETES
from tests.cluster import build
from tests.cluster.errors import ClusterError
from tests.cluster.output import say

BILL = "usr/share/sbom/privet.cdx.json"
MEGABYTE = 1_000_000


def main() -> int:
    """Build the image and write its bill of materials beside it; with `ahead`, what the tests need."""
    try:
        if "ahead" in sys.argv[1:]:
            ahead()
            return 0
        archive = privet_archive()
    except ClusterError as error:
        say(str(error))
        return 1
    bill = archive.with_suffix(".cdx.json")
    bill.write_bytes(_bill(archive))
    say(f"{IMAGE} in {archive}, {len(_compressed(archive)) / MEGABYTE:.0f} MB compressed")
    say(f"made of what {bill} lists")
    return 0


def ahead() -> None:
    """Build what the chart is tested with, so that no test has to wait for it."""
    build.build(HELMS)
    for version in KUBERNETES:
        build.build(build.CONTROL_PLANE, version)
    # Only who may run a node can use the image.
    if os.geteuid() == 0:
        privet_archive()


def _compressed(archive: Path) -> bytes:
    return gzip.compress(archive.read_bytes(), compresslevel=6)


def _bill(archive: Path) -> bytes:
    """Return the file from whichever layer has it."""
    with tarfile.open(archive) as outer:
        for member in outer:
            part = outer.extractfile(member) if member.name.endswith(".tar") else None
            if part is None:
                continue
            with tarfile.open(fileobj=part) as layer:
                if BILL in layer.getnames():
                    file = layer.extractfile(BILL)
                    return file.read() if file else b""
    raise ClusterError(f"{archive} has no {BILL}")


if __name__ == "__main__":
    sys.exit(main())
