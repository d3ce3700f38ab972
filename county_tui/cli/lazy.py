"""A Click group that names its commands without loading them, so that `--help` and `--version` stay quick."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import click

from county_tui.errors import CountyError
from county_tui.paths import refused
from county_tui.printable import printable
from county_tui.wording.remedies import on_command_line, worded

DOMAIN = "county_tui"


class InWords(click.ClickException):
    """An error as one sentence on standard error; exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it."""
        click.echo(f"出错了：{printable(self.message)}", file=file, err=True)


def in_chinese(command: click.Command) -> click.Command:
    """The command, and those under it, with the words of its usage line in Chinese."""
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "[命令] [参数]..." if command.invoke_without_command else "命令 [参数]..."
        for one in command.commands.values():
            in_chinese(one)
    return command


class LazyGroup(click.Group):
    """`commands_at` maps a command's name to ("module:function", its one-line help)."""

    def __init__(self, *args: Any, commands_at: Mapping[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.commands_at = commands_at
        in_chinese(self)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes a sentence and exit code 1."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a reader that is gone shows here, not when Python ends
            return result
        except CountyError as error:
            raise InWords(on_command_line(error)) from error
        except click.UsageError as error:
            message = error.format_message()
            if worded(message) == message:
                raise
            raise click.UsageError(worded(message), error.ctx) from error
        except BrokenPipeError:
            raise  # whoever reads has enough (`| head`): Click ends without a word
        except OSError as error:
            raise InWords(on_command_line(refused(error))) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order a newcomer needs them."""
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the one command asked for."""
        if cmd_name not in self.commands_at:
            return None
        module, function = self.commands_at[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), function)
        return in_chinese(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in self.commands_at.items()])


def speak_chinese() -> None:
    """Let gettext answer from our catalogue, whatever the terminal's language is."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parents[1] / "data" / "locale"))
    gettext.textdomain(DOMAIN)
