"""Import: plan → preview → apply → undo."""

from county_tui.importing.applying import Applied, RefusedRowsError, StalePlanError, apply, check
from county_tui.importing.file_preview import SheetLook, look
from county_tui.importing.folding import folded_words
from county_tui.importing.matching import LEAVE_OUT, field_named
from county_tui.importing.mending import ErrorGroup, error_groups
from county_tui.importing.planning import best_register, plan
from county_tui.importing.plans import (
    AUTO,
    CellProblem,
    ColumnMatch,
    ImportPlan,
    PlannedRow,
    Progress,
    Request,
    SheetPlan,
    Status,
    Verdict,
)
from county_tui.importing.summary import as_json
from county_tui.importing.undoing import LeftAlone, Undone, described, outcome, record_name, right_to_undo, undo

__all__ = [
    "AUTO",
    "LEAVE_OUT",
    "Applied",
    "CellProblem",
    "ColumnMatch",
    "ErrorGroup",
    "ImportPlan",
    "LeftAlone",
    "PlannedRow",
    "Progress",
    "RefusedRowsError",
    "Request",
    "SheetLook",
    "SheetPlan",
    "StalePlanError",
    "Status",
    "Undone",
    "Verdict",
    "apply",
    "as_json",
    "best_register",
    "check",
    "described",
    "error_groups",
    "field_named",
    "folded_words",
    "look",
    "outcome",
    "plan",
    "record_name",
    "right_to_undo",
    "undo",
]
