"""The clauses of the standard: what counts as evidence, what is asked of it, and for how many points.

They stand in `data/standard_clauses.csv`; an office's own copy, `reports/standard_clauses.csv` beside the ledger, takes
its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from county_tui import store
from county_tui.errors import CountyError, reason
from county_tui.models import register_named
from county_tui.reports.definition import Filter, Spot, own_folder, resolve
from county_tui.reports.dimensions import MOST_KNOWN
from county_tui.reports.reading_columns import filters_of
from county_tui.reports.scope import ANY_PERIOD, has_region
from county_tui.reports.tally import tidy
from county_tui.reports.thresholds import NO_THRESHOLD, Threshold, read_threshold

FILE = "standard_clauses.csv"
COLUMNS = ("clause", "title", "register", "where", "what_counts", "reach", "asks", "points")
WHOLE = "whole"
"""In `reach`: what an office does as a whole (a rule, a meeting) holds for every region under it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence: which records of a register count, what they are in words, how much is asked of them."""

    register: str
    filters: tuple[Filter, ...]
    words: str
    is_whole: bool = False
    threshold: Threshold = NO_THRESHOLD
    points: int | float = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, with all its kinds of evidence."""

    number: str
    title: str
    evidence: tuple[Evidence, ...]


def own_file() -> Path:
    """Where an office's own table of clauses stands, if it has one."""
    return own_folder(store.bound_path()) / FILE


def built_in_text() -> str:
    """The table of clauses that ships with the program."""
    return files("county_tui").joinpath(f"data/{FILE}").read_text("utf-8")


def write_own_file() -> Path:
    """Put a copy of the table of clauses where the office can change it. Raises CountyError where one is already."""
    path = own_file()
    if path.exists():
        raise CountyError(f"已经有 {path}", "，请直接改它；要从头再来，先把它改名或删除。")
    path.parent.mkdir(exist_ok=True)
    with store.appearing(path) as draft:
        draft.write_text(built_in_text(), "utf-8-sig")  # the mark by which Excel knows UTF-8
    return path


def clauses() -> tuple[Clause, ...]:
    """All clauses, the office's own table of them first. Raises CountyError for a mistake, with its file and line."""
    path = own_file()
    try:
        stored = path.read_bytes()
    except FileNotFoundError:
        return _read(built_in_text())
    except OSError as error:
        raise CountyError(f"读不了 {path}（{reason(error)}）", "，请检查文件和权限。") from error
    try:
        return _read(stored.decode("utf-8-sig"))
    except UnicodeDecodeError:
        try:
            return _read(stored.decode("gb18030"))  # what Excel writes as plain CSV
        except UnicodeDecodeError:
            raise CountyError(f"{FILE}：读不出其中的文字", "，请另存为“CSV UTF-8”。") from None


def clauses_of(rows: Sequence[store.Row]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The clauses that records are evidence of, by register and id: the one a record names itself, and those whose
    conditions it meets."""
    found = {(row.register, row.id): [own] for row in rows if isinstance(own := row.values.get("clause"), str)}
    asked: dict[str, list[int]] = {}
    for row in rows:
        asked.setdefault(row.register, []).append(row.id)
    lookups = store.lookups()
    for number, one in ((clause.number, one) for clause in clauses() for one in clause.evidence):
        if one.register not in asked:
            continue
        where = resolve(one.register, one.filters, ANY_PERIOD, lookups)
        ids = tuple(asked[one.register])
        known = (store.Condition(store.ID, store.Test.IN, ids),) if len(ids) <= MOST_KNOWN else ()
        for key in store.list_ids(store.Query(one.register, where=(*known, *where))):
            found.setdefault((one.register, key), []).append(number)
    return {(row.register, row.id): tuple(dict.fromkeys(found.get((row.register, row.id), ()))) for row in rows}


@lru_cache(2)
def _read(text: str) -> tuple[Clause, ...]:
    rows = csv.DictReader(io.StringIO(text))
    if absent := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise CountyError(f"{FILE} 第 1 行缺少列：{'、'.join(absent)}", "，请从程序自带的那份抄来第 1 行。")
    found: dict[str, Clause] = {}
    for line, row in enumerate(rows, start=2):
        given = {name: (row[name] or "").strip() for name in COLUMNS}
        if not any(given.values()):
            continue
        if not given["clause"] or not given["what_counts"]:
            raise CountyError(f"{FILE} 第 {line} 行没有写明条款或名目", "，请补上，或删去这一行。")
        known = found.get(given["clause"], Clause(given["clause"], given["title"], ()))
        found[known.number] = replace(known, evidence=(*known.evidence, _evidence(given, line)))
    if not found:
        raise CountyError(f"{FILE} 里一条也没有", "，请从程序自带的那份抄来。")
    return tuple(found.values())


def _evidence(given: Mapping[str, str], line: int) -> Evidence:
    """One line. Raises CountyError naming the line and the column."""

    def spot(column: str) -> Spot:
        return Spot(FILE, line, column)

    try:
        register = register_named(given["register"])
    except CountyError as error:
        raise CountyError(spot("register").says(str(error))) from error
    if not has_region(register):
        raise CountyError(spot("register").says(f"“{register.label}”没有区划，不能用在这里。"))
    tests = [text for text in given["where"].split(";") if text]
    filters = filters_of(tests, given["register"], spot("where"))
    if given["reach"] not in ("", WHOLE):
        raise CountyError(spot("reach").says(f"只能空着或写 {WHOLE}。"))
    try:
        threshold = read_threshold(given["asks"], dict(_options(filters)))
    except CountyError as error:
        raise CountyError(spot("asks").says(str(error))) from error
    points = given["points"] or "0"
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", points):
        raise CountyError(spot("points").says("应当是分数，如 2 或 1.5。"))
    is_whole = given["reach"] == WHOLE
    return Evidence(register.register_name(), filters, given["what_counts"], is_whole, threshold, tidy(float(points)))


def _options(filters: tuple[Filter, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(field, options) of the conditions that a field holds one of several."""
    for one in filters:
        written = one.written
        if isinstance(written, store.Written) and written.sign == "=" and len(written.texts) > 1:
            yield written.field, written.texts
