"""What the file of a task, or of a return sent back, says: read without trust, each part of its type."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from county_tui.errors import CountyError
from county_tui.paths import refused
from county_tui.report_period import parse_period
from county_tui.returns.files import TASK_NAME
from county_tui.returns.sealed import KINDS, LAST_VERSION
from county_tui.returns.zips import NOT_A_ZIP

FORMAT = "county-tui task 1"
FORMS = "表样"
"""The folder of the forms that are installed."""
LARGEST_FILE, LARGEST_PART = 256 << 20, 64 << 20
"""Bytes of the file, and unpacked of what is read of it: three thousand places' packs are never read here."""
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
