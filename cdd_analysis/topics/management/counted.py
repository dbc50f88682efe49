"""The whole country counted for a day: what each unit did, and a row of figures for every area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cdd_analysis.measures.periods import months_owed, of_year
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.management import cover, money, reports
from cdd_analysis.topics.management.units import UNIT, climb, medians, sums


@dataclass(frozen=True)
class Counted:
    """The whole country, counted for a day.

    Attributes:
        view: the country, fiscal year, day.
        rows: the input tables.
        households: who recorded which household file when.
    """

    view: View
    rows: Mapping[str, pd.DataFrame]
    households: pd.DataFrame

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
        """Rows that the figures are made of, by table."""
        year = self.view.fiscal_year
        return {
            "staff_duties": of_year(self.rows["staff_duties"], year),
            "budgets": pd.concat([of_year(self.rows["budgets"], one) for one in (year, year - 1)]),
            "advance_loans": self.rows["advance_loans"].loc[self.contracts.index],
            "report_log": of_year(self.rows["report_log"], year),
            "inspection_actions": self.rows["inspection_actions"].loc[self.actions.index],
        }

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
        """Area x what it owes: the duty list, each month of disbursement, the log of reports."""
        budgets = of_year(self.rows["budgets"], self.view.fiscal_year)
        parts = {"บัญชีมอบหมายงาน": self.inputs["staff_duties"]}
        for month in months_owed(self.view):
            parts[f"เบิกจ่าย {thai_month(month.date())}"] = budgets[budgets["month"].eq(month)]
        parts["ทะเบียนการส่งรายงาน"] = self.inputs["report_log"]
        there = {name: set(climb(rows[UNIT].drop_duplicates())["area"]) for name, rows in parts.items()}
        areas = sorted(set().union(*there.values()))
        return pd.DataFrame(
            {name: [area in sent for area in areas] for name, sent in there.items()}, index=areas, dtype=bool
        )


def _highest(rows: pd.DataFrame, column: str) -> pd.Series:
    climbed = climb(rows[[*UNIT, column]])
    return climbed.groupby("area")[column].max()
