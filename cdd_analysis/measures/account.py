"""An account as plain numbers: a page asks for its figures thousands of times, too often for a data frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures.indicators import Indicator

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Account:
    """A row per area, a column per figure, and one row more at the end: of an area that nothing is known of.

    Args:
        frame: the same, numbers only, indexed by the areas' keys.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        numbers = frame.to_numpy("float64", na_value=np.nan)
        self._numbers = np.vstack([numbers, np.full((1, numbers.shape[1]), np.nan)])
        self._rows = {str(area): n for n, area in enumerate(frame.index)}
        self._columns = {str(name): n for n, name in enumerate(frame.columns)}

    def row(self, area: str) -> dict[str, float]:
        """The figures of an area by column; empty where nothing is known of it."""
        if area not in self._rows:
            return {}
        return dict(zip(self._columns, self._numbers[self._rows[area]].tolist(), strict=True))

    def places(self, areas: Sequence[str]) -> Places:
        """Where areas stand in ``figures``."""
        return np.array([self._rows.get(area, -1) for area in areas], dtype=np.intp)

    def figures(self, one: Indicator) -> Numbers:
        """An indicator's figure of every area; ``ratio`` of two columns, missing where a column is."""
        return one.divided(self._column(one.top), self._column(one.bottom)) if one.bottom else self._column(one.top)

    def _column(self, name: str) -> Numbers:
        missing = np.full(len(self._numbers), np.nan)
        return self._numbers[:, self._columns[name]] if name in self._columns else missing
