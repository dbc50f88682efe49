"""Which rows a view looks at: the newest state on its day, the months of the year so far, the same ones a year before.

Nothing after the view's as-of day counts. Rows are of the whole country unless the caller has cut them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from cdd_analysis.measures.once import once
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_month_no, fiscal_months, fiscal_start


class Tables(Protocol):
    """Where tables are read from: ``ingest.store.Processed``."""

    @property
    def stamp(self) -> str: ...

    def read(
        self, name: str, *, provinces: Sequence[str] | None = None, columns: Sequence[str] | None = None
    ) -> pd.DataFrame: ...


def of_year(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Rows that say they are of a fiscal year."""
    return rows[pd.to_numeric(rows["fiscal_year"]).eq(fiscal_year).fillna(False)]


def newest(rows: pd.DataFrame, day: date, *, since: date | None = None, by: str = "district_code") -> pd.DataFrame:
    """Each area's rows of its newest as-of date up to ``day``, not older than ``since``.

    Args:
        rows: states of things at an ``as_of_date``; those without one count as older than any.
        day: nothing after it counts.
        since: with it, rows without a date and older ones do not count.
        by: column of the areas that each report on a day of their own.
    """
    days = pd.to_datetime(rows["as_of_date"])
    there = days.le(pd.Timestamp(day)) | days.isna()
    if since is not None:
        there &= days.ge(pd.Timestamp(since))
    found, days = rows[there], days[there].fillna(pd.Timestamp("1900-01-01"))
    return found[days.eq(days.groupby(found[by].fillna("")).transform("max"))]


def state(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The state of the view's year on its day: ``newest`` since the year began."""
    return newest(rows, view.as_of, since=fiscal_start(view.fiscal_year))


def closing(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The state at the end of the year before: ``newest`` within that year."""
    before = view.fiscal_year - 1
    return newest(rows, fiscal_end(before), since=fiscal_start(before))


def months_owed(view: View) -> list[pd.Timestamp]:
    """Months of the view's year that are over on its day; the first one too while it runs."""
    over = [pd.Timestamp(m) for m in fiscal_months(view.fiscal_year)]
    ended = [m for m in over if (m + pd.offsets.MonthEnd(0)).date() <= view.as_of]
    return ended or over[:1]


def to_date(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Monthly rows of the view's fiscal year up to its day."""
    first, last = pd.Timestamp(fiscal_start(view.fiscal_year)), pd.Timestamp(view.as_of)
    return rows[pd.to_datetime(rows["month"]).between(first, last)]


def same_months(rows: pd.DataFrame, view: View, months: Iterable[pd.Timestamp]) -> pd.DataFrame:
    """Rows of the fiscal year before, of the same months as ``months``."""
    places = {fiscal_month_no(month) for month in months}
    before = pd.to_datetime(rows["month"])
    first, last = (pd.Timestamp(day(view.fiscal_year - 1)) for day in (fiscal_start, fiscal_end))
    return rows[before.between(first, last) & before.map(fiscal_month_no, na_action="ignore").isin(places)]


def same_day(view: View) -> date:
    """The view's day a year earlier; 28 February for the 29th."""
    return (pd.Timestamp(view.as_of) - pd.DateOffset(years=1)).date()


def latest_day(
    data: Tables, columns: Mapping[str, Sequence[str]], provinces: Sequence[str], fiscal_year: int
) -> date | None:
    """The latest date inside a fiscal year among columns of tables; None where there is none.

    Args:
        columns: table -> date columns; ``month`` counts as the last day of the month.
    """
    known = [_latest_days(data, table, tuple(names), fiscal_year) for table, names in columns.items()]
    return max((days[code] for days in known for code in provinces if code in days), default=None)


@once
def _latest_days(data: Tables, table: str, names: tuple[str, ...], fiscal_year: int) -> dict[str, date]:
    """Province -> the latest date inside a fiscal year among columns of a table."""
    first, last = pd.Timestamp(fiscal_start(fiscal_year)), pd.Timestamp(fiscal_end(fiscal_year))
    rows = data.read(table, columns=["province_code", *names])
    found: dict[str, date] = {}
    for name in names:
        days = pd.to_datetime(rows[name]) + (pd.offsets.MonthEnd(0) if name == "month" else pd.Timedelta(0))
        there = days.between(first, last)
        for code, day in days[there].groupby(rows.loc[there, "province_code"]).max().items():
            found[str(code)] = max(day.date(), found.get(str(code), day.date()))
    return found
