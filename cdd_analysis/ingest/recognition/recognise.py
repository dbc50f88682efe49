"""Which table a sheet holds, and where its heading is. By headings, never by file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cdd_analysis import areas
from cdd_analysis.datasets import Table
from cdd_analysis.errors import UnrecognisedSheet
from cdd_analysis.ingest.reading.sheets import Cells, Sheet
from cdd_analysis.ingest.recognition.bands import alone, bands
from cdd_analysis.ingest.recognition.columns import (
    as_printed,
    candidates,
    heading_dates,
    meanings_of,
    needed,
    without_repeats,
)
from cdd_analysis.ingest.recognition.headings import COMMON, Meaning, heading_key, meaning
from cdd_analysis.ingest.recognition.titles import (
    Context,
    context,
    is_number,
    is_year,
    lines,
    title_start,
    year_outside,
)
from cdd_analysis.spreadsheet import LISTS_SHEET
from cdd_analysis.thai.dates import find_fiscal_year, find_month
from cdd_analysis.thai.text import clean

#: Headings are looked for in this many rows above a table, and stand in at most this many rows.
_ROWS_ABOVE, _HEADING_ROWS = 40, 3
_AS_OF = frozenset(map(heading_key, COMMON["as_of_date"]))
#: What a title that speaks of a table's subject adds, where headings fit two tables alike.
_SPOKEN_FOR = 0.01
#: A table without a required column needs this many headings of its own.
_OWN_HEADINGS = 3
#: For telling that a text is a month at all, whichever year it is of.
_ANY_YEAR = 2565


@dataclass(frozen=True)
class Region:
    """A recognised table on a sheet.

    Attributes:
        first: row of the sheet (zero-based) where this region's share begins, titles included.
        heading: rows of the heading, first and last.
        last: row after the region's last.
        meanings: one per column of the sheet.
    """

    sheet: Sheet
    table: Table
    first: int
    heading: tuple[int, int]
    last: int
    meanings: tuple[Meaning, ...]
    context: Context

    def columns(self, name: str) -> list[int]:
        """Positions of the columns that mean ``name``."""
        return [c for c, m in enumerate(self.meanings) if m.column == name]

    def scale(self, m: Meaning) -> float:
        """What money under a heading is counted in: as the heading says, else as the titles do."""
        return m.scale if m.scale != 1 else self.context.scale

    def is_whole(self, m: Meaning) -> bool:
        """Whether a heading ("รวมทุกช่องทาง") stands beside the very parts it sums up: the sheet's total over them."""
        names = {name for name, value in m.fixed if value == "all"}
        beside = (item for other in self.meanings if other.column == m.column for item in other.fixed)
        return any(name in names and value != "all" for name, value in beside)


@dataclass(frozen=True)
class _Found:
    table: Table
    heading: tuple[int, int]
    meanings: tuple[Meaning, ...]
    score: float
    rival: str = ""


def recognise(sheet: Sheet) -> list[Region]:
    """The tables of a sheet, from top to bottom; together they cover every row of it. The lists of a form are none.

    Raises:
        UnrecognisedSheet: no table of the package has headings like these.
    """
    if sheet.name == LISTS_SHEET:
        return []
    first = _next_table(sheet, [])
    sheets = _beside(sheet, first) if first else []
    regions = [region for one in sheets for region in _stacked(one)] if sheets else _stacked(sheet, first)
    if not regions:
        raise UnrecognisedSheet(
            "No table of this package has headings like these.",
            where=_place(sheet),
            found=_widest_row(sheet.cells),
            do="Compare with the headings in docs/tables.md, or move the file out of the raw folder.",
        )
    return regions


def _stacked(sheet: Sheet, first: _Found | None = None) -> list[Region]:
    """The tables that stand one below the other; ``first``: the topmost, where it is known already."""
    found = [first] if first else []
    while (one := _next_table(sheet, found)) is not None:
        found.append(one)
    if rivals := next((one for one in found if one.rival), None):
        raise UnrecognisedSheet(
            "The headings fit two tables, and no title says which one is meant.",
            where=_place(sheet),
            found=f"{rivals.table.name}, {rivals.rival}",
            do="Write what the table is about above it, or use the headings of docs/tables.md, and build again.",
        )
    return [_region(sheet, found, number) for number in range(len(found))]


