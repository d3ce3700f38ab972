"""The self-assessment against the standard, worked out a second time from the clause table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from county_tui import reports, store
from county_tui.errors import CountyError
from county_tui.reports import clauses as clauses_module
from tests.conftest import Fields, Person
from tests.reports import by_hand
from tests.reports.by_hand import Asked
from tests.reports.conftest import TOWN
from tests.reports.world import HAVES, Record, World

Line = dict[str, str]
STATUS, SHARE, MISSING, POSSIBLE, POINTS = -1, -8, -6, -2, -3
"""Where 落实情况, 覆盖率, 缺口, 满分 and 得分 stand in a row."""
PERIOD = reports.parse_period("2026")
IN_PART, BLANK = "部分落实", "空白"
LEAST: dict[str, dict[str, str]] = {
    "indicators": {"year": "2026", "name": "甲", "target": "1"},
    "projects": {"year": "2026", "title": "甲"},
    "service_records": {"served_on": "2026-03-01", "category": "教育保障", "item": "转学", "people_served": "1"},
    "activities": {"title": "甲", "held_on": "2026-03-01", "kind": "节庆活动"},
    "bases": {"name": "甲", "kind": "服务窗口"},
    "publicity": {"month": "2026-03", "medium": "微博", "pieces": "1"},
    "demonstration_units": {
        "name": "甲",
        "sector": "社区",
        "level": "市级",
        "status": "命名",
        "named_on": "2025-01",
        "valid_until": "2030-01",
    },
    "department_totals": {"period": "2026", "department": "人社局", "item": "参保", "amount": "1", "measured_in": "件"},
    "work_systems": {"title": "甲", "kind": "组织领导", "issuing_unit": "某局", "issued_on": "2025", "status": "现行"},
    "meetings": {"title": "甲", "held_on": "2026-03-01", "kind": "领导小组会议"},
    "personnel": {"name": "张三", "unit": "某街道", "role": "专职干部"},
    "agreements": {"title": "甲", "partner": "乙县", "signed_on": "2025-01-01", "status": "有效"},
    "surveys": {"title": "甲", "ended_on": "2026-03-01", "subject": "窗口", "valid": "20"},
    "honours": {"title": "甲", "awarded_on": "2026-03-01", "kind": "集体表彰"},
}
"""What must be filled in, by register."""
OTHERWISE = {"sector": "社区", "plan": "其他", "project": "", "satisfaction": "5"}
"""A value that is not the one a condition leaves out."""
HAVES_ASKED = ";".join(f"{name}=是" for name in HAVES)


def _lines() -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    with files("county_tui").joinpath("data/standard_clauses.csv").open("r", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(f"{row['clause']} {row['title']}", []).append(row)
    return found


def meets(record: Record, where: str) -> bool:
    """Whether a record meets what the clause table says."""
    if not where:
        return True
    if where == "region.level=5":
        return not record["region"].endswith("000")
    if where == f"kind=服务窗口;{HAVES_ASKED}":
        return record["kind"] == "服务窗口" and all(record[name] is True for name in HAVES)
    name, _, wanted = where.partition("=")
    if not name.endswith("!"):
        held = record[name]
        return bool(set(held if isinstance(held, tuple) else (held,)) & set(wanted.split("|")))
    if not wanted:
        return record[name[:-1]] is not None
    return record[name[:-1]] not in wanted.split("|")


def counted(asked: Asked, register: str, where: str) -> list[Record]:
    """The records of a register that count at all: in the period, or as things stand at its end."""
    stands: dict[str, Callable[[Record], bool]] = {
        "personnel": lambda r: by_hand.in_post(r, asked.last),
        "bases": lambda r: by_hand.is_open(r, asked.last),
        "demonstration_units": lambda r: by_hand.is_named(r, asked.last),
        "work_systems": lambda r: by_hand.in_force(r, asked.last),
        "service_records": lambda r: asked.first <= r["served_on"] <= asked.last,
        "activities": lambda r: asked.first <= r["held_on"] <= asked.last,
        "indicators": lambda r: r["year"] == asked.last.year,
    }
    if register not in asked.world.live:  # registers the generated ledgers leave empty
        return []
    if register == "indicator_progress":  # where its indicator is; all of the year
        year = str(asked.last.year)
        of = {r["id"]: r["region"] for r in asked.world.live["indicators"]}
        rows = [{**r, "region": of.get(r["indicator"], asked.world.home)} for r in asked.world.live[register]]
        return [r for r in rows if by_hand.lies_in(r["region"], asked.region) and r["period"].startswith(year)]
    if where.startswith("status=") and where != "status=命名":
        return asked.live(register)
    above = [r for r in asked.world.live[register] if register == "work_systems" and r["region"] != asked.region]
    inherited = [r for r in above if by_hand.lies_in(asked.region, r["region"])]
    return [record for record in asked.live(register) + inherited if stands[register](record)]


def is_met(line: Line, records: list[Record], reached: set[str], towns: list[str]) -> bool:
    """Whether a line's threshold is reached; nothing is marked in the generated ledgers."""
    asks, _, wanted = line["asks"].partition("=")
    if asks.isdigit():
        return len(records) >= int(asks)
    if asks == "towns":
        return 100 * len(reached) >= int(wanted.rstrip("%")) * len(towns)
    if asks == "each":
        return set(line["where"].partition("=")[2].split("|")) <= {record[wanted] for record in records}
    return False


