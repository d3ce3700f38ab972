"""佐证材料: where the papers are that show what was done; pointers only, no file's content (all clauses)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from county_tui.models.aliases import NOTES
from county_tui.models.kinds import Choice, FilePath, Integer, Kind, MultiChoice, PartialDate, RecordLink, Text, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem, Rule, Values

_OF_PERSONS = "服务对象|受益人|群众|居民|村民|学员|参训|参会|报名|人员|慰问对象"
ROSTER = re.compile(rf"签到|签名[表册单]|(?:{_OF_PERSONS})\w*(?:名单|名册)|花名册")
"""Papers that list persons: they are no evidence of the office's own work."""

LASTING = ("文件", "方案", "协议", "证书")
"""Kinds of papers that hold from their day on; all others tell of the time they are from."""


def _lists_no_persons(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """Sign-in sheets and rosters are not pointed to."""
    for name in ("title", "path"):
        if found := ROSTER.search(str(values.get(name) or "")):
            why = f"“{fields[name].label}”里有“{found.group()}”：列出个人的签到表、名册不作佐证"
            yield FieldProblem(name, f"{why}，请改用方案、总结、照片或报道。")


def _fingerprint(path: Value, lookups: Lookups) -> Value:
    """The SHA-256 of the file entered."""
    return None if path is None else lookups.fingerprint(str(path))


class Evidence(Register):
    """One line a paper or file. Its kinds are a closed list: no sign-in sheets, no rosters of people served."""

    label = "佐证材料"
    key = ("title", "document_no")
    order = ("-dated_on", "title")
    listed = ("title", "kind", "clause", "dated_on", "document_no", "pages", "kept_at", "record")
    dated_by = "dated_on"
    done_by = ("dated_on",)
    rules = (Rule(("title", "path"), _lists_no_persons),)
    follows = {"path": ("sha256", _fingerprint)}  # noqa: RUF012  # a ClassVar in the base

    title = Text(
        "材料名称",
        required=True,
        aliases=(
            "名称",
            "材料",
            "佐证名称",
            "文件名称",
            "标题",
            "资料名称",
            "佐证材料名称",
            "佐证材料",
            "档案名称",
            "题名",
        ),
    )
    kind = Choice("类别", "evidence_kind", required=True, aliases=("材料类别", "材料类型", "类型", "资料类别"))
    clause = MultiChoice("对应条款", "clause", aliases=("条款", "标准条款", "对应标准"))
    record = RecordLink("所属记录", aliases=("记录", "关联记录"))
    document_no = Text("文号", aliases=("文件号", "材料文号", "编号", "文件编号", "档号"))
    dated_on = PartialDate("日期", aliases=("成文日期", "形成日期", "形成时间", "时间", "材料日期", "成文时间"))
    pages = Integer("页数", unit="页", aliases=("页", "张数"))
    copies = Integer("份数", unit="份", aliases=("份",))
    kept_at = Text("存放位置", aliases=("存放位置（柜、盒）", "柜号", "盒号", "存放地点", "档案位置", "档案盒"))
    path = FilePath("电子文件", aliases=("文件路径", "电子档", "路径", "存储路径"))
    sha256 = Text("校验值", aliases=("SHA-256", "SHA256", "文件校验值"), hint="登记时由程序记下，不用填")
    notes = Text("备注", lines=True, aliases=NOTES)
