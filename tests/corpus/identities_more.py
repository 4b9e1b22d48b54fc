"""Numbers of people in further countries, computed from their standards."""
# ruff: noqa: E501 - one line for what people call a number

from datetime import date
from random import Random

from tests.corpus import check_digits as check
from tests.corpus.identities_europe import grouped
from tests.corpus.people import day
from tests.corpus.sample import Value, digits, letters


def bg_egn(chance: Random) -> Value:
    """Bulgaria: birth with 40 on the month since 2000, order, mod 11."""
    born = day(chance)
    body = f"{born:%y}{born.month + (40 if born.year >= 2000 else 0):02d}{born:%d}{digits(chance, 3)}"
    return Value(
        "BgEgn",
        body + str(check.weighted(body, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10),
        ("егн", "egn", "edinen grazhdanski nomer"),
    )


def _baltic(chance: Random) -> str:
    born = day(chance)
    body = f"{chance.choice('56' if born.year >= 2000 else '34')}{born:%y%m%d}{chance.randint(1, 700):03d}"
    rest = check.weighted(body, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if rest == 10:
        rest = check.weighted(body, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return body + str(rest)


def ee_personal_code(chance: Random) -> Value:
    """Estonia, EVS 585: sex and century, birth, order, mod 11 in two rounds."""
    return Value("EePersonalCode", _baltic(chance), ("isikukood", "estonian personal code"))


def lt_personal_code(chance: Random) -> Value:
    """Lithuania: as in Estonia."""
    return Value("LtPersonalCode", _baltic(chance), ("asmens kodas", "lithuanian personal code"))


def lv_personal_code(chance: Random) -> Value:
    """Latvia: birth, century, order, mod 11."""
    while True:
        body = f"{day(chance, 1940, 1999):%d%m%y}1{digits(chance, 3)}"
        rest = (1 + check.weighted(body, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11
        if rest < 10:
            return Value(
                "LvPersonalCode", f"{body[:6]}-{body[6:]}{rest}", ("personas kods", "latvian personal code")
            )


def gr_amka(chance: Random) -> Value:
    """Greece: birth, order, Luhn."""
    body = f"{day(chance):%d%m%y}{digits(chance, 4)}"
    return Value("GrAmka", body + check.luhn_digit(body), ("αμκα", "amka"))


def hk_id(chance: Random) -> Value:
    """Hong Kong: a letter, six digits, a check sign mod 11."""
    letter, body = letters(chance, 1, "ABCDEGHKPRVYZ"), digits(chance, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + check.weighted(body, range(7, 1, -1))
    return Value(
        "HkId",
        f"{letter}{body}({'0123456789A'[-total % 11]})",
        ("hkid", "hong kong identity card", "hkid number"),
    )


def il_id_number(chance: Random) -> Value:
    """Israel: nine digits, Luhn."""
    body = digits(chance, 8)
    return Value(
        "IlIdNumber", body + check.luhn_digit(body), ("teudat zehut", "תעודת זהות", "israeli id number")
    )


def is_kennitala(chance: Random) -> Value:
    """Iceland: birth, order, mod 11, century."""
    while True:
        body = f"{day(chance, 1940, 1999):%d%m%y}{chance.randint(20, 99)}"
        rest = -check.weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if rest < 10:
            return Value(
                "IsKennitala", f"{body[:6]}{chance.choice(('', '-'))}{body[6:]}{rest}9", ("kennitala",)
            )


def my_nric(chance: Random) -> Value:
    """Malaysia: birth, state, order."""
    return Value(
        "MyNric",
        f"{day(chance):%y%m%d}-{chance.randint(1, 14):02d}-{digits(chance, 4)}",
        ("mykad", "kad pengenalan", "malaysian nric"),
    )


def pk_cnic(chance: Random) -> Value:
    """Pakistan, NADRA: region, family, sex."""
    return Value(
        "PkCnic",
        f"{chance.choice('1234567')}{digits(chance, 4)}-{digits(chance, 7)}-{chance.choice('123456789')}",
        ("cnic", "cnic number", "nadra cnic"),
    )


def ru_inn(chance: Random) -> Value:
    """Russia, Federal Tax Service: twelve digits for people, two check digits."""
    body = f"{chance.choice(('77', '78', '50', '23', '66'))}{digits(chance, 8)}"
    body += str(check.weighted(body, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)
    body += str(check.weighted(body, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)
    return Value("RuInn", body, ("инн", "inn физлица", "russian inn"))


def ru_snils(chance: Random) -> Value:
    """Russia, Social Fund: nine digits, the sum mod 101."""
    body = chance.choice("123456789") + digits(chance, 8)
    number = body + f"{check.weighted(body, range(9, 0, -1)) % 101 % 100:02d}"
    return Value("RuSnils", f"{grouped(number[:9], (3, 3, 3), '-')} {number[9:]}", ("снилс", "snils"))


def si_emso(chance: Random) -> Value:
    """Slovenia: birth, region 50, order, mod 11."""
    while True:
        born = day(chance, 1940, 1999)
        body = f"{born:%d%m}{born.year % 1000:03d}50{digits(chance, 3)}"
        rest = -check.weighted(body, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if rest < 10:
            return Value("SiEmso", f"{body}{rest}", ("emšo", "emso"))


def th_national_id(chance: Random) -> Value:
    """Thailand: thirteen digits, mod 11."""
    body = chance.choice("12345678") + digits(chance, 11)
    number = body + str((11 - check.weighted(body, range(13, 1, -1)) % 11) % 10)
    return Value(
        "ThNationalId",
        chance.choice((number, grouped(number, (1, 4, 5, 2, 1), "-"))),
        ("thai national id", "thai id number", "เลขประจำตัวประชาชน"),
    )


def tw_national_id(chance: Random) -> Value:
    """Taiwan: a letter of the place, sex, order, mod 10."""
    place = chance.choice(("A10", "B11", "F15", "H17", "K19", "T27"))
    body = chance.choice("12") + digits(chance, 7)
    total = int(place[1]) + 9 * int(place[2]) + check.weighted(body, range(8, 0, -1))
    return Value(
        "TwNationalId",
        f"{place[0]}{body}{-total % 10}",
        ("身分證字號", "taiwan id number", "taiwanese national id"),
    )


def ua_tax_number(chance: Random) -> Value:
    """Ukraine, RNOKPP: days since 1899, order, mod 11."""
    body = f"{(day(chance) - date(1899, 12, 31)).days:05d}{digits(chance, 4)}"
    return Value(
        "UaTaxNumber",
        body + str(check.weighted(body, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10),
        ("рнокпп", "іпн", "rnokpp"),
    )


def us_mbi(chance: Random) -> Value:
    """United States, CMS: the Medicare beneficiary's eleven signs by position."""
    kinds = {
        "C": "123456789",
        "A": "ACDEFGHJKMNPQRTUVWXY",
        "N": "0123456789",
        "B": "ACDEFGHJKMNPQRTUVWXY0123456789",
    }
    number = "".join(chance.choice(kinds[one]) for one in "CABNABNAANN")
    return Value(
        "UsMbi",
        chance.choice((number, grouped(number, (4, 3, 4), "-"))),
        ("mbi", "medicare beneficiary identifier", "medicare beneficiary id"),
    )


def kz_iin(chance: Random) -> Value:
    """Kazakhstan: birth, sex and century, order, mod 11 in two rounds."""
    while True:
        born = day(chance)
        body = f"{born:%y%m%d}{chance.choice('56' if born.year >= 2000 else '34')}{digits(chance, 4)}"
        rest = check.weighted(body, range(1, 12)) % 11
        if rest == 10:
            rest = check.weighted(body, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
        if rest < 10:
            return Value("KzIin", f"{body}{rest}", ("жсн", "iin", "kazakhstan iin"))


def nz_ird(chance: Random) -> Value:
    """New Zealand, Inland Revenue: eight or nine digits, mod 11."""
    while True:
        body = f"{chance.randint(1_000_000, 14_999_999):08d}"
        rest = -check.weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if rest < 10:
            number = f"{body}{rest}".lstrip("0")
            return Value(
                "NzIrd",
                f"{number[:-6]}-{number[-6:-3]}-{number[-3:]}",
                ("ird number", "inland revenue number", "ird"),
            )


def hu_tax_id(chance: Random) -> Value:
    """Hungary: 8, days since 1867, order, mod 11."""
    while True:
        body = f"8{(day(chance) - date(1867, 1, 1)).days:05d}{digits(chance, 3)}"
        rest = check.weighted(body, range(1, 10)) % 11
        if rest < 10:
            return Value(
                "HuTaxId", f"{body}{rest}", ("adóazonosító jel", "adoazonosito jel", "hungarian tax id")
            )


def ae_emirates_id(chance: Random) -> Value:
    """United Arab Emirates: 784, year of birth, order, Luhn."""
    body = f"784{day(chance).year}{digits(chance, 7)}"
    return Value(
        "AeEmiratesId",
        grouped(body + check.luhn_digit(body), (3, 4, 7, 1), "-"),
        ("emirates id", "emirates id number"),
    )


def id_nik(chance: Random) -> Value:
    """Indonesia: district, birth with 40 on the day of women, order."""
    born = day(chance)
    text = f"{chance.choice(('317301', '327305', '351508'))}{born.day + chance.choice((0, 40)):02d}{born:%m%y}{chance.randint(1, 9999):04d}"
    return Value("IdNik", text, ("nik", "nomor induk kependudukan", "nik ktp"))


def fr_tax_number(chance: Random) -> Value:
    """France, DGFiP: ten digits and their rest mod 511."""
    body = chance.choice("0123") + digits(chance, 9)
    text = f"{body}{int(body) % 511:03d}"
    return Value(
        "FrTaxNumber",
        chance.choice((text, grouped(text, (2, 2, 3, 3, 3), " "))),
        ("numéro fiscal", "french tax number"),
    )


def de_social_security(chance: Random) -> Value:
    """Germany, § 147 SGB VI: area, birth, letter, order, check digit."""
    body = f"{chance.choice(('12', '15', '53', '65', '10'))}{day(chance):%d%m%y}{letters(chance, 1)}{chance.randint(0, 99):02d}"
    spelled = "".join(f"{ord(one) - 64:02d}" if one.isalpha() else one for one in body)
    products = (
        int(one) * weight for one, weight in zip(spelled, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    last = sum(one // 10 + one % 10 for one in products) % 10
    text = f"{body}{last}"
    return Value(
        "DeSocialSecurity",
        chance.choice((text, f"{text[:2]} {text[2:8]} {text[8]} {text[9:]}")),
        ("rentenversicherungsnummer", "sozialversicherungsnummer", "rvnr"),
    )


MORE = (
    bg_egn, ee_personal_code, lt_personal_code, lv_personal_code, gr_amka, hk_id, il_id_number, is_kennitala, my_nric, pk_cnic,
    ru_inn, ru_snils, si_emso, th_national_id, tw_national_id, ua_tax_number, us_mbi, kz_iin, nz_ird, hu_tax_id,
    ae_emirates_id, id_nik, fr_tax_number, de_social_security,
)  # fmt: skip
