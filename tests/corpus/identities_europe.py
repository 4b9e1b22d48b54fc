"""National numbers of Europe, computed from their standards."""
# ruff: noqa: E501 - one line for what people call a number

from random import Random

from tests.corpus import check_digits as check
from tests.corpus.people import day
from tests.corpus.sample import Value, digits, letters

_CONSONANTS, _VOWELS = "BCDFGLMNPRSTVZ", "AEIO"


def grouped(number: str, sizes: tuple[int, ...], between: str) -> str:
    """Part a number into its printed groups."""
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return between.join(parts)


def de_tax_id(chance: Random) -> Value:
    """Germany, § 139b AO: one of ten digits stands twice, one is absent."""
    order = chance.sample("0123456789", 9)
    order.insert(chance.randrange(10), chance.choice(order))
    while order[0] == "0":
        chance.shuffle(order)
    number = "".join(order)
    number += check.iso_7064_mod_11_10(number)
    text = chance.choice((number, grouped(number, (2, 3, 3, 3), " ")))
    return Value(
        "DeTaxId",
        text,
        ("steuer id", "steueridentifikationsnummer", "steuerliche identifikationsnummer", "german tax id"),
    )


def fr_nir(chance: Random) -> Value:
    """France, INSEE: sex, year, month, department, commune, order, key."""
    department = f"{chance.choice([*range(1, 20), *range(21, 96)]):02d}"
    body = f"{chance.choice('12')}{chance.randint(40, 99):02d}{chance.randint(1, 12):02d}{department}"
    body += f"{chance.randint(1, 700):03d}{chance.randint(1, 900):03d}"
    number = body + f"{97 - int(body) % 97:02d}"
    text = chance.choice((number, grouped(number, (1, 2, 2, 2, 3, 3, 2), " ")))
    return Value(
        "FrNir",
        text,
        (
            "numéro de sécurité sociale",
            "nir",
            "insee",
            "numero securite sociale",
            "french social security number",
        ),
    )


def it_fiscal_code(chance: Random) -> Value:
    """Italy, D.M. 23 December 1976: names, birth, municipality, check letter."""
    born = day(chance)
    date = f"{born:%y}{'ABCDEHLMPRST'[born.month - 1]}{born.day + chance.choice((0, 40)):02d}"
    place = chance.choice(("H501", "F205", "L219", "F839", "D612", "A944", "G273", "C351"))
    code = letters(chance, 3, _CONSONANTS) + letters(chance, 3, _CONSONANTS) + date + place
    return Value(
        "ItFiscalCode",
        code + check.fiscal_letter(code),
        ("codice fiscale", "cod fiscale", "italian fiscal code"),
        bare=True,
    )


def es_nif(chance: Random) -> Value:
    """Spain, Real Decreto 338/1990: eight digits, or X, Y or Z and seven, and a letter."""
    head = chance.choice(("", "", "X", "Y", "Z"))
    body = digits(chance, 7 if head else 8)
    number = int(("" if not head else "XYZ".index(head).__str__()) + body)
    letter = "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]
    return Value(
        "EsNif",
        f"{head}{body}{chance.choice(('', '', '-'))}{letter}",
        ("dni", "nif", "nie", "documento nacional de identidad"),
    )


def nl_bsn(chance: Random) -> Value:
    """Netherlands: the eleven test."""
    while True:
        body = chance.choice("12") + digits(chance, 7)
        last = check.weighted(body, range(9, 1, -1)) % 11
        if last < 10:
            number = body + str(last)
            text = chance.choice((number, number, grouped(number, (4, 2, 3), ".")))
            return Value("NlBsn", text, ("bsn", "burgerservicenummer", "sofinummer", "bsn nummer"))


