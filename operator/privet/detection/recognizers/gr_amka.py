"""Greek social security numbers, AMKA (Law 3655/2008, article 153): date of birth, serial, Luhn digit."""

from privet.detection.checksums import luhn
from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(("01013099997",))


def _valid(value: str) -> bool:
    # The century is not written; 2000 was a leap year, 1900 was none.
    return is_date(2000 + int(value[4:6]), int(value[2:4]), int(value[:2])) and luhn(value)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


GR_AMKA = Identifier(
    entity="GrAmka",
    standard="Law 3655/2008, article 153; amka.gr",
    words=(
        "amka",
        "αριθμοσ μητρωου κοινωνικησ ασφαλισησ",
        "arithmos mitroou koinonikis asfalisis",
        "greek social security",
        "greek social security number",
        "αμκα",
        "α.μ.κ.α.",  # noqa: RUF001 - Greek
        *NATIONAL_ID,
        *SOCIAL_SECURITY,
    ),
    fields=NATIONAL_ID + SOCIAL_SECURITY,
    shape=r"[0-9]{6}[ \-]?[0-9]{5}",
    proof=_valid,
    proof_text="date of birth, Luhn",
    kind=_kind,
    names=("amka",),
)
"""One in 270 passes by chance, but it is printed as bare digits: only with a word."""
