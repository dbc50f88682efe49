"""Input tables of topic 6, กองทุนพัฒนาบทบาทสตรี (handbook 8.2, forms in SOURCES.md).

Contracts are a table of their own beside instalments: a balance belongs to a contract, and adding it up over the
contract's instalments would count it many times.
"""

from __future__ import annotations

from cdd_analysis.datasets.agreements import Agreement
from cdd_analysis.datasets.rules import at_most, not_before, sums_to
from cdd_analysis.datasets.table import Column, Kind, Table, baht, chosen, count, person, share

#: Revolving money is lent, grants are not: never one debt ratio over both.
MONEY_TYPES = {
    "revolving": ("เงินทุนหมุนเวียน", "ทุนหมุนเวียน", "หมุนเวียน"),
    "grant": ("เงินอุดหนุน", "อุดหนุน"),
    "operating": ("งบบริหาร", "บริหาร", "เงินบริหาร", "ค่าบริหารจัดการ"),
    "all": ("รวมทุกประเภท", "ทุกประเภท"),
}
STATUSES = {
    "normal": ("ปกติ", "ลูกหนี้ปกติ", "ชำระปกติ"),
    "default": ("ผิดนัดชำระ", "ผิดนัด", "ค้างชำระ", "เกินกำหนดชำระ"),
    "notice_1": ("ทวงถาม ครั้งที่ 1", "หนังสือทวงถาม ครั้งที่ 1"),
    "notice_2": ("ทวงถาม ครั้งที่ 2", "หนังสือทวงถาม ครั้งที่ 2"),
    "notice_3": ("ทวงถาม ครั้งที่ 3", "หนังสือทวงถาม ครั้งที่ 3"),
    "restructured": ("ปรับโครงสร้าง", "ปรับโครงสร้างหนี้"),
    "mediation": ("ไกล่เกลี่ย", "อยู่ระหว่างไกล่เกลี่ย"),
    "lawsuit": ("ดำเนินคดี", "อยู่ระหว่างดำเนินคดี"),
    "judgment": ("มีคำพิพากษา", "คำพิพากษา"),
    "enforcement": ("บังคับคดี", "อยู่ระหว่างบังคับคดี"),
    "written_off": ("จำหน่ายหนี้สูญ", "หนี้สูญ"),
    "closed": ("ปิดสัญญา", "ชำระครบ", "ชำระเสร็จสิ้น", "ปิดบัญชี"),
}
_SCORED = "ร้อยละการใช้จ่าย (A)", "ร้อยละการชำระคืน (B)", "ร้อยละหนี้เกินกำหนด (C)"
#: Debtors by where their case stands, as the per-loan and the national form print them: (ข) to (ง).
_CASES = (
    baht("not_due_baht", "หนี้ยังไม่ถึงกำหนดชำระ (ข)", flow="stock"),
    baht("mediation_baht", "การไกล่เกลี่ยฯ (ค)", flow="stock"),
    baht("prosecutor_baht", "พนักงานอัยการรับเรื่อง (ง1)", flow="stock"),
    baht("court_baht", "ศาลประทับรับฟ้อง (ง2)", flow="stock"),
    baht("judgment_baht", "ศาลได้มีคำพิพากษาฯ (ง3)", "ศาลได้มีคำพิพากษาให้ลูกหนี้ชำระหนี้ (ง3)", flow="stock"),
    baht("consent_judgment_baht", "ศาลมีคำพิพากษาตามยอม (ง4)", flow="stock"),
    baht("civil_20tri_baht", "ป.วิ แพ่ง มาตรา 20 ตรี (ง5)", flow="stock"),
    baht("criminal_baht", "ดำเนินคดีอาญา (ง6)", "คดีอาญา", flow="stock"),
    baht("legal_baht", "ลูกหนี้ที่ได้ดำเนินการตามกฎหมาย (ง)", flow="stock"),
)

