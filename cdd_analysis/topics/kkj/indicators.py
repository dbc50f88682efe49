"""Indicators of the village funds: what is divided by what, and how it gets its light (handbook 7.3, 10)."""

from __future__ import annotations

from cdd_analysis.measures.result import Shown
from cdd_analysis.measures.scorecard import Indicator, Light
from cdd_analysis.topics.kkj.levels import LEVELS

VILLAGE, AREA, LOAN, PROBLEM = "kkj_villages", "kkj_areas", "kkj_loans", "kkj_problems"

INDICATORS = (
    Indicator(
        "T5.1", "เงินทุนรวม", "บาท", "fund", table=VILLAGE, source="S25",
        definition="เงินคงค้าง + เงินในบัญชีธนาคาร + เงินในมือ + เงินอยู่ที่อื่น อำเภอที่ไม่ส่งรายหมู่บ้านใช้แบบ 26(2)",
    ),
    Indicator(
        "T5.2", "เงินทุนขาดหาย", "ร้อยละ", "shortfall", "granted", "บาท", VILLAGE, Light("kkj.shortfall", True),
        definition="Σ ส่วนที่เงินทุนรวมของหมู่บ้านต่ำกว่าเงินที่ได้รับ ÷ Σ เงินที่ได้รับ × 100 "
        "ส่วนเกินของหมู่บ้านหนึ่งไม่หักส่วนขาดของอีกหมู่บ้าน ที่ไม่ระบุเงินที่ได้รับใช้ 280,000 บาท",
        source="S25 (สูตร), assumption-D (เกณฑ์)",
    ),
    Indicator(
        "T5.2-stress", "เงินทุนขาดหายหากหนี้เกินกำหนดเกิน 3 ปีมีค่าเป็นศูนย์", "ร้อยละ", "stress_short", "granted", "บาท", LOAN,
        key=False,
        definition="Σ ส่วนที่ (เงินทุนรวม − เงินคงค้างที่เกินกำหนดเกิน 1,095 วัน) ต่ำกว่าเงินที่ได้รับ ÷ Σ เงินที่ได้รับ × 100",
        source="assumption-D",
    ),
    Indicator(
        "T5.3", "เงินทุนเกิน", "บาท", "surplus", table=VILLAGE, key=False, source="assumption-D",
        definition="Σ ส่วนที่เงินทุนรวมของหมู่บ้านสูงกว่าเงินที่ได้รับ (ดอกเบี้ยหรือข้อมูลผิด) หมู่บ้านที่เกินร้อยละ 5 ควรตรวจสอบ",
    ),
    Indicator(
        "T5.4", "เงินทุนที่อยู่ระหว่างชำระคืน", "บาท", "outstanding", table=VILLAGE, source="S25",
        definition="Σ ยอดเงินคงค้างที่ยังไม่ปิดบัญชี",
    ),
    Indicator(
        "T5.5", "อัตราหมุนเวียนของเงินทุน", "ร้อยละ", "T5.5-top", "T5.5-bottom", "บาท", VILLAGE, source="S25", key=False,
        definition="Σ เงินคงค้าง ÷ Σ เงินทุนรวม × 100",
    ),
    Indicator(
        "T5.6", "หนี้เกินกำหนด", "ร้อยละ", "overdue", "owed", "บาท", LOAN, Light("kkj.overdue", True), rule="overdue",
        question="{area}จะติดตามหนี้เกินกำหนด {base} อย่างไร และรายใดต้องทำสัญญาผ่อนชำระใหม่",
        definition="Σ เงินคงค้างที่ครบกำหนดก่อนวันที่ของข้อมูล ÷ Σ เงินคงค้างของหมู่บ้านที่ทราบยอดเกินกำหนด × 100",
        source="S25 (สูตร), assumption-D (เกณฑ์)",
    ),
    Indicator(
        "T5.7", "หนี้เกินกำหนดเกิน 1,095 วัน", "บาท", "long_baht", table=LOAN, source="assumption-D", key=False,
        definition="Σ เงินคงค้างของสัญญาที่เกินกำหนดเกิน 1,095 วัน การแบ่งอายุหนี้ทุกช่วงอยู่ในแผนภูมิอายุหนี้",
    ),
    Indicator(
        "T5.7-expiry", "สัญญาที่จะครบอายุความใน 1 ปี", "สัญญา", "expiring", table=LOAN, source="assumption-K", key=False,
        definition="จำนวนสัญญาที่ยังค้าง และวันครบกำหนดบวก 10 ปีตกอยู่ภายใน 1 ปีนับจากวันที่ของข้อมูล",
    ),
    Indicator(
        "T5.8", "รับชำระคืนในรอบ", "ร้อยละ", "T5.8-top", "T5.8-bottom", "บาท", VILLAGE,
        Light("kkj.repaid", most=100), rule="repayment",
        question="เหตุใด{area}รับชำระคืนได้เพียง{value} ({base}) และจะเก็บส่วนที่เหลือเมื่อใด",
        definition="Σ เงินที่ได้รับคืนรอบปี ÷ Σ เงินที่ครบกำหนดคืนรอบปี × 100 นับตามปีงบประมาณ ไม่รวมหมู่บ้านที่นับตามปีปฏิทิน",
        source="assumption-D (เกณฑ์ตาม S26)",
    ),
    Indicator(
        "T5.8-opening", "รับชำระคืนเทียบเงินคงค้างต้นปี", "ร้อยละ", "repaid_known", "opening", "บาท", VILLAGE, key=False,
        definition="Σ เงินที่ได้รับคืนรอบปี ÷ Σ เงินคงค้างเมื่อสิ้นปีก่อนของหมู่บ้านเดียวกัน × 100", source="assumption-D",
    ),
    Indicator(
        "T5.9", "ครัวเรือนเป้าหมายที่ได้รับเงินยืม", "ร้อยละ", "T5.9-top", "T5.9-bottom", "ครัวเรือน", VILLAGE,
        source="S25", key=False,
        definition="Σ ครัวเรือนที่ได้รับเงินยืม ÷ Σ ครัวเรือนเป้าหมาย × 100 หมู่บ้านที่เกินร้อยละ 100 ควรตรวจสอบ",
    ),
    Indicator(
        "T5.10", "ความสมบูรณ์ของบัญชี 3 เล่ม", "ร้อยละ", "books_kept", "books_told", "เล่ม", VILLAGE, Light("kkj.books"),
        definition="เล่มที่มีและถูกต้อง ÷ เล่มที่รายงาน (ม่วง เขียว เหลือง) × 100", source="S25",
    ),
    Indicator(
        "T5.11", "ยอดจังหวัดกับอำเภอตรงกัน", "ร้อยละ", "between_equal", "between_cells", "ยอด", AREA, Light(least=100),
        definition="ยอดที่ตรงกัน ÷ ยอดที่เทียบได้ ของ 8 รายการในแบบ 26 ทุกอำเภอ × 100 "
        "อำเภอที่ไม่ส่งยอดของตนเองเทียบกับผลรวมหมู่บ้าน",
        source="ข้อเน้นย้ำที่ 7",
    ),
    Indicator(
        "T5.12", "ยอดภายในแบบเดียวกันตรงกัน", "ร้อยละ", "inside_equal", "inside_cells", "ยอด", AREA,
        Light(least=100), key=False, decides=False,
        definition="ยอดที่ตรงกัน ÷ ยอดที่เทียบได้ × 100: ผลรวมหมู่บ้านกับยอดอำเภอ หมู่บ้านกับบัญชีลูกหนี้ และแถวรวมกับผลรวม",
        source="ข้อเน้นย้ำที่ 7, S31",
    ),
    Indicator(
        "T5.13", "หมู่บ้านที่มีปัญหาระดับ P3–P5", "ร้อยละ", "serious", "known", "หมู่บ้าน", VILLAGE,
        definition="หมู่บ้านระดับ P3 P4 P5 ÷ หมู่บ้านที่จัดระดับได้ × 100 (ไม่รวม PX)", source="ข้อเน้นย้ำที่ 7, assumption-D",
    ),
    Indicator(
        "T5.14", "หมู่บ้านที่มีปัญหามีสาเหตุและการแก้ไข", "ร้อยละ", "explained", "problem", "หมู่บ้าน", PROBLEM,
        Light("kkj.explained"),
        definition="หมู่บ้านที่รายงานทั้งสาเหตุและการแก้ไข ÷ หมู่บ้านระดับ P3–P5 หรืออยู่ในรายงานสภาพปัญหาและยังไม่แล้วเสร็จ × 100",
        source="ข้อเน้นย้ำที่ 7, S25",
    ),
    Indicator(
        "T5.15", "หมู่บ้านที่ระดับปัญหาลดลง", "หมู่บ้าน", "improved", table=VILLAGE, source="ข้อเน้นย้ำที่ 7, assumption-D",
        definition="หมู่บ้านที่ระดับปัญหาดีขึ้นจากสิ้นปีก่อน เทียบเฉพาะหมู่บ้านที่จัดระดับได้ทั้งสองวัน",
    ),
    Indicator(
        "T5.16", "หมู่บ้านที่ติดตามเยี่ยมใน 180 วัน", "ร้อยละ", "visited", "visit_told", "หมู่บ้าน", VILLAGE, Light("kkj.visits"),
        rule="visits", question="หมู่บ้านใดใน{area}ยังไม่มีการเยี่ยม และกำหนดเยี่ยมวันใด ({base})",
        definition="หมู่บ้านที่เยี่ยมล่าสุดไม่เกิน 180 วัน ÷ หมู่บ้านในอำเภอที่รายงานวันเยี่ยม × 100 ไม่มีวันที่นับว่ายังไม่เยี่ยม",
        source="S25 (สมุดเยี่ยม), assumption-D (เกณฑ์)", key=False,
    ),
    Indicator(
        "T5.16-days", "มัธยฐานวันนับจากการเยี่ยมล่าสุด", "วัน", "visit_days", table=VILLAGE, adds=False, key=False,
        definition="มัธยฐานของจำนวนวันจากการเยี่ยมล่าสุดถึงวันที่ของข้อมูล", source="assumption-D",
    ),
    Indicator(
        "E7.1", "วันที่ใช้แก้ยอดที่ไม่ตรงกัน", "วัน", "clear_days", table=AREA, adds=False, key=False,
        definition="มัธยฐานของจำนวนวันจากวันแรกที่ยอดจังหวัดกับอำเภอต่างกัน ถึงวันแรกที่ตรงกัน ยอดที่ยังต่างอยู่ไม่นับ",
        source="ข้อเน้นย้ำที่ 7",
    ),
    Indicator(
        "E7.2", "หมู่บ้านที่ดีขึ้นมีบทเรียน", "ร้อยละ", "learnt", "improved", "หมู่บ้าน", PROBLEM,
        definition="หมู่บ้านที่ระดับปัญหาลดลงและเขียนบทเรียนไว้ในรายงานสภาพปัญหา ÷ หมู่บ้านที่ระดับปัญหาลดลง × 100",
        source="ข้อเน้นย้ำที่ 7", key=False,
    ),
)  # fmt: skip

#: The district table (handbook 10.1).
SHOWN = (
    Shown("n", "หมู่บ้าน", "count"),
    Shown("hh_target", "ครัวเรือนเป้าหมาย", "count"),
    Shown("hh_borrowed", "ได้รับเงินยืม", "count"),
    Shown("outstanding", "ยอดเงินคงค้าง", "baht", "บาท"),
    Shown("bank", "เงินในบัญชีธนาคาร", "baht", "บาท"),
    Shown("cash", "เงินในมือ", "baht", "บาท"),
    Shown("fund", "รวมเงินที่มี", "baht", "บาท"),
    Shown("shortfall", "เงินทุนที่ขาดหายไป", "baht", "บาท"),
    Shown("overdue", "เกินกำหนด", "baht", "บาท"),
    Shown("T5.6", "เกินกำหนด", "pct", "ร้อยละ"),
    Shown("repaid", "ได้รับคืนรอบปี", "baht", "บาท"),
    *(Shown(f"{level}-n", level, "count") for level in reversed(LEVELS) if level != "P0"),
    Shown("agreement", "ยอดตรงกัน จังหวัด–อำเภอ"),
)
