"""Personal numbers of the continent: found where they are, refused where anything is wrong, quiet in noise.

The values are made by `european_numbers`, with other arithmetic than in the package.
"""

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.identifier import Identifier
from privet.detection.linear import Pattern, compile_bytes
from privet.detection.recognizers.at_social_security import AT_SOCIAL_SECURITY
from privet.detection.recognizers.be_national_number import BE_NATIONAL_NUMBER
from privet.detection.recognizers.bg_egn import BG_EGN
from privet.detection.recognizers.ch_ahv import CH_AHV
from privet.detection.recognizers.cz_birth_number import CZ_BIRTH_NUMBER
from privet.detection.recognizers.de_id_card import DE_ID_CARD
from privet.detection.recognizers.de_social_security import DE_SOCIAL_SECURITY
from privet.detection.recognizers.de_tax_id import DE_TAX_ID
from privet.detection.recognizers.es_nif import ES_NIF
from privet.detection.recognizers.fr_nir import FR_NIR
from privet.detection.recognizers.fr_tax_number import FR_TAX_NUMBER
from privet.detection.recognizers.gr_amka import GR_AMKA
from privet.detection.recognizers.hr_oib import HR_OIB
from privet.detection.recognizers.hu_tax_id import HU_TAX_ID
from privet.detection.recognizers.it_fiscal_code import IT_FISCAL_CODE
from privet.detection.recognizers.nl_bsn import NL_BSN
from privet.detection.recognizers.pl_pesel import PL_PESEL
from privet.detection.recognizers.pt_nif import PT_NIF
from privet.detection.recognizers.ro_cnp import RO_CNP
from privet.detection.recognizers.si_emso import SI_EMSO
from privet.detection.source import Source
from tests.unit.detection.recognizers.european_numbers import (
    DIGITS,
    UPPER,
    at_social_security,
    be_national_number,
    bg_egn,
    ch_ahv,
    cz_birth_number,
    day,
    de_id_card,
    de_social_security,
    de_tax_id,
    digits,
    es_nif,
    fr_nir,
    fr_tax_number,
    gr_amka,
    hr_oib,
    hu_taj,
    hu_tax_id,
    it_fiscal_code,
    month,
    nl_bsn,
    pl_pesel,
    pt_nif,
    ro_cnp,
    si_emso,
)

VALUES = 200


@dataclass(frozen=True)
class Case:
    recognizer: Identifier
    make: Callable[[random.Random], str]
    word: str
    printed: str
    """How it is printed: a # for each sign."""
    alone: Confidence | None = None
    """What the printed spelling is worth without a word."""

    def print(self, value: str) -> str:
        signs = iter(value)
        return "".join(next(signs) if sign == "#" else sign for sign in self.printed)

    def values(self, count: int = VALUES) -> Iterator[str]:
        draw = random.Random(self.word)  # noqa: S311 - the same values each time
        return (self.make(draw) for _ in range(count))