def _place(sheet: Sheet) -> str:
    return f"{sheet.file}{f' [{sheet.name}]' if sheet.name else ''}"


def _beside(sheet: Sheet, first: _Found) -> list[Sheet]:
    """A sheet for each of the tables that stand side by side, where each is one on its own; else none."""
    places = bands(sheet, first.heading, _parts(sheet, *first.heading))
    sheets = [alone(sheet, first.heading[0], band, places) for band in places]
    return sheets if len(sheets) > 1 and all(_next_table(one, []) for one in sheets) else []


def _widest_row(cells: Cells) -> str:
    """What may have been meant as a heading; a row of data is not shown, it may name a person."""
    above = cells[:_ROWS_ABOVE]
    counts = [(row != "").sum() * _is_heading_row(row) for row in above]
    row = above[int(np.argmax(counts))] if any(counts) else above[:0].ravel()
    return ", ".join(clean(str(cell)).replace("\n", " ") for cell in row if cell != "")[:200]


def _next_table(sheet: Sheet, found: list[_Found]) -> _Found | None:
    """The heading below those already found. Below a table only a heading that stands alone as text is one."""
    cells = sheet.cells
    if not found:
        best: _Found | None = None
        for row in range(min(_ROWS_ABOVE, len(cells))):
            one = _best_heading(sheet, row, 0, None)
            if one and (best is None or one.score > best.score):
                best = one
            if best and row >= best.heading[1] + _HEADING_ROWS - 1 and _is_clear(best, cells):
                break
        return best
    start = found[-1].heading[1] + 1
    for row in _text_rows(cells, start):
        one = _best_heading(sheet, row, start, found[0].heading[0])
        if one and one.score >= 0.6 * (cells[row] != "").sum() and not _is_below(sheet, found[-1], one):
            return one
    return None


def _is_below(sheet: Sheet, table: _Found, found: _Found) -> bool:
    """Whether what looks like a heading belongs to the table above it: its heading repeated, or a row of its data."""
    return _is_repeat(sheet, found) or _is_value(sheet.cells[found.heading[1]], table)


def _is_value(row: Cells, table: _Found) -> bool:
    """Whether a row names a month, channel or category in the very column that holds them, for want of a figure."""
    return any(
        m.column == name
        for cell, m in zip(row, table.meanings, strict=True)
        if m.column and not m.fixed and isinstance(cell, str) and cell
        for name, _ in meaning(table.table, (cell,), _ANY_YEAR).fixed
    )


def _is_clear(found: _Found, cells: Cells) -> bool:
    """Whether a heading explains nearly all of its own row, so that no better one need be looked for."""
    return bool(found.score >= 0.9 * (cells[found.heading[1]] != "").sum())


def _text_rows(cells: Cells, start: int) -> Iterator[int]:
    """Rows below ``start`` with texts and no number: three, or two right below a blank row or a title."""
    for row in range(start, len(cells)):
        if all(isinstance(cell, str) and not cell[:1].isdigit() for cell in cells[row]):  # most rows end at one cell
            below_title = row > start and (cells[row - 1] != "").sum() < 2
            if (cells[row] != "").sum() >= 3 - below_title:
                yield row


def _is_repeat(sheet: Sheet, found: _Found) -> bool:
    """Whether a heading row only repeats the one that its table began with (a page break in print).

    It does not where lines above it name an area or a time: those are the titles of a table of its own.
    """
    top, bottom = found.heading
    above = sheet.cells[:top]
    if not any((row == sheet.cells[bottom]).all() for row in above):
        return False
    title = lines(sheet.cells[title_start(sheet.cells, top) : top])
    return not (areas.mentioned(title) or find_fiscal_year(title) or find_month(title))


