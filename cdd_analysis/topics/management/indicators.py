"""The indicators of the management questions: handbook 2.2 (G7-G9) and 10, emphases 1 to 3."""

from __future__ import annotations

from cdd_analysis.measures.scorecard import Indicator, Light

_D = "assumption-D"

COVER = (
    Indicator(
        "E1.1", "ประเด็นที่มีผู้ทำงานแทนกันได้", "ร้อยละ", "covered", "topics", "ประเด็น", "staff_duties",
        Light("management.cover", most=100), source=_D,
        definition="ประเด็นที่มีผู้ทำได้ตั้งแต่ 2 คน ÷ 8 ประเด็นของการตรวจ รวมทุกหน่วยงานที่ส่งบัญชีมอบหมายงาน "
        "นับผู้รับผิดชอบหลัก ผู้ปฏิบัติแทน และผู้ที่ทำได้ ประเด็นที่ไม่มีในบัญชีนับว่าไม่มีผู้ทำ",
    ),
    Indicator(
        "E1.2", "ประเด็นที่พึ่งคนเดียว", "ร้อยละ", "dependent", "judged", "ประเด็น", "report_log",
        Light("management.dependence", is_lower_better=True), source=_D,
        definition="ประเด็นของหน่วยงานที่คนเดียวบันทึกหรือส่งรายงานตั้งแต่ร้อยละที่กำหนด (one_person_pct) ÷ ประเด็นที่มีบันทึกพอจะตัดสิน "
        "(records_least) นับรายงานที่ส่งและแฟ้มครัวเรือนที่บันทึกในปีงบประมาณ",
    ),
    Indicator(
        "E1.2-most", "สัดส่วนบันทึกของคนที่บันทึกมากที่สุด", "ร้อยละ", "one_pct", table="report_log", adds=False, key=False,
        source=_D,
        definition="สัดส่วนสูงสุดของคนเดียวในประเด็นใดประเด็นหนึ่ง ของจังหวัดขึ้นไปคือหน่วยงานที่สูงที่สุด",
    ),
    Indicator(
        "E1.3", "ประเด็นที่มีบันทึกต่อเนื่องทุกเดือน", "ร้อยละ", "continuous", "topics_owed", "ประเด็น", "report_log",
        Light("management.continuity", most=100), decides=False, key=False, source=_D,
        definition="ประเด็นของหน่วยงานที่ส่งรายงานในทุกเดือนที่ถึงกำหนดแล้ว ÷ ประเด็นที่มีรายงานถึงกำหนด",
    ),
    Indicator(
        "E1.3-away", "เดือนที่ผู้รับผิดชอบลาแต่งานไม่หยุด", "ร้อยละ", "away_kept", "away", "ประเด็น-เดือน", "staff_duties",
        key=False, source=_D,
        definition="ประเด็น-เดือนที่ผู้รับผิดชอบหลักลาและยังมีรายงาน ÷ ประเด็น-เดือนที่ผู้รับผิดชอบหลักลา",
    ),
    Indicator(
        "E1.4", "หมู่บ้านที่ส่งมอบงานแล้ว", "ร้อยละ", "villages_handed_over", "villages_assigned", "หมู่บ้าน",
        "staff_duties", Light("management.handover", most=100), source="S25, assumption-D",
        definition="หมู่บ้านที่ผู้รับผิดชอบลงนามรับมอบแล้ว ÷ หมู่บ้านที่มีผู้รับผิดชอบ นับแต่ละคนครั้งเดียว",
    ),
    Indicator(
        "E1.5", "เวลาตอบคำขอข้อมูล", "ชั่วโมง", "answer_hours", table="staff_duties", adds=False, key=False, source=_D,
        definition="มัธยฐานของชั่วโมงตั้งแต่ได้รับคำถามถึงได้ตัวเลข ตามที่กรอกในบัญชีมอบหมายงาน",
    ),
)  # fmt: skip

