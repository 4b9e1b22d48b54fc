"""Names of people, where a field or a form of address says that it is one: no model guesses."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote_plus

from privet.detection.context import words_pattern
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.keys import parts_before, parts_of
from privet.detection.linear import Pattern, compile_bytes
from privet.detection.nobodies import is_filler, is_nobody, is_somebody, owned_by_a_thing
from privet.detection.source import Source
from privet.detection.wordlists import words
from privet.linear.lines import line_at

_WORDS = (
    "first name", "firstname", "given name", "givenname", "forename", "last name",
    "lastname", "surname", "family name", "familyname", "full name", "fullname",
    "middle name", "maiden name", "legal name", "customer name", "client name",
    "patient name", "patient", "employee name", "cardholder", "cardholder name",
    "card holder", "card holder name", "account holder", "account holder name",
    "accountholder", "contact name", "contact person", "recipient name", "guest name",
    "passenger name", "member name", "student name", "borrower name", "beneficiary name",
    "person name", "insured name", "buyer name", "billing name", "shipping name",
    "subscriber name", "applicant name", "applicant", "candidate name", "first names",
    "given names", "last names", "full names", "fname", "lname", "user full name",
    "nachname", "vorname", "familienname", "geburtsname", "kundenname", "ansprechpartner",
    "karteninhaber", "kontoinhaber", "prenom", "nom de famille", "nom complet",
    "nom du client", "titulaire", "nombre completo", "nombre", "apellido", "apellidos",
    "nombre del cliente", "cognome", "nome", "nome completo", "nome cognome", "sobrenome",
    "apelido", "voornaam", "achternaam", "fornavn", "etternavn", "efternavn", "fornamn",
    "efternamn", "etunimi", "sukunimi", "imie", "nazwisko", "jmeno", "prijmeni",
    "vezeteknev", "keresztnev", "soyad", "soyadi", "氏名", "姓名", "名前", "お名前", "성명", "이름",
    "имя", "фамилия", "фио", "Имя", "Фамилия", "ФИО", "прізвище", "Прізвище", "όνομα",
    "επώνυμο", "nome cliente", "nome do cliente", "nombre cliente", "nom client", "volledige naam",
    "titular", "odbiorca", "imie nazwisko", "imie i nazwisko", "name on card", "holder name", "beneficiary",
    "payer name", "owner name", "passenger", "addressee",
)  # fmt: skip
_UPPER, _LETTER = r"[A-Z\x{80}-\x{10FFFF}]", r"[A-Za-z\x{80}-\x{10FFFF}]"
_PART = rf"(?:{_UPPER}{_LETTER}{{0,24}}(?:['\-]{_UPPER}?{_LETTER}{{1,24}}){{0,2}}\.?|d'{_LETTER}{{2,24}})"
# What families' names begin with, in any number: `van den Berg`, `de la Cruz`.
_PARTICLE = (
    "(?:van|von|vom|der|den|de|des|del|dela|della|delle|dei|degli|dal|dalla|di|da|do|das|dos|du|la|las|le|los|lo"
    "|el|al|bin|ibn|ben|abu|ter|ten|te|op|zu|zur|zum|af|av|'t|'s)"
)
_JOINT = rf"(?: (?:{_PARTICLE}|und|y|e))*"
_NAME = rf"{_PART}(?:,?{_JOINT} {_PART}){{0,4}}"
_PARTICLE_FIRST = rf"(?:{_PARTICLE} )*{_NAME}"
# `firstName: "`, `FIRST_NAME_1=`, `[first_name] => `, `**First name:** `, `"firstNames":["`.
_SIGN = r"(?::=|=>|[:=>]|\t| is | I?LIKE | i?like )"
_SIGNS = rf"(?:\\?[\"'])?[ \t]{{0,4}}[)\]]?[ \t]?\*{{0,2}}{_SIGN}\*{{0,2}}\(?[ \t]{{0,12}}"
# `{"stringValue":`, as documents of some databases wrap each value (Firestore, DynamoDB, XML as JSON).
_WRAPPED = r"\{ ?\\?[\"'](?:stringValue|string|text|_text|#text|S)\\?[\"']: ?"
# `Some("`, `Optional[`, `string(6) "`, as Rust, Java and PHP print what a field holds.
_TYPED = r"Some\(|Optional\[|string\([0-9]{1,4}\) "
# `["first_name", "`: of two items the first names the second, as Rails prints what it binds.
_PAIRED = r"\\?[\"'], ?\\?[\"']"
_ASSIGNED = (
    rf"(?:_?[0-9]{{1,3}})?(?:{_SIGNS}(?:\[[ \t]?|{_WRAPPED}|{_TYPED})?(?:\\?[\"']%?)?| [\"']|{_PAIRED})"
)
_TITLES = (
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Signor|Signora|Sig|Dhr|Mevr)"
    r"\.? "
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sir|Dame|Sr|Sra)\.? )*"

_FIELD = rf"(?:{words_pattern(_WORDS)}){_ASSIGNED}"
_FIELD_PLACE = compile_bytes(_FIELD, words=_WORDS)
_NAME_PLACE = compile_bytes(rf"{_TITLE}{_PARTICLE_FIRST}")
_LOWER_PART = r"[a-z](?:['\-]?[a-z]){1,24}"
_LOWER_PLACE = compile_bytes(rf"{_LOWER_PART}(?: {_LOWER_PART}){{0,3}}")
_TITLED = rf"{_TITLES}{_UPPER}"
_TITLED_PLACE = compile_bytes(rf"{_TITLES}({_NAME})")
Place = tuple[int, int]

MAX_NAME = 128
"""Bytes of one name."""

# `pydantic.main`, `oras-project/oras-go`, `fullname: Final = …`; in a query another key may follow.
# `Warehouse 3` is one of several.
_GOES_ON = compile_bytes(
    r"[./:%][A-Za-z0-9_]|&[A-Za-z0-9_]+[^A-Za-z0-9_.\-=\[]|&[A-Za-z0-9_]+$| ?=[ \"']"
    r"| [0-9]{1,3}(?:[\"'\\,;})\]<&\r\n]|$)"
)
_ENDS = b" )\t\r\n\"'\\,;}])|<&.:/`*%"
# `Klaus LastName:Berger`, as Go prints structures: what stands before the sign is the next key.
_NEXT_KEY = compile_bytes(r"[:=][A-Za-z0-9_\"'{\[+(\x{80}-\x{10FFFF}]")
# In a query a blank is written as a plus or by its number.
# So is a letter beyond ASCII, by the numbers of its bytes.
_NUMBERED = r"%[C-F][0-9A-F](?:%[89AB][0-9A-F]){1,3}"
_QUERY_PART = (
    rf"(?:{_PARTICLE}(?:\+|%20))*(?:{_UPPER}|{_NUMBERED})(?:{_LETTER}|{_NUMBERED}|['\-]|%27){{0,24}}"
)
_QUERY_PLACE = compile_bytes(rf"{_QUERY_PART}(?:(?:,|%2C)?(?:\+|%20){_QUERY_PART}){{0,4}}")
_REQUEST_END = b" HTTP/"
_PAIR_BEGINS = compile_bytes(r"\[\\?[\"'][A-Za-z0-9_.\-]{1,64}$")
_PAIR_ENDS = compile_bytes(r"\\?[\"']\][,\]]")
_NEXT_ITEM = compile_bytes(r"\\?[\"'],[ \t]?\\?[\"']")

# Records of directories (RFC 4519, RFC 6350), whose keys are too short to be words by themselves: what is
# around them has to fit.
_RECORD = r"\b(?:FN|cn|sn)[:;]"
_CARD_PLACE = compile_bytes(rf"\bFN(?:;[A-Za-z0-9=;\-]{{0,40}})?:({_NAME})")
_COMMON_PLACE = compile_bytes(rf"\bcn: ({_NAME})")
_SURNAME_PLACE = compile_bytes(rf"\bsn: ({_PARTICLE_FIRST})")
# What may as well be the name of a thing, unless the same line holds a name of a person.
_BESIDE_PLACE = compile_bytes(rf"(?:\b[dD]isplay[_ \-]?[nN]ame|\bDISPLAY_NAME|\b[nN]om|\bNOM){_ASSIGNED}")

# Keys of names that things have as well.
_OF_THINGS = words("full fullname legal nombre nome nom titulaire titular completo complet display")
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
    unlettered = False
    alone = f"{_TITLED}|{_RECORD}"
    gate = f"{_FIELD}|{alone}"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all names; one in a field that is for it is surer than one behind a form of address."""
        lines = set[tuple[int, int]]()
        for start, end in _in_fields(source):
            for one in self._judged(source.data, start, end, Confidence.HIGH):
                lines.add(line_at(source.data, start))
                yield one
        for titled in _TITLED_PLACE.finditer(source.data):
            source.budget.spend()
            yield from self._judged(source.data, titled.start(1), titled.end(1), Confidence.MEDIUM)
        for start, end in (*_in_records(source), *_beside(source, lines)):
            yield from self._judged(source.data, start, end, Confidence.HIGH)

    def _judged(self, data: bytes, start: int, end: int, confidence: Confidence) -> Iterator[Finding]:
        name = unquote_plus(data[start:end].decode("utf-8", "replace"))
        if name.lower() in _EXAMPLES:
            yield Finding(start, end, self.entity, confidence, FindingClass.EXAMPLE)
        elif not is_filler(name) and not is_nobody(name):
            yield Finding(start, end, self.entity, confidence)


