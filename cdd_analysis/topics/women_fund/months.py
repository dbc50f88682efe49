"""Monthly sheets of the fund: one row of debts for each office and month, money by kind, flows, points and level.

An office is a district, or a province that sends no districts' figures: its own are never added to those of its
districts. Sheets count from 1 October; those that count each month (setting ``adds_months``) are added up here, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.measures.account import Numbers, Places
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_month_no

FLOWS = ("new_overdue_baht", "collected_baht", "restructured_baht", "written_off_baht")
DEBTS = ("due_principal_baht", "repaid_principal_baht", "total_debt_baht", "overdue_debt_baht", *FLOWS)
SPENT = ("budget_baht", "disbursed_baht")
SCORES = ("score_a", "score_b", "score_c", "score_d", "kpi_level")
MILESTONES = ("milestone_1", "milestone_2")
KINDS = ("revolving", "grant", "operating", "all")
#: Percent of each score: what is above the line, what is below it, whether more is better.
RATIOS = {
    "score_a": ("disbursed_revolving", "budget_revolving", True),
    "score_b": ("repaid_principal_baht", "due_principal_baht", True),
    "score_c": ("overdue_debt_baht", "total_debt_baht", False),
}
_PAIRS = (
    *((top, bottom) for top, bottom, _ in RATIOS.values()),
    *((f"disbursed_{kind}", f"budget_{kind}") for kind in KINDS[1:]),
)
#: Both sides of repayment, and of overdue debt.
LENT = (*RATIOS["score_b"][:2], *RATIOS["score_c"][:2])
_RUNNING = ("due_principal_baht", "repaid_principal_baht", "disbursed_baht", *FLOWS)
_OFFICE = ["office", "fiscal_year"]
_PLACE = ["province_code", "district_code"]


def months(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """One row an office, fiscal year and month up to ``day``, in order; sums run from 1 October.

    Debts are those of revolving money; a sheet that names no kind of money speaks of it, since nothing else is lent
    (handbook 8.1). Grants and running costs have columns of their own for budget and spending.
    """
    found = _of_offices(rows, day)
    money = found["money_type"].mask(
        found["money_type"].eq("all") & found[list(SCORES)].notna().any(axis=1), "revolving"
    )
    found = found.assign(money=money, _order=money.map(KINDS.index))
    key = [*_OFFICE, "period", *_PLACE]
    lent = found[found["money"].isin(["revolving", "all"])].sort_values("_order", kind="stable")
    parts: list[pd.DataFrame] = [_first(lent, key, [*DEBTS, "opening_debt_baht", *SCORES, *MILESTONES])]
    for kind in KINDS:
        own = _first(found[found["money"] == kind], key, SPENT)
        parts.append(own.rename(columns={name: _of_kind(name, kind) for name in SPENT}))
    parts.append(found.groupby(key, dropna=False)[["as_of_date"]].max())
    whole = pd.concat(parts, axis=1).reset_index().sort_values(["office", "period"], na_position="first")
    return _running(whole.reset_index(drop=True))


def _of_kind(name: str, kind: str) -> str:
    return f"{name.removesuffix('_baht')}_{kind}"


def _first(rows: pd.DataFrame, key: list[str], columns: tuple[str, ...] | list[str]) -> pd.DataFrame:
    """The first figure told in each column."""
    return rows.groupby(key, dropna=False)[list(columns)].first()


def _of_offices(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Rows of districts, and of provinces for years in which none of their districts sent any; the newest of each."""
    rows = rows[rows["area_level"].isin(["district", "province"])]
    as_of = pd.to_datetime(rows["as_of_date"])
    named = pd.to_datetime(rows["month"])
    rows = rows.assign(
        as_of_date=as_of,
        period=named.where(named.notna(), as_of.dt.to_period("M").dt.to_timestamp()),
        office=rows["district_code"].fillna(rows["province_code"]),
    )
    until = pd.Timestamp(day)
    rows = rows[(rows["as_of_date"].le(until) | as_of.isna()) & (rows["period"].le(until) | rows["period"].isna())]
    by_district = rows.loc[rows["area_level"].eq("district"), ["province_code", "fiscal_year"]].drop_duplicates()
    told = pd.MultiIndex.from_frame(rows[["province_code", "fiscal_year"]]).isin(pd.MultiIndex.from_frame(by_district))
    rows = rows[rows["area_level"].eq("district") | ~told]
    newest = rows["as_of_date"].fillna(pd.Timestamp("1900-01-01"))
    key = [rows[name] for name in (*_OFFICE, "period", "money_type")]
    return rows[newest.eq(newest.groupby(key, dropna=False).transform("max"))]


def _running(whole: pd.DataFrame) -> pd.DataFrame:
    """Sums since 1 October, where the sheets count each month by itself."""
    if not setting("women_fund.adds_months"):
        return whole
    running = [*(c for c in _RUNNING if c in whole), *(_of_kind("disbursed_baht", kind) for kind in KINDS)]
    summed = whole.copy()
    summed[running] = whole.groupby(_OFFICE)[running].cumsum()
    return summed


