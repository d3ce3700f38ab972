"""What lies in a real inbox, and what nobody should send: each refused in words, and nothing kept of it."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from county_tui import collecting, forms, store
from county_tui.cli import commands
from county_tui.collecting import TaskRequest
from county_tui.errors import CountyError
from county_tui.returns import code_of
from county_tui.returns.files import canonical, zipped
from county_tui.returns.sealed import sheet_from_data
from tests.collecting.conftest import (
    CITY,
    COUNTIES,
    JINJIANG,
    NAMES,
    QINGYANG,
    QUARTER,
    TODAY,
    WUHOU,
    Offices,
    Serve,
    take,
)
from tests.forms.books import save

BYTES = 150
"""Changed bytes tried here; the soak tries 10,000."""


def kept(offices: Offices) -> tuple[int, int]:
    """How many returns and sheets the city holds."""
    with sqlite3.connect(offices.folder / f"{CITY}.db") as connection:
        counts = "SELECT (SELECT count(*) FROM collected_return), (SELECT count(*) FROM collected_sheet)"
        found: tuple[int, int] = connection.execute(counts).fetchone()
    connection.close()
    return found


def test_returns_are_found_among_all_that_lies_in_an_inbox(offices: Offices, serve: Serve, task: Path) -> None:
    inbox = offices.folder / "收件夹"
    inbox.mkdir()
    good = offices.seal(JINJIANG)
    shutil.copy(good, inbox / "乙.zip")
    shutil.copy(good, inbox / "甲（同一份）.zip")
    # The names of two counties' files swapped: what a file holds counts, not its name.
    shutil.copy(offices.seal(QINGYANG), inbox / "武侯区-2026Q3-第1版.zip")
    shutil.copy(offices.seal(WUHOU), inbox / "青羊区-2026Q3-第1版.zip")
    for at in range(100):
        (inbox / f"照片{at}.jpg").write_bytes(b"\xff\xd8")
        (inbox / f"通知{at}.docx").write_bytes(b"PK")
        (inbox / f"别的{at}.zip").write_bytes(b"PK\x03\x04")
    (inbox / "文件夹.zip").mkdir()
    ledger = ["--db", str(offices.folder / f"{CITY}.db"), "--as", "市", "collect", str(inbox), "--json"]
    done = CliRunner().invoke(commands, ledger)
    outcomes = json.loads(done.stdout)
    states = [one["state"] for one in outcomes]
    assert (states.count("accepted"), states.count("known"), states.count("refused")) == (3, 1, 101), done.stderr
    assert all(one["reason"] for one in outcomes if one["state"] == "refused")
    places = {one["file"]: one["region_code"] for one in outcomes if one["state"] == "accepted"}
    assert places["武侯区-2026Q3-第1版.zip"] == QINGYANG and places["青羊区-2026Q3-第1版.zip"] == WUHOU
    assert kept(offices) == (3, 3 * len(NAMES))


def test_a_changed_byte_anywhere_is_refused_and_nothing_is_kept(offices: Offices, serve: Serve, task: Path) -> None:
    good = offices.seal(JINJIANG).read_bytes()
    dice, changed = random.Random(7), offices.folder / "改.zip"
    for at in dice.sample(range(len(good)), BYTES):
        changed.write_bytes(good[:at] + bytes([good[at] ^ dice.randrange(1, 256)]) + good[at + 1 :])
        outcome = take(changed)
        assert outcome.state == collecting.REFUSED and outcome.reason, f"byte {at}"
    assert kept(offices) == (0, 0)


def forged(file: Path, target: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A return made by hand from a real one: changed, with a code and a digest that are right again."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = json.loads(members.pop("return.json"))
    del data["digest"]
    change(data)
    with suppress(CountyError, AttributeError, TypeError, KeyError):  # what is no sheet has no code
        data["code"] = code_of([sheet_from_data(one) for one in data["sheets"]])
    data["digest"] = hashlib.sha256(canonical(data)).hexdigest()
    content = zipped([("return.json", canonical(data)), *members.items()], zipfile.ZIP_STORED)
    target.write_bytes(content)
    return target


def put(*keys: str | int, value: object) -> Callable[[dict[str, Any]], object]:
    """Puts a value at a place within a return's JSON."""

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def test_a_newer_program_a_hostile_zip_and_odd_words_are_refused(offices: Offices, serve: Serve, task: Path) -> None:
    good, odd = offices.seal(JINJIANG), offices.folder / "怪.zip"
    with zipfile.ZipFile(good) as archive:
        written = json.loads(archive.read("return.json"))["format"].rpartition(" ")[0]
    newer = take(forged(good, odd, put("format", value=f"{written} 99")))
    assert newer.state == collecting.REFUSED and "升级" in newer.reason
    assert take(forged(good, odd, lambda data: None)).state == collecting.ACCEPTED, "made by hand, and all of it right"
    odd_values: tuple[object, ...] = (None, True, 1.5, 10**30, "二", [], [[]], {"a": 1})
    with zipfile.ZipFile(good) as archive:
        told = json.loads(archive.read("return.json"))
    sheet = told["sheets"][0]
    places = [(key,) for key in told if key not in ("code", "digest")]
    places += [("sheets", 0, key) for key in sheet] + [("sheets", 0, "cells", 0, key) for key in sheet["cells"][0]]
    places += [("sheets", 0, "layout", key) for key in (*sheet["layout"], "repeats", "missing")]
    for place in places:
        for value in odd_values:
            outcome = take(forged(good, odd, put(*place, value=value)))
            assert outcome.state != collecting.REFUSED or outcome.reason, (place, value)
    shutil.copy(good, odd)
    assert take(odd).state in (collecting.KNOWN, collecting.REFUSED)
    collecting.board(QUARTER)
    collecting.review_of(JINJIANG, QUARTER)
    for name in NAMES:
        collecting.write_sum(collecting.sum_of(name, QUARTER), offices.folder / "汇总.xlsx")
    held = kept(offices)
    outside = zipfile.ZipInfo("../../越界.txt")
    link = zipfile.ZipInfo("链接")
    link.external_attr = 0o120777 << 16
    for extra, content in ((outside, b"x"), (link, b"/etc/passwd"), (zipfile.ZipInfo("大.bin"), b"0" * (33 << 20))):
        shutil.copy(good, odd)
        with zipfile.ZipFile(odd, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(extra, content, zipfile.ZIP_DEFLATED)
        assert take(odd).state == collecting.REFUSED, extra.filename
    assert (
        not (offices.folder.parent / "越界.txt").exists() and not (offices.folder.parent.parent / "越界.txt").exists()
    )
    assert kept(offices) == held


def test_odd_words_in_a_task_are_refused_and_nothing_is_kept(offices: Offices, task: Path) -> None:
    with zipfile.ZipFile(task) as archive:
        told = json.loads(archive.read("task.json"))
    places = [(key,) for key in told] + [("sheets", "services"), ("regions", 0), ("forms", "services")]
    odd_values: tuple[object, ...] = (None, True, 1.5, 10**30, "二", [], [[]], {"a": 1}, ["table", 3])
    odd = offices.folder / "怪任务.zip"
    with offices.at(JINJIANG):
        for place in places:
            for value in odd_values:
                data = json.loads(json.dumps(told))
                put(*place, value=value)(data)
                odd.write_bytes(zipped([("task.json", canonical(data))]))
                try:
                    collecting.open_task(odd, "区")
                except CountyError as error:
                    assert error.message, (place, value)
                else:
                    assert place in (("note",), ("issuer",), ("issuer_name",)), (place, value)
        with zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("task.json", json.dumps(told))
            for at in range(5):
                archive.writestr(f"表样/{at}.xlsx", b"0" * (16 << 20))
        with pytest.raises(CountyError, match="不是下发的任务文件"):
            collecting.open_task(odd, "区")
        store.tasks(store.OWED)
        other = {**told, "sheets": {**told["sheets"], "自己的表": ["table", "f"]}}
        odd.write_bytes(zipped([("task.json", canonical(other))]))
        assert collecting.open_task(odd, "区").unknown == ("自己的表",)


FORGED = (
    ("value", "六", "不是数"), ("value", "=1+1", "不是数"), ("value", 1e300, "不对"), ("value", -(10**30), "不对"),
    ("value", -3, "是负数"), ("value", 2.5, "不是整数"), ("parts", [1, 0], "对不上"), ("adds", "某", "不对"),
)  # fmt: skip


@pytest.mark.parametrize(("part", "value", "words"), FORGED)
def test_values_that_no_ledger_gives_are_refused_though_they_fit_their_code(
    offices: Offices, serve: Serve, task: Path, part: str, value: object, words: str
) -> None:
    good, odd = offices.seal(JINJIANG), offices.folder / "值.zip"

    def change(data: dict[str, Any]) -> None:
        cell = data["sheets"][0]["cells"][0]
        cell[part] = value
        if isinstance(value, str) and part == "value":
            cell["adds"] = "none"

    outcome = take(forged(good, odd, change))
    assert outcome.state == collecting.REFUSED and words in outcome.reason, outcome
    assert kept(offices) == (0, 0)


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        ("B2", 2.5, "不是整数"), ("B2", -1, "是负数"), ("B2", "三", "不是数"), ("B3", -1, "是负数"),
        ("B4", "王某，彝族，住大慈寺路12号3单元501", "B4"), ("Z99", 1, "没有这一格"),
    ],
)  # fmt: skip
def test_cells_of_a_form_are_held_against_their_marks(
    offices: Offices, serve: Serve, at: str, value: object, words: str
) -> None:
    cells = {"A1": "统计表", "B2": "{填 整数}", "B3": "{件数 服务记录}", "B4": "{填 文字}"}
    forms.add_form(save(offices.folder / "统计表.xlsx", cells), "", "市")
    made = collecting.create_task(TaskRequest(("统计表",), QUARTER, date(2026, 10, 10), ("锦江区",)), "市")
    collecting.write_task(made, offices.folder / "任务.zip")
    with offices.at(JINJIANG):
        collecting.open_task(offices.folder / "任务.zip", "区")
    good, odd = offices.seal(JINJIANG, ("统计表",)), offices.folder / "值.zip"

    def change(data: dict[str, Any]) -> None:
        held = data["sheets"][0]["cells"]
        cell = next((one for one in held if one["key"] == at), None)
        if cell is None:
            held.append({"key": at, "value": value, "adds": "sum"})
        else:
            cell |= {"value": value, "adds": "none" if isinstance(value, str) else "sum"}

    outcome = take(forged(good, odd, change))
    assert outcome.state == collecting.REFUSED and words in outcome.reason, outcome
    assert take(forged(good, odd, put("sheets", 0, "layout", value={"repeats": {"9": ["甲"]}}))).state == "refused"
    assert kept(offices) == (0, 0) and take(good).state == collecting.ACCEPTED


