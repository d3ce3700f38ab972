"""Registers into files: xlsx by xlsxwriter, csv, json. A file appears whole or not at all; text stays text."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from county_tui import store
from county_tui.errors import CountyError, Remedy
from county_tui.exporting.values import SheetValue, as_json, kinds, labels, sheet_columns
from county_tui.models import register_named

FORMATS = ("xlsx", "csv", "json")


def write_csv(query: store.Query, file: IO[str], limit: int | None = None) -> int:
    """Write a query's records, or the first `limit`, under their labels. Returns how many."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(labels(query.register))
    count = 0
    cells = [_csv_share if kind == "percent" else _csv_cell for kind in kinds(query.register)]
    for columns in sheet_columns(query, limit):
        writer.writerows(zip(*(map(cell, column) for cell, column in zip(cells, columns, strict=True)), strict=True))
        count += len(columns[0])
    return count


def _csv_cell(value: SheetValue) -> SheetValue:
    """Text no spreadsheet runs, 12.0 as 12; a blank as nothing and a day as ISO text by csv itself."""
    if isinstance(value, str):
        return store.guarded(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _csv_share(value: SheetValue) -> SheetValue:
    """A share in per cent, as spreadsheets read it."""
    return None if value is None else f"{float(str(value)):.1%}"


def write_json(queries: Sequence[store.Query], file: IO[str]) -> int:
    """Write one register as {"total", "rows"}, several as {register: {"total", "rows"}}. Returns how many records."""
    count = 0
    if len(queries) > 1:
        file.write("{")
    for at, query in enumerate(queries):
        if len(queries) > 1:
            file.write(f"{', ' if at else ''}\n{json.dumps(query.register)}: ")
        count += _write_one_json(query, file)
    file.write("\n}\n" if len(queries) > 1 else "\n")
    return count


def _write_one_json(query: store.Query, file: IO[str]) -> int:
    lookups = store.lookups()
    with store.session():
        ids = store.list_ids(query)
        file.write(f'{{"total": {len(ids)}, "rows": [')
        for at, row in enumerate(store.stream_rows(query)):
            file.write((",\n" if at else "\n") + json.dumps(as_json(row, lookups), ensure_ascii=False))
        file.write("\n]}")
    return len(ids)


def _check_format(queries: Sequence[store.Query], kind: str) -> None:
    if not kind:
        raise CountyError("不能导出为没有结尾的文件名", "，请以 .xlsx、.csv 或 .json 结尾。", Remedy.NAME_FORMAT)
    if kind not in FORMATS:
        raise CountyError(f"不能导出为“{kind}”", f"，可用的格式：{'、'.join(FORMATS)}。")
    if kind == "csv" and len(queries) > 1:
        raise CountyError("csv 一次只能导出一个台账", "，请指明台账，或改用 xlsx、json。")


def _writer(queries: Sequence[store.Query], kind: str) -> Callable[[IO[Any]], int]:
    from county_tui.exporting.sheets import write_xlsx

    if kind == "csv":
        return lambda file: write_csv(queries[0], file)
    if kind == "json":
        return lambda file: write_json(queries, file)
    return lambda file: write_xlsx(queries, file)


def write(queries: Sequence[store.Query], path: Path, kind: str = "") -> int:
    """Write records to a file; the kind is told by the file's ending if not given. Returns how many records."""
    kind = kind or path.suffix.lstrip(".").lower()
    _check_format(queries, kind)
    with store.session(), store.appearing(path) as draft:
        if kind == "xlsx":
            with draft.open("wb") as file:
                return _writer(queries, kind)(file)
        encoding = "utf-8-sig" if kind == "csv" else "utf-8"
        with draft.open("w", encoding=encoding, newline="") as text:
            return _writer(queries, kind)(text)


def write_out(queries: Sequence[store.Query], kind: str) -> int:
    """Write records to standard output. Returns how many."""
    _check_format(queries, kind)
    with store.session():
        if kind == "xlsx":
            book = io.BytesIO()
            count = _writer(queries, kind)(book)
            sys.stdout.buffer.write(book.getvalue())
            return count
        return _writer(queries, kind)(sys.stdout)


def queries_for(name: str) -> list[store.Query]:
    """All live records of one register, or of every register for `all`."""
    from county_tui.models import REGISTERS

    if name == "all":
        return [store.Query(register.register_name()) for register in REGISTERS]
    return [store.Query(register_named(name).register_name())]
