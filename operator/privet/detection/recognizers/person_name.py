"""Names of people, where a field, a form of address or a mailbox says that it is one: no model guesses."""

from collections.abc import Collection, Iterable, Iterator

from privet.detection.context import words_pattern
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.keys import parts_before, parts_of
from privet.detection.linear import Pattern, compile_bytes
from privet.detection.nobodies import is_filler, is_nobody, is_somebody, owned_by_a_thing
from privet.detection.people import is_of_a_person
from privet.detection.roles import is_role
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
    "имя", "фамилия", "фио", "прізвище", "ονομα",
    "επωνυμο", "nome cliente", "nome do cliente", "nombre cliente", "nom client", "volledige naam",
    "titular", "odbiorca", "imie nazwisko", "imie i nazwisko", "name on card", "holder name", "beneficiary",
    "payer name", "owner name", "passenger", "addressee", "rekeninghouder", "kaarthouder", "intestatario",
    "nominativo", "primeiro nome", "kontohaver", "kontoinnehaver",
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
_SIGN = r"(?::=|=>|[:=>]|\t| is )"
_SIGNS = rf"(?:\\?[\"'])?[ \t]{{0,4}}[)\]]?[ \t]?\*{{0,2}}{_SIGN}\*{{0,2}}\(?[ \t]{{0,12}}"
# `{"stringValue":`, as documents of some databases wrap each value (Firestore, DynamoDB, XML as JSON).
_WRAPPED = r"\{ ?\\?[\"'](?:stringValue|string|text|_text|#text|S)\\?[\"']: ?"
_ASSIGNED = rf"(?:_?[0-9]{{1,3}})?(?:{_SIGNS}(?:\[[ \t]?|{_WRAPPED})?(?:\\?[\"'])?| [\"'])"
_TITLES = (
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Senora?|Signora?|Sig|Dhr"
    r"|Mevr|[mM]evrouw|[mM]eneer|Chere? M)\.?|[sS]ig\.(?:ra|na)?|dhr\.) "
)
# And in letters; apart, since without RE2 each of many beginnings is looked for by itself.
_SALUTED = (
    r"\b(?:heer|fru|herra|rouva|senhora?|senora?|gospodine|gospodo|domnule|doamna|Vazeny pane|Vazena pani"
    r"|Dott\.|Dra\.|Hr\.|mevr\.) "
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Sir|Dame|Sr|Sra)\.? )*"

_FIELD = rf"(?:{words_pattern(_WORDS)}){_ASSIGNED}"
_FIELD_PLACE = compile_bytes(_FIELD, words=_WORDS)
_NAME_PLACE = compile_bytes(rf"{_TITLE}{_PARTICLE_FIRST}")
_LOWER_PART = r"[a-z](?:['\-]?[a-z]){1,24}"
_LOWER_PLACE = compile_bytes(rf"{_LOWER_PART}(?: {_LOWER_PART}){{0,3}}")
_NOBLE = r"(?:(?:van|von|zu|de|di|da|do|das|dos|la) (?:de[rn] )?)?"
_TITLED = rf"{_TITLES}{_NOBLE}{_UPPER}"
_TITLED_PLACE = compile_bytes(rf"{_TITLES}({_NOBLE}{_NAME})")
_SALUTED_NAME = rf"{_SALUTED}{_NOBLE}{_UPPER}"
_SALUTED_PLACE = compile_bytes(rf"{_SALUTED}({_NOBLE}{_NAME})")
# In Polish; `PAN` is a word for cards, and a shape has to be longer than a word to be told from it.
_PAN = rf"\bPani? (?:{_UPPER}{_LETTER}{{1,24}} )?{_UPPER}{_LETTER}{{3}}"
_PAN_PLACE = compile_bytes(rf"\bPani? ((?:{_UPPER}{_LETTER}{{1,24}} )?{_UPPER}{_LETTER}{{3,24}})")
# How people say what they are called.
_SAID_AS = (
    r"\b(?:[mM]y name is|[mM]ein Name ist|[iI]ch heisse|[mM]e llamo|[mM]i nombre es"
    r"|[jJ]e m\\?(?:'|\x{2019})appelle|[mM]i chiamo|[iI]l mio nome e|[cC]hamo-me|[mM]eu nome e"
    r"|[nN]azywam sie|[jJ]menuji se|[iI]k heet|[mM]ijn naam is|[jJ]eg heter|[jJ]ag heter) "
)
_SAID = rf"{_SAID_AS}(?:{_PARTICLE} )*{_UPPER}"
_SAID_PLACE = compile_bytes(rf"{_SAID_AS}({_PARTICLE_FIRST})")
# A full stop behind more than an initial.
_STOP = compile_bytes(rf"{_LETTER}{{3}}\.(?: |$)")
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
_NEXT_KEY = compile_bytes(r"(?:[_.\-0-9][A-Za-z0-9_.\-]{0,48})?[:=][A-Za-z0-9_\"'{\[+(\x{80}-\x{10FFFF}]")
# In a query a blank is written as a plus or by its number.
_QUERY_PLACE = compile_bytes(rf"{_PART}(?:(?:\+|%20){_PART}){{1,4}}")
# The end of the line of a request (RFC 9112, 3).
_REQUEST_END = b" HTTP/"
_NEXT_ITEM = compile_bytes(r"\\?[\"'],[ \t]?\\?[\"']")

