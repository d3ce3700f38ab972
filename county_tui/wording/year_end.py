"""What is said of a year's end: the lines of its preview, whoever shows them."""

from __future__ import annotations

from collections.abc import Sequence


def head_line(year: int, has_ended: bool) -> str:
    """Which year goes over into which."""
    return f"{year} 年结束，转入 {year + 1} 年" + ("" if has_ended else f"（{year} 年还没有过完，可以先看，年底再做）")


def indicator_line(year: int, new: int, unchanged: int) -> str:
    """What happens to the indicators."""
    if not new and not unchanged:
        return f"{year} 年没有指标，没有要结转的"
    same = f"，{unchanged} 条 {year + 1} 年已有" if unchanged else ""
    return f"结转指标 {new} 条到 {year + 1} 年：目标照旧，完成值空着{same}"


def owed_line(period: str, titles: Sequence[str]) -> str:
    """A return that is still owed."""
    return f"还没有上报：{period}  {'、'.join(titles)}"


def kept_lines(year: int, backup: str, copy: str) -> tuple[str, str]:
    """The year's backup and its copy: where they are, or that they will be made (empty texts)."""
    return (
        f"{year} 年终备份：{backup or '将做一份，不会被清理'}",
        f"{year} 年只读副本：{copy or '将在台账旁边做一份，只能查看和导出'}",
    )
