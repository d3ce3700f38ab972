"""Forms filled from the ledger: the numbers that lists give, repeated rows, references, typed cells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError
from county_tui.forms.checking import check_form
from county_tui.forms.filled import FilledForm
from county_tui.forms.library import Filling, fill, type_into
from county_tui.forms.printing import print_form
from county_tui.report_period import parse_period
from tests.conftest import Fields
from tests.forms.books import Cells, form, formulas, values

YEAR = parse_period("2026")
TOWNS = ("锦官驿街道", "东湖街道", "锦官驿街道/大慈寺社区")
KINDS = ("教育保障", "法律援助", "户籍管理")


@pytest.fixture
def services(ledger: Path, fields: Fields) -> list[dict[str, object]]:
    """Sixty service records of 2025 and 2026, as they were written down."""
    dice = random.Random(3)
    made = []
    for at in range(60):
        day = date(dice.choice((2025, 2026)), dice.randint(1, 12), dice.randint(1, 28))
        one = {
            "number": f"{at:04}",
            "served_on": str(day),
            "category": dice.choice(KINDS),
            "item": "咨询",
            "region": dice.choice(TOWNS),
            "people_served": str(dice.randint(1, 30)),
            "satisfaction": dice.choice(("", "4", "5")),
        }
        made.append(store.create("service_records", fields("service_records", **one), "测试").values | {"day": day})
    return made


def _filled(cells: Cells, period: str = "2026", **more: Cells) -> FilledForm:
    return fill(form(cells, **more), parse_period(period))


def _this_year(services: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    return (one for one in services if one["day"].year == 2026)  # type: ignore[attr-defined]


def test_marks_give_the_numbers_of_the_records(services: list[dict[str, object]]) -> None:
    found = _filled(
        {
            "A1": "{件数 服务记录}",
            "A2": "{件数 服务记录 | 服务类别=教育保障|法律援助}",
            "A3": "{合计 服务人次 服务记录 | 服务类别=教育保障；所属区划=锦官驿街道}",
            "A4": "{平均 满意度 服务记录}",
            "A5": "{不同 所属区划 服务记录}",
            "A6": "{最晚 服务日期 服务记录 @上年同期}",
            "A7": "{件数 服务记录 @上年同期}",
            "A8": "共{件数 服务记录}件",
        }
    )
    now = list(_this_year(services))
    before = [one for one in services if one not in now]
    rated = [one["satisfaction"] for one in now if one["satisfaction"]]
    teaching = [one for one in now if one["category"] == "教育保障" and str(one["region"]).startswith("510104")]
    town = store.lookups().regions.resolve("锦官驿街道")[:9]
    expected = {
        "A1": len(now),
        "A2": sum(one["category"] != "户籍管理" for one in now),
        "A3": sum(one["people_served"] for one in teaching if str(one["region"]).startswith(town)),  # type: ignore[misc]
        "A4": pytest.approx(sum(rated) / len(rated), abs=1e-6),  # type: ignore[arg-type]
        "A5": len({one["region"] for one in now}),
        "A6": str(max(one["day"] for one in before)),  # type: ignore[type-var]
        "A7": len(before),
        "A8": f"共{len(now)}件",
    }
    assert {address: cell.value for address, cell in found.cells.items()} == expected
    assert found.cells["A4"].parts == (sum(rated), len(rated))  # type: ignore[arg-type]


def test_a_number_opens_to_its_records(services: list[dict[str, object]]) -> None:
    found = _filled({"A1": "{件数 服务记录 | 服务类别=教育保障}"}, "2026H1")
    query = found.cells["A1"].queries[0]
    assert query is not None and store.count_rows(query) == found.cells["A1"].value


def test_a_row_is_repeated_for_each_town_and_its_references_stay_in_it(services: list[dict[str, object]]) -> None:
    found = _filled(
        {
            "A4": "{每个 街道（乡镇）}",
            "B4": "{件数 服务记录}",
            "C4": "{合计 服务人次 服务记录}",
            "D4": "{=C4/B4}",
            "A5": "合计",
            "B5": "{=SUM(B4:B4)}",
            "C5": "{=SUM(C4:C4)}",
        }
    )
    towns = len(store.lookups().regions.towns())
    now = list(_this_year(services))
    below = 4 + towns
    assert found.fixed[f"A{below}"] == "合计"
    assert found.cells[f"B{below}"].value == len(now)
    assert found.cells[f"C{below}"].value == sum(one["people_served"] for one in now)  # type: ignore[misc]
    for row in range(4, below):
        count, people = found.cells[f"B{row}"].value, found.cells[f"C{row}"].value
        share = found.cells[f"D{row}"].value
        assert share == (None if not count else pytest.approx(people / count))  # type: ignore[operator]


def test_a_roster_lists_records_with_their_fields(ledger: Path, fields: Fields) -> None:
    for name, level in (("大慈寺书屋", "社区级"), ("东湖讲堂", "县级")):
        given = {"name": name, "region": "锦官驿街道", "kind": "宣传阵地", "level": level, "status": "在用"}
        store.create("bases", fields("bases", **given), "测试")
    found = _filled({"A2": "{每条 阵地 | 状态=在用}", "B2": "{级别}", "C2": "{件数 服务记录}", "A3": "共{=1}"[:1]})
    rows = sorted((found.cells[f"A{row}"].value, found.cells[f"B{row}"].value) for row in (2, 3))
    assert rows == [("东湖讲堂", "县级"), ("大慈寺书屋", "社区级")]


def test_a_roster_of_nothing_leaves_one_empty_row(ledger: Path) -> None:
    found = _filled({"A2": "{每条 阵地}", "B2": "{级别}", "C2": "{件数 服务记录}", "C3": "{=SUM(C2:C2)}"})
    assert [found.cells[address].value for address in ("A2", "B2", "C2", "C3")] == [None, None, None, 0]


def test_typed_cells_are_kept_for_each_period_with_their_history(ledger: Path) -> None:
    made = form({"A1": "{填 整数}", "A2": "{填 文字}", "A3": "{=A1*2}"})
    filled = fill(made, YEAR)
    assert filled.unfilled == ("A1", "A2")
    assert type_into(filled, {"A1": "1,200", "A2": "说明"}, "张三") == 2
    again = fill(made, YEAR)
    assert [again.cells[one].value for one in ("A1", "A2", "A3")] == [1200, "说明", 2400]
    assert again.unfilled == () and fill(made, parse_period("2025")).unfilled == ("A1", "A2")
    assert type_into(again, {"A1": "1200"}, "李四") == 0
    type_into(again, {"A1": ""}, "李四")
    scope = store.FormScope("测试表", "2026", again.region)
    assert [(one.value, one.by) for one in store.form_history(scope, "A1")] == [(None, "李四"), (1200, "张三")]


@pytest.mark.parametrize(
    ("address", "text"), [("A1", "一百"), ("A1", "1.5"), ("B9", "3"), ("A1", "1e300"), ("A1", "nan")]
)
def test_what_a_typed_cell_cannot_take_is_refused_and_nothing_is_kept(ledger: Path, address: str, text: str) -> None:
    made = form({"A1": "{填 整数}", "A2": "{填 文字}"})
    filled = fill(made, YEAR)
    with pytest.raises(CountyError):
        type_into(filled, {"A2": "说明", address: text}, "张三")
    assert fill(made, YEAR).unfilled == ("A1", "A2")


def test_formulas_that_need_themselves_are_named_with_the_way_round(ledger: Path) -> None:
    made = form({"A1": "{=A2}", "A2": "{=SUM(A3:A3)}", "A3": "{=A1+1}"})
    assert [str(one) for one in check_form(made)] == ["A1：公式互相引用：A1 → A2 → A3 → A1，请改掉其中一格。"]
    with pytest.raises(CountyError, match="A1 → A2 → A3 → A1"):
        fill(made, YEAR)


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{件数 服物记录}", "是不是“服务记录”"),
        ("{件数 服务记录 | 类型=教育}", "服务记录"),
        ("{合计 服务事项 服务记录}", "不是数"),
        ("{填报单为}", "是不是“{填报单位}”"),
        ("{每个 小组}", "街道（乡镇）"),
        ("{=别处!C5}", "没有工作表“别处”"),
    ],
)
def test_a_mark_that_the_ledger_cannot_answer_is_named_by_its_cell(ledger: Path, mark: str, words: str) -> None:
    mistakes = check_form(form({"C7": mark}))
    assert len(mistakes) == 1 and mistakes[0].cell == "C7" and words in mistakes[0].message


def test_a_failed_check_names_its_cells(ledger: Path) -> None:
    made = form({"C5": 3, "C6": 1, "C7": 1, "D1": "{填}"}, [["C5 = SUM(C6:C7)", "合计应等于各项之和", "必须"]])
    (finding,) = Filling(YEAR).audit(made)
    assert finding.values == {"C5": "3", "C6": "1", "C7": "1"}
    assert finding.message == "合计应等于各项之和：应有 C5 = SUM(C6:C7)，现在左边是 3，右边是 2。"
    assert finding.level == "必须" and finding.stops


def test_a_printed_form_keeps_its_layout_and_shows_values_without_calculating(
    services: list[dict[str, object]],
) -> None:
    made = form(
        {"A1": "表", "A2": "{每个 街道（乡镇）}", "B2": "{件数 服务记录}", "C2": "{=B2/0}", "B3": "{=SUM(B2:B2)}"}
    )
    filled = fill(made, YEAR)
    towns = len(store.lookups().regions.towns())
    printed = print_form(filled)
    sheet, native = values(printed)["表1"], formulas(printed)["表1"]
    assert sheet[f"B{2 + towns}"].value == len(list(_this_year(services)))
    assert native[f"B{2 + towns}"].value == f"=SUM(B2:B{1 + towns})"
    assert sheet["C2"].value == "—" and native["C3"].value == '=IFERROR((B3/0),"—")'
    assert "审核" not in values(printed).sheetnames


def test_an_offices_own_assessment_sheet_reads_what_each_clause_got(ledger: Path, fields: Fields) -> None:
    for title, day in (("甲", "2026-03-01"), ("乙", "2026-09-01")):
        given = {"title": title, "held_on": day, "kind": "领导小组会议", "region": "锦江区"}
        store.create("meetings", fields("meetings", **given), "测试")
    cells = {
        "A2": "6.1.1",
        "B2": "{得分 6.1.1}",
        "C2": "{满分 6.1.1}",
        "D2": "{落实情况 6.1.1}",
        "E2": "缺：{缺口 6.1.1}",
    }
    filled = _filled({**cells, "F2": "{=B2/C2}"})
    assert [filled.value(f"{column}2") for column in "BCDF"] == [2.0, 4, "部分落实", 0.5]
    assert "现行制度数 0，要求至少 1" in str(filled.value("E2"))
    (mistake,) = check_form(form({"B2": "{得分 9.9}"}))
    assert mistake.cell == "B2" and "没有条款“9.9”" in mistake.message
