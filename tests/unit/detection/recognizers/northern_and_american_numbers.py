"""Makers of valid numbers of Northern Europe, the British Isles and the Americas, none of them anybody's.

They are drawn at random and completed by the standards: each check digit is worked out from the digits before
it, where the package sums up all of them.
"""

import random
from collections.abc import Callable, Sequence

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
Maker = Callable[[random.Random], str]


def some(draw: random.Random, count: int, signs: str = DIGITS) -> str:
    return "".join(draw.choices(signs, k=count))


def serial(draw: random.Random, count: int) -> str:
    """Digits that neither read as a time of the day nor mark an artificial number."""
    return draw.choice("345678") + some(draw, count - 1, "123456789")


def ddmmyy(draw: random.Random, more_days: int = 0, more_months: int = 0) -> str:
    day, month = draw.randint(1, 28) + more_days, draw.randint(1, 12) + more_months
    return f"{day:02}{month:02}{draw.randint(60, 99):02}"


def yymmdd(draw: random.Random, more_days: int = 0) -> str:
    date = ddmmyy(draw, more_days)
    return date[4:] + date[2:4] + date[:2]


def rest(digits: str, weights: Sequence[int], modulus: int = 11) -> int:
    total = 0
    for place, weight in enumerate(weights):
        total += weight * int(digits[place])
    return total % modulus


def luhn_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return str((10 - total % 10) % 10)


def again_until(draw: random.Random, make: Callable[[random.Random], str | None]) -> str:
    """Draw until there is a check digit: some sums have none."""
    while (value := make(draw)) is None:
        pass
    return value


def se(draw: random.Random, more_days: int = 0) -> str:
    body = yymmdd(draw, more_days) + serial(draw, 3)
    return f"{body[:6]}-{body[6:]}{luhn_digit(body)}"


def se_coordination(draw: random.Random) -> str:
    return se(draw, 60)


def no(draw: random.Random, more_days: int = 0, more_months: int = 0) -> str:
    def attempt(draw: random.Random) -> str | None:
        body = ddmmyy(draw, more_days, more_months) + draw.choice("01234") + some(draw, 2)
        first = -rest(body, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        second = -rest(f"{body}{first % 10}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        return f"{body[:6]} {body[6:]}{first}{second}" if first < 10 and second < 10 else None

    return again_until(draw, attempt)


def no_d_number(draw: random.Random) -> str:
    return no(draw, 40)


def no_synthetic(draw: random.Random) -> str:
    return no(draw, 0, 80)


def fi(draw: random.Random, sign: str = "-") -> str:
    date, number = ddmmyy(draw), serial(draw, 3)
    return f"{date}{sign}{number}{HETU[int(date + number) % 31]}"


def fi_new_sign(draw: random.Random) -> str:
    return fi(draw, draw.choice("YXWVU"))


def dk(draw: random.Random) -> str:
    return f"{ddmmyy(draw)}-{draw.choice('0123')}{serial(draw, 3)}"


def is_(draw: random.Random) -> str:
    return f"{ddmmyy(draw)}-{serial(draw, 3)}9"


def baltic(draw: random.Random) -> str:
    body = draw.choice("34") + yymmdd(draw) + some(draw, 3)
    check = rest(body, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1))
    check = rest(body, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) if check == 10 else check
    return f"{body}{check % 10}"


def lv(draw: random.Random) -> str:
    body = ddmmyy(draw) + "1" + some(draw, 3)
    return f"{body[:6]}-{body[6:]}{(1101 - rest(body, (1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11 % 10}"


def lv_without_date(draw: random.Random) -> str:
    return f"3{draw.choice('23456789')}{some(draw, 4)}-{serial(draw, 5)}"


def nino(draw: random.Random) -> str:
    letters = some(draw, 1, "AEHLPWY") + some(draw, 1, "ABEMPRX")
    return " ".join((letters, some(draw, 2), "47", some(draw, 2), draw.choice("ABCD")))


def nhs(draw: random.Random) -> str:
    def attempt(draw: random.Random) -> str | None:
        body = draw.choice("467") + some(draw, 8)
        check = 11 - rest(body, range(10, 1, -1))
        return f"{body[:3]} {body[3:6]} {body[6:]}{check % 11}" if check != 10 else None

    return again_until(draw, attempt)


def utr(draw: random.Random) -> str:
    body = serial(draw, 9)
    check = 11 - rest(body, (6, 7, 8, 9, 10, 5, 4, 3, 2))
    return f"{check - 9 if check > 9 else check}{body}"


def pps(draw: random.Random) -> str:
    body = serial(draw, 7)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[rest(body, range(8, 1, -1), 23)]


def pps_with_second_letter(draw: random.Random) -> str:
    body = serial(draw, 7)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[(rest(body, range(8, 1, -1), 23) + 9) % 23] + "A"


def ssn(draw: random.Random) -> str:
    return f"{draw.randint(100, 600)}-{draw.randint(1, 99):02}-{draw.randint(1, 9999):04}"


def itin(draw: random.Random) -> str:
    return f"9{some(draw, 2)}-{draw.choice((50, 65, 70, 88, 90, 92, 94, 99))}-{some(draw, 4)}"


def ein(draw: random.Random) -> str:
    return f"{draw.choice(('01', '20', '46', '84', '99'))}-{serial(draw, 7)}"


def us_passport(draw: random.Random) -> str:
    return draw.choice("ABXY") + serial(draw, 8)


def mbi(draw: random.Random) -> str:
    pairs = [some(draw, 2, "ACDEFGHJKMNPQRTUVWXY") for _ in range(3)]
    return f"{draw.randint(1, 9)}{pairs[0]}7-{pairs[1]}3-{pairs[2]}{some(draw, 2)}"


def sin(draw: random.Random) -> str:
    body = draw.choice("1245679") + some(draw, 7)
    return f"{body[:3]}-{body[3:6]}-{body[6:]}{luhn_digit(body)}"


def cpf(draw: random.Random) -> str:
    body = serial(draw, 9)
    for _ in range(2):
        body += str(rest(body + "0", range(len(body) + 1, 0, -1)) * 10 % 11 % 10)
    return f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


def cnpj(draw: random.Random) -> str:
    body = some(draw, 8, DIGITS + UPPER) + "0001"
    for length in (12, 13):
        total = sum((2 + (length - 1 - place) % 8) * (ord(body[place]) - 48) for place in range(length))
        body += str(0 if total % 11 < 2 else 11 - total % 11)
    return f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}"


