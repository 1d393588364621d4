# Everything a newcomer needs. `make demo` runs OMOS with a demo company, `make test` proves it works.
# Each target stands on a script one can read: scripts/setup.sh, scripts/demo.sh, scripts/check.sh, scripts/test.sh.

PY := .venv/bin/python
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup setup-check setup-test demo up check fix test test-all bench screenshots lock translations clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup:  ## install everything needed to run, into .venv
	@scripts/setup.sh run

setup-check:  ## install what working on the code needs
	@scripts/setup.sh check

setup-test:  ## install everything the tests need: PostgreSQL, a browser, a Chinese font
	@scripts/setup.sh test

demo:  ## load the demo company and serve it on http://127.0.0.1:8000
	@PORT=$(PORT) scripts/demo.sh

up: setup  ## serve your own company from the folder OMOS_DATA (default: data)
	@OMOS_DATA=$${OMOS_DATA:-data} sh -c '.venv/bin/omos init && exec .venv/bin/omos up'

check: setup-check  ## style, types, architecture, translations, migrations
	@$(PY) -m scripts.check

fix: setup-check  ## mend what a machine can mend
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@$(PY) -m scripts.check

test:  ## everything that must pass before a commit (bare machine welcome)
	@scripts/test.sh

test-all:  ## the long run: everything on PostgreSQL too, slow tests included
	@scripts/test.sh --all

bench: setup-check  ## measure; each file prints ours, the peer or the limit, and the ratio
	@$(PY) -m scripts.bench

screenshots: setup-test  ## every page at 1440 and 390 px, light and dark, zh and en
	@$(PY) -m scripts.screenshots

translations: setup  ## compile the catalogues
	@$(PY) scripts/translations.py compile

lock: setup-check  ## renew requirements/*.txt from requirements/*.in
	@scripts/lock.sh

clean:  ## remove what was built; data folders stay
	@rm -rf .venv .build node_modules omos/ui/static/vendor .pytest_cache .mypy_cache .ruff_cache
