"""Money of the units (handbook G7-G9, emphasis 2): disbursement to date, September, advance loans, two scores."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cdd_analysis.measures.arithmetic import MISSING, ratio, summed
from cdd_analysis.measures.office import financial_score, unit_health
from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.periods import of_year
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end
from cdd_analysis.topics.management.units import UNIT, keyed, seen_on

#: What tells budget lines of a unit apart.
LINE = ["unit", "project_no", "budget_line", "period"]


def days(rows: pd.DataFrame) -> pd.Series:
    """The day a budget row is of: the end of its month, else the day its sheet is of."""
    month_end = pd.to_datetime(rows["month"]) + pd.offsets.MonthEnd(0)
    return month_end.fillna(pd.to_datetime(rows["as_of_date"]))


def lines(budgets: pd.DataFrame, fiscal_year: int, day: date) -> pd.DataFrame:
    """Each unit's budget lines of a year as they stood last on a day; disbursed is since the year began.

    Only lines with both sums: a line without an allocation or without a disbursement is in neither side of a ratio.
    """
    rows = keyed(of_year(budgets, fiscal_year)).dropna(subset=["allocated_baht", "disbursed_baht"])
    at = days(rows)
    rows, at = rows[at.le(pd.Timestamp(day)) | at.isna()], at[at.le(pd.Timestamp(day)) | at.isna()]
    at = at.fillna(pd.Timestamp("1900-01-01"))
    newest = at.groupby([rows[name].fillna("") for name in LINE]).transform("max")
    rows = rows[at.eq(newest)]
    over = (rows["disbursed_baht"] - rows["allocated_baht"]).clip(lower=0)
    is_off = over.gt(setting("shared.tolerance_baht")) | rows["remaining_baht"].lt(-setting("shared.tolerance_baht"))
    return rows.assign(
        over_baht=over,
        flags=is_off.astype("float64"),
        unspent_baht=(rows["allocated_baht"] - rows["disbursed_baht"]).clip(lower=0),
    )


def september(budgets: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Each unit's budget lines of a year that told of August and September: spent by then, and in September (E2.2)."""
    rows = keyed(of_year(budgets, fiscal_year)).dropna(subset=["disbursed_baht"])
    last = pd.Timestamp(fiscal_end(fiscal_year)).replace(day=1)
    at = {month: rows[rows["month"].eq(month)] for month in (last - pd.DateOffset(months=1), last)}
    before, after = (one.assign(**{name: one[name].fillna("") for name in LINE}) for one in at.values())
    both = after[[*UNIT, *LINE, "disbursed_baht"]].merge(
        before[[*LINE, "disbursed_baht"]], on=LINE, suffixes=("", "_before"), validate="one_to_one"
    )
    in_month = both["disbursed_baht"] - both["disbursed_baht_before"]
    return both.assign(september_baht=in_month, year_baht=both["disbursed_baht"])


def september_year(view: View) -> int:
    """The last fiscal year whose September is over on the view's day."""
    return view.fiscal_year - (view.as_of < fiscal_end(view.fiscal_year))


def contracts(advances: pd.DataFrame, fiscal_year: int, day: date) -> pd.DataFrame:
    """Advance-loan contracts of a year and before that had fallen due by a day: open or not, overdue too long or not.

    A contract is open where less was cleared by the day than was lent; one with a clearing date and no sum was cleared.
    What became of it after the day its register is of nobody knows: it is looked at on that day.
    """
    rows = keyed(advances[pd.to_numeric(advances["fiscal_year"]).le(fiscal_year)])
    seen = seen_on(rows, day)
    there = rows["due_date"].le(seen) & rows["advance_baht"].notna()
    rows, seen = rows[there], seen[there]
    is_told = rows["cleared_date"].le(seen) | (rows["cleared_date"].isna() & rows["cleared_baht"].notna())
    cleared = rows["cleared_baht"].fillna(rows["advance_baht"]).where(is_told, 0.0)
    left = (rows["advance_baht"] - cleared).clip(lower=0)
    late = (seen - rows["due_date"]).dt.days
    is_overdue = left.gt(setting("shared.tolerance_baht")) & late.gt(setting("management.overdue_days"))
    return rows.assign(
        contracts=1.0,
        left_baht=left,
        late_days=late.astype("float64"),
        overdue=is_overdue.astype("float64"),
        overdue_baht=left.where(is_overdue, 0.0),
    )


def scores(budgets: pd.DataFrame, advances: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per unit: financial score of the last whole year (G8), health of this one to date (G9)."""
    closed = september_year(view)
    whole = _unit_money(_at_the_end(lines(budgets, closed, fiscal_end(closed)), closed))
    now = _unit_money(lines(budgets, view.fiscal_year, view.as_of))
    late_then = contracts(advances, closed, fiscal_end(closed)).groupby("unit")["overdue"].sum()
    late_now = contracts(advances, view.fiscal_year, view.as_of).groupby("unit")["overdue"].sum()
    pace = pace_pct(view.as_of, view.fiscal_year)
    places = pd.concat([keyed(budgets), keyed(advances)])[["unit", *UNIT]].drop_duplicates("unit")
    return places.assign(
        G8=[_score(whole, unit, float(late_then.get(unit, 0.0))) for unit in places["unit"]],
        G9=[_health(now, unit, float(late_now.get(unit, 0.0)), pace) for unit in places["unit"]],
    )


def _at_the_end(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Budget lines that tell of the last month of their year: an earlier state is no result of the year."""
    return rows[days(rows).ge(pd.Timestamp(fiscal_end(fiscal_year)).replace(day=1))]


def _unit_money(rows: pd.DataFrame) -> dict[str, tuple[float, bool | None, float]]:
    """Unit -> per cent spent, whether its documents are complete (None: nobody says), figures in doubt."""
    spent, given, flags = (rows[name].to_numpy("float64") for name in ("disbursed_baht", "allocated_baht", "flags"))
    said = rows["documents_complete"].notna().to_numpy()
    is_complete = rows["documents_complete"].eq(True).to_numpy(dtype=bool, na_value=False)
    found = {}
    for unit, places in rows.groupby("unit").indices.items():
        at = np.asarray(places)
        told = at[said[at]]
        share = ratio(summed(spent[at]), summed(given[at]))
        found[str(unit)] = (share, bool(is_complete[told].all()) if len(told) else None, float(flags[at].sum()))
    return found


def _score(money: dict[str, tuple[float, bool | None, float]], unit: str, late: float) -> float:
    spent, is_complete, _ = money.get(unit, (MISSING, None, 0.0))
    return financial_score(spent, is_complete, late)


def _health(money: dict[str, tuple[float, bool | None, float]], unit: str, late: float, pace: float) -> float:
    spent, is_complete, flags = money.get(unit, (MISSING, None, 0.0))
    return unit_health(spent, pace, is_complete, late, flags)
