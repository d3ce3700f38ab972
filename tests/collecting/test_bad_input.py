"""What lies in a real inbox, and what nobody should send: each refused in words, and nothing kept of it."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import random
import shutil
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import collecting, store
from county_tui.cli import commands
from county_tui.returns import as_data, code_of, read_return
from county_tui.returns.zips import canonical, zipped
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


def repacked(file: Path, target: Path, **changes: object) -> Path:
    """A return with other words in its return.json."""
    with zipfile.ZipFile(file) as archive:
        data = {**json.loads(archive.read("return.json")), **changes}
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("return.json", json.dumps(data))
    return target


def test_a_newer_program_a_hostile_zip_and_odd_words_are_refused(offices: Offices, serve: Serve, task: Path) -> None:
    good, odd = offices.seal(JINJIANG), offices.folder / "怪.zip"
    with zipfile.ZipFile(good) as archive:
        written = json.loads(archive.read("return.json"))["format"].rpartition(" ")[0]
    newer = take(repacked(good, odd, format=f"{written} 99"))
    assert newer.state == collecting.REFUSED and "升级" in newer.reason
    for changes in (
        {"version": "二"}, {"version": -1}, {"version": True}, {"period": "某天"}, {"region": "../../etc"},
        {"sheets": {}}, {"sheets": [1]}, {"sheets": []}, {"code": ""}, {"signers": 3}, {"region": QINGYANG},
    ):  # fmt: skip
        outcome = take(repacked(good, odd, **changes))
        assert outcome.state == collecting.REFUSED and outcome.reason, changes
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
    assert kept(offices) == (0, 0)


@pytest.mark.parametrize("value", ["六", "=1+1", 1e300, -(10**30)])
def test_values_that_no_ledger_gives_are_refused_though_they_fit_their_code(
    offices: Offices, serve: Serve, task: Path, value: str | float
) -> None:
    sealed = read_return(offices.seal(JINJIANG))
    first = sealed.sheets[0]
    sheets = (replace(first, cells=(replace(first.cells[0], value=value), *first.cells[1:])), *sealed.sheets[1:])
    forged = {**as_data(replace(sealed, sheets=sheets, code=code_of(sheets))), "files": {}}
    forged["digest"] = hashlib.sha256(canonical(forged)).hexdigest()
    made = zipped([("return.json", canonical(forged))], zipfile.ZIP_STORED)
    (offices.folder / "值.zip").write_bytes(made)
    outcome = take(offices.folder / "值.zip")
    assert outcome.state == collecting.REFUSED and first.cells[0].key in outcome.reason, outcome
    assert kept(offices) == (0, 0)


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
