"""Everything that is known of the fund for one view, computed once and read by what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import controls, ladder, periods
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.measures.result import View
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import known as as_known
from cdd_analysis.measures.words import million
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
_REGISTERS = {"ทะเบียนสัญญา": _LOANS, "งวดชำระ": _DUE, "สมาชิก": _MEMBERS}
#: Columns that a page reads of an office's month and of a contract.
_OF_MONTH = ("province_code", "fiscal_year", "period", "office", *months.LENT)
_OF_LOAN = (
    *("province_code", "district_code", "contract_id", "balance_baht", "overdue_baht", "debt_status", "status_days"),
    *("end_date", "is_ended", "is_stuck", "day", "as_of_date"),
)


@dataclass(frozen=True)
class Nation:
    """The fund in the whole country on a day.

    Attributes:
        months: one row an office, year and month (``months.months``); ``now`` the last of each office this year.
        loans: one row a contract as it stands on the day, ``then`` at the end of last year.
        inputs: where the rows used come from, by table.
        account, before: a row per area.
        doubts: what does not hold together anywhere.
        dated: newest as-of date by area.
        reported: area x month or register, whether it sent it.
        heard: areas of which any month of the year is told; ``up_to_date``: of which the newest month owed is.
    """

    months: Parted
    now: Parted
    loans: Parted
    then: Parted
    inputs: Mapping[str, Parted]
    account: pd.DataFrame
    before: pd.DataFrame
    doubts: tuple[Doubt, ...]
    dated: pd.Series
    reported: pd.DataFrame
    heard: frozenset[str]
    up_to_date: frozenset[str]


@dataclass(frozen=True)
class Picture:
    """One view of the fund.

    Attributes:
        view: scope, fiscal year, as-of day.
        nation: the whole country on that day.
        months, now, loans, then: its rows of the view's provinces.
        card: the indicators of every area.
    """

    view: View
    nation: Nation
    months: pd.DataFrame
    now: pd.DataFrame
    loans: pd.DataFrame
    then: pd.DataFrame
    card: Scorecard

    @cached_property
    def inputs(self) -> dict[str, pd.DataFrame]:
        """Where the rows used come from, by table."""
        return {name: rows.within(self.view.scope) for name, rows in self.nation.inputs.items()}

    @cached_property
    def largest(self) -> pd.DataFrame:
        """Contracts with overdue debt, the largest first."""
        return loans.largest(self.loans)

    def below(self, column: str) -> pd.Series:
        """A column of the account for the areas below; empty where it is not there."""
        account = self.card.account
        there = column in account
        return account[column].reindex(list(self.card.below)) if there else pd.Series(dtype="float64")


def look(data: Processed, view: View) -> Picture:
    """Put the view together."""
    known, where = nation(data, view.fiscal_year, view.as_of), view.scope
    rows = {name: getattr(known, name).within(where) for name in ("months", "now", "loans", "then")}
    own = {where.key, *where.children}
    card = Scorecard(
        view,
        OFFICE,
        indicators(view),
        known.account,
        known.before,
        doubts=tuple(doubt for doubt in known.doubts if doubt.area in own),
        silent=_silent(known, view),
        trends=_trends(rows["months"], view),
        period=_period(rows["now"], rows["loans"]),
    )
    return Picture(view, known, **rows, card=card)


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """The whole country on a day, read once."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    raw = {name: data.read(name) for name in TABLES}
    found = months.months(raw[_MONTHLY], as_of)
    now = months.latest(found, fiscal_year)
    registers = {name: _state(raw[name], view) for name in (_DUE, _LOANS)}
    closing = {name: periods.closing(raw[name], view) for name in (_DUE, _LOANS)}
    contracts = loans.loans(registers[_LOANS], registers[_DUE], as_of)
    then = loans.loans(closing[_LOANS], closing[_DUE], as_of)
    people = _members(raw[_MEMBERS], view, fiscal_year)
    told, steps = _controls(data, view), months.steps(found)
    account = _account(found, now, fiscal_year, contracts, people, months.scored_year(view))
    sent = {name: pd.concat([closing[name], rows]) if len(rows) else rows for name, rows in registers.items()}
    sent |= {_MONTHLY: _used(raw[_MONTHLY], view), _MEMBERS: people}
    this_year, last = found[found["fiscal_year"] == fiscal_year], periods.months_owed(view)[-1]
    return Nation(
        months=parted(months.paired(found)[list(_OF_MONTH)]),
        now=parted(now[["province_code", "district_code", "period", "as_of_date"]]),
        loans=parted(contracts[list(_OF_LOAN)]),
        then=parted(then[["province_code", "district_code", "contract_id", "overdue_baht"]]),
        inputs={name: parted(sent[name], columns=()) for name in TABLES},
        account=account.join(pd.concat([months.flow(steps, fiscal_year), _typed(told)], axis=1), how="outer"),
        before=_before(found, now, view, then, _members(raw[_MEMBERS], view, fiscal_year - 1)),
        doubts=tuple(_doubts(told, steps, found, view)),
        dated=ladder.latest(now) if len(now) else pd.Series(dtype="datetime64[us]"),
        reported=_reported(this_year, sent, view),
        heard=_areas(this_year),
        up_to_date=_areas(this_year[this_year["period"] >= last]),
    )


def _areas(rows: pd.DataFrame) -> frozenset[str]:
    """The areas that rows lie in."""
    return frozenset(ladder.climb(rows[["province_code", "district_code"]].drop_duplicates())["area"])


def _reported(this_year: pd.DataFrame, sent: Mapping[str, pd.DataFrame], view: View) -> pd.DataFrame:
    """Area x month owed or register: whether anything of it was sent."""
    rows = {f"รายงาน {thai_month(m)}": this_year[this_year["period"].eq(m)] for m in periods.months_owed(view)}
    rows |= {label: sent[table] for label, table in _REGISTERS.items()}
    there = {label: _areas(part) for label, part in rows.items()}
    areas = sorted(frozenset().union(*there.values()))
    columns = {label: [area in found for area in areas] for label, found in there.items()}
    return pd.DataFrame(columns, index=areas, dtype=bool)


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


def _silent(known: Nation, view: View) -> dict[str, str]:
    """Areas below without the newest month's report, where any of them reports at all."""
    if known.heard.isdisjoint(view.scope.children):
        return {}
    owed = f"รายงานประจำเดือน {thai_month(periods.months_owed(view)[-1])}"
    return {area: owed for area in view.scope.children if area not in known.up_to_date}


def _trends(own: pd.DataFrame, view: View) -> dict[str, tuple[tuple[str, float | None], ...]]:
    """Repayment and overdue debt of the view's own area, month by month of the year."""
    lines = months.by_month(own[own["fiscal_year"].eq(view.fiscal_year)])
    labels = [thai_month(month) for month in lines.index.get_level_values("period")]
    return {str(name): tuple(zip(labels, map(as_known, values), strict=True)) for name, values in lines.items()}


def _period(now: pd.DataFrame, contracts: pd.DataFrame) -> str:
    """The day that the view's newest figures are of."""
    days = [pd.to_datetime(rows[column]).max() for rows, column in ((now, "as_of_date"), (contracts, "day"))]
    known = [day for day in days if pd.notna(day)]
    return f"ณ {thai_date(max(known), short=True)}" if known else ""


def money(baht: float) -> str:
    """Baht in full below ten million, where tenths of a million would say nothing."""
    return f"{format_number(baht)} บาท" if abs(baht) < _LARGE else million(baht)


def is_known(value: float | None) -> bool:
    """Whether a figure could be computed."""
    return not is_missing(value)