def curp(draw: random.Random) -> str:
    state, sex = draw.choice(("DF", "JC", "NL", "ZS")), draw.choice("HM")
    body = f"{some(draw, 1, UPPER)}{draw.choice('AEIOU')}{some(draw, 2, UPPER)}{yymmdd(draw)}{sex}{state}"
    body += some(draw, 3, "BCDFGHJKLMNPQRSTVWXYZ") + "0"
    alphabet = DIGITS + "ABCDEFGHIJKLMN" + "?" + "OPQRSTUVWXYZ"
    total = sum((18 - place) * alphabet.index(sign) for place, sign in enumerate(body))
    return f"{body}{(10 - total % 10) % 10}"


def rfc(draw: random.Random) -> str:
    body = f"{some(draw, 1, UPPER)}{draw.choice('AEIOU')}{some(draw, 2, UPPER)}{yymmdd(draw)}"
    body += some(draw, 2, "123456789ABCDEFGH")
    alphabet = DIGITS + "ABCDEFGHIJKLMN&OPQRSTUVWXYZ"
    total = sum((13 - place) * alphabet.index(sign) for place, sign in enumerate(body))
    return body + {0: "0", 1: "A"}.get(total % 11, str(11 - total % 11))


def cuil(draw: random.Random) -> str:
    def attempt(draw: random.Random) -> str | None:
        body = draw.choice(("20", "27")) + serial(draw, 8)
        check = 11 - rest(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
        return f"{body[:2]}-{body[2:]}-{check % 11}" if check != 10 else None

    return again_until(draw, attempt)


def rut(draw: random.Random) -> str:
    body = draw.choice(("11", "17", "25")) + some(draw, 6)
    check = 11 - rest(body, (3, 2, 7, 6, 5, 4, 3, 2))
    return f"{body[:2]}.{body[2:5]}.{body[5:]}-{'K' if check == 10 else check % 11}"


def passport(draw: random.Random) -> str:
    return draw.choice("CPXY") + serial(draw, draw.choice((7, 8)))


def driver_license(draw: random.Random) -> str:
    return draw.choice(("B072" + some(draw, 2, UPPER) + "2I" + serial(draw, 2), "D" + serial(draw, 7)))
