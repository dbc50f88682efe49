"""Reports up the line (handbook 10, emphasis 3), instructions of a visit, and where figures come from (E2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.datasets import Kind, table
from cdd_analysis.measures.result import View
from cdd_analysis.topics.management.cover import due
from cdd_analysis.topics.management.units import UNIT, keyed, seen_on

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

LEVELS = ("subdistrict", "district", "province")
OUTSTANDING = (
    *("area", "topic", "instruction", "owner_role", "given_date", "due_date", "action_status", "overdue_days"),
)
_FIGURES = (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT, Kind.DATE)


def punctual(log: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per report that fell due: on time or not, in the columns of its level; a unit's own in all (E3.1).

    A report that was not sent is not on time.
    """
    rows = due(log, view)
    level = rows["reported_by_level"].astype(object).where(rows["reported_by_level"].notna(), rows["area_level"])
    is_on_time = rows["sent_date"].le(rows["due_date"]).astype("float64")
    is_own = level.isin(["district", "province"])
    marks = {"due": is_own.astype("float64").where(is_own), "on_time": is_on_time.where(is_own)}
    for one in LEVELS:
        marks |= {f"due_{one}": level.eq(one).astype("float64").where(level.eq(one))}
        marks |= {f"on_time_{one}": is_on_time.where(level.eq(one))}
    return keyed(rows.assign(level=level, late=(1 - is_on_time).where(is_own), **marks))


def lags(log: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per district, month and report: days from its last subdistrict to it, and on to the province (E3.2)."""
    rows = due(log, view)
    rows = rows[rows["sent_date"].le(pd.Timestamp(view.as_of))]
    what = ["month", "topic", "report_name"]
    level = rows["reported_by_level"].astype(object).where(rows["reported_by_level"].notna(), rows["area_level"])
    own = rows[level.eq("district")][[*UNIT, *what, "sent_date"]]
    below = _last(rows[level.eq("subdistrict")], [*UNIT, *what]).rename(columns={"sent_date": "below"})
    above = _last(rows[level.eq("province")], ["province_code", *what]).rename(columns={"sent_date": "above"})
    joined = own.merge(below, how="left", on=[*UNIT, *what]).merge(above, how="left", on=["province_code", *what])
    return joined.assign(
        lag_district=(joined["sent_date"] - joined["below"]).dt.days.astype("float64"),
        lag_province=(joined["above"] - joined["sent_date"]).dt.days.astype("float64"),
    )


def _last(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.groupby(by)["sent_date"].max().reset_index()


def actions(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Instructions given in this fiscal year and the one before, by the day, and how they stood then.

    An instruction is done where its day of completion has come, or where it is said to be done without a day; it is
    overdue by the day its own list is of.
    """
    year = pd.to_numeric(rows["fiscal_year"])
    day = pd.Timestamp(view.as_of)
    given = rows["given_date"].le(day) | rows["given_date"].isna()
    own = keyed(rows[year.between(view.fiscal_year - 1, view.fiscal_year) & given])
    is_done = own["done_date"].le(day) | (own["done_date"].isna() & own["action_status"].eq("done"))
    late = (seen_on(own, view.as_of) - own["due_date"]).dt.days
    is_late = ~is_done & late.gt(0)
    return own.assign(
        instructions=1.0,
        done=is_done.astype("float64"),
        open=(~is_done).astype("float64"),
        overdue=is_late.astype("float64"),
        overdue_days=late.where(is_late).astype("float64"),
    )


def outstanding(data: Processed, view: View) -> pd.DataFrame:
    """Instructions of the visits of this year and last that are not done on the view's day, the longest overdue first.

    Columns: ``area`` (a district's code, or the province's for its office), ``topic``, ``instruction``, ``owner_role``,
    ``given_date``, ``due_date``, ``action_status``, ``overdue_days`` (missing where the day has not passed).
    """
    rows = actions(data.read("inspection_actions", provinces=view.scope.provinces), view)
    rows = rows[rows["open"].eq(1)]
    area = rows["district_code"].astype(object).where(rows["district_code"].notna(), rows["province_code"])
    rows = rows.assign(area=area).sort_values(["overdue_days", "due_date", "area"], ascending=[False, True, True])
    return rows[list(OUTSTANDING)].reset_index(drop=True)


def traced(inputs: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per row used: how many figures and dates it holds, and how many of them can be traced (E2.4).

    Traced: file, sheet, row and the day of the data are known. A file without sheets counts as its own sheet.
    """
    parts = []
    for name, rows in inputs.items():
        columns = [c.name for c in table(name).columns if c.kind in _FIGURES and c.name in rows]
        known = rows[["source_file", "source_row", "as_of_date"]].notna().all(axis=1)
        told = rows[columns].notna().sum(axis=1).astype("float64")
        parts.append(rows[UNIT].assign(figures=told, traced=told.where(known, 0.0)))
    return pd.concat(parts, ignore_index=True)
