"""The command line, one command a process of Privet or a tool for the people who run it.

Here alone the process reads its surroundings and exits. A command imports what it needs when it runs: the
webhook never loads kopf, and `privet --version` loads next to nothing.
"""

from privet.cli.app import main

__all__ = ["main"]
