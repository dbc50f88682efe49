"""A sheet on its way from the truth to a file: what is written, and what must come back.

``plain`` writes a truth down in the plainest way. Conventions then change how it is written, and where that makes a
value unreadable or a row uncountable, what comes back; ``rows`` lays a page out as the rows of a spreadsheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from cdd_analysis import areas
from cdd_analysis.datasets import Column, Kind
from tests.corpus.truth import LEVELS, Record, Truth, Value, areas_of

Cell = str | int | float | bool | dt.date | dt.time | None
Row = list[Cell]
FIGURES = (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT)
DAYS = (Kind.DATE,)
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
#: Columns that say by what a figure is split; "all" where it is not (design 11).
_NOT_SPLIT = {
    "otop_sales": ("category", "channel"),
    "women_fund_monthly": ("money_type",),
    "kkj_areas": ("reported_by_level",),
}
_AREA_HEADINGS = {"province": "จังหวัด", "district": "อำเภอ", "subdistrict": "ตำบล", "moo": "หมู่ที่"}


@dataclass
class Head:
    """A column of a page.

    Attributes:
        key: names its cells in ``Line.cells``.
        parts: lines of its heading, outermost first; lines that neighbours share are one cell over them.
        spec: the column of the table that it fills; None for an area, a running number or what is no part of the form.
        month: the month its heading names.
    """

    key: str
    parts: list[str]
    spec: Column | None = None
    month: dt.date | None = None


@dataclass
class Line:
    """A row below the heading.

    Attributes:
        cells: head's key -> what is written.
        gives: the records that must come of it.
        counted: where the ledger counts it: kept, total, note, header, blank, duplicate or rejected.
        baht: money in it that is not kept (of a duplicate, of a row set aside).
        each: what stands in every cell of it: the heading once more, or the column's number.
    """

    cells: dict[str, Cell]
    gives: list[Record] = field(default_factory=list)
    counted: str = "kept"
    baht: float = 0.0
    each: Literal["", "heading", "number"] = ""


@dataclass(frozen=True)
class Told:
    """A problem that must be told.

    Attributes:
        rules: one of these must be its rule.
        column: of which column; None for any.
        line: of which row; None for any.
    """

    rules: tuple[str, ...]
    column: str | None = None
    line: Line | None = None


@dataclass
class Page:
    """A sheet. ``merged`` are pairs of keys and lines whose cells are one: (key, first line, last line)."""

    name: str
    titles: list[Row]
    heads: list[Head]
    lines: list[Line]
    notes: list[Row] = field(default_factory=list)
    merged: list[tuple[str, Line, Line]] = field(default_factory=list)
    joined_titles: bool = False
    joined_heads: bool = True
    hidden_lines: list[Line] = field(default_factory=list)
    hidden_heads: list[Head] = field(default_factory=list)
    is_hidden: bool = False
    file: str | None = None  #: a file of its own; None: a sheet of the draft's

    def head(self, key: str) -> Head:
        return next(head for head in self.heads if head.key == key)

    def has(self, key: str) -> bool:
        return any(head.key == key for head in self.heads)

    @property
    def data(self) -> list[Line]:
        """Its rows of data."""
        return [line for line in self.lines if line.counted == "kept"]


@dataclass
class Draft:
    """What is written, and what must come back.

    Attributes:
        truth: what it is about.
        pages: its sheets.
        stem: name of its file, without suffix.
        told: problems that must be told.
        noted: rules of severity ``info`` that may be told.
        refused: a word of our refusal, where nothing must be read.
        encode: last step from text to bytes, for text files.
    """

    truth: Truth
    pages: list[Page]
    stem: str = "รายงาน"
    told: list[Told] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    refused: str = ""
    encode: Callable[[str], bytes] | None = None

    @property
    def page(self) -> Page:
        return self.pages[0]

    def lines(self) -> Iterator[Line]:
        for page in self.pages:
            yield from page.lines

    def tell(self, *rules: str, column: str | None = None, line: Line | None = None) -> None:
        self.told.append(Told(rules, column, line))

    def rewrite(self, kinds: Iterable[Kind], write: Callable[[object], Cell], *, totals: bool = True) -> int:
        """Write the filled cells of columns of these kinds another way; how many were."""
        done = 0
        for page in self.pages:
            for head in page.heads:
                if head.spec is None or head.spec.kind not in tuple(kinds):
                    continue
                for line in page.lines if totals else page.data:
                    if (cell := line.cells.get(head.key)) not in (None, ""):
                        line.cells[head.key] = write(cell)
                        done += 1
        return done

    def respell(self, keys: Iterable[str], write: Callable[[str], Cell]) -> int:
        """Write the texts of these columns another way; how many changed."""
        done = 0
        for page in self.pages:
            for line in page.lines:
                for key in keys:
                    if isinstance(cell := line.cells.get(key), str) and line.counted == "kept":
                        line.cells[key] = write(cell)
                        done += line.cells[key] != cell
        return done


def plain(truth: Truth) -> Draft:
    """The truth written down with titles, a heading of one row, a row of data for each of its own, and nothing else."""
    heads = [*_area_heads(truth), *(_head(truth, name) for name in truth.columns[1:])]
    lines = [Line(_cells(truth, row), [expected(truth, row)]) for row in truth.rows]
    return Draft(truth, [Page("ข้อมูล", titles(truth), heads, lines)])


def titles(truth: Truth) -> list[Row]:
    """Title, office and as-of date, a row each."""
    year = f" ปีงบประมาณ พ.ศ. {truth.year}" if truth.table.year == "fiscal_year" else ""
    year = f" ปี {truth.year}" if truth.table.year == "bmn_year" else year
    office = f"สำนักงานพัฒนาชุมชนจังหวัด{areas.name(truth.province)}"
    return [[f"{truth.table.title}{year}"], [office], [f"ข้อมูล ณ วันที่ {long_date(truth.as_of)}"]]


def _area_heads(truth: Truth) -> list[Head]:
    if truth.level == "village":
        return [Head("village", ["รหัสหมู่บ้าน"])]
    return [Head(level, [_AREA_HEADINGS[level]]) for level in LEVELS[1 : LEVELS.index(truth.level) + 1]]


def _head(truth: Truth, name: str) -> Head:
    spec = truth.table.column(name)
    return Head(name, [spec.label], spec)


def _cells(truth: Truth, row: Record) -> dict[str, Cell]:
    cells = area_cells(str(row[truth.columns[0]]))
    for name in truth.columns[1:]:
        cells[name] = written(truth.table.column(name), row[name])
    return cells


def area_cells(code: str) -> dict[str, Cell]:
    """The cells that name an area, for each level down to its own."""
    codes = areas_of(code)
    cells: dict[str, Cell] = {
        level: areas.name(str(codes[f"{level}_code"])) for level in LEVELS[:3] if f"{level}_code" in codes
    }
    return cells | ({"village": code} if len(code) == 8 else {})


def written(spec: Column, value: Value) -> Cell:
    """A value as a careful clerk writes it."""
    if value is None:
        return None
    if spec.kind is Kind.CHOICE:
        return spec.choices[str(value)][0]
    if spec.kind is Kind.FLAG:
        return "มี" if value else "ไม่มี"
    if spec.kind is Kind.PRESENCE:
        return "มีในระบบ" if value else None
    if isinstance(value, dt.date):
        return month_year(value) if spec.kind is Kind.MONTH else short_date(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def expected(truth: Truth, row: Record) -> Record:
    """The record that a row of the truth must come back as, without its place on the sheet."""
    spec = truth.table
    own = {column.name: column for column in spec.columns}
    record: Record = dict(areas_of(str(row[truth.columns[0]])))
    record |= {name: row[name] for name in truth.columns[1:] if own[name].is_stored}
    record |= dict.fromkeys(_NOT_SPLIT.get(spec.name, ()), "all")
    if spec.year:
        record[spec.year] = truth.year
    if "is_municipality" in own and record["area_level"] == "subdistrict":
        record["is_municipality"] = False
    return record | {"as_of_date": truth.as_of}


def long_date(day: dt.date) -> str:
    """31 มกราคม 2565"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"


