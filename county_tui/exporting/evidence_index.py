"""佐证目录: the papers of each clause, numbered, with pages and boxes; files missing or changed are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from county_tui import store
from county_tui.exporting.sheets import FONT, HEADER, open_workbook
from county_tui.models.evidence import Evidence
from county_tui.report_period import Period

COLUMNS = ("序号", "材料名称", "类别", "文号", "日期", "页数", "份数", "存放位置", "电子文件", "所属记录", "核对")
WIDTHS = (6, 36, 8, 20, 12, 6, 6, 18, 30, 16, 18)
FIELDS = ("title", "kind", "document_no", "dated_on", "pages", "copies", "kept_at", "path", "record")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One paper under one clause: its texts in the order of `FIELDS`, and what is wrong with its file."""

    clause: str
    texts: tuple[str, ...]
    wrong: str


def index_lines(clause: str, period: Period) -> list[IndexLine]:
    """The papers of a clause (or of `all`) that count in a period; one of several clauses stands under each."""
    lookups = store.lookups()
    known = lookups.choices("clause")
    found = []
    rows = store.list_rows(store.Query("evidence", where=store.counting_papers(period)))
    wrong = store.became_of(rows)
    for row in rows:
        texts = tuple(Evidence.fields()[name].format(row.values[name], lookups) for name in FIELDS)
        clauses = row.values["clause"]
        for one in clauses if isinstance(clauses, tuple) else ():
            if clause in ("all", one):
                found.append(IndexLine(one, texts, wrong.get(row.id, "")))
    order = {label: at for at, label in enumerate(known)}
    return sorted(found, key=lambda line: (order.get(line.clause, len(order)), line.texts))


def write_index(lines: Sequence[IndexLine], title: str, path: Path) -> None:
    """Write the index as a workbook for print."""
    with store.appearing(path, ".xlsx") as draft:
        book = open_workbook(draft, constant_memory=False)
        sheet = book.add_worksheet("佐证目录")
        text = book.add_format({**FONT, "border": 1, "text_wrap": True})
        header, bold = (
            book.add_format({**HEADER, "border": 1}),
            book.add_format({**FONT, "bold": True, "font_size": 14}),
        )
        sheet.write_string(0, 0, title, bold)
        for at, (label, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(1, at, label, header)
        row, clause, number = 2, "", 0
        for line in lines:
            if line.clause != clause:
                clause, number = line.clause, 0
                sheet.write_string(row, 0, f"条款 {clause}", bold)
                row += 1
            number += 1
            for at, shown in enumerate((f"{number}", *line.texts, line.wrong or "")):
                sheet.write_string(row, at, shown, text)
            row += 1
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        book.close()
