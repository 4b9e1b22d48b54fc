"""Israeli identity numbers (Population Registry Law 1965): nine digits with a Luhn check digit.

Leading zeros are often left out; then it takes a word and eight digits.
"""

from privet.detection.checksums import luhn
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_EXAMPLES = frozenset(("123456782", "000000018", "111111118", "222222226", "039337423"))
"""Counting, repeating, and the number of the documentations."""


def _is_number(digits: str) -> bool:
    return luhn(digits) and len(set(digits)) > 1


def _kind(digits: str) -> FindingClass:
    return FindingClass.EXAMPLE if digits.zfill(9) in _EXAMPLES else FindingClass.PERSONAL


IL_ID_NUMBER = Identifier(
    entity="IlIdNumber",
    standard="Population Registry Law 1965 (Israel), section 16",
    words=(
        "teudat zehut", "teudat zeut", "mispar zehut", "israeli id", "israel id", "israeli id number",
        "מספר תעודת זהות",
        "israeli identity number", "tz number", "תעודת זהות", "מספר זהות", 'ת"ז', "ת.ז",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=r"[0-9]{8}[ -]?[0-9]|[0-9]-?[0-9]{7}-?[0-9]|[0-9]{8}",
    proof=_is_number,
    proof_text="Luhn check digit",
    kind=_kind,
    names=("teudat zehut", "israeli id number", "tz number"),
)  # fmt: skip
