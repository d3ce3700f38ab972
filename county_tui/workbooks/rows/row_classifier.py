"""Separates data rows from totals, sections, footers and other rows, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from county_tui.workbooks.cells import Cell, CellRow
from county_tui.workbooks.header.grid import DASH, NUMBER, TEXT, kind_of
from county_tui.workbooks.header.label_features import is_demand, is_number_row, is_total
from county_tui.workbooks.header.labels import cell_text, is_placeholder_row
from county_tui.workbooks.header.units import is_unit_row
from county_tui.workbooks.rows.profile import Profile
from county_tui.workbooks.rows.signatures import SIGNED, is_signature_row
from county_tui.workbooks.rows.thresholds import (
    DOUBTFUL_COLUMNS,
    KEY_COLUMNS,
    LEAST_FULL,
    LONG_REMARK,
    NEARLY_ALL,
    USUAL_PART,
    WIDE,
)

BLANK = "空行"
LONELY = "只有一格有内容"
_ENDS_TOTAL = re.compile(r"(?:合计|小计|总计|共计)[：:]?$|^(?:合计|总计(?!划)|共计|小计)")
_IS_ITEM = re.compile(
    r"(?:资产|负债|权益|净值|原值|资金|收入|支出|收益|利润|费用|成本|工资|薪酬|补贴|津贴|奖金|经费|基数|基金|税金|税额|"
    r"存款|贷款|借款|债务|投资|拨款|捐款|保险|缴费|应收|应付|余额|金额|数量|面积|编制)(?:合计|总计|共计)[：:]?$"
)
"""A sum that is an entry of its own, as in a balance sheet: what is summed up is named, not whose it is.
Right under the header it is the sum of all the rest."""
_PEOPLE = (
    "填报人 填表人 填报 填表 制表人 制表 编制人 审核人 审核 复核人 复核 审批人 批准人 批准 单位负责人 "
    "单位领导 主管领导 分管领导 负责人 负责人签字 统计负责人 财务负责人 主管 经办人 经办 联系人 "
    "联系电话 电话 报出日期 填报日期 填表日期 制表日期 制表时间 填报时间 报送日期 填表时间 日期 "
    "填报单位 报送单位 单位 盖章 公章 签字 签章 会计 出纳 领导签字 校对 录入 审签 签发 领款人 记录人"
)
_NOTES = "注 备注 说明 填表说明 填报说明 填写说明 注释 附注 提示 注意 数据来源 资料来源 来源 指标解释 注意事项 要求"
_NOTE_NAMES = frozenset(_NOTES.split())
_NAMES = "|".join(sorted((_PEOPLE + " " + _NOTES).split(), key=len, reverse=True))
_FOOTER = re.compile(rf"(?:{_NAMES})\d?(?:[（(][^）)]*[）)])?(?:签字|签章|签名|盖章)?[：:]")
_DOUBT = re.compile(
    rf"承前页|过次页|total|[合小总累共]\s*计|总\s*数|^\s*(?:{_NAMES})[^\n]{{0,12}}[：:]|^[（(]?注[：:]|{SIGNED}[：:]|\{{",
    re.M | re.I,
)
_DOUBTFUL = ("计", "：", ":", "页", "otal", "OTAL", "{")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、", re.M)
_CONTINUED = re.compile(r"(?:.*[^续])?[（(]?续(?:上?表|前)?[一二三四五六七八九十\d]*[）)]?")
_REMARK = re.compile(r"注\d?[、.．\s]|[*※★]{1,3}.{8,}|[（(]?注[：:]")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十\d]+[章节部类批篇组题]|[IVXⅠ-Ⅻ]{1,4}[、.．]|\d{1,2}[、.．](?!\d))|"
    r".{1,20}[（(](?:共|合计)?\d+[所个人家项名户件处座条种门]+[）)]$"
)
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?|[IVXⅠ-Ⅻ]{1,4}")
_EXAMPLE = re.compile(r"[（(【]?(?:填写)?(?:示例|样例|范例|举例|例子|例如|例)(?:$|[】）):：\d])")
_ASIDE = re.compile(r"[（(\[【].+[）)\]】]")
_FIGURE = re.compile(r"[约近超第]?[\d０-９]|(?:无|暂无|缺|…|……|待定|不详)$")
"""What stands in a column of numbers and explains nothing: 12人次, 约100, 无."""


@dataclass(slots=True)
class _RowView:
    """One row under inspection: its own texts and kinds, and how full it is with merges filled."""

    texts: list[str]
    kinds: list[str]
    own: list[int]
    full: int
    widest: int

    @property
    def non_dash(self) -> list[int]:
        """The columns with more than a dash."""
        return [column for column in self.own if self.kinds[column] != DASH]

    @property
    def lead(self) -> str:
        """The first text of the row."""
        return self.texts[self.own[0]]


class RowClassifier:
    """Classifies the rows below a header, from top to bottom: a reason to leave a row out, or None for data."""

    def __init__(self, profile: Profile, is_own: bool = False) -> None:
        """Take the table's profile; under a header of this program's own (`is_own`) no explanations stand."""
        self._profile = profile
        self._rules = [rule for rule in RULES if not is_own or rule not in EXPLANATIONS]
        self._plenty = max(LEAST_FULL, USUAL_PART * profile.usual)
        self._seen_data = False
        self._in_footer = False
        self._after_heading = True

    def are_all_plain(self, columns: Sequence[Sequence[Cell]], blanks: Sequence[int]) -> bool:
        """True if some rows, given as columns and counts of blank cells, are data beyond doubt.

        Nearly all rows of a long table go this way, so it looks at whole columns.
        """
        if not self._seen_data or self._after_heading or len(columns) - max(blanks) < self._plenty:
            return False
        if any(self._raises_questions(n, column) for n, column in enumerate(columns[:DOUBTFUL_COLUMNS])):
            return False
        self._in_footer = False
        return True

    def _raises_questions(self, number: int, column: Sequence[Cell]) -> bool:
        """True if a column holds a text that a total, a footer or a repeated header begins with."""
        labels = self._profile.labels
        if number < len(labels) and labels[number] in column:
            return True
        joined = "\n".join([cell for cell in column if type(cell) is str])
        if "、" in joined and _NUMBERED.search(joined):
            return True
        return any(mark in joined for mark in _DOUBTFUL) and _DOUBT.search(joined) is not None

    def reason(self, row: CellRow, full: int = 0, widest: int = 1, tall: frozenset[int] = frozenset()) -> str | None:
        """Return why a row is left out, or None.

        `tall` are its columns merged far down, `full` counts its other cells with merges filled, `widest` is the
        widest merge that starts in it.
        """
        is_settled = self._seen_data and not self._after_heading
        reason = None if is_settled and self._is_plain(row, widest) else self._apply_rules(row, full, widest, tall)
        if reason is None:
            self._seen_data = True
            self._in_footer = self._after_heading = False
        return reason

    def _is_plain(self, row: CellRow, widest: int) -> bool:
        """True for a full row whose first cells raise no question."""
        if widest > 2 or len(row) - row.count(None) < self._plenty:
            return False
        firsts = zip(row[:DOUBTFUL_COLUMNS], self._profile.labels, strict=False)
        return not any(
            isinstance(cell, str) and (cell == label or _NUMBERED.match(cell) or _DOUBT.search(cell))
            for cell, label in firsts
        )

    def _apply_rules(self, row: CellRow, full: int, widest: int, tall: frozenset[int]) -> str | None:
        """Return the reason of the first rule that applies."""
        texts = [cell_text(cell) for cell in row]
        kinds = [kind_of(cell, text) for cell, text in zip(row, texts, strict=True)]
        own = [column for column, text in enumerate(texts) if text and column not in tall]
        if not own:
            return BLANK
        view = _RowView(texts, kinds, own, max(full, len(own)), widest)
        return next((reason for rule in self._rules if (reason := rule(self, view))), None)

    def placeholder(self, view: _RowView) -> str | None:
        """What a program was to replace: {{name}}, {count}."""
        return "模板占位行" if is_placeholder_row(view.texts) else None

    def repeated(self, view: _RowView) -> str | None:
        """Reason for a header or title repeated on each page."""
        headings = self._profile.headings
        same = sum(c < len(headings) and view.texts[c] in headings[c] for c in view.own)
        if same >= 2 and same >= 0.6 * len(view.own):
            self._after_heading = True
            return "重复的表头"
        if self._seen_data and self._is_title_again(view):
            self._after_heading = True
            return "重复的标题"
        if self._seen_data and self._after_heading and is_number_row(view.texts):
            return "栏次行"
        return None

    def _is_title_again(self, view: _RowView) -> bool:
        """True for what stood above the header, or 续表."""
        if len(view.own) == 1 and _CONTINUED.fullmatch(view.lead):
            return True
        return len(view.lead) > 3 and view.lead in self._profile.above and len(view.own) <= self._profile.usual / 2

    def total(self, view: _RowView) -> str | None:
        """合计, 小计 and the like among the first texts."""
        texts = [column for column in view.own if view.kinds[column] == TEXT]
        for column in view.own[:4]:
            if view.kinds[column] == TEXT:
                text = view.texts[column]
                if is_total(text):
                    return "合计行"
                if self._seen_data and _IS_ITEM.search(text):
                    continue
                if all(_ENDS_TOTAL.search(view.texts[c]) for c in texts):
                    return "合计行"
        return None

    def footer(self, view: _RowView) -> str | None:
        """Who filled the form in, sources and notes; and what follows them."""
        if is_signature_row([view.texts[column] for column in view.own]):
            self._in_footer = True
            return "表尾说明" if self._seen_data else "填表说明"
        is_note = view.lead in _NOTE_NAMES and len(view.own) == KEY_COLUMNS and view.widest > KEY_COLUMNS
        if is_note or _FOOTER.match(view.lead) or _REMARK.match(view.lead):
            self._in_footer = True
            return "表尾说明" if self._seen_data else "填表说明"
        if self._in_footer and len(view.own) <= 2 and view.full < self._plenty:
            return "表尾说明"
        return None

    def demand(self, view: _RowView) -> str | None:
        """Reason for a row between header and data: instructions, an example, an explanation."""
        if self._seen_data:
            return None
        if _EXAMPLE.match(view.lead):
            return "示例行"
        demands = sum(is_demand(view.texts[column]) for column in view.own)
        if demands >= 2 and demands >= 0.5 * len(view.own):
            return "填写要求"
        if is_unit_row(view.texts):
            return "计量单位行"
        if len(view.own) > 1 and all(_ASIDE.fullmatch(view.texts[column]) for column in view.own):
            return "表头下的说明行"
        figures = [c for c in view.own if c < len(self._profile.kinds) and self._profile.kinds[c] == NUMBER]
        words = [c for c in figures if view.kinds[c] == TEXT and not _FIGURE.match(view.texts[c])]
        if len(words) >= 2 and len(words) >= 0.8 * len(figures):
            return "表头下的说明行"
        return None

    def section(self, view: _RowView) -> str | None:
        """Reason for a section heading or a remark."""
        if len(view.non_dash) == 1 and _SECTION.match(view.lead) and len(view.own) > 2:
            return "分节行"
        if view.full >= max(2.0, USUAL_PART * self._profile.usual) and view.widest == 1:
            return None
        if len(view.own) == 2 and self._profile.usual >= 4 and _is_ordinal_and_name(view):
            return "分节行"
        if len(view.own) != 1:
            return None
        column, text = view.own[0], view.lead
        is_text, labels = view.kinds[column] == TEXT, self._profile.labels
        if not is_text and len(labels) > 1 and _is_serial(labels, column):
            return "只有序号"
        is_numbered = view.widest > 1 or bool(_SECTION.match(text))
        if self._profile.usual >= WIDE and view.full == 1 and not (is_text and (is_numbered or self._is_key(column))):
            return LONELY
        usual_length = self._profile.lengths[column] if column < len(self._profile.lengths) else 0
        if len(text) > LONG_REMARK and len(text) > 2 * usual_length:
            return "说明"
        stands_out = is_numbered or self._is_out_of_kind(column) or self._lacks_serial(column)
        return "分节行" if is_text and stands_out and self._profile.usual > 1 else None

    def _lacks_serial(self, column: int) -> bool:
        """True for a text beside the blank cell of a serial number that nearly all rows have."""
        labels, filled = self._profile.labels, self._profile.filled
        serial = next((number for number, label in enumerate(labels) if label), column)
        return serial < column and _is_serial(labels, serial) and filled[serial] >= NEARLY_ALL

    def _is_key(self, column: int) -> bool:
        """True for one of the first columns with a label, which name a record."""
        return sum(map(bool, self._profile.labels[:column])) < KEY_COLUMNS

    def _is_out_of_kind(self, column: int) -> bool:
        """True for a text in a column of numbers, dates or serial numbers, or in no column at all."""
        kinds = self._profile.kinds
        return column >= len(kinds) or kinds[column] != TEXT or _is_serial(self._profile.labels, column)


RULES: tuple[Callable[[RowClassifier, _RowView], str | None], ...] = (
    RowClassifier.placeholder,
    RowClassifier.repeated,
    RowClassifier.total,
    RowClassifier.footer,
    RowClassifier.demand,
    RowClassifier.section,
)
EXPLANATIONS = (RowClassifier.placeholder, RowClassifier.demand)


def _is_serial(labels: Sequence[str], column: int) -> bool:
    """True for the column that only counts the rows."""
    return column < len(labels) and labels[column].rstrip("*") in ("序号", "序", "编号", "行次", "No.", "NO.")


def _is_ordinal_and_name(view: _RowView) -> bool:
    """True for 一 | 基础设施."""
    first, second = (view.texts[column] for column in view.own)
    return bool(_ORDINAL.fullmatch(first)) and view.kinds[view.own[1]] == TEXT and bool(second)
