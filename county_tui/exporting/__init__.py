"""Export: records into xlsx, csv and json; templates; error workbooks. xlsxwriter is loaded when an xlsx is written."""

from county_tui.exporting.files import FORMATS, queries_for, write, write_csv, write_json, write_out
from county_tui.exporting.values import SheetValue, as_json, labels, sheet_columns, text_rows, worked_out_json

__all__ = [
    "FORMATS",
    "SheetValue",
    "as_json",
    "labels",
    "queries_for",
    "sheet_columns",
    "text_rows",
    "worked_out_json",
    "write",
    "write_csv",
    "write_json",
    "write_out",
]
