"""Finding the header block of a sheet among everything else that stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from county_tui.workbooks.cells import Row
from county_tui.workbooks.labels import cell_text, fold_label
from county_tui.workbooks.source import SheetFacts


@dataclass(slots=True)
class Found:
    """The header block (1-based rows) of the chosen table, or none, and what to say about the sheet."""

    header_rows: tuple[int, int] | None
    problems: list[str] = field(default_factory=list)


def find_table(
    rows: Sequence[Row],
    facts: SheetFacts,
    vocabulary: Sequence[frozenset[str]],
    chosen: tuple[int, int] | None,
) -> Found:
    """Choose the header block among the first rows of a sheet."""
    if chosen is not None:
        return Found(chosen)
    known = frozenset().union(*vocabulary)
    best, best_score = None, 0.0
    for number, row in enumerate(rows[:30], start=1):
        texts = [cell_text(cell) for cell in row]
        labels = {text for text in texts if text and len(text) <= 20}
        score = len(labels) + 5 * sum(fold_label(text) in known for text in labels) - number * 0.01
        if score > best_score and len(labels) > 1:
            best, best_score = number, score
    return Found(None if best is None else (best, best))
