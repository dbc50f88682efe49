"""What the topic reads: the whole country once for all pages of a day, and of it what a view's own areas need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import ratio, total
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.measures.periods import of_year, same_day
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_months
from cdd_analysis.topics.management import money
from cdd_analysis.topics.management.counted import Counted
from cdd_analysis.topics.management.units import UNIT, below, children, climb

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

TABLES = ("staff_duties", "budgets", "advance_loans", "report_log", "inspection_actions")
_HOUSEHOLDS = ["province_code", "district_code", "recorded_date", "recorded_by_id"]
#: What can be traced to a file is looked at for the page's own areas only.
_TRACED = ("traced", "figures")
#: Columns that a page reads of a budget line, an advance loan and an instruction.
_OF_LINE = ("budget_line", "allocated_baht", "disbursed_baht", "over_baht")
_OF_LOAN = (
    *("fiscal_year", "contract_id", "budget_line", "advance_baht", "overdue", "overdue_baht", "left_baht"),
    *("due_date", "late_days"),
)
_OF_ACTION = (
    *("fiscal_year", "topic", "instruction", "owner_role", "given_date", "due_date", "action_status"),
    *("overdue", "overdue_days"),
)


@dataclass(frozen=True)
class Nation:
    """What pages of a day need of the whole country.

    Attributes:
        able: how many people can do each topic, by unit; ``dependent``: topics of units that hang on one person.
        off: budget lines that do not hold together.
        contracts: advance loans that fell due and are not cleared; ``actions``: instructions that are not done.
        has_past: whether any advance loan or instruction is known at all.
        punctual: reports that fell due and points of those on time, by province, level and month.
        pace: budget lines at the end of each month, by fiscal year and month.
        inputs: where the rows used come from, by table.
        recorded: provinces in which household files are recorded.
        account, before: a row per area, the province offices among them.
        dated: newest as-of date by area.
        reported: area x what it owes, whether it sent it.
    """

    able: Parted
    dependent: Parted
    off: Parted
    contracts: Parted
    actions: Parted
    has_past: bool
    punctual: Parted
    pace: Mapping[tuple[int, date], Parted]
    inputs: Mapping[str, Parted]
    recorded: frozenset[str]
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series
    reported: pd.DataFrame


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """The whole country on a day, read once."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    rows = {name: data.read(name) for name in TABLES}
    households = data.read("target_households", columns=_HOUSEHOLDS)
    now = Counted(view, rows, households)
    before = Counted(View(view.scope, fiscal_year - 1, same_day(view)), rows, households)
    dated = pd.concat([one[[*UNIT, "as_of_date"]] for one in now.inputs.values()], ignore_index=True)
    dependent = now.dependence[now.dependence["dependent"].eq(1)]
    off, left = now.lines[now.lines["flags"].eq(1)], now.contracts[now.contracts["left_baht"].gt(0)]
    return Nation(
        able=_placed(now.able, ("topic", "people", "covered")),
        dependent=_placed(dependent, ("topic", "records", "one_pct")),
        off=_placed(off, _OF_LINE),
        contracts=_placed(left, _OF_LOAN),
        actions=_placed(now.actions[now.actions["open"].eq(1)], _OF_ACTION),
        has_past=not (now.actions.empty and now.contracts.empty),
        punctual=parted(_by_month(now.punctual)),
        pace=dict(_pace(rows["budgets"], view)),
        inputs={name: parted(one, columns=()) for name, one in now.inputs.items()},
        recorded=frozenset(households["province_code"].dropna()),
        account=now.account,
        before=before.account,
        dated=climb(dated).groupby("area")["as_of_date"].max(),
        reported=now.reported,
    )


def _placed(rows: pd.DataFrame, columns: tuple[str, ...]) -> Parted:
    return parted(rows[[*UNIT, *columns]])


