# `make run` serves the workbench, `make test` tests it. The rest is for those who change it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLIENT := maps/client
PROVIDER := tests/provider
BUILD := services/web/static/build/.vite/manifest.json
CLIENT_SOURCES := $(shell find $(CLIENT) -path '*/node_modules' -prune -o -type f -print)

.PHONY: help install run test check bench client bless format clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.runtime $(BUILD) ## Install and build what serving needs

run: $(VENV)/.runtime $(BUILD) ## Install what is missing, fill an empty database, serve
	@$(BIN)/werkbank init
	@$(BIN)/werkbank serve

test: $(VENV)/.dev $(BUILD) $(PROVIDER)/node_modules/.installed ## Run every test; installs Chromium and PostGIS where it may
	@tests/install_tools.sh
	$(CLIENT)/npm.sh test
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile -m "not browser"
	$(BIN)/pytest -m browser

check: $(VENV)/.dev $(CLIENT)/node_modules/.installed ## Formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(CLIENT)/npm.sh run check

bench: $(VENV)/.dev $(BUILD) ## Time what must be fast, beside its rivals
	@tests/install_tools.sh
	$(BIN)/pytest bench --benchmark-columns=min,median,max,rounds

client: $(BUILD) ## Build the browser client

bless: $(VENV)/.dev $(BUILD) ## Renew snapshots and the pictures of the documentation
	@tests/install_tools.sh
	WERKBANK_BLESS=1 $(BIN)/pytest -m bless

format: $(VENV)/.dev $(CLIENT)/node_modules/.installed ## Put sources into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(CLIENT)/npm.sh run format

clean: ## Remove everything that was installed or built; the database stays
	rm -rf $(VENV) $(CLIENT)/node_modules $(PROVIDER)/node_modules services/web/static/build

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(CLIENT)/node_modules/.installed: $(CLIENT)/package.json $(CLIENT)/package-lock.json | $(VENV)/.venv
	$(CLIENT)/npm.sh ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PROVIDER)/node_modules/.installed: $(PROVIDER)/package.json $(PROVIDER)/package-lock.json | $(VENV)/.venv
	$(CLIENT)/npm.sh --prefix ../../$(PROVIDER) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILD): $(CLIENT)/node_modules/.installed $(CLIENT_SOURCES)
	$(CLIENT)/npm.sh run build --silent
	@touch $@
