# Two commands on a fresh Debian 12 machine: `make demo` and `make test`. Each installs what is missing by itself.
SHELL := /bin/bash
BIN := .venv/bin
SOURCES := app domain services persistence documents signing storage schema resolvers portal tests

.DEFAULT_GOAL := help
.PHONY: demo test lint bench schema regulation attacks realm lock clean help runtime-environment test-environment

demo: runtime-environment ## Run the demo, then keep serving. ONCE=1 ends after the run, OUT=dir keeps its files.
	$(BIN)/pembina demo --volume $(if $(filter-out 0,$(ONCE)),--once) $(if $(OUT),--out "$(OUT)")

test: test-environment ## Run all tests with real servers; coverage of domain/ 100 %, of everything 90 %.
	@rm -f .coverage .coverage.*
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder --durations=20 --cov --cov-report=
	@$(BIN)/coverage report --include='domain/*' --fail-under=100
	@$(BIN)/coverage report --fail-under=90

lint: test-environment ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: runtime-environment ## Measure letters a minute through the whole pipeline, beside the naive way.
	$(BIN)/pembina bench

schema: runtime-environment ## Write schema/schema.graphql anew from the types.
	$(BIN)/pembina schema > schema/schema.graphql.new
	mv schema/schema.graphql.new schema/schema.graphql

regulation: runtime-environment ## Write docs/regulation.md anew from the tables.
	$(BIN)/python scripts/regulation.py

attacks: test-environment ## Write docs/attacks.md anew: each class of attack, our verdict, and pdfsig's words.
	$(BIN)/python scripts/attacks.py

realm: runtime-environment ## Write docker/keycloak/ anew: the realm, its claims, and the sample people.
	$(BIN)/python scripts/realm.py

lock: test-environment ## Resolve the dependencies anew into locks/, hashed and without the address of a registry.
	scripts/lock.sh

clean: ## Remove caches and reports; var/ (data) and .venv/ stay.
	rm -rf build dist out htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Say what there is.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

runtime-environment:
	@scripts/bootstrap.sh runtime

test-environment:
	@scripts/bootstrap.sh test
