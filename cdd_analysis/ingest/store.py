"""``data/processed``: clean tables as plain parquet files, a file per province, so that one reads without the rest."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cdd_analysis import project
from cdd_analysis.datasets import AREA_COLUMNS, COMPARISONS, Kind, Personal, Table, table, tables
from cdd_analysis.errors import NoData
from cdd_analysis.ingest.personal import refuse_personal
from cdd_analysis.ingest.problems import COLUMNS as PROBLEM_COLUMNS
from cdd_analysis.ingest.spill import NATIONAL, Spill, dictionaries, gathered

#: Rows of a row group, where rows come from the disk.
_GROUP = 200_000
BUILD = "build.json"
_TEXT, _REAL, _WHOLE, _TIME = pa.string(), pa.float64(), pa.int64(), pa.timestamp("us")
_TYPES = {
    Kind.COUNT: _REAL,
    Kind.BAHT: _REAL,
    Kind.NUMBER: _REAL,
    Kind.PCT: _REAL,
    Kind.DATE: _TIME,
    Kind.MONTH: _TIME,
    Kind.YEAR: _WHOLE,
    Kind.FLAG: pa.bool_(),
    Kind.PRESENCE: pa.bool_(),
}
_ROWS = ("read", "kept", "title", "header", "total", "note", "blank", "duplicate", "rejected")
_BAHT = ("read", "kept", "duplicate", "rejected")
PROBLEMS_SCHEMA = pa.schema([(name, _REAL if name == "source_row" else _TEXT) for name in PROBLEM_COLUMNS])
LEDGER_SCHEMA = pa.schema(
    [
        ("kind", _TEXT),
        ("table", _TEXT),
        ("source_file", _TEXT),
        ("source_sheet", _TEXT),
        ("source_row", _REAL),
        *((f"rows_{name}", _REAL) for name in _ROWS),
        *((f"baht_{name}", _REAL) for name in _BAHT),
        ("column", _TEXT),
        ("scope", _TEXT),
        ("stated", _REAL),
        ("computed", _REAL),
        ("difference", _REAL),
        *((name, _TEXT) for name in ("value_before", "value_after", "why", "asked_by", "origin")),
        ("fiscal_year", _REAL),
        ("province_code", _TEXT),
        ("district_code", _TEXT),
        ("comparison", _TEXT),
        ("month", _TIME),
        ("area_level", _TEXT),
        ("subdistrict_code", _TEXT),
        ("village_code", _TEXT),
        ("as_of_stated", _TIME),
        ("as_of_computed", _TIME),
        ("source_stated", _TEXT),
        ("source_computed", _TEXT),
    ]
)
FAULTY_ROWS = "faulty_rows"
FAULTY_SCHEMA = pa.schema(
    [
        ("table", _TEXT),
        ("source_file", _TEXT),
        ("source_sheet", _TEXT),
        ("source_row", _REAL),
        ("letter", _TEXT),  # of the column on the sheet
        ("column", _TEXT),  # what its cells mean
        ("label", _TEXT),  # its heading as read
        ("value", _TEXT),  # what the cell says, masked where it may point at a person
        ("is_number", pa.bool_()),
        ("print", _TEXT),  # fingerprint of the cell
        ("shown_print", _TEXT),  # fingerprint of ``value``
        ("rules", _TEXT),  # rules that found fault with this very cell
        ("is_open", pa.bool_()),  # whether the office may correct it
        ("province_code", _TEXT),
        ("district_code", _TEXT),
    ]
)
#: Columns of ``Processed.differences``.
DIFFERENCES = (
    *("comparison", "kind", "table", "column", "label", "area_level"),
    *AREA_COLUMNS[1:],
    *("fiscal_year", "month", "stated", "computed", "difference", "relative_pct"),
    *("as_of_stated", "as_of_computed", "source_stated", "source_computed", "scope"),
)


def ledger_frame(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Parts of a ledger as one table with the columns and kinds of time that it is stored with."""
    told = [part for part in parts if len(part)] or [pd.DataFrame()]
    ledger = pd.concat(told, ignore_index=True).reindex(columns=LEDGER_SCHEMA.names)
    times = [field.name for field in LEDGER_SCHEMA if field.type == _TIME]
    return ledger.astype(dict.fromkeys(times, "datetime64[us]"))


def schema(spec: Table) -> pa.Schema:
    """The explicit schema of a processed table: codes are text, money and counts float64, years int64."""
    own = {c.name: _TYPES.get(c.kind, _TEXT) for c in spec.columns if c.is_stored}
    fixed = {
        "fiscal_year": _WHOLE,
        "bmn_year": _WHOLE,
        "as_of_date": _TIME,
        "source_file": _TEXT,
        "source_sheet": _TEXT,
        "source_row": _WHOLE,
        **dict.fromkeys(AREA_COLUMNS, _TEXT),
    }
    names = [*spec.stored, *(["merged_from"] if spec.merged else [])]
    return pa.schema([(name, own.get(name) or fixed.get(name, _TEXT)) for name in names])


