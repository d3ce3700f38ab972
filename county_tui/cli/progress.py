"""A progress bar on standard error, only where a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from county_tui.printable import printable

if TYPE_CHECKING:
    from county_tui.importing import Progress


@contextmanager
def watched(name: str) -> Iterator[Progress]:
    """A progress function for `importing`; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    name = printable(name)
    with click.progressbar(length=1, label=name, file=sys.stderr, width=24) as bar:

        def progress(stage: str, done: int, total: int) -> None:
            bar.label = f"{name} {stage} {done} 行"
            bar.length, bar.pos = max(total, 1), done if total else 0
            bar.render_progress()

        yield progress
