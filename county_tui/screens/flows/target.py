"""Asking for the file to write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from county_tui.screens.base import BaseScreen
from county_tui.screens.prompt import Prompt
from county_tui.screens.question import Question


async def ask_target(screen: BaseScreen[Any], prompt: Prompt) -> Path | None:
    """The file whose name is typed; None if that was given up, or if a file of that name is to be kept."""
    text = await screen.app.push_screen_wait(prompt)
    if not text:
        return None
    path = screen.desk.file(text)
    answers = {"no": "换个名字再来", "yes": "覆盖它"}
    if path.exists() and await screen.app.push_screen_wait(Question("文件已存在", str(path), answers)) != "yes":
        return None
    return path
