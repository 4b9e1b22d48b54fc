"""Compiles what was installed and gives it one time: `python3 -m image.compile FOLDER ROOT`."""

import os
import sys
from pathlib import Path

from image.rootfs import compile_tree, set_times

if __name__ == "__main__":
    folder, root = Path(sys.argv[1]), Path(sys.argv[2])
    compile_tree(folder, stripped=root)
    set_times(folder, int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
