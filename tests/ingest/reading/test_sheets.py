"""Any file an office sends -> the same cells, or a refusal that says what to do."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading.sheets import Sheet, decode, delimiter, read_sheets

#: Thai text beside signs that only cp874 has: euro, dots, quotation marks, bullet, dashes, no-break space.
ROWS = [["จังหวัด", "ยอดขาย (บาท)", "หมายเหตุ"], ["ตรัง", "1,234.50", "ส่งแล้ว"], ["นครศรีธรรมราช", "๙๙๙", "ก้ำกึ่ง"]]
CP874_BYTES = bytes([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xA0])
CP874_TEXT = "€…‘’“”•–—\u00a0"

Read = Callable[..., list[Sheet]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def one(data: bytes, name: str = "ส่งมา.csv") -> list[Sheet]:
        path = tmp_path / name
        path.write_bytes(data)
        return read_sheets(path, f"อำเภอ/{name}")

    return one


def joined(rows: list[list[str]], mark: str, end: str = "\r\n") -> str:
    return end.join(mark.join(f'"{c}"' if mark in c or "\n" in c else c for c in row) for row in rows) + end


def xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book)
    book.close()
    return stream.getvalue()


def misread(text: str, encoding: str) -> bytes:
    """UTF-8 opened as another encoding and saved as UTF-8; Windows reads bytes that cp874 lacks as controls."""
    letters = [bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("utf-8")]
    return "".join(letters).encode("utf-8")


def refusal(read: Read, data: bytes, name: str = "ส่งมา.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    assert f"อำเภอ/{name}" in str(caught.value)
    return str(caught.value)


# -- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(read: Read, mark: str) -> None:
    (sheet,) = read(joined(ROWS, mark).encode())
    assert sheet.cells.tolist() == ROWS
    assert (sheet.file, sheet.name, sheet.merged) == ("อำเภอ/ส่งมา.csv", "", ())


def test_titles_above_do_not_hide_the_mark() -> None:
    text = "รายงานยอดจำหน่าย, ปีงบประมาณ 2565\nหน่วย : บาท\n" + joined(ROWS, ";")
    assert delimiter(text) == ";"
    assert delimiter("จังหวัดตรัง\nหน่วย : บาท\nอำเภอ\tยอด\tรวม\nกันตัง\t1\t1\nหมายเหตุ\nที่มา\n") == "\t"
    assert delimiter("คำเดียวต่อบรรทัด\nอีกบรรทัด\n") == ","


def test_decimal_commas_do_not_pass_for_the_mark() -> None:
    assert delimiter("อำเภอ;ต.ค.;พ.ย.\nกันตัง;1,5;2,5\nสิเกา;3,5;4,5\n") == ";"


def test_quoted_line_breaks_and_thousands_separators_stay_in_their_cell(read: Read) -> None:
    (sheet,) = read('ที่\t"ตุลาคม 2566\n(บาท)"\t จังหวัด\n1\t"1,888,596,564"\t ตราด\n'.encode(), "r06.raw.tsv")
    assert sheet.cells.tolist() == [["ที่", "ตุลาคม 2566\n(บาท)", "จังหวัด"], ["1", "1,888,596,564", "ตราด"]]
    (sheet,) = read('อำเภอ,ค่าข้อมูล\nกันตัง,"1,234,567"\nสิเกา,1234\n'.encode())
    assert sheet.cells[1:, 1].tolist() == ["1,234,567", "1234"]


def test_a_stray_quotation_mark_does_not_swallow_the_rows_below(read: Read) -> None:
    lines = ['ตรัง,"12 นิ้ว'] + [f"อำเภอที่ {n},{n}" for n in range(40)]
    (sheet,) = read("\n".join(["จังหวัด,ยอดขาย", *lines]).encode())
    assert len(sheet.cells) == 42
    assert sheet.cells[41].tolist() == ["อำเภอที่ 39", "39"]


def test_rows_of_different_length_become_a_rectangle(read: Read) -> None:
    (sheet,) = read("ก,ข,ค\n1,2\n1,2,3,4\n".encode())
    assert sheet.cells.tolist() == [["ก", "ข", "ค", ""], ["1", "2", "", ""], ["1", "2", "3", "4"]]


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(lambda text: text.encode("cp874"), id="cp874"),
        pytest.param(lambda text: text.encode("tis-620"), id="tis-620"),
        pytest.param(lambda text: text.encode("iso8859-11"), id="iso8859-11"),
        pytest.param(lambda text: text.encode("utf-8"), id="utf-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="utf-8 with BOM"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16 with BOM"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="utf-16-be with BOM"),
        pytest.param(lambda text: text.encode("utf-16-le"), id="utf-16-le without BOM"),
        pytest.param(lambda text: text.encode("utf-16-be"), id="utf-16-be without BOM"),
        pytest.param(lambda text: misread(text, "cp874"), id="UTF-8 read as cp874 and saved"),
        pytest.param(lambda text: misread(text, "latin-1"), id="UTF-8 read as Latin-1 and saved"),
    ],
)
@pytest.mark.parametrize("mark", [",", "\t"])
def test_every_encoding_gives_the_same_cells(read: Read, encoded: Callable[[str], bytes], mark: str) -> None:
    (sheet,) = read(encoded(joined(ROWS, mark)))
    assert sheet.cells.tolist() == ROWS


def test_a_long_file_of_numbers_in_utf_16_without_bom_is_no_binary_noise() -> None:
    numbers = "province_ID,amphur_ID\n" + "80,8001\n" * 2000 + "ตรัง,กันตัง\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(numbers.encode(encoding), "ก.csv") == numbers


def test_signs_of_cp874_outside_tis_620_are_read() -> None:
    thai = "จังหวัดนครศรีธรรมราช " * 10
    assert decode(thai.encode("cp874") + CP874_BYTES, "ก.csv") == thai + CP874_TEXT


def test_text_in_no_encoding_of_thai_offices_is_refused(read: Read) -> None:
    told = refusal(read, "Ärger, Größe, 漢字\n".encode() * 20)
    assert "in no encoding that Thai offices use (UTF-8, UTF-16, TIS-620/cp874)." in told
    assert told.endswith("Save it again as xlsx, or as CSV UTF-8.")


def test_text_of_which_a_wrong_encoding_left_only_question_marks_is_refused(read: Read) -> None:
    lost = joined(ROWS, ",").encode("utf-8").decode("cp874", "replace").encode("utf-8")
    assert "in no encoding that Thai offices use" in refusal(read, lost)


def test_text_that_breaks_off_is_refused(read: Read) -> None:
    told = refusal(read, "จังหวัด,ยอด\nตรัง,1\n".encode("utf-8-sig")[:-10] + b"\xe0\xb8")
    assert "The text breaks off as utf-8-sig. Found: " in told
    told = refusal(read, "จังหวัด,ยอด\nตรัง,1\n".encode("utf-16")[:-1])
    assert "The text breaks off as utf-16." in told


# -- workbooks -----------------------------------------------------------------------------------------------------


def test_xlsx_keeps_places_dates_merged_cells_and_error_cells(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("อ.กันตัง")
        page.merge_range(1, 1, 1, 2, "ยอดขาย")
        page.write_row(2, 0, ["อำเภอ", "ต.ค. 64", "พ.ย. 64"])
        page.write_row(3, 0, ["กันตัง", 1.5, 2])
        page.write_formula(4, 1, "=#REF!", None, "#REF!")
        page.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        page.write_datetime(5, 0, dt.datetime(2022, 1, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_boolean(5, 1, True)
        book.add_worksheet("ว่าง")
        book.add_worksheet("อ.สิเกา").write(0, 0, "สิเกา")

    first, second = read(xlsx(fill), "ส่งมา.xlsx")
    assert first.name == "อ.กันตัง"
    assert second.name == "อ.สิเกา"
    assert first.cells.tolist() == [
        ["", "", ""],
        ["", "ยอดขาย", ""],
        ["อำเภอ", "ต.ค. 64", "พ.ย. 64"],
        ["กันตัง", 1.5, 2],
        ["", "#REF!", "#DIV/0!"],
        [dt.date(2022, 1, 12), True, ""],
    ]
    assert first.merged == ((1, 1, 1, 2),)
    assert second.merged == ()


def test_an_error_cell_of_one_sheet_does_not_leak_into_another(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("ก").write_row(0, 0, ["x", 1])
        book.add_worksheet("ข").write_formula(0, 1, "=#N/A", None, "#N/A")

    first, second = read(xlsx(fill), "ส่งมา.xlsx")
    assert first.cells.tolist() == [["x", 1]]
    assert second.cells.tolist() == [["", "#N/A"]]


def test_xls(read: Read) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("ยอดขาย")
    page.write_merge(0, 0, 0, 2, "รายงาน ปี 2565")
    for r, row in enumerate([["จังหวัด", "ยอดขาย"], ["ตรัง", 1234.5]], 1):
        for c, cell in enumerate(row):
            page.write(r, c + 1, cell)
    stream = io.BytesIO()
    book.save(stream)
    (sheet,) = read(stream.getvalue(), "ส่งมา.xls")
    assert sheet.name == "ยอดขาย"
    assert sheet.cells.tolist() == [["รายงาน ปี 2565", "", ""], ["", "จังหวัด", "ยอดขาย"], ["", "ตรัง", 1234.5]]
    assert sheet.merged == ((0, 0, 0, 2),)


def test_ods(read: Read) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [
        cell.format("จังหวัด") + cell.format("ยอดขาย"),
        cell.format("ตรัง") + '<table:table-cell office:value-type="float" office:value="12.5"/>',
    ]
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="แผ่น1">'
        + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            package.writestr(name, text)
    (sheet,) = read(stream.getvalue(), "ส่งมา.ods")
    assert sheet.name == "แผ่น1"
    assert sheet.cells.tolist() == [["จังหวัด", "ยอดขาย"], ["ตรัง", 12.5]]


@pytest.mark.parametrize("name", ["ส่งมา.csv", "ส่งมา", "ส่งมา.pdf"])
def test_a_file_is_what_its_bytes_are_not_what_its_name_says(read: Read, name: str) -> None:
    data = xlsx(lambda book: book.add_worksheet("ก").write_row(0, 0, ["จังหวัด", 1]))
    (sheet,) = read(data, name)
    assert sheet.cells.tolist() == [["จังหวัด", 1]]


def test_web_page_saved_as_xls(read: Read) -> None:
    page = """<html><head><meta charset="utf-8"></head><body><table><tr><td>
      <table><tr><th rowspan="2">อำเภอ</th><th colspan="2">ยอด<br/>ขาย</th></tr>
      <tr><th>ต.ค. 64</th><th>พ.ย. 64</th></tr>
      <tr><td> กันตัง &amp; </td><td>1,000</td><td></td></tr></table></td></tr></table>
      <table><tr><td>อื่น</td></tr></table></body></html>"""
    first, second = read(page.encode(), "ส่งมา.xls")
    assert first.cells.tolist() == [
        ["อำเภอ", "ยอด\nขาย", ""],
        ["", "ต.ค. 64", "พ.ย. 64"],
        ["กันตัง &", "1,000", ""],
    ]
    assert first.merged == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert (first.name, second.name) == ("table2", "table3")


def test_web_page_in_cp874(read: Read) -> None:
    (sheet,) = read("<table><tr><td>จังหวัด</td><td>ตรัง</td></tr></table>".encode("cp874"), "ส่งมา.xls")
    assert sheet.cells.tolist() == [["จังหวัด", "ตรัง"]]


@pytest.mark.parametrize("named", [False, True])
def test_json_of_records_or_of_sheets_of_records(read: Read, named: bool) -> None:
    records = [{"จังหวัด": "ตรัง", "ยอด": 1.5}, {"จังหวัด": "ตราด", "หมายเหตุ": None}, {"ยอด": True}]
    (sheet,) = read(json.dumps({"Sheet1": records} if named else records, ensure_ascii=False).encode(), "ส่งมา.json")
    assert sheet.name == ("Sheet1" if named else "")
    assert sheet.cells.tolist() == [["จังหวัด", "ยอด", "หมายเหตุ"], ["ตรัง", 1.5, ""], ["ตราด", "", ""], ["", True, ""]]


def test_json_of_another_shape_is_not_taken_for_a_table(read: Read) -> None:
    (sheet,) = read(b'{"a": {"b": [1, 2]}}\n')
    assert sheet.cells.tolist() == [['{"a": {"b": [1', "2]}}"]]


# -- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
def test_an_empty_file_is_refused(read: Read, data: bytes) -> None:
    assert refusal(read, data).endswith("The file is empty. Ask the office to send it again.")


@pytest.mark.parametrize("data", [b",,,\n,,\n", xlsx(lambda book: book.add_worksheet("ว่าง"))])
def test_a_file_without_a_cell_is_refused(read: Read, data: bytes) -> None:
    assert refusal(read, data).endswith("No sheet holds a single cell. Ask the office to send it again.")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"Rar!\x1a\x07",
        b"\xff\xd8\xff\xe0",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
    ],
)
def test_a_document_called_workbook_is_refused(read: Read, data: bytes) -> None:
    told = refusal(read, data, "รายงาน.xlsx")
    assert "not a table but a document, picture, program or archive, whatever its name says." in told
    assert told.endswith("Ask for the spreadsheet itself (xlsx, xls, ods or csv).")


def truncated_workbook() -> bytes:
    whole = xlsx(lambda book: book.add_worksheet("ก").write(0, 0, "จังหวัด"))
    return whole[: len(whole) // 2]


def other_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("จดหมาย.txt", "เรียน")
    return stream.getvalue()


def word_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(truncated_workbook(), id="truncated"),
        pytest.param(other_archive(), id="an archive of something else"),
        pytest.param(word_document(), id="a letter"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, id="locked or damaged"),
    ],
)
def test_a_damaged_or_locked_workbook_is_refused(read: Read, data: bytes) -> None:
    told = refusal(read, data, "รายงาน.xlsx")
    assert "damaged, locked by a password, or no workbook at all." in told
    assert told.endswith("Open it, remove the password and save it again as xlsx.")


def test_a_workbook_whose_error_cells_cannot_be_read_is_still_refused_in_our_words(read: Read) -> None:
    """The second reader, which looks up error cells, may stumble where the first did not."""
    whole = xlsx(lambda book: book.add_worksheet("ก").write_formula(0, 0, "=#REF!", None, "#REF!"))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<styleSheet" if name == "xl/styles.xml" else old.read(name))
    try:
        (sheet,) = read(stream.getvalue(), "รายงาน.xlsx")
    except UnreadableFile as error:
        assert "save it again as xlsx" in str(error)
    else:
        assert sheet.cells.tolist() == [["#REF!"]]


@pytest.mark.parametrize("seed", range(4))
def test_binary_noise_is_refused(read: Read, seed: int) -> None:
    noise = bytes((i * 7919 * (seed + 1) + i // 251 * 31) % 256 for i in range(4000))
    told = refusal(read, bytes([1]) + noise)
    assert "in no encoding that Thai offices use" in told or "breaks off" in told


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^หาย\.csv: The file cannot be opened\. Found: No such file"):
        read_sheets(tmp_path / "หาย.csv", "หาย.csv")


def test_a_workbook_made_by_openpyxl_reads_alike(read: Read) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "ยอดขาย"
    page.append(["จังหวัด", "ยอดขาย"])
    page.append(["ตรัง", 12])
    page.append(["รวมทั้งสิ้น"])
    page.merge_cells("A3:B3")
    stream = io.BytesIO()
    book.save(stream)
    (sheet,) = read(stream.getvalue(), "ส่งมา.xlsx")
    assert sheet.cells[:2].tolist() == [["จังหวัด", "ยอดขาย"], ["ตรัง", 12]]
    assert sheet.merged == ((2, 0, 2, 1),)
