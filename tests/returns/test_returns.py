"""Sealing, amending, comparing, sending: what was signed stays as it was signed."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from county_tui import forms, reports, returns, store
from county_tui.cli import commands
from county_tui.errors import CountyError
from county_tui.returns import Request, SealedReturn
from tests.conftest import Fields, Person
from tests.forms.books import save

TOWN = "锦官驿街道"
PERIOD = reports.parse_period("2026H1")
Add = Callable[..., store.Row]


@pytest.fixture
def add(ledger: Path, fields: Fields) -> Add:
    """A function that saves a service record."""

    def save(category: str = "教育保障", day: str = "2026-03-01", people: int = 9) -> store.Row:
        given = {"served_on": day, "category": category, "item": "甲", "region": TOWN, "people_served": people}
        return store.create("service_records", fields("service_records", **given), "测试")

    return save


def seal(*names: str, period: str = "2026H1", **how: str) -> SealedReturn:
    """Seal some tables."""
    return returns.seal(Request(names, reports.parse_period(period), **how), "测试")  # type: ignore[arg-type]


def stored(sealed: SealedReturn) -> store.StoredReturn:
    """A return as the ledger keeps it."""
    assert sealed.id is not None
    return store.stored_return(sealed.id)


def test_a_sealed_return_is_what_the_tables_said_and_is_read_back_the_same(add: Add) -> None:
    for people in (9, 11):
        add(people=people)
    made = seal("services", "基本公共服务情况汇总表", "activities", note="半年报")
    assert made.names == ("services", "activities") and made.version == 1
    value = made.sheets[0].value("教育保障/服务人次")
    assert value is not None and (value.value, value.adds) == (20, "sum")
    assert returns.return_by_id(made.id or 0) == made
    assert returns.from_data(json.loads(json.dumps(returns.as_data(made)))).sheets == made.sheets


def test_shares_and_means_keep_what_they_are_made_of(add: Add) -> None:
    add()
    for cell in seal("services", "bases", "personnel", "work-systems").sheets[0].cells:
        if cell.parts is not None and cell.value is not None:
            assert cell.value == cell.parts[0] / cell.parts[1]
            assert cell.adds == "ratio"


def test_the_code_is_of_names_cells_and_values_alone(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add()
    first = seal("services", "activities", period="2026Q1")
    store.set_office_setting("leader", "另一人")
    again = returns.code_of(reversed(first.sheets))
    assert again == first.code and len(first.code) == 14 and first.code[4] == first.code[9] == "-"
    changed = list(first.sheets[0].cells)
    changed[0] = returns.SealedCell(changed[0].key, 99)
    from dataclasses import replace

    assert returns.code_of([replace(first.sheets[0], cells=tuple(changed)), first.sheets[1]]) != first.code


def test_a_sealed_period_is_not_sealed_again_however_it_is_written(add: Add) -> None:
    first = seal("services", period="2026Q1")
    for period in ("2026Q1", "2026-01..2026-03", "2026年1—3月"):
        with pytest.raises(CountyError, match=f"已经上报过，数有变化请更正编号 {first.id}"):
            seal("activities", "services", period=period)
    assert seal("activities", period="2026Q1").version == 1
    assert seal("services", period="2026Q1", region=TOWN).region_name == TOWN


def test_differences_name_the_cells_and_the_records(add: Add, fields: Fields) -> None:
    kept, moved, gone = add(), add(), add("法律援助")
    made = seal("services")
    assert returns.differences(stored(made)) == []
    fresh = add("健康医疗")
    store.update(("service_records", moved.id, moved.version), fields("service_records", category="就业创业"), "测试")
    store.delete(("service_records", gone.id, gone.version), "测试")
    store.update(("service_records", kept.id, kept.version), fields("service_records", notes="无关"), "测试")
    found = {(one.row, one.column): one for one in returns.differences(stored(made))}
    counts = {row: one for (row, column), one in found.items() if column == "件数"}
    assert set(counts) == {"教育保障", "就业创业", "法律援助", "健康医疗"}
    assert (counts["教育保障"].sealed, counts["教育保障"].now) == (2, 1)
    behind = {row: [key for _, key in one.records] for row, one in counts.items()}
    assert behind["法律援助"] == [gone.id] and behind["健康医疗"] == [fresh.id] and behind["就业创业"] == [moved.id]
    assert moved.id in behind["教育保障"]


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_the_seal_is_the_same_to_the_byte_and_just_the_cells_that_differ_are_named(
    add: Add, person: Person, fields: Fields, seed: int
) -> None:
    rng = random.Random(seed)
    kinds = ("教育保障", "健康医疗", "法律援助")
    rows = [add(rng.choice(kinds), f"2026-0{rng.randint(1, 8)}-01", rng.randint(5, 60)) for _ in range(12)]
    staff = [person(f"人员{at}", trained_on="2026-03-12") for at in range(4)]
    made = seal("services", "services-by-town", "personnel", "bases", "duty")
    before = stored(made).content
    for _ in range(8):
        row = store.get("service_records", rng.choice(rows).id)
        place = ("service_records", row.id, row.version)
        if row.deleted is not None:
            store.restore("service_records", row.id, "测试")
        elif rng.random() < 0.3:
            store.delete(place, "测试")
        elif rng.random() < 0.5:
            store.update(place, fields("service_records", category=rng.choice(kinds)), "测试")
        else:
            store.update(place, {"served_on": date(2026, rng.randint(1, 8), 2)}, "测试")
    for one in rng.sample(staff, 2):
        store.update(("personnel", one.id, one.version), {"trained_on": date(2026, rng.randint(5, 9), 1)}, "测试")
        given = {"name": f"阵地{one.id}", "region": TOWN, "kind": rng.choice(("服务窗口", "宣传阵地"))}
        opened = f"2026-0{rng.randint(5, 8)}-01"
        store.create("bases", fields("bases", status="在用", opened_on=opened, **given), "测试")
    assert stored(made).content == before
    named = {(one.form, f"{one.row}/{one.column}") for one in returns.differences(stored(made))}
    expected = set()
    for sheet in made.sheets:
        table = reports.fill(sheet.name, PERIOD)
        labels = [column.label for column in table.columns]
        assert table.total is not None
        for row in (table.total, *table.rows):
            for label, cell in zip(labels, row.cells, strict=True):
                known = sheet.value(f"{row.label}/{label}")
                if known is None or known.value != cell.value:
                    expected.add((sheet.name, f"{row.label}/{label}"))
    assert named == expected
    assert returns.count_differences([stored(made)]) == [len(expected)]


def test_amending_seals_the_next_version_and_leaves_the_first(add: Add) -> None:
    add()
    first = seal("services", note="首报")
    add()
    second = returns.amend(first.id or 0, "补报一条", "测试")
    assert (second.version, second.reason, second.note) == (2, "补报一条", "首报")
    assert returns.return_by_id(first.id or 0) == first
    assert second.code != first.code and returns.differences(stored(second)) == []
    with pytest.raises(CountyError, match=f"不是最新的一版，请更正最新的：编号 {second.id}"):
        returns.amend(first.id or 0, "再改", "测试")
    with pytest.raises(CountyError, match="更正要写明原因"):
        returns.amend(second.id or 0, "  ", "测试")


def test_an_amended_return_says_on_paper_what_changed(add: Add, tmp_path: Path) -> None:
    add()
    first = seal("services", "bases")
    add(people=20)
    second = returns.amend(first.id or 0, "补报一条", "测试")
    files = [returns.write_return(second, tmp_path / f"{at}.zip").read_bytes() for at in range(2)]
    assert files[0] == files[1] and returns.read_return(tmp_path / "0.zip").code == second.code
    with zipfile.ZipFile(tmp_path / "0.zip") as archive:
        sheet = load_workbook(archive.open("更正差异表.xlsx")).worksheets[0]
    texts = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["基本公共服务情况汇总表　合计 / 服务人次", 9, 29] in texts
    assert ["基本公共服务情况汇总表　教育保障 / 服务人次", 9, 29] in texts
    assert any("更正原因：补报一条。" in str(row) and first.code in str(row) for row in texts)
    with zipfile.ZipFile(returns.write_return(first, tmp_path)) as archive:
        assert "更正差异表.xlsx" not in archive.namelist()


def test_nothing_can_change_or_delete_a_seal(add: Add) -> None:
    from county_tui.models.sqlite import database

    seal("services")
    with store.session():
        for sql in ("UPDATE sealed_return SET content = '{}'", "DELETE FROM sealed_return"):
            with pytest.raises(Exception, match="a seal is never changed"):
                database.execute_sql(sql)


def test_last_years_number_is_the_one_that_was_reported(add: Add) -> None:
    add(day="2025-03-01")
    seal("services", period="2025H1")
    add(day="2025-04-01")
    add()
    table = reports.fill("services", PERIOD)
    assert table.total is not None
    cells = dict(zip([column.label for column in table.columns], table.total.cells, strict=True))
    assert cells["上年同期件数"].value == 1 and cells["同比"].value == 0
    assert "上年同期取自 2025H1 已报数（第1版）" in table.notes


def test_a_form_takes_last_years_numbers_as_they_were_reported(add: Add, tmp_path: Path) -> None:
    cells = {
        "A1": "统计表", "B2": "{件数 服务记录}", "C2": "{件数 服务记录 @上年同期}", "D2": "{=B2-C2}",
        "C3": "{合计 服务人次 服务记录 @上年同期}", "C4": "{件数 服务记录 @本年累计}",
        "A5": "{每个 街道（乡镇）}", "B5": "{件数 服务记录 @上年同期}",
    }  # fmt: skip
    forms.add_form(save(tmp_path / "统计表.xlsx", cells), "", "测试")
    add(day="2025-03-01")
    seal("统计表", period="2025H1")
    add(day="2025-04-01")
    add()
    filled = forms.fill(forms.form_named("统计表"), PERIOD)
    told = {address: filled.value(address) for address in ("B2", "C2", "D2", "C3", "C4")}
    assert told == {"B2": 1, "C2": 1, "D2": 0, "C3": 18, "C4": 1}  # C3 was not asked for then: the ledger says it


def test_a_file_is_the_same_bytes_each_time_and_is_read_back(add: Add, tmp_path: Path) -> None:
    add()
    made = seal("services", "bases", period="2026Q1")
    path = returns.write_return(made, tmp_path)
    assert path.name == "锦江区-2026Q1-第1版.zip"
    other = returns.write_return(made, tmp_path / "a.zip")
    assert path.read_bytes() == other.read_bytes()
    read = returns.read_return(path)
    assert (read.code, read.sheets) == (made.code, made.sheets)
    with zipfile.ZipFile(path) as archive:
        assert made.code in archive.read("说明.txt").decode("utf-8-sig")
        printed = archive.read("基本公共服务情况汇总表.xlsx")
    (tmp_path / "print.xlsx").write_bytes(printed)
    with zipfile.ZipFile(tmp_path / "print.xlsx") as book:
        assert made.code in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda text: text.replace('"version":1', '"version":7'), "被改动过"),
        (lambda text: text.replace('"value":9', '"value":10', 1), "对不上"),
        (lambda text: text[:-40], "读不懂"),
        (lambda text: "[]", "不是本程序的上报文件"),
        (lambda text: text.replace("county-tui return 1", "county-tui return 2"), "更新版本"),
        (lambda text: text.replace('"sheets"', '"sheet"'), "损坏"),
    ],
)
def test_an_altered_file_is_refused_in_words(
    add: Add, tmp_path: Path, content: Callable[[str], str], said: str
) -> None:
    add()
    path = returns.write_return(seal("services"), tmp_path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("return.json").decode()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("return.json", content(text))
    with pytest.raises(CountyError, match=said):
        returns.read_return(tmp_path / "b.zip")


def test_one_byte_changed_anywhere_in_a_file_is_refused(add: Add, tmp_path: Path) -> None:
    add()
    path = returns.write_return(seal("bases"), tmp_path)
    content = path.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 150)):
        changed = bytearray(content)
        changed[at] ^= 0x41
        path.write_bytes(bytes(changed))
        with pytest.raises(CountyError):
            returns.read_return(path)
    path.write_bytes(content)
    assert returns.read_return(path).version == 1


def test_what_is_no_zip_is_refused_in_words(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    for path in (tmp_path / "x.zip", tmp_path / "none.zip", tmp_path):
        with pytest.raises(CountyError):
            returns.read_return(path)


def test_the_command_line_says_it_as_written(add: Add) -> None:
    add()
    path = str(store.bound_path())

    def run(*words: str) -> object:
        result = CliRunner().invoke(commands, ["--db", path, "return", *words, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    made = run("seal", "services", "bases", "--period", "2026Q3")
    assert isinstance(made, dict) and {"id", "period", "region", "version", "code", "forms"} <= set(made)
    assert (made["period"], made["region"], made["forms"]) == ("2026Q3", "锦江区", ["services", "bases"])
    before = run("show", str(made["id"]))
    add(day="2026-08-01")
    (listed,) = run("list")  # type: ignore[misc]
    assert listed["differs"] > 0 and {"sealed_at", "by"} <= set(listed)
    found = run("differences", str(made["id"]))
    assert isinstance(found, list) and found[0] | {"records": []} == {
        "form": "services", "row": "合计", "column": "件数", "sealed": 0, "now": 1, "records": []
    }  # fmt: skip
    assert found[0]["records"] == [{"register": "service_records", "id": 2}]
    assert run("amend", str(made["id"]), "--reason", "补报")["version"] == 2  # type: ignore[index]
    assert run("show", str(made["id"])) == before
    assert run("differences") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("seal", "没有", "--period", "2026Q1"), "没有名为“没有”的汇总表或表样"),
        (("seal", "services", "--period", "2026Q9"), "看不懂期间"),
        (("seal", "services", "--period", "2026Q1", "--region", "武侯区"), "没有叫"),
        (("amend", "9", "--reason", "x"), "没有编号为 9 的上报"),
        (("show", "9"), "没有编号为 9 的上报"),
        (("seal", "services", "--period", "2026Q1", "--explain", "C5>1=x"), "没有要说明的规则"),
        (("seal", "services", "坏表", "--period", "2026Q1"), "没有名为“坏表”的汇总表或表样"),
        (("seal", "services", "bad", "--period", "2026Q1"), "bad.toml 第 2 行“register”：没有名为“nope”的台账"),
        (("seal", "services", "--period", "2026Q1", "--note", "电话13912345678"), "说明：含有电话号码"),
        (("differences", "9"), "没有编号为 9 的上报"),
        (("export", "9", "--to", "."), "没有编号为 9 的上报"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_kept(add: Add, words: tuple[str, ...], said: str) -> None:
    bad_table()
    result = CliRunner().invoke(commands, ["--db", str(store.bound_path()), "return", *words])
    assert result.exit_code == 1 and said in result.stderr
    assert store.stored_returns() == []


def bad_table() -> None:
    """A table of the office's own that cannot be filled."""
    folder = store.bound_path().parent / "reports"
    folder.mkdir()
    (folder / "bad.toml").write_text('title = "坏表"\nregister = "nope"\n', "utf-8")


