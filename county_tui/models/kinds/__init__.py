"""The kinds of field a register can have."""

from county_tui.models.kinds.base import Given, Kind, Plain, Value, as_text, folded
from county_tui.models.kinds.dates import Date, PartialDate, PeriodName, first_day, last_day
from county_tui.models.kinds.links import FilePath, RecordLink, Reference, RegionCode
from county_tui.models.kinds.numbers import Decimal, Integer, Number, read_number
from county_tui.models.kinds.options import Choice, MultiChoice, YesNo
from county_tui.models.kinds.text import Phone, Text, clean

__all__ = [
    "Choice",
    "Date",
    "Decimal",
    "FilePath",
    "Given",
    "Integer",
    "Kind",
    "MultiChoice",
    "Number",
    "PartialDate",
    "PeriodName",
    "Phone",
    "Plain",
    "RecordLink",
    "Reference",
    "RegionCode",
    "Text",
    "Value",
    "YesNo",
    "as_text",
    "clean",
    "first_day",
    "folded",
    "last_day",
    "read_number",
]
