"""A filled form as text for a terminal: each sheet's rows as they are printed, without the frame around them."""

from __future__ import annotations

from collections.abc import Mapping

from county_tui.forms.filled import FilledForm
from county_tui.forms.layout import split_address
from county_tui.reports.hiding import NOTE
from county_tui.reports.table import as_text

UNFILLED = "（待填）"


def grid(form: FilledForm, sheet: int) -> list[list[str]]:
    """The texts of a sheet by row and column, from A1 to the last filled cell."""
    texts = texts_of(form, sheet)
    height = max((row for row, _ in texts), default=0)
    width = max((column for _, column in texts), default=0)
    return [[texts.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]


def texts_of(form: FilledForm, sheet: int) -> Mapping[tuple[int, int], str]:
    """What stands in a sheet as printed, by row and column from 1."""
    title = form.definition.sheets[sheet]
    found = {}
    known = dict(form.fixed) | {address: as_text(form.told(address), "number") for address in form.cells}
    for address, text in known.items():
        name, _, cell = address.rpartition("!")
        if (name or form.definition.sheets[0]) == title:
            found[split_address(cell)] = UNFILLED if address in form.unfilled else text
    return found


def as_plain(form: FilledForm) -> str:
    """The sheets one below the other, blank rows and columns left out."""
    from tabulate import tabulate

    parts = []
    for sheet, title in enumerate(form.definition.sheets):
        rows = [[" ".join(text.split()) for text in row] for row in grid(form, sheet) if any(row)]
        kept = [column for column in zip(*rows, strict=True) if any(column)]
        body = tabulate(list(zip(*kept, strict=True)), tablefmt="plain", disable_numparse=True)
        parts.append(f"{title}　{form.region_name}　{form.period.title}\n{body}")
    return "\n\n".join([*parts, *([NOTE] if form.has_hidden else [])]) + "\n"