# Records whose keys are too short to be words by themselves, so that what is around them has to fit: of
# directories (RFC 4519, RFC 6350), of payments (ISO 20022) and of patients (HL7 2, PID-5).
_RECORD = r"\b(?:FN|cn|sn)[:;]|\(sn=|(?:Cdtr|Dbtr|Pty)><(?:[A-Za-z0-9]{1,16}:)?Nm>|\bPID\|"
_CARD_PLACE = compile_bytes(rf"\bFN(?:;[A-Za-z0-9=;\-]{{0,40}})?:({_NAME})")
_COMMON_PLACE = compile_bytes(rf"\bcn: ({_NAME})")
_SURNAME_PLACE = compile_bytes(rf"\bsn: ({_PARTICLE_FIRST})")
# A filter (RFC 4515).
_FILTER_PLACE = compile_bytes(rf"\(sn=({_PARTICLE_FIRST})\)")
_PARTY_PLACE = compile_bytes(rf"(?:Cdtr|Dbtr|Pty)><(?:[A-Za-z0-9]{{1,16}}:)?Nm>({_PARTICLE_FIRST})</")
_PATIENT_PLACE = compile_bytes(rf"\bPID\|(?:[^|\r\n]{{0,128}}\|){{4}}({_PARTICLE_FIRST}(?:\^{_NAME}){{1,2}})")
# Halves of a name beside each other: FHIR's HumanName, and `first` with `last` in an object for a name.
_HALF_KEY, _HALF_SIGNS = "family|given|first|last", r"\\?[\"'] ?: ?(?:\[ ?)?\\?[\"']"
_HALF = rf"\b(?:{_HALF_KEY}){_HALF_SIGNS}(?:{_PARTICLE} )*{_UPPER}"
_HALF_PLACE = compile_bytes(rf"\b({_HALF_KEY}){_HALF_SIGNS}((?:{_PARTICLE} )*{_UPPER})")
_HALVES = ({b"family", b"given"}, {b"first", b"last"})
_NAME_OPENS = compile_bytes(r"[nN]ame\\?[\"'] ?: ?\[? ?\{ ?\\?[\"']$")
_BETWEEN_HALVES = compile_bytes(r"^\\?[\"'] ?\]?, ?\\?[\"']$")
# `Jane Roe <jane.roe@…`, as in the heads of mails (RFC 5322, 3.4) and calls (RFC 3261, 20.10).
_MAILBOX = rf"{_LETTER}\\?[\"']? <(?:mailto:|sips?:)?[A-Za-z0-9._+\-]+@"
_MAILBOX_PLACE = compile_bytes(rf"{_LETTER}(\\?[\"']?) <(?:mailto:|sips?:)?([A-Za-z0-9._+\-]{{1,64}})@")
_TELEPHONE = compile_bytes(r"^\+?[0-9]{7,15}$")
_NAME_AHEAD = compile_bytes(rf"(?:^|[^A-Za-z0-9])({_PARTICLE_FIRST})$")
_SHORTEST_IN_MAILBOX = 3
# The name of anything, of two words or more with a capital: what is around it says whether it is a person's.
_ANY_NAME = (
    r"\b(?:[nN]ame|NAME|[nN]aam|[nN]avn|[nN]amn|[nN]om|cn|CN)"
    r"\\?[\"']?\]?[ \t]?(?:=>|[:=>])[ \t]?(?:Some\()?\\?[\"']?"
)
_SEVERAL = rf"(?:{_PARTICLE} )*{_PART},?{_JOINT} {_UPPER}"
_OF_ANYBODY = f"{_ANY_NAME}{_SEVERAL}"
_OF_ANYBODY_PLACE = compile_bytes(f"({_ANY_NAME}){_SEVERAL}")
# What may as well be the name of a thing, unless the same line holds a name of a person.
_BESIDE_PLACE = compile_bytes(rf"(?:\b[dD]isplay[_ \-]?[nN]ame|\bDISPLAY_NAME|\b[nN]om|\bNOM){_ASSIGNED}")

