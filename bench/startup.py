"""`--version` and `--help` beside a bare `import click`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.ledgers import COMMAND
from bench.measure import Figure, in_turn, python, ratio, run

BARE = "import click"


def measure(folder: Path) -> Iterator[Figure]:
    """Start-up without a ledger."""
    program = [str(Path(sys.executable).with_name("county-tui"))]
    command = program if Path(program[0]).exists() else COMMAND
    version, help_text, bare = in_turn(
        lambda: run([*command, "--version"]), lambda: run([*command, "--help"]), python(BARE), rounds=7
    )
    yield ratio("county-tui --version", version, bare, 1.5, "import click")
    yield ratio("county-tui --help", help_text, bare, 1.5, "import click")
