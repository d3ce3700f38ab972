"""Headers in two languages: a row of foreign words under Chinese titles, or Chinese ones under foreign names."""

from __future__ import annotations

from county_tui.workbooks.header.label_features import is_foreign, is_period
from county_tui.workbooks.header.rating import mean_label_score
from county_tui.workbooks.header.row_pair import RowPair, share_of


def is_translated(pair: RowPair) -> bool:
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


def is_half_translated(pair: RowPair) -> bool:
    """True if the lower row translates some titles and adds titles in the gaps of the upper row."""
    if pair.cannot_be_header or pair.holds_numbers or pair.foreign_above:
        return False
    texts = pair.grid.texts(pair.lower)
    foreign = {column for column in pair.below if is_foreign(texts[column])}
    gaps = set(pair.below).difference(pair.filled, foreign)
    key = min(pair.titled)
    is_key = pair.below[0] == key and key in foreign and key not in pair.filled
    return is_key and bool(gaps) and pair.titled.issuperset(foreign) and pair.label_score_below > 0.25


def is_explained(pair: RowPair) -> bool:
    """True if the upper row has foreign names and the lower row their Chinese titles."""
    if len(pair.filled) < 2 or pair.below != pair.filled or pair.cannot_be_header:
        return False
    if pair.foreign_above < 0.8 or pair.foreign_below > 0.2:
        return False
    reads, following = pair.label_score_below, pair.lower + 1
    return reads > 0.5 and (following >= pair.grid.height or mean_label_score(pair.grid, following) < reads - 0.3)
