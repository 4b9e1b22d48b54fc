"""Accounts and cards with computed check digits."""
# ruff: noqa: E501 - one line for what people call a number

from random import Random

from tests.corpus.check_digits import iban_digits, luhn_digit
from tests.corpus.sample import Value, digits, letters

_CARDS = (
    ("4", 16, 8), ("51", 16, 2), ("53", 16, 2), ("55", 16, 2), ("2221", 16, 1), ("2590", 16, 1), ("34", 15, 1),
    ("37", 15, 2), ("6011", 16, 1), ("65", 16, 1), ("3528", 16, 1), ("3566", 16, 1), ("36", 14, 1), ("62", 16, 1),
    ("62", 19, 1), ("2200", 16, 1), ("4", 19, 1),
    ("6082", 16, 1), ("6521", 16, 1), ("8172", 16, 1),
)  # fmt: skip
"""Issuer, length, how common: ISO/IEC 7812 as the brands publish it."""

IBAN_FORMS = {
    "DE": "18n", "FR": "23n", "GB": "4a14n", "NL": "4a10n", "ES": "20n", "IT": "1a22n", "BE": "12n", "AT": "16n",
    "CH": "17n", "PL": "24n", "SE": "20n", "NO": "11n", "FI": "14n", "DK": "14n", "IE": "4a14n", "PT": "21n",
    "LU": "16n", "CZ": "20n", "HU": "24n", "RO": "4a16n", "TR": "22n", "SA": "20n", "AE": "19n", "LT": "16n",
    "LV": "4a13n", "EE": "16n", "SK": "20n", "SI": "15n", "HR": "17n", "GR": "23n", "CY": "24n", "IL": "19n",
    "MT": "4a23n", "BG": "4a14n", "IS": "22n",
}  # fmt: skip
"""The account part by country (ISO 13616 registry): letters, then digits."""


def card_number(chance: Random) -> str:
    """Draw the digits of a payment card."""
    issuer, length, _ = chance.choices(_CARDS, [one[2] for one in _CARDS])[0]
    body = issuer + digits(chance, length - len(issuer) - 1)
    return body + luhn_digit(body)


def card(chance: Random) -> Value:
    """Draw a payment card, plain or in printed groups."""
    number = card_number(chance)
    between = chance.choice(("", "", " ", "-"))
    if len(number) == 16:
        text = between.join(number[at : at + 4] for at in range(0, 16, 4))
    elif len(number) == 15:
        text = between.join((number[:4], number[4:10], number[10:]))
    else:
        text = number
    phrases = (
        "card number",
        "credit card",
        "card",
        "cc number",
        "kreditkarte",
        "carte bancaire",
        "tarjeta",
        "pan number",
    )
    return Value("CreditCard", text, phrases, bare=len(number) < 19)


def iban_number(chance: Random, country: str = "") -> str:
    """Draw an IBAN without blanks."""
    country = country or chance.choice(sorted(IBAN_FORMS))
    form = IBAN_FORMS[country]
    count, rest = form.split("a") if "a" in form else ("0", form)
    account = letters(chance, int(count)) + digits(chance, int(rest[:-1]))
    return country + iban_digits(country, account) + account


def iban(chance: Random) -> Value:
    """Draw an IBAN, plain or in groups of four."""
    number = iban_number(chance)
    if chance.random() < 0.4:
        number = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return Value(
        "Iban",
        number,
        ("iban", "account iban", "payout iban", "bank account", "kontonummer", "compte"),
        bare=True,
    )


def bic(chance: Random) -> Value:
    """Draw a BIC (ISO 9362) of a bank that does not exist."""
    code = letters(chance, 4) + chance.choice(("DE", "FR", "GB", "NL", "ES", "IT", "CH", "PL", "SE"))
    code += (
        letters(chance, 1) + chance.choice("23456789M") + chance.choice(("", "", "XXX", digits(chance, 3)))
    )
    return Value("Bic", code, ("bic", "swift", "swift code", "bic code", "swift bic"))
