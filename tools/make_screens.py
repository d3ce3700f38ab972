"""Draw the manual's pictures and write the card of keys, from the screens on the demo ledger: `make screenshots`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

os.environ |= {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_COLOR_SYSTEM": "standard", "TZ": "Asia/Shanghai"}
time.tzset()

from county_tui import backup, importing, store  # noqa: E402  # Textual reads its switches when it is imported
from county_tui.app import CountyApp, SetUpApp  # noqa: E402
from county_tui.screens.app_context import AppContext  # noqa: E402
from county_tui.screens.registers.register_list import RegisterList  # noqa: E402
from tests.screens.conftest import Clerk, settle  # noqa: E402
from tools.keys import card  # noqa: E402

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screens"
OFFICE = Path(tempfile.gettempdir()) / "演示"
"""A place of one name, since it stands in the pictures."""
LEDGER = OFFICE / "ledger.db"
RECEIVED = OFFICE / "报来的表"
DAY, MOMENT = date(2026, 7, 3), "2026-07-03T01:02:00Z"
PERSON = "王晓"
SIZE = (80, 24)
FONTS = "Noto Sans Mono CJK SC, Sarasa Mono SC, WenQuanYi Zen Hei Mono, NSimSun, monospace"

SERVICES = ("down",) * 4 + ("enter",)
MESSY = "01-日期和数字.xlsx"
WALKS: dict[str, tuple[str, ...]] = {
    "home": (),
    "list": (*SERVICES, "down"),
    "search": (*SERVICES, "slash", "=sqyz"),
    "filter": (*SERVICES, "f"),
    "form": ("enter", "n", "=张敏", "tab", "=锦江区民宗局", "tab", "=jgy"),
    "problems": ("enter", "n", "=张敏", "ctrl+s"),
    "history": ("enter", "enter", "tab", "tab", "tab", "tab", "=，主任", "ctrl+s", "h"),
    "trash": ("enter", "d", "down", "enter", "t"),
    "files": ("i",),
    "preview": ("i", "enter"),
    "refused": ("i", "down", "enter", "right", "right"),
    "imports": ("l",),
    "reports": ("r",),
    "table": ("r", *SERVICES, "left"),
    "chart": ("r", *SERVICES, "left", "g"),
    "backups": ("b",),
    "settings": ("s",),
    "help": ("enter", "question_mark"),
}
"""Keys to each picture; a text after `=` is typed."""


@contextmanager
def standing_clock() -> Iterator[None]:
    """Let it always be the same moment."""
    modules = [
        module for name, module in sys.modules.items() if name.startswith("county_tui.") and "now" in vars(module)
    ]
    patches = [patch.object(module, "now", lambda: MOMENT) for module in modules]
    for one in patches:
        one.start()
    yield
    for one in patches:
        one.stop()


def furnish() -> None:
    """The demo ledger with a backup, and a folder with two files that were sent in."""
    store.create_ledger(LEDGER, "510104000000", "锦江区民族宗教事务局")
    demo = ROOT / "fixtures" / "demo"
    files = sorted(file for file in demo.iterdir() if file.suffix in (".xlsx", ".xls", ".csv"))
    for file in files[:-1]:
        importing.apply(importing.plan(file, importing.Request()), PERSON)
    backup.create(LEDGER, by=PERSON)
    RECEIVED.mkdir()
    for number, file in enumerate((ROOT / "fixtures" / "messy" / MESSY, files[-1])):
        copy = Path(shutil.copy(file, RECEIVED))
        os.utime(copy, (moment := 1_782_950_000 + 3600 * number, moment))


def small(picture: str) -> str:
    """A picture without addresses of fonts: it is drawn with those of the reader's machine."""
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]+;", f"font-family: {FONTS};", picture)


async def draw(name: str, app: CountyApp | SetUpApp, keys: tuple[str, ...]) -> None:
    """Walk to a screen and keep its picture."""
    async with app.run_test(size=SIZE) as pilot:
        clerk = Clerk(pilot)
        await settle(pilot)
        for key in keys:
            await (clerk.write(key[1:]) if key.startswith("=") else clerk.press(key))
            await asyncio.sleep(0.3 if isinstance(app.screen, RegisterList) else 0)
            await settle(pilot)
        PICTURES.joinpath(f"{name}.svg").write_text(small(app.export_screenshot(title="county-tui")), "utf-8")


async def draw_all() -> None:
    """One picture after another, each in an app of its own."""
    await draw("setup", SetUpApp(LEDGER), ())
    furnish()
    os.chdir(RECEIVED)
    for name, keys in WALKS.items():
        await draw(name, CountyApp(AppContext(store.describe(), PERSON, DAY)), keys)


def main() -> None:
    """Draw everything anew."""
    shutil.rmtree(OFFICE, ignore_errors=True)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    OFFICE.mkdir()
    with standing_clock():
        asyncio.run(draw_all())
    shutil.rmtree(OFFICE)
    ROOT.joinpath("docs", "keys.md").write_text(card(), "utf-8")


if __name__ == "__main__":
    main()
