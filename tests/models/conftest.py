"""What fields need to know, without a ledger: the real regions and choice lists, and a few names."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files

import pytest

from county_tui.models.lookups import Lookups, NameIndex
from county_tui.models.regions import Region, Regions, code_range
from tests.conftest import HOME

NAMES = {
    "bases": NameIndex(
        "阵地", {1: "石榴籽驿站", 2: "石榴籽驿站", 3: "民族之家"}, {1: "锦官驿街道", 2: "书院街街道", 3: ""}
    ),
    "personnel": NameIndex("工作队伍", {1: "张三", 2: "李四"}, {1: "区民宗局", 2: "区民宗局"}),
    "meetings": NameIndex("会议记录", {1: "领导小组会议"}, {1: "2026-03-01"}),
    "projects": NameIndex("工作项目", {1: "驿站建设"}, {1: "2026"}),
    "indicators": NameIndex(
        "指标台账",
        {1: "投诉件数", 2: "投诉件数", 3: "服务人次", 4: "服务人次"},
        {1: "2025，锦江区", 2: "2026，锦江区", 3: "2026，锦官驿街道", 4: "2026，书院街街道"},
    ),
}


def shipped(home: str = HOME) -> Regions:
    """The shipped regions of one region and its ancestors, as a ledger would hold them."""
    with files("county_tui").joinpath("data/regions_sichuan.csv").open("r", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    whole = Regions.of(home, (Region(code, name, int(level), parent) for code, name, level, parent in rows))
    first, last = code_range(home)
    above = {region.code for region in whole.ancestors(home)}
    return Regions.of(home, (p for p in whole.by_code.values() if first <= p.code <= last or p.code in above))


@pytest.fixture(scope="session")
def lookups() -> Lookups:
    """Lookups of a ledger of 锦江区 with a few named records."""
    lists = tomllib.loads(files("county_tui").joinpath("data/choices.toml").read_text("utf-8"))
    choices = {name: tuple(labels) for name, labels in lists.items()} | {"clause": ("5.1", "5.7.1", "6.3")}
    regions = shipped()
    return Lookups(lambda: regions, lambda: choices, lambda register: NAMES[register])
