"""Where a correction's cells stand on a sheet, and whether what stands there is what it expects."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cdd_analysis.datasets import Personal
from cdd_analysis.ingest.reading.cells import column_letters
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.ingest.returns.edits import (
    Alias,
    Confirmation,
    OfRow,
    Removal,
    Statement,
    Wanted,
    fingerprint,
    said,
    shown,
)

_LETTERS = re.compile(r"[A-Z]{1,3}")


def is_personal(region: Region, position: int) -> bool:
    """Whether the cells of a column may point at a person."""
    name = region.meanings[position].column
    return any(c.name == name and c.personal is not Personal.NO for c in region.table.columns)


def positions(region: Region, column: str, *, every: bool = False) -> list[int]:
    """Columns of the sheet that a correction's ``column`` means: by letter, else by name.

    ``every``: those that mean nothing to the table too, such as the cells beyond the last heading of a split line.
    """
    if _LETTERS.fullmatch(column):
        at = _position(column)
        return [at] if at < len(region.meanings) and (every or region.meanings[at].column) else []
    return region.columns(column)


def _position(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


def is_in(one: OfRow, region: Region) -> bool:
    """Whether a correction is about a row of this region."""
    return one.sheet == region.sheet.name and region.first < one.row <= region.last


def where(file: str, sheet: str, row: int) -> str:
    """A row as messages name it."""
    return f"{file}{f' [{sheet}]' if sheet else ''} row {row}"


def place_of(one: OfRow) -> str:
    """The row of a correction as messages name it."""
    return where(one.file, one.sheet, one.row)


def no_column(region: Region, one: OfRow, column: str, found: list[int]) -> str:
    """Why a column of a correction is not exactly one of the sheet's."""
    if found:
        letters = ", ".join(map(column_letters, found))
        return f"{place_of(one)}: several columns are '{column}'; give the letter instead, one of {letters}."
    known = ", ".join(dict.fromkeys(m.column for m in region.meanings if m.column))
    return f"{place_of(one)}: there is no column '{column}' in this table; there are {known}."


def row_differs(region: Region, one: Removal | Confirmation) -> str:
    """Why a row is not the one that a correction is about; "" where it is."""
    for column, expected in one.expects.items():
        found = positions(region, column, every=one.is_print)
        if len(found) != 1:
            return no_column(region, one, column, found)
        hidden = is_personal(region, found[0])
        if hidden and not one.is_print:
            return f"{place_of(one)}: {column} may point at a person; know the row by another column."
        cell = region.sheet.cells[one.row - 1, found[0]]
        if (fingerprint(cell) if one.is_print else said(cell)) != expected:
            return f"{place_of(one)}, column {column_letters(found[0])}: {apart(cell, expected, hidden, one.is_print)}"
    return ""


def apart(cell: object, expected: str, hidden: bool, is_print: bool) -> str:
    """What was expected of a cell and what was found."""
    found = f"'{shown(cell, hidden=hidden)}'" if said(cell) else "an empty cell"
    wanted = "what it said when the list was sent out" if is_print else f"'{shown(expected)}'"
    return f"expected {wanted}, found {found}."


def unmet(one: Wanted, has_file: bool, sheets: Iterable[tuple[str, str]]) -> str:
    """Why nothing of what was read met a correction."""
    if not has_file:
        return f"There is no file '{one.file}' in the raw folder, or no table was found in it."
    if isinstance(one, Alias):
        return f"{one.file}: no area is called '{one.spelling}' there, or it is known by now; delete the entry."
    if one.sheet is not None and (one.file, one.sheet) not in set(sheets):
        return f"{one.file}: there is no table on a sheet called '{one.sheet}'."
    if isinstance(one, Statement):
        return f"{one.file}: its contents say this themselves by now, or the table has no year; delete the entry."
    return f"{place_of(one)}: the sheet has no such row."
