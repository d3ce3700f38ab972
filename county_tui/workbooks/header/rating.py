"""How the texts of a row read as titles of columns, numbers that count on taken together."""

from __future__ import annotations

import re
from statistics import fmean

from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import likeness

LEAST_RUN = 4
_MONTH = re.compile(r"((?:19|20)\d\d)\.(0?[1-9]|1[0-2])")
COUNTED = 0.45
LEAST_PAIRED = 4
SURE = 0.5
FAR_APART = 0.5
AT_MOST = 0.4
NEUTRAL = 0.3


def ratings(grid: Grid, row: int) -> dict[int, float]:
    """Return how much each text of a row reads as a title, by column."""
    if row not in grid.ratings:
        texts, kinds, counted = grid.texts(row), grid.kinds(row), counted_columns(grid, row)
        grid.ratings[row] = {
            column: COUNTED if column in counted else likeness(texts[column], kinds[column])
            for column in grid.filled(row)
        }
    return grid.ratings[row]


def mean_likeness(grid: Grid, row: int) -> float:
    """Return the mean rating of a row's texts."""
    rated = ratings(grid, row)
    return fmean(rated.values()) if rated else 0.0


def is_pairs(grid: Grid, row: int) -> bool:
    """Tell a row of names and values by turns, as a form's head has: 部门 业务科 负责人 刘洋."""
    rated = list(ratings(grid, row).values())
    if len(rated) < LEAST_PAIRED or len(rated) % 2:
        return False
    names, values = fmean(rated[::2]), fmean(rated[1::2])
    reads_so = min(rated[::2]) >= SURE and min(rated[1::2]) < NEUTRAL and values <= AT_MOST
    return reads_so and names - values >= FAR_APART


def counted_columns(grid: Grid, row: int) -> set[int]:
    """Return the columns whose numbers count on from one to the next, as days and years over columns do."""
    if row not in grid.counted:
        texts = grid.texts(row)
        runs: list[list[int]] = []
        for column in grid.filled(row):
            if runs and _follows(texts[runs[-1][-1]], texts[column]):
                runs[-1].append(column)
            else:
                runs.append([column])
        grid.counted[row] = {column for run in runs if len(run) >= LEAST_RUN for column in run}
    return grid.counted[row]


def _follows(text: str, following: str) -> bool:
    """Tell the next whole number, or a month of a year written 2023.01 beside its neighbour."""
    if text.isdecimal() and following.isdecimal():
        return int(following) == int(text) + 1
    months = _MONTH.fullmatch(text), _MONTH.fullmatch(following)
    if months[0] is None or months[1] is None:
        return False
    return abs(_month(months[1]) - _month(months[0])) == 1


def _month(match: re.Match[str]) -> int:
    """Count months from year 0; Excel shows the number 2023.10 as 2023.1."""
    year, month = match.groups()
    return 12 * int(year) + (10 if month == "1" else int(month))
