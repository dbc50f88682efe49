"""Any file an office sends -> sheets of cells, each cell with its place.

What a file is, is told by its bytes, not by its name: a web page saved as ``.xls`` is read as a web page, a text file
in any of the encodings of handbook 11.4 as text. Nothing is interpreted here; cells stay what the file holds.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openpyxl
import python_calamine
from bs4 import BeautifulSoup

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.thai.text import repair_mojibake

Cells = npt.NDArray[np.object_]
DELIMITERS = ("\t", ",", ";", "|")
#: Share of characters outside Thai, ASCII and common punctuation above which text was decoded wrongly (assumption-D).
STRANGE_SHARE = 0.01
_STRANGE = re.compile(
    "[^\\x09\\x0a\\x0d\\x20-\\x7e\u0e00-\u0e7f\u00a0-\u00bf\u2000-\u206f\u20ac\u2212\u2713\u2714\u00d7\ufeff\uf700-\uf71a]"
)
#: A quoted cell with more lines than this is a stray quotation mark, not a cell.
_MOST_LINES_IN_CELL = 20
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``cells[r, c]`` is the cell in row r+1 as a spreadsheet would number it; a blank cell is "".

    Attributes:
        file: path below the raw folder, with forward slashes.
        name: the sheet's name; "" where the format has none.
        merged: merged areas as (first row, first column, last row, last column), zero-based and inclusive.
    """

    file: str
    name: str
    cells: Cells
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())


def read_sheets(path: Path, file: str) -> list[Sheet]:
    """The sheets of a file that hold anything.

    Args:
        path: the file.
        file: the name to carry as its source.

    Raises:
        UnreadableFile: it is no spreadsheet, text, web page or JSON, is damaged, empty or locked by a password.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("The file cannot be opened.", where=file, found=str(error.strerror)) from None
    if not data.strip():
        raise UnreadableFile("The file is empty.", where=file, do="Ask the office to send it again.")
    sheets = [sheet for sheet in _read(data, file) if sheet.cells.size and (sheet.cells != "").any()]
    if not sheets:
        raise UnreadableFile("No sheet holds a single cell.", where=file, do="Ask the office to send it again.")
    return sheets


def _read(data: bytes, file: str) -> Iterator[Sheet]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data, file)
    if data.startswith((b"%PDF", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise UnreadableFile(
            "This is not a table but a document, picture or archive, whatever its name says.",
            where=file,
            do="Ask for the spreadsheet itself (xlsx, xls, ods or csv).",
        )
    text = decode(data, file)
    start = text.lstrip()[:1]
    if start == "<":
        return _web_page(text, file)
    if start in "{[" and (records := _json(text)) is not None:
        return (Sheet(file, name, _grid(rows)) for name, rows in records)
    return iter([Sheet(file, "", _grid(_delimited(text)))])


def decode(data: bytes, file: str) -> str:
    """Bytes of a text file -> text: marked or unmarked UTF-8 and UTF-16, else cp874 (which holds TIS-620).

    UTF-8 that was once read as cp874 and saved again is put back. Raises UnreadableFile where too much is strange.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding, file)
    if b"\x00" in data[:4000]:
        little = data[:4000][1::2].count(0) + data[:4000][1::2].count(0x0E)
        return _strictly(data, "utf-16-le" if little > len(data[:4000]) // 4 else "utf-16-be", file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strictly(data, "cp874", file)
    text = repair_mojibake(text)
    if len(_STRANGE.findall(text)) > STRANGE_SHARE * len(text):
        raise UnreadableFile(
            "The text is in no encoding that Thai offices use (UTF-8, UTF-16, TIS-620/cp874).",
            where=file,
            do="Save it again as xlsx, or as CSV UTF-8.",
        )
    return text


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The text breaks off as {encoding}.",
            where=file,
            found=str(error),
            do="Save it again as xlsx, or as CSV UTF-8.",
        ) from None


def _delimited(text: str) -> list[list[str]]:
    rows = _split(text, delimiter(text))
    if any(cell.count("\n") > _MOST_LINES_IN_CELL for row in rows for cell in row):
        rows = _split(text, delimiter(text), quoting=csv.QUOTE_NONE)
    return rows


