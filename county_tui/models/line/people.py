"""A person's ethnicity or religion in a text closed up; festivals, places, crafts, languages and groups stay free.

A people's name is refused unless what follows says that no person is meant: a rule the other way round would have to
know every person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from county_tui.models.line.faiths import says_faith
from county_tui.models.line.finding import Finding
from county_tui.models.line.names import ALONE, COLLECTIVE, LOCAL, LONE, NAME, ROLE, TRANSCRIBED
from county_tui.models.line.pattern import Pattern
from county_tui.models.line.people_words import (
    AFTER,
    BEFORE,
    BEGINS_OF_MANY,
    DOINGS,
    EVENT,
    FOR_MANY,
    OCCASION,
    PEOPLES,
    PLACE_BEFORE,
    PLACES_OF_PEOPLES,
    SUBJECT,
    TAIL,
    THINGS,
    TONGUE_BEFORE,
)
from county_tui.models.privacy import plain

ETHNICITY = Finding("写明了某个人的民族，本台账不记录任何人的族别", "请删去族别和姓名，只写办了什么事")
RELIGION = Finding("写明了某个人的宗教信仰，本台账不记录任何人的信仰", "请删去这部分，只写办了什么事")

_PEOPLE = Pattern(
    rf"(?:{PEOPLES})(?:民?族|z[uú])(?!区)|(?<![A-Za-z])(?i:hui|yi|[zc]ang|qiang|miao|wei(?:wuer)?|meng(?:gu)?|tujia|hasake)(?:族|zu)|维族|哈族|柯族|(?:藏|回|彝|"
    rf"羌|苗|维)(?:民|胞)(?![主生政族间营宗])|维吾尔(?:人|裔)|少数民族",
    needs="族zZ民胞尔",
)
_LISTED = Pattern(r"(?:[、和与及或,，/]|以及|等)*")
_AFTER = Pattern(rf"(?:{AFTER})")
_COLLECTIVE = Pattern(rf"(?:{ROLE}|{COLLECTIVE})*?(?:{COLLECTIVE})(?:{ROLE}|{COLLECTIVE})*")
_ROLE = Pattern(rf"(?:{ROLE})+")
_SOME = Pattern(
    r"(?<![0-9.])[1-4](?:余)?(?:人(?!次)|名|位|户|例|家(?!企)|对)|(?<![十百千万第])[一两二三四](?:人|名|位|户|例|对)(?!次)"
)
_MANY = Pattern(
    r"(?:[0-9]{2,}|(?<![0-9.])[5-9]|[五六七八九十百千万数多若]|余)(?:余|多|来|几)?"
    r"(?:人|名|位|户|份|家|个|场|套|次|对|件|本|%)|们|[0-9]人次|占比|群体|等|各|代表"
)
_FOR_MANY = Pattern(rf"(?:{FOR_MANY})[^,，。;；]{{0,6}}$")
_OCCASION = Pattern(OCCASION)
_LONG_OCCASION = Pattern("|".join(word for word in OCCASION.split("|") if len(word) > 1))
_EVENT = Pattern(EVENT)
_TAIL = Pattern(rf"[^,，。;；:：]{{0,12}}?(?:{TAIL})(?:活动|工作|服务)?[》”）)]?(?=$|[,，。;；、:：《“（(])")
_OCCASION_OF = Pattern(
    r"[^,，。;；:：]{0,10}?(?:展|展演|展览|讲座|[节展]会|演奏会|音乐会|博物馆|文化节|美食节|旅游节|艺术节|教学|传唱|舞|大赛|比赛|习俗|技艺|"
    r"文化|表演|演出|史|传说|说唱|坐唱|弹唱|艺|工艺|古乐)(?:参观|体验|展演|活动|演出|比赛|大赛|开幕式?|讲座|交流|教学|排练)?(?=$|[,，。;；、》”（(])"
)
"""What is so plainly an occasion that what stands before it may begin like a surname."""
_DANCE = Pattern(r"[^,，。;；:：跳]{1,6}(?<!鼓)舞(?:展演|教学|表演|比赛|培训|排练)?(?=$|[,，。;；、）(])")
_COUNTED = Pattern(r"(?:群众|居民|人口)?(?:约|共|有)?([0-9]{1,7})(?:余|多)?(?:人|名|户|家|位|%)")
FEW = 4
"""The most who are still told apart: counts of so few are not kept with what they belong to."""
_BEGINS_OF_MANY = Pattern(rf"(?:{BEGINS_OF_MANY})")
_NAMED_DOING = Pattern(rf"[一-鿿·]{{2,9}}?(?:{DOINGS})")
_HUMAN = Pattern(r"(?:群众|同胞|居民|[村市]民|乡亲|党员|干部|职工|员工|人员|农民工|家长|留学生|毕业生)$")
"""What stands before a name; after it, what is short and no work of an office is one."""
_OF_AN_OFFICE = Pattern(r"(?:街道|社区|[乡镇]|局|委|办事?处?|中心|站)(?:联合|共同|组织|开展|举办|慰问|走访|邀请)+$")
_DOINGS = Pattern(rf"(?:{DOINGS})")
_WITH_A_THING = Pattern(rf"(?:{THINGS})$")
_FOR_A_GROUP = Pattern(r"(?:提供|开展|举办|讲解|送去|发放|搭建|解读|普及|设立|开设|共同|一起|同台)")
_SUBJECT = Pattern(SUBJECT)
_LONE = Pattern(
    rf"(?:{LONE})(?!们|们|[的之]?(?:舞|歌|队|合唱|联谊|协会|锅庄|达体|刺绣|培训|技能|合作|创业|就业|茶|夜校|班))"
)
_NAME = Pattern(NAME)
_TRANSCRIBED = Pattern(TRANSCRIBED)
_OWNER = Pattern(rf"(?:老板|店主|摊主|经理)(?:{NAME}|[一-鿿]某)|[一-鿿]某(?![某县区镇街社])", needs="板主理某")
_ENDS_WITH_NAME = Pattern(rf"(?:{NAME})[,，(（]?$")
_PLACE = Pattern(rf"(?:(?:{PEOPLES})族)*自治|[乡镇村县]|小学|中学|学校|新年|火把")
_LOCAL = Pattern(LOCAL)
_ALONE = Pattern(ALONE)
_ONE = Pattern(
    r"(?:(?<![0-9第])[1-4]|(?<![十第])[一二两三四]|[该某])(?:名|位|"
    r"个|户|对|家(?!亲))(?:\w{0,3})$|(?:某|该|本人|其|系|身份[为是])(?:[是为系]|"
    r"属于?)?(?:一?[名位个])?$"
)
_IS = Pattern(r"(?:系|属于|[一-鿿]{2,3}(?:是|为)|^是|本人是)$")
_PLACES = Pattern(rf"^(?:四川|{PLACES_OF_PEOPLES})+[省市县州区]?")
_LABELLED = Pattern(
    rf"(?:民族(?:成[份分]|类别)?|(?<![一-鿿])族(?=[:：=])|族别|族属|族籍|"
    rf"民族别)(?:[:：=是为系填,，/(（\[【]|(?<=[别属籍]))+(?:{PEOPLES}|汉)(?!语|文|字|族?[语文字双])",
    needs="族",
)
_BRACKETED = Pattern(
    rf"([\w×*○□]{{0,6}})[(（\[【{{〔〈《<「『](?:{PEOPLES}|汉|维|"
    rf"哈)(?:[,，、/](?:男|女|[0-9]|党|住|已)\w*)*[)）\]】}}〕〉》>」』]",
    needs="(（[【{〔〈《<「『",
)
_OPENING, _CLOSING = tuple("(（[【〔"), tuple(")）]】〕")
_PARTS = Pattern(r"[\s,，。/;；|｜]+")
_DASHED = Pattern(
    rf"[一-鿿·]{{2,12}}\s?[-－—–|｜/;；]\s?(?:{PEOPLES}|维|哈)族?(?:\s?[-－—–|｜/;；](?!\s?(?:{PEOPLES}))|$|[,，。;；])",
    needs="-－—–|｜/;；",
)
_BARE = Pattern(rf"(?:{PEOPLES}|维|哈)")
_ALSO_WORDS = frozenset("水土京怒黎白满回汉哈") | {"高山", "保安", "东乡", "俄罗斯", "朝鲜", "蒙古", "汉"}
"""Peoples whose names are ordinary words or places too."""
_NAME_OR_SEX = Pattern(rf"男|女|(?:{ALONE})")
_FIELD = Pattern(
    rf"(?<![少各个重尊])(?:民族|民族成[分份]|族别|族属)\s*[:：=]?\s*(?:{PEOPLES})族?(?=$|[\s,，。;；/、)）])",
    needs="族",
)
_BELIEVERS = Pattern(
    r"穆斯林|信教|信佛|信众|信徒|教友|(?:基督|天主|佛|教)徒|(?:伊斯兰|佛|道|基督|天主)教(?!徒)", needs="穆教信徒"
)
_SEX = Pattern(
    rf"(?:男|女)[,，、/;；(（]?(?:{PEOPLES}|汉)(?:族|[,，、/;；)）]|"
    rf"$)|(?:^|[,，、/;；(（])(?:{PEOPLES}|汉|维)[,，、/;；](?:男|女)",
    needs="男女",
)


def _clause(words: str) -> str:
    """What follows up to the end of its clause."""
    return re.split(r"[,，。;；!！?？]", words, maxsplit=1)[0]


def _names_someone(clause: str) -> bool:
    """Whether a clause reads as a name of whatever tongue and what its bearer does."""
    doing = _NAMED_DOING.match(clause)
    return doing is not None and _LONG_OCCASION.search(doing.group()) is None


def _means_many(rest: str, before: str) -> bool:
    """Whether a noun for persons after a people's name means many; `rest` begins with the noun."""
    collective, role = _COLLECTIVE.match(rest), _ROLE.match(rest)
    noun = collective or role
    if noun is None or _ONE.search(before):
        return False
    following = rest[noun.end() :]
    clause = _clause(following)
    named = following.lstrip(":：,，(（-的")
    if _NAME.match(named) or _TRANSCRIBED.match(named) or _SOME.search(clause):
        return False
    begins = _BEGINS_OF_MANY.match(clause) is not None
    if not begins and _names_someone(_clause(named)):
        return False
    if collective:
        if begins or not 2 <= len(clause) <= 9 or not _HUMAN.search(collective.group()):
            return True
        return bool(_OCCASION.search(clause) or _MANY.search(clause) or _TAIL.match(clause))
    if _MANY.search(clause) or _FOR_A_GROUP.match(clause):
        return True
    if _OCCASION.search(clause):
        return not _EVENT.match(clause) or _FOR_MANY.search(before) is not None
    return not clause and _FOR_MANY.search(before) is not None


