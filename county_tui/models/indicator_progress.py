"""指标进度: what an indicator had reached at the end of each period (4.4.5, 6.2)."""

from __future__ import annotations

from county_tui.models.indicators import Indicators
from county_tui.models.kinds import Decimal, PeriodName, Reference
from county_tui.models.register import Register


class IndicatorProgress(Register):
    """Typed actuals, kept for each period, so that an earlier table still finds its own."""

    label = "指标进度"
    key = ("indicator", "period")
    order = ("-period", "indicator")
    listed = ("indicator", "period", "actual")

    indicator = Reference("指标", Indicators, required=True, aliases=("指标名称", "考核指标", "指标内容"))
    period = PeriodName("期间", required=True, aliases=("时期", "统计期间", "报告期", "填报期间", "季度", "月份"))
    actual = Decimal(
        "完成值",
        least=None,
        required=True,
        aliases=("完成数", "实际完成", "实际值", "完成情况", "累计完成", "本期完成", "完成量"),
    )
