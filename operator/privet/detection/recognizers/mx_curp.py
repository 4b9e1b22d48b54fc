"""Mexican population registry codes (CURP).

SEGOB, Instructivo Normativo para la asignación de la CURP (DOF 18-10-2021): letters of the names, birth
date, sex, state, consonants, a character against homonyms that also tells the century, a check digit modulo
10.
"""

from privet.detection.dates import is_date
from privet.detection.fields import NATIONAL_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_STATES = frozenset((
    "AS", "BC", "BS", "CC", "CH", "CL", "CM", "CS", "DF", "DG", "GR", "GT", "HG", "JC", "MC", "MN", "MS",
    "NE", "NL", "NT", "OC", "PL", "QR", "QT", "SL", "SP", "SR", "TC", "TL", "TS", "VZ", "YN", "ZS",
))  # fmt: skip
"""The thirty-two states, and NE for those born abroad."""
# The examples of the ministry's own pages and instructions.
_EXAMPLES = frozenset(
    ("BOXW310820HNERXN09", "HEGG560427MVZRRL04", "AAPR630321HDFLRC09", "XEXX010101HNEXXXA4")
)


def _valid(value: str) -> bool:
    century = 1900 if value[16].isdigit() else 2000
    born = is_date(century + int(value[4:6]), int(value[6:8]), int(value[8:10]))
    total = sum(
        weight * _ALPHABET.index(one) for weight, one in zip(range(18, 1, -1), value[:17], strict=True)
    )
    return born and value[11:13] in _STATES and -total % 10 == int(value[17])


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


_CONSONANTS = "B-DF-HJ-NP-TV-Z"
_DISTINCT = (
    rf"[A-Z][AEIOUX][A-Z]{{2}}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"[HMX](?:{'|'.join(sorted(_STATES))})[{_CONSONANTS}]{{3}}[0-9A-Z][0-9]"
)

MX_CURP = Identifier(
    entity="MxCurp",
    standard="SEGOB, Instructivo Normativo para la asignación de la CURP (DOF 18-10-2021)",
    words=(
        "curp", "clave unica de registro de poblacion", "clave unica de registro",
        "mexican population registry code", "mexican national id",
        *NATIONAL_ID,
    ),
    fields=NATIONAL_ID,
    shape=r"[A-Za-z]{4}[ \-]?[0-9]{6}[ \-]?[HMXhmx][A-Za-z]{5}[ \-]?[0-9A-Za-z][0-9]",
    distinct=_DISTINCT,
    proof=_valid,
    proof_text="calendar date, state, check digit modulo 10",
    unambiguous=True,
    kind=_kind,
    names=("curp",),
)  # fmt: skip
"""Eighteen capitals and digits with a date, a sex and a state in place are like nothing else."""
