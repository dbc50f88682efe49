"""The figures of the rows of a block."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.column_counts import count_figures

Figures = npt.NDArray[np.float64]


def figures_of(work: BlockWork) -> dict[str, Figures]:
    """Every figure of the rows of data."""
    found: dict[str, Figures] = {}
    for c, one in work.numbers.items():
        texts = work.block.columns[c]
        if one.column.name in found:
            continue
        is_broken = c in work.lane.plan.broken
        faults = [fault for fault in one.faults if not (is_broken and fault[1] == "error_cell")]
        work.tell_faults(faults, one.column, texts, c)
        count_figures(work, c, one, texts)
        values = np.where(work.has_number, texts.of_rows(one.reported), texts.of_rows(one.values))
        found[one.column.name] = values[work.data]
    return found
