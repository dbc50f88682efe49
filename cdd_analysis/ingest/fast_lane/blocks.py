"""A large delimited text as blocks of whole records, each block as columns of texts. Read as the ordinary reader would.

A block that holds no quotation mark, or only such as open and close a whole cell, is split by Arrow; any other by the
``csv`` module, record by record. Both give the same cells. One block is in memory at a time, and no row is lost: a
record with fewer cells than the others is filled up, what stands beyond the last column is kept beside.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from cdd_analysis.ingest.reading import limits
from cdd_analysis.thai.text import repair_mojibake

Codes = npt.NDArray[np.int32]
#: Bytes of one block: some fifty thousand rows. More would not be faster, only larger.
BLOCK = 16 * limits.MIB
#: A quoted cell with more lines than this is a stray quotation mark, not a cell.
MOST_LINES_IN_CELL = 20
#: What UTF-8 looks like that was read as cp874 or Latin-1.
_MOJIBAKE = "[\u00e0เ][\u00b8\u00b9ธน]"
csv.field_size_limit(limits.MOST_LETTERS)


class NotUtf8(Exception):
    """A block is no UTF-8: the file is in cp874."""


class StrayQuote(Exception):
    """A quotation mark opens a cell that does not end: quotation marks mean nothing in this file."""


@dataclass(frozen=True)
class Form:
    """How a text is split.

    Attributes:
        mark: what stands between cells.
        width: cells of a usual record.
        quoted: whether quotation marks mean anything.
        various: columns in which hardly a text comes twice; the others are read by distinct text.
    """

    mark: str
    width: int
    quoted: bool = True
    various: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Texts:
    """A column of a block: the text of row ``i`` is ``distinct[codes[i]]``, or ``distinct[i]`` where there are no
    codes. The same text may stand in ``distinct`` more than once; outer white space is gone."""

    distinct: pa.Array
    codes: Codes | None = None

    def __len__(self) -> int:
        return len(self.distinct if self.codes is None else self.codes)

    def of_rows(self, of_distinct: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What is said of each distinct text, said of each row."""
        return of_distinct if self.codes is None else of_distinct[self.codes]

    def at(self, row: int) -> str:
        """The text of one row."""
        return self.distinct[row if self.codes is None else int(self.codes[row])].as_py()


@dataclass
class Block:
    """Some records of a file, in its order.

    Attributes:
        number: which block of the file.
        columns: of the usual width.
        beyond: row -> its texts beyond the last column, where there are any.
    """

    number: int
    columns: list[Texts]
    beyond: dict[int, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns[0])

    def row(self, row: int) -> list[str]:
        """The cells of one row, without those beyond the last column."""
        return [column.at(row) for column in self.columns]


@dataclass(frozen=True)
class Piece:
    """Where the records of a block lie in the file.

    Attributes:
        number: which block of the file.
        start, size: bytes.
        is_tidy: Arrow splits it right; else only the ``csv`` module does.
    """

    number: int
    start: int
    size: int
    is_tidy: bool = True


