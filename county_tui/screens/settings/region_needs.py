"""Which regions must have what (应配): asked for step by step."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from county_tui import store
from county_tui.models.regions import TOWN_LEVEL
from county_tui.screens.base import BaseScreen
from county_tui.screens.reports.report_scope import regions
from county_tui.widgets.picker import Picker

NONE, TOWNS, COMMUNITIES = "none", "towns", "communities"
"""What stands for several regions at once."""
GROUPS = ((NONE, "一处也不要"), (TOWNS, "全部街道（乡镇）"), (COMMUNITIES, "全部社区（村）"))


def meant(picked: Collection[str]) -> set[str]:
    """The codes of what was picked, groups opened."""
    known = store.lookups().regions
    within = [region for region in known.by_code.values() if known.is_within(region.code)]
    found = {code for code in picked if code in known.by_code}
    if TOWNS in picked:
        found |= {region.code for region in within if region.level == TOWN_LEVEL}
    if COMMUNITIES in picked:
        found |= {region.code for region in within if region.level > TOWN_LEVEL}
    return set() if NONE in picked else found


def keep(need: str, wanted: Collection[str], by: str) -> tuple[int, int]:
    """Mark just these regions with a need. Returns how many marks were added, and taken away."""
    before = store.marked_regions()[need]
    with store.transaction():
        added = store.mark_regions(set(wanted) - before, need, by)
        return added, store.mark_regions(before - set(wanted), need, by, remove=True)


async def set_needs(screen: BaseScreen[Any]) -> str:
    """Ask for a need and the regions that must have it. Returns what was changed, in words; empty if nothing was."""
    marked = await screen.answer(store.marked_regions)
    options = [(need, f"{need}  {len(marked[need])} 处") for need in store.NEEDS]
    picked = await screen.app.push_screen_wait(Picker("哪一项应配？", options))
    if not picked:
        return ""
    need = picked[0]
    text = "空格多选，带 * 的是已标记的；选好按 Enter。"
    chosen = Picker(
        f"哪些地方应配{need}？",
        [*GROUPS, *await screen.answer(regions)],
        several=True,
        marked=marked[need],
        text=text,
    )
    codes = await screen.app.push_screen_wait(chosen)
    if codes is None:
        return ""
    wanted = await screen.answer(partial(meant, codes))
    added, removed = await screen.answer(partial(keep, need, wanted, screen.context.user))
    return f"应配{need}共 {len(wanted)} 处，新标记 {added} 处，取消 {removed} 处"