def _best_heading(sheet: Sheet, row: int, start: int, begun: int | None) -> _Found | None:
    """The best reading of a heading that ends in ``row``, over tables and over one to three rows of heading.

    Args:
        sheet: the sheet.
        row: where the heading ends.
        start: the row it may begin in at the earliest.
        begun: where the sheet's first heading begins, once it is found.
    """
    cells = sheet.cells
    if (cells[row] != "").sum() < 2 or not _is_heading_row(cells[row]):
        return None
    best: _Found | None = None
    for height in range(1, _HEADING_ROWS + 1):
        top = row - height + 1
        if top < start or (height > 1 and not _is_heading_row(cells[top])):
            break
        parts = _parts(sheet, top, row)
        year = year_outside(sheet, (top, row), begun)
        for table in candidates(parts):
            meanings = _with_value(sheet, row, meanings_of(table, parts, year))
            score = _score(table, meanings) or _long_form_score(sheet, row, table, meanings)
            score += _SPOKEN_FOR if score and _is_spoken_for(sheet, top, table) else 0
            if score and (best is None or score > best.score):
                best = _Found(table, (top, row), meanings, score)
            elif best and score == best.score and best.heading == (top, row):
                best = replace(best, rival=table.name)
    return best


def _is_heading_row(row: Cells) -> bool:
    """A heading row holds no plain number but years; months and texts may stand in it."""
    filled = [cell for cell in row if cell != ""]
    numbers = [c for c in filled if is_number(c) and not is_year(c)]
    return bool(filled) and len(numbers) <= len(filled) * 0.1 and not _says_when(filled)


def _says_when(filled: list[object]) -> bool:
    """Whether a row says in two cells when the figures are of: a date beside ข้อมูล ณ วันที่ is no month's heading."""
    return len(filled) == 2 and heading_key(str(filled[0]).rstrip(": ")) in _AS_OF


def _parts(sheet: Sheet, top: int, bottom: int) -> list[tuple[str, ...]]:
    """Per column, the lines of its heading. A parent reaches over its merged area, or over blanks to its right."""
    block = sheet.cells[top : bottom + 1].copy()
    for r0, c0, r1, c1 in sheet.merged:
        if top <= r0 and r1 <= bottom:
            block[r0 - top, c0 : c1 + 1] = sheet.cells[r0, c0]
    spanned = {(r, c) for r0, c0, r1, c1 in sheet.merged for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)}
    for r in range(len(block) - 1):
        for c in range(1, block.shape[1]):
            if block[r, c] == "" and block[r, c - 1] != "" and (top + r, c) not in spanned and _has_below(block, r, c):
                block[r, c] = block[r, c - 1]
    # Programs that keep one row of heading join the lines of a cell: ฐานข้อมูล | ครัวเรือนเป้าหมาย.
    lines_of = ([line for v in block[:, c] if v != "" for line in str(v).split(" | ")] for c in range(block.shape[1]))
    return as_printed(tuple(dict.fromkeys(said)) for said in lines_of)


def _has_below(block: Cells, r: int, c: int) -> bool:
    """A blank parent continues its left neighbour only where both stand over headings of their own."""
    return bool((block[r + 1 :, c] != "").any() and (block[r + 1 :, c - 1] != "").any())


def _score(table: Table, meanings: tuple[Meaning, ...]) -> float:
    """How many headings a table explains; 0 where it is not this table."""
    own = {c.name for c in table.columns}
    named = {m.column for m in meanings if m.column in own and not m.total}
    known = sum(1 for m in meanings if m.column)
    sideways = sum(1 for m in meanings if m.fixed)
    groups = needed(table)
    said = named | {m.column for m in meanings if not m.total}
    if not all(said.intersection(group) for group in groups):
        return 0.0
    if table.spread and sideways and not any(m.column == table.spread.value and not m.total for m in meanings):
        return 0.0
    unknown = sum(1 for m in meanings if m.text and not m.column and not m.either)
    if not groups and (len(named) < _OWN_HEADINGS or unknown > len(named)):
        return 0.0
    if len({any(name == "month" for name, _ in m.fixed) for m in meanings if m.fixed and not m.total}) > 1:
        return 0.0  # one heading names a month, its neighbour a channel alone: prose, not a table
    # A parent read without the months below it names one column several times.
    told = [(m.column, m.fixed, m.total) for m in meanings if m.fixed or (m.column in own and not m.total)]
    twice = len(told) - len(set(told))
    of_areas = sum(1 for group in groups if not own.issuperset(group))
    return max(0.0, known + 0.1 * (len(named) + of_areas) - 0.3 * unknown - twice)


