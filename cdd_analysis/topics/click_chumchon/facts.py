"""What is known of a view: items of the platform and their use in the whole country, counted once for all its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import is_code, is_municipal, scope, subdistrict_codes
from cdd_analysis.datasets import PROVENANCE
from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.completeness import filled
from cdd_analysis.measures.freshness import ages
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, by_area
from cdd_analysis.measures.periods import months_owed, newest, same_months, to_date
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start, thai_month
from cdd_analysis.topics.click_chumchon.indicators import FIELDS

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

#: What an area owes beside its months of use.
ITEMS = "รายการข้อมูล"
#: Items of these types are checked against the OTOP and group registers; the others against villages.
_REGISTERED = ("product", "group")
_REGISTERS = (
    ("otop_products", "product_id"),
    ("otop_producers", "producer_id"),
    ("community_groups", "group_id"),
)
_FIGURES = ("users", "returning_users", "clicks", "requests", "requests_closed", "publicity_count")
_KEPT = ("province_code", "district_code", "updated_date", *FIELDS, "age", "stale", "linkable")
_DATED = ["province_code", "district_code", "as_of_date"]


@dataclass(frozen=True)
class Nation:
    """The country on a day: items with their marks, use of the year to date and of the same months last year.

    Attributes:
        items: newest list of the platform, one row an item; as the other rows, by area.
        usage, usage_before: one row is an area and month.
        persons: people surveyed by district, where TPMAP is there.
        account, account_before: figures of every area.
        fields: items with each of ``FIELDS`` filled, per cent, by area.
        asked: requests of last year and those closed within it, by area.
        dated: newest as-of date of every area.
    """

    items: Parted
    usage: Parted
    usage_before: Parted
    persons: Parted
    account: pd.DataFrame
    account_before: pd.DataFrame
    fields: pd.DataFrame
    asked: pd.DataFrame
    dated: pd.Series


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """Items and use of the whole country, so that a province has its region and country beside it."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    use = data.read("click_usage")
    use = use[use["district_code"].notna() & use["month"].notna()]
    now = to_date(use, view)
    before = same_months(use, view, now["month"].unique())
    items = _marked(_of_the_year(data.read("click_items"), view), data, as_of)
    villages, persons = _villages(data, items), _persons(data, view)
    return Nation(
        items=by_area(items[[*_KEPT, *PROVENANCE]]),
        usage=by_area(now),
        usage_before=by_area(before),
        persons=by_area(persons),
        account=account(items, villages, now, persons),
        account_before=account(items.head(0), villages.head(0), before, persons),
        fields=_fields(items),
        asked=_asked_in(use, View(view.scope, fiscal_year - 1, fiscal_end(fiscal_year - 1))),
        dated=ladder.latest(pd.concat([rows[_DATED] for rows in (items, now)])),
    )


def _fields(items: pd.DataFrame) -> pd.DataFrame:
    rows = items[["province_code", "district_code"]].join(filled(items, list(FIELDS)).astype("float64"))
    return ladder.sums(rows, list(FIELDS)).div(ladder.size(rows), axis=0).mul(100)


def _asked_in(use: pd.DataFrame, year: View) -> pd.DataFrame:
    """Requests of a whole year and those closed within it, of months that tell both."""
    rows = to_date(use, year).dropna(subset=["requests", "requests_closed"])
    return ladder.sums(rows, ["requests", "requests_closed"])


@dataclass(frozen=True)
class Facts:
    """What is known of one view; rows of its own provinces."""

    view: View
    nation: Nation

    @cached_property
    def items(self) -> pd.DataFrame:
        """Items of the newest list."""
        return self.nation.items.of(self.view.scope.key)

    @cached_property
    def usage(self) -> pd.DataFrame:
        """Use of the year to date."""
        return self.nation.usage.of(self.view.scope.key)

    @cached_property
    def usage_before(self) -> pd.DataFrame:
        """Use of the same months last year."""
        return self.nation.usage_before.of(self.view.scope.key)

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """Months of which the view's provinces told anything."""
        return sorted(pd.to_datetime(self.usage["month"]).dropna().unique())

    @cached_property
    def reported(self) -> pd.DataFrame:
        """Areas below x what they owe, and whether they sent it: the list of items, and each month of use."""
        scope, use = self.view.scope, self.usage
        parts = {ITEMS: self.items}
        parts |= {thai_month(month.date()): use[use["month"].eq(month)] for month in months_owed(self.view)}
        there = {name: set(ladder.child_of(rows, scope).dropna()) for name, rows in parts.items()}
        below = scope.children
        return pd.DataFrame({name: [area in areas for area in below] for name, areas in there.items()}, list(below))


def look(data: Processed, view: View) -> Facts:
    """What a view needs, of the whole country."""
    return Facts(view, nation(data, view.fiscal_year, view.as_of))


def _of_the_year(items: pd.DataFrame, view: View) -> pd.DataFrame:
    """Each district's newest list of the year so far; a list of the year before says nothing of this one."""
    days = pd.to_datetime(items["as_of_date"])
    return newest(items[days.isna() | days.ge(pd.Timestamp(fiscal_start(view.fiscal_year)))], view.as_of)


