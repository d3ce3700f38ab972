"""An indicator split to the regions one level below: a county's to its towns; previewed, as one batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models.indicators import RATE, Indicators
from county_tui.models.kinds import Value
from county_tui.models.regions import Region
from county_tui.store.bulk_edit import start_batch
from county_tui.store.changes import Writer
from county_tui.store.ledger import stamped
from county_tui.store.ledger_lookups import lookups
from county_tui.store.listing import get, ids_by_key, list_rows
from county_tui.store.rows import Condition, Query, Row, Test
from county_tui.store.session import session, transaction

SPLIT = "indicator-split"
"""The kind of batch this is."""


class SplitOutcome(StrEnum):
    """What becomes of a region's part."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"
    """A part of nothing: no indicator is made of it."""


@dataclass(frozen=True, slots=True)
class SplitPart:
    """A region's part of a target, what becomes of it, and the indicator that is there already, if any."""

    region: str
    target: Decimal
    outcome: SplitOutcome
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """An indicator's target in parts; `remainder` regions got one unit of the last digit more than the others."""

    whole: Row
    parts: tuple[SplitPart, ...]
    remainder: int

    def of(self, outcome: SplitOutcome) -> list[SplitPart]:
        """The parts with one outcome."""
        return [part for part in self.parts if part.outcome is outcome]

    @property
    def is_rate(self) -> bool:
        """Whether each region has the whole target: a rate is not divided."""
        return self.whole.values["kind"] == RATE


def regions_below(region: str) -> list[Region]:
    """The regions one level below a region, in the order of their codes."""
    regions = lookups().regions
    if region not in regions.by_code:  # a list of regions that came later has it no more
        return []
    level = regions.by_code[region].level + 1
    return [
        one for code, one in sorted(regions.by_code.items()) if one.level == level and regions.is_under(code, region)
    ]


def _shares(whole: Decimal, count: int) -> tuple[list[Decimal], int]:
    """A number in parts as even as its own digits allow, and how many of the first are one unit larger."""
    unit = Decimal(1).scaleb(min(int(whole.as_tuple().exponent), 0))
    each, rest = divmod(int(whole / unit), count)
    return [unit * (each + (at < rest)) for at in range(count)], rest


def _divided(whole: Row, codes: list[str], given: Mapping[str, Decimal]) -> tuple[dict[str, Decimal], int]:
    """Each region's target: as given, the rest of the whole evenly over the others. Raises CountyError."""
    target = Decimal(str(whole.values["target"]))
    others = [code for code in codes if code not in given]
    if whole.values["kind"] == RATE:
        return {code: given.get(code, target) for code in codes}, 0
    rest = target - sum(given.values(), Decimal(0))
    if rest < 0 <= target or (rest and not others):
        told = f"写明的目标加起来是 {target - rest:f}，与“{whole.values['name']}”的目标 {target:f} 不符"
        raise CountyError(told, "，请改到不超过它；各处都写明的，要正好相等。")
    shares, remainder = _shares(rest, len(others)) if others else ([], 0)
    return {**given, **dict(zip(others, shares, strict=True))}, remainder


def plan_split(key: int, only: Iterable[str] = (), given: Mapping[str, Decimal] | None = None) -> Split:
    """How an indicator would be split: over `only` these regions (codes; all), with the targets `given` for some.

    Raises CountyError for a region that is not right below the indicator's, for nothing below, for targets that do not
    add up.
    """
    given, only = dict(given or {}), tuple(only)
    with session():
        whole = get("indicators", key)
        if whole.deleted:
            raise CountyError(f"“{whole.values['name']}”在回收站里", "，请先恢复。")
        region = str(whole.values["region"])
        below = [one.code for one in regions_below(region)]
        chosen = [code for code in below if code in {*only, *given}] if only else below
        if not below:
            where = lookups().regions.path(region)
            raise CountyError(f"{where}下面没有可以分解到的地方", "，请选适用区划在它以上的指标。")
        if strange := [code for code in (*only, *given) if code not in below]:
            names = "、".join(lookups().regions.path(code) for code in strange)
            raise CountyError(f"{names}不在指标的下一级", "，县的指标分到街道（乡镇），街道的分到社区。")
        targets, remainder = _divided(whole, chosen, given)
        return Split(whole, tuple(_parts(whole, {code: targets[code] for code in chosen})), remainder)


def read_target(text: str) -> Decimal:
    """A target as typed. Raises ValueRefusedError."""
    value = Indicators.fields()["target"].parse(text, lookups())
    if not isinstance(value, Decimal):
        raise ValueRefusedError("没有写目标", "，请写数字；不分给它的写 0。")
    return value


def _values(whole: Row, region: str, target: Decimal) -> dict[str, Value]:
    """A region's indicator: the whole's but for what is the region's own; who is responsible there is the region."""
    name = lookups().regions.by_code[region].name
    return {**whole.values, "region": region, "target": target, "actual": None, "responsible": name}


def _parts(whole: Row, targets: Mapping[str, Decimal]) -> Iterator[SplitPart]:
    keys = {code: Indicators.record_key_of(_values(whole, code, target)) for code, target in targets.items()}
    known = ids_by_key("indicators", list(keys.values()))
    rows = {row.id: row for row in _rows(key for found in known.values() for key in found)}
    for code, target in targets.items():
        there = next((rows[key] for key in known.get(keys[code], ())), None)
        if there is None:
            yield SplitPart(code, target, SplitOutcome.NEW if target else SplitOutcome.LEFT_OUT)
        else:
            is_same = Decimal(str(there.values["target"])) == target
            yield SplitPart(code, target, SplitOutcome.UNCHANGED if is_same else SplitOutcome.UPDATED, there)


def _rows(ids: Iterable[int]) -> list[Row]:
    return list_rows(Query("indicators", where=(Condition("id", Test.IN, tuple(ids)),)))


def apply_split(plan: Split, by: str) -> int | None:
    """Write what a plan says as one batch; returns its number (None: nothing to write).

    Raises CountyError where an indicator of it was changed meanwhile; then nothing is written.
    """
    new, updated = plan.of(SplitOutcome.NEW), plan.of(SplitOutcome.UPDATED)
    if not new and not updated:
        return None
    with transaction():
        targets = {part.region: part.target for part in plan.parts}
        if get("indicators", plan.whole.id) != plan.whole or tuple(_parts(plan.whole, targets)) != plan.parts:
            raise CountyError("指标刚被别人改过", "，请再预览一次。")
        values = plan.whole.values
        counts = {
            "new": len(new),
            "updated": len(updated),
            "unchanged": len(plan.of(SplitOutcome.UNCHANGED)),
            "refused": 0,
        }
        batch = start_batch(SPLIT, f"分解 {values['year']} 年指标“{values['name']}”", by, counts)
        writer = Writer(Indicators, stamped(by, batch), lookups())
        writer.update([(part.row, {"target": part.target}) for part in updated if part.row])
        writer.insert_rows([list(_values(plan.whole, part.region, part.target).values()) for part in new])
    return batch
