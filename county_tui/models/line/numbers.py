"""Numbers that belong to one person: telephones, ID numbers of 18 and 15 digits, bank cards, passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from county_tui.models.line.finding import Finding
from county_tui.models.line.pattern import Pattern
from county_tui.models.line.reading import NUMERALS, in_digits, readable
from county_tui.models.privacy import has_valid_checksum, holds_id_number, masked

PHONE = Finding("含有电话号码，本台账不记录服务对象的联系方式", "请删去号码，只写办了什么事")
CONTACT = Finding("含有个人的微信或 QQ 号，本台账不记录服务对象的联系方式", "请删去号码，只写办了什么事")
ID_NUMBER = Finding("含有身份证号，本台账不记录任何居民个人信息", "请删去后再填")
HIDDEN = "（号码，已隐去）"
CARD = Finding("含有银行卡号，本台账不记录任何人的账户", "请删去号码，只写办了什么事")
PASSPORT = Finding("含有护照或证件号码，本台账不记录任何居民个人信息", "请删去号码，只写办了什么事")

_BETWEEN = r"[\s\-‐-―−~_.,·•*/|、，。()\[\]【】〔〕'\"+#^=]{0,6}"
"""What may part a number's digits; not a colon, which makes times of the day."""
_RUN = Pattern(rf"[0-9](?:{_BETWEEN}[0-9])*(?:{_BETWEEN}[xX×](?![0-9a-zA-Z]))?")
_MOBILE = Pattern(r"(?:(?:00)?86|0)?(1[3-9][0-9]{9})")
_IS_CALLED = Pattern(r"(?:手机|电话|联系方式)(?:号码?)?[是为:：\s(（=]{0,4}$")
_DATE = Pattern(
    r"(?<![0-9])(?:19|20)[0-9]{2}[-./,、](?:0?[1-9]|1[0-2])(?![0-9])(?:[-./](?:0?[1-9]|[12][0-9]|3[01])(?![0-9]))?"
)
_AMOUNT = Pattern(r"[0-9]{1,3}(?:,[0-9]{3})+")
_OF_AN_OFFICE = Pattern(
    r"(?:GB|DB[0-9]{0,2}|SB|MZ|WS|JGJ|ISO)(?:/[TZ])?\s?[0-9][0-9.]{1,7}-(?:19|20)[0-9]{2}|(?<![0-9.])[0-9]{1,9}(?:,[0-9]{3})*\.[0-9]{1,2}[万亿]?元"
)
"""Numbers of standards, and sums of money: no part of a person's."""
_LANDLINE = Pattern(
    rf"(?<![0-9a-zA-Z])(?:0|\+86{_BETWEEN}0?|86{_BETWEEN}0)(?:10|2[0-9]|"
    rf"[3-9][0-9]{{2}}){_BETWEEN}[2-9](?:{_BETWEEN}[0-9]){{6,7}}(?![0-9元万])"
)
_CALLED = Pattern(
    r"(?:电话|手机|座机|固话|联系方式|传真|拨打|致电|来电|联系|回拨|呼叫|小灵通|分机|[Tt][Ee][Ll]|[Pp]hone|☎|☏|📞|📱|宅电|打(?=[2-8]))"
    rf"(?:号码?|是|为|[:：.\s(（=]){{0,6}}(?!400|800|12345)[2-8]{_BETWEEN}(?:[0-9]{_BETWEEN}){{6,7}}(?![0-9])"
    rf"|(?:电话|手机|联系方?式?)(?:号码?|是|为|[:：.\s(（=]){{0,4}}1[3-9](?:{_BETWEEN}[0-9]){{8,11}}(?![0-9])"
    rf"|(?<![0-9])[2-8](?:{_BETWEEN}[0-9]){{6,7}}[\s(（]*(?:座机|家里电话)"
)
_CONNECTED = Pattern(
    r"(?<![0-9])(1[3-9][0-9]{0,8}(?:[,，、。;；\s]{0,2}(?:(?:[前中后末]|接着|然后|再|接|加|连|跟)(?:[面边间段]|[一-八3-8]位)?[接加是为:：]*)[0-9]{1,8}){1,3})(?![0-9])",
    needs="前中后末接再加连跟然",
)
"""A mobile number told in parts, with words between."""
_ACCOUNT = Pattern(
    r"(?:微信|[vV]信|加[她他我你个]?[vV]|vx|wx|weixin|wechat|QQ)(?:号码?|id)?[是为:：\s]{0,3}(?!wechat|weixin|official)[a-z0-9][a-z0-9_-]{5,19}",
    needs="微vVwWqQ",
    flags=re.IGNORECASE,
)
_WRITTEN = (
    (
        PHONE,
        Pattern(
            r"(?<![0-9])1[3-9][0-9][*×xX•.…○口□]{3,8}[0-9]{2,4}(?![0-9])|(?<![0-9])[1-8][0-9]{5,}[*×•○●]{2,}|"
            r"(?<![0-9A-Za-z])[0-9]{2,14}[*×•○●xX]{3,}[0-9]{1,4}[Xx]?(?![0-9A-Za-z])",
            needs="*×xX•.…○●口□",
        ),
    ),
    (
        ID_NUMBER,
        Pattern(r"(?<![0-9])[1-8][0-9]{5}(?:19|20)[0-9]{2}年[01]?[0-9]月[0-3]?[0-9]日[0-9]{3}[0-9Xx]", needs="年"),
    ),
    (
        ID_NUMBER,
        Pattern(
            r"(?:(?<!对公账户)(?<!公户)尾[号数]|[前后末]\s?[三四五六七八3-8]\s?位)(?:数|号码)?[是为:：\s(（]{0,3}[0-9]{3,6}[xX]?",
            needs="尾前后末",
        ),
    ),
    (
        PASSPORT,
        Pattern(
            r"(?:护照|通行证|居住证|居留证|证件|军官证|驾驶证|户口[簿本]|残疾证|低保证|社保卡?|医保卡?)(?:证?号码?|编号)?[是为:：\s(]{0,4}[A-Za-z]{0,3}[0-9]{6,}",
            needs="照证口保",
        ),
    ),
    (CARD, Pattern(rf"(?:卡|[账帐][号户]|存折|开户)[^0-9]{{0,8}}(?:[0-9]{_BETWEEN}){{11,}}[0-9]", needs="卡账帐折户")),
)
"""What words tell: part of a number leads to one person together with a list of them."""
_BORN_18 = Pattern(r"[1-8][0-9]{5}(19[0-9]{2}|20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx×]")
_BORN_15 = Pattern(r"[1-8][0-7][0-9]{4}([3-9][0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[Xx×]?")
"""Births from 1930: the old numbers ended in 1999; a region with a date of this century is an office's own."""
_ISSUER = Pattern(
    r"62[0-9]{14,17}|9558[0-9]{12,15}|4[0-9]{15}(?:[0-9]{3})?|5[1-5][0-9]{14}|35[0-9]{14}|6[0135-9][0-9]{14,17}"
)
_UNIONPAY = Pattern(r"62[1-9][0-9]{13,17}")
"""Refused whatever the check digit says: an office numbers nothing so, and a slip of the pen breaks the check."""
_BORN_CUT = Pattern(
    r"[1-8][0-9]{5}(?:19[0-9]{2}|20[01][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{0,2}[Xx×]"
)
_NUMBERED_BY_YEAR = Pattern(r"51[0-9]{4}20[12][0-9]")
_LONG = Pattern(r"(?:[\d\u2460-\u24ff〇零一二三四五六七八九][\W_]{0,4}){16}")
_DIGITS = Pattern(r"\+?\d(?:[\W_]{0,3}\d){6,}[xX]?")
_TELLING = Pattern(
    r"(?<![0-9])(?:1[\W_]{0,6}[3-9]|0|86)(?:[\W_]{0,6}[0-9]){8}|(?:[0-9][\W_]{0,6}){15}|[OoIl][0-9]|[0-9][OoIl*xX]|"
    r"[a-z]{2}|[A-Za-z]{5}|[A-Za-z]{2}(?: |\W*[:=])|[#*]|[qQ]{2}|[vVwW][xX]|[0-9]-[0-9]{1,2}-"
)
"""What an office's own numbers, each a different one, do not hold: they must pass fast."""
_DIGIT = Pattern("[\\d\u2460-\u24ff〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]")
FEWEST_DIGITS = 3
"""The last of a number tell a person already; most texts hold fewer and pass unread."""
FEWEST_OF_A_NUMBER = 5
"""A telephone without its area code has 7, of which O and l may be written for some."""
_QUOTED = Pattern(r"((?<=“)[^”]*(?=”)|(?<=【)[^】]*(?=】))")
LAST_OBVIOUS_BIRTH = 2014
"""Of later dates only the check character tells an ID number from an office's number of place, day and sequence."""


