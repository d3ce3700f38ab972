"""A region is known by code, name or path, and written by a path that is read back."""

from __future__ import annotations

import pytest

from county_tui.errors import ValueRefusedError
from county_tui.models.regions import Region, Regions, code_range, prefix, spellings
from tests.conftest import HOME
from tests.models.conftest import shipped


@pytest.fixture(scope="module")
def regions() -> Regions:
    return shipped()


def code_of(regions: Regions, name: str) -> str:
    """The code of the one region with this official name."""
    (code,) = [region.code for region in regions.by_code.values() if region.name == name]
    return code


def test_every_region_is_read_back_from_its_path_and_its_code(regions: Regions) -> None:
    for code in regions.by_code:
        if regions.is_within(code):
            assert regions.resolve(regions.path(code)) == code
            assert regions.resolve(code) == code


@pytest.mark.parametrize("home", ["510000000000", "510100000000", "513400000000", "510107000000", "513426000000"])
def test_paths_are_read_back_in_other_regions_too(home: str) -> None:
    regions = shipped(home)
    some = [code for code in sorted(regions.by_code) if regions.is_within(code)][:: max(1, len(regions.by_code) // 400)]
    wrong = []
    for code in some:
        try:
            found = regions.resolve(regions.path(code))
        except ValueRefusedError:
            found = ""
        wrong += [] if found == code else [(code, regions.path(code), found)]
    assert not wrong


@pytest.mark.parametrize(
    "text",
    [
        "锦官驿街道",
        "锦官驿",
        "锦官驿街道办事处",
        "锦官驿街道办",
        " 锦官驿 街道 ",
        "锦江区锦官驿街道",
        "锦江区/锦官驿街道",
        "成都市锦江区锦官驿街道",
        "四川省成都市锦江区锦官驿街道",
        "四川成都锦江锦官驿",
        "锦江区＞锦官驿街道",
    ],
)
def test_a_town_is_known_however_much_of_its_path_is_written(regions: Regions, text: str) -> None:
    assert regions.resolve(text) == code_of(regions, "锦官驿街道")


def test_a_community_is_known_with_or_without_its_office(regions: Regions) -> None:
    paths = ("锦江区/锦官驿街道/大慈寺社区", "大慈寺社区居委会", "大慈寺社区居民委员会", "大慈寺社区", "大慈寺")
    codes = {regions.resolve(text) for text in paths}
    assert len(codes) == 1
    assert regions.by_code[codes.pop()].level == 5


def test_a_short_code_means_the_region_it_begins(regions: Regions) -> None:
    town = code_of(regions, "锦官驿街道")
    assert regions.resolve("510104") == HOME
    assert regions.resolve(town[:9]) == town
    assert regions.resolve("５１０１０４") == HOME


@pytest.mark.parametrize("text", ["510105", "5101", "999999", "12", "510104999"])
def test_a_code_outside_the_region_is_refused(regions: Regions, text: str) -> None:
    with pytest.raises(ValueRefusedError, match="不在锦江区之内"):
        regions.resolve(text)


@pytest.mark.parametrize(
    "text", ["青羊区", "成都市", "四川省", "不存在街道", "锦江区/草市街街道", "/", "街道", "社区", "😀"]
)
def test_a_region_elsewhere_or_nowhere_is_refused(regions: Regions, text: str) -> None:
    with pytest.raises(ValueRefusedError, match="锦江区没有叫"):
        regions.resolve(text)


def test_a_name_of_several_regions_is_refused_with_their_paths() -> None:
    here = Region("510104000000", "锦江区", 3, "510100000000")
    towns = [Region(f"51010400{n}000", f"{name}街道", 4, here.code) for n, name in enumerate("甲乙", 1)]
    twins = [Region(town.code[:9] + "001", "和平社区", 5, town.code) for town in towns]
    regions = Regions.of(here.code, [here, *towns, *twins])
    with pytest.raises(ValueRefusedError, match="有 2 处同名") as refused:
        regions.resolve("和平社区")
    assert "甲街道/和平社区；乙街道/和平社区" in str(refused.value)
    assert regions.resolve("乙街道和平社区") == twins[1].code
    assert regions.resolve("乙街道／和平") == twins[1].code


def test_the_better_spelled_region_wins() -> None:
    here = Region("510104000000", "锦江区", 3, "")
    town, village = (
        Region("510104001000", "三圣街道", 4, here.code),
        Region("510104001001", "三圣社区居委会", 5, "510104001000"),
    )
    regions = Regions.of(here.code, [here, town, village])
    assert regions.resolve("三圣街道") == town.code
    assert regions.resolve("三圣社区") == village.code


def test_the_subtree_of_a_code() -> None:
    assert prefix("510100000000") == "5101"
    assert code_range("510104017000") == ("510104017000", "510104017999")
    assert prefix("510104017001") == "510104017001"


def test_towns_are_those_of_level_four_and_a_community_lies_in_its_own(regions: Regions) -> None:
    towns = regions.towns()
    assert len(towns) == 11
    assert {region.level for region in towns} == {4}
    community = regions.resolve("大慈寺社区")
    assert regions.town_of(community) == code_of(regions, "锦官驿街道")
    assert regions.town_of(HOME) == HOME


def test_spellings_are_ranked_from_the_official_to_the_barest() -> None:
    assert spellings("大慈寺社区居委会") == {"大慈寺社区居委会": 0, "大慈寺社区": 1, "大慈寺": 2}
    assert spellings("锦江区")["锦江"] > spellings("锦江区")["锦江区"]
