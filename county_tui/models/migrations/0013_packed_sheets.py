"""Collected sheets keep what many regions have in common once, and their numbers so that they add up as columns."""

from __future__ import annotations

import hashlib
import json
import zlib
from itertools import product
from string import ascii_letters
from typing import Any

import peewee

STATEMENTS = (
    "CREATE TABLE collected_frame (id INTEGER NOT NULL PRIMARY KEY, digest BLOB NOT NULL, data BLOB NOT NULL)",
    "CREATE UNIQUE INDEX collected_frame_digest ON collected_frame (digest)",
    "ALTER TABLE collected_sheet RENAME TO whole_sheet",
    """
    CREATE TABLE collected_sheet (
        return_id INTEGER NOT NULL, name TEXT NOT NULL, frame_id INTEGER NOT NULL, numbers BLOB NOT NULL,
        rest BLOB NOT NULL, PRIMARY KEY (return_id, name), FOREIGN KEY (return_id) REFERENCES collected_return (id),
        FOREIGN KEY (frame_id) REFERENCES collected_frame (id)
    )
    """,
)
LETTERS = dict(
    zip(
        product(
            ("sum", "ratio", "formula", "least", "most", "none"),
            ("number", "text", "blank", "odd", "share", "blank share", "odd share"),
        ),
        ascii_letters,
        strict=False,
    )
)
"""As the program of this version writes them; a later one may change its own, this file does not."""
WRITTEN_OUT = ("text", "odd", "odd share")


def _holds(cell: dict[str, Any]) -> str:
    value, parts = cell["value"], cell.get("parts")
    if parts is not None:
        is_quotient = parts[1] != 0 and repr(parts[0] / parts[1]) == repr(value)
        return "blank share" if value is None else "share" if is_quotient else "odd share"
    if value is None:
        return "blank"
    return "text" if isinstance(value, str) else "odd" if cell["adds"] == "ratio" else "number"


def _written(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "surrogatepass")


def _packed(sheet: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    """The frame of a sheet, its numbers, and the rest."""
    cells = [(cell, _holds(cell)) for cell in sheet["cells"]]
    own = {key: value for key, value in sheet["layout"].items() if key in ("notes", "missing")}
    shared = {key: value for key, value in sheet["layout"].items() if key not in own}
    heads = [sheet[key] for key in ("name", "title", "kind", "fingerprint", "columns", "rows", "formats")]
    keys = [cell["key"] for cell, _ in cells]
    known = [f"{row}/{column}" for row in sheet["rows"] for column in sheet["columns"][1:]]
    frame = _written([*heads, keys if keys != known else [], shared])
    letters = "".join(LETTERS[cell["adds"], holds] for cell, holds in cells)
    numbers = [cell["value"] if holds == "number" else 0 for cell, holds in cells]
    parts = [part for cell, _ in cells for part in cell.get("parts") or ()]
    rest = [cell["value"] for cell, holds in cells if holds in WRITTEN_OUT]
    return frame, _written([letters, numbers, parts]), _written([rest, own])


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make the tables anew and pack what was collected, sheet by sheet."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for key, name, data in db.execute_sql("SELECT return_id, name, data FROM whole_sheet ORDER BY return_id"):
        frame, numbers, rest = _packed(json.loads(data))
        digest = hashlib.sha256(frame).digest()
        db.execute_sql(
            "INSERT OR IGNORE INTO collected_frame (digest, data) VALUES (?, ?)", (digest, zlib.compress(frame))
        )
        db.execute_sql(
            "INSERT INTO collected_sheet SELECT ?, ?, id, ?, ? FROM collected_frame WHERE digest = ?",
            (key, name, zlib.compress(numbers), zlib.compress(rest), digest),
        )
    db.execute_sql("DROP TABLE whole_sheet")
