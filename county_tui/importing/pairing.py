"""Which row of a file is which record of the ledger, where no key says so: both alike in what does not change.

Wholly equal ones belong together. Of what is left over on both sides each row is an update; which record it updates
is chosen so that the fewest stored values stand where the row has a blank, then so that the least changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from county_tui import store
from county_tui.importing.drafts import RowDraft
from county_tui.models.kinds import Value

MOST_WEIGHED = 60
"""Left-over rows or records above this are paired in their order: weighing n of each takes n³ steps."""
NEVER = 10**12
"""The cost of a pair that must not be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and its record, None for a new one; doubtful where another pairing would have come out otherwise."""

    row: RowDraft
    record: store.Row | None
    is_doubtful: bool = False


def _told(row: RowDraft, key: Collection[str]) -> tuple[tuple[str, Value], ...]:
    """What a row says with all its blanks, but for its key."""
    return tuple(item for item in row.given.items() if item[0] not in key)


def _take_equal(
    rows: Sequence[RowDraft], free: dict[int, store.Row], key: Collection[str]
) -> tuple[list[Pair], list[RowDraft]]:
    """Pairs of rows without a key and records wholly equal to them, and the rows left over; `free` loses records."""
    pairs, left = [], []
    known: dict[tuple[str, ...], dict[tuple[Value, ...], list[int]]] = {}
    for row in rows:
        names = tuple(name for name in row.given if name not in key)
        if names not in known:
            known[names] = {}
            for record in free.values():
                known[names].setdefault(tuple(record.values[name] for name in names), []).append(record.id)
        same = known[names].get(tuple(row.given[name] for name in names), [])
        at = next((position for position, one in enumerate(same) if one in free), None)
        if at is None or any(row.given.get(name) is not None for name in key):
            left.append(row)
        else:
            pairs.append(Pair(row, free.pop(same[at])))
            del same[: at + 1]
    return pairs, left


def _cost(key: Collection[str], row: RowDraft, record: store.Row) -> int:
    """What pairing these two would cost: values kept under a blank weigh most, then any change, then each one."""
    if any(record.values[name] not in (None, row.given.get(name)) and row.given.get(name) is not None for name in key):
        return NEVER
    kept = changed = 0
    for name, value in row.given.items():
        stored = record.values[name]
        if name not in key:
            kept += value is None and stored is not None
        changed += value is not None and stored != value
    return kept * 10_000 + (100 if changed else 0) + changed


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each line of a table no higher than wide, the column it gets: each another, at the least sum of costs.

    The Hungarian method with potentials, O(n²m).
    """
    height, width = len(costs), len(costs[0])
    line_potential, potential = [0] * (height + 1), [0] * (width + 1)
    owner, way = [0] * (width + 1), [0] * (width + 1)  # 1-based; the column 0 stands for "none yet"
    for line in range(1, height + 1):
        owner[0], column = line, 0
        least, is_used = [NEVER * (height + 1)] * (width + 1), [False] * (width + 1)
        while owner[column]:
            is_used[column] = True
            at, step, following = owner[column], NEVER * (height + 1), 0
            for other in range(1, width + 1):
                if not is_used[other]:
                    cost = costs[at - 1][other - 1] - line_potential[at] - potential[other]
                    if cost < least[other]:
                        least[other], way[other] = cost, column
                    if least[other] < step:
                        step, following = least[other], other
            for other in range(width + 1):
                if is_used[other]:
                    line_potential[owner[other]] += step
                    potential[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column], column = owner[way[column]], way[column]
    found = [0] * height
    for other in range(1, width + 1):
        if owner[other]:
            found[owner[other] - 1] = other - 1
    return found


def _weighed(rows: Sequence[RowDraft], left: Sequence[store.Row], key: Collection[str]) -> Mapping[int, store.Row]:
    """The record of each row that gets one, by the row's position."""
    cost = partial(_cost, key)
    if max(len(rows), len(left)) > MOST_WEIGHED:
        together = enumerate(zip(rows, left, strict=False))
        return {at: record for at, (row, record) in together if cost(row, record) < NEVER}
    if len(rows) <= len(left):
        chosen = dict(enumerate(cheapest([[cost(row, record) for record in left] for row in rows])))
    else:
        chosen = {row: at for at, row in enumerate(cheapest([[cost(row, record) for row in rows] for record in left]))}
    return {at: left[position] for at, position in chosen.items() if cost(rows[at], left[position]) < NEVER}


def pair(rows: Sequence[RowDraft], records: Sequence[store.Row], key: Collection[str]) -> list[Pair]:
    """Pair rows and records that are alike in what does not change; `key` names the fields of the register's key."""
    free = {record.id: record for record in sorted(records, key=lambda one: (_is_bare(one, key), one.id))}
    pairs, rest = _take_equal(rows, free, key)
    left = list(free.values())
    if not left or not rest:
        return pairs + [Pair(row, None) for row in rest]
    contents = {tuple(one.values[name] for name in one.values if name not in key) for one in left}
    is_doubtful = len(contents) > 1 or len({_told(row, key) for row in rest}) > 1
    found = _weighed(rest, left, key)
    return pairs + [Pair(row, found.get(at), is_doubtful and at in found) for at, row in enumerate(rest)]


def _is_bare(record: store.Row, key: Collection[str]) -> bool:
    """Whether a record has no key: those with one go to rows without first, which leaves these to rows with one."""
    return all(record.values[name] is None for name in key)
