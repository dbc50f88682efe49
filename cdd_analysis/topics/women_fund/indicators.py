"""The measures of topic 6 as data (handbook 8.3), in its order, and the columns of the district table (10.1)."""

from __future__ import annotations

from cdd_analysis.measures.result import Shown, View
from cdd_analysis.measures.scorecard import Indicator, Light
from cdd_analysis.settings import setting
from cdd_analysis.topics.women_fund.months import scored_year, target_pct

_MONTHLY, _LOANS = "women_fund_monthly", "women_fund_contracts"
_DUE, _PEOPLE = "women_fund_instalments", "women_fund_members"


def indicators(view: View) -> tuple[Indicator, ...]:
    """Every measure of a view; target and scored year go by its fiscal year."""
    return (*_repayment(target_pct(view.fiscal_year)), *_contracts(), *_money(scored_year(view)), *_cases(), *_people())


def _repayment(target: float) -> tuple[Indicator, ...]:
    return (
        Indicator(
            "T6.1", "การรับชำระคืนเงินต้น", "ร้อยละ", "repaid_principal_baht", "due_principal_baht", "บาท", _MONTHLY,
            Light("women_fund.repayment", most=100), rule="repayment_low", stake=("unpaid_due_baht", "บาท"),
            definition="เงินต้นที่รับคืน ÷ เงินต้นที่คาดว่าจะได้รับ ของงวดที่ครบกำหนดตั้งแต่ต้นปีงบประมาณ × 100 นับเฉพาะเงินทุนหมุนเวียน",
            source="S26", question="{area}รับชำระคืนได้ {base} ลูกหนี้กลุ่มใดไม่ชำระ เพราะเหตุใด และจะติดตามอย่างไร",
        ),
        Indicator(
            "T6.2", "หนี้เกินกำหนดชำระ", "ร้อยละ", "overdue_debt_baht", "total_debt_baht", "บาท", _MONTHLY,
            Light("women_fund.overdue", is_lower_better=True, most=100), rule="overdue_high",
            definition="หนี้เกินกำหนดชำระ ÷ ลูกหนี้คงเหลือทั้งหมด × 100 นับเฉพาะเงินทุนหมุนเวียน เงินอุดหนุนไม่เป็นหนี้จึงไม่นับ",
            source="S26, S29, S73",
            question="{area}มีหนี้เกินกำหนด {base} "
            "จะลดลงด้วยการเก็บเงิน ปรับโครงสร้าง หรือดำเนินคดี และแต่ละทางจะได้เงินเท่าใดภายในเมื่อใด",
        ),
        Indicator(
            "T6.2-baht", "หนี้เกินกำหนดชำระเป็นเงิน", "บาท", "overdue_debt_baht", table=_MONTHLY,
            definition="หนี้เกินกำหนดชำระของเงินทุนหมุนเวียน อ่านคู่กับร้อยละ เพราะร้อยละลดลงได้จากการปล่อยกู้เพิ่ม", source="S26",
        ),
        Indicator(
            "T6.3", f"เงินที่ต้องเก็บเพิ่มเพื่อให้หนี้เกินกำหนดเหลือร้อยละ {target:g}", "บาท", "to_target_baht", table=_MONTHLY,
            definition=f"หนี้เกินกำหนดส่วนที่เกินร้อยละ {target:g} ของลูกหนี้คงเหลือ คิดทีละหน่วยที่รายงาน แล้วรวมกัน",
            source="S73, assumption-D",
        ),
    )  # fmt: skip


