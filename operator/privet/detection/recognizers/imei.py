"""Identities of mobile devices, IMEI and IMEISV (3GPP TS 23.003, section 6): type, serial, Luhn check digit.

The first two digits are the reporting body (GSMA TS.06, annex A). IMEISV has the version of the software
instead of the check digit.
"""

from privet.detection.checksums import luhn
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_IMEI_DIGITS = 15
# GSMA TS.06: the bodies that allocate or did, and the numbers for tests.
_BODY = r"(?:0[0-9]|10|30|33|35|44|45|49|5[0-4]|86|91|98|99)"
_TEST_BODIES = frozenset(("00", "02", "03", "04", "05", "06", "07", "08", "09"))
_EXAMPLES = frozenset(("490154203237518", "352099001761481", "358240051111110", "356938035643809"))
"""Of the standards, of encyclopedias and of emulators."""


def _is_identity(digits: str) -> bool:
    return len(set(digits)) > 1 and (len(digits) > _IMEI_DIGITS or luhn(digits))


def _kind(digits: str) -> FindingClass:
    test = digits[:2] in _TEST_BODIES or digits in _EXAMPLES
    return FindingClass.EXAMPLE if test else FindingClass.PERSONAL


IMEI = Identifier(
    entity="Imei",
    standard="3GPP TS 23.003, section 6; GSMA TS.06, annex A",
    words=(
        "imei", "imeis", "imei1", "imei2", "imei number", "imeisv", "imei sv",
        "international mobile equipment identity", "mobile equipment identity",
    ),
    shape=rf"{_BODY}[ -]?[0-9]{{6}}[ -]?[0-9]{{6}}[ -]?[0-9]{{1,2}}",
    distinct=rf"{_BODY}-[0-9]{{6}}-[0-9]{{6}}-[0-9]|{_BODY}[0-9]{{6}}-[0-9]{{6}}-[0-9]",
    proof=_is_identity,
    proof_text="reporting body, Luhn check digit",
    kind=_kind,
    names=("imei", "imei number", "imeisv"),
)  # fmt: skip
