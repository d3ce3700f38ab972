"""Collecting: tasks handed down, returns taken in, held against each other, added up."""

from county_tui.collecting.accepting import ACCEPTED, KNOWN, REFUSED, Outcome, files_in, take
from county_tui.collecting.adding import Sum, places_behind, sum_of, summed_sheets, tidy_lines
from county_tui.collecting.board import HEADS, Board, board, board_lines, reminder
from county_tui.collecting.plain_excel import collect, collect_plain
from county_tui.collecting.printing import (
    form_key,
    form_of_sum,
    missing_words,
    tables_of_sum,
    title_of,
    write_board,
    write_sum,
    write_tidy,
)
from county_tui.collecting.reviewing import RULE, Figure, ReturnReview, review_of
from county_tui.collecting.states import (
    Collection,
    Standing,
    State,
    announce_late,
    approve,
    collection,
    send_back,
    standing_of,
)
from county_tui.collecting.tasks import (
    Opened,
    TaskRequest,
    create_task,
    open_task,
    places_below,
    write_sent_back,
    write_task,
)

__all__ = [
    "ACCEPTED",
    "HEADS",
    "KNOWN",
    "REFUSED",
    "RULE",
    "Board",
    "Collection",
    "Figure",
    "Opened",
    "Outcome",
    "ReturnReview",
    "Standing",
    "State",
    "Sum",
    "TaskRequest",
    "announce_late",
    "approve",
    "board",
    "board_lines",
    "collect",
    "collect_plain",
    "collection",
    "create_task",
    "files_in",
    "form_key",
    "form_of_sum",
    "missing_words",
    "open_task",
    "places_behind",
    "places_below",
    "reminder",
    "review_of",
    "send_back",
    "standing_of",
    "sum_of",
    "summed_sheets",
    "tables_of_sum",
    "take",
    "tidy_lines",
    "title_of",
    "write_board",
    "write_sent_back",
    "write_sum",
    "write_task",
    "write_tidy",
]
