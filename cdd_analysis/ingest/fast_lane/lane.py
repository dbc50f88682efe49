"""One block of a large text, cleaned as ``clean_region`` would clean the same rows, looked up once per distinct text.

Cells are read by the functions of the ordinary way (``values``, ``places``, ``checks``); what they say of a distinct
text is said of every row that holds it. Whatever depends on rows elsewhere in the file (text filled down over the
border of a block, totals, the era of a column of dates) is left in the result for ``stream`` to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis import areas
from cdd_analysis.datasets import AREA_COLUMNS, Column, Kind, Personal, Table, tables
from cdd_analysis.ingest.cleaning.checks import check_records
from cdd_analysis.ingest.cleaning.keys import period_of
from cdd_analysis.ingest.cleaning.places import LEVELS, is_area_heading
from cdd_analysis.ingest.cleaning.rows import (
    BLANK,
    DATA,
    GROUP,
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
from cdd_analysis.ingest.cleaning.spellings import respelt, spellings
from cdd_analysis.ingest.cleaning.values import (
    FIGURES,
    Parsed,
    era_of,
    figures,
    lacks_year,
    parse,
    read_numbers,
    without_figure,
)
from cdd_analysis.ingest.fast_lane.blocks import Block, Texts
from cdd_analysis.ingest.fast_lane.known_places import KnownPlaces, Located
from cdd_analysis.ingest.personal import hasher, usual_digits
from cdd_analysis.ingest.problems import COLUMNS as PROBLEM_COLUMNS
from cdd_analysis.ingest.problems import MASK, problem
from cdd_analysis.ingest.reading.cells import Cells, Sheet
from cdd_analysis.ingest.recognition.headings import meaning
from cdd_analysis.ingest.recognition.recognise import Region, looks_like_heading
from cdd_analysis.ingest.recognition.titles import year_in_name
from cdd_analysis.ingest.spill import Stored, key_hashes, store_rows
from cdd_analysis.ingest.store import schema
from cdd_analysis.thai.dates import Period, parse_dates
from cdd_analysis.thai.text import clean, match_key

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Figures = npt.NDArray[np.float64]
#: A two-digit year is ambiguous in a column that writes CE years: these two texts ask and tell whether it does.
_COMMON_ERA, _SHORT_YEAR = "2022-01-12", "12 ม.ค. 65"
#: So many distinct texts of a column are remembered from block to block.
_REMEMBERED = 50_000
#: What a label may say of its row; none says nothing.
_LABELS = ("", DATA, TOTAL, NOTE, SIGNED)
_TOTAL, _NOTE, _SIGNED = (_LABELS.index(kind) for kind in (TOTAL, NOTE, SIGNED))


class NeedsWhole(Exception):
    """The file holds something that only shows in the whole of it; the ordinary way must read it."""


@dataclass(frozen=True)
class Plan:
    """What every block of a file is read by.

    Attributes:
        region: the table as recognised; its sheet holds the titles and the heading alone.
        common_era: columns of dates that are known to write CE years.
        broken: columns of the sheet whose every cell is a formula's error.
    """

    region: Region
    common_era: frozenset[str] = frozenset()
    broken: frozenset[int] = frozenset()

    @property
    def table(self) -> Table:
        return self.region.table


@dataclass(frozen=True)
class Carried:
    """What the last rows of a block hand on.

    Attributes:
        texts: area texts of the last row, by column, where that is a row of data.
        above: the last two rows.
    """

    texts: dict[int, str] | None = None
    above: tuple[list[str], ...] = ()


@dataclass(frozen=True)
class Break:
    """A total row or a heading between the rows of a block, with the sums of the rows of data since the one before.

    Attributes:
        row: of the block; after the last row where it is no row.
        label: what a total row says; "" where there is nothing to compare.
        stated: figures of the total row.
        sums: of the rows of data since the last break, by column of the sheet.
        rows: how many these are.
        provinces, districts: of these rows.
        first, last: of these rows, where there are any.
    """

    row: int
    label: str
    stated: dict[int, float]
    sums: dict[int, float]
    rows: int
    provinces: frozenset[str | None]
    districts: frozenset[str | None]
    first: int = -1
    last: int = -1
    is_row: bool = True
    is_total: bool = False


@dataclass
class BlockResult:
    """What a block gave. Rows are counted from 0 at its first.

    Attributes:
        rows: of each kind.
        records, problems, without_year: on the disk.
        keys, keyed: hashes of keys, and the rows they are of.
    """

    number: int
    rows: Counter[str]
    records: Stored | None
    problems: Stored | None
    without_year: Stored | None
    told: int
    lacking_year: int
    provinces: set[str]
    years: set[int]
    keys: npt.NDArray[np.uint64]
    keyed: Rows
    set_aside: int = 0
    baht_kept: float = 0.0
    baht_set_aside: float = 0.0
    filled_down: int = 0
    year_assumed: bool = False
    breaks: list[Break] = field(default_factory=list)
    carried: Carried = Carried()
    wants_carried: bool = False
    eras: frozenset[str] = frozenset()
    era_matters: frozenset[str] = frozenset()
    counts: Counter[tuple[str, int, str, str]] = field(default_factory=Counter)
    written_eras: dict[tuple[int, bool], str] = field(default_factory=dict)
    filled: Counter[tuple[int, bool]] = field(default_factory=Counter)
    first_errors: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Lane:
    """Cleans the blocks of one file, one after another; remembers distinct texts from block to block."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.region, self.table, self.folder = plan, plan.region, plan.table, folder
        self.own = {column.name: column for column in self.table.columns}
        self.figure_at = [c for c, m in enumerate(self.region.meanings) if self._is_figure(m.column)]
        self.bare = [c for c, m in enumerate(self.region.meanings) if not m.text]
        self.is_personal = any(column.personal is not Personal.NO for column in self.table.columns)
        self.places = KnownPlaces(self.region)
        self.known: dict[str, _Known] = {}
        self.figures: dict[int, _KnownFigures] = {}
        self.keyed = hasher()
        self.period = period_of(self.region)
        self.label_kinds: dict[str, int] = {}
        self.errors: dict[str, bool] = {}

    def _is_figure(self, name: str) -> bool:
        return name in self.own and self.own[name].kind in FIGURES

    def period_of(self, column: Column) -> Period | None:
        """The days that a date without a year may be of."""
        return None if column.ahead or column.name == "as_of_date" else self.period

    def clean(self, block: Block, carried: Carried | None) -> BlockResult:
        """One block.

        Args:
            block: the rows.
            carried: what the row before handed on; None where that is not known yet.
        """
        return _BlockCleaning(self, block, carried).result()

    def parsed(self, column: Column, texts: Texts) -> Parsed:
        """What ``parse`` says of each distinct text; few texts are remembered, many are not worth it."""
        if texts.codes is None:
            return self._read(column, texts.distinct.to_pylist())
        return self.known.setdefault(column.name, _Known()).parsed(column, texts.distinct.to_pylist(), self._read)

    def read_figures(self, c: int, texts: list[str]) -> _Figures:
        """What ``figures`` says of each distinct text of a column of the sheet."""
        column = self.own[self.region.meanings[c].column]
        # A number behind the last text: whether a column is broken shows only in the whole of it.
        cells: Cells = np.array([*texts, "0"], dtype=object).reshape(-1, 1)
        numbers = read_numbers(cells, [0])
        parsed = figures(column, numbers, 0, np.arange(len(cells)), cells, self.region.scale(self.region.meanings[c]))
        state, values = numbers.state[:-1, 0], np.asarray(parsed.values)[:-1]
        reported = without_figure(column, values, state, np.ones(len(values), dtype=bool))
        return _Figures(column, values, reported, state, numbers.value[:-1, 0], parsed.faults)

    def _read(self, column: Column, texts: list[str]) -> Parsed:
        known = spellings(self.table, column) if column.name in self.own else {}
        if column.kind is not Kind.DATE:
            return parse(column, respelt(pd.Series(texts, dtype=object), known)[0])
        asked = [*texts, _COMMON_ERA] if column.name in self.plan.common_era else texts
        parsed = parse(column, pd.Series(asked, dtype=object), period=self.period_of(column))
        return Parsed(parsed.values.iloc[: len(texts)], [fault for fault in parsed.faults if fault[0] < len(texts)])