def be_national_number(chance: Random) -> Value:
    """Belgium, Royal Decree of 3 April 1984: birth, order, 97 less the rest."""
    born = day(chance, 1950, 2004)
    body = f"{born:%y%m%d}{chance.randint(1, 997):03d}"
    rest = 97 - int(("2" if born.year >= 2000 else "") + body) % 97
    number = f"{body}{rest:02d}"
    text = chance.choice((number, f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"))
    return Value(
        "BeNationalNumber",
        text,
        ("rijksregisternummer", "numéro national", "numero de registre national", "belgian national number"),
    )


def pl_pesel(chance: Random) -> Value:
    """Poland, Act on the population register: birth, order, sex, check digit."""
    born = day(chance)
    body = f"{born:%y}{born.month + (20 if born.year >= 2000 else 0):02d}{born:%d}" + digits(chance, 4)
    number = body + str(-check.weighted(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)
    return Value("PlPesel", number, ("pesel", "numer pesel", "pesel number", "nr pesel"))


def pt_nif(chance: Random) -> Value:
    """Portugal, Decreto-Lei 14/2013: mod 11 of nine digits."""
    body = chance.choice("12") + digits(chance, 7)
    last = 11 - check.weighted(body, range(9, 1, -1)) % 11
    number = body + str(last if last < 10 else 0)
    text = chance.choice((number, grouped(number, (3, 3, 3), " ")))
    return Value(
        "PtNif",
        text,
        ("número de contribuinte", "numero de identificação fiscal", "contribuinte", "nif portugal"),
    )


def se_personnummer(chance: Random) -> Value:
    """Sweden, SFS 1991:481: birth, order, Luhn."""
    born = day(chance)
    body = f"{born:%y%m%d}{chance.randint(1, 999):03d}"
    tail = body[6:] + check.luhn_digit(body)
    text = chance.choice(
        (f"{born:%y%m%d}-{tail}", f"{born:%Y%m%d}-{tail}", f"{born:%Y%m%d}{tail}", f"{born:%y%m%d}{tail}")
    )
    return Value(
        "SePersonalNumber",
        text,
        (
            "personnummer",
            "svenskt personnummer",
            "swedish personal number",
            "swedish personal identity number",
        ),
    )


def no_fodselsnummer(chance: Random) -> Value:
    """Norway, Skatteetaten: birth, order by century, two check digits."""
    while True:
        born = day(chance, 1940, 2004)
        order = chance.randint(500, 999) if born.year >= 2000 else chance.randint(0, 499)
        body = f"{born:%d%m%y}{order:03d}"
        first = -check.weighted(body, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        second = -check.weighted(body + str(first % 10), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if first < 10 and second < 10:
            number = f"{body}{first}{second}"
            text = chance.choice((number, f"{number[:6]} {number[6:]}"))
            return Value(
                "NoBirthNumber", text, ("fødselsnummer", "fodselsnummer", "norwegian national id", "fnr")
            )


def fi_hetu(chance: Random) -> Value:
    """Finland, Decree 128/2010: birth, century sign, order, check sign."""
    born = day(chance)
    order = chance.randint(2, 899)
    sign = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{born:%d%m%y}{order:03d}") % 31]
    text = f"{born:%d%m%y}{'A' if born.year >= 2000 else '-'}{order:03d}{sign}"
    return Value(
        "FiHetu", text, ("henkilötunnus", "hetu", "finnish personal identity code"), bare=sign.isalpha()
    )


def dk_cpr(chance: Random) -> Value:
    """Denmark, CPR: birth, order with the century, mod 11 as it was before 2007."""
    while True:
        born = day(chance, 1940, 1999)
        body = f"{born:%d%m%y}{chance.choice('0123')}{digits(chance, 2)}"
        last = -check.weighted(body, (4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if last < 10:
            number = f"{body}{last}"
            return Value(
                "DkCpr",
                chance.choice((number, f"{number[:6]}-{number[6:]}")),
                ("cpr", "cpr nummer", "cpr number", "danish cpr number"),
            )


def gb_nino(chance: Random) -> Value:
    """United Kingdom, HMRC NIM39110: prefixes that are issued, six digits, A to D."""
    prefix = letters(chance, 1, "ABCEHJLMPRSWXY") + letters(chance, 1, "ABCEHJLMPRSWXYZ")
    if prefix in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ"):
        return gb_nino(chance)
    number = prefix + digits(chance, 6) + chance.choice("ABCD")
    text = chance.choice((number, grouped(number, (2, 2, 2, 2, 1), " ")))
    return Value("GbNino", text, ("nino", "national insurance number", "ni number", "national insurance no"))


def gb_nhs_number(chance: Random) -> Value:
    """England and Wales, NHS data dictionary: mod 11 of ten digits."""
    while True:
        body = chance.choice("4567") + digits(chance, 8)
        last = 11 - check.weighted(body, range(10, 1, -1)) % 11
        if last != 10:
            number = body + str(last % 11)
            text = chance.choice((number, grouped(number, (3, 3, 4), " "), grouped(number, (3, 3, 4), "-")))
            return Value("GbNhsNumber", text, ("nhs number", "nhs no", "patient nhs number", "nhs"))


def ie_pps(chance: Random) -> Value:
    """Ireland, Social Welfare Act: seven digits, a check letter, since 2013 one more letter."""
    body, second = digits(chance, 7), chance.choice(("", "A", "B", "H"))
    total = check.weighted(body, range(8, 1, -1)) + (9 * (ord(second) - 64) if second else 0)
    return Value(
        "IePps",
        body + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + second,
        ("pps number", "pps no", "ppsn", "personal public service number"),
    )


def ch_ahv(chance: Random) -> Value:
    """Switzerland, AHVN13: country 756, EAN-13."""
    body = "756" + digits(chance, 9)
    number = body + check.ean_digit(body)
    text = chance.choice((number, f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"))
    return Value("ChAhv", text, ("ahv nummer", "numéro avs", "avs", "ahv"))


def at_svnr(chance: Random) -> Value:
    """Austria, ASVG § 31: order, check digit, birth."""
    while True:
        order, born = f"{chance.randint(100, 999)}", f"{day(chance):%d%m%y}"
        last = check.weighted(order + born, (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
        if last < 10:
            return Value(
                "AtSocialSecurity",
                chance.choice((f"{order}{last}{born}", f"{order}{last} {born}")),
                ("sozialversicherungsnummer österreich", "svnr", "sv nummer"),
            )


def hr_oib(chance: Random) -> Value:
    """Croatia, OIB: ISO/IEC 7064 MOD 11,10 of eleven digits."""
    body = digits(chance, 10)
    return Value("HrOib", body + check.iso_7064_mod_11_10(body), ("oib", "osobni identifikacijski broj"))


def ro_cnp(chance: Random) -> Value:
    """Romania, CNP: sex and century, birth, county, order, mod 11."""
    born = day(chance)
    head = chance.choice("56" if born.year >= 2000 else "12")
    body = f"{head}{born:%y%m%d}{chance.randint(1, 46):02d}{chance.randint(1, 999):03d}"
    rest = check.weighted(body, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return Value("RoCnp", body + str(1 if rest == 10 else rest), ("cnp", "cod numeric personal"))


def cz_birth_number(chance: Random) -> Value:
    """Czechia and Slovakia, Act 133/2000: birth with 50 on the month of women, divisible by eleven."""
    while True:
        born = day(chance, 1954, 2003)
        body = f"{born:%y}{born.month + chance.choice((0, 50)):02d}{born:%d}{digits(chance, 3)}"
        rest = int(body) % 11
        if rest < 10:
            number = body + str(rest)
            return Value(
                "CzBirthNumber",
                chance.choice((number, f"{number[:6]}/{number[6:]}")),
                ("rodné číslo", "rodne cislo", "czech birth number"),
            )


EUROPE = (
    de_tax_id, fr_nir, it_fiscal_code, es_nif, nl_bsn, be_national_number, pl_pesel, pt_nif, se_personnummer,
    no_fodselsnummer, fi_hetu, dk_cpr, gb_nino, gb_nhs_number, ie_pps, ch_ahv, at_svnr, hr_oib, ro_cnp, cz_birth_number,
)  # fmt: skip
