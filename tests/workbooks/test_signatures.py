"""Lines to sign at, told from data."""

from __future__ import annotations

import pytest

from county_tui.workbooks.rows.signatures import is_signature_row


@pytest.mark.parametrize(
    "texts",
    [
        ["回访人：", "回访时间："],
        ["评审专家签字："],
        ["统计时间：2025年6月30日"],
        ["培训机构负责人（签字）", "学员代表签名"],
        ["监督人签名：见证人签名："],
        ["制表人：王敏审核人：李立"],
        ["见证单位（盖章）", "2025年6月30日"],
        ["帮扶责任人：", "王敏", "社区书记：", "李立"],
        ["班主任：", "年级组长：", "分管校长：", "2025年6月"],
        ["评审日期：年月日"],
        ["2025年6月30日", "经办人："],
    ],
)
def test_labels_to_sign_at_with_short_answers(texts: list[str]) -> None:
    assert is_signature_row(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["锦官驿街道", "联系人：王敏"],
        ["负责人", "王敏"],
        ["3", "双桂路街道", "备注：名称待定"],
        ["经办人：王敏，李立，何芳三人共同办理并已当场核对全部材料无误"],
        ["回访人：", "王敏", "李立", "何芳"],
        ["检查内容：是否签字"],
        ["王敏", "李立"],
    ],
)
def test_a_row_of_data_is_none(texts: list[str]) -> None:
    assert not is_signature_row(texts)
