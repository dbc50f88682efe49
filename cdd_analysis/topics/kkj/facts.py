"""What a view of the village funds looks at: states of this and last year, added up by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import ladder
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.measures.periods import closing, newest, of_year, same_day, state
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start
from cdd_analysis.topics.kkj import agreement
from cdd_analysis.topics.kkj.levels import AGES, BOOKS, LEVELS, SERIOUS, aged, funds, names, places

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

#: Figures that forms 26(1) and 26(2) both state, by the name of the account's column.
_STATED = {
    "hh_total": "hh_total",
    "hh_target": "hh_target",
    "hh_borrowed": "hh_borrowed",
    "outstanding": "outstanding_baht",
    "bank": "bank_baht",
    "cash": "cash_baht",
    "repaid": "repaid_year_baht",
    "due": "due_year_baht",
}
#: Figures that only villages tell.
_TOLD = (
    "shortfall", "surplus", "overdue", "owed", "granted", "late_contracts", "long_baht", "expiring", "expiring_baht",
    "stressed", "stress_short", "books_told", "books_kept", "opening", "repaid_known", "visit_told", "visited", "known",
    "serious", "problem", "explained", "improved", "learnt", *LEVELS,
)  # fmt: skip


#: Columns of a village that a page reads.
_OF_VILLAGE = (
    "place", "village_name", "village_code", "subdistrict_code", "level", "calendar", "n", "fund", "outstanding",
    "outstanding_baht", "bank_baht", "granted", "shortfall", "surplus", "overdue", "overdue_pct", "oldest", "long_baht",
    "stress_short", "last_active", "off_total", "apart", "no_bank_book", "ended", "hh_borrowed", "hh_target",
    *(f"book_{book}_{side}" for book in BOOKS for side in ("exists", "correct")),
)  # fmt: skip
#: Attributes of ``Nation`` that are rows.
_ROWS = ("villages", "past", "contracts", "province_rows", "district_rows", "problems", "cells")


@dataclass(frozen=True)
class Nation:
    """The village funds of the whole country on a day.

    Attributes:
        villages: funds with their class on the day; ``past``: the same at the end of last year.
        contracts: aged contracts of the day.
        province_rows, district_rows: form 26(2) as the province and as the districts report it.
        problems: villages on this year's report of problems.
        cells: district x measure as two offices report them.
        account, before: a row per area.
        dated: newest as-of date by area.
        sent: a row per area, whether anything came of each source.
    """

    villages: Parted
    past: Parted
    contracts: Parted
    province_rows: Parted
    district_rows: Parted
    problems: Parted
    cells: Parted
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series
    sent: pd.DataFrame


@dataclass(frozen=True)
class Facts:
    """What a view looks at: of ``Nation`` the rows of its provinces, and the accounts."""

    view: View
    villages: pd.DataFrame
    past: pd.DataFrame
    contracts: pd.DataFrame
    province_rows: pd.DataFrame
    district_rows: pd.DataFrame
    problems: pd.DataFrame
    cells: pd.DataFrame
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series
    sent: pd.DataFrame

    @cached_property
    def below(self) -> pd.DataFrame:
        """Villages of the areas below, each with its ``area``."""
        return ladder.below(self.villages, self.view.scope)

    @cached_property
    def classes(self) -> pd.DataFrame:
        """Villages and their money by area below and class."""
        return self.below.groupby(["area", "level"])[["n", "fund"]].sum()

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Villages of both states with their class in each (T5.15)."""
        then = self.past.drop_duplicates("place").set_index("place")["level"]
        moved = self.villages.assign(level_then=self.villages["place"].map(then))
        return moved[moved["level_then"].notna()]


