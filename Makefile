# make run     everything from nothing: environment, documents, the app on http://127.0.0.1:7860/
# make test    install what the tests need and run them all, the browser ones too, slow ones last
# make check   format, lint, types and tests
# make portal-demo  a desk inside a members' portal, with three members, on two addresses of this machine
# make bench   measure speed, size and quality (about an hour)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint constraints.txt
CUDA ?= no

.PHONY: run portal-demo ingest test check format bench screenshots clean

run: ingest
	@exec $(BIN)/python app.py

portal-demo: $(VENV)/.run
	@exec $(BIN)/python examples/portal-demo/run.py

ingest: $(VENV)/.run
	@$(BIN)/python -m ingest

$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "Refdesk needs Python 3.11, 3.12 or 3.13; name one: make run PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip>=25.1,<27'
	@test $(CUDA) = yes || ! $(PIP) install --dry-run --constraint constraints.txt torch 2>&1 | \
	  grep -q '^Would install .*\(nvidia\|cuda\)' || \
	  { echo "pip would install torch with CUDA, some 3 GB that Refdesk does not use. Let pip find a CPU build of" \
	    "torch first (README, \"A CPU build of torch\"), or take CUDA along: make run CUDA=yes" >&2; exit 1; }
	@echo "Installing Refdesk into $(VENV) (once, some minutes)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(INSTALL) --editable '.[dev,bench]'
	@touch $@

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m 'not slow' --numprocesses 2 --dist loadfile
	$(BIN)/python -m pytest -m slow

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	cd clients/python && $(abspath $(BIN))/mypy
	$(BIN)/python -m ingest.lint corpus/documents
	@$(MAKE) --no-print-directory test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m bench

screenshots: $(VENV)/.dev
	$(BIN)/python -m bench.screenshots

clean:
	rm -rf $(VENV) .refdesk .refdesk-demo .bench dist
