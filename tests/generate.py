"""Writes every file that is derived from the code; with --check, names those that it would change."""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from privet import settings
from privet.api.crd import crd_files
from privet.cli.entities import entities, markdown
from tests.chart.derived import chart_files, reference_page
from tests.documents import read_document
from tests.generate_rules import rules_page
from tests.monitoring.catalogue import metrics_page
from tests.monitoring.dashboard import dashboard_json

REPOSITORY = Path(__file__).resolve().parent.parent
_NOTE = "<!-- Written by `make generate`; change the code it comes from. -->\n\n"
Schema = dict[str, Any]


def generated() -> dict[str, str]:
    """Return the text of every derived file by its path in the repository."""
    files = crd_files()
    pages = {
        "docs/metrics.md": metrics_page(),
        "docs/reference/entities.md": markdown(entities()),
        "docs/reference/resources.md": _resources_page(list(files.values())),
        "docs/reference/settings.md": _settings_page(),
        "docs/reference/values.md": reference_page(),
        "docs/rules.md": rules_page(),
    }
    return {
        **{f"crds/{name}": text for name, text in files.items()},
        **{path: _NOTE + text for path, text in pages.items()},
        "charts/privet/monitoring/dashboard.json": dashboard_json(),
        **chart_files(),
    }


def drifted() -> list[str]:
    """Name the derived files that are missing or differ, and CRDs that no kind stands behind."""
    wanted = generated()
    wrong = [path for path, text in wanted.items() if _read(REPOSITORY / path) != text]
    there = [str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "crds").glob("*")]
    return sorted(wrong + [path for path in there if path not in wanted])


def main() -> int:
    """Write the files, or with --check look at them."""
    if "--check" in sys.argv[1:]:
        wrong = drifted()
        if wrong:
            sys.stderr.write(f"run `make generate`; it would change {', '.join(wrong)}\n")
        return 1 if wrong else 0
    for path, text in generated().items():
        target = REPOSITORY / path
        if _read(target) != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path}\n")
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _resources_page(documents: list[str]) -> str:
    parts = ["# Resources\n\nThe same text as `kubectl explain`, on one page.\n"]
    for document in documents:
        crd = read_document(document)
        names, version = crd["spec"]["names"], crd["spec"]["versions"][0]
        schema = version["schema"]["openAPIV3Schema"]
        short = ", ".join(f"`{name}`" for name in names.get("shortNames", []))
        parts.append(f"\n## {names['kind']}\n\n{schema.get('description', '')}\n\n")
        group, scope = crd["spec"]["group"], crd["spec"]["scope"].lower()
        parts.append(f"`{group}/{version['name']}`, {scope}, short name {short}\n")
        for part in ("spec", "status"):
            if part in schema["properties"]:
                parts.append("\n| field | type | meaning |\n| --- | --- | --- |\n")
                parts.extend(_rows(part, schema["properties"][part]))
    return "".join(parts)


def _rows(path: str, schema: Schema) -> Iterator[str]:
    inner = schema.get("items", schema)
    for name, field in inner.get("properties", {}).items():
        here = f"{path}{'[]' if schema.get('type') == 'array' else ''}.{name}"
        required = " (required)" if name in inner.get("required", []) else ""
        meaning = " ".join(field.get("description", "").split()).replace("|", "\\|")
        yield f"| `{here}` | {_type(field)}{required} | {meaning} |\n"
        yield from _rows(here, field)


def _type(schema: Schema) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema['items'])}"
        case "object" if "additionalProperties" in schema:
            return "map of text"
        case "string" if schema.get("format") == "date-time":
            return "time"
        case "string":
            return "text"
        case kind:
            return str(kind)


def _settings_page() -> str:
    parts = ["# Settings\n\nRead from the environment when a process starts.\n"]
    for title, kinds in _COMMANDS.items():
        parts.append(f"\n## {title}\n\n| variable | default | meaning |\n| --- | --- | --- |\n")
        for kind in kinds:
            meanings = _meanings(kind.__name__)
            for name, field in kind.model_fields.items():
                if name in kind.__annotations__:
                    default = f"`{field.default}`" if field.default not in (None, "") else ""
                    parts.append(f"| `PRIVET_{name.upper()}` | {default} | {meanings.get(name, '')} |\n")
    return "".join(parts)


_COMMANDS: dict[str, list[type[settings.Settings]]] = {
    "Both": [settings.Settings],
    "`privet controller`": [settings.ControllerSettings],
    "`privet webhook`": [settings.WebhookSettings],
}


def _meanings(class_name: str) -> dict[str, str]:
    """Read the texts that stand under the fields of a settings class."""
    tree = ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    found = {}
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(meaning))):
                found[name] = " ".join(meaning.split())
    return found


if __name__ == "__main__":
    sys.exit(main())
