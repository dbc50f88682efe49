"""Rows of a block that may begin a second table, or name the area of those below: such a file is read as a whole."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow.compute as pc

from cdd_analysis.datasets import tables
from cdd_analysis.ingest.cleaning.places import is_area_heading
from cdd_analysis.ingest.cleaning.rows import BLANK, GROUP, HEADER
from cdd_analysis.ingest.fast_lane.arrays import flags
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.plan import NeedsWhole
from cdd_analysis.ingest.reading.cells import Sheet
from cdd_analysis.ingest.recognition.headings import meaning
from cdd_analysis.ingest.recognition.recognise import looks_like_heading


def refuse_headings(work: BlockWork) -> None:
    """A row of texts may be the heading of a second table, and a text alone the name of an area for rows below:
    either changes how later rows are read."""
    for row in np.flatnonzero(work.kinds == GROUP):
        if is_area_heading(work.first(row), work.region.context.areas):
            raise NeedsWhole("a row that names the area of those below it")
    open_rows = work.kinds != BLANK
    for c in sorted(range(len(work.block.columns)), key=lambda c: c not in work.numbers):
        if not open_rows.any():
            return
        texts = work.block.columns[c]
        begins = flags(pc.match_substring_regex(texts.distinct, r"^\pN"))
        open_rows &= ~texts.of_rows(begins)
    for row in np.flatnonzero(open_rows):
        if _may_be_heading(work, int(row)):
            raise NeedsWhole("what looks like the heading of a second table")


def _may_be_heading(work: BlockWork, row: int) -> bool:
    cells = [text for text in work.block.row(row) if text]
    if len(cells) < 2 or any(text[:1].isdigit() for text in cells):
        return False
    if sum(map(_is_known_heading, cells)) < 0.3 * len(cells):
        return False
    if row < 2 and work.carried is None:
        work.wants_carried = True
        return False
    known = work.carried.above if work.carried else ()
    above = [*known, *(work.block.row(r) for r in range(max(0, row - 2), row))][-2:]
    over = sum(map(bool, above[-1])) if above else len(cells)
    if len(cells) < 3 and over > 1:
        return False
    if work.kinds[row] == HEADER and over > 1:
        return False  # the heading again, without a title of its own
    lines = np.array([*above, work.block.row(row)], dtype=object)
    return looks_like_heading(Sheet(work.region.sheet.file, work.region.sheet.name, lines), len(above))


@lru_cache(maxsize=100_000)
def _is_known_heading(text: str) -> bool:
    said = (meaning(table, (text,), 2565) for table in tables().values())
    return any(one.column or one.fixed or one.total for one in said)
