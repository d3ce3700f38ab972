"""Titles over several columns: merged across them, written once with blanks to their right, or once over each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from county_tui.workbooks.header.label_features import is_number_row, is_period, is_section, is_unit_note
from county_tui.workbooks.header.rating import mean_label_score
from county_tui.workbooks.header.row_pair import RowPair
from county_tui.workbooks.header.thresholds import (
    LEAST_REPEATED,
    LEAST_TITLES,
    LIKE_THE_NEXT,
    ONE_TITLE,
    SHORT_LABEL,
    TITLES,
)


def has_children(pair: RowPair) -> bool:
    """True for a row with a cell merged across at least two texts of the next row, neither of them values."""
    if pair.cannot_be_header or _is_lone_title(pair):
        return False
    below = set(pair.below)
    spans = [range(column, column + pair.grid.span(pair.row, column)) for column in pair.filled]
    if not any(len(below & set(span)) > 1 for span in spans if len(span) > 1) or _stands_alone(pair):
        return False
    if _is_record(pair):
        return False
    return pair.label_score_above > -0.3 and pair.label_score_below > -0.2


def _is_record(pair: RowPair) -> bool:
    """True if the lower row is a record: it fills the key column, and the row after it reads alike."""
    key, following = min(pair.titled), pair.lower + 1
    if pair.below[0] != key or pair.filled[0] != key or pair.grid.span(pair.row, key) > 1:
        return False
    if following >= pair.grid.height or not pair.grid.texts(following)[key]:
        return False
    return pair.label_score_below - mean_label_score(pair.grid, following) < LIKE_THE_NEXT


def heads_one_group(pair: RowPair) -> bool:
    """True if the upper row is one unmerged title over the first of its columns: 联系方式 over 手机, 座机."""
    if len(pair.filled) != 1 or pair.cannot_be_header or pair.holds_numbers:
        return False
    column, below = pair.filled[0], pair.below
    text = pair.grid.texts(pair.row)[column]
    company = [other for other in below if other >= column]
    if column not in below or column == below[0] or len(company) < 2 or len(below) < LEAST_TITLES:
        return False
    if is_period(text) or len(text) > SHORT_LABEL or pair.grid.span(pair.row, column) > 1:
        return False
    reads = pair.label_score_below > TITLES or _stands_over_numbers(pair, set(company))
    return pair.label_score_above >= ONE_TITLE and reads


def _is_lone_title(pair: RowPair) -> bool:
    """True if the upper row is a table title: one text from the first column on, or a period."""
    is_translation = pair.first < pair.row and pair.foreign_above == 1
    if len(pair.filled) != 1 or is_translation:
        return False
    text = pair.grid.texts(pair.row)[pair.filled[0]]
    if pair.row > 0 and any(is_unit_note(above) for above in pair.grid.texts(pair.row - 1)):
        return is_section(text)
    return pair.filled[0] <= pair.below[0] or is_period(text.strip("（）()"))


def _stands_alone(pair: RowPair) -> bool:
    """True if at least half of the upper cells are one column wide over a text, so no merged parents."""
    alone = [column for column in pair.filled if column in pair.below and pair.grid.span(pair.row, column) == 1]
    return 2 * len(alone) >= len(pair.filled)


def repeats_parents(pair: RowPair) -> bool:
    """True if parents are repeated over each child, as after unmerging: 成都 成都 西昌 西昌."""
    if len(pair.filled) < LEAST_REPEATED or not set(pair.filled).issubset(pair.below) or pair.cannot_be_header:
        return False
    texts, below = pair.grid.texts(pair.row), pair.grid.texts(pair.lower)
    runs = [list(run) for _, run in groupby(pair.filled, key=texts.__getitem__)]
    groups = [run for run in runs if len(run) > 1]
    if len(groups) < 2 or any(len({below[column] for column in run}) < len(run) for run in groups):
        return False
    return pair.label_score_below > 0.5 and not pair.holds_numbers


def parts_follow(pair: RowPair) -> bool:
    """True for 其中 over the first of its parts, with nothing else in their row."""
    texts = pair.grid.texts(pair.row)
    columns = [column for column in pair.filled if texts[column].rstrip("：:") == "其中"]
    if not columns or pair.cannot_be_header or pair.holds_numbers or pair.below[0] != columns[0]:
        return False
    return pair.leaves_key_blank


def fills_gaps(pair: RowPair) -> float:
    """Score an unmerged parent row: the next row fills its gaps."""
    grid, filled = pair.grid, pair.filled
    top = {column for start in filled for column in range(start, start + grid.span(pair.row, start))}
    gaps, both = set(pair.below) - top, set(pair.below).intersection(filled)
    if len(filled) < 2 or not gaps or pair.cannot_be_header or pair.holds_numbers:
        return 0.0
    leaves_key_blank = pair.leaves_key_blank
    if not leaves_key_blank and (_heads_blocks(pair) or len(both) > len(gaps)):
        return 0.0
    if not both and not (leaves_key_blank and _steps_down(pair, gaps)):
        return 0.0
    opens_groups = [_opens_group(column, filled, gaps) for column in both]
    if not all(opens_groups) and not (leaves_key_blank and any(opens_groups)):
        return 0.0
    over_numbers = leaves_key_blank or _stands_over_numbers(pair, gaps | both)
    is_parent = pair.label_score_above > 0.1 or over_numbers
    reads = pair.label_score_below > 0.15 or over_numbers or is_number_row(grid.texts(pair.lower))
    return 0.8 if is_parent and reads else 0.0


def _steps_down(pair: RowPair, gaps: set[int]) -> bool:
    """True if the lower row titles the parts of an upper total, to its right, and rows below fill both."""
    if len(gaps) < 2 or min(gaps) < pair.filled[1]:
        return False
    both = gaps.union(pair.filled)
    return any(len(both.intersection(pair.grid.filled(below))) >= 0.8 * len(both) for below in pair.next_rows)


def _heads_blocks(pair: RowPair) -> bool:
    """True for one text over the start of each of several blocks side by side: their titles."""
    starts = pair.grid.block_columns
    return len(starts) > 1 and pair.filled == starts


def _opens_group(column: int, filled: Sequence[int], gaps: set[int]) -> bool:
    """True if the next row fills a gap between a parent and its right neighbour."""
    end = min((other for other in filled if other > column), default=max(gaps) + 1)
    return any(column < gap < end for gap in gaps)


def _stands_over_numbers(pair: RowPair, columns: set[int]) -> bool:
    """True for short texts with nothing at all below the lower row, or numbers under these columns."""
    if pair.grid.ends(pair.lower):
        return all(len(pair.grid.texts(pair.lower)[column]) <= SHORT_LABEL for column in columns)
    return pair.stands_over_numbers(columns)