def _long_form_score(sheet: Sheet, row: int, table: Table, meanings: tuple[Meaning, ...]) -> float:
    """For sheets with a row per indicator: the indicators named below must be columns of the table."""
    named = {m.column: c for c, m in enumerate(meanings)}
    if not table.is_area or not {"indicator", "indicator_value"} <= named.keys():
        return 0.0
    own = {c.name for c in table.columns}
    said = [meaning(table, (str(v),)).column for v in set(sheet.cells[row + 1 :, named["indicator"]]) if v != ""]
    told = sum(name in own for name in said)
    return sum(1 for m in meanings if m.column) + told / len(said) if told else 0.0


def _with_value(sheet: Sheet, row: int, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """A row per indicator whose value stands under a heading of its own (ครัวเรือน): the only column of figures."""
    named = {m.column for m in meanings}
    if "indicator" not in named or "indicator_value" in named:
        return meanings
    body = sheet.cells[row + 1 :]
    figures = [c for c, m in enumerate(meanings) if m.text and not m.column and _holds_figures(body[:, c])]
    if len(figures) != 1:
        return meanings
    at = figures[0]
    return (*meanings[:at], replace(meanings[at], column="indicator_value", either=()), *meanings[at + 1 :])


def _holds_figures(cells: Cells) -> bool:
    filled = [cell for cell in cells if cell != ""]
    return bool(filled) and sum(map(is_number, filled)) >= 0.8 * len(filled)


def _is_spoken_for(sheet: Sheet, top: int, table: Table) -> bool:
    """Whether the lines above the heading, or the names of sheet and file, speak of the table's subject."""
    if not table.words:
        return False
    said = re.sub(r"\s+", "", f"{lines(sheet.cells[:top])}{sheet.name}{sheet.file}")
    return any(re.sub(r"\s+", "", word) in said for word in table.words)


def _region(sheet: Sheet, found: list[_Found], number: int) -> Region:
    one = found[number]
    starts = [0, *(title_start(sheet.cells, later.heading[0]) for later in found[1:]), len(sheet.cells)]
    last = starts[number + 1]
    bare = _months_lack_year(sheet, one)
    said = context(sheet, one.heading, begun=found[0].heading[0], last=last, months_lack_year=bare)
    meanings = without_repeats(one.meanings, sheet.cells[one.heading[1] + 1 : last])
    return Region(sheet, one.table, starts[number], one.heading, last, meanings, _with_headings(said, one))


def _with_headings(said: Context, found: _Found) -> Context:
    """The context with what dates in the headings say where titles are silent."""
    day, year = heading_dates(found.table, found.meanings)
    if said.as_of_date is None and day:
        said = replace(said, as_of_date=day)
    if said.fiscal_year is None and year and not any(m.column == "fiscal_year" for m in found.meanings):
        said = replace(said, fiscal_year=year, told_by=(*said.told_by, ("year", "heading")))
    return said


def _months_lack_year(sheet: Sheet, found: _Found) -> bool:
    """Whether months stand in the heading without their year."""
    bare = meanings_of(found.table, _parts(sheet, *found.heading), None)
    return any(len(m.fixed) > len(b.fixed) for m, b in zip(found.meanings, bare, strict=True))


def looks_like_heading(sheet: Sheet, row: int) -> bool:
    """Whether a row of texts below a table could be the heading of another one."""
    one = _best_heading(sheet, row, 0, None)
    return one is not None and bool(one.score >= 0.6 * (sheet.cells[row] != "").sum())
