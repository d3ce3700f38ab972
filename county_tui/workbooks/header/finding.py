"""Finding the header block of a sheet among everything else that stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from county_tui.workbooks.cells import Row
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.header.blocks import block_starts, is_like_data, lead_in, name_of
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.levels import is_marking, is_within, next_level
from county_tui.workbooks.header.linking import link
from county_tui.workbooks.header.margins import table_grid
from county_tui.workbooks.header.placeholders import is_placeholder_row
from county_tui.workbooks.header.scoring import Candidate, familiarity, score

NEAR_ROWS = 60
MOST_LEVELS = 5
AS_GOOD = 0.3
LESS_GOOD = 3.0
FEWEST_ROWS = 2


@dataclass(slots=True)
class Found:
    """A header block (0-based rows): label rows `first`–`last`, number and unit rows to `end`, data before `stop`."""

    first: int
    last: int
    end: int
    stop: int | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def header_rows(self) -> tuple[int, int]:
        """The block in 1-based sheet rows."""
        return self.first + 1, self.end + 1


def find_table(
    rows: Sequence[Row],
    facts: SheetFacts,
    vocabulary: Sequence[frozenset[str]] = (),
    chosen: tuple[int, int] | None = None,
) -> Found | None:
    """Choose the header block among the first rows of a sheet; `chosen` (1-based) decides against the scorer."""
    grid = table_grid(rows, facts.merges)
    if chosen is not None:
        return _as_chosen(grid, chosen)
    starts = block_starts(grid)
    blocks = list(candidates(grid, facts, starts))
    if not blocks:
        return None
    best = _first_of_the_best(blocks, vocabulary)
    copies = (block for block in blocks if block.body and block.paths == best.paths)
    return _with_neighbours(grid, next(copies, best), starts)


def _first_of_the_best(blocks: Sequence[Candidate], vocabulary: Sequence[frozenset[str]]) -> Candidate:
    """Choose the block with the highest score, or that of a table above it which is as good, or larger."""
    scores = {block: score(block, vocabulary) for block in blocks}
    best = max(blocks, key=scores.__getitem__)
    above = [block for block in blocks if block.body and _is_apart(block, best)]
    if not above:
        return best
    rival = _first_of_the_best(above, vocabulary)
    is_known = familiarity(rival, vocabulary) >= familiarity(best, vocabulary)
    is_larger = rival.size >= FEWEST_ROWS and best.body and rival.area >= best.area
    margin = LESS_GOOD if is_larger and is_known else AS_GOOD
    return rival if scores[rival] > scores[best] - margin else best


def _is_apart(block: Candidate, best: Candidate) -> bool:
    """Tell a block that heads another table, above the best one."""
    return block.end + FEWEST_ROWS < best.first and best.first not in block.body


def _with_neighbours(grid: Grid, best: Candidate, starts: Sequence[int]) -> Found:
    """Name the other tables of the sheet, and end the chosen one where the next begins."""
    own = {text for texts in best.paths for text in texts}
    found = Found(best.first, best.last, best.end)
    for start in starts:
        texts = [text for text in grid.texts(start) if text]
        if best.first <= start <= best.end or sum(text in own for text in texts) > 0.5 * len(texts):
            continue
        if start > best.end and is_like_data(grid, best.end + 1, start):
            continue
        if start > best.end and found.stop is None:
            found.stop = lead_in(grid, start, best.end)
        found.problems.append(
            f"第 {start + 1} 行起另有一张表（{name_of(grid, start)}），没有读取；要读它请指定表头行。"
        )
    return found


def _as_chosen(grid: Grid, chosen: tuple[int, int]) -> Found | None:
    """Take a person's word for the header rows; number and unit rows at their end give no labels."""
    first, end = chosen[0] - 1, min(chosen[1], grid.height) - 1
    if first > end:
        return None
    last = end
    while last > first and is_marking(grid, last):
        last -= 1
    return Found(first, last, end)


def candidates(grid: Grid, facts: SheetFacts, starts: Sequence[int] = ()) -> Iterator[Candidate]:
    """Give every block that may be the header: each start, and each end its rows hang together to."""
    near = list(islice((row for row in range(grid.height) if _may_start(grid, row)), NEAR_ROWS))
    for first in [*near, *(start for start in starts if near and start > near[-1])]:
        for last in _ends(grid, first):
            block = _candidate(grid, first, last, facts, starts)
            if len(block.labelled) > 1 or grid.is_list:
                yield block


def _may_start(grid: Grid, row: int) -> bool:
    """Tell a row that a header may start with; one that only numbers columns must have no titles to stand under."""
    if grid.is_blank(row) or _is_banner(grid, row) or is_placeholder_row(grid.texts(row)):
        return False
    return not is_marking(grid, row) or not any(len(grid.filled(above)) > 1 for above in range(row))


def _is_banner(grid: Grid, row: int) -> bool:
    """Tell a row of one text over most of the sheet: a title, a note or a section, never a header."""
    filled = grid.filled(row)
    if len(filled) != 1 or grid.is_list:
        return False
    return link(grid, row) == 0


def _ends(grid: Grid, first: int) -> Iterator[int]:
    """Give the rows at which a block may end: as far as each row hangs on the one before."""
    last = first
    yield last
    while last - first + 1 < MOST_LEVELS and (following := next_level(grid, last)) is not None:
        last = following
        if not grid.is_blank(last):
            yield last


def _candidate(grid: Grid, first: int, last: int, facts: SheetFacts, starts: Sequence[int]) -> Candidate:
    """Build a candidate with the rows below it."""
    end = last
    while end + 1 < grid.height and (is_marking(grid, end + 1) or is_within(grid, first, end + 1)):
        end += 1
    return Candidate(grid, first, last, end, _body(grid, end, starts), facts)


def _body(grid: Grid, end: int, starts: Sequence[int]) -> list[int]:
    """Return the full rows below a block; three blank rows or another block end them."""
    stop = next((start for start in starts if start > end + 1), grid.height)
    rows: list[int] = []
    blanks = 0
    for row in range(end + 1, stop):
        count = len(grid.filled(row))
        blanks = blanks + 1 if count == 0 else 0
        if blanks > 2:
            break
        if count > 1 or (count == 1 and grid.is_list):
            rows.append(row)
    return rows
