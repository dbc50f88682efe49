"""``ปีงบ`` that holds the calendar year (handbook 11.2): a real dashboard adds 1 to it for ต.ค.–ธ.ค.

Only months without a year of their own are in question, and only October to December. The order of the rows decides:
where they come after กันยายน of the same year, the years are calendar years; where before มกราคม, fiscal ones.
Where the order is silent a heading that says งบ is taken at its word, and told if the order speaks both ways. Under a
bare ``ปี`` such rows are set aside with both readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

import pandas as pd

from cdd_analysis.thai.dates import parse_month

Pair = tuple[int, int]
#: For telling which month a bare name is, whichever year it is of.
_ANY_YEAR = 2565


class Years(StrEnum):
    """What a column of years holds."""

    FISCAL = "fiscal"
    CALENDAR = "calendar"
    SILENT = "silent"  # the order of rows says nothing
    CONTRADICTORY = "contradictory"


def bare_months(cells: pd.Series) -> pd.Series:
    """Month of the year, 1 to 12, of cells that name a month without its year; 0 for all others."""

    def number(cell: object) -> int:
        found = None if parse_month(cell) else parse_month(cell, year=_ANY_YEAR)
        return found.month if found else 0

    return cells.map({cell: number(cell) for cell in cells.unique()}).astype(int)


def sense(sequences: Iterable[Sequence[Pair]]) -> Years:
    """What the years are, by the order of rows.

    Args:
        sequences: for each area, category … its (year, month) pairs in the order of the sheet.
    """
    found = {verdict for pairs in sequences if (verdict := _order(pairs))}
    if len(found) > 1:
        return Years.CONTRADICTORY
    return found.pop() if found else Years.SILENT


def _order(pairs: Sequence[Pair]) -> Years | None:
    distinct = list(dict.fromkeys(pairs))
    months = {month for _, month in distinct}
    if not (any(m >= 10 for m in months) and any(m < 10 for m in months)):
        return None
    calendar = _rises(distinct)
    fiscal = _rises([(year, (month - 10) % 12) for year, month in distinct])
    if calendar == fiscal:
        return Years.CONTRADICTORY if not calendar and _same_year_both(distinct) else None
    return Years.CALENDAR if calendar else Years.FISCAL


def _rises(pairs: Sequence[Pair]) -> bool:
    return all(first < second for first, second in pairwise(pairs))


def _same_year_both(pairs: Iterable[Pair]) -> bool:
    """Whether one year has months of both sides, so that an order would have told."""
    sides = {(year, month >= 10) for year, month in pairs}
    return any((year, True) in sides and (year, False) in sides for year, _ in sides)
