"""Cells as plain marshal values, for the pipe between reader child and parent."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from county_tui.workbooks.cells import Cell, CellError

_PLAIN = frozenset({type(None), str, int, float, bool})
_NONE = type(None)
Packed = tuple[str, list[Any]]


def pack_column(cells: Sequence[Cell]) -> Packed:
    """Pack one column of a batch into marshal values, with the name of the packing."""
    types = set(map(type, cells))
    if types <= _PLAIN:
        return "plain", list(cells)
    for kind in (datetime.date, datetime.datetime):
        if types <= {kind, _NONE}:
            return kind.__name__, [None if cell is None else cell.isoformat() for cell in cells]  # type: ignore[union-attr]
    return "mixed", [pack_cell(cell) for cell in cells]


def unpack_column(packed: Packed) -> list[Cell]:
    """Undo `pack_column`."""
    kind, values = packed
    if kind == "plain":
        return values
    if kind == "mixed":
        return [unpack_cell(value) for value in values]
    parse: Callable[[str], Cell] = _FROM_ISO[kind]
    return [None if value is None else parse(value) for value in values]


_FROM_ISO: dict[str, Callable[[str], Cell]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


def pack_cell(cell: Cell) -> Any:
    """Turn one cell into a value that marshal knows."""
    if isinstance(cell, CellError):
        return "error", cell.code
    if isinstance(cell, datetime.timedelta):
        return "timedelta", cell.total_seconds()
    if isinstance(cell, datetime.date | datetime.time):
        return type(cell).__name__, cell.isoformat()
    return cell


def unpack_cell(value: Any) -> Cell:
    """Undo `pack_cell`."""
    if not isinstance(value, tuple):
        return value  # type: ignore[no-any-return]
    kind, content = value
    if kind == "error":
        return CellError(content)
    if kind == "timedelta":
        return datetime.timedelta(seconds=content)
    return _FROM_ISO[kind](content)
