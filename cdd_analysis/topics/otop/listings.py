"""Products, producers and listings of OTOP TODAY, counted by area; ratios are taken of the sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.completeness import filled
from cdd_analysis.measures.freshness import ages
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start
from cdd_analysis.topics.otop.sales import NATIONAL, rolled

#: What handbook T3.9 asks of a listing, with the word a reader knows.
FIELDS = {
    "has_detail": "รายละเอียด",
    "has_producer": "ผู้ผลิต",
    "has_channel": "ช่องทางจำหน่าย",
    "price_baht": "ราคา",
    "has_image": "รูปภาพ",
}
GRADES = ("A", "B", "C", "D")


def known_by(listings: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Listings of an export made by the end of the fiscal year; an export without a date is taken as it is."""
    made = pd.to_datetime(listings["as_of_date"])
    return listings[made.isna() | made.le(pd.Timestamp(fiscal_end(fiscal_year)))]


def registers(products: pd.DataFrame, fiscal_year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each province's newest product register not after ``fiscal_year``, and its register of the year before that."""
    known = products[products["fiscal_year"].le(fiscal_year)]
    newest = known.groupby("province_code")["fiscal_year"].transform("max")
    return known[known["fiscal_year"].eq(newest)], known[known["fiscal_year"].eq(newest - 1)]


def marked(listings: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Each listing with what handbook T3.9 and T3.12 ask of it, and ``stale``, not touched since last year: 1 or 0."""
    there = filled(listings, list(FIELDS))
    is_valid = (
        listings["contact"].eq("valid").fillna(False)
        & listings["category"].notna()
        & listings["category"].ne("all").fillna(False)
        & listings["district_code"].notna()
        & ~listings["link_works"].eq(False).fillna(False).astype(bool)
    )
    return listings.assign(
        listings=1.0,
        complete=there.all(axis=1).astype(float),
        valid=is_valid.astype(float),
        stale=pd.to_datetime(listings["updated_date"]).lt(pd.Timestamp(fiscal_start(fiscal_year))).astype(float),
        **{f"lacks_{field}": (~there[field]).astype(float) for field in FIELDS},
    )


def aged(marks: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Each listing with its ``age`` on a day and whether it is ``current`` (T3.10), 1 or 0."""
    age = ages(marks["updated_date"], as_of)
    return marks.assign(age=age, current=age.le(setting("otop.listing_days")).astype(float))


def active(products: pd.DataFrame, producers: pd.DataFrame) -> pd.DataFrame:
    """Registered products whose producer has not closed; a product of a producer not in the register stays."""
    closed = producers.loc[producers["producer_status"].eq("closed").fillna(False), "producer_id"]
    return products[~_is_one_of(products["producer_id"], closed)]


def _is_one_of(ids: pd.Series, among: pd.Series) -> pd.Series:
    """Whether each id stands in ``among``; a missing one does not."""
    return ids.astype(object).isin(set(among.dropna()))


def graded(products: pd.DataFrame, listings: pd.DataFrame) -> pd.DataFrame:
    """Each product with its grade, whether it is listed and whether it has a star, 1 or 0."""
    listed = _is_one_of(products["product_id"], listings["product_id"])
    star = products["stars"].ge(1).fillna(False)
    grade = {f"grade_{one}": products["quadrant"].eq(one).fillna(False).astype(float) for one in GRADES}
    return products.assign(
        products=1.0,
        listed=listed.astype(float),
        stars_count=star.astype(float),
        stars_listed=(star & listed).astype(float),
        graded=products["quadrant"].notna().astype(float),
        **grade,
    )


def numbered(*registers: pd.DataFrame) -> list[pd.DataFrame]:
    """The registers with a number for each product in place of its id; missing where it has none."""
    numbers, _ = pd.factorize(pd.concat([rows["product_id"] for rows in registers], ignore_index=True))
    ends = np.cumsum([len(rows) for rows in registers])[:-1]
    known = np.split(np.where(numbers < 0, np.nan, numbers), ends)
    return [rows.assign(product_id=own) for rows, own in zip(registers, known, strict=True)]


def moves(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Products graded in both years: ``product_id``, area codes of now, ``before``, ``now`` (grades)."""
    kept = ["product_id", "province_code", "district_code", "quadrant"]
    earlier = (
        before[["product_id", "quadrant"]].dropna().drop_duplicates("product_id").rename(columns={"quadrant": "before"})
    )
    later = now[kept].dropna(subset=["product_id", "quadrant"]).drop_duplicates("product_id")
    graded = later["product_id"].map(earlier.set_index("product_id")["before"])
    return later.rename(columns={"quadrant": "now"}).assign(before=graded).dropna(subset=["before"])


def tally(rows: pd.DataFrame, counts: Sequence[str]) -> pd.DataFrame:
    """Sums of ``counts`` by area, from district to nation; a row without a district counts in those above it."""
    provinces = rows.assign(area=rows["province_code"].astype(object)).dropna(subset=["area"])
    districts = rows.assign(area=rows["district_code"].astype(object)).dropna(subset=["area"])
    own = pd.concat([one.groupby("area", as_index=False)[list(counts)].sum() for one in (districts, provinces)])
    above = [rolled(own, to, counts, ()) for to in ("region", NATIONAL)]
    return pd.concat([own, *above]).set_index("area")


def rate(tallied: pd.DataFrame, part: str, whole: str) -> pd.Series:
    """Ratio of sums in per cent, by area."""
    return ratios(tallied[part], tallied[whole])


def fields_by(tallied: pd.DataFrame) -> pd.DataFrame:
    """Listings with each field filled ÷ listings × 100, of areas that have any: tidy ``area``, ``field`` (Thai),
    ``value``."""
    own = tallied[tallied["listings"].gt(0)]
    rates = {label: (1 - own[f"lacks_{field}"] / own["listings"]) * 100 for field, label in FIELDS.items()}
    tidy = pd.DataFrame(rates).rename_axis("area").reset_index()
    return tidy.melt("area", var_name="field", value_name="value")
