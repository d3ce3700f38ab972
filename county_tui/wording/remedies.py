"""Errors and remarks in full: what is wrong, and what to do about it as command line and app each lead to it."""

from __future__ import annotations

from typing import NamedTuple

from county_tui.errors import CountyError, Remark, RemarkedError, Remedy

PLEASE = "，请"


class _Ways(NamedTuple):
    """How a remedy is told on the command line and in the app; empty where there is nothing to do there."""

    command_line: str
    app: str


_WORDS = {
    Remedy.SET_UP_LEDGER: _Ways(
        "，请先运行 county-tui init --region 区划代码或名称 建立台账", "，请退出后重新打开程序，按提示建立台账"
    ),
    Remedy.NAME_LEDGER: _Ways("，请用 --db 写明台账文件", "，请管这台电脑的人给这个账号一个文件夹"),
    Remedy.RESTORE_BACKUP: _Ways(
        "，请用 county-tui backup restore 恢复最近一次完好的备份",
        "，请退出后重新打开程序，按提示恢复最近一次完好的备份",
    ),
    Remedy.FIND_GOOD_BACKUP: _Ways(
        "，请恢复最近一份完好的备份，运行 county-tui doctor 看是哪一份", "，请在首页按 b，恢复最近一份完好的备份"
    ),
    Remedy.LIST_BACKUPS: _Ways("，请用 county-tui backup list 查看现有备份", "，请在首页按 b 查看现有备份"),
    Remedy.BACK_UP_ELSEWHERE: _Ways("，请用 --to 备份到别处", "，请在备份画面按 t 备份到别处"),
    Remedy.NAME_KEY_FILE: _Ways("，请用 county-tui backup 的 --identity 指出私钥文件", "，请写出私钥文件的路径"),
    Remedy.MAKE_KEY: _Ways("；可用 county-tui backup new-key 生成", "；没有的话，请管这台电脑的人用命令行生成"),
    Remedy.UPGRADE_PROGRAM: _Ways(
        "，请升级 county-tui 后再打开，数据没有改动；要退回旧版，用 county-tui backup list 找升级前的备份，"
        "再用 county-tui backup restore 恢复它（升级后改的不在里面，现在的台账会另存一份）",
        "，请升级程序后再打开，数据没有改动",
    ),
    Remedy.RUN_DOCTOR: _Ways("，请运行 county-tui doctor 检查，照它说的做", "，请退出程序，请管这台电脑的人检查台账"),
    Remedy.REPAIR_INDEX: _Ways(
        "，请运行 county-tui doctor --repair 重建索引", "；记录都在，请管这台电脑的人用命令行重建索引"
    ),
    Remedy.LIST_RECORDS: _Ways("，请用 county-tui list 查看现有记录", "，请回到列表查看现有记录"),
    Remedy.LIST_IMPORTS: _Ways("，请用 county-tui imports list 查看", "，请在导入记录里查看"),
    Remedy.SKIP_REFUSED: _Ways("，请加 --on-error skip 跳过这些行", "，请选跳过这些行"),
    Remedy.NAME_SHEET: _Ways("；需要时用 --sheet 指定", "；需要时按 t 指定"),
    Remedy.NAME_REGISTER: _Ways(
        "；请写明台账名称，必要时用 --map 指定列", "；请按 t，再按 r 指定台账，必要时按 c 指定列"
    ),
    Remedy.NAME_HEADER: _Ways("；可用 --header-rows 3-4 指定表头所在的行", "；请按 t，再按 h 指定表头所在的行"),
    Remedy.MAP_COLUMNS: _Ways("；可用 --map 指定列", "；可按 c 指定列"),
    Remedy.NAME_FORMAT: _Ways("，请加 --format 写明格式", ""),
    Remedy.NAME_FORM: _Ways("，请用 --name 写明", ""),
}


def on_command_line(told: CountyError | Remark) -> str:
    """The whole sentence for a reader who types commands."""
    if isinstance(told, RemarkedError):
        return _listed(told, [on_command_line(remark) for remark in told.remarks])
    return _sentence(told, _WORDS[told.remedy].command_line if told.remedy else "")


def in_app(told: CountyError | Remark) -> str:
    """The whole sentence for a reader who presses keys."""
    if isinstance(told, RemarkedError):
        return _listed(told, [in_app(remark) for remark in told.remarks])
    return _sentence(told, _WORDS[told.remedy].app if told.remedy else "")


def worded(message: str) -> str:
    """A message as it may be shown: names of files and sheets, and whatever else is quoted, hold no person's number."""
    from county_tui.models.line import hide_numbers  # the program starts without the models

    return hide_numbers(message)


def _listed(error: RemarkedError, reasons: list[str]) -> str:
    """Each reason is about a sheet of its own, so each gets a line."""
    return f"{worded(error.title)}：{chr(10).join(reasons)}"


def _sentence(told: CountyError | Remark, way: str) -> str:
    """Message, hint and way; a hint that is a request already is joined with 或."""
    if not way:
        return worded(str(told))
    hint = told.hint.rstrip("。") if isinstance(told, CountyError) else ""
    if hint and way.startswith(PLEASE):
        way = f"，或{way.removeprefix(PLEASE)}"
    return worded(f"{told.message}{hint}{way}。")
