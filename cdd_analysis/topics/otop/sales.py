"""Sales tables: from rows that are split in many ways to one figure per area and month, and years made comparable.

A row of ``otop_sales`` is an area x month x category x channel, either of the last two being ``all``. Every function
takes a table and returns one; areas are codes (``8001``, ``80``, ``region-5``, ``national``) in a column ``area``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import pandas as pd

from cdd_analysis.areas import region_of
from cdd_analysis.measures.arithmetic import ratio, ratios

NATIONAL = "national"
AREA_MONTH = ("area", "fiscal_year", "month")
LINE = ("source_file", "source_sheet", "source_row")
#: Two ways to divide sales by channel that overlap: by place of the buyer, and by kind of outlet. Never added up.
FAMILIES = {
    "all": "",
    **dict.fromkeys(("domestic_offline", "domestic_online", "foreign_offline", "foreign_online"), "place"),
    **dict.fromkeys(("shop", "fair", "online", "modern_trade", "export", "government"), "outlet"),
}
ONLINE = ("domestic_online", "foreign_online", "online")


@functools.cache
def level(area: str) -> str:
    """Level of an area code as used in this topic."""
    if area.startswith("region-"):
        return "region"
    return {2: "province", 4: "district"}.get(len(area), NATIONAL)


@functools.cache
def parent(area: str) -> str | None:
    """The area above: district → province → inspection region; the nation is reached from provinces by ``rolled``."""
    if level(area) == "district":
        return area[:2]
    region = region_of(area) if level(area) == "province" else None
    return f"region-{region}" if region else None


def located(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows about districts, provinces and the nation, with ``area``; a month says its own fiscal year."""
    has_year = rows["month"].notna() | rows["fiscal_year"].notna()
    known = rows[rows["area_level"].isin(["district", "province", NATIONAL]) & has_year]
    area = known["district_code"].where(known["area_level"].eq("district"), known["province_code"])
    month = pd.to_datetime(known["month"])
    year = (month.dt.year + 543 + month.dt.month.ge(10)).fillna(known["fiscal_year"]).astype("int64")
    area = area.mask(known["area_level"].eq(NATIONAL), NATIONAL).astype(object)
    return known.assign(area=area, month=month, fiscal_year=year)


def one_split(rows: pd.DataFrame, value: str = "sales_baht", by: Sequence[str] = AREA_MONTH) -> pd.DataFrame:
    """One figure per ``by``: the row that is not split, else the sum of one split; splits are never added up.

    The same sales may stand there whole, by category, by channel (of either family) and by both. Of several splits
    the largest sum is taken: sales are not negative, so a smaller one lacks a part. Returns ``by``, ``value``,
    ``split``.
    """
    sums = (
        rows.assign(split=_split(rows, by))
        .groupby([*by, "split"], dropna=False, as_index=False)[value]
        .sum(min_count=1)
    )
    order = sums.assign(is_split=sums["split"].ne("")).sort_values(
        [*by, "is_split", value, "split"], ascending=[*[True] * len(by), True, False, True]
    )
    return order.dropna(subset=[value]).drop_duplicates(list(by)).drop(columns="is_split").reset_index(drop=True)


