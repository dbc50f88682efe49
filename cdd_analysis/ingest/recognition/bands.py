"""Tables side by side on one sheet -> a sheet for each, with the cells of the others left out.

Two things are read as such: tables with a column between them that is blank from the heading down, and a long table
printed in two halves, whose headings repeat. Cells keep their places, so rows and columns are still the sheet's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cdd_analysis.ingest.reading.cells import Sheet

Band = tuple[int, int]


def bands(sheet: Sheet, heading: tuple[int, int], parts: Sequence[tuple[str, ...]]) -> list[Band]:
    """First column and column after the last of each table that may stand here; fewer than two where there is one.

    Args:
        sheet: the sheet.
        heading: first and last row of the heading found.
        parts: the lines of the heading, column by column.
    """
    used = [c for c, one in enumerate(parts) if one or (sheet.cells[heading[0] :, c] != "").any()]
    blank = [c for c in range(used[0], used[-1]) if c not in used]
    if blank:
        return _between(used[0], used[-1] + 1, blank)
    return _halves(list(parts[: used[-1] + 1]))


def _between(first: int, end: int, blank: list[int]) -> list[Band]:
    edges = [first - 1, *blank, end]
    return [(left + 1, right) for left, right in itertools.pairwise(edges) if right - left > 2]


def _halves(parts: list[tuple[str, ...]]) -> list[Band]:
    """A heading of three columns or more that is printed again beside itself."""
    size = next((n for n in range(2, len(parts) // 2 + 1) if parts == parts[:n] * (len(parts) // n)), 0)
    return [(c, c + size) for c in range(0, len(parts), size)] if size else []


def alone(sheet: Sheet, top: int, band: Band, others: list[Band]) -> Sheet:
    """The sheet with one table only. A title that stands over one table is that table's; a lone one is everybody's."""
    cells = sheet.cells.copy()
    inside = np.zeros(cells.shape[1], dtype=bool)
    inside[band[0] : band[1]] = True
    cells[top:, ~inside] = ""
    for row in range(top):
        if sum((cells[row, first:end] != "").any() for first, end in others) > 1:
            cells[row, ~inside] = ""
    merged = tuple(area for area in sheet.merged if area[2] < top or (band[0] <= area[1] and area[3] < band[1]))
    return replace(sheet, cells=cells, merged=merged)
