"""Web pages (which report systems save as ``.xls``) and JSON -> sheets. Runs in the process that ``guard`` starts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from bs4 import BeautifulSoup

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Area, Cells, Sheet, check_size, clipped, grid, too_large

#: The most columns a cell may span, as in every browser.
_WIDEST_SPAN = 1000
#: As many as a spreadsheet has.
_MOST_COLUMNS = 16_384


def read_page(text: str, file: str) -> list[Sheet]:
    """The innermost tables of a web page. Scripts do not run, entities other than HTML's own stay text.

    Raises:
        UnreadableFile: it is nested too deeply, or has too many or too large tables.
    """
    try:
        return list(_tables(text, file))
    except RecursionError:
        raise _too_deep(file) from None


def _too_deep(file: str) -> UnreadableFile:
    return UnreadableFile(
        "The file is nested more deeply than any table is.",
        where=file,
        do="Ask for the spreadsheet itself (xlsx, xls, ods or csv).",
    )


def _tables(text: str, file: str) -> Iterator[Sheet]:
    tables = BeautifulSoup(text, "html.parser").find_all("table")
    if len(tables) > limits.MOST_SHEETS:
        raise UnreadableFile(
            "The web page holds more tables than are read.",
            where=file,
            found=f"{len(tables):,} tables, at most {limits.MOST_SHEETS:,}",
            do="Ask for the spreadsheet itself (xlsx, xls, ods or csv).",
        )
    for number, table in enumerate(tables, 1):
        if not table.find("table"):
            yield _table(table, file, f"table{number}")


def _table(table: Any, file: str, name: str) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    merged: list[Area] = []
    free: list[int] = []  # for each column, the first row that no cell from above reaches into
    lines = table.find_all("tr")
    for r, line in enumerate(lines):
        c = 0
        for cell in line.find_all(["td", "th"]):
            while c < len(free) and free[c] > r:
                c += 1
            height = min(_span(cell.get("rowspan"), len(lines)), len(lines) - r)
            width = _span(cell.get("colspan"), _WIDEST_SPAN)
            free += [0] * (c + width - len(free))
            if len(free) > _MOST_COLUMNS:
                raise too_large(file, len(lines), len(free), name)
            free[c : c + width] = [r + height] * width
            cells[r, c] = cell.get_text("\n" if cell.find("br") else " ", strip=True)
            if height > 1 or width > 1:
                merged.append((r, c, r + height - 1, c + width - 1))
            c += width
    check_size(file, max(free, default=0), len(free), name)
    laid_out: Cells = np.full((max(free, default=0), len(free)), "", dtype=object)
    for place, value in cells.items():
        laid_out[place] = value
    return Sheet(file, name, laid_out, clipped(merged, laid_out, file))


def _span(value: str | None, most: int) -> int:
    """Rows or columns of a cell; a span reaches no further than its table."""
    if not value or not value.isascii() or not value.isdigit():
        return 1
    return most if len(value) > 6 else max(1, min(int(value), most))


def read_json(text: str, file: str) -> list[Sheet] | None:
    """Records, or named lists of records, as rows under a heading row; None where the text is no such JSON.

    Raises:
        UnreadableFile: it is nested too deeply, or its records would fill too large a sheet.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise _too_deep(file) from None
    except ValueError:
        return None
    named = data if isinstance(data, dict) else {"": data}
    if not all(isinstance(v, list) and all(isinstance(r, dict) for r in v) for v in named.values()):
        return None
    return [Sheet(file, _whole(str(name)), _records(records, file)) for name, records in named.items()]


def _records(records: list[dict[str, Any]], file: str) -> Cells:
    headings = list(dict.fromkeys(key for record in records for key in record))
    check_size(file, len(records) + 1, len(headings))
    rows = [headings, *([_plain(record.get(key)) for key in headings] for record in records)]
    return grid([[_whole(value) if isinstance(value, str) else value for value in row] for row in rows], file)


def _plain(value: Any) -> Any:
    """A value as a cell; a list or record inside a record is no cell, and stays the JSON it was."""
    if not isinstance(value, list | dict):
        return value
    return json.dumps(value, ensure_ascii=False)


def _whole(text: str) -> str:
    """Text that can be written: half a letter, which JSON can spell and nothing can store, becomes a mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
