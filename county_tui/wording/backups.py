"""Backups in words: why one was made, and the note that lies in each."""

REASONS = {
    "manual": "手动",
    "daily": "每日自动",
    "before-import": "导入前",
    "before-upgrade": "升级前",
    "before-restore": "恢复前",
    "before-restore-damaged": "损坏的台账",
}
"""By what a backup's own record says."""

YEAR_END = "year-end-"
"""Stands before the year of a backup made at its end."""
NOTE_TEXT = """这是台账的备份，由 county-tui 制作。

核对：county-tui backup verify 本文件
恢复：county-tui --db 台账文件 backup restore 本文件

没有程序时，ledger.db 就是台账本身（SQLite 数据库），manifest.json 记着它的校验值和各登记册条数。
"""
"""Lies in every backup, for whoever opens it without the program."""


def reason_text(reason: str) -> str:
    """Why a backup was made; a reason a later version knows is shown as it is."""
    if reason.startswith(YEAR_END):
        return f"{reason.removeprefix(YEAR_END)} 年终"
    return REASONS.get(reason, reason)
