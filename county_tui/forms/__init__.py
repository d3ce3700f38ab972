"""Forms as they are issued: an .xlsx with marks in its cells, filled from the ledger, checked, printed as it came."""

from county_tui.forms.auditing import Finding
from county_tui.forms.checking import check_form
from county_tui.forms.definition import ASK, MUST, FormDefinition
from county_tui.forms.filled import FilledCell, FilledForm
from county_tui.forms.filling import form_of_values
from county_tui.forms.library import (
    Filling,
    add_form,
    blank_form,
    check_typed,
    draft_form,
    explain,
    fill,
    form_from_file,
    form_named,
    forms,
    install_form,
    remove_form,
    texts_of_copy,
    try_mark,
    type_into,
    write_form,
)
from county_tui.forms.printing import print_form
from county_tui.forms.reading import FormError, Mistake
from county_tui.forms.sheets import as_table

__all__ = [
    "ASK",
    "MUST",
    "FilledCell",
    "FilledForm",
    "Filling",
    "Finding",
    "FormDefinition",
    "FormError",
    "Mistake",
    "add_form",
    "as_table",
    "blank_form",
    "check_form",
    "check_typed",
    "draft_form",
    "explain",
    "fill",
    "form_from_file",
    "form_named",
    "form_of_values",
    "forms",
    "install_form",
    "print_form",
    "remove_form",
    "texts_of_copy",
    "try_mark",
    "type_into",
    "write_form",
]
