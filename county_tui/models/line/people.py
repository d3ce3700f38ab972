"""A person's ethnicity or religion in a text closed up; festivals, places, crafts, languages and groups stay free.

A people's name is refused unless what follows says that no person is meant: a rule the other way round would have to
know every person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from county_tui.models.line.finding import Finding
from county_tui.models.line.names import ALONE, LOCAL, LONE, NAME, PLURAL
from county_tui.models.line.people_words import AFTER, BEFORE, PEOPLES, PLACE_BEFORE, TONGUE_BEFORE

ETHNICITY = Finding("写明了某个人的民族，本台账不记录任何人的族别", "请删去族别和姓名，只写办了什么事")
RELIGION = Finding("写明了某个人的宗教信仰，本台账不记录任何人的信仰", "请删去这部分，只写办了什么事")

_PEOPLE = re.compile(
    rf"(?:{PEOPLES})(?:民?族|z[uú])(?!区)|维族|哈族|柯族|(?:藏|回|彝|"
    rf"羌|苗|维)(?:民|胞)(?![主生政族间营宗])|维吾尔(?:人|裔)|少数民族"
)
_LISTED = re.compile(r"(?:[、和与及或,，/]|以及|等)*")
_AFTER = re.compile(rf"(?:{AFTER})")
_PLURAL = re.compile(rf"(?:{PLURAL})+")
_LONE = re.compile(
    rf"(?:{LONE})(?!们|们|[的之]?(?:舞|歌|队|合唱|联谊|协会|锅庄|达体|刺绣|培训|技能|合作|创业|就业|茶|夜校|班))"
)
_NAME = re.compile(NAME)
_PLACE = re.compile(r"自治|[乡镇村县]|小学|中学|学校|新年|火把")
_LOCAL = re.compile(LOCAL)
_ALONE = re.compile(ALONE)
_ONE = re.compile(
    r"(?:(?<![0-9第])[1-4]|(?<![十第])[一二两三四]|[该某])(?:名|位|"
    r"个|户|对|家)(?:\w{0,3})$|(?:某|该|本人|其|系|身份[为是])(?:[是为系]|"
    r"属于?)?(?:一?[名位个])?$"
)
_IS = re.compile(r"(?:系|属于|[一-鿿]{2,3}(?:是|为)|^是|本人是)$")
_LABELLED = re.compile(
    rf"(?:民族(?:成[份分]|类别)?|族别|族属|族籍|"
    rf"民族别)(?:[:：=是为系填,，/(（\[【]|(?<=[别属籍]))+(?:{PEOPLES}|汉)(?!语|文|字|族?[语文字双])"
)
_BRACKETED = re.compile(
    rf"([\w×*○□]{{0,6}})[(（\[【{{〔〈《<「『](?:{PEOPLES}|汉|维|"
    rf"哈)(?:[,，、/](?:男|女|[0-9]|党|住|已)\w*)*[)）\]】}}〕〉》>」』]"
)
_SEX = re.compile(
    rf"(?:男|女)[,，、/;；(（]?(?:{PEOPLES}|汉)(?:族|[,，、/;；)）]|"
    rf"$)|(?:^|[,，、/;；(（])(?:{PEOPLES}|汉|维)[,，、/;；](?:男|女)"
)
_FAITH = (
    r"(?:伊斯兰教?|佛教?|藏传佛教|道教|基督教?|天主教?|东正教|回教|喇嘛教|苯教|本教|"
    r"耶稣|真主|安拉|上帝|萨满教?|毕摩教|清真教|新教|摩门教|犹太教|印度教|观音|菩萨|黄教|红教|"
    r"白教|格鲁派|宁玛派)"
)
_BELIEVER = (
    r"(?:穆斯林|基督徒|天主教徒|佛教徒|基督教徒|伊斯兰教徒|道教徒|教徒|信徒|教友|居士|"
    r"佛弟子|信众|信教(?:群众|公民|居民|村民|人员|者|人士|老人|妇女|青年|家庭)|教民|阿訇|"
    r"喇嘛|修女|牧师|和尚|尼姑)"
)
_FAITHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"信仰(?!自由|教育|问题|缺失|坚定|"
        rf"危机)[:：为是的了着]?[^,，。;；自]{{0,4}}?{_FAITH}(?!协会|场所|界|"
        rf"活动|团体|政策|知识|文化|中国化|教职|的?自由)",
        r"(?<!宗教)(?<!理想)(?<!政治)(?<!坚定)(?<!主义)(?<!革命)信仰(?!教育|"
        r"教学|教程|教材)[:：为是]?\w{0,5}教(?![育学师材程训室职会堂])",
        r"(?:宗教信仰|信仰宗教|宗教派别|教派|宗教身份|宗教)[:：=为是系]+(?!自由|工作|政策|事务|界|无$)\w",
        rf"(?<![诚守微通短互威自取公失征授书家来回去电])(?:信奉|皈依|笃信|虔信|信的是|尊奉|"
        rf"改信|信(?:了|着)?){_FAITH}(?![协学院会山经]|文化|界|场所|活动)",
        rf"(?<!为)(?:[是系]|属于?|身份为|成为|作为|均为|本人为|某为|名|位|个|"
        rf"该)(?:一?[名位个])?(?:虔诚的?|忠实的?|老|{_FAITH})*{_BELIEVER}(?!群众|"
        rf"餐|代表|座谈|食|居民|合法|权益)",
        rf"(?:虔诚|忠实)的?(?:{_FAITH})?(?:{_BELIEVER})|(?:{_FAITH})(?:教徒|信徒)(?![们代座])",
        rf"(?:^|[,，。;；])[^,，。;；]{{2,9}}?为(?:虔诚的?|"
        rf"{_FAITH})*(?:穆斯林|基督徒|\w{{0,3}}教徒|信徒|教友|居士)(?=$|[,，。;；)）、])",
        rf"(?:^|[,，、(（/;；:：]){_BELIEVER}(?=$|[,，。)）/;；])",
        rf"(?:[一两该某]|[1-4])(?:名|位|个|户|家)\w{{0,6}}(?:{_BELIEVER}|信教)",
        r"[该某其]\w{0,4}信教|信教\w{0,4}(?:[一两]|(?<![0-9])[1-4])(?:名|位|个|户)",
        rf"{_BELIEVER}(?:群众|家庭|居民|人员|老人|妇女|青年|学生|商户|村民|同胞|女子|男子|女士)?[:：,，(（]?(?:{NAME})",
        rf"(?:{NAME})[,，(（]?(?:{_BELIEVER}|信教(?![群公人界]))(?!群众|代表)",
        r"(?:常|每[周日天年月]|经常|坚持|定期|喜欢|平时|都)(?:\w{0,4})(?:去|到|"
        r"做|参加|上|进)(?:\w{0,6})(?:礼拜|清真寺|教堂|念经|朝觐|弥撒|主麻)",
        r"(?:已|曾|在\w{1,8})(?:受洗|皈依|出家|朝觐)|(?:受洗|入教|皈依)(?:于|后|多年|时间|[0-9])",
        r"(?:家庭|全家|一家|家里|夫妻|夫妇|本人|父母|其)(?:\w{0,3})(?:信教|信主|信佛|信道|信穆|念佛|吃斋|做礼拜|礼佛)",
        r"(?:^|[,，。;；、(（])(?:信教|信佛|信主|信道教|信神)(?=$|[,，。;；、)）])",
    )
)


def _says_group(words: str, at: int, before: str) -> bool:
    """Whether what follows a people's name at `at` says that no person is meant."""
    rest = words[at:]
    listed = _LISTED.match(rest)
    further = listed.end() if listed else 0
    if _PEOPLE.match(rest[further:]) or (further and re.match(rf"(?:{PEOPLES})(?:族|[、和与]|等)", rest[further:])):
        return True
    lone = _LONE.match(rest)
    if lone:
        return False
    plural = _PLURAL.match(rest)
    if plural:
        following = rest[plural.end() :]
        named = _NAME.match(following.lstrip(":：,，(（-"))
        return named is None and not _ONE.search(before)
    if _NAME.match(rest) or _LOCAL.search(rest[:6]):
        return False
    if _AFTER.match(rest):
        return _ONE.search(before) is None or re.match(r"自治|[语文歌舞年节]|传统|特色|火把", rest) is not None
    return further == 0 and re.match(r"(?:$|[,，。;；、])", rest) is not None and re.search(BEFORE, before) is not None


