"""The fast lane: a large delimited text is cleaned block by block, in bounded memory, to what the ordinary way gives.

The first rows go through the ordinary recogniser: table, heading, titles, unit and year are found as in any file. The
rest is read in blocks (``blocks``), each cleaned by distinct text (``lane``) and written to the disk (``spill``). What
depends on the whole file is settled here, in the order of its rows. A table that is laid out sideways, checked against
itself or put together from halves is read by the ordinary way; so is a file in which only the whole shows what a row
means (``NeedsWhole``).
"""

from __future__ import annotations

import codecs
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import Kind, Personal, Table
from cdd_analysis.ingest.cleaning.clean import Cleaned, clean_region
from cdd_analysis.ingest.cleaning.keys import period_of
from cdd_analysis.ingest.cleaning.places import LEVELS
from cdd_analysis.ingest.cleaning.rows import DATA
from cdd_analysis.ingest.cleaning.totals import as_problem, control
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.compare import tolerance
from cdd_analysis.ingest.fast_lane.blocks import (
    MOST_LINES_IN_CELL,
    Block,
    Form,
    NotUtf8,
    Piece,
    StrayQuote,
    pieces,
    read_block,
    read_records,
)
from cdd_analysis.ingest.fast_lane.clean_block import clean_block
from cdd_analysis.ingest.fast_lane.eras import writes_common_era
from cdd_analysis.ingest.fast_lane.lane import Lane
from cdd_analysis.ingest.fast_lane.plan import BlockResult, Break, Carried, NeedsWhole, Plan
from cdd_analysis.ingest.fast_lane.workers import Job, Workers
from cdd_analysis.ingest.problems import MASK, problem
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Sheet, grid
from cdd_analysis.ingest.reading.sheets import decode, delimiter
from cdd_analysis.ingest.recognition.headings import AREA_HEADINGS, Meaning
from cdd_analysis.ingest.recognition.recognise import Region, recognise
from cdd_analysis.ingest.recognition.titles import year_in_name
from cdd_analysis.ingest.returns.faulty import MOST_ROWS
from cdd_analysis.ingest.spill import Keys, Spill
from cdd_analysis.thai.dates import find_as_of, thai_date

#: Delimited text from this size on takes the fast lane.
LARGE = 32 * limits.MIB
#: From this size on, blocks are cleaned by processes side by side; starting them takes as long as cleaning that much.
PARALLEL = 64 * limits.MIB
#: What of a file is read to recognise it, and how many of its rows are looked at.
_HEAD, _HEAD_ROWS = limits.MIB, 2_000
_TRANSCODED = 4 * limits.MIB
#: A column in which more of the first rows differ than this is not worth reading by distinct text.
_VARIOUS = 0.5
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")


