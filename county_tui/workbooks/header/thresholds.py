"""Thresholds of header detection, each with its reason; the scorer's weights are in `scoring`.

A label score runs from -1, surely a value, to 1, surely the title of a column (`label_features.label_score`). All were
set on the labelled sheets of `tests/workbooks` and stand where the fewest of these come out wrong.
"""

from __future__ import annotations

# Where a header is looked for.
NEAR_ROWS = 60  # rows that may start one: titles and instructions above seldom fill a page of 50
MOST_LEVELS = 5  # label rows of one header: yearbooks have four, with their English five
MOST_BETWEEN = 2  # rows of units or blanks between a title and its translation: one of each
LONGEST_HEADER_MERGE = 6  # rows a title is merged over: more is a remark or a group of records beside the table
BODY_ROWS = 20  # rows below a block that say what its columns hold: a screenful, and cheap for each of 60 blocks

# Two tables on a sheet.
LEAST_START_SCORE = 0.45  # mean label score of a row that starts a table of its own: names of places stay below
SAME_SCORE = 0.3  # a block this near in score is as good, and the upper of two such is the sheet's table
LARGER_TABLE_BONUS = 3.0  # a block above may score so much less where its table is the larger: plain titles score high
FEWEST_ROWS = 2  # a table of fewer rows above another is a form's head
FEW_ROWS = 3  # up to so many rows below say nothing about a block

# How a single text reads.
FEW_TEXTS = 3  # in a row of so few a unit stands alone, as 单位：元 does; among many 学时 titles a column
QUESTION_SCORE = 0.3  # a question may be the title of a survey's column or its explanation
COUNTED_SCORE = 0.45  # numbers counting on, as days of a month do: as much a title as a year
LEAST_RUN = 4  # so many count on before they are titles: three may be values by chance
SHORT_LABEL = 8  # characters of a label with nothing below: longer ones are mostly records
OFF_SCALE = 10  # a number so many times its column's largest is a code that titles it: the code of a station

# A row of names and values by turns, as a form's head has.
LEAST_PAIRED = 4  # two names and two values at least
SURE_NAME = 0.5  # every name scores so much
NEUTRAL_VALUE = 0.3  # some value scores less
MOST_VALUE = 0.4  # the values' mean
LEAST_APART = 0.5  # between the two means

# A row and the next one.
NEXT_ROWS = 4  # rows looked at below a pair: a group of records shows itself in so many
OUTSIDE_ONE_IN = 4  # one text in so many may be a remark, and the row is still a header's
PAIR = 2  # a name and its value
BEYOND_DOUBT = 0.4  # mean label score of a second level with nothing below it, or it is the only record
TITLES = 0.35  # mean label score of a level that goes on with the titles: names of records stay below
ONE_TITLE = 0.3  # label score of one text over a group: a short word without a telling end just has it
LIKE_THE_NEXT = 0.3  # a row whose score is so near that of the row after it is a record like that
LEAST_REPEATED = 4  # titles of a row of parents written again: 成都 成都 西昌 西昌
LEAST_TITLES = 4  # titles under one unmerged group: fewer are a list with a heading

# Remarks in the right margin.
FEW_REMARKS = 3  # so many texts beyond a blank column at most: more are a table
REMARK_SCORE = -0.2  # label score of the most title-like of them: sentences stay below