def _of_one(words: str, found: re.Match[str]) -> bool:
    before, rest = words[: found.start()], words[found.end() :]
    if found.group() == "少数民族":
        lone = _LONE.match(rest)
        plural = _PLURAL.match(rest)
        following = rest[plural.end() :] if plural else rest
        return bool(
            lone
            or _NAME.match(following.lstrip(":：,，(（-"))
            or (
                re.match(r"$|[,，。;；)）]", rest)
                and (_IS.search(before) or re.search(rf"(?:{NAME})[,，(（]?$", before))
            )
        )
    named = _is_name(before) and not _PLACE.match(rest)
    return named or not _says_group(words, found.end(), before)


def _is_name(before: str) -> bool:
    """Whether nothing but a name stands in the clause before a people's name."""
    clause = re.split(r"[,，。;；、:：(（)）!！?？]", before)[-1]
    return _ALONE.fullmatch(clause) is not None and len(clause) < 12


def _of_persons(words: str) -> Iterator[re.Match[str]]:
    for found in _PEOPLE.finditer(words):
        if _of_one(words, found):
            yield found


def person_in(words: str) -> Finding | None:
    """A person's ethnicity or religion in a text closed up."""
    if next(_of_persons(words), None) or _LABELLED.search(words) or _SEX.search(words):
        return ETHNICITY
    for found in _BRACKETED.finditer(words):
        if found[1] and not re.search(rf"(?:{TONGUE_BEFORE}|{PLACE_BEFORE})$", found[1]):
            return ETHNICITY
    return RELIGION if any(pattern.search(words) for pattern in _FAITHS) else None
