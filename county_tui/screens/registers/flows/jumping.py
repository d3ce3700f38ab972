"""Going to a record by its place in the list."""

from __future__ import annotations

from county_tui.errors import ValueRefusedError
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.widgets.prompt import Prompt


async def jump(screen: RecordScreen) -> None:
    """Ask for the place: a number, or a share of the whole such as 50%."""
    count = screen.records.count

    def place(text: str) -> int:
        number = text.strip().removesuffix("%")
        if not number.isdecimal():
            raise ValueRefusedError("请写数字", f"，如 500，或 50%（共 {count} 条）。")
        at = int(number) * count // 100 if text.strip().endswith("%") else int(number)
        return max(0, min(at, count) - 1)

    text = await screen.app.push_screen_wait(Prompt("到第几条？", f"共 {count} 条；也可以写 50%。", check=place))
    if text:
        screen.records.move_to(place(text))
