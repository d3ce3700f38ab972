"""A ledger of 0.1.0 full of records of few people: nothing of them is left in records, history, drafts or exports."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import store
from county_tui.cli import commands

OLD = Path(__file__).parents[2] / "fixtures" / "ledgers" / "0.1.0.db"
TOWN = "510104030000"
COLUMNS = (
    "id, version, record_key, created_at, created_by, updated_at, updated_by, deleted_at, deleted_by, number, "
    "served_on, category, item, region, people_served, migrants_served, minority_served, language"
)
AT = "2026-05-01T00:00:00Z"


def _record(
    key: int, people: int, parts: tuple[int | None, int | None, str | None], deleted: str | None = None
) -> list[object]:
    line = [
        key,
        1,
        key,
        AT,
        "李四",
        AT,
        "李四",
        deleted,
        deleted and "李四",
        f"旧-{key}",
        "2026-05-06",
        "教育保障",
        "咨询",
    ]
    return [*line, TOWN, people, *parts]


def _change(key: int, version: int, action: str, **changes: list[object]) -> list[object]:
    told = json.dumps(changes, ensure_ascii=False) if changes else None
    return ["service_records", key, version, action, AT, "李四", told]


RECORDS = [
    _record(101, 1, (1, 1, "维吾尔语")),
    _record(102, 4, (None, 2, None)),
    _record(103, 9, (3, 2, "彝语")),  # grew from 2
    _record(104, 2, (1, None, "藏语")),  # shrank from 8
    _record(105, 1, (None, 1, "维吾尔语"), AT),  # in the trash
]
HISTORY = [
    *(_change(key, 1, "create") for key in range(101, 106)),
    _change(101, 2, "update", language=[None, "维吾尔语"]),
    _change(103, 2, "update", people_served=[2, 9], minority_served=[1, 2], migrants_served=[None, 3]),
    _change(104, 2, "update", people_served=[8, 2], minority_served=[5, None]),
    _change(105, 2, "delete"),
    _change(106, 1, "update", minority_served=[None, 1], people_served=[3, 2]),  # of a record that is no more
]


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """That ledger, brought up to date."""
    path = tmp_path / "ledger.db"
    shutil.copyfile(OLD, path)
    with sqlite3.connect(path) as file:
        marks = ", ".join("?" * len(RECORDS[0]))
        file.executemany(f"INSERT INTO service_records ({COLUMNS}) VALUES ({marks})", RECORDS)
        file.executemany(
            "INSERT INTO history (register, record_id, version, action, at, by, changes) VALUES (?, ?, ?, ?, ?, ?, ?)",
            HISTORY,
        )
        texts = {"people_served": "2", "language": "维吾尔语", "item": "没写完"}
        file.execute(
            "INSERT INTO draft (register, version, texts, at, by) VALUES ('service_records', 0, ?, ?, '李四')",
            (json.dumps(texts, ensure_ascii=False), AT),
        )
    store.open_ledger(path, lambda: None)
    return path


def test_what_was_said_of_few_moves_to_the_months_tallies(upgraded: Path) -> None:
    (tally,) = store.list_rows(store.Query("service_tallies"))
    told = {name: tally.values[name] for name in ("month", "region", "category", "source")}
    assert told == {"month": "2026-05", "region": TOWN, "category": "教育保障", "source": "升级整理"}
    assert [tally.values[n] for n in ("migrants_served", "minority_served", "language_cases")] == [2, 3, 2]


def test_large_records_keep_what_they_say(upgraded: Path) -> None:
    kept = store.get("service_records", 103).values
    assert [kept[n] for n in ("people_served", "migrants_served", "minority_served", "language")] == [9, 3, 2, "彝语"]


def test_history_tells_only_of_groups(upgraded: Path) -> None:
    """103 comes into being with its counts, 104 loses them with its people; no step says anything of few."""
    changes = {
        key: [dict(change.changes or {}) for change in store.history("service_records", key)]
        for key in (101, 103, 104, 105)
    }
    for key, steps in changes.items():
        for step in steps:
            for name in ("migrants_served", "minority_served", "language"):
                for value in step.get(name, (None, None)):
                    assert value is None or key in (103, 104), (key, step)
    with sqlite3.connect(upgraded) as file:
        texts = [text for (text,) in file.execute("SELECT changes FROM history WHERE record_id >= 101") if text]
    assert "维吾尔语" not in "".join(texts) and '"minority_served": [1' not in "".join(texts)
    grown = next(json.loads(text) for text in texts if '"people_served": [2, 9]' in text)
    assert grown == {
        "people_served": [2, 9],
        "migrants_served": [None, 3],
        "minority_served": [None, 2],
        "language": [None, "彝语"],
    }
    shrunk = next(json.loads(text) for text in texts if '"people_served": [8, 2]' in text)
    assert shrunk["minority_served"] == [5, None]


def test_nothing_stands_in_the_file_itself(upgraded: Path) -> None:
    with sqlite3.connect(upgraded) as file:
        few = "people_served < 5 AND (migrants_served OR minority_served OR language IS NOT NULL)"
        assert file.execute(f"SELECT count(*) FROM service_records WHERE {few}").fetchone() == (0,)
        (texts,) = file.execute("SELECT texts FROM draft WHERE register = 'service_records'").fetchone()
    assert json.loads(texts) == {"people_served": "2", "item": "没写完"}


def test_no_list_of_persons_can_be_made(upgraded: Path, tmp_path: Path) -> None:
    """Neither on the command line nor as a file."""
    asked = ["--where", "people_served=1", "--where", "language=维吾尔语"]
    listed = CliRunner().invoke(commands, ["--db", str(upgraded), "list", "service-records", *asked])
    assert listed.exit_code == 0 and "旧-" not in listed.output
    to = tmp_path / "全部.csv"
    done = CliRunner().invoke(commands, ["--db", str(upgraded), "export", "service-records", "--to", str(to)])
    assert done.exit_code == 0, done.output
    text = to.read_text("utf-8-sig")
    assert "旧-101" in text and "维吾尔语" not in text


def test_the_trash_gives_nothing_back(upgraded: Path) -> None:
    back = store.restore("service_records", 105, "测试").values
    assert [back[n] for n in ("people_served", "minority_served", "language")] == [1, None, None]


def test_a_record_that_shrank_cannot_be_told_back(upgraded: Path) -> None:
    """Put back as it was when it was large it says so again; of when it was small there is nothing to put back."""
    again = store.revert("service_records", 104, 1, "测试").values
    assert (again["people_served"], again["minority_served"], again["language"]) == (8, 5, "藏语")
