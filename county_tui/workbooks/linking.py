"""What hangs two rows together as one header: merges, parents over children, titles that go on or are translated."""

from __future__ import annotations

from collections.abc import Callable

from county_tui.workbooks.grid import Grid
from county_tui.workbooks.joint import Joint, share_of, shown_columns
from county_tui.workbooks.likeness import is_foreign, is_total
from county_tui.workbooks.parents import fills_gaps, has_children, repeats_parents
from county_tui.workbooks.rating import mean_likeness

LONGEST_HEADER_MERGE = 6
PIVOT_WORDS = (("列标签", "行标签"), ("ColumnLabels", "RowLabels"))


def link(grid: Grid, row: int) -> float:
    """Rate from 0 to 1 how surely a row and the next one belong to one header, by the first reason that holds."""
    if row < 0 or row + 1 >= grid.height:
        return 0.0
    if row not in grid.links:
        joint = Joint(grid, row, _top(grid, row))
        grid.links[row] = next((rated for reason in REASONS if (rated := float(reason(joint)))), 0.0)
    return grid.links[row]


def _top(grid: Grid, row: int) -> int:
    """Return the first of the rows above that hang together with a row, or the row itself."""
    while link(grid, row - 1):
        row -= 1
    return row


def headed(grid: Grid, row: int) -> set[int]:
    """Return the columns that show a text in a row or in the rows above that hang together with it."""
    return shown_columns(grid, range(_top(grid, row), row + 1))


def _merges_down(joint: Joint) -> bool:
    """Tell that a cell with text is merged from a row into the next; not a lone remark beside rows of numbers."""
    merged = [column for column in range(joint.grid.width) if _reaches_down(joint.grid, joint.row, column)]
    return bool(merged) and not (2 * len(merged) < len(joint.filled) and joint.holds_numbers)


def _reaches_down(grid: Grid, row: int, column: int) -> bool:
    """Tell a cell with text, merged from a row into the next, but neither over most of the sheet nor far down."""
    merge = grid.merge_at(row, column)
    if merge is None or merge.last_row < row + 2 or merge.last_row - merge.first_row >= LONGEST_HEADER_MERGE:
        return False
    text = grid.texts(merge.first_row - 1)[merge.first_column]
    return bool(text) and merge.last_column - merge.first_column + 1 < max(2, 0.8 * grid.width)


def _is_translated(joint: Joint) -> bool:
    """Tell a row of Chinese titles with a row of foreign words under them."""
    return not joint.is_apart and goes_on_past(joint.grid, joint.row, joint.row + 1)


def goes_on_past(grid: Grid, row: int, lower: int) -> bool:
    """Tell that a lower row of foreign words says again what is titled down to a row, and the next rows do not."""
    titled, below = headed(grid, row), grid.filled(lower) if lower < grid.height else []
    if len(below) < 2 or not titled.issuperset(below) or 2 * len(below) < len(titled):
        return False
    if share_of(is_foreign, grid, row, grid.filled(row)) > 0.3 or share_of(is_foreign, grid, lower, below) < 0.8:
        return False
    if lower + 1 >= grid.height:
        return titled.issubset(below) and share_of(is_foreign, grid, lower, below) == 1
    return share_of(is_foreign, grid, lower + 1, below) < 0.5


def _is_half_translated(joint: Joint) -> bool:
    """Tell a row that fills gaps with titles and, from its key on, puts foreign words under titles from above."""
    texts, below = joint.grid.texts(joint.row + 1), joint.below
    if not below or joint.is_apart or joint.holds_numbers or share_of(is_foreign, joint.grid, joint.row, joint.filled):
        return False
    foreign = {column for column in below if is_foreign(texts[column])}
    gaps = set(below).difference(joint.filled, foreign)
    is_key = below[0] in foreign and below[0] == min(joint.titled) and below[0] not in joint.filled
    return is_key and bool(gaps) and joint.titled.issuperset(foreign) and joint.reads_below > 0.25


def _is_explained(joint: Joint) -> bool:
    """Tell a row of foreign names with a Chinese title under each, and no such titles below."""
    grid, row, filled = joint.grid, joint.row, joint.filled
    if len(filled) < 2 or joint.below != filled or joint.is_apart:
        return False
    if share_of(is_foreign, grid, row, filled) < 0.8 or share_of(is_foreign, grid, row + 1, filled) > 0.2:
        return False
    reads = joint.reads_below
    return reads > 0.5 and (row + 2 >= grid.height or mean_likeness(grid, row + 2) < reads - 0.3)


def _goes_on(joint: Joint) -> bool:
    """Tell titles that go on in the next row, each under one of them, with the key column left blank."""
    if min(len(joint.filled), len(joint.below)) < 2 or 3 * len(joint.below) < len(joint.titled):
        return False
    if not joint.titled.issuperset(joint.below) or joint.is_apart or not joint.leaves_key:
        return False
    return joint.reads_above > -0.5 and joint.reads_below > 0.25


def _names_key(joint: Joint) -> bool:
    """Tell a row that only titles the columns left of the titles above it, as pandas writes the names of an index."""
    grid, row, filled, below = joint.grid, joint.row, joint.filled, joint.below
    if len(filled) < 2 or not below or below[-1] >= filled[0] or row + 2 >= grid.height or joint.is_apart:
        return False
    if not {*filled, *below}.issubset(grid.filled(row + 2)) or share_of(is_total, grid, row + 1, below):
        return False
    is_untitled = not any(grid.shown(above, column) for above in range(max(0, row - 1), row + 1) for column in below)
    return is_untitled and joint.reads_below > 0.5


def _is_pivot(joint: Joint) -> bool:
    """Tell the two rows that Excel writes over the columns of a pivot table."""
    texts, below = joint.grid.texts(joint.row), joint.grid.texts(joint.row + 1)
    return any(top in texts and side in below for top, side in PIVOT_WORDS)


REASONS: tuple[Callable[[Joint], float], ...] = (
    _merges_down,
    _is_translated,
    _is_half_translated,
    _is_explained,
    _goes_on,
    _names_key,
    _is_pivot,
    has_children,
    repeats_parents,
    fills_gaps,
)
