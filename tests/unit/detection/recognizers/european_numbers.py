"""Makers of valid personal numbers of the continent, none of them anybody's.

They are drawn at random and completed by the standards, with other arithmetic than in the package.
"""

import random

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def dot(digits: str, weights: str) -> int:
    """Weights are hexadecimal digits."""
    return sum(int(digit) * int(weight, 16) for digit, weight in zip(digits, weights, strict=True))


def digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choices(DIGITS, k=count))


def day(draw: random.Random) -> str:
    return f"{draw.randint(1, 28):02}"


def month(draw: random.Random, more: int = 0) -> str:
    return f"{draw.randint(1, 12) + more:02}"


def iso_11_10(body: str) -> str:
    rest = 10
    for digit in body:
        rest = (int(digit) + rest) % 10
        rest = (rest or 10) * 2 % 11
    return str((11 - rest) % 10)


def icao(body: str) -> str:
    signs = DIGITS + UPPER
    return str(sum(signs.index(sign) * (7, 3, 1)[place % 3] for place, sign in enumerate(body)) % 10)


def de_tax_id(draw: random.Random) -> str:
    while True:
        body = draw.sample(DIGITS, 9)
        body.insert(draw.randrange(10), draw.choice(body))
        if body[0] != "0":
            return "".join(body) + iso_11_10("".join(body))


def de_id_card(draw: random.Random) -> str:
    body = (
        draw.choice("LMNPRTVWXY")
        + "".join(draw.choices("0123456789CFGHJKLMNPRTVWXYZ", k=7))
        + draw.choice(DIGITS)
    )
    return body + icao(body)


def de_social_security(draw: random.Random) -> str:
    head, letter, serial = f"65{day(draw)}{month(draw)}{digits(draw, 2)}", draw.choice(UPPER), digits(draw, 2)
    body = f"{head}{UPPER.index(letter) + 1:02}{serial}"
    products = [
        int(digit) * weight for digit, weight in zip(body, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    ]
    return f"{head}{letter}{serial}{sum(int(one) for product in products for one in str(product)) % 10}"


def fr_nir(draw: random.Random) -> str:
    department = draw.choice(("2A", "2B", f"{draw.randint(1, 95):02}"))
    tail = f"{draw.randint(1, 990):03}{draw.randint(1, 999):03}"
    head = f"{draw.choice('12')}{digits(draw, 2)}{month(draw)}"
    # A and B were zeros, less a million and two.
    number = int(head + department.replace("A", "0").replace("B", "0") + tail)
    number -= {"A": 1_000_000, "B": 2_000_000}.get(department[1], 0)
    return f"{head}{department}{tail}{97 - number % 97:02}"


def fr_tax_number(draw: random.Random) -> str:
    body = draw.choice("0123") + digits(draw, 9)
    return f"{body}{int(body) % 511:03}"


def it_fiscal_code(draw: random.Random) -> str:
    consonants = "BCDFGLMNPRSTVZ"
    name = "".join(draw.choices(consonants, k=6))
    body = f"{name}{digits(draw, 2)}{draw.choice('ABCDEHLMPRST')}{int(day(draw)) + draw.choice((0, 40)):02}"
    body += f"{draw.choice('ABCDEFGHIJKLM')}{draw.randint(1, 999):03}"
    odd = dict(zip("BAKPLCQDREVOSFTGUHMINJWZYX", range(26), strict=True))
    odd |= dict(zip(DIGITS, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    even = dict(zip(DIGITS, range(10), strict=True)) | dict(zip(UPPER, range(26), strict=True))
    return body + UPPER[sum((even if place % 2 else odd)[sign] for place, sign in enumerate(body)) % 26]


def es_nif(draw: random.Random) -> str:
    head = draw.choice(("X", "Y", "Z", draw.choice(DIGITS)))
    body = head + digits(draw, 7)
    return body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body.translate(str.maketrans("XYZ", "012"))) % 23]


def nl_bsn(draw: random.Random) -> str:
    while True:
        body = draw.choice("12345678") + digits(draw, 7)
        if (check := dot(body, "98765432") % 11) < 10:
            return f"{body}{check}"


def be_national_number(draw: random.Random) -> str:
    year = draw.randint(0, 99)
    body = f"{year:02}{month(draw)}{day(draw)}{draw.randint(1, 998):03}"
    return f"{body}{97 - int(body if year > 26 else '2' + body) % 97:02}"


def pl_pesel(draw: random.Random) -> str:
    body = f"{digits(draw, 2)}{month(draw, draw.choice((0, 20)))}{day(draw)}{digits(draw, 4)}"
    return f"{body}{dot(body, '9731973197') % 10}"


def pt_nif(draw: random.Random) -> str:
    body = draw.choice(("1", "2", "3")) + digits(draw, 7)
    check = 11 - dot(body, "98765432") % 11
    return f"{body}{check if check < 10 else 0}"


def at_social_security(draw: random.Random) -> str:
    while True:
        serial, born = str(draw.randint(100, 999)), f"{day(draw)}{month(draw)}{digits(draw, 2)}"
        if (check := (dot(serial, "379") + dot(born, "584216")) % 11) < 10:
            return f"{serial}{check}{born}"


def ch_ahv(draw: random.Random) -> str:
    body = "756" + digits(draw, 9)
    return f"{body}{(10 - dot(body, '131313131313') % 10) % 10}"


def cz_birth_number(draw: random.Random) -> str:
    while True:
        body = f"{draw.randint(54, 99)}{month(draw, draw.choice((0, 50)))}{day(draw)}{digits(draw, 3)}"
        for check in DIGITS:
            if int(body + check) % 11 == 0:
                return body + check


def ro_cnp(draw: random.Random) -> str:
    body = f"{draw.choice('1256')}{digits(draw, 2)}{month(draw)}{day(draw)}{draw.randint(1, 46):02}"
    body += f"{draw.randint(1, 999):03}"
    return f"{body}{str(dot(body, '279146358279') % 11).replace('10', '1')}"


def bg_egn(draw: random.Random) -> str:
    body = f"{digits(draw, 2)}{month(draw, draw.choice((0, 40)))}{day(draw)}{digits(draw, 3)}"
    return f"{body}{str(dot(body, '2485a9736') % 11)[-1]}"


def hu_tax_id(draw: random.Random) -> str:
    while True:
        body = f"8{draw.randint(20_000, 58_000)}{digits(draw, 3)}"
        if (check := dot(body, "123456789") % 11) < 10:
            return f"{body}{check}"


def hu_taj(draw: random.Random) -> str:
    body = digits(draw, 8)
    return f"{body}{dot(body, '37373737') % 10}"


def gr_amka(draw: random.Random) -> str:
    body = f"{day(draw)}{month(draw)}{digits(draw, 6)}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[-1::-2])
    return f"{body}{-(doubled + sum(map(int, body[-2::-2]))) % 10}"


def hr_oib(draw: random.Random) -> str:
    body = digits(draw, 10)
    return body + iso_11_10(body)


def si_emso(draw: random.Random) -> str:
    while True:
        year = draw.choice((draw.randint(900, 999), draw.randint(0, 25)))
        body = f"{day(draw)}{month(draw)}{year:03}50{digits(draw, 3)}"
        if (check := (11 - dot(body, "765432765432") % 11) % 11) < 10:
            return f"{body}{check}"