def look(data: Processed, view: View) -> Facts:
    """What a view looks at."""
    known, scope = nation(data, view.fiscal_year, view.as_of), view.scope
    own = {name: getattr(known, name).within(scope) for name in _ROWS}
    own |= {name: own[name].assign(village=names(own[name])) for name in ("villages", "past")}
    is_own = known.account.index.isin((scope.key, *scope.children))
    agreed = np.where(is_own[:, None], known.account[list(agreement.FIGURES)].to_numpy(), np.nan)
    return Facts(
        view,
        **own,
        account=known.account.assign(**dict(zip(agreement.FIGURES, agreed.T, strict=True))),
        before=known.before,
        dated=known.dated,
        sent=known.sent,
    )


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """The whole country on a day, read once."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    rows, loans, areas = (data.read(name) for name in ("kkj_villages", "kkj_loans", "kkj_areas"))
    problems = of_year(data.read("kkj_problems"), fiscal_year)
    days = pd.to_datetime(problems["as_of_date"])
    problems = problems[days.isna() | days.le(pd.Timestamp(as_of))]
    problems = problems.assign(place=places(problems))
    found = data.differences()
    found = found[found["table"].isin(["kkj_areas", "kkj_villages"])]
    found = found[pd.to_datetime(found["as_of_stated"]).fillna(pd.Timestamp(as_of)).le(pd.Timestamp(as_of))]
    now, then = _on(rows, loans, found, view, last_year=False), _on(rows, loans, found, view, last_year=True)
    past, villages = then[0], _followed(now[0], then[0], problems)
    debts = pd.concat([villages, _lone(now[1], villages)], ignore_index=True)
    by = {name: state(areas[areas["reported_by_level"].eq(name)], view) for name in ("province", "district")}
    cells = agreement.cells(found, fiscal_year)
    account = _account(villages, debts, _stated(areas, view)).join(agreement.agreement(found, cells, view), how="outer")
    sources = {
        "รายหมู่บ้าน (แบบ 26(1))": villages,
        "บัญชีลูกหนี้": now[1],
        "ยอดที่อำเภอรายงาน": by["district"],
        "ยอดที่จังหวัดรายงาน (แบบ 26(2))": by["province"],
    }
    return Nation(
        villages=parted(villages, columns=(*_OF_VILLAGE, "listed", "reportable", "improved", "worse")),
        past=parted(past, columns=_OF_VILLAGE),
        contracts=parted(now[1], columns=("bucket", "outstanding_baht")),
        province_rows=parted(by["province"], columns=()),
        district_rows=parted(by["district"], columns=()),
        problems=parted(problems, columns=("place", "cause", "cause_code", "remedy")),
        cells=parted(cells),
        account=account,
        before=_before(rows, past, areas, view),
        dated=ladder.latest(pd.concat([villages, by["province"]], ignore_index=True)),
        sent=pd.DataFrame({label: ladder.size(rows) for label, rows in sources.items()}).notna(),
    )


def _on(
    rows: pd.DataFrame, loans: pd.DataFrame, found: pd.DataFrame, view: View, *, last_year: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Funds and contracts of one state."""
    cut = closing if last_year else state
    day = pd.Timestamp(fiscal_end(view.fiscal_year - 1) if last_year else view.as_of)
    villages, contracts = cut(rows, view), aged(cut(loans, view), day)
    between = (
        found["comparison"].eq("tables") & found["table"].eq("kkj_villages") & found["difference"].abs().gt(TOLERANCE)
    )
    apart = found[between & pd.to_datetime(found["as_of_stated"]).isin(pd.to_datetime(villages["as_of_date"]).unique())]
    return _tallied(funds(villages, contracts, day, frozenset(apart["village_code"].dropna()))), contracts


def _tallied(villages: pd.DataFrame) -> pd.DataFrame:
    """Funds with the columns that areas add up. What is repaid in a calendar year is not added to fiscal years."""
    fiscal = ~villages["year_basis"].eq("calendar").fillna(False)
    visits = villages["last_visit_date"]
    asked = visits.notna().groupby(villages["district_code"].fillna("")).transform("any")
    since = (villages["today"] - pd.to_datetime(visits)).dt.days.astype("float64")
    known = villages["level"].ne("PX")
    return villages.assign(
        n=1.0,
        **{name: villages[column] for name, column in _STATED.items()},
        calendar=(~fiscal).astype(float),
        granted=villages["granted"].where(villages["fund"].notna()),
        owed=villages["outstanding_baht"].where(villages["overdue"].notna()),
        visit_told=asked.astype(float).where(asked),
        visit_days=since.where(since.ge(0)),
        visited=(since.ge(0) & since.le(setting("kkj.visit_days"))).astype(float).where(asked),
        known=known.astype(float),
        serious=villages["level"].isin(SERIOUS).astype(float).where(known),
        **{level: villages["level"].eq(level).astype(float) for level in LEVELS},
    ).assign(**{name: villages[_STATED[name]].where(fiscal) for name in ("repaid", "due")})


def _paired(rows: pd.DataFrame) -> pd.DataFrame:
    """Both sides of each ratio, only where both are told (handbook 0.3, rule 1)."""
    pairs = {"T5.5": ("outstanding", "fund"), "T5.8": ("repaid", "due"), "T5.9": ("hh_borrowed", "hh_target")}
    both = {one: rows[[*pair]].notna().all(axis=1) for one, pair in pairs.items()}
    return rows.assign(
        **{f"{one}-top": rows[pair[0]].where(both[one]) for one, pair in pairs.items()},
        **{f"{one}-bottom": rows[pair[1]].where(both[one]) for one, pair in pairs.items()},
    )


