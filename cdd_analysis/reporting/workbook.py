"""The workbook beside a page: its tables, a sheet each. The same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import cell_autofit_width
from xlsxwriter.worksheet import Worksheet

from cdd_analysis.spreadsheet import AS_TEXT, QUOTED, write_text

_NUMBERS = {"baht": "#,##0.00", "count": "#,##0", "pct": "0.0", "change": "+0.0;−0.0;0.0"}
_CONTENTS = "สารบัญ"
#: No clock in the file, so that equal tables give equal files.
_MADE = datetime(2000, 1, 1)
#: Pixels of a column; about 60 letters.
_WIDEST = 420


def write_workbook(tables: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the tables of a record (``name, title, columns, rows``) to ``path``, after a sheet that lists them."""
    kept = _named_apart(tables)
    with xlsxwriter.Workbook(path, {**AS_TEXT, "in_memory": True}) as book:
        book.set_properties({"created": _MADE, "author": "cdd_analysis"})
        formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _NUMBERS.items()}
        formats |= {"head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})}
        formats |= {"live": book.add_format(QUOTED)}
        for table in (_contents(kept), *kept):
            _write_sheet(book.add_worksheet(table["name"]), table, formats)


def _named_apart(tables: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The tables under names a workbook accepts: at most 31 letters, each once."""
    named: dict[str, Mapping[str, Any]] = {}
    for table in tables:
        name, number = table["name"][:31], 2
        while name.lower() in named:
            name, number = f"{table['name'][:28]}-{number}", number + 1
        named[name.lower()] = {**table, "name": name}
    return list(named.values())


def _contents(tables: list[Mapping[str, Any]]) -> dict[str, Any]:
    columns = [{"label": label, "kind": kind} for label, kind in (("แผ่นงาน", ""), ("ตาราง", ""), ("จำนวนแถว", "count"))]
    rows = [[table["name"], table["title"], len(table["rows"])] for table in tables]
    return {"name": _CONTENTS, "columns": columns, "rows": rows}


def _write_sheet(sheet: Worksheet, table: Mapping[str, Any], formats: Mapping[str, Format]) -> None:
    for column, head in enumerate(table["columns"]):
        heading = f"{head['label']} ({head['unit']})" if head.get("unit") else head["label"]
        values = [cells[column] for cells in table["rows"]]
        sheet.write_string(0, column, heading, formats["head"])
        for row, value in enumerate(values, 1):
            _write_cell(sheet, row, column, value, formats, head["kind"])
        if width := _width([heading, *values]):
            sheet.set_column_pixels(column, column, width)
    sheet.freeze_panes(1, 0)


def _width(values: Iterable[object]) -> int:
    """Pixels that the widest of ``values`` needs: what ``autofit`` would say, which looks at every cell again."""
    lines = {line for text in {_as_wide(value) for value in values} for line in text.split("\n")}
    return min(max(map(cell_autofit_width, lines)), _WIDEST)


def _as_wide(value: object) -> str:
    """Text as wide as ``value`` in its cell; a number's point and sign take less room than a digit."""
    if isinstance(value, int | float):
        return "0" * len(str(value))
    return "" if value is None else str(value)


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: object, formats: Mapping[str, Format], kind: str
) -> None:
    """A number as a number, anything else as text that no program will run; a missing value leaves the cell empty."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, formats.get(kind))
    else:
        write_text(sheet, row, column, str(value), formats["live"])
