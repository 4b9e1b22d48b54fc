"""The logs of a long-running command: JSON lines from which the detection engine takes personal data."""

from collections.abc import Callable

from privet.detection import DEFAULT_ENTITIES, Confidence, Detector, DetectorSpec
from privet.telemetry import configure_logging


def start_logging(level: str) -> None:
    """Send the process's logs to standard error, redacted."""
    configure_logging(level, redactor())


def redactor() -> Callable[[str], str]:
    """Give what replaces all personal data in a text, examples too, by the name of its entity."""
    detector = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES, min_confidence=Confidence.MEDIUM))

    def redact(text: str) -> str:
        end = len(text)
        kept: list[str] = []
        # From the end, so that what is cut does not move what is still to be cut.
        for finding in sorted(detector.scan(text), key=lambda one: one.start, reverse=True):
            if finding.start < end:
                kept += (text[min(finding.end, end) : end], f"[{finding.entity}]")
                end = finding.start
        return text[:end] + "".join(reversed(kept))

    return redact
