"""The files that papers point to: where they lie, what became of them, and which papers count in a period."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from county_tui.errors import CountyError
from county_tui.models.evidence import LASTING, Evidence
from county_tui.report_period import Period
from county_tui.store.conditions import within_period
from county_tui.store.evidence_files import FOLDER, what_became_of
from county_tui.store.ledger_lookups import lookups, settings
from county_tui.store.rows import AnyOf, Condition, Conditions, Query, Row, Test

MOST_FILES = 5000
"""More files in one folder are not one office's papers; reading them all would keep a person waiting for minutes."""

MOST_FOLDERS = 1000
"""As many folders one can still pick from by typing a part of a name."""


def evidence_folder() -> Path:
    """The folder that the office keeps electronic papers in. Raises CountyError where none is named, or it is gone."""
    named = settings().get(FOLDER, "")
    if not named:
        raise CountyError("还没有说明电子佐证放在哪个文件夹", "，请先在设置里填“佐证文件夹”。")
    if not (folder := Path(named)).is_dir():
        raise CountyError(f"没有佐证文件夹 {folder}", "，请检查设置里的“佐证文件夹”，或磁盘是否插好。")
    return folder


def _walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """(folder, folders in it, files in it) of a folder and all below it, in order, hidden ones left out."""
    for at, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield Path(at), names, sorted(name for name in files if not name.startswith((".", "~$")))


def files_in(folder: Path) -> list[Path]:
    """All files in a folder and below it, links and hidden ones left out, in order."""
    found: list[Path] = []
    for at, _, files in _walk(folder):
        found += [at / name for name in files]
        if len(found) > MOST_FILES:
            raise CountyError(f"{folder} 里的文件超过 {MOST_FILES} 个", "，请一个一个下级文件夹地核对。")
    return found


def evidence_folders() -> list[str]:
    """The folders below that of evidence, by their path from it. Raises CountyError where there is none."""
    whole = evidence_folder()
    found: list[str] = []
    for at, names, _ in _walk(whole):
        found += [(at / name).relative_to(whole).as_posix() for name in names]
        if len(found) > MOST_FOLDERS:
            break
    return found[:MOST_FOLDERS]


def papers_of(row: Row) -> Query:
    """The papers that point to a record."""
    return Query("evidence", where=(Condition("record", Test.IS, f"{row.register}:{row.id}"),))


def counting_papers(period: Period) -> Conditions:
    """That a paper counts in a period: of its days, lasting and from before its end, or without a date."""
    kinds, end = Evidence.fields()["dated_on"], period.last.isoformat()
    lasting = (Condition("kind", Test.IN, LASTING), Condition("dated_on", Test.AT_MOST, end))
    return (AnyOf((within_period("dated_on", kinds, period), lasting, (Condition("dated_on", Test.EMPTY),))),)


def became_of(rows: Iterable[Row]) -> dict[int, str]:
    """What is wrong with the files of some papers since they were entered, by the papers' ids: gone, moved, changed."""
    known = lookups()
    wrong: dict[int, str] = {}
    missing: list[Row] = []
    for row in rows:
        if row.values["path"] and (told := what_became_of(str(row.values["path"]), str(row.values["sha256"]), known)):
            wrong[row.id] = told
            missing.append(row)
    elsewhere = _by_name(missing)
    for row in missing:
        path, taken = str(row.values["path"]), row.values["sha256"]
        for other in elsewhere.get(Path(path).name, ()):
            if other != path and what_became_of(other, str(taken), known) == "":
                wrong[row.id] = f"移到了 {other}"
    return wrong


def _by_name(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Where in the folder of evidence files of these papers' names are."""
    named = {Path(str(row.values["path"])).name for row in rows}
    found: dict[str, list[str]] = {}
    try:
        folder = evidence_folder() if named else None
        for file in files_in(folder) if folder else ():
            if file.name in named:
                found.setdefault(file.name, []).append(file.relative_to(folder or file).as_posix())
    except CountyError:  # no folder, or one too large to look through: nothing is known to have moved
        return {}
    return found
