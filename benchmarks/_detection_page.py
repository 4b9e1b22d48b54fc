"""The page of the documentation that shows what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "detection" / "evidence.md"

_INTRODUCTION = """<!-- Written by `python -m benchmarks detection --write`. -->

# How well detection works

Everything here is measured by `make bench`, on one core, in one run; times are medians. `python -m benchmarks
detection --write` writes this page anew.

The corpus is made from a seed by `tests/corpus`: invented people, numbers with check digits that
are worked out apart from the engine, {documents:,} manifests and {lines:,} lines, three tenths of
them near misses. A finding counts as right where it overlaps a labelled stretch of the same entity.
The corpus and the engine come from one project: read its figures as what the rules cover, and the
figures on other people's text as the check.
"""


@dataclass(frozen=True)
class Table:
    """One table of the page."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    words: str = ""
    """What is to be known before reading it."""


@dataclass
class Evidence:
    """All that was measured, in the order of the page."""

    documents: int
    lines: int
    tables: list[Table] = field(default_factory=list)

    def page(self) -> str:
        """Give the page as Markdown."""
        parts = [_INTRODUCTION.format(documents=self.documents, lines=self.lines)]
        parts += [_markdown(table) for table in self.tables]
        return "\n".join(parts)

    def write(self) -> None:
        """Put the page where the documentation has it."""
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(self.page(), encoding="utf-8")


def _markdown(table: Table) -> str:
    lines = [f"## {table.title}", ""]
    if table.words:
        lines += [table.words, ""]
    lines += ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in table.rows]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
