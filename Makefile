# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= $(firstword $(foreach name,python3.12 python3.11 python3 python,\
	$(if $(shell $(name) -c 'import sys; print(sys.version_info[:2] in ((3, 11), (3, 12)) or "")' 2>/dev/null),$(name))))
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check python clean

demo: $(VENV)/.installed
	$(BIN)/exominer extract corpora/ --out out/
	$(BIN)/exominer evaluate

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

python:
	@test -n "$(PYTHON)" || { echo "exominer needs Python 3.11 or 3.12, and neither was found. Install one, or say which: make demo PYTHON=/path/to/python3.12"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Say which Python 3.11 or 3.12 to use: make demo PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] in ((3, 11), (3, 12)) else "exominer needs Python 3.11 or 3.12, but $(PYTHON) is " + sys.version.split()[0] + ". Say which to use: make demo PYTHON=/path/to/python3.12")'

$(VENV)/.installed: pyproject.toml | python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) out
