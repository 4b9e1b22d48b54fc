"""Text that looks personal and is not: wrong check digits, impossible dates, technical numbers beside the words."""
# ruff: noqa: E501, Q003, SIM905, UP031 - text in quotes in text, word lists as sentences, templates full of braces

from collections.abc import Callable, Sequence
from random import Random

from tests.corpus import naming, noise
from tests.corpus.kinds import KINDS
from tests.corpus.payments import card_number, iban_number
from tests.corpus.sample import Marks, Sample, Value, digits, letters

CHECKED = frozenset(
    "CreditCard Iban DeTaxId FrNir ItFiscalCode EsNif NlBsn BeNationalNumber PlPesel PtNif SePersonalNumber NoBirthNumber"
    " FiHetu GbNhsNumber ChAhv AtSocialSecurity HrOib RoCnp BrCpf MxCurp InAadhaar CnResidentId JpMyNumber"
    " AuTfn AuMedicare CaSin ZaId SgNric TrTckn Imei".split()
)
"""Entities whose every value has a check digit."""


def _changed(chance: Random, text: str) -> str:
    """Change the last digit or letter: one change is never missed by a check digit."""
    at = max(place for place, sign in enumerate(text) if sign.isalnum())
    signs = "0123456789" if text[at].isdigit() else "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return text[:at] + chance.choice([one for one in signs if one != text[at]]) + text[at + 1 :]


def wrong_check_digit(chance: Random) -> str:
    """Call a number what it is not, since its check digit is wrong."""
    while True:
        value = chance.choice(KINDS)(chance)
        if value.entity in CHECKED:
            # The ninth of the ten digits of Medicare is the check digit, and any tenth is right.
            text = value.text if value.entity != "AuMedicare" else value.text.replace(" ", "")[:9]
            return f"{naming.phrase(chance, value)}: {_changed(chance, text)}"


def unnamed(chance: Random) -> str:
    """Put a number that needs a name where nothing names it."""
    while True:
        value = chance.choice(KINDS)(chance)
        if value.entity in _WEAK and value.text.replace(" ", "").isdigit():
            return f"{chance.choice(('ref', 'id', 'seq', 'offset', 'shard', 'generation', 'value'))}={value.text.replace(' ', '')}"


_WEAK = frozenset(
    (
        "NlBsn",
        "PtNif",
        "GbNhsNumber",
        "AuTfn",
        "CaSin",
        "UsItin",
        "CzBirthNumber",
        "IlIdNumber",
        "BgEgn",
        "AuMedicare",
    )
)
"""Numbers whose check digit chance passes once in ten, if they have one."""


def longer_number(chance: Random) -> str:
    """Hide a number that would pass inside a longer token."""
    number = card_number(chance)
    return chance.choice((
        f"build={number}{digits(chance, 3)}", f"layer sha256:{noise.hexadecimal(chance, 20)}{number}{noise.hexadecimal(chance, 28)}",
        f"trace=a{number}f", f"v1.{number}", f"0.{number}", f"id-{noise.hexadecimal(chance, 4)}c{number}",
    ))  # fmt: skip


def numbers_of_others(chance: Random) -> str:
    """Number an order or a trace so that it passes for a card."""
    key = chance.choice(
        ("order_id", "orderId", "ORDER_NUMBER", "trace_id", "transactionId", "invoice-no", "build")
    )
    return chance.choice(("{}={}", "{}: {}", '"{}": "{}"', "--{}={}")).format(key, card_number(chance))


def technical(chance: Random) -> str:
    """Put a technical number beside an innocent name."""
    name, value = noise.pair(chance)
    return chance.choice(("{}={}", "{}: {}", '"{}": "{}"', "--{}={}")).format(name, value)


def times(chance: Random) -> str:
    """Count seconds, milliseconds and nanoseconds since 1970."""
    second = noise.epoch(chance)
    return chance.choice((
        f"ts={second}", f'{{"ts":{second}.{digits(chance, 6)}}}', f"at {second * 1000 + 7}", f"timestamp {second * 10**9 + 123}",
        f"lease renewed {second}-{second + 40}", f"exp:{second} iat:{second - 3600}", f"migration 2026112{digits(chance, 7)}",
    ))  # fmt: skip


def identifiers(chance: Random) -> str:
    """Name things with UUIDs, digests and counters."""
    return chance.choice((
        f"uid: {noise.identifier(chance)}", f"image: {noise.image(chance)}", f"resourceVersion: \"{digits(chance, 9)}\"",
        f"pod {noise.pod_name(chance)} scheduled", f"containerID: containerd://{noise.hexadecimal(chance, 64)}",
        f"order {digits(chance, 10)} shipped", f"account {digits(chance, 12)}", f"invoice INV-{digits(chance, 3)}-{digits(chance, 2)}-{digits(chance, 4)}X",
        f"snowflake {digits(chance, 18)}", f"etag \"{noise.hexadecimal(chance, 32)}\"", f"span {noise.hexadecimal(chance, 16)}",
        f"ticket {digits(chance, 3)}-{digits(chance, 3)}-{digits(chance, 5)}",
    ))  # fmt: skip


