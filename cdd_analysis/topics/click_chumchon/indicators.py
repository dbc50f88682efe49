"""Measures T8.1 to T8.8 as data, and what every item of the platform should say."""

from __future__ import annotations

from cdd_analysis.measures.scorecard import Indicator, Light

#: What every item should say (handbook 9.2: required fields).
FIELDS = {
    "item_name": "ชื่อรายการ",
    "has_detail": "รายละเอียด",
    "has_image": "รูปภาพ",
    "has_contact": "ช่องทางติดต่อ",
    "has_location": "พิกัด",
    "owner_id": "ผู้รับผิดชอบ",
}
_D = "assumption-D"

INDICATORS = (
    Indicator(
        "T8.1-items", "รายการข้อมูลใน Click ชุมชน", "รายการ", "items", table="click_items", source=_D,
        definition="จำนวนรายการในบัญชีล่าสุดของแพลตฟอร์ม ไม่เกินวันที่ของหน้านี้",
    ),
    Indicator(
        "T8.1", "ความครอบคลุม: หมู่บ้านที่มีข้อมูล", "ร้อยละ", "covered", "villages", "หมู่บ้าน", "click_items",
        Light("click_chumchon.covered", most=100), rule="uncovered_villages", stake=("uncovered", "หมู่บ้าน"),
        question="{area}จะเพิ่มข้อมูลหมู่บ้านที่ยังไม่มีให้ครบเมื่อใด", source=_D,
        definition="หมู่บ้านที่มีรายการอย่างน้อยหนึ่งรายการ ÷ หมู่บ้านในทะเบียนรายชื่อหมู่บ้าน "
        "(จังหวัดที่ไม่มีทะเบียนใช้ตำบลแทน ไม่นับชุมชนในเขตเทศบาล และไม่นับอำเภอที่ไม่มีรายการเลย)",
    ),
    Indicator(
        "T8.2", "ความครบถ้วนของข้อมูล", "ร้อยละ", "filled", "cells", "ช่อง", "click_items",
        Light("click_chumchon.complete"), rule="incomplete_items", stake=("blank", "ช่อง"),
        question="{area}ยังขาดข้อมูลช่องใดมากที่สุด ใครเป็นผู้เติม และจะครบเมื่อใด", source=_D,
        definition="ช่องที่กรอกแล้ว ÷ (รายการ × ช่องที่ต้องมี) ช่องที่ต้องมีคือ" + " ".join(FIELDS.values()),
    ),
    Indicator(
        "T8.3", "ความเป็นปัจจุบัน", "ร้อยละ", "fresh", "items", "รายการ", "click_items",
        Light("click_chumchon.fresh"), rule="stale_items", stake=("stale", "รายการ"),
        question="{area}หยุดปรับปรุงเพราะเหตุใด ใครปรับปรุงแทนได้ และจะปรับปรุงครบเมื่อใด", source=_D,
        definition="รายการที่ปรับปรุงภายในจำนวนวันที่กำหนด (fresh_days) ก่อนวันที่ของหน้านี้ ÷ รายการทั้งหมด "
        "รายการที่ไม่มีวันที่ไม่นับว่าเป็นปัจจุบัน",
    ),
    Indicator(
        "T8.3-age", "มัธยฐานอายุข้อมูล", "วัน", "age", table="click_items", adds=False, key=False, source=_D,
        definition="มัธยฐานของจำนวนวันตั้งแต่ปรับปรุงล่าสุดถึงวันที่ของหน้านี้ ของรายการที่มีวันที่",
    ),
    Indicator(
        "T8.4", "การใช้ประโยชน์: ผู้เข้าใช้สะสม", "คน", "users", table="click_usage", source=_D,
        definition="ผลรวมผู้เข้าใช้รายเดือน ผู้ที่เข้าใช้หลายเดือนนับทุกเดือน",
    ),
    Indicator(
        "T8.4-rate", "ผู้เข้าใช้ต่อประชากร", "คนต่อ 1,000 คน", "users", "persons", "คน", "click_usage", per=1000.0,
        key=False, source=_D,
        definition="ผู้เข้าใช้สะสม ÷ คนที่สำรวจ จปฐ. ปีล่าสุด × 1,000 ใช้คนที่สำรวจแทนประชากร เพราะไม่มีตารางประชากร",
    ),
    Indicator(
        "T8.4-return", "ผู้ใช้ซ้ำ", "ร้อยละ", "returning_users", "users", "คน", "click_usage", key=False, source=_D,
        definition="ผู้ใช้ซ้ำ ÷ ผู้เข้าใช้ ผลรวมของเดือนที่รายงาน",
    ),
    Indicator(
        "T8.5", "คำขอที่แล้วเสร็จ", "ร้อยละ", "requests_closed", "requests", "รายการ", "click_usage",
        Light("click_chumchon.closed", most=100), rule="requests_open", stake=("open", "รายการ"),
        question="{area}มีคำขอเรื่องใดที่ยังไม่ปิด ติดขัดที่หน่วยงานใด และประชาชนได้รับแจ้งแล้วหรือไม่", source=_D,
        definition="คำขอที่ปิดแล้ว ÷ คำขอที่รับ ผลรวมของเดือนที่รายงานทั้งสองช่อง",
    ),
    Indicator(
        "T8.5-days", "วันที่ใช้ปิดคำขอ", "วัน", "close_mean", table="click_usage", adds=False, key=False, source=_D,
        definition="ค่าเฉลี่ยถ่วงด้วยจำนวนคำขอที่ปิด ของมัธยฐานวันปิดคำขอที่รายงานรายเดือน (ไม่มีวันของคำขอเป็นรายคำขอ)",
    ),
    Indicator(
        "T8.6", "การเชื่อมโยงกับทะเบียน", "ร้อยละ", "linked", "linkable", "รายการ", "click_items",
        Light("click_chumchon.linked"), rule="unlinked_items", stake=("unlinked", "รายการ"),
        question="{area}ใช้รหัสใดกับรายการเหล่านี้ และจะแก้ให้ตรงกับทะเบียนเมื่อใด", source=_D,
        definition="รายการที่รหัสอ้างอิงตรงกับทะเบียนหมู่บ้าน OTOP หรือกลุ่ม ÷ รายการที่ตรวจได้ "
        "ผลิตภัณฑ์และกลุ่มของจังหวัดที่ยังไม่มีทะเบียนตรวจไม่ได้ จึงไม่นับ",
    ),
    Indicator(
        "T8.7", "การประชาสัมพันธ์ต่ออำเภอต่อเดือน", "ครั้ง", "publicity_mean", table="click_usage", adds=False, source=_D,
        definition="จำนวนครั้งที่ประชาสัมพันธ์ ÷ จำนวนอำเภอ-เดือนที่รายงาน",
    ),
    Indicator(
        "T8.7-any", "ประชาสัมพันธ์แล้วอย่างน้อยหนึ่งครั้ง", "ร้อยละ", "publicised", "publicity_told", "อำเภอ", "click_usage",
        Light("click_chumchon.publicised"), key=False, source=_D,
        definition="อำเภอที่ประชาสัมพันธ์อย่างน้อยหนึ่งครั้งตั้งแต่ต้นปีงบประมาณ ÷ อำเภอที่รายงาน มีอำเภอใดเป็นศูนย์ถือว่าต้องเร่ง",
    ),
    Indicator(
        "T8.8", "มีผู้รับผิดชอบสำรอง", "ร้อยละ", "backed", "items", "รายการ", "click_items",
        Light("click_chumchon.backed"), rule="single_owner", stake=("alone", "รายการ"),
        question="ถ้าผู้รับผิดชอบของ{area}ไม่อยู่ ใครปรับปรุงรายการเหล่านี้แทนได้", source=_D,
        definition="รายการที่มีผู้รับผิดชอบและผู้รับผิดชอบสำรองเป็นคนละคน ÷ รายการทั้งหมด",
    ),
)  # fmt: skip
