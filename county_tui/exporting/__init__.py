"""Export: records into xlsx, csv and json; templates; error workbooks. xlsxwriter is loaded when an xlsx is written."""

from county_tui.exporting.files import FORMATS, queries_for, write, write_csv, write_json, write_out
from county_tui.exporting.values import SheetValue, as_json, as_texts, labels, sheet_columns

__all__ = [
    "FORMATS",
    "SheetValue",
    "as_json",
    "as_texts",
    "labels",
    "queries_for",
    "sheet_columns",
    "write",
    "write_csv",
    "write_json",
    "write_out",
]
