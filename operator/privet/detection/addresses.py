"""Postal addresses under keys that say so: there any word with a number may be one, in whatever country."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from privet.detection.keys import parts_of
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_OTHER = r"\x{80}-\x{10FFFF}"

TYPES = (
    "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|"
    "Ter|Parkway|Pkwy|Highway|Hwy|Close|Crescent|Cres|Gardens|Grove|Circle|Cir|Trail|Row|Mews|Hill|Quay|"
    "Esplanade|Parade|Wharf|Embankment|Promenade)"
)
"""What streets are called in English, behind their names."""
ENDINGS = (
    r"(?:stra(?:ss|sz)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|straat|laan|gracht|plein|kade|singel"
    "|dreef|dijk|gatan|vagen|gata|gaten|veien|vegen|vej|vejen|gade|gaden|katu|tie|utca)"
)
"""What their names end in, in German, Dutch, the languages of the North and Hungarian."""
ARTICLES = "(?:(?:de|del|la|las|los|da|do|das|dos|di|della|delle|dei|degli|des|du|d'|dell') ?){0,3}"
"""What stands between the word for a street and its name, in the languages of the South."""


# What streets are called before their names, in small letters; as names have it in large ones.
_KINDS = (
    "(?:rue|avenue|boulevard|place|chemin|impasse|allee|quai|cours|route|via|viale|piazza|corso|calle|avenida|plaza"
    r"|paseo|rua|travessa|praca|largo|ulica|ul\.|al\.|pl\.)"
)
# Words for an address, as a key ends in them, without their first letters: each sign that one begins with is
# in every state of the search, so that they are few.
_GENERAL = (
    r"ddr(?:ess(?:es)?)?|DDR(?:ESS(?:ES)?)?|dres(?:se|[ae])?|DRES(?:SE|[AE])?|ndereco|NDERECO"
    # The first of its lines, and the street in languages where the word has other meanings.
    r"|ine_?1|INE_?1|\b[Ll]ine\\?[\"']|\b[Vv]ia"
    r"|aslov|ASLOV|lamat|LAMAT|soite|SOITE|العنوان|כתובת"
    r"|地址|주소|дрес(?:а|и)?|ιευθυνση"  # noqa: RUF001 - Cyrillic
)
# A street, and what is only said of homes.
_OF_HOMES = (
    "treet|TREET|ydliste|YDLISTE|nschrift|NSCHRIFT|omicilio|OMICILIO|traat|TRAAT|trasse|TRASSE"
    r"|(?:\b|_)(?:[Rr]ue|RUE|[Cc]alle|CALLE|[Uu]lica|ULICA)|住所"
)
# `_2`, `"]`, and the sign; behind it the number of a house may come first.
_BEHIND_KEY = r"(?:[ _]?[lL]ine|_LINE)?[0-9_\\\"'\])*]*[:=> \t][ =:>\\\"'*\[]*"
_BEGINS = rf"(?:[0-9]+(?:[/\-][0-9]+)?[A-Za-z]?,? (?:(?:bis|ter),? )?)?(?:[A-Z{_OTHER}]|{_KINDS} )"

KEYED = "|".join(f"(?:{key}){_BEHIND_KEY}{_BEGINS}" for key in (_GENERAL, _OF_HOMES))
"""A pattern that occurs wherever an address stands under a key."""

_KEY_PLACE = compile_bytes(rf"(?:({_GENERAL})|{_OF_HOMES})({_BEHIND_KEY})")
# Who numbers the lines of an address speaks of no machine's: `address_line_1`, `address2`.
_FIRST_LINE = re.compile(rb"ddress[ _]?(?:[Ll]ine|[12]\b)|DDRESS_?(?:LINE|[12]\b)")
_FIRST_PLACE = compile_bytes(_BEGINS)
_SIGNS_OF_KEYS = b":=>\"'"

_PARTICLES = (
    r"(?:de|del|la|las|los|el|da|do|das|dos|di|della|dell|den|der|dem|des|du|le|les|am|an|im|in|auf|zu|zur|zum"
    r"|van|het|von|vom|y|e|and|of|the|st|ul|pl|al|os|ut|utca|ter|ulice|rue|via|calle|apt|unit|no|nr|n|bis|kv"
    r"|plac|gate|gata|gatan|vei|veien|vej|gade|plass|plads|street|road|strasse|weg|straat|katu|tie"
    # What is said of a flat.
    rf"|bus|bte|m|lok|flat|app|int|piso|esc|esq|izq|dcha|dto|sal|tv|th|mf|og|whg|et|bl|sc|ap|apto)\b\.?|{_KINDS}\b"
)
# Evidence that a street is one, whatever stands before its key.
_STREET = compile_bytes(
    rf"(?:^|[ ,])(?:{_KINDS}|Rue|Avenue|Boulevard|Bd|Place|Chemin|Impasse|Quai|Route|Via|Viale|Piazza|Corso"
    rf"|Calle|C/|Avenida|Av\.|Avda\.?|Plaza|Paseo|Rambla|Rua|Travessa|Praca|Largo|Ul\.|Ulica|Al\.) "
    rf"{ARTICLES}[A-Z{_OTHER}]"
    rf"|(?:{ENDINGS}|[ \-](?:gate|gata|vei|veien|vej|gade|plass|utca|ulice))(?:$|[ ,.])"
    rf"|[0-9][A-Za-z]?,? (?:[A-Z][A-Za-z'.\-]{{1,24}} ){{1,4}}{TYPES}(?:$|[ ,.])"
    r"|(?:ул|просп|пр|пер|бул|вул|наб)\. |улица|проспект|шоссе|переулок|вулиця|οδοσ"
)
# A word or a number; together with what may join them.
_TOKEN = (
    rf"(?:[A-Z][A-Za-z]{{0,3}}:[0-9]{{1,4}}|\(?[A-Z{_OTHER}][A-Za-z0-9{_OTHER}'./\-]{{0,40}}:?\)?"
    rf"|#?[0-9][0-9A-Za-z{_OTHER}/\-]{{0,12}}\.?|{_PARTICLES})"
)
_JOINT = r"(?:\\n|,{0,2} ?[\-/] |,{1,2} {0,2}| )"
_VALUE = rf"{_TOKEN}(?:{_JOINT}{_TOKEN}){{1,16}}|〒?[0-9\-]{{0,9}} ?[{_OTHER}][{_OTHER}0-9 \-]{{3,80}}"
_VALUE_PLACE = compile_bytes(_VALUE)
_QUOTE = re.compile(rb"'(?![A-Za-z\x80-\xff])")
_BEFORE = compile_bytes(r"[A-Za-z0-9_.\- ]*$")
MAX_KEY = 40
"""Bytes before a word for an address in which others belong to it."""
MAX_ADDRESS = 200
"""Bytes of one address."""

_NAME_PLACE = compile_bytes(rf"[A-Z{_OTHER}][A-Za-z{_OTHER}'. \-]{{2,60}}")
_HOUSE_KEY = compile_bytes(
    r"\\?[\"']?[,;&][ \t]{0,4}\\?[\"']?"
    r"(?:(?:[Hh]ouse|[Bb]uilding|[Ss]treet|[Hh]aus|[Hh]uis|HOUSE|STREET)[ _\-]?"
    r"(?:[Nn]umber|[Nn]ummer|[Nn]o|[Nn]r|NUMBER|NO)|[Cc]ivico|[Nn]umero)"
    r"\\?[\"']?[ \t]{0,4}[:=][ \t]{0,4}\\?[\"']?[1-9]"
)
_HOUSE = compile_bytes(
    rf"(?:^|[ ,:#.n])0{{0,2}}[1-9][0-9]{{0,4}}(?:[ \-]?[A-Za-z])?(?:[/\-][0-9A-Za-z{_OTHER}]{{1,4}}){{0,3}}"
    r"(?:[ ,.;)\\]|$)|[0-9](?:号|號|番|丁目|번지|[\-][0-9])"
    rf"|[{_OTHER}][ ]?[0-9]{{1,4}}"
)
_WORD = compile_bytes(rf"(?:^|[ ,(])[A-Z][A-Za-z'.\-]{{2,}}|[{_OTHER}]{{2,}}")
# With the town that it belongs to, in the order of its country (UPU S42).
_POSTCODE = compile_bytes(
    r"[ ,n](?:[A-Z]{1,2}-?)?(?:[0-9]{4,6}|[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4,5}-[0-9]{3}"
    rf"|[0-9]{{4}} ?[A-Z]{{2}}),? (?:[A-Z][a-z]|de |[{_OTHER}])"
    rf"|[A-Za-z{_OTHER}.)],? (?:[A-Z]{{2,4}},? |[A-Z][a-z]{{2,20}} )?"
    r"(?:[0-9]{5}(?:-[0-9]{3,4})?|[0-9]{6}|[0-9]{3} [0-9]{3}"
    r"|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])(?:$|[ ,.;\"])"
    r"|, [A-Z]{2,3},? [0-9]{4}(?:$|[ ,.;])|〒[0-9]{3}-?[0-9]{4}"
)


def _one_of(signs: str) -> str:
    return f"(?:{'|'.join(signs)})"


_REGION, _TOWN = _one_of("都道府県省"), _one_of("市区區郡县縣町村镇")
_ROAD, _NUMBER = _one_of("路街道巷弄"), "(?:号|號|弄|丁目|番地)"
_EAST = compile_bytes(
    rf"{_REGION}[^ ]{{0,40}}{_TOWN}|{_TOWN}[^ ]{{0,60}}{_ROAD}[0-9]{{1,5}}|[0-9]{_NUMBER}"
    r"|(?:시|군|구) [^ ]{1,30}(?:로|길|동) ?[0-9]"
)

# Whose address is no place where people live.
_MACHINES = words(
    """ip ipv4 ipv6 mac listen listener bind binding bound server host hostname node pod peer peers cluster
    broker brokers master worker leader seed seeds advertise advertised advertisement remote local listening
    proxy gateway endpoint endpoints service services upstream backend frontend metrics metric health grpc
    http https tcp udp rpc api web wallet contract token coin btc eth bitcoin ethereum deposit memory mem
    base start end offset virtual page heap register fault instruction return source src destination
    dst dest target connection conn socket port network subnet interface nic link dns nameserver
    resolver ntp smtp imap mail email e sender from to reply cc bcc redis kafka etcd vault consul nats amqp
    mqtt database db jdbc pg mysql postgres zookeeper elasticsearch prometheus otel otlp collector admin
    webhook callback loopback router switch bgp neighbor neighbour external internal public loadbalancer
    lb vip floating family type types space bus pci i2c usb device hw hardware"""
)
_HOMES = words(
    """home street postal post mailing billing shipping delivery residential residence permanent private
    customer client patient employee person personal member user guest contact owner applicant recipient
    student tenant legal registered invoice lieferung rechnung rechnungs liefer wohn heim haus postalische
    facturacion envio entrega residencial fatturazione spedizione livraison facturation physical house
    cobranca correspondence home1 beneficiary subscriber buyer seller company business office work store
    aflever bezorg factuur dostawy shop domovni trvala bydliste zamieszkania korespondencyjny"""
)


def unquoted(spelled: bytes) -> bytes:
    """Leave out what stands behind a closing quote: an apostrophe goes on in a letter, as in `L'Aquila`."""
    return _QUOTE.split(spelled, maxsplit=1)[0]


class Place(NamedTuple):
    """An address under a key, and how much speaks for it."""

    start: int
    end: int
    of_homes: bool
    """Whether the key says that people live there, rather than that it is some address."""
    placed: bool
    """Whether a word for a street, a postcode with a town, or a town in its region, belongs to it."""


def keyed(source: Source) -> Sequence[Place]:
    """Find what stands under keys for addresses and is made like one."""
    data = source.data
    found: list[Place] = []
    for key in _KEY_PLACE.finditer(data):
        source.budget.spend()
        general = bool(key.group(1))
        before = _words_before(data, key.start()) if general else ()
        if _is_of_a_machine(before):
            continue
        start = key.end()
        spelled = _with_house(data, start) or (b"" if general else _without_house(data, start))
        if not spelled:
            continue
        # In capitals throughout, as on letters.
        spellings = (spelled, spelled.title()) if spelled.isupper() else (spelled,)
        placed = any(
            one.search(each) is not None for one in (_POSTCODE, _EAST, _STREET) for each in spellings
        )
        homely = not general or _FIRST_LINE.search(key.group()) is not None or not _HOMES.isdisjoint(before)
        of_homes = homely and _assigned(key.group(2))
        if of_homes or placed:
            found.append(Place(start, start + len(spelled), of_homes, placed))
    return found


def _with_house(data: bytes, start: int) -> bytes:
    """Give the address with the number of a house that begins there; nothing where there is none."""
    if _FIRST_PLACE.match(data, start, start + MAX_ADDRESS) is None:
        return b""
    value = _VALUE_PLACE.match(data, start, start + MAX_ADDRESS)
    if value is None or not _stops(data, value.end()):
        return b""
    spelled = unquoted(value.group()).rstrip(b" ,-")
    whole = _HOUSE.search(spelled) is not None and _WORD.search(spelled) is not None
    return spelled if whole else b""


def _without_house(data: bytes, start: int) -> bytes:
    """Give the street that begins there, if a field behind it holds the number of the house."""
    value = _NAME_PLACE.match(data, start, start + MAX_ADDRESS)
    numbered = (
        value is not None and _HOUSE_KEY.match(data, value.end(), value.end() + MAX_ADDRESS) is not None
    )
    return value.group() if value is not None and numbered else b""


def _assigned(between: bytes) -> bool:
    """Tell whether a sign stands between key and value: behind a blank a street may be anything."""
    return any(sign in _SIGNS_OF_KEYS for sign in between)


def _words_before(data: bytes, start: int) -> Sequence[str]:
    """Give the last two words before that for an address: `customer` and `billing`."""
    before = _BEFORE.search(data[max(0, start - MAX_KEY) : start])
    # Its own first letter is not one of them.
    return parts_of(before.group()[:-1])[-2:] if before else ()


def _is_of_a_machine(before: Sequence[str]) -> bool:
    """Tell from the last words of a key whose address it is; the very last decides if it says."""
    said = [word for word in reversed(before) if word in _MACHINES or word in _HOMES]
    return bool(said) and said[0] in _MACHINES


def _stops(data: bytes, end: int) -> bool:
    """Tell whether a value ends there, rather than in a word, a path, a port or the next key."""
    return data[end : end + 1] in b" \t\r\n\"'\\,;})]|<&.*`"
