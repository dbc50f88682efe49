"""Input tables of topic 7, wearing Thai cloth (handbook 9.1)."""

from __future__ import annotations

from cdd_analysis.datasets.agreements import Agreement
from cdd_analysis.datasets.rules import at_most, needs
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count

AGENCY_TYPES = {
    "government": ("ส่วนราชการ", "หน่วยงานราชการ", "ราชการ"),
    "local": ("อปท.", "องค์กรปกครองส่วนท้องถิ่น", "ท้องถิ่น"),
    "school": ("โรงเรียน", "สถานศึกษา"),
    "state_enterprise": ("รัฐวิสาหกิจ",),
    "private": ("เอกชน", "ภาคเอกชน"),
}

# The report of provinces on the measure of 9 June 2563 (handbook 9.1); headings assumed there.
AGENCIES = Table(
    name="cloth_agencies",
    title="ผลการรณรงค์สวมใส่ผ้าไทยของหน่วยงาน รายเดือน",
    row="an agency x month; a row without an agency speaks for its whole area",
    key=("area", "fiscal_year", "month", "agency"),
    rules=(
        at_most("wearers", "staff"),
        needs("announced", (True,), "announced_date", "{announced} แต่ไม่มี {announced_date} โปรดเติมวันที่หรือแก้เป็นไม่มี"),
    ),
    one_of=(("announced", "days_per_week", "wearers", "cloth_sales_baht", "contest_pieces"),),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        Column("agency_id", Kind.CODE, "รหัสหน่วยงาน"),
        Column("agency", Kind.TEXT, "หน่วยงาน", ("ชื่อหน่วยงาน",)),
        chosen("agency_type", "ประเภทหน่วยงาน", choices=AGENCY_TYPES),
        Column("announced", Kind.FLAG, "มีประกาศ/มาตรการ", ("ประกาศ/มาตรการ", "มีประกาศ", "มีมาตรการ")),
        Column("announced_date", Kind.DATE, "วันที่ประกาศ"),
        Column("days_per_week", Kind.COUNT, "จำนวนวัน/สัปดาห์", ("วัน/สัปดาห์", "จำนวนวันต่อสัปดาห์"), least=0, most=7),
        count("wearers", "ผู้สวมใส่ (คน)", "จำนวนผู้สวมใส่", flow="stock"),
        count("staff", "บุคลากรทั้งหมด (คน)", "บุคลากรทั้งหมด", "บุคลากร", flow="stock"),
        count("campaign_count", "กิจกรรมรณรงค์ (ครั้ง)", "กิจกรรมรณรงค์"),
        count("participants", "ผู้เข้าร่วมกิจกรรม (คน)", "ผู้เข้าร่วม"),
        count("producers", "ผู้ผลิตผ้า (กลุ่ม/ราย)", "ผู้ผลิตผ้า", flow="stock"),
        baht("cloth_sales_baht", "ยอดจำหน่ายผ้า (บาท)", "ยอดจำหน่ายผ้าและเครื่องแต่งกาย", "ยอดขายผ้า"),
        baht("sales_target_baht", "เป้าหมายยอดจำหน่ายผ้า (บาท)"),
        count("contest_pieces", "ผ้าส่งประกวด (ผืน)", "ผ้าที่ส่งประกวด"),
        count("contest_target", "เป้าหมาย (ผืน)", "เป้าหมายผ้าส่งประกวด (ผืน)"),
    ),
)

TABLES = (AGENCIES,)

AGREEMENTS = (
    Agreement(  # T7.5: double counting, or producers outside OTOP, are for people to explain
        "cloth_agencies",
        "otop_sales",
        (("cloth_sales_baht", "sales_baht"),),
        level="district",
        by=("fiscal_year", "month"),
        what="ยอดจำหน่ายผ้า เทียบยอดจำหน่าย OTOP ประเภทผ้าและเครื่องแต่งกาย",
        computed_where={"category": "cloth"},
        computed_level="district",
    ),
)
