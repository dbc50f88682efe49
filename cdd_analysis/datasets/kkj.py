"""Input tables of topic 5, the village revolving fund กข.คจ. (handbook 7.2, forms in SOURCES.md)."""

from __future__ import annotations

from cdd_analysis.datasets.agreements import Agreement
from cdd_analysis.datasets.rules import RowRule, at_most, not_before, sums_to
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count, person

#: A fund's "year" starts in January in the loan system and in October elsewhere; never compared across.
YEAR_BASIS = {"calendar": ("ปีปฏิทิน", "1 ม.ค.-31 ธ.ค."), "fiscal": ("ปีงบประมาณ", "1 ต.ค.-30 ก.ย.")}
#: Causes of a problem (handbook 7.4).
CAUSES = {
    "C1": ("ผู้ยืมเสียชีวิต/ย้าย", "ผู้ยืมเสียชีวิต", "ผู้ยืมย้ายที่อยู่", "C1"),
    "C2": ("ประกอบอาชีพขาดทุน/ภัย", "ประกอบอาชีพขาดทุน", "ประสบภัย", "C2"),
    "C3": ("ไม่เข้าใจว่าเป็นเงินยืม", "C3"),
    "C4": ("คณะกรรมการไม่ติดตาม", "C4"),
    "C5": ("กรรมการ/ผู้ใหญ่บ้านนำเงินไปใช้", "กรรมการนำเงินไปใช้", "C5"),
    "C6": ("เอกสาร/สัญญาหาย", "เอกสารหาย", "สัญญาหาย", "C6"),
    "C7": ("เจ้าหน้าที่เปลี่ยน ไม่ส่งมอบ", "C7"),
    "C9": ("อื่น ๆ", "อื่นๆ", "C9"),
}
_BOOKS = {"household": "ทะเบียนครัวเรือนเป้าหมาย (ม่วง)", "bank": "บัญชีคุมเงินฝากธนาคาร (เขียว)", "loan": "บัญชีคุมลูกหนี้ (เหลือง)"}
_CURRENT = "ครัวเรือนยืมคงค้าง (ไม่ผิดนัด)"
_DEFAULT = "ครัวเรือนผิดนัด (ไม่อยู่ในเกณฑ์ผ่อนผัน)"