def _contracts() -> tuple[Indicator, ...]:
    old = setting("women_fund.age_days")[-2]
    return (
        Indicator(
            "T6.4", "สัญญาที่มีหนี้เกินกำหนด", "ร้อยละ", "in_arrears", "known_arrears", "สัญญา", _LOANS,
            Light("women_fund.arrears", is_lower_better=True),
            definition="สัญญาที่มีหนี้เกินกำหนด ÷ สัญญาที่ยังมีหนี้คงเหลือ × 100", source="S76",
        ),
        Indicator(
            "T6.5", "สัญญาที่สิ้นสุดแล้วยังชำระไม่ครบ", "ร้อยละ", "ended", "known_end", "สัญญา", _LOANS,
            Light("women_fund.ended", is_lower_better=True),
            definition="สัญญาที่พ้นวันสิ้นสุดแล้วยังมีหนี้คงเหลือ ÷ สัญญาที่ยังมีหนี้คงเหลือ × 100", source="S76",
        ),
        Indicator(
            "T6.6", f"หนี้ของสัญญาที่ค้างเกิน {setting('women_fund.npl_days')} วัน", "ร้อยละ", "npl_baht", "aged_balance_baht",
            "บาท", _DUE, key=False, source="assumption-K",
            definition="หนี้คงเหลือของสัญญาที่มีงวดค้างนานเกินกำหนดนี้ ÷ หนี้คงเหลือของสัญญาที่ทราบอายุหนี้ × 100 "
            "(NPL ตามแนวปฏิบัติของธนาคาร)",
        ),
        Indicator(
            "T6.7", f"หนี้เกินกำหนดที่ค้างเกิน {old} วัน", "ร้อยละ", "old_overdue_baht", "aged_overdue_baht", "บาท", _DUE,
            key=False, definition=f"เงินต้นของงวดที่เลยกำหนดเกิน {old} วัน ÷ เงินต้นของงวดที่เลยกำหนดทั้งหมด × 100",
            source="assumption-D",
        ),
    )  # fmt: skip


def _money(year: int) -> tuple[Indicator, ...]:
    pace = Light(is_pace=True, most=100)
    return (
        Indicator(
            "T6.8", "การเบิกจ่ายเงินทุนหมุนเวียน", "ร้อยละ", "disbursed_revolving", "budget_revolving", "บาท", _MONTHLY, pace,
            rule="spending_behind", stake=("budget_revolving", "บาท"), source="S26, S29",
            definition="ผลเบิกจ่าย ÷ งบประมาณ ของเงินทุนหมุนเวียน × 100 เทียบสัดส่วนวันที่ผ่านไปของปีงบประมาณ",
            question="{area}เบิกจ่ายเงินทุนหมุนเวียน {base} ติดขัดที่การพัฒนาโครงการ การอนุมัติ หรือการโอนเงิน",
        ),
        Indicator(
            "T6.8-grant", "การเบิกจ่ายเงินอุดหนุน", "ร้อยละ", "disbursed_grant", "budget_grant", "บาท", _MONTHLY, pace,
            decides=False, key=False, definition="ผลเบิกจ่าย ÷ งบประมาณ ของเงินอุดหนุน × 100", source="S26",
        ),
        Indicator(
            "T6.8-operating", "การเบิกจ่ายงบบริหาร", "ร้อยละ", "disbursed_operating", "budget_operating", "บาท", _MONTHLY,
            pace,
            decides=False, key=False, definition="ผลเบิกจ่าย ÷ งบประมาณ ของงบบริหาร × 100", source="S26",
        ),
        Indicator(
            "T6.8-all", "การเบิกจ่ายที่ไม่แยกประเภทเงิน", "ร้อยละ", "disbursed_all", "budget_all", "บาท", _MONTHLY,
            decides=False, key=False, source="S26",
            definition="ผลเบิกจ่าย ÷ งบประมาณ ของรายงานที่ไม่แยกประเภทเงิน × 100 ไม่นำไปรวมกับประเภทอื่น",
        ),
        *(
            Indicator(
                f"T6.9-{letter}", f"คะแนน {letter.upper()} {what} ปี {year}", "คะแนน", f"score_{letter}", table=_MONTHLY,
                adds=False, key=False, definition=f"คะแนนตามตารางจากร้อยละ{what} ณ สิ้นปีงบประมาณ {year}", source="S29",
            )
            for letter, what in (("a", "การใช้จ่าย"), ("b", "การชำระคืน"), ("c", "หนี้เกินกำหนด"))
        ),
        Indicator(
            "T6.9", f"คะแนนรวม D ปี {year}", "คะแนน", "score_d", table=_MONTHLY, adds=False, source="S29",
            definition=f"A + B + C เต็ม 100 คะแนน ณ สิ้นปีงบประมาณ {year} คำนวณใหม่จากยอดรวม ปีที่ยังไม่สิ้นสุดยังไม่ให้คะแนน",
        ),
        Indicator(
            "T6.9-level", f"ระดับการบริหารจัดการหนี้ ปี {year} (เต็ม 5)", "", "kpi_level", table=_MONTHLY, adds=False,
            source="S29", light=Light("women_fund.level"),
            definition="ระดับ 3 ถึง 5 ต้องผ่านทั้งฐานข้อมูลลูกหนี้ครบถ้วนและปรับปรุงข้อมูลลูกหนี้ แล้วจึงดูคะแนนรวม "
            "พื้นที่จะผ่านเมื่อทุกหน่วยที่รายงานผ่าน",
        ),
        Indicator(
            "T6.10", "ผลต่างของกระแสหนี้เกินกำหนด", "บาท", "flow_off", table=_MONTHLY, key=False, source="assumption-D",
            definition="ยกมา + เกินกำหนดเพิ่ม − เก็บได้ − ปรับโครงสร้าง − จำหน่ายหนี้สูญ − คงเหลือ ต้องเป็นศูนย์ทุกเดือน "
            "ค่านี้รวมผลต่างของทุกเดือนโดยไม่หักกลบกัน",
        ),
    )  # fmt: skip


