"""The promise about residents, tested from outside: no ID number, however written, in any file the program leaves."""

from __future__ import annotations

import random
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import store
from county_tui.cli import commands
from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Value
from county_tui.models.privacy import holds_id_number
from tests.models.test_privacy import with_check_character, written

PEOPLE = {"name": "张三", "unit": "甲", "region": "锦官驿街道", "role": "专职干部"}


def digits_of(data: bytes) -> str:
    """All digits of a file, run together as a reader might: separators, widths and unseen characters gone."""
    text = unicodedata.normalize("NFKC", data.decode("utf-8", "ignore"))
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", text)


def everything_under(folder: Path) -> str:
    """The digits of all files in a folder, those packed in zip files and workbooks too."""
    parts = []
    for file in folder.rglob("*"):
        if file.is_file() and "source" not in file.parts:
            parts.append(digits_of(file.read_bytes()))
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as packed:
                    parts += [digits_of(packed.read(name)) for name in packed.namelist()]
    return "\n".join(parts)


@pytest.mark.parametrize("register", [register.register_name() for register in REGISTERS])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=written(), seed=st.integers(0, 1000))
def test_no_field_of_a_form_lets_an_id_number_into_the_ledger(
    ledger: Path, register: str, text: str, seed: int
) -> None:
    token = store.history_token()
    lookups = store.lookups()
    name, field = random.Random(seed).choice(list(register_named(register).fields().items()))
    try:
        values: dict[str, Value] = {name: field.parse(text, lookups)}
        store.create(register, {**PEOPLE, **values} if register == "personnel" else values, "x")
    except CountyError as error:
        assert not holds_id_number(str(error))
    assert store.history_token() == token


CELLS = {
    "姓名": "{id}",
    "工作单位": "甲{id}",
    "职务": "{split}",
    "备注": "说明 {wide}。",
    "联系电话": "{id}",
    "身份证号": "{id}",
    "证件号码": "{id}",
    "其他": "{id}",
    "最近培训日期": "{id}",
    "本年培训学时": "{id}",
    "语言能力": "{id}",
    "所属区划": "{id}",
}


@pytest.mark.parametrize("column", CELLS)
def test_no_column_of_an_import_lets_an_id_number_into_any_file(ledger: Path, tmp_path: Path, column: str) -> None:
    number = with_check_character("51010419900101123")
    forms = {
        "id": number,
        "split": " ".join((number[:6], number[6:14], number[14:])),
        "wide": number.translate({ord(d): ord(w) for d, w in zip("0123456789", "０１２３４５６７８９", strict=True)}),
    }
    row = {"姓名": "李四", "工作单位": "甲", "所属区划": "锦官驿街道", "队伍类别": "专职干部"}
    row[column] = CELLS[column].format(**forms)
    source = tmp_path / "source"
    source.mkdir()
    file = source / f"名单{number}.csv"
    lines = [",".join(row), ",".join(row.values()), ",".join({**row, "姓名": "王五", column: ""}.values())]
    file.write_text("\n".join(lines), encoding="utf-8")
    runner = CliRunner()
    base = ["--db", str(ledger), "--as", f"干部{number}"]
    options = ["--on-error", "skip", "--errors", str(tmp_path / "errors.xlsx"), "--json"]
    done = runner.invoke(commands, [*base, "import", "personnel", str(file), *options])
    assert done.exit_code in (0, 1, 3), done.output
    for command in (
        ["backup", "create"],
        ["export", "personnel", "--to", str(tmp_path / "out.xlsx")],
        ["imports", "list"],
    ):
        done = runner.invoke(commands, [*base, *command])
        assert done.exit_code == 0, done.output
        assert number[:17] not in digits_of(done.output.encode())
    assert number[:17] not in everything_under(tmp_path)
