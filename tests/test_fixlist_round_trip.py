"""Sample → build → fix list → filled in by a script that sees only the workbooks → build: nothing left to correct."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cdd_analysis.datasets import Personal, table, tables
from cdd_analysis.ingest.build import BuildReport, build
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.returns.fixlist import fix_books
from cdd_analysis.ingest.returns.fixlist_book import write_book
from cdd_analysis.ingest.store import Processed
from cdd_analysis.sample import Truth, make_sample

#: How a workbook marks what is to be corrected.
_FAULTY = "FFF8CBAD"
_COMPUTED = re.compile(r"ผลรวมที่คำนวณได้ \(([\d,.]+)\)")


@pytest.fixture(scope="module")
def tour(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The whole way: lists made, filled in, dropped among the raw files under names of their own, built again."""
    home = tmp_path_factory.mktemp("tour")
    shutil.copytree(built_sample / "data/raw", home / "raw")
    truth = make_sample(["80"], home / "truth")
    before = Processed(built_sample / "data/processed")
    (home / "raw/ส่งกลับ").mkdir()
    books = fix_books(before, ["80"])
    for number, book in enumerate(books):
        path = home / f"raw/ส่งกลับ/ตอบ {number}.xlsx"
        write_book(book, path)
        Office(path, truth).fill_in()
    report = build(home / "raw", home / "processed")
    after, rows = Processed(home / "processed"), sum(book.rows for book in books)
    return SimpleNamespace(truth=truth, before=before, report=report, after=after, home=home, rows=rows)


class Office:
    """Somebody who opens a fix list, reads the reasons and types what is right, as the truth of the sample says."""

    def __init__(self, path: Path, truth: Truth) -> None:
        self.path, self.truth = path, truth
        self.book = openpyxl.load_workbook(path)

    def fill_in(self) -> None:
        for sheet in self.book.worksheets:
            if sheet.sheet_state == "visible" and sheet["B1"].value == "สิ่งที่ต้องแก้":
                for line in range(2, sheet.max_row + 1):
                    self.answer(sheet, line)
        self.book.save(self.path)

    def answer(self, sheet: Worksheet, line: int) -> None:
        """One row: a figure corrected, or a word on the row as a whole."""
        reason = sheet.cell(line, 2).value
        cells = list(faulty(sheet, line))
        if "แถวนี้ยังไม่ถูกนับ" in reason:  # the truth has no such place: the row is no data of this table
            sheet.cell(line, 3).value = "ตัดแถวนี้ออก"
        elif computed := _COMPUTED.findall(reason):
            for cell, figure in zip(cells, computed, strict=True):
                cell.value = float(figure.replace(",", ""))
        elif "สูตรที่เสีย" in reason:  # the truth knows no count of reporters for that month
            (cell,) = cells
            cell.value = None
        elif (right := right_figure(self.truth, str(sheet.cell(line, 4).value))) is not None:
            (cell,) = cells
            cell.value = right
        else:
            sheet.cell(line, 3).value = "ยืนยันว่าถูกต้อง"  # so it stands in the truth


def right_figure(truth: Truth, file: str) -> float | None:
    """What a district meant by the negative sales it sent in this file; None where the file holds none."""
    planted = (one for one in truth.plants if one.kind == "negative_value" and file.endswith(one.files))
    return next((one.figures["true"] for one in planted), None)


def faulty(sheet: Worksheet, line: int) -> Iterator[openpyxl.cell.cell.Cell]:
    """The cells of a row that are coloured and may be changed."""
    for cell in sheet[line]:
        if cell.fill.fgColor.rgb == _FAULTY and not cell.protection.locked:
            yield cell


def test_there_was_something_to_correct(tour: SimpleNamespace) -> None:
    rules = set(tour.before.problems().query("severity in ('fix', 'check')")["rule"])
    assert rules == {
        "control", "impossible_number", "error_cell", "unknown_area", "local_body", "row_rule", "typed_percent",
    }  # fmt: skip


def test_no_problem_is_left(tour: SimpleNamespace) -> None:
    left = tour.after.problems().query("severity in ('fix', 'check')")
    assert left[["source_file", "source_row", "rule", "value"]].to_dict("records") == []


def test_everything_was_applied_and_is_told(tour: SimpleNamespace) -> None:
    report: BuildReport = tour.report
    assert not report.failed and not report.not_applied
    lists = [one for one in report.files if one.fixes is not None]
    assert len(lists) == 9
    assert sum(one.fixes for one in lists) == sum(report.corrections.values()) >= tour.rows == 14
    assert set(report.corrections) == {one.file for one in lists if one.fixes}  # one list only tells


