"""What is made once of a year of data, whatever area the page is about: the whole country's tables, made comparable.

A page compares its area with the region and the country, so all of it is needed for each page; pages of one process
(and of processes forked from it) share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.datasets import PROVENANCE
from cdd_analysis.measures import controls
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.topics.otop import irregular, listings, sales, sellers

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

LISTING_COUNTS = ("listings", "complete", "valid", "stale", *(f"lacks_{field}" for field in listings.FIELDS))
PRODUCT_COUNTS = (
    "products",
    "listed",
    "stars_count",
    "stars_listed",
    "graded",
    *(f"grade_{grade}" for grade in listings.GRADES),
)
_AREA = ("province_code", "district_code")
_SALES = ("area", "area_level", "province_code", "fiscal_year", "month", "category", "channel", "sales_baht")
_REGISTER = (*_AREA, *PROVENANCE, "fiscal_year", "product_id", "producer_id")
_PRODUCERS = (*_AREA, *PROVENANCE, "producer_id", "producer_status")
_SELLERS = ("sales_baht", "sales_last_year_baht", "sales_mean_baht")


@dataclass(frozen=True)
class Nation:
    """The country in one fiscal year and the three before it.

    Attributes:
        rows: sales rows, monthly and annual, with ``area``; by province, the nation's own under ``national``.
        steps: sales per area and month, from district to nation.
        channels, categories: sales per area, month and part, of one split.
        online: baht by channel, online and in a channel not known, per area and month.
        targets: per area and month, as stated; ``reporters`` with the sums of those below.
        producers, products, earlier, listings: the registers by province; ``earlier`` is the product register of the
            year before. In both product registers a product has a number in place of its id.
        named: name and sales of every product of ``products``, by ``product_id``.
        active, goods, listed: counts by area of active producers, of products, of listings; ``goods_before`` of the
            grades of ``earlier``.
        sellers, sold: producers whose sales are told, by province, and their account by area.
        controls: ledger controls of the year's sales by area; ``apart``: those that differ, the largest first.
    """

    rows: Parted
    steps: pd.DataFrame
    channels: pd.DataFrame
    categories: pd.DataFrame
    online: pd.DataFrame
    targets: pd.DataFrame
    reporters: pd.DataFrame
    producers: Parted
    products: Parted
    earlier: Parted
    named: pd.DataFrame
    listings: Parted
    active: pd.DataFrame
    goods: pd.DataFrame
    goods_before: pd.DataFrame
    sellers: Parted
    sold: pd.DataFrame
    listed: pd.DataFrame
    controls: Parted
    apart: Parted


@once
def nation(data: Processed, fiscal_year: int) -> Nation:
    """The country's tables of a fiscal year."""
    rows = sales.located(data.read("otop_sales", levels=["national", "province", "district"]))
    rows = rows[rows["fiscal_year"].between(fiscal_year - 3, fiscal_year)]
    monthly = rows[rows["month"].notna()]
    channels = sales.by_part(monthly, "channel")
    registered = data.read("otop_products", columns=[*_REGISTER, "product_name", "quadrant", "stars", "sales_baht"])
    producers = data.read("otop_producers", columns=[*_PRODUCERS, *_SELLERS])
    marks = listings.marked(listings.known_by(data.read("otop_today"), fiscal_year), fiscal_year)
    newest, earlier = listings.registers(registered, fiscal_year)
    products = listings.graded(listings.active(newest, producers), marks)
    graded_before = listings.graded(listings.active(earlier, producers), marks)
    sold = sellers.told(producers, fiscal_year)
    money = controls.controls(data.ledger(), "otop_sales", fiscal_year=fiscal_year)
    money = money[money["column"].ne("reporters")]
    at_work = producers[producers["producer_status"].ne("closed").fillna(True)].assign(producers=1.0)
    targets = sales.targets(rows[rows["fiscal_year"].eq(fiscal_year)])
    now, then = listings.numbered(products, earlier)
    return Nation(
        rows=parted(rows[[*_SALES, *PROVENANCE]], _office(rows)),
        steps=sales.ladder(sales.one_split(monthly)),
        channels=channels,
        categories=sales.by_part(monthly, "category"),
        online=sales.online(channels),
        targets=targets[~targets["is_summed"].astype(bool)],
        reporters=sales.reporters(monthly[monthly["fiscal_year"].ge(fiscal_year - 1)]),
        producers=parted(producers[["province_code", *PROVENANCE]]),
        products=parted(now[[*_AREA, *PROVENANCE, "fiscal_year", "product_id", "quadrant", "listed"]]),
        earlier=parted(then[["province_code", "product_id", "quadrant"]]),
        named=products.drop_duplicates("product_id").set_index("product_id")[["product_name", "sales_baht"]],
        listings=parted(marks[[*_AREA, *PROVENANCE, "product_id", "updated_date", *LISTING_COUNTS]]),
        active=listings.tally(at_work, ["producers"]),
        goods=listings.tally(products, PRODUCT_COUNTS),
        goods_before=listings.tally(graded_before, PRODUCT_COUNTS),
        sellers=parted(sold[["province_code", "sales_baht"]]),
        sold=sellers.by_area(sold),
        listed=listings.tally(marks, LISTING_COUNTS),
        controls=parted(money, "area"),
        apart=parted(controls.differences(money), "area"),
    )


