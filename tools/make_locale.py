"""Write county_tui/data/locale: Click's own sentences in Chinese (needs `pip install polib`; run by hand)."""

from __future__ import annotations

from pathlib import Path

import polib

FOLDER = Path(__file__).parents[1] / "county_tui" / "data" / "locale" / "zh_CN" / "LC_MESSAGES"

SENTENCES = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Error: {message}": "出错了：{message}",
    "Aborted!": "已取消，没有改动。",
    "Try '{command} {option}' for help.": "运行 {command} {option} 看用法。",
    "Show this message and exit.": "显示这份帮助。",
    "No such command {name!r}.": "没有 {name!r} 这个命令。",
    "No such command {name!r}. Did you mean {possibilities}?": "没有 {name!r} 这个命令，是否要用 {possibilities}？",
    "No such option: {name}": "没有 {name} 这个选项。",
    "No such option {name!r}.": "没有 {name!r} 这个选项。",
    "No such option {name!r}. Did you mean {possibilities}?": "没有 {name!r} 这个选项，是否要用 {possibilities}？",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Invalid value: {message}": "参数不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 不对：{message}",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要写内容。",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不能写内容。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的数字。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 范围内。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，不是文件。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，不是文件夹。",
    "{name} {filename!r} does not exist.": "没有找到 {filename!r}。",
    "Could not open file {filename!r}: {message}": "打不开 {filename!r}：{message}",
    "unknown error": "未知错误",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "File": "文件",
    "Directory": "文件夹",
    "Path": "路径",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "(DEPRECATED)": "（已停用）",
}
PLURALS = {
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"): "多了参数：{args}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."): "{value!r} 不在可选项 {choices} 中。",
    ("(Possible option: {possibilities})", "(Possible options: {possibilities})"): "（是否要用 {possibilities}？）",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"): "是否要用 {possibilities}？",
    ("Did you mean {possibilities}?", "Did you mean one of: {possibilities}?"): "是否要用 {possibilities}？",
}


def main() -> None:
    """Write the .po for people and the .mo for the program."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Language": "zh_CN",
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for english, chinese in SENTENCES.items():
        catalogue.append(polib.POEntry(msgid=english, msgstr=chinese))
    for (one, many), chinese in PLURALS.items():
        catalogue.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: chinese}))
    FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(FOLDER / "county_tui.po"))
    catalogue.save_as_mofile(str(FOLDER / "county_tui.mo"))


if __name__ == "__main__":
    main()
