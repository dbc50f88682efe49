"""The era that dates are written in: whether a column holds CE years shows only in the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from cdd_analysis.datasets import Column
from cdd_analysis.ingest.cleaning.values import era_of, parse
from cdd_analysis.thai.dates import Period, parse_dates

#: A two-digit year is ambiguous in a column that writes CE years: these two texts ask and tell whether it does.
COMMON_ERA, _SHORT_YEAR = "2022-01-12", "12 ม.ค. 65"


def writes_common_era(texts: Sequence[str]) -> bool:
    """Whether a column of dates holds a CE year, so that a two-digit year in it is ambiguous."""
    return bool(parse_dates(pd.Series([*texts, _SHORT_YEAR], dtype=object))["state"].iloc[-1] != "date")


def depends_on_era(column: Column, texts: list[str], period: Period | None) -> bool:
    """Whether any of these dates is read in another way where the column holds CE years."""
    here = parse(column, pd.Series(texts, dtype=object), period=period).values
    asked = pd.Series([*texts, COMMON_ERA], dtype=object)
    there = parse(column, asked, period=period).values.iloc[: len(texts)]
    return bool((here.isna() != there.isna()).any())


@lru_cache(maxsize=100_000)
def era_written(text: str) -> int:
    """1 for a date written in the Common Era, 0 in the Buddhist, -1 where its digits do not tell."""
    found = era_of(text)
    return -1 if found is None else int(found)
