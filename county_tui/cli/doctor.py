"""`doctor`: is the ledger sound, is it backed up, will this terminal show it right, and what to do if not."""

from __future__ import annotations

from dataclasses import asdict

import click

from county_tui.cli.options import DONE, REFUSED, Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

RULER = """
宽度尺：下面两行的竖线应当上下对齐。
  |12345678|
  |…—“”·①→│|
如果不齐，说明终端把这些符号画成了两格宽，请在终端设置里把“东亚模糊宽度字符”（Ambiguous width）设为窄。"""


@click.command(help="检查台账、备份和这台电脑的环境，并说明怎么办。")
@click.option("--repair", is_flag=True, help="搜索索引有问题时重建它。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.LOOK)
@pass_options
def doctor(options: Options, repair: bool, as_json: bool) -> None:
    """Look at everything; exit code 1 if something is wrong."""
    from county_tui.cli.checks import all_checks

    seen = []
    for check in all_checks(options, repair):
        seen.append(check)
        if not as_json:
            mark = "有问题" if not check.ok else "请注意" if check.hint else "正常"
            echo(f"[{mark}] {check.message}" + (f"\n    {check.hint}" if check.hint else ""))
    is_sound = all(check.ok for check in seen)
    if as_json:
        echo_json({"ok": is_sound, "checks": [asdict(check) for check in seen]})
    else:
        echo(RULER)
        echo_err("检查完毕，没有问题。" if is_sound else "检查完毕，有问题的几项请照提示处理。")
    raise SystemExit(DONE if is_sound else REFUSED)