def reached_by(line: Line, records: list[Record], towns: list[str]) -> set[str]:
    """The towns with a record, or for what holds for all below, under a region with one."""
    return {
        t
        for t in towns
        for r in records
        if by_hand.lies_in(r["region"], t) or (line["reach"] == "whole" and by_hand.lies_in(t, r["region"]))
    }


@pytest.mark.parametrize(
    ("which", "period", "region"),
    [
        ("county-1", "2025", None),
        ("county-2", "2024-02", None),
        ("county-1", "2031", None),
        ("county-1", "2025H1", TOWN),
        ("city", "2026H1", None),
        ("town", "2024", None),
    ],
)
def test_every_clause_has_the_evidence_counted_by_hand(
    worlds: Callable[[str], World], which: str, period: str, region: str | None
) -> None:
    world = worlds(which)
    span = reports.parse_period(period)
    asked = Asked(world, span.first, span.last, region or world.home)
    table = reports.fill("standard", span, region)
    towns = [code for code in by_hand.parts(asked) if code != asked.region]
    assert [row.label for row in table.rows] == list(_lines())
    most = max(map(len, _lines().values()))
    for row, lines in zip(table.rows, _lines().values(), strict=True):
        found = [
            [r for r in counted(asked, line["register"], line["where"]) if meets(r, line["where"])] for line in lines
        ]
        counts = [len(records) for records in found]
        reached = [reached_by(line, records, towns) for line, records in zip(lines, found, strict=True)]
        met = [is_met(*one, towns) for one in zip(lines, found, reached, strict=True)]
        status = "已落实" if all(met) and any(reached) else "部分落实" if any(counts) else "空白"
        evidence = [value for line, count in zip(lines, counts, strict=True) for value in (line["what_counts"], count)]
        padding = [None] * (2 * most - len(evidence))
        share = len(set().union(*reached)) / len(towns)
        wanted = [*evidence, *padding, len(set().union(*reached)), len(towns), pytest.approx(share)]
        values = [cell.value for cell in row.cells]
        assert (values[: len(wanted)], values[STATUS]) == (wanted, status), row.label
        assert (values[MISSING] is None) == all(met)
        assert values[POSSIBLE] == sum(float(line["points"]) for line in lines)
        assert values[POINTS] == values[POSSIBLE] if all(met) else values[POINTS] < values[POSSIBLE]  # type: ignore[operator]
        assert not (values[STATUS] == "已落实" and values[SHARE] == 0)


def test_the_list_behind_each_count_holds_just_its_records(world: World) -> None:
    for period in ("2025", "2031"):
        table = reports.fill("standard", reports.parse_period(period))
        cells = [cell for row in table.rows for cell in row.cells if cell.queries]
        assert len(cells) == sum(len(lines) for lines in _lines().values()) + len(_lines())
        for cell in cells:
            assert cell.queries and store.count_rows(cell.queries[0]) == cell.value


def test_an_empty_ledger_has_nothing_but_blanks(ledger: object) -> None:
    table = reports.fill("standard", reports.parse_period("2025"))
    assert {row.cells[-1].value for row in table.rows} == {"空白"}
    assert table.total is None


def one_of(line: Line, fields: Fields) -> None:
    """Enter the least record that a line of the clause table counts."""
    called = {name: line["clause"] for name in ("title", "name") if name in LEAST[line["register"]]}
    given = {**LEAST[line["register"]], **called, "region": "锦官驿街道"}
    for text in line["where"].split(";"):
        name, _, wanted = text.partition("=")
        if name == "region.level":
            given["region"] = "大慈寺社区居委会"
        elif name.endswith("!"):
            given[name[:-1]] = OTHERWISE[name[:-1]]
        elif name:
            given[name] = wanted.split("|")[0]
    store.create(line["register"], fields(line["register"], **given), "测试")


def test_one_record_of_a_clause_is_in_part_and_none_is_blank(ledger: Path, fields: Fields) -> None:
    for label, lines in _lines().items():
        before = {row.label: row.cells[STATUS].value for row in reports.fill("standard", PERIOD).rows}
        one_of(lines[0], fields)
        row = next(row for row in reports.fill("standard", PERIOD).rows if row.label == label)
        assert row.cells[1].value, label
        assert (before[label], row.cells[STATUS].value) in ((BLANK, IN_PART), (IN_PART, IN_PART)), label
    assert {row.label for row in reports.fill("standard", PERIOD).rows if row.cells[STATUS].value != IN_PART} == set()


