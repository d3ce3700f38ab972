"""What hangs two rows together as one header: merges, parents over children, titles that go on or are translated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from county_tui.workbooks.grid import NUMBER, Grid
from county_tui.workbooks.likeness import (
    is_foreign,
    is_number_row,
    is_period,
    is_section,
    is_total,
    is_unit_note,
    stands_outside,
)
from county_tui.workbooks.rating import counted_columns, is_pairs, mean_likeness

LONGEST_HEADER_MERGE = 6
SHORT_LABEL = 8
PIVOT_WORDS = (("列标签", "行标签"), ("ColumnLabels", "RowLabels"))


def link(grid: Grid, row: int) -> float:
    """Rate from 0 to 1 how surely a row and the next one belong to one header, by the first reason that holds."""
    if row < 0 or row + 1 >= grid.height:
        return 0.0
    if row not in grid.links:
        grid.links[row] = next((rated for reason in REASONS if (rated := float(reason(grid, row)))), 0.0)
    return grid.links[row]


def headed(grid: Grid, row: int) -> set[int]:
    """Return the columns that show a text in a row or in the rows above that hang together with it."""
    first = row
    while link(grid, first - 1):
        first -= 1
    return {column for above in range(first, row + 1) for column in range(grid.width) if grid.shown(above, column)}


def _is_part(grid: Grid, row: int) -> bool:
    """Tell two rows with texts, the upper one neither a form's head nor a title or note."""
    filled = grid.filled(row)
    if not filled or grid.is_blank(row + 1) or is_pairs(grid, row):
        return False
    return not any(stands_outside(grid.texts(row)[column], len(filled)) for column in filled)


def _is_lone_title(grid: Grid, row: int) -> bool:
    """Tell one text that starts with or before the next row, or a period: a title, unless 单位：万元 stands above."""
    filled = grid.filled(row)
    if len(filled) != 1:
        return False
    if row > 0 and any(is_unit_note(text) for text in grid.texts(row - 1)):
        return is_section(grid.texts(row)[filled[0]])
    return filled[0] <= grid.filled(row + 1)[0] or is_period(grid.texts(row)[filled[0]].strip("（）()"))


def _is_translated(grid: Grid, row: int) -> bool:
    """Tell a row of Chinese titles with a row of foreign words under them, and no more such rows below."""
    filled, below = grid.filled(row), grid.filled(row + 1)
    if not _is_part(grid, row) or len(below) < 2 or not set(below) <= set(filled) or 2 * len(below) < len(filled):
        return False
    if share_of(is_foreign, grid, row, filled) > 0.3 or share_of(is_foreign, grid, row + 1, below) < 0.8:
        return False
    if row + 2 >= grid.height:
        return below == filled and share_of(is_foreign, grid, row + 1, below) == 1
    return share_of(is_foreign, grid, row + 2, below) < 0.5


def _is_explained(grid: Grid, row: int) -> bool:
    """Tell a row of foreign names with a Chinese title under each, and no such titles below."""
    filled = grid.filled(row)
    if not _is_part(grid, row) or len(filled) < 2 or grid.filled(row + 1) != filled:
        return False
    if share_of(is_foreign, grid, row, filled) < 0.8 or share_of(is_foreign, grid, row + 1, filled) > 0.2:
        return False
    reads = mean_likeness(grid, row + 1)
    return reads > 0.5 and (row + 2 >= grid.height or mean_likeness(grid, row + 2) < reads - 0.3)


def _goes_on(grid: Grid, row: int) -> bool:
    """Tell titles that go on in the next row, each under one of them, with the key column left blank."""
    above, below = headed(grid, row), grid.filled(row + 1)
    if not _is_part(grid, row) or min(len(grid.filled(row)), len(below)) < 2:
        return False
    if not above.issuperset(below) or 3 * len(below) < len(above):
        return False
    return _leaves_key(grid, row) and mean_likeness(grid, row) > -0.5 and mean_likeness(grid, row + 1) > 0.25


def _names_key(grid: Grid, row: int) -> bool:
    """Tell a row that only titles the columns left of the titles above it, as pandas writes the names of an index."""
    filled, below = grid.filled(row), grid.filled(row + 1)
    if len(filled) < 2 or not below or below[-1] >= filled[0] or row + 2 >= grid.height or not _is_part(grid, row):
        return False
    is_untitled = not any(grid.shown(above, column) for above in (row - 1, row) if above >= 0 for column in below)
    texts = grid.texts(row + 1)
    is_complete = {*filled, *below}.issubset(grid.filled(row + 2))
    is_named = not any(is_total(texts[column]) for column in below) and mean_likeness(grid, row + 1) > 0.5
    return is_untitled and is_complete and is_named


def _is_pivot(grid: Grid, row: int) -> bool:
    """Tell the two rows that Excel writes over the columns of a pivot table."""
    return any(top in grid.texts(row) and side in grid.texts(row + 1) for top, side in PIVOT_WORDS)


def _leaves_key(grid: Grid, row: int) -> bool:
    """Tell that the next row leaves the first column headed so far blank, which the rows below it soon fill again."""
    key = min(headed(grid, row))
    if grid.filled(row + 1)[0] <= key or grid.owner(row + 1, key) != (row + 1, key):
        return False
    return grid.ends(row + 1) or any(grid.texts(below)[key] for below in range(row + 2, min(row + 5, grid.height)))


def _merges_down(grid: Grid, row: int) -> bool:
    """Tell whether a cell with text is merged from a row into the next."""
    for column in range(grid.width):
        merge = grid.merge_at(row, column)
        if merge is None or merge.last_row < row + 2 or merge.last_row - merge.first_row >= LONGEST_HEADER_MERGE:
            continue
        text = grid.texts(merge.first_row - 1)[merge.first_column]
        if text and merge.last_column - merge.first_column + 1 < max(2, 0.8 * grid.width):
            return True
    return False


