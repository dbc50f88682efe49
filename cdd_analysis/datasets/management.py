"""Input tables of emphases 1 and 2: staff who can stand in for each other, auditable money (handbook 2.2, 10).

Advance loans are a table of their own beside budgets: each has its own due date, a budget line has several.
"""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.rules import RowRule, at_most, needs, not_before
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count, person, share

#: The topics of an inspection, as duty lists and instructions name them.
TOPICS = {
    "poverty": ("ขจัดความยากจน", "ขจัดความยากจนและพัฒนาคนทุกช่วงวัย", "ศจพ.", "TPMAP"),
    "khok_nong_na": ("โคก หนอง นา", "โคก หนอง นา โมเดล", "โคก หนอง นา และหมู่บ้านเศรษฐกิจพอเพียง"),
    "otop": ("OTOP", "โอทอป"),
    "grassroots": ("เศรษฐกิจฐานรากและประชารัฐ", "เศรษฐกิจฐานราก", "ประชารัฐ"),
    "kkj": ("กข.คจ.", "โครงการแก้ไขปัญหาความยากจน (กข.คจ.)"),
    "women_fund": ("กองทุนพัฒนาบทบาทสตรี", "กองทุนสตรี"),
    "thai_cloth": ("ผ้าไทย", "สวมใส่ผ้าไทย"),
    "click_chumchon": ("Click ชุมชน", "คลิกชุมชน"),
    "management": ("การบริหารจัดการ", "งานบริหาร"),
}
LEVELS = {
    "subdistrict": ("ตำบล",),
    "district": ("อำเภอ",),
    "province": ("จังหวัด",),
    "department": ("กรม", "ระบบกรม"),
}
#: Where an office is one row among the districts and the province office is another (handbook 1.2).
UNITS = ("หน่วยงาน", "อำเภอ/หน่วยงาน", "หน่วยรับงบประมาณ", "หน่วยเบิกจ่าย")


def _is_left(rows: pd.DataFrame) -> pd.Series[bool]:
    """What remains is what was not disbursed; offices also take off what is committed, returned, or both."""
    off = rows["remaining_baht"] - (rows["allocated_baht"] - rows["disbursed_baht"])
    committed, returned = rows["committed_baht"].fillna(0), rows["returned_baht"].fillna(0)
    ways = (off, off + committed, off + returned, off + committed + returned)
    return pd.concat([way.abs() < 0.015 for way in ways], axis=1).any(axis=1)


# The duty matrix (handbook 10, emphasis 1): who can do what, who was away, which villages were handed over.
STAFF_DUTIES = Table(
    name="staff_duties",
    title="บัญชีมอบหมายงานและผู้ปฏิบัติแทน",
    row="a person x topic",
    key=("fiscal_year", "staff_id", "topic"),
    rules=(not_before("leave_to_date", "leave_from_date"), at_most("villages_handed_over", "villages_assigned")),
    units=UNITS,
    columns=(
        person(
            "staff_id",
            "ชื่อเจ้าหน้าที่",
            "รหัสเจ้าหน้าที่",
            "เจ้าหน้าที่",
            "ชื่อ-สกุล เจ้าหน้าที่",
            hashed=True,
            required=True,
        ),
        Column("position", Kind.TEXT, "ตำแหน่ง"),
        chosen("topic", "ประเด็นงาน", "งานที่รับผิดชอบ", "ประเด็น", "งาน", choices=TOPICS, required=True),
        chosen(
            "duty",
            "บทบาท",
            "หน้าที่",
            choices={
                "owner": ("ผู้รับผิดชอบหลัก", "หลัก", "ผู้รับผิดชอบ"),
                "backup": ("ผู้ปฏิบัติแทน", "สำรอง", "ผู้รับผิดชอบสำรอง"),
                "able": ("ทำได้", "ผ่านการอบรม"),
            },
            required=True,
        ),
        Column("trained_date", Kind.DATE, "วันที่ผ่านการอบรม", ("วันที่อบรม",)),
        Column("leave_from_date", Kind.DATE, "ลาตั้งแต่วันที่", ("วันที่เริ่มลา",), ahead=True),
        Column("leave_to_date", Kind.DATE, "ลาถึงวันที่", ("วันที่สิ้นสุดการลา",), ahead=True),
        count("villages_assigned", "หมู่บ้านที่รับผิดชอบ (แห่ง)", "หมู่บ้านที่รับผิดชอบ"),
        count("villages_handed_over", "หมู่บ้านที่ลงนามรับมอบแล้ว (แห่ง)", "หมู่บ้านที่รับมอบแล้ว"),
        Column("answer_hours", Kind.NUMBER, "เวลาตอบคำขอข้อมูล (ชั่วโมง)", ("เวลาตอบ (ชั่วโมง)",), least=0),
    ),
)

