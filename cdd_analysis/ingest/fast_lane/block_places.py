"""The area of each row of a block, and the texts that it hands on to the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis import areas
from cdd_analysis.ingest.cleaning.places import LEVELS
from cdd_analysis.ingest.cleaning.rows import DATA
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.fast_lane.arrays import flags
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.blocks import Texts
from cdd_analysis.ingest.fast_lane.known_places import Located
from cdd_analysis.ingest.fast_lane.plan import Carried

Mask = npt.NDArray[np.bool_]


def locate(work: BlockWork) -> Located:
    """The area of each row of data; rows without one are set aside."""
    columns = [_filled_down(work, c) for c in work.lane.places.columns]
    cells = [
        (texts.codes[work.data].astype(np.int64), texts.distinct.to_pylist())
        for texts in columns
        if texts.codes is not None
    ]
    found = work.lane.places.locate(cells, len(work.data))
    for at, (rule, value, suggestion) in found.faults:
        hint = f" (อาจหมายถึง {areas.full_name(suggestion)})" if suggestion else ""
        work.tell(work.data[at], rule, "area", value=value, expected=hint, label="พื้นที่")
        work.lost[work.data[at]] = True
    nowhere = found.of_rows(found.column("area_level") == None)  # noqa: E711 - of each entry
    nowhere = work.data[nowhere.astype(bool) & ~work.lost[work.data]]
    work.tell(nowhere, "no_area")
    work.lost[nowhere] = True
    return found


def _filled_down(work: BlockWork, c: int) -> Texts:
    """A column of areas with blank cells filled as ``places.fill_down`` fills them."""
    texts = work.block.columns[c]
    if texts.codes is None:
        texts = Texts(texts.distinct, np.arange(len(texts.distinct), dtype=np.int32))
    own = work.region.meanings[c].column
    blank = work.blank[c][work.data]
    if own not in LEVELS[:3] or work.lane.places.is_by_id or not blank.any():
        return texts
    has_key = _has_key(work, own)
    codes = texts.codes.copy()  # type: ignore[union-attr]
    distinct = texts.distinct
    for at in np.flatnonzero(blank):
        row = int(work.data[at])
        if not has_key[row]:
            continue
        if row == 0 and work.carried is None:
            work.wants_carried = True
        elif row == 0 and work.carried is not None and work.carried.texts is not None:
            distinct = pa.concat_arrays([distinct, pa.array([work.carried.texts[c]], pa.string())])
            codes[row] = len(distinct) - 1
        elif at and work.data[at - 1] == row - 1:
            codes[row] = codes[row - 1]
    filled = Texts(distinct, codes)
    now_blank = filled.of_rows(flags(pc.equal(distinct, "")))[work.data]
    work.filled_down += int((blank & ~now_blank).sum())
    work.texts_filled_down[c] = filled
    return filled


def _has_key(work: BlockWork, own: str) -> Mask:
    """Rows in which another key cell is filled: only these take a text from above."""
    figure_names = {c.name for c in work.table.columns if c.kind in FIGURES}
    ruled_out = {"ignored", own, *figure_names, *LEVELS[: LEVELS.index(own)]}
    found = np.zeros(len(work.block), dtype=bool)
    for c, m in enumerate(work.region.meanings):
        if m.column and not m.fixed and m.column not in ruled_out:
            found |= ~work.blank[c]
    return found


def carried_on(work: BlockWork) -> Carried:
    """What the last rows hand on to the next block."""
    last = len(work.block) - 1
    above = tuple(work.block.row(row) for row in range(max(0, last - 1), last + 1))
    if last < 0 or work.kinds[last] != DATA:
        return Carried(None, above)
    texts = {c: work.texts_filled_down.get(c, work.block.columns[c]).at(last) for c in work.lane.places.columns}
    return Carried(texts, above)
