# What a person or a machine does with a clone. Each target works with nothing made before, and again after.

PYTHON ?= python3
BIN := .venv/bin
MADE := .venv/.made
ADDRESS ?= 127.0.0.1
PORT ?= 8501
SIZE ?= medium
BENCH := .venv/.made-bench

.DEFAULT_GOAL := help
.PHONY: help env run test bench pictures lint lock clean

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

env: $(MADE) ## make the environment in .venv from requirements.lock

# An interrupted install leaves no mark, so it is taken up again.
$(MADE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer with its venv module is needed: install it, or name it with make PYTHON=..."; exit 1; }
	@echo "Making the environment in .venv, once; this takes a minute or two."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(MADE)

# The demo account goes into the default database only, and only when that is not there yet. Where it was interrupted,
# it begins again if nothing was imported, and else its import goes on (3: its damaged records were rejected, as always).
run: env ## serve the dashboard, with a demo account on first use
	@if [ -z "$$ENGAGEMENT_DATABASE_URL" ]; then \
		if [ -e data/.demo-unfinished ]; then \
			$(BIN)/engagement demo && { $(BIN)/engagement import data/demo || [ $$? -eq 3 ]; } && rm data/.demo-unfinished; \
		elif [ ! -e data/engagement.db ]; then \
			touch data/.demo-unfinished && $(BIN)/engagement demo && rm data/.demo-unfinished; \
		fi; \
	fi
	@exec $(BIN)/engagement serve --address $(ADDRESS) --port $(PORT)

test: env ## run every test
	@$(BIN)/python scripts/need.py
	@$(BIN)/python -m pytest -n 3 --dist worksteal

# The peers are what the product is measured against, so nothing but the benchmark needs their packages.
$(BENCH): $(MADE) benchmarks/requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -r benchmarks/requirements.lock
	@touch $(BENCH)

bench: env $(BENCH) ## measure the product beside its peers; SIZE=small, medium (a few minutes) or large
	@$(BIN)/python -m benchmarks $(SIZE)

pictures: env ## take the pictures in docs/ anew, on a demo account of their own
	@$(BIN)/python scripts/need.py
	@$(BIN)/python -m docs.pictures

lint: env ## check style, types and import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lock: ## write requirements.lock anew from pyproject.toml
	@$(PYTHON) scripts/lock.py

clean: ## remove what was made, but not data/
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find benchmarks docs engagement pages tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
