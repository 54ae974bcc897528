# Every verb sets up what it needs: a virtual environment in .venv, filled from constraints.txt.

# What a user may set reaches the shell in the environment alone, as "$$NAME", so that no part of it is a command; and
# $(value …) takes it as it was typed, so that make doesn't run $(shell …) in it either.
PYTHON ?= python3
BACKEND ?= tensorflow
BUDGET ?= normal
define verbatim
override $(1) := $$(value $(1))
export $(1)
endef
override SET := NAME BUDGET BACKEND DATA RUNS RECIPES RESUME WRITE ARGS MINUTES KERAS PYTHON MAKECMDGOALS
override SET += $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
$(foreach name,$(sort $(SET)),$(eval $(call verbatim,$(name))))
override OTHER_BACKEND := $(firstword $(filter jax torch,$(BACKEND)))
override ONE_OF_THREE = case "$$BACKEND" in tensorflow|jax|torch) ;; *) \
  printf 'Expected BACKEND to be tensorflow, jax or torch. Received: %s\n' "$$BACKEND"; exit 2;; esac

override BIN := .venv/bin
# A quarter of the time that pip takes; where it can't reach the packages, pip may.
override INSTALL = $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt
override FALLBACK = $(BIN)/python -m pip install --quiet -c constraints.txt
# What every component promises; and what tests it by itself. Backends differ in both.
override PROMISES := tests/contracts tests/core/test_registration.py tests/test_outside_script.py
override CONCEPTS := $(addprefix dlfund/,activations initializers layers losses metrics optimizers) $(PROMISES) \
  $(addprefix tests/,activations initializers layers losses metrics optimizers) \
  $(addprefix tests/learn/cards/,test_curves.py test_claims.py test_derivatives.py)
override COMPILED := $(wildcard tests/training/test_*.py) tests/training/compiled \
  $(addprefix tests/explain/,trace/test_trace.py health/test_gradient_check.py health/test_layer_monitor.py)

# JAX compiles each operation of each shape: `make test` asks it for the promises alone, `make slow` for everything.
override TESTS_jax := $(PROMISES) $(COMPILED)
override TESTS_torch := $(CONCEPTS) tests/explain
override SLOW_jax := $(CONCEPTS) $(COMPILED)
override SLOW_torch := $(TESTS_torch)