CASES = (
    Case(DE_TAX_ID, de_tax_id, "steuer-id", "## ### ### ###", Confidence.MEDIUM),
    Case(DE_ID_CARD, de_id_card, "personalausweisnummer", "######### #"),
    Case(
        DE_SOCIAL_SECURITY,
        de_social_security,
        "rentenversicherungsnummer",
        "## ###### # ###",
        Confidence.MEDIUM,
    ),
    Case(
        FR_NIR,
        fr_nir,
        "num secu",
        "# ## ## ## ### ### ##",
        Confidence.MEDIUM,
    ),
    Case(FR_TAX_NUMBER, fr_tax_number, "numero fiscal", "## ## ### ### ###", Confidence.MEDIUM),
    Case(IT_FISCAL_CODE, it_fiscal_code, "codice fiscale", "### ### ##### #####", Confidence.HIGH),
    Case(ES_NIF, es_nif, "dni", "########-#"),
    Case(NL_BSN, nl_bsn, "bsn", "####.##.###"),
    Case(BE_NATIONAL_NUMBER, be_national_number, "rijksregisternummer", "##.##.##-###.##", Confidence.HIGH),
    Case(PL_PESEL, pl_pesel, "pesel", "###########"),
    Case(PT_NIF, pt_nif, "nif", "### ### ###"),
    Case(AT_SOCIAL_SECURITY, at_social_security, "svnr", "#### ######"),
    Case(CH_AHV, ch_ahv, "ahv-nummer", "###.####.####.##", Confidence.HIGH),
    Case(CZ_BIRTH_NUMBER, cz_birth_number, "rodne cislo", "######/####", Confidence.MEDIUM),
    Case(RO_CNP, ro_cnp, "cnp", "#############"),
    Case(BG_EGN, bg_egn, "egn", "##########"),
    Case(HU_TAX_ID, hu_tax_id, "adoazonosito", "#### ### ###"),
    Case(HU_TAX_ID, hu_taj, "taj", "### ### ###"),
    Case(GR_AMKA, gr_amka, "amka", "###########"),
    Case(HR_OIB, hr_oib, "oib", "###########"),
    Case(SI_EMSO, si_emso, "jmbg", "#############"),
)
# Of the others one has its check digit elsewhere, and one is a number without it, too: see below.
CHECKED_BY_THE_LAST = [case for case in CASES if case.recognizer not in (DE_ID_CARD, AT_SOCIAL_SECURITY)]
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.recognizer.entity}-{case.word}")


@cache
def gate(pattern: str) -> Pattern[bytes]:
    return compile_bytes(pattern)


def find(case: Case, text: str) -> list[tuple[str, Confidence]]:
    return [(text.encode()[one.start : one.end].decode(), one.confidence) for one in found(case, text)]


def found(case: Case, text: str) -> list[Finding]:
    findings = list(case.recognizer.find(Source.of(text)))
    assert not findings or gate(case.recognizer.gate).search(Source.of(text).data), "a closed gate"
    assert {one.entity for one in findings} <= {case.recognizer.entity}
    return findings


@EACH
def test_is_found_behind_its_word(case: Case) -> None:
    for value in case.values():
        for spelled in {value, case.print(value)}:
            assert find(case, f"{case.word}: {spelled}") == [(spelled, Confidence.HIGH)], spelled
            assert find(case, f"the {case.word.title()} is {spelled}, as said.") == [
                (spelled, Confidence.HIGH)
            ]


@EACH
def test_is_found_under_the_name_of_a_field(case: Case) -> None:
    name = case.word.replace(" ", "_").replace("-", "_")
    camel = name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:])
    for value in case.values():
        assert find(case, f"{name.upper()}={value}") == [(value, Confidence.HIGH)]
        assert find(case, f"USER_{name.upper()}={value}\nOTHER=1") == [(value, Confidence.HIGH)]
        assert find(case, f'{{"{camel}": "{value}", "n": 1}}') == [(value, Confidence.HIGH)]
        assert find(case, f"--{name.replace('_', '-')}={value}") == [(value, Confidence.HIGH)]


@EACH
def test_counts_without_a_word_only_where_nothing_else_looks_like_it(case: Case) -> None:
    for value in case.values():
        printed = case.print(value)
        assert find(case, f"seen {printed} there") == ([(printed, case.alone)] if case.alone else [])


@EACH
def test_is_not_found_inside_anything_longer(case: Case) -> None:
    for value in case.values():
        for text in (
            f"9{value}",
            f"{value}7",
            f"x{value}",
            f"{value}z",
            f"{value}-1",
            f"{value}.5",
            f"é{value}",
        ):
            assert value not in [spelled for spelled, _ in find(case, f"{case.word}={text}")]


@pytest.mark.parametrize("case", CHECKED_BY_THE_LAST, ids=lambda case: case.word)
def test_refuses_a_wrong_check_digit(case: Case) -> None:
    for value in case.values():
        others = [
            value[:-1] + sign for sign in (UPPER if value[-1].isalpha() else DIGITS) if sign != value[-1]
        ]
        assert not [other for other in others if find(case, f"{case.word}: {other}")]


