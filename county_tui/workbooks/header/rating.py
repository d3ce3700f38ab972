"""Label scores of whole rows; consecutive numbers are scored together."""

from __future__ import annotations

import re

from county_tui.workbooks.averages import mean
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import label_score
from county_tui.workbooks.header.thresholds import (
    COUNTED_SCORE,
    LEAST_APART,
    LEAST_PAIRED,
    LEAST_RUN,
    MOST_VALUE,
    NEUTRAL_VALUE,
    SURE_NAME,
)

_MONTH = re.compile(r"((?:19|20)\d\d)\.(0?[1-9]|1[0-2])")


def label_scores(grid: Grid, row: int) -> dict[int, float]:
    """Return how much each text of a row reads as a title, by column."""
    if row not in grid.label_scores:
        texts, kinds, counted = grid.texts(row), grid.kinds(row), counting_columns(grid, row)
        grid.label_scores[row] = {
            column: COUNTED_SCORE if column in counted else label_score(texts[column], kinds[column])
            for column in grid.filled(row)
        }
    return grid.label_scores[row]


def mean_label_score(grid: Grid, row: int) -> float:
    """Return the mean rating of a row's texts."""
    rated = label_scores(grid, row)
    return mean(list(rated.values())) if rated else 0.0


def is_pairs(grid: Grid, row: int) -> bool:
    """True for a row of names and values by turns, as a form's head has: 部门 业务科 负责人 刘洋."""
    rated = list(label_scores(grid, row).values())
    if len(rated) < LEAST_PAIRED or len(rated) % 2:
        return False
    names, values = mean(rated[::2]), mean(rated[1::2])
    reads_so = min(rated[::2]) >= SURE_NAME and min(rated[1::2]) < NEUTRAL_VALUE and values <= MOST_VALUE
    return reads_so and names - values >= LEAST_APART


def counting_columns(grid: Grid, row: int) -> set[int]:
    """Return the columns whose numbers count on from one to the next, as days and years over columns do."""
    if row not in grid.counting:
        texts = grid.texts(row)
        runs: list[list[int]] = []
        for column in grid.filled(row):
            if runs and _follows(texts[runs[-1][-1]], texts[column]):
                runs[-1].append(column)
            else:
                runs.append([column])
        grid.counting[row] = {column for run in runs if len(run) >= LEAST_RUN for column in run}
    return grid.counting[row]


def _follows(text: str, following: str) -> bool:
    """True for the next whole number, or a month of a year written 2023.01 beside its neighbour."""
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
