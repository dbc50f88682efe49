"""What each producer sold, as the register tells it: like-for-like growth (T3.4) and concentration (T3.7), by area.

The register holds this fiscal year's sales to the day of its data, those of the same months last year, and their mean
over three years. A register of another fiscal year speaks of other years and is left out.
"""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures.arithmetic import growths, ratios
from cdd_analysis.measures.ladder import climb, sums
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start

#: How many of the largest handbook T3.7 looks at.
TOP = 10
_PARTS = ("sold_baht", "sellers", "seller_now_baht", "seller_before_baht", "like_sellers")
_MEANS = ("mean_now_baht", "mean_before_baht", "mean_sellers")


def told(producers: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Producers whose sales of this or last year are told; a register without a date is taken as it is."""
    day = pd.to_datetime(producers["as_of_date"])
    first, last = pd.Timestamp(fiscal_start(fiscal_year)), pd.Timestamp(fiscal_end(fiscal_year))
    own = producers[day.isna() | day.between(first, last)]
    return own.dropna(subset=["sales_baht", "sales_last_year_baht"], how="all")


def by_area(sold: pd.DataFrame) -> pd.DataFrame:
    """One row per area, from district to nation: sums over producers, growth of the same ones, shares of the largest.

    Growth is of producers that told both figures; a producer that is new or has stopped is in neither.
    """
    now, before, mean = sold["sales_baht"], sold["sales_last_year_baht"], sold["sales_mean_baht"]
    both, three = now.notna() & before.notna(), now.notna() & mean.notna()
    marks = sold.assign(
        sold_baht=now,
        sellers=now.notna(),
        seller_now_baht=now.where(both),
        seller_before_baht=before.where(both),
        like_sellers=both,
        mean_now_baht=now.where(three),
        mean_before_baht=mean.where(three),
        mean_sellers=three,
    )
    found = sums(marks, (*_PARTS, *_MEANS))
    largest = _largest(sold)
    return found.join(largest).assign(
        alike_pct=growths(found["seller_now_baht"], found["seller_before_baht"]),
        alike_mean_pct=growths(found["mean_now_baht"], found["mean_before_baht"]),
        top_pct=ratios(largest["top_baht"], found["sold_baht"]),
        first_pct=ratios(largest["first_baht"], found["sold_baht"]),
    )


def _largest(sold: pd.DataFrame) -> pd.DataFrame:
    """Baht of the ten largest and of the largest producer of every area."""
    rows = climb(sold[["province_code", "district_code", "sales_baht"]]).dropna(subset=["sales_baht"])
    rows = rows.sort_values("sales_baht", ascending=False, kind="stable")
    sales = rows.groupby("area")["sales_baht"]
    return pd.DataFrame({"top_baht": sales.head(TOP).groupby(rows["area"]).sum(), "first_baht": sales.first()})


def curve(sold: pd.DataFrame, parts: int = 10) -> pd.Series:
    """Cumulative share of sales of the largest tenth of producers, of two tenths … in per cent; empty below ten."""
    sales = sold["sales_baht"].dropna().sort_values(ascending=False)
    if len(sales) < parts or not sales.sum():
        return pd.Series(dtype="float64")
    ends = [round(len(sales) * n / parts) for n in range(1, parts + 1)]
    shares = sales.cumsum() / sales.sum() * 100
    return pd.Series([float(shares.iloc[end - 1]) for end in ends], [100 * n // parts for n in range(1, parts + 1)])
