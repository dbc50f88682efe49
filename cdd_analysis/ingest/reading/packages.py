"""The package of an xlsx or ods workbook, opened with care, and what it says that the fast reader does not.

A package is a zip of XML. Nothing in it is believed: parts are unpacked here first, counted as they come, and refused
where they are too large, of another size than the directory says, locked, or where their XML declares a document type
(office programs write none; entities that expand without end and references to other files need one).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import too_large

_CHUNK = 1 << 20
#: Ways of packing that workbooks use: none, and deflate.
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DOCUMENT_TYPE = re.compile(
    b"|".join(re.escape(word.encode(code)) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le")),
    re.IGNORECASE,
)
DAMAGED = "The workbook cannot be read: it is damaged, locked by a password, or no workbook at all."
SAVE_AGAIN = "Open it, remove the password and save it again as xlsx."


@dataclass
class Survey:
    """What the XML of one sheet says beside its cells.

    Attributes:
        rows, columns: how far the cells that hold something reach.
        errors: cells with a broken formula: (row, column, text), from 0.
        hidden_rows, hidden_columns: first and last position, from 0.
    """

    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def damaged(file: str, found: str = "") -> UnreadableFile:
    """The refusal of a workbook that no reader understands."""
    return UnreadableFile(DAMAGED, where=file, found=found, do=SAVE_AGAIN)


def bomb(file: str, found: str) -> UnreadableFile:
    """The refusal of a package that unpacks to more than any workbook needs."""
    return UnreadableFile(
        "The workbook unpacks to far more than it shows; opening it could stop this machine.",
        where=file,
        found=found,
        do="Ask the office for the table itself, copied into a new workbook.",
    )


def unpacked(data: bytes, file: str) -> dict[str, bytes]:
    """Every part of a package by its name, in the package's order.

    Raises:
        UnreadableFile: it is damaged, locked, would unpack to too much, or declares a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_directory(package.infolist(), len(data), file)
            parts: dict[str, bytes] = {}
            left = _most_unpacked(len(data))
            for entry in package.infolist():
                parts[entry.filename] = _part(package, entry, left, file)
                left -= len(parts[entry.filename])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, OverflowError) as error:
        raise damaged(file, str(error)) from None
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and _DOCUMENT_TYPE.search(part):
            raise _document_type(name, file)
    return parts


def _check_directory(entries: list[zipfile.ZipInfo], size: int, file: str) -> None:
    """What the package says of itself, which costs nothing to read."""
    if len(entries) > limits.MOST_PARTS:
        raise bomb(file, f"{len(entries):,} parts, at most {limits.MOST_PARTS:,} are read")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise locked(file)
    if len({entry.filename for entry in entries}) < len(entries):
        raise damaged(file, "two parts of one name")
    if strange := [entry.filename for entry in entries if entry.compress_type not in _PACKING]:
        raise damaged(file, f"{strange[0]!r} is packed in no way that workbooks use")
    said = sum(entry.file_size for entry in entries)
    if said > _most_unpacked(size):
        raise bomb(file, f"{said:,} bytes from {size:,}")


def _most_unpacked(size: int) -> int:
    """What a package of ``size`` bytes may unpack to."""
    return min(limits.MOST_UNPACKED, max(limits.SMALL_UNPACKED, limits.MOST_RATIO * size))


def locked(file: str) -> UnreadableFile:
    """The refusal of a workbook that only a password opens."""
    return UnreadableFile("The workbook is locked by a password.", where=file, do=SAVE_AGAIN)


def _part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, file: str) -> bytes:
    """One part, unpacked to its true end, whatever size the directory claims."""
    said, entry.file_size = entry.file_size, most + 2 * _CHUNK
    chunks, size = [], 0
    with package.open(entry) as packed:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise bomb(file, f"{entry.filename!r} goes on after {size:,} bytes")
            chunks.append(chunk)
    if size != said:
        raise damaged(file, f"{entry.filename!r} is said to hold {said:,} bytes and holds {size:,}")
    return b"".join(chunks)


def _document_type(name: str, file: str) -> UnreadableFile:
    return UnreadableFile(
        "The workbook declares XML entities or a document type, which no office program writes.",
        where=file,
        found=name,
        do="Ask the office for the table itself, copied into a new workbook.",
    )


def repacked(parts: dict[str, bytes]) -> bytes:
    """A package of ``parts``, not compressed: for the reader next door, not for keeping."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


# -- xlsx ----------------------------------------------------------------------------------------------------------

_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]*>")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})?([0-9]{1,7})["']""")
#: The place of a cell that is more than a format: its tag does not close at once.
_HOLDING = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\st=["']e["'][^<>]*(?<!/)>""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")
#: A formula that gave an empty text, as one copied down to the last row does: no value, nothing to read.
_EMPTY_FORMULA = re.compile(
    rb"<(\w+:)?c\s[^<>]*(?<!/)>(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*(?<!/)>[^<]*</(?:\w+:)?f>)?"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Name of each sheet of an xlsx -> name of its part. Empty where the workbook's own list cannot be read."""
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])
        links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    named = {}
    for sheet in (one for one in book.iter() if one.tag.endswith("}sheet")):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        target = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        if target in parts:
            named[sheet.get("name", "")] = target
    return named


