"""The built-in recognizers: one file for each kind of personal data."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from privet.detection.findings import Finding
from privet.detection.recognizers.credit_card import CreditCardRecognizer
from privet.detection.recognizers.email_address import EmailAddressRecognizer
from privet.detection.recognizers.iban import IbanRecognizer
from privet.detection.recognizers.phone_number import PhoneNumberRecognizer
from privet.detection.recognizers.us_ssn import UsSsnRecognizer


class Recognizer(Protocol):
    """What detects one entity."""

    @property
    def entity(self) -> str:
        """The entity that it finds."""

    @property
    def gate(self) -> str:
        """A pattern that occurs wherever `find` finds something unhinted; neither goes beyond a line."""

    def find(self, text: str, hinted: bool, /) -> Iterator[Finding]:
        """Find all values in one text; `hinted` says that its name speaks for the entity."""


BUILT_IN: Mapping[str, Recognizer] = {
    recognizer.entity: recognizer
    for recognizer in (
        CreditCardRecognizer(),
        EmailAddressRecognizer(),
        IbanRecognizer(),
        PhoneNumberRecognizer(),
        UsSsnRecognizer(),
    )
}
