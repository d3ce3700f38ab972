"""Where each region's return stands: not reported, reported, sent back, approved, amended; and whether on time."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from county_tui import store
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models.kinds import clean
from county_tui.report_period import Period
from county_tui.rights import Right
from county_tui.store import APPROVED, ISSUED, LATE_UNTIL, SENT_BACK, Received, StoredEvent, StoredTask

AskedSheets = Mapping[str, tuple[str, str]]
"""(kind, fingerprint) of tables and forms, by name."""


class State(StrEnum):
    """How far a region is."""

    MISSING = "未报"
    REPORTED = "已报"
    SENT_BACK = "退回"
    APPROVED = "通过"
    AMENDED = "更正"


@dataclass(frozen=True, slots=True)
class Standing:
    """A region's return of a period: the version held, its state, the day it is due, and when it first came."""

    region: str
    state: State
    due: str
    held: Received | None = None
    first_received_on: str = ""
    reason: str = ""
    """Why it was sent back or amended, or until when it is announced to be late."""
    late_until: str = ""
    """The day until which it said beforehand it would be late; kept after it came, since on time is counted by it."""
    was_sent_back: bool = False
    """Whether any version was sent back, though it may have been amended since."""
    lacking: tuple[str, ...] = ()
    """What is still to come: an office may send one file after another, and a later task may ask for more."""
    asked: AskedSheets = field(default_factory=dict)
    """What its tasks ask for."""

    @property
    def on_time(self) -> bool | None:
        """Whether the first version came by the day it was due; None while nothing, or not all of it, came."""
        return self.first_received_on <= self.due if self.first_received_on else None


@dataclass(frozen=True, slots=True)
class Collection:
    """All that is known of a period's returns."""

    period: str
    tasks: tuple[StoredTask, ...]
    standings: tuple[Standing, ...]

    @property
    def due(self) -> str:
        """The last day any of the tasks is due."""
        return max(task.due for task in self.tasks)

    def counted(self) -> dict[int, Received]:
        """The returns whose numbers take part in sums, by id: held, and not sent back."""
        found = (one.held for one in self.standings if one.state is not State.SENT_BACK)
        return {held.id: held for held in found if held is not None}


def _state(held: Received | None, lacking: Sequence[str], events: Sequence[StoredEvent]) -> tuple[State, str]:
    """The state that the newest version and what was said of it make, and the reason that goes with it."""
    if held is None:
        return State.MISSING, ""
    own = [event for event in events if event.version == held.version and event.kind != LATE_UNTIL]
    if own and own[-1].kind == SENT_BACK:
        return State.SENT_BACK, own[-1].text
    if lacking:
        return State.MISSING, f"已收一部分，还缺{'、'.join(lacking)}"
    if own:
        return State.APPROVED, ""
    was_approved = any(event.kind == APPROVED and event.version < held.version for event in events)
    return (State.AMENDED if was_approved else State.REPORTED), held.reason


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a region is asked for: the sheets of its tasks, and the last day one of them is due."""

    due: str
    sheets: AskedSheets

    def lacking(self, held: Container[str]) -> tuple[str, ...]:
        """The sheets that are not among those held."""
        return tuple(name for name in self.sheets if name not in held)


def _asked(tasks: Sequence[StoredTask]) -> dict[str, _Asked]:
    """What each region is asked for."""
    found: dict[str, _Asked] = {}
    for task in tasks:
        for region in task.regions:
            before = found.get(region, _Asked("", {}))
            found[region] = _Asked(max(before.due, task.due), {**before.sheets, **task.sheets})
    return found


def _standing(
    region: str,
    asked: _Asked,
    versions: Sequence[Received],
    names: Mapping[int, set[str]],
    events: Sequence[StoredEvent],
) -> Standing:
    late = next((event.text for event in reversed(events) if event.kind == LATE_UNTIL), "")
    was_sent_back = any(event.kind == SENT_BACK for event in events)
    held = versions[-1] if versions else None
    lacking = {one.id: asked.lacking(names.get(one.id, ())) for one in versions}
    left = lacking[held.id] if held else ()
    state, reason = _state(held, left, events)
    first = min((one.received_on for one in versions if not lacking[one.id]), default="")
    told = reason or (f"事先说明可晚到 {late}" if late else "")
    return Standing(region, state, max(asked.due, late), held, first, told, late, was_sent_back, left, asked.sheets)


def _by_region(found: Sequence[Received] | Sequence[StoredEvent]) -> dict[str, list[object]]:
    gathered: dict[str, list[object]] = {}
    for one in found:
        gathered.setdefault(one.region, []).append(one)
    return gathered


def _issued(period: Period) -> tuple[StoredTask, ...]:
    tasks = tuple(store.tasks(ISSUED, period.canonical_name))
    if not tasks:
        raise CountyError(f"{period.title}没有下发过任务", "，请先下发任务，再收报。")
    return tasks


def standing_of(region: str, period: Period) -> Standing:
    """One region's return of a period. Raises CountyError without a task, and for a region that owes nothing."""
    name = period.canonical_name
    with store.session():
        asked = _asked(_issued(period)).get(region)
        if asked is None:
            path = store.lookups().regions.path(region)
            raise CountyError(f"{path}没有这个期间的任务", "，请检查区划，或先下发任务。")
        versions, names = store.collected(name, region), store.names_held(name, region)
        return _standing(region, asked, versions, names, store.events(name, region))


