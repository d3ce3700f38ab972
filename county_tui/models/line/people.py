"""A person's ethnicity or religion in a text closed up; festivals, places, crafts, languages and groups stay free.

A people's name is refused unless what follows says that no person is meant: a rule the other way round would have to
know every person's name.
"""

from __future__ import annotations

import re

from county_tui.models.line.faiths import says_faith
from county_tui.models.line.finding import Finding
from county_tui.models.line.names import ALONE, CALLED, COLLECTIVE, LONE, NAME, PLACES_OF_PEOPLES, ROLE, SYLLABLES
from county_tui.models.line.pattern import Pattern
from county_tui.models.line.people_words import (
    BEGINS_OF_MANY,
    CRAFT_ENDS,
    CRAFTS,
    CULTURE,
    DOINGS,
    FOR_MANY,
    OCCASION_ENDS,
    OCCASIONS,
    PEOPLES,
)
from county_tui.models.line.rows import is_row

ETHNICITY = Finding("写明了某个人的民族，本台账不记录任何人的族别", "请删去族别和姓名，只写办了什么事")
RELIGION = Finding("写明了某个人的宗教信仰，本台账不记录任何人的信仰", "请删去这部分，只写办了什么事")

_PEOPLE = Pattern(
    rf"(?:{PEOPLES})(?:(?<!内蒙古)民?族|z[uú])(?!区)|(?<![A-Za-z])(?i:hui|yi|[zc]ang|qiang|miao|wei(?:wuer)?|meng(?:gu)?|tujia|hasake)(?:族|zu)|[维哈柯蒙朝]族|(?:藏|回|彝|"
    rf"羌|苗|维)(?:民|胞)(?![主生政族间营宗])|维吾尔(?:人|裔)|(?:藏|羌|彝|苗|土|侗|傣|壮|瑶|畲|回|白)家(?={LONE})|少数民族",
    needs="族zZ民胞尔家",
)
_FURTHER_PEOPLE = Pattern(
    rf"(?:[、和与及或,，/]|以及|等)*(?:{_PEOPLE.source})|(?:[、和与及或,，/]|以及|等)+(?:{PEOPLES})(?:族|[、和与]|等)"
)
_AFTER = Pattern(
    rf"[一-鿿]{{0,4}}(?:{CRAFTS}|{CRAFT_ENDS})|(?:的|之|传统|特色|民间|优秀|地方|古老|民俗|原生态|风味|[现古当]代|非遗|经典)*(?:{CULTURE})"
)
"""What a people's name belongs to, so that it says nothing of a person."""
_OF_CULTURE = Pattern(rf"(?:{CULTURE})(?!老师|教师|师傅)")
_ANOTHER_PEOPLE = Pattern(rf"(?:{PEOPLES})族")
_COLLECTIVE = Pattern(rf"(?:{ROLE}|{COLLECTIVE})*?(?:{COLLECTIVE})(?:{ROLE}|{COLLECTIVE})*")
_ROLE = Pattern(rf"(?:{ROLE})+")
_SOME = Pattern(
    r"(?<![0-9.])[1-4](?:余)?(?:人(?!次)|名|位|户|例|家(?!企)|对)|(?<![十百千万第])[一两二三四](?:人|名|位|户|例|对|家(?![企单店庭]))(?!次)"
)
_MANY = Pattern(
    r"(?:[0-9]{2,}|(?<![0-9.])[5-9]|[五六七八九十百千万数多若]|余)(?:余|多|来|几)?"
    r"(?:人|名|位|户|份|家|个|场|套|次|对|件|本|%)|们|[0-9]人次|占比|群体|等|各|代表"
)
_FOR_MANY = Pattern(rf"(?:{FOR_MANY}|[这一那][群批]|一个个|许多)[^,，。;；]{{0,6}}$")
_TOWARDS = Pattern(rf"(?:[向使让对给把]|带领|团结|{FOR_MANY})(?:广大|部分|全[市县区省]|各地|辖区)?$")
"""How an office turns to a group."""
_END = (
    r"(?:活动|工作|服务|参观|体验|排练|开幕式?|[会节赛展课]|进[社校学机企万乡军][区园校关业家村营]|[0-9]+[场次期])?"
    r"[》”）)]?(?=$|[,，。;；、:：《“（(])"
)
"""How the name of an occasion may go on to the end of its clause."""
_CRAFT = Pattern(rf"[^,，。;；:：]{{0,12}}?(?:{CRAFTS}|{CRAFT_ENDS}){_END}")
"""So plainly of a culture that what stands before may begin like a name."""
_TAIL = Pattern(rf"[^,，。;；:：]{{0,12}}?(?:{CRAFTS}|{OCCASIONS}|{CRAFT_ENDS}|{OCCASION_ENDS}){_END}")
_OCCASION = Pattern(rf"(?:{CRAFTS}|{OCCASIONS})")
_MATTER = Pattern(rf"(?:{CRAFTS}|{OCCASIONS})|(?:登记|咨询|办理|协调|调解|代办|转办)(?:问题|工作)?$")
_DOING = Pattern(rf"(?:{DOINGS})")
_COUNTED = Pattern(
    r"(?:群众|居民|人口)?(?:约|共|有)?([0-9]{1,7}(?:\.[0-9]+)?[百千万亿]?)(?:余|多)?(?:人|名|户|家|位|%|(?=[、（(]|$))"
)
FEW = 4
"""The most who are still told apart: counts of so few are not kept with what they belong to."""
_BEGINS_OF_MANY = Pattern(rf"(?:{BEGINS_OF_MANY}|{CRAFTS}|{CRAFT_ENDS}|{OCCASIONS})")
_NAMED_DOING = Pattern(rf"([一-鿿·]{{2,9}}?)(?:{DOINGS})")
_HANDLED = Pattern("[送来办领被求](?!甫)")
"""What one person does or has done to them, even where what follows could be a craft: 藏族夺机送来锦旗."""
_HUMAN = Pattern(
    r"(?:群众|同胞|居民|[村市]民|乡亲|党员|干部|职工|员工|人员|农民工|家长|留学生|毕业生|代表|学员|选手|籍)$"
)
"""What stands before a name; after it, what is short and no work of an office is one."""
_TEACHES = Pattern(r"(?:教[授学唱]?|主讲|讲[解授述]?|传授|演示|示范|介绍|展示|[弹演]奏|演唱|表演|带来|学习)$")
"""What somebody shows of a people's culture, and is not said to be of it."""
_OF_AN_OFFICE = Pattern(
    r"[省市州县区镇乡]$|(?:街道|社区|[乡镇]|局|委|办事?处?|中心|站)(?:联合|共同|组织|开展|举办|慰问|走访|邀请|现|共|有)+$"
)
_WITH_A_THING = Pattern(
    rf"(?:{CRAFTS}|沙朗|萨朗|麦西热?[来莱]?[甫普]|木卡姆|赛乃姆|热巴|多声部|[节舞歌画戏剧鼓笛染雕腔饭糕饼粑菜馕语]|[羌彝藏苗蜀月马][绣琴锦])$"
)
"""Names of persons end on the other words that crafts end on, as 代晓琴."""
LONGEST_LISTED = 6
_GIVEN = Pattern(
    rf"(?!{BEGINS_OF_MANY}|{OCCASIONS}|[征送了听宣讲解帮问询排收发开介倾交拉沟察摸])[一-鿿·]{{2,6}}[,，](?:送|发放?|慰问金?|[0-9]+元)"
)
"""What an office brings somebody, behind what can be a name."""
LONGEST_NAME = 3
"""Characters of a name that stands alone behind a group's noun: 走访信教群众佟丽."""
_ALL_SYLLABLES = Pattern(f"[{SYLLABLES}来日火都以衣旺丹真泽措且坡美意者]{{3,6}}")
"""A clause of nothing but what names of the region's peoples are made of."""
_FOR_A_GROUP = Pattern(r"(?:人数|绘本|读物|提供|开展|举办|讲解|送去|发放|搭建|解读|普及|设立|开设|共同|一起|同台)")
_LONE = Pattern(
    rf"(?:{LONE})(?!们|[的之]?(?:{CRAFTS}|[舞歌队茶班]|刺绣|达体|合[唱作]|[创就]业|联谊|协会|培训|技能|夜校))"
)
_NAME = Pattern(NAME)
_LEARNT = Pattern(r"(?:走进|了解|认识|关于|学习|感受|体验|介绍|探访|品味|离不开|(?:^|[,，])在|[0-9五十六]+个民族)$")
_OWNER = Pattern(
    rf"(?:老板|店主|摊主|经理|师傅)(?:{NAME}|[一-鿿]某|[一-鿿]{{2,4}}?(?:{DOINGS}|楼[上下]))|[一-鿿]某(?![某县区镇街社])",
    needs="板主理傅某",
)
_ENDS_WITH_NAME = Pattern(rf"(?:{NAME})[,，(（]?$")
_PLACE = Pattern(
    rf"(?:(?:{PEOPLES})族)*(?:[聚散]居[区乡镇村地县社]|自治|乡(?![亲党邻里村土])|镇|村(?!民)|县)|(?:寄宿制?|双语|实验|希望|中心|民族)*(?:小学(?!生|文化|毕业)|中学(?!生|文化|毕业)|学校)|新年|火把|年(?![轻龄纪老长幼])"
)
_ALONE = Pattern(ALONE)
_SURELY_A_NAME = Pattern(rf"(?:{CALLED})$")
_ONE = Pattern(
    r"(?:(?<![0-9第])[1-4]|(?<![十第每])[一二两三四]|[该某])(?:名|位|"
    r"个|户|对|家(?!亲))(?:\w{0,3})$|(?:某|该|本人|其|系|身份[为是])(?:[是为系]|"
    r"属于?)?(?:一?[名位个])?$"
)
_IS = Pattern(r"(?:系|属于|[一-鿿]{2,3}(?:是|为)|^是|本人是)$")
_PLACES = Pattern(rf"^(?:四川|{PLACES_OF_PEOPLES})+[省市县州区]?")
_FURTHER_FIELD = Pattern(
    r"[、,，/;；](?:[男女]|[0-9]{1,3}岁|(?:19|20)[0-9]{2}年|初中|高中|小学|中专|大专|本科|文盲|未婚|已婚|离异|丧偶|务工|无业|退休|"
    r"党员|团员|群众|个体|户籍|现住|住|不[会懂识])"
)
"""What a form says next of a person, in the same brackets."""
_OPENING, _CLOSING = tuple("(（[【〔〈<「『{"), tuple(")）]】〕〉>」』}")
_NOUN_CLOSED = Pattern(rf"(?:{COLLECTIVE}|{ROLE}|{LONE})[)）\]】]")
_BELIEVERS = Pattern(
    r"穆斯林|僧人|阿訇|喇嘛(?![庙寺])|道士|尼姑|信教|信佛|信众|信徒|教友|居士|(?:基督|天主|佛|教)徒|(?:伊斯兰|佛|道|基督|天主)教(?![徒堂院协会]|三自|爱国)",
    needs="穆教信徒士友僧訇嘛尼",
)