override BENCHMARKS := $(filter-out %/components.py %/components_cases.py %/components_page.py %/by_hand.py %/same_numbers.py %/tabular.py \
  %/calls_not_served.py %/tabular_page.py,$(wildcard benchmarks/*.py))

.DEFAULT_GOAL := help
.PHONY: help recipe recipes test slow nightly fuzz audit check lint bench gpu next-keras conformance docs

help:
	@echo "make recipe NAME=student_pass_fail    answer one question; BUDGET=quick|normal|thorough, RESUME=1 to go on,"
	@echo "                                      DATA=option for other data, RUNS=folder, RECIPES=folder"
	@echo "make recipes                          answer all of them and write runs/book.html; BUDGET=quick|normal|thorough"
	@echo "make gpu                              which device Keras will use, and why"
	@echo "make test                             the tests; BACKEND=jax|torch runs what components promise on another"
	@echo "make slow                             the tests that take minutes; BACKEND=jax|torch all of the components"
	@echo "make nightly                          the tests that take many minutes: Keras's own, ten programs, the swap test"
	@echo "make fuzz                             altered files of every kind, for MINUTES=2; a finding is kept as a test"
	@echo "make audit                            known vulnerabilities of the pinned packages, where the index tells them"
	@echo "make check                            lint, types, contracts and tests"
	@echo "make docs                             this documentation as a site, in build/docs, offline"
	@echo "make bench                            measure what the docs claim"
	@echo "make next-keras                       parts and training with a Keras newer than the tested one; KERAS=version"
	@echo "make conformance                      Keras's own tests with dlfund's parts; BACKEND=jax|torch, WRITE=1"
	@echo ""
	@echo "PYTHON=python3.12 names another Python (3.11, 3.12 or 3.13). The first run installs into .venv."

recipe: .venv/ready
	@test -n "$$NAME" || { echo "Expected a recipe's name: make recipe NAME=student_pass_fail. The recipes:"; $(BIN)/dlfund list; exit 2; }
	@$(BIN)/dlfund run --budget="$$BUDGET" $${DATA:+--data="$$DATA"} $${RESUME:+--resume} \
	  $${RUNS:+--runs="$$RUNS"} $${RECIPES:+--recipes="$$RECIPES"} -- "$$NAME"

recipes: .venv/ready
	@for name in $$($(BIN)/dlfund list | cut -d' ' -f1); do $(BIN)/dlfund run "$$name" --budget "$$BUDGET" || exit $$?; done
	@$(BIN)/dlfund book

gpu: .venv/ready
	@$(BIN)/dlfund device

test: .venv/ready-dev $(if $(OTHER_BACKEND),.venv/ready-$(OTHER_BACKEND))
	@$(ONE_OF_THREE)
	KERAS_BACKEND="$$BACKEND" PYTEST_ADDOPTS="$$PYTEST_ADDOPTS $$ARGS" $(BIN)/python -m pytest \
	  $(TESTS_$(OTHER_BACKEND))

slow: .venv/ready-dev $(if $(OTHER_BACKEND),.venv/ready-$(OTHER_BACKEND))
	@$(ONE_OF_THREE)
	KERAS_BACKEND="$$BACKEND" PYTEST_ADDOPTS="$$PYTEST_ADDOPTS $$ARGS" $(BIN)/python -m pytest \
	  $(if $(OTHER_BACKEND),-m 'not nightly' $(SLOW_$(OTHER_BACKEND)),-m slow)

nightly: .venv/ready-dev
	PYTEST_ADDOPTS="$$PYTEST_ADDOPTS $$ARGS" $(BIN)/python -m pytest -m nightly

fuzz: .venv/ready-dev
	PYTHONPATH=tests $(BIN)/python -m fuzz $${MINUTES:+--minutes "$$MINUTES"}

audit: .venv/ready-dev
	@$(BIN)/python .ci/audit.py

lint: .venv/ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

docs: .venv/ready-docs
	@PYTHONPATH=docs $(BIN)/python -m builder.notebooks build/notebooks
	@PYTHONPATH=docs $(BIN)/python -m builder

bench: .venv/ready-dev .venv/ready-jax .venv/ready-torch
	@for backend in tensorflow jax torch; do echo "== components, $$backend"; \
	  KERAS_BACKEND=$$backend $(BIN)/python benchmarks/components.py --page docs/components_speed.md || exit $$?; done
	@for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python "$$file" || exit $$?; done

next-keras: .venv/ready-dev
	@$(BIN)/python .ci/next_keras.py $${KERAS:+-- "$$KERAS"}

conformance: .venv/ready-dev $(if $(OTHER_BACKEND),.venv/ready-$(OTHER_BACKEND))
	@PYTHONPATH=tests $(BIN)/python -m conformance $${WRITE:+--write} -- "$$BACKEND"

.venv/bin/python:
	@"$$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  printf 'dlfund needs Python 3.11, 3.12 or 3.13: TensorFlow has no wheel for others. %s is %s.\n' \
	    "$$PYTHON" "$$("$$PYTHON" --version 2>&1)"; \
	  printf 'Name another one: make %s PYTHON=python3.12\n' "$$MAKECMDGOALS"; exit 2; }
	@echo "Making a virtual environment in .venv with $$("$$PYTHON" --version) ..."
	@"$$PYTHON" -m venv .venv || { rm -rf .venv; \
	  echo "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }

.venv/ready: pyproject.toml constraints.txt | .venv/bin/python
	@test -x $(BIN)/uv || $(FALLBACK) uv
	@if nvidia-smi >/dev/null 2>&1; then extra='[gpu]' size='3.5 GB with CUDA, '; else extra='[tensorflow]' size=''; fi; \
	  echo "Installing dlfund$$extra and what it needs into .venv (once; $${size}minutes on a slow line) ..."; \
	  $(INSTALL) -e ".$$extra" || $(FALLBACK) -e ".$$extra"
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "Installing the tools for tests and checks (once) ..."
	@$(INSTALL) -e '.[dev]' || $(FALLBACK) -e '.[dev]'
	@touch $@

.venv/ready-docs: .venv/ready
	@echo "Installing what builds the documentation (once) ..."
	@$(INSTALL) -e '.[docs]' || $(FALLBACK) -e '.[docs]'
	@touch $@

.venv/ready-jax .venv/ready-torch: .venv/ready-%: .venv/ready-dev
	@echo "Installing the $* backend (once) ..."
	@$(FALLBACK) -e '.[$*]'
	@touch $@