def writes_common_era(texts: Sequence[str]) -> bool:
    """Whether a column of dates holds a CE year, so that a two-digit year in it is ambiguous."""
    return bool(parse_dates(pd.Series([*texts, _SHORT_YEAR], dtype=object))["state"].iloc[-1] != "date")


def depends_on_era(column: Column, texts: list[str], period: Period | None) -> bool:
    """Whether any of these dates is read in another way where the column holds CE years."""
    here = parse(column, pd.Series(texts, dtype=object), period=period).values
    asked = pd.Series([*texts, _COMMON_ERA], dtype=object)
    there = parse(column, asked, period=period).values.iloc[: len(texts)]
    return bool((here.isna() != there.isna()).any())


class _Known:
    """Texts of one column that were read before, and what they were read as."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.values: list[object] = []
        self.faults: dict[int, list[tuple[str, object, str]]] = {}

    def parsed(self, column: Column, texts: list[str], read: Any) -> Parsed:
        if len(self.at) > _REMEMBERED:
            self.__init__()  # type: ignore[misc]
        fresh = list(dict.fromkeys(text for text in texts if text not in self.at))
        if fresh:
            self._add(fresh, read(column, fresh))
        where = [self.at[text] for text in texts]
        values = pd.Series([self.values[i] for i in where], dtype=object)
        faults = [(n, *fault) for n, i in enumerate(where) if i in self.faults for fault in self.faults[i]]
        return Parsed(values, faults)

    def _add(self, texts: list[str], parsed: Parsed) -> None:
        start = len(self.values)
        self.at |= {text: start + n for n, text in enumerate(texts)}
        self.values += list(parsed.values)
        for at, rule, value, expected in parsed.faults:
            self.faults.setdefault(start + at, []).append((rule, value, expected))


@dataclass(frozen=True)
class _Figures:
    """Figures of a column by distinct text.

    Attributes:
        values: as stored, where the row reports no other figure; ``reported``: where it does.
        state, read: as ``parse_number`` gives them.
        faults: what was wrong: (position, rule, value as read, what is expected).
    """

    column: Column
    values: Figures
    reported: Figures
    state: npt.NDArray[np.object_]
    read: Figures
    faults: list[tuple[int, str, object, str]]


class _KnownFigures:
    """Texts of one column of figures that were read before, and what they were read as."""

    def __init__(self, none: _Figures) -> None:
        self.at: dict[str, int] = {}
        self.known = none
        self.faults: dict[int, tuple[str, object, str]] = {}

    def add(self, texts: list[str], more: _Figures) -> None:
        """Remember some more."""
        start = len(self.at)
        self.at |= {text: start + n for n, text in enumerate(texts)}
        self.faults |= {start + n: (rule, value, expected) for n, rule, value, expected in more.faults}
        one, other = self.known, more
        self.known = replace(
            one,
            values=np.append(one.values, other.values),
            reported=np.append(one.reported, other.reported),
            state=np.append(one.state, other.state),
            read=np.append(one.read, other.read),
        )

    def of(self, texts: list[str]) -> _Figures:
        """What these texts were read as."""
        where = np.fromiter(map(self.at.__getitem__, texts), dtype=np.int64, count=len(texts))
        wrong = np.flatnonzero(np.isin(where, list(self.faults))) if self.faults else ()
        faults = [(int(n), *self.faults[int(where[n])]) for n in wrong]
        one = self.known
        return _Figures(one.column, one.values[where], one.reported[where], one.state[where], one.read[where], faults)


class _Told:
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


class _BlockCleaning:
    """One block on its way; each step reads what earlier ones left."""

    def __init__(self, lane: Lane, block: Block, carried: Carried | None) -> None:
        self.lane, self.block, self.carried = lane, block, carried
        self.region, self.table = lane.region, lane.table
        self.told = _Told()
        self.blank = [texts.of_rows(_flags(pc.equal(texts.distinct, ""))) for texts in block.columns]
        self.filled = sum((~blank).astype(np.int16) for blank in self.blank) + self._beyond()
        self.numbers = {c: self._numbers(c) for c in lane.figure_at}
        self.has_number = np.zeros(len(block), dtype=bool)
        for c, one in self.numbers.items():
            self.has_number |= block.columns[c].of_rows(~np.isnan(one.read))
        self.kinds = self._kinds()
        self.data: Rows = np.flatnonzero(self.kinds == DATA)
        self.lost = np.zeros(len(block), dtype=bool)
        self.strayed = np.zeros(len(block), dtype=bool)
        self.wants_carried = False
        self.filled_down = 0
        self.year_assumed = False
        self.eras: set[str] = set()
        self.era_matters: set[str] = set()
        self.counts: Counter[tuple[str, int, str, str]] = Counter()
        self.written_eras: dict[tuple[int, bool], str] = {}
        self.filled_figures: Counter[tuple[int, bool]] = Counter()
        self.first_errors: dict[int, str] = {}

    # -- figures and kinds of rows ---------------------------------------------------------------------------------

    def _numbers(self, c: int) -> _Figures:
        """Figures of a column by distinct text."""
        texts = self.block.columns[c].distinct.to_pylist()
        known = self.lane.figures.get(c)
        if known is None or len(known.at) > _REMEMBERED:
            known = self.lane.figures[c] = _KnownFigures(self.lane.read_figures(c, []))
        if fresh := [text for text in dict.fromkeys(texts) if text not in known.at]:
            known.add(fresh, self.lane.read_figures(c, fresh))
        return known.of(texts)

    def _kinds(self) -> npt.NDArray[np.object_]:
        """The kind of each row, as ``rows.classify`` tells it. Nearly all are data; only the others are looked at."""
        kinds = np.full(len(self.block), DATA, dtype=object)
        says = self._labelled()
        note = (says == _NOTE) | ((says == _SIGNED) & (self.filled <= MOST_SIGNED))
        lone = (self.filled == 1) & ~self.has_number & ~note
        kinds[lone] = [lone_kind(self.region, self._first(row)) for row in np.flatnonzero(lone)]
        kinds[note & ~self.has_number] = NOTE
        kinds[says == _TOTAL] = TOTAL
        if self.block.number == 0 and len(self.block) and self._numbers_columns():
            kinds[0] = HEADER
        kinds[self._repeats()] = HEADER
        kinds[self.filled == 0] = BLANK
        return kinds

    def _beyond(self) -> npt.NDArray[np.int16]:
        found = np.zeros(len(self.block), dtype=np.int16)
        for row, texts in self.block.beyond.items():
            found[row] = sum(map(bool, texts))
        return found

    def _first(self, row: int | np.intp) -> str:
        cells = [*self.block.row(int(row)), *self.block.beyond.get(int(row), ())]
        return next((text for text in cells if text), "")

    def _labelled(self) -> npt.NDArray[np.int8]:
        """What the first label of each row says it is; 0 where it has none."""
        found = np.zeros(len(self.block), dtype=np.int8)
        for c, texts in enumerate(self.block.columns):
            open_rows = found == 0
            if c not in self.numbers and open_rows.any():
                found += np.where(open_rows, self._label_kinds(texts, open_rows), 0).astype(np.int8)
        for row, beyond in self.block.beyond.items():
            found[row] = found[row] or next(filter(None, map(self._label_kind, beyond)), 0)
        return found

    def _label_kinds(self, texts: Texts, rows: Mask) -> npt.NDArray[np.int8]:
        """What each row's text says as a label; only ``rows`` are looked at."""
        wanted = rows if texts.codes is None else np.isin(np.arange(len(texts.distinct)), np.unique(texts.codes[rows]))
        at = np.flatnonzero(wanted)
        kinds = np.zeros(len(texts.distinct), dtype=np.int8)
        kinds[at] = [self._label_kind(text) for text in texts.distinct.take(pa.array(at)).to_pylist()]
        return texts.of_rows(kinds)

    def _label_kind(self, text: str) -> int:
        known = self.lane.label_kinds
        if text not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[text] = _LABELS.index(label_kind(self.region, text)) if is_label(text) else 0
        return known[text]

    def _repeats(self) -> Mask:
        """Rows that say what a heading row says."""
        top, bottom = self.region.heading
        found = np.zeros(len(self.block), dtype=bool)
        for heading in self.region.sheet.cells[top : bottom + 1]:
            same = self._beyond() == 0
            for texts, cell in zip(self.block.columns, heading, strict=True):
                if not same.any():
                    break
                same &= texts.of_rows(_flags(pc.equal(texts.distinct, str(cell))))
            found |= same
        return found

    def _numbers_columns(self) -> bool:
        """Whether the first row below the heading numbers the columns: (1) (2) (3)."""
        bottom = self.region.heading[1]
        cells: Cells = np.full((bottom + 2, len(self.block.columns)), "", dtype=object)
        cells[bottom + 1] = self.block.row(0)
        region = replace(self.region, sheet=replace(self.region.sheet, cells=cells))
        return not self._beyond()[0] and numbers_columns(region, bottom + 1, cells[bottom + 1] != "")

    def _refuse_headings(self) -> None:
        """A row of texts may be the heading of a second table, and a text alone the name of an area for rows below:
        either changes how later rows are read."""
        for row in np.flatnonzero(self.kinds == GROUP):
            if is_area_heading(self._first(row), self.region.context.areas):
                raise NeedsWhole("a row that names the area of those below it")
        open_rows = self.kinds != BLANK
        for c in sorted(range(len(self.block.columns)), key=lambda c: c not in self.numbers):
            if not open_rows.any():
                return
            texts = self.block.columns[c]
            begins = _flags(pc.match_substring_regex(texts.distinct, r"^\pN"))
            open_rows &= ~texts.of_rows(begins)
        for row in np.flatnonzero(open_rows):
            if self._may_be_heading(int(row)):
                raise NeedsWhole("what looks like the heading of a second table")

    def _may_be_heading(self, row: int) -> bool:
        cells = [text for text in self.block.row(row) if text]
        if len(cells) < 2 or any(text[:1].isdigit() for text in cells):
            return False
        if sum(map(_is_known_heading, cells)) < 0.3 * len(cells):
            return False
        if row < 2 and self.carried is None:
            self.wants_carried = True
            return False
        known = self.carried.above if self.carried else ()
        above = [*known, *(self.block.row(r) for r in range(max(0, row - 2), row))][-2:]
        over = sum(map(bool, above[-1])) if above else len(cells)
        if len(cells) < 3 and over > 1:
            return False
        if self.kinds[row] == HEADER and over > 1:
            return False  # the heading again, without a title of its own
        lines = np.array([*above, self.block.row(row)], dtype=object)
        return looks_like_heading(Sheet(self.region.sheet.file, self.region.sheet.name, lines), len(above))

    # -- telling of problems ---------------------------------------------------------------------------------------

    def _facts(self, rule: str, column: str | None, masked: bool = False, **facts: object) -> dict[str, object]:
        spec = self.lane.own.get(column or "")
        own = spec is not None and spec.personal is not Personal.NO
        if "value" in facts and (own or masked):
            facts["value"] = MASK
        facts.setdefault("label", spec.label if spec else column)
        sheet = self.region.sheet
        source = {"source_file": sheet.file, "source_sheet": sheet.name}
        return problem(rule, table=self.table.name, column=column, **source, **facts)

    def _tell(self, rows: Rows | Sequence[int], rule: str, column: str | None = None, **facts: object) -> None:
        """Tell the same of rows; values in rows whose cells have strayed may name a person."""
        rows = np.asarray(rows, dtype=np.intp)
        hidden = self.strayed[rows] if self.lane.is_personal and "value" in facts else np.zeros(len(rows), dtype=bool)
        for some, masked in ((rows[~hidden], False), (rows[hidden], True)):
            if len(some):
                self.told.tell(self.told.say(self._facts(rule, column, masked, **facts)), some)

    def _tell_faults(
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
                    which[at] = self.told.say(self._facts(rule, column.name, masked, **facts))
                of_rows = texts.of_rows(which)[self.data]
                hit = (of_rows >= 0) & (self.strayed[self.data] == masked if self.strayed.any() else True)
                self.told.tell(of_rows[hit], self.data[hit])

    # -- steps -----------------------------------------------------------------------------------------------------

    def result(self) -> BlockResult:
        """All steps, in the order of ``clean_region``."""
        self._refuse_headings()
        self._stray()
        self._tell_lone_texts()
        codes = self._places()
        described = self._described(codes)
        values = self._figures()
        lacking = self._settle_years(described)
        records, kept, keys, keyed = self._typed(codes, described, values)
        self._check(records, kept)
        of_row = np.full(len(self.block), -1, dtype=np.int64)
        of_row[self.data] = np.arange(len(self.data))
        problems, without_year = self._problems(codes, of_row), self._without_year(lacking, codes, of_row)
        return BlockResult(
            number=self.block.number,
            rows=Counter(map(str, self.kinds)),
            records=self._stored("records", records),
            problems=self._stored("problems", problems),
            without_year=self._stored("without-year", without_year),
            told=len(problems),
            lacking_year=len(without_year),
            provinces=_distinct_of(records, "province_code"),
            years=_distinct_of(records, self.table.year) if self.table.year else set(),
            keys=keys,
            keyed=keyed,
            set_aside=int(self.lost.sum()),
            baht_kept=self._baht(values, ~self.lost[self.data]),
            baht_set_aside=self._baht(values, self.lost[self.data]),
            filled_down=self.filled_down,
            year_assumed=self.year_assumed,
            breaks=self._breaks(codes),
            carried=self._carry(),
            wants_carried=self.wants_carried,
            eras=frozenset(self.eras),
            era_matters=frozenset(self.era_matters),
            counts=self.counts,
            written_eras=self.written_eras,
            filled=self.filled_figures,
            first_errors=self.first_errors,
            notes=self._notes(),
        )

    def _stored(self, kind: str, rows: pa.Table) -> Stored | None:
        return store_rows(self.lane.folder / kind / f"{self.block.number}.arrow", rows)

    def _stray(self) -> None:
        """Cells under no heading: a line split by a stray comma."""
        is_data = self.kinds == DATA
        beyond = ((row, next(filter(None, texts))) for row, texts in self.block.beyond.items())
        first: dict[int, str] = {row: text for row, text in beyond if is_data[row]}
        for c in reversed(self.lane.bare):
            texts = self.block.columns[c]
            first |= {int(row): texts.at(int(row)) for row in np.flatnonzero(~self.blank[c] & is_data)}
        for row, text in sorted(first.items()):
            self.told.tell(self.told.say(self._facts("too_many_cells", None, self.lane.is_personal, value=text)), [row])
            self.strayed[row] = self.lost[row] = True

    def _tell_lone_texts(self) -> None:
        for row in np.flatnonzero(self.kinds == GROUP):
            facts = self._facts("lone_text", None, self.lane.is_personal, value=self._first(row))
            self.told.tell(self.told.say(facts), [int(row)])

    def _places(self) -> Located:
        """The area of each row of data; rows without one are set aside."""
        columns = [self._filled_down(c) for c in self.lane.places.columns]
        cells = [
            (texts.codes[self.data].astype(np.int64), texts.distinct.to_pylist())
            for texts in columns
            if texts.codes is not None
        ]
        found = self.lane.places.locate(cells, len(self.data))
        for at, (rule, value, suggestion) in found.faults:
            hint = f" (อาจหมายถึง {areas.full_name(suggestion)})" if suggestion else ""
            self._tell(self.data[at], rule, "area", value=value, expected=hint, label="พื้นที่")
            self.lost[self.data[at]] = True
        nowhere = found.of_rows(found.column("area_level") == None)  # noqa: E711 - of each entry
        nowhere = self.data[nowhere.astype(bool) & ~self.lost[self.data]]
        self._tell(nowhere, "no_area")
        self.lost[nowhere] = True
        return found

    def _filled_down(self, c: int) -> Texts:
        """A column of areas with blank cells filled as ``places.fill_down`` fills them."""
        texts = self.block.columns[c]
        if texts.codes is None:
            texts = Texts(texts.distinct, np.arange(len(texts.distinct), dtype=np.int32))
        own = self.region.meanings[c].column
        blank = self.blank[c][self.data]
        if own not in LEVELS[:3] or self.lane.places.is_by_id or not blank.any():
            return texts
        has_key = self._has_key(own)
        codes = texts.codes.copy()  # type: ignore[union-attr]
        distinct = texts.distinct
        for at in np.flatnonzero(blank):
            row = int(self.data[at])
            if not has_key[row]:
                continue
            if row == 0 and self.carried is None:
                self.wants_carried = True
            elif row == 0 and self.carried is not None and self.carried.texts is not None:
                distinct = pa.concat_arrays([distinct, pa.array([self.carried.texts[c]], pa.string())])
                codes[row] = len(distinct) - 1
            elif at and self.data[at - 1] == row - 1:
                codes[row] = codes[row - 1]
        filled = Texts(distinct, codes)
        now_blank = filled.of_rows(_flags(pc.equal(distinct, "")))[self.data]
        self.filled_down += int((blank & ~now_blank).sum())
        self._filled = {**getattr(self, "_filled", {}), c: filled}
        return filled

    def _has_key(self, own: str) -> Mask:
        """Rows in which another key cell is filled: only these take a text from above."""
        figure_names = {c.name for c in self.table.columns if c.kind in FIGURES}
        ruled_out = {"ignored", own, *figure_names, *LEVELS[: LEVELS.index(own)]}
        found = np.zeros(len(self.block), dtype=bool)
        for c, m in enumerate(self.region.meanings):
            if m.column and not m.fixed and m.column not in ruled_out:
                found |= ~self.blank[c]
        return found

    def _carry(self) -> Carried:
        """What the last rows hand on to the next block."""
        last = len(self.block) - 1
        above = tuple(self.block.row(row) for row in range(max(0, last - 1), last + 1))
        if last < 0 or self.kinds[last] != DATA:
            return Carried(None, above)
        filled = getattr(self, "_filled", {})
        texts = {c: filled.get(c, self.block.columns[c]).at(last) for c in self.lane.places.columns}
        return Carried(texts, above)

    # -- values ----------------------------------------------------------------------------------------------------

    @cached_property
    def kept(self) -> Rows:
        """Rows of the block that are taken in."""
        return self.data[~self.lost[self.data]]

    def _described(self, codes: Located) -> dict[str, pa.Array]:
        """Year, as-of date and every descriptive column of the rows taken in."""
        found: dict[str, pa.Array] = {"as_of_date": self._as_of()}
        if self.table.year:
            found[self.table.year] = pa.array(self._years())
        for column in self.table.columns:
            is_described = column.kind not in FIGURES and column.name not in found and column.is_stored
            if is_described and column.name not in AREA_COLUMNS:
                found[column.name] = self._column(column)
        return found

    def _column_at(self, name: str) -> int | None:
        return next((c for c in self.region.columns(name) if not self.region.meanings[c].fixed), None)

    def _column(self, column: Column) -> pa.Array:
        at = self._column_at(column.name)
        if at is None:
            return pa.nulls(len(self.kept), STORED.get(column.kind, pa.string()))
        texts = self.block.columns[at]
        if column.personal is Personal.HASH and column.kind is Kind.CODE:
            return self._hashed(column, texts, at)
        parsed = self.lane.parsed(column, texts)
        self._tell_faults(parsed.faults, column, texts, at)
        if column.kind is Kind.DATE:
            self._ask_era(column, texts)
            self._count_dates(column, texts, parsed, at)
        self._count_spellings(column, texts, at)
        return self._taken(parsed.values, STORED.get(column.kind, pa.string()), texts)

    def _ask_era(self, column: Column, texts: Texts) -> None:
        if column.name in self.lane.plan.common_era:
            return
        distinct = texts.distinct.to_pylist()
        if writes_common_era(distinct):
            self.eras.add(column.name)
        if depends_on_era(column, distinct, self.lane.period_of(column)):
            self.era_matters.add(column.name)

    def _taken(self, values: pd.Series, kind: pa.DataType, texts: Texts) -> pa.Array:
        """What distinct texts were read as, for the rows taken in; texts as dictionaries."""
        rows = self.kept if texts.codes is None else texts.codes[self.kept]
        if pa.types.is_timestamp(kind):
            return pa.array(pd.to_datetime(values).to_numpy("datetime64[us]")[rows], kind, from_pandas=True)
        plain = values.astype(object).where(values.notna(), None).to_numpy()
        if not pa.types.is_string(kind):
            return pa.array(plain, kind).take(pa.array(rows))
        if texts.codes is None:
            return pa.array(plain, kind).take(pa.array(rows))
        return _coded(plain, rows)

    def _hashed(self, column: Column, texts: Texts, at: int) -> pa.Array:
        """Ids as keyed hashes. As many digits as usual need no reading; whatever else a cell holds is read first."""
        distinct, usual = texts.distinct, usual_digits(column.name)
        plain = _flags(pc.match_substring_regex(distinct, f"^[0-9]{{{usual}}}$" if usual else "^[0-9]{1,12}$"))
        digests = np.zeros((len(distinct), 8), dtype=np.uint8)
        keyed = self.lane.keyed
        ready = distinct.filter(pa.array(plain)).cast(pa.binary()).to_pylist()
        digests[plain] = np.frombuffer(b"".join(map(keyed, ready)), dtype=np.uint8).reshape(-1, 8)
        known = plain.copy()
        others = np.flatnonzero(~plain)
        if len(others):
            parsed = parse(column, pd.Series(distinct.take(pa.array(others)).to_pylist(), dtype=object))
            faults = [(int(others[n]), rule, value, expected) for n, rule, value, expected in parsed.faults]
            self._tell_faults(faults, column, texts, at)
            for n, text in zip(others, parsed.values, strict=True):
                if text is not None:
                    digests[n], known[n] = np.frombuffer(bytes.fromhex(text), dtype=np.uint8), True
        rows = self.kept if texts.codes is None else texts.codes[self.kept]
        return _hexadecimal(digests[rows], known[rows])

    def _as_of(self) -> pa.Array:
        at, said = self.region.columns("as_of_date"), self.region.context.as_of_date
        fallback = pa.scalar(None if said is None else pd.Timestamp(said).to_pydatetime(), pa.timestamp("us"))
        if not at:
            return pa.repeat(fallback, len(self.kept))
        column, texts = Column("as_of_date", Kind.DATE, "ข้อมูล ณ วันที่"), self.block.columns[at[0]]
        parsed = self.lane.parsed(column, texts)
        self._tell_faults(parsed.faults, column, texts, at[0])
        self._ask_era(column, texts)
        self._count_dates(column, texts, parsed, at[0])
        return pc.fill_null(self._taken(parsed.values, pa.timestamp("us"), texts), fallback)

    def _years(self) -> Any:
        """The year of each row taken in: its own cell, else the titles. One that cannot be read stays missing."""
        name = str(self.table.year)
        at = self.region.columns(name) or self.region.columns("fiscal_year")
        years = pd.array([pd.NA] * len(self.kept), dtype="Int64")
        self.unreadable_years = np.zeros(len(self.block), dtype=bool)
        if at:
            column, texts = Column(name, Kind.YEAR, "ปี"), self.block.columns[at[0]]
            parsed = self.lane.parsed(column, texts)
            self._tell_faults(parsed.faults, column, texts, at[0])
            wrong = np.zeros(len(texts.distinct), dtype=bool)
            wrong[[fault[0] for fault in parsed.faults]] = True
            self.unreadable_years = texts.of_rows(wrong)
            read = pd.to_numeric(parsed.values).astype("Int64").array
            years = read[self.kept if texts.codes is None else texts.codes[self.kept]]
        if self.region.context.fiscal_year:
            silent = years.isna() & ~self.unreadable_years[self.kept]
            years[silent] = self.region.context.fiscal_year
        return years

    def _settle_years(self, described: dict[str, pa.Array]) -> Rows:
        """Rows that no year is known of; the file's name may give it."""
        name = self.table.year
        if name is None:
            return np.array([], dtype=np.intp)
        lacking = _flags(described[name].is_null()) & ~self.unreadable_years[self.kept]
        year = year_in_name(self.region.sheet.file, self.table.file_year)
        if year and lacking.any():
            described[name] = pc.if_else(pa.array(lacking), year, described[name])
            self.year_assumed = True
            return np.array([], dtype=np.intp)
        return self.kept[lacking]

    def _figures(self) -> dict[str, Figures]:
        """Every figure of the rows of data."""
        found: dict[str, Figures] = {}
        for c, one in self.numbers.items():
            texts = self.block.columns[c]
            if one.column.name in found:
                continue
            is_broken = c in self.lane.plan.broken
            faults = [fault for fault in one.faults if not (is_broken and fault[1] == "error_cell")]
            self._tell_faults(faults, one.column, texts, c)
            self._count_figures(c, one, texts)
            values = np.where(self.has_number, texts.of_rows(one.reported), texts.of_rows(one.values))
            found[one.column.name] = values[self.data]
        return found

    # -- what is told of a column as a whole ---------------------------------------------------------------------------

    def _uses(self, texts: Texts) -> npt.NDArray[np.int64]:
        """In how many rows of data each distinct text stands."""
        if texts.codes is None:
            return (self.kinds == DATA).astype(np.int64)
        return np.bincount(texts.codes[self.data], minlength=len(texts.distinct))

    def _count_figures(self, c: int, one: _Figures, texts: Texts) -> None:
        """Cells that say why there is no figure, and whether all of a column are errors."""
        if (one.state == "number").all():
            self.filled_figures[c, False] += len(self.data)
            return
        uses = self._uses(texts)
        for n in np.flatnonzero((one.state == "missing") & (uses > 0)):
            self.counts["no_figure", c, clean(texts.distinct[int(n)].as_py()), ""] += int(uses[n])
        wrong = one.state == "error"
        self.filled_figures[c, True] += int(uses[wrong].sum())
        self.filled_figures[c, False] += int(uses[~wrong & (one.state != "blank")].sum())
        if (uses[wrong] > 0).any():
            row = self.data[np.flatnonzero(texts.of_rows(wrong)[self.data])[0]]
            self.first_errors[c] = texts.at(int(row))

    def _count_dates(self, column: Column, texts: Texts, parsed: Parsed, at: int) -> None:
        """The first date of each era, and dates that took their year from the period of the report."""
        distinct = texts.distinct.to_pylist()
        eras = np.array([_era(text) for text in distinct], dtype=np.int8)
        for era in (0, 1):
            if (eras == era).any() and (hit := texts.of_rows(eras == era)[self.data]).any():
                self.written_eras[at, bool(era)] = texts.at(int(self.data[hit.argmax()]))
        if self.lane.period_of(column):
            uses, read = self._uses(texts), parsed.values.notna().to_numpy()
            bare = np.array([lacks_year(text) for text in distinct], dtype=bool) if (eras < 0).any() else ~read
            if count := int(uses[bare & read].sum()):
                self.counts["date_of_period", at, "", ""] += count

    def _count_spellings(self, column: Column, texts: Texts, at: int) -> None:
        """Spellings that the project added, each with the rows it was met in."""
        if not (known := spellings(self.table, column)):
            return
        uses = self._uses(texts)
        for n, text in enumerate(texts.distinct.to_pylist()):
            if uses[n] and text and (key := match_key(text)) in known:
                self.counts["own_spelling", at, text, known[key]] += int(uses[n])

    def _baht(self, values: dict[str, Figures], of: Mask) -> float:
        money = [values[c.name][of] for c in self.table.columns if c.kind is Kind.BAHT and c.name in values]
        return float(sum(np.nansum(one) for one in money))

    def _typed(
        self, codes: Located, described: dict[str, pa.Array], values: dict[str, Figures]
    ) -> tuple[pa.Table, Rows, npt.NDArray[np.uint64], Rows]:
        """The rows taken in as records of the table; the names of file and sheet, the same for all, are left out."""
        among = ~self.lost[self.data]
        columns: dict[str, pa.Array] = {**_area_columns(codes, among), **described}
        columns |= {name: pa.array(one[among], from_pandas=True) for name, one in values.items()}
        columns["source_row"] = pa.array(self.kept, pa.int64())
        layout = schema(self.table)
        for name in layout.names:
            if name not in columns and name not in ("source_file", "source_sheet"):
                columns[name] = pa.nulls(len(self.kept), layout.field(name).type)
        ordered = {name: columns[name] for name in layout.names if name in columns}
        records = pa.table({name: _as(one, layout.field(name).type) for name, one in ordered.items()})
        keys, keyed = key_hashes(self.table, records)
        return records, self.kept, keys, keyed

    def _check(self, records: pa.Table, kept: Rows) -> None:
        """The rules of the table, asked of all records."""
        frame = as_frame(records)
        frame["source_file"], frame["source_sheet"] = self.region.sheet.file, self.region.sheet.name
        for broken in check_records(self.table, frame, told=self._told_of_required()):
            row = int(str(broken["source_row"]))
            self.told.tell(self.told.say(broken), [row])

    def _told_of_required(self) -> Iterable[dict[str, object]]:
        required = {column.name for column in self.table.columns if column.required}
        for which, rows in zip(self.told.which, self.told.rows, strict=True):
            column = self.told.said[int(which[0])]["column"]
            if column in required:
                yield from ({"source_row": int(row), "column": column} for row in rows)

    def _problems(self, codes: Located, of_row: Rows) -> pa.Table:
        which = np.concatenate([*self.told.which, np.array([], dtype=np.int64)])
        rows = np.concatenate([*self.told.rows, np.array([], dtype=np.intp)])
        return _problem_table(self.told.said, which, rows, codes, of_row)

    def _without_year(self, lacking: Rows, codes: Located, of_row: Rows) -> pa.Table:
        """What would be told of each row without a year; of all rows at once where none has one."""
        said = [self._facts("no_year", None)]
        return _problem_table(said, np.zeros(len(lacking), dtype=np.int64), lacking, codes, of_row)

    # -- for the whole file ----------------------------------------------------------------------------------------

    def _breaks(self, codes: Located) -> list[Break]:
        """Total rows and headings between the rows of data, and the rows behind the last of them."""
        adding = [c for c, one in self.numbers.items() if one.column.kind in (Kind.BAHT, Kind.COUNT)]
        at = np.flatnonzero(np.isin(self.kinds, [TOTAL, GROUP]))
        scaled = {c: self._scaled(c) for c in adding} if len(at) else {}
        found, start = [], 0
        for row in map(int, at):
            first = self._total_label(row) if self.kinds[row] == TOTAL else ""
            stated = {c: float(one[row]) for c, one in scaled.items()} if first else {}
            one = self._break(row, first, stated, start, codes, scaled)
            found.append(replace(one, is_total=self.kinds[row] == TOTAL))
            start = row + 1
        scaled = scaled or {c: self._scaled(c) for c in adding}
        return [*found, replace(self._break(len(self.block), "", {}, start, codes, scaled), is_row=False)]

    def _total_label(self, row: int) -> str:
        label = self._first(row).strip() or "รวม"
        return label if label.startswith(("รวม", "ยอดรวม")) else ""

    def _scaled(self, c: int) -> Figures:
        one, scale = self.numbers[c], self.region.scale(self.region.meanings[c])
        return self.block.columns[c].of_rows(one.read * (scale if one.column.kind is Kind.BAHT else 1.0))

    def _break(
        self, row: int, label: str, stated: dict[int, float], start: int, codes: Located, scaled: dict[int, Figures]
    ) -> Break:
        among = (self.data >= start) & (self.data < row)
        rows = self.data[among]
        sums = {c: float(np.nansum(one[rows])) for c, one in scaled.items()}
        provinces, districts = (_distinct(codes, name, among) for name in ("province_code", "district_code"))
        first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (-1, -1)
        return Break(row, label, stated, sums, len(rows), provinces, districts, first, last)

    def _notes(self) -> list[str]:
        """Texts of the first column that may say the day the data are of."""
        texts = self.block.columns[0]
        return list(texts.distinct.filter(pc.match_substring(texts.distinct, "ข้อมูล ณ")).to_pylist())


def _area_columns(codes: Located, among: Mask) -> dict[str, pa.Array]:
    """The columns of areas of some of the rows of data."""
    return {name: _coded(codes.column(name), codes.at[among]) for name in AREA_COLUMNS}


def _distinct_of(records: pa.Table, name: str) -> set[Any]:
    return set(pc.unique(records.column(name)).drop_null().to_pylist())


def _distinct(codes: Located, name: str, among: Mask) -> frozenset[str | None]:
    return frozenset(codes.column(name)[np.unique(codes.at[among])])


STORED = {
    Kind.DATE: pa.timestamp("us"),
    Kind.YEAR: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.PRESENCE: pa.bool_(),
}


def _flags(found: pa.Array) -> Mask:
    return found.to_numpy(zero_copy_only=False).astype(bool)


@lru_cache(maxsize=100_000)
def _era(text: str) -> int:
    """1 for a date written in the Common Era, 0 in the Buddhist, -1 where its digits do not tell."""
    found = era_of(text)
    return -1 if found is None else int(found)


@lru_cache(maxsize=100_000)
def _is_known_heading(text: str) -> bool:
    said = (meaning(table, (text,), 2565) for table in tables().values())
    return any(one.column or one.fixed or one.total for one in said)


def _coded(values: npt.NDArray[np.object_], rows: npt.NDArray[Any]) -> pa.DictionaryArray:
    """Texts by code; a missing one is missing, not an entry of the dictionary."""
    position, distinct = pd.factorize(values)
    index = position.astype(np.int32)[rows]
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(distinct, pa.string()))