def _in_fields(source: Source) -> Iterator[Place]:
    data = source.data
    for field in _FIELD_PLACE.finditer(data):
        source.budget.spend()
        start = field.end()
        key = parts_of(data[field.start() : start])
        if not _OF_THINGS.isdisjoint(key) and owned_by_a_thing(parts_before(data, field.start())):
            continue
        end = _name_end(data, start)
        if end is not None and not _fits(key, data[start:end]):
            continue
        if b"," in data[start - 4 : start] and not _is_pair(data, field.start(), end):
            continue
        while end is not None:
            yield start, end
            item = (
                _NEXT_ITEM.match(data, end, end + MAX_NAME) if _in_list(data, field.start(), start) else None
            )
            start = item.end() if item else start
            end = _name_end(data, start) if item else None


def _fits(key: Collection[str], name: bytes) -> bool:
    """Tell a name from those of files and teams, which `fname` and the owner of a thing may be as well."""
    if "fname" in key:
        return name.istitle() and not name.endswith(b"file")
    return "owner" not in key or is_somebody(name.decode("utf-8", "replace"))


def _is_pair(data: bytes, begin: int, end: int | None) -> bool:
    """Tell whether a key and its value are all that a list holds, which is itself an item of one."""
    key = _PAIR_BEGINS.search(data[max(0, begin - MAX_NAME) : begin + 2])
    return end is not None and key is not None and _PAIR_ENDS.match(data, end, end + 4) is not None


