"""The forms a ledger holds: taking one in, finding it by name, filling it for a period, typing into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from county_tui import store
from county_tui.errors import CountyError, NotFoundError, ValueRefusedError, WorkbookError
from county_tui.forms.auditing import Elsewhere, Finding, audit
from county_tui.forms.checking import check_form
from county_tui.forms.definition import FormDefinition, MarkedCell, Spot
from county_tui.forms.drafting import Proposal, draft
from county_tui.forms.filled import UNKNOWN, FilledForm, typed_value
from county_tui.forms.filling import LAST_YEAR, Surroundings, fill_form, form_of_values
from county_tui.forms.issued_files import WORKBOOK, content_of, name_of
from county_tui.forms.marks import MARK, parse_mark
from county_tui.forms.meaning import WORDS
from county_tui.forms.printing import print_form
from county_tui.forms.reading import FormError, open_book, read_form
from county_tui.models.kinds import clean
from county_tui.report_period import Period
from county_tui.reports.scope import Scope, open_scope
from county_tui.reports.table import Number
from county_tui.store import Entered, FormScope, StoredForm

MOST_EARLIER = 2
"""How far a form reads back from period to period: one that reads its own formula would never end."""
EXPLAINED = "="
"""Stands before a rule where an explanation is kept in place of a cell's value."""


def draft_form(path: Path) -> tuple[bytes, list[Proposal]]:
    """A copy of a blank form with marks proposed in it, and the proposals."""
    return draft(content_of(path, WORKBOOK), store.lookups())


def form_from_file(path: Path, name: str = "") -> FormDefinition:
    """The form in a marked .xlsx, named after the file unless told otherwise. Raises CountyError, FormError."""
    return read_form(content_of(path, WORKBOOK), name_of(path, name))


def add_form(path: Path, name: str, by: str) -> FormDefinition:
    """Take a form into the ledger; one of the same name gives way and stays for what was sealed from it."""
    return _keep(form_from_file(path, name), by)


def install_form(content: bytes, name: str, by: str) -> FormDefinition:
    """Take in a form that another office handed over, under the name it has there."""
    return _keep(read_form(content, name), by)


def _keep(definition: FormDefinition, by: str) -> FormDefinition:
    mistakes = check_form(definition)
    if mistakes:
        raise FormError(mistakes)
    known = {form.name: form.fingerprint for form in store.stored_forms()}
    if known.get(definition.name) != definition.fingerprint:
        kept = StoredForm(
            definition.name, definition.title, definition.fingerprint, definition.content, store.now(), by
        )
        store.keep_form(kept)
    return definition


def forms() -> list[FormDefinition]:
    """The forms in use, by name."""
    return [read_form(form.content, form.name) for form in store.stored_forms()]


def form_named(name: str) -> FormDefinition:
    """The form of a name or title. Raises NotFoundError with the nearest ones."""
    known = store.stored_forms()
    for form in known:
        if name.strip() in (form.name, form.title):
            return read_form(form.content, form.name)
    names = [form.name for form in known]
    near = get_close_matches(name, names, n=1)
    hint = f"，是不是“{near[0]}”？" if near else f"，现有：{'、'.join(names)}。" if names else "，还没有添加表样。"
    raise NotFoundError(f"没有名为“{name}”的表样", hint)


def remove_form(name: str, by: str) -> str:
    """Take a form out of use; what was typed and sealed stays. Returns its name. Raises NotFoundError."""
    definition = form_named(name)
    store.remove_form(definition.name, by)
    return definition.name


def entry_scope(definition: FormDefinition, scope: Scope) -> FormScope:
    """Where what is typed into a form is kept."""
    return FormScope(definition.name, scope.period.name, scope.region)


def words(scope: Scope) -> dict[str, str]:
    """The words a form may ask for, by their names; 报出日期 and 校验码 are known only to a seal."""
    office = store.office_settings()
    return dict.fromkeys(WORDS, "") | {
        "填报单位": office["unit"],
        "期间": scope.period.title,
        "区划": scope.region_name,
        "单位负责人": office["leader"],
        "审核人": office["reviewer"],
        "填报人": office["reporter"],
        "联系电话": office["phone"],
    }


