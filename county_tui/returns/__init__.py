"""Returns: tables and forms sealed for a period, amended, held against what the ledger says now, sent as files."""

from county_tui.returns.differing import (
    Difference,
    count_differences,
    differences,
    differences_of,
    differing_now,
    record_queries,
)
from county_tui.returns.files import file_name, read_return, write_return
from county_tui.returns.owing import RHYTHMS, Duty, Owed, check_day, duties, owed, owed_of_year, rhythm_named, set_duty
from county_tui.returns.reviewing import Comparison, Review, review
from county_tui.returns.sealed import SealedCell, SealedReturn, SealedSheet, as_data, code_of, from_data
from county_tui.returns.sealing import (
    Request,
    amend,
    head_of,
    is_over,
    list_returns,
    region_name,
    return_by_id,
    seal,
    titles,
)

__all__ = [
    "RHYTHMS",
    "Comparison",
    "Difference",
    "Duty",
    "Owed",
    "Request",
    "Review",
    "SealedCell",
    "SealedReturn",
    "SealedSheet",
    "amend",
    "as_data",
    "check_day",
    "code_of",
    "count_differences",
    "differences",
    "differences_of",
    "differing_now",
    "duties",
    "file_name",
    "from_data",
    "head_of",
    "is_over",
    "list_returns",
    "owed",
    "owed_of_year",
    "read_return",
    "record_queries",
    "region_name",
    "return_by_id",
    "review",
    "rhythm_named",
    "seal",
    "set_duty",
    "titles",
    "write_return",
]
