# make run    the app, on the embedded database unless INFLUXDB_V2_URL is set
# make test   every check: style, types, tests, browser journeys
# Both first make a virtual environment, and again only when the requirements change.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet
UNPACKED := $(VENV)/debian

.PHONY: run test check lint lock words bench clean

run: $(VENV)/runtime.stamp
	@$(PY) -m streamlit run app.py $(ARGS)

test: $(VENV)/dev.stamp lint
	@sh tests/prepare.sh $(UNPACKED)
	@bin="$(CURDIR)/$(UNPACKED)/usr/bin"; \
	if [ -x "$$bin/influxd" ]; then export TURBINE_TEST_INFLUXD1="$$bin/influxd"; fi; \
	if [ -x "$$bin/caddy" ]; then export TURBINE_TEST_CADDY="$$bin/caddy"; fi; \
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/dev.stamp
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

# After a change of the requirements in pyproject.toml: the locks, with hashes, for every platform.
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header pyproject.toml
lock: $(VENV)/dev.stamp
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --constraints requirements.txt --group dev --output-file requirements-dev.txt

# The sentences to translate, and each language's file brought up to date with them.
LANGUAGES := turbine/words/languages
words: $(VENV)/dev.stamp
	@mkdir -p $(LANGUAGES)
	@$(VENV)/bin/pybabel -q extract -k Sentence -k Label -k Plural:1,2 -k PluralLabel:1,2 \
		--sort-by-file --no-location -o $(LANGUAGES)/windproof.pot turbine
	@for file in $(LANGUAGES)/*.po; do [ ! -e "$$file" ] || $(VENV)/bin/pybabel -q update \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 100 \
		-i $(LANGUAGES)/windproof.pot -l "$$(basename "$$file" .po)" -o "$$file"; done

bench: $(VENV)/dev.stamp
	@$(PY) -m bench $(ARGS)

$(VENV)/runtime.stamp: requirements.txt
	@$(MAKE) --no-print-directory check
	@echo "Installing the app's requirements into $(VENV) (a minute or two)."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	@echo "Installing the tests' requirements into $(VENV)."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# A virtual environment that works, from a Python that is new enough.
check:
	@if $(PY) -c "import sys, pip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then exit 0; fi; \
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Windproof needs Python 3.11 or newer, and $(PYTHON) is" \
	        "$$("$(PYTHON)" --version 2>&1 || true). Name another: make PYTHON=python3.13 run" >&2; \
	    exit 1; }; \
	"$(PYTHON)" -m venv --clear $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "No virtual environment could be made. On Debian:" \
	        "sudo apt-get install make python3-venv" >&2; \
	    exit 1; }

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
