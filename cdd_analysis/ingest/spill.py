"""Rows of a large file on the disk while it is read: by block and province, so that memory holds one block at a time.

Beside them lie the hashes of their keys, in buckets: what repeats is found a bucket at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.datasets import AREA_COLUMNS, Table

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
#: Rows without a province are stored under this name.
NATIONAL = "national"
_BUCKETS = 64
_KEY = np.dtype([("hash", np.uint64), ("row", np.int64)])
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Stored:
    """A block on the disk: a batch for each of its provinces, and the sheet rows it may hold.

    Attributes:
        base: what is added to ``source_row`` as written.
        first, last: sheet rows, as written.
    """

    path: Path
    provinces: tuple[str, ...]
    first: int
    last: int
    base: int = 0

    def read(self) -> pa.Table:
        """Every row."""
        with pa.OSFile(str(self.path)) as stream:
            return self._placed(pa.ipc.open_file(stream).read_all())

    def batch(self, province: str) -> pa.Table:
        """The rows of one province."""
        with pa.OSFile(str(self.path)) as stream:
            batch = pa.ipc.open_file(stream).get_batch(self.provinces.index(province))
        return self._placed(pa.Table.from_batches([batch]))

    def _placed(self, table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("source_row")
        return table.set_column(at, "source_row", pc.add(table.column(at), self.base))


def store_rows(path: Path, rows: pa.Table) -> Stored | None:
    """Write a block; None where it has no row."""
    if not len(rows):
        return None
    provinces, bounds, order = _by_province(rows.column("province_code"))
    ordered = rows if len(provinces) == 1 else rows.take(pa.array(order))
    ordered = ordered.combine_chunks()
    path.parent.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, ordered.schema) as writer:
        for start, end in pairwise(bounds):
            writer.write_table(ordered.slice(start, end - start))
    row = pc.min_max(rows.column("source_row")).as_py()
    return Stored(path, tuple(provinces), int(row["min"]), int(row["max"]))


class Spill:
    """Rows of one file on the disk.

    Args:
        constants: columns that say the same in every row, put in when the rows are read again.
    """

    def __init__(self, constants: dict[str, str]) -> None:
        self.constants = constants
        self.blocks: list[Stored] = []
        self.dropped: Rows = np.array([], dtype=np.int64)

    def add(self, stored: Stored | None, base: int) -> None:
        """A block whose rows stand ``base`` rows further down the sheet than it says."""
        if stored:
            moved = replace(stored, first=stored.first + base, last=stored.last + base, base=base)
            self.blocks.append(moved)

    def adopt(self, other: Spill) -> None:
        """Take the blocks of another one in."""
        self.blocks += other.blocks

    @property
    def provinces(self) -> set[str]:
        """Every province of any row."""
        return {code for block in self.blocks for code in block.provinces}

    def batches(self, province: str) -> Iterator[pa.Table]:
        """The rows of a province, block by block, without those dropped."""
        for block in self.blocks:
            if province in block.provinces:
                yield self._whole(self._without_dropped(block.batch(province), block))

    def _without_dropped(self, rows: pa.Table, block: Stored) -> pa.Table:
        start, end = np.searchsorted(self.dropped, [block.first, block.last + 1])
        if start == end:
            return rows
        return rows.filter(pa.array(~np.isin(rows.column("source_row").to_numpy(), self.dropped[start:end])))

    def _whole(self, table: pa.Table) -> pa.Table:
        for name, value in self.constants.items():
            same = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(table), dtype=np.int32)), pa.array([value]))
            table = table.append_column(name, same)
        return table

    def everything(self) -> Iterator[pa.Table]:
        """All rows but those dropped."""
        for province in sorted(self.provinces):
            yield from self.batches(province)

    def first_rows(self, count: int, severities: set[str]) -> Rows:
        """The first sheet rows of problems of these severities, so many at least where there are."""
        found = np.array([], dtype=np.int64)
        for block in sorted(self.blocks, key=lambda one: one.first):
            if len(found) >= count and found[count - 1] < block.first:
                break
            table = block.read()
            wanted = pc.is_in(table.column("severity").cast(pa.string()), pa.array(sorted(severities)))
            found = np.union1d(found, table.filter(wanted).column("source_row").to_numpy())
        return found

    def rows(self, wanted: Rows) -> pa.Table | None:
        """Some rows, by where they stand on the sheet; None where none is here."""
        wanted = np.sort(wanted)
        found = []
        for block in self.blocks:
            start, end = np.searchsorted(wanted, [block.first, block.last + 1])
            if start < end:
                table = block.read()
                mask = np.isin(table.column("source_row").to_numpy(), wanted[start:end])
                if mask.any():
                    found.append(self._whole(table.filter(pa.array(mask))))
        plain = [_without_dictionaries(table) for table in found]
        return pa.concat_tables(plain) if plain else None


def _without_dictionaries(table: pa.Table) -> pa.Table:
    texts = {f.name: table.column(f.name).cast(pa.string()) for f in table.schema if pa.types.is_dictionary(f.type)}
    return pa.table({f.name: texts.get(f.name, table.column(f.name)) for f in table.schema})


def _by_province(codes: pa.ChunkedArray) -> tuple[list[str], list[int], npt.NDArray[np.intp]]:
    """The provinces of a block, where the rows of each begin and end once they are ordered, and that order."""
    number, names = pd.factorize(pd.Series(codes.to_pandas()).astype(object).fillna(NATIONAL), sort=True)
    counts = np.bincount(number, minlength=len(names))
    return list(names), [0, *np.cumsum(counts).tolist()], np.argsort(number, kind="stable")


# -- keys ----------------------------------------------------------------------------------------------------------


def key_columns(table: Table) -> list[str]:
    """The key with ``area`` written out."""
    return [c for name in table.key for c in (AREA_COLUMNS if name == "area" else (name,))]


def must_be_told(table: Table) -> list[str]:
    """Columns without which a key is not whole: of two rows that lack one, nobody knows whether they are the same."""
    own = [c for c in key_columns(table) if c not in (*AREA_COLUMNS, *table.loose)]
    return [*own, *(["area_level"] if "area" in table.key else [])]


def key_hashes(table: Table, records: pa.Table) -> tuple[Hashes, Rows]:
    """A hash of the key of each record whose key is whole, and its ``source_row``."""
    if not table.key or not len(records):
        return np.array([], dtype=np.uint64), np.array([], dtype=np.int64)
    whole = np.ones(len(records), dtype=bool)
    for name in must_be_told(table):
        whole &= records.column(name).is_valid().to_numpy(zero_copy_only=False)
    found = np.zeros(len(records), dtype=np.uint64)
    for name in key_columns(table):
        found = found * _FACTOR + _hashes(records.column(name))
    return found[whole], records.column("source_row").to_numpy()[whole].astype(np.int64)


def _hashes(values: pa.ChunkedArray) -> Hashes:
    """A hash of each value; missing ones are alike."""
    return np.concatenate([_hashes_of(chunk) for chunk in values.chunks])


def _hashes_of(values: pa.Array) -> Hashes:
    if pa.types.is_dictionary(values.type):
        own = np.append(_hashes_of(values.dictionary.cast(pa.string())), np.uint64(0))
        return own[values.indices.fill_null(len(own) - 1).to_numpy(zero_copy_only=False)]
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        plain = values.fill_null("").to_numpy(zero_copy_only=False).astype(object)
    else:
        plain = values.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    found = pd.util.hash_array(plain, categorize=False)
    return np.where(values.is_valid().to_numpy(zero_copy_only=False), found, np.uint64(0))


class Keys:
    """Hashes of keys with the rows they stand in, in buckets on the disk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder

    def add(self, hashes: Hashes, rows: Rows) -> None:
        """More of them."""
        bucket = (hashes >> np.uint64(58)).astype(np.int64)
        order = np.argsort(bucket, kind="stable")
        keyed = np.empty(len(hashes), dtype=_KEY)
        keyed["hash"], keyed["row"] = hashes[order], rows[order]
        bounds = np.searchsorted(bucket[order], np.arange(_BUCKETS + 1))
        for number, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                with (self.folder / str(number)).open("ab") as stream:
                    keyed[start:end].tofile(stream)

    def bucket(self, number: int) -> npt.NDArray[Any]:
        """The hashes of one bucket and their rows."""
        path = self.folder / str(number)
        return np.fromfile(path, dtype=_KEY) if path.exists() else np.empty(0, dtype=_KEY)


