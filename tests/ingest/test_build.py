"""A folder of raw files -> ``data/processed``: what is read, what is passed over, what fails and what does not."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from cdd_analysis.errors import NoData
from cdd_analysis.ingest.build import SAMPLE_MARK, FileReport, build, raw_files
from cdd_analysis.ingest.merging.combine import account_is_closed

Build = Callable[..., Any]
ONE = """จังหวัดตรัง ข้อมูล ณ วันที่ 12 มกราคม 2565
อำเภอ | ต.ค. 64 | พ.ย. 64 | รวม
กันตัง | 1,234.50 | - | 1,234.50
รวม | 1,234.50 | | 1,234.50"""
OTHER = "ชื่อ | ที่อยู่ | เมื่อไร\nก | ข | ค"
TWO = "จังหวัด | เดือน | ยอดขาย (พันบาท) | หมายเหตุ\nตราด | ต.ค. 64 | 7 | ส่งช้า\nตราด | พ.ย. 64 | ๘.๕ | ก้ำกึ่ง"


def as_text(text: str) -> str:
    """A typed-out sheet as csv."""
    stream = io.StringIO()
    csv.writer(stream).writerows([cell.strip() for cell in line.split("|")] for line in text.splitlines())
    return stream.getvalue()


def as_xlsx(text: str) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Sheet1")
    for r, line in enumerate(text.splitlines()):
        for c, cell in enumerate(line.split("|")):
            figure = cell.strip().replace(",", "")
            if figure.isascii() and figure.replace(".", "", 1).isdigit():
                page.write_number(r, c, float(figure))
            elif figure:
                page.write_string(r, c, cell.strip())
    book.close()
    return stream.getvalue()


def tables(one: Any) -> dict[str, list[dict[str, Any]]]:
    """Every table without its provenance, problems and ledger without theirs."""
    found = {name: one.table(name) for name in one.report.tables}
    found |= {"problems": one.data.problems(), "ledger": one.data.ledger()}
    return {name: plain(frame) for name, frame in found.items()}


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    kept = frame.drop(columns=[c for c in frame if c.startswith("source_") or c == "merged_from"])
    return sorted(kept.astype(object).where(kept.notna(), None).to_dict("records"), key=str)


FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: as_text(text).encode("utf-8"),
    "utf-8 with BOM": lambda text: as_text(text).encode("utf-8-sig"),
    "cp874": lambda text: as_text(text).encode("cp874"),
    "utf-16": lambda text: as_text(text).encode("utf-16"),
    "xlsx": as_xlsx,
}


@pytest.mark.parametrize("form", FORMS)
def test_encodings_and_workbooks_give_identical_tables(built: Build, form: str) -> None:
    first = built({"ก.csv": FORMS["utf-8"](ONE), "ข.csv": FORMS["utf-8"](TWO)}, "plain")
    other = built({"ก.dat": FORMS[form](ONE), "ข.dat": FORMS[form](TWO)}, "other")
    assert len(first.table("otop_sales")) == 3
    assert first.table("otop_sales")["sales_baht"].sum() == 1234.5 + 15500
    assert tables(other) == tables(first)


def test_the_order_of_files_does_not_matter(built: Build) -> None:
    first = built({"1.csv": ONE, "2.csv": TWO, "3.csv": ONE}, "first")
    other = built({"3.csv": TWO, "2.csv": ONE, "1.csv": ONE}, "other")
    assert tables(other) == tables(first)


def test_files_are_read_recursively_and_droppings_passed_over(tmp_path: Path) -> None:
    for name in (
        "ข.csv",
        "อำเภอ/ก.csv",
        "README.md",
        "อำเภอ/README",
        ".ซ่อน.csv",
        ".git/ค.csv",
        "~$ง.xlsx",
        "Thumbs.db",
        "อำเภอ/desktop.ini",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in raw_files(tmp_path)] == ["ข.csv", "อำเภอ/ก.csv"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "เก็บไว้"
    for folder in (raw, outside):
        folder.mkdir()
        (folder / "ดี.csv").write_bytes(FORMS["utf-8"](TWO))
    (raw / "ลิงก์.csv").symlink_to(outside / "ดี.csv")
    (raw / "ขาด.csv").symlink_to(tmp_path / "ไม่มี.csv")
    (raw / "แฟ้ม").symlink_to(outside, target_is_directory=True)
    (raw / "วน").symlink_to(raw, target_is_directory=True)
    report = build(raw, tmp_path / "processed")
    assert [one.file for one in report.files if not one.error] == ["ดี.csv"]
    refused = {one.file: one.error for one in report.failed}
    assert set(refused) == {"ลิงก์.csv", "ขาด.csv", "แฟ้ม", "วน"}
    assert set(refused.values()) == {
        "This is a symbolic link; files behind links are not read. Copy the file itself into the folder."
    }


def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names on this platform")
    os.mkfifo(tmp_path / "ท่อ.csv")
    (tmp_path / "ดี.csv").write_bytes(FORMS["utf-8"](TWO))
    report = build(tmp_path, tmp_path / ".processed")
    assert [one.file for one in report.failed] == ["ท่อ.csv"]
    assert report.failed[0].error.startswith("This is a pipe, device or folder, not a file.")
    assert len(report.files) == 2


def test_a_file_name_that_is_no_text_is_read_under_a_name_that_can_be_written(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"80_\xe4\xbf.csv")).write_bytes(FORMS["utf-8"](TWO))
    except (OSError, UnicodeError):
        pytest.skip("this file system knows no such names")
    report = build(tmp_path, tmp_path / ".processed")
    assert [(one.file, one.error) for one in report.files] == [("80_??.csv", "")]


def test_a_file_that_fails_is_named_and_the_others_are_built(built: Build) -> None:
    one = built({"ดี.csv": TWO, "เสีย.xlsx": b"PK\x03\x04 broken", "ว่าง.csv": b"", "อื่น.csv": OTHER})
    assert [failed.file for failed in one.report.failed] == ["ว่าง.csv", "อื่น.csv", "เสีย.xlsx"]
    errors = {failed.file: failed.error for failed in one.report.failed}
    assert errors["ว่าง.csv"] == "The file is empty. Ask the office to send it again."
    assert errors["อื่น.csv"].startswith("No table of this package has headings like these. Found: ชื่อ, ที่อยู่, เมื่อไร.")
    assert "damaged, locked by a password" in errors["เสีย.xlsx"]
    assert one.data.built["failed"] == errors
    assert one.data.built["files"] == ["ดี.csv"]
    assert len(one.table("otop_sales")) == 2


def test_a_folder_of_nothing_but_failures_still_builds(built: Build) -> None:
    one = built({"เสีย.csv": b"%PDF-1.7"})
    assert len(one.report.failed) == 1
    assert one.table("otop_sales").empty
    assert one.data.has_data()
    assert one.data.problems().empty


def test_a_sheet_that_is_no_table_of_ours_does_not_cost_its_neighbours(built: Build) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, text in (("ข้อมูล", TWO), ("คำอธิบาย", "หัวข้อ | ความหมาย | ผู้รับผิดชอบ\nก | ข | ค")):
        page = book.add_worksheet(name)
        for r, line in enumerate(text.splitlines()):
            page.write_row(r, 0, [cell.strip() for cell in line.split("|")])
    book.close()
    one = built({"สองแผ่น.xlsx": stream.getvalue()})
    (report,) = one.report.files
    assert report.error.startswith("สองแผ่น.xlsx [คำอธิบาย]: No table of this package")
    assert (report.sheets, report.rows_kept) == (2, 2)
    assert len(one.table("otop_sales")) == 2


def test_problem_rows_alone_are_no_failure(built: Build) -> None:
    one = built({"ก.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | ห้า\nดาวอังคาร | ต.ค. 64 | 1"})
    assert one.report.failed == []
    (report,) = one.report.files
    assert (report.rows_read, report.rows_kept, report.problems) == (3, 0, 3)
    assert one.rules() == ["no_value", "unknown_area", "unreadable_number"]
    assert account_is_closed(one.data.ledger()).all()


def test_an_empty_folder_is_told_apart_from_files_without_data(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("วางไฟล์ที่นี่", encoding="utf-8")
    with pytest.raises(NoData, match=r"There is no file to read\. Put files there, or run 'cdd sample'"):
        build(tmp_path, tmp_path / "processed")


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    (tmp_path / "ก.csv").write_bytes(FORMS["utf-8"](TWO))
    told: list[FileReport] = []
    report = build(tmp_path, tmp_path.parent / "processed", progress=told.append)
    assert told == report.files
    assert told[0] == FileReport("ก.csv", sheets=1, rows_read=3, rows_kept=2, problems=0)


def test_raw_files_are_left_as_they_were(built: Build) -> None:
    content = FORMS["cp874"](ONE)
    one = built({"ก.csv": content})
    assert (one.raw / "ก.csv").read_bytes() == content


def test_the_same_folder_builds_the_same_bytes(built: Build) -> None:
    files = {"ก.csv": ONE, "ข.csv": TWO}
    first, other = built(files, "first"), built(files, "other")
    for path in first.processed.rglob("*.parquet"):
        assert path.read_bytes() == (other.processed / path.relative_to(first.processed)).read_bytes()


def test_made_up_folders_are_noted(built: Build) -> None:
    one = built({f"ตัวอย่าง/{SAMPLE_MARK}": b"x", "ตัวอย่าง/ก.csv": ONE, "จริง/ข.csv": TWO})
    assert one.data.built["sample_folders"] == ["ตัวอย่าง/"]
    assert one.data.is_sample()
    assert one.data.is_sample(["ตัวอย่าง/ก.csv"])
    assert not one.data.is_sample(["จริง/ข.csv"])


def test_a_whole_raw_folder_may_be_made_up(built: Build) -> None:
    assert built({SAMPLE_MARK: b"x", "ก.csv": ONE}).data.is_sample()


def test_controls_of_a_sheet_belong_to_its_year_and_province(built: Build) -> None:
    one = built({"ก.csv": ONE.replace("1,234.50 | - | 1,234.50", "1,234.50 | - | 1,234.00")})
    off = one.control().query("difference != 0")
    assert sorted(off["difference"]) == [-0.5, 0.5]
    assert set(zip(off["fiscal_year"], off["province_code"], strict=True)) == {(2565, "92")}
    assert {"ก.csv"} == set(off["source_file"])
    controls = one.data.problems(["92"]).query("rule == 'control'")
    assert len(controls) == len(off)


def test_problems_and_ledger_read_province_by_province(built: Build) -> None:
    one = built({"ก.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | ห้า\nตราด | ต.ค. 64 | หก\nตราด | ต.ค. 64 | 1"})
    assert set(one.data.problems(["92"])["province_code"]) == {"92"}
    assert set(one.data.problems(["23", "92"])["value"].dropna()) == {"ห้า", "หก"}
    assert len(one.data.problems(["80"])) == 0
