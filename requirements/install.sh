#!/bin/sh
# Makes .venv from requirements/dev.txt, or leaves it alone when it already holds exactly that.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/installed-requirements.txt
if cmp -s requirements/dev.txt "$stamp" && [ -x .venv/bin/privet ]; then
    exit 0
fi

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if suitable "$name"; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or later is needed; install it, or name it: make PYTHON=/path/to/python" >&2
    exit 1
}

if ! suitable .venv/bin/python; then
    python=$(find_python)
    echo "making .venv with $("$python" --version)"
    # Debian keeps what makes environments in a package of its own.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq
            apt-get install -y -qq python3-venv
        else
            echo "this Python cannot make environments; install the package python3-venv" >&2
            exit 1
        fi
    fi
    "$python" -m venv .venv
fi

echo "installing the locked requirements into .venv (about a minute the first time)"
.venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps \
    --progress-bar off --requirement requirements/dev.txt
.venv/bin/python -m pip check --disable-pip-version-check
.venv/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
cp requirements/dev.txt "$stamp"
