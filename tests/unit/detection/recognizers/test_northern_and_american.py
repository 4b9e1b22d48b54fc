"""Numbers of Northern Europe, the British Isles and the Americas: found where they are, quiet in noise."""

import random
import uuid

import pytest

from privet.detection.findings import Confidence, FindingClass
from privet.detection.identifier import Identifier
from privet.detection.recognizers.ar_cuil import AR_CUIL
from privet.detection.recognizers.br_cnpj import BR_CNPJ
from privet.detection.recognizers.br_cpf import BR_CPF
from privet.detection.recognizers.ca_sin import CA_SIN
from privet.detection.recognizers.cl_rut import CL_RUT
from privet.detection.recognizers.dk_cpr import DK_CPR
from privet.detection.recognizers.driver_license import DRIVER_LICENSE
from privet.detection.recognizers.ee_personal_code import EE_PERSONAL_CODE
from privet.detection.recognizers.fi_hetu import FI_HETU
from privet.detection.recognizers.gb_nhs_number import GB_NHS_NUMBER
from privet.detection.recognizers.gb_nino import GB_NINO
from privet.detection.recognizers.gb_utr import GB_UTR
from privet.detection.recognizers.ie_pps import IE_PPS
from privet.detection.recognizers.is_kennitala import IS_KENNITALA
from privet.detection.recognizers.lt_personal_code import LT_PERSONAL_CODE
from privet.detection.recognizers.lv_personal_code import LV_PERSONAL_CODE
from privet.detection.recognizers.mx_curp import MX_CURP
from privet.detection.recognizers.mx_rfc import MX_RFC
from privet.detection.recognizers.no_birth_number import NO_BIRTH_NUMBER
from privet.detection.recognizers.passport import PASSPORT
from privet.detection.recognizers.se_personal_number import SE_PERSONAL_NUMBER
from privet.detection.recognizers.us_ein import US_EIN
from privet.detection.recognizers.us_itin import US_ITIN
from privet.detection.recognizers.us_mbi import US_MBI
from privet.detection.recognizers.us_passport import US_PASSPORT
from privet.detection.recognizers.us_ssn import US_SSN
from tests.unit.detection.recognizers import northern_and_american_numbers as make
from tests.unit.detection.recognizers.reading import confidences, found, kinds

SEED = 20260218
EACH = 25
NOISE = 200_000
# Recognizer, maker of printed values, and a word, a variable and a field that speak for it.
PRINTED_IS_ENOUGH: list[tuple[Identifier, make.Maker, str]] = [
    (SE_PERSONAL_NUMBER, make.se, "Personnummer"),
    (SE_PERSONAL_NUMBER, make.se_coordination, "samordningsnummer"),
    (NO_BIRTH_NUMBER, make.no, "fødselsnummer"),
    (NO_BIRTH_NUMBER, make.no_d_number, "d_nummer"),
    (FI_HETU, make.fi, "hetu"),
    (FI_HETU, make.fi_new_sign, "henkilotunnus"),
    (LV_PERSONAL_CODE, make.lv, "personas kods"),
    (GB_NINO, make.nino, "National Insurance number"),
    (US_SSN, make.ssn, "SSN"),
    (US_ITIN, make.itin, "ITIN"),
    (US_MBI, make.mbi, "MBI"),
    (BR_CPF, make.cpf, "CPF"),
    (BR_CNPJ, make.cnpj, "cnpj"),
    (MX_CURP, make.curp, "CURP"),
    (MX_RFC, make.rfc, "RFC"),
    (AR_CUIL, make.cuil, "CUIL"),
]
ONLY_WITH_A_WORD: list[tuple[Identifier, make.Maker, str]] = [
    (DK_CPR, make.dk, "CPR nr"),
    (IS_KENNITALA, make.is_, "kennitala"),
    (EE_PERSONAL_CODE, make.baltic, "isikukood"),
    (LT_PERSONAL_CODE, make.baltic, "asmens kodas"),
    (LV_PERSONAL_CODE, make.lv_without_date, "personas kods"),
    (GB_NHS_NUMBER, make.nhs, "NHS number"),
    (GB_UTR, make.utr, "UTR"),
    (IE_PPS, make.pps, "PPSN"),
    (IE_PPS, make.pps_with_second_letter, "PPS number"),
    (US_EIN, make.ein, "EIN"),
    (US_PASSPORT, make.us_passport, "US passport"),
    (CA_SIN, make.sin, "social insurance number"),
    (CL_RUT, make.rut, "RUT"),
    (PASSPORT, make.passport, "passport number"),
    (DRIVER_LICENSE, make.driver_license, "driving licence"),
]
ALL = PRINTED_IS_ENOUGH + ONLY_WITH_A_WORD
RECOGNIZERS = list({id(one): one for one, _, _ in ALL}.values())