def hash_columns(name: str) -> tuple[str, ...]:
    """Columns of a processed table that hold keyed hashes, whose digits mean nothing."""
    if name == FAULTY_ROWS:
        return ("print", "shown_print")
    spec = tables().get(name)
    return tuple(c.name for c in spec.columns if c.personal is Personal.HASH) if spec else ()


def write(
    processed: Path,
    frames: Iterable[tuple[str, pd.DataFrame, pa.Schema]],
    summary: dict[str, Any],
    spilled: Mapping[str, Sequence[Spill]] = MappingProxyType({}),
) -> None:
    """Replace ``processed`` as a whole: everything is written beside it first, then moved into place.

    Args:
        processed: the folder.
        frames: each table's name, rows and schema.
        summary: what the build did.
        spilled: by table, rows of it that lie on the disk.
    """
    processed.mkdir(parents=True, exist_ok=True)
    fresh = processed / f".new-{uuid.uuid4().hex[:8]}"
    fresh.mkdir()
    try:
        for name, frame, layout in frames:
            _write_table(fresh / name, frame, layout, spilled.get(name, ()))
        (fresh / BUILD).write_text(json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
        for old in processed.iterdir():
            if old.is_dir():
                if old != fresh:
                    shutil.rmtree(old)
            elif old.name == BUILD:
                old.unlink()
        for new in fresh.iterdir():
            new.rename(processed / new.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_table(folder: Path, frame: pd.DataFrame, layout: pa.Schema, spilled: Sequence[Spill]) -> None:
    folder.mkdir()
    whole = pa.Table.from_pandas(frame.reindex(columns=layout.names), schema=layout, preserve_index=False)
    whole = whole.replace_schema_metadata(None)
    refuse_personal(whole, folder.name, hashes=hash_columns(folder.name))
    partition = frame["province_code"].astype(object).fillna(NATIONAL).replace("", NATIONAL).to_numpy()
    rows = {str(code): pa.array(at.to_numpy()) for code, at in pd.Series(range(len(frame))).groupby(partition)}
    large = {code for one in spilled for code in one.provinces}
    none = pa.array([], pa.int64())
    for code in rows.keys() - large:
        pq.write_table(whole.take(rows[code]), folder / f"{code}.parquet", compression="zstd")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = [
            pool.submit(_write_large, folder / f"{code}.parquet", whole.take(rows.get(code, none)), code, spilled)
            for code in sorted(large)
        ]
        for part in parts:
            part.result()
    if not any(folder.iterdir()):
        pq.write_table(whole.slice(0, 0), folder / f"{NATIONAL}.parquet")


def _write_large(path: Path, rows: pa.Table, code: str, spilled: Sequence[Spill]) -> None:
    """A province of which some rows lie on the disk. Texts stay dictionaries on their way; the file does not say so."""
    batches = (batch.select(rows.schema.names) for one in spilled for batch in one.batches(code) if len(batch))
    writer: pq.ParquetWriter | None = None
    try:
        for group in gathered(chain([rows] if len(rows) else [], batches), _GROUP):
            for texts in dictionaries(group):
                refuse_personal(texts, path.parent.name, hashes=hash_columns(path.parent.name))
            if writer is None:
                writer = _writer(path, group.schema)
            writer.write_table(group)
    finally:
        if writer is not None:
            writer.close()


def _writer(path: Path, layout: pa.Schema) -> pq.ParquetWriter:
    repeating = [f.name for f in layout if pa.types.is_dictionary(f.type)]
    return pq.ParquetWriter(path, layout, compression="zstd", use_dictionary=repeating, store_schema=False)


class Processed:
    """Reads ``data/processed``. Tables come back whole, or for some provinces and area levels only.

    Args:
        path: the folder; by default the project's (``CDD_PROCESSED``, else the nearest ``data/processed``).
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path is not None else project.processed()

    def has_data(self) -> bool:
        """Whether a build was ever made here."""
        return (self.path / BUILD).exists()

    def require(self) -> None:
        """Raise NoData, with the commands that make data, where there is none."""
        if not self.has_data():
            raise NoData(
                "There is no processed data yet.",
                where=str(self.path.name),
                do="Run 'cdd sample' for made-up files (or put your own into data/raw), then 'cdd build'.",
            )

    @cached_property
    def stamp(self) -> str:
        """Tells this build from every other, in this folder or another; empty where there is none."""
        try:
            told = (self.path / BUILD).stat()
        except OSError:
            return ""
        return f"{self.path.resolve()}:{told.st_ino}:{told.st_mtime_ns}:{told.st_size}"

    @cached_property
    def built(self) -> dict[str, Any]:
        """What the build left: files, tables, versions, folders of made-up files. Empty where there is no build."""
        return _summary(self.path / BUILD, self.stamp) if self.stamp else {}

    def is_sample(self, files: Iterable[str] | None = None) -> bool:
        """Whether any file of the build (or of ``files``) is made up."""
        marked = tuple(self.built.get("sample_folders", ()))
        looked_at = self.built.get("files", ()) if files is None else files
        return bool(marked) and any(str(name).startswith(marked) for name in looked_at)

    def read(
        self,
        name: str,
        *,
        provinces: Sequence[str] | None = None,
        levels: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """A table, all of it or only some provinces, levels and columns; an empty frame where nothing is there.

        Args:
            name: the table.
            provinces: codes; "national" for rows that belong to no province. None for everything.
            levels: ``area_level`` values to keep.
            columns: columns to keep.
        """
        layout = schema(table(name))
        return self._read(name, layout, provinces, levels, columns)

    def largest(self, name: str, column: str) -> int | None:
        """The largest value of a whole-number column of a table, as its files' footers tell it; None without one."""
        found = []
        for path in sorted((self.path / name).glob("*.parquet")):
            told = pq.read_metadata(path)
            place = told.schema.names.index(column)
            groups = (told.row_group(number).column(place).statistics for number in range(told.num_row_groups))
            found += [one.max for one in groups if one is not None and one.has_min_max]
        return max(found, default=None)

    def problems(self, provinces: Sequence[str] | None = None) -> pd.DataFrame:
        """Problem rows, as ``cdd_analysis.ingest.problems.COLUMNS``."""
        return self._read("problems", PROBLEMS_SCHEMA, provinces, None, None)

    def ledger(self, provinces: Sequence[str] | None = None, *, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The ledger: ``kind`` "sheet" accounts for rows and baht, "control" compares figures, "correction" says what
        was changed at whose request."""
        return self._read("ledger", LEDGER_SCHEMA, provinces, None, columns)

    def differences(self, provinces: Sequence[str] | None = None) -> pd.DataFrame:
        """The ledger's comparisons as one tidy table: both figures, both dates and both sources of each.

        One row is a figure of one column held against another for one area and period, whether they agree or not.
        ``label`` is the column's Thai heading; ``relative_pct`` the difference in per cent of the stated figure;
        ``difference`` is missing where the two could not be compared, and ``scope`` says why.
        """
        ledger = self.ledger(provinces)
        controls = ledger[ledger["kind"] == "control"].reset_index(drop=True)
        labels = {(one.name, c.name): c.label for one in tables().values() for c in one.columns}
        named = zip(controls["table"], controls["column"], strict=True)
        base = controls["stated"].abs()
        return controls.assign(
            label=pd.Series([labels.get(pair) for pair in named], index=controls.index, dtype="str"),
            relative_pct=controls["difference"] / base.where(base > 0) * 100,
            kind=controls["comparison"].map(dict(COMPARISONS)).astype("str"),
        )[list(DIFFERENCES)]

    def faulty_rows(self) -> pd.DataFrame:
        """The cells of rows with something to correct or to check, one row a cell: what a fix list is made of."""
        return self._read(FAULTY_ROWS, FAULTY_SCHEMA, None, None, None)

    def _read(
        self,
        name: str,
        layout: pa.Schema,
        provinces: Sequence[str] | None,
        levels: Sequence[str] | None,
        columns: Sequence[str] | None,
    ) -> pd.DataFrame:
        folder = self.path / name
        wanted = sorted(folder.glob("*.parquet")) if provinces is None else [folder / f"{p}.parquet" for p in provinces]
        there = [str(path) for path in wanted if path.exists()]
        if not there:
            kept = pa.schema([layout.field(c) for c in columns]) if columns is not None else layout
            return _frame(kept.empty_table())
        filters = [("area_level", "in", list(levels))] if levels is not None else None
        return _frame(pq.read_table(there, columns=columns, filters=filters, schema=layout, partitioning=None))


@lru_cache(maxsize=2)
def _summary(path: Path, stamp: str) -> dict[str, Any]:
    """The build's summary, read once for all who ask; ``stamp`` tells whether it is still the same build."""
    summary: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return summary


def _frame(rows: pa.Table) -> pd.DataFrame:
    """Arrow -> pandas: whole numbers and booleans with gaps stay what they are (Int64, boolean)."""
    frame = rows.to_pandas()
    for field in rows.schema:
        if pa.types.is_boolean(field.type):
            frame[field.name] = frame[field.name].astype("boolean")
        elif pa.types.is_integer(field.type) and frame[field.name].dtype != "int64":
            frame[field.name] = frame[field.name].astype("Int64")
    return frame