class Filling:
    """Forms of one period and region while they are filled: each once, though several may read each other."""

    def __init__(
        self, period: Period, region: str | None = None, extra: Mapping[str, str] | None = None, depth: int = 0
    ) -> None:
        """`region` is a code or name, the ledger's own by default; `extra` holds words known from elsewhere."""
        self.scope = open_scope(period, region)
        self.words = words(self.scope) | dict(extra or {})
        self._filled: dict[str, FilledForm] = {}
        self._reported: dict[str, Mapping[str, Number]] = {}
        self._open: list[str] = []
        self._depth = depth
        self._earlier: dict[str, Filling] = {}

    def form(self, definition: FormDefinition) -> FilledForm:
        """A form filled. Raises CountyError for forms that read each other in a circle."""
        name = definition.name
        if name not in self._filled:
            if name in self._open:
                raise CountyError(f"表样互相引用：{' → '.join([*self._open, name])}", "，请改掉其中一张的公式。")
            self._open.append(name)
            entries = store.form_entries(entry_scope(definition, self.scope))
            around = Surroundings(
                entries, self.words, self.earlier_of(definition), partial(self.reported, name), self.other
            )
            self._filled[name] = fill_form(definition, self.scope, around)
            self._open.pop()
        return self._filled[name]

    def take(self, form: FilledForm) -> None:
        """Let a form that was filled from elsewhere stand for the ledger's own."""
        self._filled[form.definition.name] = form

    def apart(self, definition: FormDefinition) -> FilledForm:
        """Marks filled that are no form of the ledger: nothing was typed into them, nothing sealed from them."""

        def earlier(shift: str, address: str) -> Number:
            is_deep = self._depth == MOST_EARLIER
            return UNKNOWN if is_deep else self._before(shift).apart(definition).told(address)

        around = Surroundings(words=self.words, earlier=earlier, other_form=self.other)
        return fill_form(definition, self.scope, around)

    def _before(self, shift: str) -> Filling:
        """The filling of another period."""
        if shift not in self._earlier:
            period = self.scope.period
            other = period.last_year() if shift == LAST_YEAR else period.previous()
            self._earlier[shift] = Filling(other, self.scope.region, depth=self._depth + 1)
        return self._earlier[shift]

    def other(self, name: str, address: str) -> Number:
        """What stands in a cell of another form of this period."""
        return self.form(form_named(name)).told(address)

    def _sealed(self, name: str) -> Mapping[str, Number]:
        """What was sealed of a form for the same period a year before, by address; nothing where nothing was."""
        if name not in self._reported:
            found = store.sealed_cells(name, self.scope.period.last_year().canonical_name, self.scope.region)
            self._reported[name] = found[1] if found else {}
        return self._reported[name]

    def reported(self, name: str, address: str) -> Number:
        """What a cell of a form said a year before, as it was sealed; None where nothing was."""
        return self._sealed(name).get(address)

    def earlier_of(self, definition: FormDefinition) -> Callable[[str, str], Number]:
        """Reads a cell of the same form in another period: last year's as it was sealed, else filled anew."""

        def earlier(shift: str, address: str) -> Number:
            if shift == LAST_YEAR and address in (sealed := self._sealed(definition.name)):
                return sealed[address]
            return UNKNOWN if self._depth == MOST_EARLIER else self._before(shift).form(definition).told(address)

        return earlier

    def audit(self, definition: FormDefinition) -> tuple[Finding, ...]:
        """The checks of a form that do not hold now, with the explanations given for this period."""
        entries = store.form_entries(entry_scope(definition, self.scope))
        explained = {
            place.removeprefix(EXPLAINED): str(text) for place, text in entries.items() if place.startswith(EXPLAINED)
        }
        return audit(self.form(definition), explained, Elsewhere(self.other, self.earlier_of(definition)))