# The fund's monthly sheets (due, overdue, disbursement, members, projects), its repayment sheet, its scored report and
# its national report by province: each fills some columns of the same row.
MONTHLY = Table(
    name="women_fund_monthly",
    words=("กองทุนพัฒนาบทบาทสตรี", "กองทุนสตรี"),
    title="ผลการดำเนินงานกองทุนพัฒนาบทบาทสตรี รายเดือน",
    row="an area x month x kind of money; month is missing where a report names none",
    is_area=True,
    national=True,
    merged=True,
    key=("area", "fiscal_year", "month", "as_of_date", "money_type"),
    rules=(
        at_most("repaid_principal_baht", "due_principal_baht"),  # 0.3, rule 6
        at_most("overdue_debt_baht", "total_debt_baht"),
        at_most("disbursed_baht", "budget_baht"),
        sums_to("score_d", "score_a", "score_b", "score_c"),
    ),
    one_of=(
        (
            "due_principal_baht",
            "repaid_principal_baht",
            "overdue_debt_baht",
            "disbursed_baht",
            "member_count",
            "project_count",
        ),
    ),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        chosen("money_type", "ประเภทเงิน", "ประเภทเงินทุน", "ประเภทงบประมาณ", choices=MONEY_TYPES),
        baht(
            "due_principal_baht",
            "เงินต้นที่คาดว่าจะได้รับ (บาท)",
            "เงินต้นที่คาดว่าจะได้",
            "เงินต้นครบกำหนดชำระ",
            "หนี้ครบกำหนดชำระ",
            f"{_SCORED[1]} | เงินต้นครบกำหนดชำระ",
        ),
        baht(
            "repaid_principal_baht",
            "เงินต้นที่รับคืน (บาท)",
            "เงินต้นรับคืน",
            "รับคืนเงินต้น",
            "รับชำระจริง",
            f"{_SCORED[1]} | รับชำระจริง",
        ),
        share(
            "repay_pct",
            "ร้อยละของการชำระคืน",
            "ร้อยละการชำระคืน",
            f"{_SCORED[1]} | ร้อยละ",
            of=(("repaid_principal_baht",), ("due_principal_baht",)),
        ),
        baht("opening_debt_baht", "หนี้คงเหลือต้นปีบัญชี (บาท)", "ลูกหนี้คงเหลือต้นปี", "ลูกหนี้คงเหลือ ณ 1 ต.ค.", flow="stock"),
        baht("total_debt_baht", "จำนวนเงินทั้งหมด (บาท)", "ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก)", "ลูกหนี้คงเหลือ", flow="stock"),
        baht(
            "overdue_debt_baht",
            "หนี้เกินกำหนดชำระ (บาท)",
            "จำนวนหนี้เกินกำหนดชำระ",
            "หนี้ที่เกินกำหนดชำระ (B)",
            "จำนวนหนี้ที่เกินกำหนดชำระ (B)",
            f"{_SCORED[2]} | จำนวนหนี้เกินกำหนดชำระ",
            flow="stock",
        ),
        share(
            "overdue_pct",
            "ร้อยละหนี้เกินกำหนดชำระ",
            "ร้อยละหนี้เกินกำหนดชำระ (C)",
            f"{_SCORED[2]} | ร้อยละ",
            of=(("overdue_debt_baht",), ("total_debt_baht",)),
        ),
        baht("budget_baht", "งบประมาณ (บาท)", "จำนวนที่ได้รับจัดสรร", f"{_SCORED[0]} | จำนวนที่ได้รับจัดสรร"),
        baht("disbursed_baht", "ผลเบิกจ่าย (บาท)", "ใช้จ่ายแล้ว", f"{_SCORED[0]} | ใช้จ่ายแล้ว"),
        share(
            "disburse_pct",
            "ร้อยละการเบิกจ่าย",
            "ร้อยละการใช้จ่าย",
            "ร้อยละเบิกจ่าย",
            f"{_SCORED[0]} | ร้อยละ",
            of=(("disbursed_baht",), ("budget_baht",)),
        ),
        Column(
            "score_a",
            Kind.NUMBER,
            "คะแนน A (40)",
            (f"{_SCORED[0]} | คะแนน(40)",),
            least=0,
            most=40,
            shared=("คะแนน",),
            follows="disburse_pct",
        ),
        Column(
            "score_b",
            Kind.NUMBER,
            "คะแนน B (30)",
            (f"{_SCORED[1]} | คะแนน(30)",),
            least=0,
            most=30,
            shared=("คะแนน",),
            follows="repay_pct",
        ),
        Column(
            "score_c",
            Kind.NUMBER,
            "คะแนน C (30)",
            (f"{_SCORED[2]} | คะแนน(30)",),
            least=0,
            most=30,
            shared=("คะแนน",),
            follows="overdue_pct",
        ),
        Column("score_d", Kind.NUMBER, "คะแนนรวม D", ("รวม (D) | คะแนน", "รวม (D)"), least=0, most=100),
        Column("kpi_level", Kind.COUNT, "ระดับคะแนน D (1-5)", ("รวม (D) | ระดับ",), least=1, most=5),
        Column("milestone_1", Kind.FLAG, "ฐานข้อมูลลูกหนี้ครบถ้วน", ("ขั้นที่ 1 ฐานข้อมูลลูกหนี้ครบถ้วน",)),
        Column("milestone_2", Kind.FLAG, "ปรับปรุงข้อมูลลูกหนี้", ("ขั้นที่ 2 ปรับปรุงข้อมูลลูกหนี้",)),
        *_CASES,
        baht("lawsuit_principal_baht", "เงินต้นตามที่ได้รับดำเนินคดี", flow="stock"),
        baht("measure_baht", "จำนวนหนี้ที่เกินกำหนดชำระเข้ามาตรการ", flow="stock"),
        baht("kpi_measure_baht", "มาตรการใน KPI", flow="stock"),
        baht("lm_measure_baht", "มาตรการในระบบ LM", flow="stock"),
        count("restructured_projects", "ปรับโครงสร้างหนี้ (จำนวนโครงการ)"),
        baht("restructured_baht", "ปรับโครงสร้างหนี้ (จำนวนเงิน)"),
        baht("new_overdue_baht", "หนี้เกินกำหนดเพิ่มขึ้น (บาท)", "หนี้เกินกำหนดใหม่"),
        baht("collected_baht", "หนี้เกินกำหนดที่เก็บได้ (บาท)", "เก็บหนี้เกินกำหนดได้"),
        baht("written_off_baht", "จำหน่ายหนี้สูญ (บาท)", "หนี้สูญ"),
        baht("approved_baht", "เงินที่อนุมัติ (บาท)", "เงินอนุมัติ"),
        count("project_count", "จำนวนโครงการ"),
        count("member_count", "จำนวนสมาชิก (คน)", "สมาชิก", flow="stock"),
    ),
)

