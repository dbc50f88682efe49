"""What a notebook asks for, checked: topic, scope, fiscal year and as-of day, in either era, told by their range."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cdd_analysis.areas import scope
from cdd_analysis.errors import UsageError
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import View
from cdd_analysis.thai.dates import parse_day, parse_year
from cdd_analysis.thai.fiscal import FIRST_YEAR, LAST_YEAR, fiscal_end, fiscal_start


class _Latest(Protocol):
    def latest(self, data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None: ...


def view(topic: _Latest, data: Processed, province: str | int, fiscal_year: str | int, as_of: str | date) -> View:
    """The view asked for; UsageError says which parameter is wrong and what would be right."""
    where = scope(province)
    year = _year(fiscal_year)
    day = _day(as_of, year) if as_of else topic.latest(data, where.provinces, year) or fiscal_end(year)
    return View(where, year, min(day, fiscal_end(year)))


def _year(fiscal_year: str | int) -> int:
    try:
        year = parse_year(fiscal_year)
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            "This is not a fiscal year.", where="fiscal_year", found=repr(fiscal_year), do="Write 2565, or 2022."
        )
    return year


def _day(as_of: str | date, year: int) -> date:
    first, last = fiscal_start(year), fiscal_end(year)
    example = f"{year}-01-12, or {year - 543}-01-12"
    try:
        day = as_of if isinstance(as_of, date) else parse_day(as_of)
    except ValueError:
        raise UsageError("This is not a date.", where="as_of", found=repr(as_of), do=f"Write {example}.") from None
    if not first <= day <= last:
        raise UsageError(
            f"The date is not in fiscal year {year} ({_be(first)} to {_be(last)}).",
            where="as_of",
            found=str(as_of),
            do=f"Write {example}, or leave it empty for the latest date of the data.",
        )
    return day


def _be(day: date) -> str:
    return f"{day.year + 543}-{day:%m-%d}"