def _clause(words: str) -> str:
    """What follows up to the end of its clause."""
    return re.split(r"[,，。;；!！?？]", words, maxsplit=1)[0]


def _names_someone(clause: str) -> bool:
    """Whether a clause reads as a name of whatever tongue and what its bearer does."""
    doing = _NAMED_DOING.match(clause)
    return doing is not None and _OCCASION.search(doing[1]) is None


def _names_several(clause: str) -> bool:
    """Whether a clause is a list of what can only be names: short, and nothing of what is said of groups."""
    items = clause.split("、")
    return len(items) > 1 and all(
        2 <= len(item) <= LONGEST_LISTED and not (_BEGINS_OF_MANY.match(item) or _HUMAN.search(item)) for item in items
    )


def _means_many(rest: str, before: str) -> bool:
    """Whether a noun for persons after a people's name means many; `rest` begins with the noun."""
    collective, role = _COLLECTIVE.match(rest), _ROLE.match(rest)
    noun = collective or role
    if noun is None or _ONE.search(before):
        return False
    following = rest[noun.end() :]
    if _FURTHER_PEOPLE.match(following):
        return True
    clause = _clause(following)
    named = following.lstrip(":：,，(（-的")
    if _NAME.match(named) or _ALL_SYLLABLES.fullmatch(clause) or _SOME.search(clause):
        return False
    begins = _BEGINS_OF_MANY.match(clause) is not None
    if not begins and (_names_someone(_clause(named)) or _GIVEN.match(named)):
        return False
    if collective:
        if begins or len(clause) < 2 or not _HUMAN.search(collective.group()):
            return True
        if _names_several(clause):
            return False
        return (len(clause) > LONGEST_NAME and _TOWARDS.search(before) is not None) or _MANY.search(clause) is not None
    if _MANY.search(clause) or _FOR_A_GROUP.match(clause):
        return True
    if _OCCASION.search(clause) or _TAIL.match(clause):
        return (begins and not _DOING.match(clause)) or _FOR_MANY.search(before) is not None
    return (begins and not _DOING.match(clause)) or (not clause and _FOR_MANY.search(before) is not None)


