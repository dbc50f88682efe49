"""What is read once a year of data, whatever province the page is about: the whole country's tables, made comparable.

A page compares its area with the region and the country, so all of it is needed for each page; pages of one process
(and of processes forked from it) share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.datasets import AREA_COLUMNS, PROVENANCE
from cdd_analysis.measures import controls
from cdd_analysis.topics.otop import listings, sales, sellers

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

LISTING_COUNTS = ("listings", "complete", "valid", *(f"lacks_{field}" for field in listings.FIELDS))
PRODUCT_COUNTS = (
    "products",
    "listed",
    "stars_count",
    "stars_listed",
    "graded",
    *(f"grade_{grade}" for grade in listings.GRADES),
)


@dataclass(frozen=True)
class Nation:
    """The country in one fiscal year and the three before it.

    Attributes:
        rows: sales rows, monthly and annual, with ``area``.
        steps: sales per area and month, from district to nation.
        channels, categories: sales per area, month and part, of one split.
        online: baht by channel, online and in a channel not known, per area and month.
        targets, reporters: per area and month, as stated.
        producers, products, earlier, listings: the registers; ``earlier`` is the product register of the year before.
        active, goods, listed: counts by area of active producers, of products, of listings; ``goods_before`` of the
            grades of ``earlier``.
        sellers, sold: producers whose sales are told, and their account by area.
        controls: ledger controls of the year's sales, with ``area`` and ``differs``.
    """

    rows: pd.DataFrame
    steps: pd.DataFrame
    channels: pd.DataFrame
    categories: pd.DataFrame
    online: pd.DataFrame
    targets: pd.DataFrame
    reporters: pd.DataFrame
    producers: pd.DataFrame
    products: pd.DataFrame
    earlier: pd.DataFrame
    listings: pd.DataFrame
    active: pd.DataFrame
    goods: pd.DataFrame
    goods_before: pd.DataFrame
    sellers: pd.DataFrame
    sold: pd.DataFrame
    listed: pd.DataFrame
    controls: pd.DataFrame


@lru_cache(maxsize=2)
def nation(data: Processed, fiscal_year: int) -> Nation:
    """The country's tables of a fiscal year; made once for one ``data``."""
    rows = sales.located(data.read("otop_sales", levels=["national", "province", "district"]))
    rows = rows[rows["fiscal_year"].between(fiscal_year - 3, fiscal_year)]
    monthly = rows[rows["month"].notna()]
    channels = sales.by_part(monthly, "channel")
    columns = [*AREA_COLUMNS[1:], *PROVENANCE, "fiscal_year", "product_id", "producer_id"]
    columns += ["product_name", "quadrant", "stars", "sales_baht"]
    registered = data.read("otop_products", columns=columns)
    producers = data.read("otop_producers")
    marks = listings.marked(listings.known_by(data.read("otop_today"), fiscal_year))
    newest, earlier = listings.registers(registered, fiscal_year)
    products = listings.graded(listings.active(newest, producers), marks)
    graded_before = listings.graded(listings.active(earlier, producers), marks)
    sold = sellers.told(producers, fiscal_year)
    money = controls.controls(data.ledger(), "otop_sales", fiscal_year=fiscal_year)
    at_work = producers[producers["producer_status"].ne("closed").fillna(True)].assign(producers=1.0)
    return Nation(
        rows=rows,
        steps=sales.ladder(sales.one_split(monthly)),
        channels=channels,
        categories=sales.by_part(monthly, "category"),
        online=sales.online(channels),
        targets=sales.targets(rows[rows["fiscal_year"].eq(fiscal_year)]),
        reporters=sales.reporters(monthly[monthly["fiscal_year"].ge(fiscal_year - 1)]),
        producers=producers,
        products=products,
        earlier=earlier,
        listings=marks,
        active=listings.tally(at_work, ["producers"]),
        goods=listings.tally(products, PRODUCT_COUNTS),
        goods_before=listings.tally(graded_before, PRODUCT_COUNTS),
        sellers=sold,
        sold=sellers.by_area(sold),
        listed=listings.tally(marks, LISTING_COUNTS),
        controls=money[money["column"].ne("reporters")],
    )
