"""What one recognizer says about a text."""

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.recognizer import Recognizer
from privet.detection.source import Source


def findings(recognizer: Recognizer, text: str) -> list[Finding]:
    return list(recognizer.find(Source.of(text)))


def found(recognizer: Recognizer, text: str) -> list[str]:
    data = text.encode()
    return [data[one.start : one.end].decode() for one in findings(recognizer, text)]


def confidences(recognizer: Recognizer, text: str) -> list[Confidence]:
    return [one.confidence for one in findings(recognizer, text)]


def kinds(recognizer: Recognizer, text: str) -> set[FindingClass]:
    return {one.kind for one in findings(recognizer, text)}
