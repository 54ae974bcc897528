# Every verb sets up what it needs: a virtual environment in .venv, filled from constraints.txt.

PYTHON ?= python3
BACKEND ?= tensorflow
BUDGET ?= normal
export NAME BUDGET BACKEND

BIN := .venv/bin
# A quarter of the time that pip takes; where it can't reach the packages, pip may.
INSTALL = $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt
FALLBACK = $(BIN)/python -m pip install --quiet -c constraints.txt
CONCEPTS := $(addprefix dlfund/,activations initializers layers losses optimizers) \
  $(addprefix tests/,activations initializers layers losses optimizers contracts concepts/test_curves.py \
  test_registration.py test_outside_script.py)

# JAX compiles each operation of each shape once, so of the tests of looking inside it runs those that differ by backend.
WITH_jax := tests/training $(addprefix tests/explain/,test_trace.py test_gradient_check.py test_layer_monitor.py)
WITH_torch := tests/explain

BENCHMARKS := $(filter-out %/components.py %/components_page.py %/by_hand.py %/tabular.py %/tabular_page.py,$(wildcard benchmarks/*.py))

.DEFAULT_GOAL := help
.PHONY: help recipe recipes test slow check lint bench gpu

help:
	@echo "make recipe NAME=student_pass_fail    answer one question; BUDGET=quick|normal|thorough, RESUME=1 to go on,"
	@echo "                                      DATA=option for other data"
	@echo "make recipes                          answer all of them and write runs/book.html; BUDGET=quick|normal|thorough"
	@echo "make gpu                              which device Keras will use, and why"
	@echo "make test                             the tests; BACKEND=jax|torch runs concepts and looking inside on another"
	@echo "make slow                             the tests that take minutes"
	@echo "make check                            lint, types, contracts and tests"
	@echo "make bench                            measure what the docs claim"
	@echo ""
	@echo "PYTHON=python3.12 names another Python (3.11, 3.12 or 3.13). The first run installs into .venv."

recipe: .venv/ready
	@test -n "$$NAME" || { echo "Expected a recipe's name: make recipe NAME=student_pass_fail. The recipes:"; $(BIN)/dlfund list; exit 2; }
	@$(BIN)/dlfund run "$$NAME" --budget "$$BUDGET" $(if $(DATA),--data "$(DATA)") $(if $(RESUME),--resume) $(if $(RUNS),--runs "$(RUNS)")

recipes: .venv/ready
	@for name in $$($(BIN)/dlfund list | cut -d' ' -f1); do $(BIN)/dlfund run "$$name" --budget "$$BUDGET" || exit $$?; done
	@$(BIN)/dlfund book

gpu: .venv/ready
	@$(BIN)/dlfund device

test: .venv/ready-dev $(if $(filter-out tensorflow,$(BACKEND)),.venv/ready-$(BACKEND))
	KERAS_BACKEND=$(BACKEND) $(BIN)/python -m pytest $(if $(filter-out tensorflow,$(BACKEND)),$(CONCEPTS) $(WITH_$(BACKEND))) $(ARGS)

slow: .venv/ready-dev
	$(BIN)/python -m pytest -m slow $(ARGS)

lint: .venv/ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: .venv/ready-dev .venv/ready-jax .venv/ready-torch
	@for backend in tensorflow jax torch; do echo "== components, $$backend"; \
	  KERAS_BACKEND=$$backend $(BIN)/python benchmarks/components.py --page docs/components_speed.md || exit $$?; done
	@for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python "$$file" || exit $$?; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "dlfund needs Python 3.11, 3.12 or 3.13: TensorFlow has no wheel for others. $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@echo "Making a virtual environment in .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }

.venv/ready: pyproject.toml constraints.txt | .venv/bin/python
	@test -x $(BIN)/uv || $(FALLBACK) uv
	@extra=$$(nvidia-smi >/dev/null 2>&1 && echo '[gpu]'); \
	  echo "Installing dlfund$$extra and what it needs into .venv (once; $${extra:+with CUDA, about 3.5 GB, }minutes on a slow line) ..."; \
	  $(INSTALL) -e ".$$extra" || $(FALLBACK) -e ".$$extra"
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "Installing the tools for tests and checks (once) ..."
	@$(INSTALL) -e '.[dev]' || $(FALLBACK) -e '.[dev]'
	@touch $@

.venv/ready-jax .venv/ready-torch: .venv/ready-%: .venv/ready-dev
	@echo "Installing the $* backend (once) ..."
	@$(FALLBACK) -e '.[$*]'
	@touch $@