def repeated_rows(files: Sequence[Keys], others: Hashes) -> list[Rows]:
    """For each file the rows whose key another row of any file may share; ``others`` are keys from elsewhere."""
    found: list[list[Rows]] = [[] for _ in files]
    for number in range(_BUCKETS):
        keyed = [one.bucket(number) for one in files]
        here = others[(others >> np.uint64(58)) == number]
        repeated = _repeated(np.concatenate([*(one["hash"] for one in keyed), here]))
        if len(repeated):
            for rows, one in zip(found, keyed, strict=True):
                rows.append(one["row"][np.isin(one["hash"], repeated)])
    return [np.sort(np.concatenate([*rows, np.array([], dtype=np.int64)])) for rows in found]


def _repeated(hashes: Hashes) -> Hashes:
    ordered = np.sort(hashes)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def dictionaries(table: pa.Table) -> Iterator[pa.Table]:
    """The texts of a table, each once or nearly so, as tables of one column."""
    for field in table.schema:
        column = table.column(field.name)
        if pa.types.is_dictionary(field.type):
            yield from (pa.table({field.name: chunk.dictionary}) for chunk in column.chunks)
        elif pa.types.is_string(field.type):
            yield pa.table({field.name: column})


def gathered(batches: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Batches put together until there are so many rows; texts as dictionaries where the first batch has them so."""
    waiting: list[pa.Table] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= rows:
            yield _together(waiting)
            waiting = []
    if waiting:
        yield _together(waiting)


def _together(batches: list[pa.Table]) -> pa.Table:
    layout = batches[0].schema
    return pa.concat_tables([_as(batch, layout) for batch in batches])


def _as(table: pa.Table, layout: pa.Schema) -> pa.Table:
    """A table of the types of another; only texts differ, which may be dictionaries."""
    for n, field in enumerate(layout):
        column = table.column(n)
        if column.type != field.type:
            is_coded = pa.types.is_dictionary(field.type)
            table = table.set_column(n, field, column.dictionary_encode() if is_coded else column.cast(field.type))
    return table
