"""The account of every area: one row each, from district to nation, with all its figures of the view's months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.arithmetic import MISSING, growths, ratios
from cdd_analysis.measures.once import once
from cdd_analysis.thai.fiscal import fiscal_months
from cdd_analysis.topics.otop import irregular, listings, sales
from cdd_analysis.topics.otop.nation import Nation, nation, sold_by

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed


@dataclass(frozen=True)
class Standing:
    """Where every area stands after some months of the year.

    Attributes:
        account: figures of every area, by column; missing where not known. Its target is not among them: how that of
            the year is shared out over the months is the page's own season (``aimed``).
        stated: targets as stated, by area (see ``sales.stated``), and sales to date beside them as ``aimed_baht``.
        spikes: months out of the ordinary, this year's and those of last year they are compared with.
    """

    account: pd.DataFrame
    stated: pd.DataFrame
    spikes: pd.DataFrame


@once
def standing(data: Processed, fiscal_year: int, month: date, places: tuple[int, ...]) -> Standing:
    """The country after the months ``places`` of the fiscal year (October 1), as told up to a month (its first day).

    Most areas have sent the same months, so most pages of a year share it.
    """
    country, steps = nation(data, fiscal_year), sold_by(data, fiscal_year, month).steps.rows
    months = [pd.Timestamp(fiscal_months(fiscal_year)[place - 1]) for place in places]
    odd = _spikes(steps, months, month)
    sold = _sold(steps, fiscal_year, places)
    parts = [sold, _grown(steps, fiscal_year, places, odd)]
    parts += [_channelled(country.online, fiscal_year, places), _reported(country, months)]
    account = pd.concat([*parts, *_registered(country)], axis=1).rename_axis("area").astype("float64")
    return Standing(account, sales.stated(country.targets, months).assign(aimed_baht=sold["sales_baht"]), odd)


def _spikes(steps: pd.DataFrame, months: Sequence[pd.Timestamp], month: date) -> pd.DataFrame:
    if not months:
        return irregular.spikes(steps.iloc[:0], pd.Timestamp(month))
    both = [irregular.spikes(steps, last) for last in (months[-1], months[-1] - pd.DateOffset(years=1))]
    return pd.concat(both).drop_duplicates(["area", "month"])


def _to_date(table: pd.DataFrame, year: int, places: Sequence[int]) -> pd.DataFrame:
    """Rows of a year in the months ``places``."""
    own = table[table["fiscal_year"].eq(year)]
    return own[sales.fiscal_month(own["month"]).isin(places)]


def _sold(steps: pd.DataFrame, year: int, places: Sequence[int]) -> pd.DataFrame:
    """Sales to date, of how many months, and of the same months last year."""
    now, before = (_to_date(steps, one, places).groupby("area")["sales_baht"] for one in (year, year - 1))
    return pd.DataFrame({"sales_baht": now.sum(), "months": now.count(), "last_year_baht": before.sum()})


def aimed(stated: pd.DataFrame, share: float) -> pd.DataFrame:
    """Target to date, and sales against it of the areas that have one; a report not sent counts as nothing sold yet.

    Args:
        stated: as of ``Standing``.
        share: of the year's target, what falls on the months to date.
    """
    own = stated.assign(target_to_date_baht=sales.to_date(stated, share)).dropna(subset=["target_to_date_baht"])
    both = sales.with_above(own[["target_to_date_baht", "aimed_baht"]])
    return both.assign(target_pct=ratios(both["aimed_baht"], both["target_to_date_baht"]))


def _grown(steps: pd.DataFrame, year: int, places: Sequence[int], odd: pd.DataFrame) -> pd.DataFrame:
    """Growth on like months: against last year, without months out of the ordinary, and against three years."""
    like = sales.matched(steps, [year, year - 1])
    like = like[like["place"].isin(places)]
    both = like.groupby("area")[[year, year - 1]].sum()
    earlier = sales.matched(steps, [year - 1, year - 2])
    earlier = earlier[earlier["place"].isin(places)].groupby("area")[[year - 1, year - 2]].sum()
    steady = irregular.without(like, [odd]).groupby("area")[[year, year - 1]].sum()
    three = sales.matched(steps, [year, year - 1, year - 2, year - 3])
    mean = three[three["place"].isin(places)].groupby("area")[[year, year - 1, year - 2, year - 3]].sum()
    return pd.DataFrame(
        {
            "like_now_baht": both[year],
            "like_before_baht": both[year - 1],
            "like_months": like.groupby("area").size(),
            "growth_pct": growths(both[year], both[year - 1]),
            "growth_before_pct": growths(earlier[year - 1], earlier[year - 2]),
            "steady_pct": growths(steady[year], steady[year - 1]),
            "mean_baht": mean.drop(columns=year).mean(axis=1),
            "growth_mean_pct": growths(mean[year], mean.drop(columns=year).mean(axis=1)),
        }
    )


def _channelled(online: pd.DataFrame, year: int, places: Sequence[int]) -> pd.DataFrame:
    """Sales by channel and the share sold online, of the months for which channels were sent; last year's beside it."""
    values = ["channel_baht", "online_baht", "unknown_baht"]
    now, before = (_to_date(online, one, places).groupby("area")[values].sum() for one in (year, year - 1))
    return now.assign(
        online_pct=ratios(now["online_baht"], now["channel_baht"]),
        unknown_pct=ratios(now["unknown_baht"], now["channel_baht"]),
        online_before_pct=ratios(before["online_baht"], before["channel_baht"]),
    )


def _reported(country: Nation, months: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Producers that reported in the last month ÷ active producers of the areas that said how many reported."""
    said, active = country.reporters, country.active["producers"]
    last = months[-1:]
    now = said[said["month"].isin(last)].set_index("area")
    before = said[said["month"].isin([m - pd.DateOffset(years=1) for m in last])].set_index("area")
    both = sales.with_above(now.loc[~now["is_summed"].astype(bool), ["reporters"]].assign(base=active).dropna())
    return pd.DataFrame(
        {
            "reporters": now["reporters"],
            "reporters_before": before["reporters"],
            "producers": active,
            "reporting_base": both["base"],
            "reporter_pct": ratios(both["reporters"], both["base"]),
        }
    )


def _registered(country: Nation) -> list[pd.DataFrame]:
    """Counts of listings and products and their rates."""
    listed, goods, graded = country.listed, country.goods, country.goods_before
    known = 1.0 if len(country.listings.rows) else MISSING  # nothing can be said to be unlisted where no listing came
    before = {f"share_{g}_before": listings.rate(graded, f"grade_{g}", "graded") for g in listings.GRADES}
    return [
        country.sold,
        pd.DataFrame(before),
        listed.assign(
            complete_pct=listings.rate(listed, "complete", "listings"),
            valid_pct=listings.rate(listed, "valid", "listings"),
        ),
        goods.assign(
            listed_pct=listings.rate(goods, "listed", "products") * known,
            stars_listed_pct=listings.rate(goods, "stars_listed", "stars_count") * known,
            **{f"share_{g}": listings.rate(goods, f"grade_{g}", "graded") for g in listings.GRADES},
        ),
    ]
