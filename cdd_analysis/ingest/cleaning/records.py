"""A region's keys and figures -> its records; a sheet laid out sideways or in long form becomes rows of the table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import pandas_dtype

from cdd_analysis.datasets import AREA_COLUMNS, Kind, Table
from cdd_analysis.ingest.cleaning.keys import keys_of, year_of
from cdd_analysis.ingest.cleaning.percents import Figures, Reading, reading
from cdd_analysis.ingest.cleaning.values import FIGURES, figures
from cdd_analysis.ingest.cleaning.work import Work
from cdd_analysis.ingest.recognition.headings import Meaning, meaning
from cdd_analysis.thai.dates import fiscal_year
from cdd_analysis.thai.numbers import scale_of, unit_of


def records_of(work: Work) -> pd.DataFrame:
    """Keys and figures; a sheet laid out sideways gives a record for each month, channel … that is filled."""
    keys = keys_of(work)
    if work.region.columns("indicator") and work.region.columns("indicator_value"):
        parts = [_long_form(work, keys)]
    else:
        is_sideways = work.table.spread or any(m.fixed for m in work.region.meanings)
        parts = _sideways(work, keys) if is_sideways else [_upright(work, keys, work.region.meanings)]
    records = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    _tell_lost(work, keys, records)
    _settle_years(work, records)
    lost = records["source_row"].isin(work.sheet_rows(work.set_aside))
    money = [c.name for c in work.table.columns if c.kind is Kind.BAHT and c.name in records]
    work.baht_set_aside = float(records.loc[lost, money].sum().sum())
    return typed(work.table, records[~lost])


def _upright(work: Work, keys: pd.DataFrame, meanings: tuple[Meaning, ...]) -> pd.DataFrame:
    found = _Columns(work)
    for c, m in enumerate(meanings):
        if c in work.numbers and not m.total and m.column in work.own:
            found.add(c, m)
    return pd.concat([keys, pd.DataFrame(found.settled(), index=keys.index)], axis=1)


class _Columns:
    """Columns of figures that stand for one combination of month, channel …; each may stand there once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.figures: dict[str, Figures] = {}
        self.at: dict[str, int] = {}

    def add(self, c: int, m: Meaning) -> None:
        """Take in a column of the sheet; one that repeats it holds the same (``columns.without_repeats``)."""
        if m.column not in self.at:
            self.figures[m.column], self.at[m.column] = _figures(self.work, c, m), c

    def settled(self) -> dict[str, Figures]:
        """The figures, percents that were typed as fractions made percents."""
        for name, c in self.at.items():
            if self.work.own[name].kind is Kind.PCT and self.work.own[name].typed is None:
                self._settle_percents(name, c)
        return self.figures

    def _settle_percents(self, name: str, c: int) -> None:
        values, rows = self.figures[name], self.work.rows
        unsigned = ~self.work.numbers.is_percent[rows, self.work.numbers.at[c]]
        bare = np.where(unsigned, values, np.nan)
        meant = reading(bare, self._computed(name))
        if meant is Reading.PERCENT:
            return
        if meant is Reading.FRACTION:
            self.figures[name] = np.where(unsigned, (values * 100).round(6), values)
        first = bare[np.flatnonzero(~np.isnan(bare) & (bare != 0))[0]]
        rule = "read_as_fraction" if meant is Reading.FRACTION else "fraction_or_percent"
        label = self.work.region.meanings[c].text
        self.work.tell(rule, None, name, value=f"{first:g}", expected=f"{first * 100:g}", label=label)

    def _computed(self, name: str) -> Figures | None:
        """The percent that the figures of each row give, where the table says from which and they are there."""
        of = self.work.own[name].share_of
        if of is None or not {*of[0], *of[1]} <= self.figures.keys():
            return None
        above, below = (np.sum([self.figures[part] for part in parts], axis=0) for parts in of)
        return np.asarray(100 * above / np.where(below == 0, np.nan, below))


def _figures(work: Work, c: int, m: Meaning) -> Figures:
    column = work.own[m.column]
    parsed = figures(column, work.numbers, c, work.rows, work.cells, work.region.scale(m))
    work.tell_faults(parsed, column, c)
    if column.kind is Kind.COUNT and m.scale != 1 and unit_of(m.text) not in ("", "บาท"):
        return np.asarray(parsed.values * m.scale)
    return np.asarray(parsed.values)


def _sideways(work: Work, keys: pd.DataFrame) -> list[pd.DataFrame]:
    """A part per combination that the headings fix. A record needs a figure; a blank cell is missing, not zero."""
    fixed: dict[tuple[tuple[str, object], ...], _Columns] = {}
    for c, m in enumerate(work.region.meanings):
        if c in work.numbers and not m.total and m.column in work.own and not work.region.is_whole(m):
            fixed.setdefault(m.fixed, _Columns(work)).add(c, m)
    parts = []
    for combination, found in fixed.items():
        columns = found.settled()
        said: dict[str, Any] = {
            name: pd.Timestamp(value) if isinstance(value, dt.date) else value for name, value in combination
        }
        part = keys.assign(**columns, **said)
        if work.table.year == "fiscal_year" and any(name == "month" for name, _ in combination):
            part["fiscal_year"] = year_of(part["month"])
        parts.append(part[part[list(columns)].notna().any(axis=1)])
    return parts or [keys.iloc[:0]]


