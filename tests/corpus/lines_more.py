"""More lines with personal data: program output, protocols, headers, and what people write."""
# ruff: noqa: E501, Q003 - lines of logs are as long as they are

from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import quote

from tests.corpus import naming, noise, people
from tests.corpus.contacts import international
from tests.corpus.identities_europe import gb_nhs_number
from tests.corpus.kinds import any_value, bare_value
from tests.corpus.payments import card, iban
from tests.corpus.sample import Marks, Value, digits

Form = Callable[[Random, Marks], str]


def _phone(chance: Random, marks: Marks) -> str:
    return marks.value(Value("PhoneNumber", international(chance)))


def _line(chance: Random, marks: Marks) -> str:
    number = "".join(sign for sign in international(chance) if sign in "+0123456789")
    return marks.value(Value("PhoneNumber", number, also=("EmailAddress",)))


def _mail(chance: Random, marks: Marks) -> str:
    return marks.value(people.email(chance))


def representation(chance: Random, marks: Marks) -> str:
    """Print a record as Python, Go, Ruby, PHP, JavaScript and Rust do."""
    one, two = any_value(chance), any_value(chance)
    forms = (
        "{{'{a}': '{v}', 'id': {n}, '{b}': '{w}'}}", "Customer({a}='{v}', id={n}, {b}='{w}')", "&{{ID:{n} {A}:{v} Active:true}}", '{{:{a}=>"{v}", :id=>{n}, :{b}=>"{w}"}}',
        '["{a}" => "{v}", "id" => {n}]', "{{ id: {n}, {A}: '{v}', {B}: '{w}' }}", 'Customer {{ id: {n}, {a}: "{v}", {b}: Some("{w}") }}', '{{"{A}":["{v}"],"{B}":{{"value":"{w}"}}}}',
    )  # fmt: skip
    form = chance.choice(forms)
    return "DEBUG " + form.format(
        a=naming.snake(chance, one), b=naming.snake(chance, two), A=naming.camel(chance, one), B=naming.camel(chance, two),
        v=marks.value(one), w=marks.value(two) if "{w}" in form else "", n=noise.number(chance),
    )  # fmt: skip


def header(chance: Random, marks: Marks) -> str:
    """Log the header of a request."""
    value = any_value(chance)
    name = "-".join(one.capitalize() for one in naming.words(chance, value))
    return chance.choice(
        (
            f"X-{name}: {marks.value(value)}",
            f"> X-{name}: {marks.value(value)}",
            f'header "x-{name.lower()}" = "{marks.value(value)}"',
        )
    )


def settings(chance: Random, marks: Marks) -> str:
    """Set a value as TOML, INI, HCL and tables in Markdown do."""
    value = any_value(chance)
    form = chance.choice(
        (
            '{a} = "{v}"',
            "{a} = {v}",
            "{a}\t{v}",
            '  + {a} = "{v}"',
            "| {p} | {v} |",
            "- **{p}**: {v}",
            "{a}: '{v}'  # imported",
            "{a}:\t{v}",
            '{a} := "{v}"',
        )
    )
    return form.format(a=naming.snake(chance, value), p=naming.phrase(chance, value), v=marks.value(value))


def container(chance: Random, marks: Marks) -> str:
    """Start a container with a value."""
    value = any_value(chance)
    name, text = naming.variable(chance, value), marks.value(value)
    return chance.choice((
        f"docker run -e LOG_LEVEL=info -e {name}='{text}' {noise.image(chance)}", f"kubectl set env deploy/{chance.choice(noise.SERVICES)} {name}=\"{text}\"",
        f"kubectl annotate pod {noise.pod_name(chance)} acme-cloud.net/{naming.dashed(chance, value)}='{text}'", f"env {name}=\"{text}\" ./import.sh",
        f'["importer", "--{naming.dashed(chance, value)}", "{text}", "--dry-run"]', f"--{naming.dashed(chance, value)}=\"{text}\" --v=2",
    ))  # fmt: skip


def mail_server(chance: Random, marks: Marks) -> str:
    """Deliver a message."""
    return f"Nov 24 12:00:{chance.randint(10, 59)} mx-0 postfix/smtp[{chance.randint(100, 9999)}]: {noise.hexadecimal(chance, 10).upper()}: {chance.choice(('to', 'from', 'orig_to'))}=<{_mail(chance, marks)}>, relay=mx.acme-cloud.net[{noise.address(chance)}]:25, delay=0.{chance.randint(1, 99)}, status=sent (250 2.0.0 Ok: queued as {noise.hexadecimal(chance, 8).upper()})"


