"""`--role`: which command which role may run, and that nothing is changed by one it may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from county_tui import store
from county_tui.cli import commands
from county_tui.cli.options import NEEDED
from county_tui.rights import RIGHTS, Right, Role
from tests.cli.conftest import Run
from tests.importing.books import LI, STAFF, ZHANG, take_in, write_sheet

EXPECTED = {
    Right.LOOK: "backup list, backup verify, choices list, collect board, collect export, "
    "collect review, collect sum, doctor, "
    "document check, document list, document show, document template, evidence index, export, log, "
    "form audit, form check, form draft, form list, form show, history, imports list, imports show, inspect, list, "
    "regions list, report list, report show, return differences, return due, return export, return list, return show, "
    "settings list, show, task list, task write, template",
    Right.ENTER: "collect files, collect note, evidence match, form fill, import, imports undo, indicators roll-over, "
    "indicators split",
    Right.BACK_UP: "backup create",
    Right.SEAL: "return amend, return seal",
    Right.RESTORE: "backup prune, backup restore",
    Right.SET_UP: "backup new-key, choices add, choices remove, demo, document add, document remove, form add, "
    "form remove, init, regions import, regions mark, report clauses, return set, settings set, year-end",
    Right.COLLECT: "collect approve, collect send-back, task create, task open",
}
"""Every command by the right it needs."""


def leaves(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, with the words it is called by."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above}{name} ")
        elif command is not None:
            yield f"{above}{name}", command


def needed() -> dict[str, Right]:
    """The right that each command names."""
    return {words: getattr(command.callback, NEEDED) for words, command in leaves(commands)}


def test_every_command_names_the_right_it_needs() -> None:
    assert needed() == {name: right for right, words in EXPECTED.items() for name in words.split(", ")}


@pytest.mark.parametrize("role", Role)
def test_each_role_is_refused_just_what_it_has_no_right_to(run: Run, role: Role, tmp_path: Path) -> None:
    # The right is asked for before anything else a command does, so any arguments that parse will do.
    given = {"import": ["auto", "x.csv"], "inspect": ["x.csv"], "show": ["bases", "1"], "history": ["bases", "1"]}
    for words, command in leaves(commands):
        right = getattr(command.callback, NEEDED)
        arguments = given.get(words) or [part for param in command.params for part in filled(param, tmp_path)]
        if right in RIGHTS[role]:
            continue
        answer = run("--role", role, *words.split(), *arguments)
        assert answer.code == 1 and answer.out == "", words
        assert answer.err.startswith(f"出错了：这次登录的身份是“{role.label}”，不能{right}，请找"), (words, answer.err)


def filled(param: click.Parameter, folder: Path) -> list[str]:
    """An argument, or a required option, with something that parses."""
    if not param.required:
        return []
    text = {"period": "2026Q3", "late_until": "2026-10-01", "due": "2026-10-01", "year": "2026"}.get(
        param.name or "", "1"
    )
    text = str(folder / "文件.xlsx") if isinstance(param.type, click.Path) else text
    return [text] if isinstance(param, click.Argument) else [param.opts[0], text]


def test_a_reader_looks_and_exports(run: Run, ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "人.xlsx", STAFF, ZHANG))
    assert "张建国" in run("--role", "reader", "list", "personnel").out
    target = tmp_path / "导出.xlsx"
    assert run("--role", "reader", "export", "personnel", "--to", target).code == 0 and target.exists()
    assert run("--role", "reader", "report", "show", "personnel", "--period", "2026H1").code == 0


def test_a_readers_import_changes_nothing(run: Run, ledger: Path, tmp_path: Path) -> None:
    answer = run("--role", "reader", "import", "auto", write_sheet(tmp_path / "人.xlsx", STAFF, ZHANG))
    assert answer.code == 1
    assert answer.err == "出错了：这次登录的身份是“查阅”，不能录入、导入和修改记录，请找经办、负责人身份的同事。\n"
    assert store.count_rows(store.Query("personnel")) == 0 and store.batches() == []


def test_a_clerk_undoes_their_own_import_and_nobody_elses(run: Run, ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    theirs = store.batches()[0].by
    run("--role", "clerk", "import", "auto", write_sheet(tmp_path / "二.xlsx", STAFF, LI), user="王晓")
    answer = run("--role", "clerk", "imports", "undo", "1", user="王晓")
    assert theirs != "王晓" and answer.code == 1 and "不能撤销别人的导入和批量修改，请找负责人" in answer.err
    assert run("--role", "clerk", "imports", "undo", "2", user="王晓").code == 0
    assert run("--role", "head", "imports", "undo", "1", user="王晓").code == 0


def test_without_a_role_everything_is_let(run: Run, ledger: Path) -> None:
    run("--role", "reader", "list", "personnel")
    assert run("choices", "add", "role", "网格员").code == 0
    assert run("--role", "head", "choices", "add", "role", "楼栋长").code == 0
    assert run("--role", "clerk", "choices", "add", "role", "别的").code == 1


def test_an_unknown_role_is_a_wrong_use(run: Run, ledger: Path) -> None:
    assert run("--role", "boss", "list", "personnel").code == 2


def test_the_rights_of_the_three_roles_grow() -> None:
    assert RIGHTS[Role.READER] < RIGHTS[Role.CLERK] < RIGHTS[Role.HEAD] == frozenset(Right)
