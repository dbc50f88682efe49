"""Ratios of sums, growth and shares. A denominator that is zero or missing gives a missing figure, never 0 per cent.

The plain functions take numbers; those whose name ends in ``s`` take columns of equal index.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

MISSING = float("nan")


def total(values: pd.Series) -> float:
    """Sum of what is there; missing where nothing is."""
    return float(values.sum(min_count=1))


def summed(values: npt.NDArray[np.float64]) -> float:
    """Sum of plain figures of which none is missing; missing where there are none."""
    return float(values.sum()) if len(values) else MISSING


def ratio(numerator: float | None, denominator: float | None, *, per: float = 100.0) -> float:
    """``numerator`` ÷ ``denominator`` × ``per``; missing where either is missing or the denominator is zero."""
    if numerator is None or denominator is None or math.isnan(numerator) or math.isnan(denominator) or denominator == 0:
        return MISSING
    return numerator / denominator * per


def ratios(numerator: pd.Series, denominator: pd.Series | float, *, per: float = 100.0) -> pd.Series:
    """``ratio`` of two columns."""
    below = pd.Series(denominator, index=numerator.index, dtype="float64")
    return numerator.astype("float64") / below.where(below.ne(0)) * per


def ratio_of_sums(
    table: pd.DataFrame, numerator: str, denominator: str, *, by: Sequence[str] = (), per: float = 100.0
) -> pd.Series:
    """Σ ``numerator`` ÷ Σ ``denominator`` of each group (handbook 0.3, rule 1); rows missing either count in neither.

    Without ``by`` the result has the single entry ``all``.
    """
    whole = table.dropna(subset=[numerator, denominator])
    groups: list[pd.Series] = [whole[name] for name in by] or [pd.Series("all", index=whole.index)]
    sums = whole[[numerator, denominator]].groupby(groups).sum()
    return ratios(sums[numerator], sums[denominator], per=per)


def share(part: float | None, whole: float | None) -> float:
    """Part of a whole in per cent."""
    return ratio(part, whole)


def growth(now: float | None, before: float | None) -> float:
    """Change against ``before`` in per cent; missing where there was nothing before to compare with."""
    change = None if now is None or before is None else now - before
    return ratio(change, before)


def growths(now: pd.Series, before: pd.Series) -> pd.Series:
    """``growth`` of two columns."""
    return ratios(now - before, before)


def ranks(values: pd.Series) -> pd.Series:
    """Place of each value, 1 the highest; equal values share the better place; missing stays missing."""
    return values.rank(method="min", ascending=False)


def place(values: pd.Series, key: str) -> tuple[int, int] | None:
    """(place, of how many) of the entry ``key``; None where its value is missing."""
    known = values.dropna()
    return (int(ranks(known)[key]), len(known)) if key in known.index else None


def concentration(values: pd.Series) -> float:
    """Herfindahl-Hirschman index, 0-10,000: Σ (share in per cent)²; 10,000 when one part is everything."""
    shares = ratios(values, total(values))
    return float(np.square(shares).sum(min_count=1))
