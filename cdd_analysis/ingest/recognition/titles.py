"""What stands outside a table: titles above it, names of sheet and file -> areas, year, month, as-of date, unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from cdd_analysis import areas
from cdd_analysis.ingest.reading.sheets import Cells, Sheet
from cdd_analysis.ingest.recognition.headings import YEAR_HEADINGS, heading_key
from cdd_analysis.thai.dates import find_as_of, find_fiscal_year, find_month
from cdd_analysis.thai.numbers import scale_of
from cdd_analysis.thai.text import clean

_Fact = TypeVar("_Fact")
_YEARS = frozenset(map(str, (*range(2400, 2600), *range(1900, 2100))))
#: หน่วย : บาท, but not หน่วยงาน nor หน่วยเบิกจ่าย.
_UNIT_WORD = re.compile(r"หน่วย(นับ)?\s*([:=]|(เป็น)?\s*(ล้าน|แสน|หมื่น|พัน)?บาท)")
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


def context(sheet: Sheet, heading: tuple[int, int], *, begun: int, last: int, months_lack_year: bool) -> Context:
    """Facts from the titles; what they do not say, from the sheet's name, then from the file's name.

    Args:
        sheet: the sheet.
        heading: first and last row of the table's heading.
        begun: where the sheet's first heading begins.
        last: the row after the table's last.
        months_lack_year: months stand in the heading without their year.
    """
    titles = titles_above(sheet.cells, heading[0], begun)
    below = sheet.cells[heading[1] + 1 : last, 0]
    notes = " \n ".join(clean(c) for c in below if isinstance(c, str) and "ข้อมูล ณ" in c)
    places, told = _places(sheet, titles)
    year = _first(find_fiscal_year, titles)
    if year is None and (year := find_fiscal_year(sheet.name)) is not None:
        told.append(("year", "sheet name"))
    if year is None and months_lack_year and (year := year_in_name(sheet.file)) is not None:
        told.append(("year", "file name"))
    return Context(
        areas=places,
        fiscal_year=year,
        month=_first(find_month, (*titles, sheet.name)),
        as_of_date=_first(find_as_of, (*titles, notes)),
        scale=scale_of(_first(_unit_line, titles) or ""),
        told_by=tuple(told),
    )


def _places(sheet: Sheet, titles: tuple[str, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Level -> code of the areas that titles and the names of sheet and file say; and which of the names said so."""
    stem = sheet.file.rsplit(".", 1)[0].replace("/", " / ").replace("_", " ")
    told: list[tuple[str, str]] = []
    places = _named(titles)
    # The sheet's name is asked again: its อ.เมือง means nothing before the file's name says in which province.
    for where, text in (("sheet name", sheet.name), ("file name", stem), ("sheet name", sheet.name)):
        named = areas.mentioned(text, within=places.get("province"))
        deeper = {level: code for level, code in named.items() if level not in places and _fits(code, places)}
        if deeper:
            places |= deeper
            told.append(("area", where))
    return places, told


def _named(titles: tuple[str, ...]) -> dict[str, str]:
    """Level -> code of the areas that titles name; lines nearer to the table decide over those at the top."""
    found: dict[str, str] = {}
    for text in titles[::-1]:
        nearer = areas.mentioned(text, within=found.get("province"))
        found = {n: code for n, code in found.items() if all(c.startswith(code) for c in nearer.values())} | nearer
    return found


def _fits(code: str, places: dict[str, str]) -> bool:
    """Whether an area lies inside those already named."""
    return all(code.startswith(known) for known in places.values())


def _unit_line(titles: str) -> str | None:
    """The line of the titles that states the unit, so that money spoken of in a title does not set the scale."""
    return next((line for line in titles.split("\n") if _UNIT_WORD.search(line)), None)


def year_outside(sheet: Sheet, heading: tuple[int, int], begun: int | None) -> int | None:
    """The fiscal year for months that name none: from the titles nearest to the heading, the sheet's name, the file's
    name. The last is not asked where a column of years will say it row by row."""
    top, bottom = heading
    year = _first(find_fiscal_year, (*titles_above(sheet.cells, top, begun), sheet.name))
    if year or any(heading_key(str(c)) in YEAR_HEADINGS for c in sheet.cells[top : bottom + 1].ravel() if c != ""):
        return year
    return year_in_name(sheet.file)


def year_in_name(file: str, pattern: str | None = None) -> int | None:
    """The year a file's name gives: the group ``year`` of ``pattern``, else as titles write it."""
    name = file.rsplit("/", 1)[-1]
    if pattern and (found := re.match(pattern, name)):
        return 2500 + int(found["year"])
    return find_fiscal_year(name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))


def _first(find: Callable[[str], _Fact | None], texts: Iterable[str]) -> _Fact | None:
    """What the first text that says anything says."""
    return next((fact for text in texts if (fact := find(text)) is not None), None)


def titles_above(cells: Cells, top: int, begun: int | None) -> tuple[str, ...]:
    """The titles of the table whose heading begins in row ``top``: of a later table of the sheet the lines right above
    it, then those above the first heading (row ``begun``), which hold for all."""
    if begun is None or begun == top:
        return (lines(cells[:top]),)
    return lines(cells[title_start(cells, top) : top]), lines(cells[:begun])


def lines(rows: Cells) -> str:
    """Texts, years and days, a line a row."""
    said = ([_said(cell) for cell in row] for row in rows)
    return " \n ".join(" ".join(filter(None, line)) for line in said if any(line))


def _said(cell: object) -> str:
    """A cell of a title as text; a day kept as a date is written out, a plain figure says nothing."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return clean(str(cell)) if isinstance(cell, str) or is_year(cell) else ""


def title_start(cells: Cells, top: int) -> int:
    """The first of the lines that stand together right above a heading; ``top`` where none does."""
    filled = (cells[:top] != "").sum(axis=1)
    end = top
    while end and not filled[end - 1]:
        end -= 1
    start = end
    while start and filled[start - 1] == 1 and not is_number(next(c for c in cells[start - 1] if c != "")):
        start -= 1
    return start if start < end else top


def is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return bool(_NUMBER.match(cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_year(cell: object) -> bool:
    return str(cell).removesuffix(".0") in _YEARS
