"""The papers of a folder matched to records by document number, and what became of the files entered before."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.models.evidence import Evidence
from county_tui.models.kinds import Value
from county_tui.store.batches import start_batch
from county_tui.store.changes import Writer
from county_tui.store.evidence_files import FOLDER, what_became_of
from county_tui.store.ledger import lookups, settings, stamped
from county_tui.store.listing import ids_by_key, list_rows, stream_rows
from county_tui.store.rows import Condition, Query, Row, Test
from county_tui.store.session import session, transaction

MATCHED = "evidence-match"
"""The kind of batch this is."""
NUMBER = "document_no"
MOST_FILES = 5000
"""More files in one folder are not one office's papers; reading them all would keep a person waiting for minutes."""
KINDS = {"meetings": "纪要"}
"""What kind of paper a record's document is, where it is not simply 文件."""
_WORDS = re.compile(r"\d+|[^\W\d_]+")


class Outcome(StrEnum):
    """What is to be done about a file."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    UNMATCHED = "unmatched"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, by its path from the folder of evidence, what is to be done about it, and why or of what (`said`)."""

    path: str
    outcome: Outcome
    said: str = ""
    values: Mapping[str, Value] | None = None
    """What is to stand in the record of evidence."""
    row: Row | None = None
    """The record of evidence there is."""


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """What a folder's papers come to."""

    folder: str
    papers: tuple[Paper, ...]

    def of(self, outcome: Outcome) -> list[Paper]:
        """The papers about which one thing is to be done."""
        return [paper for paper in self.papers if paper.outcome is outcome]

    @property
    def counts(self) -> dict[str, int]:
        """How many papers there are of each outcome that a batch tells of."""
        told = (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.REFUSED)
        return {outcome.value: len(self.of(outcome)) for outcome in told}


def _evidence_folder() -> Path:
    named = settings().get(FOLDER, "")
    if not named:
        raise CountyError("还没有说明电子佐证放在哪个文件夹", "，请先在设置里填“佐证文件夹”。")
    if not (folder := Path(named)).is_dir():
        raise CountyError(f"没有佐证文件夹 {folder}", "，请检查设置里的“佐证文件夹”，或磁盘是否插好。")
    return folder


def _files(folder: Path) -> list[Path]:
    """All files in a folder and below it, links and hidden ones left out, in order."""
    found: list[Path] = []
    for at, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        found += [Path(at) / name for name in sorted(files) if not name.startswith((".", "~$"))]
        if len(found) > MOST_FILES:
            raise CountyError(f"{folder} 里的文件超过 {MOST_FILES} 个", "，请一个一个下级文件夹地核对。")
    return found


def words_of(text: str) -> list[str]:
    """A document number or file name as its words and numbers: 锦民宗发〔2026〕第03号 → 锦民宗发 2026 3 号."""
    folded = unicodedata.normalize("NFKC", text).lower()
    words = [word.lstrip("0") or "0" if word.isdecimal() else word for word in _WORDS.findall(folded)]
    return [word for word in words if word != "第"]


def names_document(name: str, number: str) -> bool:
    """Whether a file's name holds a document number, however its brackets and blanks are written."""
    wanted, words = words_of(number), words_of(name)
    if len(wanted) < 2 or not any(word.isdecimal() for word in wanted):
        return False
    return any(_is_at(words[at : at + len(wanted)], wanted) for at in range(len(words)))