def survey_xlsx(xml: bytes) -> Survey:
    """What a sheet's XML says, by looking for its tags: no tree is built."""
    survey = Survey()
    columns = set()
    for letters, row in _HOLDING.findall(xml):
        columns.add(letters)
        if len(row) >= 7 or int(row) > survey.rows:
            survey.rows = max(survey.rows, int(row))
    survey.columns = max(map(column_number, columns), default=0)
    if b"hidden=" in xml:
        survey.hidden_rows = list(_hidden(_ROW, xml, _row_range))
        survey.hidden_columns = list(_hidden(_COLUMN, xml, _column_range))
    for tag in _ERROR.finditer(xml):
        place, value = _PLACE.search(tag[0]), _VALUE.search(xml, tag.end(), tag.end() + 10_000)
        if place and place[1] and value:
            survey.errors.append((int(place[2]) - 1, column_number(place[1]) - 1, value[1].decode("ascii", "replace")))
    return survey


def _hidden(
    tags: re.Pattern[bytes], xml: bytes, range_of: Callable[[bytes], tuple[int, int] | None]
) -> Iterator[tuple[int, int]]:
    for tag in tags.finditer(xml):
        if _HIDDEN.search(tag[0]) and (found := range_of(tag[0])):
            yield found


def _row_range(tag: bytes) -> tuple[int, int] | None:
    place = _PLACE.search(tag)
    return (int(place[2]) - 1, int(place[2]) - 1) if place else None


def _column_range(tag: bytes) -> tuple[int, int] | None:
    ends = [re.search(rb"\s" + name + rb"""=["']([0-9]{1,5})["']""", tag) for name in (b"min", b"max")]
    return (int(ends[0][1]) - 1, int(ends[1][1]) - 1) if ends[0] and ends[1] else None


def column_number(letters: bytes) -> int:
    """``A`` -> 1, ``XFD`` -> 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def without_empty_formulas(xml: bytes) -> bytes:
    """The sheet without cells that hold a formula and no value."""
    return _EMPTY_FORMULA.sub(b"", xml)


# -- ods -----------------------------------------------------------------------------------------------------------

_HIDING = ("collapse", "filter")


class _OdsReader:
    """Walks over ``content.xml`` once. Repeats are multiplied, not laid out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: dict[str, Survey] = {}
        self.sheet = Survey()
        self.row = self.column = self.row_repeat = self.cell_repeat = 0
        self.depth = 0
        self.error: list[str] | None = None
        self.in_row = False

    def read(self, xml: bytes) -> dict[str, Survey]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(xml, True)
        return self.sheets

    def start(self, name: str, facts: dict[str, str]) -> None:
        if name == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.sheets.setdefault(facts.get("table:name", ""), Survey())
                self.row = self.column = 0
        elif self.depth == 1 and name == "table:table-column":
            self._column(facts)
        elif self.depth == 1 and name == "table:table-row":
            self._row(facts)
        elif self.depth == 1 and name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(facts)

    def _column(self, facts: dict[str, str]) -> None:
        repeat = _repeat(facts, "table:number-columns-repeated")
        if facts.get("table:visibility") in _HIDING:
            self.sheet.hidden_columns.append((self.column, self.column + repeat - 1))
        self.column += repeat

    def _row(self, facts: dict[str, str]) -> None:
        self.row_repeat, self.column = _repeat(facts, "table:number-rows-repeated"), 0
        if facts.get("table:visibility") in _HIDING:
            self.sheet.hidden_rows.append((self.row, self.row + self.row_repeat - 1))

    def _cell(self, facts: dict[str, str]) -> None:
        self.cell_repeat = _repeat(facts, "table:number-columns-repeated")
        if "office:value-type" in facts or "table:formula" in facts:
            self.sheet.rows = max(self.sheet.rows, self.row + self.row_repeat)
            self.sheet.columns = max(self.sheet.columns, self.column + self.cell_repeat)
            if self.sheet.rows * self.sheet.columns > limits.MOST_CELLS:
                raise too_large(self.file, self.sheet.rows, self.sheet.columns)
        if facts.get("calcext:value-type") == "error":
            self.error = []

    def text(self, text: str) -> None:
        if self.error is not None:
            self.error.append(text)

    def end(self, name: str) -> None:
        if name == "table:table":
            self.depth -= 1
        elif self.depth == 1 and name == "table:table-row":
            self.row += self.row_repeat
        elif self.depth == 1 and name in ("table:table-cell", "table:covered-table-cell"):
            if self.error is not None:
                self._keep_error("".join(self.error).strip())
                self.error = None
            self.column += self.cell_repeat

    def _keep_error(self, text: str) -> None:
        """An error that is repeated over rows or columns stands in each of its cells."""
        rows = range(self.row, self.row + self.row_repeat)
        columns = range(self.column, self.column + self.cell_repeat)
        self.sheet.errors.extend((row, column, text or "#REF!") for row in rows for column in columns)


def _repeat(facts: dict[str, str], name: str) -> int:
    """How often a row or cell stands there; a number that no sheet has is taken for one that is too large."""
    said = facts.get(name, "1")
    return max(1, int(said[:9])) if said.isascii() and said.isdigit() else 1


def survey_ods(xml: bytes, file: str) -> dict[str, Survey]:
    """What ``content.xml`` says of each sheet.

    Raises:
        UnreadableFile: it is no XML, or a sheet would be larger than a sheet may be.
    """
    try:
        return _OdsReader(file).read(xml)
    except expat.ExpatError as error:
        raise damaged(file, str(error)) from None
