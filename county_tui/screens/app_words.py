"""The services' sentences as a person in the app needs them: keys in place of the command line's words."""

from __future__ import annotations

WORDS = {
    "请用 county-tui backup restore 恢复最近一次完好的备份": "请退出后重新打开程序，按提示恢复最近一次完好的备份",
    "用 county-tui backup restore 恢复备份": "退出后重新打开程序，按提示恢复备份",
    "请用 county-tui backup list 查看现有备份": "请在首页按 b 查看现有备份",
    "用 --to 备份到别处": "在备份画面按 t 备份到别处",
    "请用 county-tui backup 的 --identity 指出私钥文件": "请写出私钥文件的路径",
    "请写明台账名称，必要时用 --map 指定列": "请按 t，再按 r 指定台账，必要时按 c 指定列",
    "用 --sheet 指定": "按 t 指定",
    "用 --map 指定": "按 c 指定",
    "请指定表头所在的行（命令行：--header-rows 3-4）": "请按 t，再按 h 指定表头所在的行",
}


def in_app(text: str) -> str:
    """A sentence with the app's keys in place of options and commands."""
    for said, meant in WORDS.items():
        text = text.replace(said, meant)
    return text