def _is_at(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words are those wanted; a text before the number may be longer at its front, one after it at its end."""
    if len(words) < len(wanted):
        return False
    first, last = (words[0], wanted[0]), (words[-1], wanted[-1])
    begins = first[0] == first[1] if wanted[0].isdecimal() else first[0].endswith(first[1])
    ends = last[0] == last[1] if wanted[-1].isdecimal() else last[0].startswith(last[1])
    return begins and ends and list(words[1:-1]) == list(wanted[1:-1])


def _numbered(register: str) -> list[Row]:
    return list(stream_rows(Query(register, where=(Condition(NUMBER, Test.FILLED),))))


def plan_papers(folder: Path | None = None) -> PaperPlan:
    """Match the files of a folder (within that of evidence; by default all of it) to records by document number.

    Raises CountyError for a folder elsewhere, or none, or one with too many files.
    """
    whole = _evidence_folder()
    chosen = (folder or whole).resolve()
    if not chosen.is_dir():
        raise CountyError(f"没有文件夹 {folder}", "，请检查路径。")
    if not chosen.is_relative_to(whole):
        raise CountyError(f"{folder} 不在佐证文件夹 {whole} 里", "，请把材料放进去再核对。")
    with session():
        papers = list_rows(Query("evidence"))
        known = {str(row.values["path"]): row for row in papers if row.values["path"]}
        others = [
            row
            for register in REGISTERS
            if NUMBER in register.fields() and register is not Evidence
            for row in _numbered(register.register_name())
        ]
        matcher = _Matcher(whole, known, [row for row in papers if row.values[NUMBER]], others)
        return PaperPlan(str(chosen), tuple(_apart(matcher.look_at(file) for file in _files(chosen))))


def _apart(papers: Iterable[Paper]) -> Iterator[Paper]:
    """The papers, of which no two change or make the same record: the second is left to the person."""
    taken: dict[object, str] = {}
    for paper in papers:
        if paper.values is None:
            yield paper
            continue
        key = paper.row.id if paper.row else Evidence.record_key_of(paper.values)
        if key in taken:
            yield Paper(paper.path, Outcome.UNMATCHED, f"与 {taken[key]} 是同一份材料，请自己登记")
        else:
            taken[key] = paper.path
            yield paper


@dataclass(frozen=True, slots=True)
class _Matcher:
    """What files are matched to: the papers entered, by path and by number, and the other records with a number."""

    folder: Path
    known: Mapping[str, Row]
    papers: Sequence[Row]
    others: Sequence[Row]

    def look_at(self, file: Path) -> Paper:
        """What is to be done about a file."""
        path = file.relative_to(self.folder).as_posix()
        if path in self.known:
            return Paper(path, Outcome.UNCHANGED)
        found = [row for row in self.papers if names_document(file.stem, str(row.values[NUMBER]))]
        if len(found) > 1:
            return Paper(path, Outcome.UNMATCHED, f"有 {len(found)} 份佐证材料是这个文号，请自己登记")
        if found:
            return self._of_paper(path, found[0])
        records = [row for row in self.others if names_document(file.stem, str(row.values[NUMBER]))]
        if not records:
            return Paper(path, Outcome.UNMATCHED, "没有记录写着它的文号")
        return self._checked(path, _values_of(file.stem, records), None, _said_of(records))

    def _of_paper(self, path: str, row: Row) -> Paper:
        held = row.values["path"]
        if held and (self.folder / str(held)).exists():
            return Paper(path, Outcome.UNMATCHED, f"“{row.values['title']}”已登记为 {held}")
        return self._checked(path, dict(row.values), row, f"“{row.values['title']}”")

    def _checked(self, path: str, values: dict[str, Value], row: Row | None, said: str) -> Paper:
        """The paper with its file taken down, or why it may not be."""
        try:
            known = lookups()
            values |= {"path": Evidence.fields()["path"].parse(path, known), "sha256": known.fingerprint(path)}
        except CountyError as error:
            return Paper(path, Outcome.REFUSED, str(error))
        if problems := [*Evidence.problems(values), *Evidence.crossings(values)]:
            return Paper(path, Outcome.REFUSED, problems[0].message)
        if row is None and ids_by_key("evidence", [Evidence.record_key_of(values)]):
            return Paper(path, Outcome.UNMATCHED, "已有一份同名的佐证材料，请自己登记")
        return Paper(path, Outcome.UPDATED if row else Outcome.NEW, said, values, row)


def _values_of(stem: str, records: Sequence[Row]) -> dict[str, Value]:
    """A new paper of the records that name its document: several share one number where a batch was named by it."""
    row = records[0]
    register = register_named(row.register)
    day = next((row.values[name] for name in register.done_by if row.values[name]), None)
    clause = row.values.get("clause")
    return {
        **dict.fromkeys(Evidence.fields()),
        "title": stem,
        "kind": KINDS.get(row.register, "文件"),
        "clause": (clause,) if isinstance(clause, str) else clause,
        "record": f"{row.register}:{row.id}" if len(records) == 1 else None,
        NUMBER: row.values[NUMBER],
        "dated_on": None if day is None else str(day),
    }


def _said_of(records: Sequence[Row]) -> str:
    row = records[0]
    register = register_named(row.register)
    more = f"等 {len(records)} 条" if len(records) > 1 else ""
    return f"{register.label}“{register.describe(row.values, lookups())}”{more}"


def apply_papers(plan: PaperPlan, by: str) -> int | None:
    """Write what a plan says as one batch; returns its number (None: nothing to write).

    Raises CountyError where a record of it was changed meanwhile; then nothing is written.
    """
    new, updated = plan.of(Outcome.NEW), plan.of(Outcome.UPDATED)
    if not new and not updated:
        return None
    with transaction():
        pairs = [(paper.row, paper.values) for paper in updated if paper.row and paper.values]
        ids = tuple(row.id for row, _ in pairs)
        now = {row.id: row.version for row in list_rows(Query("evidence", where=(Condition("id", Test.IN, ids),)))}
        keys = [Evidence.record_key_of(paper.values) for paper in new if paper.values]
        if ids_by_key("evidence", keys) or any(now.get(row.id) != row.version for row, _ in pairs):
            raise CountyError("佐证材料刚被别人改过", "，请再预览一次。")
        batch = start_batch(MATCHED, f"按文号核对佐证：{Path(plan.folder).name}", by, plan.counts)
        writer = Writer(Evidence, stamped(by, batch), lookups())
        writer.update(pairs)
        writer.insert_rows([list(paper.values.values()) for paper in new if paper.values])
    return batch


def papers_of(row: Row) -> Query:
    """The papers that point to a record."""
    return Query("evidence", where=(Condition("record", Test.IS, f"{row.register}:{row.id}"),))


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
        folder = _evidence_folder() if named else None
        for file in _files(folder) if folder else ():
            if file.name in named:
                found.setdefault(file.name, []).append(file.relative_to(folder or file).as_posix())
    except CountyError:  # no folder, or one too large to look through: nothing is known to have moved
        return {}
    return found
