"""Write the man pages from the commands' own help: `make man`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click_man.core import write_man_pages

from county_tui import __version__
from county_tui.cli import commands
from county_tui.cli.lazy import LazyGroup, speak_chinese


def load_all(group: LazyGroup) -> None:
    """Load every command, since click-man only sees those that are there."""
    with click.Context(group, info_name="county-tui") as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                group.add_command(command, name)


def main() -> None:
    """A page for the program and one for each command."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    speak_chinese()
    load_all(commands)
    write_man_pages("county-tui", commands, version=__version__, target_dir=str(folder))


if __name__ == "__main__":
    main()