# The export of contracts by instalment (handbook 8.2): group by contract before counting contracts.
INSTALMENTS = Table(
    name="women_fund_instalments",
    title="งวดชำระคืนเงินกู้กองทุนพัฒนาบทบาทสตรี รายสัญญา",
    row="an instalment (งวด) of a contract x as-of date; fiscal_year is the contract's",
    key=("contract_id", "due_date", "as_of_date"),
    rules=(
        at_most("repaid_principal_baht", "due_principal_baht"),
        at_most("instalment_no", "instalment_count"),
    ),
    columns=(
        Column("contract_id", Kind.CODE, "เลขที่สัญญา", ("สัญญาเลขที่",), required=True),
        Column("project", Kind.TEXT, "ชื่อโครงการ", ("โครงการ",)),
        person("proposer_id", "ชื่อผู้เสนอ", "ผู้เสนอโครงการ", "ชื่อผู้เสนอโครงการ", hashed=True),
        Column("instalment_count", Kind.COUNT, "จำนวนงวด", least=1, most=60),
        Column("instalment_no", Kind.COUNT, "งวดที่", least=1, most=60),
        Column("due_date", Kind.DATE, "วันที่ครบกำหนดชำระ", ("กำหนดชำระ", "วันครบกำหนดชำระ"), required=True, ahead=True),
        baht(
            "due_principal_baht",
            "เงินต้นที่คาดว่าจะได้รับ (บาท)",
            "เงินต้นที่คาดว่าจะได้",
            "เงินต้นครบกำหนด",
            required=True,
        ),
        baht("repaid_principal_baht", "เงินต้นรับคืน (บาท)", "เงินต้นที่รับคืน"),
        Column("repaid_date", Kind.DATE, "วันที่รับชำระ"),
        Column("note_1", Kind.TEXT, "หมายเหตุ1", ("หมายเหตุ 1",)),
        Column("note_2", Kind.TEXT, "หมายเหตุ2", ("หมายเหตุ 2",)),
    ),
)

