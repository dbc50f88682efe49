"""What the sample knows of itself: the right reading of its files, the situations planted in it, its dirt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

#: The day the sample was "sent in"; nothing in it is younger.
AS_OF = date(2022, 1, 12)


@dataclass(frozen=True)
class Plant:
    """A situation put there on purpose.

    Attributes:
        kind: ``missing_month``, ``copied_forward``, ``wrong_total``, ``negative_value``, ``no_channel``, ``no_help``,
            ``duplicate_file``, ``impossible_members``, ``unclassified``, ``sources_differ``, ``one_producer``,
            ``growth_not_alike``, ``unknown_area``, ``damaged_id``, ``districts_differ``, or one of a topic's own.
        area: code of the district or province it is about.
        month: the month it is about, first day; None where it is about none.
        figures: the figures that matter, by name: what stands in the file and what is true.
        text: Thai, one sentence for a reader.
        files: names of the files it lies in.
        topic: the module of ``sample.topics`` that planted it; its ``kind`` is then the rule of the topic's finding.
    """

    kind: str
    area: str
    text: str
    month: date | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class Dirt:
    """A kind of damage in the files: a short key, an example as it stands there, what it means."""

    key: str
    example: str
    meaning: str


@dataclass(frozen=True)
class Personal:
    """Made-up strings that must never leave the reader, by kind (``names``, ``phones``, ``citizen_ids`` …)."""

    strings: Mapping[str, frozenset[str]]

    def all(self) -> frozenset[str]:
        """Every string of every kind."""
        return frozenset().union(*self.strings.values())


@dataclass(frozen=True)
class Truth:
    """The right answer to the raw files of a sample; returned to the caller, never written beside them.

    A table holds what a perfect reader would keep: figures in baht, areas as codes, dates Gregorian, dashes missing,
    what is planted as it stands in the files (a copied month, a negative value). What is really so stands in the
    plant's ``figures``. Rows stated in two files at different detail (months and a summary) are both there.

    Attributes:
        seed: what it was made from.
        provinces: codes of the provinces whose own files were made.
        tables: table name -> frame with the columns of ``datasets`` and the area codes.
        plants: situations put there on purpose.
        dirt: kinds of damage in the files.
        personal: made-up names, phones and ids written into the files.
        files: every raw file written, in order of its name.
    """

    seed: int
    provinces: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    plants: tuple[Plant, ...]
    dirt: tuple[Dirt, ...]
    personal: Personal
    files: tuple[Path, ...]


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows of a frame with its columns as attributes."""
    return iter(frame.itertuples(index=False))


@dataclass
class Part:
    """What one province (or the nation) adds to the truth while files are being written."""

    tables: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    plants: list[Plant] = field(default_factory=list)
    personal: dict[str, set[str]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def add(self, table: str, frame: pd.DataFrame) -> None:
        """Add rows to a table of the truth."""
        self.tables.setdefault(table, []).append(frame)

    def keep_secret(self, kind: str, strings: set[str]) -> None:
        """Note personal strings written into a file."""
        self.personal.setdefault(kind, set()).update(strings)


def assemble(seed: int, provinces: tuple[str, ...], parts: list[Part]) -> Truth:
    """Put the parts together."""
    names = sorted({name for part in parts for name in part.tables})
    kinds = sorted({kind for part in parts for kind in part.personal})
    return Truth(
        seed=seed,
        provinces=provinces,
        tables={
            name: pd.concat([frame for part in parts for frame in part.tables.get(name, ())], ignore_index=True)
            for name in names
        },
        plants=tuple(plant for part in parts for plant in part.plants),
        dirt=DIRT,
        personal=Personal(
            {kind: frozenset().union(*(part.personal.get(kind, set()) for part in parts)) for kind in kinds}
        ),
        files=tuple(sorted(path for part in parts for path in part.files)),
    )


DIRT = (
    Dirt("thai_digits", "๑๐ มกราคม ๒๕๖๕", "Thai digits in titles, dates and figures"),
    Dirt("date_no_space", "13พ.ย.64", "day, short month and two-digit year without spaces"),
    Dirt("date_be_text", "05/01/2565", "day/month/Buddhist-era year as text"),
    Dirt("date_ce_text", "05/01/2022", "day/month/Gregorian year as text"),
    Dirt("date_cell", "a date cell", "an Excel date of the Gregorian year"),
    Dirt("date_be_cell", "a date cell of the year 2565", "an Excel date whose year is Buddhist-era"),
    Dirt("area_prefix", "อ.ลานสกา, จ.ชุมพร", "area names with abbreviated prefixes"),
    Dirt("muang_short", "อ.เมือง, เมืองฯ", "the capital district without the province's name"),
    Dirt("sara_am", "นบพิต\u0e4d\u0e32", "sara am in two characters"),
    Dirt("doubled_mark", "ทุุ่งสง", "a vowel or tone mark typed twice"),
    Dirt("invisible", "ทุ่ง\u200bสง", "zero-width space inside a name, no-break space around it"),
    Dirt("double_e", "เเม่", "two เ for แ"),
    Dirt("footnote", "ท่าศาลา*", "a footnote mark stuck to a name, explained under the table"),
    Dirt("dash", "-, –, ไม่มี", "no sales that month: a dash or a word, not 0"),
    Dirt("no_answer", "รอรายงาน, n/a", "a word for a figure still awaited"),
    Dirt("error_cell", "#REF!", "a formula that lost what it refers to; neither 0 nor blank"),
    Dirt("thousands", "1,234,567.00", "thousands separators; in text formats as quoted text"),
    Dirt("unit_in_cell", "12,500 บาท, 1,234.-", "the unit written in the cell"),
    Dirt("scale", "ยอดจำหน่าย (พันบาท)", "the heading multiplies by a thousand or a million"),
    Dirt("heading_break", "ตุลาคม 2564⏎(บาท)", "headings broken over lines"),
    Dirt("two_row_header", "ช่องทางการจำหน่าย | ในชุมชน …", "a merged heading above headings"),
    Dirt("merged_area", "อำเภอ on the first of n rows", "an area or month written once for a block of rows"),
    Dirt("group_row", "ไตรมาสที่ 1 (ต.ค. - ธ.ค. 2564)", "a heading row inside the body"),
    Dirt("total_row", "รวมทั้งสิ้น", "total rows and subtotal rows that agree with their rows, but for the planted one"),
    Dirt("note_row", "หมายเหตุ …, ที่มา …", "notes under the table"),
    Dirt("signature", "พัฒนาการอำเภอ", "signature lines with positions"),
    Dirt("empty_lines", "empty rows and an empty first column", "space around and inside the table"),
    Dirt("scratch", "ตรวจแล้ว 9300", "a scratch cell beside the table"),
    Dirt("encoding", "cp874, utf-8 with BOM", "two encodings of csv, one file in both"),
    Dirt("html_xls", "<table> saved as .xls", "a web page with the suffix of a workbook"),
    Dirt("flags", "✓, /, มี, 1, x, ไม่มี, 0", "yes and no in several spellings"),
    Dirt("code_as_number", "80010000123 as a number", "an id typed as a number"),
    Dirt("municipality", "เทศบาลตำบล… among districts", "a row that is no district"),
    Dirt("single_dimension", "64_80_amphur_00010.csv", "a file that repeats one column of another"),
    Dirt("damaged_id", "?????", "a village id that is none"),
)
