"""The papers of a folder matched to records by document number, previewed, entered as one batch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.models.evidence import Evidence
from county_tui.models.kinds import Value
from county_tui.store.bulk_edit import start_batch
from county_tui.store.changes import Writer
from county_tui.store.ledger import stamped
from county_tui.store.ledger_lookups import lookups
from county_tui.store.listing import ids_by_key, list_rows, stream_rows
from county_tui.store.paper_files import evidence_folder, files_in
from county_tui.store.rows import Condition, Query, Row, Test
from county_tui.store.session import session, transaction

MATCHED = "evidence-match"
"""The kind of batch this is."""
NUMBER = "document_no"
KINDS = {"meetings": "纪要"}
"""What kind of paper a record's document is, where it is not simply 文件."""
Clauses = tuple[str, ...]
ClausesOf = Callable[[Sequence[Row]], Mapping[tuple[str, int], Clauses]]
"""Tells which clauses records are evidence of, by register and id: the table of clauses knows, and it stands above."""
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


def _numbered(register: str) -> list[Row]:
    return list(stream_rows(Query(register, where=(Condition(NUMBER, Test.FILLED),))))


def plan_papers(folder: Path | None, clauses_of: ClausesOf) -> PaperPlan:
    """Match the files of a folder (within that of evidence; None for all of it) to records by document number.

    A new paper stands under the clauses that its records are evidence of, as `clauses_of` knows them.

    Raises CountyError for a folder elsewhere, or none, or one with too many files.
    """
    whole = evidence_folder()
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
        matcher = _Matcher(whole, known, [row for row in papers if row.values[NUMBER]], others, clauses_of(others))
        return PaperPlan(str(chosen), tuple(_apart(matcher.look_at(file) for file in files_in(chosen))))


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
    clauses: Mapping[tuple[str, int], Clauses]

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
        clauses = self._clauses_of(records)
        values = {**_values_of(file.stem, records), "clause": clauses or None}
        under = f"，条款 {'、'.join(clauses)}（按自评标准）" if clauses else ""
        return self._checked(path, values, None, f"{_said_of(records)}{under}")

    def _clauses_of(self, records: Sequence[Row]) -> Clauses:
        """The clauses that any of some records is evidence of, in the order of the standard."""
        found = {clause for row in records for clause in self.clauses.get((row.register, row.id), ())}
        return tuple(clause for clause in lookups().choices("clause") if clause in found)

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
    return {
        **dict.fromkeys(Evidence.fields()),
        "title": stem,
        "kind": KINDS.get(row.register, "文件"),
        "record": f"{row.register}:{row.id}" if len(records) == 1 else None,
        NUMBER: row.values[NUMBER],
        "dated_on": None if day is None else str(day),
    }


def _said_of(records: Sequence[Row]) -> str:
    row = records[0]
    register = register_named(row.register)
    more = f"等 {len(records)} 条" if len(records) > 1 else ""
    return f"{register.label}“{register.naming().describe(row.values, lookups())}”{more}"


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
