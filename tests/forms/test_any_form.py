"""Random marks over random records: a form gives the numbers that lists of the same conditions hold."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from county_tui import reports, store
from county_tui.forms.library import fill
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.register import Register
from county_tui.report_period import Period, parse_period
from county_tui.reports.scope import open_scope
from county_tui.store import Query
from tests.forms.books import form
from tests.reports.world import build

CHOICES = {
    "服务记录": ("服务类别", "办理结果"),
    "活动": ("类别", "所属计划"),
    "阵地": ("类别", "级别"),
    "工作队伍": ("队伍类别",),
}
NUMBERS = {"服务记录": ("服务人次", "满意度"), "活动": ("参与人次", "经费（元）")}
PLACES = ("锦官驿街道", "东湖街道|沙河街道", "锦官驿街道/大慈寺社区")
PERIODS = ("2025", "2026H1", "2025Q3", "2024-02", "2025年1—9月")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger full of records of every kind, made once."""
    made = tmp_path_factory.mktemp("records")
    build(made / "ledger.db", "510104000000", 11)
    return made


def _conditions(dice: random.Random, register: type[Register]) -> list[str]:
    """Some conditions on a register, as someone would write them."""
    found = []
    if dice.random() < 0.7:
        label = dice.choice(CHOICES[register.label])
        kind = register.fields()[store.field_name(register, label)]
        options = store.lookups().choices(kind.options)  # type: ignore[attr-defined]
        sign = dice.choice(("=", "=", "!="))
        found.append(f"{label}{sign}{'|'.join(dice.sample(options, dice.randint(1, 2)))}")
    if dice.random() < 0.4:
        found.append(f"所属区划={dice.choice(PLACES)}")
    if register.label == "服务记录" and dice.random() < 0.4:
        found.append(dice.choice(("服务人次>=20", "服务人次<=9", "满意度!=", "语言服务=", "服务日期>=2025-03")))
    return found


def _mark(dice: random.Random) -> tuple[str, str, str, str]:
    """(take, field, register's label, conditions) of a random mark."""
    label = dice.choice(list(CHOICES))
    take = dice.choice(("件数", "合计", "平均", "不同") if label in NUMBERS else ("件数", "不同"))
    field = dice.choice(NUMBERS[label]) if take in ("合计", "平均") else dice.choice(CHOICES[label])
    return take, field, label, "；".join(_conditions(dice, register_named(label)))


def _written(mark: tuple[str, str, str, str]) -> str:
    take, field, label, where = mark
    named = "" if take == "件数" else f" {field}"
    return f"{{{take}{named} {label}{' | ' + where if where else ''}}}"


def _expected(mark: tuple[str, str, str, str], period: Period) -> object:
    """The same number from the records themselves."""
    take, field, label, where = mark
    register = register_named(label)
    scope = open_scope(period, None)
    conditions = reports.taking_part(register, period, scope)
    conditions += store.parse_conditions(register, where, scope.lookups, period) if where else ()
    rows = store.list_rows(Query(register.register_name(), where=conditions))
    name = store.field_name(register, field)
    values: list[Value] = [row.values[name] for row in rows if row.values[name] is not None]
    numbers = [Decimal(str(value)) for value in values if isinstance(value, int | Decimal)]
    match take:
        case "件数":
            return len(rows)
        case "合计":
            return float(sum(numbers))
        case "平均":
            return float(sum(numbers) / len(numbers)) if numbers else None
        case _:
            return len(set(values))


@pytest.mark.parametrize("seed", range(6))
def test_a_form_of_random_marks_gives_the_numbers_of_the_lists(folder: Path, seed: int) -> None:
    store.bind(folder / "ledger.db")
    dice, period = random.Random(seed), parse_period(PERIODS[seed % len(PERIODS)])
    marks = [_mark(dice) for _ in range(25)]
    filled = fill(form({f"A{at}": _written(mark) for at, mark in enumerate(marks, 1)}), period)
    for at, mark in enumerate(marks, 1):
        cell, wanted = filled.cells[f"A{at}"], _expected(mark, period)
        assert cell.value == (None if wanted is None else pytest.approx(wanted, abs=1e-6)), _written(mark)
