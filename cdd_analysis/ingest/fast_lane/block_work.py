"""A block on its way through cleaning: what was read of it, which rows are set aside, what is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from cdd_analysis.datasets import Column, Personal
from cdd_analysis.ingest.cleaning.rows import DATA
from cdd_analysis.ingest.fast_lane.arrays import flags
from cdd_analysis.ingest.fast_lane.blocks import Block, Texts
from cdd_analysis.ingest.fast_lane.known_texts import REMEMBERED, FiguresRead, KnownFigures
from cdd_analysis.ingest.fast_lane.lane import Lane
from cdd_analysis.ingest.fast_lane.plan import Carried
from cdd_analysis.ingest.fast_lane.told import Told
from cdd_analysis.ingest.problems import MASK, problem

Rows = npt.NDArray[np.intp]


class BlockWork:
    """What every step of cleaning a block reads and adds to, as ``Work`` on the ordinary way.

    Attributes:
        numbers: figures by column of the sheet and distinct text.
        kinds: kind of each row (``row_kinds``); all are data until they are told.
        data, kept: rows of data, and those of them that are taken in.
        lost: rows that are not taken in.
        strayed: rows with cells outside the table, whose cells may stand in the wrong columns.
        unreadable_years: rows whose year cannot be read.
        told: problems.
    """

    def __init__(self, lane: Lane, block: Block, carried: Carried | None) -> None:
        self.lane, self.block, self.carried = lane, block, carried
        self.region, self.table = lane.region, lane.table
        self.told = Told()
        self.blank = [texts.of_rows(flags(pc.equal(texts.distinct, ""))) for texts in block.columns]
        self.filled = sum((~blank).astype(np.int16) for blank in self.blank) + self.beyond()
        self.numbers = {c: self._numbers(c) for c in lane.figure_at}
        self.has_number = np.zeros(len(block), dtype=bool)
        for c, one in self.numbers.items():
            self.has_number |= block.columns[c].of_rows(~np.isnan(one.read))
        self.kinds: npt.NDArray[np.object_] = np.full(len(block), DATA, dtype=object)
        self.lost = np.zeros(len(block), dtype=bool)
        self.strayed = np.zeros(len(block), dtype=bool)
        self.unreadable_years = np.zeros(len(block), dtype=bool)
        self.texts_filled_down: dict[int, Texts] = {}
        self.wants_carried = False
        self.filled_down = 0
        self.year_assumed = False
        self.eras: set[str] = set()
        self.era_matters: set[str] = set()
        self.counts: Counter[tuple[str, int, str, str]] = Counter()
        self.written_eras: dict[tuple[int, bool], str] = {}
        self.filled_figures: Counter[tuple[int, bool]] = Counter()
        self.first_errors: dict[int, str] = {}

    def _numbers(self, c: int) -> FiguresRead:
        """Figures of a column by distinct text."""
        texts = self.block.columns[c].distinct.to_pylist()
        known = self.lane.figures.get(c)
        if known is None or len(known.at) > REMEMBERED:
            known = self.lane.figures[c] = KnownFigures(self.lane.read_figures(c, []))
        if fresh := [text for text in dict.fromkeys(texts) if text not in known.at]:
            known.add(fresh, self.lane.read_figures(c, fresh))
        return known.of(texts)

    def beyond(self) -> npt.NDArray[np.int16]:
        """How many cells of each row are filled beyond the last column."""
        found = np.zeros(len(self.block), dtype=np.int16)
        for row, texts in self.block.beyond.items():
            found[row] = sum(map(bool, texts))
        return found

    def first(self, row: int | np.intp) -> str:
        """The first text of a row."""
        cells = [*self.block.row(int(row)), *self.block.beyond.get(int(row), ())]
        return next((text for text in cells if text), "")

    @cached_property
    def data(self) -> Rows:
        """Rows of data, once the kinds of rows are told."""
        return np.flatnonzero(self.kinds == DATA)

    @cached_property
    def kept(self) -> Rows:
        """Rows of the block that are taken in."""
        return self.data[~self.lost[self.data]]

    def facts(self, rule: str, column: str | None, masked: bool = False, **facts: object) -> dict[str, object]:
        """A problem of this file, for ``told``; ``masked``: its value may name a person."""
        spec = self.lane.own.get(column or "")
        own = spec is not None and spec.personal is not Personal.NO
        if "value" in facts and (own or masked):
            facts["value"] = MASK
        facts.setdefault("label", spec.label if spec else column)
        sheet = self.region.sheet
        source = {"source_file": sheet.file, "source_sheet": sheet.name}
        return problem(rule, table=self.table.name, column=column, **source, **facts)

    def tell(self, rows: Rows | Sequence[int], rule: str, column: str | None = None, **facts: object) -> None:
        """Tell the same of rows; values in rows whose cells have strayed may name a person."""
        rows = np.asarray(rows, dtype=np.intp)
        hidden = self.strayed[rows] if self.lane.is_personal and "value" in facts else np.zeros(len(rows), dtype=bool)
        for some, masked in ((rows[~hidden], False), (rows[hidden], True)):
            if len(some):
                self.told.tell(self.told.say(self.facts(rule, column, masked, **facts)), some)

    def tell_faults(
        self, faults: Iterable[tuple[int, str, object, str]], column: Column, texts: Texts, position: int
    ) -> None:
        """Tell of every row of data what was wrong with its distinct text."""
        by_rule: dict[str, list[tuple[int, object, str]]] = {}
        for at, rule, value, expected in faults:
            by_rule.setdefault(rule, []).append((at, value, expected))
        for rule, wrong in by_rule.items():
            for masked in (False, True) if self.lane.is_personal and self.strayed.any() else (False,):
                which = np.full(len(texts.distinct), -1, dtype=np.int64)
                for at, value, expected in wrong:
                    facts = {"value": value, "expected": expected, "label": column.label, "at": position}
                    which[at] = self.told.say(self.facts(rule, column.name, masked, **facts))
                of_rows = texts.of_rows(which)[self.data]
                hit = (of_rows >= 0) & (self.strayed[self.data] == masked if self.strayed.any() else True)
                self.told.tell(of_rows[hit], self.data[hit])
