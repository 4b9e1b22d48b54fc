#!/bin/sh
# Locks what pyproject.toml and tools.in ask for, with hashes and without the address of any registry.
# Versions that are locked already stay; UPGRADE=1 takes the newest that pyproject.toml admits.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    .venv/bin/uv pip compile "$@" --output-file "requirements/$out" ${UPGRADE:+--upgrade} --quiet \
        --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
    echo "locked requirements/$out"
}

# With traces: the image has them on offer, see docs/decisions/0012-traces.md.
lock runtime.txt pyproject.toml --extra traces
lock dev.txt pyproject.toml requirements/tools.in --extra dev --extra traces
lock image.txt requirements/image.in
