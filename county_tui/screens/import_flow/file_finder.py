"""Finding a file by typing: the folders and workbooks that a text may mean, and the folders used lately."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models.privacy import holds_id_number
from county_tui.paths import here, home, is_folder, is_within, meant
from county_tui.wording.time_and_size import clock_text, size_text

SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm", ".xlsb", ".ods", ".et", ".tsv", ".txt")
RECENT = "recent_folders"
MOST_RECENT = 5
MOST_LISTED = 2000
"""Files of a folder that are listed; in a larger one the beginning of a name finds the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file on offer; `size` and `changed` (local time) are empty for a folder."""

    path: Path
    is_folder: bool
    size: str = ""
    changed: str = ""
    is_recent: bool = False

    @property
    def text(self) -> str:
        """What stands in the field when it is taken."""
        return f"{self.path}{os.sep}" if self.is_folder and self.path != self.path.parent else str(self.path)


def path_of(text: str) -> Path:
    """The path a typed, pasted or dropped text means: quotes, `file://` and `~` are understood.

    A whole path typed behind the folder that stood in the field (`/home/w//mnt/u/x.xlsx`) counts from its own start.
    """
    text = text.strip().strip("'\"").strip()
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    if "\\ " in text and os.sep == "/":
        text = text.replace("\\ ", " ")
    start = max(text.rstrip("/").rfind("//"), text.rfind("/~"))  # one / too many at the end begins nothing
    return meant(text[start + 1 :] if start >= 0 else text)


def _split(text: str) -> tuple[Path, str]:
    """The folder a text is in, and the beginning of the name being typed."""
    path = path_of(text)
    is_folder = text.rstrip("'\" ").endswith(os.sep) or not text.strip()
    return (path, "") if is_folder else (path.parent, path.name)


def _described(item: os.DirEntry[str]) -> Entry:
    if item.is_dir():
        return Entry(Path(item.path), True)
    facts = item.stat()
    changed = clock_text(datetime.fromtimestamp(facts.st_mtime, UTC))
    return Entry(Path(item.path), False, size_text(facts.st_size), changed)


def _in_folder(folder: Path, beginning: str) -> Iterator[Entry]:
    """Folders and workbooks whose name begins so; hidden ones only when asked for by their dot."""
    wanted = beginning.casefold()
    with os.scandir(folder) as items:
        for item in items:
            if not item.name.casefold().startswith(wanted) or (item.name.startswith((".", "~$")) and not beginning):
                continue
            try:
                if item.is_dir() or item.name.lower().endswith(SUFFIXES):
                    yield _described(item)
            except OSError:
                continue


def offered(text: str, within: Path | None = None) -> list[Entry]:
    """What a text may go on to: recent folders for an empty one; folders first, the newest workbook on top.

    Nothing outside `within` is offered.
    """
    if not text.strip():
        usual = recent_folders() or (here(), home())
        return [Entry(folder, True, is_recent=True) for folder in ((within,) if within else usual)]
    folder, beginning = _split(text)
    if within is not None and not is_within(folder, within):
        return []
    try:
        found = list(_in_folder(folder, beginning))[:MOST_LISTED]
    except (OSError, ValueError):  # no such folder, or no folder can have that name
        return []
    found.sort(key=lambda one: one.path.name.casefold())  # files unpacked together are of one minute
    folders = [one for one in found if one.is_folder]
    files = sorted((one for one in found if not one.is_folder), key=lambda one: one.changed, reverse=True)
    return [*files, *folders] if beginning == "" else [*folders, *files]


def completed(text: str, entries: Sequence[Entry]) -> str:
    """The text as far as all entries agree on how it goes on."""
    if not entries or not text.strip():
        return text
    first, last = min(entry.text for entry in entries), max(entry.text for entry in entries)
    differs = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    common = first[: next(differs, min(len(first), len(last)))]
    return common if len(common) >= len(str(path_of(text))) else text


def recent_folders() -> list[Path]:
    """The folders imported from lately that are still there, the last one first."""
    try:
        kept = json.loads(store.settings().get(RECENT, "[]"))
    except ValueError:
        return []
    return [folder for folder in map(Path, kept) if is_folder(folder)]


def remember_folder(folder: Path) -> None:
    """Put a folder on top of the recent ones; a ledger that cannot be written just forgets it.

    One whose name holds an ID number is never kept.
    """
    folder = folder.absolute()
    if holds_id_number(str(folder)):
        return
    kept = [folder, *(other for other in recent_folders() if other != folder)][:MOST_RECENT]
    try:
        store.set_setting(RECENT, json.dumps([str(one) for one in kept]))
    except CountyError:
        return
