"""Files made to bring a reader down, and files that do by accident: refused in our words or made harmless, in time.

Every file here is read within ``SECONDS`` and, where it is delimited text, within the stated memory; what opens a
workbook, page or JSON cannot take more than ``limits.MOST_MEMORY`` (tested with a smaller one).
"""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
import xlwt

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.reading import guard as guard_module
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Sheet
from cdd_analysis.ingest.reading.guard import Guard, read_guarded
from cdd_analysis.ingest.reading.sheets import read_sheets
from cdd_analysis.ingest.store import Processed

SECONDS = 60  # with other work on the machine; each takes under three on an idle one
GOOD = "จังหวัด,เดือน,ยอดขาย (บาท)\nตราด,ต.ค. 64,7\nตราด,พ.ย. 64,8\n"
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

Read = Callable[..., list[Sheet]]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    started = time.monotonic()

    def one(data: bytes, name: str = "ส่งมา.xlsx") -> list[Sheet]:
        path = tmp_path / name
        path.write_bytes(data)
        return read_sheets(path, name)

    yield one
    assert time.monotonic() - started < SECONDS


def refused(read: Read, data: bytes, name: str = "ส่งมา.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    error = caught.value
    assert error.where == name
    assert error.what.endswith(".")
    assert error.do.endswith(".")
    return str(error)


def xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def small(*, name: str = "ยอดขาย") -> bytes:
    return xlsx(lambda book: book.add_worksheet(name).write_row(0, 0, ["จังหวัด", 1]))


def changed(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """A workbook with some of its parts passed through a function; the keys are the ends of their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = next((f for end, f in parts.items() if name.endswith(f"{end}.xml")), bytes)
            new.writestr(name, change(old.read(name)))
    return stream.getvalue()


NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def ods(tables: str, prologue: str = "") -> bytes:
    content = (
        f'<?xml version="1.0"?>{prologue}<office:document-content xmlns:office="{NAMES}:office:1.0" '
        f'xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            package.writestr(name, text)
    return stream.getvalue()


def text_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


# -- packages that unpack without end ------------------------------------------------------------------------------


def zeros(size: int) -> bytes:
    """``size`` bytes of nothing, deflated, made without ever holding them."""
    packer, parts = zlib.compressobj(9, zlib.DEFLATED, -15), []
    for _ in range(size // limits.MIB):
        parts.append(packer.compress(bytes(limits.MIB)))
    return b"".join([*parts, packer.flush()])


def with_part(data: bytes, name: str, packed: bytes, said: int) -> bytes:
    """A package with one more part: ``packed`` as it is, and a directory that says it unpacks to ``said`` bytes."""
    raw = name.encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(packed), said, len(raw), 0) + raw + packed
    at = data.rindex(b"PK\5\6")
    _, disk, start, _, count, size, offset, _ = struct.unpack("<4s4H2LH", data[at : at + 22])
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(packed), said, len(raw), 0, 0, 0, 0, 0, offset
    )
    directory = data[offset : offset + size] + entry + raw
    end = struct.pack("<4s4H2LH", b"PK\5\6", disk, start, count + 1, count + 1, len(directory), offset + len(local), 0)
    return data[:offset] + local + directory + end


def test_a_part_that_says_it_unpacks_to_gigabytes_is_refused(read: Read) -> None:
    bomb = with_part(small(), "xl/media/a.xml", zeros(16 * limits.MIB), 3_000_000_000)
    assert "unpacks to far more than it shows" in refused(read, bomb)


@pytest.mark.parametrize("said", [10, 16 * limits.MIB])
def test_a_part_that_lies_about_its_size_is_refused(read: Read, said: int) -> None:
    bomb = with_part(small(), "xl/media/a.xml", zeros(100 * limits.MIB), said)
    assert len(bomb) < limits.MIB
    assert "unpacks to far more than it shows" in refused(read, bomb)
    little = with_part(small(), "xl/media/a.xml", zeros(2 * limits.MIB), said)
    assert "is said to hold" in refused(read, little) or "Bad CRC" in refused(read, little)


def test_a_part_that_packs_a_thousand_to_one_is_refused(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(100 * limits.MIB))
    assert "Found: 104,857,600 bytes from " in refused(read, stream.getvalue())


def test_an_archive_in_an_archive_is_not_opened(read: Read) -> None:
    inner = zeros(16 * limits.MIB)
    for _ in range(5):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("a.zip", inner)
        inner = stream.getvalue()
    assert "damaged, locked by a password, or no workbook" in refused(read, inner)


def test_a_package_of_very_many_parts_is_refused(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(limits.MOST_PARTS + 1):
            package.writestr(f"xl/{number}.xml", b"")
    assert "unpacks to far more" in refused(read, stream.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(read: Read) -> None:
    stream = io.BytesIO(small())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
    assert "two parts of one name" in refused(read, stream.getvalue())


def test_a_long_text_that_a_million_cells_share_costs_the_worker_not_the_build(tmp_path: Path) -> None:
    """A shared string of 30,000 letters in each of 300,000 cells: 9 GB once laid out, 1 MB on the disk."""
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    rows = b"".join(row % (n, n) for n in range(1, 300_001))

    def sheet(xml: bytes) -> bytes:
        start = xml.index(b"<sheetData>") + len(b"<sheetData>")
        return xml[:start] + rows + xml[xml.index(b"</sheetData>") :]

    data = changed(xlsx(lambda book: book.add_worksheet().write(0, 0, "x" * 30_000)), sheet1=sheet)
    assert len(data) < 4 * limits.MIB
    guard = Guard(memory=512 * limits.MIB, seconds=SECONDS)
    try:
        with pytest.raises(UnreadableFile, match=r"memory|brings the program that reads it down"):
            guard.read("workbook", data, "ก.xlsx")
        assert guard.read("workbook", small(), "ข.xlsx")
    finally:
        guard.stop()


# -- XML that expands, or asks for other files ---------------------------------------------------------------------

LAUGHS = '<!DOCTYPE lol [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
SECRET = "ความลับของเครื่องนี้"


def entities(path: Path, xml: bytes) -> dict[str, bytes]:
    """Prologues that declare what must not be expanded."""
    return {
        "laughs": (LAUGHS + "]>").encode(),
        "file": f'<!DOCTYPE x [<!ENTITY j SYSTEM "{path.as_uri()}">]>'.encode(),
        "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{path.as_uri()}"> %p;]>'.encode(),
        "elsewhere": b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    }


@pytest.mark.parametrize("kind", ["laughs", "file", "parameter", "elsewhere"])
@pytest.mark.parametrize("part", ["sharedStrings", "sheet1", "workbook", "styles"])
def test_a_workbook_that_declares_entities_is_refused(read: Read, tmp_path: Path, kind: str, part: str) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    prologue = entities(tmp_path / "secret", b"")[kind]

    def declare(xml: bytes) -> bytes:
        at = xml.index(b"?>") + 2
        return xml[:at] + prologue + xml[at:].replace("จังหวัด".encode(), b"&j;")

    told = refused(read, changed(small(), **{part: declare}))
    assert "declares XML entities or a document type" in told
    assert SECRET not in told


def test_an_ods_that_declares_entities_is_refused(read: Read) -> None:
    table = f'<table:table table:name="a"><table:table-row>{text_cell("&j;")}</table:table-row></table:table>'
    assert "declares XML entities" in refused(read, ods(table, LAUGHS + "]>"), "ส่งมา.ods")


def test_entities_of_a_web_page_stay_text(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    for prologue in entities(tmp_path / "secret", b"").values():
        page = prologue + b"<table><tr><td>&j;</td><td>&amp;</td></tr></table>"
        (sheet,) = read(page, "ส่งมา.xls")
        assert sheet.cells[0, 0].startswith("&j")
        assert sheet.cells[0, 1] == "&"


# -- sheets that reach further than they hold ----------------------------------------------------------------------


def test_a_format_that_reaches_to_the_last_row_and_column_costs_nothing(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page, bold = book.add_worksheet("ก"), book.add_format({"bold": True})
        for r in range(10):
            page.write_row(r, 0, ["ตรัง", r])
        page.set_column(0, LAST_COLUMN, 12, bold)
        page.write_blank(LAST_ROW, LAST_COLUMN, None, bold)

    (sheet,) = read(xlsx(fill))
    assert sheet.cells.shape == (10, 2)


def test_an_ods_whose_blank_rows_and_columns_go_on_to_the_end_is_cropped(read: Read) -> None:
    blanks = '<table:table-cell table:number-columns-repeated="16383"/>'
    table = (
        f'<table:table table:name="a"><table:table-row>{text_cell("ตรัง")}{blanks}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048575">{blanks}</table:table-row></table:table>'
    )
    (sheet,) = read(ods(table), "ส่งมา.ods")
    assert sheet.cells.tolist() == [["ตรัง"]]


def test_formulas_copied_down_to_the_last_row_without_a_value_are_cropped(read: Read) -> None:
    """What an office makes by filling a column down: 400,000 formulas, ten of them with a value."""
    row = '<row r="{0}"><c r="A{0}" t="str"><f>IF(B{0}="","",B{0})</f><v>{1}</v></c></row>'
    rows = "".join(row.format(n, n if n < 11 else "") for n in range(1, 400_001)).encode()
    widest = b'<row r="1"><c r="A1" t="str"><v>1</v></c><c r="AZ1" t="str"><v>2</v></c></row>'

    def fill(xml: bytes) -> bytes:
        start, end = xml.index(b"<sheetData>") + 11, xml.index(b"</sheetData>")
        return xml[:start] + widest + rows[rows.index(b'<row r="2"') :] + xml[end:]

    (sheet,) = read(changed(small(), sheet1=fill))
    assert sheet.cells.shape == (10, 52)
    assert sheet.cells[0, [0, 51]].tolist() == ["1", "2"]
    assert sheet.cells[9, 0] == "10"


def test_a_stray_cell_in_the_last_corner_is_refused_by_name_before_the_sheet_is_laid_out(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("ยอดขาย")
        page.write(0, 0, "ตรัง")
        page.write(LAST_ROW, LAST_COLUMN, "x")

    told = refused(read, xlsx(fill))
    assert "Found: 1,048,576 rows of 16,384 columns, as far as ยอดขาย." in told
    assert "Select the empty rows and columns after the table, delete them" in told


@pytest.mark.parametrize("place", [(LAST_ROW, 0), (0, LAST_COLUMN)])
def test_a_stray_cell_at_one_end_is_read(read: Read, place: tuple[int, int]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "ตรัง")
        page.write(*place, "x")

    (sheet,) = read(xlsx(fill))
    assert (sheet.cells[0, 0], sheet.cells[place]) == ("ตรัง", "x")


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (99_999_999_999, 3), (1_048_576, 100)])
def test_an_ods_that_repeats_a_value_without_end_is_refused(read: Read, rows: int, columns: int) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
    table = (
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">{cell}'
        "</table:table-row></table:table>"
    )
    assert "reaches over more than 20,000,000 cells" in refused(read, ods(table), "ส่งมา.ods")


def test_an_xls_with_a_cell_in_its_last_corner_is_read(read: Read) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    page.write(0, 0, "ตรัง")
    page.write(9, 255, "x")
    stream = io.BytesIO()
    book.save(stream)
    (sheet,) = read(stream.getvalue(), "ส่งมา.xls")
    assert sheet.cells.shape == (10, 256)


def test_merged_areas_that_overlap_over_and_over_are_refused(read: Read) -> None:
    def merge(xml: bytes) -> bytes:
        many = b'<mergeCell ref="A1:XFD1048576"/>' * 5000
        return xml.replace(b"</sheetData>", b'</sheetData><mergeCells count="5000">' + many + b"</mergeCells>")

    data = changed(xlsx(lambda book: book.add_worksheet().write_row(0, 0, ["ตรัง", 1, 2])), sheet1=merge)
    assert "merged areas of the sheet overlap" in refused(read, data)


# -- web pages and JSON --------------------------------------------------------------------------------------------


def test_spans_reach_no_further_than_their_table(read: Read) -> None:
    page = "<table><tr><td rowspan='999999999' colspan='2'>ก</td></tr><tr><td>ข</td></tr></table>"
    (sheet,) = read(page.encode(), "ส่งมา.xls")
    assert sheet.cells.shape == (2, 3)
    assert sheet.merged == ((0, 0, 1, 1),)


def test_spans_that_would_fill_a_machine_are_refused(read: Read) -> None:
    line = "<tr>" + "<td rowspan=65534 colspan=1000>ก</td>" * 30 + "</tr>"
    assert "as far as table1" in refused(read, f"<table>{line * 1000}</table>".encode(), "ส่งมา.xls")


def test_a_table_that_is_never_closed_is_read(read: Read) -> None:
    (sheet,) = read("<table><tr><td>ตรัง<td>1<tr><td>ตราด<td>2".encode() * 3, "ส่งมา.xls")
    assert "ตราด" in str(sheet.cells)


@pytest.mark.parametrize("tag", ["div", "table", "table><tr><td"])
def test_a_web_page_of_thirty_thousand_levels_is_refused_or_read(read: Read, tag: str) -> None:
    page = f"<{tag}>" * 30_000 + "ตรัง<table><tr><td>ตรัง</td></tr></table>"
    try:
        assert read(page.encode(), "ส่งมา.html")
    except UnreadableFile as error:
        assert error.do


def test_scripts_of_a_web_page_do_not_run_and_markup_stays_text(read: Read) -> None:
    page = "<table><tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td onclick='x()'>ตรัง</td></tr></table>"
    (sheet,) = read(page.encode(), "ส่งมา.xls")
    assert sheet.cells.tolist() == [["<script>alert(1)</script>", "ตรัง"]]


def test_json_of_a_hundred_thousand_levels_is_refused(read: Read) -> None:
    assert "nested more deeply" in refused(read, b'[{"a":' * 100_000, "ส่งมา.json")
    assert "nested more deeply" in refused(read, b"[" * 1_000_000, "ส่งมา.json")


def test_json_whose_records_share_no_heading_is_refused(read: Read) -> None:
    records = [{f"h{n}": 1} for n in range(20_000)]
    assert "reaches over more than 20,000,000 cells" in refused(read, json.dumps(records).encode(), "ส่งมา.json")


def test_numbers_of_json_that_no_cell_holds_become_text(read: Read) -> None:
    (sheet,) = read(b'[{"a": ' + b"9" * 400 + b', "b": 1e999, "c": -Infinity, "d": NaN, "e": 12}]', "ส่งมา.json")
    assert sheet.cells[1].tolist() == ["9" * 400, "inf", "-inf", "", 12]


def test_half_letters_of_json_can_be_written(read: Read) -> None:
    (sheet,) = read(b'{"\\ud800": [{"a\\udfff": "\\ud83d!"}]}', "ส่งมา.json")
    assert [sheet.name, *sheet.cells.ravel()] == ["?", "a?", "?!"]


# -- text ----------------------------------------------------------------------------------------------------------


def in_bounds(data: bytes, tmp_path: Path, mebibytes: int) -> str:
    """What reading ``data`` as text gives in a fresh process that may take ``mebibytes`` and no more."""
    path = tmp_path / "ส่งมา.csv"
    path.write_bytes(data)
    program = f"""
import re, sys
from pathlib import Path
from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading.sheets import read_sheets
try:
    print([sheet.cells.shape for sheet in read_sheets(Path(sys.argv[1]), "ส่งมา.csv")])
except UnreadableFile as error:
    print(error)
# Of this process alone: what getrusage tells begins with the size of the process that started it.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
assert peak < {mebibytes}, peak
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, str(path)], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is told by a module of Unix")
@pytest.mark.parametrize("kind", ["one line", "one cell", "one quotation mark", "commas", "zeros", "wide and long"])
def test_text_made_to_swell_is_refused_or_read_in_little_memory(kind: str, tmp_path: Path) -> None:
    size = {"commas": 24, "one cell": 12}.get(kind, 8) * limits.MIB
    data = {
        "one line": b"ab," * (size // 3),
        "one cell": b"a" * size,
        "one quotation mark": b'a,"b\n' + b"c,d\n" * (size // 4),
        "commas": b"," * size,
        "zeros": bytes(size),
        "wide and long": b"a," * 1_000_000 + b"\n" + b"a\n" * 1_000_000,
    }[kind]
    started = time.monotonic()
    told = in_bounds(data, tmp_path, 1000)
    assert time.monotonic() - started < SECONDS
    assert told.startswith("[(") if kind in ("one line", "one quotation mark") else "ส่งมา.csv: " in told


@pytest.mark.parametrize("name", ["ส่งมา.csv", "ส่งมา.json", "ส่งมา.xls"])
def test_zero_bytes_among_the_cells_do_no_harm(read: Read, name: str) -> None:
    for data in (GOOD.encode().replace(b"7", b"\0"), b"\0\0\0" + GOOD.encode(), GOOD.encode() + bytes(5000)):
        try:
            read(data, name)
        except UnreadableFile as error:
            assert error.do


# -- files that are not what they are called -----------------------------------------------------------------------


def locked_container() -> bytes:
    """What a workbook locked by a password looks like: a container whose directory names the locked package."""
    sector = bytes(510)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + sector[:504]
    return head + "Root Entry".encode("utf-16-le") + sector + "EncryptedPackage".encode("utf-16-le") + sector


def locked_xls() -> bytes:
    """A workbook of the old kind whose stream says that it is locked."""
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "x")
    stream = io.BytesIO()
    book.save(stream)
    data = bytearray(stream.getvalue())
    at = data.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0005)) + 20  # after the record that opens the book
    data[at : at + 6] = struct.pack("<HHH", 0x002F, int.from_bytes(data[at + 2 : at + 4], "little"), 0)
    return bytes(data)


