"""Run the sections asked for, or all, and print every budget with what was measured."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from tabulate import tabulate

SECTIONS = ("startup", "imports", "exports", "searches", "tables", "forms", "collecting", "backups", "terminal")
HEAD = """# Benchmarks

The last run of `make bench`, every figure taken side by side in one run.

Beside us stands what everyone knows, on the same generated records: pandas reads the same xlsx, and the csv exported
from the ledger; visidata opens that csv in the same pseudo-terminal of 80x24, showing its beginning while it loads the
rest into memory; Textual's DataTable gets a tenth of it, since it takes in all rows before it shows the first. Memory
is what the processes hold (RSS). Our own figures start from the ledger, which holds the records already; what it costs
to get them there is the import's.
"""


def main() -> None:
    """Print a table; write it, with the machine it ran on, where `--to` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS), metavar=f"{{{','.join(SECTIONS)}}}")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="where ledgers and files are kept")
    parser.add_argument("--to", type=Path, help="also write the table to this Markdown file")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for name in options.sections:
        for figure in importlib.import_module(f"bench.{name}").measure(options.folder):
            met = {True: "met", False: "MISSED", None: ""}[figure.is_met]
            lines.append([figure.what, figure.measured, figure.budget, met])
            print(f"{name}: {figure.what}: {figure.measured} ({figure.budget}) {met}", flush=True)
    table = tabulate(lines, ["what", "measured", "budget", ""], tablefmt="github", disable_numparse=True)
    machine = (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    print(f"\n{machine}\n\n{table}")
    if options.to:
        options.to.write_text(f"{HEAD}\n{machine}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
