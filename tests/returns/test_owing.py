"""What is owed: regularly, by a working day; by a task; again, when it was sent back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from county_tui import returns, store
from county_tui.errors import CountyError
from county_tui.report_period import parse_period
from county_tui.returns import Duty, Request
from county_tui.returns.owing import is_workday
from tests.conftest import HOME

QUARTER = parse_period("2026Q3")
TODAY = date(2026, 10, 12)


def told(today: date = TODAY) -> list[tuple[str, tuple[str, ...], str, bool, str]]:
    return [(o.period.name, o.names, o.due.isoformat(), o.is_task, o.sent_back) for o in returns.owed(today)]


@pytest.mark.parametrize(
    ("period", "day", "is_workday", "due"),
    [
        ("2026Q3", 10, False, "2026-10-10"),  # a Saturday on which offices work
        ("2026Q3", 1, False, "2026-10-08"),  # National Day gives way to the first day after it
        ("2026-01", 31, False, "2026-02-28"),  # a month without that day; a Saturday on which offices work
        ("2026-10", 5, True, "2026-11-06"),
        ("2025", 15, False, "2026-01-15"),
        ("2098Q4", 3, False, "2099-01-05"),  # no calendar yet: Saturday gives way to Monday
    ],
)
def test_a_day_nobody_works_on_gives_way(period: str, day: int, is_workday: bool, due: str) -> None:
    assert Duty(3, ("services",), day, is_workday).due(parse_period(period)).isoformat() == due


def test_offices_work_by_the_published_calendar() -> None:
    assert not is_workday(date(2026, 10, 1)) and is_workday(date(2026, 10, 10)) and not is_workday(date(2026, 11, 1))


def test_what_is_reported_regularly_is_owed_until_it_is_sealed(ledger: Path) -> None:
    assert told() == []
    returns.set_duty(3, ["基本公共服务情况汇总表", "bases", "services"], 10)
    returns.set_duty(1, ["activities"], 5, is_workday=True)
    assert [(one.months, one.names) for one in returns.duties()] == [(1, ("activities",)), (3, ("services", "bases"))]
    assert told() == [
        ("2026Q3", ("services", "bases"), "2026-10-10", False, ""),
        ("2026-09", ("activities",), "2026-10-13", False, ""),
    ]
    returns.seal(Request(("services",), QUARTER), "测试")
    returns.seal(Request(("activities",), parse_period("2026-09")), "测试")
    assert told() == [("2026Q3", ("bases",), "2026-10-10", False, "")]
    assert returns.set_duty(3, [], 10) is None
    assert told() == []


def test_a_task_is_owed_and_again_when_it_was_sent_back_until_it_is_amended(ledger: Path) -> None:
    returns.set_duty(3, ["services", "bases"], 10)
    sheets = {"services": ("table", "x")}
    store.add_task(store.StoredTask(store.OWED, "2026Q3", "2026-10-13", sheets, (HOME,), "510100000000"))
    assert told() == [
        ("2026Q3", ("bases",), "2026-10-10", False, ""),
        ("2026Q3", ("services",), "2026-10-13", True, ""),
    ]
    sealed = returns.seal(Request(("services", "bases"), QUARTER), "测试")
    assert told() == []
    store.add_event(store.StoredEvent(HOME, "2026Q3", 1, store.SENT_BACK, "合计不符"))
    assert told() == [("2026Q3", ("services",), "2026-10-13", True, "合计不符")]
    returns.amend(sealed.id or 0, "改正合计", "测试")
    assert told() == []


@pytest.mark.parametrize(
    ("names", "day", "is_workday", "words"),
    [(["没有这张表"], 10, False, "没有名为"), (["bases"], 32, False, "1 到 31"), (["bases"], 24, True, "1 到 23")],
)
def test_what_cannot_be_owed_is_refused_in_words(
    ledger: Path, names: list[str], day: int, is_workday: bool, words: str
) -> None:
    with pytest.raises(CountyError, match=words):
        returns.set_duty(3, names, day, is_workday=is_workday)
    assert returns.duties() == []


def test_a_rhythm_is_called_by_its_word() -> None:
    assert [returns.rhythm_named(word) for word in ("月", "每季度", "季", "半年", "年度", "年报", "月报")] == [
        1, 3, 3, 6, 12, 12, 1,
    ]  # fmt: skip
    with pytest.raises(CountyError, match="可写：月、季度、半年、年"):
        returns.rhythm_named("周")
