"""Units and scales in headings and cells."""

import pytest

from cdd_analysis.thai.numbers import scale_of, unit_of
from cdd_analysis.thai.units import read_unit


@pytest.mark.parametrize(
    ("heading", "unit", "scale"),
    [
        ("มูลค่า (ล้านบาท)", "บาท", 1e6),
        ("ยอดขาย (พันบาท)", "บาท", 1e3),
        ("ยอดขาย [พันบาท]", "บาท", 1e3),
        ("หน่วย : ล้านบาท", "บาท", 1e6),
        ("(หน่วย:บาท)", "บาท", 1),
        ("ประชากร (พันคน)", "คน", 1e3),
        ("งบประมาณ (ลบ.)", "บาท", 1e6),
        ("ยอดจำหน่าย ล้านบาท", "บาท", 1e6),
        ("ยอดจำหน่ายล้านบาท", "บาท", 1e6),
        ("ยอดจำหน่าย|ล้านบาท", "บาท", 1e6),
        ("ล้านบาท", "บาท", 1e6),
        ("ยอดเงินคงค้าง\n(บาท)", "บาท", 1),
        ("ตุลาคม 2566\n(บาท)", "บาท", 1),
        ("จำนวน (คน)", "คน", 1),
        ("รายได้ (บาท/คน/ปี)", "บาท/คน/ปี", 1),
        ("คิดเป็นร้อยละ", "ร้อยละ", 1),
        ("ชำระคืน (%)", "%", 1),
        ("ร้อยละของยอดขาย (บาท)", "บาท", 1),
        # not scales: the fund of a million, a threshold
        ("กองทุนเงินล้าน (บาท)", "บาท", 1),
        ("กองทุนเงินล้าน", "", 1),
        ("หมู่บ้านละ 1 ล้านบาท", "", 1),
        ("กลุ่มที่มีรายได้เกิน 1 ล้านบาท (กลุ่ม)", "กลุ่ม", 1),
        # not units
        ("ในประเทศ(ออฟไลน์)", "", 1),
        ("อำเภอ", "", 1),
        ("ผล (1)", "", 1),
        ("", "", 1),
    ],
)
def test_headings(heading: str, unit: str, scale: float) -> None:
    assert (unit_of(heading), scale_of(heading)) == (unit, scale)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("บาท", ("บาท", 0)),
        ("฿", ("บาท", 0)),
        ("THB", ("บาท", 0)),
        ("ร้อยล้านบาท", ("บาท", 8)),
        ("ล้าน", ("", 6)),
        ("ลบ.ม.", ("ลบ.ม.", 0)),
        ("คนต่อปี", ("คนต่อปี", 0)),
        ("ม.ค.", None),
        ("โดยประมาณ", None),
        ("", None),
    ],
)
def test_units_are_known_words_only(text: str, read: tuple[str, int] | None) -> None:
    assert read_unit(text) == read
