"""Write county_tui/data/pinyin.txt: how each Chinese character is read, from pypinyin's tables (MIT).

Run by hand when pypinyin gains characters (`pip install pypinyin`, then `python tools/make_pinyin.py`); the program
itself needs neither pypinyin nor its 65 MB. First block: a syllable and all characters that are read so. Second block:
pairs of characters in which one is read otherwise than alone (调解 is tiao jie though 调 alone is diao). Third block:
surnames that are read otherwise than the character is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

OUT = Path(__file__).parents[1] / "county_tui" / "data" / "pinyin.txt"
CHARACTERS = [0x3007, *range(0x4E00, 0xA000)]
OFFICE_WORDS = {
    "藏语": "zang yu",
    "藏族": "zang zu",
    "调解": "tiao jie",
    "银行": "yin hang",
    "行业": "hang ye",
    "重庆": "chong qing",
    "长期": "chang qi",
}
SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "翟": "zhai",
    "覃": "qin",
    "华": "hua",
    "宁": "ning",
    "乐": "yue",
    "员": "yun",
    "种": "chong",
    "缪": "miao",
    "折": "she",
    "纪": "ji",
    "褚": "chu",
    "尹": "yin",
    "冼": "xian",
    "召": "shao",
    "晟": "cheng",
    "万": "wan",
    "车": "che",
    "沈": "shen",
    "石": "shi",
    "卜": "bu",
    "薄": "bo",
    "燕": "yan",
    "应": "ying",
    "葛": "ge",
    "哈": "ha",
    "撒": "sa",
    "阿": "a",
}
"""The characters that stand in front of a name and have several readings, with the one a name has."""


def syllable(reading: str) -> str:
    """A toned reading as it is typed (`lǜ` is `lv`)."""
    return str(to_normal(reading)).lower().replace("ü", "v")


def main() -> None:
    """Write the blocks, sorted, so that a second run changes nothing."""
    first = {chr(code): syllable(pinyin_dict[code].split(",")[0]) for code in CHARACTERS if code in pinyin_dict}
    groups: dict[str, list[str]] = defaultdict(list)
    for character, reading in first.items():
        groups[reading].append(character)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        if len(readings) != len(phrase):
            continue
        read = [syllable(reading[0]) for reading in readings]
        for at in range(len(phrase) - 1):
            votes[phrase[at : at + 2]][" ".join(read[at : at + 2])] += 3 if len(phrase) == 2 else 1
    pairs = {pair: counted.most_common(1)[0][0] for pair, counted in votes.items()} | OFFICE_WORDS
    odd = {p: v for p, v in pairs.items() if all(c in first for c in p) and v != f"{first[p[0]]} {first[p[1]]}"}
    lines = [reading + "".join(sorted(groups[reading])) for reading in sorted(groups)]
    lines += ["", *(f"{pair}{readings}" for pair, readings in sorted(odd.items()))]
    lines += ["", *(f"{name}{reading}" for name, reading in sorted(SURNAMES.items()) if first[name] != reading)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
