"""Backups sealed to a public key: nobody reads them without the private key, and with it everything comes back."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.errors import CountyError
from county_tui.store.office import set_office_setting
from tests.backup.conftest import add, names
from tests.backup.test_commands import run
from tests.conftest import Fields

pytest.importorskip("pyrage")


@pytest.fixture
def keys(office: Path, tmp_path: Path) -> tuple[Path, str]:
    """A private key's file and its public key, made by the command."""
    file = tmp_path / "私钥.txt"
    return file, run(office, "backup", "new-key", str(file)).stdout.strip()


def parts(folder: Path) -> list[Path]:
    """What should not be left behind."""
    return list(folder.rglob("*.part*"))


def test_a_sealed_backup_comes_back_on_a_new_computer_with_its_key(
    office: Path, keys: tuple[Path, str], tmp_path: Path, fields: Fields
) -> None:
    file = Path(run(office, "backup", "create", "--to", str(tmp_path / "U盘"), "--to-key", keys[1]).stdout.strip())
    assert file.name.endswith("-manual.zip.age") and file.parent == tmp_path / "U盘"
    assert list(file.parent.iterdir()) == [file]
    add(fields, "丁四")
    new = tmp_path / "新电脑" / "ledger.db"
    done = run(new, "backup", "restore", str(file), "--identity", str(keys[0]), "--yes", "--json")
    assert done.exit_code == 0 and json.loads(done.stdout)["file"] == str(file)
    store.open_ledger(new, lambda: None)
    assert names() == ["丁一", "丁二", "丁三"]
    assert store.settings()["restored_from"] == file.name.removesuffix(".age")
    assert parts(tmp_path) == []


def test_verify_opens_it_with_the_key_and_says_what_is_missing_without(office: Path, keys: tuple[Path, str]) -> None:
    made = json.loads(run(office, "backup", "create", "--to-key", keys[1], "--json").stdout)
    seen = run(office, "backup", "verify", Path(made["file"]).name, "--identity", str(keys[0]), "--json")
    assert json.loads(seen.stdout) == made and made["ok"] and made["counts"]["personnel"] == 3
    for command in ("verify", "restore"):
        refused = run(office, "backup", command, made["file"])
        assert refused.exit_code == 1 and "已加密" in refused.stderr and "--identity" in refused.stderr
    assert "已加密" in run(office, "backup", "list").stdout
    assert backup.newest_good(office) is None


def test_nothing_of_the_ledger_can_be_read_in_it(office: Path, keys: tuple[Path, str]) -> None:
    file = backup.create_sealed(office, keys[1]).file
    data = file.read_bytes()
    assert data.startswith(b"age-encryption.org/v1") and b"ledger.db" not in data and b"PK\x03\x04" not in data
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(keys[0].stat().st_mode) == 0o600


def test_a_remembered_key_seals_what_goes_elsewhere_and_only_that(
    office: Path, keys: tuple[Path, str], stick: Path
) -> None:
    assert run(office, "settings", "set", "备份公钥", keys[1]).exit_code == 0
    elsewhere = run(office, "backup", "create", "--to", str(stick))
    assert elsewhere.stdout.strip().endswith(".zip.age") and "已加密" in elsewhere.stderr
    assert run(office, "backup", "create").stdout.strip().endswith(".zip")
    last = backup.last_outside()
    assert last is not None and last.folder == stick


@pytest.mark.parametrize("harm", ["other key", "no key", "no file", "cut", "changed"])
def test_a_wrong_key_or_a_damaged_file_ends_in_words_and_the_ledger_stays(
    office: Path, keys: tuple[Path, str], tmp_path: Path, harm: str
) -> None:
    file, key = backup.create_sealed(office, keys[1]).file, keys[0]
    data = file.read_bytes()
    if harm == "other key":
        key = tmp_path / "other.txt"
        backup.new_key(key)
    elif harm == "no key":
        key.write_text("# empty\n", "utf-8")
    elif harm == "no file":
        key.unlink()
    else:
        file.write_bytes(data[:-9] if harm == "cut" else data[:-9] + b"x" * 9)
    done = run(office, "backup", "restore", str(file), "--identity", str(key), "--yes")
    assert done.exit_code == 1 and "私钥" in done.stderr and done.stderr.count("\n") == 1
    assert names() == ["丁一", "丁二", "丁三"]
    assert parts(tmp_path) == []


@pytest.mark.parametrize("key", ["age1", "abc", "age1" + "q" * 58, "AGE-SECRET-KEY-1"])
def test_what_is_no_public_key_is_refused_and_no_file_appears(office: Path, key: str) -> None:
    done = run(office, "backup", "create", "--to-key", key)
    assert done.exit_code == 1 and "age1" in done.stderr
    assert backup.list_backups(office) == []


def test_a_setting_that_is_no_public_key_is_refused(office: Path) -> None:
    with pytest.raises(CountyError, match="公钥"):
        set_office_setting("backup_key", "age1" + "b" * 58)
    set_office_setting("backup_key", "")


def test_a_private_key_is_never_written_over(office: Path, keys: tuple[Path, str]) -> None:
    before = keys[0].read_text("utf-8")
    assert run(office, "backup", "new-key", str(keys[0])).exit_code == 1
    assert keys[0].read_text("utf-8") == before
