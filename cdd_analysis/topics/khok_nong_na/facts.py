"""What is known of plots and villages on a day: marks and sums, each row once, for every area (handbook 4.3).

A plot that stands in both streams counts once, where it stood first: in the earlier budget year, else in the stream of
the loan. What a file fills nowhere is not known, and is not 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.datasets.khok_nong_na import STREAMS, level_of
from cdd_analysis.measures import ladder
from cdd_analysis.measures.freshness import ages
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, by_area
from cdd_analysis.measures.periods import of_year, same_day
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

_PLOTS = (
    "fiscal_year", "province_code", "district_code", "plot_id", "stream", "phase", "plot_type", "area_rai",
    "dig_status", "allocated_baht", "disbursed_baht", "returned_baht", "accepted_date", "last_activity_date",
    "last_visit_date", "is_learning_centre", "learners", "network_member",
    "expense_cut_baht", "income_add_baht", "as_of_date", "source_file", "source_sheet", "source_row",
)  # fmt: skip
_VILLAGES = (
    "fiscal_year", "area_level", "province_code", "district_code", "subdistrict_code", "village_code", "village_name",
    "ind_pass_count", "core_pass_count", "level_reported", "gvh_before", "gvh_after", "hh_total", "hh_above_line",
    "as_of_date", "source_file", "source_sheet", "source_row",
)  # fmt: skip
STATES = ("done", "in_progress", "not_started", "cancelled")
#: Sizes of a household plot in the standard drawings, in rai (S37, S38), and the community's plot.
KINDS = {"hlm_1": "HLM 1 ไร่", "hlm_3": "HLM 3 ไร่", "clm": "CLM", "other": "อื่น ๆ"}
#: Months since the end of the budget year (T2.9): last month of each band and its name.
BANDS = ((3, "0–3 เดือน"), (6, "4–6 เดือน"), (12, "7–12 เดือน"), (np.inf, "เกิน 12 เดือน"))
LEVELS = ("0", "1", "2", "3")
_DATED = ["province_code", "district_code", "as_of_date"]


@dataclass(frozen=True)
class Nation:
    """Everything known on a day, of the whole country; rows by area.

    Attributes:
        plots: every plot of the year's budget and earlier ones, marked, each once.
        twice: rows left out because their plot stands in the other stream as well.
        villages, villages_before: sufficiency-economy villages of the year and of the year before, marked.
        off_level: villages of the year whose reported level is not that of their indicators.
        account, before: a row per area; see ``account_of`` and ``before_of``.
        dated: newest as-of date of every area.
    """

    plots: Parted
    twice: Parted
    villages: Parted
    villages_before: Parted
    off_level: Parted
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """Read and mark the whole country's plots and villages as they were on a day of the fiscal year."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    plots = _known(data.read("plots", columns=list(_PLOTS)), as_of)
    marked, twice = each_once(mark(plots, view))
    villages = _known(data.read("sufficiency_villages", columns=list(_VILLAGES)), as_of)
    villages = villages[villages["area_level"].eq("village") | villages["village_name"].notna()]
    now, before = (mark_villages(of_year(villages, fiscal_year - back)) for back in (0, 1))
    return Nation(
        plots=by_area(marked),
        twice=by_area(twice),
        villages=by_area(now),
        villages_before=by_area(before),
        off_level=by_area(now[now["mismatch"].eq(1)]),
        account=account_of(marked, now, fiscal_year),
        before=before_of(marked, before, view),
        dated=ladder.latest(pd.concat([rows[_DATED] for rows in (marked, now)])),
    )


@dataclass(frozen=True)
class Facts:
    """What is known of one view."""

    view: View
    nation: Nation

    @cached_property
    def plots(self) -> pd.DataFrame:
        """Plots of the page's own area."""
        return self.nation.plots.of(self.view.scope.key)

    @cached_property
    def villages(self) -> pd.DataFrame:
        """Its sufficiency-economy villages of the year."""
        return self.nation.villages.of(self.view.scope.key)

    @cached_property
    def villages_before(self) -> pd.DataFrame:
        """Those of the year before."""
        return self.nation.villages_before.of(self.view.scope.key)

    @property
    def account(self) -> pd.DataFrame:
        """A row per area of the country."""
        return self.nation.account


