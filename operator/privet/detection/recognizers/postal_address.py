"""Postal addresses: a street with a house number, where a word or a postcode with a town says what it is."""

from collections.abc import Iterator

from privet.detection.context import Context
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_OTHER = r"\x{80}-\x{10FFFF}"
_WORD = rf"[A-Z{_OTHER}][A-Za-z{_OTHER}'.\-]{{1,24}}"
_NUMBER = r"[1-9][0-9]{0,4}(?: ?[A-Za-z]|/[0-9]{1,3}|-[0-9]{1,4})?\b"
_TYPES = (
    "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|"
    "Ter|Parkway|Pkwy|Highway|Hwy|Close|Crescent|Cres|Gardens|Grove|Circle|Cir|Trail|Row|Mews|Hill)"
)
_ENDINGS = (
    r"(?:stra(?:ss|sz)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|gracht|plein|kade|gatan|"
    "vagen|gata|veien|vej|gade|katu|tie|utca)"
)
_APART = r"(?:Stra(?:ss|sz)e|Str\.|Weg|Platz|Allee|utca|ulice)"
_FRENCH = "(?:rue|avenue|boulevard|place|chemin|impasse|allee|quai|cours|route)"
_SOUTHERN = (
    r"(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Cc]alle|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Rr]ua|"
    r"[Tt]ravessa|[Uu]l\.|[Uu]lica|[Aa]l\.)"
)
_ARTICLES = "(?:(?:de|del|la|las|los|da|do|dos|di|della) ){0,3}"
# 1600 Amphitheatre Parkway; 221B Baker Street.
_ENGLISH = (
    rf"\b[1-9][0-9]{{0,5}}[A-Za-z]?,? (?:[NSEW]\.? )?"
    rf"(?:{_WORD} |[0-9]{{1,3}}(?:st|nd|rd|th) ){{1,4}}{_TYPES}\b\.?"
)
# Hauptstraße 12; Am Markt 3 is left to the context; Keizersgracht 174.
_JOINED = (
    rf"(?:{_WORD}[ \-])?[A-Z{_OTHER}][a-z{_OTHER}]{{1,30}}{_ENDINGS} {_NUMBER}"
    rf"|(?:{_WORD} ){{1,2}}{_APART} {_NUMBER}"
)
# 12 rue de la Paix; Via Roma 10; Calle Mayor 5; ul. Marszalkowska 10.
_ROMANCE = (
    rf"\b[1-9][0-9]{{0,3}}(?: ?(?:bis|ter))?,? {_FRENCH} "
    rf"(?:(?:de|du|des|la|le|les|d'|l') ?){{0,3}}{_WORD}(?: {_WORD}){{0,3}}"
    rf"|\b{_SOUTHERN} {_ARTICLES}{_WORD}(?: {_WORD}){{0,3}},? (?:n\.? ?)?{_NUMBER}"
)
_STREET = f"{_ENGLISH}|{_JOINED}|{_ROMANCE}"
# What every street has, in fewer states.
_ALONE = (
    rf"[^ \n] {_TYPES}\b|(?:{_ENDINGS}|{_APART}) [1-9]"
    rf"|[0-9](?: ?(?:bis|ter))?,? {_FRENCH} |\b{_SOUTHERN} {_ARTICLES}[A-Z{_OTHER}]"
)
_STREET_PLACE = compile_bytes(_STREET)
# `, 10115 Berlin`; `, London NW1 6XE`; `, Springfield, IL 62704`.
_TOWN = (
    rf",? {{1,2}}(?:[A-Z]{{1,2}}-)?[0-9]{{4,5}}(?: ?[A-Z]{{2}})? {_WORD}(?: {_WORD}){{0,2}}"
    rf"|,? {{1,2}}{_WORD}(?: {_WORD}){{0,2}},? (?:[A-Z]{{2}},? )?[0-9]{{5}}(?:-[0-9]{{4}})?\b"
    rf"|,? {{1,2}}{_WORD}(?: {_WORD}){{0,2}},? [A-Z]{{1,2}}[0-9][A-Z0-9]? ?[0-9][A-Z]{{2}}\b"
    rf"|,? {{1,2}}{_WORD},? [A-Z]{{2}} [A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]\b"
)
_TOWN_PLACE = compile_bytes(_TOWN)
_MAX_TOWN = 96


class PostalAddressRecognizer:
    """Finds streets with a house number, together with the town behind them."""

    entity = "PostalAddress"
    standard = "ISO 19160-4; UPU S42 national templates"
    proof_text = "a street with a house number; a word, or a postcode with a town"
    words = (
        "address", "addr", "postal address", "street", "street address", "home address", "billing address",
        "shipping address", "mailing address", "delivery address", "residence", "lives at", "living at",
        "resides at", "ship to", "deliver to", "anschrift", "adresse", "wohnhaft", "lieferadresse",
        "rechnungsadresse", "strasse", "domicile", "domicilio", "direccion", "indirizzo", "residenza",
        "endereco", "morada", "adres", "adresa", "osoite", "address line", "address1", "addressline1",
        "street1",
    )  # fmt: skip
    names = (
        "home address", "postal address", "street address", "billing address", "shipping address",
        "mailing address", "anschrift",
    )  # fmt: skip
    default = True
    anchors = ()
    gated_by_words = False
    digits = 0

    def __init__(self) -> None:
        self._context = Context(self.words)
        self.alone = _ALONE
        self.gate = _STREET
        self.loose_gate = _STREET

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all addresses."""
        data = source.data
        for street in _STREET_PLACE.finditer(data):
            source.budget.spend()
            start, end = street.start(), street.end()
            town = _TOWN_PLACE.match(data, end, end + _MAX_TOWN)
            if town is not None:
                end = town.end()
            confidence = self._confidence(named=self._context.before(data, start), placed=town is not None)
            if confidence >= source.least:
                yield Finding(start, end, self.entity, confidence, _kind(data[start:end]))

    def _confidence(self, *, named: bool, placed: bool) -> Confidence:
        return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[int(named) + int(placed)]


_EXAMPLES = words("musterstrasse musterweg mustergasse musterallee")


def _kind(address: bytes) -> FindingClass:
    spelled = address.decode("utf-8", "replace").lower()
    known = spelled.startswith(("123 main st", "1234 main st", "1 main st", "742 evergreen terrace"))
    return FindingClass.EXAMPLE if known or spelled.split(" ")[0] in _EXAMPLES else FindingClass.PERSONAL


POSTAL_ADDRESS = PostalAddressRecognizer()
