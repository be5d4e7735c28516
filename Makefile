# Needs Python 3.11 or newer and make, nothing else. `make PYTHON=python3.13 test` picks another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := sample_apps/issue-panel

.DEFAULT_GOAL := help
.PHONY: help demo test docs install lock clean

help:
	@echo "make demo     scan a sample app and show the report"
	@echo "make test     ruff, mypy, import-linter, mkdocs, pytest"
	@echo "make docs     write the parts of docs/ that are made from the code"
	@echo "make install  only create $(VENV) with the locked dependencies"
	@echo "make lock     write requirements/*.txt anew (needs uv)"
	@echo "make clean    remove $(VENV) and the caches"

# Findings are what the demo is about, so exit code 1 is a success here; 2 and 3 are not.
demo: $(INSTALLED)
	@$(BIN)/scopeminer scan $(DEMO) || test $$? -eq 1

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	$(BIN)/python -m pytest -n auto

# The parts of docs/ that are made from the code; a test says when they are stale.
docs: $(INSTALLED)
	$(BIN)/python tools/build_docs.py

install: $(INSTALLED)

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("scopeminer needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock:
	$(COMPILE) pyproject.toml --extra html --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra html --constraint requirements/dev.txt --output-file requirements/run.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find scopeminer tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
