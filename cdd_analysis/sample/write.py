"""Sheets on disk, in the formats that offices send, the same bytes for the same cells.

A sheet is a list of rows of plain cells (text, numbers, dates, None; in xlsx also a broken formula, ``=#REF!``) and the
ranges merged in it; each writer turns it
into one kind of file. Times inside the containers are fixed: two runs of the sample leave equal files.
"""

from __future__ import annotations

import csv
import html
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt  # type: ignore[import-untyped]

Cell = str | int | float | date | None
Row = list[Cell]
#: first row, first column, last row, last column, all from 0 and included.
Merge = tuple[int, int, int, int]

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime(2022, 1, 12)


@dataclass(frozen=True)
class Sheet:
    """A sheet to write.

    Attributes:
        name: shown on its tab; formats without tabs ignore it.
        rows: cells from the top left corner; rows may differ in length.
        merges: ranges whose first cell holds the text, the others None.
        header: index of the (last) heading row; json names its fields by it.
    """

    name: str
    rows: list[Row]
    merges: tuple[Merge, ...] = ()
    header: int = 0


def write(path: Path, sheets: Sequence[Sheet], *, encoding: str = "utf-8-sig") -> Path:
    """Write ``sheets`` to ``path`` in the format its suffix names; ``.xls`` is a true one, see ``write_html``.

    Text formats hold one sheet: the first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in (".csv", ".tsv"):
        _write_text(path, sheets[0], encoding)
    else:
        {".xlsx": _write_xlsx, ".xls": _write_xls, ".ods": _write_ods, ".json": _write_json}[path.suffix](path, sheets)
    return path


def _write_text(path: Path, sheet: Sheet, encoding: str) -> None:
    width = max(map(len, sheet.rows))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",", lineterminator="\r\n")
        writer.writerows([*row, *[None] * (width - len(row))] for row in sheet.rows)


def _write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": _CREATED, "title": "ข้อมูลสมมติ"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, str) and cell.startswith("=#"):
                    page.write_formula(r, c, cell, None, cell[1:])
                elif isinstance(cell, str):
                    page.write_string(r, c, cell)
                elif isinstance(cell, date):
                    page.write_datetime(r, c, datetime(cell.year, cell.month, cell.day))
                else:
                    page.write_number(r, c, cell)
        for r, c, last_r, last_c in sheet.merges:
            page.merge_range(r, c, last_r, last_c, sheet.rows[r][c])
    book.close()


def _write_xls(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.easyxf()
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        covered = {(r, c): (r, last_r, c, last_c) for r, c, last_r, last_c in sheet.merges}
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if (r, c) in covered:
                    page.write_merge(*covered[r, c], cell)
                elif cell is not None:
                    page.write(r, c, cell, day if isinstance(cell, date) else plain)
    book.save(str(path))


def write_html(path: Path, sheet: Sheet) -> Path:
    """Write ``sheet`` as a web page; report systems give such a page the suffix ``.xls``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spans = {(r, c): (last_r - r + 1, last_c - c + 1) for r, c, last_r, last_c in sheet.merges}
    covered = {
        (i, j)
        for r, c, last_r, last_c in sheet.merges
        for i in range(r, last_r + 1)
        for j in range(c, last_c + 1)
        if (i, j) != (r, c)
    }
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    for r, row in enumerate(sheet.rows):
        cells = (_html_cell(cell, spans.get((r, c))) for c, cell in enumerate(row) if (r, c) not in covered)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    path.write_text("\n".join([*lines, "</table></body></html>"]), encoding="utf-8")
    return path


def _html_cell(cell: Cell, span: tuple[int, int] | None) -> str:
    text = "" if cell is None else html.escape(str(cell)).replace("\n", "<br/>")
    rows, columns = span or (1, 1)
    size = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    return f"<td{size}>{text}</td>"


def _write_json(path: Path, sheets: Sequence[Sheet]) -> None:
    """One list of objects a sheet, named by its heading row; rows above it have no place in this format."""
    tables = {
        sheet.name: [
            dict(zip(map(str, sheet.rows[sheet.header]), row, strict=True)) for row in sheet.rows[sheet.header + 1 :]
        ]
        for sheet in sheets
    }
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")


_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _write_ods(path: Path, sheets: Sequence[Sheet]) -> None:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0"'
        f' xmlns:text="{_ODS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f"{''.join(map(_ods_table, sheets))}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": _ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": _ODS_MANIFEST}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            # The format wants its type first and not compressed.
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), compress_type=packing)


def _ods_table(sheet: Sheet) -> str:
    spans = {(r, c): (last_r - r + 1, last_c - c + 1) for r, c, last_r, last_c in sheet.merges}
    rows = (
        f"<table:table-row>{''.join(_ods_cell(cell, spans.get((r, c))) for c, cell in enumerate(row))}"
        f"{'' if row else '<table:table-cell/>'}</table:table-row>"
        for r, row in enumerate(sheet.rows)
    )
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def _ods_cell(cell: Cell, span: tuple[int, int] | None) -> str:
    size = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None:
        return f"<table:table-cell{size}/>"
    if isinstance(cell, date):
        return f'<table:table-cell{size} office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, str):
        kind, text = 'office:value-type="string"', escape(cell)
    else:
        kind, text = f'office:value-type="float" office:value="{cell}"', str(cell)
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell{size} {kind}>{lines}</table:table-cell>"
