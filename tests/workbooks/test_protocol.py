"""The pipe between parent and child."""

from __future__ import annotations

import datetime
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county_tui.processes import MAX_MESSAGE_BYTES, ProtocolError, receive, send
from county_tui.workbooks.cells import Cell, CellError
from county_tui.workbooks.pipe.protocol import pack_column, unpack_column

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(datetime.timedelta(days=-1000), datetime.timedelta(days=1000)),
    st.sampled_from([CellError("#REF!"), CellError("#N/A")]),
)


@given(st.one_of(st.lists(CELLS), st.lists(st.dates()), st.lists(st.one_of(st.none(), st.datetimes()))))
def test_a_column_crosses_the_pipe_unchanged(cells: list[Cell]) -> None:
    pipe = io.BytesIO()
    send(pipe, "rows", pack_column(cells))
    pipe.seek(0)
    message = receive(pipe)
    assert message is not None
    back = unpack_column(message[1])
    assert back == cells
    assert list(map(type, back)) == list(map(type, cells))


def test_a_closed_pipe_is_the_end() -> None:
    assert receive(io.BytesIO(b"")) is None
    assert receive(io.BytesIO(b"\0\0")) is None
    assert receive(io.BytesIO(struct.pack(">I", 10) + b"abc")) is None


@pytest.mark.parametrize(
    "content",
    [struct.pack(">I", MAX_MESSAGE_BYTES + 1), struct.pack(">I", 3) + b"???", struct.pack(">I", 5) + b"i\1\0\0\0"],
)
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(ProtocolError):
        receive(io.BytesIO(content))
