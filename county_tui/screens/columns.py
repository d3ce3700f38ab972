"""Which fields a list shows, and how wide: the first one always, the rest as fit, wider where there is room."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len

from county_tui.models.kinds import Kind
from county_tui.models.register import Register
from county_tui.screens.cells import GAP

WIDTHS = {
    "date": (10, 10),
    "partial-date": (10, 10),
    "integer": (6, 12),
    "decimal": (8, 14),
    "yes-no": (4, 4),
    "phone": (13, 24),
    "choice": (8, 20),
    "multi-choice": (12, 30),
    "region": (14, 30),
    "reference": (10, 24),
    "text": (14, 60),
}
"""Least and most cells of a column, by kind of field."""
LABEL_CELLS = 10
"""A label does not make its column wider than this."""
MARK_CELLS = 2
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class Column:
    """A field in a list: its width in cells, and whether it stands at the right of them."""

    name: str
    label: str
    width: int
    most: int
    is_right: bool


def column_of(name: str, field: Kind) -> Column:
    """A field's column at its narrowest."""
    least, most = WIDTHS[field.kind]
    label = cell_len(field.label)
    return Column(name, field.label, max(least, min(label, LABEL_CELLS)), max(most, label), field.kind in NUMBERS)


def columns_of(register: type[Register]) -> list[Column]:
    """All of a register's columns: the listed ones first, then the others as declared."""
    fields = register.fields()
    names = [*register.listed, *(name for name in fields if name not in register.listed)]
    return [column_of(name, fields[name]) for name in names]


def fitting(columns: list[Column], width: int, skipped: int = 0) -> list[Column]:
    """The columns that fit into `width` cells: the first, then those after the skipped ones, made wider to fill."""
    room = width - MARK_CELLS - columns[0].width
    chosen = [columns[0]]
    for column in columns[1 + skipped :]:
        room -= column.width + len(GAP)
        if room < 0:
            room += column.width + len(GAP)
            break
        chosen.append(column)
    for at, column in enumerate(chosen):
        more = min(room, column.most - column.width)
        chosen[at] = replace(column, width=column.width + more)
        room -= more
    return chosen
