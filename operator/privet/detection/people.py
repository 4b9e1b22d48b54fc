"""Whose a `name` is: a person's where the key over it says so, or a mailbox or a telephone beside it."""

import re
from collections.abc import Sequence

from privet.detection.keys import parts_before, parts_of
from privet.detection.linear import compile_bytes
from privet.detection.roles import is_role
from privet.detection.wordlists import words

REACH = 256
"""Bytes on either side of a name that are looked at, on its line."""

CLOSE = 128
"""Bytes before a name in which the key next to its own begins."""

DEEPEST = 3
"""Levels of objects that stand before a name, beside it, and are passed over."""

_PEOPLE = words(
    """customer user patient person contact guest member employee owner author assignee passenger recipient
    applicant candidate student subscriber borrower beneficiary payer payee buyer holder cardholder insured
    visitor attendee traveler traveller receiver addressee debtor creditor spouse parent child doctor nurse
    kunde mitarbeiter patientin cliente paciente usuario pasajero titular utente utilisateur personne klant
    gebruiker klient pacjent osoba"""
)
# `UserDto`, `customer_details`: what comes before these says whose it is.
_FORMS = words("dto record entity request response input details info data object row")
_CONTACTS = words(
    """email mail mailbox phone telephone mobile tel cell telefon telefono telefoon handy mobil movil correo
    courriel msisdn"""
)
_FORMS_OF_CONTACTS = words("address number no nr verified")

_CLOSED = re.compile(rb"[\[{(][^\[\]{}()]*[\]})]|<[A-Za-z0-9:]{1,64}+>[^<>]*</[A-Za-z0-9:]{1,64}+>")
_HEAD = re.compile(rb"([A-Za-z_.\-]{1,64}+)\\?[\"']?[ \t]?(?:=>|[:=])?[ \t\[(,]{0,4}$")
_TAG = re.compile(rb"([A-Za-z_.\-]{1,64}+)")
# A word and a blank, as in `Company Name: `; behind a sign it is the value of another key. What has an equals
# sign is of one word: in `user created name="` the others are a message.
_ONE_WORD = re.compile(rb"[A-Za-z]{1,8}+\\?[\"']?[ \t]?=")
_WORD_BEFORE = re.compile(rb"(?:^|[ \t,;|{(\[<])([A-Za-z]{1,24}) $")
_KEY = rb"([A-Za-z_.\-]{1,32}+)\\?[\"'\])]?[ \t]?[:=>]"
_MAILBOX = re.compile(rb"[ \t\\\"'<]{0,4}([A-Za-z0-9._+\-]{1,64}+)@")
_APART = rb"(?:</[A-Za-z0-9:]{1,32}>)?[\\\"' \t,;&|<(\[]{1,8}"
_KEY_BEHIND = re.compile(_APART + _KEY)
_KEY_AHEAD = re.compile(_KEY + rb">?[^,;&|{}<=:]{1,80}" + _APART + rb"$")
# An entry of a directory (RFC 4514) under the unit that holds people.
_UNIT = compile_bytes(
    r"^,[ ]?(?:[A-Za-z]{1,16}=[^,=]{1,40},[ ]?){0,3}(?:ou|OU)=(?i:people|persons|users|staff|employees)\b"
)


def is_of_a_person(data: bytes, key: int, end: int) -> bool:
    """Tell from what is around a name, from its key to the end of its value, whether it is a person's."""
    before = parts_before(data, key)
    if before:
        return _is_person(before)
    ahead = data[max(0, key - REACH) : key].rpartition(b"\n")[2]
    word = None if _ONE_WORD.match(data, key) else _WORD_BEFORE.search(ahead)
    if word is not None:
        return _is_person(parts_of(word.group(1)))
    behind = data[end : end + REACH].partition(b"\n")[0]
    return _is_beside_a_contact(ahead, behind) or _UNIT.match(behind) is not None or _is_in_a_person(ahead)


def _is_beside_a_contact(ahead: bytes, behind: bytes) -> bool:
    keys = [_KEY_BEHIND.match(behind), _KEY_AHEAD.search(ahead[-CLOSE:])]
    if keys[0] is not None and _is_of_a_role(behind[keys[0].end() :]):
        return False
    named = [parts_of(key.group(1)) for key in keys if key is not None]
    return any(_ends_in(one, _CONTACTS, _FORMS_OF_CONTACTS) for one in named)


def _is_of_a_role(value: bytes) -> bool:
    """Tell whether a mailbox begins there that names no person, as `info@…`."""
    mailbox = _MAILBOX.match(value)
    return mailbox is not None and is_role(mailbox.group(1).decode().lower())


def _is_in_a_person(ahead: bytes) -> bool:
    """Tell whether the object, the record or the element that a name is in is called like a person."""
    for _ in range(DEEPEST):
        ahead = _CLOSED.sub(b"", ahead)
    # What opens a tag of the name's own is none.
    opened = max(map(ahead.removesuffix(b"<").rfind, (b"{", b"[", b"(", b"<")))
    if opened < 0:
        return False
    tag = ahead[opened : opened + 1] == b"<"
    head = _TAG.match(ahead, opened + 1) if tag else _HEAD.search(ahead[:opened])
    return head is not None and _is_person(parts_of(head.group(1)))


def _is_person(key: Sequence[str]) -> bool:
    return _ends_in(key, _PEOPLE, _FORMS)


def _ends_in(key: Sequence[str], some: frozenset[str], forms: frozenset[str]) -> bool:
    """Tell whether the last word of a key that is no mere form is one of some, in the plural or not."""
    last = next((part for part in reversed(key) if part not in forms), "")
    return last in some or last.removesuffix("s") in some
