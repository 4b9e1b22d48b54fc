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


FORMS: Sequence[Callable[[Random], str]] = (
    wrong_check_digit, wrong_check_digit, wrong_check_digit, unnamed, longer_number, technical, times, identifiers, measures,
    invalid_shapes, placeholders, functional,
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
