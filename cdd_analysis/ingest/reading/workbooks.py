"""xlsx, xls and ods -> sheets. Runs in the process that ``guard`` starts, never in the caller's own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import python_calamine

from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Cells, Sheet, cell, check_size, clipped
from cdd_analysis.ingest.reading.containers import check_container
from cdd_analysis.ingest.reading.packages import (
    Survey,
    damaged,
    locked,
    repacked,
    sheet_parts,
    survey_ods,
    survey_xlsx,
    unpacked,
    without_empty_formulas,
)

#: Stands in the directory of the container that holds an xlsx locked by a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Record that opens the globals of a BIFF8 workbook, and the one that says a password locks the rest.
_GLOBALS, _FILE_PASS = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00"


def read_workbook(data: bytes, file: str) -> list[Sheet]:
    """The sheets of a workbook, hidden ones too, each without the blank rows and columns after its last cell.

    Raises:
        UnreadableFile: it is damaged, locked, too large, or no workbook.
    """
    surveys: dict[str, Survey] = {}
    if data.startswith(b"PK"):
        data, surveys = _surveyed(data, file)
    elif _ENCRYPTED in data or _is_locked_xls(data):
        raise locked(file)
    else:
        check_container(data, file)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise locked(file) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(file, str(error)) from None
    if len(book.sheet_names) > limits.MOST_SHEETS:
        raise damaged(file, f"{len(book.sheet_names):,} sheets, at most {limits.MOST_SHEETS:,} are read")
    return list(_sheets(book, surveys, file))


def _is_locked_xls(data: bytes) -> bool:
    """Whether the record that says so follows the one that opens the workbook's globals ([MS-XLS] 2.4.117)."""
    at = data.find(_GLOBALS)
    return at >= 0 and data[at + 20 : at + 22] == _FILE_PASS


def _surveyed(data: bytes, file: str) -> tuple[bytes, dict[str, Survey]]:
    """What the XML says of each sheet, and the workbook as it may be read."""
    parts = unpacked(data, file)
    if "content.xml" in parts:
        return data, survey_ods(parts["content.xml"], file)
    surveys, lightened = {}, False
    for name, part in sheet_parts(parts).items():
        survey = survey_xlsx(parts[part])
        if survey.rows * survey.columns > limits.MOST_CELLS:
            parts[part] = without_empty_formulas(parts[part])
            survey, lightened = survey_xlsx(parts[part]), True
            check_size(file, survey.rows, survey.columns, name)
        surveys[name] = survey
    return repacked(parts) if lightened else data, surveys


def _sheets(book: python_calamine.CalamineWorkbook, surveys: dict[str, Survey], file: str) -> Iterator[Sheet]:
    for about in book.sheets_metadata:
        survey = surveys.get(about.name, Survey())
        try:
            sheet = book.get_sheet_by_name(about.name)
        except (python_calamine.CalamineError, python_calamine.WorksheetNotFound, OSError, ValueError) as error:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue  # a chart, a macro: no cells
            raise damaged(file, str(error)) from None
        cells = _cells(sheet, survey, file)
        merged = tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ())
        yield Sheet(
            file,
            about.name,
            cells,
            clipped(merged, cells, file),
            about.visible is not python_calamine.SheetVisibleEnum.Visible,
            _within(survey.hidden_rows, cells.shape[0]),
            _within(survey.hidden_columns, cells.shape[1]),
        )


def _cells(sheet: python_calamine.CalamineSheet, survey: Survey, file: str) -> Cells:
    last_row, last_column = sheet.end or (-1, -1)
    check_size(file, last_row + 1, last_column + 1, sheet.name)
    rows = sheet.to_python(skip_empty_area=False)
    errors = [(r, c, text) for r, c, text in survey.errors if r <= last_row and c <= last_column]
    height, width = _filled(rows, errors)
    cells: Cells = np.full((height, width), "", dtype=object)
    for number, row in enumerate(rows[:height]):
        cells[number] = [cell(value) for value in row[:width]]
    for r, c, text in errors:
        cells[r, c] = text
    return cells


def _filled(rows: Sequence[Sequence[Any]], errors: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Rows and columns up to the last cell that holds something: blanks after it cost nothing further on."""
    height = max((row for row, _, _ in errors), default=-1) + 1
    width = max((column for _, column, _ in errors), default=-1) + 1
    for number, row in enumerate(rows):
        if any(value != "" for value in row):
            height = max(height, number + 1)
            while width < len(row) and any(value != "" for value in row[width:]):
                width = max(place for place, value in enumerate(row) if value != "") + 1
    return height, width


def _within(ranges: Sequence[tuple[int, int]], end: int) -> tuple[int, ...]:
    """Positions of ``ranges`` before ``end``, each once, in order."""
    marked = np.zeros(end, dtype=bool)
    for first, last in ranges:
        marked[first : last + 1] = True
    return tuple(map(int, np.flatnonzero(marked)))
