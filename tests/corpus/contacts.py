"""Telephone numbers of many countries, internationally and as they are written at home."""
# ruff: noqa: E501 - one line for each numbering plan

from random import Random

from tests.corpus.sample import Value, digits

_PLANS = {
    "US": (
        "1",
        "212 312 415 503 617 646 206 404 713 303",
        "7",
        "({a}) {b}-{c}|{a}-{b}-{c}|{a}.{b}.{c}|{a}{b}{c}",
    ),
    "CA": ("1", "416 514 604 403 613", "7", "({a}) {b}-{c}|{a}-{b}-{c}"),
    "DE": ("49", "151 160 170 171 175 162 176", "8", "0{a} {s}|0{a}/{s}|0{a}-{s}|0{a}{s}"),
    "AT": ("43", "664 676 699", "7", "0{a} {s}|0{a}/{s}|0{a}{s}"),
    "CH": ("41", "76 78 79", "7", "0{a} {3} {2} {2}|0{a}{s}"),
    "GB": ("44", "7400 7812 7912 7834 7525", "6", "0{a} {s}|0{a}{s}"),
    "IE": ("353", "83 85 86 87", "7", "0{a} {3} {4}|0{a}{s}"),
    "FR": ("33", "6", "8", "0{a} {2} {2} {2} {2}|0{a}.{2}.{2}.{2}.{2}|0{a}{s}"),
    "BE": ("32", "470 475 484 496", "6", "0{a} {2} {2} {2}|0{a}{s}"),
    "NL": ("31", "6", "8", "0{a}-{s}|0{a} {s}|0{a}{s}"),
    "ES": ("34", "61 62 65 66", "7", "{a}{1} {2} {2} {2}|{a}{s}"),
    "PT": ("351", "91 93 96", "7", "{a}{1} {3} {3}|{a}{s}"),
    "IT": ("39", "320 333 347 340", "7", "{a} {s}|{a}{s}"),
    "PL": ("48", "50 60 69 79", "7", "{a}{1} {3} {3}|{a}{1}-{3}-{3}|{a}{s}"),
    "CZ": ("420", "60 72 77", "7", "{a}{1} {3} {3}|{a}{s}"),
    "SE": ("46", "70 72 73", "7", "0{a}-{3} {2} {2}|0{a}{s}"),
    "NO": ("47", "40 41 90 91", "6", "{a}{1} {2} {3}|{a}{s}"),
    "DK": ("45", "20 21 30 40", "6", "{a} {2} {2} {2}|{a}{s}"),
    "FI": ("358", "40 50", "7", "0{a} {3} {4}|0{a}{s}"),
    "BR": ("55", "119 219 319", "8", "({a}) 9{4}-{4}"),
    "MX": ("52", "55 33 81", "8", "{a} {4} {4}|{a}{s}"),
    "IN": ("91", "98 97 99", "8", "{a}{3} {5}|0{a}{s}|{a}{s}"),
    "CN": ("86", "138 139 150 186", "8", "{a} {4} {4}|{a}{s}"),
    "JP": ("81", "80 90", "8", "0{a}-{4}-{4}|0{a}{s}"),
    "KR": ("82", "10", "8", "0{a}-{4}-{4}|0{a}{s}"),
    "AU": ("61", "41 42 43", "7", "0{a}{1} {3} {3}|0{a}{s}"),
    "NZ": ("64", "21", "7", "0{a} {3} {4}|0{a}{s}"),
    "ZA": ("27", "82 83 72", "7", "0{a} {3} {4}|0{a}{s}"),
    "SG": ("65", "81 91", "6", "{a}{2} {4}|{a}{s}"),
    "TR": ("90", "532 542 555", "7", "0{a} {3} {2} {2}|0{a}{s}"),
    "IL": ("972", "50 52 54", "7", "0{a}-{s}|0{a}{s}"),
}
"""Country code, prefixes of people's lines, digits behind them, ways to write it at home."""

PHRASES = (
    "phone", "phone number", "telephone", "mobile number", "customer phone", "tel", "telefon", "téléphone", "telefono",
    "teléfono", "handynummer", "msisdn", "telefoonnummer", "mobil", "celular",
)  # fmt: skip


def line(chance: Random, country: str) -> tuple[str, str]:
    """Draw the prefix and the rest of a subscriber's line."""
    _, prefixes, count, _ = _PLANS[country]
    prefix = chance.choice(prefixes.split())
    if country in ("US", "CA"):
        return (
            prefix,
            f"{chance.choice('2346789')}{chance.choice('2345679')}{chance.choice('02345678')}{digits(chance, 4)}",
        )
    first = chance.choice("234568")
    return prefix, first + digits(chance, int(count) - 1)


def international(chance: Random, country: str = "") -> str:
    """Draw a number with its country code, in one of the usual spellings of E.123."""
    country = country or chance.choice(sorted(_PLANS))
    code = _PLANS[country][0]
    prefix, rest = line(chance, country)
    half = len(rest) // 2
    return chance.choice(
        (f"+{code}{prefix}{rest}", f"+{code} {prefix} {rest}", f"+{code} {prefix} {rest[:half]} {rest[half:]}",
         f"+{code}-{prefix}-{rest[:half]}-{rest[half:]}", f"+{code} ({prefix}) {rest}")
    )  # fmt: skip


def national(chance: Random, country: str = "") -> str:
    """Draw a number as it is written at home."""
    country = country or chance.choice(sorted(_PLANS))
    prefix, rest = line(chance, country)
    form = chance.choice(_PLANS[country][3].split("|"))
    if country in ("US", "CA"):
        return form.format(a=prefix, b=rest[:3], c=rest[3:])
    if country == "BR":
        return f"({prefix[:2]}) 9{rest[:4]}-{rest[4:]}"
    return _filled(form, prefix, rest)


def _filled(form: str, prefix: str, rest: str) -> str:
    out = ""
    for part in form.replace("}", "{").split("{"):
        if part == "a":
            out += prefix
        elif part == "s":
            out, rest = out + rest, ""
        elif part.isdigit() and part != "0":
            out, rest = out + rest[: int(part)], rest[int(part) :]
        else:
            out += part
    return out


def phone(chance: Random) -> Value:
    """Draw a telephone number; one without a country code needs to be called one."""
    if chance.random() < 0.6:
        return Value("PhoneNumber", international(chance), PHRASES, bare=True)
    return Value("PhoneNumber", national(chance), PHRASES)
