"""Everything known about one view, read once, and the account of every area: one row each, all its figures.

The account is made for districts, provinces, regions and the nation alike, so that a figure of a province, of the
region beside it and of the districts below it is always the same column of the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import cdd_provinces, provinces_of_region
from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import MISSING
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_month_no, fiscal_months
from cdd_analysis.topics.otop import account, irregular, listings, parts, sales
from cdd_analysis.topics.otop.nation import Nation, nation

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed


@dataclass(frozen=True)
class Book:
    """One view of the country's tables, with nothing after its as-of day.

    Attributes:
        view: scope, fiscal year, as-of date.
        nation: the whole country, read once.
    """

    view: View
    nation: Nation

    @property
    def area(self) -> str:
        """Code of the area the page is about."""
        return self.view.scope.key

    @property
    def year(self) -> int:
        """Fiscal year of the view."""
        return self.view.fiscal_year

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Sales rows, monthly and annual."""
        return self._by_then(self.nation.rows)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Sales per area and month, from district to nation."""
        return self._by_then(self.nation.steps)

    def _by_then(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["month"].isna() | table["month"].le(pd.Timestamp(self.view.as_of))]

    @cached_property
    def marks(self) -> pd.DataFrame:
        """Listings of OTOP TODAY with their age on the day."""
        return listings.aged(self.nation.listings, self.view.as_of)

    @cached_property
    def own_marks(self) -> pd.DataFrame:
        """Listings of the view's provinces."""
        return self._of_scope(self.marks)

    @cached_property
    def own_products(self) -> pd.DataFrame:
        """Products of the view's provinces in its newest register, of producers still at work."""
        return self._of_scope(self.nation.products)

    @cached_property
    def own_sellers(self) -> pd.DataFrame:
        """Producers of the view's provinces whose sales are told."""
        return self._of_scope(self.nation.sellers)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Products of the view graded in its newest register and in the one of the year before."""
        return listings.moves(self._of_scope(self.nation.products), self._of_scope(self.nation.earlier))

    def _of_scope(self, table: pd.DataFrame) -> pd.DataFrame:
        return ladder.within(table, self.view.scope)

    @property
    def controls(self) -> pd.DataFrame:
        """Ledger controls of the year's sales, with ``area`` and ``differs``."""
        return self.nation.controls

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """Months of the year to date for which the area has a figure."""
        return sorted(of(self.steps, self.area, self.year)["month"])

    @cached_property
    def places(self) -> list[int]:
        """The same as months of the fiscal year, October 1."""
        return [fiscal_month_no(month) for month in self.months]

    @cached_property
    def owed(self) -> list[pd.Timestamp]:
        """Months that should have been reported: those over by the day, and those for which any figure came."""
        over = [pd.Timestamp(m) for m in fiscal_months(self.year)]
        ended = [m for m in over if m + pd.offsets.MonthEnd(0) <= pd.Timestamp(self.view.as_of)]
        return sorted({*ended, *self.months})

    @cached_property
    def sent(self) -> dict[str, frozenset[pd.Timestamp]]:
        """Months of the year that each area has a figure for."""
        own = self.steps[self.steps["fiscal_year"].eq(self.year)]
        return {str(area): frozenset(months) for area, months in own.groupby("area")["month"]}

    @cached_property
    def season(self) -> tuple[float, int]:
        """Share of a year's sales made by now in the years before, and of how many years that is known."""
        return sales.season(self.steps, self.area, self.year, self.places)

    @cached_property
    def spikes(self) -> pd.DataFrame:
        """Months out of the ordinary, this year's and those of last year they are compared with."""
        if not self.months:
            return irregular.spikes(self.steps.iloc[:0], pd.Timestamp(self.view.as_of))
        last = self.months[-1]
        earlier = irregular.spikes(self.steps, last - pd.DateOffset(years=1))
        both = pd.concat([irregular.spikes(self.steps, last), earlier])
        return both.drop_duplicates(["area", "month"])

    @cached_property
    def copied(self) -> pd.DataFrame:
        """Months of this year to date whose figures repeat."""
        found = irregular.copied(self._own_rows())
        return found[found["month"].isin(self.owed)]

    def _own_rows(self) -> pd.DataFrame:
        """Monthly rows of the view's area and of those below it, since the year before."""
        of_scope = self.rows["province_code"].isin(self.view.scope.provinces) | self.rows["area"].eq(self.area)
        return self.rows[of_scope & self.rows["month"].notna() & self.rows["fiscal_year"].ge(self.year - 1)]

    @cached_property
    def channel_steps(self) -> pd.DataFrame:
        """Sales of the view's area by channel and month."""
        return self._parted(self.nation.channels, "channel")

    @cached_property
    def category_steps(self) -> pd.DataFrame:
        """Sales of the view's area by category and month."""
        return self._parted(self.nation.categories, "category")

    def _parted(self, table: pd.DataFrame, part: str) -> pd.DataFrame:
        known = self._by_then(table)
        below = known if self.area == sales.NATIONAL else known[known["area"].str[:2].isin(self.view.scope.provinces)]
        steps = sales.ladder(below, by=("fiscal_year", "month", part))
        own = steps[steps["area"].eq(self.area)]
        return own.assign(**{part: own[part].fillna(parts.UNKNOWN)})

    @cached_property
    def account(self) -> pd.DataFrame:
        """One row per area, from district to nation: the figures of the view's months, by column."""
        return account.account(self)

    def of(self, area: str) -> pd.Series:
        """The account of one area; every figure missing where nothing is known of it."""
        if area not in self.account.index:
            return pd.Series(MISSING, index=self.account.columns)
        return self.account.loc[[area]].iloc[0]

    def whole(self, area: str, column: str) -> float | None:
        """A figure of a region or the nation; None unless every province in it has a part in the figure."""
        stated = area == sales.NATIONAL and column in ("sales_baht", "growth_pct") and self._is_stated()
        known = self.account.reindex(list(members_of(area)))[column].notna()
        return float(self.of(area)[column]) if stated or known.all() else None

    def _is_stated(self) -> bool:
        own = of(self.steps, sales.NATIONAL, self.year)
        return bool(len(own)) and not own["is_summed"].astype(bool).any()


def of(steps: pd.DataFrame, area: str, year: int) -> pd.DataFrame:
    """Rows of one area in one fiscal year."""
    return steps[steps["area"].eq(area) & steps["fiscal_year"].eq(year)]


def extremes(own: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The months with the highest and the lowest sales of one area's rows."""
    ranked = own.sort_values(["sales_baht", "month"])
    return ranked.iloc[-1], ranked.iloc[0]


def look(data: Processed, view: View) -> Book:
    """Read what the view needs: its own rows and those it is compared with."""
    return Book(view, nation(data, view.fiscal_year))


def members_of(area: str) -> Sequence[str]:
    """Provinces of a region or the nation."""
    return cdd_provinces() if area == sales.NATIONAL else provinces_of_region(int(area.removeprefix("region-")))


def growth_target() -> float:
    """Growth on last year that is asked for, per cent."""
    return float(setting("otop.growth_target_pct"))
