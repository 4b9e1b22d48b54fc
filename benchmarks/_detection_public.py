"""Public text of other people: manifests from modules that the tests build, and the presidio-research set.

Neither is part of this repository. The manifests are read where Go keeps the sources of what `tests/cluster`
builds anyway, at the versions that its go.mod files pin (all Apache-2.0 or MIT); the sentences come in the
source package of presidio-evaluator (MIT).
"""

import json
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks._detection_tools import FOLDER
from tests.cluster.modules import GO_ROOT, UPSTREAMS
from tests.corpus.sample import Label, Sample

MAX_UNIT = 20_000
"""Characters of one manifest; longer ones are cut there."""

MAX_OF_ONE = 400
"""Manifests of one module: some keep thousands that differ in a word."""

SENTENCES = "presidio-evaluator==0.3.2"
_SET = "data/synth_dataset_v2.json"
_ENTITIES = {
    "EMAIL_ADDRESS": "EmailAddress", "PHONE_NUMBER": "PhoneNumber", "CREDIT_CARD": "CreditCard",
    "IBAN_CODE": "Iban", "US_SSN": "UsSsn",
}  # fmt: skip
_NOT_KUBERNETES = ("/.github/", "/.circleci/", "/openapi", "/api/openapi-spec/", ".golangci", "/hack/")


def manifests() -> dict[str, str]:
    """Give manifests by the module, file and number they have; duplicates once."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for folder in _module_folders():
        taken = 0
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
            for number, text in _units(path):
                if text not in seen and taken < MAX_OF_ONE:
                    seen.add(text)
                    taken += 1
                    found[f"{folder.name}/{path.relative_to(folder)}#{number}"] = text
    return found


def _module_folders() -> list[Path]:
    """Give the sources of every module that the newest tools are built from."""
    newest = {upstream.name for upstream in UPSTREAMS if upstream.name.startswith("kubernetes")}
    wanted = [one.folder for one in UPSTREAMS if one.name not in sorted(newest)[:-1]]
    folders: set[Path] = set()
    for folder in wanted:
        command = ["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", "all"]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        folders |= {
            Path(line) for line in answer.stdout.splitlines() if line and not line.startswith(str(GO_ROOT))
        }
    return sorted(folders)


def _units(path: Path) -> Iterator[tuple[int, str]]:
    """Split a file into its documents; those without a kind are no manifests."""
    if any(part in f"/{path}" for part in _NOT_KUBERNETES):
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, unit in enumerate(text.split("\n---")):
        if "kind:" in unit and "apiVersion:" in unit:
            yield number, unit[:MAX_UNIT]


def sentences() -> list[Sample]:
    """Give the labelled sentences of presidio-research (1,500, generated with Faker; MIT)."""
    place = FOLDER / "presidio-research"
    if not any(place.glob("*.tar.gz")):
        place.mkdir(parents=True, exist_ok=True)
        command = [
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-binary",
            ":all:",
        ]
        subprocess.run([sys.executable, "-m", *command, "--dest", str(place), SENTENCES], check=True)
    with tarfile.open(next(place.glob("*.tar.gz"))) as package:
        name = next(one for one in package.getnames() if one.endswith(_SET))
        held = package.extractfile(name)
        assert held is not None
        return [_sentence(one) for one in json.load(held)]


def _sentence(one: dict[str, object]) -> Sample:
    spans = one["spans"]
    assert isinstance(spans, list)
    labels = [
        Label(span["start_position"], span["end_position"], _ENTITIES[span["entity_type"]])
        for span in spans
        if span["entity_type"] in _ENTITIES
    ]
    return Sample(str(one["full_text"]), tuple(labels), "presidio-research")


def flagged(answers: Sequence[Sequence[tuple[str, int, int]]]) -> tuple[int, Counter[str]]:
    """Count the texts with a finding, and the findings by entity."""
    return sum(map(bool, answers)), Counter(entity for spans in answers for entity, _, _ in spans)
