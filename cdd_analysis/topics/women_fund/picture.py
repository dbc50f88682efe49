"""Everything that is known of the fund for one view, computed once and read by what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures import controls, ladder, periods
from cdd_analysis.measures.result import View
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import known, million
from cdd_analysis.thai.fiscal import fiscal_start, thai_date, thai_month
from cdd_analysis.thai.numbers import format_number
from cdd_analysis.topics.women_fund import doubts, loans, months
from cdd_analysis.topics.women_fund.indicators import indicators

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

OFFICE = "กลุ่มงานส่งเสริมการพัฒนาชุมชน"
TABLES = ("women_fund_monthly", "women_fund_instalments", "women_fund_contracts", "women_fund_members")
_MONTHLY, _DUE, _LOANS, _MEMBERS = TABLES
_PEOPLE = ("women_15p", "members_sep", "target_new", "new_members")
_LARGE = 10e6


@dataclass(frozen=True)
class Picture:
    """One view of the fund.

    Attributes:
        view: scope, fiscal year, as-of day.
        months: one row an office, year and month (``months.months``); ``now`` the last of each office this year.
        loans: one row a contract as it stands now, ``then`` at the end of last year.
        sent: table -> its rows that the view uses, of the whole country.
        card: the indicators of every area.
    """

    view: View
    months: pd.DataFrame
    now: pd.DataFrame
    loans: pd.DataFrame
    then: pd.DataFrame
    sent: Mapping[str, pd.DataFrame]
    card: Scorecard

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the view's own provinces."""
        return ladder.within(rows, self.view.scope)

    def below(self, column: str) -> pd.Series:
        """A column of the account for the areas below; empty where it is not there."""
        account = self.card.account
        there = column in account
        return account.reindex(list(self.card.below))[column] if there else pd.Series(dtype="float64")


def look(data: Processed, view: View) -> Picture:
    """Read the tables once and put the view together."""
    raw = {name: data.read(name) for name in TABLES}
    found = months.months(raw[_MONTHLY], view.as_of)
    now = months.latest(found, view.fiscal_year)
    registers = {name: _state(raw[name], view) for name in (_DUE, _LOANS)}
    closing = {name: periods.closing(raw[name], view) for name in (_DUE, _LOANS)}
    contracts = loans.loans(registers[_LOANS], registers[_DUE], view.as_of)
    then = loans.loans(closing[_LOANS], closing[_DUE], view.as_of)
    people = _members(raw[_MEMBERS], view, view.fiscal_year)
    told, steps = _controls(data, view), months.steps(found)
    card = Scorecard(
        view,
        OFFICE,
        indicators(view),
        _account(found, now, view.fiscal_year, contracts, people, months.scored_year(view)).join(
            pd.concat([months.flow(steps, view.fiscal_year), _typed(told)], axis=1), how="outer"
        ),
        _before(found, now, view, then, _members(raw[_MEMBERS], view, view.fiscal_year - 1)),
        doubts=tuple(_doubts(told, steps, found, view)),
        silent=_silent(found, view),
        trends=_trends(found, view),
        period=_period(now, contracts, view),
    )
    sent = {name: pd.concat([closing[name], rows]) if len(rows) else rows for name, rows in registers.items()}
    sent |= {_MONTHLY: _used(raw[_MONTHLY], view), _MEMBERS: people}
    return Picture(view, found, now, contracts, then, {name: sent[name] for name in TABLES}, card)


