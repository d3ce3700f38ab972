"""`settings`, `choices`, `regions`: what an office sets for itself."""

from __future__ import annotations

from pathlib import Path

import click

from county_tui.cli.options import Options, as_json, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

MOST_SHOWN = 200
"""Regions listed at most when nothing is searched for."""
UNMARK = "请运行 county-tui regions mark 代码 --needs 项目 --remove 取消，再标记接替它的地方。"
"""What to do about a mark whose region is gone."""


@click.group(help="查看和修改单位名称等设置。")
def settings() -> None:
    """Group of `list` and `set`."""


@settings.command("list", help="列出设置。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_settings(options: Options, as_json: bool) -> None:
    """The office's settings, those not entered too."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    known = store.office_settings()
    if as_json:
        echo_json(known)
        return
    print_table(["名称", "设置", "内容"], [[name, store.OFFICE_SETTINGS[name], value] for name, value in known.items()])


@settings.command("set", help="修改一项设置。NAME 是名称，如 unit 或 填报单位；VALUE 留空（''）则清除。")
@click.argument("name")
@click.argument("value")
@needs(Right.SET_UP)
@pass_options
def set_one(options: Options, name: str, value: str) -> None:
    """Keep one setting."""
    from county_tui import store

    _ = options.ledger
    label = store.set_office_setting(name, value)
    echo_err(f"已记下{label}：{store.office_settings()[store.office_setting_named(name)] or '（空）'}")


@click.group(help="查看和增加可选项。")
def choices() -> None:
    """Group of `list` and `add`."""


@choices.command("list", help="列出可选项。LIST 是列表名称，如 service_category 或 服务类别；不写则列出有哪些列表。")
@click.argument("name", metavar="[LIST]", required=False)
@as_json
@needs(Right.LOOK)
@pass_options
def list_choices(options: Options, name: str | None, as_json: bool) -> None:
    """The lists, or one list's labels."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    found = [store.choice_list(name)] if name else store.choice_lists()
    if as_json:
        echo_json({one.name: [label for label, _ in one.options] for one in found})
    elif name:
        print_table(["选项", "说明"], [[label, note] for label, note in found[0].options])
    else:
        rows = [[one.name, "、".join(one.fields), str(len(one.options))] for one in found]
        print_table(["列表", "用在", "项数"], rows)


@choices.command("add", help="在一个列表末尾增加一项。")
@click.argument("name", metavar="LIST")
@click.argument("label")
@needs(Right.SET_UP)
@pass_options
def add_choice(options: Options, name: str, label: str) -> None:
    """Add one label."""
    from county_tui import store

    _ = options.ledger
    changed = store.add_choice(name, label)
    label = changed.options[-1][0]
    echo_err(f"已在“{changed.fields[0]}”增加“{label}”（用在 {'、'.join(changed.fields)}）。")
    echo_err(f"加错了，没有记录用它时可以去掉：choices remove {changed.name} {label}")


@choices.command("remove", help="去掉本单位增加的一项；还有记录在用的去不掉。")
@click.argument("name", metavar="LIST")
@click.argument("label")
@needs(Right.SET_UP)
@pass_options
def remove_choice(options: Options, name: str, label: str) -> None:
    """Remove one label nobody uses."""
    from county_tui import store

    _ = options.ledger
    changed = store.remove_choice(name, label)
    echo_err(f"已从“{changed.fields[0]}”去掉“{label}”。")


@click.group(help="查看区划、导入本单位的区划表。")
def regions() -> None:
    """Group of `list` and `import`."""


@regions.command("list", help="列出本台账的区划。")
@click.option("--search", default="", metavar="文字", help="只列名称含有这段文字、或代码以它开头的。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_regions(options: Options, search: str, as_json: bool) -> None:
    """The regions within the ledger's own."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    found = store.list_regions(search)
    marked = store.marked_regions()
    needs = {region.code: [need for need, codes in marked.items() if region.code in codes] for region, _ in found}
    if as_json:
        keys = ("code", "name", "level", "parent")
        told = [(region, {key: getattr(region, key) for key in keys}, path) for region, path in found]
        echo_json([{**one, "path": path, "needs": needs[region.code]} for region, one, path in told])
        return
    shown = found if search else found[:MOST_SHOWN]
    rows = [[region.code, str(region.level), path, "、".join(needs[region.code])] for region, path in shown]
    print_table(["代码", "级别", "区划", "应配"], rows)
    rest = f"，显示前 {len(shown)} 处；用 --search 查找。" if len(shown) < len(found) else "。"
    echo_err(f"共 {len(found)} 处{rest}")


@regions.command("import", help="用本单位的区划表（CSV：code,name,level,parent）代替现有的；导入前先备份。")
@click.argument("path", metavar="FILE.csv", type=click.Path(path_type=Path))
@needs(Right.SET_UP)
@pass_options
def import_regions(options: Options, path: Path) -> None:
    """Put an office's own list in place of the present one."""
    from county_tui import backup, store
    from county_tui.wording.duties import vanished_words

    ledger = options.ledger
    kept = backup.safety_copy(ledger.path, "before-import")
    changes = store.import_regions(path)
    echo_err(f"已导入 {changes.total} 处区划：新增 {changes.added}，改名 {changes.renamed}，去掉 {changes.removed}。")
    echo_err(f"导入前的台账备份在 {kept}")
    if told := vanished_words(store.vanished_marks()):
        echo_err(f"{told}。{UNMARK}")


@regions.command("mark", help="标记哪些地方应当配备什么（应配）；--remove 取消标记。")
@click.argument("names", metavar="REGION…", nargs=-1, required=True)
@click.option("--needs", "need", metavar="分管领导|专兼职|联络员|服务窗口", required=True, help="应当配备什么。")
@click.option("--remove", is_flag=True, help="取消标记。")
@needs(Right.SET_UP)
@pass_options
def mark_regions(options: Options, names: tuple[str, ...], need: str, remove: bool) -> None:
    """Mark regions as having to have something, or take the marks away."""
    from county_tui import store

    _ = options.ledger
    changed = store.mark_regions(names, need, options.user, remove=remove)
    done = "取消" if remove else "标记"
    same = len(set(names)) - changed
    echo_err(f"已{done} {changed} 处应配{need}" + (f"，{same} 处原来就是这样。" if same > 0 else "。"))
