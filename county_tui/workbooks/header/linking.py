"""What hangs two rows together as one header: merges, parents over children, titles that go on or are translated."""

from __future__ import annotations

from collections.abc import Callable

from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import is_foreign, is_total
from county_tui.workbooks.header.parents import fills_gaps, has_children, heads_one_group, parts_follow, repeats_parents
from county_tui.workbooks.header.placeholders import is_placeholder_row
from county_tui.workbooks.header.row_pair import Joint, share_of, shown_columns
from county_tui.workbooks.header.translations import is_explained, is_half_translated, is_translated

LONGEST_HEADER_MERGE = 6
READS_AS_TITLES = 0.35
PIVOT_WORDS = (("列标签", "行标签"), ("ColumnLabels", "RowLabels"))


def link(grid: Grid, row: int) -> float:
    """Rate from 0 to 1 how surely a row and the next one belong to one header, by the first reason that holds."""
    if row < 0 or row + 1 >= grid.height or is_placeholder_row(grid.texts(row + 1)):
        return 0.0
    if row not in grid.links:
        joint = Joint(grid, row, _top(grid, row), row + 1)
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


def goes_on_past(grid: Grid, row: int, lower: int) -> bool:
    """Tell that a row further down translates the titles, past units or a blank row."""
    return is_translated(Joint(grid, row, _top(grid, row), lower))


def _merges_down(joint: Joint) -> bool:
    """Tell that a cell with text is merged from a row into the next; not a lone remark beside rows of numbers."""
    merged = [column for column in range(joint.grid.width) if _reaches_down(joint.grid, joint.row, column)]
    return bool(merged) and not (2 * len(merged) < len(joint.filled) and joint.holds_numbers)


def _goes_on_under_tall(joint: Joint) -> bool:
    """Tell a row that only shows parents merged into it from above, over their children in the next row."""
    grid, row = joint.grid, joint.row
    if joint.filled or not joint.below:
        return False
    parents = {grid.owner(row, column)[0] for column in range(grid.width)} - {row}
    return any(has_children(Joint(grid, parent, _top(grid, parent), joint.lower)) for parent in parents)


def _reaches_down(grid: Grid, row: int, column: int) -> bool:
    """Tell a cell with text, merged from a row into the next, but neither over most of the sheet nor far down."""
    merge = grid.merge_at(row, column)
    if merge is None or merge.last_row < row + 2 or merge.last_row - merge.first_row >= LONGEST_HEADER_MERGE:
        return False
    text = grid.texts(merge.first_row - 1)[merge.first_column]
    return bool(text) and merge.last_column - merge.first_column + 1 < max(2, 0.8 * grid.width)


def _goes_on(joint: Joint) -> bool:
    """Tell titles that go on in the next row, each under one of them, with the key column left blank."""
    if min(len(joint.filled), len(joint.below)) < 2 or 3 * len(joint.below) < len(joint.titled):
        return False
    if not joint.titled.issuperset(joint.below) or joint.is_apart or not joint.leaves_key:
        return False
    return joint.reads_above > -0.5 and joint.reads_below > READS_AS_TITLES


def _names_key(joint: Joint) -> bool:
    """Tell a row that only titles the columns left of the titles above it, as pandas writes the names of an index."""
    grid, filled, below = joint.grid, joint.filled, joint.below
    if len(filled) < 2 or not below or below[-1] >= filled[0] or joint.is_apart or not _leaves_untitled(joint):
        return False
    if not joint.next_rows or share_of(is_total, grid, joint.lower, below):
        return False
    return {*filled, *below}.issubset(grid.filled(joint.lower + 1)) and joint.reads_below > 0.5


def _goes_on_with_key(joint: Joint) -> bool:
    """Tell titles that go on in the next row, where the key column's stands: over numbers, or in another language."""
    if len(joint.filled) < 2 or joint.below[1:] != joint.filled or joint.is_apart or not _leaves_untitled(joint):
        return False
    if joint.holds_numbers or joint.reads_below <= 0.15:
        return False
    is_foreign_below = share_of(is_foreign, joint.grid, joint.lower, joint.filled) == 1
    return joint.heads_numbers(joint.filled) or (is_foreign_below and joint.foreign_above == 0)


def _leaves_untitled(joint: Joint) -> bool:
    """Tell that the key column of the lower row has no title in the upper one or right above."""
    grid, key = joint.grid, joint.below[0]
    above = joint.row - 1
    is_titled_above = above >= 0 and len(grid.filled(above)) > 1 and grid.shown(above, key)
    return not grid.shown(joint.row, key) and not is_titled_above


def _is_pivot(joint: Joint) -> bool:
    """Tell the two rows that Excel writes over the columns of a pivot table."""
    texts, below = joint.grid.texts(joint.row), joint.grid.texts(joint.lower)
    return any(top in texts and side in below for top, side in PIVOT_WORDS)


REASONS: tuple[Callable[[Joint], float], ...] = (
    _merges_down,
    _goes_on_under_tall,
    is_translated,
    is_half_translated,
    is_explained,
    _goes_on,
    _names_key,
    _goes_on_with_key,
    _is_pivot,
    has_children,
    heads_one_group,
    repeats_parents,
    parts_follow,
    fills_gaps,
)
