"""Writes the Word templates that ship with the program: `python -m tools.make_documents`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = Path(__file__).parents[1] / "county_tui" / "data" / "documents"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # the same at every making
FONT = "仿宋_GB2312"
KINDS = (
    *("教育保障", "健康医疗", "就业创业", "社会保险", "住房保障"),
    *("法律援助", "户籍管理", "公共文化", "社会救助", "保障权利"),
)


def _document(title: str) -> Document:
    """A4 as official papers have it: 仿宋 16 points, lines of 28."""
    made = docx.Document()
    made.core_properties.created = made.core_properties.modified = MADE
    made.core_properties.author = "county-tui"
    page, style = made.sections[0], made.styles["Normal"]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin = Cm(2.8), Cm(2.6), Cm(3.7)
    style.font.name, style.font.size = FONT, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.line_spacing = Pt(28)
    style.paragraph_format.space_after = Pt(0)
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.font.size, run.font.name = Pt(22), "方正小标宋简体"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "方正小标宋简体")
    return made


def _write(made: Document, *texts: str) -> None:
    for text in texts:
        paragraph = made.add_paragraph(text)
        paragraph.paragraph_format.first_line_indent = Pt(32)


def _sign(made: Document) -> None:
    for text in ("{填报单位}", "{报出日期}"):
        made.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(made: Document, rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(12)


def summary() -> Document:
    """工作总结: what the registers can say of a period, with room for what they cannot."""
    made = _document("{填报单位}城市民族工作总结")
    _write(
        made,
        "（{期间}）",
        "一、工作队伍",
        "现有专职干部{件数 工作队伍 | 队伍类别=专职干部}名、兼职干部{件数 工作队伍 | 队伍类别=兼职干部}名、"
        "民族工作联络员{件数 工作队伍 | 队伍类别=民族工作联络员}名。期间培训{件数 活动 | 类别=业务培训}场次，"
        "参训{不同 参训人员 培训记录}人。",
        "二、阵地和服务",
        "建有阵地{件数 阵地}个，其中服务窗口{件数 阵地 | 类别=服务窗口}个。期间办理服务{件数 服务记录}件"
        "（上年同期{件数 服务记录 @上年同期}件），服务{合计 服务人次 服务记录}人次，"
        "办结{件数 服务记录 | 办理结果=办结}件。分类情况如下：",
    )
    rows = [
        (kind, f"{{件数 服务记录 | 服务类别={kind}}}", f"{{合计 服务人次 服务记录 | 服务类别={kind}}}")
        for kind in KINDS
    ]
    last = len(rows) + 1
    total = ("合计", f"{{=SUM(B2:B{last})}}", f"{{=SUM(C2:C{last})}}")
    _table(made, [("服务类别", "件数", "人次"), *rows, total])
    _write(
        made,
        "三、宣传教育和交往交流交融",
        "开展活动{件数 活动}场次，参与{合计 参与人次 活动}人次。发布宣传{合计 篇数 宣传月计}篇（件），"
        "阅读{合计 阅读量 宣传月计}次。主要活动有：",
        "{每条 活动 | 类别=交流联谊|宣传月}{开始日期}，{主办单位}举办“{名称}”。",
        "四、工作机制",
        "召开会议{件数 会议记录}次，督办事项{件数 督办事项}项，办结{件数 督办事项 | 状态=办结}项；"
        "有效协作协议{件数 协作协议}份，现行制度{件数 工作制度}项。",
        "五、存在的问题和下一步打算",
        "{填 文字}",
    )
    _sign(made)
    return made


def explanation() -> Document:
    """填报说明: what goes with the tables of a period, town by town."""
    made = _document("{期间}报表填报说明")
    _write(
        made,
        "一、填报范围。{区划}全部街道（乡镇），数据取自本单位{期间}的台账。",
        "二、与上年同期相比。服务{件数 服务记录}件，上年同期{件数 服务记录 @上年同期}件；活动{件数 活动}场次，"
        "上年同期{件数 活动 @上年同期}场次。变化较大的原因：{填 文字}。",
        "三、各街道（乡镇）情况：",
    )
    _table(
        made,
        (
            ("街道（乡镇）", "服务件数", "服务人次", "件均人次", "活动场次"),
            (
                "{每个 街道（乡镇）}",
                "{件数 服务记录}",
                "{合计 服务人次 服务记录}",
                "{=IFERROR(ROUND(C2/B2,1),0)}",
                "{件数 活动}",
            ),
            ("合计", "{=SUM(B2:B2)}", "{=SUM(C2:C2)}", "{=IFERROR(ROUND(C3/B3,1),0)}", "{=SUM(E2:E2)}"),
        ),
    )
    _write(made, "四、需要说明的其他事项：{填 文字}。", "填报人：{填报人}　　联系电话：{联系电话}")
    _sign(made)
    return made


def correction() -> Document:
    """更正函: that figures reported before are corrected, and why."""
    made = _document("关于更正{期间}报表数据的函")
    made.add_paragraph("{填 文字}：")
    _write(
        made,
        "我单位{期间}报表已于{填 日期}报送。经核对，{填 文字}表中下列数据有误，现予更正，原因是：{填 文字}。",
    )
    _table(made, (("项目", "原报数", "更正数"), ("{填 文字}", "{填}", "{填}"), ("{填 文字}", "{填}", "{填}")))
    _write(
        made,
        "更正后的报表随函报送（校验码：{校验码}）。由此带来的不便，敬请谅解。",
        "联系人：{填报人}　　联系电话：{联系电话}",
    )
    _sign(made)
    return made


def reminder() -> Document:
    """催报通知: to the places below that have not reported, or were sent back."""
    made = _document("关于催报{期间}报表的通知")
    made.add_paragraph("{未报单位}：")
    _write(
        made,
        "{期间}报表（{应报报表}）的报送时限为{报送时限}。截至{报出日期}，你单位尚未报送。"
        "请于{填 日期}前报送；确有困难的，请书面说明原因和报送日期。",
        "已退回、请改正后重报的单位：{退回单位}。",
        "联系人：{填报人}　　联系电话：{联系电话}",
    )
    _sign(made)
    return made


DOCUMENTS = {"工作总结": summary, "填报说明": explanation, "更正函": correction, "催报通知": reminder}


def main() -> None:
    """Write them into the package."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        make().save(str(FOLDER / f"{name}.docx"))


if __name__ == "__main__":
    main()
