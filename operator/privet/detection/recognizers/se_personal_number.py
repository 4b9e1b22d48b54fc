"""Swedish personal identity numbers (personnummer) and coordination numbers (samordningsnummer).

Folkbokföringslag (1991:481) 18 §, lag (2022:1697) om samordningsnummer, SKV 704: birth date, `-` or from
the hundredth year on `+`, birth number, Luhn digit over the last ten. A coordination number adds 60 to the
day.
"""

from privet.detection.checksums import luhn
from privet.detection.dates import is_short_date
from privet.detection.fields import NATIONAL_ID, SOCIAL_SECURITY
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_SHORT = 10
_COORDINATION = 60
# Skatteverket's brochures, and the test person "Tolvan Tolvansson".
_EXAMPLES = frozenset(("6408233234", "7010632391", "8112189876", "1212121212"))

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_MONTH_AND_DAY = rf"(?:0[1-9]|1[0-2]){_DAY}"
_NO_TIME = "(?:(?:2[4-9]|[3-9][0-9])[0-9]{2}|(?:[01][0-9]|2[0-3])[6-9][0-9])"
"""Four digits that are no time of the day: `20240115-1430` names a build or a backup."""


def _valid(value: str) -> bool:
    digits = value.replace("+", "")[-_SHORT:]
    day = int(digits[4:6])
    day -= _COORDINATION if day > _COORDINATION else 0
    return digits[6:9] != "000" and is_short_date(f"{digits[:4]}{day:02}") and luhn(digits)


def _kind(value: str) -> FindingClass:
    digits = value.replace("+", "")[-_SHORT:]
    return FindingClass.EXAMPLE if digits in _EXAMPLES else FindingClass.PERSONAL


SE_PERSONAL_NUMBER = Identifier(
    entity="SePersonalNumber",
    standard="Folkbokföringslag (1991:481) 18 §; lag (2022:1697) om samordningsnummer; SKV 704",
    words=(
        "personnummer", "personnumret", "personnr", "samordningsnummer", "samordningsnr",
        "swedish ssn", "swedish id number",
        "swedish personal number", "swedish personal identity number", "swedish coordination number",
        "sweden personal number",
        *NATIONAL_ID, *SOCIAL_SECURITY, "pnr",
    ),
    fields=(*NATIONAL_ID, *SOCIAL_SECURITY, "pnr"),
    shape=rf"(?:1[89]|20)?[0-9]{{2}}{_MONTH_AND_DAY}[ .\-+]?[0-9]{{4}}",
    # Not with a full year after 2009: such is a time stamp with a counter more often than a birth date.
    distinct=rf"(?:19[0-9]{{2}}|200[0-9]|[0-9]{{2}}){_MONTH_AND_DAY}[\-+]{_NO_TIME}",
    proof=_valid,
    proof_text="calendar date, Luhn",
    kind=_kind,
    names=("personnummer", "samordningsnummer", "personnr"),
)  # fmt: skip
"""Ten digits with a hyphen are evidence by themselves, unless they read as a time stamp."""