def _split(rows: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Name of the split a row belongs to: ``""`` is not split; a channel not known stands with its neighbours'."""
    family = rows["channel"].map(FAMILIES)
    near = family.where(family.ne("")).groupby([rows[name] for name in by], dropna=False).transform("first")
    return rows["category"].ne("all").map({True: "category ", False: ""}) + family.fillna(near).fillna("place")


def by_part(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Sales by ``category`` or ``channel`` per area and month, of one split; nothing where that split was not sent."""
    figures = one_split(rows[rows[part].ne("all")], by=(*AREA_MONTH, part)).drop(columns="split")
    return figures if part == "category" else _one_family(figures)


def _one_family(figures: pd.DataFrame) -> pd.DataFrame:
    family = figures["channel"].map(FAMILIES)
    near = family.groupby([figures[name] for name in AREA_MONTH]).transform("first")
    named = figures.assign(family=family.fillna(near).fillna("place"))
    sums = named.groupby([*AREA_MONTH, "family"])["sales_baht"].sum().reset_index()
    most = sums.sort_values(by="sales_baht", ascending=False, kind="stable").drop_duplicates(list(AREA_MONTH))
    keys = [*AREA_MONTH, "family"]
    return named.merge(most[keys], on=keys, validate="many_to_one").drop(columns="family")


def rolled(table: pd.DataFrame, to: str, values: Sequence[Any], by: Sequence[str]) -> pd.DataFrame:
    """Sums of ``values`` per area above: districts to ``province``, provinces to ``region`` or ``national``."""
    below = "district" if to == "province" else "province"
    parts = table[table["area"].map(level).eq(below)]
    above = pd.Series(NATIONAL, index=parts.index, dtype=object) if to == NATIONAL else parts["area"].map(parent)
    sums = parts.assign(area=above).dropna(subset=["area"])
    return sums.groupby(["area", *by], as_index=False, dropna=False)[list(values)].sum(min_count=1)


def ladder(
    figures: pd.DataFrame, values: Sequence[Any] = ("sales_baht",), by: Sequence[str] = ("fiscal_year", "month")
) -> pd.DataFrame:
    """Figures of districts, provinces, regions and the nation in one table, with ``is_summed``.

    Where an area above states its own figure that one stands; else it is the sum of those below that sent one.
    """
    own = figures[["area", *by, *values]].assign(is_summed=False)
    for to in ("province", "region", NATIONAL):
        summed = rolled(own, to, values, by).assign(is_summed=True)
        own = pd.concat([own, summed], ignore_index=True).drop_duplicates(["area", *by])
    return own.sort_values(["area", *by], ignore_index=True)


def with_above(figures: pd.DataFrame) -> pd.DataFrame:
    """``ladder`` of figures that have an area alone for their index."""
    for below, above in (("district", parent), ("province", parent), ("province", _nation)):
        known = figures[[level(area) == below for area in figures.index]]
        sums = known.groupby(pd.Index([above(area) for area in known.index], dtype=object)).sum(min_count=1)
        figures = pd.concat([figures, sums[~sums.index.isin(figures.index)]])
    return figures.rename_axis("area").sort_index()


def _nation(area: str) -> str:
    return NATIONAL


def fiscal_month(month: pd.Series) -> pd.Series:
    """Month of the fiscal year, October 1."""
    return (month.dt.month - 10) % 12 + 1


def matched(steps: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Like months: (area, fiscal month) that have a figure in every one of ``years``, a column per year.

    An area that is the sum of those below in all the years is made of the areas and months sent in all of them, so that
    a report not sent is not read as a fall of sales.
    """
    known = steps[steps["fiscal_year"].isin(years)].assign(place=lambda t: fiscal_month(t["month"]))
    wide = known.pivot(index=["area", "place"], columns="fiscal_year", values="sales_baht").reindex(columns=list(years))
    summed = known.groupby(["area", "place"])["is_summed"].all().reindex(wide.index)
    stated = wide[~summed.astype(bool)].dropna().reset_index().rename_axis(columns=None)
    return ladder(stated, values=list(years), by=("place",)).drop(columns="is_summed")


def targets(rows: pd.DataFrame) -> pd.DataFrame:
    """Targets as stated, a line of a sheet counted once: ``area``, ``fiscal_year``, ``month`` (missing = the year's).

    A sheet with a target beside twelve months repeats it on every month when it is unfolded: one line of the sheet that
    gave several months states the target of the year.
    """
    return ladder(
        one_split(_once_a_line(rows.dropna(subset=["target_baht"]), over_months=True), "target_baht"), ("target_baht",)
    )


def _once_a_line(stated: pd.DataFrame, *, over_months: bool) -> pd.DataFrame:
    """What stands once on a line of a sheet that was unfolded over months, categories or channels is one row again."""
    lines = stated.groupby([*LINE, "area", "fiscal_year"], dropna=False)
    unfolded = {name: lines[name].transform("nunique").gt(1) for name in ("month", "category", "channel")}
    once = stated.assign(
        category=stated["category"].mask(unfolded["category"], "all"),
        channel=stated["channel"].mask(unfolded["channel"], "all"),
    )
    if not over_months:
        return once.drop_duplicates([*AREA_MONTH, *LINE])
    return once.assign(month=stated["month"].mask(unfolded["month"])).drop_duplicates(["area", "fiscal_year", *LINE])


def whole_years(own: pd.DataFrame, year: int, back: int = 3) -> pd.DataFrame:
    """Rows of one area in those of ``back`` years before ``year`` of which it sent all twelve months."""
    before = own[own["fiscal_year"].between(year - back, year - 1)]
    return before[before.groupby("fiscal_year")["month"].transform("nunique").eq(12)]


def season(whole: pd.DataFrame, places: Sequence[int]) -> tuple[float, int]:
    """Share of a year's sales made in the months ``places``, of an area's ``whole_years``; how many those are.

    Without a whole year it is months ÷ 12, and the second figure is 0.
    """
    if whole.empty:
        return len(places) / 12, 0
    part = whole.loc[fiscal_month(whole["month"]).isin(places), "sales_baht"].sum()
    return ratio(float(part), float(whole["sales_baht"].sum()), per=1), whole["fiscal_year"].nunique()


def stated(targets: pd.DataFrame, months: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Targets of the areas that stated one: ``year_baht`` of the year, ``months_baht`` of ``months`` together."""
    year = targets[targets["month"].isna()].set_index("area")["target_baht"]
    own = targets[targets["month"].isin(list(months))].groupby("area")["target_baht"].sum(min_count=1)
    return pd.DataFrame({"year_baht": year, "months_baht": own}, dtype="float64")


def to_date(stated: pd.DataFrame, share: float) -> pd.Series:
    """Target to date by area: the year's target × ``share``, else the sum of the months' own targets."""
    return (stated["year_baht"] * share).fillna(stated["months_baht"])


def reporters(rows: pd.DataFrame) -> pd.DataFrame:
    """Producers that reported, per area and month.

    Of a split the numbers add up, unless every row repeats the same one, which is then the area's.
    """
    stated = _once_a_line(rows.dropna(subset=["reporters"]), over_months=False)
    numbers = stated.groupby(list(AREA_MONTH))["reporters"]
    repeats = numbers.transform("nunique").eq(1) & numbers.transform("size").gt(1)
    once = stated.assign(
        category=stated["category"].mask(repeats, "all"), channel=stated["channel"].mask(repeats, "all")
    ).drop_duplicates([*AREA_MONTH, "category", "channel"])
    return ladder(one_split(once, "reporters"), ("reporters",))


def online(channels: pd.DataFrame) -> pd.DataFrame:
    """Baht sold by channel, sold online and sold in a channel not known, by area, fiscal year and month."""
    baht = channels["sales_baht"]
    marks = channels.assign(
        channel_baht=baht,
        online_baht=baht.where(channels["channel"].isin(ONLINE), 0.0),
        unknown_baht=baht.where(channels["channel"].isna(), 0.0),
    )
    sums = marks.groupby(list(AREA_MONTH), as_index=False)[["channel_baht", "online_baht", "unknown_baht"]].sum()
    return ladder(sums, values=("channel_baht", "online_baht", "unknown_baht"))


def shares(figures: pd.Series) -> pd.Series:
    """Each figure's share of their sum, per cent."""
    return ratios(figures, float(figures.sum(min_count=1)))
