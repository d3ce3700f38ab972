"""What marks count of any register: what lies in the period and the region, or a sentence why they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import forms, store
from county_tui.errors import CountyError
from county_tui.forms.checking import check_form
from county_tui.models import REGISTERS
from county_tui.report_period import parse_period
from tests.conftest import Fields, Person
from tests.forms.books import form

TOWN, OTHER = "锦官驿街道", "东湖街道"


def counted(mark: str, period: str, region: str | None = None) -> object:
    """What a mark gives."""
    return forms.try_mark(mark, parse_period(period), region)


def test_any_register_is_counted_or_says_why_it_cannot_be(ledger: Path) -> None:
    placeless = []
    for register in REGISTERS:
        assert counted(f"件数 {register.label}", "2026H1") == 0, register.label
        try:
            assert counted(f"件数 {register.label}", "2026H1", TOWN) == 0, register.label
        except CountyError as error:
            placeless.append((register.label, error.message))
    assert placeless == [("佐证材料", "“佐证材料”里没有区划，不能只算一个地方的")]


def test_records_count_in_their_own_period_and_region(person: Person, fields: Fields) -> None:
    person("某某", region=TOWN)
    common = {"region": "锦江区"}
    for register, texts in (
        ("trainings", {"staff": "某某", "trained_on": "2026-03-01", "topic": "专题"}),
        ("honours", {"title": "模范集体", "kind": "集体表彰", "awarded_on": "2026-02", **common}),
        ("tasks", {"title": "补人", "source": "会议", "handed_on": "2026-01-09", "responsible": "某办", **common}),
        ("agreements", {"title": "协议", "partner": "云南省昭通市", "signed_on": "2026-02", **common}),
        ("department_totals", {"period": "2026Q1", "department": "教育局", "item": "在读", "amount": "5", **common}),
        ("department_totals", {"period": "2026-02", "department": "教育局", "item": "结业", "amount": "2", **common}),
        ("department_totals", {"period": "2026", "department": "教育局", "item": "全年", "amount": "9", **common}),
    ):
        store.create(register, fields(register, **texts), "测试")
    for mark, first, second, year in (
        ("件数 培训记录", 1, 0, 1),
        ("件数 表彰与经验", 1, 0, 1),
        ("件数 督办事项", 1, 0, 1),
        ("件数 协作协议", 1, 1, 1),
        ("合计 数值 部门汇总数", 7, 0, 16),
    ):
        found = [counted(mark, period) for period in ("2026Q1", "2026Q2", "2026")]
        assert found == [first, second, year], mark
    assert counted("件数 协作协议", "2025") == 0
    assert [counted("件数 培训记录", "2026", place) for place in (TOWN, OTHER)] == [1, 0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("{每个 街道（乡镇）}", "{件数 佐证材料}"), "“佐证材料”里没有区划"),
        (("{每条 佐证材料}", "{件数 活动}"), "“活动”不写是哪一条“佐证材料”的"),
    ],
)
def test_a_row_that_comes_again_asks_only_what_can_be_told_apart(ledger: Path, row: tuple[str, str], said: str) -> None:
    (mistake,) = check_form(form({"A4": row[0], "B4": row[1]}))
    assert mistake.cell == "B4" and said in mistake.message
