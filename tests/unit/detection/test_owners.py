"""Behind a key that names another kind of data stands that kind."""

import pytest

from privet.detection.findings import Confidence, Finding
from privet.detection.owners import owned


def a_finding(
    text: str, value: str, confidence: Confidence = Confidence.MEDIUM, entity: str = "PhoneNumber"
) -> tuple[bytes, Finding]:
    start = text.index(value)
    return text.encode(), Finding(start, start + len(value), entity, confidence)


@pytest.mark.parametrize(
    "text", ["nhs: 1234", '"nhsNumber": "1234"', "PATIENT_NHS_NUMBER=1234", "--nhs-number=1234", "ssn = 1234"]
)
def test_a_key_of_another_entity_owns_the_value(text: str) -> None:
    assert owned(*a_finding(text, "1234"))


@pytest.mark.parametrize(
    "text", ["phone: 1234", "mobileNumber=1234", "1234", "order: 1234", "nhs:\n1234", "see nhs and 1234"]
)
def test_its_own_key_and_any_other_word_do_not(text: str) -> None:
    assert not owned(*a_finding(text, "1234"))


def test_what_a_check_digit_proves_is_what_it_is() -> None:
    assert not owned(*a_finding("nhs: 1234", "1234", entity="CreditCard"))


def test_what_is_unmistakable_is_what_it_is() -> None:
    assert not owned(*a_finding("nhs: 1234", "1234", Confidence.HIGH))