def _office(rows: pd.DataFrame) -> pd.Series:
    """Whose sales rows they are: a province's, or the nation's own."""
    return rows["province_code"].astype(object).mask(rows["area"].eq(sales.NATIONAL), sales.NATIONAL)


@dataclass(frozen=True)
class Sold:
    """Sales with nothing after a day, by area.

    Attributes:
        steps: per area and month, from district to nation.
        channels, categories: the same by channel and by category, of the areas that sent that split.
        copied: months of this year and the one before whose figures repeat.
        jumps: months of these years far from the month before, of provinces and above: districts are too small.
        dated: latest as-of date of the year's rows behind each area.
    """

    steps: Parted
    channels: Parted
    categories: Parted
    copied: Parted
    jumps: Parted
    dated: pd.Series


@once
def sold_by(data: Processed, fiscal_year: int, month: date) -> Sold:
    """Sales of the year and the three before it, up to a month (its first day)."""
    country = nation(data, fiscal_year)
    steps = until(country.steps, month)
    channels, categories = (
        sales.ladder(until(table, month), by=("fiscal_year", "month", part))
        for part, table in (("channel", country.channels), ("category", country.categories))
    )
    rows = until(country.rows.rows, month)
    copied = irregular.copied(rows[rows["month"].notna() & rows["fiscal_year"].ge(fiscal_year - 1)])
    above = steps[steps["area"].map(sales.level).ne("district") & steps["fiscal_year"].ge(fiscal_year - 1)]
    return Sold(
        steps=parted(steps, "area"),
        channels=parted(channels, "area"),
        categories=parted(categories, "area"),
        copied=parted(copied, "area"),
        jumps=parted(irregular.jumps(above), "area"),
        dated=_dated(rows[rows["fiscal_year"].eq(fiscal_year)]),
    )


def _dated(rows: pd.DataFrame) -> pd.Series:
    districts = rows[rows["area_level"].eq("district")]
    provinces = rows.dropna(subset=["province_code"]).assign(area=lambda t: t["province_code"].astype(object))
    regions = provinces.assign(area=provinces["area"].map(sales.parent))
    every = pd.concat([districts, provinces, regions])
    return pd.to_datetime(every["as_of_date"]).groupby(every["area"]).max()


def until(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """Rows of months up to a day, and of whole years."""
    return table[table["month"].isna() | table["month"].le(pd.Timestamp(day))]


@once
def current(data: Processed, fiscal_year: int, as_of: date) -> pd.DataFrame:
    """Listings that were up to date on a day, by area: ``current`` and ``current_pct`` (T3.10)."""
    country = nation(data, fiscal_year)
    counts = listings.tally(listings.aged(country.listings.rows, as_of), ["current"])
    return counts.assign(current_pct=listings.rate(country.listed.join(counts), "current", "listings"))
