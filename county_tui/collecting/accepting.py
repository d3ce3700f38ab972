"""Taking returns in: each file is accepted, known already, or refused with the reason; all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from county_tui import store
from county_tui.collecting.checking import check_values
from county_tui.collecting.packing import pack
from county_tui.collecting.states import AskedSheets, standing_of
from county_tui.errors import CountyError
from county_tui.paths import is_folder
from county_tui.report_period import parse_period
from county_tui.returns import SealedReturn, as_data, read_return
from county_tui.store import Received

ACCEPTED, KNOWN, REFUSED = "accepted", "known", "refused"
OUTCOMES = {ACCEPTED: "收下", KNOWN: "已有", REFUSED: "不收"}
"""What became of a file, in words."""
ENDINGS = (".zip", ".xlsx")
"""Returns, and forms filled by hand that say themselves whose they are."""
MOST_FILES = 5_000
"""Files looked at in one folder: a country's 2,843 counties fit, a whole disk does not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, and of which region's return it is as far as that could be read."""

    file: str
    state: str
    reason: str = ""
    region: str = ""
    period: str = ""
    version: int | None = None


def counted_words(outcomes: Iterable[Outcome]) -> str:
    """How many files were taken in, known, and refused."""
    counts = Counter(one.state for one in outcomes)
    return "，".join(f"{word} {counts[state]} 份" for state, word in OUTCOMES.items())


def _may_be_one(path: Path) -> bool:
    """Whether a file in a folder is looked at; what Excel keeps beside an open file is not."""
    return path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$"))


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the returns and filled forms in folders named. Raises CountyError for a folder too full."""
    for path in paths:
        if not is_folder(path):
            yield path
            continue
        found = sorted(filter(_may_be_one, path.iterdir()))
        if len(found) > MOST_FILES:
            raise CountyError(f"“{path}”里有 {len(found)} 个文件", f"，一次最多 {MOST_FILES} 个，请分几个文件夹。")
        yield from found


def collect_return(path: Path, by: str, today: date) -> Outcome:
    """Take one return in; `today` is the day it counts as received."""
    try:
        sealed = read_return(path)
    except CountyError as error:
        return Outcome(path.name, REFUSED, str(error))
    return take(sealed, path.name, by, today)


def take(sealed: SealedReturn, file: str, by: str, today: date, *, may_lack: bool = False) -> Outcome:
    """Take in a return that was read, if its region, period, forms and version are in order.

    With `may_lack` other sheets of the tasks may still be to come, as from an office that fills one file after another.
    """
    about = (sealed.region, sealed.period, sealed.version)
    try:
        with store.transaction():
            state, lacking = _admitted(sealed, may_lack=may_lack)
            if state == ACCEPTED:
                _keep(sealed, file, by, today)
    except CountyError as error:
        return Outcome(file, REFUSED, str(error), *about)
    return Outcome(file, state, f"还缺{'、'.join(lacking)}" if lacking else "", *about)


def _admitted(sealed: SealedReturn, *, may_lack: bool) -> tuple[str, list[str]]:
    """Whether a return is to be kept or held already, and what it lacks. Raises CountyError with why it is refused."""
    period = parse_period(sealed.period)
    known = store.lookups().regions
    if sealed.region not in known.by_code or not known.is_within(sealed.region):
        raise CountyError(f"{sealed.region_name}不是本级的下级单位", "，请检查是不是放错了文件。")
    standing = standing_of(sealed.region, period)
    lacking = _check_sheets(sealed, standing.asked)
    if lacking and not may_lack:
        raise CountyError(f"少了要报的“{'、'.join(lacking)}”", "，请对方补上后重新上报。")
    check_values(sealed)
    return _version_state(sealed, standing.held), lacking


def _version_state(sealed: SealedReturn, held: Received | None) -> str:
    """Whether a version is to be kept or is held already. Raises CountyError for one that does not follow."""
    if held is None:
        return ACCEPTED
    if sealed.version == held.version and sealed.code == held.code:
        return KNOWN
    if sealed.version == held.version:
        raise CountyError(
            f"已收到另一份第 {held.version} 版（校验码 {held.code}）", "，数有变化请对方用“更正”重新上报。"
        )
    if sealed.version < held.version:
        raise CountyError(f"这是第 {sealed.version} 版，已收到更新的第 {held.version} 版", "，不用再收。")
    if not sealed.reason.strip():
        raise CountyError(f"第 {sealed.version} 版没有写更正原因", "，请对方用“更正”重新上报。")
    return ACCEPTED


def _check_sheets(sealed: SealedReturn, asked: AskedSheets) -> list[str]:
    """What a return lacks of what its region is asked for. Raises CountyError for a sheet of another version."""
    held = {sheet.name: sheet for sheet in sealed.sheets}
    for name, (_, fingerprint) in asked.items():
        if name in held and held[name].fingerprint != fingerprint:
            raise CountyError(f"“{name}”不是这次下发的版本", "，请对方打开任务文件、装上新表样后重新上报。")
    return [name for name in asked if name not in held]


def _keep(sealed: SealedReturn, file: str, by: str, today: date) -> None:
    data = as_data(replace(sealed, sheets=()))
    del data["sheets"]
    received = Received(
        0, sealed.region, sealed.period, sealed.version, sealed.code, sealed.reason, str(today), file, data
    )
    store.keep_received(received, map(pack, sealed.sheets), by)
