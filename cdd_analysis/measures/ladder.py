"""Rows about things within districts, carried up to every area they lie in: district, province, region, nation.

A row that names no district counts in its province and above, so a province may hold more than its districts do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.areas import Scope, cdd_provinces, provinces_of_region, region_of

NATIONAL = "national"
#: Where a row lies, and where it comes from: what a page says of the rows it uses.
KEPT = ("province_code", "district_code", "source_file", "source_sheet", "source_row", "as_of_date")


@dataclass(frozen=True)
class Placed:
    """Rows of the whole country, and where those of each province stand among them, so that a scope is cut quickly."""

    rows: pd.DataFrame
    at: Mapping[str, npt.NDArray[np.intp]]

    def within(self, scope: Scope) -> pd.DataFrame:
        """Rows of the scope's provinces, in their order."""
        there = [self.at[code] for code in scope.provinces if code in self.at]
        if not there:
            return self.rows.iloc[:0]
        places = np.sort(np.concatenate(there))
        first, last = int(places[0]), int(places[-1])
        is_run = last - first + 1 == len(places)  # as rows are read, a province's stand together
        return self.rows.iloc[first : last + 1] if is_run else self.rows.iloc[places]


def placed(rows: pd.DataFrame, columns: Sequence[str] | None = None) -> Placed:
    """Rows with where they stand by province; needs ``province_code``.

    Args:
        columns: those to keep besides ``KEPT``; None for all.
    """
    found = rows.groupby(rows["province_code"].astype(object)).indices
    kept = rows if columns is None else rows[list(dict.fromkeys((*KEPT, *columns)))]
    return Placed(kept, {str(code): np.asarray(at, np.intp) for code, at in found.items()})


def climb(rows: pd.DataFrame) -> pd.DataFrame:
    """Each row once for every area it lies in, with the area's key in ``area``.

    Args:
        rows: one row is a thing (a plot, a village, an agency in a month); needs ``province_code``, ``district_code``.
    """
    province = rows["province_code"].astype(object)
    steps = {
        "district": rows["district_code"].astype(object),
        "province": province,
        "region": province.map(region_keys()),
        "nation": province.where(province.isna(), NATIONAL),
    }
    return pd.concat([rows.assign(area=codes)[codes.notna().to_numpy()] for codes in steps.values()], ignore_index=True)


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
