# clinicfinder: `make run` serves it, `make test` proves it. `make help` lists the rest.
#
# Every path below is relative, so that a checkout may lie in a folder with spaces in its name. Each set-up step leaves
# a stamp: a step runs again only when what it was made from has changed, and a second `make run` only serves.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON_STAMP := $(VENV)/python.stamp
RUN_STAMP := $(VENV)/run.stamp
DEV_STAMP := $(VENV)/dev.stamp
LIBRARIES := static/vendor/versions.txt
SHAPES := static/vendor/map/index.json
DEV_LIBRARIES := node_modules/dev.stamp

# Nothing is built on the way and nothing is installed that the lock files do not name with its hash.
# Python compiles what it uses on first import, and must be let keep it: compiling everything at once would double the
# time of set-up, and compiling at every start would cost 3 seconds each time.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_INSTALL := $(PIP) install --require-hashes --no-deps --only-binary :all: --no-compile

.PHONY: help
help: ## Show this list.
	@echo "Usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile
	@echo "Settings: HOST and PORT for run (127.0.0.1, 8000); PYTHON names the interpreter for the first set-up."

.PHONY: run
run: $(RUN_STAMP) $(LIBRARIES) $(SHAPES) ## Set up what is missing, load the data and serve on http://127.0.0.1:8000
	@exec $(BIN)/clinicfinder serve

.PHONY: setup
setup: $(DEV_STAMP) $(LIBRARIES) $(SHAPES) $(DEV_LIBRARIES) ## Install everything that run, test and check need.

.PHONY: test
test: setup ## Run every test: unit, integration, browser, wheel. PYTEST_ARGS narrows them.
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: check
check: $(DEV_STAMP) ## Lint and type-check the code, the templates and the data rules.
	@sh scripts/check.sh "$(BIN)"

.PHONY: bench
bench: setup ## Measure speed, size and memory, as ratios within one run. A report, not a gate.
	@set -e; for bench in bench/*_bench.py; do echo; echo "== $$bench"; $(BIN)/python "$$bench"; done

.PHONY: translations
translations: $(DEV_STAMP) ## Bring the catalogs of every language up to date with the texts, and say what is to translate.
	@$(BIN)/python scripts/translations.py

.PHONY: wheel
wheel: $(RUN_STAMP) $(LIBRARIES) $(SHAPES) ## Build dist/*.whl with templates, data and static files inside.
	@rm -rf dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist
	@ls -l dist

.PHONY: lock
lock: $(PYTHON_STAMP) ## Renew the lock files from pyproject.toml and package.json.
	@sh scripts/lock.sh "$(BIN)"

.PHONY: clean
clean: ## Remove everything that was installed or built; the database in instance/ stays.
	rm -rf $(VENV) node_modules static/vendor build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- Set-up -----------------------------------------------------------------------------------------------------------

$(PYTHON_STAMP):
	@sh scripts/make_venv.sh "$(VENV)"
	@touch $@

$(RUN_STAMP): requirements/run.lock pyproject.toml | $(PYTHON_STAMP)
	@echo "Installing the Python packages of requirements/run.lock (up to a minute the first time) ..."
	@$(PIP_INSTALL) --requirement requirements/run.lock
	@echo "Installing clinicfinder itself ..."
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.lock $(RUN_STAMP)
	@echo "Installing the packages for tests and checks of requirements/dev.lock ..."
	@$(PIP_INSTALL) --requirement requirements/dev.lock
	@touch $@

# Whoever has the npm packages of tests keeps them.
$(LIBRARIES): package.json package-lock.json scripts/copy_browser_libraries.py requirements/node.lock | $(PYTHON_STAMP)
	@echo "Installing the browser libraries of package-lock.json ..."
	@if [ -e $(DEV_LIBRARIES) ]; then sh scripts/npm.sh "$(BIN)" ci && touch $(DEV_LIBRARIES); \
	else sh scripts/npm.sh "$(BIN)" ci --omit=dev; fi
	@$(BIN)/python scripts/copy_browser_libraries.py

# The copy empties static/vendor, so the shapes are cut after it.
$(SHAPES): $(LIBRARIES) scripts/build_map_shapes.py scripts/topology.py
	@$(BIN)/python scripts/build_map_shapes.py

# `npm ci` empties node_modules, and this stamp with it, so it is made after the libraries and lives inside.
$(DEV_LIBRARIES): package.json package-lock.json | $(LIBRARIES)
	@echo "Installing the npm packages that tests need ..."
	@sh scripts/npm.sh "$(BIN)" ci
	@touch $@
