"""Total rows and headings between the rows of a block, with what the rows between them add up to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cdd_analysis.datasets import Kind
from cdd_analysis.ingest.cleaning.rows import GROUP, TOTAL
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.known_places import Located
from cdd_analysis.ingest.fast_lane.plan import Break

Mask = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]


def breaks_of(work: BlockWork, codes: Located) -> list[Break]:
    """Total rows and headings between the rows of data, and the rows behind the last of them."""
    adding = [c for c, one in work.numbers.items() if one.column.kind in (Kind.BAHT, Kind.COUNT)]
    at = np.flatnonzero(np.isin(work.kinds, [TOTAL, GROUP]))
    scaled = {c: _scaled(work, c) for c in adding} if len(at) else {}
    found, start = [], 0
    for row in map(int, at):
        first = _total_label(work, row) if work.kinds[row] == TOTAL else ""
        stated = {c: float(one[row]) for c, one in scaled.items()} if first else {}
        one = _break(work, row, first, stated, start, codes, scaled)
        found.append(replace(one, is_total=work.kinds[row] == TOTAL))
        start = row + 1
    scaled = scaled or {c: _scaled(work, c) for c in adding}
    return [*found, replace(_break(work, len(work.block), "", {}, start, codes, scaled), is_row=False)]


def _total_label(work: BlockWork, row: int) -> str:
    label = work.first(row).strip() or "รวม"
    return label if label.startswith(("รวม", "ยอดรวม")) else ""


def _scaled(work: BlockWork, c: int) -> Figures:
    one, scale = work.numbers[c], work.region.scale(work.region.meanings[c])
    return work.block.columns[c].of_rows(one.read * (scale if one.column.kind is Kind.BAHT else 1.0))


def _break(
    work: BlockWork,
    row: int,
    label: str,
    stated: dict[int, float],
    start: int,
    codes: Located,
    scaled: dict[int, Figures],
) -> Break:
    among = (work.data >= start) & (work.data < row)
    rows = work.data[among]
    sums = {c: float(np.nansum(one[rows])) for c, one in scaled.items()}
    provinces, districts = (_distinct(codes, name, among) for name in ("province_code", "district_code"))
    first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (-1, -1)
    return Break(row, label, stated, sums, len(rows), provinces, districts, first, last)


def _distinct(codes: Located, name: str, among: Mask) -> frozenset[str | None]:
    return frozenset(codes.column(name)[np.unique(codes.at[among])])
