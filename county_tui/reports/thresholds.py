"""What a line of the table of clauses asks for, how far it is met, and both in words."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models.regions import code_range
from county_tui.reports.scope import Scope

MOST_NAMED = 6
"""Regions named in a sentence; the list behind the cell has all."""


class Asks(StrEnum):
    """The kinds of thresholds, as they are written before the `=`."""

    NOTHING = ""
    RECORDS = "records"
    TOWNS = "towns"
    MARKED = "marked"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many records, a share of the towns, every marked region, or each of the options that the conditions name."""

    asks: Asks = Asks.NOTHING
    number: float = 0
    """Records, or the share of towns as a fraction of 1."""
    name: str = ""
    """What regions are marked as having to have, or the field whose options are asked for."""
    options: tuple[str, ...] = ()


NO_THRESHOLD = Threshold()
"""Of a line that is only told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of one line: how many records, in which regions and parts of the table's region, which options."""

    count: int
    regions: Collection[str]
    parts: Collection[str]
    options: Collection[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """How far a threshold is met (0 to 1; None: not asked here), what is asked and missing in words, and where."""

    met: float | None
    asked: str = ""
    missing: str = ""
    regions: tuple[str, ...] = ()


def read_threshold(text: str, options: Mapping[str, tuple[str, ...]]) -> Threshold:
    """A threshold as written; `options` are those the line's own conditions name, by field. Raises CountyError."""
    name, sign, wanted = (part.strip() for part in text.partition("="))
    if not name:
        return NO_THRESHOLD
    if not sign and name.isdecimal() and int(name):
        return Threshold(Asks.RECORDS, int(name))
    if name == Asks.TOWNS and (share := re.fullmatch(r"(\d{1,3})%", wanted)) and 0 < int(share.group(1)) <= 100:
        return Threshold(Asks.TOWNS, int(share.group(1)) / 100)
    if name == Asks.MARKED and wanted in store.NEEDS:
        return Threshold(Asks.MARKED, name=wanted)
    if name == Asks.EACH and wanted in options:
        return Threshold(Asks.EACH, name=wanted, options=options[wanted])
    needs = "、".join(store.NEEDS)
    ways = f"可写条数（如 2）、towns=80%、marked=应配项目（{needs}），或 each=条件里列出几个选项的字段（如 each=kind）"
    raise CountyError(f"看不懂“{text}”", f"，{ways}。")


def judge(threshold: Threshold, seen: Seen, scope: Scope, marked: Mapping[str, Collection[str]]) -> Judged:
    """Hold what was found against a threshold."""
    match threshold.asks:
        case Asks.RECORDS:
            wanted = int(threshold.number)
            return Judged(min(seen.count / wanted, 1.0), f"至少 {wanted}", f"还差 {max(wanted - seen.count, 0)}")
        case Asks.TOWNS:
            return _towns(threshold, seen, scope)
        case Asks.MARKED:
            return _marked(threshold.name, seen, scope, marked)
        case Asks.EACH:
            left = [option for option in threshold.options if option not in seen.options]
            share = 1 - len(left) / len(threshold.options)
            return Judged(share, f"{len(threshold.options)} 类都有", f"还没有 {'、'.join(left)}")
    return Judged(None)


def _towns(threshold: Threshold, seen: Seen, scope: Scope) -> Judged:
    parts = scope.parts()
    if not parts:  # a community has none below it: one record there is all there can be
        return Judged(float(bool(seen.count)), "至少 1", "还没有")
    wanted = max(1, math.ceil(round(threshold.number * len(parts), 6)))
    left = [part.code for part in parts if part.code not in seen.parts]
    asked = f"覆盖全部 {wanted} 个" if wanted == len(parts) else f"覆盖至少 {wanted} 个"
    met = min(len(seen.parts) / wanted, 1.0)
    return Judged(met, f"{asked}{scope.part_name}", *_named("没有的", left, scope))


def _marked(need: str, seen: Seen, scope: Scope, marked: Mapping[str, Collection[str]]) -> Judged:
    first, last = code_range(scope.region)
    asked = f"应配的地方都有（{need}）"
    if not marked[need]:
        return Judged(0.0, asked, f"还没有标记哪些地方应配{need}")
    here = sorted(code for code in marked[need] if first <= code <= last)
    if not here:
        return Judged(None)
    left = [code for code in here if code not in seen.regions]
    return Judged(1 - len(left) / len(here), asked, *_named(f"应配 {len(here)} 处，缺", left, scope))


def _named(words: str, codes: list[str], scope: Scope) -> tuple[str, tuple[str, ...]]:
    """(the first regions in words, all of them by path)."""
    paths = tuple(scope.regions.path(code) for code in codes)
    more = f"等 {len(paths)} 处" if len(paths) > MOST_NAMED else ""
    return f"{words} {'、'.join(paths[:MOST_NAMED])}{more}", paths
