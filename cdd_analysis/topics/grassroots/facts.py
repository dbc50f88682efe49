"""What is known of a view: groups of the whole country with their marks, made once for all its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.datasets.grassroots import SUPPORTERS
from cdd_analysis.measures import ladder
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, by_area
from cdd_analysis.measures.periods import newest, of_year, same_day
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_end
from cdd_analysis.topics.grassroots.groups import marks
from cdd_analysis.topics.grassroots.indicators import account

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed


@dataclass(frozen=True)
class Nation:
    """Groups of the country with their marks, this year and on the same day of last year; rows by area.

    Attributes:
        groups: rows of ``marks``, with ``again``, whether a group was supported last year too, and ``who`` supports it.
        before: the same day of last year, of districts that sent this year's register, like for like.
        closed: the whole of last year's register as it was closed; of each group whether it stands in this year's
            register (``since_listed``), whether its case is closed there, and its stage.
        support: this year's records up to the day.
        account, account_before: figures of every area.
        dated: newest as-of date of every area.
    """

    groups: Parted
    before: Parted
    closed: Parted
    support: Parted
    account: pd.DataFrame
    account_before: pd.DataFrame
    dated: pd.Series


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """The country's groups on a day of the fiscal year."""
    groups, support = data.read("community_groups"), data.read("group_support")
    last = fiscal_year - 1
    now = newest(of_year(groups, fiscal_year), as_of)
    closed = newest(of_year(groups, last), fiscal_end(last))
    alike = closed[closed["district_code"].isin(now["district_code"])]
    given, given_before = of_year(support, fiscal_year), of_year(support, last)
    dates = pd.to_datetime(given["support_date"])
    until = given[dates.le(pd.Timestamp(as_of)) | dates.isna()]
    day_before = same_day(View(scope(ladder.NATIONAL), fiscal_year, as_of))
    this_year, then = marks(now, given, as_of), marks(closed, given_before, fiscal_end(last))
    before = marks(alike, given_before, day_before, is_now=False)
    return Nation(
        groups=by_area(_with_support(this_year, until, then)),
        before=by_area(before),
        closed=by_area(_with_this_year(then, this_year)),
        support=by_area(until),
        account=account(this_year),
        account_before=account(before),
        dated=ladder.latest(this_year),
    )


def _with_support(groups: pd.DataFrame, support: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Groups with who supports each by the records, in words, and whether last year too."""
    words = {key: spellings[0] for key, spellings in SUPPORTERS.items()}
    by = support.dropna(subset=["supporter"]).drop_duplicates(["group_id", "supporter"])
    who = by["supporter"].map(words).groupby(by["group_id"]).agg(" · ".join)
    supported = then.loc[then["supported"].eq(1), "group_id"]
    return groups.assign(who=groups["group_id"].map(who), again=groups["group_id"].isin(supported))


def _with_this_year(closed: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Last year's groups with how the case of each stands in this year's register."""
    now = groups.drop_duplicates("group_id").set_index("group_id")
    ids = closed["group_id"]
    return closed.assign(
        since_listed=ids.isin(now.index),
        since_closed=ids.map(now["reached_closed"]).eq(1),
        since_status=ids.map(now["referral_status"]),
    )


@dataclass(frozen=True)
class Facts:
    """What is known of one view; rows of its provinces, with the area below that each lies in as ``area``."""

    view: View
    nation: Nation

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Its groups (see ``Nation``)."""
        return self._own(self.nation.groups)

    @cached_property
    def before(self) -> pd.DataFrame:
        """Its groups on the same day of last year."""
        return self._own(self.nation.before)

    @cached_property
    def closed(self) -> pd.DataFrame:
        """Its groups as last year's register was closed."""
        return self._own(self.nation.closed)

    @cached_property
    def support(self) -> pd.DataFrame:
        """This year's records of support up to the day."""
        return self._own(self.nation.support)

    def _own(self, rows: Parted) -> pd.DataFrame:
        own = rows.of(self.view.scope.key)
        return own.assign(area=ladder.child_of(own, self.view.scope).astype(object))


def look(data: Processed, view: View) -> Facts:
    """What a view needs, of the whole country."""
    return Facts(view, nation(data, view.fiscal_year, view.as_of))