def _stretches(run: str, fewest: int, most: int) -> Iterator[tuple[str, list[str]]]:
    """The digits and groups of each stretch of whole groups with so many digits, so that a neighbour hides none."""
    groups = re.findall(r"[0-9]+[xX×]?|[xX×]", run)
    for first in range(len(groups)):
        digits = ""
        for last in range(first, min(len(groups), first + most)):
            digits += groups[last]
            if len(digits) > most:
                break
            if len(digits) >= fewest:
                yield digits, groups[first : last + 1]


def _is_list(groups: list[str]) -> bool:
    """Whether the groups are days or counts in a row: all short, and not one by one."""
    lengths = {len(group) for group in groups}
    return len(groups) > 4 and max(lengths) <= 2 and lengths != {1}


def _holds_mobile(run: str, is_called: bool) -> bool:
    if _AMOUNT.fullmatch(run):
        return any(_MOBILE.fullmatch(part) for part in re.findall(r"[0-9]+", run))
    return any(
        _MOBILE.fullmatch(digits.rstrip("xX×")) and (is_called or not _is_list(groups))
        for part in _DATE.sub(";", run).split(";")
        for digits, groups in _stretches(part, 11, 16)
    )


def _is_id(digits: str) -> bool:
    born = _BORN_18.fullmatch(digits)
    if born:
        return int(born[1]) <= LAST_OBVIOUS_BIRTH or has_valid_checksum(digits.replace("×", "X"))
    return _BORN_15.fullmatch(digits) is not None or _BORN_CUT.fullmatch(digits) is not None


