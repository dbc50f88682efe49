"""What a page says of the one before it: another day, new files, revised files, another method, told apart."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from cdd_analysis.page import Page, since

SHEET = {
    "table": "otop_sales",
    "source_file": "ส่งมา/ขาย.xlsx",
    "source_sheet": "1",
    "rows_read": 40.0,
    "baht_kept": 9e6,
}
MEASURE = {"id": "T3.1", "title": "ยอดจำหน่ายสะสม", "value": 2e6, "unit": "บาท", "status": "red"}
RECORD: dict[str, Any] = {
    "as_of": "2022-01-12",
    "measures": [MEASURE, {**MEASURE, "id": "T3.2", "title": "ผู้ผลิต", "value": 12.0, "unit": "ราย", "status": "green"}],
    "sheets": [SHEET],
    "settings": {"shared.small_base": "30"},
    "versions": {"cdd_analysis": "0.1.0"},
}
KEY = {"library": "a", "tables": {"otop_sales": "1", "ledger": "x"}}


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "note.json"


def compared(note: Path, now: dict[str, Any], key: dict[str, Any], last: dict[str, Any]) -> since.Since | None:
    since.write_note(note, last, key)
    told = json.loads(note.read_text(encoding="utf-8"))
    return since.since(since.remembered(now, told["made"]), told)


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(RECORD), **parts}


def test_the_first_page_and_one_made_again_have_nothing_to_say(note: Path) -> None:
    assert compared(note, RECORD, KEY, {}) is None
    assert compared(note, RECORD, KEY, {**RECORD, "key": KEY}) is None
    assert compared(note, RECORD, {**KEY, "library": "b"}, {**RECORD, "key": KEY}) is None
    assert compared(note, RECORD, {**KEY, "tables": {**KEY["tables"], "ledger": "y"}}, {**RECORD, "key": KEY}) is None


def test_a_new_file_is_new_data_and_figures_stand_before_and_after(note: Path) -> None:
    late = {**SHEET, "source_file": "ส่งมา/ขาย ลานสกา.xlsx"}
    now = changed(sheets=[SHEET, late], measures=[{**MEASURE, "value": 3e6, "status": "green"}, RECORD["measures"][1]])
    found = compared(note, now, {**KEY, "tables": {"otop_sales": "2"}}, {**RECORD, "key": KEY})
    assert found is not None
    assert found.new == ["ได้รับเพิ่ม 1 ไฟล์: ขาย ลานสกา.xlsx"]
    assert (found.day, found.revised, found.method) == ("", [], [])
    table = found.table()
    assert table is not None and table.caption == "ตัวเลขที่เปลี่ยน เพราะข้อมูลใหม่"
    assert table.rows[0][:4] == ("ยอดจำหน่ายสะสม (ล้านบาท)", "2.00", "3.00", "+1.00")
    assert "ตามแผน" in table.rows[0][4] and "เดิม เร่งด่วน" in table.rows[0][4]
    assert len(table.rows) == 1


def test_a_file_that_says_something_else_is_revised_data(note: Path) -> None:
    now = changed(sheets=[{**SHEET, "baht_kept": 8e6}])
    found = compared(note, now, {**KEY, "tables": {"otop_sales": "2"}}, {**RECORD, "key": KEY})
    assert found is not None and found.revised == ["ไฟล์ที่เนื้อหาเปลี่ยน 1 ไฟล์: ขาย.xlsx"]
    assert found.new == [] and found.table() is None


def test_a_value_revised_without_another_row_or_sum_is_still_told(note: Path) -> None:
    found = compared(note, RECORD, {**KEY, "tables": {"otop_sales": "2"}}, {**RECORD, "key": KEY})
    assert found is not None and len(found.revised) == 1 and "มีค่าที่แก้ไข" in found.revised[0]


def test_a_file_that_is_gone_is_told(note: Path) -> None:
    found = compared(note, changed(sheets=[]), KEY, {**RECORD, "key": KEY})
    assert found is not None and found.new == ["ไม่มีแล้ว 1 ไฟล์: ขาย.xlsx"]


def test_method_is_settings_and_a_program_that_gives_other_figures(note: Path) -> None:
    now = changed(settings={"shared.small_base": "20"}, versions={"cdd_analysis": "0.2.0"})
    found = compared(note, now, {**KEY, "library": "b"}, {**RECORD, "key": KEY})
    assert found is not None and found.method == ["ค่าที่ตั้งไว้ shared.small_base: 30 → 20"]
    now["measures"] = [{**MEASURE, "value": 3e6}, RECORD["measures"][1]]
    found = compared(note, now, {**KEY, "library": "b"}, {**RECORD, "key": KEY})
    assert found is not None and found.method[1] == "ชุดคำนวณ cdd_analysis รุ่น 0.1.0 → 0.2.0"
    assert found.causes == "วิธีคำนวณ"


def test_several_causes_are_not_told_apart_by_guessing(note: Path) -> None:
    now = changed(as_of="2022-02-12", measures=[{**MEASURE, "value": 3e6}], settings={"shared.small_base": "20"})
    found = compared(note, now, KEY, {**RECORD, "key": KEY})
    assert found is not None
    assert found.day == "จากวันที่ 12 มกราคม 2565 เป็นวันที่ 12 กุมภาพันธ์ 2565"
    assert found.causes == "วันที่รายงาน และวิธีคำนวณ แยกจากกันไม่ได้"
    table = found.table()
    assert table is not None and table.rows[1][1:4] == ("12", "–", "–")


def test_a_page_made_again_is_compared_with_what_the_page_before_was(note: Path) -> None:
    older = since.remembered(changed(as_of="2021-12-31"), {"library": "a", "tables": {"otop_sales": "1"}})
    found = compared(note, RECORD, KEY, {**RECORD, "key": KEY, "before": older})
    assert found is not None and found.before == older
    later = compared(note, changed(as_of="2022-02-12"), KEY, {**RECORD, "key": KEY, "before": older})
    assert later is not None and later.before["as_of"] == "2022-01-12"


def test_the_section_escapes_and_outside_a_batch_compares_with_nothing(
    full_page: Page, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ยังไม่มีฉบับก่อน" in full_page.changes().html
    last = {**RECORD, "key": KEY, "sheets": [{**SHEET, "source_file": "<b>x.xlsx"}]}
    since.write_note(note, last, KEY)
    monkeypatch.setenv(since.NOTE, str(note))
    html = full_page.changes().html
    assert 'data-cdd="changes"' in html and "&lt;b&gt;x" in html and "<b>x" not in html
    assert full_page.record().record["before"]["as_of"] == "2022-01-12"
