"""More manifests with personal data: what tools print and generate, and YAML's other ways to write."""
# ruff: noqa: E501 - manifests as text

import json
from collections.abc import Sequence
from random import Random

from tests.corpus import naming, noise
from tests.corpus.documents_parts import Form, head, quoted, variables
from tests.corpus.kinds import any_value, bare_value, people_value
from tests.corpus.sample import Marks


def described(chance: Random, marks: Marks) -> str:
    """Print what `kubectl describe` does."""
    value = any_value(chance)
    name = naming.variable(chance, value)
    return (
        f"Name:         {noise.pod_name(chance)}\nNamespace:    shop\nPriority:     0\nNode:         ip-10-0-3-7/{noise.address(chance)}\nStart Time:   Tue, 24 Nov 2026 12:00:07 +0000\n"
        f"Containers:\n  main:\n    Image:         {noise.image(chance)}\n    Limits:\n      cpu:  500m\n    Environment:\n      LOG_LEVEL:          info\n"
        f"      {name}:  {marks.value(value)}\n      PORT:  {chance.randint(1000, 9999)}\n    Mounts:\n      /etc/app from config (ro)\n"
    )


def as_json(chance: Random, marks: Marks) -> str:
    """Print a Deployment as indented JSON: the name stands on the line before the value."""
    value = any_value(chance)
    env = [{"name": key, "value": text} for key, text in (noise.pair(chance), noise.pair(chance))]
    env.insert(1, {"name": naming.variable(chance, value), "value": "VALUE"})
    body = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": chance.choice(noise.SERVICES)},
        "spec": {"template": {"spec": {"containers": [{"name": "main", "env": env}]}}},
    }
    return json.dumps(body, indent=2).replace("VALUE", marks.value(value))


def generator(chance: Random, marks: Marks) -> str:
    """Write a kustomization with literals."""
    lines = "".join(
        f'  - "{naming.snake(chance, one)}={marks.value(one)}"\n'
        for one in (any_value(chance), any_value(chance))
    )
    return f"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- deployment.yaml\nconfigMapGenerator:\n- name: seed\n  literals:\n{lines}  - retries=3\n"


def last_applied(chance: Random, marks: Marks) -> str:
    """Keep the configuration in the annotation that `kubectl apply` writes."""
    value = any_value(chance)
    record = f'{{"apiVersion":"v1","kind":"ConfigMap","data":{{"{naming.camel(chance, value)}":"{marks.value(value)}","retries":"3"}}}}'
    return (
        head(
            chance,
            "ConfigMap",
            annotations=f"    kubectl.kubernetes.io/last-applied-configuration: |\n      {record}\n",
        )
        + 'data:\n  retries: "3"\n'
    )


def flow(chance: Random, marks: Marks) -> str:
    """Write a map between braces, and a list of people."""
    values = [any_value(chance), people_value(chance)]
    pairs = ", ".join(f'{naming.camel(chance, one)}: "{marks.value(one)}"' for one in values)
    return (
        head(chance, "Team", "crm.acme-cloud.net/v1")
        + f'spec:\n  size: 4\n  members:\n  - {{{pairs}, role: owner}}\n  - {{role: viewer, since: "2026-01-07"}}\n'
    )


def folded(chance: Random, marks: Marks) -> str:
    """Put a value into a block scalar under its name."""
    value = any_value(chance)
    return (
        head(chance, "ConfigMap")
        + f'data:\n  retries: "3"\n  {naming.key(chance, value)}: {chance.choice(("|-", ">-", "|"))}\n    {marks.value(value)}\n'
    )


def arguments(chance: Random, marks: Marks) -> str:
    """Part a flag and its value, in one line and over two."""
    value, other = any_value(chance), any_value(chance)
    inline = f'command: ["importer", "--{naming.dashed(chance, value)}", "{marks.value(value)}", "--verbose"]'
    apart = f'args:\n        - --{naming.dashed(chance, other)}\n        - "{marks.value(other)}"\n        - --verbose'
    return (
        head(chance, "Job", "batch/v1")
        + f"spec:\n  template:\n    spec:\n      containers:\n      - name: run\n        image: {noise.image(chance)}\n        {inline}\n        {apart}\n"
    )


def several(chance: Random, marks: Marks) -> str:
    """Write two documents, the personal one behind an innocent one."""
    value = bare_value(chance)
    return (
        head(chance, "ServiceAccount")
        + "---\n"
        + head(chance, "ConfigMap")
        + f'data:\n  motd: "ask {marks.value(value)} for access"\n'
    )


def template(chance: Random, marks: Marks) -> str:
    """Give a chart its defaults and a template that reads them."""
    value = any_value(chance)
    return (
        head(chance, "Deployment", "apps/v1")
        + f'spec:\n  template:\n    spec:\n      containers:\n      - name: main\n        env:\n        - name: CONTACT\n          value: {{{{ .Values.contact | default "none" | quote }}}}\n'
        f"        # {naming.phrase(chance, value)}: {marks.value(value)}\n{variables(chance, marks, [any_value(chance)], '        ')}"
    )


def custom(chance: Random, marks: Marks) -> str:
    """Nest records in a custom resource, with labels of their own."""
    values = [any_value(chance) for _ in range(3)]
    records = "".join(
        f"    - id: {noise.number(chance)}\n      {naming.snake(chance, one)}: {quoted(chance, marks, one)}\n      verified: true\n"
        for one in values
    )
    return (
        head(chance, "Registry", "people.acme-cloud.net/v1beta1")
        + f"spec:\n  retention: 30d\n  subjects:\n{records}"
    )


MORE_FORMS: Sequence[Form] = (
    described,
    as_json,
    generator,
    last_applied,
    flow,
    folded,
    arguments,
    several,
    template,
    custom,
)
