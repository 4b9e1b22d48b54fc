"""Mexican taxpayer codes of people (RFC con homoclave).

Código Fiscal de la Federación, art. 27, and the SAT's algorithm of the check character: four letters of the
names, birth date, two characters against homonyms, a check character modulo 11. Codes of companies have
three letters and are left out; so are the few codes that the SAT issued with a wrong check character, and
those with an Ñ, which folding takes.
"""

from privet.detection.dates import is_short_date
from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ"
_CHECKS = "0123456789A"
# What the SAT prints in its guides.
_EXAMPLES = frozenset(("GODE561231GR8", "CACX7605101P8", "FUNK671228PH6", "MISC491214B86"))


def _valid(value: str) -> bool:
    born = is_short_date(value[4:10])
    total = sum(
        weight * _ALPHABET.index(one) for weight, one in zip(range(13, 1, -1), value[:12], strict=True)
    )
    return born and _CHECKS[-total % 11] == value[12]


def _kind(value: str) -> FindingClass:
    return FindingClass.EXAMPLE if value in _EXAMPLES else FindingClass.PERSONAL


MX_RFC = Identifier(
    entity="MxRfc",
    standard="Código Fiscal de la Federación, art. 27; SAT, clave del RFC",
    words=(
        "rfc", "registro federal de contribuyentes", "registro federal contribuyentes", "clave rfc",
        "rfc con homoclave", "mexican tax id",
        *TAX_ID,
    ),
    fields=TAX_ID,
    shape=r"[A-Za-z&]{4}[ \-]?[0-9]{6}[ \-]?[1-9A-Va-v][1-9A-Za-z][0-9Aa]",
    distinct=(
        r"[A-Z&][AEIOUX][A-Z&]{2}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[1-9A-V][1-9A-Z][0-9A]"
    ),
    proof=_valid,
    proof_text="calendar date, check character modulo 11",
    kind=_kind,
    names=("rfc", "registro federal de contribuyentes"),
)  # fmt: skip
"""Thirteen capitals and digits with a date in place are evidence by themselves."""
