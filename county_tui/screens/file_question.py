"""Asking for the file to write: its name is checked at once, and nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from county_tui.errors import ValueRefusedError
from county_tui.paths import is_folder
from county_tui.screens.base import BaseScreen
from county_tui.widgets.dialogs import Prompt, Question

OVER = {"no": "换个名字再来", "yes": "覆盖它"}


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is to be written, what to know about it, the name suggested, and a check that raises CountyError."""

    title: str
    text: str
    suggested: str
    check: Callable[[Path], object] = lambda _: None


async def ask_file(screen: BaseScreen[Any], asked: FileQuestion) -> Path | None:
    """The file to write, or None for none; one that is there is replaced only if that was said."""

    def check(text: str) -> None:
        if not text.strip():
            raise ValueRefusedError("请写一个文件名", "，或按 Esc 取消。")
        path = screen.context.file(text)
        if is_folder(path):
            raise ValueRefusedError(f"{path} 是文件夹", "，请在后面加上文件名。")
        if not is_folder(path.parent):
            raise ValueRefusedError(f"没有 {path.parent} 这个文件夹", "，请改一改路径。")
        asked.check(path)

    text: str | None = asked.suggested
    while text is not None:
        text = await screen.app.push_screen_wait(Prompt(asked.title, asked.text, text, check))
        if text is not None:
            path = screen.context.file(text)
            if not path.exists() or await screen.app.push_screen_wait(Question("文件已存在", str(path), OVER)) == "yes":
                return path
    return None
