"""Unusual spellings: what a person still reads as the value, and a plain pattern does not."""
# ruff: noqa: E501, RUF001 - letters that look like others are the point

from collections.abc import Iterator
from random import Random

from tests.corpus.check_digits import luhn_digit
from tests.corpus.contacts import international
from tests.corpus.identities_europe import fi_hetu, gb_nhs_number, gb_nino, it_fiscal_code, nl_bsn
from tests.corpus.identities_world import br_cpf, in_aadhaar
from tests.corpus.payments import card_number, iban_number
from tests.corpus.people import mailbox
from tests.corpus.sample import Marks, Sample, digits, seeded

_FULL = str.maketrans(
    {**{str(one): chr(0xFF10 + one) for one in range(10)}, "@": "＠", ".": "．", "-": "－", "+": "＋"}
)
_ARABIC = str.maketrans({str(one): chr(0x660 + one) for one in range(10)})
_PERSIAN = str.maketrans({str(one): chr(0x6F0 + one) for one in range(10)})
_DEVANAGARI = str.maketrans({str(one): chr(0x966 + one) for one in range(10)})
_BOLD = str.maketrans({str(one): chr(0x1D7CE + one) for one in range(10)})
_CIRCLED = str.maketrans({str(one): chr(0x2460 + one - 1) if one else "⓪" for one in range(10)})
_CYRILLIC = str.maketrans("aeopcxy", "аеорсху")
_GREEK_CAPITALS = str.maketrans("ABEHIKMNOPTXZ", "ΑΒΕΗΙΚΜΝΟΡΤΧΖ")
_WIDE_LETTERS = str.maketrans({chr(one): chr(one + 0xFEE0) for one in [*range(65, 91), *range(97, 123)]})

Case = tuple[str, str, str, str]
"""What is unusual, the entity, the spelling, what stands before it."""


def _fours(number: str, between: str) -> str:
    return between.join(number[at : at + 4] for at in range(0, len(number), 4))


def _cards(number: str) -> Iterator[Case]:
    for name, between in (
        ("dots", "."), ("blanks", " "), ("no-break blanks", "\u00a0"), ("thin blanks", "\u2009"), ("en dashes", "–"),
        ("non-breaking hyphens", "\u2011"), ("underscores", "_"), ("slashes", "/"), ("two blanks", "  "), ("tabs", "\t"),
        ("dashes with blanks", " - "), ("line breaks", "\n"), ("ideographic blanks", "\u3000"), ("middle dots", "·"),
        ("bullets", "•"), ("lines that go on behind a backslash", "\\\n"), ("lines of a comment", "\n# "), ("lines of a citation", "\n> "),
        ("put together", '" + "'), ("put together in SQL", "' || '"), ("bold groups", "** **"), ("line-break opportunities", "<wbr>"),
        ("references to soft hyphens", "&shy;"),
    ):  # fmt: skip
        yield f"card, {name}", "CreditCard", _fours(number, between), "card number: "
    yield "card, every digit apart", "CreditCard", " ".join(number), "card number: "
    for name, table in (
        ("full-width", _FULL), ("Arabic-Indic", _ARABIC), ("Persian", _PERSIAN), ("Devanagari", _DEVANAGARI), ("mathematical bold", _BOLD),
        ("circled", _CIRCLED),
    ):  # fmt: skip
        yield f"card, {name} digits", "CreditCard", number.translate(table), "card "
    for name, hidden in (
        ("zero-width blanks", "\u200b"),
        ("soft hyphens", "\u00ad"),
        ("word joiners", "\u2060"),
        ("byte-order marks", "\ufeff"),
    ):
        yield f"card, {name} inside", "CreditCard", _fours(number, hidden), "card "
    yield "card, bidi marks around", "CreditCard", f"\u202d{number}\u202c", "card "
    yield (
        "card, odd groups",
        "CreditCard",
        f"{number[:5]} {number[5:10]} {number[10:15]} {number[15:]}",
        "card number: ",
    )
    yield "card, between quotes", "CreditCard", f"“{number}”", "card "
    yield "card, between Chinese characters", "CreditCard", f"卡号{number}已绑定", ""
    yield "card, in brackets", "CreditCard", f"({number})", "card "
    yield "card, broken over two lines", "CreditCard", f"{number[:8]}\n{number[8:]}", "card number: "