def _followed(now: pd.DataFrame, then: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """This year's funds beside last year's and the report of problems."""
    earlier = then.drop_duplicates("place").set_index("place")
    listed = problems.drop_duplicates("place").set_index("place")
    place, has_report = now["place"], now["province_code"].isin(problems["province_code"])
    on_it = place.isin(listed.index)
    told = {
        name: place.isin(listed.index[_has_text(listed[name])]) for name in ("cause", "cause_code", "remedy", "lesson")
    }
    problem = (
        now["level"].isin(SERIOUS) | (on_it & ~place.isin(listed.index[listed["cleared_date"].notna()]))
    ) & has_report
    order = {level: number for number, level in enumerate(LEVELS)}  # PX first, then from P5 down
    opening = place.map(earlier["outstanding_baht"].to_dict()).astype("float64")
    before = place.map(earlier["level"].to_dict()).map(order).astype("float64")
    after = now["level"].map(order).astype("float64")
    both = before.gt(0) & after.gt(0)
    improved = both & after.gt(before)
    return now.assign(
        opening=opening,
        repaid_known=now["repaid"].where(opening.notna()),
        listed=on_it,
        reportable=has_report,
        problem=problem.astype(float).where(has_report),
        explained=(problem & (told["cause"] | told["cause_code"]) & told["remedy"]).astype(float).where(has_report),
        improved=improved.astype(float).where(both),
        worse=both & after.lt(before),
        learnt=(improved & told["lesson"]).astype(float).where(both),
    )


def _has_text(column: pd.Series) -> pd.Series:
    return column.notna() & column.ne("").fillna(False)


def _lone(contracts: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """Contracts of villages that sent no form 26(1): what they say of debts counts all the same."""
    own = contracts[~contracts["place"].isin(villages["place"])]
    owed = own["outstanding_baht"].where(own["due_date"].notna())
    return own[["province_code", "district_code"]].assign(
        overdue=owed.where(own["late"] | owed.isna(), 0.0),
        owed=owed,
        late_contracts=own["late"].astype(float),
        long_baht=owed.where(own["days"].gt(setting("kkj.level.long_days")), 0.0),
        expiring=own["expires"].astype(float),
        expiring_baht=owed.where(own["expires"], 0.0),
    )


def _account(villages: pd.DataFrame, debts: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """A row per area; districts of which no village is told stand there as form 26(2) states them.

    ``debts``: the villages, and contracts of others.
    """
    silent = stated[~stated["district_code"].isin(villages["district_code"])]
    fiscal = ~silent["year_basis"].eq("calendar").fillna(False)
    told = silent.assign(
        n=silent["village_count"],
        fund=silent["fund_total_baht"],
        **{
            name: silent[column].where(fiscal | ~pd.Series(name in ("repaid", "due"), silent.index))
            for name, column in _STATED.items()
        },
    )
    kept = ["province_code", "district_code", "n", "fund", *_STATED]
    whole = _paired(
        pd.concat([one[kept] for one in (villages, told) if len(one)] or [villages[kept]], ignore_index=True)
    )
    present = [column for column in _TOLD if column in villages]
    found = ladder.sums(whole, [*whole.columns[2:]]).join(ladder.sums(debts, present), how="outer")
    return found.join(ladder.medians(villages, ["visit_days"])).join(ladder.size(villages, "told"))


def _stated(areas: pd.DataFrame, view: View) -> pd.DataFrame:
    """Form 26(2) of each district as the province reports it, else as the district does."""
    districts = areas[areas["area_level"].eq("district")]
    is_own = districts["reported_by_level"].eq("district")
    first, own = state(districts[~is_own], view), state(districts[is_own], view)
    others = own[~own["district_code"].isin(first["district_code"])]
    return pd.concat([one for one in (first, others) if len(one)] or [first], ignore_index=True)


def _before(rows: pd.DataFrame, past: pd.DataFrame, areas: pd.DataFrame, view: View) -> pd.DataFrame:
    """Last year's closing state; what was repaid, of the same day a year ago, as it grows with the year."""
    then = View(view.scope, view.fiscal_year - 1, fiscal_end(view.fiscal_year - 1))
    flows = {"repaid_year_baht": "repaid", "due_year_baht": "due"}
    account = _account(past, past, _stated(areas, then)).drop(columns=["T5.8-top", "T5.8-bottom", *flows.values()])
    same = newest(rows, same_day(view), since=fiscal_start(view.fiscal_year - 1))
    fiscal = same[~same["year_basis"].eq("calendar").fillna(False)]
    repaid = _paired(fiscal.rename(columns=flows).assign(outstanding=np.nan, fund=np.nan))
    return account.join(ladder.sums(repaid, [*flows.values(), "T5.8-top", "T5.8-bottom"]))


def ageing(contracts: pd.DataFrame, buckets: Sequence[str] = (*AGES, "ไม่ทราบวันครบกำหนด")) -> pd.DataFrame:
    """Overdue baht and contracts by age (T5.7), every bucket, undated ones last."""
    owed = contracts.assign(baht=contracts["outstanding_baht"], contracts=1.0)
    found = owed[owed["bucket"].notna()].groupby("bucket")[["baht", "contracts"]].sum()
    return found.reindex(list(buckets), fill_value=0.0).rename_axis("bucket").reset_index()
