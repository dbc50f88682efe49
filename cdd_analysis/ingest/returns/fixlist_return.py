"""A fix list that came back -> corrections. It is known by its hidden sheet, not by its name."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cdd_analysis.errors import UnrecognisedSheet
from cdd_analysis.ingest.problems import MASK
from cdd_analysis.ingest.reading.sheets import Cells, Sheet
from cdd_analysis.ingest.returns.edits import (
    Confirmation,
    Edit,
    NotApplied,
    Removal,
    Request,
    Wanted,
    fingerprint,
    said,
)
from cdd_analysis.ingest.returns.fixlist import CONFIRM, CORRECTED, REMOVE, office
from cdd_analysis.ingest.returns.fixlist_book import ANSWER, AT_ANSWER, AT_NUMBER, LAYOUT, MARK, NUMBER, REASON

_WHY = "แก้ไขตามรายการแก้ไขที่หน่วยงานส่งกลับ"
#: A fix list is small; nothing larger is looked into.
_MOST_BYTES = 30_000_000
_PARTS = ("xl/workbook.xml", "content.xml")


@dataclass
class Returned:
    """What a returned fix list asks for, and what of it cannot be used."""

    wanted: list[Wanted] = field(default_factory=list)
    wrong: list[NotApplied] = field(default_factory=list)


@dataclass(frozen=True)
class _Sent:
    """A cell as it was sent out: where it stands in the workbook, and where it came from."""

    number: str
    at: int
    file: str
    sheet: str
    row: int
    letter: str
    print: str
    shown_print: str


def may_be_fixlist(path: Path) -> bool:
    """Whether a file names a sheet like a fix list's hidden one, told without reading its cells."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return False
    mark = MARK.encode()
    with path.open("rb") as stream:
        start = stream.read(4)
        if start == b"\xd0\xcf\x11\xe0":
            return mark in stream.read()
    if start != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as package:
            return any(mark in _start_of(package, part) for part in _PARTS if part in package.namelist())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False  # the reader of sheets says what is wrong with it


def _start_of(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        return stream.read(_MOST_BYTES)


def is_fixlist(sheets: Iterable[Sheet]) -> bool:
    """Whether a workbook's sheets are those of a fix list."""
    return _mark(sheets) is not None


def _mark(sheets: Iterable[Sheet]) -> Sheet | None:
    return next((one for one in sheets if one.name == MARK and said(one.cells[0, 0]) == MARK), None)


def refuse_part(sheet: Sheet) -> None:
    """Raise UnrecognisedSheet for a sheet cut out of a fix list: read as data its rows would count twice."""
    head = {said(cell) for cell in sheet.cells[0]}
    if {NUMBER, REASON, ANSWER} <= head:
        raise UnrecognisedSheet(
            "This is a sheet of a fix list without its workbook.",
            where=f"{sheet.file}{f' [{sheet.name}]' if sheet.name else ''}",
            do="Put the workbook itself here, as xlsx, with its hidden sheets.",
        )


def returned(sheets: list[Sheet], file: str) -> Returned:
    """What a fix list asks for."""
    mark = _mark(sheets)
    found = Returned()
    if mark is None:
        return found
    head = [said(cell) for cell in mark.cells[0]]
    if head[1:3] != [LAYOUT, fingerprint(MARK)]:
        reason = "The fix list was made by another project or with another salt, so its cells cannot be compared."
        found.wrong.append(NotApplied(file, reason))
        return found
    named = {sheet.name: sheet for sheet in sheets}
    try:
        sent_rows = _sent(mark)
    except ValueError:
        found.wrong.append(NotApplied(file, "The hidden sheet of this fix list was changed; send the list out anew."))
        return found
    for name, rows in sent_rows.items():
        if name in named:
            for number, sent in rows.items():
                _answer(found, named[name].cells, number, sent, office(head[3]), file)
    return found


def _sent(mark: Sheet) -> dict[str, dict[str, list[_Sent]]]:
    """Sheet -> number of the row -> its cells as sent."""
    found: dict[str, dict[str, list[_Sent]]] = {}
    for row in mark.cells[1:]:
        name, number, at, _, place, line, *cell = map(str, row)
        file, sheet = json.loads(place)
        one = _Sent(number, int(at), file, sheet, int(line), *cell[:3])
        found.setdefault(name, {}).setdefault(number, []).append(one)
    return found


def _answer(found: Returned, cells: Cells, number: str, sent: list[_Sent], asked_by: str, file: str) -> None:
    """What the office did with one row: changed cells, confirmed it, or took it out."""
    line = next((row for row in cells if said(row[AT_NUMBER]) == number), None)
    if line is None:
        return
    request = Request(_WHY, asked_by, f"{file} #{number}")
    answer = said(line[AT_ANSWER])
    first = sent[0]
    place = (first.file, first.sheet, first.row)
    if answer not in ("", CORRECTED, CONFIRM, REMOVE):
        found.wrong.append(NotApplied(request.origin, f"'{answer}' is none of the answers that may be given of a row."))
        return
    edits = list(_edits(line, sent, request))
    if answer == REMOVE:
        found.wanted.append(Removal(*place, {one.letter: one.print for one in sent}, request, is_print=True))
        return
    found.wanted += edits
    if answer == CONFIRM:
        now = {one.letter: one.print for one in sent} | {one.column: fingerprint(one.value) for one in edits}
        found.wanted.append(Confirmation(*place, now, request, is_print=True))


def _edits(line: Cells, sent: list[_Sent], request: Request) -> Iterator[Edit]:
    for one in sent:
        cell = line[one.at] if one.at < len(line) else ""
        if said(cell) == MASK or fingerprint(cell) in (one.print, one.shown_print):
            continue
        yield Edit(one.file, one.sheet, one.row, one.letter, one.print, cell, request, is_print=True)
