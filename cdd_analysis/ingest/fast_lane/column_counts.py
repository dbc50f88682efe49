"""What is told of a column as a whole, counted block by block."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cdd_analysis.datasets import Column
from cdd_analysis.ingest.cleaning.rows import DATA
from cdd_analysis.ingest.cleaning.spellings import spellings
from cdd_analysis.ingest.cleaning.values import Parsed, lacks_year
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.blocks import Texts
from cdd_analysis.ingest.fast_lane.eras import era_written
from cdd_analysis.ingest.fast_lane.known_texts import FiguresRead
from cdd_analysis.thai.text import clean, match_key


def count_figures(work: BlockWork, c: int, one: FiguresRead, texts: Texts) -> None:
    """Cells that say why there is no figure, and whether all of a column are errors."""
    if (one.state == "number").all():
        work.filled_figures[c, False] += len(work.data)
        return
    uses = _uses(work, texts)
    for n in np.flatnonzero((one.state == "missing") & (uses > 0)):
        work.counts["no_figure", c, clean(texts.distinct[int(n)].as_py()), ""] += int(uses[n])
    wrong = one.state == "error"
    work.filled_figures[c, True] += int(uses[wrong].sum())
    work.filled_figures[c, False] += int(uses[~wrong & (one.state != "blank")].sum())
    if (uses[wrong] > 0).any():
        row = work.data[np.flatnonzero(texts.of_rows(wrong)[work.data])[0]]
        work.first_errors[c] = texts.at(int(row))


def count_dates(work: BlockWork, column: Column, texts: Texts, parsed: Parsed, at: int) -> None:
    """The first date of each era, and dates that took their year from the period of the report."""
    distinct = texts.distinct.to_pylist()
    eras = np.array([era_written(text) for text in distinct], dtype=np.int8)
    for era in (0, 1):
        if (eras == era).any() and (hit := texts.of_rows(eras == era)[work.data]).any():
            work.written_eras[at, bool(era)] = texts.at(int(work.data[hit.argmax()]))
    if work.lane.period_of(column):
        uses, read = _uses(work, texts), parsed.values.notna().to_numpy()
        bare = np.array([lacks_year(text) for text in distinct], dtype=bool) if (eras < 0).any() else ~read
        if count := int(uses[bare & read].sum()):
            work.counts["date_of_period", at, "", ""] += count


def count_spellings(work: BlockWork, column: Column, texts: Texts, at: int) -> None:
    """Spellings that the project added, each with the rows it was met in."""
    if not (known := spellings(work.table, column)):
        return
    uses = _uses(work, texts)
    for n, text in enumerate(texts.distinct.to_pylist()):
        if uses[n] and text and (key := match_key(text)) in known:
            work.counts["own_spelling", at, text, known[key]] += int(uses[n])


def _uses(work: BlockWork, texts: Texts) -> npt.NDArray[np.int64]:
    """In how many rows of data each distinct text stands."""
    if texts.codes is None:
        return (work.kinds == DATA).astype(np.int64)
    return np.bincount(texts.codes[work.data], minlength=len(texts.distinct))
