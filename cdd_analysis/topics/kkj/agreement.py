"""Do the figures of the village funds agree: between two offices, within a form, and how long a difference stood."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.kkj import MEASURES
from cdd_analysis.measures import ladder
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_start

#: What is compared between two offices and within a form: it is looked at for the page's own areas only.
FIGURES = ("between_cells", "between_equal", "inside_cells", "inside_equal", "clear_days")


def cells(found: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The eight measures of each district at the latest date: province against district, else against its villages."""
    own = found[
        found["table"].eq("kkj_areas") & found["area_level"].eq("district") & found["fiscal_year"].eq(fiscal_year)
    ]
    own = own[own["column"].isin(MEASURES)].sort_values(["as_of_stated", "as_of_computed"], kind="stable")
    own = own.drop_duplicates(["comparison", "district_code", "column"], keep="last")
    direct = own[own["comparison"].eq("reporters")]
    other = own[own["comparison"].eq("tables") & ~own["district_code"].isin(direct["district_code"])]
    return pd.concat([direct, other], ignore_index=True)


def agreement(found: pd.DataFrame, between: pd.DataFrame, view: View) -> pd.DataFrame:
    """By area: cells compared and equal between offices (T5.11), within forms (T5.12), days to clear (E7.1)."""
    inside = found[found["comparison"].isin(["tables", "levels", "sheet_total"])]
    inside = inside[inside["fiscal_year"].isna() | inside["fiscal_year"].eq(view.fiscal_year)]
    inside = inside[
        inside["as_of_stated"].isna()
        | pd.to_datetime(inside["as_of_stated"]).ge(pd.Timestamp(fiscal_start(view.fiscal_year)))
    ]
    sums = [
        ladder.sums(_marked(rows, name), [f"{name}_cells", f"{name}_equal"])
        for name, rows in (("between", between), ("inside", inside))
    ]
    return sums[0].join(sums[1], how="outer").join(ladder.medians(cleared_days(found), ["clear_days"]), how="outer")


def _marked(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    known = rows[rows["difference"].notna()]
    equal = known["difference"].abs().le(TOLERANCE).astype(float)
    return known.assign(**{f"{name}_cells": pd.Series(1.0, known.index), f"{name}_equal": equal})


def cleared_days(found: pd.DataFrame) -> pd.DataFrame:
    """Differences between two offices that were cleared: days from the first date that differs to the next that agrees.

    One row is a district and measure; what still differs is not there (E7.1).
    """
    own = found[found["comparison"].eq("reporters") & found["difference"].notna() & found["as_of_stated"].notna()]
    day, apart = pd.to_datetime(own["as_of_stated"]), own["difference"].abs().gt(TOLERANCE)
    keys = ["province_code", "district_code", "column"]
    cell = [own[key] for key in keys]
    first = day.where(apart).groupby(cell).transform("min")
    dates = (
        own.assign(first=first, after=day.where(~apart & day.gt(first)))
        .groupby(keys)[["first", "after"]]
        .min()
        .dropna()
    )
    return dates.assign(clear_days=(dates["after"] - dates["first"]).dt.days.astype("float64")).reset_index()
