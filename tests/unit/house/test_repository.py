"""What every change must leave true of the repository: its locks agree, and nothing is of one machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
RUNTIME = PROJECT["project"]["dependencies"]


def asked(name: str) -> list[str]:
    lines = (REPOSITORY / "requirements" / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


DEVELOPMENT = [
    *RUNTIME,
    *PROJECT["project"]["optional-dependencies"]["dev"],
    *PROJECT["build-system"]["requires"],
    *asked("tools.in"),
]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\]+)? \\$")


def pins(name: str) -> dict[str, str]:
    lines = (REPOSITORY / "requirements" / name).read_text().splitlines()
    return {match[1]: match[2] for line in lines if (match := _PIN.match(line))}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True)
    paths = (REPOSITORY / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        pytest.param("runtime.txt", RUNTIME, id="runtime"),
        pytest.param("dev.txt", DEVELOPMENT, id="dev"),
        pytest.param("image.txt", asked("image.in"), id="image"),
    ],
)
def test_every_requirement_is_locked_at_a_version_it_admits(name: str, wanted: list[str]) -> None:
    locked = pins(name)
    requirements = [Requirement(text) for text in wanted]

    wrong = [
        str(one) for one in requirements if not one.specifier.contains(locked.get(one.name.lower(), "0"))
    ]

    assert not wrong, f"run requirements/lock.sh: {wrong}"


def test_development_runs_what_is_shipped() -> None:
    assert pins("runtime.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "image.txt"])
def test_every_locked_version_has_its_hashes(name: str) -> None:
    text = (REPOSITORY / "requirements" / name).read_text()

    entries = re.split(r"\n(?=[a-z0-9])", text)

    assert len(entries) == len(pins(name))
    assert not [entry for entry in entries if "--hash=sha256:" not in entry]


def test_lock_files_name_no_registry() -> None:
    locks = [*(REPOSITORY / "requirements").glob("*"), *(REPOSITORY / "tests").rglob("go.sum")]

    assert not [path.name for path in locks if "://" in path.read_text()]


def test_every_dependency_has_its_reason() -> None:
    reasons = (REPOSITORY / "docs" / "decisions" / "0002-dependencies.md").read_text()

    missing = [
        one.name for one in map(Requirement, RUNTIME) if not re.search(rf"\b{re.escape(one.name)}\b", reasons)
    ]

    assert not missing


def test_no_tracked_file_names_a_place_of_this_machine() -> None:
    texts = {path: path.read_bytes() for path in tracked()}

    assert not [path.name for path, text in texts.items() if str(REPOSITORY).encode() in text]


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in tracked():
        if page.suffix == ".md":
            links = re.findall(r"""\]\(([^)#\s]+)[^)]*\)|src="([^"]+)\"""", page.read_text())
            targets = [first or second for first, second in links]
            broken += [
                f"{page.name}: {target}"
                for target in targets
                if "://" not in target and not (page.parent / target).exists()
            ]

    assert not broken


def test_the_layout_does_not_shadow_the_standard_library() -> None:
    assert not (REPOSITORY / "operator" / "__init__.py").exists()
