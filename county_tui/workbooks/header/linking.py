"""Rules that link two rows as one header: merges, parents over children, continued or translated titles."""

from __future__ import annotations

from collections.abc import Callable

from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import is_foreign, is_period, is_total
from county_tui.workbooks.header.labels import is_placeholder_row
from county_tui.workbooks.header.parents import fills_gaps, has_children, heads_one_group, parts_follow, repeats_parents
from county_tui.workbooks.header.rating import mean_label_score
from county_tui.workbooks.header.row_pair import RowPair, share_of, shown_columns
from county_tui.workbooks.header.thresholds import LONGEST_HEADER_MERGE, TITLES

PIVOT_WORDS = (("列标签", "行标签"), ("ColumnLabels", "RowLabels"))


def link(grid: Grid, row: int) -> float:
    """Return from 0 to 1 how surely a row and the next belong to one header: the first reason that applies decides."""
    if row < 0 or row + 1 >= grid.height or is_placeholder_row(grid.texts(row + 1)):
        return 0.0
    if row not in grid.links:
        pair = RowPair(grid, row, _top(grid, row), row + 1)
        grid.links[row] = next((rated for reason in REASONS if (rated := float(reason(pair)))), 0.0)
    return grid.links[row]


def _top(grid: Grid, row: int) -> int:
    """Return the top row of the header that a row belongs to, or the row itself."""
    while link(grid, row - 1):
        row -= 1
    return row


def headed(grid: Grid, row: int) -> set[int]:
    """Return the columns that have a title in a row or in the header rows above it."""
    return shown_columns(grid, range(_top(grid, row), row + 1))


def goes_on_past(grid: Grid, row: int, lower: int) -> bool:
    """True if a row further down translates the titles, past units or a blank row."""
    return _is_translated(RowPair(grid, row, _top(grid, row), lower))


def _merges_down(pair: RowPair) -> bool:
    """True if a cell with text is merged from a row into the next; not a lone remark beside rows of numbers."""
    merged = [column for column in range(pair.grid.width) if _reaches_down(pair.grid, pair.row, column)]
    return bool(merged) and not (2 * len(merged) < len(pair.filled) and pair.holds_numbers)


def _goes_on_under_tall(pair: RowPair) -> bool:
    """True for a row that only shows parents merged into it from above, over their children in the next row."""
    grid, row = pair.grid, pair.row
    if pair.filled or not pair.below:
        return False
    parents = {grid.owner(row, column)[0] for column in range(grid.width)} - {row}
    return any(has_children(RowPair(grid, parent, _top(grid, parent), pair.lower)) for parent in parents)


def _reaches_down(grid: Grid, row: int, column: int) -> bool:
    """True for a cell with text, merged from a row into the next, but neither over most of the sheet nor far down."""
    merge = grid.merge_at(row, column)
    if merge is None or merge.last_row < row + 2 or merge.last_row - merge.first_row >= LONGEST_HEADER_MERGE:
        return False
    text = grid.texts(merge.first_row - 1)[merge.first_column]
    return bool(text) and merge.last_column - merge.first_column + 1 < max(2, 0.8 * grid.width)


def _continues_titles(pair: RowPair) -> bool:
    """True if the lower row refines titles of the upper one and leaves the key column blank."""
    if min(len(pair.filled), len(pair.below)) < 2 or 3 * len(pair.below) < len(pair.titled):
        return False
    if not pair.titled.issuperset(pair.below) or pair.cannot_be_header or not pair.leaves_key_blank:
        return False
    return pair.label_score_above > -0.5 and pair.label_score_below > TITLES


def _titles_key_columns(pair: RowPair) -> bool:
    """True if the lower row only titles the columns left of the upper titles, as pandas writes index names."""
    grid, filled, below = pair.grid, pair.filled, pair.below
    if len(filled) < 2 or not below or below[-1] >= filled[0] or pair.cannot_be_header or not _leaves_untitled(pair):
        return False
    if not pair.next_rows or share_of(is_total, grid, pair.lower, below):
        return False
    return {*filled, *below}.issubset(grid.filled(pair.lower + 1)) and pair.label_score_below > 0.5


