"""Which fields a list shows, and how wide: the first one always, the rest as fit, wider where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from county_tui.models.register import Register
from county_tui.widgets.cells import GAP

LEAST = {
    "date": 10,
    "partial-date": 14,
    "integer": 6,
    "decimal": 8,
    "yes-no": 4,
    "phone": 12,
    "choice": 8,
    "multi-choice": 10,
    "region": 14,
    "reference": 8,
    "record": 10,
    "file": 12,
    "text": 12,
}
"""A column is not made narrower than this many cells, by kind of field, if its texts need them."""
MOST = 40
LABEL_CELLS = 10
"""A label does not make its column wider than this."""
MARK_CELLS = 2
FIRST_SHARE = 3
"""Up to one cell in so many is for the first column, before others are shown."""
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class Column:
    """A field in a list: its width in cells, how wide it would like to be, whether its texts stand at the right.

    `is_blank` is one of which no record read has anything.
    """

    name: str
    label: str
    width: int
    wanted: int
    is_right: bool
    is_blank: bool = False


def column_of(name: str, label: str, kind: str, texts: Iterable[str]) -> Column:
    """A column of a kind of field at its narrowest; it would like to be as wide as its widest text."""
    longest = max(map(cell_len, texts), default=0)
    wanted = min(max(cell_len(label), longest), MOST)
    width = max(min(cell_len(label), LABEL_CELLS), min(wanted, LEAST[kind]))
    return Column(name, label, width, wanted, kind in NUMBERS, is_blank=not longest)


def columns_of(register: type[Register], records: Sequence[Mapping[str, str]], second: str = "") -> list[Column]:
    """All of a register's columns for texts such as these: the name, the other listed ones, the rest as declared.

    The first column stays while one looks at others, so it has to say which record a line is. `second` is a field to
    be seen beside it.
    """
    fields = register.fields()
    shown = {name: (field.label, field.kind) for name, field in fields.items()}
    shown |= {name: (one.label, "decimal") for name, one in register.worked_out.items()}
    names = dict.fromkeys((register.name_field(), *filter(None, [second]), *register.listed_columns(), *shown))
    return [column_of(name, *shown[name], (texts.get(name, "") for texts in records)) for name in names]


def fitting(columns: list[Column], width: int, skipped: int = 0) -> list[Column]:
    """The columns that fit into `width` cells: the first, then those after the skipped ones, widened in turn.

    A blank column, and what comes after it, waits until none of the others is cut.

    The first one tells the records apart, and gets its fair share before any other.
    """
    first = replace(columns[0], width=max(columns[0].width, min(columns[0].wanted, width // FIRST_SHARE)))
    room = width - MARK_CELLS - first.width
    chosen = [first]
    for column in columns[1 + skipped :]:
        left = room - column.width - len(GAP)
        if left < 0 or (column.is_blank and left < sum(one.wanted - one.width for one in chosen)):
            break
        room = left
        chosen.append(column)
    while room > 0 and any(column.width < column.wanted for column in chosen):
        for at, column in enumerate(chosen):
            if room > 0 and column.width < column.wanted:
                chosen[at] = replace(column, width=column.width + 1)
                room -= 1
    return chosen
