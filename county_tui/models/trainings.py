"""培训记录: which training each of the staff took part in, and when (6.1.2)."""

from __future__ import annotations

from county_tui.models.kinds import Date, Decimal, Reference, Text
from county_tui.models.personnel import Personnel
from county_tui.models.register import Register


class Trainings(Register):
    """One line a person and training: who was trained in a period is told from here."""

    label = "培训记录"
    key = ("staff", "trained_on", "topic")
    dated_by = "trained_on"
    done_by = ("trained_on",)
    order = ("-trained_on", "topic")
    listed = ("staff", "trained_on", "topic", "hours", "organiser")

    staff = Reference(
        "参训人员",
        Personnel,
        required=True,
        aliases=(
            "姓名",
            "人员",
            "人员姓名",
            "参训人",
            "参训者",
            "培训对象",
            "参加人员",
            "参培人员",
            "学员",
            "学员姓名",
            "培训人员",
        ),
    )
    trained_on = Date(
        "培训日期", required=True, aliases=("培训时间", "日期", "参训日期", "参训时间", "培训开始时间", "参加时间")
    )
    topic = Text(
        "培训内容",
        required=True,
        aliases=("培训主题", "培训名称", "培训班名称", "培训项目", "内容", "课程", "课程名称", "主题", "培训班"),
    )
    hours = Decimal("学时", unit="学时", aliases=("培训学时", "课时", "培训课时", "学时数"))
    organiser = Text(
        "组织单位", aliases=("主办单位", "举办单位", "培训单位", "承办单位", "组织培训单位", "组织部门", "培训机构")
    )
