"""Rows of the whole country, of which a page wants those of a few areas: found without a look at the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.areas import Scope
from cdd_analysis.measures.ladder import steps

#: Where a row lies, and where it comes from: what a page says of the rows it uses.
KEPT = ("province_code", "district_code", "source_file", "source_sheet", "source_row", "as_of_date")


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
        if not found:
            return self.rows.iloc[:0]
        places = np.sort(np.concatenate(found)) if len(found) > 1 else found[0]
        first, last = int(places[0]), int(places[-1])
        is_run = last - first + 1 == len(places)  # as rows are read, a province's stand together
        return self.rows.iloc[first : last + 1] if is_run else self.rows.take(places)

    def within(self, scope: Scope) -> pd.DataFrame:
        """The rows of the scope's provinces, of rows that are parted by province."""
        return self.of(*scope.provinces)


def by_area(rows: pd.DataFrame) -> Parted:
    """Rows by every area in which they lie, as ``ladder.climb`` counts them: district, province, region, nation."""
    return Parted(rows, {area: places for key in steps(rows) for area, places in parted(rows, key).places.items()})


def parted(
    rows: pd.DataFrame, by: str | pd.Series = "province_code", *, columns: Sequence[str] | None = None
) -> Parted:
    """Rows by a column, or by keys beside them; a row without a key is of none.

    Args:
        rows: all of them.
        by: the column, or the keys.
        columns: those to keep besides ``KEPT``; None for all.
    """
    places = {str(key): np.asarray(found, np.intp) for key, found in rows.groupby(by).indices.items()}
    return Parted(rows if columns is None else rows[list(dict.fromkeys((*KEPT, *columns)))], places)
