"""Rows about things within districts, carried up to every area they lie in: district, province, region, nation.

A row that names no district counts in its province and above, so a province may hold more than its districts do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import pandas as pd

from cdd_analysis.areas import Scope, cdd_provinces, provinces_of_region, region_of

NATIONAL = "national"


def climb(rows: pd.DataFrame) -> pd.DataFrame:
    """Each row once for every area it lies in, with the area's key in ``area``.

    Args:
        rows: one row is a thing (a plot, a village, an agency in a month); needs ``province_code``, ``district_code``.
    """
    return pd.concat([rows.assign(area=codes)[codes.notna().to_numpy()] for codes in steps(rows)], ignore_index=True)


def steps(rows: pd.DataFrame) -> tuple[pd.Series, ...]:
    """The district, province, region and nation that each row lies in; missing where it names none."""
    district, province = rows["district_code"].astype(object), rows["province_code"].astype(object)
    return district, province, province.map(region_keys()), province.where(province.isna(), NATIONAL)


def within(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows of the scope's provinces."""
    return rows[rows["province_code"].isin(scope.provinces)]


def child_of(rows: pd.DataFrame, scope: Scope) -> pd.Series:
    """The area below the scope that each row lies in: district, province or inspection region."""
    if scope.child_level == "district":
        return rows["district_code"]
    return rows["province_code"] if scope.child_level == "province" else rows["province_code"].map(region_keys())


def below(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows of the areas below the scope, each with the key of its own in ``area``."""
    area = child_of(rows, scope)
    there = area.isin(scope.children)
    return rows[there].assign(area=area[there].astype(object))


@cache
def region_keys() -> Mapping[str, str]:
    """Province code -> key of its inspection region."""
    return MappingProxyType({code: f"region-{region_of(code)}" for code in cdd_provinces()})


def sums(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Sums of ``columns`` in every area, one row an area; missing where nothing in it was told. Marks count as 1."""
    climbed = climb(rows[["province_code", "district_code", *dict.fromkeys(columns)]])
    figures = climbed[list(dict.fromkeys(columns))].astype("float64")
    return figures.groupby(climbed["area"]).sum(min_count=1)


def size(rows: pd.DataFrame, column: str = "n") -> pd.Series:
    """How many rows lie in every area."""
    return climb(rows[["province_code", "district_code"]]).groupby("area").size().astype("float64").rename(column)


def medians(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Median of ``columns`` in every area, made from the rows themselves: medians of medians are none."""
    climbed = climb(rows[["province_code", "district_code", *columns]])
    return climbed[list(columns)].astype("float64").groupby(climbed["area"]).median()


def latest(rows: pd.DataFrame, column: str = "as_of_date") -> pd.Series:
    """The newest date of every area."""
    climbed = climb(rows[["province_code", "district_code", column]])
    return pd.to_datetime(climbed[column]).groupby(climbed["area"]).max()


def siblings(scope: Scope) -> tuple[str, ...]:
    """Areas of the scope's own level to be ranked among: all provinces, or all regions; none of the nation."""
    if scope.level == "province":
        return cdd_provinces()
    return tuple(dict.fromkeys(region_keys().values())) if scope.level == "region" else ()


def members(area: str) -> tuple[str, ...]:
    """Provinces of a region or of the nation; none of anything else."""
    if area == NATIONAL:
        return cdd_provinces()
    return provinces_of_region(int(area[7:])) if area.startswith("region-") else ()
