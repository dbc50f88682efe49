"""Forms for offices: filled in as they ask, each builds without a problem and reads back what was typed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cdd_analysis.datasets import Column, Kind, Personal, Table, table, tables
from cdd_analysis.ingest.build import BuildReport, build
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.returns.template import AS_OF, EXAMPLE, FIRST, HEADING, Field, fields, write_template
from cdd_analysis.ingest.store import Processed
from cdd_analysis.spreadsheet import EXAMPLE_ROW, LISTS_SHEET

EVERY = list(tables().values())
DAY = datetime(2022, 3, 31)
PLACES = {"จังหวัด": "นครศรีธรรมราช", "อำเภอ": "ลานสกา", "หน่วยงาน": "ลานสกา", "ตำบล": "ลานสกา", "หมู่ที่": 2}
KEPT = {"valid": "0812345678"}


#: Figures that have to agree with the others of their row.
AGREEING = {
    "members": 1,
    "progress_pct": 0,
    "fund_total_baht": 40,
    "granted_baht": 50,
    "loan_baht": 20,
    "remaining_baht": 0,
    "score_d": 30,
    "org_total": 40,
}


def typed(one: Field, line: int) -> object:
    """What an office types in the cells of a heading, in its ``line``-th row; no two rows of a key are alike."""
    column = one.column
    if column is None:
        return PLACES.get(one.heading, 2565)
    if one.offers:
        return one.offers[0]
    if column.name == "house_id":
        return f"8003000000{line}"
    if column.kind in FIGURES:
        return figure(column, line)
    return {
        Kind.RATIO: "1:2",
        Kind.DATE: datetime(2022, 2, 3),
        Kind.YEAR: 2564,
        Kind.CODE: f"00{line}",
        Kind.PHONE: KEPT["valid"],
        Kind.PRESENCE: "ครบ",
    }.get(column.kind, f"ข้อความที่ {line}")


def figure(column: Column, line: int) -> float:
    """A figure in range; every figure but a share is alike, so that shares are 100 and sums add up where they must."""
    if column.name in AGREEING:
        return AGREEING[column.name]
    if column.kind is Kind.PCT:
        return 100 if column.share_of else 50
    low, high = column.least or 0, column.most
    return float(int(min(low + 10, high))) if high is not None else 10


def fill(path: Path, one: Table, lines: int = 2) -> list[dict[str, object]]:
    """Fill a form in as a person would; returns what was typed, row by row."""
    book = openpyxl.load_workbook(path)
    sheet: Worksheet = book.worksheets[0]
    sheet.cell(AS_OF + 1, 2).value = DAY
    asked = fields(one)
    said = []
    for line in range(lines):
        row = {field.heading: typed(field, line) for field in asked}
        if one.is_area and "หมู่ที่" in row:
            row["หมู่ที่"] = line + 1
        elif one.is_area and "ตำบล" in row:
            row["ตำบล"] = ("ลานสกา", "กำโลน")[line]
        said.append(row)
        for at, field in enumerate(asked, 2):
            sheet.cell(FIRST + 1 + line, at).value = row[field.heading]
    book.save(path)
    return said


def built(folder: Path, one: Table, lines: int = 2) -> tuple[list[dict[str, object]], BuildReport, Processed]:
    raw = folder / "raw"
    raw.mkdir()
    write_template(one, raw / f"{one.name}.xlsx")
    said = fill(raw / f"{one.name}.xlsx", one, lines) if lines else []
    report = build(raw, folder / "processed")
    return said, report, Processed(folder / "processed")


def expected(column: Column, value: object) -> object:
    """What a typed value is in the table."""
    if column.kind is Kind.CHOICE:
        return next(code for code, spellings in column.choices.items() if value in spellings)
    if column.kind is Kind.FLAG:
        return value in ("มี", "ใช่")
    if column.kind is Kind.MONTH:
        return pd.Timestamp(2021, 10, 1)
    if column.kind in (Kind.PRESENCE, Kind.PHONE):
        return "valid" if column.kind is Kind.PHONE else True
    return pd.Timestamp(value) if isinstance(value, date) else value


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_form_filled_in_builds_without_a_problem_and_reads_back_what_was_typed(tmp_path: Path, one: Table) -> None:
    said, report, data = built(tmp_path, one)
    assert [file.error for file in report.files] == [""]
    assert data.problems()["message"].tolist() == []
    assert report.tables == {one.name: len(said)}
    rows = data.read(one.name).sort_values("source_row").to_dict("records")
    for row, typed_row in zip(rows, said, strict=True):
        for field in fields(one):
            column = field.column
            if column is not None and column.personal is not Personal.HASH:
                assert (column.name, row[column.name]) == (column.name, expected(column, typed_row[field.heading]))
            elif column is not None:
                assert len(row[column.name]) == 16
        assert (row["province_code"], row["district_code"]) == ("80", "8003")
        assert row["as_of_date"] == pd.Timestamp(DAY)
        assert one.year is None or row[one.year] == 2565


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_an_untouched_form_is_read_and_holds_no_row(tmp_path: Path, one: Table) -> None:
    _, report, data = built(tmp_path, one, lines=0)
    assert [file.error for file in report.files] == [""]
    assert report.tables == {one.name: 0}
    assert data.problems()["rule"].tolist() == ["no_rows"]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_every_heading_has_a_note_and_leads_back_to_its_column(tmp_path: Path, one: Table) -> None:
    write_template(one, tmp_path / "form.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[HEADING + 1]]
    assert headings == ["ที่", *(field.heading for field in fields(one))]
    assert len(headings) == len(set(headings))
    assert all(cell.comment and cell.comment.text for cell in sheet[HEADING + 1])
    assert sheet.cell(1, 1).value == one.title
    assert sheet.cell(EXAMPLE + 1, 1).value == EXAMPLE_ROW
    assert sheet.freeze_panes == f"B{HEADING + 2}"


def test_cells_take_only_what_can_be_read(tmp_path: Path) -> None:
    write_template(table("plots"), tmp_path / "form.xlsx", "80")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column_letter for cell in sheet[HEADING + 1]}
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation}
    kinds = {name: rules[letter].type for name, letter in headings.items() if letter in rules}
    assert kinds["ขนาด (ไร่)"] == "decimal"
    assert kinds["วันตรวจรับ"] == "date"
    assert kinds["ปีงบประมาณ"] == "whole"
    assert (rules[headings["ร้อยละความก้าวหน้า"]].formula1, rules[headings["ร้อยละความก้าวหน้า"]].formula2) == ("0", "100")
    assert kinds["ประเภทแปลง"] == kinds["ยกระดับเป็นศูนย์เรียนรู้"] == kinds["อำเภอ"] == "list"
    lists = book[LISTS_SHEET]
    assert lists.sheet_state == "hidden"
    offered = [cell.value for cell in lists[rules[headings["อำเภอ"]].formula1.split("$")[1]] if cell.value]
    assert len(offered) == 23
    assert "ลานสกา" in offered


def test_persons_are_told_how_they_are_treated_and_not_asked_for_in_vain(tmp_path: Path) -> None:
    asked = {field.heading: field.note for field in fields(table("plots"))}
    assert "ชื่อเจ้าของแปลง" not in asked
    assert "เก็บเป็นรหัสที่ย้อนกลับไม่ได้" in asked["เลขรหัสประจำบ้าน"]
    assert "ต้องกรอก" in asked["รหัสแปลง"]


def test_equal_tables_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_template(table("budgets"), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_an_example_that_was_left_in_is_no_data(tmp_path: Path) -> None:
    said, _, data = built(tmp_path, table("otop_sales"))
    assert len(data.read("otop_sales")) == len(said)
    ledger = data.ledger()
    assert ledger.loc[ledger["kind"] == "sheet", "rows_note"].tolist() == [1]
