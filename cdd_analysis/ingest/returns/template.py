"""An empty form for a table: what an office fills in so that it builds without a single problem.

The headings are the table's own, each with a note; cells take only what can be read. One row shows how, and is passed
over when the form comes back. Equal tables give equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from cdd_analysis import areas
from cdd_analysis.datasets import Column, Kind, Personal, Table
from cdd_analysis.ingest.recognition.columns import needed
from cdd_analysis.spreadsheet import AS_TEXT, EXAMPLE_ROW, LISTS_SHEET, QUOTED, print_on_a4, write_text
from cdd_analysis.thai.dates import fiscal_months, thai_month

#: Rows of a form: titles, heading, example; cells are checked down to the last.
TITLE, AS_OF, UNIT, HEADING, EXAMPLE, FIRST, LAST = 0, 1, 2, 4, 5, 6, 5000
#: What the reader derives from the areas, so that nobody has to fill it in.
_DERIVED = {"area_id", "is_municipality"}
#: Ids of a known length, as nobody has them.
_IDS = {"house_id": "00000000000"}
_MADE = datetime(2000, 1, 1)
_KINDS = {
    Kind.TEXT: "ข้อความ",
    Kind.CODE: "รหัส (พิมพ์เป็นข้อความ เก็บเลขศูนย์นำหน้า)",
    Kind.RATIO: "อัตราส่วน เช่น 1:2",
    Kind.COUNT: "จำนวนเต็ม",
    Kind.BAHT: "จำนวนเงิน หน่วยบาท",
    Kind.NUMBER: "ตัวเลข",
    Kind.PCT: "ร้อยละ (0-100)",
    Kind.DATE: "วันที่ วัน/เดือน/ปี",
    Kind.MONTH: "เดือน เลือกจากรายการ",
    Kind.YEAR: "ปี พ.ศ. สี่หลัก",
    Kind.CHOICE: "เลือกจากรายการ",
    Kind.FLAG: "เลือกจากรายการ",
    Kind.PRESENCE: "กรอกเมื่อมี (เก็บเพียงว่ามีหรือไม่มี)",
    Kind.PHONE: "เบอร์โทรศัพท์ (เก็บเพียงว่าใช้ได้หรือไม่)",
}


@dataclass(frozen=True)
class Field:
    """A column of a form: its heading, what is told of it, what its cells take, what the example shows."""

    heading: str
    note: str
    example: object
    kind: Kind = Kind.TEXT
    is_required: bool = False
    offers: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    column: Column | None = field(default=None, repr=False)


def fields(table: Table, province: str | None = None) -> list[Field]:
    """The columns of a table's form, in order: areas, year, its own. What would be dropped at the door is not asked."""
    own = [c for c in table.columns if c.is_stored and c.name not in (table.year, *_DERIVED)]
    wanted = {name for group in needed(table) if len(group) == 1 for name in group} | {*table.key}
    return [*_areas(table, province), *_year(table), *(_own(c, c.name in wanted) for c in own)]


def _areas(table: Table, province: str | None) -> list[Field]:
    provinces = tuple(areas.name(code) for code in areas.province_codes())
    districts = tuple(areas.name(code) for code in areas.district_codes(province)) if province else ()
    asked = [
        Field("จังหวัด", "ชื่อจังหวัด ไม่ต้องมีคำนำหน้า", "นครศรีธรรมราช", Kind.CHOICE, True, provinces),
        Field(table.units[0] if table.units else "อำเภอ", "ชื่ออำเภอ ไม่ต้องมีคำนำหน้า", "ลานสกา", offers=districts),
    ]
    if not table.units:
        asked.append(Field("ตำบล", "ชื่อตำบล ไม่ต้องมีคำนำหน้า", "ลานสกา"))
    if not table.units and _is_within_a_village(table):
        asked.append(Field("หมู่ที่", "เลขหมู่", 1, Kind.COUNT, least=1, most=99))
    return asked


def _is_within_a_village(table: Table) -> bool:
    """Whether a row may be of one village: of districts the same form with villages would be another table."""
    return not table.is_area or any(column.name == "village_name" for column in table.columns)