# What forms show beside their fields, in the words of any language: `vorname: Vorname`.
_LABELS = frozenset(_WORDS)
# Keys of names that things have as well.
_OF_THINGS = words("full fullname legal nombre nome nom titulaire titular completo complet display")
_EXAMPLES = frozenset(
    ("john doe", "jane doe", "john q. public", "max mustermann", "erika mustermann", "jean dupont",
     "juan perez",
     "mario rossi", "jan kowalski", "jan novak", "joe bloggs", "foo bar")
)  # fmt: skip


class PersonNameRecognizer:
    """Finds what fields such as `firstName` hold, and names behind a form of address or before a mailbox."""

    entity = "PersonName"
    standard = (
        "OpenID Connect Core 1.0, 5.1; vCard (RFC 6350) N and FN; mailboxes with a name (RFC 5322, 3.4)"
    )
    proof_text = "a field that holds a name, a form of address, or a mailbox called alike; capital letters"
    words = _WORDS
    names = (
        "first name", "firstname", "given name", "last name", "lastname", "surname", "family name",
        "full name", "fullname", "customer name", "patient name", "cardholder name", "maiden name",
        "vorname", "nachname", "prenom", "apellido", "apellidos", "cognome",
    )  # fmt: skip
    default = True
    anchors = (b"@", b" <")
    gated_by_words = True
    digits = 0
    unlettered = False
    alone = f"{_TITLED}|{_SALUTED_NAME}|{_PAN}|{_SAID}|{_RECORD}|{_HALF}|{_OF_ANYBODY}"
    gate = f"{_FIELD}|{alone}|{_MAILBOX}"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all names; one in a field that is for it is surer than one behind a form of address."""
        lines = set[tuple[int, int]]()
        for start, end in _in_fields(source):
            for one in self._judged(source.data, start, end, Confidence.HIGH):
                lines.add(line_at(source.data, start))
                yield one
        for start, end in (*_in_prose(source), *_before_mailboxes(source), *_of_people(source)):
            yield from self._judged(source.data, start, end, Confidence.MEDIUM)
        for start, end in (*_in_records(source), *_in_halves(source), *_beside(source, lines)):
            yield from self._judged(source.data, start, end, Confidence.HIGH)

    def _judged(self, data: bytes, start: int, end: int, confidence: Confidence) -> Iterator[Finding]:
        name = _spelled(data[start:end])
        if name.lower() in _EXAMPLES:
            yield Finding(start, end, self.entity, confidence, FindingClass.EXAMPLE)
        elif name.lower() not in _LABELS and not is_filler(name) and not is_nobody(name):
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
        yield from _values(data, field.start(), start, end)


def _values(data: bytes, begin: int, start: int, end: int | None) -> Iterator[Place]:
    """Give the value of a field, and what follows it in a list."""
    listed = _in_list(data, begin, start)
    while end is not None:
        yield start, end
        item = _NEXT_ITEM.match(data, end, end + MAX_NAME) if listed else None
        start = item.end() if item else start
        end = _name_end(data, start) if item else None


def _spelled(name: bytes) -> str:
    """Give a name as it is read, with blanks where a query has other signs for them."""
    return name.decode("utf-8", "replace").replace("+", " ").replace("%20", " ")


def _fits(key: Collection[str], name: bytes) -> bool:
    """Tell a name from those of files and teams, which `fname` and the owner of a thing may be as well."""
    if "fname" in key:
        return name.istitle() and not name.endswith(b"file")
    return "owner" not in key or is_somebody(_spelled(name))


def _in_list(data: bytes, begin: int, start: int) -> bool:
    """Tell whether the value that begins there is the first of several."""
    return b"[" in data[max(begin, start - 4) : start]


def _name_end(data: bytes, start: int) -> int | None:
    """Tell where the name ends that begins there; None where the value is none."""
    request = data.find(_REQUEST_END, start, start + MAX_NAME)
    limit = start + MAX_NAME if request < 0 else request
    before = data[start - 1 : start]
    places = (_NAME_PLACE, _QUERY_PLACE) if before == b"=" else (_NAME_PLACE,)
    end = max(_matched(place, data, start, limit) for place in places)
    if end < 0 and before in (b'"', b"'", b"="):
        end = _matched(_LOWER_PLACE, data, start, limit)
    if end < 0:
        return None
    comma = data.find(b",", start, end)
    if comma > 0 and not _ends(data, end):
        # `Klara, LastName = `: what stands behind the comma is the next key.
        end = comma
    elif _NEXT_KEY.match(data, end, end + MAX_NAME) is not None:
        # One word, and the next key: that is no name.
        end = start + max(data[start:end].rfind(b" "), 0)
    return end if end > start and _ends(data, end) else None


def _matched(place: Pattern[bytes], data: bytes, start: int, limit: int) -> int:
    """Tell where a pattern ends that matches there; -1 where it does not."""
    match = place.match(data, start, limit)
    return -1 if match is None else match.end()


def _in_records(source: Source) -> Iterator[Place]:
    """Find names in vCards, in entries of a directory and filters for them, in payments and of patients."""
    data = source.data
    for place in (_CARD_PLACE, _FILTER_PLACE, _PARTY_PLACE, _PATIENT_PLACE):
        for record in place.finditer(data):
            source.budget.spend()
            name = record.group(1)
            if place is _PARTY_PLACE and not is_somebody(_spelled(name)):
                continue
            if place is _FILTER_PLACE and name.isupper():
                continue
            yield record.span(1)
    yield from _in_entries(data)


def _in_halves(source: Source) -> Iterator[Place]:
    """Find the two halves of names that stand beside each other under keys that say little by themselves."""
    data = source.data
    before, opened, last = b"", 0, list[Place]()
    for half in _HALF_PLACE.finditer(data):
        source.budget.spend()
        begin, start = half.start(), half.start(2)
        keys = {before, half.group(1)}
        places = list(_values(data, begin, start, _name_end(data, start)))
        # `first` and `last` are of a name where the object is called so.
        if (
            keys == {b"first", b"last"}
            and _NAME_OPENS.search(data[max(0, opened - MAX_NAME) : opened]) is None
        ):
            keys.clear()
        if keys in _HALVES and last and places and _BETWEEN_HALVES.match(data[last[-1][1] : begin]):
            yield from (*last, *places)
        before, last, opened = half.group(1), places, begin


def _in_prose(source: Source) -> Iterator[Place]:
    """Find what follows a form of address, or what people say of themselves."""
    data = source.data
    for place in (_TITLED_PLACE, _SALUTED_PLACE, _PAN_PLACE, _SAID_PLACE):
        for match in place.finditer(data):
            source.budget.spend()
            stop = _STOP.search(match.group(1))
            yield match.start(1), match.start(1) + stop.start() + 3 if stop else match.end(1)


def _before_mailboxes(source: Source) -> Iterator[Place]:
    """Find the names before mailboxes that are called like them, or are telephones."""
    data = source.data
    for mailbox in _MAILBOX_PLACE.finditer(data):
        source.budget.spend()
        end = mailbox.start(1)
        before = data[max(0, end - MAX_NAME) : end]
        name = _NAME_AHEAD.search(before)
        if name is not None and _is_called(mailbox.group(2), _spelled(name.group(1))):
            yield end - len(name.group(1)), end


def _is_called(local: bytes, name: str) -> bool:
    """Tell whether the local part of a mailbox holds a part of the name of a person, or is a telephone."""
    box = local.decode().lower()
    parts = name.lower().replace("-", " ").replace(",", " ").split()
    called = any(len(part) >= _SHORTEST_IN_MAILBOX and part in box for part in parts)
    return (called or _TELEPHONE.match(local) is not None) and is_somebody(name) and not is_role(box)


def _of_people(source: Source) -> Iterator[Place]:
    """Find what is called a name and no more, where it is plain that it is a person's."""
    data = source.data
    for field in _OF_ANYBODY_PLACE.finditer(data):
        source.budget.spend()
        start = field.end(1)
        end = _name_end(data, start)
        if end is None or not is_somebody(_spelled(data[start:end])):
            continue
        if is_of_a_person(data, field.start(), end):
            yield start, end


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
