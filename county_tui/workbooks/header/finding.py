"""Detects the header block of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.header.blocks import block_starts, is_data_like, lead_in, name_of, table_grid
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.labels import is_placeholder_row
from county_tui.workbooks.header.levels import is_auxiliary_row, is_within, next_level
from county_tui.workbooks.header.linking import link
from county_tui.workbooks.header.scoring import Candidate, familiarity, highest, score
from county_tui.workbooks.header.thresholds import FEWEST_ROWS, LARGER_TABLE_BONUS, MOST_LEVELS, NEAR_ROWS, SAME_SCORE


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
    rows: Sequence[CellRow],
    facts: SheetFacts,
    vocabulary: Sequence[frozenset[str]] = (),
    chosen: tuple[int, int] | None = None,
) -> Found | None:
    """Return the header block found in the first rows of a sheet; `chosen` (1-based rows) overrides the scorer."""
    grid = table_grid(rows, facts.merges)
    if chosen is not None:
        return _chosen_block(grid, chosen)
    starts = block_starts(grid)
    blocks = list(candidates(grid, facts, starts))
    if not blocks:
        return None
    best = _best_block(blocks, vocabulary)
    copies = (block for block in blocks if block.body and block.paths == best.paths)
    return _with_other_tables(grid, next(copies, best), starts)


def _best_block(blocks: Sequence[Candidate], vocabulary: Sequence[frozenset[str]]) -> Candidate:
    """Return the block with the highest score, or one above it of about the same score or with a larger table."""
    best, most = highest(blocks, vocabulary)
    above = [block for block in blocks if block.body and _is_apart(block, best)]
    if not above:
        return best
    rival = _best_block(above, vocabulary)
    is_known = familiarity(rival, vocabulary) >= familiarity(best, vocabulary)
    is_larger = rival.size >= FEWEST_ROWS and best.body and rival.area >= best.area
    margin = LARGER_TABLE_BONUS if is_larger and is_known else SAME_SCORE
    return rival if score(rival, vocabulary) > most - margin else best


def _is_apart(block: Candidate, best: Candidate) -> bool:
    """True for a block that heads another table, above the best one."""
    return block.end + FEWEST_ROWS < best.first and best.first not in block.body


def _with_other_tables(grid: Grid, best: Candidate, starts: Sequence[int]) -> Found:
    """Name the other tables of the sheet, and end the chosen one where the next begins."""
    own = {text for texts in best.paths for text in texts}
    found = Found(best.first, best.last, best.end)
    for start in starts:
        texts = [text for text in grid.texts(start) if text]
        if best.first <= start <= best.end or sum(text in own for text in texts) > 0.5 * len(texts):
            continue
        if start > best.end and is_data_like(grid, best.end + 1, start):
            continue
        if start > best.end and found.stop is None:
            found.stop = lead_in(grid, start, best.end)
        found.problems.append(
            f"第 {start + 1} 行起另有一张表（{name_of(grid, start)}），没有读取；要读它请指定表头行。"
        )
    return found


def _chosen_block(grid: Grid, chosen: tuple[int, int]) -> Found | None:
    """Use the header rows a person chose; number and unit rows at their end give no labels."""
    first, end = chosen[0] - 1, min(chosen[1], grid.height) - 1
    if first > end:
        return None
    last = end
    while last > first and is_auxiliary_row(grid, last):
        last -= 1
    return Found(first, last, end)


def candidates(grid: Grid, facts: SheetFacts, starts: Sequence[int] = ()) -> Iterator[Candidate]:
    """Yield every possible header block: each start row with each end row that can belong to it."""
    near = list(islice((row for row in range(grid.height) if _may_start(grid, row)), NEAR_ROWS))
    for first in [*near, *(start for start in starts if near and start > near[-1])]:
        for last in _ends(grid, first):
            block = _candidate(grid, first, last, facts, starts)
            if len(block.labelled) > 1 or grid.is_list:
                yield block


def _may_start(grid: Grid, row: int) -> bool:
    """True for a row that a header may start with; one that only numbers columns must have no titles to stand under."""
    if grid.is_blank(row) or _is_banner(grid, row) or is_placeholder_row(grid.texts(row)):
        return False
    return not is_auxiliary_row(grid, row) or not any(len(grid.filled(above)) > 1 for above in range(row))


def _is_banner(grid: Grid, row: int) -> bool:
    """True for a row of one text over most of the sheet: a title, a note or a section, never a header."""
    filled = grid.filled(row)
    if len(filled) != 1 or grid.is_list:
        return False
    return link(grid, row) == 0


def _ends(grid: Grid, first: int) -> Iterator[int]:
    """Yield the possible last rows of a block that starts at `first`."""
    last = first
    yield last
    while last - first + 1 < MOST_LEVELS and (following := next_level(grid, last)) is not None:
        last = following
        if not grid.is_blank(last):
            yield last


def _candidate(grid: Grid, first: int, last: int, facts: SheetFacts, starts: Sequence[int]) -> Candidate:
    """Build a candidate with the rows below it."""
    end = last
    while end + 1 < grid.height and (is_auxiliary_row(grid, end + 1) or is_within(grid, first, end + 1)):
        end += 1
    return Candidate(grid, range(first, last + 1), end, _body(grid, end, starts), facts)


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
