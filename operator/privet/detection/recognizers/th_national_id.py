"""Thai national identification numbers: thirteen digits, printed `N-NNNN-NNNNN-NN-C`, check digit modulo 11.

The first digit is the kind of registration, 1 to 8 (Department of Provincial Administration, Civil
Registration Act B.E. 2534). Marks above and below Thai letters are folded away before; the words are
written without.
"""

from privet.detection.fields import IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("1234567890121", "1101700230708", "1111111111119"))
_LENGTH = 13


def _is_number(digits: str) -> bool:
    total = sum((_LENGTH - place) * int(digit) for place, digit in enumerate(digits[:-1]))
    return int(digits[-1]) == (11 - total % 11) % 10


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


TH_NATIONAL_ID = Identifier(
    entity="ThNationalId",
    standard="Civil Registration Act B.E. 2534 (Thailand), section 16",
    words=(
        "thai id", "thai national id", "thai id card", "thai citizen id", "thailand id", "bat prachachon",
        "pid thai", "ประชาชน",
        *NATIONAL_ID, *IDENTITY_CARD,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD,
    shape=r"[1-8][ -]?[0-9]{4}[ -]?[0-9]{5}[ -]?[0-9]{2}[ -]?[0-9]",
    distinct=r"[1-8]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]|[1-8] [0-9]{4} [0-9]{5} [0-9]{2} [0-9]",
    proof=_is_number,
    proof_text="first digit 1 to 8, weighted check digit modulo 11",
    kind=_kind,
    names=("thai id", "thai national id", "thai id card"),
)  # fmt: skip