MONEY = (
    Indicator(
        "G7", "ร้อยละการเบิกจ่าย", "ร้อยละ", "disbursed_baht", "allocated_baht", "บาท", "budgets",
        Light(is_pace=True, most=100), rule="spending_behind", stake=("unspent_baht", "บาท"), source="S31",
        question="{area}ติดขัดที่โครงการใด และจะเบิกจ่ายให้ทันจังหวะของปีเมื่อใด",
        definition="เบิกจ่ายสะสม ÷ งบที่ได้รับจัดสรร ของรายการที่มีทั้งสองยอด ณ เดือนล่าสุดที่รายงาน รวมสำนักงานจังหวัดเป็นหน่วยงานหนึ่ง",
    ),
    Indicator(
        "G8", "คะแนนคุณภาพการเงิน", "คะแนน", "G8", table="budgets", light=Light("management.score"), adds=False,
        source="S31",
        definition="คะแนน 0–5 ของปีงบประมาณล่าสุดที่จบแล้ว: เบิกจ่ายถึงร้อยละ 100 และเอกสารครบได้ 5, 95 ได้ 4, 90 ได้ 3, 85 ได้ 2, "
        "80 ได้ 1 หัก 1 เมื่อมีสัญญายืมเงินค้าง 1–4 สัญญา หัก 2 เมื่อมากกว่านั้น ของจังหวัดขึ้นไปคือมัธยฐานของหน่วยงาน "
        "(เกณฑ์ของสำนักงานแห่งหนึ่ง ปี 2569)",
    ),
    Indicator(
        "G9", "ดัชนีสุขภาพหน่วยงาน", "คะแนน", "G9", table="budgets", light=Light("management.health"), adds=False,
        source="S31",
        definition="0–100: ครึ่งหนึ่งจากการเบิกจ่ายเทียบจังหวะของปี สามในสิบจากเอกสารและสัญญายืมเงินค้าง "
        "สองในสิบจากความสอดคล้องของตัวเลข ของจังหวัดขึ้นไปคือมัธยฐานของหน่วยงาน น้ำหนักเป็นค่าที่ปรับได้",
    ),
    Indicator(
        "E2.1", "สัญญายืมเงินค้างเกินกำหนด", "สัญญา", "overdue", table="advance_loans", source="S31",
        definition="สัญญายืมเงินที่ยังส่งใช้ไม่ครบและเลยวันครบกำหนดเกิน 30 วัน (overdue_days) รวมสัญญาของปีก่อน",
    ),
    Indicator(
        "E2.1-baht", "เงินยืมค้างเกินกำหนด", "บาท", "overdue_baht", table="advance_loans", key=False, source="S31",
        definition="เงินยืมที่ยังไม่ส่งใช้ของสัญญาใน E2.1",
    ),
    Indicator(
        "E2.1-share", "สัดส่วนสัญญายืมเงินค้าง", "ร้อยละ", "overdue", "contracts", "สัญญา", "advance_loans",
        Light("management.overdue", is_lower_better=True), key=False, source=_D,
        definition="สัญญาค้างเกินกำหนด ÷ สัญญาที่ถึงกำหนดแล้ว",
    ),
    Indicator(
        "E2.2", "เบิกจ่ายกระจุกในเดือนกันยายน", "ร้อยละ", "september_baht", "year_baht", "บาท", "budgets",
        Light("management.september", is_lower_better=True), rule="september_burst", stake=("september_baht", "บาท"),
        question="เงินที่{area}เบิกจ่ายในเดือนกันยายน ({base}) จ่ายรายการใด ตรวจรับครบแล้วหรือไม่ และปีนี้จะไม่ให้กระจุกอย่างไร",
        source=_D,
        definition="เบิกจ่ายในเดือนกันยายน ÷ เบิกจ่ายทั้งปี ของปีงบประมาณล่าสุดที่จบแล้ว เฉพาะรายการที่มียอดสะสมทั้งสิงหาคมและกันยายน",
    ),
    Indicator(
        "E2.4", "ตัวเลขที่ตรวจย้อนถึงต้นทางได้", "ร้อยละ", "traced", "figures", "ตัวเลข",
        light=Light("management.traced", most=100), key=False, source=_D,
        definition="ตัวเลขและวันที่ที่มีแฟ้ม แผ่นงาน แถว และวันที่ของข้อมูล ÷ ตัวเลขและวันที่ที่ใช้ในหน้านี้",
    ),
)  # fmt: skip

REPORTS = (
    Indicator(
        "E3.1", "รายงานที่ส่งทันกำหนด", "ร้อยละ", "on_time", "due", "ฉบับ", "report_log",
        Light("management.punctual", most=100), rule="late_reports", stake=("late", "ฉบับ"), source=_D,
        question="{area}ส่งรายงานช้าเพราะเหตุใด ใครส่งแทนได้ และจะส่งทันกำหนดตั้งแต่เดือนใด",
        definition="รายงานของอำเภอและสำนักงานจังหวัดที่ส่งภายในกำหนด ÷ รายงานที่ถึงกำหนดแล้ว ฉบับที่ยังไม่ส่งนับว่าไม่ทัน",
    ),
    *(
        Indicator(
            f"E3.1-{level}", f"ส่งทันกำหนด ระดับ{label}", "ร้อยละ", f"on_time_{level}", f"due_{level}", "ฉบับ", "report_log",
            key=False, source=_D, definition=f"เช่นเดียวกับ E3.1 เฉพาะรายงานที่ระดับ{label}เป็นผู้ส่ง",
        )
        for level, label in (("subdistrict", "ตำบล"), ("district", "อำเภอ"), ("province", "จังหวัด"))
    ),
    Indicator(
        "E3.2", "เวลาจากอำเภอถึงจังหวัด", "วัน", "lag_province", table="report_log", adds=False, key=False, source=_D,
        definition="มัธยฐานของวันตั้งแต่อำเภอส่งถึงจังหวัดส่งรายงานชื่อเดียวกันของเดือนเดียวกัน",
    ),
    Indicator(
        "E3.2-below", "เวลาจากตำบลถึงอำเภอ", "วัน", "lag_district", table="report_log", adds=False, key=False, source=_D,
        definition="มัธยฐานของวันตั้งแต่ตำบลสุดท้ายส่งถึงอำเภอส่งรายงานชื่อเดียวกันของเดือนเดียวกัน",
    ),
    Indicator(
        "actions", "ข้อสั่งการที่แล้วเสร็จ", "ร้อยละ", "done", "instructions", "ข้อ", "inspection_actions", source="seed",
        definition="ข้อสั่งการของการตรวจปีนี้และปีก่อนที่แล้วเสร็จภายในวันที่ของหน้านี้ ÷ ข้อสั่งการทั้งหมด",
    ),
    Indicator(
        "actions-overdue", "ข้อสั่งการที่เลยกำหนด", "ร้อยละ", "action_overdue", "instructions", "ข้อ",
        "inspection_actions", Light("management.instructions", is_lower_better=True), key=False, source=_D,
        definition="ข้อสั่งการที่เลยกำหนดแล้วเสร็จและยังไม่เสร็จ ÷ ข้อสั่งการทั้งหมด",
    ),
)  # fmt: skip

#: Figures of the last fiscal year that is over, whatever the day.
CLOSED_YEAR = ("G8", "E2.2")
INDICATORS = (*COVER, *MONEY, *REPORTS)
