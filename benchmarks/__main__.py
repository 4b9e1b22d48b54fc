"""`make bench`: run the benchmarks, or those that are named, and print one table.

A benchmark is a module of this folder with `bench() -> list[tuple[str, str, str]]`: what was measured, the
result, what was aimed at.
"""

import importlib
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

Row = tuple[str, str, str]


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, else all of them."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("measured", "result", "aim"):
        table.add_column(column, overflow="fold")
    for name in names or _names():
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "bench", None)
        if run is None:
            continue
        print(f"benchmark {name} ...", file=sys.stderr)
        began = time.monotonic()
        rows: list[Row] = run()
        print(f"benchmark {name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        for row in rows:
            table.add_row(*row)
    console = Console()
    Console(width=None if console.is_terminal else 120).print(table)
    return 0


def _names() -> list[str]:
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    return [name for name in found if not name.startswith("_")]


if __name__ == "__main__":
    sys.exit(main([name for name in sys.argv[1:] if not name.startswith("--")]))
