"""A plan as the JSON that `import --json` prints."""

from __future__ import annotations

from typing import Any

from county_tui.importing.folding import folded
from county_tui.importing.mending import error_groups
from county_tui.importing.plans import ImportPlan, SheetPlan, Verdict
from county_tui.wording.remedies import on_command_line, worded


def _sheet(sheet: SheetPlan) -> dict[str, Any]:
    return {
        "name": sheet.shown_name,
        "register": sheet.register,
        "columns": [
            {"label": worded(m.column.label), "field": m.field, "status": str(m.status), "note": m.note}
            for m in sheet.columns
        ],
        **sheet.counts(),
        "folded": folded([sheet]),
        "skipped": len(sheet.skipped) + sheet.count(Verdict.REPEATED),
        "errors": [
            {"cell": p.cell, "label": p.label, "value": p.value, "message": worded(p.message)}
            for row in sheet.rows
            for p in row.problems
        ],
        "error_groups": [
            {"label": g.label, "value": g.value, "message": worded(g.message), "cells": list(g.cells)}
            for g in error_groups([sheet])
        ],
        "warnings": _warnings(sheet),
        "doubtful": [{"row": row.number, "id": row.target[0]} for row in sheet.rows if row.is_doubtful and row.target],
    }


def _warnings(sheet: SheetPlan) -> list[dict[str, str]]:
    return [{"cell": warning.cell, "message": worded(warning.message)} for warning in sheet.warnings]


def as_json(plan: ImportPlan, batch: int | None, *, applied: bool) -> dict[str, Any]:
    """The whole plan and what came of it; `batch` is None where nothing was written."""
    registers = {sheet.register for sheet in plan.sheets}
    return {
        "file": plan.file_name,
        "register": registers.pop() if len(registers) == 1 else "auto",
        "sheets": [_sheet(sheet) for sheet in plan.sheets],
        **plan.counts(),
        "folded": folded(plan.sheets),
        "gone_records": [{"register": name, "id": row.id} for name, rows in plan.gone.items() for row in rows],
        "warnings": [warning for sheet in plan.sheets for warning in _warnings(sheet)],
        "doubtful": sum(row.is_doubtful for sheet in plan.sheets for row in sheet.rows),
        "applied": applied,
        "batch": batch,
        "problems": [
            *map(on_command_line, plan.problems),
            *(worded(text) for sheet in plan.sheets for text in sheet.problems),
        ],
    }