def test_refuses_wrong_check_digits_in_other_places() -> None:
    (at,) = (case for case in CASES if case.recognizer is AT_SOCIAL_SECURITY)
    (card,) = (case for case in CASES if case.recognizer is DE_ID_CARD)
    for value in at.values():
        others = [value[:3] + digit + value[4:] for digit in DIGITS if digit != value[3]]
        assert not [other for other in others if find(at, f"svnr {other}")]
    for value in card.values():
        assert not [
            digit for digit in DIGITS if digit != value[9] and find(card, f"ausweisnummer {value[:9]}{digit}")
        ]
        assert find(card, f"ausweisnummer {value[:9]}") == [(value[:9], Confidence.HIGH)]


@EACH
@pytest.mark.parametrize(
    "text",
    [
        "1700000000",
        "1732485600123",
        "1732485600123456",
        "1732485600123456789",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "2024-11-24T22:06:14.123456Z",
        "192.168.100.101",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "00000000000",
        "0000000000000",
        "11111111111",
        "999999999",
        "v1.2.3-20241124220614",
    ],
)
def test_leaves_what_machines_write_alone(case: Case, text: str) -> None:
    assert find(case, f"{text}\n{case.word}\n{text} {text}") == []


@pytest.mark.parametrize(
    ("recognizer", "value"),
    [
        (DE_TAX_ID, "12345678903"),  # no digit twice; the check digit fits
        (DE_TAX_ID, "11122345678"),
        (FR_NIR, "185137800608491"),
        (FR_NIR, "000000000000097"),
        (IT_FISCAL_CODE, "OHGCPR72E54H421L"),  # a vowel before consonants
        (IT_FISCAL_CODE, "RSSMRA80B31H501W"),
        (ES_NIF, "12345678A"),
        (NL_BSN, "000000000"),
        (BE_NATIONAL_NUMBER, "34023086926"),
        (PL_PESEL, "44023101355"),
        (PT_NIF, "501442600"),  # a company's
        (AT_SOCIAL_SECURITY, "9341310243"),
        (CZ_BIRTH_NUMBER, "1103492745"),
        (CZ_BIRTH_NUMBER, "590312123"),
        (CZ_BIRTH_NUMBER, "7123219653"),  # 20 more, long before 2004
        (RO_CNP, "1632215123457"),
        (RO_CNP, "1630615993454"),
        (BG_EGN, "8019010008"),
        (HU_TAX_ID, "8999990000"),
        (HU_TAX_ID, "000000000"),
        (GR_AMKA, "31023099998"),
        (SI_EMSO, "3102990500006"),
        (DE_SOCIAL_SECURITY, "65310239J003"),
        (DE_SOCIAL_SECURITY, "99170839J003"),
        (DE_ID_CARD, "LLLLLLLLL"),
        (DE_ID_CARD, "AUSWEISEN"),
    ],
)
def test_refuses_what_the_rules_do_not_allow(recognizer: Identifier, value: str) -> None:
    assert not list(recognizer.find(Source.of(f"{recognizer.words[0]}: {value}")))


@pytest.mark.parametrize(
    ("recognizer", "value"),
    [
        (DE_TAX_ID, "36 574 261 809"),
        (DE_ID_CARD, "T22000129"),
        (DE_ID_CARD, "T220001293"),
        (DE_ID_CARD, "L01X00T47"),
        (DE_SOCIAL_SECURITY, "65 170839 J 003"),
        (FR_NIR, "1 85 05 78 006 084 91"),
        (FR_TAX_NUMBER, "30 23 217 600 053"),
        (IT_FISCAL_CODE, "RSSMRA85T10A562S"),
        (ES_NIF, "12345678Z"),
        (ES_NIF, "X1234567L"),
        (NL_BSN, "123456782"),
        (NL_BSN, "999990019"),
        (BE_NATIONAL_NUMBER, "85.07.30-033.28"),
        (PL_PESEL, "44051401359"),
        (PT_NIF, "123456789"),
        (AT_SOCIAL_SECURITY, "1237 010180"),
        (CH_AHV, "756.9217.0769.85"),
        (CZ_BIRTH_NUMBER, "710319/2745"),
        (RO_CNP, "1800101221144"),
        (BG_EGN, "7523169263"),
        (HU_TAX_ID, "123 456 788"),
        (GR_AMKA, "01013099997"),
        (HR_OIB, "69435151530"),
        (SI_EMSO, "0101006500006"),
    ],
)
def test_tells_specimens(recognizer: Identifier, value: str) -> None:
    (finding,) = recognizer.find(Source.of(f"{recognizer.words[0]}: {value}"))
    assert finding.kind is FindingClass.EXAMPLE
    assert finding.confidence is Confidence.HIGH


