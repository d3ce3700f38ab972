"""A return as a file: return.json, each sheet to print, and a few words on what it is."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from county_tui import store
from county_tui.errors import CountyError
from county_tui.paths import refused
from county_tui.report_period import parse_period
from county_tui.reports import Table, TableCell, TableColumn, TableRow
from county_tui.reports.paper import write_workbook
from county_tui.reports.table import NUMBER
from county_tui.returns.differing import Difference, amended
from county_tui.returns.sealed import SealedReturn, as_data, from_data
from county_tui.returns.sheets import seal_line, table_of_sheet
from county_tui.wording.time_and_size import local_day

NOT_A_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
)
"""What `zipfile` raises for a file that is damaged, encrypted, packed in ways it does not know, or no zip at all."""
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: the same files make the same bytes."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
JSON_NAME, WORDS_NAME = "return.json", "说明.txt"
TASK_NAME = "task.json"
"""What the file of a task has in its place."""
LARGEST_FILE, LARGEST_JSON = 64 << 20, 32 << 20
"""Bytes. Nine tables are about 100 KB; a file that unpacks to more than this is no return."""
MOST_FILES = 200
"""A return has one file for each sheet and two more."""


def safe_name(text: str) -> str:
    """A text without what a file's name may not hold on any system."""
    return _NOT_IN_NAMES.sub("", text)


def canonical(data: object) -> bytes:
    """JSON that is the same bytes for the same data; on one line, since json lays lines out ten times slower."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files as a zip whose bytes depend on nothing else; stored, not even on the build of zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, method)
    return buffer.getvalue()


def file_name(sealed: SealedReturn) -> str:
    """`锦江区-2026Q3-第1版.zip`."""
    period = sealed.period.replace("..", "至")
    return safe_name(f"{sealed.region_name}-{period}-第{sealed.version}版.zip")


def _words(sealed: SealedReturn) -> str:
    """说明.txt."""
    lines = [
        f"{sealed.region_name}　{parse_period(sealed.period).title}　第{sealed.version}版",
        f"校验码：{sealed.code}（与纸上的一致，说明纸和文件是同一份）",
        f"报出：{local_day(sealed.sealed_at)}　{sealed.by}",
        *(f"{label}：{text}" for label, text in sealed.signers.items() if text),
        "内容：" + "、".join(sheet.title for sheet in sealed.sheets),
        *(f"{sheet.title}：{sheet.layout['missing']}" for sheet in sealed.sheets if sheet.layout.get("missing")),
        *([f"说明：{sealed.note}"] if sealed.note else []),
        *([f"更正原因：{sealed.reason}"] if sealed.reason else []),
        *(f"审核说明：{check.get('form')} {check.get('rule')}：{check.get('explained')}" for check in sealed.checks),
        "",
        "return.json 供上级用本程序收报；其余表格可直接打印、签字。",
    ]
    return "\r\n".join(lines) + "\r\n"


def _sheets(sealed: SealedReturn) -> Iterator[tuple[str, bytes]]:
    """Each sheet as an .xlsx to print, with its name; of an amended return also what changed."""
    taken: set[str] = set()
    for sheet in sealed.sheets:
        title = safe_name(sheet.title or sheet.name) or "表"
        name = title if title not in taken else f"{title}（{sheet.name}）"
        taken.add(name)
        printed = store.sealed_print(sealed.id, sheet.name) if sealed.id is not None else None
        if printed is None and sheet.kind == "table":
            printed = _on_paper(table_of_sheet(sheet, sealed), sealed)
        if printed is not None:
            yield f"{name}.xlsx", printed
    if (change := amended(sealed)) is not None:
        table = _table_of_differences(change[0], sealed, change[1])
        yield f"{table.title}.xlsx", _on_paper(table, sealed)


def _table_of_differences(earlier: SealedReturn, sealed: SealedReturn, found: Iterable[Difference]) -> Table:
    """What an amended version says otherwise than the one before, a line for each cell."""
    titles = {sheet.name: sheet.title for sheet in sealed.sheets}
    heads = (f"第{earlier.version}版", f"第{sealed.version}版")
    rows = (TableRow(f"{titles[one.form]}　{one.place}", tuple(_written(one))) for one in found)
    return Table(
        name="differences",
        title="更正差异表",
        period=parse_period(sealed.period),
        region=sealed.region,
        region_name=sealed.region_name,
        head="表和格",
        columns=tuple(TableColumn(head, (head,), NUMBER) for head in heads),
        rows=tuple(rows),
        total=None,
        notes=f"更正原因：{sealed.reason}。第{earlier.version}版校验码：{earlier.code}。",
        seal=seal_line(sealed),
    )


def _written(one: Difference) -> Iterator[TableCell]:
    """What a cell said and what it says: numbers as numbers, shares and means as people read them."""
    for value, text in zip((one.sealed, one.now), one.texts, strict=True):
        yield TableCell(text if isinstance(value, float) else value)


def _on_paper(table: Table, sealed: SealedReturn) -> bytes:
    """A table as an .xlsx that bears the moment of the seal: the same bytes each time."""
    buffer = io.BytesIO()
    moment = datetime.fromisoformat(sealed.sealed_at.replace("Z", "+00:00"))
    write_workbook([table], buffer, moment.replace(tzinfo=None))
    return buffer.getvalue()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _members(sealed: SealedReturn) -> list[tuple[str, bytes]]:
    """The files of a return by name, return.json first: it holds the digests of the others, and its own."""
    others = [(WORDS_NAME, _words(sealed).encode("utf-8-sig")), *_sheets(sealed)]
    data = {**as_data(sealed), "files": {name: _sha256(content) for name, content in others}}
    data["digest"] = _sha256(canonical(data))
    return [(JSON_NAME, canonical(data)), *others]


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as a zip; the same bytes each time. Not compressed: two builds of zlib need not squeeze alike."""
    return zipped(members, zipfile.ZIP_STORED)


