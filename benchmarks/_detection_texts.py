"""What speed is measured on: pods, logs, manifests, dense text, and strings made to be slow."""

import base64
import gzip
from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.corpus import clean_lines, clean_manifests, lines, noise
from tests.corpus.payments import card_number
from tests.corpus.sample import Marks, seeded
from tests.engines.hostile import mails

ROUNDS = 7
BLOCK_ROUNDS = 15
"""Enough of a log for automata to have made most of their states, as in a process that goes on."""
BLOCK = 64 << 10
BLOCKS = 12
"""Blocks of one round: three quarters of a megabyte."""

LINES, MANIFESTS, PODS = 3_000, 250, 300
"""Texts of one round."""


def log_blocks() -> list[list[str]]:
    """Give rounds of blocks of log lines without personal data, none of them twice."""
    chance = seeded("blocks")
    return [[_block(clean_lines.line, chance) for _ in range(BLOCKS)] for _ in range(BLOCK_ROUNDS)]


def ordinary_blocks() -> list[list[str]]:
    """Give the same of lines that programs write about themselves, without a word that speaks of people."""
    chance = seeded("ordinary")

    def line(chance: Random) -> str:
        return chance.choice(_OF_PROGRAMS)(chance)

    return [[_block(line, chance) for _ in range(BLOCKS)] for _ in range(BLOCK_ROUNDS)]


_OF_PROGRAMS = (
    clean_lines.access, clean_lines.klog, clean_lines.logfmt, clean_lines.frame, clean_lines.nginx,
    clean_lines.system, clean_lines.event,
)  # fmt: skip


def log_lines() -> list[list[str]]:
    """Give rounds of such lines, one by one."""
    chance = seeded("lines")
    return [[clean_lines.line(chance) for _ in range(LINES)] for _ in range(ROUNDS)]


def manifests() -> list[list[str]]:
    """Give rounds of manifests without personal data."""
    chance = seeded("manifests")
    return [[clean_manifests.manifest(chance) for _ in range(MANIFESTS)] for _ in range(ROUNDS)]


def dense_blocks() -> list[list[str]]:
    """Give rounds of blocks that hold personal data in every line."""
    chance = seeded("dense")
    forms = (lines.env_line, lines.logfmt, lines.prose, lines.markup, lines.sheet)

    def line(chance: Random) -> str:
        marks = Marks()
        return marks.finish(chance.choice(forms)(chance, marks), "dense").text

    return [[_block(line, chance) for _ in range(2)] for _ in range(ROUNDS)]


def pods(*, plain: bool) -> list[list[list[tuple[str, str]]]]:
    """Give rounds of pods of forty named strings: plain ones, or some named as EMAIL_ENABLED is."""
    chance = seeded(f"pods {plain}")

    def pair() -> tuple[str, str]:
        return (noise.name(chance), noise.plain_value(chance)) if plain else noise.pair(chance)

    return [[[pair() for _ in range(40)] for _ in range(PODS)] for _ in range(ROUNDS)]


def same_pod() -> list[list[list[tuple[str, str]]]]:
    """Give rounds of one pod, as it comes again and again from a Deployment."""
    pod = pods(plain=True)[0][0]
    return [[pod] * PODS for _ in range(ROUNDS)]


def joined(pod: Sequence[tuple[str, str]]) -> str:
    """Write a pod as the one text that other tools get."""
    return "\n".join(f"{name}={value}" for name, value in pod)


def _block(line: Callable[[Random], str], chance: Random) -> str:
    made, size = [], 0
    while size < BLOCK:
        made.append(line(chance))
        size += len(made[-1].encode()) + 1
    return "\n".join(made).encode()[:BLOCK].decode(errors="ignore")


_CARD = card_number(seeded("hostile"))
_MAILS = base64.b64encode(gzip.compress(mails(9000).encode(), mtime=0)).decode()
_PACKED = base64.b64encode(gzip.compress(b"a@b " * 4096)).decode()
HOSTILE: Mapping[str, str] = {
    "a.": "a.",
    "a@": "a@",
    "a.a@": "a.a@",
    "@": "@",
    "a-": "a-",
    "1.": "1.",
    "1-": "1-",
    "1 ": "1 ",
    "+": "+",
    "+1": "+1",
    "+49 ": "+49 ",
    "digits": "1",
    "digits and letters": "1a",
    "4-4-4-4": "4539 1488 0343 6468 ",
    "cards": f"{_CARD} ",
    "cards without blanks": _CARD,
    "123-45-": "123-45-",
    "SSNs": "536-90-4399 ",
    "IBAN heads": "GB33",
    "IBANs": "GB33BUKB20201555555555 ",
    "small letters": "a",
    "capitals": "A",
    "base64 alphabet": "QUJD",
    "base64 of digits": "MTIzNDU2Nzg5",
    "hex": "6a61",
    "bytes": "6a 61 ",
    "lists of bytes": "[106, 97, 110, 101, 64, 115, 104, 111, 112, 46, 105, 111] ",
    "numbers in brackets": "[1,1",
    "percent": "%31",
    "percent of percent": "%2525",
    "escapes": "\\u0031",
    "quoted-printable": "=31",
    "HTML entities": "&#49;",
    "half entities": "&#4",
    "gzip in base64": f"{_PACKED} ",
    "different mails in gzip": f"{_MAILS} ",
    "equals signs": "=",
    "quotes": '"',
    "braces": '{"a":',
    "words before nothing": "phone ",
    "words and digits": "ssn 1 ",
    "definitions": " -Dssn=1",
    "flags": " --ssn 1",
    "labels": "social security number ",
    "labels of blocks": "number: |\n",
    "abbreviations": "R.U.T. ",
    "words behind values": " is not a valid ssn",
    "phrases": "ssn of the owner of it: ",
    "names": "First Name: ",
    "dates": "1990-01-01 ",
    "URLs": "a://b:c@",
    "JWT heads": "eyJ",
    "line breaks": "1\n",
    "blanks": " ",
    "zero-width": "1\u200b",
    "full-width digits": "\uff11",
    "lookalikes": "\u0430",
    "addresses of memory": "0x1f",
    "mailboxes": "jane.roe@shopmail.io ",
}
"""Pieces that patterns, proofs and decoders find hard when a text is nothing else."""


def hostile(name: str, size: int) -> str:
    """Give a string of that many characters, one piece over and over."""
    piece = HOSTILE[name]
    return (piece * (size // len(piece) + 1))[:size]
