# make run     everything from nothing: environment, documents, the app on http://127.0.0.1:7860/
# make test    install what the tests need and run them all, the browser ones too
# make check   format, lint, types and tests
# make bench   measure quality and speed (minutes)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run ingest test check format bench screenshots clean

run: ingest
	@$(BIN)/python app.py

ingest: $(VENV)/.run
	@$(BIN)/python -m ingest

$(VENV)/.run: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Refdesk into $(VENV) (about 2 GB, once)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(INSTALL) --editable '.[dev,bench]'
	@touch $@

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m ingest.lint corpus/documents
	$(BIN)/python -m pytest

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m bench

screenshots: $(VENV)/.dev
	$(BIN)/python -m bench.screenshots

clean:
	rm -rf $(VENV) .refdesk .bench dist
