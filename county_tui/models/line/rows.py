"""A person's ethnicity as a form or a list of persons gives it: beside a label, in brackets, in a field of its own."""

from __future__ import annotations

import re

from county_tui.models.line.names import ALONE, LOCAL
from county_tui.models.line.pattern import Pattern, Rules
from county_tui.models.line.people_words import CRAFTS, FOR_MANY, OCCASIONS, OF_AN_OFFICE, PEOPLES
from county_tui.models.line.reading import simplified
from county_tui.models.privacy import plain

_SHORT = f"(?:{PEOPLES}|[维哈蒙柯])"
_LABELLED = Rules(
    (
        "族份分",
        rf"(?<!少数)民族[^,，。;；]{{0,4}}[填写选][:：的是了]?{_SHORT}(?!语|文|字)|(?:(?<!少数)民族(?:成[份分]|类别)?|(?:(?<![一-鿿])族|(?<![品质药壤料学业])成[份分])(?=[:：=])|族[别属籍]|民族别)"
        rf"(?:[:：=是为系填,，/(（\[【]|(?<=[别属籍]))+{_SHORT}(?!语|文|字|族?[语文字双])",
    ),
    ("藏人 彝人 羌人 回回", rf"(?:^|\W|[个名位])(?:[藏彝羌]人|回回)(?:{LOCAL}|[小老][一-鿿])"),
    (
        "男女",
        rf"(?<!妇)[男女][,，、/;；(（]?{_SHORT}(?:族|[,，、/;；)）]|$)|(?:^|[,，、/;；(（]){_SHORT}[,，、/;；][男女]",
    ),
)
_BRACKETED = Pattern(
    rf"([\w×*○□]{{0,6}})[(（\[【{{〔〈《<「『]{_SHORT}(?:[,，、/](?:男|女|[0-9]|党|住|已)\w*)*[)）\]】}}〕〉》>」』]",
    needs="(（[【{〔〈《<「『",
)
_OF_AN_OFFICE = Pattern(rf"(?:{OF_AN_OFFICE})$")
_ALONE = Pattern(ALONE)
_PARTS = Pattern(r"[\s,，。/;；|｜]+")
_BESIDE = Rules(
    (
        "-－—–|｜/;；",
        rf"[一-鿿·]{{2,12}}\s?[-－—–|｜/;；]\s?{_SHORT}族?(?:\s?[-－—–|｜/;；](?!\s?(?:{PEOPLES}))|$|[,，。;；])",
    ),
    ("族", rf"(?<![少各个重尊])(?:民族|民族成[份分]|族[别属])\s*[:：=]?\s*{_SHORT}族?(?=$|[\s,，。;；/、)）])"),
)
_BARE = Pattern(_SHORT, needs={people[0] for people in f"{PEOPLES}|维|哈|蒙|柯".split("|")})
_A_PEOPLE = Pattern(rf"(?:{PEOPLES}|[维哈柯蒙朝])族")
_ALSO_WORDS = frozenset("水土京怒黎白满回汉哈") | {"高山", "保安", "东乡", "俄罗斯", "朝鲜", "蒙古", "汉"}
"""Peoples whose names are ordinary words or places too."""
_IN_A_ROW = Pattern(
    rf"(?:^|[\s_/|｜;；])([一-鿿·]{{2,6}})[\s_/|｜;；]+(?:{PEOPLES}|[维哈柯蒙朝])族(?=[\s_/|｜;；])", needs="族"
)
_NO_NAME = Pattern(
    rf"(?:{CRAFTS}|{OCCASIONS}|{OF_AN_OFFICE}|{FOR_MANY}|参加|举办|学习|体验|欣赏|展示|观看|关于|来自|等|节目|类|展|[区组队族]$|名称|品名)"
)
_NAME_OR_SEX = Pattern(rf"[男女]性?|[0-9]{{1,3}}岁|(?:19|20)[0-9]{{2}}[年.]?(?:[0-9]{{1,2}}月?)?生?|(?:{ALONE})")


def _stands_alone(text: str) -> bool:
    """Whether a people stands alone between what parts a row's fields, as in a line copied from a list of persons."""
    parts = [part for part in _PARTS.compiled.split(text) if part]
    for at, part in enumerate(parts):
        is_bare = _BARE.fullmatch(part) is not None
        if len(parts) < 2 or not (is_bare or _A_PEOPLE.fullmatch(part)):
            continue
        reach = 1 if is_bare else 2
        beside = parts[max(0, at - reach) : at] + parts[at + 1 : at + 1 + reach]
        if any(_BARE.fullmatch(other) or _A_PEOPLE.match(other) for other in beside):
            continue
        if (is_bare and part not in _ALSO_WORDS) or any(_NAME_OR_SEX.fullmatch(other) for other in beside):
            return True
    return False


def _in_a_row(text: str) -> bool:
    """Whether a people stands in a row of fields behind what can be a name, as no work of an office is called."""
    return any(_NO_NAME.search(found[1]) is None for found in _IN_A_ROW.finditer(text))


def _readings(text: str) -> set[str]:
    """A text with what parts its fields left in: as written, and with letters that were spaced out closed up."""
    folded = simplified(plain(text))
    return {text, folded, re.sub(r"(?<=\S) (?=\S)", "", folded) if re.fullmatch(r"(?:\S |  )+\S", folded) else folded}


def is_row(text: str, words: str) -> bool:
    """Whether a text gives a person's ethnicity as a field; `words` is the same text closed up."""
    if not _BARE.search(words):
        return False
    if _LABELLED.search(words):
        return True
    if any(test(reading) for reading in _readings(text) for test in (_BESIDE.search, _stands_alone, _in_a_row)):
        return True
    brackets = (found[1] for found in _BRACKETED.finditer(words))
    return any(before and (_ALONE.fullmatch(before) or not _OF_AN_OFFICE.search(before)) for before in brackets)