@pytest.mark.parametrize("name", [name for name in tables() if name != "otop_sales"])
def test_other_tables_are_as_before(tour: SimpleNamespace, name: str) -> None:
    pd.testing.assert_frame_equal(tour.after.read(name), tour.before.read(name))


def test_sales_are_as_in_the_truth_cell_by_cell(tour: SimpleNamespace) -> None:
    right = tour.truth.tables["otop_sales"].copy()
    planted = next(one for one in tour.truth.plants if one.kind == "negative_value")
    wrong = right["sales_baht"].eq(planted.figures["stated"]) & right["district_code"].eq(planted.area)
    assert wrong.sum() == 1
    right.loc[wrong, "sales_baht"] = planted.figures["true"]
    figures = ["sales_baht", "target_baht", "reporters"]
    right = right.dropna(how="all", subset=figures)
    key = ["area_level", "province_code", "district_code", "fiscal_year", "month", "category", "channel"]
    built = tour.after.read("otop_sales")
    assert rows(built[key + figures]) == rows(right[key + figures])
    assert built["sales_baht"].sum() == right["sales_baht"].sum()


def rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    texts = frame.assign(month=pd.to_datetime(frame["month"]).dt.strftime("%Y-%m")).astype(object)
    texts = texts.where(texts.notna(), "").map(lambda value: f"{value:.2f}" if isinstance(value, float) else str(value))
    return sorted(texts.replace("", "-").itertuples(index=False, name=None))


def test_the_account_still_closes_and_rows_taken_out_count_as_rejected(tour: SimpleNamespace) -> None:
    ledger = tour.after.ledger()
    assert account_is_closed(ledger).all()
    sheets = ledger[ledger["kind"].eq("sheet") & ledger["rows_rejected"].gt(0)]
    taken_out = sheets[sheets["source_file"].str.contains("otop_catalog|village_name")]
    assert dict(zip(taken_out["table"], taken_out["rows_rejected"], strict=True)) == {
        "otop_sales": 2,
        "village_names": 1,
    }
    assert taken_out.query("table == 'otop_sales'")["baht_rejected"].tolist() == [2_500_000]


def test_the_ledger_names_the_office_and_the_workbook(tour: SimpleNamespace) -> None:
    ledger = tour.after.ledger().query("kind == 'correction'")
    changed = ledger[ledger["district_code"].eq("8013")].iloc[0]
    assert changed[["value_before", "value_after", "column"]].tolist() == ["-92,823", "92823", "sales_baht"]
    assert changed["asked_by"] == "สำนักงานพัฒนาชุมชนอำเภอร่อนพิบูลย์ จังหวัดนครศรีธรรมราช"
    assert re.fullmatch(r"ส่งกลับ/ตอบ \d\.xlsx #\d", changed["origin"])
    counts = ledger["column"].fillna("a row taken out").value_counts().to_dict()
    assert counts == {"reporters": 4, "sales_baht": 3, "a row taken out": 3, "confirmed": 5}


def test_the_totals_of_the_sheet_and_of_the_province_agree_now(tour: SimpleNamespace) -> None:
    before, after = (october(one.ledger()) for one in (tour.before, tour.after))
    assert before["difference"].ne(0).any()
    assert after["difference"].eq(0).all() and len(after) == len(before)


def october(ledger: pd.DataFrame) -> pd.DataFrame:
    return ledger[ledger["kind"].eq("control") & ledger["scope"].eq("ยอดจังหวัดเทียบผลรวมอำเภอ ต.ค. 2564")]


def test_nothing_is_left_for_another_list_but_what_no_cell_can_settle(tour: SimpleNamespace) -> None:
    assert {one.rows for one in fix_books(tour.after, ["80"])} == {0}  # two reports of offices that differ


def test_no_personal_string_of_the_sample_is_in_the_lists_or_in_what_was_built(tour: SimpleNamespace) -> None:
    secret = tour.truth.personal.all()
    texts: set[str] = set()
    for path in (tour.home / "raw/ส่งกลับ").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            texts |= {str(cell) for row in sheet.values for cell in row if cell is not None}
    cells = tour.before.faulty_rows()
    texts |= set(cells["value"]) | set(tour.after.ledger()["value_before"].dropna())
    assert not [one for one in secret if any(one in text for text in texts)]
    masked = cells[cells["table"].eq("target_households")]
    personal = {c.name for c in table("target_households").columns if c.personal is not Personal.NO}
    assert set(masked[masked["column"].isin(personal)]["value"]) == {"•••"}
