"""Numbers of German identity cards and passports (§ 2 (8) PAuswG, § 4 PassG; ICAO Doc 9303-3, section 4.9).

Nine signs, vowels and letters like digits left out: identity cards begin with one of L to Y, passports with
one of C to K. Behind them the machine-readable zone has a check digit. Cards before November 2010 had nine
digits, a check digit and a D. The nine signs on the front have no check digit, hence context decides.
"""

from privet.detection.checksums import icao_9303
from privet.detection.fields import DOCUMENT, IDENTITY_CARD, NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_SERIAL = 9
_LEAST_DIFFERENT = 4
"""Fewer different signs are a placeholder."""
# The specimens of the Federal Ministry of the Interior: Erika Mustermann's cards and passports.
_EXAMPLES = frozenset(
    (
        "C01X0006H",
        "C01X00T47",
        "C01XYCCG9",
        "L01X00T44",
        "L01X00T47",
        "LZ6311T47",
        "T22000124",
        "T22000129",
    )
)


def _valid(value: str) -> bool:
    digits = value.removesuffix("D")
    if len(set(digits[:_SERIAL])) < _LEAST_DIFFERENT:
        return False
    return icao_9303(digits) if len(digits) > _SERIAL else any(sign.isdigit() for sign in digits)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value[:_SERIAL] in _EXAMPLES else FindingClass.PERSONAL


DE_ID_CARD = Identifier(
    entity="DeIdCard",
    standard="§ 2 (8) PAuswG, § 4 PassG; ICAO Doc 9303-3, section 4.9",
    words=(
        "personalausweis",
        "personalausweisnummer",
        "personalausweis nr",
        "ausweisnummer",
        "ausweis nr",
        "perso nr",
        "perso nummer",
        "german id card",
        "german identity card",
        *NATIONAL_ID,
        *IDENTITY_CARD,
        *DOCUMENT,
    ),
    fields=NATIONAL_ID + IDENTITY_CARD + DOCUMENT,
    shape=(
        r"[LMNPRTVWXYCFGHJKlmnprtvwxycfghjk][0-9CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz]{8}(?: ?[0-9] ?[Dd]?)?"
        r"|[0-9]{9} ?[0-9] ?[Dd]?"
    ),
    proof=_valid,
    proof_text="alphabet of document numbers; ICAO 9303 check digit where it is given",
    kind=_kind,
    names=("personalausweisnummer", "personalausweis nr"),
)
