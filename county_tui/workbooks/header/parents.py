"""Titles over several columns: merged across them, written once with blanks to their right, or once over each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from county_tui.workbooks.header.label_features import is_number_row, is_period, is_section, is_unit_note
from county_tui.workbooks.header.rating import mean_likeness
from county_tui.workbooks.header.row_pair import Joint

SHORT_LABEL = 8
LEAST_REPEATED = 4
LIKE_THE_NEXT = 0.3
LEAST_TITLES = 4
PLAINLY_A_TITLE = 0.3
PLAINLY_TITLES = 0.35


def has_children(joint: Joint) -> bool:
    """Tell a row with a cell merged across at least two texts of the next row, neither of them values."""
    if joint.is_apart or _is_lone_title(joint):
        return False
    below = set(joint.below)
    spans = [range(column, column + joint.grid.span(joint.row, column)) for column in joint.filled]
    if not any(len(below & set(span)) > 1 for span in spans if len(span) > 1) or _stands_alone(joint):
        return False
    if _is_record(joint):
        return False
    return joint.reads_above > -0.3 and joint.reads_below > -0.2


def _is_record(joint: Joint) -> bool:
    """Tell a lower row that fills the key column under the key's own title, as the row after it does in its manner."""
    key, following = min(joint.titled), joint.lower + 1
    if joint.below[0] != key or joint.filled[0] != key or joint.grid.span(joint.row, key) > 1:
        return False
    if following >= joint.grid.height or not joint.grid.texts(following)[key]:
        return False
    return joint.reads_below - mean_likeness(joint.grid, following) < LIKE_THE_NEXT


def heads_one_group(joint: Joint) -> bool:
    """Tell one title, written once and not merged, over the first of its columns: 联系方式 over 手机, 座机, 邮箱."""
    if len(joint.filled) != 1 or joint.is_apart or joint.holds_numbers:
        return False
    column, below = joint.filled[0], joint.below
    text = joint.grid.texts(joint.row)[column]
    company = [other for other in below if other >= column]
    if column not in below or column == below[0] or len(company) < 2 or len(below) < LEAST_TITLES:
        return False
    if is_period(text) or len(text) > SHORT_LABEL or joint.grid.span(joint.row, column) > 1:
        return False
    reads = joint.reads_below > PLAINLY_TITLES or _heads_numbers(joint, set(company))
    return joint.reads_above >= PLAINLY_A_TITLE and reads


def _is_lone_title(joint: Joint) -> bool:
    """Tell one text that starts with or before the next row, or a period: a title, unless 单位：万元 stands above."""
    is_translation = joint.first < joint.row and joint.foreign_above == 1
    if len(joint.filled) != 1 or is_translation:
        return False
    text = joint.grid.texts(joint.row)[joint.filled[0]]
    if joint.row > 0 and any(is_unit_note(above) for above in joint.grid.texts(joint.row - 1)):
        return is_section(text)
    return joint.filled[0] <= joint.below[0] or is_period(text.strip("（）()"))


def _stands_alone(joint: Joint) -> bool:
    """Tell a row whose cells are as often one column wide over a text, which parents would be merged into, as not."""
    alone = [column for column in joint.filled if column in joint.below and joint.grid.span(joint.row, column) == 1]
    return 2 * len(alone) >= len(joint.filled)


def repeats_parents(joint: Joint) -> bool:
    """Tell parents written again over each of their children, as where merges were undone: 成都 成都 西昌 西昌."""
    if len(joint.filled) < LEAST_REPEATED or not set(joint.filled).issubset(joint.below) or joint.is_apart:
        return False
    texts, below = joint.grid.texts(joint.row), joint.grid.texts(joint.lower)
    runs = [list(run) for _, run in groupby(joint.filled, key=texts.__getitem__)]
    groups = [run for run in runs if len(run) > 1]
    if len(groups) < 2 or any(len({below[column] for column in run}) < len(run) for run in groups):
        return False
    return joint.reads_below > 0.5 and not joint.holds_numbers


def parts_follow(joint: Joint) -> bool:
    """Tell 其中 over the first of its parts, with nothing else in their row."""
    texts = joint.grid.texts(joint.row)
    columns = [column for column in joint.filled if texts[column].rstrip("：:") == "其中"]
    if not columns or joint.is_apart or joint.holds_numbers or joint.below[0] != columns[0]:
        return False
    return joint.leaves_key


def fills_gaps(joint: Joint) -> float:
    """Rate an unmerged parent row: the next row fills its gaps and stands under few of its texts."""
    grid, filled = joint.grid, joint.filled
    top = {column for start in filled for column in range(start, start + grid.span(joint.row, start))}
    gaps, both = set(joint.below) - top, set(joint.below).intersection(filled)
    if len(filled) < 2 or not gaps or joint.is_apart or joint.holds_numbers:
        return 0.0
    leaves_key = joint.leaves_key
    if not leaves_key and (_heads_blocks(joint) or len(both) > len(gaps)):
        return 0.0
    if not both and not (leaves_key and _steps_down(joint, gaps)):
        return 0.0
    opens_groups = [_opens_group(column, filled, gaps) for column in both]
    if not all(opens_groups) and not (leaves_key and any(opens_groups)):
        return 0.0
    over_numbers = leaves_key or _heads_numbers(joint, gaps | both)
    is_parent = joint.reads_above > 0.1 or over_numbers
    reads = joint.reads_below > 0.15 or over_numbers or is_number_row(grid.texts(joint.lower))
    return 0.8 if is_parent and reads else 0.0


def _steps_down(joint: Joint, gaps: set[int]) -> bool:
    """Tell parts that stand one row lower than their whole, in columns to its right; the rows below fill both."""
    if len(gaps) < 2 or min(gaps) < joint.filled[1]:
        return False
    both = gaps.union(joint.filled)
    return any(len(both.intersection(joint.grid.filled(below))) >= 0.8 * len(both) for below in joint.next_rows)


def _heads_blocks(joint: Joint) -> bool:
    """Tell one text over the start of each of several blocks side by side: their titles."""
    starts = joint.grid.block_columns
    return len(starts) > 1 and joint.filled == starts


def _opens_group(column: int, filled: Sequence[int], gaps: set[int]) -> bool:
    """Tell a parent at a column: the next row fills a gap between it and its neighbour."""
    end = min((other for other in filled if other > column), default=max(gaps) + 1)
    return any(column < gap < end for gap in gaps)


def _heads_numbers(joint: Joint, columns: set[int]) -> bool:
    """Tell short texts with nothing at all below the lower row, or numbers under these columns."""
    if joint.grid.ends(joint.lower):
        return all(len(joint.grid.texts(joint.lower)[column]) <= SHORT_LABEL for column in columns)
    return joint.heads_numbers(columns)
