"""The lines of a register: only those on the screen are held, and asked for when they are not.

Which fields are shown, and how wide: the first one always, the rest as fit, wider where there is room.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from county_tui.models import register_named
from county_tui.models.kinds import Kind, RegionCode
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store import Query, Row, list_rows, rows_by_id
from county_tui.widgets.cells import GAP, fitted, widened
from county_tui.widgets.lines import FAINT, PLAIN, Lines
from county_tui.widgets.matching import spans

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
MARKED = Style(bold=True, underline=True)
WAITING = "读取中，请稍候"
MOST_HELD = 2000
"""Lines held; with more, those out of view are dropped and read again when they come back."""
Counted = Callable[[Sequence[Row]], Mapping[int, Mapping[str, str]]]
"""Works out, for some records at once, texts of fields by the record's number."""


@dataclass(frozen=True, slots=True)
class ListColumn:
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


def column_of(name: str, label: str, kind: str, texts: Iterable[str], *, is_extra: bool = False) -> ListColumn:
    """A column of a kind of field at its narrowest; it would like to be as wide as its widest text."""
    text = max(map(cell_len, texts), default=0)
    longest = max(cell_len(label), text)
    wanted = min(longest, MOST)
    width = max(min(cell_len(label), LABEL_CELLS), min(wanted, LEAST[kind]))
    return ListColumn(name, label, width, wanted, longest, kind in NUMBERS, is_blank=not text, is_extra=is_extra)


def columns_of(register: type[Register], records: Sequence[Mapping[str, str]], second: str = "") -> list[ListColumn]:
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


def fitting(columns: list[ListColumn], width: int, skipped: int = 0) -> list[ListColumn]:
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


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record and its values as texts on one line, by field name."""

    row: Row
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Where lines come from: a query, or all its ids where no index gives its order. Read in worker threads."""

    query: Query
    lookups: Lookups
    ids: array[int] | None = None
    counted: Counted | None = None
    """What is shown beside the fields, worked out from other registers, by record and name."""

    def read(self, first: int, limit: int) -> dict[int, RecordLine]:
        """The lines of a window, by position."""
        name = self.query.register
        rows = (
            list_rows(self.query, limit, first)
            if self.ids is None
            else rows_by_id(name, self.ids[first : first + limit])
        )
        counted = self.counted(rows) if self.counted and rows else {}
        return {first + at: self._line(row, counted.get(row.id, {})) for at, row in enumerate(rows)}

    def _line(self, row: Row, counted: Mapping[str, str]) -> RecordLine:
        register = register_named(row.register)
        texts = {name: register.text(name, row.values, self.lookups) for name in row.values}
        shown = {name: one_line(register.fields()[name], text) for name, text in texts.items()}
        return RecordLine(row, shown | dict.fromkeys(register.worked_out, "") | dict(counted))


def one_line(field: Kind, text: str) -> str:
    """A value as a list shows it: on one line, a community without the words for its office."""
    text = " ".join(text.split("\n"))
    return text.removesuffix("居委会").removesuffix("委会") if isinstance(field, RegionCode) else text


class RecordLines(Lines):
    """A list of records of any size. It asks for lines by `Missing` and gets them by `take`."""

    @dataclass
    class Missing(Message):
        """Lines from `first` on are wanted, `limit` of them."""

        first: int
        limit: int

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, empty=empty)
        self.columns: list[ListColumn] = []
        self.words: Sequence[str] = ()
        self.marked: set[int] = set()
        self._held: dict[int, RecordLine] = {}
        self._count = 0
        self._waiting: tuple[int, int] | None = None

    @property
    def count(self) -> int:
        """How many records there are, as far as is known."""
        return self._count

    @property
    def current(self) -> RecordLine | None:
        """The record under the cursor."""
        return self._held.get(self.cursor)

    def chosen_ids(self) -> list[int]:
        """The ids an action is for: the marked records, or the one under the cursor."""
        if self.marked:
            return sorted(self.marked)
        return [self.current.row.id] if self.current else []

    def mark(self, ids: Iterable[int]) -> None:
        """Mark these records and no others."""
        self.marked = set(ids)
        self.refresh()

    @property
    def target(self) -> int:
        """Where the cursor is, or is to go as soon as the lines there are at hand."""
        return self._waiting[0] if self._waiting is not None else self.cursor

    def begin(self, lines: Mapping[int, RecordLine], count: int, cursor: int = 0) -> None:
        """Start anew with the first lines of a query."""
        self._held, self._count, self._waiting = dict(lines), count, None
        self.cursor = max(0, min(cursor, count - 1))
        self.top = self.top_for(self.cursor)
        self.refresh()

    def set_count(self, count: int) -> None:
        """Tell how many records there are in all."""
        self._count = count

    def take(self, lines: Mapping[int, RecordLine]) -> None:
        """Take in lines asked for, and move on to where the cursor was to go."""
        if len(self._held) > MOST_HELD:
            self._held = {at: line for at, line in self._held.items() if 0 <= at - self.top < self.size.height}
        self._held.update(lines)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            super().go(*waiting)
            self.refresh()

    def holds(self, top: int) -> bool:
        """Whether a screenful from `top` on is at hand."""
        last = min(top + self.size.height, self._count)
        return all(at in self._held for at in range(top, last))

    def go(self, cursor: int, top: int) -> None:
        """Move, once the lines to show are at hand; then ask for the next screenful in good time."""
        height = max(self.size.height, 1)
        if not self.holds(top):
            self._waiting = (cursor, top)
            self.post_message(self.Missing(max(0, top - height), 3 * height))
            return
        ahead = top + height if top >= self.top else top - height
        moved = top != self.top
        self._waiting = None
        super().go(cursor, top)
        if moved and not self.holds(self.within(ahead)):
            self.post_message(
                self.Missing(max(0, min(ahead, top - height)) if top < ahead else max(0, ahead), 2 * height)
            )

    def segments(self, index: int, width: int) -> list[Segment]:
        """A record's values in their columns, the words searched for marked."""
        line = self._held.get(index)
        if line is None:
            return [Segment(fitted(f"  {WAITING}", width), FAINT)]
        mark = "* " if line.row.id in self.marked else "  "
        return list(_joined([(mark, PLAIN), *self._cells(line)], width))

    def _cells(self, line: RecordLine) -> Iterator[tuple[str, Style]]:
        for at, column in enumerate(self.columns):
            text = fitted(line.texts[column.name], column.width, right=column.is_right)
            end = 0
            for start, stop in spans(text, self.words) if self.words else ():
                yield text[end:start], PLAIN
                yield text[start:stop], MARKED
                end = stop
            yield text[end:] + (GAP if at < len(self.columns) - 1 else ""), PLAIN


def _joined(parts: list[tuple[str, Style]], width: int) -> Iterator[Segment]:
    """The parts as segments, `width` cells in all, neighbours of one style in one."""
    run, style, used = "", PLAIN, 0
    for text, its in parts:
        used += cell_len(text)
        if its is not style and run:
            yield Segment(run, style)
            run = ""
        run, style = run + text, its
    if run:
        yield Segment(run, style)
    if used < width:
        yield Segment(" " * (width - used), PLAIN)
