"""Words of watching people: they make a list of persons out of a label, so no label, title or role may hold them."""

from __future__ import annotations

import re

from county_tui.models.line.finding import Finding
from county_tui.models.line.pattern import Pattern
from county_tui.models.line.reading import readable

_BETWEEN = Pattern(r"[\s()（）\[\]【】〔〕._*·•~\-—–/|\\+#^\"'“”‘’]+")
_ACT = (
    "关注|管控|监控|监视|监管|监测|稳控|在控|可控|失控|帮控|盯防|盯控|盯梢|盯办|布控|排查|摸排|排摸|清查|研判|维稳|防范|防控|列管|"
    "帮教|管理|管辖|跟踪|掌握|关照|包保|涉稳|涉恐|涉访|敏感|可疑|高危|危险|风险|不稳定|不放心|特殊"
)
"""What is done to persons watched, and what they are called."""
_WATCHED = (
    "关注|管控|监控|监视|稳控|盯防|盯控|布控|在控|列管|排查|摸排|排摸|研判|维稳|防范|敏感|可疑|高危|危险|"
    "不稳定|不放心|跟踪|包保"
)
"""Of those, what makes watched persons of a plain noun; 管理人员 and 监测对象 of other work stay."""
_PERSON = "人员(?!密集)|人物|人口|人头|对象|嫌疑|分子|苗子|人(?![群才文工力民居大物口社事道造均气生体次员])"
_OF_THINGS = "(?<!质量|安全|成本|预算|进度|经费|交通|扬尘|火源|用电|消防|食品|风险)"
_WATCHING = Pattern(
    rf"重点[(（\[【〔]?(?:的|类|{_ACT})*(?:{_PERSON})|重点(?!岗位|企业|行业|单位|场所|项目|工程|部门|领域|培训|工种|人群)[一-鿿]{{0,4}}(?:人员(?!密集)|对象)|重点(?:{_ACT})的?(?:人群|群体|群众|家庭|户|名单|居民|村民)"
    rf"|(?:{_WATCHED})的?(?:人员|对象|人头|分子|人$)|{_OF_THINGS}(?<![分城保])管控(?![辍温制])|(?<![发公颁宣])布控|[稳帮]控(?![辍烟制])|盯(?:防(?![火汛灾疫溺])|[控梢人])|监视|涉(?:稳(?!岗)|恐)"
    r"|[黑灰]名单|(?:监控|监视|管控|关注|布控|摸排|研判|稳控)(?:对象)?名[单册]|涉[疆藏维访](?:人员|对象|人头)|[一-鿿]{0,3}[籍族](?:人员|群众|人口)?(?:摸排|排查|排摸|清查|核查)|blacklist|watchlist",
    flags=re.IGNORECASE,
)


def watching_in(text: str) -> Finding | None:
    """A word of watching people in a label, name or title."""
    found = _WATCHING.search(_BETWEEN.sub("", readable(text)))
    if found is None:
        return None
    what = f"“{found.group()}”是管控人的用语，本台账只记本单位的工作，不给任何人分类建档"
    return Finding(what, "请改用所做工作的名称，如“政策宣传”“法律咨询”")