def measures(chance: Random) -> str:
    """Count money, bytes, ports and coordinates."""
    return chance.choice((
        f"price {chance.randint(1, 99999)}.{digits(chance, 2)} EUR", f"bytes={chance.randint(10**6, 10**11)}", f"ports {noise.ports(chance)}",
        f"lat={chance.randint(40, 60)}.{digits(chance, 7)} lon={chance.randint(1, 20)}.{digits(chance, 7)}", f"cidr {noise.address(chance)}/16",
        f"memory: {noise.quantity(chance)}", f"range {chance.randint(1, 9999)}-{digits(chance, 4)}", f"p99=0.{digits(chance, 12)}",
        f"shards 0-{digits(chance, 3)} {digits(chance, 2)}-{digits(chance, 4)}", f"+{digits(chance, 5)}ms", f"took +{digits(chance, 3)} {digits(chance, 3)}",
    ))  # fmt: skip


def invalid_shapes(chance: Random) -> str:
    """Write numbers in areas, groups and lengths that are not issued."""
    return chance.choice((
        f"ssn: 666-{digits(chance, 2)}-{digits(chance, 4)}", f"ssn: 000-12-{digits(chance, 4)}", f"ssn {digits(chance, 3)}-00-{digits(chance, 4)}",
        f"iban: {iban_number(chance, 'DE')}{digits(chance, 2)}", f"iban: XX{iban_number(chance)[2:]}", f"card: 9{digits(chance, 15)}",
        f"phone: +999 {digits(chance, 9)}", f"phone: {digits(chance, 4)}", "phone: n/a", "email: user at host", "email: @handle", "email: none@",
        f"passport: v{chance.randint(1, 9)}", "name: checkout", "firstName: ''", "birthDate: null", f"address: {noise.address(chance)}:8080",
        "date of birth: 1990-02-31", "dob: 99/99/9999", "address: 0.0.0.0", "street: ''", f"swift: {letters(chance, 3)}",
    ))  # fmt: skip


def placeholders(chance: Random) -> str:
    """Leave the place of a value to a template, a mask or an example."""
    value: Value = chance.choice(KINDS)(chance)
    name = naming.key(chance, value)
    held = chance.choice((
        "${%s}" % naming.variable(chance, value), "{{ .Values.%s }}" % naming.camel(chance, value), "<redacted>", "***", "XXXX-XXXX",
        "null", "", "changeme", "someone@example.com", "[EmailAddress]", "TODO", "$(cat /run/secrets/value)", "valueFrom", "string",
    ))  # fmt: skip
    return f"{name}: {held}"


def functional(chance: Random) -> str:
    """Name mailboxes and remotes that are nobody's."""
    return chance.choice((
        "remote git@github.com:acme/shop.git", "contact: support@acme-cloud.net", "from=no-reply@mailer.acme-cloud.net", "hostmaster@acme-cloud.net",
        f"sa {chance.choice(noise.SERVICES)}@acme-prod.iam.gserviceaccount.com", f"tag {chance.choice(noise.SERVICES)}@{noise.version(chance)}",
        "postgresql://app@db.shop.svc:5432/app", "user@host.local", f"systemd[1]: getty@tty{chance.randint(1, 6)}.service: Succeeded", "npm i react@18.2.0",
        "ssh ubuntu@10.0.3.7", "postgres@template1", f"logo@{chance.randint(2, 3)}x.png", "abuse@acme-cloud.net",
    ))  # fmt: skip


def standards(chance: Random) -> str:
    """Write numbers of books, goods, parcels, flaws and hardware."""
    return chance.choice((
        f"ISBN 978-3-{digits(chance, 2)}-{digits(chance, 6)}-{digits(chance, 1)}", f"EAN 40{digits(chance, 11)}", f"CVE-2026-{digits(chance, 5)}", f"tracking 1Z{digits(chance, 3)}AA1{digits(chance, 10)}",
        f"mac {':'.join(noise.hexadecimal(chance, 2) for _ in range(6))}", f"2001:db8::{noise.hexadecimal(chance, 4)}:{digits(chance, 4)}", f"build 20261124.{digits(chance, 6)}", f"part {digits(chance, 3)}-{digits(chance, 2)}-{digits(chance, 5)}",
        f"i-0{noise.hexadecimal(chance, 16)} vol-0{noise.hexadecimal(chance, 16)}", f"projects/{digits(chance, 12)}/locations/europe-west3", f"sku {letters(chance, 3)}-{digits(chance, 4)}-{digits(chance, 4)}", f"VIN WVWZZZ1JZXW{digits(chance, 6)}",
        f"@types/node@{noise.version(chance)}", "root@10.0.0.7:/srv/backup", f"user@{digits(chance, 4)}.service", f"[meta@32473 seq=\"{digits(chance, 9)}\"]", f"RFC {digits(chance, 4)} section {digits(chance, 1)}.{digits(chance, 1)}",
        f"gs://bucket/{digits(chance, 4)}/{digits(chance, 2)}/{digits(chance, 2)}/part-{digits(chance, 5)}", f"#{noise.hexadecimal(chance, 6)}", f"epoch {noise.epoch(chance)}.{digits(chance, 9)}", f"0x{noise.hexadecimal(chance, 16)}",
    ))  # fmt: skip


