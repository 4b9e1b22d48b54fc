"""Indian Aadhaar numbers (UIDAI): twelve digits, the first 2 to 9, Verhoeff check digit.

Numbering: "A UID Numbering Scheme" (UIDAI, 2010). No number reads the same backwards. Twelve digits with
one check digit are common (account numbers of clouds among them), in groups of four as well: a word is
needed.
"""

from privet.detection.checksums import verhoeff
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# What UIDAI's documentation of its interfaces uses as input for tests.
_EXAMPLES = frozenset(("999941057058", "999971658847", "999933119405", "999955183433", "999990501894"))
_LOWEST_FIRST_DIGIT = "2"


def _is_number(digits: str) -> bool:
    return digits[0] >= _LOWEST_FIRST_DIGIT and digits != digits[::-1] and verhoeff(digits)


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


IN_AADHAAR = Identifier(
    entity="InAadhaar",
    standard="UIDAI, A UID Numbering Scheme (2010)",
    words=(
        "aadhaar", "aadhar", "adhaar", "adhar card", "aadhaar number", "uidai", "uid number", "आधार",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=r"[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}",
    proof=_is_number,
    proof_text="first digit 2 to 9, no palindrome, Verhoeff check digit",
    kind=_kind,
    names=("aadhaar", "aadhaar number", "aadhaar no", "aadhar number", "aadhaar id"),
)  # fmt: skip
