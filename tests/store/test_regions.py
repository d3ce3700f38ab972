"""An office's own list of regions in the place of the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError
from tests.conftest import HOME, Fields
from tests.store.conftest import assert_index_in_step

HEAD = "code,name,level,parent"
STREET = "510104017000"


def lines_of(*changes: tuple[str, str]) -> list[str]:
    """The present list as csv lines, with texts replaced."""
    found = [f"{p.code},{p.name},{p.level},{p.parent}" for p, _ in store.list_regions()]
    for old, new in changes:
        found = [line.replace(old, new) for line in found]
    return [line for line in found if line]


def put(folder: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    """A csv file of these lines under a header."""
    path = folder / "区划.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding)
    return path


def test_the_list_is_searched_by_name_and_code(ledger: object) -> None:
    everything = store.list_regions()
    assert everything[0][0].code == HOME
    assert {path.split("/")[0] for _, path in store.list_regions("锦官驿")} == {"锦官驿街道"}
    assert next(region.code for region, _ in store.list_regions("510104017")) == STREET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_same_list_changes_nothing(ledger: object, tmp_path: Path, encoding: str) -> None:
    before = store.list_regions()
    changes = store.import_regions(put(tmp_path, lines_of(), encoding))
    assert (changes.total, changes.added, changes.renamed, changes.removed) == (len(before), 0, 0, 0)
    assert store.list_regions() == before
    assert store.describe().region_name == "锦江区"


def test_regions_are_added_renamed_and_removed(ledger: object, tmp_path: Path) -> None:
    lines = [line for line in lines_of(("锦官驿街道", "锦官街道")) if not line.startswith("510104030")]
    removed = len(lines_of()) - len(lines)
    changes = store.import_regions(put(tmp_path, [*lines, "510104099000,新街道,4,510104000000", ""]))
    assert (changes.added, changes.renamed, changes.removed) == (1, 1, removed)
    regions = store.lookups().regions
    assert regions.path("510104099000") == "新街道"
    assert [region.name for region in regions.ancestors(HOME)] == ["成都市", "四川省"]
    assert regions.resolve("锦官街道") == STREET


def test_records_are_found_under_the_new_name_and_no_longer_under_the_old(
    ledger: object, fields: Fields, tmp_path: Path
) -> None:
    given = fields("bases", name="甲站", region="大慈寺社区", kind="服务窗口")
    store.create("bases", given, "测试")
    store.import_regions(put(tmp_path, lines_of(("锦官驿街道", "石榴街道"))))
    assert store.count_rows(store.Query("bases", search="石榴街道")) == 1
    assert store.count_rows(store.Query("bases", search="锦官驿")) == 0
    assert_index_in_step("bases")


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_list_without_a_code_that_records_use_is_refused(
    ledger: object, fields: Fields, tmp_path: Path, is_deleted: bool
) -> None:
    row = store.create("bases", fields("bases", name="甲站", region="大慈寺社区", kind="服务窗口"), "测试")
    if is_deleted:
        store.delete(("bases", row.id, row.version), "测试")
    before = store.list_regions()
    lines = [line for line in lines_of() if not line.startswith("510104017")]
    with pytest.raises(CountyError, match=r"锦官驿街道/大慈寺社区.*1 条"):
        store.import_regions(put(tmp_path, lines))
    assert store.list_regions() == before


BAD = {
    "no header": (["510104000000,锦江区,3,510100000000"], "缺少列"),
    "short code": ([HEAD, "510104,锦江区,3,510100000000"], "第 2 行.*不是 12 位数字"),
    "excel's number": ([HEAD, "5.10104E+11,锦江区,3,510100000000"], "不是 12 位数字"),
    "no name": ([HEAD, "510104000000,,3,510100000000"], "名称是空的"),
    "an ID number": ([HEAD, "510104000000,①11010519491231002X,3,510100000000"], "名称里含有身份证号"),
    "no level": ([HEAD, "510104000000,锦江区,县,510100000000"], "级别“县”"),
    "wrong level": ([HEAD, "510104017000,锦官驿街道,3,510104000000"], "不像是 3 级区划"),
    "few columns": ([HEAD, "510104000000,锦江区"], "第 2 行：列数不够"),
    "elsewhere": ([HEAD, "510105000000,青羊区,3,510100000000"], "没有本台账的区划 锦江区"),
    "twice": ([HEAD, *["510104000000,锦江区,3,510100000000"] * 2], "第 3 行：代码 510104000000 重复"),
    "no parent": (
        [HEAD, "510104000000,锦江区,3,510100000000", "510104017001,甲社区,5,510104017000"],
        "第 3 行：甲社区 的上级 510104017000 不对",
    ),
    "another's parent": (
        [
            HEAD,
            "510104000000,锦江区,3,5101",
            "510104017000,甲街道,4,510104000000",
            "510104018001,乙社区,5,510104017000",
        ],
        "乙社区 的上级",
    ),
    "empty": ([""], "没有本台账的区划"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_list_is_refused_in_words_and_nothing_changes(ledger: object, tmp_path: Path, case: str) -> None:
    before = store.list_regions()
    lines, told = BAD[case]
    path = tmp_path / "坏.csv"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(CountyError, match=told):
        store.import_regions(path)
    assert store.list_regions() == before


def test_a_file_that_is_no_text_or_not_there_is_refused(ledger: object, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(b"\xff\xfe\x00\xff\x80")
    with pytest.raises(CountyError, match="不是文本文件"):
        store.import_regions(path)
    with pytest.raises(CountyError, match="读不了文件"):
        store.import_regions(tmp_path / "没有.csv")
