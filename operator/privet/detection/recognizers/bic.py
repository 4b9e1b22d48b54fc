"""Business identifier codes (ISO 9362), by which banks are named in payments: a word is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from privet.detection.findings import Confidence, Finding
from privet.detection.identifier import Identifier
from privet.detection.keys import key_of_value
from privet.detection.nobodies import is_nobody
from privet.detection.source import Source
from privet.detection.wordlists import words

# ISO 3166-1 alpha-2, and XK, which SWIFT uses for Kosovo.
_COUNTRIES = words(
    """AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ
    FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH
    MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK
    PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
    TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"""
)


# How a key for codes ends; another ending, as in `BIC_SCHEMA`, is of something else.
_ENDINGS = words("bic bics swift swiftcode code codes number no nr id identifier value val codigo iban x")
_JOINTS = b"_-./"


def _is_bic(value: str) -> bool:
    return value[4:6] in _COUNTRIES


@dataclass(frozen=True, kw_only=True)
class _Bic(Identifier):
    """Codes of banks: the word has to be the field itself, and letters alone may be a word."""

    def find(self, source: Source) -> Iterator[Finding]:
        """Find every code; one of eight letters is never sure: `DATABASE` has a country in it, too."""
        data = source.data
        for one in super().find(source):
            value = data[one.start : one.end]
            if _is_sure(value):
                yield one
            # `Swift_COMPILER` is one name.
            elif (
                data[one.start - 1] not in _JOINTS
                and _is_of_codes(key_of_value(data, one.start))
                and not is_nobody(value.decode().title())
            ):
                yield replace(one, confidence=min(one.confidence, Confidence.MEDIUM))


def _is_of_codes(key: Sequence[str]) -> bool:
    return not key or key[-1] in _ENDINGS


def _is_sure(value: bytes) -> bool:
    """Tell whether a code has what no word has: a digit, or the `XXX` of a head office."""
    return not value.isalpha() or value.endswith(b"XXX")


BIC = _Bic(    entity="Bic",
    standard="ISO 9362",
    words=(
        "bic", "swift", "bic code", "bic swift", "swift code", "swift bic", "swift number", "swiftcode",
        "swift id", "business identifier code", "bank identifier code", "codigo swift", "code swift",
    ),
    shape=r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
    proof=_is_bic,
    proof_text="country code; a word is needed",
    names=("bic", "swift code", "bic code"),
)  # fmt: skip
