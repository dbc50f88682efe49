"""Which table a sheet holds, where its heading is, and what its titles say. By headings, never by file name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cdd_analysis import areas
from cdd_analysis.datasets import Table, tables
from cdd_analysis.errors import UnrecognisedSheet
from cdd_analysis.ingest.headings import Meaning, meaning
from cdd_analysis.ingest.sheets import Cells, Sheet
from cdd_analysis.thai.dates import find_as_of, find_fiscal_year, find_month
from cdd_analysis.thai.numbers import scale_of
from cdd_analysis.thai.text import clean

#: Headings are looked for in this many rows above a table, and stand in at most this many rows.
_ROWS_ABOVE, _HEADING_ROWS = 40, 3
#: A table without a required column needs this many headings of its own.
_OWN_HEADINGS = 3
_NUMBER = re.compile(r"^[-(−฿]?\s*[\d๐-๙][\d๐-๙,.\s]*[)%]?(\s*บาท)?$")


@dataclass(frozen=True)
class Context:
    """What stands outside a table's rows: in the titles above it, the sheet's name, the file's name.

    Attributes:
        areas: level -> code named there.
        fiscal_year, month, as_of_date: as far as said.
        scale: of all money in the table (หน่วย : ล้านบาท).
        told_by: for each fact not from the titles, where it stands: "sheet name" or "file name".
    """

    areas: dict[str, str]
    fiscal_year: int | None = None
    month: dt.date | None = None
    as_of_date: dt.date | None = None
    scale: float = 1.0
    told_by: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True)
class _Found:
    table: Table
    heading: tuple[int, int]
    meanings: tuple[Meaning, ...]
    score: float


def recognise(sheet: Sheet) -> list[Region]:
    """The tables of a sheet, from top to bottom; together they cover every row of it.

    Raises:
        UnrecognisedSheet: no table of the package has headings like these.
    """
    found: list[_Found] = []
    at = 0
    while (one := _next_table(sheet, at, first=not found)) is not None:
        found.append(one)
        at = one.heading[1] + 1
    if not found:
        raise UnrecognisedSheet(
            "No table of this package has headings like these.",
            where=f"{sheet.file}{f' [{sheet.name}]' if sheet.name else ''}",
            found=_widest_row(sheet.cells),
            do="Compare with the headings in docs/tables.md, or move the file out of the raw folder.",
        )
    return [_region(sheet, found, number) for number in range(len(found))]


def _widest_row(cells: Cells) -> str:
    counts = (cells[:_ROWS_ABOVE] != "").sum(axis=1)
    row = cells[int(counts.argmax())]
    return ", ".join(clean(str(cell)).replace("\n", " ") for cell in row if cell != "")[:200]


def _next_table(sheet: Sheet, start: int, *, first: bool) -> _Found | None:
    """The first heading at or below ``start``. Below a table only a heading that stands alone as text is one."""
    cells = sheet.cells
    if first:
        best: _Found | None = None
        for row in range(start, min(start + _ROWS_ABOVE, len(cells))):
            one = _best_heading(sheet, row)
            if one and (best is None or one.score > best.score):
                best = one
            if best and row >= best.heading[1] + _HEADING_ROWS - 1 and _is_clear(best, cells):
                break
        return best
    for row in _text_rows(cells, start):
        one = _best_heading(sheet, row)
        if one and one.score >= 0.6 * (cells[row] != "").sum() and not _is_repeat(sheet, start, one):
            return one
    return None


def _is_clear(found: _Found, cells: Cells) -> bool:
    """Whether a heading explains nearly all of its own row, so that no better one need be looked for."""
    return bool(found.score >= 0.9 * (cells[found.heading[1]] != "").sum())


def _text_rows(cells: Cells, start: int) -> Iterator[int]:
    """Rows below ``start`` with three texts or more and no number."""
    block = cells[start:]
    if not len(block):
        return
    texts = np.frompyfunc(lambda v: isinstance(v, str) and bool(v) and not v[:1].isdigit(), 1, 1)(block).astype(bool)
    filled = block != ""
    for row in np.flatnonzero((texts.sum(axis=1) >= 3) & (texts == filled).all(axis=1)):
        yield start + int(row)


def _is_repeat(sheet: Sheet, start: int, found: _Found) -> bool:
    """Whether a heading row only repeats the one that its table began with (a page break in print)."""
    above = sheet.cells[: found.heading[0]]
    return bool(len(above)) and any((row == sheet.cells[found.heading[1]]).all() for row in above)


def _best_heading(sheet: Sheet, row: int) -> _Found | None:
    """The best reading of a heading that ends in ``row``, over tables and over one to three rows of heading."""
    cells = sheet.cells
    if (cells[row] != "").sum() < 2 or not _is_heading_row(cells[row]):
        return None
    best: _Found | None = None
    for height in range(1, _HEADING_ROWS + 1):
        top = row - height + 1
        if top < 0 or (height > 1 and not _is_heading_row(cells[top])):
            break
        parts = _parts(sheet, top, row)
        year = find_fiscal_year(" ".join(str(c) for c in cells[:top].ravel() if c != "")) if top else None
        for table in tables().values():
            meanings = tuple(meaning(table, p, year) if p else Meaning("") for p in parts)
            score = _score(table, meanings) or _long_form_score(sheet, row, table, meanings)
            if score and (best is None or score > best.score):
                best = _Found(table, (top, row), meanings, score)
    return best


def _is_heading_row(row: Cells) -> bool:
    """A heading row holds no plain number but years; months and texts may stand in it."""
    filled = [cell for cell in row if cell != ""]
    numbers = [c for c in filled if _is_number(c) and not _is_year(c)]
    return bool(filled) and len(numbers) <= len(filled) * 0.1


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return bool(_NUMBER.match(cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_year(cell: object) -> bool:
    return str(cell).removesuffix(".0") in {str(y) for y in (*range(2400, 2600), *range(1900, 2100))}


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
    return [tuple(dict.fromkeys(str(v) for v in block[:, c] if v != "")) for c in range(block.shape[1])]


def _has_below(block: Cells, r: int, c: int) -> bool:
    """A blank parent continues its left neighbour only where both stand over headings of their own."""
    return bool((block[r + 1 :, c] != "").any() and (block[r + 1 :, c - 1] != "").any())


def _score(table: Table, meanings: tuple[Meaning, ...]) -> float:
    """How many headings a table explains; 0 where it is not this table."""
    own = {c.name for c in table.columns}
    named = {m.column for m in meanings if m.column in own}
    known = sum(1 for m in meanings if m.column)
    sideways = sum(1 for m in meanings if m.fixed)
    required = {c.name for c in table.columns if c.required}
    if not required <= named:
        return 0.0
    if table.spread and sideways and not any(m.column == table.spread.value and not m.total for m in meanings):
        return 0.0
    if not required and len(named) < _OWN_HEADINGS:
        return 0.0
    unknown = sum(1 for m in meanings if m.text and not m.column)
    fixed_twice = len([m for m in meanings if m.fixed]) - len(
        {(m.column, m.fixed, m.total) for m in meanings if m.fixed}
    )
    return max(0.0, known + 0.1 * len(named) - 0.3 * unknown - fixed_twice)


def _long_form_score(sheet: Sheet, row: int, table: Table, meanings: tuple[Meaning, ...]) -> float:
    """For sheets with a row per indicator: the indicators named below must be columns of the table."""
    named = {m.column: c for c, m in enumerate(meanings)}
    if not table.is_area or not {"indicator", "indicator_value"} <= named.keys():
        return 0.0
    own = {c.name for c in table.columns}
    said = {meaning(table, (str(v),)).column for v in set(sheet.cells[row + 1 :, named["indicator"]]) if v != ""}
    return float(sum(1 for m in meanings if m.column)) if said & own else 0.0


def _region(sheet: Sheet, found: list[_Found], number: int) -> Region:
    one = found[number]
    first = 0 if number == 0 else one.heading[0]
    last = found[number + 1].heading[0] if number + 1 < len(found) else len(sheet.cells)
    context = _context(sheet, found[0].heading[0] if number == 0 else one.heading[0], one)
    return Region(sheet, one.table, first, one.heading, last, one.meanings, context)


def _context(sheet: Sheet, title_rows: int, found: _Found) -> Context:
    """Facts from the titles; what they do not say, from the sheet's name, then from the file's name."""
    titles = " \n ".join(
        clean(str(cell)) for cell in sheet.cells[:title_rows].ravel() if isinstance(cell, str) and cell
    )
    notes = " \n ".join(
        clean(str(c)) for c in sheet.cells[found.heading[1] + 1 :, 0] if isinstance(c, str) and "ข้อมูล ณ" in c
    )
    stem = sheet.file.rsplit(".", 1)[0].replace("/", " / ").replace("_", " ")
    told: list[tuple[str, str]] = []
    places = dict(areas.mentioned(titles))
    for where, text in (("sheet name", sheet.name), ("file name", stem)):
        named = areas.mentioned(text, within=places.get("province"))
        deeper = {level: code for level, code in named.items() if level not in places and _fits(code, places)}
        if deeper:
            places |= deeper
            told.append(("area", where))
    year = find_fiscal_year(titles)
    if year is None and (year := find_fiscal_year(sheet.name)) is not None:
        told.append(("year", "sheet name"))
    return Context(
        areas=places,
        fiscal_year=year,
        month=find_month(titles) or find_month(sheet.name),
        as_of_date=find_as_of(titles) or find_as_of(notes),
        scale=scale_of(_unit_line(titles)),
        told_by=tuple(told),
    )


def _fits(code: str, places: dict[str, str]) -> bool:
    """Whether an area lies inside those already named."""
    return all(code.startswith(known) for known in places.values())


def _unit_line(titles: str) -> str:
    """The line of the titles that states the unit, so that money spoken of in a title does not set the scale."""
    return next((line for line in titles.split("\n") if "หน่วย" in line), "")
