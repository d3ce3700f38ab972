"""The tables of collecting: tasks, returns of the places below, and what was said of them.

The sheets of returns and the frames they share are many and are written and read by columns alone, without a model:
`collected_sheet` and `collected_frame` of `store/collection.py`.
"""

from __future__ import annotations

import peewee

from county_tui.models.register import LedgerModel


class ReturnTask(LedgerModel):
    """What is to be reported for a period, and by which day: handed down by this office (`issued`) or to it (`owed`).

    `sheets` is JSON: {name: [kind, fingerprint]}; `regions` the codes of the places that owe it.
    """

    id = peewee.AutoField()
    role = peewee.TextField()
    period = peewee.TextField()
    due = peewee.TextField()
    sheets = peewee.TextField()
    regions = peewee.TextField()
    issuer = peewee.TextField()
    note = peewee.TextField(default="")
    at = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        table_name = "return_task"


class CollectedReturn(LedgerModel):
    """One version of a place's return, as received. `head` is JSON: all of it but the sheets."""

    id = peewee.AutoField()
    region = peewee.CharField(max_length=12)
    period = peewee.TextField()
    version = peewee.IntegerField()
    code = peewee.TextField()
    reason = peewee.TextField()
    received_on = peewee.TextField()
    file = peewee.TextField()
    head = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        table_name = "collected_return"


class CollectionEvent(LedgerModel):
    """What was said of a place's return: sent back, approved, or announced to be late."""

    id = peewee.AutoField()
    region = peewee.CharField(max_length=12)
    period = peewee.TextField()
    version = peewee.IntegerField()
    kind = peewee.TextField()
    text = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        table_name = "collection_event"