def test_special_forms_are_found() -> None:
    for recognizer, text, value in (
        (CZ_BIRTH_NUMBER, "rodne cislo 510101/123", "510101/123"),
        (CZ_BIRTH_NUMBER, "rodne cislo 042131/0006", ""),
        (FR_NIR, "num secu: 2 53 07 2B 073 004 70", "2 53 07 2B 073 004 70"),
        (FR_NIR, "num secu: 253072a07300443", "253072a07300443"),
        (ES_NIF, "dni 12.345.679-S", "12.345.679-S"),
        (ES_NIF, "seen X-5253868-R.", "X-5253868-R"),
        (IT_FISCAL_CODE, "codice fiscale rssmra85t10a562s", "rssmra85t10a562s"),
        (DE_ID_CARD, "personalausweis: 1220001297D", "1220001297D"),
        (DE_ID_CARD, "personalausweis IDD<<T220001293<<<<", "T220001293"),
        (DE_SOCIAL_SECURITY, "svnr 65 17 08 39 J 003", "65 17 08 39 J 003"),
        (BG_EGN, "ЕГН: 7523169263", "7523169263"),
        (GR_AMKA, "ΑΜΚΑ 01013099997", "01013099997"),  # noqa: RUF001 - Greek
        (SI_EMSO, "ЈМБГ: 0101006500006", "0101006500006"),
    ):
        spelled = [text.encode()[one.start : one.end].decode() for one in recognizer.find(Source.of(text))]
        assert spelled == ([value] if value else []), text


def noise(draw: random.Random, count: int) -> Iterator[str]:
    """Give tokens as manifests and logs have them."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: digits(draw, draw.randint(6, 20)),
        lambda: str(draw.randint(1_500_000_000, 1_900_000_000)),
        lambda: str(draw.randint(1_500_000_000_000, 1_900_000_000_000)),
        lambda: str(draw.randint(15 * 10**17, 19 * 10**17)),
        lambda: str(uuid.UUID(int=draw.getrandbits(128))),
        lambda: f"{draw.getrandbits(256):064x}",
        lambda: f"{draw.getrandbits(draw.choice((28, 32, 48, 64))):x}",
        lambda: "".join(draw.choices(UPPER + DIGITS, k=draw.randint(8, 20))),
        lambda: "".join(draw.choices(UPPER + "234567", k=16)),
        lambda: ".".join(str(draw.randint(0, 255)) for _ in range(4)),
        lambda: f"v{draw.randint(0, 9)}.{draw.randint(0, 99)}.{draw.randint(0, 999)}",
        lambda: f"20{draw.randint(10, 30)}-{month(draw)}-{day(draw)}T{digits(draw, 2)}:{digits(draw, 2)}:00Z",
        lambda: f"20{draw.randint(10, 30)}{month(draw)}{day(draw)}{digits(draw, 6)}",
        lambda: f"{draw.randint(1, 10**7)}/{draw.randint(1, 10**5)}",
        lambda: f"{draw.randint(1, 10**6)}{draw.choice(('m', 'Ki', 'Mi', 'Gi', 'ms', 's', 'B'))}",
        lambda: f"+{draw.randint(1, 99)} {digits(draw, 3)} {digits(draw, 3)} {digits(draw, 4)}",
    )
    return (draw.choice(kinds)() for _ in range(count))


def test_noise_is_not_taken_for_anybody() -> None:
    draw = random.Random(5)  # noqa: S311 - the same noise each time
    hits = 0
    for _ in range(100):
        source = Source.of(" ".join(noise(draw, 2000)))
        for recognizer in {case.recognizer.entity: case.recognizer for case in CASES}.values():
            hits += len(list(recognizer.find(source)))
    # One in a hundred of the quotients with six and four digits is a Czech number, by its looks.
    assert hits <= 5
