"""A draft -> files, in every format that offices send."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import xlsxwriter

from cdd_analysis.sample import write as sample
from tests.corpus.draft import Draft, Laid, Page, Row, lay_out

#: Suffix of a case -> suffix of its file. A ``.html`` is what report systems call ``.xls``.
FORMATS = {"csv": ".csv", "tsv": ".tsv", "xlsx": ".xlsx", "xls": ".xls", "ods": ".ods", "html": ".xls", "json": ".json"}
TEXT = ("csv", "tsv")
#: Formats that hold merged cells, days as days and several sheets.
BOOKS = ("xlsx", "xls", "ods")


def write(draft: Draft, form: str, folder: Path) -> dict[int, str]:
    """Write a draft's file, or files; id of a page -> name of the file it stands in."""
    folder.mkdir(parents=True, exist_ok=True)
    books: dict[str, list[Page]] = {}
    for page in draft.pages:
        books.setdefault(page.file or draft.stem, []).append(page)
    for stem, pages in books.items():
        _write(draft, pages, form, folder / f"{stem}{FORMATS[form]}")
    return {id(page): f"{page.file or draft.stem}{FORMATS[form]}" for page in draft.pages}


def _write(draft: Draft, pages: list[Page], form: str, path: Path) -> None:
    laid = [lay_out(page) for page in pages]
    if form in TEXT:
        text = as_text(_one_below_other(laid), "\t" if form == "tsv" else ",")
        path.write_bytes(draft.encode(text) if draft.encode else text.encode("utf-8-sig"))
    elif form == "xlsx":
        _write_xlsx(path, pages, laid)
    elif form == "html":
        sample.write_html(path, _sheet(pages[0], laid[0]))
    elif form == "json":
        _write_json(path, pages, laid)
    else:
        sample.write(path, [_sheet(page, one) for page, one in zip(pages, laid, strict=True)])


def as_text(rows: list[Row], mark: str) -> str:
    stream = io.StringIO()
    width = max(map(len, rows))
    csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerows(
        [*row, *[None] * (width - len(row))] for row in rows
    )
    return stream.getvalue()


def _one_below_other(laid: list[Laid]) -> list[Row]:
    if len(laid) != 1:
        raise ValueError("a text file holds one sheet")
    return laid[0].rows


def _sheet(page: Page, laid: Laid) -> sample.Sheet:
    return sample.Sheet(page.name, laid.rows, tuple(laid.merges), laid.heading[1])  # type: ignore[arg-type]


def _write_xlsx(path: Path, pages: list[Page], laid: list[Laid]) -> None:
    """With what only a workbook has: merged and hidden cells, days, times, errors of formulas."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    day, time = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
    for page, one in zip(pages, laid, strict=True):
        sheet = book.add_worksheet(page.name)
        for r, row in enumerate(one.rows):
            for c, cell in enumerate(row):
                if isinstance(cell, dt.time):
                    sheet.write_datetime(r, c, cell, time)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(r, c, dt.datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(r, c, f"={cell}", None, cell)
                elif isinstance(cell, str):
                    sheet.write_string(r, c, cell)
                elif cell is not None:
                    sheet.write_number(r, c, cell)
        for a, b, c, d in one.merges:
            sheet.merge_range(a, b, c, d, one.rows[a][b])
        for line in page.hidden_lines:
            sheet.set_row(one.at[id(line)] - 1, None, None, {"hidden": True})
        for head in page.hidden_heads:
            at = page.heads.index(head)
            sheet.set_column(at, at, None, None, {"hidden": True})
        if page.is_hidden:
            sheet.hide()
    book.close()


def _write_json(path: Path, pages: list[Page], laid: list[Laid]) -> None:
    """A list of objects for each sheet, with the headings as their names; titles have no place in this format."""
    tables = {
        page.name: [
            dict(zip(map(str, one.rows[one.heading[1]]), row, strict=True)) for row in one.rows[one.heading[1] + 1 :]
        ]
        for page, one in zip(pages, laid, strict=True)
    }
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")
