"""Text in, findings out: pure, linear in the length of the text, and without the text it found."""

from privet.detection.allowed import AllowList
from privet.detection.detector import BUILT_IN_ENTITIES, DEFAULT_ENTITIES, Detector
from privet.detection.findings import (
    AllowedValue,
    Confidence,
    CustomRecognizer,
    DetectorSpec,
    Finding,
    FindingClass,
)
from privet.detection.fingerprint import Fingerprints
from privet.detection.linear import PatternError
from privet.detection.names import entity_of_name
from privet.detection.recognizers import BUILT_IN, Recognizer
from privet.detection.source import Budget, Expired, OutOfTimeError, TooMuchTextError, never

__all__ = [
    "BUILT_IN",
    "BUILT_IN_ENTITIES",
    "DEFAULT_ENTITIES",
    "AllowList",
    "AllowedValue",
    "Budget",
    "Confidence",
    "CustomRecognizer",
    "Detector",
    "DetectorSpec",
    "Expired",
    "Finding",
    "FindingClass",
    "Fingerprints",
    "OutOfTimeError",
    "PatternError",
    "Recognizer",
    "TooMuchTextError",
    "entity_of_name",
    "never",
]