# The per-loan form of a province, (A), (ก) to (ง), (B).
CONTRACTS = Table(
    name="women_fund_contracts",
    title="ทะเบียนสัญญาเงินกู้กองทุนพัฒนาบทบาทสตรี",
    row="a contract x as-of date; fiscal_year is the contract's",
    key=("contract_id", "as_of_date"),
    rules=(
        at_most("overdue_debt_baht", "balance_baht"),
        at_most("balance_baht", "approved_baht"),
        not_before("end_date", "start_date"),
    ),
    one_of=(("opening_debt_baht", "balance_baht", "overdue_debt_baht"),),
    columns=(
        Column("contract_id", Kind.CODE, "เลขที่สัญญา", ("สัญญาเลขที่",), required=True),
        Column("project", Kind.TEXT, "ชื่อโครงการ", ("โครงการ",)),
        person("proposer_id", "ผู้เสนอโครงการ", "ชื่อผู้เสนอโครงการ", "ชื่อผู้เสนอ", hashed=True),
        baht("approved_baht", "เงินอนุมัติ (บาท)", "เงินที่อนุมัติ"),
        Column("start_date", Kind.DATE, "วันที่เริ่มต้นสัญญา", ("วันเริ่มต้นสัญญา",)),
        Column("end_date", Kind.DATE, "วันที่สิ้นสุดสัญญา", ("วันสิ้นสุดสัญญา",), ahead=True),
        Column("last_repaid_date", Kind.DATE, "วันที่รับชำระล่าสุด"),
        count("instalments_left", "งวดคงเหลือที่ต้องชำระ", additive=False),
        baht("opening_debt_baht", "ลูกหนี้คงเหลือ ณ 1 ต.ค. (A)", "ลูกหนี้คงเหลือต้นปี", flow="stock"),
        baht("balance_baht", "ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก)", "ลูกหนี้คงเหลือ", flow="stock"),
        *_CASES,
        baht("overdue_debt_baht", "จำนวนหนี้ที่เกินกำหนดชำระ (B)", "หนี้เกินกำหนดชำระ", "หนี้ที่เกินกำหนดชำระ", flow="stock"),
        share("overdue_pct", "ร้อยละหนี้เกินกำหนดชำระ", of=(("overdue_debt_baht",), ("balance_baht",))),
        chosen("debt_status", "สถานะการชำระหนี้", "สถานะลูกหนี้", "สถานะดำเนินการ", choices=STATUSES),
        Column("status_date", Kind.DATE, "วันที่เข้าสู่สถานะ"),
        Column("project_status", Kind.TEXT, "สถานะโครงการ"),
        Column("restructure_offered", Kind.FLAG, "เสนอปรับโครงสร้างหนี้"),
        Column("restructure_signed", Kind.FLAG, "ลงนามปรับโครงสร้างหนี้"),
        Column("restructure_kept", Kind.FLAG, "ชำระตามแผนปรับโครงสร้าง"),
        Column("has_schedule", Kind.FLAG, "มีตารางกำหนดชำระ"),
        Column("has_guarantor", Kind.FLAG, "มีผู้ค้ำประกัน/รายชื่อสมาชิก", ("มีผู้ค้ำประกัน",)),
        Column("has_address", Kind.FLAG, "มีที่อยู่ลูกหนี้"),
    ),
)

