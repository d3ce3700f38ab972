"""Tables into files: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from county_tui.errors import CountyError, reason
from county_tui.reports.table import Table
from county_tui.reports.texts import WRITERS

FORMATS = (*WRITERS, "xlsx")
ENDINGS = {".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".md": "markdown"}


def format_for(path: Path) -> str:
    """The format a file's name asks for; `table` for one that asks for none."""
    return ENDINGS.get(path.suffix.lower(), "table")


def encoded(tables: Sequence[Table], kind: str) -> bytes:
    """Tables in a text format, as UTF-8; csv with the mark by which Excel knows it."""
    return WRITERS[kind](tables).encode("utf-8-sig" if kind == "csv" else "utf-8")


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """A draft beside `path` that takes its place when the block ends well, and vanishes when not."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        hint = "，请检查文件夹是否存在、有没有写入权限，文件是否正在 Excel 中打开。"
        raise CountyError(f"写不了文件 {path}（{reason(error)}）", hint) from error
    finally:
        draft.unlink(missing_ok=True)


def write(tables: Sequence[Table], path: Path, kind: str = "") -> None:
    """Write tables to one file; its name tells the format if none is given."""
    kind = kind or format_for(path)
    with _appearing(path) as draft:
        if kind == "xlsx":
            from county_tui.reports.paper import write_workbook

            write_workbook(tables, draft)
        else:
            draft.write_bytes(encoded(tables, kind))
