"""What describes the rows of a block: year, as-of date, ids, dates, choices, texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.datasets import AREA_COLUMNS, Column, Kind, Personal
from cdd_analysis.ingest.cleaning.values import FIGURES, parse
from cdd_analysis.ingest.fast_lane.arrays import STORED, coded, flags, hexadecimal
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.blocks import Texts
from cdd_analysis.ingest.fast_lane.column_counts import count_dates, count_spellings
from cdd_analysis.ingest.fast_lane.eras import depends_on_era, writes_common_era
from cdd_analysis.ingest.personal import usual_digits
from cdd_analysis.ingest.recognition.titles import year_in_name

Rows = npt.NDArray[np.intp]


def descriptions(work: BlockWork) -> dict[str, pa.Array]:
    """Year, as-of date and every descriptive column of the rows taken in."""
    found: dict[str, pa.Array] = {"as_of_date": _as_of(work)}
    if work.table.year:
        found[work.table.year] = pa.array(_years(work))
    for column in work.table.columns:
        is_described = column.kind not in FIGURES and column.name not in found and column.is_stored
        if is_described and column.name not in AREA_COLUMNS:
            found[column.name] = _column(work, column)
    return found


def _column_at(work: BlockWork, name: str) -> int | None:
    return next((c for c in work.region.columns(name) if not work.region.meanings[c].fixed), None)


def _column(work: BlockWork, column: Column) -> pa.Array:
    at = _column_at(work, column.name)
    if at is None:
        return pa.nulls(len(work.kept), STORED.get(column.kind, pa.string()))
    texts = work.block.columns[at]
    if column.personal is Personal.HASH and column.kind is Kind.CODE:
        return _hashed(work, column, texts, at)
    parsed = work.lane.parsed(column, texts)
    work.tell_faults(parsed.faults, column, texts, at)
    if column.kind is Kind.DATE:
        _ask_era(work, column, texts)
        count_dates(work, column, texts, parsed, at)
    count_spellings(work, column, texts, at)
    return _taken(work, parsed.values, STORED.get(column.kind, pa.string()), texts)


def _ask_era(work: BlockWork, column: Column, texts: Texts) -> None:
    if column.name in work.lane.plan.common_era:
        return
    distinct = texts.distinct.to_pylist()
    if writes_common_era(distinct):
        work.eras.add(column.name)
    if depends_on_era(column, distinct, work.lane.period_of(column)):
        work.era_matters.add(column.name)


def _taken(work: BlockWork, values: pd.Series, kind: pa.DataType, texts: Texts) -> pa.Array:
    """What distinct texts were read as, for the rows taken in; texts as dictionaries."""
    rows = work.kept if texts.codes is None else texts.codes[work.kept]
    if pa.types.is_timestamp(kind):
        return pa.array(pd.to_datetime(values).to_numpy("datetime64[us]")[rows], kind, from_pandas=True)
    plain = values.astype(object).where(values.notna(), None).to_numpy()
    if not pa.types.is_string(kind):
        return pa.array(plain, kind).take(pa.array(rows))
    if texts.codes is None:
        return pa.array(plain, kind).take(pa.array(rows))
    return coded(plain, rows)


def _hashed(work: BlockWork, column: Column, texts: Texts, at: int) -> pa.Array:
    """Ids as keyed hashes. As many digits as usual need no reading; whatever else a cell holds is read first."""
    distinct, usual = texts.distinct, usual_digits(column.name)
    plain = flags(pc.match_substring_regex(distinct, f"^[0-9]{{{usual}}}$" if usual else "^[0-9]{1,12}$"))
    digests = np.zeros((len(distinct), 8), dtype=np.uint8)
    keyed = work.lane.keyed
    ready = distinct.filter(pa.array(plain)).cast(pa.binary()).to_pylist()
    digests[plain] = np.frombuffer(b"".join(map(keyed, ready)), dtype=np.uint8).reshape(-1, 8)
    known = plain.copy()
    others = np.flatnonzero(~plain)
    if len(others):
        parsed = parse(column, pd.Series(distinct.take(pa.array(others)).to_pylist(), dtype=object))
        faults = [(int(others[n]), rule, value, expected) for n, rule, value, expected in parsed.faults]
        work.tell_faults(faults, column, texts, at)
        for n, text in zip(others, parsed.values, strict=True):
            if text is not None:
                digests[n], known[n] = np.frombuffer(bytes.fromhex(text), dtype=np.uint8), True
    rows = work.kept if texts.codes is None else texts.codes[work.kept]
    return hexadecimal(digests[rows], known[rows])


def _as_of(work: BlockWork) -> pa.Array:
    at, said = work.region.columns("as_of_date"), work.region.context.as_of_date
    fallback = pa.scalar(None if said is None else pd.Timestamp(said).to_pydatetime(), pa.timestamp("us"))
    if not at:
        return pa.repeat(fallback, len(work.kept))
    column, texts = Column("as_of_date", Kind.DATE, "ข้อมูล ณ วันที่"), work.block.columns[at[0]]
    parsed = work.lane.parsed(column, texts)
    work.tell_faults(parsed.faults, column, texts, at[0])
    _ask_era(work, column, texts)
    count_dates(work, column, texts, parsed, at[0])
    return pc.fill_null(_taken(work, parsed.values, pa.timestamp("us"), texts), fallback)


def _years(work: BlockWork) -> Any:
    """The year of each row taken in: its own cell, else the titles. One that cannot be read stays missing."""
    name = str(work.table.year)
    at = work.region.columns(name) or work.region.columns("fiscal_year")
    years = pd.array([pd.NA] * len(work.kept), dtype="Int64")
    if at:
        column, texts = Column(name, Kind.YEAR, "ปี"), work.block.columns[at[0]]
        parsed = work.lane.parsed(column, texts)
        work.tell_faults(parsed.faults, column, texts, at[0])
        wrong = np.zeros(len(texts.distinct), dtype=bool)
        wrong[[fault[0] for fault in parsed.faults]] = True
        work.unreadable_years = texts.of_rows(wrong)
        read = pd.to_numeric(parsed.values).astype("Int64").array
        years = read[work.kept if texts.codes is None else texts.codes[work.kept]]
    if work.region.context.fiscal_year:
        silent = years.isna() & ~work.unreadable_years[work.kept]
        years[silent] = work.region.context.fiscal_year
    return years


def settle_years(work: BlockWork, described: dict[str, pa.Array]) -> Rows:
    """Rows that no year is known of; the file's name may give it."""
    name = work.table.year
    if name is None:
        return np.array([], dtype=np.intp)
    lacking = flags(described[name].is_null()) & ~work.unreadable_years[work.kept]
    year = year_in_name(work.region.sheet.file, work.table.file_year)
    if year and lacking.any():
        described[name] = pc.if_else(pa.array(lacking), year, described[name])
        work.year_assumed = True
        return np.array([], dtype=np.intp)
    return work.kept[lacking]