def write_return(sealed: SealedReturn, path: Path) -> Path:
    """Write a return to a .zip, or under its own name into a folder; whole or not at all. Returns the file."""
    target = path / file_name(sealed) if path.is_dir() else path
    content = _zipped(_members(sealed))
    with store.appearing(target, ".zip") as draft:
        draft.write_bytes(content)
    return target


def read_return(path: Path) -> SealedReturn:
    """The return in a file, held against its code. Raises CountyError in words for anything else."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CountyError(f"“{path.name}”太大，不像一份上报", "，请检查是不是选错了文件。")
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _read_members(archive, path)
    except NOT_A_ZIP as error:
        raise CountyError(f"“{path.name}”不是上报文件，或已损坏", "，请让填报单位重新导出一份。") from error
    except OSError as error:
        raise refused(error) from error
    try:
        data = json.loads(members[JSON_NAME])
        made = from_data(data)
        _check_whole(data, members, content)
        return made
    except (ValueError, RecursionError) as error:
        raise CountyError(f"“{path.name}”里的上报读不懂，可能已损坏", "，请让填报单位重新导出一份。") from error
    except CountyError as error:
        raise CountyError(f"“{path.name}”：{error.message}", error.hint) from error


def _read_members(archive: zipfile.ZipFile, path: Path) -> dict[str, bytes]:
    """The files in a zip, held in memory and never on the disk. Refuses more or larger ones than returns have."""
    found: dict[str, bytes] = {}
    too_large = CountyError(f"“{path.name}”太大，不像一份上报", "，请检查是不是选错了文件。")
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if TASK_NAME in names:
        raise CountyError(f"“{path.name}”是下发的任务或退回，不是上报", "，请在上报里打开它。")
    if JSON_NAME not in names:
        raise CountyError(f"“{path.name}”里没有上报数据", "，请选本程序导出的上报 .zip。")
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST_JSON:
        raise too_large
    for info in infos:
        with archive.open(info) as member:
            found[info.filename] = member.read(info.file_size + 1)
            if len(found[info.filename]) > info.file_size:
                raise too_large
    return found


def _check_whole(data: Mapping[str, Any], members: Mapping[str, bytes], content: bytes) -> None:
    """Refuse a file in which anything was changed: values, words, printed sheets, or the container itself."""
    told = {key: value for key, value in data.items() if key != "digest"}
    files = {name: _sha256(member) for name, member in members.items() if name != JSON_NAME}
    is_whole = data.get("digest") == _sha256(canonical(told)) and data.get("files") == files
    if not is_whole or _zipped(members.items()) != content:
        raise CountyError("这份上报在导出后被改动过，或在传送中损坏了", "，请让填报单位重新导出一份。")
