"""Scores a block of rows as a header: a weighted sum of features."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from county_tui.workbooks.averages import mean
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.header.columns import header_texts, labels_of
from county_tui.workbooks.header.grid import BLANK, DASH, DATE, NUMBER, TEXT, Grid
from county_tui.workbooks.header.label_features import TICKS, is_demand, is_period, label_score
from county_tui.workbooks.header.labels import fold_label
from county_tui.workbooks.header.levels import next_level
from county_tui.workbooks.header.linking import link
from county_tui.workbooks.header.rating import counting_columns, is_pairs, label_scores
from county_tui.workbooks.header.row_pair import share_of
from county_tui.workbooks.header.thresholds import BODY_ROWS, FEW_ROWS, OFF_SCALE

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(slots=True)
class _Body:
    """The values under one column in the first rows below a block."""

    texts: list[str]
    kinds: list[str]


class Candidate:
    """A block of 0-based label rows `first` to `last`, with number and unit rows down to `end`, and rows below it."""

    def __init__(
        self, grid: Grid, label_rows: range, end: int, rows: Sequence[int], facts: SheetFacts | None = None
    ) -> None:
        """Take the block and the rows that belong to it below."""
        self.grid, self.first, self.last, self.end = grid, label_rows[0], label_rows[-1], end
        self.body = rows[:BODY_ROWS]
        self.facts = facts or SheetFacts()
        self.size = len(rows)

    @property
    def area(self) -> int:
        """How many cells stand under its labels."""
        return self.size * len(self.labelled)

    @cached_property
    def paths(self) -> list[list[str]]:
        """The header texts of each column."""
        return header_texts(self.grid, self.first, self.last)

    @cached_property
    def labelled(self) -> list[int]:
        """The columns that have a label."""
        return [column for column, texts in enumerate(self.paths) if texts]

    @cached_property
    def used(self) -> list[int]:
        """The columns that have a label, or values in a good part of the rows below."""
        least = max(1.0, 0.3 * len(self.body))
        counts = [sum(1 for row in self.body if self.grid.texts(row)[c]) for c in range(self.grid.width)]
        return [c for c in range(self.grid.width) if self.paths[c] or counts[c] >= least]

    def below(self, column: int) -> _Body:
        """Return the values under a column, blanks and dashes left out."""
        pairs = [(self.grid.texts(row)[column], self.grid.kinds(row)[column]) for row in self.body]
        pairs = [pair for pair in pairs if pair[1] not in (BLANK, DASH)]
        return _Body([text for text, _ in pairs], [kind for _, kind in pairs])

    def folded(self) -> set[str]:
        """Return the folded labels and paths."""
        labels = set(map(fold_label, labels_of(self.paths)))
        return (labels - {""}) | {fold_label("".join(self.paths[c])) for c in self.labelled}


def _label_scores(block: Candidate) -> float:
    """How much the block's texts read as titles of columns."""
    rated = [rating for row in range(block.first, block.last + 1) for rating in label_scores(block.grid, row).values()]
    return mean(rated) if rated else -1.0


def _coverage(block: Candidate) -> float:
    """How many of the columns in use have a label."""
    return len(block.labelled) / len(block.used) if block.used else 0.0


def _count(block: Candidate) -> float:
    """How many labels there are, up to ten."""
    return min(len(block.labelled), 10) / 10


def _unique(block: Candidate) -> float:
    """How many of the paths stand only once."""
    paths = ["/".join(block.paths[c]) for c in block.labelled]
    return len(set(paths)) / len(paths) if paths else 0.0


def _contrast(block: Candidate) -> float:
    """How different the labels are from what stands under them."""
    rated = [_column_contrast(block, column) for column in block.labelled]
    return mean(rated) if rated else 0.0


def _column_contrast(block: Candidate, column: int) -> float:
    """Score one column: its label against the values below."""
    label, body = block.paths[column][-1], block.below(column)
    is_counted = any(column in counting_columns(block.grid, row) for row in range(block.first, block.last + 1))
    kind = NUMBER if label.replace(".", "").isdigit() and not (is_counted or is_period(label)) else TEXT
    if not body.kinds:
        return 0.2
    numeric = sum(k in (NUMBER, DATE) for k in body.kinds) / len(body.kinds)
    if numeric > 0.5:
        return 1.0 if kind == TEXT or _is_off_scale(label, body) else -0.5
    if label in body.texts:
        return -0.5
    if TICKS.issuperset(body.texts):
        return 1.0
    if len(body.texts) >= 4 and len(set(body.texts)) <= 0.5 * len(body.texts):
        return 0.6
    usual = mean([label_score(text, k) for text, k in zip(body.texts, body.kinds, strict=True)])
    longer = mean([len(text) for text in body.texts]) >= 2 * len(label)
    return 0.5 if longer or label_score(label, kind) - usual > 0.4 else 0.1


