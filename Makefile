# make chat   the web chat on http://127.0.0.1:7860
# make test   lint, types and every test
# make lint   lint and types alone

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
# A file's tests share what they set up, so each stays whole; a server and a browser go with each.
WORKERS := -n auto --maxprocesses 4 --dist loadfile

.PHONY: chat test lint clean

chat: $(VENV)/.chat
	$(BIN)/python app.py $(ARGS)

test: lint
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.chat: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@ $(VENV)/.chat

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
