"""Lets `python -m privet` do what the installed command does."""

import sys

from privet.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