def fill(definition: FormDefinition, period: Period, region: str | None = None) -> FilledForm:
    """A form filled from the ledger for a period and a region (code or name; the ledger's own by default)."""
    return Filling(period, region).form(definition)


def _entry(form: FilledForm, address: str, text: str) -> tuple[str, Entered]:
    """Where a text typed at a printed address is kept, and as what. Raises ValueRefusedError."""
    place = form.typed.get(address)
    if place is None:
        known = "、".join(form.typed) or "没有"
        raise ValueRefusedError(f"{address} 不是手工填写的格子", f"，手工填写的有：{known}。")
    issued = re.split("[@#]", place)[0]
    kinds = {form.definition.issued(cell): mark.kind for cell, mark in form.definition.typed()}
    return place, typed_value(kinds[issued], text, address)


def check_typed(form: FilledForm, address: str, text: str) -> None:
    """Refuse a text that a typed cell cannot take. Raises ValueRefusedError."""
    _entry(form, address, text)


def type_into(form: FilledForm, texts: Mapping[str, str], by: str) -> int:
    """Keep what was typed, by printed address; an empty text empties the cell. Returns how many cells changed.

    Raises ValueRefusedError for a cell that is not typed by hand or a text that it cannot take; then nothing is kept.
    """
    values = dict(_entry(form, address, text) for address, text in texts.items())
    return store.enter(FormScope(form.definition.name, form.period.name, form.region), values, by)


def blank_form(
    definition: FormDefinition, period: Period, region: str, last: Mapping[str, Number] | None = None
) -> bytes | None:
    """A form for a region to fill by hand: its words said, its numbers left open; None for one with repeated rows.

    `last` is what the region reported last, by address: it stands beside each cell. The file says of itself which form,
    period and region it is for, so that a renamed copy is still known.
    """
    if definition.has_repeats:
        return None
    scope = open_scope(period, region)
    known = words(scope) | dict.fromkeys(("填报单位", "单位负责人", "审核人", "填报人", "联系电话"), "")
    known["填报单位"] = scope.region_name
    return print_form(form_of_values(definition, scope, {}, {}, known), last or {})


def write_form(form: FilledForm, path: Path) -> None:
    """Print a filled form into an .xlsx, whole or not at all. Raises CountyError."""
    with store.appearing(path, ".xlsx") as draft_path:
        draft_path.write_bytes(print_form(form))


def try_mark(text: str, period: Period, region: str | None = None) -> Number:
    """What a mark, with its braces or without, gives now. Raises CountyError for one that is none or needs a sheet."""
    mark = "{" + text.strip().strip("{}") + "}"
    cell = MarkedCell(Spot(0, 1, 1), "A1", mark, (parse_mark(mark[1:-1]),), is_alone=True)
    definition = FormDefinition("试一试", "", ("试一试",), (cell,), (), (), b"")
    mistakes = check_form(definition)
    if mistakes:
        raise CountyError(mistakes[0].message)
    return Filling(period, region).apart(definition).cells["A1"].value


def explain(definition: FormDefinition, scope: Scope, rule: str, text: str, by: str) -> None:
    """Keep why a check does not hold in a period. Raises NotFoundError for a rule the form does not have."""
    rules = [check.rule for check in definition.checks]
    if rule not in rules:
        raise NotFoundError(f"“{definition.name}”没有规则“{rule}”", f"，可用：{'；'.join(rules) or '没有规则'}。")
    store.enter(entry_scope(definition, scope), {EXPLAINED + rule: clean(text, keep_lines=False)}, by)


def texts_of_copy(form: FilledForm, content: bytes) -> dict[str, str]:
    """What stands in the typed cells of a filled copy of a form, by printed address. Raises WorkbookError."""
    book = open_book(content)
    found = {}
    for address in form.typed:
        sheet, _, cell = address.rpartition("!")
        title = sheet or form.definition.sheets[0]
        if title not in book.sheetnames:
            raise WorkbookError(f"这份表里没有工作表“{title}”", "，请用这张表样填写的那一份。")
        value = book[title][cell].value
        if value is not None and not MARK.search(str(value)):
            found[address] = str(value)
    return found
