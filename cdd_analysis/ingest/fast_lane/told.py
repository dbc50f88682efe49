"""Problems of a block: what is said, once, and of which rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cdd_analysis.ingest.fast_lane.arrays import coded
from cdd_analysis.ingest.fast_lane.known_places import Located
from cdd_analysis.ingest.problems import COLUMNS as PROBLEM_COLUMNS

Rows = npt.NDArray[np.intp]


class Told:
    """Problems of a block: what is said, once, and of which rows."""

    def __init__(self) -> None:
        self.said: list[dict[str, object]] = []
        self.which: list[npt.NDArray[np.int64]] = []
        self.rows: list[Rows] = []

    def say(self, facts: dict[str, object]) -> int:
        """Something that may be told of rows."""
        self.said.append(facts)
        return len(self.said) - 1

    def tell(self, which: int | npt.NDArray[Any], rows: Rows | Sequence[int]) -> None:
        """Tell it of rows of the block."""
        if len(rows):
            self.which.append(np.broadcast_to(np.asarray(which, dtype=np.int64), (len(rows),)))
            self.rows.append(np.asarray(rows, dtype=np.intp))


def problem_table(
    said: list[dict[str, object]], which: npt.NDArray[np.int64], rows: Rows, codes: Located, of_row: Rows
) -> pa.Table:
    """Problems as the contract's table; rows counted from 0 at the block's first."""
    place = of_row[rows]
    is_data = place >= 0
    at = np.where(is_data, codes.at[np.where(is_data, place, 0)] if len(codes.at) else 0, -1)
    columns: dict[str, pa.Array] = {}
    for name in (*PROBLEM_COLUMNS, "at"):
        if name == "at":
            columns[name] = pa.array([one["at"] for one in said], pa.int32()).take(pa.array(which))
        elif name == "source_row":
            columns[name] = pa.array(rows, pa.int64())
        elif name in ("province_code", "district_code"):
            columns[name] = coded(np.array([*codes.column(name), None], dtype=object), at)
        else:
            values = np.empty(len(said), dtype=object)
            values[:] = [one[name] for one in said]
            columns[name] = coded(values, which)
    return pa.table(columns)