def _ssns() -> Iterator[Case]:
    for name, text in (
        ("blanks", "536 90 4399"), ("dots", "536.90.4399"), ("no separators", "536904399"), ("slashes", "536/90/4399"), ("en dashes", "536–90–4399"),
        ("figure dashes", "536\u201290\u20124399"), ("blanks around dashes", "536 - 90 - 4399"), ("zero-width blanks", "536\u200b-90-\u200b4399"),
        ("in brackets", "(536-90-4399)"), ("no-break blanks", "536\u00a090\u00a04399"), ("underscores", "536_90_4399"), ("line break", "536-90-\n4399"),
    ):  # fmt: skip
        yield f"SSN, {name}", "UsSsn", text, "SSN: "
    yield "SSN, full-width", "UsSsn", "536-90-4399".translate(_FULL), "ssn "
    yield "SSN, Arabic-Indic", "UsSsn", "536-90-4399".translate(_ARABIC), "social security number: "
    yield "SSN, between quotes", "UsSsn", "„536904399“", "SSN: "
    yield "SSN, behind an arrow", "UsSsn", "→536904399←", "ssn "
    yield "SSN, in a definition", "UsSsn", "536904399", "java -Dssn="
    yield "SSN, abbreviated with full stops", "UsSsn", "536904399", "S.S.N. "
    yield "SSN, minus signs", "UsSsn", "536−90−4399", "customer ssn = "


def _ibans(number: str) -> Iterator[Case]:
    yield "IBAN, lower case", "Iban", number.lower(), "iban: "
    yield "IBAN, lower case in fours", "Iban", _fours(number.lower(), " "), "konto "
    for name, between in (
        ("hyphens", "-"),
        ("dots", "."),
        ("no-break blanks", "\u00a0"),
        ("narrow blanks", "\u202f"),
        ("line breaks", "\n"),
        ("slashes", "/"),
        ("two blanks", "  "),
    ):
        yield f"IBAN, {name}", "Iban", _fours(number, between), "IBAN "
    yield "IBAN, full-width", "Iban", number.translate(_FULL).translate(_WIDE_LETTERS), "IBAN "
    yield "IBAN, zero-width blanks", "Iban", _fours(number, "\u200b"), "IBAN "
    yield "IBAN, Greek capitals", "Iban", number.translate(_GREEK_CAPITALS), "IBAN "
    yield "IBAN, blank after the country", "Iban", f"{number[:2]} {number[2:4]} {number[4:]}", "IBAN: "


def _mailboxes(address: str) -> Iterator[Case]:
    local, domain = address.split("@")
    host, top = domain.rsplit(".", 1)
    for name, text in (
        ("(at) and (dot)", f"{local} (at) {host} (dot) {top}"), ("[at] and [dot]", f"{local} [at] {host} [dot] {top}"), ("{at}", f"{local}{{at}}{domain}"),
        ("(at) without blanks", f"{local}(at){domain}"), ("AT and DOT", f"{local} AT {host} DOT {top}"), ("blanks around @", f"{local} @ {domain}"), ("full-width @", f"{local}＠{domain}"),
        ("small @", f"{local}﹫{domain}"), ("full-width", f"{local}@{domain}".translate(_WIDE_LETTERS)), ("Cyrillic letters", f"{local}@{domain}".translate(_CYRILLIC)),
        ("capitals", address.upper()), ("zero-width blank", f"{local}\u200b@{domain}"), ("soft hyphen", f"{local[:3]}\u00ad{local[3:]}@{domain}"),
        ("brackets", f"<{address}>"), ("mailto", f"mailto:{address}"), ("quoted local part", f'"{local}"@{domain}'), ("bidi marks", f"\u200e{address}\u200f"),
        ("(arroba)", f"{local} (arroba) {domain}"), ("[ät] and [punkt]", f"{local} [ät] {host} [punkt] {top}"),
        ("put together", f'{local}" + "@" + "{domain}'), ("bold", f"**{local}**@**{domain}**"), ("in elements", f"<b>{local}</b>@{domain}"),
        ("backslash escape", f"{local}\\@{domain}"), ("ideographic stop", f"{local}@{host}。{top}"),
    ):  # fmt: skip
        yield f"e-mail, {name}", "EmailAddress", text, "mail "
    yield "e-mail, international domain", "EmailAddress", f"{local}@bücher-laden.de", "mail "
    yield "e-mail, punycode", "EmailAddress", f"{local}@xn--bcher-kva.de", "mail "
    yield "e-mail, international local part", "EmailAddress", "jörg.weiß@posthaus.de", "mail "
    yield "e-mail, Cyrillic", "EmailAddress", "иван.петров@почта.рф", "почта "
    yield "e-mail, Chinese", "EmailAddress", "王芳@邮箱.中国", "邮箱 "


