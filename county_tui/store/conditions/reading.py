"""Reading conditions: `服务类别=教育保障|法律援助；服务日期>=2026-03`. Described for clerks in docs/conditions.md.

This step knows the register alone and finds mistakes of writing; `resolving` knows the ledger.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from county_tui.errors import CountyError
from county_tui.models import REGISTERS
from county_tui.models.kinds import Kind, Reference, folded
from county_tui.models.register import STAMPS, Register
from county_tui.store.rows import ID, RECORD_FIELDS

SEPARATORS = frozenset(";；")
ANY_OF = frozenset("|｜")
OPENING, CLOSING = frozenset("（("), frozenset("）)")
OR = " 或 "
QUOTE = '"'
BLANK = "空"
"""What a blank may be written as, beside nothing at all."""
_SIGNS = {"＝": "=", "！": "!", "＞": ">", "＜": "<", "≠": "!=", "≥": ">=", "≤": "<="}
_WRITTEN = re.compile(r"\s*([^=<>!＝＜＞！≠≥≤]+?)\s*([!！][=＝]|[<>＜＞][=＝]|[=＝≠≥≤<>＜＞])\s*(.*)", re.DOTALL)
LEVEL, LAST_DAY = "level", "last"
FACETS = {"级别": LEVEL, "level": LEVEL, "末日": LAST_DAY, "last": LAST_DAY}
"""What can be asked of a field beside its value: `所属区划.级别=5`, `有效期至.末日>=2026-06-15`."""
BATCH = "导入批次"
ACTIONS = {"新增": "create", "修改": "update", "删除": "delete"}
NEAR_ENOUGH = 0.5
"""How alike (0 to 1) a field's name must be to be suggested: one wrong character in two still is."""


def _marked(text: str) -> Iterator[tuple[int, str, bool]]:
    """(position, character, whether it stands within quotes) of a text; a quote itself counts as within."""
    is_quoted = False
    for at, char in enumerate(text):
        if char == QUOTE:
            is_quoted = not is_quoted
        yield at, char, is_quoted or char == QUOTE


def _split(text: str, marks: Collection[str]) -> list[str]:
    """A text split at marks that stand outside quotes."""
    found, begin = [], 0
    for at, char, is_quoted in _marked(text):
        if char in marks and not is_quoted:
            found.append(text[begin:at])
            begin = at + 1
    return [*found, text[begin:]]


def split_conditions(text: str) -> list[str]:
    """The conditions of a text, each stripped, none empty; a group in parentheses is one of them, whole."""
    found, begin, depth = [], 0, 0
    for at, char, is_quoted in _marked(text):
        if is_quoted:
            continue
        if char in OPENING and (depth or not text[begin:at].strip()):
            depth += 1
        elif char in CLOSING and depth:
            depth -= 1
        elif char in SEPARATORS and not depth:
            found.append(text[begin:at])
            begin = at + 1
    return [part.strip() for part in (*found, text[begin:]) if part.strip()]


def split_ways(group: str) -> list[str] | None:
    """The ways of a `（A 或 B）`; None if the text is no such group."""
    if not group or group[0] not in OPENING or group[-1] not in CLOSING:
        return None
    inner, ways, begin = group[1:-1], [], 0
    for at, _, is_quoted in _marked(inner):
        if inner.startswith(OR, at) and not is_quoted:
            ways.append(inner[begin:at])
            begin = at + len(OR)
    return [*ways, inner[begin:]]


def split_values(text: str) -> tuple[str, ...]:
    """The values after a sign: quotes taken off, a blank as the empty text; nothing at all is no value."""
    if text.strip() in ("", BLANK):
        return ()
    return tuple(_unquoted(part.strip()) for part in _split(text, ANY_OF))


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == QUOTE and text[-1] == QUOTE:
        return text[1:-1].replace(QUOTE * 2, QUOTE)
    return "" if text == BLANK else text


def quoted(text: str) -> str:
    """A value as it can be written: in quotes if anything in it would be taken for a mark."""
    marks = SEPARATORS | ANY_OF | {QUOTE}
    is_plain = text == text.strip() and text not in ("", BLANK) and not marks & set(text) and OR not in text
    if is_plain and _is_balanced(text) and not text.startswith(("@", "#")) and ".." not in text:
        return text
    return QUOTE + text.replace(QUOTE, QUOTE * 2) + QUOTE


def _is_balanced(text: str) -> bool:
    """Whether every parenthesis opened is closed again, so that it ends no group."""
    depth = 0
    for char in text:
        depth += (char in OPENING) - (char in CLOSING)
        if depth < 0:
            return False
    return depth == 0


