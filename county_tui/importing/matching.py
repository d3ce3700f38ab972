"""Which field a column goes to: by hand, as remembered, by label, alias or field name, by leaf or by path."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from county_tui.errors import CountyError
from county_tui.importing.plans import ColumnMatch, Status
from county_tui.importing.private import WHY, is_bare_person, is_private
from county_tui.models import REGISTERS
from county_tui.models.kinds import Kind, Number, Reference
from county_tui.models.register import Register
from county_tui.workbooks import Column, fold_label

SERIAL = frozenset(("序号", "序", "行号", "项次", "顺序号", "no", "no.", "编次", "原因"))
GENERIC_LEAVES = frozenset(
    (
        "姓名",
        "名称",
        "数量",
        "人次",
        "人数",
        "内容",
        "合计",
        "总数",
        "总计",
        "小计",
        "次数",
        "数",
        "日期",
        "时间",
        "情况",
    )
)
LEAVE_OUT = "-"
"""What `--map` says for a column to be left out."""
BY_US = "由系统计算，不用导入"
_SCALES = {"亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000, "千": 1_000, "百": 100}
_UNIT = re.compile(r"[(（\[【](?:单位[:：]?)?\s*([^)）\]】]{1,6})[)）\]】]")
_FOREIGN = {"㎡": ("亩", "公顷", "平方公里", "km2", "平方千米"), "元": ("美元", "港元"), "学时": ("天", "日")}


@cache
def names_of(register: type[Register]) -> Mapping[str, tuple[str, int]]:
    """Folded header texts of a register: each with its field and how near it is (0 label, 1 field name, 2 alias)."""
    names: dict[str, tuple[str, int]] = {}
    fields = register.fields()
    labels = [(field.label, name) for name, field in fields.items()]
    aliases = [(alias, name) for name, field in fields.items() for alias in field.aliases]
    for rank, texts in enumerate((labels, [(name, name) for name in fields], aliases)):
        for text, name in texts:
            names.setdefault(fold_label(text), (name, rank))
    return names


@cache
def vocabulary() -> tuple[frozenset[str], ...]:
    """The folded header texts of each register, for the table finder."""
    return tuple(frozenset(names_of(register)) for register in REGISTERS)


def fingerprint(columns: Sequence[Column]) -> str:
    """What files with the same header row share; it does not tell what stands there, which may be anything."""
    texts = "\x1f".join(fold_label(column.path) for column in columns)
    return hashlib.blake2b(texts.encode(), digest_size=16).hexdigest()


def _levels(column: Column) -> list[str]:
    return [fold_label(part) for part in column.path.split("/") if part]


def _by_name(register: type[Register], levels: Sequence[str]) -> tuple[str, int] | None:
    """The field a path of header texts means: by leaf and parent, by leaf, or by the parent of a general leaf."""
    names = names_of(register)
    leaf = levels[-1]
    parents = levels[:-1]
    if parents and (joined := names.get(parents[-1] + leaf)):
        return joined
    if leaf in names and not (parents and leaf in GENERIC_LEAVES and parents[-1] in names):
        return names[leaf]
    if parents and leaf in GENERIC_LEAVES and parents[-1] in names:
        return names[parents[-1]][0], 3
    whole = "".join(levels)
    return names.get(whole)


def _scale(field: Kind, column: Column) -> int | None:
    """What a column's numbers are multiplied by for its unit (经费（万元）: 10,000); None if the unit does not fit."""
    if not isinstance(field, Number):
        return 1
    units = [unicodedata.normalize("NFKC", unit).strip() for unit in _UNIT.findall(column.path)]
    if any(unit in _FOREIGN.get(field.unit, ()) for unit in units):
        return None
    for unit in units:
        for word, scale in _SCALES.items():
            if unit.startswith(word):
                return scale
    return 1


def _matched(register: type[Register], column: Column, name: str) -> ColumnMatch:
    field = register.fields()[name]
    scale = _scale(field, column)
    if scale is None:
        note = f"表头的单位与“{field.label}”不符，请换算后再导入"
        return ColumnMatch(column, Status.UNKNOWN, note=note)
    return ColumnMatch(column, Status.MATCHED, name, f"数值乘以 {scale}" if scale > 1 else "", scale)


def _unmatched(register: type[Register], column: Column, levels: Sequence[str]) -> ColumnMatch:
    """What to say of a column no name fits: private, a serial number, or unknown."""
    if any(map(is_private, levels)):
        return ColumnMatch(column, Status.PRIVATE, note=WHY)
    if levels[-1] in SERIAL:
        return ColumnMatch(column, Status.IGNORED)
    if levels[-1] in {fold_label(one.label) for one in register.worked_out.values()}:
        return ColumnMatch(column, Status.IGNORED, note=BY_US)
    if is_bare_person(levels[-1]):
        return ColumnMatch(column, Status.PRIVATE, note=WHY)
    return ColumnMatch(column, Status.UNKNOWN)


def _chosen(register: type[Register], column: Column, name: str) -> ColumnMatch:
    """A column as someone mapped it by hand; a private one may only point to a register of the office's own."""
    levels = _levels(column)
    if name in (LEAVE_OUT, ""):
        return ColumnMatch(column, Status.IGNORED)
    field = register.fields()[name]
    may_be_bare = isinstance(field, Reference) and is_bare_person(levels[-1]) and not any(map(is_private, levels))
    if _unmatched(register, column, levels).status is Status.PRIVATE and not may_be_bare:
        known = _by_name(register, levels)
        if known is None or any(map(is_private, levels[:-1])):
            raise CountyError(f"“{column.label}”一列{WHY}", "，不能指定对应的字段。")
    return _matched(register, column, name)


