"""Fuzzing the engine with atheris, where it is installed: `python -m tests.fuzz_detection`.

Any error but TooMuchTextError, a place outside of the text, and text in a `repr` or an error end the run.
Begins with the hostile strings of the unit tests; a folder for what it finds may be named.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.engines.hostile import UNITS
from tests.unit.detection.values import BY_ENTITY

LEAST_SHOWN = 6
"""Shorter values stand in any `repr` by chance."""


class Target:
    """Scans one input after the other."""

    def __init__(self, detection: Any) -> None:  # noqa: ANN401 - imported while atheris looks on
        self._detection = detection
        self._detector = detection.Detector(
            detection.DetectorSpec(
                entities=detection.BUILT_IN_ENTITIES, min_confidence=detection.Confidence.LOW
            )
        )

    def __call__(self, data: bytes) -> None:
        """Scan one input, parted into texts, the first byte telling whether they have names."""
        texts = data[1:].decode("utf-8", "surrogateescape").split("\0")
        names = texts[::-1] if data[:1] > b"\x7f" else ()
        budget = self._detection.Budget(candidates=5_000, decoded=1 << 18)
        try:
            found = self._detector.scan_fields(texts, names, budget=budget)
        except self._detection.TooMuchTextError as error:
            if any(len(text) >= LEAST_SHOWN and text in str(error) for text in texts):
                raise AssertionError("an error shows the text") from error
            return
        for number, one in found:
            if not 0 <= one.start < one.end <= len(texts[number]):
                raise AssertionError("a place outside of the text")
            value = texts[number][one.start : one.end]
            if (
                len(value) >= LEAST_SHOWN
                and any(sign not in "0123456789" for sign in value)
                and value in repr(one)
            ):
                raise AssertionError("a finding shows its text")


def main() -> None:
    """Run until the options of libFuzzer say that it is enough."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["privet.detection"]):
        detection = import_module("privet.detection")
    with tempfile.TemporaryDirectory() as seeds:
        for number, unit in enumerate((*UNITS.values(), *BY_ENTITY.values())):
            Path(seeds, str(number)).write_bytes(b"\x80" + unit.encode("utf-8", "surrogatepass")[:400] * 2)
        atheris.Setup([*sys.argv, seeds], Target(detection))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
