"""Units and scales that stand beside a number in a cell, or in a heading.

Only words listed here count as units: what follows a number and is not known makes the cell unreadable, so that
``12 ม.ค.`` or ``500 โดยประมาณ`` is never taken for a plain figure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cdd_analysis.thai.text import clean

PERCENT = frozenset({"%", "ร้อยละ", "เปอร์เซ็นต์", "เปอร์เซนต์", "percent"})

_WORDS = """
บาท คน ราย รายการ ท่าน ครัวเรือน ครัว ครอบครัว หลังคาเรือน หลัง หมู่บ้าน หมู่ บ้าน ตำบล อำเภอ จังหวัด
เขต แขวง ภาค ประเทศ ชุมชน เทศบาล แปลง ไร่ งาน ตร.ว. ตรว. ตร.วา ตารางวา วา ตร.ม. ตรม. ตารางเมตร ตร.กม.
ตารางกิโลเมตร ลบ.ม. ลูกบาศก์เมตร เมตร ม. กม. กิโลเมตร ซม. เซนติเมตร กก. ก.ก. กิโลกรัม กรัม ตัน ลิตร กลุ่ม แห่ง
จุด ศูนย์ กองทุน โครงการ กิจกรรม รุ่น ครั้ง หน ชิ้น ชนิด ประเภท ผลิตภัณฑ์ สินค้า รายสินค้า ร้าน ร้านค้า ราย/กลุ่ม
ผู้ประกอบการ ผู้ผลิต ผู้ค้า กลุ่ม/ราย องค์กร องค์การ เครือข่าย หน่วยงาน หน่วย บริษัท สมาคม สหกรณ์ วิสาหกิจ
วัน เดือน ปี สัปดาห์ ชั่วโมง ชม. นาที ไตรมาส งวด รอบ สัญญา ฉบับ เรื่อง ข้อ คดี บัญชี ชุด ตัว ต้น ผืน ผืน/ชุด เล่ม หน้า
แผ่น ใบ บาน บ่อ สระ คัน ลำ เครื่อง ระบบ เว็บไซต์ ช่องทาง ช่อง เส้น สาย คู่ โหล กล่อง ถุง ขวด กระปุก ห่อ ซอง ม้วน
ก้อน ดอก ผล ลูก ฟอง หัว คะแนน ระดับ ดาว อันดับ ลำดับ ขั้น เท่า ตัวชี้วัด แผน แผนงาน หลักสูตร ทุน รางวัล
สมาชิก กรรมการ อาสาสมัคร ตำแหน่ง อัตรา ทีม ชมรม โรงเรียน วัด ตลาด ฟาร์ม เมนู สูตร ลาย ครัวเรือนเป้าหมาย
เวที แบบ แอปพลิเคชัน ล็อก บูธ
"""
UNITS = frozenset(_WORDS.split())

_POWERS = {"ล้านล้าน": 12, "ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3, "million": 6, "thousand": 3}
_POWERS |= {f"{word}ล้าน": 6 + power for word, power in {"สิบ": 1, "ร้อย": 2, "พัน": 3, "หมื่น": 4, "แสน": 5}.items()}
_SCALE = re.compile(f"({'|'.join(sorted(_POWERS, key=len, reverse=True))}) ?(.*)", re.IGNORECASE)
_ABBREVIATED = {"ลบ.": "ล้านบาท", "ล.บ.": "ล้านบาท", "พันบ.": "พันบาท", "บ.": "บาท", "฿": "บาท", "THB": "บาท"}
_PARTS = re.compile(r" ?/ ?| ?ต่อ ?")


def _is_unit(text: str) -> bool:
    return text in UNITS or all(part in UNITS for part in _PARTS.split(text))


@lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[str, int] | None:
    """Unit and power of ten that a text names (``ล้านบาท`` is บาท and 6); None where it is neither.

    ``text`` is cleaned. A scale may stand alone (``1.5 ล้าน``); its unit is then empty.
    """
    text = _ABBREVIATED.get(text.upper(), text)
    if not text:
        return None
    if text.lower() in PERCENT or _is_unit(text):
        return text, 0
    found = _SCALE.fullmatch(text)
    if not found or (found[2] and not _is_unit(found[2])):
        return None
    return found[2], _POWERS[found[1].lower()]


_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ANNOUNCED = re.compile(r"หน่วย(?:นับ)? ?[:：=] ?([^\s()\[\],;|]+)")
_LABEL = re.compile(r"^(?:หน่วย(?:นับ)?|เป็น) ?[:：=]? ?")
# Without brackets a heading names its unit only as its last word, and not after a figure ("เกิน 1 ล้านบาท").
_LAST_WORD = re.compile(
    r"(?:^|(?<![\d.])[\s|_]|(?<=มูลค่า)|(?<=ยอดขาย)|(?<=จำหน่าย)|(?<=รายได้)|(?<=งบประมาณ)|(?<=จำนวน))"
    r"((?:(?:ร้อย|สิบ)?ล้าน|แสน|หมื่น|พัน)?(?:บาท|คน|ราย|ครัวเรือน|ไร่|แปลง|แห่ง|ชิ้น|ผืน|ครั้ง))$"
)
_RATE = re.compile(r"ร้อยละ|เปอร์เซ็นต์|%")


def _heading_unit(heading: str) -> tuple[str, int]:
    text = clean(heading)
    for written in (*_ANNOUNCED.findall(text), *reversed(_BRACKETED.findall(text)), *_LAST_WORD.findall(text)):
        if unit := read_unit(_LABEL.sub("", written.strip())):
            return unit
    rate = _RATE.search(text)
    return (rate[0], 0) if rate else ("", 0)


def unit_of(heading: str) -> str:
    """Unit a heading names, without its scale: ``มูลค่า (ล้านบาท)`` gives บาท; empty where it names none."""
    return _heading_unit(heading)[0]


def scale_of(heading: str) -> float:
    """Factor by which the figures under a heading are to be multiplied: 1e6 for ``ล้านบาท``, 1e3 for ``พันบาท``.

    A unit in brackets decides over words of the heading, so ``กองทุนเงินล้าน (บาท)`` is 1.
    """
    return float(10 ** _heading_unit(heading)[1])
