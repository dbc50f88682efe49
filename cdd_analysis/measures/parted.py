"""Rows of the whole country, of which a page wants those of a few areas: found without a look at the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures.ladder import NATIONAL, region_keys


@dataclass(frozen=True)
class Parted:
    """Rows, and where those of each key stand.

    Attributes:
        rows: all of them.
        places: key -> positions of its rows, in their order.
    """

    rows: pd.DataFrame
    places: Mapping[str, npt.NDArray[np.intp]]

    def of(self, *keys: str) -> pd.DataFrame:
        """The rows of some keys, in the order in which they stand; none of a key that has none."""
        found = [self.places[key] for key in keys if key in self.places]
        if len(found) == 1:
            return self.rows.take(found[0])
        return self.rows.take(np.sort(np.concatenate(found))) if found else self.rows.iloc[:0]


def by_area(rows: pd.DataFrame) -> Parted:
    """Rows by every area in which they lie, as ``ladder.climb`` counts them: district, province, region, nation."""
    province = rows["province_code"].astype(object)
    keys = (rows["district_code"], province, province.map(region_keys()), province.where(province.isna(), NATIONAL))
    return Parted(rows, {area: places for key in keys for area, places in parted(rows, key).places.items()})


def parted(rows: pd.DataFrame, by: str | pd.Series = "province_code") -> Parted:
    """Rows by a column, or by keys beside them; a row without a key is of none."""
    return Parted(rows, {str(key): np.asarray(places) for key, places in rows.groupby(by).indices.items()})
