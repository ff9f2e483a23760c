# Two commands matter: `make run` and `make test`. Each step is done once and skipped afterwards.

PYTHON ?= python3
PORT ?= 3000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

export PATH := $(CURDIR)/$(BIN):$(PATH)
export REFLEX_USE_NPM := true
export REFLEX_TELEMETRY_ENABLED := false
export REFLEX_CHECK_LATEST_VERSION := false
# Whatever registry npm is set up with is used as it is.
export NPM_CONFIG_FUND := false
export NPM_CONFIG_AUDIT := false

.PHONY: help run dev test lint format bench guides reset clean
.DEFAULT_GOAL := help

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: $(INSTALLED) ## Install, migrate, load the demonstration data, serve at http://localhost:3000
	@python -m portal demo --load --if-empty
	@PORTAL_PUBLIC_URL=$${PORTAL_PUBLIC_URL:-http://localhost:$(PORT)} \
		reflex run --env prod --single-port --frontend-port $(PORT) --backend-port $(PORT) \
		--backend-host $(HOST)

dev: $(INSTALLED) ## The same with hot reload (page on port 3000, server on port 8000)
	@python -m portal demo --load --if-empty
	@PORTAL_BACKEND_URL=http://localhost:8000 reflex run --frontend-port 3000 --backend-port 8000

test: $(INSTALLED_DEV) ## Lint, then every test: rules, services, journeys in a real browser
	@$(MAKE) --no-print-directory lint
	@python -m tests.browser
	@pytest -n 2 --ignore=tests/attacks --ignore=tests/journeys
	@python -m tests.lanes

lint: $(INSTALLED_DEV) ## Ruff, pyright, import-linter
	@ruff check .
	@ruff format --check .
	@pyright
	@lint-imports --no-cache

format: $(INSTALLED_DEV) ## Format the code
	@ruff check --fix .
	@ruff format .

bench: $(INSTALLED_DEV) ## Measure; figures are ratios, see docs/performance.md
	@python -m tests.browser
	@python -m bench

guides: $(INSTALLED_DEV) ## Take the pictures of the help again, from the real application
	@python -m tests.browser
	@pytest -q tests/journeys/guide_pictures.py

reset: ## Delete the local data and the built pages
	@rm -rf data .web .web-* .states

clean: reset ## Delete everything that was installed too
	@rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with PYTHON=python3.12 make run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.txt | $(VENV)/bin/python
	@python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(INSTALLED) $@
