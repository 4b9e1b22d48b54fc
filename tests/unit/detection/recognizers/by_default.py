"""What a detector with all default entities says of one of them."""

from privet.detection import DEFAULT_ENTITIES, Confidence, Detector, DetectorSpec, FindingClass

DETECTOR = Detector.for_spec(DetectorSpec(entities=DEFAULT_ENTITIES))


def values(entity: str, text: str, name: str = "") -> list[str]:
    return [text[one.start : one.end] for one in DETECTOR.scan(text, name) if one.entity == entity]


def kinds(entity: str, text: str) -> set[FindingClass]:
    return {one.kind for one in DETECTOR.candidates(text) if one.entity == entity}


def confidences(entity: str, text: str, name: str = "") -> set[Confidence]:
    return {one.confidence for one in DETECTOR.scan(text, name) if one.entity == entity}
