"""What a form's marks read of the self-assessment: a clause's points, its state, what is missing, its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from county_tui import reports
from county_tui.errors import CountyError
from county_tui.reports import Cell
from county_tui.reports.clauses import clauses
from county_tui.reports.scope import Scope

TABLE = "standard"
COLUMNS: Mapping[str, str] = {
    "落实情况": "落实情况",
    "得分": "得分",
    "满分": "满分",
    "要求": "要求",
    "缺口": "缺口",
    "覆盖率": "覆盖率",
    "佐证": "材料名称",
}
"""The column of the self-assessment that each word reads."""


def check_clause(number: str) -> None:
    """Raise CountyError for a clause that the table of clauses does not have."""
    known = {clause.number: clause.title for clause in clauses()}
    if number not in known:
        near = "、".join(f"{one} {title}" for one, title in known.items())
        raise CountyError(f"自评标准里没有条款“{number}”", f"，可用：{near}。")


@dataclass(slots=True)
class Assessment:
    """The self-assessment of a form's period and region, worked out when a mark first asks for it."""

    scope: Scope
    _rows: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def cell(self, word: str, number: str) -> Cell:
        """What a word says of a clause."""
        check_clause(number)
        if not self._rows:
            table = reports.fill(TABLE, self.scope.period, self.scope.region)
            labels = [column.label for column in table.columns]
            self._rows = {row.label.split(" ")[0]: dict(zip(labels, row.cells, strict=True)) for row in table.rows}
        return self._rows[number][COLUMNS[word]]
