# Everything here uses the virtual environment .venv, which the first call makes.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test lint bench docs check-patterns clean

help:
	@echo "make run             parse the sample plans of corpus/ and print their figures"
	@echo "make test            all tests (set PLANEXTRACT_PLANS to a folder of real plans to run those, too)"
	@echo "make lint            ruff and mypy"
	@echo "make bench           speed and memory, as ratios, into docs/performance.md"
	@echo "make docs            write docs/record.schema.json from the models"
	@echo "make check-patterns  what the rules read now against what they read before, in words"

$(READY): pyproject.toml hatch_build.py
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install -q -e ".[test]"
	@touch $@

run: $(READY)
	$(BIN)/planextract parse corpus

test: $(READY)
	$(BIN)/python -m pytest -q -n 2

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/measure.py --write

docs: $(READY)
	mkdir -p docs
	$(BIN)/planextract schema > docs/record.schema.json.new
	mv docs/record.schema.json.new docs/record.schema.json

check-patterns: $(READY)
	$(BIN)/python scripts/check_patterns.py

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .snapshots