def _first_look(register: type[Register], column: Column) -> tuple[ColumnMatch, int]:
    """A column on its own: its match and how near the name is. Under a header for persons only counts are taken."""
    levels = _levels(column)
    found = _by_name(register, levels)
    if any(map(is_private, levels[:-1])) and not (found and isinstance(register.fields()[found[0]], Number)):
        return ColumnMatch(column, Status.PRIVATE, note=WHY), 9
    if found is None:
        return _unmatched(register, column, levels), 9
    return _matched(register, column, found[0]), found[1]


def _suggestion(register: type[Register], column: Column, taken: set[str | None]) -> str:
    free = {name: field for name, field in register.fields().items() if name not in taken}
    labels = {fold_label(field.label): field.label for field in free.values() if _scale(field, column) is not None}
    near = difflib.get_close_matches(fold_label(column.label), labels, n=1, cutoff=0.5)
    return f"是否就是“{labels[near[0]]}”？可以指定对应" if near else ""


def field_named(register: type[Register], text: str) -> str:
    """The field a person names by field name or label. Raises CountyError with the labels there are."""
    if text in (LEAVE_OUT, ""):
        return LEAVE_OUT
    for name, field in register.fields().items():
        if text.strip() in (name, field.label):
            return name
    found = names_of(register).get(fold_label(text))
    if found is None:
        labels = "、".join(field.label for field in register.fields().values())
        raise CountyError(f"“{register.label}”没有“{text}”这个字段", f"，可用：{labels}。")
    return found[0]


def named_by(header: str, columns: Sequence[Column]) -> list[int]:
    """The columns a header text names: by leaf, by path or by letter."""
    wanted = fold_label(header)
    names = {c.index: (fold_label(c.label), fold_label(c.path), c.letter.casefold()) for c in columns}
    for at in range(3):
        found = [index for index, spelled in names.items() if spelled[at] == wanted]
        if found:
            return found
    return []


def check_mapping(mapping: Sequence[tuple[str, str]], tables: Sequence[Sequence[Column]]) -> None:
    """Refuse a header mapped by hand that no table of the file has. Raises CountyError with those there are."""
    for header, _ in mapping:
        if tables and not any(named_by(header, columns) for columns in tables):
            labels = dict.fromkeys(c.label for columns in tables for c in columns if c.label)
            raise CountyError(f"表头里没有“{header}”", f"，现有：{'、'.join(labels)}。")


def _asked(register: type[Register], columns: Sequence[Column], mapping: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Column index → field, of what was mapped by hand."""
    chosen: dict[int, str] = {}
    for header, text in mapping:
        found = named_by(header, columns)
        if found:
            chosen.update(dict.fromkeys(found, field_named(register, text)))
    return chosen


def match_columns(
    register: type[Register],
    columns: Sequence[Column],
    mapping: Sequence[tuple[str, str]] = (),
    remembered: Mapping[str, str] | None = None,
) -> tuple[ColumnMatch, ...]:
    """A match for each column that has a header. Two columns for one field: the nearer name wins, then the left one."""
    remembered = remembered or {}
    asked = _asked(register, columns, mapping)
    named = [column for column in columns if column.path]
    looks: dict[int, tuple[ColumnMatch, int]] = {}
    for column in named:
        name = asked.get(column.index) or remembered.get(fold_label(column.path))
        known = name is not None and (name == LEAVE_OUT or name in register.fields())
        looks[column.index] = (_chosen(register, column, str(name)), -1) if known else _first_look(register, column)
    best: dict[str, int] = {}
    for index, (match, _) in sorted(looks.items(), key=lambda item: (item[1][1], item[0])):
        if match.field is not None:
            best.setdefault(match.field, index)
    result = []
    for column in named:
        match = looks[column.index][0]
        if match.field is not None and best[match.field] != column.index:
            label = register.fields()[match.field].label
            match = ColumnMatch(column, Status.UNKNOWN, note=f"已有另一列对应“{label}”")
        result.append(match)
    return tuple(result)


def with_suggestions(register: type[Register], matches: Sequence[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """The matches, those unknown for no reason told each with the field it may be meant for."""
    taken = {match.field for match in matches}
    return tuple(
        ColumnMatch(match.column, Status.UNKNOWN, note=_suggestion(register, match.column, taken))
        if match.status is Status.UNKNOWN and not match.note
        else match
        for match in matches
    )


def fitness(register: type[Register], matches: Sequence[ColumnMatch]) -> float:
    """How well a header fits a register, 0 to 1: required fields found, and columns that found a field."""
    found = {match.field for match in matches if match.field}
    required = {name for name, field in register.fields().items() if field.is_required and field.default is None}
    told = [match for match in matches if match.status in (Status.MATCHED, Status.UNKNOWN)]
    if not told or not found:
        return 0.0
    return 0.6 * len(required & found) / len(required) + 0.4 * len(found) / len(told)


def fits(register: type[Register], matches: Sequence[ColumnMatch], filled: Collection[str] = ()) -> bool:
    """Whether a sheet can be one of this register: its key, or half of what is required, stands in the header.

    `filled` names the fields that get a value without a column.
    """
    found = {match.field for match in matches if match.field} | set(filled)
    required = {name for name, field in register.fields().items() if field.is_required and field.default is None}
    return (set(register.key) <= found and len(found) > 1) or 2 * len(required & found) >= len(required)