def test_a_clock_that_is_wrong_changes_when_it_came_and_nothing_else(
    offices: Offices, serve: Serve, task: Path
) -> None:
    assert take(offices.seal(JINJIANG), date(1970, 1, 1)).state == collecting.ACCEPTED
    assert take(offices.seal(QINGYANG), date(2099, 1, 1)).state == collecting.ACCEPTED
    found = {one.region: one for one in collecting.collection(QUARTER).standings}
    assert [found[one].on_time for one in COUNTIES] == [True, False, None]
    assert collecting.sum_of("services", QUARTER).parts == (JINJIANG, QINGYANG)


def collect_all(ledger: Path, files: list[Path], answers: multiprocessing.Queue[list[str]]) -> None:
    """Collect some files as one of two persons."""
    store.bind(ledger)
    answers.put([collecting.collect(file, "市", TODAY).state for file in files])


def test_two_people_collecting_at_once_keep_each_return_once(offices: Offices, serve: Serve, task: Path) -> None:
    files = [offices.seal(region) for region in COUNTIES]
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    ledger = offices.folder / f"{CITY}.db"
    people = [
        context.Process(target=collect_all, args=(ledger, order, answers)) for order in (files, list(reversed(files)))
    ]
    for one in people:
        one.start()
    states = [state for _ in people for state in answers.get(timeout=60)]
    for one in people:
        one.join()
    assert sorted(states) == ["accepted"] * 3 + ["known"] * 3
    assert kept(offices) == (3, 3 * len(NAMES))