def _is_off_scale(label: str, body: _Body) -> bool:
    """True for a number that is many times what stands under it: a code, as of a station, over measured values."""
    values = [abs(float(text)) for text in body.texts if _PLAIN.fullmatch(text)]
    return bool(values and _PLAIN.fullmatch(label)) and float(label) > OFF_SCALE * max(values)


def _numbered(block: Candidate) -> float:
    """A column-number or unit row right below."""
    return float(block.end > block.last)


def _marked(block: Candidate) -> float:
    """The sender froze, filtered or prints on every page the rows down to here."""
    titles = block.facts.print_titles
    marks = {block.facts.frozen_rows, block.facts.filter_row, titles[1] if titles else 0}
    return float(block.last + 1 in marks or block.end + 1 in marks)


def _cut_above(block: Candidate) -> float:
    """The row above belongs to the same header."""
    return link(block.grid, block.first - 1)


def _cut_below(block: Candidate) -> float:
    """The row below, or one past units or blanks, belongs to the same header."""
    level = next_level(block.grid, block.last)
    if level is None or level <= block.end:
        return 0.0
    return link(block.grid, block.last) or 1.0


def _stacked(block: Candidate) -> float:
    """The row above is as full, so this is probably data; not if that is a form's head or instructions."""
    if block.first == 0:
        return 0.0
    above = block.grid.filled(block.first - 1)
    own = set(block.labelled)
    if len(own) < 2 or len(own.intersection(above)) < 0.7 * len(own) or is_pairs(block.grid, block.first - 1):
        return 0.0
    return float(share_of(is_demand, block.grid, block.first - 1, above) < 0.5)


def _paired(block: Candidate) -> float:
    """Its only row gives names and values by turns."""
    return float(block.first == block.last and is_pairs(block.grid, block.first))


def _levels(block: Candidate) -> float:
    """How many levels of the block are linked."""
    return sum(link(block.grid, row) for row in range(block.first, block.last))


def _size(block: Candidate) -> float:
    """How much data stands below, from a handful up to a thousand rows."""
    return math.log10(max(FEW_ROWS, min(block.size, 1000)) / FEW_ROWS)


def _depth(block: Candidate) -> float:
    """How far down the sheet the block starts."""
    return min(block.first, 50) / 50


WEIGHTS: dict[Callable[[Candidate], float], float] = {
    _label_scores: 3.0,
    _coverage: 4.0,
    _count: 1.0,
    _unique: 3.0,
    _contrast: 2.5,
    _numbered: 1.2,
    _marked: 0.8,
    _levels: 0.5,
    _size: 0.8,
    _cut_above: -2.0,
    _cut_below: -3.0,
    _stacked: -2.0,
    _paired: -3.0,
    _depth: -0.7,
}
VOCABULARY_WEIGHT = 4.0


DEAR = (_coverage, _contrast)
"""Features that look at every cell below a block; none is above 1."""


def score(block: Candidate, vocabulary: Sequence[frozenset[str]] = ()) -> float:
    """Weigh a block; `vocabulary` adds for labels that one register knows."""
    return sum(weight * feature(block) for feature, weight in WEIGHTS.items()) + familiarity(block, vocabulary)


def highest(blocks: Sequence[Candidate], vocabulary: Sequence[frozenset[str]]) -> tuple[Candidate, float]:
    """Return the first block with the highest score, and that; the dear features only of those that may yet win."""
    best, most = blocks[0], score(blocks[0], vocabulary)
    for block in blocks[1:]:
        if _ceiling(block, vocabulary) > most and (rated := score(block, vocabulary)) > most:
            best, most = block, rated
    return best, most


def _ceiling(block: Candidate, vocabulary: Sequence[frozenset[str]]) -> float:
    """Return the most that a block can score, for all the cells below it may say."""
    known = sum(weight * feature(block) for feature, weight in WEIGHTS.items() if feature not in DEAR)
    return known + sum(WEIGHTS[feature] for feature in DEAR) + (VOCABULARY_WEIGHT if vocabulary else 0.0)


def familiarity(block: Candidate, vocabulary: Sequence[frozenset[str]]) -> float:
    """Weigh how many of a block's labels one register knows."""
    if not vocabulary or not block.labelled:
        return 0.0
    folded = block.folded()
    hits = max(len(folded & known) for known in vocabulary)
    return VOCABULARY_WEIGHT * min(hits / max(3, len(block.labelled)), 1.0)


def explain(block: Candidate) -> dict[str, float]:
    """Return each feature's part in the score, for tests and for tuning."""
    return {feature.__name__.strip("_"): round(weight * feature(block), 2) for feature, weight in WEIGHTS.items()}