def _cases() -> tuple[Indicator, ...]:
    days = setting("women_fund.stuck_days")
    return (
        Indicator(
            "T6.11-offered", "สัญญาที่เสนอปรับโครงสร้างหนี้", "ร้อยละ", "offered", "scope", "สัญญา", _LOANS, key=False,
            definition="สัญญาที่เสนอปรับโครงสร้างหนี้ ÷ สัญญาที่ค้างชำระหรืออยู่ในกระบวนการปรับโครงสร้าง × 100", source="S75",
        ),
        Indicator(
            "T6.11-signed", "สัญญาที่ลงนามปรับโครงสร้างหนี้", "ร้อยละ", "signed", "scope", "สัญญา", _LOANS, key=False,
            definition="สัญญาที่ลงนามปรับโครงสร้างหนี้ ÷ สัญญาที่ค้างชำระหรืออยู่ในกระบวนการปรับโครงสร้าง × 100", source="S75",
        ),
        Indicator(
            "T6.11", "สัญญาที่ชำระตามแผนปรับโครงสร้าง", "ร้อยละ", "kept", "known_kept", "สัญญา", _LOANS,
            Light("women_fund.kept"), rule="plan_broken", key=False, source="S75, assumption-D",
            definition="สัญญาที่ชำระตามแผนใหม่ ÷ สัญญาที่ลงนามปรับโครงสร้างแล้วและมีผลการชำระ × 100",
            question="{area}มีสัญญาที่ทำตามแผนใหม่ได้ {base} แผนใหม่เกินกำลังลูกหนี้หรือไม่ และจะแก้อย่างไร",
        ),
        Indicator(
            "T6.12", f"เรื่องที่ค้างในสถานะเดิมเกิน {days} วัน", "ร้อยละ", "stuck", "case", "สัญญา", _LOANS,
            Light("women_fund.stuck", is_lower_better=True), rule="stuck_case", stake=("stuck_baht", "บาท"),
            source="assumption-D",
            definition=f"สัญญาที่ผิดนัด ทวงถาม ไกล่เกลี่ย หรือดำเนินคดี และอยู่ในสถานะเดิมเกิน {days} วัน ÷ "
            "สัญญาในสถานะเหล่านี้ที่ทราบวันเข้าสู่สถานะ × 100",
            question="{area}มีเรื่องค้าง {base} ใครเป็นเจ้าของเรื่อง ติดอยู่ที่ขั้นตอนใด และจะเดินต่อเมื่อใด",
        ),
        Indicator(
            "T6.13", "ฐานข้อมูลลูกหนี้ครบถ้วน", "ร้อยละ", "complete", "checked", "สัญญา", _LOANS, Light("women_fund.complete"),
            rule="file_incomplete", key=False, source="S29, assumption-D",
            definition="สัญญาที่มีผู้เสนอ วันครบกำหนด ตารางชำระ ผู้ค้ำประกันหรือรายชื่อสมาชิก และที่อยู่ ÷ สัญญาที่ยังมีหนี้ × 100",
            question="{area}มีแฟ้มลูกหนี้ครบ {base} ขาดเรื่องใดมากที่สุด และจะครบเมื่อใด",
        ),
    )  # fmt: skip


