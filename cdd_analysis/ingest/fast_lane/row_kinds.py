"""Which rows of a block are data, as ``rows.classify`` tells it of a sheet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.ingest.cleaning.rows import (
    BLANK,
    DATA,
    HEADER,
    MOST_SIGNED,
    NOTE,
    SIGNED,
    TOTAL,
    is_label,
    label_kind,
    lone_kind,
    numbers_columns,
)
from cdd_analysis.ingest.fast_lane.arrays import flags
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.blocks import Texts
from cdd_analysis.ingest.fast_lane.known_texts import REMEMBERED
from cdd_analysis.ingest.reading.cells import Cells

Mask = npt.NDArray[np.bool_]
#: What a label may say of its row; none says nothing.
_LABELS = ("", DATA, TOTAL, NOTE, SIGNED)
_TOTAL, _NOTE, _SIGNED = (_LABELS.index(kind) for kind in (TOTAL, NOTE, SIGNED))


def kinds_of(work: BlockWork) -> npt.NDArray[np.object_]:
    """The kind of each row, as ``rows.classify`` tells it. Nearly all are data; only the others are looked at."""
    kinds = np.full(len(work.block), DATA, dtype=object)
    says = _labelled(work)
    note = (says == _NOTE) | ((says == _SIGNED) & (work.filled <= MOST_SIGNED))
    lone = (work.filled == 1) & ~work.has_number & ~note
    kinds[lone] = [lone_kind(work.region, work.first(row)) for row in np.flatnonzero(lone)]
    kinds[note & ~work.has_number] = NOTE
    kinds[says == _TOTAL] = TOTAL
    if work.block.number == 0 and len(work.block) and _numbers_columns(work):
        kinds[0] = HEADER
    kinds[_repeats_heading(work)] = HEADER
    kinds[work.filled == 0] = BLANK
    return kinds


def _labelled(work: BlockWork) -> npt.NDArray[np.int8]:
    """What the first label of each row says it is; 0 where it has none."""
    found = np.zeros(len(work.block), dtype=np.int8)
    for c, texts in enumerate(work.block.columns):
        open_rows = found == 0
        if c not in work.numbers and open_rows.any():
            found += np.where(open_rows, _label_kinds(work, texts, open_rows), 0).astype(np.int8)
    for row, beyond in work.block.beyond.items():
        found[row] = found[row] or next(filter(None, (_label_kind(work, text) for text in beyond)), 0)
    return found


def _label_kinds(work: BlockWork, texts: Texts, rows: Mask) -> npt.NDArray[np.int8]:
    """What each row's text says as a label; only ``rows`` are looked at."""
    wanted = rows if texts.codes is None else np.isin(np.arange(len(texts.distinct)), np.unique(texts.codes[rows]))
    at = np.flatnonzero(wanted)
    kinds = np.zeros(len(texts.distinct), dtype=np.int8)
    kinds[at] = [_label_kind(work, text) for text in texts.distinct.take(pa.array(at)).to_pylist()]
    return texts.of_rows(kinds)


def _label_kind(work: BlockWork, text: str) -> int:
    known = work.lane.label_kinds
    if text not in known:
        if len(known) > REMEMBERED:
            known.clear()
        known[text] = _LABELS.index(label_kind(work.region, text)) if is_label(text) else 0
    return known[text]


def _repeats_heading(work: BlockWork) -> Mask:
    """Rows that say what a heading row says."""
    top, bottom = work.region.heading
    found = np.zeros(len(work.block), dtype=bool)
    for heading in work.region.sheet.cells[top : bottom + 1]:
        same = work.beyond() == 0
        for texts, cell in zip(work.block.columns, heading, strict=True):
            if not same.any():
                break
            same &= texts.of_rows(flags(pc.equal(texts.distinct, str(cell))))
        found |= same
    return found


def _numbers_columns(work: BlockWork) -> bool:
    """Whether the first row below the heading numbers the columns: (1) (2) (3)."""
    bottom = work.region.heading[1]
    cells: Cells = np.full((bottom + 2, len(work.block.columns)), "", dtype=object)
    cells[bottom + 1] = work.block.row(0)
    region = replace(work.region, sheet=replace(work.region.sheet, cells=cells))
    return not work.beyond()[0] and numbers_columns(region, bottom + 1, cells[bottom + 1] != "")
