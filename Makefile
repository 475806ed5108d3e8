# make run     a working SalesOps with a demo company, in the foreground
# make test    the whole suite
# make check   format, lint, types, imports, collected tests, templates, migrations, translations, API document, compose file
# make bench   the speed tables           make drills   the long fault and soak drills
# make tour    every page as every role, as pictures in artifacts/
PYTHON ?= python3
PY := .venv/bin/python
PYTEST_WORKERS ?= auto

.PHONY: run test check bench drills tour setup setup-dev
.DEFAULT_GOAL := run

setup:
	@$(PYTHON) .ci/venv.py run
setup-dev:
	@$(PYTHON) .ci/venv.py dev

run: setup
	@exec $(PY) manage.py up

test: setup-dev
	@$(PY) manage.py build_assets
	@exec $(PY) -m pytest -n $(PYTEST_WORKERS) --dist worksteal

check: setup-dev
	@exec .ci/check

bench: setup-dev
	@exec $(PY) manage.py bench

drills: setup-dev
	@exec $(PY) -m pytest -m drill tests/drills

tour: setup-dev
	@$(PY) manage.py build_assets
	@exec $(PY) -m pytest -n $(PYTEST_WORKERS) --dist worksteal -m "browser or drill" tests/tour