# Budget sheets of a provincial office (SOURCES.md, topic 2 and budgets): one sheet per project or for all of them.
BUDGETS = Table(
    name="budgets",
    title="ผลการเบิกจ่ายงบประมาณรายหน่วยงาน",
    row="a unit (a district office, or the province office itself) x budget line x period",
    is_area=True,
    key=("area", "fiscal_year", "month", "period", "budget_line"),
    rules=(
        at_most("disbursed_baht", "allocated_baht"),  # G7
        RowRule(
            "remaining_is_not_what_is_left",
            ("remaining_baht", "allocated_baht", "disbursed_baht"),
            _is_left,
            "{remaining_baht} ไม่เท่ากับ {allocated_baht} − {disbursed_baht} โปรดตรวจสอบกับต้นทาง",
            beside=("committed_baht", "returned_baht"),
        ),
    ),
    units=UNITS,
    one_of=(("allocated_baht",), ("disbursed_baht", "committed_baht")),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        Column("period", Kind.TEXT, "ไตรมาส", ("งวด", "ห้วงเวลา")),
        Column("budget_category", Kind.TEXT, "หมวดงบประมาณ", ("ประเภทงบประมาณ", "แหล่งงบประมาณ")),
        Column("project_no", Kind.CODE, "รหัสโครงการ", ("ที่โครงการ", "เลขที่โครงการ")),
        Column("budget_line", Kind.TEXT, "โครงการ/กิจกรรม", ("โครงการ", "กิจกรรม", "รายการงบประมาณ")),
        baht("allocated_baht", "จัดสรร (บาท)", "ได้รับจัดสรร", "งบประมาณที่ได้รับ", "งบประมาณที่ได้รับจัดสรร", "งบจัดสรร", "จัดสรร"),
        baht("committed_baht", "ก่อหนี้ผูกพัน (บาท)", "ก่อหนี้ (PO)", "PO", "ก่อหนี้ผูกพัน", flow="cumulative"),
        baht("disbursed_baht", "เบิกจ่าย (บาท)", "ผลการเบิกจ่าย", "เบิกจ่ายแล้ว", "เบิกจ่าย", flow="cumulative"),
        baht("returned_baht", "ส่งคืน (บาท)", "ส่งคืนกรม", "เงินส่งคืน", flow="cumulative"),
        Column(
            "remaining_baht", Kind.BAHT, "คงเหลือ (บาท)", ("งบคงเหลือ", "คงเหลือ"), least=0, additive=True, flow="stock"
        ),
        share(
            "disburse_pct",
            "ร้อยละการเบิกจ่าย",
            "ร้อยละเบิกจ่าย",
            of=(("disbursed_baht",), ("allocated_baht",)),
        ),
        count("plots", "จำนวนแปลง (แปลง)", "จำนวนแปลง"),
        baht("supervisor_fee_baht", "ค่าควบคุมงาน (บาท)", "ค่าผู้ควบคุมงาน"),
        Column("documents_complete", Kind.FLAG, "เอกสารครบถ้วน", ("เอกสารครบ", "ตรวจเอกสาร")),
        Column("score", Kind.NUMBER, "คะแนน (0-5)", ("คะแนน",), least=0, most=5),
    ),
)

