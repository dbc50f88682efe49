"""Input tables of topic 8, the Click ชุมชน platform (handbook 9.2: assumed until the platform's export is seen)."""

from __future__ import annotations

from cdd_analysis.datasets.rules import at_most
from cdd_analysis.datasets.table import Column, Kind, Table, chosen, count, person

# The export of the platform's content: a row per item, with who keeps it.
ITEMS = Table(
    name="click_items",
    title="รายการข้อมูลและบริการใน Click ชุมชน",
    row="an item (a village, product, group, place, leader or service) on the platform",
    year=None,
    key=("item_id",),
    columns=(
        Column("item_id", Kind.CODE, "รหัสรายการ", ("รหัสข้อมูล", "รหัสชุดข้อมูล"), required=True),
        Column("item_name", Kind.TEXT, "ชุดข้อมูล/บริการ", ("ชื่อรายการ", "ชุดข้อมูล")),
        chosen(
            "item_type",
            "ประเภทรายการ",
            "ประเภทข้อมูล",
            choices={
                "village": ("หมู่บ้าน",),
                "product": ("ผลิตภัณฑ์",),
                "group": ("กลุ่ม",),
                "attraction": ("แหล่งท่องเที่ยว",),
                "leader": ("ผู้นำ", "ผู้นำชุมชน"),
                "service": ("บริการ",),
            },
        ),
        Column("linked_id", Kind.CODE, "รหัสอ้างอิงทะเบียน", ("รหัสที่เชื่อมโยง",)),
        Column("has_detail", Kind.PRESENCE, "รายละเอียด", ("รายละเอียดข้อมูล",)),
        Column("has_image", Kind.PRESENCE, "รูปภาพ", ("ภาพประกอบ",)),
        Column("has_contact", Kind.PRESENCE, "ช่องทางติดต่อ", ("ข้อมูลติดต่อ",)),
        Column("has_location", Kind.PRESENCE, "พิกัด", ("ที่ตั้ง",)),
        Column("updated_date", Kind.DATE, "วันที่ปรับปรุง", ("วันที่ปรับปรุงล่าสุด", "ปรับปรุงล่าสุด"), required=True),
        person("owner_id", "ผู้รับผิดชอบ", "ผู้รับผิดชอบข้อมูล", hashed=True),
        person("backup_id", "ผู้รับผิดชอบสำรอง", "ผู้ปฏิบัติแทน", hashed=True),
    ),
)

# The platform's usage figures by area and month.
USAGE = Table(
    name="click_usage",
    title="สถิติการใช้งาน Click ชุมชน รายเดือน",
    row="an area x month",
    is_area=True,
    merged=True,
    key=("area", "fiscal_year", "month"),
    rules=(at_most("requests_closed", "requests"), at_most("returning_users", "users")),
    one_of=(("users", "clicks", "requests"),),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        count("users", "จำนวนผู้เข้าใช้ (คน)", "จำนวนผู้เข้าใช้", "ผู้เข้าใช้", flow="flow"),
        count("returning_users", "ผู้ใช้ซ้ำ (คน)", "ผู้ใช้ซ้ำ", flow="flow"),
        count("clicks", "คำค้น/คลิก (ครั้ง)", "คำค้น/คลิก", "จำนวนคลิก", flow="flow"),
        count("requests", "คำขอรับบริการ (รายการ)", "คำขอรับบริการ", flow="flow"),
        count("requests_closed", "คำขอที่ปิดแล้ว (รายการ)", "คำขอที่ปิดแล้ว", "คำขอที่แล้วเสร็จ", flow="flow"),
        Column("median_close_days", Kind.NUMBER, "มัธยฐานวันที่ใช้ปิดคำขอ (วัน)", ("ระยะเวลาปิดคำขอ (วัน)",), least=0),
        count("publicity_count", "ช่องทางประชาสัมพันธ์ (ครั้ง)", "ประชาสัมพันธ์ (ครั้ง)", "การประชาสัมพันธ์", flow="flow"),
    ),
)

TABLES = (ITEMS, USAGE)
