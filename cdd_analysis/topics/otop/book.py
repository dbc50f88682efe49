"""One view of the country's tables, and the account of every area: one row each, all its figures.

The account is made for districts, provinces, regions and the nation alike, so that a figure of a province, of the
region beside it and of the districts below it is always the same column of the same table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.areas import cdd_provinces, provinces_of_region
from cdd_analysis.measures.arithmetic import MISSING
from cdd_analysis.measures.parted import Parted
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_month_no, fiscal_months
from cdd_analysis.topics.otop import listings, parts, sales
from cdd_analysis.topics.otop.account import Standing, aimed, standing
from cdd_analysis.topics.otop.nation import Nation, Sold, current, nation, sold_by, until

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

#: The account of one area: its figures by column.
Account = dict[str, float]


@dataclass(frozen=True)
class Book:
    """One view of the country's tables, with nothing after its as-of day.

    Attributes:
        view: scope, fiscal year, as-of date.
        nation, sold: the whole country, and its sales up to the day.
        standing: where every area stands after ``months``; ``current`` its listings on the day.
        months: months of the year to date for which the area has a figure.
    """

    view: View
    nation: Nation
    sold: Sold
    standing: Standing
    current: pd.DataFrame
    months: list[pd.Timestamp]

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
        """Sales rows of the view, monthly and annual: of its provinces, and the nation's own for the nation."""
        nation_itself = [sales.NATIONAL] if self.area == sales.NATIONAL else []
        return until(self.nation.rows.of(*self.view.scope.provinces, *nation_itself), self.view.as_of)

    def steps(self, *areas: str) -> pd.DataFrame:
        """Sales per month of some areas."""
        return self.sold.steps.of(*areas)

    @cached_property
    def own_steps(self) -> pd.DataFrame:
        """Sales per month of the view's own area."""
        return self.steps(self.area)

    @cached_property
    def year_steps(self) -> pd.DataFrame:
        """The same of the view's year."""
        return of(self.own_steps, self.year)

    @cached_property
    def child_steps(self) -> pd.DataFrame:
        """Sales per month of the areas below."""
        return self.steps(*self.view.scope.children)

    @cached_property
    def own_marks(self) -> pd.DataFrame:
        """Listings of OTOP TODAY of the view's provinces, with their age on the day."""
        return listings.aged(self._own(self.nation.listings), self.view.as_of)

    @cached_property
    def own_products(self) -> pd.DataFrame:
        """Products of the view's provinces in its newest register, of producers still at work."""
        return self._own(self.nation.products)

    @cached_property
    def own_producers(self) -> pd.DataFrame:
        """Producers of the view's provinces."""
        return self._own(self.nation.producers)

    @cached_property
    def own_sellers(self) -> pd.DataFrame:
        """Producers of the view's provinces whose sales are told."""
        return self._own(self.nation.sellers)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Products of the view graded in its newest register and in the one of the year before."""
        return listings.moves(self.own_products, self._own(self.nation.earlier))

    def _own(self, table: Parted) -> pd.DataFrame:
        return table.within(self.view.scope)

    @cached_property
    def moves(self) -> dict[tuple[str, str], int]:
        """How many of these products went from which grade to which."""
        pairs = Counter(zip(self.moved["before"], self.moved["now"], strict=True))
        return {(before, now): pairs[before, now] for before in listings.GRADES for now in listings.GRADES}

    @cached_property
    def apart(self) -> pd.DataFrame:
        """Ledger controls of the area and of those below that do not reconcile, the largest difference first."""
        return self.nation.apart.of(self.area, *self.view.scope.children)

    @cached_property
    def doubts(self) -> dict[str, pd.Series]:
        """The largest of these differences of each area that has one."""
        return {str(one["area"]): one for _, one in self.apart.drop_duplicates("area").iterrows()}

    @cached_property
    def has_children(self) -> bool:
        """Whether any area below sent sales this year."""
        return bool(len(of(self.child_steps, self.year)))

    @cached_property
    def places(self) -> list[int]:
        """The view's months as months of the fiscal year, October 1."""
        return [fiscal_month_no(month) for month in self.months]

    @cached_property
    def owed(self) -> list[pd.Timestamp]:
        """Months that should have been reported: those over by the day, and those for which any figure came."""
        over = [pd.Timestamp(m) for m in fiscal_months(self.year)]
        ended = [m for m in over if m + pd.offsets.MonthEnd(0) <= pd.Timestamp(self.view.as_of)]
        return sorted({*ended, *self.months})

    @cached_property
    def sent(self) -> dict[str, frozenset[pd.Timestamp]]:
        """Months of the year that the area and each area below have a figure for."""
        sent: dict[str, set[pd.Timestamp]] = {}
        for own in (self.year_steps, of(self.child_steps, self.year)):
            for area, month in zip(own["area"], own["month"], strict=True):
                sent.setdefault(area, set()).add(month)
        return {area: frozenset(months) for area, months in sent.items()}

    @cached_property
    def season(self) -> tuple[float, int]:
        """Share of a year's sales made by now in the years before, and of how many years that is known."""
        return sales.season(self.whole_years, self.places)

    @cached_property
    def whole_years(self) -> pd.DataFrame:
        """Sales per month of the view's own area in the years before of which it sent every month."""
        return sales.whole_years(self.own_steps, self.year)

    @property
    def spikes(self) -> pd.DataFrame:
        """Months out of the ordinary, this year's and those of last year they are compared with."""
        return self.standing.spikes

    @cached_property
    def copied(self) -> pd.DataFrame:
        """Months of this year to date whose figures repeat, of the view's area and those below it."""
        found = self.sold.copied.of(self.area, *self.view.scope.children)
        return found[found["month"].isin(self.owed)]

    @cached_property
    def channel_steps(self) -> pd.DataFrame:
        """Sales of the view's area by channel and month."""
        own = self.sold.channels.of(self.area)
        return own.assign(channel=own["channel"].fillna(parts.UNKNOWN))

    @cached_property
    def channels(self) -> dict[int, pd.Series]:
        """Sales of the view's area in its months by channel, the largest first, by fiscal year."""
        return self._by_year(self.channel_steps, "channel")

    @cached_property
    def categories(self) -> dict[int, pd.Series]:
        """The same by category; of an area without own rows it is the sum of those below that sent the split."""
        own = self.sold.categories.of(self.area)
        return self._by_year(own.assign(category=own["category"].fillna(parts.UNKNOWN)), "category")

    def _by_year(self, steps: pd.DataFrame, part: str) -> dict[int, pd.Series]:
        own = steps[sales.fiscal_month(steps["month"]).isin(self.places)]
        years = {year: of(own, year).groupby(part)["sales_baht"].sum() for year in (self.year, self.year - 1)}
        return {year: sums.sort_values(ascending=False) for year, sums in years.items()}

    @cached_property
    def account(self) -> pd.DataFrame:
        """One row per area, from district to nation: the figures of the view's months, by column."""
        parts = [self.standing.account, self.current, aimed(self.standing.stated, self.season[0])]
        return pd.concat(parts, axis=1).rename_axis("area")

    @cached_property
    def children(self) -> pd.DataFrame:
        """The account of the areas below; missing figures for one of which nothing is known."""
        return self.account.reindex(list(self.view.scope.children))

    @cached_property
    def _figures(self) -> dict[str, npt.NDArray[np.float64]]:
        return dict(zip(self.account.index, self.account.to_numpy(), strict=True))

    @cached_property
    def _columns(self) -> list[str]:
        return list(self.account.columns)

    def of(self, area: str) -> Account:
        """The account of one area; every figure missing where nothing is known of it."""
        if area not in self._figures:
            return dict.fromkeys(self._columns, MISSING)
        return dict(zip(self._columns, self._figures[area].tolist(), strict=True))

    def whole(self, area: str, column: str) -> float | None:
        """A figure of a region or the nation; None unless every province in it has a part in the figure."""
        stated = area == sales.NATIONAL and column in ("sales_baht", "growth_pct") and self._is_stated
        return self.of(area)[column] if stated or column in self._common[area] else None

    @cached_property
    def _common(self) -> dict[str, set[str]]:
        """Figures in which every province of the nation, and of the view's region, has a part."""
        region = [f"region-{self.view.scope.region}"] if self.view.scope.region else []
        accounts = {area: [self.of(member) for member in members_of(area)] for area in (sales.NATIONAL, *region)}
        return {
            area: {column for column in self._columns if not any(math.isnan(own[column]) for own in members)}
            for area, members in accounts.items()
        }

    @cached_property
    def _is_stated(self) -> bool:
        own = of(self.steps(sales.NATIONAL), self.year)
        return bool(len(own)) and not own["is_summed"].astype(bool).any()


def of(steps: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows of one fiscal year."""
    return steps[steps["fiscal_year"].eq(year)]


def extremes(own: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The months with the highest and the lowest sales of one area's rows."""
    ranked = own.sort_values(["sales_baht", "month"])
    return ranked.iloc[-1], ranked.iloc[0]


def look(data: Processed, view: View) -> Book:
    """Everything the view needs: its own rows and those it is compared with."""
    year, month = view.fiscal_year, view.as_of.replace(day=1)
    sold = sold_by(data, year, month)
    months = sorted(of(sold.steps.of(view.scope.key), year)["month"])
    places = tuple(fiscal_month_no(month) for month in months)
    after = standing(data, year, month, places)
    return Book(view, nation(data, year), sold, after, current(data, year, view.as_of), months)


def members_of(area: str) -> Sequence[str]:
    """Provinces of a region or the nation."""
    return cdd_provinces() if area == sales.NATIONAL else provinces_of_region(int(area.removeprefix("region-")))


def growth_target() -> float:
    """Growth on last year that is asked for, per cent."""
    return float(setting("otop.growth_target_pct"))