def _in_list(data: bytes, begin: int, start: int) -> bool:
    """Tell whether the value that begins there is the first of several."""
    return b"[" in data[max(begin, start - 4) : start]


def _name_end(data: bytes, start: int) -> int | None:
    """Tell where the name ends that begins there; None where the value is none."""
    request = data.find(_REQUEST_END, start, start + MAX_NAME)
    limit = start + MAX_NAME if request < 0 else request
    before = data[start - 1 : start]
    places = (_QUERY_PLACE, _NAME_PLACE) if before == b"=" else (_NAME_PLACE,)
    end = max(_matched(place, data, start, limit) for place in places)
    if end < 0 and before in (b'"', b"'", b"="):
        end = _matched(_LOWER_PLACE, data, start, limit)
    if end < 0:
        return None
    comma = data.find(b",", start, end)
    if comma > 0 and not _ends(data, end):
        # `Klara, LastName = `: what stands behind the comma is the next key.
        end = comma
    elif _NEXT_KEY.match(data, end, end + 4) is not None:
        # One word, and the next key: that is no name.
        end = start + max(data[start:end].rfind(b" "), 0)
    return end if end > start and _ends(data, end) else None


def _matched(place: Pattern[bytes], data: bytes, start: int, limit: int) -> int:
    """Tell where a pattern ends that matches there; -1 where it does not."""
    match = place.match(data, start, limit)
    return -1 if match is None else match.end()


def _in_records(source: Source) -> Iterator[Place]:
    """Find the names of vCards and of entries of a directory."""
    data = source.data
    for card in _CARD_PLACE.finditer(data):
        source.budget.spend()
        yield card.span(1)
    yield from _in_entries(data)


def _in_entries(data: bytes) -> Iterator[Place]:
    """Find the names of people in LDIF (RFC 2849): theirs, unlike those of groups, hold their surnames."""
    surnames = [match.span(1) for match in _SURNAME_PLACE.finditer(data)]
    known = {data[start:end] for start, end in surnames}
    if not known:
        return
    common = [match.span(1) for match in _COMMON_PLACE.finditer(data)]
    lasts = {word for start, end in common for word in data[start:end].split()[1:]}
    yield from (place for place in common if not known.isdisjoint(data[slice(*place)].split()[1:]))
    yield from (place for place in surnames if data[slice(*place)] in lasts)


def _beside(source: Source, lines: Iterable[Place]) -> Iterator[Place]:
    """Find names under keys that things have as well, on lines that name a person anyhow."""
    data = source.data
    for first, last in lines:
        for field in _BESIDE_PLACE.finditer(data, first, last):
            source.budget.spend()
            end = _name_end(data, field.end())
            if end is not None:
                yield field.end(), end


def _ends(data: bytes, end: int) -> bool:
    """Tell whether a name ends where the value does, rather than in a word, a path or a declaration."""
    ended = end >= len(data) or data[end : end + 1] in _ENDS
    return ended and _GOES_ON.match(data, end, end + MAX_NAME) is None


PERSON_NAME = PersonNameRecognizer()