def pieces(path: Path, start: int, form: Form, size: int | None = None) -> Iterator[Piece]:
    """The file from byte ``start`` as pieces of whole records; UTF-8 throughout.

    Raises:
        NotUtf8, StrayQuote: it is not of this form.
    """
    size = BLOCK if size is None else size
    with path.open("rb") as stream:
        stream.seek(start)
        rest, number, is_last = b"", 0, False
        while not is_last or rest:
            more = stream.read(max(size - len(rest), size // 4))
            is_last = not more
            data = rest + more
            if not data:
                return
            is_tidy, end = _cut(data, form, is_last=is_last)
            if end:
                yield Piece(number, start, end, is_tidy)
                number, start = number + 1, start + end
            elif len(data) > 4 * max(size, limits.MIB):
                raise StrayQuote
            rest = data[end:]


def _cut(data: bytes, form: Form, *, is_last: bool) -> tuple[bool, int]:
    """Whether Arrow splits ``data`` as the ``csv`` module does, and where its last whole record ends."""
    if not form.quoted or b'"' not in data:
        return True, len(data) if is_last else data.rfind(b"\n") + 1
    marks = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(marks == ord('"'))
    if _are_tidy(marks, quotes, form.mark):
        end = _even_end(data, quotes, is_last=is_last)
        if end is not None:
            return True, end
    return False, _end_of_records(data, form, is_last=is_last)


def _are_tidy(marks: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp], mark: str) -> bool:
    """Whether each quotation mark opens a cell at its beginning, closes one at its end, or is doubled inside one."""
    around = np.zeros(256, dtype=bool)
    around[[ord(mark), ord("\n"), ord("\r"), ord('"')]] = True
    opening, closing = quotes[::2], quotes[1::2]
    # A doubled mark is one that closes and, right behind it, one that opens.
    opens = around[marks[np.maximum(opening - 1, 0)]] | (opening == 0)
    closes = around[marks[np.minimum(closing + 1, len(marks) - 1)]] | (closing == len(marks) - 1)
    return bool(opens.all() and closes.all())


def _even_end(data: bytes, quotes: npt.NDArray[np.intp], *, is_last: bool) -> int | None:
    """The end of the last line that closes as many quotation marks as it opens."""
    if is_last:
        return len(data) if len(quotes) % 2 == 0 else None
    end = data.rfind(b"\n") + 1
    while end and np.searchsorted(quotes, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end


def _end_of_records(data: bytes, form: Form, *, is_last: bool) -> int:
    end = len(data) if is_last else data.rfind(b"\n") + 1
    try:
        text = data[:end].decode("utf-8")
    except UnicodeDecodeError:
        raise NotUtf8 from None
    ends = [0]
    try:
        for record, position in read_records(text, form):
            if any(cell.count("\n") > MOST_LINES_IN_CELL for cell in record):
                raise StrayQuote
            ends.append(position)
    except csv.Error:
        raise StrayQuote from None
    if not is_last:  # the last one may go on behind the piece
        ends.pop()
    return len(text[: ends[-1]].encode()) if ends else 0


def read_records(text: str, form: Form) -> Iterator[tuple[list[str], int]]:
    """Records as the ordinary reader splits them, each with the place in the text where it ends."""
    lines = io.StringIO(text, newline="")
    position = 0

    def counted() -> Iterator[str]:
        nonlocal position
        for line in lines:
            position += len(line)
            yield line

    quoting: Any = csv.QUOTE_MINIMAL if form.quoted else csv.QUOTE_NONE
    for record in csv.reader(counted(), delimiter=form.mark, quoting=quoting, skipinitialspace=form.mark != "\t"):
        yield record, position


# -- bytes to columns ----------------------------------------------------------------------------------------------


def read_block(path: Path, piece: Piece, form: Form) -> Block:
    """The cells of a piece as columns."""
    with path.open("rb") as stream:
        stream.seek(piece.start)
        data = stream.read(piece.size)
    if not piece.is_tidy:
        records = [record for record, _ in read_records(data.decode("utf-8"), form)]
        return Block(piece.number, *_of_records(records, form))
    odd: dict[int, list[str]] = {}
    table = _split(data, form, odd)
    columns, beyond = [_texts(column) for column in table.columns], dict[int, list[str]]()
    if odd:
        columns, beyond = _with_odd(columns, odd, form)
    _refuse_endless(data, columns, form)
    return Block(piece.number, columns, beyond)


def _split(data: bytes, form: Form, odd: dict[int, list[str]]) -> pa.Table:
    names = [str(n) for n in range(form.width)]

    def keep(row: arrow_csv.InvalidRow) -> str:
        line = _only_record(row.text, form)
        odd[row.number - 1] = line
        return "skip"

    kinds = {
        name: pa.string() if n in form.various else pa.dictionary(pa.int32(), pa.string())
        for n, name in enumerate(names)
    }
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=form.mark,
                quote_char='"' if form.quoted else False,
                double_quote=form.quoted,
                newlines_in_values=form.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=kinds, strings_can_be_null=False, quoted_strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        if "UTF8" not in str(error):
            raise
        raise NotUtf8 from None


def _only_record(text: str, form: Form) -> list[str]:
    return next((record for record, _ in read_records(text, form)), [])


def _texts(column: pa.ChunkedArray) -> Texts:
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    if pa.types.is_dictionary(whole.type):
        return Texts(_tidy(whole.dictionary), whole.indices.to_numpy(zero_copy_only=False))
    return Texts(_tidy(whole))


def _tidy(texts: pa.Array) -> pa.Array:
    """Texts put back that were UTF-8 read as something else, and their outer white space gone."""
    damaged = pc.match_substring_regex(texts, _MOJIBAKE)
    if pc.any(damaged).as_py():
        repaired = [repair_mojibake(text) for text in texts.filter(damaged).to_pylist()]
        texts = pc.replace_with_mask(texts, damaged, pa.array(repaired, pa.string()))
    return pc.utf8_trim_whitespace(texts)


def _of_records(records: list[list[str]], form: Form) -> tuple[list[Texts], dict[int, list[str]]]:
    filled = [record + [""] * (form.width - len(record)) for record in records]
    columns = []
    for n in range(form.width):
        texts = pa.array([record[n] for record in filled], pa.string())
        columns.append(
            Texts(_tidy(texts)) if n in form.various else _texts(pa.chunked_array([texts.dictionary_encode()]))
        )
    return columns, _beyond(enumerate(records), form)


def _beyond(records: Any, form: Form) -> dict[int, list[str]]:
    found = ((row, [text.strip() for text in record[form.width :]]) for row, record in records)
    return {row: texts for row, texts in found if any(texts)}


def _with_odd(columns: list[Texts], odd: dict[int, list[str]], form: Form) -> tuple[list[Texts], dict[int, list[str]]]:
    """The columns with the records of another width put back where they stood."""
    rows = np.array(sorted(odd), dtype=np.int64)
    extra, _ = _of_records([odd[row] for row in rows], form)
    total = len(columns[0]) + len(rows)
    is_odd = np.zeros(total, dtype=bool)
    is_odd[rows] = True
    order = np.empty(total, dtype=np.int64)
    order[~is_odd], order[is_odd] = np.arange(total - len(rows)), np.arange(total - len(rows), total)
    return [_joined(one, other, order) for one, other in zip(columns, extra, strict=True)], _beyond(odd.items(), form)


def _joined(one: Texts, other: Texts, order: npt.NDArray[np.int64]) -> Texts:
    distinct = pa.concat_arrays([one.distinct, other.distinct])
    if one.codes is None or other.codes is None:
        return Texts(distinct.take(pa.array(order)))
    return Texts(distinct, np.concatenate([one.codes, other.codes + np.int32(len(one.distinct))])[order])


def _refuse_endless(data: bytes, columns: list[Texts], form: Form) -> None:
    if not form.quoted or data.count(b"\n") <= len(columns[0]) + MOST_LINES_IN_CELL:
        return
    for column in columns:
        lines = pc.count_substring(column.distinct, "\n")
        if (pc.max(lines).as_py() or 0) > MOST_LINES_IN_CELL:
            raise StrayQuote