def _is_of_culture(rest: str) -> bool:
    """Whether what follows a people's name is a craft, a place, a body or an occasion, and no person owns it."""
    clause = _clause(rest)
    if _OWNER.search(clause):
        return False
    after = _AFTER.match(rest)
    thing = after.group().lstrip("的之") if after else ""
    if thing and not (_HANDLED.search(thing) or (_names_someone(clause) and len(thing) == 1)):
        return True
    tail = _TAIL.match(rest)
    return tail is not None and _DOING.search(tail.group()) is None


def _is_plainly_a_craft(rest: str, before: str) -> bool:
    """Whether a dance or another craft follows, whose own name may begin like a person's."""
    craft = _CRAFT.match(rest)
    return craft is not None and not (_DOING.search(craft.group()) or _ONE.search(before) or "某" in craft.group())


def _says_group(rest: str, before: str) -> bool:
    """Whether what follows a people's name says that no person is meant."""
    if _FURTHER_PEOPLE.match(rest) or _PLACE.match(rest):
        return True
    if counted := _COUNTED.match(rest):
        return not counted[1].isdecimal() or int(counted[1]) > FEW
    if _LONE.match(rest):
        return False
    if _COLLECTIVE.match(rest) or _ROLE.match(rest):
        return _means_many(rest, before)
    if _is_plainly_a_craft(rest, before):
        return True
    if _NAME.match(rest):
        return False
    return _is_of_culture(rest) or (_LEARNT.search(before) is not None and not _clause(rest).split("、")[0])


