"""Telling the rows of data from the rows that only help a reader's eye, each with its reason."""

from __future__ import annotations

import re

from county_tui.workbooks.cells import Row
from county_tui.workbooks.labels import squeeze

_TOTAL = re.compile(r"^[(（]?(?:合计|小计|总计|累计|共计|总合计|本页合计|本页小计)")
_FOOTER = re.compile(
    r"^(?:填报人|填表人|制表人|审核人|单位负责人|负责人签字|注|说明|备注|数据来源|资料来源|联系电话)[：:]"
)


class Skipper:
    """Says of each row after the header why it is no data, or None."""

    def __init__(self, labels: list[str]) -> None:
        """Take the header's leaf labels, to know a header repeated for print."""
        self._labels = [label for label in labels if label]

    def reason(self, row: Row) -> str | None:
        """Return the reason to leave a row out, or None for data."""
        filled = [cell for cell in row if cell is not None]
        if not filled:
            return "空行"
        first = filled[0]
        if isinstance(first, str):
            text = squeeze(first)
            if _TOTAL.match(text):
                return "合计行"
            if _FOOTER.match(text):
                return "表尾说明"
            if len(filled) == 1 and len(self._labels) > 2:
                return "分节行"
            if [squeeze(str(cell)) for cell in filled] == self._labels:
                return "重复的表头"
        return None