_VILLAGE_NAME = Column("village_name", Kind.TEXT, "ชื่อหมู่บ้าน", ("หมู่บ้าน", "บ้าน", "ชื่อบ้าน"))
#: Who reports: the province's and the district's figures of one area are compared, never taken for each other.
_REPORTER = chosen(
    "reported_by_level",
    "ระดับผู้รายงาน",
    choices={"district": ("อำเภอ",), "province": ("จังหวัด",), "department": ("ระบบกรม", "กรม"), "all": ("ไม่ระบุ",)},
)
_BASIS = chosen("year_basis", "รอบปีนับแบบ", "รอบปีที่ใช้", "รอบปี", choices=YEAR_BASIS)
#: What forms 26(1), 26(2) and that of clause 27 count alike for a village, a district and a province.
_FUND = (
    count("hh_total", "ครัวเรือนทั้งหมด", "จำนวนครัวเรือนทั้งหมด", shared=("จำนวนครัวเรือน", "ครัวเรือน")),
    count("hh_target", "ครัวเรือนเป้าหมาย", "ฐานข้อมูล | ครัวเรือนเป้าหมาย", shared=("ครัวเรือน",)),
    count("persons_target", "คนในครัวเรือนเป้าหมาย", shared=("คน",), follows="hh_target"),
    count(
        "hh_borrowed",
        "ได้รับเงินยืม (ครัวเรือน)",
        "ครัวเรือนที่ได้รับเงินยืม",
        "ฐานข้อมูล | ได้รับเงินยืม",
        "ได้รับเงินยืม",
        shared=("จำนวนครัวเรือน",),
    ),
    count("persons_borrowed", "ได้รับเงินยืม (คน)", "คนในครัวเรือนที่ได้รับเงินยืม", shared=("คน",), follows="hh_borrowed"),
    count("hh_pass_bmn", "ครัวเรือนที่รายได้ผ่านเกณฑ์ จปฐ.", "รายได้ผ่านเกณฑ์ จปฐ. | ครัวเรือน"),
    count("persons_pass_bmn", "คนที่รายได้ผ่านเกณฑ์ จปฐ.", "รายได้ผ่านเกณฑ์ จปฐ. | คน"),
    baht("granted_baht", "เงินทุนที่ได้รับจัดสรร (บาท)", "เงินทุนที่ได้รับ", "เงินทุนเดิม"),
    baht("fund_project_baht", "เงินทุนโครงการ กข.คจ. ทั้งหมด (บาท)"),
    baht("lent_baht", "เงินให้ยืม (บาท)", "เงินที่ให้ยืม", "เงินให้ยืมรวม"),
    baht("outstanding_baht", "ยอดเงินคงค้าง (บาท)", "เงินคงค้าง", "หนี้คงค้าง", flow="stock"),
    count("hh_current", "ครัวเรือนยืมคงค้างไม่ผิดนัด", f"{_CURRENT} | ครัวเรือน", flow="stock"),
    baht("current_baht", "เงินยืมคงค้างไม่ผิดนัด (บาท)", f"{_CURRENT} | เงินยืม (บาท)", flow="stock"),
    count("hh_default", "ครัวเรือนผิดนัด", f"{_DEFAULT} | ครัวเรือน", flow="stock"),
    baht("default_baht", "เงินยืมผิดนัด (บาท)", f"{_DEFAULT} | เงินยืม (บาท)", flow="stock"),
    baht("bank_baht", "เงินในบัญชีธนาคาร (บาท)", "เงินฝากธนาคาร", "เงินในบัญชีฝากธนาคาร", "เงินในบัญชี", flow="stock"),
    baht("cash_baht", "เงินในมือ (บาท)", "เงินสดในมือ", flow="stock"),
    baht("other_baht", "เงินอยู่ที่อื่น (บาท)", "เงินที่อื่น", flow="stock"),
    baht("fund_total_baht", "รวมเงินที่มี (บาท)", "รวมเงินทุน", flow="stock"),
    baht("shortfall_baht", "เงินทุนที่ขาดหายไป (บาท)", "เงินทุนขาดหาย", flow="stock"),
    baht("overdue_baht", "เงินคงค้างเกินกำหนด (บาท)", "หนี้เกินกำหนด", "เกินกำหนด", flow="stock"),
    baht("repaid_year_baht", "ได้รับคืนรอบปี (บาท)", "เงินรับคืนรอบปี", "เงินรับคืน", flow="cumulative"),
    baht("due_year_baht", "ครบกำหนดคืนรอบปี (บาท)", "ครบกำหนดชำระรอบปี", flow="cumulative"),
)
_FUND_RULES = (
    sums_to("fund_total_baht", "outstanding_baht", "bank_baht", "cash_baht", optional=("other_baht",)),  # T5.1
    RowRule(  # T5.2
        "shortfall_is_not_what_is_missing",
        ("shortfall_baht", "granted_baht", "fund_total_baht"),
        lambda rows: (
            (rows["shortfall_baht"] - (rows["granted_baht"] - rows["fund_total_baht"]).clip(lower=0)).abs() < 0.015
        ),
        "{shortfall_baht} ไม่เท่ากับ {granted_baht} − {fund_total_baht} โปรดตรวจสอบกับต้นทาง",
    ),
    at_most("fund_total_baht", "granted_baht", over="kkj.surplus_pct"),  # T5.3
    at_most("hh_borrowed", "hh_target"),  # T5.9
    at_most("hh_target", "hh_total"),
    at_most("overdue_baht", "outstanding_baht"),
    at_most("default_baht", "outstanding_baht"),
    at_most("repaid_year_baht", "due_year_baht"),  # 0.3, rule 6
)
_MONEY = ("outstanding_baht", "current_baht", "bank_baht", "fund_project_baht", "fund_total_baht")

