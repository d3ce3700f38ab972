"""Sealing a return for good, amending it in a new version, and reading back what was sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn

from county_tui import __version__, forms, reports, store
from county_tui.errors import CountyError, NotFoundError, ValueRefusedError
from county_tui.forms import MUST, Filling, Finding
from county_tui.models.kinds import Text, clean
from county_tui.report_period import Period, parse_period
from county_tui.returns.sealed import SealedReturn, as_data, code_of, from_data
from county_tui.returns.sheets import Filler, fill_sheets
from county_tui.rights import Right
from county_tui.store import NewReturn, ReturnHead, StoredReturn
from county_tui.wording.time_and_size import local_day

SIGNERS = ("unit", "leader", "reviewer", "reporter", "phone")
NOT_ENDED = "上报时期间尚未结束。"
LONGEST_REASON = 500
"""Characters of a reason: a paragraph."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be sealed: tables and forms by name, for a period and a region (code or name; the ledger's own)."""

    names: tuple[str, ...]
    period: Period
    region: str | None = None
    note: str = ""
    explained: Mapping[str, str] = field(default_factory=dict)
    """Why checks of level 核实 do not hold, by rule."""


def _signers() -> dict[str, str]:
    office = store.office_settings()
    return {store.OFFICE_SETTINGS[name]: office[name] for name in SIGNERS}


def _written(text: str, what: str) -> str:
    """A note or reason, asked like any remark. Raises ValueRefusedError."""
    try:
        kept = Text(what, lines=True).parse(clean(text, keep_lines=True), store.lookups())
    except ValueRefusedError as error:
        raise ValueRefusedError(f"{what}：{error.message}", error.hint) from error
    return str(kept or "")[:LONGEST_REASON]


