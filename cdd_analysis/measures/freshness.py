"""How old records are on a day (handbook G3). A date after that day is not an age: it is left out and counted apart."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio


def ages(dates: pd.Series, as_of: date) -> pd.Series:
    """Age in days of each date; missing where there is no date or it lies after ``as_of``."""
    days = (pd.Timestamp(as_of) - pd.to_datetime(dates)).dt.days
    return days.where(days.ge(0)).astype("float64")


def median_age(dates: pd.Series, as_of: date) -> float:
    """Median age in days of the dated records; missing where none is dated."""
    return float(ages(dates, as_of).median())


def share_within(dates: pd.Series, as_of: date, days: int) -> float:
    """Records not older than ``days`` ÷ all records × 100; a record without a date is not counted as fresh."""
    return ratio(float(ages(dates, as_of).le(days).sum()), len(dates))


def after(dates: pd.Series, as_of: date) -> int:
    """How many dates lie after ``as_of``."""
    return int(pd.to_datetime(dates).gt(pd.Timestamp(as_of)).sum())
