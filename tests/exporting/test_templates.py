"""Templates: every column explained, drop-downs from the lists; filled in, they are imported as they are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from county_tui import store
from county_tui.errors import CountyError
from county_tui.exporting.templates import write_template
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import PeriodName, Reference
from county_tui.models.register import Register
from tests.conftest import Fields, Person
from tests.importing.books import Cells, counts, planned, read_xlsx, rows, take_in, write_xlsx

TYPED = {
    "text": "某某",
    "region": "锦官驿街道",
    "integer": 2026,
    "decimal": 12.5,
    "date": "2026-03-01",
    "partial-date": "2026-03",
    "phone": "028-86660000",
    "yes-no": "是",
}
BY_RULE: dict[str, dict[str, object]] = {
    "indicators": {"actual": None},
    "surveys": dict.fromkeys(("satisfied", "fairly_satisfied", "less_satisfied", "dissatisfied"), 0),
}
"""What the rules of a register allow where an example of the kind would not do."""


@pytest.fixture
def template(ledger: Path, tmp_path: Path) -> Path:
    """The template of all registers."""
    path = tmp_path / "模板.xlsx"
    write_template(REGISTERS, path)
    return path


def filled(register: type[Register], sheet: Cells) -> Cells:
    """A template's sheet with one record typed under its header; fields without an example stay blank."""
    lookups = store.lookups()
    line: list[object] = []
    for name, field in register.fields().items():
        options = lookups.choices(field.options) if hasattr(field, "options") else ()
        smaller: dict[str, object] = {"satisfaction": 5, "migrants_served": 1, "minority_served": 1}
        smaller |= BY_RULE.get(register.register_name(), {})
        example = "2026Q1" if isinstance(field, PeriodName) else TYPED.get(field.kind)
        named = "某某" if isinstance(field, Reference) and field.is_required else None
        line.append(smaller.get(name, options[0] if options else named or example))
    return [*sheet, line]


def test_a_template_has_a_sheet_per_register_and_a_hidden_one_of_lists(template: Path) -> None:
    book = read_xlsx(template)
    assert list(book) == [*(register.label for register in REGISTERS), "选项"]
    with zipfile.ZipFile(template) as parts:
        last = f'name="选项" sheetId="{len(REGISTERS) + 1}" state="hidden"'
        assert last in parts.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.register_name())
def test_each_column_is_headed_explained_and_marked_if_required(template: Path, register: type[Register]) -> None:
    _title, notes, header = read_xlsx(template)[register.label]
    for at, field in enumerate(register.fields().values()):
        assert header[at] == field.label + ("*" if field.is_required else "")
        assert field.hint in str(notes[at])
        assert ("必填" in str(notes[at])) == field.is_required


def test_choices_come_as_drop_downs(template: Path) -> None:
    with zipfile.ZipFile(template) as parts:
        staff = parts.read("xl/worksheets/sheet1.xml").decode()
    assert staff.count('type="list"') >= 2 and "选项!$" in staff
    lists = read_xlsx(template)["选项"]
    columns = {tuple(str(row[at]) for row in lists if row[at] != "") for at in range(len(lists[0]))}
    for field in (register_named("personnel").fields()["role"], register_named("bases").fields()["kind"]):
        assert store.lookups().choices(field.options) in columns  # type: ignore[attr-defined]


def test_an_empty_template_holds_nothing_to_import(template: Path) -> None:
    plan = planned(template)
    assert [sheet.register for sheet in plan.sheets] == [register.register_name() for register in REGISTERS]
    assert counts(plan) == (0, 0, 0, 0)


def test_a_filled_template_is_imported_as_it_is(template: Path, tmp_path: Path) -> None:
    book = read_xlsx(template)
    sheets = {register.label: filled(register, book[register.label]) for register in REGISTERS}
    file = write_xlsx(tmp_path / "填好.xlsx", {**sheets, "选项": book["选项"]})
    plan = planned(file)
    assert counts(plan) == (len(REGISTERS), 0, 0, 0)
    take_in(file)
    for register in REGISTERS:
        held = rows(register.register_name())[0].values
        blank = {name for name, value in held.items() if value is None}
        assert blank <= {"base", "staff", "actual", "meeting", "project", "record", "path"}, register.label


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.register_name())
def test_one_registers_template_goes_to_that_register(
    person: Person, fields: Fields, tmp_path: Path, register: type[Register]
) -> None:
    person("某某")
    target = {"year": "2026", "name": "某某", "region": "锦官驿街道", "target": "3"}
    store.create("indicators", fields("indicators", **target), "测试")
    path = tmp_path / "模板.xlsx"
    write_template([register], path)
    sheets = {register.label: filled(register, read_xlsx(path)[register.label])}
    file = write_xlsx(tmp_path / "填好.xlsx", sheets)
    for name in ("auto", register.register_name()):
        plan = planned(file, name)
        assert [sheet.register for sheet in plan.sheets] == [register.register_name()]
        assert counts(plan)[2:] == (0, 0) and sum(counts(plan)) == 1


def test_names_in_the_ledger_are_offered_where_records_are_referred_to(ledger: Path, tmp_path: Path) -> None:
    lookups = store.lookups()
    texts = {"name": "便民站", "region": "锦官驿街道", "kind": "服务窗口"}
    kinds = register_named("bases").fields()
    store.create("bases", {name: kinds[name].parse(text, lookups) for name, text in texts.items()}, "测试")
    write_template([register_named("service_records")], tmp_path / "模板.xlsx")
    assert "便民站" in str(read_xlsx(tmp_path / "模板.xlsx")["选项"])


def test_one_regions_template_offers_only_its_own_regions_and_windows(
    ledger: Path, fields: Fields, tmp_path: Path
) -> None:
    for name, place in (("甲站", "锦官驿街道"), ("乙站", "锦官驿街道/大慈寺社区"), ("丙站", "东湖街道")):
        store.create("bases", fields("bases", name=name, region=place, kind="服务窗口"), "测试")
    write_template([register_named("service_records")], tmp_path / "街道.xlsx", "锦官驿街道")
    lists = openpyxl.load_workbook(tmp_path / "街道.xlsx")["选项"]
    columns = [{cell for cell in column if cell} for column in lists.iter_cols(values_only=True)]
    assert {"甲站", "乙站"} in columns
    places = next(column for column in columns if "锦官驿街道" in column)
    assert len(places) > 2 and all(str(place).startswith("锦官驿街道") for place in places)
    with pytest.raises(CountyError):
        write_template([register_named("service_records")], tmp_path / "x.xlsx", "没有这个地方")


def test_a_folder_that_is_not_there_is_refused_in_words(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(CountyError, match="请检查文件夹是否存在"):
        write_template(REGISTERS, tmp_path / "没有" / "模板.xlsx")
