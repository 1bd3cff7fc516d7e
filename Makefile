# `make` alone lists the verbs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test audit bench bench-small lint format lock clean
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing on this machine, and .venv/bin/pakmud
	@.ci/setup run

demo: setup ## load the demo country and serve it; prints the address to open
	@echo "==> Loading the demo country"
	@.venv/bin/pakmud demo
	@.venv/bin/pakmud serve

test: setup-test ## run all tests, on a real PostGIS and in a real browser (ARGS="..." goes to pytest)
	@.venv/bin/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

audit: setup-test ## look at the demo country's pages with Lighthouse and axe, as a phone on a slow line has them; needs npm
	@.venv/bin/python -m tests.audit

bench: setup-test ## measure Pakmud and its peers on a national country; an hour or more
	@.venv/bin/python -m benchmarks all --scale national --save benchmarks/results $(ARGS)

bench-small: setup-test ## nearest, open_now and batch on a small country: answers and plans are checked, times are not
	@.venv/bin/python -m benchmarks nearest open_now batch --scale small $(ARGS)

lint: setup-test ## check form, types and the direction of imports
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: setup-test ## put the code into its form
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

lock: setup-test ## bring the locked requirements up to date with pyproject.toml (ARGS=--upgrade for newer versions)
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) $(ARGS) pyproject.toml --extra dev --extra bench --output-file requirements-dev.txt
	$(LOCK) pyproject.toml --constraint requirements-dev.txt --output-file requirements.txt
	printf 'hatchling\neditables\n' | $(LOCK) - --constraint requirements-dev.txt --output-file requirements-build.txt

clean: ## remove what the verbs above made here; the database in PAKMUD_HOME stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find geo ingest maps api benchmarks tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup-test:
	@.ci/setup test
