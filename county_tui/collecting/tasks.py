"""Tasks: what the regions below are to report for a period and by which day, handed down as a file and opened there."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from county_tui import forms, store
from county_tui.collecting.packs import packs
from county_tui.errors import CountyError, NotFoundError, ValueRefusedError
from county_tui.forms import FormDefinition
from county_tui.models.kinds import clean
from county_tui.models.regions import Region
from county_tui.paths import refused
from county_tui.report_period import Period, parse_period
from county_tui.reports import Definition
from county_tui.returns.files import NOT_A_ZIP, TASK_NAME, WORDS_NAME, canonical, safe_name, zipped
from county_tui.returns.sealed import KINDS, LAST_VERSION
from county_tui.returns.sheets import fingerprint_of, named
from county_tui.rights import Right
from county_tui.store import ISSUED, OWED, StoredTask

FORMAT = "county-tui task 1"
FORMS = "表样"
"""The folder of the forms that are installed."""
LARGEST_FILE, LARGEST_PART = 256 << 20, 64 << 20
"""Bytes of the file, and unpacked of what is read of it: three thousand regions' packs are never read here."""
Data = Mapping[str, Any]


def read_task(path: Path) -> tuple[Data, Mapping[str, bytes]]:
    """What a file from above says, and the forms in it by name. Raises CountyError."""
    parts = _read_parts(path)
    odd = CountyError(f"“{path.name}”里的任务读不懂，可能已损坏", "，请向上级重新要一份。")
    try:
        data = json.loads(parts.pop(TASK_NAME))
        if str(data["format"]).startswith("county-tui task") and data["format"] != FORMAT:
            raise CountyError(f"“{path.name}”是由更新版本的程序下发的", "，请升级程序后再打开。")
        is_task = data["format"] == FORMAT and data["kind"] == "task" and _is_task(data, parts)
        if not is_task and not (data["format"] == FORMAT and data["kind"] == "sent back" and _is_sent_back(data)):
            raise odd
        parse_period(data["period"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise odd from error
    return {"note": "", **data}, parts


def _read_parts(path: Path) -> dict[str, bytes]:
    """The task itself and its forms; nothing else of the zip is unpacked, and nothing to disk."""
    no_such = CountyError(f"“{path.name}”不是下发的任务文件，或已损坏", "，请检查是不是选错了文件。")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise no_such
        with zipfile.ZipFile(path) as archive:
            wanted = {
                part.filename: part
                for part in archive.infolist()
                if part.filename == TASK_NAME or part.filename.startswith(f"{FORMS}/")
            }
            if TASK_NAME not in wanted or sum(part.file_size for part in wanted.values()) > LARGEST_PART:
                raise no_such
            return {name: archive.read(part) for name, part in wanted.items()}
    except NOT_A_ZIP as error:
        raise no_such from error
    except OSError as error:
        raise refused(error) from error


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_task(data: Data, parts: Mapping[str, bytes]) -> bool:
    date.fromisoformat(data["due"])
    sheets = [(*what,) for what in data["sheets"].values()]
    is_asked = bool(sheets) and all(len(what) == 2 and what[0] in KINDS and _are_texts(*what) for what in sheets)
    has_forms = set(data["forms"]) <= set(data["sheets"]) and set(data["forms"].values()) <= set(parts)
    is_for = isinstance(data["regions"], list) and _are_texts(*data["regions"], data["issuer"], data.get("note", ""))
    return is_asked and has_forms and is_for and _are_texts(data["period"])


def _is_sent_back(data: Data) -> bool:
    version = data["version"]
    is_version = isinstance(version, int) and not isinstance(version, bool) and 1 <= version <= LAST_VERSION
    return is_version and _are_texts(data["period"], data["region"], data["reason"])


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """What is to be handed down: tables and forms, for a period, by a day, to regions (none: all one level down)."""

    names: tuple[str, ...]
    period: Period
    due: date
    regions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a file did: the task it brings, or the return it sends back, and which forms were installed."""

    period: str
    due: str
    names: tuple[str, ...]
    installed: tuple[str, ...]
    sent_back: str = ""
    unknown: tuple[str, ...] = ()
    """Tables this ledger cannot fill: it has none of the name, or one that asks otherwise."""

    @property
    def unknown_words(self) -> str:
        """What is to be done about tables that are not here; empty where all are."""
        told = "请向上级要它的定义文件（.toml），放进 reports 文件夹；版本不同的，请升级程序。"
        return f"这里没有要报的“{'、'.join(self.unknown)}”，或与上级的不一样：{told}" if self.unknown else ""


def _kind_and_fingerprint(definition: Definition | FormDefinition) -> tuple[str, str]:
    if isinstance(definition, FormDefinition):
        return "form", definition.fingerprint
    return "table", fingerprint_of(definition)


def regions_below() -> list[Region]:
    """The regions one level down from the ledger's own, by code."""
    known = store.lookups().regions
    level = known.by_code[known.home].level + 1
    found = [region for region in known.by_code.values() if region.level == level and known.is_within(region.code)]
    return sorted(found, key=lambda region: region.code)


def _regions(asked: Sequence[str]) -> tuple[str, ...]:
    """The codes of the regions a task is for: all one level down, or those asked for, at any depth below.

    Raises CountyError for one that does not lie below the ledger's own.
    """
    if not asked:
        below = tuple(region.code for region in regions_below())
        if not below:
            raise CountyError("这本台账下面没有下级单位，不能下发任务", "，下发要在上一级的台账里做。")
        return below
    known = store.lookups().regions
    codes = [known.resolve(text) for text in asked]
    for code, text in zip(codes, asked, strict=True):
        if code == known.home or not known.is_within(code):
            raise CountyError(f"“{text}”不是本级的下级单位", "，请检查区划。")
    for code in codes:
        over = next((other for other in codes if other != code and known.is_under(code, other)), None)
        if over is not None:
            message = f"{known.path(code)}在{known.path(over)}里面，两个都报会算两遍"
            raise CountyError(message, "，请只留一级。")
    return tuple(dict.fromkeys(codes))


def create_task(request: TaskRequest, by: str) -> StoredTask:
    """Keep a task of this office. Raises CountyError for unknown names or regions, or one there already."""
    if not request.names:
        raise ValueRefusedError("没有写要报哪些表", "，请写汇总表或表样的名称。")
    definitions = [named(name) for name in request.names]
    sheets = {one.name: _kind_and_fingerprint(one) for one in definitions}
    period = request.period.canonical_name
    regions = _regions(request.regions)
    for other in store.tasks(ISSUED, period):
        again = set(other.sheets) & set(sheets)
        if again and set(other.regions) & set(regions):
            raise CountyError(f"{request.period.title}的“{'、'.join(sorted(again))}”已经下发过", "，不用再下发。")
    home = store.lookups().regions.home
    note = clean(request.note, keep_lines=False)
    task = StoredTask(ISSUED, period, str(request.due), sheets, regions, home, note, by=by)
    store.add_task(task)
    return task


def issued_task(period: Period, names: Sequence[str] = ()) -> StoredTask:
    """The task of a period that was handed down, the one with these sheets. Raises CountyError unless there is one."""
    wanted = {named(name).name for name in names}
    tasks = [task for task in store.tasks(ISSUED, period.canonical_name) if wanted <= set(task.sheets)]
    if not tasks:
        raise CountyError(f"{period.title}没有下发过这样的任务", "，请先下发。")
    if len(tasks) > 1:
        told = "；".join("、".join(task.sheets) for task in tasks)
        raise CountyError(f"{period.title}下发过 {len(tasks)} 次：{told}", "，请写上其中一次要报的表。")
    return tasks[0]


def _words(task: StoredTask) -> str:
    known = store.lookups().regions
    lines = (
        f"{known.by_code[task.issuer].name}下发：{parse_period(task.period).title}",
        f"要报：{'、'.join(task.sheets)}",
        f"请在 {task.due} 以前报出。",
        *([f"说明：{task.note}"] if task.note else []),
        "",
        "有本程序的单位：用它打开这个文件；没有的，填压缩包里“手工填报”下本单位的 .xlsx 后发回。",
    )
    return "\r\n".join(lines) + "\r\n"


def write_task(task: StoredTask, path: Path) -> None:
    """Write a task with its forms to a .zip, whole or not at all."""
    plain = [forms.form_named(name) for name, (kind, _) in task.sheets.items() if kind == "form"]
    data = {
        "format": FORMAT,
        "kind": "task",
        "period": task.period,
        "due": task.due,
        "issuer": task.issuer,
        "issuer_name": store.lookups().regions.by_code[task.issuer].name,
        "regions": list(task.regions),
        "note": task.note,
        "sheets": {name: list(what) for name, what in task.sheets.items()},
        "forms": {form.name: f"{FORMS}/{safe_name(form.name)}.xlsx" for form in plain},
    }
    members = [(TASK_NAME, canonical(data)), (WORDS_NAME, _words(task).encode("utf-8-sig"))]
    members += [(data["forms"][form.name], form.content) for form in plain]  # type: ignore[index]
    _write(path, [*members, *packs(task, plain)])


def _write(path: Path, members: Sequence[tuple[str, bytes]]) -> None:
    with store.appearing(path, ".zip") as draft:
        draft.write_bytes(zipped(members))


def write_sent_back(event: store.StoredEvent, path: Path) -> None:
    """Write why a return is sent back, as a file that the region opens like a task."""
    data = {
        "format": FORMAT,
        "kind": "sent back",
        "period": event.period,
        "region": event.region,
        "version": event.version,
        "reason": event.text,
    }
    _write(path, [(TASK_NAME, canonical(data)), (WORDS_NAME, f"退回原因：{event.text}\r\n".encode("utf-8-sig"))])


def open_task(path: Path, by: str) -> Opened:
    """Take in a task, or a return sent back: install its forms, keep what is owed. Raises CountyError; then nothing."""
    data, issued = read_task(path)
    if data["kind"] == "sent back":
        return _take_back(data, by)
    home = store.lookups().regions.home
    if home not in data["regions"]:
        raise CountyError(f"这个任务不是发给{store.lookups().regions.by_code[home].name}的", "，请向上级核对。")
    sheets = {name: (kind, print_) for name, (kind, print_) in data["sheets"].items()}
    with store.transaction(right=Right.COLLECT):
        for name, file in sorted(data["forms"].items()):
            forms.install_form(issued[file], name, by)
        task = StoredTask(OWED, data["period"], data["due"], sheets, (home,), data["issuer"], data["note"], by=by)
        if task.sheets not in [other.sheets for other in store.tasks(OWED, task.period)]:
            store.add_task(task)
    return Opened(task.period, task.due, tuple(sheets), tuple(sorted(data["forms"])), unknown=tuple(_unknown(task)))


def _unknown(task: StoredTask) -> Iterator[str]:
    """The tables of a task that this ledger does not have, or has otherwise: an office's own above, say."""
    for name, (kind, fingerprint) in task.sheets.items():
        try:
            if kind == "table" and _kind_and_fingerprint(named(name)) != (kind, fingerprint):
                yield name
        except NotFoundError:
            yield name


def _take_back(data: Mapping[str, Any], by: str) -> Opened:
    known = store.lookups().regions
    if data["region"] != known.home:
        raise CountyError("这份退回不是给本单位的", "，请向上级核对。")
    event = store.StoredEvent(
        data["region"], data["period"], data["version"], store.SENT_BACK, clean(data["reason"], keep_lines=False), by=by
    )
    if replace(event, at="", by="") not in [replace(one, at="", by="") for one in store.events(data["period"])]:
        store.add_event(event)
    return Opened(data["period"], "", (), (), event.text)
