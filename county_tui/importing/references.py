"""How the rows of a sheet name other records: by a text until the whole file is read, then by a record's id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from county_tui.errors import ValueRefusedError
from county_tui.importing.checking import mend_first
from county_tui.importing.drafts import RowDraft
from county_tui.models import register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register

Refused = Callable[[type[Register]], Mapping[Value, RowDraft]]
"""The refused rows that were to bring a register's records, by the records' names."""


class References:
    """The fields by which a register's rows name other records. `unknown` counts names that nobody bears."""

    def __init__(self, register: type[Register], lookups: Lookups, unknown: dict[str, Counter[str]]) -> None:
        fields = register.fields()
        self.fields = {name: field for name, field in fields.items() if isinstance(field, Reference)}
        self.lookups, self.unknown = lookups, unknown
        self._places = [at for at, name in enumerate(fields) if name in self.fields]

    def waiting(self, rows: Sequence[RowDraft]) -> list[RowDraft]:
        """The rows that name a record not known yet."""
        return [row for row in rows if any(type(row.given.in_order[at]) is str for at in self._places)]

    def may_have_ended(self) -> bool:
        """Whether any record that rows may name serves no more; few registers have such."""
        return any(self.lookups.names(reference.register).ends for reference in self.fields.values())

    def resolve(self, row: RowDraft, refused: Refused) -> dict[str, str]:
        """Turn the names of other records into their ids. Returns why not, by field."""
        failed: dict[str, str] = {}
        for name, reference in self.fields.items():
            text = row.given.get(name)
            if isinstance(text, str):
                try:
                    row.given = row.given.replaced(name, reference.parse(text, self.lookups))
                except ValueRefusedError as error:
                    failed[name] = self._why(reference, text, str(error), refused)
        return failed

    def _why(self, reference: Reference, text: str, message: str, refused: Refused) -> str:
        """Why a name is no record's: the row that was to bring it is refused, or nobody bears it."""
        other = register_named(reference.register)
        called = "".join(text.split()).replace("(", "（").partition("（")[0]  # 曾 刚（民宗局） is 曾刚
        if bringer := refused(other).get(text) or refused(other).get(called):
            return mend_first(other, bringer)
        if not self.lookups.names(reference.register).ids(text):
            self.unknown.setdefault(reference.register, Counter())[text] += 1
        return message

    def to_gone(self, row: RowDraft, gone: Mapping[int, RowDraft]) -> Iterator[tuple[str, str]]:
        """(field, why) of each record of this very file that a row names and that will not come."""
        for name, reference in self.fields.items():
            key = row.given.get(name)
            if isinstance(key, int) and key in gone:
                yield name, mend_first(register_named(reference.register), gone[key])
