"""What each screen looks like at 80×24, in 16 colours: compared with pictures beside this file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from county_tui import backup, store
from county_tui.app import CountyApp, DamagedApp, SetUpApp
from county_tui.errors import DamagedLedgerError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.screens.app_context import AppContext
from county_tui.store.kept import Draft, keep_draft
from tests.screens.conftest import NOW, PEOPLE, TODAY, settle, stop_clock

Snap = Callable[..., bool]
FIELDS = tuple(register_named("service_records").fields())


@pytest.fixture(scope="session")
def office_template(ledger_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ledger, made once a test process; only ever copied."""
    path = tmp_path_factory.mktemp("office") / "ledger.db"
    shutil.copyfile(ledger_template, path)
    store.bind(path)
    with pytest.MonkeyPatch.context() as patch:
        stop_clock(patch)
        for person in PEOPLE:
            store.create("personnel", person, "李敏")
        rows = [tuple(service(number).get(name) for name in FIELDS) for number in range(1, 41)]
        with store.transaction():
            counts = {"new": len(rows), "updated": 0, "unchanged": 0, "refused": 0}
            batch = store.start_batch("import", "服务记录.xlsx", "李敏", counts)
            store.insert_rows("service_records", rows, store.stamped("李敏", batch), store.lookups())
        store.update(("personnel", 1, 1), {"post": "主任"}, "王晓")
    return path


def service(number: int) -> dict[str, Value]:
    """One of forty services."""
    return {
        "number": f"JJ2026-{number:03d}",
        "served_on": date(2026, 1 + number % 11, 1 + number % 27),
        "category": ("教育保障", "法律援助", "健康医疗")[number % 3],
        "item": ("子女入学咨询", "劳动合同纠纷咨询与法律援助申请代办", "医保参保登记")[number % 3],
        "region": ("510104017000", "510104017004", "510104026000")[number % 3],
        "people_served": number,
        "outcome": ("办结", "办理中")[number % 7 == 0],
    }


@pytest.fixture
def office(office_template: Path, ledger: Path, still: None) -> CountyApp:
    """The app on a copy of the small ledger."""
    shutil.copyfile(office_template, ledger)
    return CountyApp(AppContext(store.describe(), "王晓", TODAY))


SCREENS: dict[str, tuple[str, ...]] = {
    "home": (),
    "list": ("down", "down", "down", "down", "enter", "down"),
    "search": ("down", "down", "down", "down", "enter", "slash", "f", "l"),
    "form": ("enter", "enter", "e", "tab", "tab", "tab"),
    "problems": ("enter", "n", "ctrl+s"),
    "filter": ("enter", "f"),
    "delete": ("enter", "space", "space", "d"),
    "history": ("down", "up", "enter", "slash", "z", "j", "g", "enter", "h"),
    "trash": ("enter", "d", "down", "enter", "t"),
    "reports": ("r",),
    "table": ("r", "down", "down", "down", "down", "enter", "left"),
    "chart": ("r", "left", "down", "down", "down", "down", "enter", "tab", "g"),
    "imports": ("l",),
    "batch": ("l", "enter"),
    "backups": ("b",),
    "settings": ("s", "down"),
    "drafts": ("u",),
    "help": ("enter", "question_mark"),
    "palette": ("enter", "ctrl+p"),
    "several": ("enter", "f", *"lb", "enter", "space", "down", "space"),
    "searching": ("enter", "slash"),
    "marked": ("enter", "space", "space"),
    "change": ("enter", "a", "m", "down", "down", "down", "down", "enter", *"zhuren", "enter"),
    "created": ("enter", "end", "h"),
    "leave-form": ("enter", "enter", "e", "x", "escape"),
    "outside": ("b", "t"),
    "empty": ("down", "enter"),
}


def shoot(keys: tuple[str, ...]) -> Callable[[Any], Any]:
    """Press keys, each after the last has had its effect; hide what differs from machine to machine."""

    async def before(pilot: Any) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        for line in (line for screen in pilot.app.screen_stack for line in screen.query("OneLine")):
            for place in (str(store.bound_path()), str(store.bound_path().parent)):
                line.show(line.left.replace(place, "台账"), line.right, line.style)
        await settle(pilot)

    return before


@pytest.mark.parametrize("name", SCREENS)
def test_screen_at_80_by_24(snap_compare: Snap, office: CountyApp, name: str) -> None:
    assert snap_compare(office, terminal_size=(80, 24), run_before=shoot(SCREENS[name]))


@pytest.mark.parametrize("name", ["home", "form", "table", "history", "palette"])
def test_screen_in_a_wide_terminal(snap_compare: Snap, office: CountyApp, name: str) -> None:
    assert snap_compare(office, terminal_size=(132, 40), run_before=shoot(SCREENS[name]))


@pytest.mark.parametrize("size", [(60, 20), (200, 60)])
def test_list_in_other_sizes(snap_compare: Snap, office: CountyApp, size: tuple[int, int]) -> None:
    assert snap_compare(office, terminal_size=size, run_before=shoot(SCREENS["list"]))


def test_list_without_colours(snap_compare: Snap, office: CountyApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = CountyApp(office.context)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(SCREENS["problems"]))


def test_two_versions_side_by_side(snap_compare: Snap, office: CountyApp) -> None:
    keep_draft(Draft("personnel", 1, 1, {"post": "副主任", "phone": "028-86669999", "notes": "兼管宣传"}, "王晓"))
    store.update(("personnel", 1, 2), {"phone": "13800002222"}, "李敏")
    assert snap_compare(office, terminal_size=(80, 24), run_before=shoot(("u", "enter", "ctrl+s")))


@pytest.mark.parametrize(
    "keys", [(), ("enter", *"jjq"), ("enter", *"jjq", "enter", "enter")], ids=lambda keys: len(keys)
)
def test_the_first_start(snap_compare: Snap, still: None, keys: tuple[str, ...]) -> None:
    app = SetUpApp(Path("/台账/ledger.db"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(keys))


@pytest.fixture
def damaged(office: CountyApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger that is broken, named without its folder, with a backup of a known day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(store, "now", lambda: NOW)
    path = office.context.ledger.path.relative_to(tmp_path)
    made = backup.create(path, by="李敏").file
    made.rename(made.with_name("ledger-20261120-090203-manual.zip"))
    return path


@pytest.mark.parametrize("is_readable", [False, True])
def test_the_start_on_a_damaged_ledger(snap_compare: Snap, damaged: Path, is_readable: bool) -> None:
    error = DamagedLedgerError("台账文件已损坏" if not is_readable else "台账有一部分已损坏")
    app = DamagedApp(damaged, "王晓", error, is_readable)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(()))


def test_before_a_backup_takes_the_place_of_a_damaged_ledger(snap_compare: Snap, damaged: Path) -> None:
    store.update(("personnel", 2, 1), {"post": "科员"}, "王晓")
    app = DamagedApp(damaged, "王晓", DamagedLedgerError("台账有一部分已损坏"), is_readable=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(("enter",)))


def test_the_pictures_need_no_removed_screens(request: pytest.FixtureRequest) -> None:
    folder = Path(request.path).parent / "__snapshots__" / "test_snapshots"
    names = {path.stem.partition("[")[2].rstrip("]") for path in folder.glob("test_screen_at_80_by_24*")}
    assert names <= set(SCREENS)
