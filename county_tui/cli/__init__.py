"""The command line: one file per group, loaded when its command is called; errors become words here."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from county_tui.cli.launch import tell_version
from county_tui.cli.lazy import LazyGroup, speak_chinese
from county_tui.cli.options import REFUSED, Options, account, default_ledger
from county_tui.rights import Role, act_as

CHILD_FLAG = "--child"
"""How a single-file program calls itself for what runs in a process of its own."""

COMMANDS = {
    "init": ("county_tui.cli.demo:init", "建立新台账"),
    "demo": ("county_tui.cli.demo:demo", "用示例数据建一本演示台账并打开"),
    "inspect": ("county_tui.cli.imports:inspect", "看看程序怎样读懂一个表格文件"),
    "import": ("county_tui.cli.importing:import_files", "导入 Excel 或 CSV 文件"),
    "imports": ("county_tui.cli.imports:imports", "查看和撤销导入"),
    "list": ("county_tui.cli.records:list_records", "列出台账里的记录"),
    "show": ("county_tui.cli.records:show", "查看一条记录"),
    "history": ("county_tui.cli.records:history", "查看一条记录的修改历史"),
    "log": ("county_tui.cli.records:log", "全部台账的修改记录"),
    "export": ("county_tui.cli.records:export", "导出为 Excel、CSV 或 JSON"),
    "template": ("county_tui.cli.records:template", "生成填报模板"),
    "report": ("county_tui.cli.reports:report", "汇总表"),
    "indicators": ("county_tui.cli.year_end:indicators", "把一年的指标结转到下一年"),
    "year-end": ("county_tui.cli.year_end:year_end", "年终：结转指标，列出到期和未报的，存年终备份"),
    "evidence": ("county_tui.cli.evidence:evidence", "佐证材料目录"),
    "form": ("county_tui.cli.forms:form", "上级发下来的表样"),
    "document": ("county_tui.cli.documents:document", "按期间写好的 Word 文书"),
    "return": ("county_tui.cli.returns:returns", "上报：封存、更正、核对、导出"),
    "task": ("county_tui.cli.tasks:task", "下发报表任务，打开收到的任务"),
    "collect": ("county_tui.cli.collecting:collect", "收下级的上报，汇总"),
    "backup": ("county_tui.cli.backups:backup", "备份与恢复"),
    "doctor": ("county_tui.cli.doctor:doctor", "检查台账和运行环境"),
    "settings": ("county_tui.cli.settings:settings", "查看和修改单位名称等设置"),
    "choices": ("county_tui.cli.settings:choices", "查看和增加可选项"),
    "regions": ("county_tui.cli.settings:regions", "查看区划、导入本单位的区划表"),
}


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="县（区）民族工作台账。不带命令时打开终端界面。",
)
@click.option(
    "--db",
    "path",
    metavar="文件",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="COUNTY_TUI_DB",
    help="台账文件；也可用环境变量 COUNTY_TUI_DB 指定，默认在用户的数据文件夹里。",
)
@click.option("--as", "user", metavar="姓名", help="操作人姓名，记入修改历史；默认用系统账号。")
@click.option(
    "--closed",
    "files",
    metavar="文件夹",
    type=click.Path(path_type=Path, file_okay=False),
    help="只打开终端界面，只能读写这个文件夹里的文件；供多人经 SSH 使用。",
)
@click.option(
    "--role",
    metavar="身份",
    type=click.Choice([role.value for role in Role]),
    help="这次登录的身份：reader 查阅，clerk 经办，head 负责人；不写则不限制。供多人经 SSH 使用。",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=tell_version,
    help="显示版本，以及这是哪一版程序、本机的处理器和 C 库。",
)
@click.pass_context
def commands(context: click.Context, path: Path | None, user: str | None, files: Path | None, role: str | None) -> None:
    """Keep the shared options; open the app when no command is given."""
    act_as(Role(role) if role else None)
    context.obj = Options(path or default_ledger(), user or account(), files)
    if files is not None and context.invoked_subcommand is not None:
        raise click.UsageError("--closed 只用来打开终端界面，后面不能再写命令。")
    if context.invoked_subcommand is None:
        from county_tui.cli.launch import open_app

        open_app(context.obj)


def main() -> None:
    """Run a command; an error nobody foresaw is logged and told in a sentence."""
    if CHILD_FLAG in sys.argv[1:2]:
        from county_tui.processes import run_child

        sys.exit(run_child("".join(sys.argv[2:3])))
    speak_chinese()
    try:
        commands()
    except Exception as error:  # noqa: BLE001  # the outermost boundary: what nobody foresaw
        from county_tui.error_log import log_error

        click.echo(f"出错了：{log_error(error)}", err=True)
        sys.exit(REFUSED)
