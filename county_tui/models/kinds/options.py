"""Choices from a list that an office can extend, one or several, and yes or no."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import peewee

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds.base import BLANKS, Given, Kind, Plain, Value, as_text, folded
from county_tui.models.lookups import Lookups
from county_tui.printable import shown

SYNONYMS = {
    "专干": "专职干部",
    "兼干": "兼职干部",
    "联络员": "民族工作联络员",
    "民族联络员": "民族工作联络员",
    "志愿者": "语言服务志愿者",
    "已办": "办结",
    "已办结": "办结",
    "办毕": "办结",
    "完成": "办结",
    "已完成": "办结",
    "在办": "办理中",
    "正在办理": "办理中",
    "处理中": "办理中",
    "未办": "未办结",
    "未完成": "未办结",
    "转交": "转办",
    "移交": "转办",
    "汉语": "普通话",
    "国家通用语言": "普通话",
    "维语": "维吾尔语",
    "有效": "现行",
    "失效": "废止",
    "使用中": "在用",
    "在建": "筹建",
    "已命名": "命名",
}
"""What offices write for a label that ships with the program. Only ever suggested, never taken for it."""
NEGATIONS = frozenset("不未没无非")
LEAST_FOR_A_SLIP = 3
"""Of two characters one makes the meaning: 英语 is no slip of 藏语."""


def _is_within(short: str, long: str) -> bool:
    """Whether all characters of a text stand in another, in their order."""
    rest = iter(long)
    return all(each in rest for each in short)


def _is_slip(text: str, label: str) -> bool:
    """Whether a text is a label with one character wrong, two changed round, or some left out or put in between."""
    if min(len(text), len(label)) < LEAST_FOR_A_SLIP or NEGATIONS & (set(text) ^ set(label)):
        return False
    if len(text) == len(label):
        wrong = [at for at in range(len(text)) if text[at] != label[at]]
        return len(wrong) == 1 or (len(wrong) == 2 and sorted(text) == sorted(label))
    short, long = sorted((text, label), key=len)
    return _is_within(short, long) and 2 * len(short) >= len(long)


def _nearest(text: str, labels: tuple[str, ...]) -> str:
    """The one label a text can only have meant: its synonym, its part, or a slip of it. Empty for none."""
    if SYNONYMS.get(text) in labels:
        return SYNONYMS[text]
    parts = [label for label in labels if text and text in label]
    near = parts or [label for label in labels if _is_slip(text, label)]
    return near[0] if len(near) == 1 and not (parts and NEGATIONS & (set(near[0]) - set(text))) else ""


def choose(text: str, labels: tuple[str, ...]) -> str:
    """The label a text means, whatever its spaces and full-width forms. Refuses with what else it may have meant."""
    if text in labels:
        return text
    wanted = folded(text)
    for label in labels:
        if folded(label) == wanted:
            return label
    near = _nearest(wanted, labels)
    advice = f"，是否要写“{near}”？" if near else "。"
    raise ValueRefusedError(
        f"{shown(text)}不在可选项中", f"{advice}可选：{'、'.join(labels[:12])}{'…' if len(labels) > 12 else ''}"
    )


class Choice(Kind, peewee.TextField):
    """One label of the choice list named `options`."""

    kind: ClassVar[str] = "choice"
    takes: ClassVar[str] = "从列表中选一项"
    is_searchable: ClassVar[bool] = True

    def __init__(self, label: str, options: str, **settings: Any) -> None:
        super().__init__(label, **settings)
        self.options = options

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The label as the list spells it."""
        return choose(as_text(given), lookups.choices(self.options))


class MultiChoice(Kind, peewee.TextField):
    """Several labels of the choice list named `options`, in the list's order, stored joined by `、`."""

    kind: ClassVar[str] = "multi-choice"
    takes: ClassVar[str] = "从列表中选，多项用顿号隔开"
    is_searchable: ClassVar[bool] = True
    converts: ClassVar[bool] = True

    def __init__(self, label: str, options: str, **settings: Any) -> None:
        super().__init__(label, **settings)
        self.options = options

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The labels, each once."""
        labels = lookups.choices(self.options)
        parts = [part for part in re.split(r"[、,，;；/|\s]+", as_text(given)) if part]
        chosen = {choose(part, labels) for part in parts}
        return tuple(label for label in labels if label in chosen) or None

    def format(self, value: Value, lookups: Lookups) -> str:
        """The labels joined by `、`."""
        return "、".join(value) if isinstance(value, tuple) else ""

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """A list of labels."""
        return list(value) if isinstance(value, tuple) else None

    def from_db(self, stored: Any) -> Value:
        """The labels of the joined text."""
        return tuple(stored.split("、")) if stored else None

    def to_db(self, value: Value) -> Any:
        """The joined text."""
        return "、".join(value) if isinstance(value, tuple) else None


YES = frozenset(["是", "√", "✓", "✔", "☑", "有", "1", "y", "yes", "true", "t", "对", "具备", "已有", "已", "v"])
NO = frozenset(
    [
        "否",
        "×",
        "✗",
        "✘",
        "☒",
        "x",
        "无",
        "0",
        "n",
        "no",
        "false",
        "f",
        "错",
        "没有",
        "未",
        "不具备",
        "不是",
        "暂无",
        "没",
    ]
)


class YesNo(Kind, peewee.BooleanField):
    """Yes or no, written 是 or 否."""

    kind: ClassVar[str] = "yes-no"
    takes: ClassVar[str] = "是 或 否"
    blanks: ClassVar[frozenset[str]] = BLANKS - {"无", "暂无"}
    converts: ClassVar[bool] = True

    def read(self, given: Given, lookups: Lookups) -> Value:
        """True for 是 √ 有 1, False for 否 × 无 0."""
        text = folded(as_text(given)).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        raise ValueRefusedError(f"{shown(as_text(given))}既不是“是”也不是“否”", "，请写 是 或 否。")

    def format(self, value: Value, lookups: Lookups) -> str:
        """是, 否 or blank."""
        return "" if value is None else "是" if value else "否"

    def from_db(self, stored: Any) -> Value:
        """A bool."""
        return None if stored is None else bool(stored)

    def to_db(self, value: Value) -> Any:
        """1 or 0."""
        return None if value is None else int(bool(value))
