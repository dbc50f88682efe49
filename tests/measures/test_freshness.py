"""Age of records on a day (handbook G3)."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from cdd_analysis.measures.freshness import after, ages, median_age, share_within

DAY = date(2022, 1, 12)
DATES = pd.Series(pd.to_datetime(["2022-01-12", "2021-12-13", "2021-10-14", None, "2022-02-01"]))


def test_ages_leave_out_what_is_not_dated_or_lies_ahead() -> None:
    assert ages(DATES, DAY).dropna().tolist() == [0.0, 30.0, 90.0]
    assert median_age(DATES, DAY) == 30.0
    assert after(DATES, DAY) == 1


def test_share_within_counts_the_undated_as_not_fresh() -> None:
    assert share_within(DATES, DAY, 30) == 40.0


def test_nothing_dated_is_missing() -> None:
    assert math.isnan(median_age(DATES[3:4], DAY))
    assert math.isnan(share_within(DATES[:0], DAY, 30))
