"""The board of a period: who reported, when, which version, on time or not; and a reminder to those who owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from county_tui import store
from county_tui.collecting.states import Collection, Standing, State, collection
from county_tui.errors import CountyError
from county_tui.report_period import Period, parse_period
from county_tui.returns.sheets import named


@dataclass(frozen=True, slots=True)
class Rate:
    """How many regions of how many did something."""

    name: str
    label: str
    count: int
    of: int

    @property
    def share(self) -> float | None:
        """A fraction of 1; None of no regions."""
        return self.count / self.of if self.of else None

    def __str__(self) -> str:
        return f"{self.label} {self.count}/{self.of}" + (f"（{self.share:.0%}）" if self.share is not None else "")


@dataclass(frozen=True, slots=True)
class Board:
    """A period's collection with the names of its regions, and how many are expected, reported and on time."""

    collection: Collection
    names: tuple[str, ...]
    """The path of each standing's region."""

    @property
    def expected(self) -> int:
        """How many regions owe a return."""
        return len(self.collection.standings)

    @property
    def reported(self) -> int:
        """How many sent all that was asked, those sent back included."""
        return sum(one.state is not State.MISSING for one in self.collection.standings)

    @property
    def on_time(self) -> int:
        """How many sent it by the day it was due."""
        return sum(one.on_time is True for one in self.collection.standings)

    @property
    def sent_back(self) -> int:
        """How many of those reported were sent back at least once."""
        return sum(one.was_sent_back for one in self.collection.standings)

    @property
    def approved(self) -> int:
        """How many are approved as they are held."""
        return sum(one.state is State.APPROVED for one in self.collection.standings)

    def rates(self) -> tuple[Rate, ...]:
        """How many of how many: reported and on time of all regions; sent back and approved of those that reported."""
        return (
            Rate("reported", "已报", self.reported, self.expected),
            Rate("on_time", "按时", self.on_time, self.expected),
            Rate("sent_back", "退回过", self.sent_back, self.reported),
            Rate("approved", "通过", self.approved, self.reported),
        )

    def owing(self) -> list[tuple[str, Standing]]:
        """(name, standing) of the regions that still owe: nothing came, or it was sent back."""
        pairs = zip(self.names, self.collection.standings, strict=True)
        return [(name, one) for name, one in pairs if one.state in (State.MISSING, State.SENT_BACK)]


def board(period: Period) -> Board:
    """The board of a period. Raises CountyError for one without a task."""
    found = collection(period)
    known = store.lookups().regions
    return Board(found, tuple(known.path(one.region) for one in found.standings))


NOBODY = "（无）"
HEADS = ("单位", "状态", "是否按时", "版次", "收到", "说明")
TIMELY = {True: "按时", False: "迟报", None: ""}


def board_lines(found: Board) -> list[Sequence[str]]:
    """The board's rows as texts, in the order of `HEADS`."""
    return [
        (
            name,
            str(one.state),
            TIMELY[one.on_time],
            f"第{one.held.version}版" if one.held else "",
            one.held.received_on if one.held else "",
            one.reason,
        )
        for name, one in zip(found.names, found.collection.standings, strict=True)
    ]


def rates_line(found: Board) -> str:
    """The rates in a sentence, as they stand on screen and paper."""
    return "，".join(map(str, found.rates()))


def owing_words(period: Period) -> dict[str, str]:
    """What a letter says of who still owes, by the words of documents; empty for a period without a task."""
    try:
        found = board(period)
    except CountyError:  # nothing was asked of anyone: the letter leaves room to write
        return {}
    due = date.fromisoformat(found.collection.due)
    returned = [name for name, one in found.owing() if one.state is State.SENT_BACK]
    return {
        "报送时限": f"{due.year}年{due.month}月{due.day}日",
        "应报报表": _sheets(found),
        "未报单位": "、".join(_missing(found)) or NOBODY,
        "退回单位": "、".join(returned) or NOBODY,
    }


def _missing(found: Board) -> list[str]:
    """The regions from which nothing came, or not all; of those, what they still lack."""
    return [
        f"{name}（还缺{'、'.join(one.lacking)}）" if one.lacking else name
        for name, one in found.owing()
        if one.state is State.MISSING
    ]


def _sheets(found: Board) -> str:
    """The titles of what the tasks ask for."""
    names = dict.fromkeys(name for task in found.collection.tasks for name in task.sheets)
    return "、".join(named(name).title for name in names)


def reminder(found: Board, today: date) -> str:
    """A text to paste into a group or a letter: who still owes what, and since when it is due. Empty if nobody does."""
    owing = found.owing()
    if not owing:
        return ""
    title = parse_period(found.collection.period).title
    missing = "、".join(_missing(found))
    returned = "；".join(f"{name}（{one.reason}）" for name, one in owing if one.state is State.SENT_BACK)
    late = "已过" if str(today) > found.collection.due else "为"
    lines = [f"{title}报表（{_sheets(found)}）的报送时限{late} {found.collection.due}。"]
    lines += [f"还没有报的：{missing}。请尽快报送。"] if missing else []
    lines += [f"已退回、请改正后重报的：{returned}。"] if returned else []
    return "\n".join(lines)
