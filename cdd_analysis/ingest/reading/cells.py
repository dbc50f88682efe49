"""Cells of a sheet with their places: what every reader gives, whatever the file was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading import limits

Cells = npt.NDArray[np.object_]
#: First row, first column, last row, last column, from 0 and included.
Area = tuple[int, int, int, int]
#: A whole number that a spreadsheet could hold; a longer one is an identifier, or mischief.
_WHOLE = 2**63


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``cells[r, c]`` is the cell in row r+1 as a spreadsheet would number it; a blank cell is "".

    Attributes:
        file: path below the raw folder, with forward slashes.
        name: the sheet's name; "" where the format has none.
        merged: merged areas as (first row, first column, last row, last column), zero-based and inclusive.
        is_hidden: the whole sheet is hidden; its cells are read all the same.
        hidden_rows: rows that are hidden, or filtered away, as positions in ``cells``.
        hidden_columns: hidden columns, as positions in ``cells``.
    """

    file: str
    name: str
    cells: Cells
    merged: tuple[Area, ...] = field(default=())
    is_hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not self.cells.size or not (self.cells != "").any()


def too_large(file: str, rows: int, columns: int, where: str = "") -> UnreadableFile:
    """The refusal of a sheet with more cells than a sheet may have."""
    return UnreadableFile(
        f"The sheet reaches over more than {limits.MOST_CELLS:,} cells.",
        where=file,
        found=f"{rows:,} rows of {columns:,} columns{f', as far as {where}' if where else ''}",
        do="Select the empty rows and columns after the table, delete them and save it again.",
    )


def check_size(file: str, rows: int, columns: int, where: str = "") -> None:
    """Raise UnreadableFile where a sheet of ``rows`` times ``columns`` would be larger than a sheet may be."""
    if rows * columns > limits.MOST_CELLS:
        raise too_large(file, rows, columns, where)


def grid(rows: Sequence[Sequence[Any]], file: str) -> Cells:
    """Rows of any length -> a rectangle; outer white space goes, blank and missing become ""."""
    return _rectangle(rows, file, cell)


def text_grid(rows: Sequence[Sequence[str]], file: str) -> Cells:
    """``grid`` for rows of nothing but texts."""
    return _rectangle(rows, file, str.strip)


def _rectangle(rows: Sequence[Sequence[Any]], file: str, read: Callable[[Any], Any]) -> Cells:
    width = max(map(len, rows), default=0)
    check_size(file, len(rows), width)
    cells: Cells = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : len(row)] = list(map(read, row))
    return cells


def cell(value: Any) -> Any:
    """A value as every reader gives it: text without outer white space, a number, a date, or "" for nothing."""
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        return value
    if isinstance(value, float | int) and abs(value) < _WHOLE:
        return value
    return str(value)


def clipped(merged: Sequence[Area], cells: Cells, file: str) -> tuple[Area, ...]:
    """Merged areas as far as the sheet holds cells. They cannot overlap in a sound workbook, so their areas add up.

    Raises:
        UnreadableFile: they add up to more than the sheet.
    """
    rows, columns = cells.shape
    inside = ((a, b, min(c, rows - 1), min(d, columns - 1)) for a, b, c, d in merged if a < rows and b < columns)
    kept = tuple(one for one in inside if (one[2], one[3]) != one[:2])
    if sum((c - a + 1) * (d - b + 1) for a, b, c, d in kept) > cells.size:
        raise UnreadableFile(
            "The merged areas of the sheet overlap: the workbook is damaged.",
            where=file,
            do="Open it, undo the merging and save it again as xlsx.",
        )
    return kept


def column_letters(column: int) -> str:
    """The name of a column as a spreadsheet shows it: 0 is A, 16383 is XFD."""
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def spans(names: Sequence[str], places: Sequence[int]) -> str:
    """Names of rows or columns, neighbours as "4–6"."""
    starts = [i for i, place in enumerate(places) if not i or places[i - 1] != place - 1]
    ends = [*(start - 1 for start in starts[1:]), len(places) - 1]
    return ", ".join(names[a] if a == b else f"{names[a]}–{names[b]}" for a, b in zip(starts, ends, strict=True))
