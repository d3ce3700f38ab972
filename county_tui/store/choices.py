"""The choice lists of a ledger, and adding to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from county_tui.errors import CountyError, NotFoundError, ValueRefusedError
from county_tui.models import REGISTERS
from county_tui.models.kinds import Choice, MultiChoice, clean, folded
from county_tui.models.line import resident_in, watching_in
from county_tui.models.privacy import holds_id_number
from county_tui.models.tables import ChoiceOption
from county_tui.rights import Right
from county_tui.store.conditions import expression
from county_tui.store.ledger import seeded_choices
from county_tui.store.rows import Condition, Test
from county_tui.store.session import records, session, transaction

CLOSED_LISTS = {
    "clause": "条款来自标准本身",
    "indicator_source": "取数方式由程序计算",
    "evidence_kind": "佐证材料的类别是固定的，签到表和名册不在其中",
}
"""The lists an office cannot extend, and why."""
LONGEST_LABEL = 40
"""Characters of an option: longer ones are sentences, and no list or table column could show them."""
_SEPARATORS = re.compile(r"[、,，;；/|\s]")
"""What a cell with several choices is split at; `|` also separates values in a report's conditions."""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """One list: its name in code, the fields that use it, and its (label, note) pairs in order."""

    name: str
    fields: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def _users() -> dict[str, list[tuple[str, str, bool]]]:
    """The fields that use each list: (register's label, field's label, whether it takes several)."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for register in REGISTERS:
        for kind in register.fields().values():
            if isinstance(kind, Choice | MultiChoice):
                found.setdefault(kind.options, []).append((register.label, kind.label, isinstance(kind, MultiChoice)))
    return found


def choice_lists() -> list[ChoiceList]:
    """All lists, in the order of the registers that use them."""
    with session():
        rows = list(ChoiceOption.select().order_by(ChoiceOption.position, ChoiceOption.id))
    options: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        options.setdefault(row.options, []).append((row.label, row.note))
    return [
        ChoiceList(name, tuple(f"{register}·{label}" for register, label, _ in users), tuple(options.get(name, ())))
        for name, users in _users().items()
    ]


def choice_list(name: str) -> ChoiceList:
    """A list by its name in code, or by the label of a field (`服务类别`, or `活动·类别` where several share one).

    Raises NotFoundError with the names.
    """
    given, known = name.strip(), choice_lists()
    wanted = given.lower().replace("-", "_")
    found = [one for one in known if wanted == one.name or given in one.fields]
    found = found or [one for one in known if given in {field.split("·")[1] for field in one.fields}]
    if len(found) == 1:
        return found[0]
    names = "、".join(f"{one.fields[0]}（{one.name}）" for one in found or known)
    what = f"“{name}”有 {len(found)} 个可选项列表" if found else f"没有名为“{name}”的可选项列表"
    raise NotFoundError(what, f"，可用：{names}。")


def check_label(chosen: ChoiceList, label: str) -> None:
    """Raise CountyError, with what to do, for a label that cannot be added to a list."""
    if chosen.name in CLOSED_LISTS:
        raise CountyError(f"“{chosen.fields[0]}”不能增加选项：{CLOSED_LISTS[chosen.name]}", "。")
    if not label:
        raise ValueRefusedError("选项是空的", "，请写出选项的文字。")
    if len(label) > LONGEST_LABEL:
        raise ValueRefusedError(f"选项太长（{len(label)} 字）", f"，请缩短到 {LONGEST_LABEL} 字以内。")
    if holds_id_number(label):
        raise ValueRefusedError("选项里含有身份证号", "，请改写。")
    if found := watching_in(label) or resident_in(label):
        raise found.refusal()
    takes_several = any(several for _, _, several in _users()[chosen.name])
    if "|" in label or (takes_several and _SEPARATORS.search(label)):
        raise ValueRefusedError(f"“{label}”里有分隔符号", "，请去掉顿号、逗号、分号、斜线、竖线和空格。")
    same = next((known for known, _ in chosen.options if folded(known) == folded(label)), None)
    if same is not None:
        raise CountyError(f"列表里已有“{same}”", "，不用再加。")


def add_choice(name: str, label: str) -> ChoiceList:
    """Add a label at the end of a list. Raises if the list is closed, or the label empty, unfit or there already."""
    with transaction(right=Right.SET_UP):
        chosen = choice_list(name)
        label = clean(label, keep_lines=False)
        check_label(chosen, label)
        positions = ChoiceOption.select(ChoiceOption.position).where(ChoiceOption.options == chosen.name)
        last = max((position for (position,) in records(positions)), default=-1)
        ChoiceOption.create(options=chosen.name, label=label, position=last + 1)
        return choice_list(chosen.name)


def added_choices(chosen: ChoiceList) -> tuple[str, ...]:
    """The labels of a list that did not come with the program."""
    shipped = {label for options, label, *_ in seeded_choices() if options == chosen.name}
    return tuple(label for label, _ in chosen.options if label not in shipped)


def _users_of(name: str, label: str) -> list[str]:
    """The registers that have a record with this label, in words with their number; records in the trash count too."""
    found = []
    for register in REGISTERS:
        columns = [k for k in register.fields().values() if isinstance(k, Choice | MultiChoice) and k.options == name]
        for column in columns:
            test = Test.HAS if isinstance(column, MultiChoice) else Test.IS
            count = register.select().where(expression(register, Condition(column.name, test, label))).count()
            if count:
                found.append(f"{register.label} {count} 条")
    return found


def remove_choice(name: str, label: str) -> ChoiceList:
    """Take a label the office added out of a list. Raises CountyError for one in use or that came with the program."""
    with transaction(right=Right.SET_UP):
        chosen = choice_list(name)
        known = next((one for one, _ in chosen.options if folded(one) == folded(label)), None)
        if known is None:
            raise NotFoundError(f"“{chosen.fields[0]}”没有“{label}”这一项", "，请检查写法。")
        if known not in added_choices(chosen):
            raise CountyError(f"“{known}”是程序自带的选项，汇总表要用，不能去掉", "。")
        if users := _users_of(chosen.name, known):
            raise CountyError(f"“{known}”还有记录在用（{'、'.join(users)}，含回收站）", "，请先把它们改成别的选项。")
        ChoiceOption.delete().where((ChoiceOption.options == chosen.name) & (ChoiceOption.label == known)).execute()
        return choice_list(chosen.name)
