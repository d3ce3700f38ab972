"""Summary tables: defined in TOML, filled from the ledger, printed on paper or shown anywhere else."""

from county_tui.report_period import Period, parse_period, period_of
from county_tui.reports.clauses import clauses_of
from county_tui.reports.definition import Definition, own_folder
from county_tui.reports.hiding import NOTE, PLAIN
from county_tui.reports.library import (
    behind_plan,
    definition_named,
    definitions,
    fill,
    outline,
    taking_part,
    worked_out,
    worked_out_texts,
)
from county_tui.reports.table import TOTAL, Table, TableCell, TableColumn, TableRow, as_text, bars

__all__ = [
    "NOTE",
    "PLAIN",
    "TOTAL",
    "Definition",
    "Period",
    "Table",
    "TableCell",
    "TableColumn",
    "TableRow",
    "as_text",
    "bars",
    "behind_plan",
    "clauses_of",
    "definition_named",
    "definitions",
    "fill",
    "outline",
    "own_folder",
    "parse_period",
    "period_of",
    "taking_part",
    "worked_out",
    "worked_out_texts",
]