def _is_of_culture(rest: str, before: str) -> bool:
    """Whether what follows a people's name is a craft, a place, a body or an occasion, and no person owns it."""
    if _ONE.search(before) and not re.match(r"自治|[语文歌舞年节]|传统|特色|火把", rest):
        return False
    clause = _clause(rest)
    if _OWNER.search(clause):
        return False
    after = _AFTER.match(rest)
    if _SUBJECT.match(rest) or (after and (len(after.group()) > 1 or not _names_someone(clause))):
        return True
    tail = _TAIL.match(rest)
    return tail is not None and _EVENT.search(tail.group()) is None and _DOINGS.search(tail.group()) is None


def _says_group(words: str, at: int, before: str) -> bool:
    """Whether what follows a people's name at `at` says that no person is meant."""
    rest = words[at:]
    listed = _LISTED.match(rest)
    further = listed.end() if listed else 0
    if _PEOPLE.match(rest[further:]) or (further and re.match(rf"(?:{PEOPLES})(?:族|[、和与]|等)", rest[further:])):
        return True
    if counted := _COUNTED.match(rest):
        return int(counted[1]) > FEW
    if _SUBJECT.match(rest):
        return _is_of_culture(rest, before)
    if _LONE.match(rest):
        return False
    if _COLLECTIVE.match(rest) or _ROLE.match(rest):
        return _means_many(rest, before)
    if re.match(r"[^《》]{2,}》", rest) or _DANCE.match(rest):
        return True
    if _LOCAL.search(rest[:6]) or _TRANSCRIBED.match(rest):
        return False
    occasion = _OCCASION_OF.match(rest)
    if occasion and not (_EVENT.search(occasion.group()) or _ONE.search(before) or "某" in occasion.group()):
        return True
    if _NAME.match(rest):
        return False
    if _is_of_culture(rest, before):
        return True
    return further == 0 and re.match(r"(?:$|[,，。;；、])", rest) is not None and re.search(BEFORE, before) is not None