def _as(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Values of the type of their column; texts may stay dictionaries."""
    is_text = pa.types.is_string(kind) and pa.types.is_dictionary(values.type)
    return values if is_text else values.cast(kind)


_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def _hexadecimal(digests: npt.NDArray[np.uint8], known: Mask) -> pa.Array:
    """Bytes as hexadecimal text, without a Python string for each."""
    letters = np.empty((len(digests), 2 * digests.shape[1]), dtype=np.uint8)
    letters[:, ::2], letters[:, 1::2] = _HEX[digests >> 4], _HEX[digests & 15]
    offsets = np.arange(len(digests) + 1, dtype=np.int32) * letters.shape[1]
    whole = pa.StringArray.from_buffers(len(digests), pa.py_buffer(offsets), pa.py_buffer(letters))
    return whole if known.all() else pc.if_else(pa.array(known), whole, None)


def as_frame(records: pa.Table) -> pd.DataFrame:
    """Records as pandas holds them on the ordinary way."""
    columns: dict[str, Any] = {}
    for one in records.schema:
        column = records.column(one.name)
        if pa.types.is_dictionary(one.type) or pa.types.is_string(one.type):
            columns[one.name] = pd.Series(column.cast(pa.large_string()).to_pandas()).astype("str")
        elif pa.types.is_boolean(one.type):
            columns[one.name] = pd.Series(column.to_pandas()).astype("boolean")
        elif pa.types.is_integer(one.type) and column.null_count:
            columns[one.name] = pd.Series(column.to_pandas()).astype("Int64")
        else:
            columns[one.name] = column.to_pandas()
    return pd.DataFrame(columns)


def _problem_table(
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
            columns[name] = _coded(np.array([*codes.column(name), None], dtype=object), at)
        else:
            values = np.empty(len(said), dtype=object)
            values[:] = [one[name] for one in said]
            columns[name] = _coded(values, which)
    return pa.table(columns)
