"""How the demo speaks: short on a terminal, plain in a log, and the evidence when a step fails."""

import re
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privet.cli.demo.api import Object

_WIDTH = 100
_INDENT = "     "


@dataclass(frozen=True)
class Told:
    """One step as the summary shows it."""

    title: str
    seen: str
    seconds: float


class Narrator:
    """Tells the steps as they happen, and remembers them for the summary."""

    def __init__(self, console: Console, steps: int) -> None:
        self.console = console
        self.told: list[Told] = []
        self._steps = steps
        self._title = ""
        self._began = 0.0

    def begin(self, title: str, why: str) -> None:
        """Announce a step."""
        self._title, self._began = title, time.monotonic()
        self.console.print()
        self.console.print(Text(f"{len(self.told) + 1}/{self._steps}  {title}", style="bold"))
        self._indented(why, "dim")

    def show(self, label: str, obj: Object) -> None:
        """Show a part of what is applied, as YAML."""
        text = yaml.safe_dump(obj, sort_keys=False, default_flow_style=None, width=_WIDTH - 10).rstrip()
        self._indented(label, "")
        self._indented(textwrap.indent(text, "  "), "cyan", wrap=False)

    def quote(self, label: str, text: str, style: str = "yellow") -> None:
        """Quote what the API server or the pod said."""
        self._indented(label, "")
        self._indented(text, style, extra="  ")

    def passed(self, checks: Sequence[str], seen: str) -> None:
        """End a step that held."""
        seconds = time.monotonic() - self._began
        self._indented(f"checked: {'; '.join(checks)} ({seconds:.1f} s)", "green")
        self.told.append(Told(self._title, seen, seconds))

    def failed(self, reason: str, evidence: Sequence[tuple[str, str]]) -> None:
        """End a step that did not hold, with the evidence."""
        title = f"step {len(self.told) + 1} failed ({self._title}): {reason}"
        self.console.print()
        self.console.print(Text(title, style="bold red"))
        for label, text in evidence:
            self.evidence(label, text)

    def evidence(self, label: str, text: str) -> None:
        """Show a text as it is, so that it can be copied."""
        self._indented(f"{label}:", "")
        self._indented(text or "(nothing)", "", wrap=False, extra="  ")

    def summary(self) -> None:
        """Print the table of all that was shown."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("step")
        table.add_column("seen", overflow="fold")
        table.add_column("seconds", justify="right")
        for one in self.told:
            table.add_row(one.title, one.seen, f"{one.seconds:.1f}")
        self.console.print()
        self.console.print(table)

    def say(self, text: str, style: str = "") -> None:
        """Say something beside the steps."""
        for line in text.splitlines():
            if line.startswith(" "):
                self._indented(line.strip(), style, wrap=False)
            else:
                self.console.print(Text(line, style=style))

    def _indented(self, text: str, style: str, *, wrap: bool = True, extra: str = "") -> None:
        lines = text.splitlines()
        if wrap:
            width = _WIDTH - len(_INDENT) - len(extra)
            lines = [
                part for line in lines for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
            ]
        for line in lines:
            # Indentation of its own style stays a piece of its own, which pictures place and do not trim.
            blanks = len(line) - len(line.lstrip(" "))
            indent = _INDENT + extra + " " * blanks
            told = Text.assemble(indent, (line[blanks:], style or "default"))
            self.console.print(told, soft_wrap=True)


def console(*, record: bool = False) -> Console:
    """Give a console that leaves colours out where NO_COLOR is set or nobody looks at a terminal."""
    if record:
        return Console(highlight=False, record=True, force_terminal=True, width=_WIDTH)
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=_WIDTH)


def recording(recorded: Console, title: str) -> str:
    """Give what a recording console showed, as an SVG picture that loads nothing from elsewhere."""
    return re.sub(r"@font-face \{.*?\}\s*", "", recorded.export_svg(title=title), flags=re.DOTALL)
