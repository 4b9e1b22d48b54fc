"""The detectors that are compared, each in a process of its own on one core."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from benchmarks import _detection_worker as worker

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".run" / "detection"
"""What the benchmark installs and downloads; thrown away with it."""

REQUIREMENTS = ROOT / "benchmarks" / "requirements-detection.txt"
OWN = ("privet", "privet without RE2", "privet, all classes", "re")
"""What runs in the project's own environment."""

OTHERS = ("presidio-analyzer", "cpex-pii-filter", "datafog-core", "phonenumbers", "re")
START_SECONDS = 120
BATCH = 500


class SlowToolError(TimeoutError):
    """A tool that did not answer in time; it has been ended."""


def environment() -> Path:
    """Install the other tools, apart from privet, once; give their interpreter."""
    place = FOLDER / "tools"
    stamp = place / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != REQUIREMENTS.read_bytes():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            str(REQUIREMENTS),
        ]
        subprocess.run([str(place / "bin" / "python"), *install], check=True)
        shutil.copy(REQUIREMENTS, stamp)
    return place / "bin" / "python"


class Tool(AbstractContextManager["Tool"]):
    """One running detector. What it is asked it answers within a time, or it is ended."""

    def __init__(self, name: str) -> None:
        python = Path(sys.executable) if name in OWN else environment()
        paths = os.pathsep.join((str(ROOT / "operator"), str(ROOT)))
        self.name = name
        self._process = subprocess.Popen(
            [str(python), str(Path(worker.__file__)), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths if name in OWN else "", "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
        )
        os.sched_setaffinity(self._process.pid, {min(os.sched_getaffinity(0))})
        ready = self._read(START_SECONDS)
        self.start: Mapping[str, float] = ready["start"]
        self.entities = frozenset(ready["entities"])

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def scan(self, texts: Sequence[str], seconds: float = 600) -> list[list[worker.Span]]:
        """Give the findings in each text; a text that the tool refuses has none."""
        found: list[list[worker.Span]] = []
        for at in range(0, len(texts), BATCH):
            answers = self._ask({"op": "scan", "texts": texts[at : at + BATCH]}, seconds)
            found += [[(entity, start, end) for entity, start, end in one or ()] for one in answers]
        return found

    def time(
        self, rounds: Iterable[Sequence[str]], budget: float = 8, seconds: float = 60
    ) -> tuple[float, float]:
        """Give the median seconds for a byte and for a text, over rounds of different texts."""
        answer = self._ask({"op": "time", "rounds": list(rounds), "budget": budget}, seconds)
        return answer["per_byte"], answer["per_text"]

    def time_fields(self, rounds: Sequence[Sequence[Sequence[tuple[str, str]]]], budget: float = 8) -> float:
        """Give the median seconds for all strings of one pod; only privet takes strings with their names."""
        return float(self._ask({"op": "time fields", "rounds": rounds, "budget": budget}, 60)["per_text"])

    def _ask(self, request: Mapping[str, object], seconds: float) -> Any:  # noqa: ANN401 - whatever was asked for
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._read(seconds)

    def _read(self, seconds: float) -> Any:  # noqa: ANN401
        assert self._process.stdout is not None
        expiry = threading.Timer(seconds, self._process.kill)
        expiry.start()
        try:
            line = self._process.stdout.readline()
        finally:
            expiry.cancel()
        if not line:
            raise SlowToolError(f"{self.name} gave no answer within {seconds:.0f} s")
        return json.loads(line)
