"""Indian permanent account numbers (Income-tax Act 1961, section 139A): `AAAPA9999A`.

The fourth letter says what the holder is (P for a person, C for a company, …), the fifth is the initial of
the holder's name, 0001 to 9999 follow, and a check letter whose rule is not published.
"""

from privet.detection.fields import TAX_ID
from privet.detection.findings import FindingClass
from privet.detection.identifier import Identifier

_PERSON, _FAMILY = "P", "H"
_HOLDERS = frozenset("ABCFGHJKLPT")
# The placeholders of guides and tutorials.
_EXAMPLES = frozenset(("AAAPL1234C", "AAAPZ1234C", "AAAPA1234A", "ABCPE1234F", "ABCPD1234E", "ALWPG5809L"))
_HOLDER = 3
_SERIAL = slice(5, 9)


def _is_number(text: str) -> bool:
    return text[_HOLDER] in _HOLDERS and text[_SERIAL] != "0000"


def _kind(text: str) -> FindingClass:
    if text in _EXAMPLES:
        return FindingClass.EXAMPLE
    # Companies, firms and trusts have one, too; theirs says nothing about a person.
    return FindingClass.PERSONAL if text[_HOLDER] in (_PERSON, _FAMILY) else FindingClass.FUNCTIONAL


IN_PAN = Identifier(
    entity="InPan",
    standard="Income-tax Act 1961 (India), section 139A; Income-tax Rules 1962, rule 114",
    words=(
        "pan", "pan number", "pan card", "pan no", "permanent account number", "income tax pan", *TAX_ID,
        "पन", "सथायी खाता सखया",
    ),
    fields=TAX_ID,
    shape=r"[A-Za-z]{3}[ABCFGHJKLPTabcfghjklpt][A-Za-z][ -]?[0-9]{4}[ -]?[A-Za-z]",
    proof=_is_number,
    proof_text="kind of holder as the fourth letter, serial not 0000",
    kind=_kind,
    names=("pan number", "pan card", "pan card number", "permanent account number"),
)  # fmt: skip
