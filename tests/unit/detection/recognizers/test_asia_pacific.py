"""Identity, tax and insurance numbers of Asia, Oceania, Africa and eastern Europe, and IMEI."""

from functools import cache
from random import Random
from uuid import UUID

import pytest

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from tests.unit.detection.recognizers.asia_pacific import DIGITS, LETTERS, SAMPLES, Sample, digits

EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.recognizer.entity)
MANY = 50
NOISE, TOKENS = 200_000, 20


def found(sample: Sample, text: str, least: Confidence = Confidence.MEDIUM) -> list[Finding]:
    return list(sample.recognizer.find(Source.of(text, least)))


def texts(sample: Sample, text: str) -> list[str]:
    return [text.encode()[one.start : one.end].decode() for one in found(sample, text)]


def drawn(sample: Sample, seed: int = 1) -> list[str]:
    """Draw values that nobody published."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    values = (sample.draw(random) for _ in range(MANY))
    return [one for one in values if sample.recognizer.kind(one) is FindingClass.PERSONAL]


@EACH
def test_a_word_makes_a_number_certain_in_every_spelling(sample: Sample) -> None:
    gate = compile_bytes(sample.recognizer.gate)
    for value in drawn(sample):
        for spelled in (value, sample.printed(value)):
            for text in (
                f"{sample.word}: {spelled}",
                f"{sample.word.upper().replace(' ', '_')}={spelled}",
                f'{{"{sample.word.replace(" ", "_")}": "{spelled}"}}',
                f"--{sample.word.replace(' ', '-')}={spelled} next",
            ):
                assert texts(sample, text) == [spelled]
                assert gate.search(Source.of(text).data)
                assert found(sample, text)[0].confidence is Confidence.HIGH
                assert found(sample, text)[0].kind is FindingClass.PERSONAL


@EACH
def test_the_printed_spelling_alone(sample: Sample) -> None:
    gate = compile_bytes(sample.recognizer.gate)
    for value in drawn(sample):
        text = f"user {sample.printed(value)} logged in"

        assert texts(sample, text) == ([sample.printed(value)] if sample.alone else [])
        assert (gate.search(Source.of(text).data) is not None) is sample.alone


@EACH
def test_invalid_numbers(sample: Sample) -> None:
    for wrong in sample.wrong:
        assert not found(sample, f"{sample.word}: {wrong}")


@EACH
def test_another_check_sign_is_wrong(sample: Sample) -> None:
    for value in drawn(sample) if sample.checked else ():
        signs = LETTERS if value[-1].isalpha() and value[-1] not in "XA" else DIGITS
        for other in set(signs) - {value[-1]}:
            assert not found(sample, f"{sample.word}: {value[:-1]}{other}")


@EACH
def test_inside_of_something_longer(sample: Sample) -> None:
    for value in drawn(sample)[:10]:
        for text in (
            f"7{value}",
            f"{value}7",
            f"x{value}",
            f"{value}x",
            f"{value}-7",
            f"8.{value}",
            f"{value}.5",
        ):
            assert value not in texts(sample, f"{sample.word}: {text}")


@EACH
def test_published_numbers_are_examples(sample: Sample) -> None:
    module = __import__(sample.recognizer.kind.__module__, fromlist=["_EXAMPLES"])
    for example in getattr(module, "_EXAMPLES", ()):
        (finding,) = found(sample, f"{sample.word}: {example}")

        assert finding.kind is FindingClass.EXAMPLE


@cache
def technical_text() -> str:
    """Write what logs are full of: times, ids, digests, versions, addresses, and plain numbers."""
    random = Random(NOISE)  # noqa: S311 - reproducible, not secret
    lines = []
    for _ in range(NOISE // TOKENS):
        epoch = random.randrange(1_500_000_000, 1_900_000_000)
        octets = ".".join(str(random.randrange(256)) for _ in range(4))
        uuid = UUID(int=random.getrandbits(128))
        token = "".join(random.choices(LETTERS + DIGITS, k=10))
        plain = " ".join(digits(random, count) for count in (6, 9, 10, 11, 12, 13, 15, 16))
        stamp = f"2024-11-{random.randrange(10, 30)}T10:15:30.{digits(random, 3)}Z {epoch}{digits(random, 3)}"
        job = f"{digits(random, 6)}-{digits(random, 6)} build-{digits(random, 8)} {plain[7:11]}-{plain[3:6]}"
        lines.append(f"{epoch} {stamp} {octets} {uuid} {uuid.hex} v1.{plain[:2]}.3 {token} {job} {plain}")
    return "\n".join(lines)


@EACH
def test_technical_numbers_without_a_word(sample: Sample) -> None:
    assert len(found(sample, technical_text())) <= 2


def test_a_korean_number_since_2020_needs_a_word() -> None:
    sample = next(one for one in SAMPLES if one.recognizer.entity == "KrRrn")
    value = drawn(sample)[0]
    random = sample.printed(f"{value[:-1]}{(int(value[-1]) + 1) % 10}")

    assert not found(sample, f"job {random} done")
    assert [one.confidence for one in found(sample, f"job {random} done", Confidence.LOW)] == [Confidence.LOW]
    assert found(sample, f"rrn {random}")[0].confidence is Confidence.HIGH


def test_a_company_with_a_pan_is_no_person() -> None:
    sample = next(one for one in SAMPLES if one.recognizer.entity == "InPan")

    assert found(sample, "PAN number: QWECR5678K")[0].kind is FindingClass.FUNCTIONAL


def test_an_emirates_id_in_bare_digits_needs_its_check_digit_or_a_word() -> None:
    sample = next(one for one in SAMPLES if one.recognizer.entity == "AeEmiratesId")
    value = drawn(sample)[0]
    other = f"{value[:-1]}{(int(value[-1]) + 1) % 10}"

    assert found(sample, value)
    assert not found(sample, other)
    assert found(sample, f"emirates id {other}")
