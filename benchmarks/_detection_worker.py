"""One detector in a process of its own, so that each starts cold and none shares memory or imports.

Run by the environment that has the tool. It answers one line of JSON for each line of JSON it is asked:
first, unasked, what starting cost; then `scan` for findings, `time` for seconds. It imports nothing of the
project but the engine itself, when that is what it runs.
"""

import importlib
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Span = tuple[str, int, int]
Scan = Callable[[str], Sequence[Span]]

_PRESIDIO = {
    "EMAIL_ADDRESS": "EmailAddress", "PHONE_NUMBER": "PhoneNumber", "CREDIT_CARD": "CreditCard",
    "IBAN_CODE": "Iban", "US_SSN": "UsSsn", "US_ITIN": "UsItin", "UK_NHS": "GbNhsNumber",
    "US_PASSPORT": "Passport", "US_DRIVER_LICENSE": "DriverLicense",
}  # fmt: skip
_CPEX = {
    "email": "EmailAddress", "phone": "PhoneNumber", "credit_card": "CreditCard", "ssn": "UsSsn",
    "date_of_birth": "BirthDate", "passport": "Passport", "driver_license": "DriverLicense", "bsn": "NlBsn",
}  # fmt: skip
_DATAFOG = {
    "EMAIL": "EmailAddress", "PHONE": "PhoneNumber", "CREDIT_CARD": "CreditCard", "SSN": "UsSsn",
    "JWT": "JwtClaims", "CREDENTIAL_URI": "UrlCredentials",
}  # fmt: skip


def privet() -> tuple[Scan, Sequence[str]]:
    """The engine, with what it looks for by default."""
    detection = importlib.import_module("privet.detection")
    entities = detection.DEFAULT_ENTITIES
    detector = detection.Detector.for_spec(detection.DetectorSpec(entities=entities))

    def scan(text: str) -> Sequence[Span]:
        return [(one.entity, one.start, one.end) for one in detector.scan(text)]

    return scan, sorted(entities)


def privet_plain() -> tuple[Scan, Sequence[str]]:
    """The engine where RE2 has no wheel: `re` alone, behind the same recognizers."""
    if "privet.detection" in sys.modules:
        raise RuntimeError("the engine has been imported with RE2 already")
    sys.modules["re2"] = None  # type: ignore[assignment] # how Python spells that a module is not there
    return privet()


def privet_all() -> tuple[Scan, Sequence[str]]:
    """The engine, with examples and functional values: what data made of example domains asks for."""
    detection = importlib.import_module("privet.detection")
    entities = detection.DEFAULT_ENTITIES
    detector = detection.Detector.for_spec(detection.DetectorSpec(entities=entities))

    def scan(text: str) -> Sequence[Span]:
        return [(one.entity, one.start, one.end) for one in detector.candidates(text)]

    return scan, sorted(entities)


def presidio() -> tuple[Scan, Sequence[str]]:
    """Presidio with patterns only: its `no_op` language engine, every recognizer it has for English."""
    suffixes: Any = importlib.import_module("tldextract")
    # It would fetch the list of public suffixes from two hosts at its first use.
    suffixes.extract = suffixes.TLDExtract(suffix_list_urls=())
    analyzer = importlib.import_module("presidio_analyzer")
    provider = importlib.import_module("presidio_analyzer.nlp_engine").NlpEngineProvider
    models = [{"lang_code": "en", "model_name": "no_op"}]
    engine = provider(nlp_configuration={"nlp_engine_name": "no_op", "models": models}).create_engine()
    analyze = analyzer.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"]).analyze

    def scan(text: str) -> Sequence[Span]:
        found = analyze(text, language="en")
        return [(_PRESIDIO.get(one.entity_type, one.entity_type), one.start, one.end) for one in found]

    return scan, sorted(_PRESIDIO.values())


def cpex() -> tuple[Scan, Sequence[str]]:
    """The filter of ContextForge, in Rust, as it is by default; it counts in bytes."""
    detect = importlib.import_module("cpex_pii_filter.pii_filter_rust").PIIDetectorRust({}).detect

    def scan(text: str) -> Sequence[Span]:
        found = detect(text)
        place = int if text.isascii() else _characters(text)
        return [
            (_CPEX.get(label, label), place(one["start"]), place(one["end"]))
            for label, many in found.items()
            for one in many
        ]

    return scan, sorted(_CPEX.values())


def datafog() -> tuple[Scan, Sequence[str]]:
    """The core of DataFog, in Rust, as it is by default."""
    find = importlib.import_module("datafog_core").scan

    def scan(text: str) -> Sequence[Span]:
        found = [(one.entity_type, one.codepoint_range) for one in find(text)]
        return [(_DATAFOG.get(label, label), place.start, place.end) for label, place in found]

    return scan, sorted(_DATAFOG.values())


def phonenumbers() -> tuple[Scan, Sequence[str]]:
    """The port of Google's library as a scanner; without a region it asks for a `+`."""
    matcher = importlib.import_module("phonenumbers").PhoneNumberMatcher

    def scan(text: str) -> Sequence[Span]:
        return [("PhoneNumber", one.start, one.end) for one in matcher(text, None)]

    return scan, ["PhoneNumber"]


