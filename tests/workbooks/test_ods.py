"""What is read from the XML of an .ods beside its values."""

from __future__ import annotations

import zipfile
from pathlib import Path

from county_tui.formula_errors import NOT_CALCULATED
from county_tui.workbooks.formats.ods import OdsFacts
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.tables import Merge

COLUMN, ROW, CELL = "table:table-column", "table:table-row", "table:table-cell"


def facts_of(tmp_path: Path, body: str) -> SheetFacts:
    """Read the facts of a sheet with such XML."""
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f'<book><table:table table:name="表">{body}</table:table></book>')
    assert OdsFacts(path).of("没有").merges == []
    return OdsFacts(path).of("表")


def test_repeated_columns_and_rows_are_counted(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        f'<{COLUMN} table:number-columns-repeated="2"/><{COLUMN} table:visibility="collapse"/>'
        f'<{ROW} table:number-rows-repeated="3"><{CELL}/></{ROW}>'
        f'<{ROW} table:visibility="filter" table:number-rows-repeated="2"><{CELL}/></{ROW}>',
    )
    assert facts.hidden_columns == {2}
    assert facts.hidden_rows == {4, 5}


def test_spans_and_errors_stand_where_repeated_cells_put_them(tmp_path: Path) -> None:
    error = f'<{CELL} table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></{CELL}>'
    blank = f'<{CELL} table:formula="of:=1+1"/>'
    span = f'<{CELL} table:number-columns-spanned="2" table:number-rows-spanned="3"/>'
    facts = facts_of(
        tmp_path,
        f'<{ROW}/><{ROW}><{CELL} table:number-columns-repeated="4"/>{error}{blank}</{ROW}><{ROW}>{span}</{ROW}>',
    )
    assert facts.errors == {2: {4: "#DIV/0!", 5: NOT_CALCULATED}}
    assert facts.merges == [Merge(3, 0, 5, 1)]


def test_the_text_of_a_sound_formula_is_no_error(tmp_path: Path) -> None:
    cell = f'<{CELL} table:formula="of:=A1" office:value-type="string"><text:p>错误的做法</text:p></{CELL}>'
    assert facts_of(tmp_path, f"<{ROW}>{cell}</{ROW}>").errors == {}


def test_a_code_of_libreoffice_is_an_error(tmp_path: Path) -> None:
    cell = f'<{CELL} table:formula="of:=A1" office:value-type="string"><text:p>Err:502</text:p></{CELL}>'
    assert facts_of(tmp_path, f"<{ROW}>{cell}</{ROW}>").errors == {1: {0: "Err:502"}}
