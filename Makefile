# make report   pages of province 80, from an empty machine: environment, sample data where data/raw is empty, tables,
#               pages; another province: make report PROVINCE=23
# make test     the same environment; style, types, tests
# make fuzz     100,000 random files for each reader, in about an hour; fewer: make fuzz COUNT=1000
# make lock     pins every dependency anew, from pyproject.toml
# make docs     docs/tables.md, docs/measures.md and docs/conventions.md, from what they describe
# make properties  twenty times as many random sheets as make test reads
# make corpus   the made-up files that the reader is held to, in data/corpus, to look at them
# make clean    removes what was made: environment, tables, pages (never data/raw)
#
# Needs git, make and Python 3.11 or newer with venv. Another Python: PYTHON=python3.12 make report

PYTHON ?= python3
PROVINCE ?= 80
COUNT ?= 100000

# A stamp for each version of Python: asking for another one makes the environment anew.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
LOCKED := .venv/.locked-$(VERSION)
INSTALLED := .venv/.installed-$(VERSION)
BIN := .venv/bin

.DELETE_ON_ERROR:
.PHONY: report test fuzz properties lock docs corpus clean install

report: $(INSTALLED)
	@test -n "$$(find data/raw -type f ! -name 'README*' ! -name '.*' | head -n 1)" || $(BIN)/cdd sample --province $(PROVINCE)
	@$(BIN)/cdd build; built=$$?; test $$built -le 1 || exit $$built; \
		$(BIN)/cdd report --province $(PROVINCE) && exit $$built # 1: a file could not be read; the rest makes its pages

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

fuzz: $(INSTALLED)
	$(BIN)/python tests/fuzz/fuzz.py --count $(COUNT)

install: $(INSTALLED)

# No index is asked here: the build backend came with the lock.
$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed; '$(PYTHON)' is not one. Give another: PYTHON=python3.12 make report"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

# One file pins runtime and tests alike, for every platform and Python: one environment to know, the one that was tested.
lock: $(LOCKED)
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --no-config --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

docs: $(INSTALLED)
	$(BIN)/python -m cdd_analysis.datasets.describe > docs/tables.md
	$(BIN)/python -m cdd_analysis.topics.describe > docs/measures.md
	$(BIN)/python -m tests.corpus.describe > docs/conventions.md

properties: $(INSTALLED)
	CDD_EXAMPLES=20 $(BIN)/pytest tests/ingest/test_properties.py tests/ingest/fast_lane/test_stream.py

corpus: $(INSTALLED)
	rm -rf data/corpus
	$(BIN)/python -m tests.corpus data/corpus

clean:
	rm -rf .venv
	find data/processed reports -mindepth 1 ! -name README.md -delete