def _has_children(grid: Grid, row: int) -> bool:
    """Tell a row with a cell merged across at least two texts of the next row, neither of them values."""
    if not _is_part(grid, row) or _is_lone_title(grid, row):
        return False
    filled, below = grid.filled(row), set(grid.filled(row + 1))
    spans = [range(column, column + grid.span(row, column)) for column in filled]
    if not any(len(below & set(span)) > 1 for span in spans if len(span) > 1) or _stands_alone(grid, row):
        return False
    return mean_likeness(grid, row) > -0.3 and mean_likeness(grid, row + 1) > -0.2


def _stands_alone(grid: Grid, row: int) -> bool:
    """Tell a row whose cells are as often one column wide over a text, which parents would be merged into, as not."""
    filled, below = grid.filled(row), grid.filled(row + 1)
    return 2 * sum(column in below and grid.span(row, column) == 1 for column in filled) >= len(filled)


def _repeats_parents(grid: Grid, row: int) -> bool:
    """Tell parents written again over each of their children, as where merges were undone: 成都 成都 西昌 西昌."""
    filled, texts, below = grid.filled(row), grid.texts(row), grid.texts(row + 1)
    if len(filled) < 4 or not set(filled).issubset(grid.filled(row + 1)) or not _is_part(grid, row):
        return False
    runs = [list(run) for _, run in groupby(filled, key=texts.__getitem__)]
    groups = [run for run in runs if len(run) > 1]
    is_told_apart = all(len({below[column] for column in run}) == len(run) for run in groups)
    return (
        len(groups) > 1 and is_told_apart and mean_likeness(grid, row + 1) > 0.5 and not _holds_numbers(grid, row + 1)
    )


def _fills_gaps(grid: Grid, row: int) -> float:
    """Rate an unmerged parent row: the next row fills its gaps and stands under few of its texts."""
    filled, below = grid.filled(row), set(grid.filled(row + 1))
    top = {column for start in filled for column in range(start, start + grid.span(row, start))}
    gaps, both = below - top, below & set(filled)
    if len(filled) < 2 or not gaps or not _is_part(grid, row):
        return 0.0
    leaves_key = _leaves_key(grid, row)
    if _holds_numbers(grid, row + 1) or (_heads_blocks(grid, filled) and not leaves_key):
        return 0.0
    if not both and not _steps_down(grid, row, filled, gaps):
        return 0.0
    opens_groups = [_opens_group(column, filled, gaps) for column in both]
    if not all(opens_groups) and not (leaves_key and any(opens_groups)):
        return 0.0
    if len(both) > len(gaps) and not leaves_key:
        return 0.0
    over_numbers = leaves_key or _heads_numbers(grid, row + 1, gaps | both)
    is_parent = mean_likeness(grid, row) > 0.1 or over_numbers
    has_children = mean_likeness(grid, row + 1) > 0.15 or over_numbers or is_number_row(grid.texts(row + 1))
    return 0.8 if is_parent and has_children else 0.0


def _steps_down(grid: Grid, row: int, filled: Sequence[int], gaps: set[int]) -> bool:
    """Tell parts that stand one row lower than their whole, in columns to its right; the rows below fill both."""
    if len(gaps) < 2 or not _leaves_key(grid, row) or min(gaps) < filled[1]:
        return False
    both = gaps.union(filled)
    return any(
        len(both.intersection(grid.filled(below))) >= 0.8 * len(both)
        for below in range(row + 2, min(row + 5, grid.height))
    )


def _heads_blocks(grid: Grid, filled: Sequence[int]) -> bool:
    """Tell one text over the start of each of several blocks side by side: their titles."""
    starts = grid.block_columns
    return len(starts) > 1 and list(filled) == starts


def _opens_group(column: int, filled: Sequence[int], gaps: set[int]) -> bool:
    """Tell a parent at a column: the next row fills a gap between it and its neighbour."""
    end = min((other for other in filled if other > column), default=max(gaps) + 1)
    return any(column < gap < end for gap in gaps)


def _holds_numbers(grid: Grid, row: int) -> bool:
    """Tell a row with plain numbers, which no labels are unless they count on from one to the next."""
    if is_number_row(grid.texts(row)):
        return False
    texts, kinds, counted = grid.texts(row), grid.kinds(row), counted_columns(grid, row)
    numbers = (column for column in grid.filled(row) if kinds[column] == NUMBER and column not in counted)
    return not all(is_period(texts[column]) for column in numbers)


def _heads_numbers(grid: Grid, row: int, columns: set[int]) -> bool:
    """Tell a row of texts with numbers, or nothing at all, under these columns in the next three rows."""
    if grid.ends(row):
        return all(len(grid.texts(row)[column]) <= SHORT_LABEL for column in columns)
    for below in range(row + 1, min(row + 4, grid.height)):
        kinds = [grid.kinds(below)[column] for column in columns]
        if sum(kind == NUMBER for kind in kinds) >= 0.7 * len(kinds):
            return True
    return False


def share_of(test: Callable[[str], bool], grid: Grid, row: int, columns: Sequence[int]) -> float:
    """Return how many of a row's cells pass a test."""
    texts = grid.texts(row)
    return sum(test(texts[column]) for column in columns) / len(columns)


REASONS: tuple[Callable[[Grid, int], float], ...] = (
    _merges_down,
    _is_translated,
    _is_explained,
    _goes_on,
    _names_key,
    _is_pivot,
    _has_children,
    _repeats_parents,
    _fills_gaps,
)