@dataclass(frozen=True, slots=True)
class Written:
    """One condition as written: a field's name in code, a facet of it or nothing, a sign, the texts (none: blank).

    Of another register's records that refer to this one's, `field` is that register and `facet` its field.
    """

    field: str
    facet: str
    sign: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenAnyOf:
    """`（A；B 或 C）`: ways of which one must hold."""

    ways: tuple[tuple[Written, ...], ...]


WrittenCondition = Written | WrittenAnyOf


def _nearest(fields: Iterable[tuple[str, Kind]], wanted: str) -> str:
    """The rest of the sentence about a field nobody knows."""
    known = list(fields)
    words = [*(name for name, _ in known), *(word for _, field in known for word in (field.label, *field.aliases))]
    if near := difflib.get_close_matches(wanted, words, n=1, cutoff=NEAR_ENOUGH):
        return f"，是否要写“{near[0]}”？"
    return f"，可用：{'、'.join(f'{name}（{field.label}）' for name, field in known)}。"


def field_name(register: type[Register], text: str) -> str:
    """The field of a name, a label with or without its unit, or an alias. Raises CountyError with the nearest."""
    fields, wanted = register.fields(), folded(text)
    for name, field in fields.items():
        if wanted in (name, folded(field.label), folded(field.label.partition("（")[0])):
            return name
    for name, field in fields.items():
        if wanted in map(folded, field.aliases):
            return name
    raise CountyError(f"“{register.label}”没有“{text.strip()}”这个字段", _nearest(fields.items(), wanted))


def _asked_name(register: type[Register], text: str) -> str:
    """The same, or what every record carries: by whom and when it was entered and last changed."""
    stamps = {folded(field.label): name for name, field in STAMPS.items()} | {name: name for name in STAMPS}
    return stamps.get(folded(text)) or field_name(register, text)


def referring(register: type[Register], name: str) -> type[Register] | None:
    """The other register of that name, if its records refer to this one's: `培训记录.培训日期=2026Q1`."""
    for other in REGISTERS:
        if folded(name).lower().replace("-", "_") in (other.register_name(), other.label) and reference_of(
            other, register
        ):
            return other
    return None


def reference_of(other: type[Register], register: type[Register]) -> str:
    """The field by which records of the other register refer to this one's; empty if they do not."""
    target = register.register_name()
    found = (key for key, kind in other.fields().items() if isinstance(kind, Reference) and kind.register == target)
    return next(found, "")


def _subject(register: type[Register], text: str) -> tuple[str, str]:
    """The field and facet that stand before a sign."""
    name, _, facet = text.partition(".")
    if folded(name) in (BATCH, "batch") and (not facet or facet.strip() in (*ACTIONS, *ACTIONS.values())):
        return BATCH, ACTIONS.get(facet.strip(), facet.strip())
    if folded(text) == ID:
        return ID, ""
    if not facet:
        return _asked_name(register, text), ""
    if (other := referring(register, name)) is not None:
        return other.register_name(), field_name(other, facet)
    field = field_name(register, name)
    if facet.strip() not in FACETS:
        raise CountyError(f"“{text}”里的“{facet}”看不懂", "，可写 .级别（区划）或 .末日（日期）。")
    return field, FACETS[facet.strip()]


def _read_one(register: type[Register], text: str) -> Written:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        hint = "，请写成 字段=值，如 所属区划=锦官驿街道；值里有分号时，给值加英文引号。"
        raise CountyError(f"看不懂条件“{text}”", hint)
    field, facet = _subject(register, match[1])
    sign = "".join(_SIGNS.get(char, char) for char in match[2])
    texts = split_values(match[3])
    if sign not in ("=", "!="):
        if not texts:
            raise CountyError(f"条件“{text}”的“{sign}”后面要有值", "，如 2026-03 或 10。")
        if len(texts) > 1:
            raise CountyError(f"条件“{text}”的“{sign}”后面只能有一个值", "，“|”只能用在 = 和 != 之后。")
    return Written(field, facet, sign, texts)


def read_conditions(register: type[Register], text: str) -> tuple[WrittenCondition, ...]:
    """The conditions of a text, looked at for how they are written only. Raises CountyError with what to write."""
    found: list[WrittenCondition] = []
    for part in split_conditions(text):
        ways = split_ways(part)
        if ways is None:
            found.append(_read_one(register, part))
        else:
            read = (tuple(_read_one(register, one) for one in split_conditions(way)) for way in ways)
            found.append(WrittenAnyOf(tuple(way for way in read if way)))
    return tuple(found)


def sorting(register: type[Register], written: Sequence[str]) -> tuple[str, ...]:
    """Sort fields from texts such as `-served_on`, `-服务日期` or `id`."""
    bare = [text.strip().removeprefix("-") for text in written]
    names = [text if text in RECORD_FIELDS else field_name(register, text) for text in bare]
    return tuple(
        ("-" if text.strip().startswith("-") else "") + name for text, name in zip(written, names, strict=True)
    )
