"""Fix lists: what goes into them, what comes back, and what is told when it does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from cdd_analysis.ingest.build import BuildReport, build
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.returns import faulty
from cdd_analysis.ingest.returns.fixlist import FixBook, fix_books, office
from cdd_analysis.ingest.returns.fixlist_book import write_book
from cdd_analysis.ingest.returns.fixlist_return import may_be_fixlist
from cdd_analysis.ingest.store import Processed, hash_columns

SALES = """จังหวัดตรัง ข้อมูล ณ วันที่ 12 มกราคม 2565
อำเภอ,เดือน,ประเภท,ยอดจำหน่าย (บาท)
กันตัง,ต.ค. 64,อาหาร,รอถาม
กันตัง,พ.ย. 64,อาหาร,200
บ้านต้นโพธิ์,ต.ค. 64,อาหาร,300
ย่านตาขาว,ต.ค. 64,ขนมแปลก,400
รวม,,,900
"""
HOMES = """แฟ้มบ้าน ปีงบประมาณ 2565 จังหวัดตรัง
อำเภอ,เลขรหัสประจำบ้าน,ชื่อ - สกุล,เบอร์โทรศัพท์,จำนวนสมาชิก (คน)
กันตัง,92020000011,นายสมมติ มิใช่คน,081-000-0001,รอถาม
กันตัง,,นางสมมติ มิใช่คน,081-000-0002,4
"""


class Tour:
    """A project folder whose build, list and answer can be taken again and again."""

    def __init__(self, home: Path) -> None:
        self.home, self.raw = home, home / "raw"
        self.raw.mkdir()

    def put(self, name: str, text: str) -> None:
        (self.raw / name).write_text(text, encoding="utf-8")

    def build(self) -> BuildReport:
        self.report = build(self.raw, self.home / "processed")
        return self.report

    @property
    def data(self) -> Processed:
        return Processed(self.home / "processed")

    def lists(self, *provinces: str) -> dict[str, FixBook]:
        return {book.code: book for book in fix_books(self.data, provinces)}

    def send(self, code: str, name: str = "ตอบ.xlsx") -> Path:
        path = self.raw / name
        write_book(self.lists()[code], path)
        return path

    @property
    def told(self) -> str:
        return " ".join(f"{one.origin}: {one.reason}" for one in self.report.not_applied)

    def left(self) -> list[str]:
        return sorted(self.data.problems().query("severity in ('fix', 'check')")["rule"])

    def sales(self) -> dict[tuple[str, str], float]:
        frame = self.data.read("otop_sales")
        keys = zip(frame["district_code"], frame["month"].dt.strftime("%m"), strict=True)
        return dict(zip(keys, frame["sales_baht"], strict=True))


@pytest.fixture
def tour(tmp_path: Path) -> Tour:
    made = Tour(tmp_path)
    made.put("ขาย.csv", SALES)
    made.build()
    return made


def page(path: Path, number: int = 1) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[number]


def at(sheet: Worksheet, line: int, heading: str) -> openpyxl.cell.cell.Cell:
    headings = [cell.value for cell in sheet[1]]
    return sheet.cell(line, headings.index(heading) + 1)


def fill(path: Path, answers: dict[tuple[int, str], object], number: int = 1) -> None:
    book, sheet = page(path, number)
    for (line, heading), value in answers.items():
        at(sheet, line, heading).value = value
    book.save(path)


MONEY = "ยอดจำหน่าย (บาท)"


def test_a_district_gets_its_rows_and_the_province_those_of_no_known_district(tour: Tour) -> None:
    found = tour.lists()
    assert {code: book.rows for code, book in found.items()} == {"92": 1, "9202": 1, "9203": 1}
    (row,) = found["9202"].sheets["otop_sales"]
    assert row.place == ("otop_sales", "ขาย.csv", "", 3)
    assert [label for label, cell in row.cells.items() if cell.is_faulty] == [MONEY]
    assert [label for label, cell in row.cells.items() if cell.is_open] == [MONEY]
    assert "ต้องเป็นตัวเลข" in row.reasons[0]


def test_only_the_provinces_asked_for_get_one(tour: Tour) -> None:
    assert not tour.lists("80")
    assert set(tour.lists("92")) == {"92", "9202", "9203"}


def test_the_workbook_shows_what_to_do_and_locks_the_rest(tour: Tour) -> None:
    book, sheet = page(tour.send("9202"))
    guide = " ".join(str(row[0]) for row in book.worksheets[0].values)
    assert office("9202") == "สำนักงานพัฒนาชุมชนอำเภอกันตัง จังหวัดตรัง"
    assert office("9202") in guide
    assert "ภายใน 7 วันทำการ" in guide and "ที่สำนักงานพัฒนาชุมชนจังหวัดตรัง" in guide
    assert [cell.value for cell in sheet[1]][:6] == ["ลำดับ", "สิ่งที่ต้องแก้", "ผลการตรวจสอบ", "ไฟล์", "แผ่นงาน", "แถว"]
    assert [at(sheet, 2, heading).value for heading in ("ไฟล์", "แถว", MONEY)] == ["ขาย.csv", 3, "รอถาม"]
    assert sheet.protection.sheet and sheet.freeze_panes == "C2"
    unlocked = {sheet.cell(1, cell.column).value for cell in sheet[2] if not cell.protection.locked}
    assert unlocked == {"ผลการตรวจสอบ", MONEY}
    assert at(sheet, 2, MONEY).fill.fgColor.rgb == "FFF8CBAD"
    assert {one.title for one in book.worksheets if one.sheet_state == "hidden"} == {"cdd_lists", "cdd_fixlist"}
    assert all(len(one.title) <= 31 for one in book.worksheets)


def test_the_day_it_is_wanted_back_is_said(tour: Tour) -> None:
    path = tour.home / "x.xlsx"
    write_book(tour.lists()["9202"], path, by=date(2022, 2, 15))
    guide = " ".join(str(row[0]) for row in openpyxl.load_workbook(path).worksheets[0].values)
    assert "ภายในวันที่ 15 กุมภาพันธ์ 2565" in guide


def test_coded_columns_have_their_choices_and_figures_their_range(tour: Tour) -> None:
    def rules(code: str) -> dict[str, tuple[str, list[object]]]:
        book, sheet = page(tour.send(code))
        found = {}
        for one in sheet.data_validations.dataValidation:
            heading = sheet.cell(1, openpyxl.utils.cell.range_boundaries(str(one.sqref))[0]).value
            cells = book["cdd_lists"][one.formula1.split("!")[1].replace("$", "")] if one.type == "list" else []
            found[heading] = (one.type, [cell[0].value for cell in cells])
        return found

    assert rules("9202")[MONEY] == ("decimal", [])
    assert rules("9202")["ผลการตรวจสอบ"] == ("list", ["แก้ไขแล้ว", "ตัดแถวนี้ออก"])
    kind, choices = rules("9203")["ประเภท"]
    assert kind == "list" and "อาหาร" in choices and len(choices) >= 5
    kind, districts = rules("92")["อำเภอ"]
    assert kind == "list" and {"กันตัง", "ปะเหลียน"} <= set(districts) and len(districts) == 10


def test_equal_lists_are_equal_bytes(tour: Tour) -> None:
    first, second = (tour.send("9202", name).read_bytes() for name in ("ก.xlsx", "ข.xlsx"))
    assert first == second


def test_what_comes_back_is_taken_in_and_told(tour: Tour) -> None:
    fill(tour.send("9202", "ก.xlsx"), {(2, MONEY): 100})
    fill(tour.send("92", "ข.xlsx"), {(2, "อำเภอ"): "ปะเหลียน"})
    fill(tour.send("9203", "ค.xlsx"), {(2, "ประเภท"): "อาหาร", (2, "ผลการตรวจสอบ"): "แก้ไขแล้ว"})
    report = tour.build()
    assert not report.not_applied and not report.failed
    assert report.corrections == {"ก.xlsx": 1, "ข.xlsx": 1, "ค.xlsx": 1}
    assert tour.sales() == {("9202", "10"): 100, ("9202", "11"): 200, ("9204", "10"): 300, ("9203", "10"): 400}
    assert tour.left() == ["control"]  # the printed total, which all rows now show to be wrong
    fixed = tour.data.ledger().query("kind == 'correction' and district_code == '9202'").iloc[0]
    assert (fixed["value_before"], fixed["value_after"], fixed["origin"]) == ("รอถาม", "100", "ก.xlsx #1")
    assert fixed["asked_by"] == office("9202")


def test_a_printed_total_can_be_corrected_too(tour: Tour) -> None:
    fill(tour.send("92"), {(2, "อำเภอ"): "ปะเหลียน"})
    tour.put("ขาย.csv", SALES.replace("รอถาม", "100").replace("ขนมแปลก", "อาหาร"))
    tour.build()
    assert tour.left() == ["control"]
    fill(tour.send("92", "ยอด.xlsx"), {(2, MONEY): 1000})
    tour.build()
    assert tour.left() == []


def test_an_empty_answer_is_no_answer_and_no_error(tour: Tour) -> None:
    before = tour.left(), tour.sales()
    tour.send("9202")
    report = tour.build()
    assert not report.not_applied and not report.corrections
    assert (tour.left(), tour.sales()) == before
    assert report.files[0].fixes == 0


def test_a_blank_cell_means_that_there_is_no_figure(tour: Tour) -> None:
    fill(tour.send("9202"), {(2, MONEY): None})
    tour.build()
    assert "unreadable_number" not in tour.left()
    assert ("9202", "10") not in tour.sales()


def test_an_original_that_changed_since_is_told_of_and_kept(tour: Tour) -> None:
    fill(tour.send("9202"), {(2, MONEY): 100})
    tour.put("ขาย.csv", SALES.replace("รอถาม", "150"))
    tour.build()
    expected = "ตอบ.xlsx #1: ขาย.csv row 3, column D: expected what it said when the list was sent out, found '150'."
    assert tour.told == expected
    assert tour.sales()["9202", "10"] == 150


def test_an_original_that_is_gone_is_told_of(tour: Tour) -> None:
    fill(tour.send("9202"), {(2, MONEY): 100})
    (tour.raw / "ขาย.csv").rename(tour.raw / "อื่น.csv")
    tour.build()
    assert "ตอบ.xlsx #1: There is no file 'ขาย.csv' in the raw folder" in tour.told


def test_two_lists_that_disagree_change_nothing(tour: Tour) -> None:
    fill(tour.send("9202", "ก.xlsx"), {(2, MONEY): 100})
    fill(tour.send("9202", "ข.xlsx"), {(2, MONEY): 101})
    tour.build()
    assert "ก.xlsx #1 and ข.xlsx #1 disagree; neither is applied." in tour.told
    assert len(tour.report.not_applied) == 2
    assert ("9202", "10") not in tour.sales()


def test_the_same_answer_twice_is_one_correction(tour: Tour) -> None:
    for name in ("ก.xlsx", "ข.xlsx"):
        fill(tour.send("9202", name), {(2, MONEY): 100})
    assert not tour.build().not_applied
    assert tour.sales()["9202", "10"] == 100
    assert len(tour.data.ledger().query("kind == 'correction'")) == 1


def test_a_list_made_after_an_earlier_answer_goes_on_from_it(tour: Tour) -> None:
    fill(tour.send("9202", "แรก.xlsx"), {(2, MONEY): "ยังไม่รู้"})
    tour.build()
    assert "unreadable_number" in tour.left()
    fill(tour.send("9202", "สอง.xlsx"), {(2, MONEY): 120})
    assert not tour.build().not_applied
    assert tour.sales()["9202", "10"] == 120
    assert len(tour.data.ledger().query("kind == 'correction'")) == 2


def test_a_row_is_taken_out_and_counts_as_rejected(tour: Tour) -> None:
    fill(tour.send("92"), {(2, "ผลการตรวจสอบ"): "ตัดแถวนี้ออก"})
    tour.build()
    assert "unknown_area" not in tour.left()
    ledger = tour.data.ledger()
    assert account_is_closed(ledger).all()
    sheet = ledger.query("kind == 'sheet'").iloc[0]
    assert sheet["rows_rejected"] == 3  # with the row that has no figure, and that of no known category
    assert sheet["baht_rejected"] == 300 + 400
    assert [one["source_row"] for one in ledger.query("kind == 'correction'").to_dict("records")] == [5]


def test_a_figure_that_looks_wrong_is_confirmed_as_long_as_it_stays(tour: Tour) -> None:
    tour.put("ขาย.csv", "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,-5\n")
    tour.build()
    assert tour.left() == ["impossible_number"]
    fill(tour.send("9202"), {(2, "ผลการตรวจสอบ"): "ยืนยันว่าถูกต้อง"})
    assert not tour.build().not_applied
    assert tour.left() == []
    kept = tour.data.problems().query("rule == 'impossible_number'").iloc[0]
    assert kept["severity"] == "info" and kept["message"].endswith("(หน่วยงานตรวจแล้วยืนยันว่าถูกต้อง)")
    assert tour.data.ledger().query("kind == 'correction'")["column"].tolist() == ["confirmed"]
    tour.put("ขาย.csv", "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,-6\n")
    tour.build()
    assert tour.left() == ["impossible_number"]
    assert "found '-6'" in tour.told


def test_what_cannot_be_confirmed_is_told_of(tour: Tour) -> None:
    fill(tour.send("9202"), {(2, "ผลการตรวจสอบ"): "ยืนยันว่าถูกต้อง"})
    tour.build()
    assert "ตอบ.xlsx #1: ขาย.csv row 3: there is nothing to confirm in this row." in tour.told
    assert tour.data.ledger().query("kind == 'correction'").empty


def test_an_answer_that_nobody_offered_is_told_of(tour: Tour) -> None:
    fill(tour.send("9202"), {(2, "ผลการตรวจสอบ"): "ไม่ทราบ"})
    tour.build()
    assert "'ไม่ทราบ' is none of the answers" in tour.told


def test_two_values_of_one_record_are_both_listed_and_one_is_taken_out(tour: Tour) -> None:
    tour.put("ขาย.csv", "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,5\nกันตัง,ต.ค. 64,6\n")
    tour.build()
    assert tour.left() == ["conflict", "conflict"] and not tour.sales()
    path = tour.send("9202")
    assert [at(page(path)[1], line, MONEY).value for line in (2, 3)] == ["5", "6"]
    fill(path, {(2, "ผลการตรวจสอบ"): "ตัดแถวนี้ออก"})
    assert not tour.build().not_applied
    assert tour.left() == [] and tour.sales() == {("9202", "10"): 6}


def test_a_line_split_by_a_stray_comma_is_put_right_cell_by_cell(tour: Tour) -> None:
    tour.put("ขาย.csv", "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,1,500\nปะเหลียน,ต.ค. 64,7\n")
    tour.build()
    assert tour.left() == ["too_many_cells"]
    path = tour.send("9202")
    beyond = next(cell.value for cell in page(path)[1][1] if str(cell.value).startswith("คอลัมน์"))
    fill(path, {(2, MONEY): 1500, (2, beyond): None})
    assert not tour.build().not_applied
    assert tour.left() == []
    assert tour.sales() == {("9202", "10"): 1500, ("9204", "10"): 7}


# -- what may point at a person ------------------------------------------------------------------------------------


@pytest.fixture
def homes(tour: Tour) -> Tour:
    (tour.raw / "ขาย.csv").unlink()
    tour.put("บ้าน.csv", HOMES)
    tour.build()
    return tour


def test_personal_cells_stay_masked_and_as_they_are(homes: Tour) -> None:
    path = homes.send("9202")
    texts = {str(cell) for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.values for cell in row}
    assert not [one for one in texts if "สมมติ มิใช่" in one or "081" in one or "92020000011" in one]
    sheet = page(path)[1]
    assert [at(sheet, 2, name).value for name in ("เลขรหัสประจำบ้าน", "ชื่อ - สกุล")] == ["•••", "•••"]
    before = homes.data.read("target_households")["house_id"].dropna().tolist()
    fill(path, {(2, "จำนวนสมาชิก (คน)"): 3})
    assert not homes.build().not_applied
    frame = homes.data.read("target_households")
    assert frame["members"].tolist().count(3) == 1
    assert frame["house_id"].dropna().tolist() == before


def test_a_house_code_filled_in_is_hashed_like_any_other_and_shown_nowhere(homes: Tour) -> None:
    assert "no_key" in homes.left()
    path = homes.send("9202")
    line = 2 if at(page(path)[1], 2, "เลขรหัสประจำบ้าน").value is None else 3
    fill(path, {(line, "เลขรหัสประจำบ้าน"): "92020000029"})
    assert not homes.build().not_applied
    assert "no_key" not in homes.left()
    assert homes.data.read("target_households")["house_id"].notna().all()
    row = homes.data.ledger().query("kind == 'correction'").iloc[0]
    assert (row["value_before"], row["value_after"]) == ("", "•••")
    assert pd.isna(row["computed"])


@pytest.mark.parametrize("text", ["โทร 081-234-5678", "9-5307-16584-89-1", "92020000011", "0 7521 8000"])
def test_what_looks_like_an_id_or_a_telephone_number_is_masked_in_any_column(tour: Tour, text: str) -> None:
    tour.put("ขาย.csv", f"จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,{text}x\n")
    tour.build()
    cells = tour.data.faulty_rows()
    assert cells[cells["letter"] == "C"]["value"].tolist() == ["•••"]


def test_digits_of_a_fingerprint_are_no_telephone_number() -> None:
    assert hash_columns("faulty_rows") == ("print", "shown_print")


@pytest.mark.parametrize("text", ["นายสมมติ มิใช่คน", "ติดต่อ a.b@example.org"])
def test_names_and_addresses_are_masked_in_any_column(tour: Tour, text: str) -> None:
    tour.put("ขาย.csv", f"จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,{text}\n")
    tour.build()
    cells = tour.data.faulty_rows()
    assert cells[cells["letter"] == "C"]["value"].tolist() == ["•••"]


@pytest.mark.parametrize("text", ["1,013,952,970 บาท?", "12345", "2565-01-12"])
def test_amounts_and_days_are_shown(tour: Tour, text: str) -> None:
    tour.put("ขาย.csv", f'จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,"{text} x"\n')
    tour.build()
    cells = tour.data.faulty_rows()
    assert cells[cells["letter"] == "C"]["value"].tolist() == [f"{text} x"]


# -- what no cell can settle ---------------------------------------------------------------------------------------


def test_files_that_could_not_be_read_and_rows_without_a_cell_are_matters_to_check(tour: Tour) -> None:
    tour.put("จดหมาย.csv", "ชื่อ,ที่อยู่,เมื่อไร\nก,ข,ค\n")
    tour.put("บ้าน.csv", HOMES.replace(" ปีงบประมาณ 2565", ""))
    tour.build()
    found = tour.lists()
    assert [one.file for one in found[""].matters] == ["จดหมาย.csv"]
    (year,) = found["92"].matters
    assert year.file == "บ้าน.csv" and "ไม่พบปีงบประมาณ" in year.do
    book = openpyxl.load_workbook(tour.send(""))
    assert book.worksheets[1].title == "เรื่องที่ต้องตรวจสอบ"
    assert book.worksheets[1]["B2"].value == "จดหมาย.csv"


def test_nothing_to_correct_gives_no_list(tour: Tour) -> None:
    tour.put("ขาย.csv", "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,5\n")
    tour.build()
    assert tour.lists() == {}


def test_only_so_many_rows_of_a_sheet_are_kept_and_the_others_stay_matters(
    tour: Tour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faulty, "MOST_ROWS", 2)
    lines = "".join(f"กันตัง,ต.ค. 64,ก{number}\n" for number in range(5))
    tour.put("ขาย.csv", f"จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\n{lines}")
    tour.build()
    book = tour.lists()["9202"]
    assert (book.rows, len(book.matters)) == (2, 3)


# -- workbooks as they come ----------------------------------------------------------------------------------------


def test_cells_that_a_spreadsheet_would_run_are_text(tour: Tour) -> None:
    live = '=HYPERLINK("http://x")'
    quoted = live.replace('"', '""')
    tour.put("ขาย.csv", f'จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,"{quoted}"\n')
    tour.build()
    cell = at(page(tour.send("9202"))[1], 2, MONEY)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (live, "s", True)


def test_a_sheet_cut_out_of_a_list_is_refused_and_not_counted(tour: Tour) -> None:
    path = tour.send("9202")
    _, sheet = page(path)
    text = "\n".join(
        ",".join("" if cell is None else str(cell).replace(",", " ") for cell in row) for row in sheet.values
    )
    path.unlink()
    tour.put("ตอบ.csv", text)
    before = tour.sales()
    report = tour.build()
    (failed,) = report.failed
    assert "This is a sheet of a fix list without its workbook." in failed.error
    assert tour.sales() == before


def test_a_list_of_another_project_is_told_of(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("CDD_SALT", "of somebody else")
        tour.build()
        fill(tour.send("9202"), {(2, MONEY): 100})
    tour.build()
    assert tour.told.startswith("ตอบ.xlsx: The fix list was made by another project or with another salt")
    assert ("9202", "10") not in tour.sales()


def test_a_hidden_sheet_that_was_changed_is_told_of(tour: Tour) -> None:
    path = tour.send("9202")
    book, _ = page(path)
    book["cdd_fixlist"]["F2"].value = "สาม"
    book["cdd_fixlist"]["C2"].value = "หก"
    book.save(path)
    tour.build()
    assert "The hidden sheet of this fix list was changed" in tour.told


def test_a_list_saved_in_the_old_format_comes_back_too(tour: Tour) -> None:
    path = tour.send("9202")
    fill(path, {(2, MONEY): 100})
    old = xlwt.Workbook()
    for sheet in openpyxl.load_workbook(path).worksheets:
        page_ = old.add_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    page_.write(cell.row - 1, cell.column - 1, cell.value)
    path.unlink()
    old.save(str(tour.raw / "ตอบ.xls"))
    assert not tour.build().not_applied
    assert tour.sales()["9202", "10"] == 100


def test_other_files_are_no_lists(tour: Tour, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cdd_fixlist")
    (tmp_path / "link.xlsx").symlink_to(tour.send("9202"))
    assert not any(may_be_fixlist(tmp_path / name) for name in ("broken.xlsx", "link.xlsx", "raw/ขาย.csv"))
    assert may_be_fixlist(tour.raw / "ตอบ.xlsx")
