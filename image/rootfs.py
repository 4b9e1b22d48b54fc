"""Puts together the file system of the image: the interpreter, the libraries that it loads, and no more.

What a distribution's image has beside them (a shell, a package manager, a few hundred programs) serves only
who broke in. Run in the build stage: `python3 -m image.rootfs ROOT ENVIRONMENT`.
"""

import compileall
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

UNUSED = (
    *("__pycache__", "config-*", "dist-packages", "ensurepip", "idlelib", "lib2to3", "pydoc_data"),
    *("site-packages", "sitecustomize.py", "test", "tkinter", "turtledemo", "EXTERNALLY-MANAGED"),
)
"""Parts of the standard library that a server never imports."""

USERS = {
    "passwd": "root:x:0:0:root:/:/sbin/nologin\nprivet:x:65532:65532:privet:/nonexistent:/sbin/nologin\n",
    "group": "root:x:0:\nprivet:x:65532:\n",
    "nsswitch.conf": "hosts: files dns\n",
}

STATUS = Path("/var/lib/dpkg/status")
"""What Debian knows of its packages; scanners look for one file each in status.d where there is no Debian."""


def main() -> None:
    """Write the root."""
    root, environment = Path(sys.argv[1]), Path(sys.argv[2])
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    _merged_folders(root)
    library = Path(sysconfig.get_path("stdlib"))
    _copy_tree(library, root)
    copied = [*_interpreter(root, environment), *_libraries((Path(sys.executable), library, environment))]
    for path in copied:
        _copy(path, root)
    compile_tree(root / library.relative_to("/"), stripped=root)
    _configuration(root)
    _packages(root, [*copied, *library.glob("*.py"), *library.glob("lib-dynload/*")])
    subprocess.run(["/sbin/ldconfig", "-X", "-r", root], check=True)  # noqa: S603 - our own words
    set_times(root, epoch)


def set_times(root: Path, epoch: int) -> None:
    """Give everything one time, so that the same content is the same layer."""
    for path in [root, *root.rglob("*")]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _merged_folders(root: Path) -> None:
    root.mkdir()
    for name in ("lib", "lib64"):
        if (folder := Path("/", name)).is_symlink():
            target = folder.readlink()
            (root / target).mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(target)
    temporary = root / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)


def _interpreter(root: Path, environment: Path) -> Iterator[Path]:
    """Copy every link between the environment's python and the program, and give the program."""
    path = environment / "bin" / "python"
    while path.is_symlink():
        if not path.is_relative_to(environment):
            _link(path, root)
        path = path.parent / path.readlink()
    yield path.resolve()


def _libraries(places: Iterable[Path]) -> list[Path]:
    """Name the shared libraries that the programs and extension modules in some places load."""
    objects = [
        path
        for place in places
        for path in ([place] if place.is_file() else place.rglob("*.so*"))
        if path.is_file() and not set(path.parts) & {"test", "tkinter"}
    ]
    needed: set[Path] = set()
    for path in objects:
        answer = subprocess.run(  # noqa: S603 - our own words
            ["/usr/bin/ldd", path], capture_output=True, text=True, check=True
        )
        if "not found" in answer.stdout:
            sys.exit(f"a library of {path} is missing:\n{answer.stdout}")
        found = re.findall(r"(?:=> |^\s+)(/\S+) \(0x", answer.stdout, re.MULTILINE)
        # A package's own libraries come with the package.
        needed |= {Path(name) for name in found if f"{sys.prefix}/" not in name and "/opt/" not in name}
    return sorted(needed)


def _copy_tree(folder: Path, root: Path) -> None:
    shutil.copytree(
        folder,
        root / folder.relative_to("/"),
        ignore=shutil.ignore_patterns(*UNUSED),
        symlinks=True,
        dirs_exist_ok=True,
    )


def _copy(path: Path, root: Path) -> None:
    """Copy a file under the name that it is loaded by."""
    target = root / (path.parent.resolve() / path.name).relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)


def _link(path: Path, root: Path) -> None:
    target = root / (path.parent.resolve() / path.name).relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(path.readlink())


def compile_tree(folder: Path, stripped: Path) -> None:
    """Compile a folder, with the paths in it as they will be in the image."""
    # Unchecked: nothing in the image changes, and looking at each source's time costs a start much.
    compiled = compileall.compile_dir(
        folder,
        quiet=1,
        stripdir=stripped,
        prependdir="/",
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        workers=1,
    )
    if not compiled:
        sys.exit(f"{folder} does not compile")


def _configuration(root: Path) -> None:
    folder = root / "etc"
    folder.mkdir(exist_ok=True)
    for name, text in USERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy("/etc/os-release", folder / "os-release")
    (folder / "ld.so.conf").write_text("/usr/local/lib\n", encoding="utf-8")


def _packages(root: Path, files: Iterable[Path]) -> None:
    """Keep what Debian says of the packages that files came from, as distroless images do."""
    if not STATUS.exists():
        return
    folder = root / "var/lib/dpkg/status.d"
    folder.mkdir(parents=True)
    names = _owners(files)
    for paragraph in STATUS.read_text(encoding="utf-8").split("\n\n"):
        name = paragraph.partition("\n")[0].removeprefix("Package: ")
        if name in names:
            (folder / name).write_text(paragraph.strip() + "\n", encoding="utf-8")


def _owners(files: Iterable[Path]) -> set[str]:
    # dpkg knows files by the name that they had before /lib became a link.
    names = {
        name
        for path in files
        for name in (str(path), str(path.resolve()), str(path.resolve()).removeprefix("/usr"))
    }
    answer = subprocess.run(  # noqa: S603 - our own words
        ["/usr/bin/dpkg-query", "--search", *sorted(names)], capture_output=True, text=True, check=False
    )
    return set(re.findall(r"^([a-z0-9.+-]+)(?::\w+)?: /", answer.stdout, re.MULTILINE))


if __name__ == "__main__":
    main()