def plain(printed: str) -> str:
    """Give the spelling without the separators; a Finnish hyphen is none."""
    return printed.translate({ord(sign): None for sign in " .-/"})


def ids(cases: list[tuple[Identifier, make.Maker, str]]) -> list[str]:
    return [f"{one.entity}-{maker.__name__}" for one, maker, _ in cases]


@pytest.mark.parametrize(("one", "maker", "word"), ALL, ids=ids(ALL))
def test_a_number_behind_its_word_is_found_in_every_spelling(
    one: Identifier, maker: make.Maker, word: str
) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    word = word.replace("ø", "o")
    for _ in range(EACH):
        printed = maker(draw)
        for value in {printed, printed if one is FI_HETU else plain(printed)}:
            variable, field = word.upper().replace(" ", "_"), word.lower().replace(" ", "-")
            for text in (
                f"{word}: {value}",
                f"{word} {value}, please",
                f"{variable}={value}",
                f'{{"{field}":"{value}"}}',
            ):
                assert found(one, text) == [value], text


@pytest.mark.parametrize(("one", "maker", "word"), PRINTED_IS_ENOUGH, ids=ids(PRINTED_IS_ENOUGH))
def test_the_printed_form_is_evidence_by_itself(one: Identifier, maker: make.Maker, word: str) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(EACH):
        value = maker(draw)
        assert found(one, f"it is {value}.") == [value]
        assert confidences(one, value)[0] >= Confidence.MEDIUM
        assert confidences(one, f"{word.replace('ø', 'o')} {value}") == [Confidence.HIGH]


@pytest.mark.parametrize(("one", "maker", "word"), ONLY_WITH_A_WORD, ids=ids(ONLY_WITH_A_WORD))
def test_without_a_word_nothing_is_said(one: Identifier, maker: make.Maker, word: str) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(EACH):
        value = maker(draw)
        assert found(one, f"it is {value} / {plain(value)}") == []
        # Nor from a word on another line.
        assert found(one, f"{word}\n{value}") == []


@pytest.mark.parametrize(("one", "maker", "word"), ALL, ids=ids(ALL))
def test_inside_something_longer_it_is_no_number(one: Identifier, maker: make.Maker, word: str) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(EACH):
        value = maker(draw)
        for text in (f"{word} 77.{value}", f"{word}: x{value}y", f"{word} {value}.77777", f"{word} {value}ж"):
            assert value not in found(one, text), text


CHECKED: list[tuple[Identifier, make.Maker, str, int]] = [
    (SE_PERSONAL_NUMBER, make.se, "personnummer", -1),
    (NO_BIRTH_NUMBER, make.no, "fodselsnummer", -1),
    (NO_BIRTH_NUMBER, make.no, "fodselsnummer", -2),
    (FI_HETU, make.fi, "hetu", -2),
    (EE_PERSONAL_CODE, make.baltic, "isikukood", -1),
    (LT_PERSONAL_CODE, make.baltic, "asmens kodas", -1),
    (LV_PERSONAL_CODE, make.lv, "personas kods", -1),
    (GB_NHS_NUMBER, make.nhs, "nhs number", -1),
    (GB_UTR, make.utr, "utr", 0),
    (IE_PPS, make.pps, "ppsn", 3),
    (CA_SIN, make.sin, "social insurance number", -1),
    (BR_CPF, make.cpf, "cpf", -1),
    (BR_CPF, make.cpf, "cpf", -2),
    (BR_CNPJ, make.cnpj, "cnpj", -1),
    (MX_CURP, make.curp, "curp", -1),
    (AR_CUIL, make.cuil, "cuil", -1),
    (CL_RUT, make.rut, "rut", 4),
]


