"""Everything the topic reads, once: tables of the whole country, counted for one view and for the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.measures.periods import months_owed, of_year, same_day
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.management import cover, money, reports
from cdd_analysis.topics.management.units import UNIT, children, climb, medians, sums

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

TABLES = ("staff_duties", "budgets", "advance_loans", "report_log", "inspection_actions")
_HOUSEHOLDS = ["province_code", "district_code", "recorded_date", "recorded_by_id"]


@dataclass(frozen=True)
class Facts:
    """What is known of one view.

    Attributes:
        view: scope, fiscal year, day.
        rows: the input tables, of the whole country.
        households: who recorded which household file when.
    """

    view: View
    rows: Mapping[str, pd.DataFrame]
    households: pd.DataFrame

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the view's own provinces."""
        return ladder.within(rows, self.view.scope)

    @cached_property
    def before(self) -> Facts:
        """The same a year earlier."""
        view = View(self.view.scope, self.view.fiscal_year - 1, same_day(self.view))
        return Facts(view, self.rows, self.households)

    @cached_property
    def able(self) -> pd.DataFrame:
        """People able to do each topic, by unit."""
        return cover.able(self.rows["staff_duties"], self.view)

    @cached_property
    def dependence(self) -> pd.DataFrame:
        """The share of one person in the records of each topic, by unit."""
        return cover.dependence(cover.records(self.rows["report_log"], self.households, self.view))

    @cached_property
    def kept(self) -> pd.DataFrame:
        """Months of each topic that have a report, by unit."""
        return cover.kept(self.rows["report_log"], self.rows["staff_duties"], self.view)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Budget lines as they stood last."""
        return money.lines(self.rows["budgets"], self.view.fiscal_year, self.view.as_of)

    @cached_property
    def september(self) -> pd.DataFrame:
        """Budget lines of the last year whose September is over."""
        return money.september(self.rows["budgets"], money.september_year(self.view))

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Advance loans that fell due."""
        return money.contracts(self.rows["advance_loans"], self.view.fiscal_year, self.view.as_of)

    @cached_property
    def punctual(self) -> pd.DataFrame:
        """Reports that fell due."""
        return reports.punctual(self.rows["report_log"], self.view)

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Instructions of this year's visit and of last year's."""
        return reports.actions(self.rows["inspection_actions"], self.view)

    @cached_property
    def inputs(self) -> dict[str, pd.DataFrame]:
        """Rows of the view's provinces that its figures are made of, by table."""
        year = self.view.fiscal_year
        found = {
            "staff_duties": of_year(self.rows["staff_duties"], year),
            "budgets": pd.concat([of_year(self.rows["budgets"], one) for one in (year, year - 1)]),
            "advance_loans": self.rows["advance_loans"].loc[self.contracts.index],
            "report_log": of_year(self.rows["report_log"], year),
            "inspection_actions": self.rows["inspection_actions"].loc[self.actions.index],
        }
        return {name: self.own(rows) for name, rows in found.items()}

    @cached_property
    def account(self) -> pd.DataFrame:
        """One row per area, the province offices among them; a column per figure."""
        log, duties = self.rows["report_log"], of_year(self.rows["staff_duties"], self.view.fiscal_year)
        timely = ["due", "on_time", "late", *(f"{a}_{b}" for b in reports.LEVELS for a in ("due", "on_time"))]
        told = self.actions.rename(columns={"overdue": "action_overdue"})
        return pd.concat(
            [
                sums(self.able, ["topics", "covered"]),
                sums(self.dependence, ["judged", "dependent"]),
                _highest(self.dependence, "one_pct"),
                sums(cover.continuous(self.kept), ["continuous", "topics_owed"]),
                sums(self.kept, ["away", "away_kept"]),
                sums(cover.handed(self.rows["staff_duties"], self.view), ["villages_assigned", "villages_handed_over"]),
                medians(duties, ["answer_hours"]),
                sums(self.lines, ["allocated_baht", "disbursed_baht", "unspent_baht", "over_baht", "flags"]),
                medians(money.scores(self.rows["budgets"], self.rows["advance_loans"], self.view), ["G8", "G9"]),
                sums(self.contracts, ["contracts", "overdue", "overdue_baht"]),
                sums(self.september, ["september_baht", "year_baht"]),
                sums(reports.traced(self.inputs), ["traced", "figures"]),
                sums(self.punctual, timely),
                medians(reports.lags(log, self.view), ["lag_district", "lag_province"]),
                sums(told, ["instructions", "done", "open", "action_overdue"]),
            ],
            axis=1,
        )

    @cached_property
    def reported(self) -> pd.DataFrame:
        """What is compared x what it owes: the duty list, each month of disbursement, the log of reports."""
        below = list(children(self.view))
        budgets = self.own(of_year(self.rows["budgets"], self.view.fiscal_year))
        parts = {"บัญชีมอบหมายงาน": self.inputs["staff_duties"]}
        for month in months_owed(self.view):
            parts[f"เบิกจ่าย {thai_month(month.date())}"] = budgets[budgets["month"].eq(month)]
        parts["ทะเบียนการส่งรายงาน"] = self.inputs["report_log"]
        there = {name: set(climb(rows[UNIT])["area"]) for name, rows in parts.items()}
        return pd.DataFrame({name: [area in areas for area in below] for name, areas in there.items()}, index=below)


def _highest(rows: pd.DataFrame, column: str) -> pd.Series:
    climbed = climb(rows[[*UNIT, column]])
    return climbed.groupby("area")[column].max()


def look(data: Processed, view: View) -> Facts:
    """Read what a view needs."""
    return Facts(view, {name: data.read(name) for name in TABLES}, data.read("target_households", columns=_HOUSEHOLDS))
