"""A fix list as a workbook: offending cells coloured, the reason beside them, everything else locked.

The same book gives the same bytes. A hidden sheet says which cell came from where, with fingerprints of what it said;
by it the workbook is known again, whatever its file is called.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cdd_analysis import areas
from cdd_analysis.datasets import Column, Kind, tables
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.returns.edits import fingerprint
from cdd_analysis.ingest.returns.fixlist import CONFIRM, CORRECTED, MOST_MATTERS, REMOVE, Cell, FixBook, FixRow, office
from cdd_analysis.spreadsheet import AS_TEXT, QUOTED, print_on_a4, write_text
from cdd_analysis.thai.fiscal import thai_date

#: Name of the hidden sheet, and its first cell; the number is that of its layout.
MARK, LAYOUT, LISTS = "cdd_fixlist", "1", "cdd_lists"
NUMBER, REASON, ANSWER = "ลำดับ", "สิ่งที่ต้องแก้", "ผลการตรวจสอบ"
#: Positions of the fixed columns.
AT_NUMBER, AT_ANSWER, FIXED = 0, 2, 6
_HEADS = ((NUMBER, 7), (REASON, 58), (ANSWER, 17), ("ไฟล์", 34), ("แผ่นงาน", 16), ("แถว", 7))
_MATTERS = "เรื่องที่ต้องตรวจสอบ"
_MATTER_HEADS = (
    ("เรื่อง", 50), ("ไฟล์", 34), ("แผ่นงาน", 16), ("แถว", 7), ("ค่าที่ระบุ", 20), ("ค่าที่คำนวณได้", 20), ("สิ่งที่ต้องทำ", 70),
)  # fmt: skip
#: No clock in the file, so that equal lists give equal files.
_MADE = datetime(2000, 1, 1)
#: Letters that the name of a sheet may have.
_NAME = 31
_FONT: dict[str, object] = {"font_name": "Tahoma", "font_size": 10, "valign": "top"}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "text": {"text_wrap": True},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": "#1F4E78",
        "font_color": "#FFFFFF",
        "border": 1,
    },
    "key": {"text_wrap": True, "bg_color": "#EDEDED", "border": 1, "border_color": "#BFBFBF"},
    "reason": {"text_wrap": True, "bg_color": "#FFF2CC", "border": 1, "border_color": "#BFBFBF"},
    "locked": {"bg_color": "#F7F7F7", "border": 1, "border_color": "#D9D9D9", "font_color": "#595959"},
    "open": {"locked": False, "border": 1, "border_color": "#7F7F7F", "bg_color": "#FFFFFF"},
    "faulty": {"locked": False, "border": 2, "border_color": "#C00000", "bg_color": "#F8CBAD"},
}
#: Figures whole and with a fraction.
_FIGURES = {"#": "#,##0", "#.": "#,##0.00"}
#: No figure of an office is larger, so that a slip of the keyboard is noticed (assumption-D).
_MOST, _MOST_COUNT = 1e15, 2**31 - 1
Lists = dict[tuple[str, ...], int]
Formats = dict[str, Format]


def write_book(book: FixBook, path: Path, *, by: date | None = None) -> None:
    """Write a fix list.

    Args:
        book: what is to be corrected.
        path: the workbook to write.
        by: the day it is wanted back; None for "within seven working days".
    """
    with xlsxwriter.Workbook(path, AS_TEXT) as target:
        target.set_properties({"created": _MADE, "author": "cdd_analysis"})
        formats = {name: target.add_format(_FONT | look) for name, look in _LOOKS.items()}
        formats |= {
            f"{name}{sign}": target.add_format(_FONT | _LOOKS[name] | {"num_format": pattern})
            for name in ("locked", "open", "faulty")
            for sign, pattern in _FIGURES.items()
        }
        formats |= {f"{name}'": target.add_format(_FONT | _LOOKS[name] | QUOTED) for name in _LOOKS}
        _write_guide(target.add_worksheet("คำชี้แจง"), book, by, formats)
        lists: Lists = {}
        sent: list[list[object]] = []
        for table, rows in book.sheets.items():
            name = _sheet_name(tables()[table].title, target)
            sent += _write_rows(target.add_worksheet(name), name, rows, formats, lists)
        if book.matters:
            _write_matters(target.add_worksheet(_MATTERS), book, formats)
        _write_lists(target.add_worksheet(LISTS), lists)
        _write_mark(target.add_worksheet(MARK), book, sent)


def _sheet_name(title: str, book: xlsxwriter.Workbook) -> str:
    """A name that a workbook accepts: at most 31 letters, each once."""
    clean = re.sub(r"[\[\]:*?/\\']", " ", title).strip()
    if len(clean) > _NAME:  # at a word's end where there is one
        clean = clean[: _NAME + 1].rpartition(" ")[0] or clean[:_NAME]
    used = {sheet.get_name().lower() for sheet in book.worksheets()}
    name, number = clean, 2
    while name.lower() in used:
        name, number = f"{clean[: _NAME - 3].strip()} {number}", number + 1
    return name


def _write_guide(sheet: Worksheet, book: FixBook, by: date | None, formats: Formats) -> None:
    when = f"ภายในวันที่ {thai_date(by)}" if by else "ภายใน 7 วันทำการนับแต่วันที่ได้รับไฟล์นี้"
    where = f"{office(book.code[:2])}" if book.code else "หน่วยงานที่ส่งไฟล์นี้ให้ท่าน"
    lines = [
        f"เรียน {office(book.code)}",
        f"ไฟล์นี้รวมข้อมูลที่ท่านส่งมาและต้องแก้ไขหรือตรวจสอบ รวม {book.rows:,} แถว และเรื่องที่ต้องตรวจสอบ {len(book.matters):,} เรื่อง",
        "วิธีแก้ไข",
        "1. เปิดแผ่นงานของแต่ละตาราง อ่านคอลัมน์ “สิ่งที่ต้องแก้” แล้วพิมพ์ค่าที่ถูกต้องทับลงในช่องสีส้มกรอบแดง "
        "ช่องสีขาวแก้ได้หากจำเป็น ช่องสีเทาล็อกไว้",
        "2. ถ้าไม่มีข้อมูล ให้ลบค่าในช่องให้ว่าง (ว่าง หมายถึง ไม่มีข้อมูล ไม่ใช่ศูนย์)",
        f"3. ถ้าตรวจแล้วค่าเดิมถูกต้อง ให้เลือก “{CONFIRM}” ในคอลัมน์ “{ANSWER}” ถ้าแถวนั้นไม่ใช่ข้อมูล เช่น ซ้ำหรือไม่ใช่พื้นที่ของตาราง "
        f"ให้เลือก “{REMOVE}” ถ้าแก้ค่าแล้ว จะเลือก “{CORRECTED}” หรือเว้นว่างก็ได้",
        "   ยอดรวมที่ไม่ตรงกัน โปรดตรวจก่อนว่ายอดรวมหรือรายการย่อยผิด ถ้ารายการย่อยผิด ให้แก้ในไฟล์ต้นทางแล้วส่งไฟล์นั้นใหม่ ไม่ต้องแก้ยอดรวม",
        "4. ช่อง ••• คือข้อมูลส่วนบุคคลที่ปิดไว้ ดูค่าจริงได้จากไฟล์ แผ่นงาน และแถวที่ระบุในไฟล์ของท่าน ถ้าไม่ต้องแก้ให้คงไว้ตามเดิม",
        f"5. เรื่องในแผ่นงาน “{_MATTERS}” แก้ในไฟล์นี้ไม่ได้ โปรดแก้ในไฟล์ต้นทางแล้วส่งไฟล์นั้นใหม่ หรือแจ้งเหตุผล",
        "6. อย่าเพิ่ม ลบ หรือสลับแถวและคอลัมน์ อย่าบันทึกเป็น csv และอย่าคัดลอกไปไว้ในไฟล์อื่น เปลี่ยนชื่อไฟล์ได้",
        f"โปรดส่งไฟล์นี้กลับ{when} ที่{where}",
    ]
    sheet.set_column(0, 0, 110)
    print_on_a4(sheet)
    sheet.write_string(0, 0, "รายการข้อมูลที่ต้องแก้ไข", formats["title"])
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, formats["text"])
        sheet.set_row(row, 18 * math.ceil(len(line) / 95))
    sheet.hide_gridlines(2)
    sheet.protect("")


def _write_rows(sheet: Worksheet, name: str, rows: list[FixRow], formats: Formats, lists: Lists) -> list[list[object]]:
    """The rows of a table; gives the lines of the hidden sheet, one a cell."""
    labels = list(dict.fromkeys(label for row in rows for label in row.cells))
    heads = (*_HEADS, *((label, _width(label)) for label in labels))
    for at, (label, width) in enumerate(heads):
        _text(sheet, 0, at, label, "head", formats)
        sheet.set_column(at, at, width)
    sheet.set_row(0, 48)
    print_on_a4(sheet, head=0, width=sum(width for _, width in heads))
    sent: list[list[object]] = []
    for line, row in enumerate(rows, 1):
        _write_key(sheet, line, row, formats, lists)
        table, *place, number = row.place
        source = (table, json.dumps(place, ensure_ascii=False), number)
        for at, label in enumerate(labels, FIXED):
            if (cell := row.cells.get(label)) is None:
                sheet.write_blank(line, at, None, formats["locked"])
                continue
            _write_cell(sheet, line, at, cell, formats, is_figure=_is_figure(row, cell))
            if cell.is_open:
                _validate(sheet, line, at, row, cell, lists)
            sent.append([name, row.number, at, *source, cell.letter, cell.print, cell.shown_print])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), FIXED + len(labels) - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    return sent


def _width(label: str) -> float:
    return min(30, max(13, len(label) * 0.75))


def _write_key(sheet: Worksheet, line: int, row: FixRow, formats: Formats, lists: Lists) -> None:
    _, file, source_sheet, number = row.place
    reason = "\n".join(row.reasons)
    sheet.write_number(line, AT_NUMBER, row.number, formats["key"])
    _text(sheet, line, 1, reason, "reason", formats)
    sheet.write_blank(line, AT_ANSWER, None, formats["open"])
    _choose(sheet, line, AT_ANSWER, row.answers, lists, stop=True)
    _text(sheet, line, 3, file, "key", formats)
    _text(sheet, line, 4, source_sheet, "key", formats)
    sheet.write_number(line, 5, number, formats["key"])
    sheet.set_row(line, max(30, 16 * max(_lines(reason, 50), _lines(file, 30))))


def _lines(text: str, width: int) -> int:
    return sum(math.ceil(max(1, len(part)) / width) for part in text.split("\n"))


def _is_figure(row: FixRow, cell: Cell) -> bool:
    """Whether a number is read with its thousands apart: an amount or a count, no year and no house number."""
    column = _column(row, cell)
    return cell.column == "indicator_value" or (column is not None and column.kind in FIGURES)


def _column(row: FixRow, cell: Cell) -> Column | None:
    return next((c for c in tables()[row.place[0]].columns if c.name == cell.column), None)


def _write_cell(sheet: Worksheet, line: int, at: int, cell: Cell, formats: Formats, *, is_figure: bool) -> None:
    look = "faulty" if cell.is_faulty and cell.is_open else "open" if cell.is_open else "locked"
    if cell.is_number:
        value = float(cell.value)
        sign = ("#" if value.is_integer() else "#.") if is_figure else ""
        sheet.write_number(line, at, value, formats[look + sign])
    elif cell.value:
        _text(sheet, line, at, cell.value, look, formats)
    else:
        sheet.write_blank(line, at, None, formats[look])


def _text(sheet: Worksheet, line: int, at: int, text: str, look: str, formats: Formats) -> None:
    """Text that no program will run."""
    write_text(sheet, line, at, text, formats[f"{look}'"], formats[look])


# -- what may be typed ---------------------------------------------------------------------------------------------


def _validate(sheet: Worksheet, line: int, at: int, row: FixRow, cell: Cell, lists: Lists) -> None:
    column = _column(row, cell)
    if names := _areas(row, cell.column):
        _choose(sheet, line, at, names, lists, stop=False)
    elif column is None:
        return
    elif column.kind is Kind.CHOICE:
        _choose(sheet, line, at, tuple(many[0] for many in column.choices.values()), lists, stop=True)
    elif column.kind is Kind.FLAG:
        _choose(sheet, line, at, ("มี", "ไม่มี"), lists, stop=False)
    elif rule := _rule(column):
        sheet.data_validation(line, at, line, at, rule)


def _areas(row: FixRow, level: str) -> tuple[str, ...]:
    """The areas a row may be of: districts of its province, subdistricts of its district."""
    if level == "province":
        return tuple(areas.name(code) for code in areas.province_codes())
    if level == "district" and row.province:
        return tuple(areas.name(code) for code in areas.district_codes(row.province))
    if level == "subdistrict" and row.district:
        return tuple(areas.name(code) for code in areas.subdistrict_codes(row.district))
    return ()


def _rule(column: Column) -> dict[str, object] | None:
    """What Excel shall accept: numbers in range; for days, months and ratios a word on how to write them."""
    if column.kind in FIGURES:
        is_count = column.kind is Kind.COUNT
        return {
            "validate": "integer" if is_count else "decimal",
            "criteria": "between",
            "minimum": column.least if column.least is not None else (0 if is_count else -_MOST),
            "maximum": column.most if column.most is not None else (_MOST_COUNT if is_count else _MOST),
            "error_title": "ต้องเป็นตัวเลข",
            "error_message": "โปรดพิมพ์เป็นตัวเลขในช่วงที่เป็นไปได้ ถ้าไม่มีข้อมูลให้ลบช่องให้ว่าง",
        }
    how = {
        Kind.DATE: "พิมพ์ วัน/เดือน/ปี พ.ศ. เช่น 31/01/2565",
        Kind.MONTH: "พิมพ์เดือนและปี พ.ศ. เช่น ต.ค. 2564",
        Kind.YEAR: "พิมพ์ปี พ.ศ. สี่หลัก เช่น 2565",
        Kind.RATIO: "พิมพ์เป็นอัตราส่วน เช่น 1:2",
    }.get(column.kind)
    return {"validate": "any", "input_title": column.label[:32], "input_message": how} if how else None


def _choose(sheet: Worksheet, line: int, at: int, choices: tuple[str, ...], lists: Lists, *, stop: bool) -> None:
    """A dropdown; its choices stand in the hidden sheet of lists, which has no limit of length."""
    column = lists.setdefault(choices, len(lists))
    place = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
    rule = {
        "validate": "list",
        "source": f"={LISTS}!{place}$1:{place}${len(choices)}",
        "error_type": "stop" if stop else "warning",
        "error_title": "โปรดเลือกจากรายการ",
        "error_message": "ค่าที่พิมพ์ไม่อยู่ในรายการให้เลือก",
    }
    sheet.data_validation(line, at, line, at, rule)


# -- the other sheets ----------------------------------------------------------------------------------------------


def _write_matters(sheet: Worksheet, book: FixBook, formats: Formats) -> None:
    for at, (label, width) in enumerate(_MATTER_HEADS):
        _text(sheet, 0, at, label, "head", formats)
        sheet.set_column(at, at, width)
    print_on_a4(sheet, head=0)
    for line, one in enumerate(book.matters[:MOST_MATTERS], 1):
        row = "" if one.row is None else f"{one.row}"
        for at, text in enumerate((one.what, one.file, one.sheet, row, one.stated, one.computed, one.do)):
            _text(sheet, line, at, text, "key", formats)
        sheet.set_row(line, 16 * max(_lines(one.what, 44), _lines(one.do, 60), _lines(one.file, 30), 2))
    if (more := len(book.matters) - MOST_MATTERS) > 0:
        _text(sheet, MOST_MATTERS + 1, 0, f"และอีก {more:,} เรื่อง", "key", formats)
    sheet.freeze_panes(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_lists(sheet: Worksheet, lists: Lists) -> None:
    for choices, column in lists.items():
        for line, choice in enumerate(choices):
            sheet.write_string(line, column, choice)
    sheet.hide()
    sheet.protect("")


def _write_mark(sheet: Worksheet, book: FixBook, sent: list[list[object]]) -> None:
    """Where every cell came from; the fingerprint in the first line tells whether it was this project that sent it."""
    lines: list[list[object]] = [[MARK, LAYOUT, fingerprint(MARK), book.code], *sent]
    for line, row in enumerate(lines):
        for at, value in enumerate(row):
            sheet.write_string(line, at, str(value))
    sheet.hide()
    sheet.protect("")
