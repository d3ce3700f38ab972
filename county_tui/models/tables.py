"""The tables beside the registers: regions, choice lists, settings, imports, history, headers, returns of others."""

from __future__ import annotations

import peewee

from county_tui.models.register import LedgerModel


class RegionRow(LedgerModel):
    """A region as the ledger keeps it: its own, all within it and those above; read as `models.regions.Region`."""

    code = peewee.CharField(max_length=12, primary_key=True)
    name = peewee.TextField()
    level = peewee.IntegerField()
    parent = peewee.CharField(max_length=12)

    class Meta:
        table_name = "region"


class ChoiceOption(LedgerModel):
    """One label of a choice list; `note` says more of it in pickers."""

    id = peewee.AutoField()
    options = peewee.TextField()
    label = peewee.TextField()
    position = peewee.IntegerField()
    note = peewee.TextField(default="")

    class Meta:
        indexes = ((("options", "label"), True),)


class Setting(LedgerModel):
    """A setting of this ledger: its region, the unit that reports, and what the office entered for its forms."""

    name = peewee.TextField(primary_key=True)
    value = peewee.TextField()


class Batch(LedgerModel):
    """One applied import, or another change of many records at once that can be undone as one."""

    id = peewee.AutoField()
    kind = peewee.TextField(default="import")
    source = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()
    new = peewee.IntegerField(default=0)
    updated = peewee.IntegerField(default=0)
    unchanged = peewee.IntegerField(default=0)
    refused = peewee.IntegerField(default=0)
    undone_at = peewee.TextField(null=True)
    undone_by = peewee.TextField(null=True)
    gone = peewee.IntegerField(default=0)


class Change(LedgerModel):
    """One change of one record. `changes` is JSON: {field: [old, new]} as stored; empty for a new record."""

    id = peewee.AutoField()
    register = peewee.TextField()
    record_id = peewee.IntegerField()
    version = peewee.IntegerField()
    action = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()
    batch_id = peewee.IntegerField(null=True)
    """The `Batch` this was a part of."""
    changes = peewee.TextField(null=True)

    class Meta:
        table_name = "history"


class HeaderMapping(LedgerModel):
    """Which field a header text meant, for files with the same header row."""

    register = peewee.TextField()
    fingerprint = peewee.TextField()
    header = peewee.TextField()
    field = peewee.TextField()

    class Meta:
        primary_key = peewee.CompositeKey("register", "fingerprint", "header")


class CellMending(LedgerModel):
    """What a text in a column is read as, for files with the same header row; with no header, a missing column."""

    register = peewee.TextField()
    fingerprint = peewee.TextField()
    header = peewee.TextField()
    written = peewee.TextField()
    meant = peewee.TextField()

    class Meta:
        primary_key = peewee.CompositeKey("register", "fingerprint", "header", "written")


class Draft(LedgerModel):
    """A form not saved yet: `texts` is JSON, what stands in each field as typed. ID numbers never get here."""

    id = peewee.AutoField()
    register = peewee.TextField()
    record_id = peewee.IntegerField(null=True)
    """The record that is being changed; none for a new one."""
    version = peewee.IntegerField()
    texts = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()


class SavedView(LedgerModel):
    """A search, filter and order of a register, kept by name. `query` is JSON."""

    register = peewee.TextField()
    name = peewee.TextField()
    query = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        primary_key = peewee.CompositeKey("register", "name")


class Form(LedgerModel):
    """A marked file: a form as issued, or a document. A name's newest live one counts; earlier ones stay for seals."""

    id = peewee.AutoField()
    name = peewee.TextField()
    title = peewee.TextField()
    fingerprint = peewee.TextField()
    content = peewee.BlobField()
    at = peewee.TextField()
    by = peewee.TextField()
    removed_at = peewee.TextField(null=True)
    removed_by = peewee.TextField(null=True)
    kind = peewee.TextField()


class FormEntry(LedgerModel):
    """What someone typed into a form's cell, or as the explanation of one of its checks, for one period and region.

    Never changed: the newest entry of a place counts, the others are its history. `value` is JSON.
    """

    id = peewee.AutoField()
    form = peewee.TextField()
    period = peewee.TextField()
    region = peewee.CharField(max_length=12)
    place = peewee.TextField()
    """The address of the issued cell, or `=` and the rule explained."""
    value = peewee.TextField()
    at = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        table_name = "form_entry"


class SealedReturn(LedgerModel):
    """A return as it was sealed; triggers refuse to change or delete one. `content` is JSON, `names` its sheets' names.

    `first_id` is the id of the first version; `history_id` the last change of any record it took in.
    """

    id = peewee.AutoField()
    first_id = peewee.IntegerField()
    period = peewee.TextField()
    region = peewee.CharField(max_length=12)
    version = peewee.IntegerField()
    code = peewee.TextField()
    names = peewee.TextField()
    content = peewee.TextField()
    history_id = peewee.IntegerField()
    sealed_at = peewee.TextField()
    by = peewee.TextField()


class SealedPrint(LedgerModel):
    """A form of a sealed return as it was printed, an .xlsx."""

    id = peewee.AutoField()
    return_id = peewee.IntegerField()
    name = peewee.TextField()
    content = peewee.BlobField()


class RegionNeed(LedgerModel):
    """That a region must have something (应配), as the office decided: yes or no, nothing on people."""

    region = peewee.CharField(max_length=12)
    need = peewee.TextField()
    """分管领导, 专兼职, 联络员 or 服务窗口."""
    at = peewee.TextField()
    by = peewee.TextField()

    class Meta:
        table_name = "region_need"
        primary_key = peewee.CompositeKey("region", "need")


TABLES = (
    RegionRow,
    ChoiceOption,
    Setting,
    Batch,
    Change,
    HeaderMapping,
    CellMending,
    Draft,
    SavedView,
    Form,
    FormEntry,
    SealedReturn,
    SealedPrint,
    RegionNeed,
)


class ReturnTask(LedgerModel):
    """What is to be reported for a period, and by which day: handed down by this office (`issued`) or to it (`owed`).

    `sheets` is JSON: {name: [kind, fingerprint]}; `regions` the codes of the regions that owe it.
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
    """One version of a region's return, as received. `head` is JSON: all of it but the sheets."""

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
    """What was said of a region's return: sent back, approved, or announced to be late."""

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
