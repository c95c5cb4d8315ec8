# `make run` starts the coach, `make test` checks everything; both begin from a bare Python 3.11 with venv and pip.

# A name on the path may be a stand-in that starts nothing, so each is asked.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --only-binary :all:
UV ?= $(shell command -v uv || echo $(BIN)/uv)
COMPILE := $(UV) pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate pyproject.toml

PROCESSES ?= auto
# How many test processes there are; `auto` is one a core.

# The same whatever the machine's language and home are.
export PYTHONUTF8 := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: run test torture lock words
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp
	@exec $(BIN)/python -m bot run

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict bot handlers storage tests
	$(BIN)/lint-imports
	@command -v chromium >/dev/null || echo "Chromium is absent: the browser tests will be skipped, by name."
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup --quiet

# The same tests of tests/torture and tests/crash, many times over; for the night before a release.
torture: $(VENV)/test.stamp
	COACH_TORTURE=1 CRASH_KILLS=500 $(BIN)/python -m pytest tests/torture tests/crash tests/content

bench: $(VENV)/bench.stamp
	@$(BIN)/python -m tests.bench

# After sentences of the coach were changed: brings the catalogues and calendars up to date, keeps what is translated,
# and names what is not.
words: $(VENV)/run.stamp
	@$(BIN)/python -m bot.content.catalogue

lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv on the path."; exit 1; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra test --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) --extra bench --constraint requirements.lock --output-file requirements-bench.lock

# A stamp is newer than the lock it was made from, so pip runs only when a lock changed.
$(VENV)/run.stamp: requirements.lock | $(BIN)/python
	$(PIP) -r requirements.lock
	@touch $@

$(VENV)/test.stamp: requirements-test.lock | $(BIN)/python
	$(PIP) -r requirements-test.lock
	@touch $@ $(VENV)/run.stamp

$(VENV)/bench.stamp: requirements-bench.lock | $(BIN)/python
	$(PIP) -r requirements-bench.lock
	@touch $@ $(VENV)/run.stamp

$(BIN)/python:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null \
		|| { echo "The coach needs Python 3.11 or later; name one with make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) could not make $(VENV): is its venv module installed?"; exit 1; }
