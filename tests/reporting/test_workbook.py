"""The workbook beside a page: what stands in it, that nothing in it runs, that equal tables give equal files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from cdd_analysis.reporting.workbook import write_workbook
from cdd_analysis.spreadsheet import AS_TEXT

RANKING = {
    "name": "ranking",
    "title": "รายอำเภอ",
    "columns": [
        {"name": "area", "label": "อำเภอ", "kind": "text", "unit": ""},
        {"name": "sales_baht", "label": "ยอดจำหน่าย", "kind": "baht", "unit": "บาท"},
        {"name": "growth", "label": "เทียบปีก่อน", "kind": "change", "unit": "%"},
    ],
    "rows": [["ลานสกา", 1234.5, -39.6], ["พระพรหม", None, None]],
}


def sheet(path: Path, name: str):
    return openpyxl.load_workbook(path)[name]


def test_headings_carry_their_units_and_missing_stays_empty(tmp_path: Path):
    write_workbook([RANKING], tmp_path / "a.xlsx")
    rows = list(sheet(tmp_path / "a.xlsx", "ranking").values)
    assert rows == [("อำเภอ", "ยอดจำหน่าย (บาท)", "เทียบปีก่อน (%)"), ("ลานสกา", 1234.5, -39.6), ("พระพรหม", None, None)]


def test_the_first_sheet_lists_the_others(tmp_path: Path):
    write_workbook([RANKING], tmp_path / "a.xlsx")
    assert list(sheet(tmp_path / "a.xlsx", "สารบัญ").values)[1] == ("ranking", "รายอำเภอ", 2)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path):
    live = ["=1+1", "+66 75", "-5", "@SUM(A1)", "\tx", "http://a.example"]
    columns = [{"name": "note", "label": "หมายเหตุ", "kind": "text", "unit": ""}]
    write_workbook(
        [{"name": "t", "title": "t", "columns": columns, "rows": [[one] for one in live]}], tmp_path / "a.xlsx"
    )
    cells = [row[0] for row in sheet(tmp_path / "a.xlsx", "t").iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == live
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * 5 + [False]
    assert not any(cell.hyperlink for cell in cells)


def test_columns_are_as_wide_as_xlsxwriter_would_make_them(tmp_path: Path):
    columns = [{"name": name, "label": name, "kind": "text", "unit": ""} for name in ("a long heading", "b", "c")]
    rows = [["x", -1234.5678, "ยาว " * 90], ["สองบรรทัด\nบรรทัดที่สอง", None, ""], [None, True, "="]]
    write_workbook([{"name": "t", "title": "t", "columns": columns, "rows": rows}], tmp_path / "a.xlsx")
    with xlsxwriter.Workbook(tmp_path / "b.xlsx", AS_TEXT) as book:
        fitted = book.add_worksheet("t")
        for number, row in enumerate([[one["label"] for one in columns], *rows]):
            fitted.write_row(number, 0, row)
        fitted.autofit(420)
    ours, theirs = (sheet(tmp_path / name, "t").column_dimensions for name in ("a.xlsx", "b.xlsx"))
    assert {name: ours[name].width for name in "ABC"} == {name: theirs[name].width for name in "ABC"}


def test_equal_tables_give_equal_files(tmp_path: Path):
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook([RANKING], tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_names_are_cut_to_what_a_sheet_may_be_called_and_kept_apart(tmp_path: Path):
    write_workbook([RANKING | {"name": "r" * 40}, RANKING | {"name": "R" * 40}], tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["สารบัญ", "r" * 31, "R" * 28 + "-2"]