_MEMBERS = "ข้อมูลจำนวนสมาชิก (คน)"
_WORK = "การดำเนินงาน"

# The members sheet of the fund; คิดเป็นร้อยละ stands three times, each time the share of the column before it.
MEMBERS = Table(
    name="women_fund_members",
    title="ฐานข้อมูลสมาชิกกองทุนพัฒนาบทบาทสตรี",
    row="an area x fiscal year",
    is_area=True,
    merged=True,
    key=("area", "fiscal_year"),
    rules=(
        at_most("members_oct", "women_15p"),
        at_most("members_sep", "women_15p"),
        sums_to("org_total", "org_province", "org_district", "org_subdistrict", "org_village", money=False),
    ),
    one_of=(("members_oct", "members_sep", "new_members", "org_total"),),
    columns=(
        count("women_15p", "สตรีที่มีอายุ 15 ปีขึ้นไป", "สตรีอายุ 15 ปีขึ้นไป", flow="stock"),
        count("members_oct", "ฐานข้อมูล สมาชิก ณ 1 ต.ค.", "สมาชิก ณ 1 ต.ค.", "ณ 1 ต.ค.", flow="stock"),
        share("members_oct_pct", "ร้อยละสมาชิก ณ 1 ต.ค.", of=(("members_oct",), ("women_15p",))),
        count("members_sep", "ฐานข้อมูล สมาชิก ณ 30 ก.ย.", "ณ 30 ก.ย./ปัจจุบัน", "สมาชิก ณ 30 ก.ย.", flow="stock"),
        share("members_sep_pct", "ร้อยละสมาชิก ณ 30 ก.ย.", of=(("members_sep",), ("women_15p",))),
        count("target_new", "เป้าหมายปี (คน)", "เป้าหมายสมาชิกเพิ่ม"),
        count("new_members", "จำนวนสมาชิกที่เพิ่มขึ้น", "สมาชิกที่เพิ่มขึ้น", flow="cumulative"),
        share(
            "new_members_pct",
            "ร้อยละสมาชิกที่เพิ่มขึ้น",
            of=(("new_members",), ("target_new",)),
            most=None,
        ),
        count("org_province", "องค์กรระดับจังหวัด (แห่ง)", "จังหวัด (แห่ง)", flow="stock"),
        count("org_district", "องค์กรระดับอำเภอ (แห่ง)", "อำเภอ (แห่ง)", flow="stock"),
        count("org_subdistrict", "องค์กรระดับตำบล (แห่ง)", "ตำบล (แห่ง)", flow="stock"),
        count("org_village", "องค์กรระดับหมู่บ้าน (แห่ง)", "หมู่บ้าน (แห่ง)", flow="stock"),
        count("org_total", "องค์กรสมาชิกทั้งหมด (แห่ง)", flow="stock", shared=("รวม",), follows="org_village"),
        count("members_latest", "จำนวนสมาชิกปัจจุบัน", "ฐานข้อมูล สมาชิก", flow="stock"),
    ),
)

TABLES = (MONTHLY, INSTALMENTS, CONTRACTS, MEMBERS)

AGREEMENTS = (
    Agreement(
        "women_fund_monthly",
        "women_fund_contracts",
        (("overdue_debt_baht", "overdue_debt_baht"), ("total_debt_baht", "balance_baht")),
        level="district",
        by=(),
        # A register comes now and then, a report every month: October's debt is not that of January's contracts.
        within_days=15,
        what="หนี้ของอำเภอในรายงานประจำเดือน เทียบผลรวมรายสัญญา",
    ),
)