def _year(table: Table) -> list[Field]:
    if table.year is None:
        return []
    heading, note = ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ.") if table.year == "fiscal_year" else ("ปี", "ปีของข้อมูล จปฐ. พ.ศ.")
    return [Field(heading, note, 2565, Kind.YEAR, True, least=2480, most=2600)]


def _own(column: Column, is_key: bool) -> Field:
    return Field(
        column.label,
        _note(column, is_key),
        _example(column),
        column.kind,
        column.required or is_key,
        _offers(column),
        column.least,
        column.most,
        column,
    )


def _note(column: Column, is_key: bool) -> str:
    """The note of a heading: what it is, its range, whether it must be there, how a person is treated."""
    lines = [_KINDS[column.kind]]
    if column.least is not None or column.most is not None:
        ends = ("" if end is None else f"{end:,g}" for end in (column.least, column.most))
        lines.append("ช่วงที่เป็นไปได้ {}-{}".format(*ends) if column.most is not None else f"ตั้งแต่ {column.least:,g}")
    if column.name in _IDS:
        lines.append(f"ตัวเลข {len(_IDS[column.name])} หลัก")
    lines.append("ต้องกรอก" if column.required or is_key else "กรอกถ้ามี")
    if column.personal is Personal.HASH:
        lines.append("ข้อมูลส่วนบุคคล: เก็บเป็นรหัสที่ย้อนกลับไม่ได้ ไม่แสดงในรายงาน")
    elif column.personal is Personal.DROP:
        lines.append("ข้อมูลส่วนบุคคล: ไม่เก็บตัวข้อมูล")
    return "\n".join(lines)


def _offers(column: Column) -> tuple[str, ...]:
    if column.kind is Kind.FLAG:
        return ("มี", "ไม่มี") if column.label.startswith("มี") else ("ใช่", "ไม่ใช่")
    if column.kind is Kind.MONTH:
        return tuple(thai_month(month, short=False, year=False) for month in fiscal_months(2565))
    return tuple(spellings[0] for spellings in column.choices.values())


def _example(column: Column) -> object:
    """A value that could stand there; no person has it."""
    if offers := _offers(column):
        return offers[0]
    if column.name in _IDS:
        return _IDS[column.name]
    low, high = column.least or 0, column.most
    middle = low + (high - low) / 2 if high is not None else low + 1000
    shown: Mapping[Kind, object] = {
        Kind.RATIO: "1:2",
        Kind.COUNT: int(middle),
        Kind.BAHT: middle,
        Kind.NUMBER: middle,
        Kind.PCT: middle,
        Kind.DATE: date(2022, 1, 12),
        Kind.YEAR: 2565,
        Kind.CODE: "0001",
        Kind.PHONE: "000-000-0000",
    }
    return shown.get(column.kind, "ข้อความ")


def write_template(table: Table, path: Path, province: str | None = None) -> None:
    """Write the form of a table; with ``province`` (a code) its districts are offered."""
    asked = fields(table, province)
    with xlsxwriter.Workbook(path, {**AS_TEXT, "default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": _MADE, "author": "cdd_analysis", "title": table.title})
        formats = _formats(book)
        sheet = book.add_worksheet("ข้อมูล")
        _write_titles(sheet, table, province, formats)
        ranges = _write_lists(book, asked)
        _write_heading(sheet, 0, "ที่", "เลขลำดับ ไม่ถูกนำเข้า", formats["head"])
        write_text(sheet, EXAMPLE, 0, EXAMPLE_ROW, formats["live"], formats["example"])
        for at, one in enumerate(asked, 1):
            _write_field(sheet, at, one, ranges, formats)
        print_on_a4(sheet, head=HEADING, width=sum(map(_width, asked)))
        sheet.freeze_panes(HEADING + 1, 1)
        sheet.set_column(0, 0, 10)


def _width(one: Field) -> float:
    """Width of a column, in letters."""
    return min(max(len(one.heading) * 0.8, 12), 28)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    head: dict[str, Any] = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
    grey: dict[str, Any] = {"italic": True, "font_color": "#595959", "bg_color": "#EDEDED"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**head, "bg_color": "#DDEBF7"}),
        "required": book.add_format({**head, "bg_color": "#F8CBAD"}),
        "example": book.add_format(grey),
        "example_date": book.add_format({**grey, "num_format": "dd/mm/yyyy"}),
        "live": book.add_format(QUOTED),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "decimal": book.add_format({"num_format": "#,##0.00"}),
        "plain": book.add_format({"num_format": "0"}),
    }