def directory(chance: Random, marks: Marks) -> str:
    """Name a user as LDAP, Kerberos, SIP, OIDC and Git do."""
    return chance.choice((
        f"bind dn=\"uid={digits(chance, 6)},mail={_mail(chance, marks)},ou=people,dc=acme-cloud,dc=net\"", f"INVITE sip:{_line(chance, marks)}@sip.acme-cloud.net SIP/2.0",
        f"oidc login sub={noise.identifier(chance)} preferred_username={_mail(chance, marks)} email_verified=true", f"Signed-off-by: <{_mail(chance, marks)}>",
        f"audit user.email={_mail(chance, marks)} verb=get resource=secrets", f'logins_total{{user="{_mail(chance, marks)}",tenant="eu"}} {chance.randint(1, 999)}',
        f"10.0.0.{chance.randint(1, 250)} - {_mail(chance, marks)} [24/Nov/2026:12:00:07 +0000] \"GET /orders HTTP/1.1\" 200 {chance.randint(1, 9999)}",
    ))  # fmt: skip


def path(chance: Random, marks: Marks) -> str:
    """Put a value into the path of a URL or the key of a cache."""
    value = bare_value(chance)
    if "/" in value.text:
        return settings(chance, marks)
    text = quote(value.text, safe="@")
    shown = marks.mark(text, (value.entity,), ("percent",) if text != value.text else (), value.also)
    return chance.choice(
        (
            "GET /api/v2/customers/{}/orders 200",
            "cache miss key=customer:{}:profile",
            "DELETE /v1/subjects/{} 404 12ms",
            "s3://exports/2026/11/{}/data.json",
            "redis GET session/{}",
        )
    ).format(shown)


def contact_card(chance: Random, marks: Marks) -> str:
    """Write a line of a vCard (RFC 6350)."""
    born = Value("BirthDate", f"{people.day(chance):%Y-%m-%d}")
    return chance.choice(
        (
            f"EMAIL;TYPE=work:{_mail(chance, marks)}",
            f"TEL;TYPE=CELL:{_phone(chance, marks)}",
            f"BDAY:{marks.value(born)}",
            f"TEL;VALUE=uri:tel:{_phone(chance, marks)}",
        )
    )


def patient(chance: Random, marks: Marks) -> str:
    """Log a resource of FHIR."""
    born = Value("BirthDate", f"{people.day(chance):%Y-%m-%d}")
    return (
        f'{{"resourceType":"Patient","id":"{noise.identifier(chance)}","identifier":[{{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{marks.value(gb_nhs_number(chance))}"}}],'
        f'"telecom":[{{"system":"phone","value":"{_phone(chance, marks)}"}},{{"system":"email","value":"{_mail(chance, marks)}"}}],"birthDate":"{marks.value(born)}","active":true}}'
    )


_PROSE = (
    "please call me back on {phone} before noon", "Ich bin unter {phone} erreichbar", "vous pouvez me joindre au {phone}", "puede llamarme al {phone}", "you can reach her at {mail} or {phone}",
    "the refund goes to {iban} on Friday", "Bitte überweisen Sie auf {iban}", "virement vers {iban} refusé", "the card {card} was declined twice", "die Karte {card} wurde gesperrt",
    "forwarded to {mail}, see ticket", "Antwort an {mail} gesendet", "mot de passe réinitialisé pour {mail}", "invite <{mail}> and <{other}> to the board", "user {mail} locked after 5 attempts",
    "{mail},{other} unsubscribed", "no payment method for {mail} (card {card})", "Rückruf: {phone}; Konto: {iban}", "mailto:{mail}?subject=order", "New signup <mailto:{mail}|{other}>",
)  # fmt: skip


def prose(chance: Random, marks: Marks) -> str:
    """Let somebody write what has happened, in a comment, a ticket or a message."""
    form = chance.choice(_PROSE)
    made: dict[str, Callable[[Random], Value]] = {
        "mail": people.email,
        "other": people.email,
        "card": card,
        "iban": iban,
    }
    parts = {name: marks.value(draw(chance)) for name, draw in made.items() if f"{{{name}}}" in form}
    if "{phone}" in form:
        parts["phone"] = _phone(chance, marks)
    return form.format(**parts)


def cookie(chance: Random, marks: Marks) -> str:
    """Chain values with semicolons or ampersands."""
    values = [any_value(chance) for _ in range(3)]
    values = [one for one in values if not {";", "&", ","} & set(one.text)]
    between = chance.choice(("; ", ";", " | "))
    return f"sid={noise.hexadecimal(chance, 16)}{between}" + between.join(
        f"{naming.snake(chance, one)}={marks.value(one)}" for one in values
    )


MORE_FORMS: Sequence[Form] = (
    representation, representation, header, settings, settings, container, container, mail_server, directory, path, contact_card, patient, prose, prose, cookie,
)  # fmt: skip