def short_date(day: dt.date) -> str:
    """31 ม.ค. 2565"""
    return f"{day.day} {SHORT[day.month - 1]} {day.year + 543}"


def month_year(day: dt.date) -> str:
    """ต.ค. 64"""
    return f"{SHORT[day.month - 1]} {(day.year + 543) % 100}"


@dataclass
class Laid:
    """A page as rows of a spreadsheet.

    Attributes:
        rows: its cells from the top left corner.
        merges: first row, first column, last row, last column, from 0 and included.
        heading: first and last row of the heading.
        at: id of a line -> its row as a spreadsheet numbers it.
    """

    rows: list[Row]
    merges: list[tuple[int, int, int, int]]
    heading: tuple[int, int]
    at: dict[int, int]


def lay_out(page: Page) -> Laid:
    """Titles, heading, rows, notes, from top to bottom."""
    depth = max(len(head.parts) for head in page.heads)
    top = len(page.titles)
    rows: list[Row] = [list(row) for row in page.titles]
    merges = [(r, 0, r, len(page.heads) - 1) for r in range(top) if page.joined_titles and len(page.heads) > 1]
    heading, joined = _heading(page.heads, depth)
    rows += heading
    if page.joined_heads:
        merges += [(top + a, b, top + c, d) for a, b, c, d in joined]
    at: dict[int, int] = {}
    for line in page.lines:
        at[id(line)] = len(rows) + 1
        rows.append([_cell(line, number, head) for number, head in enumerate(page.heads, 1)])
    columns = {head.key: number for number, head in enumerate(page.heads)}
    merges += [(at[id(a)] - 1, columns[key], at[id(b)] - 1, columns[key]) for key, a, b in page.merged]
    return Laid([*rows, *page.notes], merges, (top, top + depth - 1), at)


def _cell(line: Line, number: int, head: Head) -> Cell:
    if line.each == "number":
        return f"({number})"
    return head.parts[-1] if line.each else line.cells.get(head.key)


def _heading(heads: list[Head], depth: int) -> tuple[list[Row], list[tuple[int, int, int, int]]]:
    """The rows of the heading, and what is merged: a parent over its children, a lone heading down to the end."""
    rows: list[Row] = [[None] * len(heads) for _ in range(depth)]
    merges = []
    for r in range(depth):
        start = 0
        while start < len(heads):
            parts = heads[start].parts
            end = start
            if r < len(parts) - 1:
                while end + 1 < len(heads) and heads[end + 1].parts[: r + 1] == parts[: r + 1]:
                    end += 1
            if r < len(parts):
                rows[r][start] = parts[r]
                bottom = depth - 1 if r == len(parts) - 1 else r
                if end > start or bottom > r:
                    merges.append((r, start, bottom, end))
            start = end + 1
    return rows, merges