_PATTERNS = re.compile(
    r"(?P<EmailAddress>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?P<Iban>\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b)"
    r"|(?P<CreditCard>\b(?:\d[ -]?){12,18}\d\b)|(?P<UsSsn>\b\d{3}-\d{2}-\d{4}\b)"
    r"|(?P<PhoneNumber>\+\d{1,3}[ -]?(?:\(\d+\)[ -]?)?\d[\d -]{6,13}\d\b"
    r"|\(\d{3}\) \d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b)"
)


def stdlib() -> tuple[Scan, Sequence[str]]:
    """Five patterns in one alternation of the standard library's `re`, with Luhn and mod 97 behind them."""

    def proved(entity: str, text: str) -> bool:
        if entity == "CreditCard":
            numbers = [int(one) for one in reversed(text) if one.isdigit()]
            return sum(numbers[::2] + [sum(divmod(2 * one, 10)) for one in numbers[1::2]]) % 10 == 0
        if entity == "Iban":
            plain = text.replace(" ", "")
            return int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1
        return True

    def scan(text: str) -> Sequence[Span]:
        return [
            (str(one.lastgroup), one.start(), one.end())
            for one in _PATTERNS.finditer(text)
            if proved(str(one.lastgroup), one[0])
        ]

    return scan, ["CreditCard", "EmailAddress", "Iban", "PhoneNumber", "UsSsn"]


TOOLS: dict[str, Callable[[], tuple[Scan, Sequence[str]]]] = {
    "privet": privet, "privet without RE2": privet_plain, "privet, all classes": privet_all,
    "presidio-analyzer": presidio, "cpex-pii-filter": cpex, "datafog-core": datafog,
    "phonenumbers": phonenumbers, "re": stdlib,
}  # fmt: skip
IMPORTED = {
    "privet": "privet.detection", "presidio-analyzer": "presidio_analyzer",
    "cpex-pii-filter": "cpex_pii_filter.pii_filter_rust", "datafog-core": "datafog_core",
    "phonenumbers": "phonenumbers",
}  # fmt: skip
PIPE = 64_000
"""Characters that are read at once, and then scanned."""

FIRST = "level=info msg=started pod=checkout-6c9d7b5f4d-x2x7k port=8080 owner=jane.roe@shopmail.io"


def _characters(text: str) -> Callable[[int], int]:
    data = text.encode()
    return lambda place: len(data[:place].decode(errors="ignore"))


def _resident() -> float:
    """Tell how many MiB this process holds."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - pathlib is not yet imported
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _timed(scan: Scan, rounds: Sequence[Sequence[str]], budget: float) -> dict[str, float]:
    """Scan each round of texts; give processor seconds for a byte and for a text; stop past the budget."""
    end, rates, each = time.perf_counter() + budget, [], []
    for texts in rounds:
        size, done, spent = 0, 0, 0.0
        for some in _read(texts):
            began = time.process_time()
            for text in some:
                _scanned(scan, text)
            spent += time.process_time() - began
            done += len(some)
            size += sum(map(len, some))
            if time.perf_counter() > end:
                break
        rates.append(spent / size)
        each.append(spent / done)
        if time.perf_counter() > end:
            break
    return {"per_byte": statistics.median(rates), "per_text": statistics.median(each)}


def _read(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give texts as whoever reads a log has them: as many as a pipe holds, each just made.

    What has lain about for seconds comes from the machine's memory, and its speed is what would be measured.
    """
    some, size = [], 0
    for text in texts:
        some.append(text.encode().decode())
        size += len(text)
        if size >= PIPE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _timed_fields(rounds: Sequence[Sequence[Sequence[tuple[str, str]]]], budget: float) -> dict[str, float]:
    """Scan pods as admission does, all strings of one with their names at once; give seconds for a pod."""
    detection = importlib.import_module("privet.detection")
    detector = detection.Detector.for_spec(detection.DetectorSpec(entities=detection.DEFAULT_ENTITIES))
    end, each = time.perf_counter() + budget, []
    for pods in rounds:
        fields = [([value for _, value in pod], [name for name, _ in pod]) for pod in pods]
        done, began = 0, time.process_time()
        for texts, names in fields:
            detector.scan_fields(texts, names)
            done += 1
            if time.perf_counter() > end:
                break
        each.append((time.process_time() - began) / done)
        if time.perf_counter() > end:
            break
    return {"per_text": statistics.median(each)}


def _scanned(scan: Scan, text: str) -> Sequence[Span] | None:
    """Give what is found, or None where the tool refuses to answer."""
    try:
        return scan(text)
    except ValueError:
        return None


def _answers(scan: Scan, requests: Iterator[str]) -> Iterator[Any]:
    for line in requests:
        asked = json.loads(line)
        if asked["op"] == "scan":
            yield [_scanned(scan, text) for text in asked["texts"]]
        elif asked["op"] == "time":
            yield _timed(scan, asked["rounds"], asked["budget"])
        elif asked["op"] == "time fields":
            yield _timed_fields(asked["rounds"], asked["budget"])


def main(name: str) -> None:
    """Start the tool, say what that cost, and answer until nobody asks any more."""
    before, began = _resident(), time.process_time()
    if name in IMPORTED:
        importlib.import_module(IMPORTED[name])
    imported, loaded = time.process_time(), _resident()
    scan, entities = TOOLS[name]()
    _scanned(scan, FIRST)
    ready = time.process_time()
    start = {
        "import": imported - began,
        "make": ready - imported,
        "modules": loaded - before,
        "memory": _resident() - before,
    }
    print(json.dumps({"start": start, "entities": list(entities)}), flush=True)
    for answer in _answers(scan, iter(sys.stdin.readline, "")):
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
