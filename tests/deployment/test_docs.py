"""The manual and its kin tell of the program as it is."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import click
import pytest

from county_tui.cli import commands
from tools.keys import card

DOCS = Path(__file__).parents[2] / "docs"
TOLD = ("manual.md", "deployment.md", "admin.md", "architecture.md", "../README.md")
LINKED = (*TOLD, "flows.md", "conditions.md", "reports.md", "../CONTRIBUTING.md")
COMMAND = re.compile(r"county-tui ((?:--|[a-z])[^`#|)）；，。\n]*)")
ENDS = ("|", "||", ">", "&&", ";", ">/dev/null")


def read(name: str) -> str:
    """One document."""
    return DOCS.joinpath(name).read_text("utf-8")


def test_the_card_of_keys_is_that_of_the_screens() -> None:
    assert read("keys.md") == card(), "run `make screenshots`"


def test_every_picture_is_shown_and_every_picture_shown_is_there() -> None:
    shown = set(re.findall(r"\]\(screens/([\w-]+)\.svg\)", read("manual.md")))
    drawn = {picture.stem for picture in DOCS.joinpath("screens").glob("*.svg")}
    assert shown == drawn - {"help"}


@pytest.mark.parametrize("name", LINKED)
def test_every_link_leads_to_a_file(name: str) -> None:
    folder = (DOCS / name).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(name))
    assert [link for link in links if not (folder / link).exists()] == []


def told_commands(name: str) -> list[str]:
    """The commands a document tells to run, lines broken with a backslash put together."""
    return [found.strip() for found in COMMAND.findall(re.sub(r"\\\n\s*", "", read(name)))]


@pytest.mark.parametrize("name", TOLD)
def test_every_command_told_is_one_the_program_takes(name: str) -> None:
    for told in told_commands(name):
        unquoted = re.split("[\"']", told)[0]
        check(commands, list(takewhile(lambda word: word not in ENDS, unquoted.split())))


def check(group: click.Command, words: list[str]) -> None:
    """Refuse options and commands that are not there; what follows a command is its own matter."""
    context = click.Context(group, info_name="county-tui")
    known = {name: option for option in group.get_params(context) for name in option.opts}
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            assert word in known, f"{word} of {group.name}"
            if isinstance(option := known[word], click.Option) and not option.is_flag and not option.is_eager:
                del words[:1]  # a value in quotes stands after what was looked at
        elif isinstance(group, click.Group):
            _, command, rest = group.resolve_command(context, [word, *words])
            assert command is not None, word
            return check(command, rest)
    return None


@pytest.mark.parametrize("name", ["architecture.md", "flows.md"])
def test_every_module_of_the_architecture_is_there(name: str) -> None:
    package = DOCS.parent / "county_tui"
    named = re.findall(r"`([a-z_]+/[a-z_]*(?:\.py)?)`", read(name))
    missing = [name for name in named if not (package / name).exists() and not (DOCS.parent / name).exists()]
    assert named
    assert missing == []
