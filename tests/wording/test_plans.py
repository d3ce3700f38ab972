"""Words for plans, sizes and times, the same on the command line and in the app."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from county_tui import store
from county_tui.models import register_named
from county_tui.wording.backups import reason_text
from county_tui.wording.plans import change_texts, column_text, counts_text, rows_text, skipped_texts
from county_tui.wording.time_and_size import clock_text, local_time, size_text


def test_a_record_the_file_itself_brings_is_not_called_deleted(ledger: Path) -> None:
    fields = register_named("service_records").fields()
    told = change_texts(fields, {"staff": (None, -1), "notes": ("两\n行", None)}, store.lookups())
    assert told == ["经办人：空 → （本文件新增的记录）", "备注：两 行 → 空"]


def test_rows_are_told_by_reason_with_neighbours_joined() -> None:
    assert rows_text([7, 1, 2, 3]) == "第 1—3、7 行"
    assert rows_text(range(1, 40, 2)).endswith("21、23… 行")
    assert skipped_texts([(5, "合计行"), (2, "空行"), (6, "合计行")]) == [
        "跳过（合计行）：第 5—6 行",
        "跳过（空行）：第 2 行",
    ]


def test_columns_and_counts() -> None:
    assert column_text("爱好", "") == "“爱好”列没有导入，没有对应的字段"
    assert column_text("民族", "属于个人信息") == "“民族”列没有导入：属于个人信息"
    assert counts_text({"refused": 1, "new": 2, "updated": 0}) == "新增 2，修改 0，不能导入 1"
    assert counts_text({"refused": 1, "new": 2, "updated": 0}, with_zeros=False) == "新增 2，不能导入 1"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 KB"), (1, "1 KB"), (1500, "1 KB"), (640 * 1024, "640 KB"), (2**20, "1.0 MB"), (52_900_000, "50.4 MB")],
)
def test_sizes(count: int, told: str) -> None:
    assert size_text(count) == told


def test_every_reason_a_backup_is_made_for_has_words() -> None:
    for reason in ("manual", "daily", "before-import", "before-upgrade", "before-restore", "before-restore-damaged"):
        assert "-" not in reason_text(reason) and reason_text(reason) != reason
    assert reason_text("of-a-later-version") == "of-a-later-version"


def test_a_stored_moment_is_told_as_any_other() -> None:
    moment = datetime(2026, 11, 23, 9, 15, 59, tzinfo=UTC)
    assert local_time("2026-11-23T09:15:59Z") == clock_text(moment)
