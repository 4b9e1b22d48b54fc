"""Postal addresses: a street with a house number, where a word or a postcode with a town says what it is."""

from collections.abc import Iterator

from privet.detection.addresses import ARTICLES, ENDINGS, KEYED, TYPES, keyed, unquoted
from privet.detection.context import Context
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source

_OTHER = r"\x{80}-\x{10FFFF}"
_WORD = rf"[A-Z{_OTHER}][A-Za-z{_OTHER}'.\-]{{1,24}}"
# `8 m. 15` is flat 15 of house 8, not house 8m.
_NUMBER = r"[1-9][0-9]{0,4}(?: ?[A-Za-ln-z]|/[0-9]{1,3}|-[0-9]{1,4})?\b"
_APART = r"(?:Stra(?:ss|sz)e|Str\.|Weg|Platz|Allee|utca|ulice)"
_FRENCH = "(?:rue|avenue|boulevard|place|chemin|impasse|allee|quai|cours|route)"
_SOUTHERN = (
    r"(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Cc]alle|[Aa]venida|[Aa]vda\.?|[Aa]v\.|[Pp]laza|[Pp]aseo|[Rr]ua|"
    r"[Tt]ravessa|[Uu]l\.|[Uu]lica|[Aa]l\.)"
)
# 1600 Amphitheatre Parkway; 221B Baker Street.
_ENGLISH = (
    rf"\b(?:(?:Flat|Unit|Apt|Apartment|Suite) [0-9]{{1,4}}[A-Za-z]?,? )?(?:[0-9]{{1,4}}[A-Za-z]?/)?"
    rf"[1-9][0-9]{{0,5}}[A-Za-z]?,? (?:[NSEW]\.? )?"
    rf"(?:{_WORD} |[0-9]{{1,3}}(?:st|nd|rd|th) ){{1,4}}{TYPES}\b\.?"
)
# Hauptstraße 12; Am Markt 3 is left to the context; Keizersgracht 174.
_JOINED = (
    rf"(?:{_WORD}[ \-])?[A-Z{_OTHER}][a-z{_OTHER}]{{1,30}}{ENDINGS} {_NUMBER}"
    rf"|(?:{_WORD} )?{_WORD}[ \-]{_APART} {_NUMBER}"
)
# 12 rue de la Paix; Via Roma 10; Calle Mayor 5; ul. Marszalkowska 10.
_ROMANCE = (
    rf"\b[1-9][0-9]{{0,3}}(?: ?(?:bis|ter))?,? {_FRENCH} "
    rf"(?:(?:de|du|des|la|le|les|d'|l') ?){{0,3}}{_WORD}(?: {_WORD}){{0,3}}"
    rf"|\b{_SOUTHERN} {ARTICLES}{_WORD}(?: {_WORD}){{0,3}},? (?:n\.? ?)?{_NUMBER}"
)
_STREET = f"{_ENGLISH}|{_JOINED}|{_ROMANCE}"
# What every street has, in fewer states.
_ALONE = (
    rf"[^ \n] {TYPES}\b|[A-Z{_OTHER}][a-z{_OTHER}]+{ENDINGS} [1-9]|{_APART} [1-9]"
    rf"|[0-9](?: ?(?:bis|ter))?,? {_FRENCH} |\b{_SOUTHERN} {ARTICLES}[A-Z{_OTHER}]"
)
_STREET_PLACE = compile_bytes(_STREET)
# `, 10115 Berlin`; `, London NW1 6XE`; `, Springfield, IL 62704`; in HL7 `^^10115 Berlin`.
_TOWN = (
    rf"(?:[.,]{{0,2}} {{1,2}}|\^{{1,2}})(?:[A-Z]{{1,2}}-)?"
    rf"(?:[0-9]{{4,6}}|[0-9]{{3}} [0-9]{{2}}|[0-9]{{2}}-[0-9]{{3}}|[0-9]{{4}}-[0-9]{{3}})(?: ?[A-Z]{{2}})?"
    rf" {_WORD}(?: {_WORD}){{0,2}}"
    rf"|(?:,? {{1,2}}|\^{{1,2}}){_WORD}(?: {_WORD}){{0,2}},? (?:[A-Z]{{2}},? )?[0-9]{{5}}(?:-[0-9]{{4}})?\b"
    rf"|(?:,? {{1,2}}|\^{{1,2}}){_WORD}(?: {_WORD}){{0,2}},? [A-Z]{{1,2}}[0-9][A-Z0-9]? ?[0-9][A-Z]{{2}}\b"
    rf"|,? {{1,2}}{_WORD},? [A-Z]{{2}} [A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]\b"
    rf"|(?:,? {{1,2}}|\^{{1,2}}){_WORD}(?: {_WORD}){{0,2}},? (?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) [0-9]{{4}}\b"
)
_TOWN_PLACE = compile_bytes(_TOWN)
# `, 3º B`, folded; ` m. 15`; ` bus 4`; `, 2. tv`; ` Apt 5B`.
_FLAT = compile_bytes(
    r"(?:,? (?:[Ff]lat|[Uu]nit|[Aa]pt\.?|Apartment|Suite|Ste\.?|bus|bte\.?|m\.|lok\.|kv\.|Whg\.?"
    r"|int\.|[Aa]pto\.?|[Pp]iso|#) ?#?[0-9]{1,5}[A-Za-z]?|/[A-Z]|,? [0-9]{1,2}\.?[oa.]\.? ?"
    r"(?:[A-Za-z]|izq|dcha|[Ee]sq|[Dd]to|tv|th|mf|sal|OG))"
    r"\b\.?"
)
_MAX_FLAT = 24
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
        "street1", "wohne", "wohnt", "woon op", "woont op", "habite", "abito in", "abita in", "vivo en",
        "vive en", "moro na", "mora na", "mieszkam", "mieszka",
    )  # fmt: skip
    names = (
        "home address", "postal address", "street address", "billing address", "shipping address",
        "mailing address", "anschrift",
    )  # fmt: skip
    default = True
    anchors = ()
    gated_by_words = False
    digits = 0
    unlettered = False

    def __init__(self) -> None:
        self._context = Context(self.words)
        self.alone = f"{_ALONE}|{KEYED}"
        self.gate = f"{_STREET}|{KEYED}"
        self.loose_gate = self.gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all addresses."""
        data = source.data
        for place in keyed(source):
            confidence = self._confidence(named=place.of_homes, placed=place.placed)
            yield Finding(
                place.start, place.end, self.entity, confidence, _kind(data[place.start : place.end])
            )
        for street in _STREET_PLACE.finditer(data):
            source.budget.spend()
            start, end = street.start(), street.end()
            flat = _FLAT.match(data, end, end + _MAX_FLAT)
            end = flat.end() if flat is not None else end
            town = _TOWN_PLACE.match(data, end, end + _MAX_TOWN)
            if town is not None:
                end = start + len(unquoted(data[start : town.end()]))
            confidence = self._confidence(named=self._context.before(data, start), placed=town is not None)
            if confidence >= source.least:
                yield Finding(start, end, self.entity, confidence, _kind(data[start:end]))

    def _confidence(self, *, named: bool, placed: bool) -> Confidence:
        return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[int(named) + int(placed)]


# What documentation writes: a number that counts up or is round, and the street that every town has; and
# what stands in copies of the GNU licences.
_EXAMPLE = compile_bytes(
    r"^(?:(?:1|10|100|1000|101|111|12|123|1234|12345|200|500|555|999) main (?:st|road|rd|ave|blvd|dr|ln|lane)"
    r"|[0-9]{1,5} (?:any|some|example|sample|test|fake|your|my|dummy|placeholder)"
    r" ?(?:st|road|rd|ave|blvd|dr|lane|ln|way)"
    r"|742 evergreen terrace|59 temple place|51 franklin st|675 mass(?:achusetts)? ave"
    r"|(?:.{1,60} )?muster(?:strasse|str\.|weg|gasse|allee|platz) )"
    r"|, ?(?:any ?town|some ?city|musterstadt|musterhausen"
    r"|example ?(?:town|city|ville)|sample ?(?:town|city))(?:$|[ ,])"
)


def _kind(address: bytes) -> FindingClass:
    return FindingClass.EXAMPLE if _EXAMPLE.search(address.lower()) is not None else FindingClass.PERSONAL


POSTAL_ADDRESS = PostalAddressRecognizer()
