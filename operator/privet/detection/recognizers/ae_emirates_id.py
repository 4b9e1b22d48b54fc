"""Emirates ID numbers (Federal Law 9 of 2006, now Federal Decree-Law 25 of 2021): `784-YYYY-NNNNNNN-C`.

784 is the country (ISO 3166-1). The check digit is Luhn's, but numbers of the first years do not keep to
it: it decides only where digits stand bare and without a word.
"""

from collections.abc import Iterator

from privet.detection.checksums import luhn
from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.identifier import Identifier
from privet.detection.source import Source

_EXAMPLES = frozenset(("784198012345678", "784199012345678"))
_BARE_DIGITS = 15
_YEAR = r"(?:19|20)[0-9]{2}"


def _is_number(digits: str) -> bool:
    return digits[7:14] != "0000000"


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


class _EmiratesId(Identifier):
    """An identifier whose bare digits are evidence only together with the check digit."""

    def find(self, source: Source) -> Iterator[Finding]:
        """Find every number, each once; places are bytes of the text."""
        for finding in super().find(source):
            spelled = source.data[finding.start : finding.end].decode()
            printed = len(spelled) != _BARE_DIGITS
            if printed or finding.confidence is not Confidence.MEDIUM or luhn(spelled):
                yield finding


AE_EMIRATES_ID = _EmiratesId(
    entity="AeEmiratesId",
    standard="Federal Decree-Law 25 of 2021 (United Arab Emirates); ICP, identity card",
    words=(
        "emirates id", "emirates id number", "emiratesid", "uae id", "uae national id", "eida number",
        "eid number", "هوية",
        "الهوية الإماراتية", "رقم الهوية",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=rf"784[ -]?{_YEAR}[ -]?[0-9]{{7}}[ -]?[0-9]",
    distinct=rf"784-{_YEAR}-[0-9]{{7}}-[0-9]|784{_YEAR}[0-9]{{8}}",
    proof=_is_number,
    proof_text="country, year of birth; Luhn where bare and without a word",
    kind=_kind,
    names=("emirates id", "emirates id number", "uae id"),
)  # fmt: skip