def _long_form(work: Work, keys: pd.DataFrame) -> pd.DataFrame:
    """A row per indicator: the indicator's name says which column its value fills."""
    at, value_at = work.region.columns("indicator")[0], work.region.columns("indicator_value")[0]
    names = work.raw(at)
    said = {name: meaning(work.table, (str(name),)) for name in names.unique()}
    columns = names.map({name: m.column if m.column in work.own else "" for name, m in said.items()})
    frame = keys.copy()
    for name in (str(n) for n in columns.unique() if n):
        own = (columns == name).to_numpy()
        parsed = figures(work.own[name], work.numbers, value_at, work.rows, work.cells, _row_scales(work))
        parsed.faults = [fault for fault in parsed.faults if own[fault[0]]]
        work.tell_faults(parsed, work.own[name], value_at)
        counted = _row_scales(work, counts=True) if work.own[name].kind is Kind.COUNT else 1.0
        frame[name] = np.where(own, parsed.values * counted, np.nan)
    for i in np.flatnonzero((columns == "").to_numpy()):
        work.tell(
            "unknown_choice",
            int(i),
            "indicator",
            value=names.iloc[i],
            at=at,
            label="รายการข้อมูล",
            expected="รายการของตารางนี้",
        )
        work.set_aside.add(int(i))
    return frame[frame.drop(columns=keys.columns).notna().any(axis=1)]


def _row_scales(work: Work, *, counts: bool = False) -> npt.NDArray[np.float64]:
    """What money is counted in, row by row, as the column of units says; else as the titles do. ``counts``: what things
    are counted in (พันคน), of which titles say nothing."""
    said = np.full(len(work.rows), 1.0 if counts else work.region.context.scale)
    if at := work.region.columns("indicator_unit"):
        units = work.raw(at[0]).map(str)
        asked = (unit for unit in units.unique() if (unit_of(unit) in ("", "บาท")) != counts)
        scales = units.map({unit: scale_of(unit) for unit in asked}).fillna(1.0).to_numpy()
        said = np.where((units == "").to_numpy(), said, scales)
    return said


def _tell_lost(work: Work, keys: pd.DataFrame, records: pd.DataFrame) -> None:
    """Data rows that gave no record: a known area without a figure has not reported."""
    gave = set(records["source_row"])
    for i in np.flatnonzero(~keys["source_row"].isin(gave).to_numpy()):
        if int(i) not in work.set_aside:
            work.tell("no_value", int(i))
            work.set_aside.add(int(i))


def _settle_years(work: Work, records: pd.DataFrame) -> None:
    """The year where neither cells, titles nor months say one: the file's name, else missing and told of."""
    name = work.table.year
    rows = _without_year(work, records) if name else set()
    if name is None or not rows:
        return
    if year := _year_of_headings(work) or work.file_year():
        unsaid = records[name].isna() & records["source_row"].isin(work.sheet_rows(rows))
        records[name] = records[name].mask(unsaid, year)
        if not _year_of_headings(work):
            work.tell("context_assumed", label="ปี", expected="ชื่อไฟล์", value=year)
        return
    for at in sorted(rows) if len(rows) < len(work.rows) else [None]:
        work.tell("no_year", at)


def _without_year(work: Work, records: pd.DataFrame) -> set[int]:
    """Positions of the data rows that give a record without a year, and not because it could not be read."""
    lacking = records.loc[records[str(work.table.year)].isna(), "source_row"]
    rows = map(int, np.flatnonzero(np.isin(work.rows + 1, lacking)))
    return set(rows) - work.unreadable_years - work.set_aside


def _year_of_headings(work: Work) -> int | None:
    """The fiscal year that all months of the headings lie in; a target beside them is of that year."""
    months = [value for m in work.region.meanings for name, value in m.fixed if name == "month"]
    years = {fiscal_year(month) for month in months if isinstance(month, dt.date)}
    return years.pop() if len(years) == 1 and work.table.year == "fiscal_year" else None


_STORED_AS = {
    Kind.DATE: "datetime64[us]",
    Kind.MONTH: "datetime64[us]",
    Kind.YEAR: "Int64",
    Kind.FLAG: "boolean",
    Kind.PRESENCE: "boolean",
}


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Every column of the table, in its order and type; choices that a sheet does not split by are "all"."""
    typed_already = frame.reindex(columns=["as_of_date", "source_row", *([table.year] if table.year else [])])
    parts = [frame.reindex(columns=names).astype(pandas_dtype(dtype)) for dtype, names in _by_type(table).items()]
    frame = pd.concat([typed_already, *parts], axis=1)[list(table.stored)]
    for column in table.columns:
        if column.name in table.key and "all" in column.choices:
            frame[column.name] = frame[column.name].fillna("all")
    return frame.reset_index(drop=True).copy()


def _by_type(table: Table) -> dict[str, list[str]]:
    """Columns by the type they are stored as, so that a hundred of figures become floats in one step."""
    names: dict[str, list[str]] = {"str": [*AREA_COLUMNS, "source_file", "source_sheet"]}
    for column in table.columns:
        if column.is_stored and column.name != table.year:
            dtype = "float64" if column.kind in FIGURES else _STORED_AS.get(column.kind, "str")
            names.setdefault(dtype, []).append(column.name)
    return names