# Advance-loan contracts of staff (สัญญายืมเงิน), for the score of handbook 2.2 (G8) and emphasis 2 (E2.1).
ADVANCES = Table(
    name="advance_loans",
    title="ทะเบียนคุมสัญญายืมเงินราชการ",
    row="an advance-loan contract",
    key=("fiscal_year", "contract_id"),
    rules=(
        at_most("cleared_baht", "advance_baht"),
        not_before("due_date", "advance_date"),
        not_before("cleared_date", "advance_date"),
    ),
    units=UNITS,
    columns=(
        Column("contract_id", Kind.CODE, "เลขที่สัญญายืมเงิน", ("เลขที่สัญญายืม", "สัญญายืมเงินเลขที่"), required=True),
        person("borrower_id", "ผู้ยืมเงิน", "ชื่อผู้ยืม", hashed=True),
        Column("budget_line", Kind.TEXT, "โครงการ/กิจกรรม", ("โครงการ",)),
        baht("advance_baht", "จำนวนเงินที่ยืม (บาท)", "จำนวนเงินยืม", required=True),
        Column("advance_date", Kind.DATE, "วันที่ยืม", ("วันที่รับเงินยืม",)),
        Column("due_date", Kind.DATE, "วันครบกำหนดส่งใช้", ("วันที่ครบกำหนดส่งใช้", "ครบกำหนดส่งใช้"), required=True, ahead=True),
        Column("cleared_date", Kind.DATE, "วันที่ส่งใช้เงินยืม", ("วันที่ส่งใช้",)),
        baht("cleared_baht", "จำนวนเงินที่ส่งใช้ (บาท)", "ส่งใช้แล้ว"),
    ),
)

# The log of reports by level and date (handbook 10, emphasis 3: punctuality and lag from ตำบล to จังหวัด).
REPORT_LOG = Table(
    name="report_log",
    title="ทะเบียนการส่งรายงาน",
    row="a report that a unit owed for a period",
    is_area=True,
    key=("area", "fiscal_year", "month", "topic", "report_name", "reported_by_level"),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        chosen("topic", "ประเด็นงาน", "ประเด็น", choices=TOPICS),
        Column("report_name", Kind.TEXT, "ชื่อรายงาน", ("รายงาน", "เรื่องที่รายงาน"), required=True),
        chosen("reported_by_level", "ระดับผู้รายงาน", "ระดับ", choices=LEVELS),
        Column("due_date", Kind.DATE, "กำหนดส่ง", ("วันที่ครบกำหนดส่ง", "วันครบกำหนด"), required=True, ahead=True),
        Column("sent_date", Kind.DATE, "วันที่ส่ง", ("วันที่รายงาน", "วันที่ส่งรายงาน"), required=True),
        person("recorded_by_id", "ผู้ส่งรายงาน", "ผู้รายงาน", hashed=True),
    ),
)

# What an inspector told an office to do, and whether it was done.
INSPECTION_ACTIONS = Table(
    name="inspection_actions",
    title="ข้อสั่งการจากการตรวจราชการและผลการดำเนินการ",
    row="an instruction given to an office",
    key=("fiscal_year", "action_id"),
    rules=(
        not_before("done_date", "given_date"),
        needs("action_status", ("done",), "done_date", "{action_status} แต่ไม่มี {done_date} โปรดเติมวันที่หรือแก้สถานะ"),
    ),
    units=UNITS,
    columns=(
        Column("action_id", Kind.CODE, "เลขที่ข้อสั่งการ", ("ข้อที่", "รหัสข้อสั่งการ"), required=True),
        chosen("topic", "ประเด็นการตรวจ", "ประเด็น", "ประเด็นการตรวจติดตาม", choices=TOPICS),
        Column("instruction", Kind.TEXT, "ข้อสั่งการ", ("ข้อเสนอแนะ", "ข้อเน้นย้ำ"), required=True),
        Column("owner_role", Kind.TEXT, "ตำแหน่งผู้รับผิดชอบ", ("ผู้รับผิดชอบ (ตำแหน่ง)",)),
        Column("given_date", Kind.DATE, "วันที่สั่งการ", ("วันที่ตรวจ",)),
        Column("due_date", Kind.DATE, "กำหนดแล้วเสร็จ", ("ภายในวันที่",), ahead=True),
        Column("done_date", Kind.DATE, "วันที่ดำเนินการแล้วเสร็จ", ("วันที่แล้วเสร็จ",)),
        chosen(
            "action_status",
            "สถานะการดำเนินการ",
            "สถานะ",
            choices={
                "not_started": ("ยังไม่ดำเนินการ", "ยังไม่เริ่ม"),
                "in_progress": ("อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ"),
                "done": ("แล้วเสร็จ", "ดำเนินการแล้ว", "ดำเนินการแล้วเสร็จ"),
            },
        ),
        Column("action_result", Kind.TEXT, "ผลการดำเนินการ", ("ผลการดำเนินงาน",)),
    ),
)

TABLES = (STAFF_DUTIES, BUDGETS, ADVANCES, REPORT_LOG, INSPECTION_ACTIONS)
