"""What the blocks of one file share: the plan, the table's columns, and what was read of distinct texts before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cdd_analysis.datasets import Column, Kind, Personal
from cdd_analysis.ingest.cleaning.keys import period_of
from cdd_analysis.ingest.cleaning.spellings import respelt, spellings
from cdd_analysis.ingest.cleaning.values import FIGURES, Parsed, figures, parse, read_numbers, without_figure
from cdd_analysis.ingest.fast_lane.blocks import Texts
from cdd_analysis.ingest.fast_lane.eras import COMMON_ERA
from cdd_analysis.ingest.fast_lane.known_places import KnownPlaces
from cdd_analysis.ingest.fast_lane.known_texts import FiguresRead, KnownFigures, KnownTexts
from cdd_analysis.ingest.fast_lane.plan import Plan
from cdd_analysis.ingest.personal import hasher
from cdd_analysis.ingest.reading.cells import Cells
from cdd_analysis.thai.dates import Period


class Lane:
    """What cleaning one block after another of a file goes by, and remembers of distinct texts from block to block."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.region, self.table, self.folder = plan, plan.region, plan.table, folder
        self.own = {column.name: column for column in self.table.columns}
        self.figure_at = [c for c, m in enumerate(self.region.meanings) if self._is_figure(m.column)]
        self.bare = [c for c, m in enumerate(self.region.meanings) if not m.text]
        self.is_personal = any(column.personal is not Personal.NO for column in self.table.columns)
        self.places = KnownPlaces(self.region)
        self.known: dict[str, KnownTexts] = {}
        self.figures: dict[int, KnownFigures] = {}
        self.keyed = hasher()
        self.period = period_of(self.region)
        self.label_kinds: dict[str, int] = {}
        self.errors: dict[str, bool] = {}

    def _is_figure(self, name: str) -> bool:
        return name in self.own and self.own[name].kind in FIGURES

    def period_of(self, column: Column) -> Period | None:
        """The days that a date without a year may be of."""
        return None if column.ahead or column.name == "as_of_date" else self.period

    def parsed(self, column: Column, texts: Texts) -> Parsed:
        """What ``parse`` says of each distinct text; few texts are remembered, many are not worth it."""
        if texts.codes is None:
            return self._read(column, texts.distinct.to_pylist())
        return self.known.setdefault(column.name, KnownTexts()).parsed(column, texts.distinct.to_pylist(), self._read)

    def read_figures(self, c: int, texts: list[str]) -> FiguresRead:
        """What ``figures`` says of each distinct text of a column of the sheet."""
        column = self.own[self.region.meanings[c].column]
        # A number behind the last text: whether a column is broken shows only in the whole of it.
        cells: Cells = np.array([*texts, "0"], dtype=object).reshape(-1, 1)
        numbers = read_numbers(cells, [0])
        parsed = figures(column, numbers, 0, np.arange(len(cells)), cells, self.region.scale(self.region.meanings[c]))
        state, values = numbers.state[:-1, 0], np.asarray(parsed.values)[:-1]
        reported = without_figure(column, values, state, np.ones(len(values), dtype=bool))
        return FiguresRead(column, values, reported, state, numbers.value[:-1, 0], parsed.faults)

    def _read(self, column: Column, texts: list[str]) -> Parsed:
        known = spellings(self.table, column) if column.name in self.own else {}
        if column.kind is not Kind.DATE:
            return parse(column, respelt(pd.Series(texts, dtype=object), known)[0])
        asked = [*texts, COMMON_ERA] if column.name in self.plan.common_era else texts
        parsed = parse(column, pd.Series(asked, dtype=object), period=self.period_of(column))
        return Parsed(parsed.values.iloc[: len(texts)], [fault for fault in parsed.faults if fault[0] < len(texts)])
