"""Dutch citizen service numbers (Wabb, article 2; Besluit BSN): nine digits that pass the eleven-proof.

Weights 9 to 2, and -1 for the last digit (Logisch Ontwerp BSN, RvIG). Numbers from 9999 on are for tests.
"""

from privet.detection.checksums import mod_11
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_TEST_NUMBERS = "9999"
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("111222333", "123456782"))


def _valid(value: str) -> bool:
    return len(set(value)) > 1 and not value.startswith("00") and mod_11(value, _WEIGHTS)


def _kind(value: str) -> FindingClass:
    test = value.startswith(_TEST_NUMBERS) or value in _EXAMPLES
    return FindingClass.EXAMPLE if test else FindingClass.PERSONAL


NL_BSN = Identifier(
    entity="NlBsn",
    standard="Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp BSN",
    words=(
        "bsn",
        "burgerservicenr",
        "bsn nummer",
        "bsn number",
        "burgerservicenummer",
        "burger service nummer",
        "sofinummer",
        "sofi nummer",
        "citizen service number",
        "dutch bsn",
        "dutch tax id",
        "dutch social security number",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=r"[0-9]{4}[ .\-]?[0-9]{2}[ .\-]?[0-9]{3}|[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}",
    proof=_valid,
    proof_text="eleven-proof",
    kind=_kind,
    names=("bsn", "burgerservicenummer", "sofinummer"),
)
"""One in eleven passes by chance: only with a word."""
