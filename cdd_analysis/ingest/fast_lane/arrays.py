"""Arrow arrays of a block: values by distinct text, and records as pandas holds them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.datasets import Kind

Mask = npt.NDArray[np.bool_]
#: Types of columns that are no text.
STORED = {
    Kind.DATE: pa.timestamp("us"),
    Kind.YEAR: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.PRESENCE: pa.bool_(),
}
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def flags(found: pa.Array) -> Mask:
    """An Arrow array of truth values as numpy holds them."""
    return found.to_numpy(zero_copy_only=False).astype(bool)


def coded(values: npt.NDArray[np.object_], rows: npt.NDArray[Any]) -> pa.DictionaryArray:
    """Texts by code; a missing one is missing, not an entry of the dictionary."""
    position, distinct = pd.factorize(values)
    index = position.astype(np.int32)[rows]
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(distinct, pa.string()))


def as_type(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Values of the type of their column; texts may stay dictionaries."""
    is_text = pa.types.is_string(kind) and pa.types.is_dictionary(values.type)
    return values if is_text else values.cast(kind)


def distinct_of(records: pa.Table, name: str) -> set[Any]:
    """The values of a column that are there."""
    return set(pc.unique(records.column(name)).drop_null().to_pylist())


def hexadecimal(digests: npt.NDArray[np.uint8], known: Mask) -> pa.Array:
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
