"""Valid numbers that nobody has: drawn at random, with check digits worked out without the product."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from privet.detection.identifier import Identifier
from privet.detection.recognizers.ae_emirates_id import AE_EMIRATES_ID
from privet.detection.recognizers.au_medicare import AU_MEDICARE
from privet.detection.recognizers.au_tfn import AU_TFN
from privet.detection.recognizers.cn_resident_id import CN_RESIDENT_ID
from privet.detection.recognizers.hk_id import HK_ID
from privet.detection.recognizers.id_nik import ID_NIK
from privet.detection.recognizers.il_id_number import IL_ID_NUMBER
from privet.detection.recognizers.imei import IMEI
from privet.detection.recognizers.in_aadhaar import IN_AADHAAR
from privet.detection.recognizers.in_pan import IN_PAN
from privet.detection.recognizers.jp_my_number import JP_MY_NUMBER
from privet.detection.recognizers.kr_rrn import KR_RRN
from privet.detection.recognizers.kz_iin import KZ_IIN
from privet.detection.recognizers.my_nric import MY_NRIC
from privet.detection.recognizers.nz_ird import NZ_IRD
from privet.detection.recognizers.pk_cnic import PK_CNIC
from privet.detection.recognizers.ru_inn import RU_INN
from privet.detection.recognizers.ru_snils import RU_SNILS
from privet.detection.recognizers.sg_nric import SG_NRIC
from privet.detection.recognizers.th_national_id import TH_NATIONAL_ID
from privet.detection.recognizers.tr_tckn import TR_TCKN
from privet.detection.recognizers.tw_national_id import TW_NATIONAL_ID
from privet.detection.recognizers.ua_tax_number import UA_TAX_NUMBER
from privet.detection.recognizers.za_id import ZA_ID

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Sample:
    """One kind of number: how to draw one, how it is printed, and what is wrong with others."""

    recognizer: Identifier
    word: str
    draw: Callable[[Random], str]
    groups: str
    """As printed; `#` is one sign of the number."""
    wrong: tuple[str, ...]
    """Of the right shape or nearly, and invalid."""
    alone: bool = False
    """Whether the printed spelling needs no word."""
    checked: bool = True
    """Whether any other last sign is wrong."""

    def printed(self, value: str) -> str:
        signs = iter(value)
        return "".join(next(signs) if sign == "#" else sign for sign in self.groups)


def digits(random: Random, count: int) -> str:
    return "".join(random.choice(DIGITS) for _ in range(count))


def born(random: Random, form: str, first: int = 1930, last: int = 1999) -> str:
    days = (date(last, 12, 31) - date(first, 1, 1)).days
    return (date(first, 1, 1) + timedelta(random.randrange(days))).strftime(form)


def with_luhn(body: str) -> str:
    total = sum(
        sum(divmod(int(one) * 2, 10)) if place % 2 == 0 else int(one) for place, one in enumerate(body[::-1])
    )
    return f"{body}{(10 - total % 10) % 10}"


def with_verhoeff(body: str) -> str:
    return next(body + check for check in DIGITS if _verhoeff(body + check) == 0)


def _verhoeff(text: str) -> int:
    state = 0
    for place, one in enumerate(reversed(text)):
        number = int(one)
        for _ in range(place % 8):
            number = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[number]
        state = _turned(state, number)
    return state


def _turned(left: int, right: int) -> int:
    """Multiply in the group of the turns (0 to 4) and flips (5 to 9) of a pentagon."""
    if left < 5:
        return (left + right) % 5 + (5 if right >= 5 else 0)
    return (left - right) % 5 + (5 if right < 5 else 0)


def dot(body: str, weights: Sequence[int]) -> int:
    return sum(int(body[place]) * weight for place, weight in enumerate(weights))


def fitting(draw: Callable[[], str], fits: Callable[[str], bool]) -> str:
    """Draw until one fits: how check digits come about where a rule is stated as a condition."""
    while not fits(value := draw()):
        pass
    return value


def aadhaar(random: Random) -> str:
    return with_verhoeff(random.choice("23456789") + digits(random, 10))


def pan(random: Random) -> str:
    text = "".join(random.choice(LETTERS) for _ in range(5))
    return f"{text[:3]}P{text[4]}{random.randrange(1, 10000):04}{random.choice(LETTERS)}"


def chinese(random: Random) -> str:
    place = random.choice(("1101", "4403", "5101", "6501")) + digits(random, 2)
    body = f"{place}{born(random, '%Y%m%d')}{digits(random, 3)}"
    total = sum(int(one) * 2 ** (17 - place) for place, one in enumerate(body))
    return body + "10X98765432"[total % 11]


def my_number(random: Random) -> str:
    body = digits(random, 11)
    rest = dot(body[::-1], (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)) % 11
    return f"{body}{0 if rest < 2 else 11 - rest}"


def korean(random: Random) -> str:
    body = f"{born(random, '%y%m%d')}{random.choice('1256')}{digits(random, 5)}"
    return f"{body}{(11 - dot(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10}"


def tax_file(random: Random) -> str:
    return fitting(lambda: digits(random, 9), lambda one: dot(one, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0)


def medicare(random: Random) -> str:
    body = random.choice("23456") + digits(random, 7)
    return f"{body}{dot(body, (1, 3, 7, 9, 1, 3, 7, 9)) % 10}{random.choice('123')}"


def inland_revenue(random: Random) -> str:
    """Keep to numbers that need the first weights alone."""
    body = fitting(
        lambda: f"{random.randrange(1_000_000, 15_000_000):08}",
        lambda one: dot(one, (3, 2, 7, 6, 5, 4, 3, 2)) % 11 != 1,
    )
    return f"{body}{(11 - dot(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11}"


def south_african(random: Random) -> str:
    return with_luhn(f"{born(random, '%y%m%d')}{digits(random, 4)}{random.choice('01')}8")


def singaporean(random: Random) -> str:
    series = random.choice("STFGM")
    body = digits(random, 7)
    total = dot(body, (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(series, 0)
    letters = {"S": "ABCDEFGHIZJ", "T": "ABCDEFGHIZJ", "M": "KLJNPQRTUWX"}.get(series, "KLMNPQRTUWX")
    return f"{series}{body}{letters[11 - total % 11 - 1]}"


def turkish(random: Random) -> str:
    body = random.choice("123456789") + digits(random, 8)
    tenth = (sum(map(int, body[::2])) * 7 + sum(map(int, body[1::2])) * 9) % 10
    return f"{body}{tenth}{(sum(map(int, body)) + tenth) % 10}"


def thai(random: Random) -> str:
    body = random.choice("12345678") + digits(random, 11)
    return f"{body}{(11 - dot(body, range(13, 1, -1)) % 11) % 10}"


def taiwanese(random: Random) -> str:
    letter = random.choice("ABCDEFGH")
    body = random.choice("1289") + digits(random, 7)
    number = 10 + "ABCDEFGH".index(letter)
    total = number // 10 + 9 * (number % 10) + dot(body, range(8, 0, -1))
    return f"{letter}{body}{-total % 10}"


def hong_kong(random: Random) -> str:
    letter, body = random.choice(LETTERS), digits(random, 6)
    total = 36 * 9 + (LETTERS.index(letter) + 10) * 8 + dot(body, (7, 6, 5, 4, 3, 2))
    return f"{letter}{body}{'0123456789A'[-total % 11]}"


def malaysian(random: Random) -> str:
    return f"{born(random, '%y%m%d')}{random.choice(('01', '14', '71'))}{random.randrange(1, 10000):04}"


def indonesian(random: Random) -> str:
    return (
        f"{random.choice(('3171', '5171', '7371'))}01{born(random, '%d%m%y')}{random.randrange(1, 10000):04}"
    )


def kazakh(random: Random) -> str:
    """Keep to numbers that need the first weights alone."""
    body = fitting(
        lambda: f"{born(random, '%y%m%d')}{random.choice('34')}{digits(random, 4)}",
        lambda one: dot(one, range(1, 12)) % 11 != 10,
    )
    return f"{body}{dot(body, range(1, 12)) % 11}"


def snils(random: Random) -> str:
    body = f"{random.randrange(2_000_000, 999_999_999):09}"
    total = dot(body, range(9, 0, -1)) % 101
    return f"{body}{0 if total == 100 else total:02}"


def inn(random: Random) -> str:
    body = "77" + digits(random, 8)
    body += str(dot(body, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)
    return body + str(dot(body, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)


def ukrainian(random: Random) -> str:
    body = f"{random.randrange(11_000, 40_000)}{digits(random, 4)}"
    return f"{body}{dot(body, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10}"


def pakistani(random: Random) -> str:
    serial = f"{random.randrange(1, 10**7):07}"
    return f"{random.choice('1234567')}{digits(random, 4)}{serial}{random.choice('123456789')}"


def emirati(random: Random) -> str:
    return with_luhn(f"784{born(random, '%Y')}{random.randrange(1, 10**7):07}")


def imei(random: Random) -> str:
    return with_luhn(random.choice(("35", "86", "01")) + digits(random, 12))


SAMPLES = (
    Sample(
        IN_AADHAAR,
        "aadhaar number",
        aadhaar,
        "#### #### ####",
        ("123412341234", "222222222222", "234565432234"),
    ),
    Sample(IN_PAN, "pan card", pan, "##########", ("ABCDE1234F", "ABCPE0000F", "ABCP11234F"), checked=False),
    Sample(
        CN_RESIDENT_ID,
        "身份证",
        chinese,
        "##################",
        ("110101199002300017", "990101199001010014"),
        alone=True,
    ),
    Sample(JP_MY_NUMBER, "マイナンバー", my_number, "#### #### ####", ("000000000000", "123456789012")),
    Sample(
        KR_RRN,
        "주민등록번호",
        korean,
        "######-#######",
        ("900230-1234567", "901301-1234567"),
        alone=True,
        checked=False,
    ),
    Sample(AU_TFN, "tax file number", tax_file, "### ### ###", ("000000000", "123456789")),
    Sample(
        AU_MEDICARE,
        "medicare card",
        medicare,
        "#### ##### #",
        ("1123456701", "2123456700", "2123456711"),
        checked=False,
    ),
    Sample(NZ_IRD, "ird number", inland_revenue, "###-###-###", ("000000000", "136410133", "999999999")),
    Sample(
        ZA_ID,
        "south african id",
        south_african,
        "###### #### ###",
        ("9002305009087", "8001015009088"),
        alone=True,
    ),
    Sample(SG_NRIC, "nric", singaporean, "#########", ("S1234567A", "A1234567D"), alone=True),
    Sample(TR_TCKN, "kimlik no", turkish, "### ### ### ##", ("10000000147", "00000000000")),
    Sample(
        IL_ID_NUMBER,
        "teudat zehut",
        lambda one: with_luhn(digits(one, 8)),
        "########-#",
        ("000000000", "123456789"),
    ),
    Sample(
        TH_NATIONAL_ID,
        "thai id",
        thai,
        "#-####-#####-##-#",
        ("0234567890121", "1-2345-67890-12-2"),
        alone=True,
    ),
    Sample(TW_NATIONAL_ID, "身分證", taiwanese, "##########", ("A323456789", "A123456788")),
    Sample(HK_ID, "hkid", hong_kong, "#######(#)", ("A123456(4)", "A12345(3)"), alone=True),
    Sample(
        MY_NRIC,
        "mykad",
        malaysian,
        "######-##-####",
        ("900230-14-1234", "900131-17-1234"),
        alone=True,
        checked=False,
    ),
    Sample(
        ID_NIK,
        "nik",
        indonesian,
        "####.##.######.####",
        ("9971011708450001", "3171013002900001"),
        checked=False,
    ),
    Sample(KZ_IIN, "ИИН", kazakh, "############", ("900230300123", "900131700123")),
    Sample(RU_SNILS, "СНИЛС", snils, "###-###-### ##", ("00100199800", "112-233-445 94"), alone=True),
    Sample(RU_INN, "ИНН", inn, "#### ###### ##", ("000000000000", "500100732258")),
    Sample(UA_TAX_NUMBER, "РНОКПП", ukrainian, "##########", ("0000012345", "9912345678")),
    Sample(
        PK_CNIC,
        "cnic",
        pakistani,
        "#####-#######-#",
        ("84201-0891231-8", "34201-0891231-0"),
        alone=True,
        checked=False,
    ),
    Sample(
        AE_EMIRATES_ID,
        "emirates id",
        emirati,
        "###-####-#######-#",
        ("784-2390-1234567-1",),
        alone=True,
        checked=False,
    ),
    Sample(IMEI, "imei", imei, "##-######-######-#", ("490154203237519", "000000000000000"), alone=True),
)