def _of_one(words: str, found: re.Match[str]) -> bool:
    before, rest = words[: found.start()], words[found.end() :]
    if found.group() == "少数民族":
        lone = _LONE.match(rest)
        plural = _COLLECTIVE.match(rest) or _ROLE.match(rest)
        following = rest[plural.end() :] if plural else rest
        single = bool(plural) and (_ONE.search(before) or _SOME.match(following)) and not rest.startswith("代表")
        return bool(
            lone
            or single
            or _NAME.match(following.lstrip(":：,，(（-"))
            or (re.match(r"$|[,，。;；)）]", rest) and (_IS.search(before) or _ENDS_WITH_NAME.search(before)))
        )
    named = _is_name(before) and not _PLACE.match(rest)
    if before.endswith(_OPENING) and rest.startswith(_CLOSING):
        return _WITH_A_THING.search(before[:-1]) is None
    if rest.startswith(_OPENING) and _WITH_A_THING.search(re.split(r"[)）\]】]", rest[1:], maxsplit=1)[0]):
        return False
    return named or not _says_group(words, found.end(), before)


def _is_name(before: str) -> bool:
    """Whether nothing but a name stands in the clause before a people's name."""
    clause = re.split(r"[,，。;；、:：(（)）!！?？]", before)[-1]
    named = _PLACES.sub("", clause)
    if re.fullmatch(FOR_MANY, named) or _OF_AN_OFFICE.search(named) or _PEOPLE.fullmatch(named.rstrip("和与及跟暨")):
        return False
    return _ALONE.fullmatch(named) is not None and len(named) < 12


