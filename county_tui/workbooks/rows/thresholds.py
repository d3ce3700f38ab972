"""Thresholds of row classification, each with its reason."""

from __future__ import annotations

# Profile of the first rows.
SAMPLE_ROWS = 200  # rows that say what the others look like: sections seldom are longer, and it takes 2 ms
LEAST_SAMPLE = 5  # of more rows only the lower half counts: what explains a header stands above the data

# Merged cells.
TALL_ROWS = 4  # a cell merged over so many rows names a group; over two or three it is one record's
LONG_TEXT = 20  # characters: a text as long, merged over two rows, is a note beside them

# How full a row is.
LEAST_FULL = 3.0  # cells of a row of data that needs no closer look
USUAL_PART = 0.6  # of what rows usually hold makes a row full: blank cells are common, half-empty records are not
NEARLY_ALL = 0.7  # of the rows have a serial number: then one without is a section
WIDE = 4  # columns of a table in which one lone cell is no record

# Where marks stand.
KEY_COLUMNS = 2  # the first two titled columns name a record
DOUBTFUL_COLUMNS = 4  # 合计 and signatures begin in one of the first four columns
LONGEST_ANSWER = 16  # characters after 审核人：; a longer text is a remark with contents of its own
LONG_REMARK = 20  # characters of a lone text, twice as long as its column's usual, that explains
