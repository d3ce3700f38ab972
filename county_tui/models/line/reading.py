"""A text as its reader takes it: widths, scripts, hidden characters and what only stands between characters folded."""

from __future__ import annotations

import re

from county_tui.models.line.pattern import Pattern
from county_tui.models.privacy import plain, readings

_SIMPLE = str.maketrans(
    "維爾壯滿蘭號單棟電話彞漢薩瑤敎樓點員關對穩監視黨團區門牌機聯絡係為與黃親屬證碼戶現級將個幾齊寧龍倫納錫",
    "维尔壮满兰号单栋电话彝汉萨瑶教楼点员关对稳监视党团区门牌机联络系为与黄亲属证码户现级将个几齐宁龙伦纳锡",
)
_NUMERALS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两○", "00123456789112345678920")
_DIGITS_IN_WORDS = "0-9〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两○"
_OF_A_NAME = Pattern(
    rf"(?<![{_DIGITS_IN_WORDS}])(?<=[\u3400-\u9fff])[一二三四五六七八九](?=[{_DIGITS_IN_WORDS}])|"
    rf"(?<=[{_DIGITS_IN_WORDS}])[一二三四五六七八九](?=[\u3400-\u9fff])(?![{_DIGITS_IN_WORDS}])"
)
"""What ends or begins a name may read as a digit of the number beside it."""
_JOINTS = Pattern(r"(?<=[\u3400-\u9fff])[ \t\u3000._*·•~\-—–/|\\+#^]{1,4}(?=[\u3400-\u9fff])")
"""What may stand between Chinese characters without parting them; commas and brackets do part them."""
_FIRST = "藏羌彝苗壮傣侗瑶回满白黎汉维哈土布蒙纳傈东撒朝佤畲拉水景柯达仫毛仡锡阿普塔怒乌鄂德保裕京独赫门珞基"
"""How peoples' names begin."""
_SUSPECT = Pattern(
    r"[族民胞裔*＊訇僧嘛尼]|尾号|[后末后][四4六6]位|[\u3400-\u9fff][ ._*·/\-]?[(（\[【{｛〔〈《<「『]|"
    r"房|[vVwW][信xX]|信|皈|祷|教|徒|穆|居士|佛|礼|洗|觐|栋|幢|棟|单|單|室|号|號|楼|座|牌|小区|住|址"
    r"|[电電][话話]|微信|[qQ]{2}|男|女|[0-9０-９A-Za-z]\W{0,3}[\-－—–]\W{0,3}[0-9０-９]|维|維|卡|"
    rf"[\s,，。/;；|｜、\-－—–(（\[【〔][ ]?[{_FIRST}]|[⺀-⿟]|z[uú]|"
    r"[照证][号码 ]?[A-Za-z0-9]|[寺堂某主籍户客孕残岁患妻夫儿孙父母病症阳]|姓名|名单|性别|年龄|出生|"
    r"生于|年生|偶|护人|诊断|对象|[员访诉助者]|其[子女]|离异|抚养|个孩|一家|收入|前科|在逃|无业|胡子|头巾|[请取事益报]人|[A-Za-z]{3}"
)
"""Characters without which no rule of words can hold; in texts without them only numbers are looked for."""
_MANY_DIGITS = Pattern(r"(?:[\d〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖oOlI*×xX][\W_]{0,6}){8}")
_FEW_DIGITS = Pattern(r"[^0-9]*(?:[0-9][^0-9]*){0,10}")
_LIKE_A_NUMBER = Pattern(r"(?<![0-9])(?:1[\W_]{0,6}[3-9]|0|86)(?:[\W_]{0,6}[0-9]){8}|(?:[0-9][\W_]{0,6}){15}")
_RARE = Pattern(
    r"[#*]|xxx|XXX|[qQ]{2}|[vVwW][xX]|[wW]e[cC]hat|[Tt][Ee][Ll]|[Pp]hone|"
    r"[A-Za-z]{2,} |[A-Za-z]{3,}\W*[:=]|[dD]anyuan|^[0-9]{1,2}-[0-9]{1,2}-"
)
"""An office's own numbers are mostly of this kind, each a different one: they must pass fast."""
_OTHER_FORMS = Pattern("[\u2460-\u24ff\u2776-\u2793\u3220-\u33ff\uf900-\ufaff\U0001f100-\U0001f1ff]")


def is_suspect(text: str) -> bool:
    """Whether any rule could hold at all: a cheap look before the dear ones."""
    if len(text) < 2:
        return False
    if text.isascii():
        return (_FEW_DIGITS.fullmatch(text) is None and _LIKE_A_NUMBER.search(text) is not None) or bool(
            _RARE.search(text)
        )
    return (
        _SUSPECT.search(text) is not None
        or _MANY_DIGITS.search(text) is not None
        or _OTHER_FORMS.search(text) is not None
        or not text.isprintable()
    )


def readable(text: str) -> str:
    """The text in simple characters and half-width forms, closed up, lines parted by a stop."""
    folded = plain(text.replace("\n", "。")).translate(_SIMPLE)
    return "".join(_JOINTS.sub("", folded).split())


def in_digits(text: str) -> list[str]:
    """The ways to read a text's numbers: as written, and with Chinese numerals as digits."""
    ways: list[str] = []
    for reading in readings(text):
        one = re.sub(r"(?<![A-Za-z])[Il](?=[3-9][\doO]{5})", "1", re.sub(r"(?<=[\doO])[oO](?=[\doO])", "0", reading))
        ways += [one, one.translate(_NUMERALS), _OF_A_NAME.sub(" ; ", one).translate(_NUMERALS)]
    return list(dict.fromkeys(ways))