def test_all_tables_are_sealed_but_one_that_cannot_be_filled_which_is_named(add: Add) -> None:
    bad_table()
    path = str(store.bound_path())
    result = CliRunner().invoke(commands, ["--db", path, "return", "seal", "all", "--period", "2026Q1", "--json"])
    assert result.exit_code == 0 and "用不了的汇总表：bad.toml" in result.stderr
    assert len(json.loads(result.stdout)["forms"]) == sum(one.is_built_in for one in reports.definitions())
    again = CliRunner().invoke(commands, ["--db", path, "return", "seal", "bases", "--period", "2026Q1"])
    assert again.exit_code == 1 and "“阵地建设情况汇总表”已经上报过" in again.stderr


def test_a_period_that_has_not_ended_is_sealed_with_a_note_until_it_is_amended_after_its_end(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(store.bound_path())
    words = ["--db", path, "return", "seal", "services", "--period", "2099", "--note", "预报"]
    result = CliRunner().invoke(commands, words)
    assert result.exit_code == 0 and "2099年还没有结束" in result.stderr
    assert returns.return_by_id(1).note == "上报时期间尚未结束。预报"
    monkeypatch.setattr("county_tui.returns.sealing.is_over", lambda period: True)
    assert returns.amend(1, "年末补齐", "测试").note == "预报"


def test_what_differs_is_counted_for_home_and_costs_nothing_while_nothing_changed(add: Add) -> None:
    from county_tui.returns import differing_now

    add()
    seal("services")
    assert differing_now() == []
    add("法律援助")
    ((head, count),) = differing_now()
    assert head.period == "2026H1" and count > 3


def test_doctor_holds_every_seal_against_its_code(add: Add) -> None:
    from county_tui.models.sqlite import database

    add()
    made = seal("services")
    path = str(store.bound_path())

    def returns_line() -> dict[str, object]:
        result = CliRunner().invoke(commands, ["--db", path, "doctor", "--json"])
        found = json.loads(result.stdout)
        checks = found["checks"] if isinstance(found, dict) else found
        return next(one for one in checks if one["name"] == "returns")

    assert returns_line()["ok"] is True
    damaged = stored(made).content.replace('"value": 9', '"value": 8', 1)
    with store.session():
        database.execute_sql("DROP TRIGGER sealed_return_no_update")
        database.execute_sql("UPDATE sealed_return SET content = ?", (damaged,))
    assert returns_line()["ok"] is False
    seal("bases")
    add()
    assert [count for _, count in returns.differing_now()] == [None]  # and the other return is still looked at
    listed = CliRunner().invoke(commands, ["--db", path, "return", "list"])
    assert listed.exit_code == 0 and listed.stdout.count("已损坏") == 1
    with pytest.raises(CountyError, match="已损坏"):
        returns.return_by_id(made.id or 0)
