# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MAKER := build/binary/venv
MAKER_READY := $(MAKER)/.ready
TOOLS := cyclonedx-bom pyelftools pyinstaller ziglang

# One sentence where the Python that is there will not do.
LOOK = $(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "county-tui needs Python 3.11 or later with venv (Debian: apt install python3-venv);" \
	"to use another one: make PYTHON=python3.12" >&2; exit 1; }

.PHONY: compiled demo test check format lint types contracts bench soak binary binary-sources binary-smoke binary-check bundle release release-check man screenshots clean

$(READY): pyproject.toml constraints.txt
	@$(LOOK)
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# An installed program is compiled once; this checkout too, where Python is told to write no compiled files by itself.
compiled: $(READY)
	@$(BIN)/python -m compileall -q county_tui

demo: compiled
	$(BIN)/county-tui demo --dir demo

# The tests too: pytest keeps what it made of them.
test: compiled
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

check: format lint types contracts test

# The programs we are measured beside are installed for the bench alone.
$(VENV)/.bench: $(READY)
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

bench: $(VENV)/.bench compiled
	$(BIN)/python -m bench --to docs/benchmarks.md

soak: $(READY)
	$(BIN)/python -m bench.soak
	$(BIN)/python -m bench.soak_books

# The one-file program, compiled for old systems from source: needs dpkg-dev, make and tclsh, and the network once.
ARCH ?= x86_64
$(MAKER_READY): pyproject.toml constraints.txt
	@$(LOOK)
	$(PYTHON) -m venv $(MAKER)
	PIP_CONSTRAINT=constraints.txt $(MAKER)/bin/pip install --quiet --disable-pip-version-check $(TOOLS)
	touch $@

binary: $(MAKER_READY)
	$(MAKER)/bin/python packaging/build_binary.py --arch $(ARCH) --to dist/county-tui-$(ARCH)

# The sources alone: what needs the network.
binary-sources: $(MAKER_READY)
	$(MAKER)/bin/python packaging/build_binary.py --fetch

# Tries the file from a new ledger to the app, and looks at what it asks of the C library.
binary-smoke:
	$(MAKER)/bin/python packaging/check.py dist/county-tui-$(ARCH)

# The same for both files, in roots of old systems and under an emulator: root, debootstrap, qemu-user-static.
binary-check:
	$(MAKER)/bin/python packaging/check.py --roots dist/county-tui-x86_64 dist/county-tui-aarch64

# The package and all it needs as files, to install where there is no network.
bundle:
	$(PYTHON) packaging/bundle.py dist/bundle

# Both files, the bundle, what they are made of, what changed, and their sums.
release: $(MAKER_READY)
	$(MAKER)/bin/python packaging/release.py dist/release

# Made again from the last commit in another folder, compiler and all, it is the same to the last bit.
release-check:
	rm -rf build/again && git clone --quiet . build/again
	$(MAKE) -C build/again release
	diff dist/release/SHA256SUMS build/again/dist/release/SHA256SUMS

man: $(READY)
	$(BIN)/python -m tools.make_man dist/man

# The pictures of the manual and the card of keys, from the screens as they are.
screenshots: $(READY)
	$(BIN)/python -m tools.make_screens

clean:
	rm -rf $(VENV) demo dist build
