"""Input tables of topic 2, โคก หนอง นา and sufficiency-economy villages (handbook 4.2).

``fiscal_year`` of a plot is the year of its budget (the handbook's ``budget_fy``), whenever the work was done.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cdd_analysis.datasets.rules import RowRule, at_most, needs
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count, person, share

STREAMS = {
    "NTA_LOAN": (
        "พัฒนาพื้นที่ต้นแบบการพัฒนาคุณภาพชีวิตตามหลักทฤษฎีใหม่ ประยุกต์สู่ “โคก หนอง นา โมเดล”",
        "โครงการพัฒนาพื้นที่ต้นแบบการพัฒนาคุณภาพชีวิตตามหลักทฤษฎีใหม่ ประยุกต์สู่ “โคก หนอง นา โมเดล”",
        "พื้นที่ต้นแบบ",
        "เงินกู้",
        "งบเงินกู้",
    ),
    "SEV": (
        "พัฒนาหมู่บ้านเศรษฐกิจพอเพียง",
        "โครงการพัฒนาหมู่บ้านเศรษฐกิจพอเพียง",
        "พัฒนาศูนย์เรียนรู้ทฤษฎีใหม่รูปแบบ “โคก หนอง นา โมเดล”",
        "หมู่บ้านเศรษฐกิจพอเพียง",
    ),
}
#: Levels of a sufficiency-economy village, by how many of 23 indicators it passes.
LEVELS = {
    "1": ("พออยู่ พอกิน", "1"),
    "2": ("อยู่ดี กินดี", "2"),
    "3": ("มั่งมี ศรีสุข", "3"),
    "0": ("ไม่ผ่าน", "0"),
}


def level_of(passed: pd.Series, core: pd.Series) -> pd.Series:
    """The level that indicators give (handbook T2.10): every core one and 10 to 16, 17 to 22, or all 23."""
    level = pd.cut(passed, [-np.inf, 9, 16, 22, np.inf], labels=["0", "1", "2", "3"]).astype("str")
    return level.where(core >= 10, "0")


_SPENT = (("disbursed_baht",), ("allocated_baht",))

# From the plot register (handbook 4.2) and the monitoring sheet of a provincial office (SOURCES.md, topic 2).
PLOTS = Table(
    name="plots",
    title="ทะเบียนแปลง โคก หนอง นา",
    row="a plot, in the stream that paid for it",
    key=("stream", "plot_id"),
    rules=(
        at_most("disbursed_baht", "allocated_baht"),  # G7
        at_most("returned_baht", "allocated_baht"),
        needs("dig_status", ("done",), "accepted_date", "{dig_status} แต่ไม่มี {accepted_date} โปรดเติมวันที่หรือแก้สถานะ"),
        RowRule(
            "progress_is_not_of_the_status",
            ("progress_pct", "dig_status"),
            lambda rows: (
                (rows["dig_status"].ne("done") | rows["progress_pct"].ge(100))
                & (rows["dig_status"].ne("not_started") | rows["progress_pct"].le(0))
            ),
            "{progress_pct} ไม่ตรงกับ {dig_status} โปรดตรวจสอบกับต้นทาง",
        ),
    ),
    one_of=(("dig_status", "progress_pct", "plot_type"),),
    columns=(
        Column("plot_id", Kind.CODE, "รหัสแปลง", ("เลขที่แปลง", "รหัสแปลงที่ดิน"), required=True),
        chosen("stream", "แหล่งงบ/โครงการ", "โครงการ", "แหล่งงบประมาณ", "แหล่งงบ", choices=STREAMS),
        Column("phase", Kind.COUNT, "ระยะที่", ("ระยะ",), least=1, most=2),
        person("owner_name", "ชื่อเจ้าของแปลง", "เจ้าของแปลง", "ชื่อ-สกุล", "ชื่อ - สกุล เจ้าของแปลง"),
        person("house_id", "เลขรหัสประจำบ้าน", "รหัสประจำบ้าน", "รหัสบ้าน", hashed=True),
        person("phone", "เบอร์โทรศัพท์", "โทรศัพท์"),
        chosen(
            "plot_type",
            "ประเภทแปลง",
            "ประเภท",
            choices={
                "HLM": ("HLM", "ครัวเรือนต้นแบบ", "ครัวเรือนต้นแบบ (HLM)"),
                "CLM": ("CLM", "พื้นที่เรียนรู้ชุมชนต้นแบบ", "พื้นที่เรียนรู้ชุมชนต้นแบบ (CLM)"),
                "centre": ("ศูนย์เรียนรู้",),
            },
        ),
        Column("area_rai", Kind.NUMBER, "ขนาด (ไร่)", ("ขนาดพื้นที่", "ขนาดแปลง", "พื้นที่ (ไร่)"), least=0.25, most=15),
        Column("design_ratio", Kind.RATIO, "แบบแปลน/อัตราส่วน", ("แบบแปลน", "อัตราส่วน", "แบบแปลนมาตรฐาน")),
        chosen(
            "dig_status",
            "สถานะการขุด/ปรับพื้นที่",
            "สถานะการขุด",
            "สถานะการขุดปรับพื้นที่",
            "ผลการขุดปรับพื้นที่",
            choices={
                "not_started": ("ยังไม่เริ่ม", "ยังไม่ดำเนินการ"),
                "in_progress": ("อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ"),
                "done": ("แล้วเสร็จ", "ขุดปรับพื้นที่เสร็จเรียบร้อยแล้ว", "เสร็จเรียบร้อยแล้ว", "ดำเนินการแล้วเสร็จ"),
                "cancelled": ("ยกเลิก/คืนงบ", "ยกเลิก", "คืนงบ", "คืนงบประมาณ"),
            },
        ),
        share("progress_pct", "ร้อยละความก้าวหน้า", "ความก้าวหน้า", "ความก้าวหน้า (ร้อยละ)"),
        baht("allocated_baht", "งบที่ได้รับ (บาท)", "งบประมาณที่ได้รับ", "งบจัดสรร", "จัดสรร", "ได้รับจัดสรร", "งบประมาณ"),
        baht("committed_baht", "ก่อหนี้ (PO) (บาท)", "ก่อหนี้ผูกพัน", "ก่อหนี้ (PO)", "PO", flow="cumulative"),
        baht("disbursed_baht", "เบิกจ่าย (บาท)", "ผลการเบิกจ่าย", "เบิกจ่ายแล้ว", "เบิกจ่าย", flow="cumulative"),
        baht("returned_baht", "ส่งคืน (บาท)", "ส่งคืนกรม", "เงินส่งคืน", "ส่งคืน", flow="cumulative"),
        share("disburse_pct", "ร้อยละเบิกจ่าย", "ร้อยละการเบิกจ่าย", of=_SPENT),
        baht("supervisor_fee_baht", "ค่าควบคุมงาน (บาท)", "ค่าผู้ควบคุมงาน", "ค่าคุมงาน"),
        Column("accepted_date", Kind.DATE, "วันตรวจรับ", ("วันที่ตรวจรับ",)),
        count("trained", "อบรมผู้เข้าร่วม (คน)", "ผู้ผ่านการอบรม", "อบรม (คน)"),
        count("activity_count", "กิจกรรมเอามื้อสามัคคี (ครั้ง)", "เอามื้อสามัคคี (ครั้ง)", flow="cumulative"),
        Column("last_activity_date", Kind.DATE, "วันที่เอามื้อสามัคคีล่าสุด", ("วันที่จัดกิจกรรมล่าสุด",)),
        count("visit_count", "เยี่ยมแปลง (ครั้ง)", "การเยี่ยมแปลง (ครั้ง)", flow="cumulative"),
        Column("last_visit_date", Kind.DATE, "วันที่เยี่ยมแปลงล่าสุด", ("วันที่เยี่ยมแปลง", "เยี่ยมแปลงล่าสุด")),
        Column("is_learning_centre", Kind.FLAG, "ยกระดับเป็นศูนย์เรียนรู้", ("เป็นศูนย์เรียนรู้",)),
        count("bases", "ฐานเรียนรู้ (ฐาน)", "จำนวนฐานเรียนรู้"),
        count("learners", "ผู้เข้าเรียนรู้ (คน)", "ผู้เข้าศึกษาเรียนรู้", flow="cumulative"),
        Column("network_member", Kind.FLAG, "สมาชิกเครือข่ายระดับอำเภอ", ("เครือข่ายระดับอำเภอ", "เป็นสมาชิกเครือข่าย")),
        baht("expense_cut_baht", "ลดรายจ่าย (บาท/เดือน)", "ลดรายจ่าย", additive=False),
        baht("income_add_baht", "เพิ่มรายได้ (บาท/เดือน)", "เพิ่มรายได้", additive=False),
        Column("lat", Kind.NUMBER, "ละติจูด", ("lat", "latitude", "พิกัด (ละติจูด)"), least=5.5, most=20.5),
        Column("lon", Kind.NUMBER, "ลองจิจูด", ("lon", "long", "longitude", "พิกัด (ลองจิจูด)"), least=97, most=106),
    ),
)

# From the follow-up of sufficiency-economy villages (handbook 4.2): 4 areas, 23 indicators, GVH, 6x2.
SUFFICIENCY_VILLAGES = Table(
    name="sufficiency_villages",
    title="ผลการพัฒนาหมู่บ้านเศรษฐกิจพอเพียง",
    row="a sufficiency-economy village x fiscal year",
    is_area=True,
    key=("area", "village_name", "fiscal_year"),
    rules=(
        at_most("core_pass_count", "ind_pass_count"),
        at_most("hh_target", "hh_total"),
        at_most("hh_above_line", "hh_total"),
        RowRule(  # T2.10
            "level_is_not_of_the_indicators",
            ("level_reported", "ind_pass_count", "core_pass_count"),
            lambda rows: rows["level_reported"] == level_of(rows["ind_pass_count"], rows["core_pass_count"]),
            "{level_reported} ไม่ตรงกับ {ind_pass_count} และ {core_pass_count} โปรดตรวจสอบระดับหรือจำนวนตัวชี้วัด",
        ),
    ),
    one_of=(("village_name", "moo", "village"), ("ind_pass_count", "level_reported", "gvh_after")),
    columns=(
        Column("village_name", Kind.TEXT, "ชื่อหมู่บ้าน", ("หมู่บ้าน", "บ้าน")),
        Column("target_year", Kind.YEAR, "ปีเป้าหมาย", ("ปีที่เป็นหมู่บ้านเป้าหมาย",)),
        count(
            "ind_pass_count",
            "จำนวนตัวชี้วัดที่ผ่าน (จาก 23)",
            "ตัวชี้วัดที่ผ่าน",
            "ผ่านตัวชี้วัด (ตัวชี้วัด)",
            most=23,
            additive=False,
        ),
        count(
            "core_pass_count",
            "จำนวนตัวชี้วัดหลักที่ผ่าน (จาก 10)",
            "ตัวชี้วัดหลักที่ผ่าน",
            "ผ่านตัวชี้วัดหลัก",
            most=10,
            additive=False,
        ),
        chosen("level_reported", "ระดับหมู่บ้านที่รายงาน", "ระดับการพัฒนา", "ระดับหมู่บ้าน", "ระดับ", choices=LEVELS),
        Column("gvh_before", Kind.NUMBER, "GVH ก่อน", ("ค่า GVH ก่อน", "ความสุขมวลรวมก่อน"), least=0, most=100),
        Column("gvh_after", Kind.NUMBER, "GVH หลัง", ("ค่า GVH หลัง", "ความสุขมวลรวมหลัง"), least=0, most=100),
        count("hh_total", "ครัวเรือนทั้งหมด", "จำนวนครัวเรือนทั้งหมด"),
        count("hh_target", "ครัวเรือนต้นแบบ", "ครัวเรือนเป้าหมาย", "จำนวนครัวเรือนต้นแบบ"),
        count("hh_above_line", "ครัวเรือนที่ผ่านเกณฑ์รายได้", "ครัวเรือนผ่านเกณฑ์รายได้ จปฐ."),
        Column("six_by_two_pass", Kind.FLAG, "ผ่านตัวชี้วัด 6x2", ("ผ่าน 6x2", "6x2", "ผ่านตัวชี้วัด 6 x 2")),
    ),
)

TABLES = (PLOTS, SUFFICIENCY_VILLAGES)
