"""Write county_tui/data/initials.txt: the pinyin initial of each Chinese character, from pypinyin's tables (MIT).

Run by hand when pypinyin gains characters (`pip install pypinyin`, then `python tools/make_initials.py`); the program
itself needs neither pypinyin nor its 65 MB. First block: a letter and all characters that begin with it. Second block:
pairs of characters in which one is read otherwise than alone (调解 is tj though 调 alone is d).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

OUT = Path(__file__).parents[1] / "county_tui" / "data" / "initials.txt"
CHARACTERS = [0x3007, *range(0x4E00, 0xA000)]
OFFICE_WORDS = {"藏语": "zy", "藏族": "zz", "调解": "tj", "银行": "yh", "行业": "hy", "重庆": "cq", "长期": "cq"}


def initial(reading: str) -> str:
    """The first letter of a toned reading, without its accent (`ā` is `a`)."""
    return str(to_normal(reading))[:1].lower().replace("ü", "y")


def main() -> None:
    """Write both blocks, sorted, so that a second run changes nothing."""
    first = {chr(code): initial(pinyin_dict[code].split(",")[0]) for code in CHARACTERS if code in pinyin_dict}
    groups: dict[str, list[str]] = defaultdict(list)
    for character, letter in first.items():
        groups[letter].append(character)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        letters = "".join(initial(reading[0]) for reading in readings)
        if len(letters) != len(phrase):
            continue
        for at in range(len(phrase) - 1):
            votes[phrase[at : at + 2]][letters[at : at + 2]] += 3 if len(phrase) == 2 else 1
    pairs = {pair: counted.most_common(1)[0][0] for pair, counted in votes.items()} | OFFICE_WORDS
    odd = {p: v for p, v in pairs.items() if all(c in first for c in p) and v != first[p[0]] + first[p[1]]}
    lines = [letter + "".join(sorted(groups[letter])) for letter in sorted(groups)]
    lines += ["", *(f"{pair}{letters}" for pair, letters in sorted(odd.items()))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
