"""What the rows of one table usually look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from county_tui.workbooks.averages import median
from county_tui.workbooks.header.grid import BLANK, DASH, DATE, NUMBER, TEXT, Grid
from county_tui.workbooks.rows.thresholds import LEAST_SAMPLE, SAMPLE_ROWS


@dataclass(slots=True)
class Profile:
    """What rows of one table usually look like, learned from its first rows."""

    labels: list[str]
    headings: list[set[str]]
    above: set[str] = field(default_factory=set)
    kinds: list[str] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    filled: list[float] = field(default_factory=list)
    usual: float = 0.0


def profile_of(grid: Grid, rows: Sequence[int], headings: Sequence[Sequence[str]], first: int) -> Profile:
    """Learn a table's profile from the 0-based grid rows of a sample and each column's header texts.

    What explains a header stands above the data, so the lower half says what a column holds.
    """
    labels = [texts[-1] if texts else "" for texts in headings]
    profile = Profile(labels, [set(texts) for texts in headings])
    profile.above = {text for row in range(first) for text in grid.texts(row) if text}
    sample = [row for row in rows if len(grid.filled(row)) > 1][:SAMPLE_ROWS]
    lower = sample[len(sample) // 2 :] if len(sample) > LEAST_SAMPLE else sample
    for column in range(grid.width):
        kinds = [grid.kinds(row)[column] for row in lower]
        known = [kind for kind in kinds if kind not in (BLANK, DASH)]
        texts = [grid.texts(row)[column] for row in sample if grid.texts(row)[column]]
        profile.kinds.append(max((TEXT, NUMBER, DATE), key=known.count) if known else BLANK)
        profile.filled.append(len(texts) / len(sample) if sample else 0.0)
        profile.lengths.append(median([len(text) for text in texts]) if texts else 0.0)
    profile.usual = median([len(grid.filled(row)) for row in sample]) if sample else 0.0
    return profile