def _is_one_of_minorities(rest: str, before: str) -> bool:
    """Whether 少数民族, which names no people, is said of one: with a name, a count of few, or what they want."""
    collective, role = _COLLECTIVE.match(rest), _ROLE.match(rest)
    noun = collective or role
    following = rest[noun.end() :] if noun else rest
    if _LONE.match(rest) or _NAME.match(following.lstrip(":：,，(（-")):
        return True
    if noun is None:
        ends = re.match(r"$|[,，。;；)）]", rest) is not None
        return ends and bool(_IS.search(before) or _ENDS_WITH_NAME.search(before))
    if (_ONE.search(before) or _SOME.match(following)) and not rest.startswith("代表"):
        return True
    clause = _clause(following)
    if _FOR_A_GROUP.match(clause):
        return False
    if collective or not _DOING.match(clause):
        return not _BEGINS_OF_MANY.match(following) and _names_someone(clause)
    return not (_MATTER.search(clause) or _MANY.search(clause) or _FOR_MANY.search(before))


def _of_one(words: str, found: re.Match[str]) -> bool:
    before, rest = words[: found.start()], words[found.end() :]
    if found.group() == "少数民族":
        return _is_one_of_minorities(rest, before)
    is_listed = before.endswith("、") and _OF_CULTURE.match(rest) is not None
    named = not is_listed and _is_name(before.rstrip("、")) and not _PLACE.match(rest)
    if before.endswith(_OPENING) and (rest.startswith(_CLOSING) or _FURTHER_FIELD.match(rest)):
        return _WITH_A_THING.search(before[:-1]) is None
    if before.endswith(_OPENING) and _NOUN_CLOSED.match(rest) and _is_name(before[:-1]):
        return True
    if rest.startswith(_OPENING) and _WITH_A_THING.search(re.split(r"[)）\]】]", rest[1:], maxsplit=1)[0]):
        return False
    return named or not _says_group(rest, before)


def _is_name(before: str) -> bool:
    """Whether nothing but a name stands in the clause before a people's name."""
    clause = re.split(r"[,，。;；、:：(（)）!！?？]", before)[-1]
    named = _PLACES.sub("", clause.rstrip("《“"))
    if _SURELY_A_NAME.search(named):
        return True
    if re.fullmatch(FOR_MANY, named) or _PEOPLE.fullmatch(named.rstrip("和与及跟暨")):
        return False
    if any(other.search(named) for other in (_TEACHES, _OF_AN_OFFICE, _ANOTHER_PEOPLE)):
        return False
    return _ALONE.fullmatch(named) is not None and len(named) < 12


def _says_believer(rest: str, before: str) -> bool:
    if _LONE.match(rest) or _ROLE.match(rest) or _COLLECTIVE.match(rest):
        return not _means_many(rest, before)
    return not _BEGINS_OF_MANY.match(rest) and _names_someone(_clause(rest))


def _believer_alone(words: str) -> bool:
    """Whether believers are named as a people's members are, and one of them is meant."""
    return any(_says_believer(words[found.end() :], words[: found.start()]) for found in _BELIEVERS.finditer(words))


def person_in(text: str, words: str) -> Finding | None:
    """A person's ethnicity or religion in a text; `words` is the same text closed up."""
    if is_row(text, words) or any(_of_one(words, found) for found in _PEOPLE.finditer(words)):
        return ETHNICITY
    return RELIGION if says_faith(words) or _believer_alone(words) else None