@pytest.mark.parametrize(("one", "maker", "word", "place"), CHECKED)
def test_a_wrong_digit_is_refused(one: Identifier, maker: make.Maker, word: str, place: int) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(EACH):
        value = maker(draw)
        wrong = list(value)
        wrong[place] = str((int(value[place]) + draw.randint(1, 8)) % 10) if value[place].isdigit() else "0"
        if one is IE_PPS or one is GB_UTR or wrong != list(value):
            assert found(one, f"{word} {''.join(wrong)}") == [], wrong


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (SE_PERSONAL_NUMBER, "personnummer 990230-3434"),
        (SE_PERSONAL_NUMBER, "personnummer 640823-0003"),
        (NO_BIRTH_NUMBER, "fodselsnummer 310299 34567"),
        (FI_HETU, "hetu 310299-308T"),
        (FI_HETU, "hetu 131052G308T"),
        (FI_HETU, "hetu 131052-001T"),
        (DK_CPR, "cpr 310299-3456"),
        (DK_CPR, "cpr 290299-1234"),
        (IS_KENNITALA, "kennitala 450401-3150"),
        (IS_KENNITALA, "kennitala 120174-3394"),
        (EE_PERSONAL_CODE, "isikukood 39902300006"),
        (LT_PERSONAL_CODE, "asmens kodas 79902280006"),
        (LV_PERSONAL_CODE, "personas kods 310299-12345"),
        (GB_NINO, "nino GB123456C"),
        (GB_NINO, "nino QQ 12 34 56 C"),
        (GB_NINO, "nino AO 12 34 57 C"),
        (GB_NINO, "nino AB 12 34 57 E"),
        (GB_NHS_NUMBER, "nhs number 000 000 0000"),
        (US_SSN, "000-12-3456 666-12-3456 912-12-3456 123-00-3456 123-45-0000"),
        (US_SSN, "ssn 666123456"),
        (US_ITIN, "itin 912-66-3456"),
        (US_ITIN, "itin 812-70-3456"),
        (US_EIN, "ein 07-1234567"),
        (US_MBI, "mbi 1SG4-TE5-MK73"),
        (US_MBI, "mbi 0EG4-TE5-MK73"),
        (CA_SIN, "social insurance number 800-000-002"),
        (BR_CPF, "cpf 111.111.111-11"),
        (BR_CPF, "cpf 000.000.000-00"),
        (BR_CNPJ, "cnpj 00.000.000/0000-00"),
        (MX_CURP, "curp BOXW310230HNERXN09"),
        (MX_CURP, "curp BOXW310820HXXRXN09"),
        (AR_CUIL, "cuil 30-12345678-1"),
        (CL_RUT, "rut 76.086.428-5"),
    ],
)
def test_what_cannot_be_issued_is_refused(one: Identifier, text: str) -> None:
    assert found(one, text) == []


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (SE_PERSONAL_NUMBER, "19640823-3234"),
        (SE_PERSONAL_NUMBER, "personnummer 191212121212"),
        (NO_BIRTH_NUMBER, make.no_synthetic(random.Random(SEED))),  # noqa: S311 - no secret
        (FI_HETU, "131052-308T"),
        (FI_HETU, "hetu 010170-999R"),
        (IS_KENNITALA, "kennitala: 120160-3389"),
        (EE_PERSONAL_CODE, "isikukood=38001085718"),
        (LT_PERSONAL_CODE, "asmens kodas 30303039914"),
        (LV_PERSONAL_CODE, "030303-10012"),
        (GB_NINO, "AB 12 34 56 C"),
        (GB_NHS_NUMBER, "NHS number 943 476 5919"),
        (GB_UTR, "utr 1955839661"),
        (IE_PPS, "PPSN 1234567FA"),
        (US_SSN, "078-05-1120"),
        (US_SSN, "ssn 123456789"),
        (US_MBI, "1EG4-TE5-MK73"),
        (CA_SIN, "SIN 123-456-782"),
        (BR_CPF, "123.456.789-09"),
        (BR_CNPJ, "12.ABC.345/01DE-35"),
        (MX_CURP, "BOXW310820HNERXN09"),
        (MX_RFC, "GODE561231GR8"),
        (AR_CUIL, "20-12345678-6"),
        (CL_RUT, "RUT 12.345.678-5"),
        (PASSPORT, "passport no. L898902C3"),
        (PASSPORT, "passport number C01X00T47"),
        (DRIVER_LICENSE, "driving licence MORGA657054SM9IJ"),
    ],
)
def test_published_specimens_are_examples(one: Identifier, text: str) -> None:
    assert kinds(one, text) == {FindingClass.EXAMPLE}