# -- one view ------------------------------------------------------------------------------------------------------


def latest(whole: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The last row of every office in a fiscal year."""
    return whole[whole["fiscal_year"] == fiscal_year].drop_duplicates("office", keep="last")


def same_month(whole: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """For each office the row of the fiscal year before, of the same month as its own in ``now``."""
    before = whole.assign(_no=whole["period"].map(fiscal_month_no, na_action="ignore"))
    asked = pd.DataFrame(
        {
            "office": now["office"],
            "fiscal_year": now["fiscal_year"] - 1,
            "_no": now["period"].map(fiscal_month_no, na_action="ignore"),
        }
    )
    return before.merge(asked.dropna(), on=["office", "fiscal_year", "_no"]).drop(columns="_no")


def scored_year(view: View) -> int:
    """The year whose points are told: they are of a whole year's spending, so that a running year has none yet."""
    return view.fiscal_year if view.as_of >= fiscal_end(view.fiscal_year).replace(day=1) else view.fiscal_year - 1


def year_ends(whole: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The rows of September, which the points of a year are of."""
    last = latest(whole, fiscal_year)
    return last[last["period"].map(fiscal_month_no, na_action="ignore").eq(12)]


def target_pct(fiscal_year: int) -> float:
    """Overdue debt that is to remain at most, per cent of all debt."""
    steps = setting("women_fund.target")
    return float(next(step["overdue_pct"] for step in steps if step["first"] <= fiscal_year <= step["last"]))


def paired(rows: pd.DataFrame) -> pd.DataFrame:
    """Of a ratio both parts of an office count, or neither."""
    told: dict[str, pd.Series] = {}
    for top, bottom in _PAIRS:
        both = rows[top].notna() & rows[bottom].notna()
        told |= {top: rows[top].where(both), bottom: rows[bottom].where(both)}
    return rows.assign(**told)


def account(now: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Figures of every area from the rows of its offices; what is to be collected is that of each office by itself."""
    rows = paired(now)
    rows["unpaid_due_baht"] = rows["due_principal_baht"] - rows["repaid_principal_baht"]
    allowed = target_pct(fiscal_year) / 100 * rows["total_debt_baht"]
    rows["to_target_baht"] = (rows["overdue_debt_baht"] - allowed).clip(lower=0)
    return ladder.sums(
        rows, [*DEBTS, "unpaid_due_baht", "to_target_baht", *(column for pair in _PAIRS for column in pair)]
    )


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Repayment and overdue debt of some offices together, in per cent by fiscal year and month.

    An office that has not sent a month counts with its last one of the year, as it does in the account.

    Args:
        rows: ``paired`` rows of the offices.
    """
    told = rows[rows["period"].notna()]
    months_told = pd.MultiIndex.from_frame(told[["fiscal_year", "period"]].drop_duplicates()).sort_values()
    at = months_told.get_indexer(pd.MultiIndex.from_frame(told[["fiscal_year", "period"]]))
    offices, _ = pd.factorize(told["office"], sort=True)
    years = months_told.get_level_values("fiscal_year").to_numpy()
    sums = {name: _carried(told[name].to_numpy("float64"), at, offices, years) for name in LENT}
    found = {
        name: ratios(pd.Series(sums[top], months_told), pd.Series(sums[bottom], months_told))
        for name, (top, bottom) in {"T6.1": LENT[:2], "T6.2": LENT[2:]}.items()
    }
    return pd.DataFrame(found)


def _carried(values: Numbers, at: Places, offices: Places, years: npt.NDArray[np.int64]) -> Numbers:
    """Sum of a column over offices in each month; an office without a figure counts with its last of the year."""
    grid = np.full((offices.max(initial=-1) + 1, len(years)), np.nan)
    grid[offices, at] = values
    for month in range(1, len(years)):
        if years[month] == years[month - 1]:
            blank = np.isnan(grid[:, month])
            grid[blank, month] = grid[blank, month - 1]
    return np.where(np.isnan(grid).all(axis=0), np.nan, np.where(np.isnan(grid), 0.0, grid).sum(axis=0))


# -- flow of overdue debt (T6.10) ----------------------------------------------------------------------------------


def steps(whole: pd.DataFrame) -> pd.DataFrame:
    """From one month's overdue debt of an office to the next: ``opening``, what flowed, ``closing``, ``gap``.

    The step before October's is the September of the year before. Restructured and written-off debt left blank counts
    as none. ``gap`` is what the flows give less what is stated; missing where opening, new or collected debt is.
    """
    rows = whole[whole["overdue_debt_baht"].notna() & whole["period"].notna()].copy()
    before = rows.groupby("office")[["fiscal_year", "period", "overdue_debt_baht", *FLOWS]].shift()
    same = before["fiscal_year"].eq(rows["fiscal_year"])
    year_end = before["fiscal_year"].eq(rows["fiscal_year"] - 1) & before["period"].dt.month.eq(9)
    rows["opening"] = before["overdue_debt_baht"].where(same | year_end)
    for name in FLOWS:
        told = (rows[name], before[name]) if name in FLOWS[:2] else (rows[name].fillna(0), before[name].fillna(0))
        rows[name] = told[0] - told[1].where(same, 0.0)
    rows["closing"] = rows["overdue_debt_baht"]
    rows["gap"] = rows["opening"] + rows["new_overdue_baht"] - rows[list(FLOWS[1:])].sum(axis=1, skipna=False)
    rows["gap"] = (rows["gap"] - rows["closing"]).round(2)
    return rows[[*_OFFICE, *_PLACE, "period", "opening", *FLOWS, "closing", "gap"]]


def flow(found: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The flow of the year so far in every area.

    ``flow_opening``, what flowed and ``flow_closing`` are of offices whose every step is known; ``flow_off`` is what
    does not follow, over every step that is known, differences of either sign added up.
    """
    own = found[found["fiscal_year"] == fiscal_year].assign(flow_off=found["gap"].abs())
    place = ["office", *_PLACE]
    off = own.groupby(place, dropna=False)[["flow_off"]].sum(min_count=1).reset_index()
    known = own["gap"].notna().groupby(own["office"]).transform("all")
    flowed = {f"flow_{name}": (name, "sum") for name in FLOWS}
    by = own[known].groupby(place, dropna=False)
    rows = by.agg(flow_opening=("opening", "first"), **flowed, flow_closing=("closing", "last")).reset_index()
    parts = ladder.sums(rows, ["flow_opening", *flowed, "flow_closing"])
    return parts.join(ladder.sums(off, ["flow_off"]), how="outer")


# -- points and level (T6.9) ---------------------------------------------------------------------------------------


def points(pct: pd.Series, score: str) -> pd.Series:
    """Points for a percent, printed to two decimals as the forms do (handbook 8.1); missing for a missing percent."""
    more = RATIOS[score][2]
    shown, given = pct.round(2), pd.Series(0.0, index=pct.index)
    for bound, worth in reversed(setting(f"women_fund.{score}")):
        given = given.mask(shown.ge(bound) if more else shown.le(bound), float(worth))
    return given.where(pct.notna())


def scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Points A, B, C and D of every row, from both parts of each ratio."""
    found = {score: points(ratios(rows[top], rows[bottom]), score) for score, (top, bottom, _) in RATIOS.items()}
    own = pd.DataFrame(found, index=rows.index)
    return own.assign(score_d=own.sum(axis=1, min_count=3))


def level(score: pd.Series, first: pd.Series, second: pd.Series) -> pd.Series:
    """Level 1 to 5: both milestones and the total for 3 and more; without both never above 2, whatever the total.

    Args:
        score: total D.
        first, second: whether the milestone is met, missing where nobody says.
    """
    high = pd.Series(2.0, score.index)
    for bound in setting("women_fund.level_scores"):
        high = high + score.ge(bound)
    gate = pd.Series(np.select([second.eq(1), first.eq(1)], [2.0, 1.0], 0.0), index=score.index)
    found = high.where(first.eq(1) & second.eq(1), gate)
    return found.where(score.notna() & first.notna() & second.notna())


def milestones(ends: pd.DataFrame) -> pd.DataFrame:
    """Whether each milestone is met in every area, by all its offices; missing where one is silent and none fails."""
    marks: dict[str, pd.Series] = {}
    for name in MILESTONES:
        told = ends[name].astype("boolean")
        marks[f"{name}_unmet"] = told.eq(False).fillna(False).astype("float64")
        marks[f"{name}_untold"] = told.isna().astype("float64")
    sums = ladder.sums(ends[_PLACE].assign(**marks), [*marks])
    return pd.DataFrame(
        {
            name: pd.Series(1.0, sums.index).mask(sums[f"{name}_untold"] > 0).mask(sums[f"{name}_unmet"] > 0, 0.0)
            for name in MILESTONES
        }
    )


def graded(ends: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Points and level of every area at the end of a year, made again from its sums."""
    if ends.empty:
        return pd.DataFrame(columns=[*SCORES, *MILESTONES], dtype="float64")
    found = scores(account(ends, fiscal_year)).join(milestones(ends))
    return found.assign(kpi_level=level(found["score_d"], found["milestone_1"], found["milestone_2"]))


def told_wrong(rows: pd.DataFrame) -> pd.DataFrame:
    """Points and levels that stand in a sheet otherwise than its own figures give (handbook G11): one row each.

    Columns: ``office``, ``period``, ``column``, ``stated``, ``computed``.
    """
    made = scores(rows)
    flags: Mapping[str, pd.Series] = {name: rows[name].astype("Float64").astype("float64") for name in MILESTONES}
    made["kpi_level"] = level(made["score_d"], flags["milestone_1"], flags["milestone_2"]).clip(lower=1)
    found = [
        pd.DataFrame(
            {
                "office": rows["office"],
                "period": rows["period"],
                "column": name,
                "stated": rows[name],
                "computed": made[name],
            }
        )
        for name in SCORES
    ]
    both = pd.concat(found, ignore_index=True).dropna(subset=["stated", "computed"])
    return both[both["stated"].ne(both["computed"])]
