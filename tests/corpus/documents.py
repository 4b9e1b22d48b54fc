"""Manifests with personal data in them, as text."""
# ruff: noqa: E501 - manifests as text

import base64
from collections.abc import Sequence
from random import Random

from tests.corpus import naming, noise
from tests.corpus.documents_more import MORE_FORMS
from tests.corpus.documents_parts import Form, head, quoted, variables
from tests.corpus.kinds import any_value, bare_value, people_value
from tests.corpus.sample import Marks, Sample


def _workload(chance: Random, kind: str, env: str, annotations: str = "", args: str = "") -> str:
    return (
        head(chance, kind, "apps/v1", annotations)
        + f"spec:\n  replicas: {chance.randint(1, 9)}\n  template:\n    spec:\n      containers:\n      - name: main\n"
        f"        image: {noise.image(chance)}\n{args}        env:\n{env}"
        f"        resources:\n          limits: {{cpu: {noise.quantity(chance)}, memory: {noise.quantity(chance)}}}\n"
    )


def deployment(chance: Random, marks: Marks) -> str:
    values = [any_value(chance) for _ in range(chance.randint(1, 3))]
    kind = chance.choice(("Deployment", "StatefulSet", "DaemonSet"))
    return _workload(chance, kind, variables(chance, marks, values, "        "))


def inline_environment(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    pairs = [f"{{name: {key}, value: {text!r}}}" for key, text in (noise.pair(chance), noise.pair(chance))]
    pairs.insert(1, f'{{name: {naming.variable(chance, value)}, value: "{marks.value(value)}"}}')
    return _workload(chance, "Deployment", "".join(f"        - {one}\n" for one in pairs))


def annotated(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    notes = (
        f'    deployment.kubernetes.io/revision: "{chance.randint(1, 90)}"\n    checksum/config: {noise.hexadecimal(chance, 64)}\n'
        f"    acme-cloud.net/{naming.dashed(chance, value)}: {quoted(chance, marks, value)}\n"
    )
    return _workload(chance, "Deployment", variables(chance, marks, [], "        "), notes)


def config_map(chance: Random, marks: Marks) -> str:
    lines = [
        f"  {key.lower().replace('_', '-')}: {text!r}\n"
        for key, text in (noise.pair(chance) for _ in range(4))
    ]
    for _ in range(chance.randint(1, 3)):
        value = any_value(chance)
        lines.append(f"  {naming.key(chance, value)}: {quoted(chance, marks, value)}\n")
    chance.shuffle(lines)
    return head(chance, "ConfigMap") + "data:\n" + "".join(lines)


def config_file(chance: Random, marks: Marks) -> str:
    lines = [
        f"{key.lower().replace('_', '.')}={text}" for key, text in (noise.pair(chance) for _ in range(4))
    ]
    for _ in range(chance.randint(1, 2)):
        value = any_value(chance)
        lines.append(f"{naming.dotted(chance, value)}={marks.value(value)}")
    chance.shuffle(lines)
    body = "".join(f"    {line}\n" for line in lines)
    return head(chance, "ConfigMap") + f"data:\n  application.properties: |\n{body}"


def seed_records(chance: Random, marks: Marks) -> str:
    rows = [
        f'      {{"id": {noise.number(chance)}, "{naming.camel(chance, value)}": "{marks.value(value)}"}}'
        for value in (any_value(chance) for _ in range(chance.randint(1, 4)))
    ]
    return head(chance, "ConfigMap") + "data:\n  seed.json: |\n    [\n" + ",\n".join(rows) + "\n    ]\n"


def seed_sheet(chance: Random, marks: Marks) -> str:
    rows = "".join(
        f"    {number},{noise.identifier(chance)},{marks.value(bare_value(chance))},{noise.stamp(chance)}\n"
        for number in range(chance.randint(1, 5))
    )
    return head(chance, "ConfigMap") + f"data:\n  fixtures.csv: |\n    id,ref,value,created_at\n{rows}"


def secret_data(chance: Random, marks: Marks) -> str:
    lines = [
        f"  {key.lower().replace('_', '-')}: {noise.secret(chance)}\n"
        for key, _ in (noise.pair(chance) for _ in range(2))
    ]
    for _ in range(chance.randint(1, 2)):
        value = any_value(chance)
        text = base64.b64encode(value.text.encode()).decode()
        lines.append(f"  {naming.key(chance, value)}: {marks.mark(text, (value.entity,), ('base64',))}\n")
    chance.shuffle(lines)
    return head(chance, "Secret") + "type: Opaque\ndata:\n" + "".join(lines)


def secret_text(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    return (
        head(chance, "Secret")
        + f"type: Opaque\nstringData:\n  api-key: {noise.hexadecimal(chance, 32)}\n  {naming.key(chance, value)}: {quoted(chance, marks, value)}\n"
    )


def cron_job(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    flag = naming.dashed(chance, value)
    args = "".join(
        f"            - {one}\n"
        for one in (
            f"--endpoint=http://{noise.host(chance)}",
            f'"--{flag}={marks.value(value)}"',
            f"--batch={chance.randint(1, 999)}",
        )
    )
    return (
        head(chance, "CronJob", "batch/v1")
        + f'spec:\n  schedule: "{chance.randint(0, 59)} 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n'
        f"          restartPolicy: Never\n          containers:\n          - name: job\n            image: {noise.image(chance)}\n"
        f"            args:\n{args}"
    )


def script(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    name = naming.variable(chance, value)
    return (
        head(chance, "Job", "batch/v1")
        + f"spec:\n  template:\n    spec:\n      containers:\n      - name: run\n        image: {noise.image(chance)}\n"
        f"        command: [sh, -c]\n        args:\n        - |\n          set -eu\n          export {name}='{marks.value(value)}'\n"
        f'          curl -fsS http://{noise.host(chance)}/import -d "run=$RUN_ID"\n'
    )


def customer(chance: Random, marks: Marks) -> str:
    values = [any_value(chance) for _ in range(2)] + [people_value(chance)]
    lines = "".join(f"    {naming.camel(chance, one)}: {quoted(chance, marks, one)}\n" for one in values)
    return (
        head(chance, "Customer", "crm.acme-cloud.net/v1alpha1")
        + f'spec:\n  tier: gold\n  createdAt: "{noise.stamp(chance)}"\n  externalId: "{noise.number(chance)}"\n  person:\n{lines}'
    )


def values_file(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    return (
        f"replicaCount: {chance.randint(1, 5)}\nimage:\n  repository: registry.internal/{chance.choice(noise.SERVICES)}\n"
        f'  tag: "{noise.version(chance)}"\nservice:\n  port: {chance.randint(80, 9000)}\nowner:\n'
        f"  {naming.camel(chance, value)}: {quoted(chance, marks, value)}\nresources: {{}}\n"
    )


def comment(chance: Random, marks: Marks) -> str:
    value = any_value(chance)
    text = f"# {naming.phrase(chance, value)}: {marks.value(value)}\n"
    return text + _workload(chance, "Deployment", variables(chance, marks, [], "        "))


FORMS: Sequence[Form] = (
    deployment, deployment, deployment, inline_environment, annotated, config_map, config_map, config_file, seed_records,
    seed_sheet, secret_data, secret_text, cron_job, script, customer, values_file, comment,
)  # fmt: skip


def document(chance: Random) -> Sample:
    """Make one manifest that holds personal data."""
    form, marks = chance.choice((*FORMS, *MORE_FORMS)), Marks()
    return marks.finish(form(chance, marks), form.__name__)