def masked(chance: Random) -> str:
    """Show what is left of a value that somebody has masked, or the pattern of one."""
    return chance.choice((
        f"ssn: ***-**-{digits(chance, 4)}", f"card: {digits(chance, 6)}******{digits(chance, 4)}", f"card ending in {digits(chance, 4)}", f"iban: DE{digits(chance, 2)} **** **** {digits(chance, 2)}", "ssn pattern: ^[0-9]{3}-[0-9]{2}-[0-9]{4}$",
        r"phone regex: ^\+?[1-9]\d{1,14}$", "email: j***@s***.io", "phone: +49 *** *** 12", "name: J. ***", "dob: ****-**-**", "ssn: 000-00-0000", "ssn: xxx-xx-xxxx", "email=<hidden>", "iban=[Iban]", "card=[CreditCard]",
        "phone: (555) 555-0123", "+1 202 555 0143", "card 4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "jane@example.org", "max.mustermann@example.de.test",
    ))  # fmt: skip


def questions(chance: Random) -> str:
    """Speak of kinds of data beside numbers that are none."""
    return chance.choice((
        f"validated {digits(chance, 5)} phone numbers in {digits(chance, 4)} ms", f"email queue depth {digits(chance, 6)}, oldest {noise.epoch(chance)}", f"card service answered in {digits(chance, 3)} ms, request {noise.identifier(chance)}",
        f"iban check: {digits(chance, 4)} valid, {digits(chance, 3)} invalid", f"ssn column dropped in migration 20261124{digits(chance, 6)}", f"passport.js {noise.version(chance)} loaded", f"address book synced: {digits(chance, 6)} entries at {noise.stamp(chance)}",
        f"birthday job scheduled for 2026-12-{chance.randint(10, 28)}", f"names table has {digits(chance, 7)} rows", f"phone verification code {digits(chance, 6)} sent", f"tax rate changed from 0.19 to 0.{digits(chance, 2)}", f"mobile app {noise.version(chance)} released",
        f"swift build {noise.version(chance)} on macos", f"driver license check took {digits(chance, 3)} ms for order {digits(chance, 8)}", f"nhs-adapter-{noise.hexadecimal(chance, 9)}-x7k2p restarted {digits(chance, 2)} times", f"cpr course {digits(chance, 6)} booked",
        f"customer 360 export {digits(chance, 10)} bytes to tel-aviv-{chance.randint(1, 9)}", f"pan/tilt {digits(chance, 4)}/{digits(chance, 4)}", f"sin(x)=0.{digits(chance, 9)}", f"pps={digits(chance, 7)} bps={digits(chance, 9)}", f"imei lookup cache {digits(chance, 15)[:8]} hits",
    ))  # fmt: skip


FORMS: Sequence[Callable[[Random], str]] = (
    wrong_check_digit, wrong_check_digit, wrong_check_digit, unnamed, longer_number, numbers_of_others, technical, times, identifiers, measures,
    invalid_shapes, placeholders, functional, standards, masked, questions,
)  # fmt: skip


def near_miss(chance: Random) -> str:
    """Make one short text that must not be found."""
    return chance.choice(FORMS)(chance)


def line(chance: Random) -> Sample:
    """Put a near miss into a line of a log."""
    form = chance.choice(FORMS)
    frame = chance.choice(
        (
            "{}",
            "2026-11-24T12:00:07Z INFO {}",
            "I1124 12:00:07.123456       1 sync.go:88] {}",
            "level=warn {}",
        )
    )
    return Marks().finish(frame.format(form(chance)), f"near miss: {form.__name__}")


def document(chance: Random) -> Sample:
    """Put several into a ConfigMap."""
    lines = "".join(f"    {near_miss(chance)}\n" for _ in range(chance.randint(3, 8)))
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {chance.choice(noise.SERVICES)}\ndata:\n  notes.txt: |\n{lines}"
    return Marks().finish(text, "near miss: ConfigMap")
