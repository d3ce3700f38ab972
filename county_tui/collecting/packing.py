"""Collected sheets as the ledger keeps them: a frame that many regions share, and each region's numbers and the rest.

Unpacked, a sheet is what its return said, to the last digit; `column_sums` adds numbers up without unpacking them.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product
from string import ascii_letters
from typing import Any

from county_tui import store
from county_tui.returns import SealedCell, SealedSheet
from county_tui.returns.sealed import ADDS, Number, Parts

Exact = int | Decimal
"""Adding whole numbers as they are is ten times faster than as decimals."""
NUMBER, TEXT, BLANK, ODD = "number", "text", "blank", "odd"
SHARE, BLANK_SHARE, ODD_SHARE = "share", "blank share", "odd share"
HOLDS = (NUMBER, TEXT, BLANK, ODD, SHARE, BLANK_SHARE, ODD_SHARE)
"""What a cell holds: shares have parts, of which a plain one's value is the quotient; odd is a share without parts."""
LETTERS = dict(zip(product(ADDS, HOLDS), ascii_letters, strict=False))
"""A letter for how a cell adds up and what it holds. Ledgers keep them: `ADDS` and `HOLDS` may only grow by a new
migration."""
MEANINGS = {letter: meaning for meaning, letter in LETTERS.items()}
WRITTEN_OUT = (TEXT, ODD, ODD_SHARE)
"""Holding these, a cell's value stands in the rest."""
SHARES = (SHARE, BLANK_SHARE, ODD_SHARE)
OWN_LAYOUT = ("notes", "missing")
"""What of the layout speaks of one region's numbers, and so belongs to no frame."""
_EXACT = json.JSONDecoder(parse_float=Decimal)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sheets of many regions have in common: all but what their cells hold."""

    name: str
    title: str
    kind: str
    fingerprint: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    formats: tuple[str, ...]
    own_keys: tuple[str, ...]
    """The keys of its cells where they are not those of a table's rows and columns: a form's."""
    layout: Mapping[str, Any]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its cells, in order."""
        return self.own_keys or _keys(self.rows, self.columns)


@dataclass(frozen=True, slots=True)
class CollectedSheet:
    """One region's sheet: a letter and a number for each cell (0 where it holds none); the parts of its shares."""

    frame: Frame
    frame_key: bytes
    letters: str
    numbers: Sequence[Exact]
    parts: Sequence[Exact]
    """Numerator and denominator of each share in turn."""
    rest: bytes
    """What else the sheet says, still packed: sums seldom ask for it."""

    def texts(self) -> dict[int, Number]:
        """The values that are no numbers to add, by the position of their cell."""
        return dict(zip(positions(self.letters, WRITTEN_OUT), _read(self.rest)[0], strict=True))

    def sheet(self) -> SealedSheet:
        """The sheet as its return had it."""
        frame, (_, layout) = self.frame, _read(self.rest)
        return SealedSheet(
            frame.name, frame.title, frame.kind, frame.fingerprint, frame.columns, frame.rows, frame.formats,
            tuple(self._cells()), {**frame.layout, **layout},
        )  # fmt: skip

    def _cells(self) -> Iterator[SealedCell]:
        parts = map(_as_read, self.parts)
        texts = self.texts()
        for at, (key, letter) in enumerate(zip(self.frame.keys, self.letters, strict=True)):
            adds, holds = MEANINGS[letter]
            shares = (next(parts), next(parts)) if holds in SHARES else None
            yield SealedCell(key, _value(holds, self.numbers[at], shares, texts.get(at)), shares, adds)

    def value(self, at: int) -> Number:
        """The value of the at-th cell alone."""
        _, holds = MEANINGS[self.letters[at]]
        if holds == SHARE:
            first = 2 * positions(self.letters, SHARES).index(at)
            return _value(holds, 0, (_as_read(self.parts[first]), _as_read(self.parts[first + 1])), None)
        return _value(holds, self.numbers[at], None, self.texts()[at] if holds in WRITTEN_OUT else None)


Sheets = Iterable[tuple[str, CollectedSheet]]
"""One sheet of many regions: the code of the region that reported it, and the sheet."""


