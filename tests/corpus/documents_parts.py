"""What manifests of every form have in common."""
# ruff: noqa: E501 - manifests as text

from collections.abc import Callable, Sequence
from random import Random

from tests.corpus import naming, noise
from tests.corpus.sample import Marks, Value

Form = Callable[[Random, Marks], str]


def head(chance: Random, kind: str, version: str = "v1", annotations: str = "") -> str:
    service = chance.choice(noise.SERVICES)
    notes = f"  annotations:\n{annotations}" if annotations else ""
    return (
        f"apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: {service}\n  namespace: {chance.choice(noise.NAMESPACES)}\n"
        f'  labels:\n    app: {service}\n    app.kubernetes.io/version: "{noise.version(chance)}"\n{notes}'
    )


def quoted(chance: Random, marks: Marks, value: Value) -> str:
    """Mark a value inside one of YAML's quotes; only words may stand without any."""
    text = marks.value(value)
    if '"' in value.text or "'" in value.text:
        return f'"{text}"'
    forms = ['"{}"', "'{}'"]
    if value.text[0].isalpha() and ": " not in value.text and " #" not in value.text:
        forms.append("{}")
    return chance.choice(forms).format(text)


def variables(chance: Random, marks: Marks, values: Sequence[Value], indent: str) -> str:
    pairs = [noise.pair(chance) for _ in range(chance.randint(2, 6))]
    lines = [f"{indent}- name: {key}\n{indent}  value: {text!r}\n" for key, text in pairs]
    lines += [
        f"{indent}- name: {naming.variable(chance, one)}\n{indent}  value: {quoted(chance, marks, one)}\n"
        for one in values
    ]
    chance.shuffle(lines)
    return "".join(lines)