def _continues_with_key(pair: RowPair) -> bool:
    """True if the lower row repeats the columns and adds the key's title, over numbers or in another language."""
    if len(pair.filled) < 2 or pair.below[1:] != pair.filled or pair.cannot_be_header or not _leaves_untitled(pair):
        return False
    if pair.holds_numbers or pair.label_score_below <= 0.15:
        return False
    is_foreign_below = share_of(is_foreign, pair.grid, pair.lower, pair.filled) == 1
    return pair.stands_over_numbers(pair.filled) or (is_foreign_below and pair.foreign_above == 0)


def _leaves_untitled(pair: RowPair) -> bool:
    """True if the key column of the lower row has no title in the upper one or right above."""
    grid, key = pair.grid, pair.below[0]
    above = pair.row - 1
    is_titled_above = above >= 0 and len(grid.filled(above)) > 1 and grid.shown(above, key)
    return not grid.shown(pair.row, key) and not is_titled_above


def _is_pivot(pair: RowPair) -> bool:
    """True for the two rows that Excel writes over the columns of a pivot table."""
    texts, below = pair.grid.texts(pair.row), pair.grid.texts(pair.lower)
    return any(top in texts and side in below for top, side in PIVOT_WORDS)


def _is_translated(pair: RowPair) -> bool:
    """True if the lower row translates the titles above it."""
    if len(pair.filled) < 2 or pair.cannot_be_header or not pair.titled.issuperset(pair.below):
        return False
    is_chinese = pair.foreign_above <= 0.3 or pair.first < pair.row
    if not is_chinese or pair.foreign_below < 0.8 or not _says_enough(pair):
        return False
    if pair.lower + 1 >= pair.grid.height:
        return pair.titled.issubset(pair.below) and pair.foreign_below == 1
    return share_of(is_foreign, pair.grid, pair.lower + 1, pair.below) < 0.5


def _says_enough(pair: RowPair) -> bool:
    """True if most titles are said again, or all but periods, or some over others that are parted further below."""
    if len(pair.below) > 1 and 2 * len(pair.below) >= len(pair.titled):
        return True
    if pair.below == pair.filled[:1]:
        texts = pair.grid.texts(pair.row)
        return all(is_period(texts[column]) for column in pair.filled[1:])
    return pair.foreign_below == 1 and pair.leaves_key_blank


def _is_half_translated(pair: RowPair) -> bool:
    """True if the lower row translates some titles and adds titles in the gaps of the upper row."""
    if pair.cannot_be_header or pair.holds_numbers or pair.foreign_above:
        return False
    texts = pair.grid.texts(pair.lower)
    foreign = {column for column in pair.below if is_foreign(texts[column])}
    gaps = set(pair.below).difference(pair.filled, foreign)
    key = min(pair.titled)
    is_key = pair.below[0] == key and key in foreign and key not in pair.filled
    return is_key and bool(gaps) and pair.titled.issuperset(foreign) and pair.label_score_below > 0.25


def _is_explained(pair: RowPair) -> bool:
    """True if the upper row has foreign names and the lower row their Chinese titles."""
    if len(pair.filled) < 2 or pair.below != pair.filled or pair.cannot_be_header:
        return False
    if pair.foreign_above < 0.8 or pair.foreign_below > 0.2:
        return False
    reads, following = pair.label_score_below, pair.lower + 1
    return reads > 0.5 and (following >= pair.grid.height or mean_label_score(pair.grid, following) < reads - 0.3)


REASONS: tuple[Callable[[RowPair], float], ...] = (
    _merges_down,
    _goes_on_under_tall,
    _is_translated,
    _is_half_translated,
    _is_explained,
    _continues_titles,
    _titles_key_columns,
    _continues_with_key,
    _is_pivot,
    has_children,
    heads_one_group,
    repeats_parents,
    parts_follow,
    fills_gaps,
)
