# Everything here is a plain command made short; README.md shows each of them.
# `make ask Q="..."` and `make test` set up whatever they need on a machine with Python 3.11+ and make.

PYTHON ?= python3
SEEDS ?= seeds
VENV := .venv
PY := $(VENV)/bin/python

# The question reaches the program through the environment, never through the shell's or make's own reading of it:
# quotation marks, apostrophes and dollar signs stay what they are.
unexport Q
MAKEOVERRIDES :=
export QUESTION := $(value Q)

.PHONY: help ask bot test check bench clean
.DEFAULT_GOAL := help

help:
	@echo 'make ask Q="what did Wang say about third parties?"   answer a question from seeds/, with citations'
	@echo 'make ask                                              ask several, one leaning on the other'
	@echo 'make bot                                              run the Telegram bot (needs TELEGRAM_BOT_TOKEN)'
	@echo 'make test                                             run everything that CI runs'
	@echo 'make check                                            the part of it that runs no tests'
	@echo 'make bench                                            measure what benchmarks/RESULTS.md shows, at small sizes'
	@echo 'make clean                                            remove what was made here'

# An abstention (exit code 3) is an answer, not a failure of make.
ask: $(VENV)/.installed
	@$(PY) -m index build $(SEEDS) >&2
	@$(PY) -m index ask $${QUESTION:+--} $${QUESTION:+"$$QUESTION"} || test $$? -eq 3

bot: $(VENV)/.installed
	@$(PY) -m index build $(SEEDS) >&2
	@$(PY) -m bot

test: check
	$(PY) -m pytest

check: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# Small sizes; each command takes larger ones, see its --help.
bench: $(VENV)/.installed
	@echo 'Ten measurements, some five minutes on two cores; benchmarks/RESULTS.md has what larger sizes gave.'
	@$(PY) -m index build $(SEEDS) >&2
	$(PY) benchmarks/latency.py
	$(PY) benchmarks/sizes.py
	$(PY) benchmarks/scale.py --records 10000 --questions 40
	$(PY) benchmarks/stores.py
	$(PY) benchmarks/ingest.py $(SEEDS)
	$(PY) benchmarks/growth.py --records 5000 25000 --additions 3
	$(PY) benchmarks/encoding.py
	$(PY) benchmarks/crash.py --kills 10 --grow
	$(PY) benchmarks/damage.py --flips 100 --cuts 20
	$(PY) benchmarks/readers.py --articles 50

clean:
	rm -rf $(VENV) index/.data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a requirements file that did not change is not installed twice.
$(VENV)/.installed: requirements.txt | $(PY)
	$(PY) -m pip install --disable-pip-version-check --quiet -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-scale.txt $(VENV)/.installed
	$(PY) -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	@touch $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python lacks its venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