def test_every_marked_region_is_asked_for_and_papers_stand_beside(ledger: Path, person: Person, fields: Fields) -> None:
    store.mark_regions(["锦官驿街道", "春熙路街道"], "分管领导", "测试")
    person("张三", role="分管领导")
    given = {"title": "培训方案", "kind": "方案", "clause": "6.1.2", "dated_on": "2026-03"}
    paper = store.create("evidence", fields("evidence", **given), "测试")
    table = reports.fill("standard", PERIOD)
    row = next(row for row in table.rows if row.label == "6.1.2 工作队伍")
    cells = dict(zip((column.label for column in table.columns), row.cells, strict=True))
    assert cells["落实情况"].value == IN_PART
    assert "应配 2 处，缺 春熙路街道（1.0/2 分）" in str(cells["缺口"].value)
    assert "还没有标记哪些地方应配联络员" in str(cells["缺口"].value)
    assert cells["缺口"].regions == ("春熙路街道",)
    assert (cells["佐证材料"].value, cells["材料名称"].value) == (1, "培训方案")
    assert store.list_ids(cells["佐证材料"].queries[0]) == [paper.id]
    assert (cells["得分"].value, cells["满分"].value) == (1.0, 7)


def test_progress_counts_where_its_indicator_is_and_lasting_papers_count_on(ledger: Path, fields: Fields) -> None:
    def row(number: str, period: str, region: str | None = None) -> dict[str, object]:
        table = reports.fill("standard", reports.parse_period(period), region)
        labels = [column.label for column in table.columns]
        (found,) = (row for row in table.rows if row.label.startswith(f"{number} "))
        return dict(zip(labels, (cell.value for cell in found.cells), strict=True))

    given = {"year": "2026", "name": "甲", "target": "4", "region": "锦官驿街道"}
    store.create("indicators", fields("indicators", **given), "测试")
    store.create(
        "indicator_progress", fields("indicator_progress", indicator="甲", period="2026Q1", actual="1"), "测试"
    )
    assert row("4.4.5", "2026")["数量四"] == row("4.4.5", "2026", "锦官驿街道")["数量四"] == 1
    assert row("4.4.5", "2026", "春熙路街道")["数量四"] == row("4.4.5", "2025")["数量四"] == 0
    for title, kind, day in (("办法", "文件", "2025-08"), ("照片", "照片", "2025-08"), ("总结", "总结", "")):
        store.create("evidence", fields("evidence", title=title, kind=kind, clause="6.1.4.2", dated_on=day), "测试")
    assert [row("6.1.4.2", period)["材料名称"] for period in ("2024", "2025", "2026")] == [
        "总结",
        "办法、照片、总结",
        "办法、总结",
    ]
    assert "只有 3 个月" in reports.fill("standard", reports.parse_period("2026Q1")).notes
    assert "个月" not in reports.fill("standard", PERIOD).notes


def test_an_office_sets_its_own_thresholds_and_a_mistake_is_named(ledger: Path, person: Person) -> None:
    person("张三", role="分管领导")
    head = ",".join(clauses_module.COLUMNS)
    path = clauses_module.write_own_file()
    assert len(reports.fill("standard", PERIOD).rows) == len(_lines())
    with pytest.raises(CountyError, match="已经有"):
        clauses_module.write_own_file()
    path.write_text(f"{head}\n6.1.2,队伍,personnel,,人数,whole,1,10\n", "gb18030")
    (row,) = reports.fill("standard", PERIOD).rows
    assert (row.label, row.cells[POINTS].value, row.cells[STATUS].value) == ("6.1.2 队伍", 10, "已落实")
    wrong = {
        "6.1.2,甲,personel,,人数,,1,1": "第 2 行“register”",
        "6.1.2,甲,personnel,颜色=甲,人数,,1,1": "第 2 行“where”",
        "6.1.2,甲,personnel,,人数,all,1,1": "第 2 行“reach”",
        "6.1.2,甲,personnel,,人数,,towns=0%,1": "第 2 行“asks”.*towns=80%",
        "6.1.2,甲,personnel,,人数,,each=role,1": "第 2 行“asks”",
        "6.1.2,甲,personnel,,人数,,1,一": "第 2 行“points”",
        "6.1.2,甲,evidence,,人数,,1,1": "没有区划",
        "6.1.2,甲,personnel,,,,1,1": "没有写明",
        "": "一条也没有",
    }
    for line, told in wrong.items():
        path.write_text(f"{head}\n{line}\n", "utf-8")
        with pytest.raises(CountyError, match=told):
            reports.fill("standard", PERIOD)
    path.write_text("clause,title\n", "utf-8")
    with pytest.raises(CountyError, match="缺少列：register"):
        reports.fill("standard", PERIOD)