def collection(period: Period) -> Collection:
    """A period's returns. Raises CountyError for a period without a task."""
    name = period.canonical_name
    with store.session():
        tasks = _issued(period)
        versions: Mapping[str, list[Received]] = _by_region(store.collected(name))  # type: ignore[assignment]
        events: Mapping[str, list[StoredEvent]] = _by_region(store.events(name))  # type: ignore[assignment]
        names = store.names_held(name)
    standings = (
        _standing(region, asked, versions.get(region, []), names, events.get(region, []))
        for region, asked in sorted(_asked(tasks).items())
    )
    return Collection(name, tasks, tuple(standings))


def send_back(region: str, period: Period, reason: str, by: str) -> StoredEvent:
    """Send the version held back with a reason. Raises CountyError without one, or where nothing is held."""
    text = clean(reason, keep_lines=False)
    if not text:
        raise ValueRefusedError("退回要写明原因", "，如“05 行与附件不符，请核对”。")
    held = _held(region, period)
    event = StoredEvent(region, held.period, held.version, SENT_BACK, text, by=by)
    with store.transaction(right=Right.COLLECT):
        store.add_event(event)
    return event


def approve(regions: Sequence[str], period: Period, by: str) -> None:
    """Approve the versions held by some regions, all or none. Raises CountyError where nothing is held."""
    held = [_held(region, period, is_whole=True) for region in regions]
    with store.transaction(right=Right.COLLECT):
        for one in held:
            store.add_event(StoredEvent(one.region, one.period, one.version, APPROVED, "", by=by))


def announce_late(region: str, period: Period, until: date, by: str) -> None:
    """Note that a region said beforehand it will be late: until that day it is on time."""
    standing = standing_of(region, period)
    if standing.held is not None:
        raise CountyError(f"{store.lookups().regions.path(region)}已经报过了", "，不用再记晚报。")
    store.add_event(StoredEvent(region, period.canonical_name, 0, LATE_UNTIL, str(until), by=by))


def _held(region: str, period: Period, *, is_whole: bool = False) -> Received:
    """The version held of a region's return. Raises CountyError without one, and where a whole one lacks a sheet."""
    standing = standing_of(region, period)
    path = store.lookups().regions.path(region)
    if standing.held is None:
        raise CountyError(f"{path}还没有报", "，没有可以退回或通过的。")
    if is_whole and standing.lacking:
        raise CountyError(f"{path}还缺{'、'.join(standing.lacking)}", "，收齐以后再通过。")
    return standing.held