def _marked(items: pd.DataFrame, data: Processed, as_of: date) -> pd.DataFrame:
    """Items with a mark (1 or 0) for everything that is counted of them."""
    days = ages(items["updated_date"], as_of)
    full = filled(items, list(FIELDS)).sum(axis=1).astype("float64")
    is_checked, is_linked = _links(items, data)
    is_backed = items["owner_id"].notna() & items["backup_id"].notna() & items["owner_id"].ne(items["backup_id"])
    is_fresh = days.le(setting("click_chumchon.fresh_days"))
    return items.assign(
        items=1.0,
        filled=full,
        cells=float(len(FIELDS)),
        blank=len(FIELDS) - full,
        age=days,
        fresh=is_fresh.astype("float64"),
        stale=(~is_fresh).astype("float64"),
        linkable=is_checked.astype("float64"),
        linked=is_linked.astype("float64"),
        unlinked=(is_checked & ~is_linked).astype("float64"),
        backed=is_backed.fillna(False).astype("float64"),
        alone=(~is_backed.fillna(False)).astype("float64"),
    )


def _links(items: pd.DataFrame, data: Processed) -> tuple[pd.Series, pd.Series]:
    """Whether an item's reference can be looked up, and whether it is in a register."""
    known, provinces = set(_village_register(data)["village_code"]), set[str]()
    for name, column in _REGISTERS:
        register = data.read(name, columns=["province_code", column])
        known |= set(register[column].dropna())
        provinces |= set(register["province_code"].dropna())
    listed = set(_village_register(data)["province_code"])
    code, province = items["linked_id"], items["province_code"]
    is_thing = items["item_type"].isin(_REGISTERED)
    is_village = code.map({one: is_code(one, "village") for one in code.dropna().unique()}).eq(True)
    is_known = code.isin(known) | (is_village & ~province.isin(listed))
    is_checked = ~is_thing | province.isin(provinces)
    return is_checked, is_known & is_checked


def _village_register(data: Processed) -> pd.DataFrame:
    """Villages by the list of their names; those of municipalities are no villages of this department."""
    named = data.read("village_names", columns=["province_code", "district_code", "subdistrict_code", "village_code"])
    named = named.dropna(subset=["village_code", "district_code"]).drop_duplicates("village_code")
    tambon = named["subdistrict_code"].astype(object)
    return named[~tambon.map({code: is_municipal(str(code)) for code in tambon.unique()}).astype(bool)]


def _villages(data: Processed, items: pd.DataFrame) -> pd.DataFrame:
    """Places that should have an item in districts that have any: villages; subdistricts where no list names them."""
    named = _village_register(data)
    districts = items["district_code"].dropna().unique()
    villages = named[named["district_code"].isin(districts)].rename(columns={"village_code": "place"})
    listed = set(named["province_code"])
    without = [code for code in districts if code[:2] not in listed]
    tambons = pd.DataFrame(
        [(code[:2], code, tambon) for code in without for tambon in subdistrict_codes(code)],
        columns=["province_code", "district_code", "place"],
    )
    places = pd.concat([villages[["province_code", "district_code", "place"]], tambons], ignore_index=True)
    there = {*items["village_code"].dropna(), *items["subdistrict_code"].dropna()}
    is_covered = places["place"].isin(there)
    return places.assign(villages=1.0, covered=is_covered.astype("float64"), uncovered=(~is_covered).astype("float64"))


def _persons(data: Processed, view: View) -> pd.DataFrame:
    """People surveyed in each district in the latest จปฐ. year up to the fiscal year."""
    columns = ["area_level", "bmn_year", "province_code", "district_code", "persons_surveyed"]
    rows = data.read("poverty_areas", levels=["district"], columns=columns)
    rows = rows[rows["bmn_year"].le(view.fiscal_year) & rows["persons_surveyed"].notna()]
    newest_year = rows.groupby("district_code")["bmn_year"].transform("max")
    return rows[rows["bmn_year"].eq(newest_year)].rename(columns={"persons_surveyed": "persons"})


def account(items: pd.DataFrame, villages: pd.DataFrame, usage: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """One row per area: sums of items and use; persons only where use is told."""
    marks = ["items", "filled", "cells", "blank", "fresh", "stale", "linkable", "linked", "unlinked", "backed", "alone"]
    there = persons[persons["district_code"].isin(usage["district_code"])]
    return pd.concat(
        [
            ladder.sums(items, marks),
            ladder.medians(items, ["age"]),
            ladder.sums(villages, ["villages", "covered", "uncovered"]),
            _use(usage),
            ladder.sums(there, ["persons"]),
        ],
        axis=1,
    )


def _use(usage: pd.DataFrame) -> pd.DataFrame:
    """Use by area. A figure over another counts only months that tell both."""
    told = usage["publicity_count"].notna()
    both = usage[["requests", "requests_closed"]].notna().all(axis=1)
    timed = usage[["median_close_days", "requests_closed"]].notna().all(axis=1)
    rows = usage.assign(
        requests=usage["requests"].where(both),
        requests_closed=usage["requests_closed"].where(both),
        open=(usage["requests"] - usage["requests_closed"]).where(both),
        close_days=(usage["median_close_days"] * usage["requests_closed"]).where(timed),
        closed_timed=usage["requests_closed"].where(timed),
        publicity_months=told.astype("float64").where(told),
    )
    by_district = rows[rows["publicity_count"].notna()].groupby(["province_code", "district_code"])["publicity_count"]
    publicity = by_district.sum().reset_index()
    publicity = publicity.assign(publicity_told=1.0, publicised=publicity["publicity_count"].gt(0).astype("float64"))
    sums = ladder.sums(rows, [*_FIGURES, "open", "close_days", "closed_timed", "publicity_months"])
    means = {
        "close_mean": ratios(sums["close_days"], sums["closed_timed"], per=1),
        "publicity_mean": ratios(sums["publicity_count"], sums["publicity_months"], per=1),
    }
    return pd.concat([sums.assign(**means), ladder.sums(publicity, ["publicity_told", "publicised"])], axis=1)