def _split(text: str, mark: str, quoting: Any = csv.QUOTE_MINIMAL) -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting, skipinitialspace=mark != "\t")
    )


def delimiter(text: str) -> str:
    """The mark that splits the most of the first rows into the same number of cells; a tab before a comma."""
    start = "".join(text[:200_000].splitlines(keepends=True)[:60])

    def evenness(mark: str) -> float:
        widths = Counter(len(row) for row in _split(start, mark) if any(row))
        rows = max((rows for width, rows in widths.items() if width > 1), default=0)
        return rows / widths.total() if rows else 0.0

    return max(DELIMITERS, key=evenness) if any(map(evenness, DELIMITERS)) else ","


def _json(text: str) -> list[tuple[str, list[list[Any]]]] | None:
    """Records, or sheets of records, as rows under a heading row; None where the text is no such JSON."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    named = data if isinstance(data, dict) else {"": data}
    if not all(isinstance(v, list) and all(isinstance(r, dict) for r in v) for v in named.values()):
        return None
    sheets = []
    for name, records in named.items():
        headings = list(dict.fromkeys(key for record in records for key in record))
        sheets.append((str(name), [headings, *([record.get(key) for key in headings] for record in records)]))
    return sheets


def _web_page(text: str, file: str) -> Iterator[Sheet]:
    for number, table in enumerate(BeautifulSoup(text, "html.parser").find_all("table"), 1):
        if table.find("table"):
            continue
        yield _web_table(table, file, f"table{number}")


def _web_table(table: Any, file: str, name: str) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    merged = []
    for r, row in enumerate(table.find_all("tr")):
        c = 0
        for cell in row.find_all(["td", "th"]):
            while (r, c) in cells:
                c += 1
            height, width = (_span(cell.get(side)) for side in ("rowspan", "colspan"))
            cells.update({(r + i, c + j): "" for i in range(height) for j in range(width)})
            cells[r, c] = cell.get_text("\n" if cell.find("br") else " ", strip=True)
            if height > 1 or width > 1:
                merged.append((r, c, r + height - 1, c + width - 1))
            c += width
    rows = max((r for r, _ in cells), default=-1) + 1
    columns = max((c for _, c in cells), default=-1) + 1
    grid: Cells = np.full((rows, columns), "", dtype=object)
    for place, value in cells.items():
        grid[place] = value
    return Sheet(file, name, grid, tuple(merged))


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and value.isdigit() and int(value) else 1


def _workbook(data: bytes, file: str) -> Iterator[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (python_calamine.PasswordError, python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            "The workbook cannot be read: it is damaged, locked by a password, or no workbook at all.",
            where=file,
            found=str(error),
            do="Open it, remove the password and save it again as xlsx.",
        ) from None
    errors = _error_cells(data)
    for sheet in sheets:
        cells = _grid(sheet.to_python(skip_empty_area=False))
        for row, column, value in errors.get(sheet.name, ()):
            if row < cells.shape[0] and column < cells.shape[1]:
                cells[row, column] = value
        ranges = tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ())
        yield Sheet(file, sheet.name, cells, ranges)


def _error_cells(data: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Cells of an xlsx that hold ``#REF!`` and the like, which the fast reader gives as blank."""
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(b't="e"' in package.read(name) for name in parts):
            return {}
    found: dict[str, list[tuple[int, int, str]]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets:
        for row in sheet.iter_rows():
            found.setdefault(sheet.title, []).extend(
                (cell.row - 1, cell.column - 1, str(cell.value))
                for cell in row
                if getattr(cell, "data_type", "") == "e"
            )
    return found


def _grid(rows: list[list[Any]]) -> Cells:
    """Rows of any length -> a rectangle; outer white space goes, blank and missing become ""."""
    width = max(map(len, rows), default=0)
    grid: Cells = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        grid[number, : len(row)] = [_cell(value) for value in row]
    return grid


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float | int | bool | dt.date | dt.time | dt.timedelta):
        return value
    return str(value)
