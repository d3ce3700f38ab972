"""Headers in two languages: a row of foreign words under Chinese titles, or Chinese ones under foreign names."""

from __future__ import annotations

from county_tui.workbooks.header.label_features import is_foreign, is_period
from county_tui.workbooks.header.rating import mean_likeness
from county_tui.workbooks.header.row_pair import Joint, share_of


def is_translated(joint: Joint) -> bool:
    """Tell a row of foreign words that says again what is titled above it, and no more such words below."""
    if len(joint.filled) < 2 or joint.is_apart or not joint.titled.issuperset(joint.below):
        return False
    is_chinese = joint.foreign_above <= 0.3 or joint.first < joint.row
    if not is_chinese or joint.foreign_below < 0.8 or not _says_enough(joint):
        return False
    if joint.lower + 1 >= joint.grid.height:
        return joint.titled.issubset(joint.below) and joint.foreign_below == 1
    return share_of(is_foreign, joint.grid, joint.lower + 1, joint.below) < 0.5


def _says_enough(joint: Joint) -> bool:
    """Tell that most titles are said again, or all but periods, or some over others that are parted further below."""
    if len(joint.below) > 1 and 2 * len(joint.below) >= len(joint.titled):
        return True
    if joint.below == joint.filled[:1]:
        texts = joint.grid.texts(joint.row)
        return all(is_period(texts[column]) for column in joint.filled[1:])
    return joint.foreign_below == 1 and joint.leaves_key


def is_half_translated(joint: Joint) -> bool:
    """Tell a row that fills gaps with titles and, from its key on, puts foreign words under titles from above."""
    if joint.is_apart or joint.holds_numbers or joint.foreign_above:
        return False
    texts = joint.grid.texts(joint.lower)
    foreign = {column for column in joint.below if is_foreign(texts[column])}
    gaps = set(joint.below).difference(joint.filled, foreign)
    key = min(joint.titled)
    is_key = joint.below[0] == key and key in foreign and key not in joint.filled
    return is_key and bool(gaps) and joint.titled.issuperset(foreign) and joint.reads_below > 0.25


def is_explained(joint: Joint) -> bool:
    """Tell a row of foreign names with a Chinese title under each, and no such titles below."""
    if len(joint.filled) < 2 or joint.below != joint.filled or joint.is_apart:
        return False
    if joint.foreign_above < 0.8 or joint.foreign_below > 0.2:
        return False
    reads, following = joint.reads_below, joint.lower + 1
    return reads > 0.5 and (following >= joint.grid.height or mean_likeness(joint.grid, following) < reads - 0.3)
