"""Features of header texts: how much a text reads as a column title, and rows recognised by pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from county_tui.workbooks.header.grid import BLANK, DASH, DATE, NUMBER
from county_tui.workbooks.header.labels import has_han, is_placeholder
from county_tui.workbooks.header.thresholds import FEW_TEXTS, QUESTION_SCORE
from county_tui.workbooks.header.units import is_unit

_NOUNS = (
    "序号 编号 代码 编码 名称 姓名 性别 年龄 日期 时间 年度 年份 月份 季度 单位 部门 科室 地区 区域 "
    "区划 省份 城市 市州 市（州） 区县 区（县） 县区 县（市、区） 县市区 乡镇 街道 社区 村 省 市 县 "
    "区 镇 地址 地点 位置 住址 电话 手机 号码 邮箱 传真 邮编 职务 职称 职业 岗位 学历 学位 专业 学校 "
    "院校 学院 班级 年级 学号 工号 民族 籍贯 面貌 证件 类别 类型 种类 性质 级别 等级 层次 批次 规格 "
    "型号 品牌 数量 金额 单价 总价 价格 费用 经费 资金 预算 决算 收入 支出 合计 小计 总计 其中 其他 "
    "比例 比重 占比 增长 增速 同比 环比 指数 指标 目标 面积 长度 重量 容量 产量 产值 总值 余额 成本 "
    "利润 税 分数 成绩 得分 排名 名次 状态 情况 结果 原因 内容 事项 项目 科目 课程 教师 学时 学分 "
    "备注 说明 注释 来源 依据 文号 标题 题目 主题 简介 摘要 意见 建议 措施 负责人 联系人 经办人 "
    "责任人 所在地 户主 频次 人次 方式 方法 途径 渠道 标准 要求 条件 期限 开始 结束 起止 计划 实际 "
    "上年 本年 上月 本月 累计 领域 范围 对象 作者 出版社 书名 职责 特长 签名 签字 身份 生日 出生年月 "
    "期末 期初 总量 总额 人员 人口 户数 教材 教室 星期 节次 周次 版本 用途 款项 摘由 印章 电力 办法 "
    "简称 全称 频度 省（区、市） 增减 完成"
)
_COMMON = frozenset(_NOUNS.split())
_ENDINGS = tuple(_COMMON)
_LABEL_END = re.compile(r"[号码名类型级量值费款率比期度址额数价别务称位式况注者人员%‰％]$")
_BRACKET_END = re.compile(r"[（(\[【][^（()）]{1,12}[）)\]】]$")
_PERIOD = re.compile(
    r"(?:(?:19|20)?\d\d年(?:度|末|底|以前|以后|以来)?|(?:(?:19|20)\d\d年)?\d{1,2}[-~至—]?(?:\d{1,2})?月份?|(?:19|20)\d\d年?[-~—至](?:19|20)?\d\d年?度?|"
    r"(?:(?:19|20)\d\d年)?第?[一二三四1-4]季度?|[一二三四五六七八九十]{1,2}月份?|上半年|下半年|全年|星期[一-日天]|周[一-日天]|第[一二三四五六七八九十\d]+[周节次年批期])"
)
_YEAR = re.compile(r"(?:19[4-9]|20[0-9])\d")
_MONTH_CODE = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])")
_VALUE_WORDS = (
    "是 否 有 无 男 女 汉族 彝族 藏族 羌族 回族 本科 专科 大专 中专 研究生 硕士 博士 高中 初中 党员 "
    "中共党员 群众 团员 在用 停用 合格 不合格 优秀 良好 已完成 未完成 国家级 省级 市级 县级 "
    "公办 民办 在职 退休 在编 教授 副教授 讲师 助教 未婚 已婚 满 良 全日制 全国 必修 选修 考试 考查 "
    "城镇 农村 普通话 办结 现行"
)
TICKS = frozenset("√×✓✔✗✘○●〇◎△▲■□☆★")
_VALUES = TICKS.union(_VALUE_WORDS.split())
_PLACE_END = re.compile(
    r".(?:[省市州县区镇乡村]|街道|社区|自治区|大学|学院|中学|小学|幼儿园|公司|集团|厂|局|厅|委员会|部|医院|研究院|所|站|馆|中心|协会|银行|支行|办事处|办公室)$"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE_END = re.compile(
    r"(?:[^代水电]表|[名手]册|[^名]名单|台账|一览|目录|清单|通知|方案|公示|名录|明细|汇总|统计|简介|公告|公开)(?:[（(].*[）)])?$"
)
_SENTENCE = re.compile(r"[。；;！!？?]|，.*，|请|务必|不得|必须|应当|填写|填入|如下")
_META = re.compile(
    r"^(?!其中|包括|含|按)[^：:]{1,12}[：:]|^(?:附件|附表|附)\s*[\d一二三四五六七八九十]*[-—\d]*[：:]?$|^表\s*[\d一二三四五六七八九十]+[-—.\d]*[：:]?$|"
    r"^[(（]?(?:货币|计量|金额)?单位(?:[:：].{0,12}|[万亿]?元|人|%)[)）]?$|^第\d+页|^共\d+页|^截[止至](?:目前|.{0,4}\d.*[年月日时底末止])?$|^<<|^返回(?:目录|首页|主页|封面|上一页)?$"
)
_FULL_DATE = re.compile(
    r"[（(]?(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(?:\d{2,4})?年\d{0,2}月\d{0,2}日)[）)]?"
)
_SEAL_END = re.compile(r"[（(](?:盖章|公章|章|签章|签字|签名)[）)]$")
_UNIT_NOTE = re.compile(r"(?:^|[（(金额货币计量])单位[:：]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_TOTAL = re.compile(
    r"(?:[一二三四五六七八九十\d]+[、.])?(?:本[页月季年]|全[年区县市省]|总|年度)?(?:合计|小计|总计|共计|累计|总数)数?(?:[（(：:].*)?|"
    r"承前页|过次页|(?:sub|grand)?total",
    re.I,
)
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z\d]|[^\W\d_\x00-\x7f\u2150-\u218f\u3400-\u9fff\uff00-\uffef]")
_DEMAND = re.compile(
    r"必填|选填|可选|单选|多选|自动编号|请|填写|填入|格式|下拉|如[：:]|例[：:如]|不能为空|字符|YYYY|yyyy|\d+位|不超过\d|"
    r"^(?:文本|数字|数值|日期|是/否)$"
)
_QUESTION = re.compile(r"[？?](?:[（(\[【][^（）()]*[）)\]】])?$|[（(\[【](?:单选|多选|可多选|打分|填空)")
_STEMS = "甲乙丙丁戊己庚辛壬癸"

_LEAD = frozenset({"栏次", "行次", "列次", "行号", "序号", "栏目", "项次", "编号", "列号", "栏号", "-", "—", "*", "**"})


@lru_cache(maxsize=1 << 14)
def is_meta(text: str) -> bool:
    """True for a text such as 填报单位：…, 附件1 or 单位：元 that stands round a table, never in its header."""
    name = text.split("：")[0].split(":")[0]
    return bool(_META.search(text)) and (not _BRACKET_END.search(name) or bool(_SEAL_END.search(name)))


def is_outside_table(text: str, company: int = 1) -> bool:
    """True for a text outside the table: a title, a remark, a date, a lone unit.

    `company` counts the texts of its row: among many, 学时 titles a column.
    """
    is_lone_unit = company <= FEW_TEXTS and is_unit(text)
    return is_meta(text) or is_title(text) or is_lone_unit or bool(_FULL_DATE.fullmatch(text))


def is_unit_note(text: str) -> bool:
    """True for 单位：万元 and its like, which stand right above a header."""
    return bool(_UNIT_NOTE.search(text))


def is_section(text: str) -> bool:
    """True for a text with the number of a section: 一、收入, （二）支出."""
    return bool(_NUMBERED.match(text))


def is_total(text: str) -> bool:
    """True for 合计, 小计, 本页合计 and the like."""
    return bool(_TOTAL.fullmatch(text))


def is_title(text: str) -> bool:
    """True for a text that names a whole table."""
    return len(text) >= 5 and bool(_TITLE_END.search(text))


def is_period(text: str) -> bool:
    """True for a year, month, quarter or week that may well title a column."""
    return bool(_PERIOD.fullmatch(text) or _YEAR.fullmatch(text) or _MONTH_CODE.fullmatch(text))


def is_demand(text: str) -> bool:
    """True for a text that says what to fill into a column: 必填, 11位手机号, 下拉选择."""
    return bool(_DEMAND.search(text))


def is_foreign(text: str) -> bool:
    """True for a text in other letters, which may translate the Chinese one above it."""
    return bool(_FOREIGN.search(text)) and not has_han(text) and not is_placeholder(text)


@lru_cache(maxsize=1 << 16)
def label_score(text: str, kind: str) -> float:
    """Score a cell on its own from -1 (a value or a note) to 1 (a column title)."""
    if kind == BLANK:
        return 0.0
    if is_period(text):
        return 0.45
    if kind == NUMBER:
        return -0.8
    if kind == DATE:
        return -0.3
    if kind == DASH or text in _VALUES:
        return -0.6
    if is_placeholder(text):
        return -1.0
    bare = text.strip("*＊★▲")
    if bare in _COMMON:
        return 1.0
    if _QUESTION.search(bare):
        return QUESTION_SCORE
    return max(-1.0, min(1.0, _shape(bare) + _ending(bare)))


def _ending(text: str) -> float:
    """Score the end of a text: nouns of column titles and bracketed units up, places and table titles down."""
    if is_title(text):
        return -0.7
    if _BRACKET_END.search(text) and len(text) <= 30:
        return 0.5
    if text.endswith(_ENDINGS) and not _PLACE_END.search(text):
        return 0.6
    if _PLACE_END.search(text):
        return -0.2
    if _LABEL_END.search(text):
        return 0.35
    return -0.15 if len(text) in (2, 3) and text[0] in _SURNAMES else 0.0


def _shape(text: str) -> float:
    """Score the shape of a text: short words up; codes, sentences and remarks down."""
    rating = 0.3
    if len(text) > 16:
        rating -= 0.3 if len(text) <= 32 else 1.2
    if re.search(r"\d{5,}|[A-Za-z]+-?\d{2,}", text):
        rating -= 0.6
    if _SENTENCE.search(text):
        rating -= 0.6
    if is_meta(text):
        rating -= 0.7
    return rating


def is_number_row(texts: Sequence[str]) -> bool:
    """True for a row that numbers the columns: 甲 乙 1 2, A 1 2, （1）（2）, A B C, 栏次 1 2=3+4."""
    tokens = [text for text in texts if text]
    if len(tokens) < 3:
        return tokens in (["甲", "乙"], ["栏次", "1"])
    if tokens[0] in _LEAD or (tokens[0] in "Aa" and _ordinal(tokens[1]) == 1):
        tokens = tokens[1:]
    stems = 0
    while stems < len(tokens) and tokens[stems] in _STEMS and len(tokens[stems]) == 1:
        if _STEMS.index(tokens[stems]) != stems:
            return False
        stems += 1
    rest = [token for token in tokens[stems:] if token not in _LEAD]
    if not rest:
        return stems >= 2
    if _is_alphabet(rest):
        return True
    numbers = [_ordinal(token) for token in rest]
    if None in numbers:
        return False
    first = numbers[0]
    runs = first is not None and numbers == list(range(first, first + len(numbers)))
    marked = stems > 0 or len(tokens) < len([text for text in texts if text]) or any(not t.isdigit() for t in rest)
    return runs and first in (0, 1, stems + 1) and (len(rest) >= 3 or marked)


def _is_alphabet(tokens: list[str]) -> bool:
    """True for A B C=A+B … with at least three letters."""
    letters = [re.split("[=＝]", token)[0] for token in tokens]
    return len(tokens) >= 3 and "".join(letters).upper() == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(tokens)]


def _ordinal(token: str) -> int | None:
    """Read 3, （3）, ③ or 3=1+2 as 3."""
    if "①" <= token[0] <= "⑳" and token[1:2] in ("", "=", "＝", "≤", "≥"):
        return ord(token[0]) - ord("①") + 1
    match = re.fullmatch(r"[（(\[]?(\d{1,3})[)）\].]?(?:栏)?(?:[=＝≤≥].*)?", token)
    return int(match[1]) if match else None
