"""Collected sheets are kept small and lose nothing: unpacked as they were sent, added up as if cell by cell."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from county_tui import store
from county_tui.collecting.column_sums import add_up, summed
from county_tui.collecting.packing import CollectedSheet, Frame, collected_sheets, pack, sealed_sheets, unpack
from county_tui.returns import SealedCell, SealedSheet, code_of
from county_tui.returns.sealed import sheet_from_data

OLD = Path(__file__).parents[2] / "fixtures" / "ledgers" / "0.2.0.db"
SPACE = (("合计", "一街"), ("件数", "比"))
WHOLE = st.integers(-(10**15), 10**15)
DECIMAL = st.decimals(-(10**6), 10**6, places=4).map(float)
NUMBERS = st.one_of(st.integers(0, 300), WHOLE, DECIMAL, st.sampled_from([-0.0, 0.1, 1e-9]))
TEXTS = st.sampled_from(["<5", "*", "-", "缺", "\ud800", "2026-03-01"])


@st.composite
def cells(draw: st.DrawFn, key: str) -> SealedCell:
    """A cell as a return may hold it: any number, a text, nothing, a share with or without its parts."""
    parts = draw(st.none() | st.tuples(NUMBERS, NUMBERS))
    if parts is not None:
        value = parts[0] / parts[1] if parts[1] and draw(st.booleans()) else draw(st.none() | NUMBERS | TEXTS)
        return SealedCell(key, value, parts, "ratio")
    adds = draw(st.sampled_from(["sum", "sum", "sum", "ratio", "formula", "least", "most", "none"]))
    values = st.none() | (TEXTS if adds in ("least", "most") else NUMBERS if adds == "sum" else NUMBERS | TEXTS)
    return SealedCell(key, draw(values), None, adds)


@st.composite
def sheets(draw: st.DrawFn) -> SealedSheet:
    """A table of two or one rows; a row's label may be another region's own."""
    rows = draw(st.sampled_from([SPACE[0], ("合计",), ("合计", "二街")]))
    keys = [f"{row}/{head}" for row, head in product(rows, SPACE[1])]
    layout = {"paths": [["件数"], ["比"]], "notes": draw(st.sampled_from(["", "其中 3 个没有启用日期"]))}
    found = tuple(draw(cells(key)) for key in keys)
    return SealedSheet("t", "表", "table", "f" * 64, ("地方", *SPACE[1]), rows, ("number", "ratio"), found, layout)


@given(sheets())
@settings(max_examples=100, deadline=None)
def test_a_sheet_comes_back_as_it_was_sent(sheet: SealedSheet) -> None:
    kept = unpack(pack(sheet), {})
    back = kept.sheet()
    assert repr(back) == repr(sheet), "also the signs of zeros, and whole numbers as such"
    assert code_of([back]) == code_of([sheet])
    assert repr([kept.value(at) for at in range(len(sheet.cells))]) == repr([cell.value for cell in sheet.cells])


def _exact(number: int | float) -> Fraction:
    return Fraction(Decimal(repr(number)))


def _added(found: list[SealedCell]) -> object:
    """The sum of one cell over some regions, said as simply as can be: a value, or the parts of a share."""
    texts = [cell.value for cell in found if isinstance(cell.value, str) and cell.parts is None]
    match found[0].adds:
        case "ratio":
            lacking = any(c.parts is None and c.adds == "ratio" and c.value is not None for c in found)
            shares = [c.parts for c in found if c.parts is not None]
            return None if lacking or not shares else [sum(map(_exact, side)) for side in zip(*shares, strict=True)]
        case "least" | "most" as way:
            return (min if way == "least" else max)(texts, default=None)
        case "none":
            return texts[0] if len(found) == 1 and texts else None
        case _:
            numbers = [_exact(c.value) for c in found if isinstance(c.value, int | float) and c.parts is None]
            return sum(numbers) if not texts else texts[0] if len(found) == 1 else None


@given(st.lists(sheets(), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_columns_add_up_as_cells_do(given_sheets: list[SealedSheet]) -> None:
    adds = {cell.key: cell.adds for cell in reversed([c for sheet in given_sheets for c in sheet.cells])}
    # A column adds up in one way, whoever sends it; what hides a number, and only that, says `none`.
    alike = [
        replace(sheet, cells=tuple(
            c if c.adds == adds[c.key] or (c.adds == "none" and adds[c.key] not in ("least", "most"))
            else SealedCell(c.key, None, None, adds[c.key])
            for c in sheet.cells
        ))
        for sheet in given_sheets
    ]  # fmt: skip
    frames: dict[bytes, Frame] = {}
    kept: Iterator[tuple[str, CollectedSheet]] = (("", unpack(pack(sheet), frames)) for sheet in alike)
    sums = add_up(kept, lambda _, frame: frame.keys)
    assert list(sums) == list(dict.fromkeys(cell.key for sheet in alike for cell in sheet.cells))
    for key, found in sums.items():
        wanted = _added([cell for sheet in alike for cell in sheet.cells if cell.key == key])
        made = found[0][0].row(found[0][1], [key])[0] if len(found) == 1 else summed(found, key)
        if isinstance(wanted, list):
            assert made.parts is not None and list(map(float, made.parts)) == list(map(float, wanted)), key
        else:
            assert made.value == (float(wanted) if isinstance(wanted, Fraction) else wanted), key


def _old_sheet(number: float, text: str) -> dict[str, object]:
    """A sheet as 0.2.0 kept it."""
    held = [
        {"key": "合计/件数", "value": number, "adds": "sum"},
        {"key": "合计/比", "value": 1 / 3, "adds": "ratio", "parts": [1, 3]},
        {"key": "一街/件数", "value": text, "adds": "none"},
        {"key": "一街/比", "value": None, "adds": "ratio", "parts": [0, 0]},
        {"key": "二街/件数", "value": None, "adds": "sum"},
        {"key": "二街/比", "value": 0.5, "adds": "ratio"},
    ]
    return {
        "name": "t", "title": "表", "kind": "table", "fingerprint": "f", "columns": ["地方", "件数", "比"],
        "rows": ["合计", "一街", "二街"], "formats": ["number", "percent"], "cells": held,
        "layout": {"notes": text, "paths": [["件数"], ["比"]]},
    }  # fmt: skip


def test_what_an_older_version_collected_is_packed_and_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "city.db"
    shutil.copyfile(OLD, path)
    old = {1: _old_sheet(7, "<5"), 2: _old_sheet(0.1, "*")}
    with closing(sqlite3.connect(path)) as ledger, ledger:
        for key, sheet in old.items():
            ledger.execute(
                "INSERT INTO collected_return VALUES (?, '510104000000', '2026Q3', ?, 'c', '', '', '', '{}', '', '')",
                (key, key),
            )
            text = json.dumps(sheet, ensure_ascii=False)
            ledger.execute("INSERT INTO collected_sheet VALUES (?, 't', ?)", (key, text))
    store.open_ledger(path, lambda: None)
    for key, sheet in old.items():
        assert sealed_sheets(key) == {"t": sheet_from_data(sheet)}
    with closing(sqlite3.connect(path)) as ledger:
        assert ledger.execute("SELECT count(*) FROM collected_frame").fetchone() == (1,), "kept once for both"
        assert ledger.execute("PRAGMA foreign_key_check").fetchall() == []
        (packed,) = ledger.execute("SELECT numbers FROM collected_sheet WHERE return_id = 1").fetchone()
    assert packed == pack(sheet_from_data(old[1])).numbers, "as today's are written"
    (kept, _) = (sheet for _, sheet in collected_sheets([1, 2], "t"))
    assert pack(kept.sheet()).frame_key == kept.frame_key
