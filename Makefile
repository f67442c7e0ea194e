# The workshop. `make run` shows Tocsin at work, `make test` runs every check; `make` alone lists the rest.
# Nothing outside .venv is touched, but for Debian's Chromium, which `make test` installs where it may.
# ARGS is passed on: make run ARGS="--port 0", make test ARGS="-k origins".

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?=
JOBS ?= 2
LOCK_TOOL := pip-tools==7.6.2
# What is printed appears at once, also where it goes to a file or a pipe.
export PYTHONUNBUFFERED := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

ifeq ($(UV),)
INSTALL := $(BIN)/python -m pip install --quiet
else
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
endif

.PHONY: help run test test-browser lint browser lock clean bench-crises bench-intake bench-read bench-link bench-assess bench-publish bench-first-pass bench-hostile

help:
	@echo 'make run               replay the Caracas crisis and serve its page (installs what it needs into .venv)'
	@echo 'make test              every check: style, types, tests; the browser tests where there is a Chromium'
	@echo 'make test-browser      only the tests that drive a reader through the page in Chromium'
	@echo 'make lint              style and types only'
	@echo 'make bench-crises      how the bundled crises compare with what a careful editor would have had'
	@echo 'make bench-intake      what arrives of feeds as published, from corpora by path (FEEDPARSER=, GOFEED=, REAL=, DATA=../shared/data)'
	@echo 'make bench-read        attribution, event codes, places, times, stance, numbers and languages on labelled sets (DATA=../shared/data)'
	@echo 'make bench-link        copies, stories, and what claims say of each other, on labelled sets (DATA=../shared/data)'
	@echo 'make bench-assess      the probability on live blogs, the prior and the nowcast against dated attempts (DATA=../shared/data)'
	@echo 'make bench-publish     which posts and days matter, on labelled sets, and what the updates tell of the crises (DATA=../shared/data)'
	@echo 'make bench-hostile     how long text that is made to take time takes, shape by shape'
	@echo 'make bench-first-pass  how long reading takes, in words a second'
	@echo 'make lock              write the lock files anew (UPGRADE=1: with the newest versions)'
	@echo 'make clean             remove .venv and what tools have left'

run: $(VENV)/installed
	@$(BIN)/tocsin demo $(ARGS)

# Every check runs, also after one has failed, so that one run tells all that is wrong; pytest is the last.
test: $(VENV)/installed-dev browser
	@failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/pytest -n $(JOBS) $(ARGS) || failed=1; \
	exit $$failed

# A reader goes through a whole crisis in Chromium. PICTURES=docs/pictures leaves what he sees there.
PICTURES ?=
test-browser: $(VENV)/installed-dev browser
	@TOCSIN_PICTURES='$(PICTURES)' $(BIN)/pytest -m browser $(ARGS)

lint: $(VENV)/installed-dev
	@failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	exit $$failed

bench-hostile: $(VENV)/installed
	@$(BIN)/python bench/hostile.py $(ARGS)

bench-crises: $(VENV)/installed
	@$(BIN)/python bench/crises.py $(ARGS)

# DATA is the folder of labelled sets, which are not part of the project.
DATA ?= ../shared/data

# Checkouts (or git directories) of the feed parsers whose tests are read; what is not there is skipped, and said.
FEEDPARSER ?= ../feedparser
GOFEED ?= ../gofeed
REAL ?=
bench-intake: $(VENV)/installed
	@echo '== feeds'; $(BIN)/python bench/intake.py --feedparser $(FEEDPARSER) --gofeed $(GOFEED) --data $(DATA) --real $(REAL) $(ARGS)
	@echo '== pages'; $(BIN)/python bench/pages_intake.py $(DATA)/articles/article_extraction_benchmark.tar.gz
	@for bench in countries short_texts; do echo "== $$bench"; $(BIN)/python bench/$$bench.py --data $(DATA) || exit 1; done

bench-read: $(VENV)/installed
	@for bench in attribution events probes places times speed; do echo "== $$bench"; $(BIN)/python bench/$$bench.py --data $(DATA) || exit 1; done
	@for bench in statements labelled languages; do for part in dev test; do echo "== $$bench, $$part"; $(BIN)/python bench/$$bench.py --part $$part || exit 1; done; done

