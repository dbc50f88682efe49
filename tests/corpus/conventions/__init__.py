"""What Thai offices do to a table when they write it down: every row of handbook 11 as functions that do it to a draft.

A convention changes how a truth is written, and what must come back only where the handbook says that something cannot
be read or counted. Nothing here looks at how the reader works.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from tests.corpus.draft import Draft

#: Conventions are applied in this order; of each group a case holds one at most.
GROUPS = (
    "place",
    "person",
    "layout",
    "cell",
    "number",
    "percent",
    "period",
    "choice",
    "heading",
    "text",
    "pages",
    "columns",
    "hidden",
    "notes",
    "titles",
    "file",
)
BOOKS = ("xlsx", "xls", "ods")
FLAT = ("csv", "tsv")
ANY = ("csv", "xlsx", "ods", "xls", "tsv", "html")


class DoesNotFit(Exception):
    """The convention has nothing to change in this draft, or another one stands in its way."""


@dataclass(frozen=True)
class Convention:
    """A way of writing things down.

    Attributes:
        key: its name; begins with ``row``.
        row: the item or table row of handbook 11 it comes from.
        says: what is written, with an example.
        reader: what the reader does with it.
        group: what it changes; see ``GROUPS``.
        apply: changes a draft.
        tables: the tables it may be met in; alone it is tried on the first ``alone`` of them.
        forms: the formats that can hold it; alone it is tried in the first.
        districts: it needs these districts to be the truth's.
        alone: on how many tables it is tried alone.
    """

    key: str
    row: str
    says: str
    reader: str
    group: str
    apply: Callable[[Draft], None]
    tables: tuple[str, ...]
    forms: tuple[str, ...] = ANY
    districts: tuple[str, ...] = ()
    alone: int = 1


_FOUND: list[Convention] = []


def convention(
    row: str,
    name: str,
    says: str,
    reader: str,
    *,
    group: str,
    tables: tuple[str, ...],
    forms: tuple[str, ...] = ANY,
    districts: tuple[str, ...] = (),
    alone: int = 1,
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Register a function as a convention."""

    def add(apply: Callable[[Draft], None]) -> Callable[[Draft], None]:
        _FOUND.append(Convention(f"{row}-{name}", row, says, reader, group, apply, tables, forms, districts, alone))
        return apply

    return add


