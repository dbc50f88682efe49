"""A heading of a sheet -> what its cells mean for a table.

A heading may stand in several rows ("เป้าหมาย" over "ต.ค. 64"). Each part says something: a column of the table, a
month, a channel, a total, or nothing we know. Together they say which column the cells fill and what is fixed.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from cdd_analysis.datasets import Kind, Table, tables
from cdd_analysis.thai.dates import parse_month
from cdd_analysis.thai.numbers import scale_of
from cdd_analysis.thai.text import clean, match_key

#: Headings that any table may have. ``id:`` columns hold the source's own area ids.
COMMON: dict[str, tuple[str, ...]] = {
    "province": ("จังหวัด", "ชื่อจังหวัด", "province", "changwat"),
    "district": ("อำเภอ", "อำเภอ/เขต", "ชื่ออำเภอ", "สพอ.", "amphur", "district"),
    "subdistrict": ("ตำบล", "ชื่อตำบล", "ตำบล/แขวง", "tambon", "subdistrict"),
    "village": ("รหัสหมู่บ้าน", "village_code"),
    "moo": ("หมู่ที่", "หมู่", "ม."),
    "id:province": ("province_ID", "รหัสจังหวัด"),
    "id:district": ("amphur_ID", "รหัสอำเภอ"),
    "id:subdistrict": ("tumbol_ID", "tambol_ID", "รหัสตำบล"),
    "id:village": ("village_ID",),
    "fiscal_year": ("ปีงบประมาณ", "ปีงบ", "ปีงบประมาณ พ.ศ.", "ปี พ.ศ.", "ปี"),
    "as_of_date": ("ข้อมูล ณ วันที่", "ณ วันที่"),
    "indicator": ("รายการข้อมูล", "รายการ", "ตัวชี้วัด"),
    "indicator_value": ("ค่าข้อมูล", "ค่า", "จำนวน"),
    "indicator_unit": ("หน่วย", "หน่วยนับ"),
    "ignored": (
        "ที่",
        "ลำดับ",
        "ลำดับที่",
        "no",
        "no.",
        "เขตตรวจราชการที่",
        "เขตตรวจราชการ",
        "เขตตรวจ",
        "หมายเหตุ",
        "ที่มา",
        "แหล่งข้อมูล",
    ),
}
AREA_HEADINGS = ("province", "district", "subdistrict", "village", "moo")
_UNIT = re.compile(
    r"[(\[]\s*(หน่วย\s*:?\s*)?((ล้าน|แสน|หมื่น|พัน)?บาท(/ปี|ต่อปี)?|คน|ราย|ครัวเรือน|ร้อยละ|%|แห่ง|แปลง|ไร่|รายการ|กลุ่ม|ครั้ง|หมู่บ้าน)\s*[)\]]"
)
_TOTAL = re.compile(r"^(ยอด)?รวม(ทั้งสิ้น|ทั้งหมด|ทั้งปี|เป็นเงิน|\d+เดือน|ทุก.*|ยอด.*|ปี.*)?$")
_FOOTNOTE = re.compile(r"(\*+|[¹²³⁴]|\d+/)$")


@dataclass(frozen=True)
class Meaning:
    """What the cells under a heading are.

    Attributes:
        column: a column of the table, one of ``COMMON``, "" where unknown.
        fixed: columns whose value the heading itself gives, such as (("channel", "export"),).
        scale: what the cells are multiplied by (พันบาท, ล้านบาท).
        total: the cells are the sheet's own sum over the other headings of ``column``.
        text: the heading as read, parts joined by " | ".
    """

    column: str
    fixed: tuple[tuple[str, object], ...] = ()
    scale: float = 1.0
    total: bool = False
    text: str = ""


@dataclass(frozen=True)
class _Part:
    """What one line of a heading says; everything empty where it says nothing we know."""

    column: str = ""
    fixed: tuple[tuple[str, object], ...] = ()
    total: bool = False

    def __bool__(self) -> bool:
        return bool(self.column or self.fixed or self.total)


def heading_key(text: str) -> str:
    """A heading without its unit, footnote mark, spaces and line breaks, for comparing."""
    return whole_key(_UNIT.sub("", clean(text).replace("\n", "")))


def whole_key(text: str) -> str:
    """A heading with its unit, without footnote mark, spaces and line breaks: จังหวัด (แห่ง) is a number of bodies."""
    return _FOOTNOTE.sub("", re.sub(r"\s+", "", clean(text))).casefold()


_COMMON_KEYS = frozenset(heading_key(spelling) for many in COMMON.values() for spelling in many)
#: Headings of a column that says the year of each row.
YEAR_HEADINGS = frozenset(map(heading_key, COMMON["fiscal_year"]))


@functools.cache
def _known(table: str) -> tuple[dict[str, _Part], dict[str, _Part]]:
    """Heading keys of a table -> part; exact keys first, then lossy ones where they are not ambiguous."""
    exact: dict[str, _Part] = {}
    for name, spellings in COMMON.items():
        exact.update({heading_key(spelling): _Part(column=name) for spelling in spellings})
    spec = tables()[table]
    for column in spec.columns:
        sideways = spec.spread is not None and column.name in spec.spread.by and column.kind is Kind.CHOICE
        for code, spellings in column.choices.items() if sideways else ():
            exact.update({heading_key(spelling): _Part(fixed=((column.name, code),)) for spelling in spellings})
    exact |= {heading_key(spelling): _Part(column="district") for spelling in spec.units}
    for column in spec.columns:
        for spelling in (column.label, *column.headings):
            bare, whole = heading_key(spelling), whole_key(spelling)
            exact[whole] = _Part(column=column.name)
            if bare not in _COMMON_KEYS or bare == whole:
                exact[bare] = exact[whole]
    lossy: dict[str, _Part] = {}
    for key, part in exact.items():
        folded = match_key(key)
        lossy[folded] = part if lossy.get(folded, part) == part else _Part()
    return exact, lossy


@functools.lru_cache(maxsize=50_000)
def _part(table: str, text: str, year: int | None) -> _Part:
    exact, lossy = _known(table)
    key = heading_key(text)
    if not key:
        return _Part()
    if part := exact.get(whole_key(text)) or exact.get(key):
        return part
    spread = tables()[table].spread
    if spread and "month" in spread.by and (month := _month(text, year)):
        return _Part(fixed=(("month", month),))
    if _TOTAL.match(key):
        return _Part(total=True)
    return lossy.get(match_key(key), _Part())


def _month(text: str, year: int | None) -> dt.date | None:
    bare = _UNIT.sub("", clean(text).replace("\n", " ")).strip()
    return parse_month(bare, year=year)


def meaning(table: Table, parts: tuple[str, ...], year: int | None = None) -> Meaning:
    """What a heading means for a table.

    Args:
        table: the table it is read for.
        parts: the lines of the heading, outermost first.
        year: fiscal year of the sheet, for month names that name none.
    """
    known = [_part(table.name, part, year) for part in parts]
    said = [part for part in known if part]
    text = " | ".join(clean(part).replace("\n", " ") for part in parts)
    if not said or not known[-1]:
        return Meaning("", text=text)
    fixed = tuple(item for part in said for item in part.fixed)
    dimensions = {name for name, _ in fixed} | ({"month", "category", "channel"} if fixed else set())
    columns = [part.column for part in said if part.column and part.column not in dimensions]
    total = any(part.total for part in said)
    column = columns[-1] if columns else ""
    if not column and (fixed or total) and table.spread:
        column = table.spread.value
    scale = next((s for s in map(scale_of, reversed(parts)) if s != 1), 1.0)
    return Meaning(column, fixed, scale, total, text)