def _people() -> tuple[Indicator, ...]:
    return (
        Indicator(
            "T6.14", "สตรีอายุ 15 ปีขึ้นไปที่เป็นสมาชิก", "ร้อยละ", "members_sep", "women_15p", "คน", _PEOPLE, key=False,
            definition="สมาชิก ณ 30 ก.ย. หรือปัจจุบัน ÷ สตรีอายุ 15 ปีขึ้นไป × 100", source="S27",
        ),
        Indicator(
            "T6.14-new", "สมาชิกเพิ่มเทียบเป้าหมายปี", "ร้อยละ", "new_members", "target_new", "คน", _PEOPLE,
            Light(is_pace=True), rule="members_behind", key=False, source="S27",
            definition="สมาชิกที่เพิ่มขึ้น ÷ เป้าหมายทั้งปี × 100 เทียบสัดส่วนวันที่ผ่านไปของปีงบประมาณ",
            question="{area}รับสมาชิกเพิ่มได้ {base} ติดขัดเรื่องใด",
        ),
        Indicator(
            "T6.15", "ร้อยละที่พิมพ์ไม่ตรงกับที่คำนวณได้", "ร้อยละ", "typed_off", "typed", "ค่า", _MONTHLY, key=False,
            definition="ร้อยละในรายงานที่ต่างจากค่าที่คำนวณจากแถวเดียวกันเกินการปัดเศษ ÷ ร้อยละที่พิมพ์ไว้ทั้งหมด × 100",
            source="S26, S31",
        ),
    )  # fmt: skip


def shown(view: View) -> tuple[Shown, ...]:
    """Columns of the district table between name and status."""
    year, target = scored_year(view), target_pct(view.fiscal_year)
    return (
        Shown("due_principal_baht", "เงินต้นที่คาดว่าจะได้รับ", "baht", "บาท"),
        Shown("repaid_principal_baht", "เงินต้นที่รับคืน", "baht", "บาท"),
        Shown("T6.1", "ร้อยละของการชำระคืน", "pct", "ร้อยละ"),
        Shown("total_debt_baht", "จำนวนเงินทั้งหมด", "baht", "บาท"),
        Shown("overdue_debt_baht", "หนี้เกินกำหนดชำระ", "baht", "บาท"),
        Shown("T6.2", "ร้อยละหนี้เกินกำหนด", "pct", "ร้อยละ"),
        Shown("T6.3", f"ต้องเก็บเพิ่มเพื่อเหลือร้อยละ {target:g}", "baht", "บาท"),
        Shown("budget_revolving", "งบประมาณ", "baht", "บาท"),
        Shown("disbursed_revolving", "ผลเบิกจ่าย", "baht", "บาท"),
        Shown("T6.8", "ร้อยละเบิกจ่าย", "pct", "ร้อยละ"),
        Shown("points", f"คะแนน A/B/C/รวม ปี {year}"),
        Shown("T6.9-level", "ระดับ", "number"),
    )