def _state(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The state of each district on the view's day; where it gave no day at all, the one that it sent."""
    found = periods.newest(rows, view.as_of)
    days = pd.to_datetime(found["as_of_date"])
    return found[days.isna() | days.ge(pd.Timestamp(fiscal_start(view.fiscal_year)))]


def _account(
    found: pd.DataFrame, rows: pd.DataFrame, year: int, contracts: pd.DataFrame, people: pd.DataFrame, scored: int
) -> pd.DataFrame:
    """The figures of every area in a year: debts and money, points, contracts, members."""
    points = months.graded(months.year_ends(found, scored), scored)
    return pd.concat([months.account(rows, year), points, loans.account(contracts), _sums(people)], axis=1)


def _before(
    found: pd.DataFrame, now: pd.DataFrame, view: View, then: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """The same of the same months of last year; of registers, the state in which it ended."""
    year, scored = view.fiscal_year - 1, months.scored_year(view) - 1
    account = _account(found, months.same_month(found, now), year, then, people, scored)
    return account.drop(columns=["target_new", "new_members"])  # those of a whole year are not the same months


def _used(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Monthly rows of the year and of the year before, where the year has any."""
    now = periods.of_year(rows, view.fiscal_year)
    return pd.concat([periods.of_year(rows, view.fiscal_year - 1), now]) if len(now) else now


def _members(rows: pd.DataFrame, view: View, year: int) -> pd.DataFrame:
    """Members of a year: of districts, of provinces where no district of theirs is told."""
    days = pd.to_datetime(rows["as_of_date"])
    own = periods.of_year(rows[days.isna() | days.le(pd.Timestamp(view.as_of))], year)
    by_district = own["area_level"].eq("district")
    whole = own["area_level"].eq("province") & ~own["province_code"].isin(own.loc[by_district, "province_code"])
    return own[by_district | whole]


def _sums(people: pd.DataFrame) -> pd.DataFrame:
    """Members of every area; of a ratio both parts of an office count, or neither."""
    rows = people.copy()
    for top, bottom in (("members_sep", "women_15p"), ("new_members", "target_new")):
        rows[[top, bottom]] = rows[[top, bottom]].where(rows[top].notna() & rows[bottom].notna())
    return ladder.sums(rows, list(_PEOPLE))


def _controls(data: Processed, view: View) -> pd.DataFrame:
    """Comparisons of the fund's tables that are of the view's year, up to its day; undated ones too."""
    ledger = data.ledger()
    told = [controls.controls(ledger, name, fiscal_year=view.fiscal_year) for name in TABLES]
    found = pd.concat(told, ignore_index=True)
    day = pd.to_datetime(found["month"]).fillna(pd.to_datetime(found["as_of_stated"]))
    within = day.between(pd.Timestamp(fiscal_start(view.fiscal_year)), pd.Timestamp(view.as_of))
    return found[within | day.isna()]


def _typed(told: pd.DataFrame) -> pd.DataFrame:
    """Typed percents of every area: how many, and how many that the sheet's own figures do not give."""
    rows = told[told["comparison"].eq("typed_percent")]
    return ladder.sums(rows.assign(typed=1.0, typed_off=rows["differs"].astype(float)), ["typed", "typed_off"])


def _doubts(told: pd.DataFrame, steps: pd.DataFrame, found: pd.DataFrame, view: View) -> list[Doubt]:
    scored = found[found["fiscal_year"].isin([view.fiscal_year, months.scored_year(view)])]
    return [
        *doubts.debt_flows(steps, view.fiscal_year),
        *doubts.typed_percents(told),
        *doubts.scores(scored),
        *doubts.books(told),
    ]


def _silent(found: pd.DataFrame, view: View) -> dict[str, str]:
    """Areas below without the newest month's report, where any of them reports at all."""
    own = found[found["fiscal_year"].eq(view.fiscal_year) & found["province_code"].isin(view.scope.provinces)]
    last = periods.months_owed(view)[-1]
    anywhere, there = (set(ladder.climb(rows)["area"]) for rows in (own, own[own["period"] >= last]))
    if anywhere.isdisjoint(view.scope.children):
        return {}
    return {area: f"รายงานประจำเดือน {thai_month(last)}" for area in view.scope.children if area not in there}


def _trends(found: pd.DataFrame, view: View) -> dict[str, tuple[tuple[str, float | None], ...]]:
    """Repayment and overdue debt of the view's own area, month by month of the year."""
    own = found[found["fiscal_year"].eq(view.fiscal_year) & found["province_code"].isin(view.scope.provinces)]
    lines = months.by_month(own)
    labels = [thai_month(month) for month in lines.index.get_level_values("period")]
    return {str(name): tuple(zip(labels, map(known, values), strict=True)) for name, values in lines.items()}


def _period(now: pd.DataFrame, contracts: pd.DataFrame, view: View) -> str:
    """The day that the view's newest figures are of."""
    days = [
        pd.to_datetime(ladder.within(rows, view.scope)[column])
        for rows, column in ((now, "as_of_date"), (contracts, "day"))
    ]
    day = pd.concat(days).max()
    return "" if pd.isna(day) else f"ณ {thai_date(day, short=True)}"


def money(baht: float) -> str:
    """Baht in full below ten million, where tenths of a million would say nothing."""
    return f"{format_number(baht)} บาท" if abs(baht) < _LARGE else million(baht)


def is_known(value: float | None) -> bool:
    """Whether a figure could be computed."""
    return not is_missing(value)
