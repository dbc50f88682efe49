"""Any file an office sends -> sheets of cells, each cell with its place.

What a file is, is told by its bytes, not by its name: a web page saved as ``.xls`` is read as a web page, a text file
in any of the encodings of handbook 11.4 as text. Nothing is interpreted here; cells stay what the file holds.

Delimited text is read here, within the bounds of ``limits``. Workbooks, web pages and JSON are opened by a process of
their own (``guard``): they are read by libraries, and a file may be made to bring a library down.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest import personal
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Cells, Sheet, text_grid
from cdd_analysis.ingest.reading.guard import read_guarded
from cdd_analysis.thai.text import repair_mojibake

__all__ = ["Cells", "Sheet", "decode", "delimiter", "read_sheets", "source_name"]

DELIMITERS = ("\t", ",", ";", "|")
#: Share of characters outside Thai, ASCII and common punctuation above which text was decoded wrongly (assumption-D).
STRANGE_SHARE = 0.01
_STRANGE = re.compile(
    "[^\\x09\\x0a\\x0d\\x20-\\x7e\u0e00-\u0e7f\u00a0-\u00bf\u2000-\u206f\u20ac\u2212\u2713\u2714\u00d7\ufeff\uf700-\uf71a]"
)
#: A quoted cell with more lines than this is a stray quotation mark, not a cell.
_MOST_LINES_IN_CELL = 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ\x90\x00", b"\x7fELF")
csv.field_size_limit(limits.MOST_LETTERS)


def read_sheets(path: Path, file: str) -> list[Sheet]:
    """The sheets of a file that hold anything.

    Args:
        path: the file.
        file: the name to carry as its source.

    Raises:
        UnreadableFile: its name points at a person, it is no spreadsheet, text, web page or JSON, is damaged, empty or
            locked by a password, is a link or a device, or asks for more than ``limits`` allow.
    """
    _refuse_person(file, file, "file")
    data = _bytes(path, file)
    if not data.strip():
        raise UnreadableFile("The file is empty.", where=file, do="Ask the office to send it again.")
    sheets = [sheet for sheet in _read(data, file) if not sheet.is_blank]
    for sheet in sheets:
        _refuse_person(sheet.name, file, "sheet")
    if not sheets:
        raise UnreadableFile("No sheet holds a single cell.", where=file, do="Ask the office to send it again.")
    return sheets


def _refuse_person(name: str, file: str, what: str) -> None:
    """Names of files and sheets are kept beside every row, so that it can be found; none may name a person."""
    if personal.found(name):
        raise UnreadableFile(
            f"The name of the {what} holds a person's name, number or address, which is never stored.",
            where=file,
            found=personal.masked(name),
            do=f"Rename the {what} after its office and period.",
        )


def source_name(path: Path, raw: Path) -> str:
    """How a file is named as a source: its path below the raw folder, letters that no text can hold as marks."""
    return path.relative_to(raw).as_posix().encode("utf-8", "replace").decode("utf-8")


def _bytes(path: Path, file: str) -> bytes:
    """The bytes of an ordinary file: a link could point anywhere, a pipe or device could go on for ever."""
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise UnreadableFile(
                "This is a symbolic link; files behind links are not read.",
                where=file,
                do="Copy the file itself into the folder.",
            )
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(
                "This is a pipe, device or folder, not a file.", where=file, do="Copy the file itself into the folder."
            )
        if about.st_size > limits.MOST_TEXT_BYTES:
            raise _too_big(file, about.st_size, limits.MOST_TEXT_BYTES)
        with path.open("rb") as stream:
            data = stream.read(limits.MOST_BYTES + 1 if _is_guarded(stream.peek(4)) else -1)
    except OSError as error:
        raise UnreadableFile("The file cannot be opened.", where=file, found=str(error.strerror)) from None
    return data


def _is_guarded(start: bytes) -> bool:
    return start.startswith(_WORKBOOKS)


def _too_big(file: str, size: int, most: int) -> UnreadableFile:
    return UnreadableFile(
        f"The file is larger than {most // limits.MIB:,} MiB, more than any table of an office needs.",
        where=file,
        found=f"{size / limits.MIB:,.0f} MiB",
        do="Delete pictures and empty rows, or ask for the table itself as xlsx or CSV.",
    )


def _read(data: bytes, file: str) -> list[Sheet]:
    if data.startswith(_WORKBOOKS):
        return _guarded("workbook", data, file) or []
    if data.startswith((*_PICTURES, *_ARCHIVES, *_PROGRAMS)):
        raise UnreadableFile(
            "This is not a table but a document, picture, program or archive, whatever its name says.",
            where=file,
            do="Ask for the spreadsheet itself (xlsx, xls, ods or csv).",
        )
    text = decode(data, file)
    start = text[:10_000].lstrip()[:1]
    if start == "<":
        return _guarded("page", text, file) or []
    if start and start in "{[" and (sheets := _guarded("json", text, file)) is not None:
        return sheets
    return [Sheet(file, "", text_grid(_delimited(text, file), file))]


def _guarded(kind: str, data: bytes | str, file: str) -> list[Sheet] | None:
    if len(data) > limits.MOST_BYTES:
        raise _too_big(file, len(data), limits.MOST_BYTES)
    return read_guarded(kind, data, file)


def decode(data: bytes, file: str) -> str:
    """Bytes of a text file -> text: marked or unmarked UTF-8 and UTF-16, else cp874 (which holds TIS-620).

    UTF-8 that was once read as cp874 and saved again is put back. Raises UnreadableFile where too much is strange.
    """
    text = _decoded(data, file)
    if len(text) - len(_STRANGE.sub("", text)) > STRANGE_SHARE * len(text):
        raise UnreadableFile(
            "The text is in no encoding that Thai offices use (UTF-8, UTF-16, TIS-620/cp874).",
            where=file,
            do="Save it again as xlsx, or as CSV UTF-8.",
        )
    return text


def _decoded(data: bytes, file: str) -> str:
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
        return repair_mojibake(data.decode("utf-8"))
    except UnicodeDecodeError:
        return repair_mojibake(_strictly(data, "cp874", file))


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


def _delimited(text: str, file: str) -> list[list[str]]:
    mark = delimiter(text)
    try:
        rows = _whole(_split(text, mark), file)
        if not any(map(_runs_on, rows)):
            return rows
    except csv.Error:
        pass  # a cell that never ends: a stray quotation mark
    try:
        return _whole(_split(text, mark, quoting=csv.QUOTE_NONE), file)
    except csv.Error:
        raise UnreadableFile(
            f"A line holds a cell of more than {limits.MOST_LETTERS:,} letters.",
            where=file,
            do="Save it again as xlsx, or as CSV UTF-8.",
        ) from None


def _runs_on(row: list[str]) -> bool:
    """Whether a cell of a row holds so many lines that a stray quotation mark must have opened it."""
    lines = "".join(row).count("\n")  # first of the row: a cell of several lines is rare
    return lines > _MOST_LINES_IN_CELL and any(cell.count("\n") > _MOST_LINES_IN_CELL for cell in row)


def _whole(rows: Iterator[list[str]], file: str) -> list[list[str]]:
    """All rows, as long as they fit a sheet."""
    kept, cells = [], 0
    for row in rows:
        cells += len(row)
        if cells > limits.MOST_CELLS:
            raise UnreadableFile(
                f"The text holds more than {limits.MOST_CELLS:,} cells.",
                where=file,
                do="Split it into one file for each province.",
            )
        kept.append(row)
    return kept


def _split(text: str, mark: str, quoting: Any = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting, skipinitialspace=mark != "\t")


def delimiter(text: str) -> str:
    """The mark that splits the most of the first rows into the same number of cells; a tab before a comma."""
    start = "".join(text[:200_000].splitlines(keepends=True)[:60])

    def evenness(mark: str) -> float:
        widths = Counter(len(row) for row in _split(start, mark) if any(row))
        rows = max((rows for width, rows in widths.items() if width > 1), default=0)
        return rows / widths.total() if rows else 0.0

    return max(DELIMITERS, key=evenness) if any(map(evenness, DELIMITERS)) else ","
