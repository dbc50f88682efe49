"""The account of every area: one row each, from district to nation, with all its figures of the view's months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.arithmetic import MISSING, growths, ratios
from cdd_analysis.topics.otop import irregular, listings, sales

if TYPE_CHECKING:
    from cdd_analysis.topics.otop.book import Book


def account(book: Book) -> pd.DataFrame:
    """Every figure of every area, by column; missing where it is not known."""
    parts = [_sold(book), _aimed(book), _grown(book), _channelled(book), _reported(book), *_registered(book)]
    return pd.concat(parts, axis=1).rename_axis("area")


def _to_date(book: Book, table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows of a year in the view's months."""
    own = table[table["fiscal_year"].eq(year)]
    return own[sales.fiscal_month(own["month"]).isin(book.places)]


def _sold(book: Book) -> pd.DataFrame:
    """Sales to date, of how many months, and of the same months last year."""
    now = _to_date(book, book.steps, book.year).groupby("area")["sales_baht"]
    before = _to_date(book, book.steps, book.year - 1).groupby("area")["sales_baht"]
    return pd.DataFrame({"sales_baht": now.sum(), "months": now.count(), "last_year_baht": before.sum()})


def _aimed(book: Book) -> pd.DataFrame:
    """Target to date, and sales against it of the areas that have one; a report not sent counts as nothing sold yet."""
    stated = book.nation.targets
    target = sales.to_date(stated[~stated["is_summed"].astype(bool)], book.months, book.season[0])
    own = pd.DataFrame({"target_to_date_baht": target, "aimed_baht": _sold(book)["sales_baht"]})
    own = own.dropna(subset=["target_to_date_baht"]).rename_axis("area").reset_index()
    both = (
        sales.ladder(own, values=("target_to_date_baht", "aimed_baht"), by=())
        .set_index("area")
        .drop(columns="is_summed")
    )
    return both.assign(target_pct=ratios(both["aimed_baht"], both["target_to_date_baht"]))


def _grown(book: Book) -> pd.DataFrame:
    """Growth on like months: against last year, without months out of the ordinary, and against three years."""
    year = book.year
    like = sales.matched(book.steps, [year, year - 1])
    like = like[like["place"].isin(book.places)]
    both = like.groupby("area")[[year, year - 1]].sum()
    earlier = sales.matched(book.steps, [year - 1, year - 2])
    earlier = earlier[earlier["place"].isin(book.places)].groupby("area")[[year - 1, year - 2]].sum()
    steady = irregular.without(like, [book.spikes]).groupby("area")[[year, year - 1]].sum()
    three = sales.matched(book.steps, [year, year - 1, year - 2, year - 3])
    mean = three[three["place"].isin(book.places)].groupby("area")[[year, year - 1, year - 2, year - 3]].sum()
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


def _channelled(book: Book) -> pd.DataFrame:
    """Sales by channel and the share sold online, of the months for which channels were sent; last year's beside it."""
    online = book.nation.online
    values = ["channel_baht", "online_baht", "unknown_baht"]
    now = _to_date(book, online, book.year).groupby("area")[values].sum()
    before = _to_date(book, online, book.year - 1).groupby("area")[values].sum()
    return now.assign(
        online_pct=ratios(now["online_baht"], now["channel_baht"]),
        unknown_pct=ratios(now["unknown_baht"], now["channel_baht"]),
        online_before_pct=ratios(before["online_baht"], before["channel_baht"]),
    )


def _reported(book: Book) -> pd.DataFrame:
    """Producers that reported in the last month ÷ active producers of the areas that said how many reported."""
    said, active = book.nation.reporters, book.nation.active["producers"]
    last = book.months[-1:]
    now = said[said["month"].isin(last)].set_index("area")
    before = said[said["month"].isin([m - pd.DateOffset(years=1) for m in last])].set_index("area")
    stated = now.loc[~now["is_summed"].astype(bool), ["reporters"]].assign(base=active).dropna().rename_axis("area")
    both = sales.ladder(stated.reset_index(), values=("reporters", "base"), by=()).set_index("area")
    return pd.DataFrame(
        {
            "reporters": now["reporters"],
            "reporters_before": before["reporters"],
            "producers": active,
            "reporting_base": both["base"],
            "reporter_pct": ratios(both["reporters"], both["base"]),
        }
    )


def _registered(book: Book) -> list[pd.DataFrame]:
    """Counts of listings and products and their rates."""
    listed, goods = book.nation.listed.join(listings.tally(book.marks, ["current"])), book.nation.goods
    known = 1.0 if len(book.marks) else MISSING  # nothing can be said to be unlisted where no listing came
    graded = book.nation.goods_before
    before = {f"share_{g}_before": listings.rate(graded, f"grade_{g}", "graded") for g in listings.GRADES}
    return [
        book.nation.sold,
        pd.DataFrame(before),
        listed.assign(
            complete_pct=listings.rate(listed, "complete", "listings"),
            current_pct=listings.rate(listed, "current", "listings"),
            valid_pct=listings.rate(listed, "valid", "listings"),
        ),
        goods.assign(
            listed_pct=listings.rate(goods, "listed", "products") * known,
            stars_listed_pct=listings.rate(goods, "stars_listed", "stars_count") * known,
            **{f"share_{g}": listings.rate(goods, f"grade_{g}", "graded") for g in listings.GRADES},
        ),
    ]
