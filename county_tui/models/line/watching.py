"""Words of watching people: they make a list of persons out of a label, so no label, title or role may hold them."""

from __future__ import annotations

import re

from county_tui.models.line.finding import Finding
from county_tui.models.line.reading import readable

_BETWEEN = re.compile(r"[\s._*·•~\-—–/|\\+#^\"'“”‘’]+")
_WATCHING = re.compile(
    r"重点(?:的|类)?(?:关注|管控|监控|稳控|关照|盯防|盯控|监管|监测|排查|摸排|布控|"
    r"帮教|管理|防控|跟踪|掌握|敏感|特殊|涉稳|管辖)*"
    r"(?:人员|人(?![群才文工力民居大物口社事道造均气生体次员])|人口|人物|对象|嫌疑)"
    r"|重点(?:关注|管控|监控|盯防|排查|摸排)(?:的)?(?:人群|群体|群众|家庭|户|名单|居民|村民)"
    r"|(?:关注|监控|监视|盯控|稳控|在控|列管|排查|摸排|研判|维稳|防范|敏感|可疑|高危|"
    r"危险|不稳定|跟踪|布控)(?:的)?(?:对象|人员|人头)"
    r"|管控|(?<![发公颁宣])布控|布控(?:对象|人|名)|稳控|盯防|盯控|盯梢|监视|"
    r"摸排的?(?:对象|人)|研判的?(?:对象|人)|涉稳|涉恐"
    r"|[黑灰]名单|涉[疆藏维访](?:人员|对象|人头)|blacklist|watchlist",
    re.IGNORECASE,
)


def watching_in(text: str) -> Finding | None:
    """A word of watching people in a label, name or title."""
    found = _WATCHING.search(_BETWEEN.sub("", readable(text)))
    if found is None:
        return None
    what = f"“{found.group()}”是管控人的用语，本台账只记本单位的工作，不给任何人分类建档"
    return Finding(what, "请改用所做工作的名称，如“政策宣传”“法律咨询”")
