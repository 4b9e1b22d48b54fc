"""Text in, findings out: pure, linear in the length of the text, and without the text it found."""

from privet.detection.allowed import AllowList
from privet.detection.detector import BUILT_IN_ENTITIES, MAX_TEXT, Detector, TextTooLongError
from privet.detection.findings import (
    AllowedValue,
    Confidence,
    CustomRecognizer,
    DetectorSpec,
    Finding,
    FindingClass,
)
from privet.detection.linear import PatternError
from privet.detection.names import entity_of_name

__all__ = [
    "BUILT_IN_ENTITIES",
    "MAX_TEXT",
    "AllowList",
    "AllowedValue",
    "Confidence",
    "CustomRecognizer",
    "Detector",
    "DetectorSpec",
    "Finding",
    "FindingClass",
    "PatternError",
    "TextTooLongError",
    "entity_of_name",
]
