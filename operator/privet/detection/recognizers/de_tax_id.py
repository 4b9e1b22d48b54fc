"""German tax identification numbers (§ 139b AO, § 1 StIdV): eleven digits.

The last is the check digit by ISO/IEC 7064 MOD 11,10. Of the first ten digits exactly one occurs twice, or
three times though not in a row (the latter since 2016: Bundeszentralamt für Steuern, "Die Struktur der
Identifikationsnummer"). A leading zero marks test data.
"""

from privet.detection.checksums import mod_11_10
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_TIMES = ((2,), (3,))
# Printed in descriptions of the number and in documentation.
_EXAMPLES = frozenset(
    (
        "12345678911",
        "12345678995",
        "25768131411",
        "36574261809",
        "47036892816",
        "57549285017",
        "65929970489",
        "86095742719",
    )
)


def _valid(value: str) -> bool:
    body = value[:10]
    times = tuple(body.count(digit) for digit in set(body) if body.count(digit) > 1)
    in_a_row = any(digit * 3 in body for digit in set(body))
    return times in _TIMES and not in_a_row and mod_11_10(value)


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value[0] == "0" or value in _EXAMPLES else FindingClass.PERSONAL


DE_TAX_ID = Identifier(
    entity="DeTaxId",
    standard="§ 139b AO and § 1 StIdV; ISO/IEC 7064 MOD 11,10",
    words=(
        "steuer id",
        "id nr",
        "st idnr",
        "steuerl identifikationsnr",
        "steuer ids",
        "steuer idnr",
        "steuer identifikationsnummer",
        "steuer identnummer",
        "steuer ident nr",
        "steuerliche identifikationsnummer",
        "steuerliche id",
        "idnr",
        "german tax id",
        "german tax number",
        "german tax identification number",
        "tax id de",
        "de tax id",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"[0-9]{2}[ .\-/]?[0-9]{3}[ .\-/]?[0-9]{3}[ .\-/]?[0-9]{3}",
    distinct=r"[0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}",
    proof=_valid,
    proof_text="ISO 7064 MOD 11,10; exactly one digit twice or thrice",
    kind=_kind,
    names=("steuer id", "steuer idnr", "steuer identifikationsnummer", "german tax id"),
)
"""One number in 260 passes by chance: enough in its printed spelling, not for bare digits."""