# The copies need no data beside the project; origin_index takes a minute, and an hour with SIZES="10000 100000 1000000".
SIZES ?= 10000
bench-link: $(VENV)/installed
	@echo '== copies'; $(BIN)/python bench/copies.py
	@echo '== stories'; $(BIN)/python bench/stories.py --data $(DATA)
	@echo '== origin_index'; $(BIN)/python bench/origin_index.py --sizes $(SIZES)
	@for part in dev test; do echo "== pairs, $$part"; $(BIN)/python bench/pairs.py --part $$part || exit 1; done

# Each takes --data, and says so where it is not there.
ASSESS := liveblogs filtering prior nowcast
bench-assess: $(VENV)/installed
	@$(INSTALL) 'pyarrow>=18,<27'
	@for bench in $(ASSESS); do echo "== $$bench"; $(BIN)/python bench/$$bench.py --data $(DATA) || exit 1; done

bench-publish: $(VENV)/installed
	@echo '== updates'; $(BIN)/python bench/updates.py
	@for bench in key_events timelines; do echo "== $$bench"; $(BIN)/python bench/$$bench.py --data $(DATA) || exit 1; done

bench-first-pass: $(VENV)/installed
	@$(BIN)/python bench/first_pass.py $(ARGS)

# The environment ---------------------------------------------------------------------------------
# Each step leaves an empty file behind and is done again only when what it rests on has changed.

$(VENV)/made:
	@found=''; \
	for python in $(or $(PYTHON),python3.11 python3.12 python3.13 python3); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Tocsin needs Python 3.11 or newer, and none was found as $(or $(PYTHON),python3.11, python3.12, python3.13 or python3).' >&2; \
	  echo 'Install one (on Debian: apt-get install python3 python3-venv) or name it: make run PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	rm -rf $(VENV); \
	if [ -n '$(UV)' ]; then '$(UV)' venv --quiet --seed --python "$$found" $(VENV); \
	else "$$found" -m venv $(VENV); fi || { \
	  rm -rf $(VENV); \
	  echo 'The environment could not be made. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/installed: $(VENV)/made requirements.lock pyproject.toml
	@echo 'Installing what requirements.lock names (a minute or two, the first time)'
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo 'Installing the tools that requirements-dev.lock names'
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# The browser tests look for TOCSIN_CHROMIUM, /usr/bin/chromium and /usr/bin/google-chrome.
browser:
	@has() { [ -n "$$TOCSIN_CHROMIUM" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ]; }; \
	as_root=''; may=no; \
	if [ "$$(id -u)" = 0 ]; then may=yes; elif sudo -n true >/dev/null 2>&1; then may=yes; as_root='sudo -n'; fi; \
	if ! has && [ $$may = yes ] && command -v apt-get >/dev/null 2>&1 && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then \
	  echo 'Installing Chromium for the browser tests'; \
	  { $$as_root apt-get update && \
	    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
	    </dev/null >$(VENV)/chromium.log 2>&1 || true; \
	fi; \
	has || echo 'No Chromium: the browser tests will be skipped. Install one, or set TOCSIN_CHROMIUM to its path.'

# The lock files ----------------------------------------------------------------------------------
# Made with the lowest Python that we support and without this machine's pip settings, so that the hashes are those
# of the public index (docs/technotes/0006-lock-file.md). The newer lock rests on the older: same versions in both.

LOCKING := CUSTOM_COMPILE_COMMAND='make lock' PIP_CONFIG_FILE=/dev/null $(VENV)/lock/bin/pip-compile --quiet \
  --generate-hashes --allow-unsafe --strip-extras --build-deps-for editable --newline lf \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(if $(UPGRADE),--upgrade)

lock: $(VENV)/made
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo 'The lock is made with Python 3.11: make clean, then make lock PYTHON=python3.11' >&2; exit 1; }
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet '$(LOCK_TOOL)'
	@unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL; $(LOCKING) --output-file requirements.lock pyproject.toml
	@unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL; \
	  $(LOCKING) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
