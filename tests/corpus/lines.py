"""Lines of logs, environment files, shells and tables with personal data in them."""
# ruff: noqa: E501, S608 - lines of logs are as long as they are, and no statement is run

import json
from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import quote

from tests.corpus import naming, noise
from tests.corpus.kinds import any_value, bare_value
from tests.corpus.lines_more import MORE_FORMS
from tests.corpus.sample import Marks, Sample

Form = Callable[[Random, Marks], str]

_WORDS = (
    "order accepted", "profile updated", "validation failed", "retrying", "user signed in", "record imported",
    "export finished", "lookup returned nothing", "duplicate found", "kein Treffer", "commande validée", "pedido creado",
)  # fmt: skip
_SENTENCES = (
    "{w}: {p}: {v}", "{w}, {p} {v}", "{w} for {p} {v}", "{w} ({p}={v})", "{w} [{p}: {v}]", "{p} {v} {w}", "{w} {p} is {v}",
    "{p}: '{v}' {w}", "could not parse {p} '{v}'",
)  # fmt: skip


def _sentence(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    called = naming.phrase(chance, value) if not value.bare or chance.random() < 0.5 else "value"
    # Where nothing but words surrounds a name, nobody can tell where it begins and ends.
    forms = [one for one in _SENTENCES if value.entity != "PersonName" or "{p}: " in one or "{p}=" in one]
    return chance.choice(forms).format(w=chance.choice(_WORDS), p=called, v=marks.value(value))


def env_line(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    form = chance.choice(("{}={}", "export {}={}", '{}="{}"', "export {}='{}'", "{}: {}"))
    return form.format(naming.variable(chance, value), marks.value(value))


def json_line(chance: Random, marks: Marks) -> str:
    pairs = [
        f'"ts":"{noise.stamp(chance)}"', f'"level":"{chance.choice(("info", "warn", "error"))}"',
        f'"msg":"{chance.choice(_WORDS)}"', f'"trace_id":"{noise.hexadecimal(chance, 32)}"', f'"duration_ms":{chance.randint(1, 9000)}',
    ]  # fmt: skip
    for _ in range(chance.randint(1, 3)):
        value = any_value(chance)
        pairs.insert(chance.randint(1, len(pairs)), f'"{naming.key(chance, value)}":"{marks.value(value)}"')
    return "{" + chance.choice((",", ", ")).join(pairs) + "}"


def nested_json_line(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    inner = f'{{"{naming.camel(chance, value)}": "{marks.value(value)}", "id": {noise.number(chance)}}}'
    return f'{{"ts":{noise.epoch(chance)},"logger":"http","request":{{"method":"POST","body":{inner}}},"status":{chance.choice((200, 400, 500))}}}'


def logfmt(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    text = marks.value(value) if " " not in value.text else f'"{marks.value(value)}"'
    return f'time={noise.stamp(chance)} level=info msg="{chance.choice(_WORDS)}" pod={noise.pod_name(chance)} {naming.snake(chance, value)}={text} took={chance.randint(1, 99)}ms'


def access_log(chance: Random, marks: Marks) -> str:
    value = bare_value(chance)
    text = quote(value.text, safe="")
    shown = marks.mark(text, (value.entity,), ("percent",) if text != value.text else ())
    return (
        f'{noise.address(chance)} - - [24/Nov/2026:12:{chance.randint(10, 59)}:07 +0000] "GET /api/v1/lookup?{naming.snake(chance, value)}={shown}&page=2 HTTP/1.1" '
        f'200 {chance.randint(100, 99999)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"'
    )


def url(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    text = quote(value.text, safe="" if "://" in value.text else "@+")
    shown = marks.mark(text, (value.entity,), ("percent",) if text != value.text else ())
    return f"https://shop.acme-cloud.net/{chance.choice(('reset', 'track', 'verify'))}?{naming.snake(chance, value)}={shown}"


def klog(chance: Random, marks: Marks) -> str:
    return f"I1124 12:{chance.randint(10, 59)}:{chance.randint(10, 59)}.{chance.randint(100000, 999999)}       1 handler.go:{chance.randint(10, 900)}] {_sentence(chance, marks)}"


def java(chance: Random, marks: Marks) -> str:
    return f"2026-11-24 12:{chance.randint(10, 59)}:07.{chance.randint(100, 999)}  WARN {chance.randint(1, 99)} --- [nio-8080-exec-{chance.randint(1, 9)}] c.a.shop.CustomerService : {_sentence(chance, marks)}"


def trace(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    return (
        f"java.lang.IllegalArgumentException: invalid {naming.phrase(chance, value)}: {marks.value(value)}\n"
        f"\tat net.acme.shop.Parser.parse(Parser.java:{chance.randint(10, 999)})\n\tat java.base/java.lang.Thread.run(Thread.java:{chance.randint(10, 999)})"
    )


def postgres(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    return f"2026-11-24 12:00:{chance.randint(10, 59)} UTC [{chance.randint(100, 9999)}] DETAIL:  Key ({naming.snake(chance, value)})=({marks.value(value)}) already exists."


def statement(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    return f"UPDATE customers SET {naming.snake(chance, value)} = '{marks.value(value)}' WHERE id = {noise.number(chance)};"


def shell(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    name = naming.key(chance, value)
    form = chance.choice((
        "curl -X POST https://api.acme-cloud.net/v1 -d '{{\"{k}\": \"{v}\"}}'", "kubectl create secret generic app --from-literal={d}='{v}'",
        "importer --{d} '{v}' --retries 3", "helm upgrade shop ./chart --set 'owner.{k}={v}'",
    ))  # fmt: skip
    return form.format(k=name, d=naming.dashed(chance, value), v=marks.value(value))


def sheet(chance: Random, marks: Marks) -> str:
    cells = [
        noise.number(chance),
        noise.identifier(chance),
        marks.value(bare_value(chance)),
        f"{chance.randint(1, 999)}.90",
        noise.stamp(chance),
    ]
    return chance.choice((",", ";", "\t", "|")).join(cells)


def markup(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    name = naming.camel(chance, value)
    return f'<request id="{noise.identifier(chance)}"><{name}>{marks.value(value)}</{name}><attempt>2</attempt></request>'


def mapping(chance: Random, marks: Marks) -> str:
    value, other = any_value(chance), any_value(chance)
    return f"Customer{{id={noise.number(chance)}, {naming.camel(chance, value)}={marks.value(value)}, {naming.camel(chance, other)}={marks.value(other)}}}"


def quoted_object(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    if json.dumps(value.text) != f'"{value.text}"':
        return env_line(chance, marks)
    inner = (
        f'{{\\"{naming.camel(chance, value)}\\":\\"{marks.value(value)}\\",\\"id\\":{noise.number(chance)}}}'
    )
    return f'{{"level":"info","kafka_offset":{noise.number(chance)},"payload":"{inner}"}}'


def prose(chance: Random, marks: Marks) -> str:
    return f"{noise.stamp(chance)} {chance.choice(('INFO', 'WARN', 'ERROR'))} {_sentence(chance, marks)}"


FORMS: Sequence[Form] = (
    env_line, env_line, json_line, json_line, nested_json_line, logfmt, logfmt, access_log, url, klog, java, trace, postgres,
    statement, shell, sheet, markup, mapping, quoted_object, prose, prose,
)  # fmt: skip


def line(chance: Random) -> Sample:
    """Make one line that holds personal data."""
    form, marks = chance.choice((*FORMS, *MORE_FORMS)), Marks()
    return marks.finish(form(chance, marks), form.__name__)
