"""Words on paper: a Word template with the marks of forms in its text and tables, filled from the ledger."""

from county_tui.documents.library import (
    ENDING,
    add_document,
    blanks_in,
    check_file,
    document_named,
    documents,
    fill_document,
    lines_of,
    remove_document,
    write_document,
    write_template,
)
from county_tui.documents.word import Template

__all__ = [
    "ENDING",
    "Template",
    "add_document",
    "blanks_in",
    "check_file",
    "document_named",
    "documents",
    "fill_document",
    "lines_of",
    "remove_document",
    "write_document",
    "write_template",
]
