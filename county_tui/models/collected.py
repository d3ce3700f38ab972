"""The tables of collecting: tasks, returns of the places below, and what was said of them."""

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


class CollectedFrame(LedgerModel):
    """What the sheets of many returns have in common, once: titles, rows, columns, keys; zlib over JSON."""

    id = peewee.AutoField()
    digest = peewee.BlobField(unique=True)
    data = peewee.BlobField()

    class Meta:
        table_name = "collected_frame"


class CollectedSheet(LedgerModel):
    """One table or form of a collected return: its numbers, and what else it says; both zlib over JSON."""

    return_id = peewee.IntegerField()
    name = peewee.TextField()
    frame_id = peewee.IntegerField()
    numbers = peewee.BlobField()
    rest = peewee.BlobField()

    class Meta:
        table_name = "collected_sheet"
        primary_key = peewee.CompositeKey("return_id", "name")


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