# Form 26(1), the district's summary with a row per village; the form of clause 27; the snapshot of books and visits.
VILLAGES = Table(
    name="kkj_villages",
    title="ภาวะหนี้สินและฐานะการเงิน กข.คจ. รายหมู่บ้าน (แบบ 26(1))",
    row="a village with a fund x as-of date",
    is_area=True,
    merged=True,
    key=("area", "village_name", "as_of_date"),
    rules=_FUND_RULES,
    one_of=(("village_name", "moo", "village"), (*_MONEY, *(f"book_{book}_exists" for book in _BOOKS))),
    columns=(
        _VILLAGE_NAME,
        Column("granted_year", Kind.YEAR, "ปีที่ได้รับงบประมาณ", ("ปีที่ได้รับเงินทุน",)),
        *_FUND,
        *(Column(f"book_{book}_exists", Kind.FLAG, f"มี{label}", (label,)) for book, label in _BOOKS.items()),
        *(
            Column(f"book_{book}_correct", Kind.FLAG, f"{label} ถูกต้อง", (f"{label} | ถูกต้อง",))
            for book, label in _BOOKS.items()
        ),
        Column("book_status_exists", Kind.FLAG, "มีสมุดบันทึกสถานะหมู่บ้าน/ส่งมอบ-รับมอบ (น้ำตาล)", ("สมุดบันทึกสถานะหมู่บ้าน",)),
        Column("committee_end_date", Kind.DATE, "วันที่คณะกรรมการหมดวาระ", ("คณะกรรมการหมดวาระ",), ahead=True),
        Column("last_loan_date", Kind.DATE, "วันที่ให้ยืมล่าสุด"),
        Column("last_repaid_date", Kind.DATE, "วันที่รับชำระคืนล่าสุด", ("วันที่รับคืนล่าสุด",)),
        Column("last_visit_date", Kind.DATE, "วันที่ติดตามเยี่ยมล่าสุด", ("วันที่เยี่ยมล่าสุด", "ติดตามเยี่ยมล่าสุด")),
        Column("development_level", Kind.TEXT, "ระดับการพัฒนา"),
        Column("other_support", Kind.TEXT, "หน่วยงานสนับสนุนอื่น"),
        _REPORTER,
        _BASIS,
    ),
)

# Form 26(2), the province's summary with a row per district; a province's own row in the department's.
AREAS = Table(
    name="kkj_areas",
    title="สรุปภาวะหนี้สินและฐานะการเงิน กข.คจ. รายอำเภอ/จังหวัด (แบบ 26(2))",
    row="a district or province x as-of date x the level that reports it",
    is_area=True,
    merged=True,
    key=("area", "as_of_date", "reported_by_level"),
    rules=_FUND_RULES,
    one_of=(_MONEY,),
    columns=(
        count("subdistrict_count", "จำนวนตำบล", "ตำบล (แห่ง)"),
        count("village_count", "จำนวนหมู่บ้าน", "หมู่บ้าน (แห่ง)"),
        *_FUND,
        _REPORTER,
        _BASIS,
    ),
)