def _checked(findings: Sequence[Finding], explained: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    """The checks that do not hold with their explanations. Raises CountyError where one stops the seal."""
    unknown = [rule for rule in explained if rule not in {finding.rule for finding in findings}]
    if unknown:
        known = "；".join(finding.rule for finding in findings) or "没有"
        raise NotFoundError(f"没有要说明的规则“{unknown[0]}”", f"，现在不成立的规则：{known}。")
    told = [replace(one, explained=explained.get(one.rule, one.explained)) for one in findings]
    if stopping := [one for one in told if one.level == MUST or not one.explained]:
        lines = "；".join(f"{one.form}：{one.rule}（{one.level}）{one.message.rstrip('。')}" for one in stopping)
        raise CountyError(f"有 {len(stopping)} 条审核没有通过：{lines}", "。必须的请改数，核实的请写明原因后再上报。")
    return tuple(
        {
            "form": one.form,
            "rule": one.rule,
            "level": one.level,
            "values": dict(one.values),
            "message": one.message,
            "explained": one.explained,
        }
        for one in told
    )


def _prints(sealed: SealedReturn, period: Period, fill: Filler) -> dict[str, bytes]:
    """The forms of a return as they print, with the code and the day."""
    wanted = [sheet.name for sheet in sealed.sheets if sheet.kind == "form"]
    filling = Filling(period, sealed.region, {"校验码": sealed.code, "报出日期": local_day(sealed.sealed_at)})
    filled = fill(wanted, filling) if wanted else []
    return {one.sheet.name: forms.print_form(one.form) for one in filled if one.form is not None}


def _made(request: Request, by: str, fill: Filler) -> SealedReturn:
    """A first version, filled and checked; not kept yet."""
    filling = Filling(request.period, request.region)
    filled = fill(request.names, filling)
    kept = tuple(one.sheet for one in filled)
    checks = _checked([finding for one in filled for finding in one.findings], request.explained)
    note = _written(request.note, "说明")
    if not is_over(request.period):
        note = f"{NOT_ENDED}{note}"
    scope = filling.scope
    return SealedReturn(
        id=None,
        period=request.period.canonical_name,
        region=scope.region,
        region_name=scope.regions.by_code[scope.region].name,
        version=1,
        code=code_of(kept),
        sheets=kept,
        checks=checks,
        note=note,
        signers=_signers(),
        sealed_at=store.now(),
        by=by,
        program=__version__,
        is_sum=fill is not fill_sheets,
    )


def is_over(period: Period) -> bool:
    """Whether a period has ended."""
    return period.last < date.today()  # noqa: DTZ011  # the office's own calendar day


def _keep(made: SealedReturn, fill: Filler, first_id: int | None = None) -> SealedReturn:
    new = NewReturn(
        made.period,
        made.region,
        made.version,
        made.code,
        as_data(made),
        made.names,
        _prints(made, parse_period(made.period), fill),
        first_id,
    )
    return replace(made, id=store.keep_return(new, made.by))


def seal(request: Request, by: str, fill: Filler = fill_sheets) -> SealedReturn:
    """Seal a first version for good, of the ledger's own records or of what `fill` adds up.

    Raises CountyError where a table is sealed already for that period and region, or a check stops it.
    """
    with store.transaction(right=Right.SEAL):
        made = _made(request, by, fill)
        taken = store.returned_names(made.period, made.region)
        if again := [sheet for sheet in made.sheets if sheet.name in taken]:
            hint = f"，数有变化请更正编号 {store.newest_version(taken[again[0].name])} 的上报。"
            raise CountyError(f"{request.period.title}的“{again[0].title}”已经上报过", hint)
        asked = _asked(made.period, made.region)
        if asked.intersection(made.names) and (first := [taken[name] for name in asked if name in taken]):
            hint = f"，请更正编号 {store.newest_version(first[0])} 的上报，后来要的表会补进去。"
            raise CountyError(f"{request.period.title}已经报过，一个单位一期只报一份", hint)
        return _keep(made, fill)


def _asked(period: str, region: str) -> set[str]:
    """The sheets that the level above asks of this office for a period, task by task."""
    if region != store.describe().region:
        return set()
    return {name for task in store.tasks(store.OWED, period) for name in task.sheets}


def no_sums(names: Sequence[str], filling: Filling) -> NoReturn:
    """Stands where nobody said how sums are filled."""
    raise CountyError("这份上报是下级的汇总数", "，要重新汇总才能核对、更正。")


def amend(
    key: int, reason: str, by: str, explained: Mapping[str, str] | None = None, sums: Filler = no_sums
) -> SealedReturn:
    """Seal the next version of a return as the ledger, or what `sums` adds up, stands now; the earlier one stays.

    What a later task asks for the same period goes in too: above, an office has one return for a period.

    Raises CountyError without a reason, and for a version that is not the newest.
    """
    text = _written(reason, "更正原因")
    if not text:
        raise ValueRefusedError("更正要写明原因", "，如“补报 9 月下旬的服务记录”。")
    with store.transaction(right=Right.SEAL):
        stored = store.stored_return(key)
        newest = store.newest_version(stored.first_id)
        if newest != key:
            raise CountyError(f"编号 {key} 不是最新的一版", f"，请更正最新的：编号 {newest}。")
        before = return_of(stored)
        names = (*before.names, *sorted(_later_asked(before)))
        request = Request(names, parse_period(stored.period), stored.region, before.note, explained or {})
        request = replace(request, note=before.note.removeprefix(NOT_ENDED))
        fill = sums if before.is_sum else fill_sheets
        made = replace(_made(request, by, fill), version=stored.version + 1, reason=text)
        return _keep(made, fill, stored.first_id)


def _later_asked(before: SealedReturn) -> set[str]:
    """The sheets asked for the period of a return that answers a task, and sealed in none."""
    asked = _asked(before.period, before.region)
    if asked.isdisjoint(before.names):
        return set()
    return asked.difference(store.returned_names(before.period, before.region))


def return_of(stored: StoredReturn) -> SealedReturn:
    """What was sealed, read back and held against its code. Raises CountyError where the ledger's copy is damaged."""
    try:
        read = from_data(json.loads(stored.content))
    except (ValueError, CountyError) as error:
        raise CountyError(f"台账里编号 {stored.id} 的上报已损坏", "，请从备份恢复台账。") from error
    if (read.code, read.version) != (stored.code, stored.version):
        raise CountyError(f"台账里编号 {stored.id} 的上报与校验码对不上", "，请从备份恢复台账。")
    return replace(read, id=stored.id)


def return_by_id(key: int) -> SealedReturn:
    """A version of a return. Raises NotFoundError, or CountyError for a damaged one."""
    return return_of(store.stored_return(key))


def list_returns() -> list[ReturnHead]:
    """All versions, the newest first; what was sealed in them is not read."""
    return store.return_heads()


def head_of(key: int) -> ReturnHead:
    """A version without what was sealed in it. Raises NotFoundError."""
    return store.stored_return(key)


def region_name(sealed: SealedReturn | ReturnHead) -> str:
    """The name of a return's region."""
    if isinstance(sealed, SealedReturn):
        return sealed.region_name
    region = store.lookups().regions.by_code.get(sealed.region)
    return region.name if region else sealed.region


def titles() -> dict[str, str]:
    """{name: title} of all tables and forms."""
    tables = {one.name: one.title for one in reports.definitions() if not one.problem}
    return tables | {one.name: one.title or one.name for one in store.stored_forms()}
