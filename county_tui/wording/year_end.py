"""What is said of a year's end: the lines of its preview, whoever shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from county_tui.store import RollOver


def head_line(year: int, has_ended: bool) -> str:
    """Which year goes over into which."""
    return f"{year} 年结束，转入 {year + 1} 年" + ("" if has_ended else f"（{year} 年还没有过完，可以先看，年底再做）")


def carried_lines(plan: RollOver) -> Iterator[str]:
    """What happens to the indicators, and to the projects that are not done."""
    year, new, same = plan.year, len(plan.new), plan.unchanged
    if not new and not same:
        yield f"{year} 年没有指标，没有要结转的"
    else:
        there = f"，{same} 条 {year + 1} 年已有" if same else ""
        yield f"结转指标 {new} 条到 {year + 1} 年：目标照旧，完成值空着{there}"
    if plan.projects:
        yield f"结转没有完成的项目 {len(plan.projects)} 个到 {year + 1} 年：时限和进展照旧，经费空着"


def owed_line(period: str, titles: Sequence[str]) -> str:
    """A return that is still owed."""
    return f"还没有上报：{period}  {'、'.join(titles)}"


def kept_lines(year: int, backup: str, copy: str) -> tuple[str, str]:
    """The year's backup and its copy: where they are, or that they will be made (empty texts)."""
    return (
        f"{year} 年终备份：{backup or '将做一份，不会被清理'}",
        f"{year} 年只读副本：{copy or '将在台账旁边做一份，只能查看和导出'}",
    )
