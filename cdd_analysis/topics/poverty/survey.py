"""The TPMAP extract (จปฐ. and welfare register) by area: which year, which rows, sums and shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import Scope, cdd_provinces, provinces_of_region
from cdd_analysis.datasets import AREA_COLUMNS, PROVENANCE
from cdd_analysis.datasets.poverty import DIMENSIONS, INDICATORS
from cdd_analysis.measures.arithmetic import MISSING, ratio, ratios
from cdd_analysis.measures.ladder import child_of
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

TARGETS = tuple(f"target_{key}" for key in DIMENSIONS)
FAILS = tuple(f"ind_{number:02d}_fail" for number in INDICATORS)
BASES = tuple(f"ind_{number:02d}_base" for number in INDICATORS)
COUNTS = (
    "hh_surveyed",
    "persons_surveyed",
    "persons_registered",
    "persons_registered_valid",
    "hh_poor_bmn",
    "persons_poor_bmn",
    "persons_target_poor",
    *TARGETS,
    *FAILS,
    *BASES,
)
COLUMNS = (*AREA_COLUMNS, *PROVENANCE, "bmn_year", *COUNTS)


@dataclass(frozen=True)
class Survey:
    """One จปฐ. year of one scope.

    Attributes:
        year: จปฐ. year (BE), None where there is none up to the fiscal year.
        rows: rows used, with provenance.
        areas: ``COUNTS`` by child area, a row for every child; missing where the child is not in the files.
        total: recomputed sums; the scope's own row where a child is missing.
        stated: the scope's own row of the files, empty where it has none.
        is_whole: whether every child is in the files, so that ``total`` is their sum.
    """

    year: int | None
    rows: pd.DataFrame
    areas: pd.DataFrame
    total: pd.Series
    stated: pd.Series
    is_whole: bool

    @cached_property
    def differences(self) -> dict[str, tuple[float, float]]:
        """Counts whose stated figure differs from the sum of the children: column → (stated, sum)."""
        if not self.is_whole or self.stated.empty:
            return {}
        pairs = {c: (float(self.stated[c]), float(self.total[c])) for c in COUNTS}
        return {c: pair for c, pair in pairs.items() if pair[0] != pair[1] and not any(map(pd.isna, pair))}


def newest_year(rows: pd.DataFrame, fiscal_year: int, *, before: int | None = None) -> int | None:
    """The latest จปฐ. year not after ``fiscal_year`` (and before ``before``); None where there is none."""
    years = pd.to_numeric(rows["bmn_year"]).dropna()
    years = years[(years <= fiscal_year) & (years < (before or 9999))]
    return int(years.max()) if len(years) else None


def survey(rows: pd.DataFrame, scope: Scope, year: int | None) -> Survey:
    """The survey of ``scope`` in one จปฐ. year. Municipal rows stand below district level and are never among them."""
    level = "district" if scope.child_level == "district" else "province"
    of_year = rows[pd.to_numeric(rows["bmn_year"]).eq(year if year is not None else -1).fillna(False)]
    below = of_year[of_year["area_level"].eq(level) & of_year["province_code"].isin(scope.provinces)]
    own = of_year[of_year["area_level"].eq(scope.level)]
    own = own[own["province_code"].isin(scope.provinces)] if scope.level == "province" else own
    areas = sums(below, child_of(below, scope)).reindex(list(scope.children))
    is_whole = set(scope.provinces if level == "province" else scope.children) <= set(
        below["province_code" if level == "province" else "district_code"]
    )
    stated = own[list(COUNTS)].iloc[0].astype("float64") if len(own) else pd.Series(dtype="float64")
    total = areas.sum(min_count=1) if is_whole or stated.empty else stated
    return Survey(year, pd.concat([below, own]), areas, total, stated, is_whole)


def sums(rows: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """``COUNTS`` added up by area; missing stays missing where nothing was counted."""
    return rows[list(COUNTS)].astype("float64").groupby(by).sum(min_count=1)


@dataclass(frozen=True)
class Surveys:
    """TPMAP of every จปฐ. year: rows of the nation and of provinces, and of districts by province."""

    provinces: pd.DataFrame
    districts: Parted

    def of(self, scope: Scope) -> pd.DataFrame:
        """Rows of the nation and of every province, with those of a province's own districts."""
        if scope.child_level != "district":
            return self.provinces
        return pd.concat([self.provinces, self.districts.within(scope)], ignore_index=True)


@once
def surveys(data: Processed) -> Surveys:
    """TPMAP of the whole country, above subdistricts."""
    rows = data.read("poverty_areas", levels=["national", "province", "district"], columns=list(COLUMNS))
    is_district = rows["area_level"].eq("district")
    return Surveys(rows[~is_district], parted(rows[is_district]))


@once
def by_province(data: Processed, year: int | None) -> pd.DataFrame:
    """``COUNTS`` of every province in the files, to compare with."""
    rows = surveys(data).provinces
    mine = rows[rows["area_level"].eq("province") & pd.to_numeric(rows["bmn_year"]).eq(year if year else -1)]
    return sums(mine, mine["province_code"])


def whole(provinces: pd.DataFrame, region: int | None) -> pd.Series | None:
    """Sums of a region (or of the country for None); None where a province of it is not in the files."""
    members = provinces_of_region(region) if region is not None else cdd_provinces()
    if not set(members) <= set(provinces.index):
        return None
    return provinces.loc[list(members)].sum(min_count=1)


def rate(counts: pd.Series, top: str, bottom: str, *, per: float = 100.0) -> float:
    """Ratio of two counts of an area; missing where the base is missing or zero."""
    return ratio(float(counts.get(top, MISSING)), float(counts.get(bottom, MISSING)), per=per)


def per_thousand(areas: pd.DataFrame) -> pd.DataFrame:
    """Target poor of each dimension per 1,000 persons surveyed; missing where the base is missing or zero."""
    return pd.DataFrame({c: ratios(areas[c], areas["persons_surveyed"], per=1000) for c in TARGETS})
