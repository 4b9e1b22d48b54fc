"""Writes what the image is made of as CycloneDX: the installed distributions, and Debian's packages.

Run in the build stage: `python -m image.sbom ENVIRONMENT ROOT OUTPUT`, by the Python that has cyclonedx-bom.
"""

import json
import subprocess
import sys
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

SPEC_VERSION = "1.6"


def main() -> None:
    """Write the file."""
    environment, root, output = (Path(word) for word in sys.argv[1:4])
    bill = _distributions(environment)
    bill["components"] += _packages(root)
    output.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _distributions(environment: Path) -> dict[str, Any]:
    answer = subprocess.run(  # noqa: S603 - our own words
        [
            *(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"),
            *("--spec-version", SPEC_VERSION, "--output-format", "JSON", "--pyproject", "pyproject.toml"),
            *("--mc-type", "application", environment / "bin" / "python"),
        ],
        capture_output=True,
        check=True,
    )
    bill: dict[str, Any] = json.loads(answer.stdout)
    return bill


def _packages(root: Path) -> list[dict[str, Any]]:
    """Describe the packages whose files the image has; they are named in the root by image.rootfs."""
    found = []
    for path in sorted((root / "var/lib/dpkg/status.d").glob("*")):
        fields = HeaderParser().parsestr(path.read_text(encoding="utf-8"))
        name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
        purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}"
        found.append(
            {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": f"deb:{name}"}
        )
    return found


if __name__ == "__main__":
    main()