RENAMED = {
    "pdf.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 50, "not a table but a document"),
    "exe.xls": (b"MZ\x90\x00\x03" + bytes(range(256)) * 20, "program"),
    "elf.csv": (b"\x7fELF\x02\x01\x01" + bytes(200), "program"),
    "gz.csv": (b"\x1f\x8b\x08\x00" + bytes(50), "archive"),
    "locked.xlsx": (locked_container(), "locked by a password"),
    "locked.xls": (locked_xls(), "locked by a password"),
    "half.xlsx": (small()[: len(small()) // 2], "damaged"),
    "tail.xlsx": (small()[len(small()) // 2 :], "The text "),
    "word.xlsx": (small().replace(b"xl/workbook.xml", b"xx/workbook.xml"), "No sheet holds a single cell"),
}


@pytest.mark.parametrize("name", list(RENAMED))
def test_a_file_called_what_it_is_not_is_refused(read: Read, name: str) -> None:
    data, told = RENAMED[name]
    assert told in refused(read, data, name)


@pytest.mark.parametrize("name", ["ก.csv", "ก.xlsx", "ก.pdf", "ก"])
def test_a_table_is_read_whatever_it_is_called(read: Read, name: str) -> None:
    for data in (GOOD.encode(), small(), f"<table><tr><td>{GOOD}</td></tr></table>".encode()):
        assert read(data, name)


def test_every_truncation_of_a_workbook_is_refused_in_our_words(read: Read) -> None:
    whole = small()
    for end in range(4, len(whole), 97):
        refused(read, whole[:end])


def test_formulas_are_not_run_and_their_stored_results_are_what_is_read(read: Read) -> None:
    live = ['=cmd|"/c calc"!A0', '=HYPERLINK("http://192.0.2.1","x")', '=WEBSERVICE("http://192.0.2.1")', "@SUM(1)"]

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("a")
        for r, formula in enumerate(live):
            page.write_string(r, 0, formula)
            page.write_formula(r, 1, "=1+1", None, r)

    (sheet,) = read(xlsx(fill))
    assert sheet.cells.tolist() == [[formula, r] for r, formula in enumerate(live)]


# -- hidden things, errors of ods ----------------------------------------------------------------------------------


def test_hidden_sheets_rows_and_columns_are_read_and_known(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("เปิด").write(0, 0, "x")
        page = book.add_worksheet("ซ่อน")
        page.hide()
        for r in range(6):
            page.write_row(r, 0, [r, r, r, r])
        page.set_column(1, 2, None, None, {"hidden": True})
        for r in (3, 4, 900):
            page.set_row(r, None, None, {"hidden": True})

    shown, hidden = read(xlsx(fill))
    assert (shown.is_hidden, shown.hidden_rows, shown.hidden_columns) == (False, (), ())
    assert (hidden.is_hidden, hidden.hidden_rows, hidden.hidden_columns) == (True, (3, 4), (1, 2))
    assert hidden.cells[:, 1].tolist() == list(range(6))


def test_hidden_rows_and_columns_and_error_cells_of_an_ods(read: Read) -> None:
    error = (
        '<table:table-cell table:formula="of:=#REF!" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>{}</text:p></table:table-cell>'
    )
    row = "<table:table-row{}>{}</table:table-row>".format
    table = (
        '<table:table table:name="a"><table:table-column/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/>'
        + row("", text_cell("ตรัง") * 3)
        + row(' table:visibility="filter" table:number-rows-repeated="2"', error.format("#REF!") + text_cell("x"))
        + row("", text_cell("y") + error.format("#DIV/0!"))
        + "</table:table>"
    )
    (sheet,) = read(ods(table), "ส่งมา.ods")
    assert sheet.cells[1:].tolist() == [["#REF!", "x", ""], ["#REF!", "x", ""], ["y", "#DIV/0!", ""]]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((1, 2), (1, 2))


def test_what_is_hidden_in_a_table_is_told(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("ก")
        page.hide()
        book.add_worksheet("ว่าง").activate()
        for r, row in enumerate(line.split(",") for line in GOOD.splitlines()):
            page.write_row(r, 0, row)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})

    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/ก.xlsx").write_bytes(xlsx(fill))
    build(tmp_path / "raw", tmp_path / "processed")
    data = Processed(tmp_path / "processed")
    assert data.read("otop_sales")["sales_baht"].sum() == 15
    told = data.problems().query("rule == 'hidden'")
    assert sorted(told["value"]) == ["2", "C", "ก"]
    assert set(told["severity"]) == {"info"}


# -- the process that reads ----------------------------------------------------------------------------------------


@pytest.fixture
def guard() -> Iterator[Guard]:
    one = Guard(seconds=SECONDS, memory=256 * limits.MIB)
    yield one
    one.stop()


def process_of(guard: Guard) -> int:
    assert guard._process is not None
    return guard._process.pid


def test_one_process_reads_all_files(guard: Guard) -> None:
    guard.read("workbook", small(), "ก.xlsx")
    first = process_of(guard)
    for _ in range(50):
        guard.read("workbook", small(), "ก.xlsx")
        with pytest.raises(UnreadableFile):
            guard.read("workbook", b"PK\3\4", "ข.xlsx")
    assert process_of(guard) == first


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux bounds the address space")
def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_is_read(guard: Guard) -> None:
    records = json.dumps([{"a": "x" * 40, "b": n} for n in range(600_000)])
    with pytest.raises(UnreadableFile, match=r"takes more than 256 MiB of memory|brings the program"):
        guard.read("json", records, "ก.json")
    (sheet,) = guard.read("json", '[{"a": 1}]', "ข.json") or []
    assert sheet.cells.tolist() == [["a"], [1]]


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    guard = Guard(seconds=0.05)
    try:
        with pytest.raises(UnreadableFile, match=r"takes longer than 0\.05 seconds\."):
            guard.read("json", json.dumps([{"a": n} for n in range(300_000)]), "ก.json")
        guard.seconds = SECONDS
        assert guard.read("json", '[{"a": 1}]', "ข.json")
    finally:
        guard.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
def test_a_process_that_was_killed_is_replaced(guard: Guard) -> None:
    guard.read("json", '[{"a": 1}]', "ก.json")
    os.kill(process_of(guard), 9)
    time.sleep(0.1)
    assert guard.read("json", '[{"a": 1}]', "ข.json")


def test_stopping_leaves_no_process_behind(guard: Guard) -> None:
    guard.read("json", '[{"a": 1}]', "ก.json")
    process = guard._process
    guard.stop()
    assert process is not None
    assert process.returncode is not None
    assert guard.read("json", '[{"a": 1}]', "ข.json")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_fork_starts_a_process_of_its_own() -> None:
    assert read_guarded("json", '[{"a": 1}]', "ก.json")
    mine = guard_module._guard._process
    child = os.fork()
    if not child:
        try:
            good = bool(read_guarded("json", '[{"a": 2}]', "ข.json")) and guard_module._guard._process is not mine
            guard_module._guard.stop()
            os._exit(0 if good else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    (sheet,) = read_guarded("json", '[{"a": 3}]', "ค.json") or []
    assert sheet.cells.tolist() == [["a"], [3]]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interrupted_or_finished_program_leaves_no_reader_behind(tmp_path: Path) -> None:
    program = """
import sys, signal, os
from cdd_analysis.ingest.reading import guard
guard.read_guarded("json", '[{"a": 1}]', "x")
print(guard._guard._process.pid, flush=True)
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests were started from
if sys.argv[1] == "interrupted":
    os.kill(os.getpid(), signal.SIGINT)
"""
    for how, code in (("interrupted", -2), ("finished", 0)):
        done = subprocess.run([sys.executable, "-W", "error", "-c", program, how], capture_output=True, text=True)
        assert done.returncode == code
        assert "Warning" not in done.stderr
        time.sleep(0.05)
        with pytest.raises(ProcessLookupError):
            os.kill(int(done.stdout), 0)


def test_a_folder_of_hostile_files_builds_what_is_good(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, (data, _) in RENAMED.items():
        (raw / name).write_bytes(data)
    (raw / "bomb.xlsx").write_bytes(with_part(small(), "xl/a.xml", zeros(100 * limits.MIB), 10))
    (raw / "deep.json").write_bytes(b"[" * 500_000)
    (raw / "ดี.csv").write_text(GOOD, encoding="utf-8")
    started = time.monotonic()
    report = build(raw, tmp_path / "processed")
    assert time.monotonic() - started < SECONDS
    assert {one.file for one in report.failed} == {*RENAMED, "bomb.xlsx", "deep.json"}
    assert all(one.error for one in report.failed)
    assert Processed(tmp_path / "processed").read("otop_sales")["sales_baht"].sum() == 15


def test_the_bounds_stand_in_one_place_and_fit_a_small_machine() -> None:
    assert np.prod((LAST_ROW + 1, 15)) < limits.MOST_CELLS, "a table with a column filled down to the last row is read"
    assert limits.MOST_MEMORY <= 2 * 1024 * limits.MIB


# -- containers of old workbooks -----------------------------------------------------------------------------------


def old_workbook(cells: int = 400) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for r in range(cells):
        page.write(r, 0, f"ตรัง {r}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def where_sectors_follow(data: bytes) -> int:
    """Where the container's table of following sectors begins."""
    return (struct.unpack_from("<I", data, 76)[0] + 1) * 512


@pytest.mark.parametrize("target", [0, 1, 5])
def test_sectors_that_run_in_a_circle_are_refused_before_a_reader_follows_them(read: Read, target: int) -> None:
    data = bytearray(old_workbook())
    assert len(read(bytes(data), "ส่งมา.xls")[0].cells) == 400
    struct.pack_into("<I", data, where_sectors_follow(data) + 4 * 5, target)
    assert "its sectors run in a circle" in refused(read, bytes(data), "ส่งมา.xls")


def test_a_list_of_tables_that_follows_itself_is_refused(read: Read) -> None:
    data = bytearray(old_workbook())
    struct.pack_into("<I", data, 68, 2)  # the first list of tables stands in sector 2 …
    struct.pack_into("<I", data, 3 * 512 + 508, 2)  # … and the next one there too
    assert "its sectors run in a circle" in refused(read, bytes(data), "ส่งมา.xls")


@pytest.mark.parametrize("end", [8, 100, 511, 512, 700, 1500])
def test_an_old_workbook_that_breaks_off_is_refused(read: Read, end: int) -> None:
    refused(read, old_workbook()[:end], "ส่งมา.xls")


def test_a_package_whose_packing_is_damaged_is_refused_by_a_build_too(tmp_path: Path) -> None:
    """The build looks into packages for returned fix lists before it reads them."""
    data = bytearray(small())
    at = data.index(b"xl/workbook.xml") + len(b"xl/workbook.xml") + 4
    data[at : at + 40] = bytes(40)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/เสีย.xlsx").write_bytes(data)
    report = build(tmp_path / "raw", tmp_path / "processed")
    assert [one.file for one in report.failed] == ["เสีย.xlsx"]