def test_a_number_of_a_company_is_not_looked_for_by_default() -> None:
    assert {one.entity for one in RECOGNIZERS if not one.default} == {"UsEin", "BrCnpj"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ssn 536904399", "536904399"),
        ("social security 536 90 4399", "536 90 4399"),
        ("ssn: 536.90.4399", "536.90.4399"),
        ('"userSsn":"536904399"', "536904399"),
    ],
)
def test_a_word_alone_makes_a_social_security_number_medium(text: str, value: str) -> None:
    assert found(US_SSN, text) == [value]
    assert confidences(US_SSN, text) == [Confidence.MEDIUM]


def test_social_security_numbers_are_what_they_were() -> None:
    assert confidences(US_SSN, "536-90-4399") == [Confidence.MEDIUM]
    assert confidences(US_SSN, "SSN 536-90-4399") == [Confidence.HIGH]
    assert found(US_SSN, "536904399 536 90 4399") == []


@pytest.mark.parametrize(
    "text",
    [
        "image: registry.local/app:20240115-1430",
        "backup 19991231-2359 done",
        "240115-1430 240115-0001",
        "build 20240115-98765",
    ],
)
def test_time_stamps_are_no_birth_dates(text: str) -> None:
    for one in (SE_PERSONAL_NUMBER, FI_HETU, LV_PERSONAL_CODE, NO_BIRTH_NUMBER):
        assert found(one, text) == []


def noise(draw: random.Random) -> str:
    """Draw a token as manifests and logs have them."""
    second = draw.randint(1_500_000_000, 1_900_000_000)
    return draw.choice(
        (
            lambda: str(second),
            lambda: str(second * 1000 + draw.randint(0, 999)),
            lambda: str(second * 1_000_000_000 + draw.randint(0, 999_999_999)),
            lambda: str(uuid.UUID(int=draw.getrandbits(128))),
            lambda: f"{draw.getrandbits(256):064x}",
            lambda: f"{draw.getrandbits(40):010X}",
            lambda: ".".join(str(draw.randint(0, 255)) for _ in range(4)),
            lambda: (
                f"{draw.randint(0, 30)}.{draw.randint(0, 300)}.{draw.randint(0, 300)}-{draw.randint(0, 9)}"
            ),
            lambda: make.some(draw, draw.randint(4, 16)),
            lambda: (
                f"20{draw.randint(10, 39)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
                f"-{draw.randint(0, 23):02}{draw.randint(0, 59):02}"
            ),
            lambda: make.some(draw, 10, make.DIGITS + "abcdefghijklmnopqrstuvwxyz"),
            lambda: f"{make.some(draw, 12)}.dkr.ecr",
            lambda: f"{make.some(draw, draw.randint(1, 6))}-{make.some(draw, draw.randint(1, 6))}",
            lambda: f"{draw.randint(1, 10**12)}Ki",
        )
    )()


CHANCE = [case for case in PRINTED_IS_ENOUGH if case[0] not in (GB_NINO, US_SSN, US_ITIN, US_MBI)]
"""The others have no check digit: their printed form is the evidence."""


@pytest.mark.parametrize(("one", "maker", "word"), CHANCE, ids=ids(CHANCE))
def test_chance_passes_less_than_once_in_fifty(one: Identifier, maker: make.Maker, word: str) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    passed = 0
    for _ in range(10_000):
        drawn = "".join(draw.choice(make.DIGITS) if sign.isdigit() else sign for sign in maker(draw))
        passed += bool(found(one, drawn))
    assert passed < 10_000 / 50, word


@pytest.mark.parametrize(("one", "maker", "word"), ALL, ids=ids(ALL))
def test_drawn_values_are_personal(one: Identifier, maker: make.Maker, word: str) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    text = "\n".join(f"{word.replace('ø', 'o')} {maker(draw)}" for _ in range(EACH))
    assert kinds(one, text) == {FindingClass.PERSONAL}


def test_noise_is_quiet() -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    tokens = [noise(draw) for _ in range(NOISE)]
    text = "\n".join(" ".join(tokens[first : first + 8]) for first in range(0, NOISE, 8))
    counts = {one.entity: len(found(one, text)) for one in RECOGNIZERS}
    # One in seven tokens is two random numbers with a hyphen: some read as a birth date with its check digit.
    assert {entity: count for entity, count in counts.items() if count > NOISE / 10_000} == {}
