"""What a table's notes say of records whose dates nobody entered: counted always, or left out."""

from __future__ import annotations

from county_tui import store
from county_tui.models import register_named
from county_tui.reports.definition import Definition
from county_tui.reports.scope import Scope, base
from county_tui.reports.standing import has_begun, stays, undated
from county_tui.store import AnyOf, Condition, Conditions, Test


def undated_notes(definition: Definition, scope: Scope) -> str:
    """Sentences such as 其中 3 个没有启用日期; empty where every record has its dates."""
    standing = definition.standing
    if standing is None:
        return ""
    register, fields = definition.register, register_named(definition.register).fields()
    unit = definition.unit if len(definition.unit) == 1 else "条"
    told = []
    if standing.since:
        ways = undated(register, standing, scope.lookups)
        always = _count(register, (*base(definition, scope, scope.period), AnyOf(ways)))
        told += [f"其中 {always} {unit}没有{fields[standing.since[0]].label}。"] if always else []
    if standing.left and standing.present:
        blank = Condition(standing.left, Test.EMPTY)
        where = (*has_begun(register, standing, scope.period.last, scope.lookups), blank, *scope.within_region())
        staying = AnyOf(stays(register, standing, scope.lookups))
        never = _count(register, where) - _count(register, (*where, staying))
        told += [f"另有 {never} {unit}没有{fields[standing.left].label}，未计入。"] if never else []
    return "".join(told)


def _count(register: str, where: Conditions) -> int:
    return store.count_rows(store.Query(register, where=where))
