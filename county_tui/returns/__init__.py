"""Returns: tables and forms sealed for a period, amended, held against what the ledger says now, sent as files."""

from county_tui.returns.differing import Difference, count_differences, differences, differing_now
from county_tui.returns.files import file_name, read_return, write_return
from county_tui.returns.sealed import SealedCell, SealedReturn, SealedSheet, as_data, code_of, from_data
from county_tui.returns.sealing import Request, amend, list_returns, return_by_id, seal

__all__ = [
    "Difference",
    "Request",
    "SealedCell",
    "SealedReturn",
    "SealedSheet",
    "amend",
    "as_data",
    "code_of",
    "count_differences",
    "differences",
    "differing_now",
    "file_name",
    "from_data",
    "list_returns",
    "read_return",
    "return_by_id",
    "seal",
    "write_return",
]
