"""What every test can ask for: a fresh ledger of 锦江区, and values as a form would parse them."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from county_tui import processes, store
from county_tui.cli.lazy import speak_chinese
from county_tui.models import register_named
from county_tui.models.kinds import Given, Value
from county_tui.rights import act_as
from county_tui.workbooks.pipe import process
from tests.forked_readers import ReaderServer

HOME = "510104000000"
"""锦江区: the region of the ledgers tests are made on."""

settings.register_profile("same", derandomize=True, database=None)
settings.load_profile("same")
"""The same examples at every run: `--hypothesis-profile default` looks for new ones."""

Fields = Callable[..., dict[str, Value]]
"""`fields("personnel", name="张三", …)`: texts parsed to values, by the bound ledger's lookups."""


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking again and again through all that lives to the end: a tenth of the run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # an app started for a test makes as many objects at once


@pytest.fixture(scope="session", autouse=True)
def time_zone() -> None:
    """Every test is in the users' own time zone, wherever and in whatever order it runs."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def language() -> None:
    """Click speaks Chinese before it makes its first help, which it keeps."""
    speak_chinese()


@pytest.fixture(scope="session", autouse=True)
def readers() -> Iterator[ReaderServer]:
    """Workbooks are read by children forked from one process."""
    server = ReaderServer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "start_child", server.start)
        yield server
    server.close()


@pytest.fixture
def started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are read by children as the program starts them."""
    monkeypatch.setattr(process, "start_child", processes.start_child)


@pytest.fixture(autouse=True)
def any_role() -> Iterator[None]:
    """Each test begins without a role, whatever the last one acted as."""
    act_as(None)
    yield
    act_as(None)


@pytest.fixture(scope="session")
def ledger_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new ledger, made once a test process; only ever copied."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    store.create_ledger(path, HOME, "锦江区民宗局")
    return path


@pytest.fixture
def ledger(ledger_template: Path, tmp_path: Path) -> Path:
    """A fresh ledger of its own for one test, bound but not open."""
    path = tmp_path / "ledger.db"
    shutil.copyfile(ledger_template, path)
    store.bind(path)
    return path


@pytest.fixture
def fields() -> Fields:
    """A function that parses texts to a record's values: `fields("personnel", name="张三", region="锦官驿街道")`."""

    def parsed(register: str, /, **texts: Given) -> dict[str, Value]:
        lookups = store.lookups()
        kinds = register_named(register).fields()
        return {name: kinds[name].parse(text, lookups) for name, text in texts.items()}

    return parsed


Person = Callable[..., store.Row]
"""`person("张三", post="科员", …)`: a person of the roster, saved."""


@pytest.fixture
def person(ledger: Path, fields: Fields) -> Person:
    """A function that saves a person of the roster: `person("张三", unit="某街道")`."""

    def save(name: str, **texts: Given) -> store.Row:
        given = {"unit": "锦江区民宗局", "region": "锦官驿街道", "role": "专职干部", **texts}
        return store.create("personnel", fields("personnel", name=name, **given), "测试")

    return save