@functools.cache
def conventions() -> dict[str, Convention]:
    """Every convention by key, in the order of the handbook."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    found = sorted(_FOUND, key=lambda one: [int(part) for part in one.row.split(".")])
    return {one.key: one for one in found}


def fit(changed: object) -> None:
    """Refuse a convention that changed nothing."""
    if not changed:
        raise DoesNotFit


#: The items and table rows of handbook 11 that say what must be read, and what each is about. 11.8 is about printing.
ROWS = {
    "11.1.1": "titles above the table, header on row 3, total at the end; as-of date and unit stand in the title",
    "11.1.2": "headings of two or three rows, the upper ones merged over their columns",
    "11.1.3": "the same sub-heading several times (คิดเป็นร้อยละ), renamed _1, _2 or .1, .2",
    "11.1.4": "a line break or <br/> inside a heading",
    "11.1.5": "rows that are no data: รวม, รวมทั้งสิ้น, ยอดยกมา, เฉลี่ย, ร้อยละ, หมายเหตุ, ที่มา, signatures",
    "11.1.6": "scratch cells beside and below the table",
    "11.1.7": "#REF! #N/A #DIV/0! #VALUE!",
    "11.1.8": "the same record on two sheets",
    "11.1.9": "a sheet of another fiscal year mixed in",
    "11.1.10": "quarter labels that overlap: ไตร1-2, ไตร3-4, ไตร4",
    "11.1.11": "budget categories of the province alone, without district rows",
    "11.1.12": "hidden rows and columns, merged area cells, names only on the first row of a block",
    "11.1.13": "footnote marks stuck to numbers or names: * ** 1/ ¹",
    "11.2.1": "long Thai dates: วันพุธที่ 12 มกราคม พ.ศ. 2565",
    "11.2.2": "short dates: 13พ.ย.61, 14 มี.ค. 61, 11 ส.ค.2566, 9 มิ.ย.",
    "11.2.3": "slashes, BE: 12/01/2565",
    "11.2.4": "slashes, CE in the file: 12/01/2022; both in one column",
    "11.2.5": "Thai digits with a CE year: ๒๐ พฤษภาคม ๒๐๒๑",
    "11.2.6": "Excel days and serial numbers; a day whose year is BE",
    "11.2.7": "fiscal years: ปีงบประมาณ พ.ศ. 2565 begins in ต.ค. 2564",
    "11.2.8": "ปีงบ that holds the calendar year",
    "11.2.9": "quarters: ไตรมาสที่ 2 (1 ม.ค. 66 - 31 มี.ค. 66)",
    "11.2.10": "rounds: รอบ 6 เดือน, รอบที่ 1, 2",
    "11.2.11": "months full or short, with or without dots and spaces",
    "11.2.12": "“ปัจจุบัน” in a heading: ณ 30 ก.ย./ปัจจุบัน",
    "11.3.1": "sara am in two characters, with or without a tone mark between",
    "11.3.2": "text that NFKC took apart",
    "11.3.3": "space + า for ำ: จ าหน่าย",
    "11.3.4": "ำ for า: กำร",
    "11.3.5": "lost tone marks and upper vowels: รอยละ",
    "11.3.6": "moved marks: พฒั นา",
    "11.3.7": "doubled marks: กุุสุมาลย์, เต่่างอย",
    "11.3.8": "tone mark before the lower vowel",
    "11.3.9": "two เ for แ: เเม่",
    "11.3.10": "invisible characters: ZWSP, BOM, no-break and thin space, soft hyphen",
    "11.3.11": "private-use glyphs of old Thai fonts: U+F700 to U+F71A",
    "11.3.12": "look-alikes: o or 0 for ๐, ฯ in เมืองฯ",
    "11.4.1": "UTF-8, with and without BOM",
    "11.4.2": "TIS-620, ISO-8859-11",
    "11.4.3": "cp874 with € … “ ” • and byte 0xA0",
    "11.4.4": "UTF-8 read as cp874 or latin-1 and saved again",
    "11.4.5": "text in no encoding that Thai offices use",
    "11.5.1": "1,234,567.89 ฿1,234 1,234 บาท 1 234",
    "11.5.2": "Thai digits: ๑,๒๓๔.๕๐",
    "11.5.3": "negative: (1,234) -1,234 −1,234 1,234-",
    "11.5.4": "- – — ไม่มี: zero or not applicable",
    "11.5.5": "ไม่มีข้อมูล, n/a, อยู่ระหว่างรวบรวม, รอรายงาน: missing",
    "11.5.6": "ล้านบาท, พันบาท in the heading",
    "11.5.7": "95.5%, 95.5, 0.955",
    "11.5.8": "the ratio 1:2 read as a time, 1/2 as a day",
    "11.5.9": "2 แปลง, 3 ไร่ 2 งาน 10 ตร.ว.",
    "11.5.10": 'quoted thousands in csv: "1,234"',
    "11.6.1": "words before names: จ. อ. กิ่ง อ. ต. เขต แขวง สพอ.",
    "11.6.2": "the whole address in one cell: หมู่ 1 บ้าน… ต.… อ.… จ.…",
    "11.6.3": "อ.เมือง with its province",
    "11.6.4": "บ้าน that belongs to the name: บ้านม่วง, บ้านนาสาร",
    "11.6.5": "กทม., with เขต and แขวง",
    "11.6.6": "municipalities among the districts or villages",
    "11.7.1": "yes and no: มี/ไม่มี ใช่/ไม่ใช่ ✓ ✔ / x × ผ่าน/ไม่ผ่าน 1/0",
    "11.7.2": "status words in several spellings; a word not known is told, never dropped",
    "11.7.3": "project numbers with aliases: 71 = 24/2569",
    "11.9.1": "names and phone numbers of persons, citizen ids, house codes",
}