@dataclass
class Streamed:
    """What a large file gave; its records and problems lie on the disk.

    Attributes:
        region: the table as recognised; its sheet holds the titles and the heading alone.
        records, problems: on the disk.
        keys: hashes of the keys of the records.
        source: where the rows can be read once more.
        told: problems of the file as a whole, and of its totals.
        controls: ledger rows of kind "control".
        rows: how many rows of each kind.
        set_aside: rows of data that were not taken in.
        provinces, years: of the records.
        areas: provinces and districts of all rows of data.
    """

    region: Region
    records: Spill
    problems: Spill
    keys: Keys
    source: _Source
    told: list[dict[str, object]] = field(default_factory=list)
    controls: list[dict[str, object]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    rows_read: int = 0
    set_aside: int = 0
    problems_told: int = 0
    baht_kept: float = 0.0
    baht_set_aside: float = 0.0
    provinces: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    areas: tuple[set[str | None], ...] = ()

    @property
    def kept(self) -> int:
        """Rows of data that were taken in."""
        return self.rows[DATA] - self.set_aside

    def faulty(self, told: Iterable[Mapping[str, object]]) -> tuple[Cleaned, list[dict[str, object]]]:
        """The first rows that have something to correct, as a region that holds no others, and their problems.

        Args:
            told: problems of the whole build, among them those that only the comparison with other files showed.
        """
        here = [one for one in told if one["source_file"] == self.region.sheet.file and one["source_row"] is not None]
        rows = {int(float(str(one["source_row"]))) for one in here if one["severity"] != "info"}
        wanted = self.problems.first_rows(MOST_ROWS, {"fix", "check"})
        wanted = np.array(sorted(rows | set(wanted.tolist()))[:MOST_ROWS], dtype=np.int64)
        spilled = self.problems.rows(wanted)
        problems: list[dict[str, object]] = [] if spilled is None else spilled.to_pylist()
        of_data = [one for one in here if one["rule"] != "control"]  # a total row is of no area
        cells, codes = self._cells(wanted), self._codes([*of_data, *problems])
        bare = [Meaning("")] * (max(map(len, cells.values()), default=0) - len(self.region.meanings))
        region = replace(self.region, sheet=replace(self.region.sheet, cells=cells))
        region = replace(region, meanings=(*region.meanings, *bare))
        return Cleaned(region, pd.DataFrame(), codes=codes), problems

    def _codes(self, problems: Iterable[Mapping[str, object]]) -> pd.DataFrame:
        """Province and district of these rows; row 0, which is none, stands for all others of the file."""
        names = ["province_code", "district_code"]
        rows = [(int(float(str(one["source_row"]))), *(one[name] for name in names)) for one in problems]
        others = [(0, *codes) for codes in zip_longest(*(sorted(filter(None, codes)) for codes in self.areas))]
        frame = pd.DataFrame([*others, *rows], columns=["row", *names], dtype=object)
        return frame.drop_duplicates().set_index("row")

    def _cells(self, wanted: npt.NDArray[np.int64]) -> Any:
        """The cells of some rows, read from the file once more."""
        found = _SomeRows()
        base = len(self.region.sheet.cells)
        for piece in pieces(self.source.path, self.source.start, self.source.form) if len(wanted) else ():
            block = read_block(self.source.path, piece, self.source.form)
            for row in wanted[(wanted > base) & (wanted <= base + len(block))]:
                at = int(row) - 1 - base
                found[int(row) - 1] = [*block.row(at), *block.beyond.get(at, ())]
            base += len(block)
            if base >= wanted[-1]:
                break
        return found


@dataclass(frozen=True)
class _Source:
    """Where the rows of a file can be read once more."""

    path: Path
    start: int
    form: Form


class _SomeRows(dict[int, list[str]]):
    """Some rows of a sheet; a cell is asked for as of an array."""

    def __getitem__(self, place: Any) -> Any:
        row, column = place
        cells = super().__getitem__(int(row))
        return cells[int(column)] if column < len(cells) else ""


class _Again(Exception):
    """A later block showed what all blocks must know; the file is read again by another plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def is_streamable(table: Table) -> bool:
    """Whether a table's rows can be read apart from each other: every row is one record, about a thing, not an area."""
    is_apart = not (table.spread or table.control or table.merged or table.national or table.is_area or table.units)
    whole = (column.name in table.key and "all" in column.choices for column in table.columns)
    return is_apart and not any(column.kind is Kind.MONTH for column in table.columns) and not any(whole)


def read_large(path: Path, file: str, folder: Path) -> Streamed | None:
    """Clean a large delimited text; None where the ordinary way must read it.

    Args:
        path: the file.
        file: the name to carry as its source.
        folder: to write into; as large as the file, and the caller's to delete.

    Raises:
        UnreadableFile, UnrecognisedSheet: as the ordinary way would.
    """
    if path.is_symlink() or not path.is_file() or path.stat().st_size < max(LARGE, 1):
        return None
    encoding = _encoding(path)
    quoted = True
    while encoding:
        try:
            return _read(_as_utf8(path, encoding, folder), file, folder, quoted=quoted)
        except NotUtf8:
            if encoding == "cp874":
                return None
            encoding = "cp874"
        except StrayQuote:
            if not quoted:
                return None
            quoted = False
        except NeedsWhole:
            return None
    return None


# -- opening -------------------------------------------------------------------------------------------------------


def _encoding(path: Path) -> str:
    """The encoding a text begins in; empty where the file is no text."""
    with path.open("rb") as stream:
        head = stream.read(4_000)
    if head.startswith(_OTHER_FILES):
        return ""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        little = head[1::2].count(0) + head[1::2].count(0x0E)
        return "utf-16-le" if little > len(head) // 4 else "utf-16-be"
    return "utf-8"


def _as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """The file itself where it is in UTF-8 already, else a copy that is."""
    if encoding == "utf-8":
        return path
    copy = folder / "as-utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("rb") as stream, copy.open("wb") as written:
            while data := stream.read(_TRANSCODED):
                written.write(decoder.decode(data).encode("utf-8"))
            written.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError:
        raise NeedsWhole("text that breaks off") from None
    return copy


@dataclass(frozen=True)
class _Opened:
    """A file whose table was found: how to read the rest, and where it begins."""

    plan: Plan
    form: Form
    start: int


def _open(path: Path, file: str, *, quoted: bool) -> _Opened:
    with path.open("rb") as stream:
        data = stream.read(_HEAD)
        is_all = not stream.read(1)
    data = data if is_all else data[: data.rfind(b"\n") + 1]
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUtf8 from None
    text = decode(data, file)
    if not text.strip() or text.lstrip()[:1] in "<{[":
        raise NeedsWhole("no delimited text")
    form = Form(delimiter(text), 0, quoted)
    records = _first_records(text, form, is_all=is_all)
    sheet = Sheet(file, "", grid(records, file))
    regions = recognise(sheet)
    if len(regions) != 1 or not _is_plain(regions[0]):
        raise NeedsWhole("a table that is not read row by row")
    region, below = regions[0], records[regions[0].heading[1] + 1 :]
    width = _width(region, below)
    plan = Plan(_cut(region, width), _eras(region, sheet))
    form = replace(form, width=width, various=_various(region, sheet, width))
    return _Opened(plan, form, _end_of(plain, form, region.heading[1] + 1))


def _first_records(text: str, form: Form, *, is_all: bool) -> list[list[str]]:
    records: list[list[str]] = []
    ended = True
    for record, _ in read_records(text, form):
        records.append(record)
        if len(records) > _HEAD_ROWS:
            ended = False
            break
    if any(cell.count("\n") > MOST_LINES_IN_CELL for record in records for cell in record):
        raise StrayQuote
    return records if ended and is_all else records[:-1]


def _is_plain(region: Region) -> bool:
    """Whether each heading names one column, each row below is one record, and no column is read by all its cells."""
    long_form = region.columns("indicator") and region.columns("indicator_value")
    named = [m.column for m in region.meanings if m.column and m.column != "ignored"]
    settled = not any(m.fixed or m.total or m.either or m.repeats for m in region.meanings)
    percents = {c.name for c in region.table.columns if c.kind is Kind.PCT and c.typed is None}
    plain = len(named) == len(set(named)) and settled and not percents & set(named)
    is_mixed = _is_area_mixed(region) or bool(region.columns("address"))
    return is_streamable(region.table) and not long_form and plain and not is_mixed


def _is_area_mixed(region: Region) -> bool:
    """Whether a level that the titles name stands below one that has a column: which rows it is for, all must say."""
    named = [level for level in LEVELS if level in region.context.areas and not region.columns(level)]
    return any(region.columns(above) for level in named for above in LEVELS[: LEVELS.index(level)])


def _width(region: Region, below: list[list[str]]) -> int:
    """How many cells a usual row has, those under a heading at least."""
    headed = max(c for c, m in enumerate(region.meanings) if m.text) + 1
    widths = Counter(len(record) for record in below if any(record))
    return max(headed, widths.most_common(1)[0][0] if widths else 0)


def _cut(region: Region, width: int) -> Region:
    """The region with the rows down to its heading, as wide as its rows."""
    cells = region.sheet.cells[: region.heading[1] + 1, :width]
    return replace(region, sheet=replace(region.sheet, cells=cells), meanings=region.meanings[:width], last=len(cells))


def _eras(region: Region, sheet: Sheet) -> frozenset[str]:
    """Columns of dates that hold a CE year among the first rows."""
    dated = [c.name for c in region.table.columns if c.kind is Kind.DATE and c.is_stored]
    found = set()
    for name in (*dated, "as_of_date"):
        for at in region.columns(name)[:1]:
            if writes_common_era([str(cell) for cell in sheet.cells[region.heading[1] + 1 :, at]]):
                found.add(name)
    return frozenset(found)


def _various(region: Region, sheet: Sheet, width: int) -> frozenset[int]:
    by_distinct = {c.name for c in region.table.columns if c.kind in (*FIGURES, Kind.DATE, Kind.YEAR)}
    by_distinct |= {*AREA_HEADINGS, "as_of_date", "fiscal_year"}
    body = sheet.cells[region.heading[1] + 1 :]
    others = [c for c, m in enumerate(region.meanings[:width]) if m.column not in by_distinct and m.column[:3] != "id:"]
    return frozenset(c for c in others if len(set(body[:, c])) > _VARIOUS * len(body))


def _end_of(text: str, form: Form, records: int) -> int:
    """The byte at which so many records end."""
    end = 0
    for number, (_, position) in enumerate(read_records(text, form), 1):
        if number == records:
            end = position
            break
    return len(text[:end].encode("utf-8"))


# -- reading -------------------------------------------------------------------------------------------------------


def _read(path: Path, file: str, folder: Path, *, quoted: bool) -> Streamed:
    opened = _open(path, file, quoted=quoted)
    attempt = 0
    while True:
        attempt += 1
        try:
            return _Reading(path, opened, folder / f"{attempt}{'' if quoted else 'u'}").streamed()
        except _Again as again:
            opened = replace(opened, plan=again.plan)


class _Reading:
    """One pass over a file. Blocks are cleaned side by side; what one hands to the next is settled in their order."""

    def __init__(self, path: Path, opened: _Opened, folder: Path) -> None:
        self.path, self.opened, self.plan = path, opened, opened.plan
        region = opened.plan.region
        source = {"source_file": region.sheet.file, "source_sheet": region.sheet.name}
        self.found = Streamed(
            region,
            Spill(source),
            Spill({}),
            Keys(folder / "keys"),
            _Source(path, opened.start, opened.form),
        )
        self.folder = folder
        self.without_year = Spill({})
        self.lacking_year = 0
        self.base = region.heading[1] + 1
        self.carried = Carried()
        self.at: dict[str, int] = {}
        self.filled_down = 0
        self.year_assumed = False
        self.eras: set[str] = set()
        self.era_matters: set[str] = set()
        self.counts: Counter[tuple[str, int, str, str]] = Counter()
        self.written_eras: dict[tuple[int, bool], str] = {}
        self.filled: Counter[tuple[int, bool]] = Counter()
        self.first_errors: dict[int, str] = {}
        self.notes: list[str] = []
        self.totals = _Totals(region)
        heading = region.sheet.cells[-1].tolist()
        self.job = Job(path, opened.form, self.plan, folder, Carried(None, (heading,)))

    def streamed(self) -> Streamed:
        """Everything."""
        for piece, result in self._results():
            if result.wants_carried:
                result = clean_block(Lane(self.plan, self.folder), self._block(piece), self.carried)
            self._take(result)
        self._settle_eras()
        self._settle_as_of()
        self._settle_broken()
        self._finish()
        return self.found

    def _block(self, piece: Piece) -> Block:
        return read_block(self.path, piece, self.opened.form)

    def _results(self) -> Iterator[tuple[Piece, BlockResult]]:
        """The results of the blocks in their order; as many are under way as there are processors."""
        workers = os.cpu_count() or 1
        size = self.path.stat().st_size - self.opened.start
        with Workers(self.job, workers if workers > 1 and size >= PARALLEL else 0) as cleaning:
            yield from cleaning.results(pieces(self.path, self.opened.start, self.opened.form))

    def _take(self, result: BlockResult) -> None:
        """One block, in its turn: its rows get their place on the sheet and go to the disk."""
        found, base = self.found, self.base
        rows = sum(result.rows.values())
        found.records.add(result.records, base + 1)
        found.problems.add(result.problems, base + 1)
        self.without_year.add(result.without_year, base + 1)
        found.keys.add(result.keys, result.keyed + base + 1)
        found.rows += result.rows
        found.set_aside += result.set_aside
        found.baht_kept += result.baht_kept
        found.baht_set_aside += result.baht_set_aside
        found.problems_told += result.told
        found.provinces |= result.provinces
        found.years |= result.years
        self.lacking_year += result.lacking_year
        self.filled_down += result.filled_down
        self.year_assumed |= result.year_assumed
        self.eras |= result.eras
        self.era_matters |= result.era_matters
        self.counts += result.counts
        self.written_eras = result.written_eras | self.written_eras
        self.filled += result.filled
        self.first_errors = result.first_errors | self.first_errors
        self.notes += result.notes
        self.totals.take(result.breaks, base)
        self.carried = result.carried if rows else self.carried
        self.base += rows

    def _settle_eras(self) -> None:
        """A CE year anywhere in a column of dates makes two-digit years ambiguous in all of it."""
        if changed := self.eras & self.era_matters:
            raise _Again(replace(self.plan, common_era=self.plan.common_era | changed))

    def _settle_as_of(self) -> None:
        """The day the data are of may stand in a note below the table."""
        region = self.plan.region
        day = None if region.context.as_of_date else find_as_of(" \n ".join(self.notes)) if self.notes else None
        if day:
            told = replace(region.context, as_of_date=day)
            raise _Again(replace(self.plan, region=replace(region, context=told)))

    def _settle_broken(self) -> None:
        """A column in which every cell is a formula's error is told of once, not cell by cell."""
        errors = {c: count for (c, is_error), count in self.filled.items() if is_error and count > 1}
        broken = frozenset(c for c in errors if not self.filled[c, False])
        if broken != self.plan.broken:
            raise _Again(replace(self.plan, broken=broken))

    def _finish(self) -> None:
        found, region = self.found, self.found.region
        above = clean_region(replace(region, last=len(region.sheet.cells)))
        told = [one for one in above.problems if one["rule"] != "no_rows" or not found.rows[DATA]]
        told += self._of_columns()
        if self.filled_down:
            told.append(_fact(region, "area_filled_down", value=f"{self.filled_down} แถว"))
        if self.year_assumed:
            year = year_in_name(region.sheet.file, region.table.file_year)
            told.append(_fact(region, "context_assumed", label="ปี", expected="ชื่อไฟล์", value=year))
        if self.lacking_year and self.lacking_year == found.rows[DATA]:
            told.append(_fact(region, "no_year"))
        elif self.lacking_year:
            found.problems.adopt(self.without_year)
            found.problems_told += self.lacking_year
        found.areas = (self.totals.above.provinces, self.totals.above.districts)
        found.controls = self.totals.controls
        found.told = [*told, *(as_problem(one) for one in found.controls if one["difference"])]
        found.problems_told += len(found.told)
        found.rows += above.rows
        found.rows_read = sum(found.rows.values())
        found.region = replace(region, last=found.rows_read)

    def _of_columns(self) -> Iterator[dict[str, object]]:
        """What is told of a column as a whole."""
        region, own = self.found.region, {c.name: c for c in self.found.region.table.columns}

        def fact(rule: str, c: int, value: str, expected: str) -> dict[str, object]:
            m = region.meanings[c]
            spec = own.get(m.column)
            hidden = spec is not None and spec.personal is not Personal.NO
            label = spec.label if spec and rule == "own_spelling" else m.text
            facts = {"column": m.column, "value": MASK if hidden else value, "expected": expected, "label": label}
            return _fact(region, rule, **facts)

        for (rule, c, text, code), count in self.counts.items():
            if rule == "own_spelling":
                yield fact(rule, c, text, f"“{code}” {count:,} แถว")
            elif rule == "no_figure":
                yield fact(rule, c, text, f"{count:,}")
            elif period := period_of(region):
                yield fact(rule, c, f"{count:,}", f"{thai_date(period[0])} ถึง {thai_date(period[1])}")
        for c in {c for c, _ in self.written_eras}:
            if len(both := [self.written_eras.get((c, era)) for era in (False, True)]) == 2 and all(both):
                yield fact("mixed_eras", c, str(both[0]), str(both[1]))
        for c in self.plan.broken:
            yield fact("broken_column", c, self.first_errors[c], "")


def _fact(region: Region, rule: str, **facts: object) -> dict[str, object]:
    sheet = region.sheet
    return problem(rule, table=region.table.name, source_file=sheet.file, source_sheet=sheet.name, **facts)


class _Totals:
    """A sheet's own total rows beside the sums of the rows of data above them, kept up from block to block."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.controls: list[dict[str, object]] = []
        self.above = _Summed()
        self.block = _Summed()

    def take(self, breaks: list[Break], base: int) -> None:
        """The rows of one block, whose first stands behind ``base`` others."""
        for one in breaks:
            self.above.add(one, base)
            self.block.add(one, base)
            if one.is_row and one.is_total and not self.above.rows:
                raise NeedsWhole("totals above their parts")
            if one.label:
                self._compare(one, base + one.row)
            if one.is_row:
                self.block = _Summed()

    def _compare(self, one: Break, row: int) -> None:
        is_subtotal = 0 < self.block.rows < self.above.rows and "ทั้ง" not in one.label
        for c, stated in one.stated.items():
            if np.isnan(stated):
                continue
            m = self.region.meanings[c]
            allowed = tolerance(self.region.table, m.column)
            agrees = round(abs(self.block.sums.get(c, 0.0) - stated), 2) <= allowed
            summed = self.block if agrees or is_subtotal else self.above
            scope = f"แถว “{one.label}” (แถวที่ {row + 1}) ช่อง “{m.text}”"
            place = pd.Series(summed.shared(), dtype=object)
            between = np.array(summed.between, dtype=np.intp)
            computed = summed.sums.get(c, 0.0)
            self.controls.append(control(self.region, c, scope, stated, computed, row, between, place))


@dataclass
class _Summed:
    """Sums of rows of data, and the provinces and districts of these rows."""

    sums: dict[int, float] = field(default_factory=dict)
    rows: int = 0
    provinces: set[str | None] = field(default_factory=set)
    districts: set[str | None] = field(default_factory=set)
    between: tuple[int, ...] = ()

    def add(self, one: Break, base: int) -> None:
        if one.rows:
            self.between = ((self.between or (base + one.first,))[0], base + one.last)
        for c, value in one.sums.items():
            self.sums[c] = self.sums.get(c, 0.0) + value
        self.rows += one.rows
        self.provinces |= one.provinces
        self.districts |= one.districts

    def shared(self) -> dict[str, str | None]:
        """The province and the district that all of them share."""
        both = {"province_code": self.provinces, "district_code": self.districts}
        return {name: next(iter(found)) if len(found) == 1 else None for name, found in both.items()}