def _by_month(punctual: pd.DataFrame) -> pd.DataFrame:
    """Reports that fell due, and 100 points for each on time, by province, level and month."""
    rows = punctual.dropna(subset=["month"])
    points = rows["sent_date"].le(rows["due_date"]).astype("float64") * 100
    keyed = rows.assign(reports=1.0, points=points).groupby(["province_code", "level", "month"])
    return keyed[["reports", "points"]].sum().reset_index()


def _pace(budgets: pd.DataFrame, view: View) -> Iterator[tuple[tuple[int, date], Parted]]:
    """Budget lines of this year and last as they stood at the end of each month that is told of and over."""
    for year in (view.fiscal_year, view.fiscal_year - 1):
        own = of_year(budgets, year)
        for month in fiscal_months(year):
            end = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
            told = own.loc[own["month"].eq(pd.Timestamp(month)), "province_code"]
            if told.empty or (year == view.fiscal_year and end > view.as_of):
                continue
            lines = money.lines(own[own["province_code"].isin(told.unique())], year, end)
            yield (year, month), _placed(lines, ("allocated_baht", "disbursed_baht"))


@dataclass(frozen=True)
class Facts:
    """What is known of one view: what the country knows, and the rows of what the view compares, each in its ``area``.

    Attributes:
        view: scope, fiscal year, day.
        nation: the whole country on that day.
    """

    view: View
    nation: Nation

    def own(self, placed: Parted) -> pd.DataFrame:
        """Rows of the view's own provinces."""
        return placed.within(self.view.scope)

    def _below(self, placed: Parted) -> pd.DataFrame:
        return below(self.own(placed), self.view)

    @cached_property
    def able(self) -> pd.DataFrame:
        """People able to do each topic, by unit."""
        return self._below(self.nation.able)

    @cached_property
    def alone(self) -> pd.DataFrame:
        """Topics of units with fewer able people than there should be."""
        return self.able[self.able["covered"].eq(0)]

    @cached_property
    def dependent(self) -> pd.DataFrame:
        """Topics of units whose records one person makes."""
        return self._below(self.nation.dependent)

    @cached_property
    def off(self) -> pd.DataFrame:
        """Budget lines that do not hold together."""
        return self._below(self.nation.off)

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Advance loans that fell due and are not cleared."""
        return self._below(self.nation.contracts)

    @cached_property
    def overdue(self) -> pd.DataFrame:
        """Advance loans overdue for too long."""
        return self.contracts[self.contracts["overdue"].eq(1)]

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Instructions of this year's visit and of last year's that are not done."""
        return self._below(self.nation.actions)

    @cached_property
    def inputs(self) -> dict[str, pd.DataFrame]:
        """Where the rows used come from, by table."""
        return {name: self.own(rows) for name, rows in self.nation.inputs.items()}

    @cached_property
    def account(self) -> pd.DataFrame:
        """One row per area, the province offices among them; a column per figure."""
        account = self.nation.account
        is_own = account.index.isin((self.view.scope.key, *children(self.view)))
        traced = np.where(is_own[:, None], account[list(_TRACED)].to_numpy(), np.nan)
        return account.assign(**dict(zip(_TRACED, traced.T, strict=True)))

    @cached_property
    def reported(self) -> pd.DataFrame:
        """What is compared x what it owes: the duty list, each month of disbursement, the log of reports."""
        return self.nation.reported.reindex(list(children(self.view)), fill_value=False)

    @cached_property
    def has_recorded(self) -> bool:
        """Whether household files are recorded in the view's provinces."""
        return not self.nation.recorded.isdisjoint(self.view.scope.provinces)

    def spent_pct(self, year: int) -> dict[date, float]:
        """Disbursed of allocated at the end of each month of a fiscal year that is told of, in per cent."""
        months = {month: self.own(rows) for (of, month), rows in self.nation.pace.items() if of == year}
        return {
            month: ratio(total(rows["disbursed_baht"]), total(rows["allocated_baht"]))
            for month, rows in months.items()
            if len(rows)
        }


def look(data: Processed, view: View) -> Facts:
    """What a view needs."""
    return Facts(view, nation(data, view.fiscal_year, view.as_of))
