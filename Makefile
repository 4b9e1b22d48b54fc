# The whole vocabulary of this repository; `make` alone explains it.
# Needed beforehand: git, make, Python 3.11 or later, Go 1.26 or later. The rest is installed or named.

PYTHON ?= python3
PY := .venv/bin/python
# Most tests wait for real programs more than they compute: three keep two cores busy.
WORKERS ?= 3
export PYTHON
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check generate image cluster bench env lint types units

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: env ## tell the story on a real cluster, with the image by the chart (KEEP=1 leaves it up, PROVIDER=kind|existing uses yours)
	@$(PY) -m tests.demo

test: env ## run every test, L0 to L4, in random order (TESTS=tests/l2 runs a part)
	@$(PY) -m tests.cluster build
	@$(if $(TESTS),,$(PY) -m tests.chart ahead)
	@$(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: env ## run what a change must pass before it is proposed: style, types, layers, generated files, unit tests
	@$(MAKE) --no-print-directory --jobs 2 --keep-going --output-sync=target lint types units

generate: env ## write what is derived: CRDs, reference pages, locked requirements
	@requirements/lock.sh
	@$(PY) -m tests.generate

image: env ## build the image with buildah, and say where it and its bill of materials are
	@$(PY) -m tests.chart

cluster: env ## leave a cluster running and print how to reach it
	@$(PY) -m tests.cluster up

bench: env ## measure everything that has an aim, and print one table (python -m benchmarks NAME runs a part)
	@$(PY) -m tests.cluster build
	@$(PY) -m benchmarks

env:
	@requirements/install.sh

lint:
	@echo "style"
	@$(PY) -m ruff format --check --quiet . || { echo "run: .venv/bin/ruff format"; exit 1; }
	@$(PY) -m ruff check --quiet --output-format concise .
	@echo "layers"
	@.venv/bin/lint-imports --no-cache --no-logo
	@echo "generated files"
	@$(PY) -m tests.generate --check

types:
	@echo "types"
	@$(PY) -m mypy

units:
	@echo "unit tests"
	@$(PY) -m pytest tests/unit --quiet --numprocesses 2