def _phones() -> Iterator[Case]:
    for name, text, before in (
        ("00 in front", "0049 151 23456789", "tel "), ("brackets and zero", "+49 (0)151 23456789", ""), ("dots", "+49.151.23456789", ""),
        ("slashes", "0151/23456789", "Telefon: "), ("French pairs", "06 41 85 27 39", "téléphone : "), ("French dots", "06.41.85.27.39", "tel: "),
        ("US brackets", "(415) 736-2201", "phone: "), ("US dots", "415.736.2201", "call phone "), ("US 1 in front", "1-415-736-2201", "phone: "),
        ("tel URL", "tel:+14157362201", ""), ("full-width", "＋４９１５１２３４５６７８９", "電話 "), ("Arabic-Indic", "+٤٩١٥١٢٣٤٥٦٧٨٩", "هاتف "),
        ("no-break blanks", "+49\u00a0151\u00a023456789", ""), ("non-breaking hyphens", "+1\u2011415\u2011736\u20112201", ""), ("011 in front", "011 49 151 23456789", "phone "),
        ("extension", "+1 415 736 2201 ext. 12", ""), ("UK", "07912 345678", "mobile number: "), ("Spanish", "612 34 56 78", "teléfono: "), ("Italian", "347 2345678", "telefono: "),
        ("Japanese", "090-2345-6789", "電話番号: "), ("Brazilian", "(11) 92345-6789", "celular: "), ("Indian", "98234 56789", "mobile number: "), ("zero-width", "+49\u200b151\u200b23456789", ""),
    ):  # fmt: skip
        yield f"phone, {name}", "PhoneNumber", text, before


def _nationals(chance: Random) -> Iterator[Case]:
    hetu, fiscal, cpf = (draw(chance).text for draw in (fi_hetu, it_fiscal_code, br_cpf))
    aadhaar, bsn, nino, nhs = (
        _bare(draw(chance).text) for draw in (in_aadhaar, nl_bsn, gb_nino, gb_nhs_number)
    )
    cpf = _bare(cpf)
    yield "national number, full-width", "FiHetu", hetu.translate(_FULL), "hetu "
    yield "national number, lower case", "ItFiscalCode", fiscal.lower(), "codice fiscale: "
    yield "national number, en dashes", "BrCpf", f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}–{cpf[9:]}", "CPF "
    yield "national number, bare", "BrCpf", cpf, "cpf: "
    yield "national number, no-break blanks", "InAadhaar", _fours(aadhaar, "\u00a0"), "aadhaar "
    yield "national number, dots", "NlBsn", f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", "BSN "
    yield (
        "national number, blanks",
        "GbNino",
        " ".join((nino[:2], nino[2:4], nino[4:6], nino[6:8], nino[8:])),
        "national insurance number ",
    )
    yield (
        "national number, thin blanks",
        "GbNhsNumber",
        f"{nhs[:3]}\u2009{nhs[3:6]}\u2009{nhs[6:]}",
        "NHS number ",
    )
    order = f"850709{digits(chance, 3)}"
    yield (
        "national number, zero-width",
        "SePersonalNumber",
        f"850709\u200b-{order[6:]}{luhn_digit(order)}",
        "personnummer ",
    )


def _bare(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())


def cases(seed: object) -> Iterator[tuple[str, Sample]]:
    """Make every case once: what is unusual, the text."""
    chance = seeded(f"spellings {seed}")
    card = card_number(chance)
    while len(card) != 16:
        card = card_number(chance)
    every = [
        *_cards(card), *_ssns(), *_ibans(iban_number(chance, "GB")), *_mailboxes(mailbox(chance).replace("+orders", "")), *_phones(),
        ("phone, tabs", "PhoneNumber", international(chance, "FR").replace(" ", "\t"), "tel "),
        *_nationals(chance),
    ]  # fmt: skip
    for name, entity, text, before in every:
        marks = Marks()
        yield name, marks.finish(f"{before}{marks.mark(text, (entity,))}", name)