def _is_card(digits: str) -> bool:
    """Whether digits begin as an issuer's do and pass Luhn's check; an office's number by region and year is none."""
    if _UNIONPAY.fullmatch(digits):
        return True
    if not _ISSUER.fullmatch(digits) or _NUMBERED_BY_YEAR.match(digits):
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _holds_card(run: str) -> bool:
    return any(_is_card(digits) and not _is_list(groups) for digits, groups in _stretches(run, 16, 20))


def account_in(text: str) -> Finding | None:
    """A bank card's number of 16 to 19 digits, also split; in any text of any register."""
    if _LONG.search(text) is None:
        return None
    for reading in in_digits(text):
        for run in _RUN.finditer(_OF_AN_OFFICE.sub(";", reading)):
            if _holds_card(run[0]):
                return CARD
    return None


def _in_run(run: str, *, is_called: bool = False) -> Finding | None:
    """What a stretch of digits holds; `is_called`: the text says before that a telephone's number comes."""
    if any(_is_id(digits) for digits, _ in _stretches(run, 15, 18)):
        return ID_NUMBER
    if _holds_card(run):
        return CARD
    return PHONE if _holds_mobile(run, is_called) else None


def _in_reading(reading: str) -> Finding | None:
    reading = _OF_AN_OFFICE.sub(";", reading)
    for run in _RUN.finditer(reading):
        if found := _in_run(run[0], is_called=_IS_CALLED.search(reading[: run.start()]) is not None):
            return found
    if _LANDLINE.search(reading) or _CALLED.search(reading):
        return PHONE
    if any(_MOBILE.fullmatch(re.sub("[^0-9]", "", told[1])) for told in _CONNECTED.finditer(reading)):
        return PHONE
    return None


def is_code(text: str) -> bool:
    """Whether a text is plainly an office's own number, as SH-2026-00123."""
    return text.isascii() and _TELLING.search(text) is None


def number_in(text: str, words: str) -> Finding | None:
    """A number of one person in a text; `words` is the same text closed up."""
    if _ACCOUNT.search(words):
        return CONTACT
    digits = len(_DIGIT.compiled.findall(text))
    if digits < FEWEST_DIGITS:
        return None
    if digits >= FEWEST_OF_A_NUMBER:
        if holds_id_number(text):
            return ID_NUMBER
        for reading in (*in_digits(text), words):
            if found := _in_reading(reading):
                return found
    folded = words.translate(NUMERALS)
    return next((finding for finding, pattern in _WRITTEN if pattern.search(folded)), None)


def without_numbers(text: str) -> str:
    """A text for names of batches and for messages: numbers of persons replaced by a note that one stood there."""
    shown = masked(text)
    if number_in(shown, readable(shown)) is None:
        return shown
    shown = _DIGITS.sub(HIDDEN, shown)
    return HIDDEN if number_in(shown, readable(shown)) else shown


def hide_numbers(message: str) -> str:
    """A message without persons' numbers: none at all in what it quotes, no mobile, ID or card number in its own words.

    An office's own telephone stays there: hints show how one is written.
    """
    if len(_DIGIT.compiled.findall(message)) < FEWEST_DIGITS:
        return message
    parts = _QUOTED.compiled.split(message)
    return "".join(
        without_numbers(part) if at % 2 else _RUN.compiled.sub(lambda run: HIDDEN if _in_run(run[0]) else run[0], part)
        for at, part in enumerate(parts)
    )