def _write_titles(sheet: Worksheet, table: Table, province: str | None, formats: Mapping[str, Format]) -> None:
    place = f" จังหวัด{areas.name(province)}" if province else ""
    write_text(sheet, TITLE, 0, table.title + place, formats["live"], formats["title"])
    sheet.write_string(AS_OF, 0, "ข้อมูล ณ วันที่")
    sheet.write_blank(AS_OF, 1, None, formats["date"])
    sheet.data_validation(AS_OF, 1, AS_OF, 1, _checked(Field("ข้อมูล ณ วันที่", "", None, Kind.DATE), None))
    sheet.write_string(UNIT, 0, "หน่วยของตัวเลขอยู่ในหัวคอลัมน์ ช่องหัวสีส้มต้องกรอก แถวตัวอย่างไม่ถูกนับ")


def _write_lists(book: xlsxwriter.Workbook, asked: Sequence[Field]) -> dict[tuple[str, ...], str]:
    """What the dropdowns offer, on a hidden sheet; each list -> where it stands."""
    lists = dict.fromkeys(one.offers for one in asked if one.offers)
    sheet = book.add_worksheet(LISTS_SHEET)
    ranges = {}
    for at, offers in enumerate(lists):
        sheet.write_column(0, at, offers)
        ranges[offers] = f"={LISTS_SHEET}!{xl_range_abs(0, at, len(offers) - 1, at)}"
    sheet.hide()
    return ranges


def _write_heading(sheet: Worksheet, at: int, heading: str, note: str, style: Format) -> None:
    sheet.write_string(HEADING, at, heading, style)
    sheet.write_comment(HEADING, at, note, {"author": "cdd_analysis", "x_scale": 2})


def _write_field(
    sheet: Worksheet, at: int, one: Field, ranges: Mapping[tuple[str, ...], str], formats: Mapping[str, Format]
) -> None:
    _write_heading(sheet, at, one.heading, one.note, formats["required" if one.is_required else "head"])
    sheet.set_column(at, at, _width(one), formats[_STYLES.get(one.kind, "text")])
    if checked := _checked(one, ranges.get(one.offers)):
        sheet.data_validation(FIRST, at, LAST, at, checked)
    if isinstance(one.example, date):
        sheet.write_datetime(EXAMPLE, at, one.example, formats["example_date"])
    elif isinstance(one.example, str):
        write_text(sheet, EXAMPLE, at, one.example, formats["live"], formats["example"])
    else:
        sheet.write_number(EXAMPLE, at, float(str(one.example)), formats["example"])


_STYLES = {
    Kind.DATE: "date",
    Kind.COUNT: "whole",
    Kind.BAHT: "decimal",
    Kind.NUMBER: "decimal",
    Kind.PCT: "decimal",
    Kind.YEAR: "plain",
}
_RULES = {
    Kind.COUNT: "integer",
    Kind.YEAR: "integer",
    Kind.BAHT: "decimal",
    Kind.NUMBER: "decimal",
    Kind.PCT: "decimal",
    Kind.DATE: "date",
}


def _checked(one: Field, offered: str | None) -> dict[str, Any]:
    """What a spreadsheet refuses to take in; empty where everything may stand. A year too early or late is a slip."""
    told = {"error_title": "ตรวจสอบค่า", "error_message": one.note[:250] or _KINDS[one.kind]}
    if offered:
        return {"validate": "list", "source": offered, **told}
    if one.kind not in _RULES:
        return {}
    if one.kind is Kind.DATE:
        # The same day may be typed in either era; a spreadsheet keeps 2565 as a year like any other.
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1950, 1, 1),
            "maximum": date(2600, 12, 31),
        } | told
    least = one.least if one.least is not None else -1e15
    most = one.most if one.most is not None else 1e15
    return {"validate": _RULES[one.kind], "criteria": "between", "minimum": least, "maximum": most, **told}
