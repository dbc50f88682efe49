"""Input tables of topic 4, the grass-roots economy and ประชารัฐ (handbook 6.2)."""

from __future__ import annotations

from cdd_analysis.datasets.rules import not_before
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count

WORK_GROUPS = {
    "farming": ("เกษตร", "การเกษตร"),
    "processing": ("แปรรูป", "การแปรรูป"),
    "tourism": ("ท่องเที่ยว", "การท่องเที่ยวโดยชุมชน", "ท่องเที่ยวโดยชุมชน"),
}
#: The five processes of the Pracharath company; offices write their number or their name.
SUPPORT_TYPES = {
    "1": ("การเข้าถึงปัจจัยการผลิต", "ปัจจัยการผลิต", "1"),
    "2": ("การสร้างองค์ความรู้", "องค์ความรู้", "2"),
    "3": ("การตลาด", "ตลาด", "3"),
    "4": ("การสื่อสารสร้างการรับรู้", "สร้างการรับรู้", "สื่อสารสร้างการรับรู้", "4"),
    "5": ("การบริหารจัดการ", "บริหารจัดการ", "5"),
}
SUPPORTERS = {
    "company": ("บริษัทประชารัฐรักสามัคคี", "บริษัท", "บริษัทประชารัฐฯ"),
    "commerce": ("พาณิชย์จังหวัด", "สำนักงานพาณิชย์จังหวัด"),
    "cdd": ("พัฒนาชุมชน", "พช.", "สำนักงานพัฒนาชุมชน"),
    "government": ("ภาครัฐ", "รัฐ", "ส่วนราชการอื่น"),
    "private": ("ภาคเอกชน", "เอกชน"),
    "academic": ("ภาควิชาการ", "วิชาการ", "สถาบันการศึกษา"),
    "civil": ("ภาคประชาสังคม", "ประชาสังคม"),
    "people": ("ภาคประชาชน", "ประชาชน"),
}
REFERRALS = {
    "found": ("ค้นพบ",),
    "referred": ("ส่งต่อ", "ส่งต่อแล้ว"),
    "received": ("รับเรื่อง", "รับเรื่องแล้ว"),
    "supported": ("หนุนเสริม", "หนุนเสริมแล้ว"),
    "closed": ("ปิดเรื่อง", "ปิดเรื่องแล้ว"),
}
_CAPABILITIES = {
    "cap_prod": "การผลิต",
    "cap_std": "มาตรฐาน",
    "cap_mkt": "การตลาด",
    "cap_mgmt": "การบริหารจัดการ",
    "cap_fin": "การเงิน",
}


def _code(required: bool = False) -> Column:
    return Column("group_id", Kind.CODE, "รหัสกลุ่ม", ("รหัสกลุ่ม/วิสาหกิจ", "เลขทะเบียนกลุ่ม"), required=required)


# From the follow-up of groups by the provincial office (handbook 6.2); headings assumed there.
COMMUNITY_GROUPS = Table(
    name="community_groups",
    title="ทะเบียนกลุ่มและวิสาหกิจชุมชนเป้าหมาย",
    row="a group or community enterprise x fiscal year",
    key=("fiscal_year", "group_id"),
    rules=(
        not_before("referred_date", "found_date"),
        not_before("received_date", "referred_date"),
        not_before("supported_date", "received_date"),
        not_before("closed_date", "received_date"),
    ),
    one_of=(("work_group", "income_after_baht", "income_before_baht", *_CAPABILITIES, "referral_status"),),
    columns=(
        _code(required=True),
        Column("group_name", Kind.TEXT, "ชื่อกลุ่ม/วิสาหกิจ", ("กลุ่ม/วิสาหกิจ", "ชื่อกลุ่ม", "ชื่อวิสาหกิจ")),
        chosen("work_group", "กลุ่มงาน", "ด้าน", choices=WORK_GROUPS),
        count("members", "สมาชิก (คน)", "จำนวนสมาชิก"),
        baht("income_before_baht", "รายได้ก่อน (บาท)", "รายได้ก่อนหนุนเสริม", "รายได้ก่อน"),
        baht("income_after_baht", "รายได้หลัง (บาท)", "รายได้หลังหนุนเสริม", "รายได้หลัง"),
        baht("target_baht", "เป้าหมายรายได้ (บาท)", "เป้าหมายรายได้"),
        *(
            Column(name, Kind.NUMBER, f"ศักยภาพด้าน{label} (1-5)", (f"ศักยภาพด้าน{label}", f"ด้าน{label}"), least=1, most=5)
            for name, label in _CAPABILITIES.items()
        ),
        chosen(
            "quadrant",
            "ระดับผลิตภัณฑ์ (A-D)",
            "ระดับผลิตภัณฑ์",
            "Quadrant",
            choices={grade: (grade,) for grade in "ABCD"},
        ),
        baht("sales_baht", "ยอดจำหน่ายปีนี้ (บาท)", "ยอดจำหน่ายปีนี้", "ยอดจำหน่าย"),
        baht("sales_last_year_baht", "ยอดจำหน่ายปีก่อน (บาท)", "ยอดจำหน่ายปีก่อน"),
        Column("problem_code", Kind.TEXT, "ปัญหา", ("ปัญหาของกลุ่ม", "สภาพปัญหา")),
        chosen("referral_status", "สถานะการส่งต่อ", "สถานะส่งต่อ", choices=REFERRALS),
        Column("found_date", Kind.DATE, "วันที่ค้นพบ"),
        Column("referred_date", Kind.DATE, "วันที่ส่งต่อ"),
        Column("received_date", Kind.DATE, "วันที่รับเรื่อง"),
        Column("supported_date", Kind.DATE, "วันที่หนุนเสริม", ("วันที่เริ่มหนุนเสริม",)),
        Column("closed_date", Kind.DATE, "วันที่ปิดเรื่อง"),
    ),
)

# The record of support of the same office (handbook 6.2), a row for each time and supporter.
GROUP_SUPPORT = Table(
    name="group_support",
    title="บันทึกการหนุนเสริมกลุ่ม",
    row="a support given to a group: group x kind of support x supporter",
    key=(),
    one_of=(("support_type", "supporter"),),
    columns=(
        _code(required=True),
        Column("group_name", Kind.TEXT, "ชื่อกลุ่ม/วิสาหกิจ", ("กลุ่ม/วิสาหกิจ", "ชื่อกลุ่ม")),
        chosen("support_type", "ประเภทการสนับสนุน (1-5)", "ประเภทการสนับสนุน", "ประเภทการหนุนเสริม", choices=SUPPORT_TYPES),
        chosen("supporter", "ผู้สนับสนุน", "หน่วยงานที่สนับสนุน", "ภาคีที่สนับสนุน", choices=SUPPORTERS),
        Column("support_date", Kind.DATE, "วันที่สนับสนุน", ("วันที่ให้การสนับสนุน",)),
        baht("support_value_baht", "มูลค่าการสนับสนุน (บาท)", "มูลค่าการสนับสนุน", "มูลค่า"),
    ),
)

TABLES = (COMMUNITY_GROUPS, GROUP_SUPPORT)
