"""OTOP sales as they are: by province, district, month, category and channel, in whole baht that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cdd_analysis.areas import district_codes, subdistrict_codes
from cdd_analysis.datasets.otop import CATEGORIES
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.situations import FULL_PROVINCE
from cdd_analysis.thai.fiscal import fiscal_months

CATEGORY = tuple(key for key in CATEGORIES if key != "all")
CHANNEL = ("shop", "fair", "online", "modern_trade", "export", "government")
LAST_YEAR = tuple(fiscal_months(2564))
THIS_YEAR = tuple(fiscal_months(2565)[:3])
MONTHS = LAST_YEAR + THIS_YEAR
YEARS = np.array([2564] * len(LAST_YEAR) + [2565] * len(THIS_YEAR))

# Fiscal order. The year-end fairs and Songkran stand out.
SEASON = np.array([0.97, 1.10, 1.22, 1.05, 0.95, 0.97, 1.08, 0.92, 0.90, 0.93, 0.95, 0.96])
_CATEGORY_WEIGHT = np.array([0.42, 0.08, 0.22, 0.19, 0.09])
_CHANNEL_WEIGHT = np.array([0.47, 0.21, 0.11, 0.08, 0.05, 0.08])
_NO_SALES = np.array([0.04, 0.2, 0.25, 0.6, 0.75, 0.45])
_FULL_PROVINCE_BAHT = 350e6
_USUAL_BAHT, _USUAL_SUBDISTRICTS = 245e6, 95.0


def province_size(province: str) -> int:
    """Subdistricts of a province."""
    return sum(len(subdistrict_codes(district)) for district in district_codes(province))


def province_cells(seed: int, province: str) -> np.ndarray:
    """Sales of a province, month x category x channel, whole baht."""
    dice = chance(seed, province, "otop sales")
    scale = (province_size(province) / _USUAL_SUBDISTRICTS) ** 0.7 * dice.lognormal(-0.08, 0.4)
    usual = _FULL_PROVINCE_BAHT if province == FULL_PROVINCE else _USUAL_BAHT * scale
    growth = np.where(YEARS == 2565, 1 + dice.uniform(-0.05, 0.08), 1)
    season = SEASON[np.arange(len(MONTHS)) % 12]
    totals = np.round(usual * season * growth * dice.lognormal(0, 0.025, len(MONTHS)))
    by_category = dice.dirichlet(_CATEGORY_WEIGHT * 40)
    by_channel = dice.dirichlet(_CHANNEL_WEIGHT * 60, len(CATEGORY))
    mix = np.repeat((by_category[:, None] * by_channel)[None], len(MONTHS), axis=0)
    mix[:, :, CHANNEL.index("online")] *= 1 + 0.02 * np.arange(len(MONTHS))[:, None]
    mix /= mix.sum(axis=(1, 2), keepdims=True)
    cells = np.floor(totals[:, None, None] * mix).astype(np.int64)
    cells[:, 0, 0] += totals.astype(np.int64) - cells.sum(axis=(1, 2))
    return cells


@dataclass(frozen=True)
class Sales:
    """Sales of a province by district.

    Attributes:
        districts: codes, the capital first.
        cells: district x month x category x channel, whole baht; adds up to the province's in every month and cell.
        share: district's part of the province, for anything that goes by size.
    """

    districts: tuple[str, ...]
    cells: np.ndarray
    share: np.ndarray

    def of(self, district: str) -> np.ndarray:
        """One district's month x category x channel."""
        return self.cells[self.districts.index(district)]


def district_sales(seed: int, province: str, totals: np.ndarray, *, steps: dict[str, int], copied: str | None) -> Sales:
    """Split a province's sales among its districts.

    Args:
        totals: of the province, month x category x channel.
        steps: district -> figures are multiples of this many baht (it reports in thousands or millions).
        copied: the district whose last month repeats the month before.
    """
    districts = district_codes(province)
    dice = chance(seed, province, "otop districts")
    size = np.array([len(subdistrict_codes(district)) for district in districts]) * dice.lognormal(
        0, 0.35, len(districts)
    )
    size[0] *= 3
    shape = (len(districts), len(MONTHS), len(CATEGORY), len(CHANNEL))
    habit = size[:, None, None] * dice.lognormal(0, 0.35, (len(districts), *shape[2:]))
    # The capital sells through every channel: it takes what rounding leaves.
    habit[1:] *= dice.random((len(districts) - 1, *shape[2:])) >= _NO_SALES
    weight = habit[:, None] * dice.lognormal(0, 0.1, shape)
    step = np.array([steps.get(district, 1) for district in districts]).reshape(-1, 1, 1, 1)
    cells = np.floor(totals * weight / weight.sum(axis=0) / step).astype(np.int64) * step
    if copied:
        cells[districts.index(copied), -1] = cells[districts.index(copied), -2]
    cells[0] += totals - cells.sum(axis=0)
    return Sales(districts, cells, size / size.sum())


def years_before(seed: int, province: str, sales: Sales) -> dict[int, np.ndarray]:
    """Annual sales by district of the two years before the first one with months."""
    dice = chance(seed, province, "otop years before")
    annual = sales.cells[:, YEARS == 2564].sum(axis=(1, 2, 3))
    before = np.round(annual / dice.uniform(0.98, 1.09, len(annual)))
    return {2563: before, 2562: np.round(before / dice.uniform(0.9, 1.02, len(annual)))}


def targets(seed: int, province: str, sales: Sales) -> np.ndarray:
    """Annual target of each district for fiscal year 2565, in whole thousands."""
    dice = chance(seed, province, "otop targets")
    annual = sales.cells[:, YEARS == 2564].sum(axis=(1, 2, 3))
    return np.round(annual * dice.uniform(1.02, 1.08, len(annual)), -3)


def to_report_channels(cells: np.ndarray) -> dict[str, np.ndarray]:
    """Finer channels folded into the report's four; the last axis is the channel, a tenth of export is online."""
    finer = {name: cells[..., i] for i, name in enumerate(CHANNEL)}
    online_export = finer["export"] // 10
    return {
        "domestic_offline": finer["shop"] + finer["fair"] + finer["modern_trade"] + finer["government"],
        "domestic_online": finer["online"],
        "foreign_offline": finer["export"] - online_export,
        "foreign_online": online_export,
    }


def sales_rows(
    level: str, code: str | None, year: int, months: Sequence[date | None], values: ArrayLike, **more: object
) -> pd.DataFrame:
    """Rows of the truth for one area, a month each, not split by category and channel unless ``more`` says so."""
    return pd.DataFrame(
        {
            "fiscal_year": year,
            "month": pd.DatetimeIndex([pd.NaT if month is None else pd.Timestamp(month) for month in months]),
            "area_level": level,
            "province_code": code[:2] if code else None,
            "district_code": code if level == "district" else None,
            "category": "all",
            "channel": "all",
            "sales_baht": np.asarray(values, float),
            "target_baht": np.nan,
            "reporters": np.nan,
        }
        | more
    )