def _keys(rows: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """The keys of a table's cells: towns have many, so they are not kept."""
    return tuple(f"{row}/{column}" for row in rows for column in columns[1:])


@cache
def _any_letter(holding: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(letter for letter, (_, holds) in MEANINGS.items() if holds in holding)}]")


@lru_cache(maxsize=64)  # most regions' sheets have the same letters
def positions(letters: str, holding: tuple[str, ...]) -> tuple[int, ...]:
    """The positions of the cells that hold any of these."""
    return tuple(found.start() for found in _any_letter(holding).finditer(letters))


def _as_read(number: Exact) -> int | float:
    """A number as its return's JSON said it."""
    return number if isinstance(number, int) else float(number)


def _value(holds: str, number: Exact, parts: Parts | None, written: Number) -> Number:
    if holds == SHARE and parts is not None:
        return parts[0] / parts[1]
    return written if holds in WRITTEN_OUT else _as_read(number) if holds == NUMBER else None


def _holds(cell: SealedCell) -> str:
    if cell.parts is not None:
        is_quotient = cell.parts[1] != 0 and repr(cell.parts[0] / cell.parts[1]) == repr(cell.value)
        return BLANK_SHARE if cell.value is None else SHARE if is_quotient else ODD_SHARE
    if cell.value is None:
        return BLANK
    # A ratio without parts is no number to add up.
    return TEXT if isinstance(cell.value, str) else ODD if cell.adds == "ratio" else NUMBER


def _written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")


def _read(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))


def pack(sheet: SealedSheet) -> store.PackedSheet:
    """A sheet as the ledger keeps it."""
    cells = [(cell, _holds(cell)) for cell in sheet.cells]
    own = {key: value for key, value in sheet.layout.items() if key in OWN_LAYOUT}
    shared = {key: value for key, value in sheet.layout.items() if key not in OWN_LAYOUT}
    keys = tuple(cell.key for cell in sheet.cells)
    own_keys = keys if keys != _keys(sheet.rows, sheet.columns) else ()
    heads = [sheet.name, sheet.title, sheet.kind, sheet.fingerprint, sheet.columns, sheet.rows, sheet.formats]
    frame = _written([*heads, own_keys, shared])
    letters = "".join(LETTERS[cell.adds, holds] for cell, holds in cells)
    numbers = [cell.value if holds == NUMBER else 0 for cell, holds in cells]
    parts = [part for cell, _ in cells for part in cell.parts or ()]
    rest = [cell.value for cell, holds in cells if holds in WRITTEN_OUT]
    numbered, others = zlib.compress(_written([letters, numbers, parts])), zlib.compress(_written([rest, own]))
    return store.PackedSheet(sheet.name, hashlib.sha256(frame).digest(), zlib.compress(frame), numbered, others)


def _frame(packed: store.PackedSheet) -> Frame:
    name, title, kind, fingerprint, columns, rows, formats, keys, layout = _read(packed.frame)
    return Frame(name, title, kind, fingerprint, tuple(columns), tuple(rows), tuple(formats), tuple(keys), layout)


def unpack(packed: store.PackedSheet, frames: dict[bytes, Frame]) -> CollectedSheet:
    """A sheet as it is added up; `frames` holds those read so far, so that each is read once."""
    frame = frames.get(packed.frame_key)
    if frame is None:
        frame = frames[packed.frame_key] = _frame(packed)
    letters, numbers, parts = _EXACT.decode(zlib.decompress(packed.numbers).decode())
    return CollectedSheet(frame, packed.frame_key, letters, numbers, parts, packed.rest)


def collected_sheets(returns: Sequence[int], name: str) -> Iterator[tuple[int, CollectedSheet]]:
    """(return's id, the sheet of that name) of some returns, in the order of their ids; one at a time in memory."""
    frames: dict[bytes, Frame] = {}
    for key, packed in store.collected_sheets(returns, name):
        yield key, unpack(packed, frames)


def sealed_sheets(returned: int) -> dict[str, SealedSheet]:
    """The sheets of one return by name."""
    return {
        name: one.sheet() for name in store.sheet_names([returned]) for _, one in collected_sheets([returned], name)
    }