# Form 26(1) of a village: a row per borrower, those who paid back included; due_date comes from the contract.
LOANS = Table(
    name="kkj_loans",
    title="บัญชีลูกหนี้ กข.คจ. (แบบ 26(1) รายสัญญา)",
    row="a loan to a household x as-of date",
    year=None,
    key=("area", "contract_id", "as_of_date"),
    rules=(
        at_most("repaid_baht", "loan_baht"),
        sums_to("outstanding_baht", "loan_baht", minus=("repaid_baht",)),
        not_before("due_date", "received_date"),
        not_before("last_repaid_date", "received_date"),
    ),
    one_of=(("repaid_baht", "outstanding_baht"),),
    columns=(
        Column("contract_id", Kind.CODE, "เลขที่สัญญา", ("สัญญาเลขที่", "เลขที่สัญญายืมเงิน")),
        person(
            "borrower_id",
            "ชื่อ-สกุลผู้ยืม",
            "ชื่อ – สกุล ผู้ยืมเงิน (รวมผู้ที่ส่งคืนหมดแล้ว)",
            "ชื่อ-สกุล ผู้ยืมเงิน",
            "ชื่อ - สกุล",
            "ชื่อ-สกุล",
            "ผู้ยืม",
            hashed=True,
        ),
        person("citizen_id", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน"),
        person("house_id", "เลขรหัสประจำบ้าน", "รหัสประจำบ้าน", "รหัสบ้าน", hashed=True),
        Column("village_name", Kind.TEXT, "ชื่อหมู่บ้าน", ("หมู่บ้าน", "บ้าน")),
        Column("received_date", Kind.DATE, "วันที่ได้รับเงินยืม", ("วัน เดือน ปี ที่ได้รับเงินยืม",)),
        Column("due_date", Kind.DATE, "วันที่ครบกำหนดชำระ", ("วันครบกำหนด", "วันที่ครบกำหนด", "กำหนดชำระคืน"), ahead=True),
        baht("loan_baht", "จำนวนเงินที่ให้ยืม (บาท)", "เงินที่ให้ยืม", "จำนวนเงินยืม", required=True),
        baht("repaid_baht", "จำนวนเงินส่งคืนแล้ว (บาท)", "เงินส่งคืนแล้ว", flow="stock"),
        baht("outstanding_baht", "เงินคงค้าง (บาท)", "จำนวนเงินที่ค้างอยู่", "ยอดเงินคงค้าง", flow="stock"),
        Column("borrow_round", Kind.COUNT, "ยืมรอบที่", ("เป็นการยืมรอบที่",), least=1),
        Column("last_repaid_date", Kind.DATE, "วันที่รับชำระล่าสุด", ("วันที่ส่งคืนล่าสุด",)),
        _BASIS,
    ),
)

# The province's report of problems (รายงานสภาพปัญหาการบริหารเงินทุน); a village that is not on it may still have one.
PROBLEMS = Table(
    name="kkj_problems",
    title="รายงานสภาพปัญหาการบริหารเงินทุน กข.คจ.",
    row="a village with a problem x fiscal year",
    is_area=True,
    key=("area", "village_name", "fiscal_year"),
    one_of=(("cause", "cause_code"),),
    columns=(
        Column("village_name", Kind.TEXT, "พื้นที่ (บ้าน)", ("ชื่อหมู่บ้าน", "หมู่บ้าน", "บ้าน", "พื้นที่")),
        Column("granted_year", Kind.YEAR, "ปีที่ได้รับงบประมาณ"),
        baht("fund_total_baht", "จำนวนเงินทุนปัจจุบัน (บาท)", "เงินทุนปัจจุบัน"),
        baht("shortfall_baht", "เงินทุนที่ขาดหายไป (บาท)", "เงินทุนขาดหาย", required=True),
        Column("cause", Kind.TEXT, "สาเหตุ", ("สาเหตุของปัญหา",)),
        chosen("cause_code", "รหัสสาเหตุ", "ประเภทสาเหตุ", choices=CAUSES),
        Column("remedy", Kind.TEXT, "การแก้ไข", ("แนวทางการแก้ไข", "การแก้ไขปัญหา")),
        Column("lesson", Kind.TEXT, "บทเรียน", ("บทเรียนที่ได้",)),
        Column("cleared_date", Kind.DATE, "วันที่แก้ไขแล้วเสร็จ"),
    ),
)

TABLES = (VILLAGES, AREAS, LOANS, PROBLEMS)

#: The eight measures that villages, districts and provinces report alike (handbook T5.11).
MEASURES = (
    "hh_total",
    "hh_target",
    "hh_borrowed",
    "outstanding_baht",
    "bank_baht",
    "cash_baht",
    "fund_total_baht",
    "repaid_year_baht",
)
AGREEMENTS = (
    Agreement(  # T5.12; district rows against province rows are levels of one table
        "kkj_areas",
        "kkj_villages",
        tuple((name, name) for name in MEASURES),
        level="district",
        what="ยอดอำเภอในแบบ 26(2) เทียบผลรวมหมู่บ้านในแบบ 26(1)",
        owed="village_count",
    ),
    Agreement(
        "kkj_villages",
        "kkj_loans",
        (("outstanding_baht", "outstanding_baht"),),
        level="village",
        by=(),
        what="เงินคงค้างของหมู่บ้าน เทียบผลรวมรายสัญญา",
    ),
)