def look(data: Processed, view: View) -> Facts:
    """What a view needs, of the whole country."""
    return Facts(view, nation(data, view.fiscal_year, view.as_of))


def _known(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Rows that do not speak of a later day."""
    days = pd.to_datetime(rows["as_of_date"])
    return rows[days.le(pd.Timestamp(day)) | days.isna()].reset_index(drop=True)


# --- plots ------------------------------------------------------------------------------------------------------


def mark(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Plots of the view's and earlier budget years with what the measures count, 1 or 0, missing where not known."""
    year = pd.to_numeric(rows["fiscal_year"]).astype("float64")
    rows, year = rows[year <= view.fiscal_year], year[year <= view.fiscal_year]
    status, is_done = rows["dig_status"], rows["dig_status"].eq("done").fillna(False)
    is_aim = status.notna() & status.ne("cancelled").fillna(False)
    kind = _kinds(rows)
    budget = kind.map({"hlm_1": "1", "hlm_3": "3"}).map(setting("khok_nong_na.unit_baht")).astype("float64")
    spent = rows["disbursed_baht"].astype("float64")
    allocated = rows["allocated_baht"].astype("float64")
    is_paid = is_done & spent.notna()
    is_standard = is_paid & budget.notna()
    days = rows[["last_activity_date", "last_visit_date"]].apply(pd.to_datetime)
    idle = ages(days.where(days <= pd.Timestamp(view.as_of)).max(axis=1), view.as_of)
    is_active = idle.le(setting("khok_nong_na.active_days")).astype("float64")
    is_centre, is_member = (_flag(rows[column]) for column in ("is_learning_centre", "network_member"))
    centre = is_centre.where(is_done)
    marks = {
        "year": year,
        "kind": kind,
        "target": status.notna().astype("float64"),
        "aim": is_aim.astype("float64"),
        **{state: status.eq(state).fillna(False).astype("float64") for state in STATES},
        **{name: kind.eq(name).astype("float64") for name in KINDS},
        "rai": rows["area_rai"].astype("float64").where(is_aim),
        "allocated": allocated.where(spent.notna()),
        "disbursed": spent.where(allocated.notna()),
        "returned": rows["returned_baht"].astype("float64"),
        "paid": is_paid.astype("float64"),
        "paid_baht": spent.where(is_paid),
        "paid_rai": rows["area_rai"].astype("float64").where(is_paid),
        "standard_baht": budget.where(is_standard),
        "standard_spent": spent.where(is_standard),
        "idle_days": idle.where(is_done),
        "active": is_active.where(is_done & _told(rows, days.notna().any(axis=1))),
        "is_centre": centre,
        "centre_learners": rows["learners"].astype("float64").where(centre.eq(1)),
        "is_member": is_member.where(is_aim),
        "benefit": (rows["expense_cut_baht"] + rows["income_add_baht"]).astype("float64").where(is_done),
        "months_over": months_over(year, view.as_of),
    }
    return rows.assign(**marks)


def _kinds(rows: pd.DataFrame) -> pd.Series:
    """Household plots by their size, the community's plot, and the rest."""
    is_home, rai = rows["plot_type"].eq("HLM").fillna(False), rows["area_rai"].astype("float64")
    named = np.select(
        [is_home & rai.eq(1), is_home & rai.eq(3), rows["plot_type"].eq("CLM").fillna(False)], list(KINDS)[:3], "other"
    )
    return pd.Series(named, index=rows.index, dtype=object)


def _flag(values: pd.Series) -> pd.Series:
    return values.astype("object").map({True: 1.0, False: 0.0}).astype("float64")


def _told(rows: pd.DataFrame, filled: pd.Series) -> pd.Series:
    """Whether the file of a row tells of something in any row of its own; a file without the column says nothing."""
    return filled.groupby(rows["source_file"].fillna("")).transform("any").astype(bool)


def months_over(years: pd.Series, day: date) -> pd.Series:
    """Whole months since the budget year of each plot ended; missing while it runs."""
    return years.map({year: _months_since(fiscal_end(int(year)), day) for year in years.dropna().unique()}).astype(
        "float64"
    )


def _months_since(end: date, day: date) -> float:
    """Whole months between the day after ``end`` (1 October) and ``day``; missing before it."""
    return (day.year - end.year) * 12 + day.month - end.month - 1 if day > end else np.nan


def each_once(plots: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plots each once, and the rows left out because their plot is in the other stream as well (T2.1, 4.1)."""
    order = plots.assign(_stream=plots["stream"].map({one: n for n, one in enumerate(STREAMS)}))
    order = order.sort_values(["year", "_stream", "plot_id"], kind="stable")
    is_again = order.duplicated(["province_code", "plot_id"]) & order["plot_id"].notna()
    return plots.loc[sorted(order.index[~is_again])], plots.loc[sorted(order.index[is_again])]


#: Sums of plots of the year's own budget.
_OF_YEAR = (
    "target", "aim", *STATES, *KINDS, "allocated", "disbursed", "returned", "paid", "paid_baht", "paid_rai",
    "standard_baht", "standard_spent",
)  # fmt: skip


def account_of(plots: pd.DataFrame, villages: pd.DataFrame, year: int) -> pd.DataFrame:
    """A row per area: plots of the year's budget, what became of all plots, unfinished ones of earlier years, villages.

    Of all budget years up to the view's: ``all_done``, ``active``, ``dormant``, ``centres``, ``learners``,
    ``members``, ``all_aim``, and the districts with plots, centres and a network.
    """
    parts = [
        ladder.sums(plots[plots["year"] == year], _OF_YEAR),
        _of_all(plots),
        _districts(plots),
        *(_of_stream(plots, stream) for stream in STREAMS),
        _of_earlier(plots[plots["year"] < year]),
        ladder.medians(plots, ["benefit"]),
        _of_villages(villages),
    ]
    account = pd.concat(parts, axis=1)
    work, money = (
        account[top] / account[bottom].where(account[bottom] > 0) * 100
        for top, bottom in (("done", "aim"), ("disbursed", "allocated"))
    )
    return account.assign(gap=money - work)


def _of_all(plots: pd.DataFrame) -> pd.DataFrame:
    is_known = plots["active"].notna()
    marks = plots.assign(
        all_aim=plots["aim"],
        all_done=plots["done"],
        followed=is_known.astype("float64").where(is_known),
        dormant=1 - plots["active"],
        centres=plots["is_centre"],
        centre_told=plots["is_centre"].notna().astype("float64").where(plots["is_centre"].notna()),
        taught=plots["centre_learners"].notna().astype("float64").where(plots["is_centre"].eq(1)),
        learners=plots["centre_learners"],
        members=plots["is_member"],
        member_told=plots["is_member"].notna().astype("float64").where(plots["is_member"].notna()),
    )
    names = "all_aim all_done active followed dormant centres centre_told taught learners members member_told"
    return ladder.sums(marks, names.split())


def _districts(plots: pd.DataFrame) -> pd.DataFrame:
    """Districts with done plots and those with a learning centre; districts with plots and those with a network."""
    columns = {"done": "done", "is_centre": "centre", "aim": "aim", "is_member": "member"}
    own = plots.dropna(subset=["district_code"]).groupby(["province_code", "district_code"])[list(columns)]
    most = own.max().rename(columns=columns).reset_index()
    is_centre_told, is_member_told = (
        most["done"].eq(1) & most["centre"].notna(),
        most["aim"].eq(1) & most["member"].notna(),
    )
    marks = most.assign(
        done_districts=is_centre_told.astype("float64").where(is_centre_told),
        centre_districts=most["centre"].where(is_centre_told),
        plot_districts=is_member_told.astype("float64").where(is_member_told),
        network_districts=most["member"].where(is_member_told),
    )
    return ladder.sums(marks, ["done_districts", "centre_districts", "plot_districts", "network_districts"])


def _of_stream(plots: pd.DataFrame, stream: str) -> pd.DataFrame:
    own = ladder.sums(plots[plots["stream"].eq(stream).fillna(False)], ["done", "aim"])
    return own.add_suffix(f"_{stream}")


def _of_earlier(plots: pd.DataFrame) -> pd.DataFrame:
    """Plots of earlier budget years: how many are done, how many are not, and for how long."""
    is_left = plots["aim"].eq(1) & plots["done"].eq(0)
    is_old = is_left & plots["months_over"].gt(setting("khok_nong_na.late_months"))
    marks = plots.assign(old_aim=plots["aim"], old_done=plots["done"], left=is_left, left_long=is_old)
    return ladder.sums(marks, ["old_aim", "old_done", "left", "left_long"])


# --- villages ---------------------------------------------------------------------------------------------------


def mark_villages(rows: pd.DataFrame) -> pd.DataFrame:
    """Villages with the level that their indicators give, and marks for what is counted."""
    passed, core = (rows[name].astype("float64") for name in ("ind_pass_count", "core_pass_count"))
    is_counted = passed.notna() & core.notna()
    level = level_of(passed, core).where(is_counted)
    is_compared = is_counted & rows["level_reported"].notna()
    is_measured = _told(rows, rows["gvh_after"].notna())
    is_up = rows["gvh_after"].astype("float64").gt(rows["gvh_before"].astype("float64"))
    has_both = rows["hh_total"].notna() & rows["hh_above_line"].notna()
    return rows.assign(
        level=level,
        villages=1.0,
        levelled=is_counted.astype("float64"),
        compared=is_compared.astype("float64").where(is_compared),
        mismatch=level.ne(rows["level_reported"]).astype("float64").where(is_compared),
        measured=is_measured.astype("float64").where(is_measured),
        gvh_up=is_up.astype("float64").where(is_measured),
        households=rows["hh_total"].astype("float64").where(has_both),
        above_line=rows["hh_above_line"].astype("float64").where(has_both),
        **{f"level_{key}": level.eq(key).astype("float64").where(is_counted) for key in LEVELS},
    )


def _of_villages(villages: pd.DataFrame) -> pd.DataFrame:
    names = "villages levelled compared mismatch measured gvh_up households above_line"
    return ladder.sums(villages, [*names.split(), *(f"level_{key}" for key in LEVELS)])


# --- the year before --------------------------------------------------------------------------------------------


def before_of(plots: pd.DataFrame, villages: pd.DataFrame, view: View) -> pd.DataFrame:
    """The account of the year before: work on the same day by the dates of acceptance, unit costs and villages.

    Money and activities of a year ago are in no register of today: they stay missing.
    """
    own = plots[plots["year"] == view.fiscal_year - 1]
    done = accepted(own, [same_day(view)])[0]
    costs = ["paid", "paid_baht", "paid_rai", "standard_baht", "standard_spent"]
    parts = [ladder.sums(own.assign(done=done), ["done", "aim"]), ladder.sums(own, costs), _of_villages(villages)]
    before = pd.concat(parts, axis=1)
    unknown = ladder.sums(own.assign(unknown=done.isna()), ["unknown"])["unknown"].reindex(before.index)
    return before.assign(done=before["done"].where(unknown.eq(0)))


def accepted(plots: pd.DataFrame, days: Sequence[date]) -> list[pd.Series]:
    """For each day, whether each plot was done by then; missing for a done plot whose acceptance has no date."""
    when = pd.to_datetime(plots["accepted_date"])
    known = plots["done"].eq(0) | when.notna()
    return [(plots["done"].eq(1) & when.le(pd.Timestamp(day))).astype("float64").where(known) for day in days]
