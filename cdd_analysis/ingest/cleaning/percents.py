"""Percents that somebody typed as fractions: 0.955 for 95.5 (handbook 11.5). Decided once for a column, and printed.

A cell with its sign is a percent. The others of a column are of one kind. A value above 1.5 makes them percents; where
none is, the same row's figures decide if the percent can be computed from them; else the values stay as typed and both
readings are told, since a poverty rate of 0.9 is no 90.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
#: A column none of whose values is above this may hold fractions (handbook 11.5).
LARGEST_FRACTION = 1.5
#: How far a typed percent may be from the computed one, in percent: two decimals as a fraction are one of these.
_ROUNDED = 0.51


class Reading(StrEnum):
    """What the unsigned values of a column of percents are."""

    PERCENT = "percent"
    FRACTION = "fraction"
    EITHER = "either"


def reading(bare: Figures, computed: Figures | None = None) -> Reading:
    """How the unsigned values of a column are meant.

    Args:
        bare: the values written without a sign, as typed; distinct ones do where nothing is computed.
        computed: for each of them the percent that the figures of its row give; NaN where they give none.
    """
    told = ~np.isnan(bare) & (bare != 0)
    if not told.any() or np.nanmax(bare) > LARGEST_FRACTION:
        return Reading.PERCENT
    if computed is None:
        return Reading.EITHER
    as_percent, as_fraction = (np.abs(bare * by - computed) <= _ROUNDED for by in (1, 100))
    speaks = told & (as_percent != as_fraction)
    if speaks.any() and as_fraction[speaks].all():
        return Reading.FRACTION
    return Reading.PERCENT if speaks.any() and as_percent[speaks].all() else Reading.EITHER