def _of_persons(words: str) -> Iterator[re.Match[str]]:
    for found in _PEOPLE.finditer(words):
        if _of_one(words, found):
            yield found


def _is_field_of_a_row(text: str) -> bool:
    """Whether a people stands alone between what parts a row's fields, as in a line copied from a list of persons."""
    parts = [part for part in _PARTS.compiled.split(text) if part]
    for at, part in enumerate(parts):
        if not _BARE.fullmatch(part) or len(parts) < 2:
            continue
        beside = parts[max(0, at - 1) : at] + parts[at + 1 : at + 2]
        if any(_BARE.fullmatch(other) or _PEOPLE.match(other) for other in beside):
            continue
        if part not in _ALSO_WORDS or any(_NAME_OR_SEX.fullmatch(other) for other in beside):
            return True
    return False


def _row_readings(text: str) -> set[str]:
    """A text with what parts its fields left in: as written, and with letters that were spaced out closed up."""
    folded = plain(text)
    return {text, folded, re.sub(r"(?<=\S) (?=\S)", "", folded) if re.fullmatch(r"(?:\S |  )+\S", folded) else folded}


def _is_row(text: str) -> bool:
    return bool(_FIELD.search(text) or _DASHED.search(text)) or _is_field_of_a_row(text)


def _says_believer(rest: str, before: str) -> bool:
    if _LONE.match(rest) or _ROLE.match(rest) or _COLLECTIVE.match(rest):
        return not _means_many(rest, before)
    return not _BEGINS_OF_MANY.match(rest) and _names_someone(_clause(rest))


def _believer_alone(words: str) -> bool:
    """Whether believers are named as a people's members are, and one of them is meant."""
    return any(_says_believer(words[found.end() :], words[: found.start()]) for found in _BELIEVERS.finditer(words))


def person_in(text: str, words: str) -> Finding | None:
    """A person's ethnicity or religion in a text; `words` is the same text closed up."""
    if next(_of_persons(words), None) or _LABELLED.search(words) or _SEX.search(words):
        return ETHNICITY
    if any(_is_row(reading) for reading in _row_readings(text)):
        return ETHNICITY
    for found in _BRACKETED.finditer(words):
        is_office = re.search(rf"(?:{TONGUE_BEFORE}|{PLACE_BEFORE})$", found[1]) and not _ALONE.fullmatch(found[1])
        if found[1] and not is_office:
            return ETHNICITY
    return RELIGION if says_faith(words) or _believer_alone(words) else None
