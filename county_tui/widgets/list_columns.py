"""Which fields a list shows, and how wide: the first one always, the rest as fit, wider where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from county_tui.models.register import Register
from county_tui.widgets.cells import GAP, widened

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
"""For a longer text no other column is kept waiting: it would be shown alone. Room that is left it may have."""
LABEL_CELLS = 10
"""A label does not make its column wider than this."""
MARK_CELLS = 2
FIRST_SHARE = 3
"""Up to one cell in so many is for the first column, before others are shown."""
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class Column:
    """A field in a list: its width in cells, how wide it would like to be, whether its texts stand at the right.

    `longest` shows all of it. A column that `waits` is shown once no other is cut: one of which no record read has
    anything, or one that the register's list can do without.
    """

    name: str
    label: str
    width: int
    wanted: int
    longest: int
    is_right: bool
    is_blank: bool = False
    is_extra: bool = False

    def waits(self, skipped: int) -> bool:
        """Whether others come first; one who looks at other columns wants to see many."""
        return self.is_blank or (self.is_extra and not skipped)


def column_of(name: str, label: str, kind: str, texts: Iterable[str], *, is_extra: bool = False) -> Column:
    """A column of a kind of field at its narrowest; it would like to be as wide as its widest text."""
    text = max(map(cell_len, texts), default=0)
    longest = max(cell_len(label), text)
    wanted = min(longest, MOST)
    width = max(min(cell_len(label), LABEL_CELLS), min(wanted, LEAST[kind]))
    return Column(name, label, width, wanted, longest, kind in NUMBERS, is_blank=not text, is_extra=is_extra)


def columns_of(register: type[Register], records: Sequence[Mapping[str, str]], second: str = "") -> list[Column]:
    """All of a register's columns for texts such as these: the name, the other listed ones, the rest as declared.

    The first column stays while one looks at others, so it has to say which record a line is. `second` is a field to
    be seen beside it.
    """
    fields = register.fields()
    shown = {name: (field.label, field.kind) for name, field in fields.items()}
    shown |= {name: (one.label, "decimal") for name, one in register.worked_out.items()}
    foremost = dict.fromkeys((register.name_field(), *filter(None, [second]), *register.listed_columns()))
    return [
        column_of(name, *shown[name], (texts.get(name, "") for texts in records), is_extra=name not in foremost)
        for name in {**foremost, **shown}
    ]


def fitting(columns: list[Column], width: int, skipped: int = 0) -> list[Column]:
    """The columns that fit into `width` cells: the first, then those after the skipped ones, widened in turn.

    A column that waits, and what comes after it, is shown once none of the others is cut.

    The first one tells the records apart, and gets its fair share before any other.
    """
    first = replace(columns[0], width=max(columns[0].width, min(columns[0].wanted, width // FIRST_SHARE)))
    room = width - MARK_CELLS - first.width
    chosen = [first]
    for column in columns[1 + skipped :]:
        left = room - column.width - len(GAP)
        if left < 0 or (column.waits(skipped) and left < sum(one.wanted - one.width for one in chosen)):
            break
        room = left
        chosen.append(column)
    wanted = widened([one.width for one in chosen], [one.wanted for one in chosen], room)
    room -= sum(wanted) - sum(one.width for one in chosen)
    widths = widened(wanted, [one.longest for one in chosen], room)
    return [replace(column, width=width) for column, width in zip(chosen, widths, strict=True)]
