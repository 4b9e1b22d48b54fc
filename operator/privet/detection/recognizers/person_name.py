"""Names of people, where a field or a form of address says that it is one: no model guesses."""

from collections.abc import Iterator

from privet.detection.context import words_pattern
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_WORDS = (
    "first name", "firstname", "given name", "givenname", "forename", "last name", "lastname", "surname",
    "family name", "familyname", "full name", "fullname", "middle name", "maiden name", "legal name",
    "customer name", "client name", "patient name", "patient", "employee name", "cardholder",
    "cardholder name",
    "card holder", "card holder name", "account holder", "account holder name", "accountholder",
    "contact name", "contact person", "recipient name", "guest name", "passenger name", "member name",
    "student name", "borrower name", "beneficiary name", "person name", "insured name",
    "buyer name", "billing name", "shipping name", "subscriber name",
    "applicant name", "applicant", "candidate name",
    "user full name", "nachname", "vorname", "familienname", "geburtsname", "kundenname", "ansprechpartner",
    "karteninhaber", "kontoinhaber", "prenom", "nom de famille", "nom complet", "nom du client",
    "titulaire", "nombre completo", "nombre", "apellido", "apellidos", "nombre del cliente", "cognome",
    "nome completo", "nome cognome", "sobrenome", "apelido", "voornaam", "achternaam", "fornavn", "etternavn",
    "efternavn", "fornamn", "efternamn", "etunimi", "sukunimi", "imie", "nazwisko", "jmeno", "prijmeni",
    "vezeteknev", "keresztnev", "soyad", "soyadi",
    "氏名", "姓名", "名前", "お名前", "성명", "이름", "имя", "фамилия", "фио",
)  # fmt: skip
_UPPER, _LETTER = r"[A-Z\x{80}-\x{10FFFF}]", r"[A-Za-z\x{80}-\x{10FFFF}]"
_PART = rf"(?:{_UPPER}{_LETTER}{{0,24}}(?:['\-]{_UPPER}?{_LETTER}{{1,24}}){{0,2}}\.?|d'{_LETTER}{{2,24}})"
_JOINT = r"(?: (?:van|von|der|den|de|del|della|di|da|dos|la|le|el|al|bin|ibn|ben|ter|zu|zur|und|y|e|af))*"
_NAME = rf"{_PART}(?:,?{_JOINT} {_PART}){{0,4}}"
_PARTICLE_FIRST = rf"(?:(?:van|von|de|di|da|del|la|le|el|al|ter|zu) )*{_NAME}"
_ASSIGNED = r"(?:(?:\\?[\"'])?[ \t]{0,4}\)?\*{0,2}(?::=|=>|[:=>]|\t| is )\(?[ \t]{0,12}(?:\\?[\"'])?| [\"'])"
_TITLES = (
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Signor|Signora|Sig|Dhr|Mevr)"
    r"\.? "
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sir|Dame|Sr|Sra)\.? )*"

_FIELD = rf"(?:{words_pattern(_WORDS)}){_ASSIGNED}"
_FIELD_PLACE = compile_bytes(_FIELD, words=_WORDS)
_NAME_PLACE = compile_bytes(rf"{_TITLE}{_PARTICLE_FIRST}")
_LOWER_PLACE = compile_bytes(r"[a-z][a-z'\-]{1,24}(?: [a-z][a-z'\-]{1,24}){0,3}")
_TITLED = rf"{_TITLES}{_UPPER}"
_TITLED_PLACE = compile_bytes(rf"{_TITLES}({_NAME})")
MAX_NAME = 128
"""Bytes of one name."""

_LEAST_DIFFERENT = 2
"""Fewer different signs, as in `XXXX-XXXX`, are a placeholder."""
# `pydantic.main`, `oras-project/oras-go`, `fullname: Final = …`
_GOES_ON = compile_bytes(r"[./:&][A-Za-z0-9_]| ?=[ \"']")
_ENDS = b" )\t\r\n\"'\\,;}])|<&.:/"

# What stands in such a field where there is no person.
_NOBODY = words(
    """string str text none null nil true false unknown undefined default test name names user username admin
    root system anonymous guest n/a na tbd todo optional required example sample placeholder redacted masked
    hidden private public value values type object array integer number bool boolean the a an this that your
    my our his her their and or not for from with is are was be to of in on at by it as if then else only
    all any each every no yes new old first last middle given family full display customer patient employee
    contact account card holder person people team service server client app application api web database
    default-user nobody kubernetes cluster namespace pod node deployment dashboard"""
)
_EXAMPLES = frozenset(
    ("john doe", "jane doe", "john q. public", "max mustermann", "erika mustermann", "jean dupont",
     "juan perez",
     "mario rossi", "jan kowalski", "jan novak", "joe bloggs", "foo bar")
)  # fmt: skip


class PersonNameRecognizer:
    """Finds what fields such as `firstName` hold, and names behind a form of address."""

    entity = "PersonName"
    standard = "OpenID Connect Core 1.0, 5.1; vCard (RFC 6350) N and FN"
    proof_text = "a field that holds a name, or a form of address; capital letters"
    words = _WORDS
    names = (
        "first name", "firstname", "given name", "last name", "lastname", "surname", "family name",
        "full name", "fullname", "customer name", "patient name", "cardholder name", "maiden name",
        "vorname", "nachname", "prenom", "apellido", "apellidos", "cognome",
    )  # fmt: skip
    default = True
    anchors = ()
    gated_by_words = True
    digits = 0
    alone = _TITLED
    gate = f"{_FIELD}|{_TITLED}"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all names; a whole name in such a field is surer than one word."""
        data = source.data
        for field in _FIELD_PLACE.finditer(data):
            source.budget.spend()
            start = field.end()
            quoted = data[start - 1 : start] in (b'"', b"'")
            name = _NAME_PLACE.match(data, start, start + MAX_NAME)
            if name is None and (quoted or data[start - 1 : start] == b"="):
                name = _LOWER_PLACE.match(data, start, start + MAX_NAME)
            if name is not None and _ends(data, name.end()):
                yield from self._judged(data, start, name.end(), Confidence.HIGH)
        for titled in _TITLED_PLACE.finditer(data):
            source.budget.spend()
            yield from self._judged(data, titled.start(1), titled.end(1), Confidence.MEDIUM)

    def _judged(self, data: bytes, start: int, end: int, confidence: Confidence) -> Iterator[Finding]:
        name = data[start:end].decode("utf-8", "replace").lower()
        if name in _EXAMPLES:
            yield Finding(start, end, self.entity, confidence, FindingClass.EXAMPLE)
        elif len(set(name)) > _LEAST_DIFFERENT and not all(
            part.strip(".,") in _NOBODY for part in name.split()
        ):
            yield Finding(start, end, self.entity, confidence)


def _ends(data: bytes, end: int) -> bool:
    """Tell whether a name ends where the value does, rather than in a word, a path or a declaration."""
    return end >= len(data) or (data[end : end + 1] in _ENDS and _GOES_ON.match(data, end, end + 4) is None)


PERSON_NAME = PersonNameRecognizer()
