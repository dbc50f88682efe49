"""Measures T4.1 to T4.9 as data, and the account that they are read from."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.measures.result import Shown
from cdd_analysis.measures.scorecard import Indicator, Light
from cdd_analysis.topics.grassroots.groups import STAGES

_MARKS = (
    *("assessed", "needy", "watch", "alone", "unknown", "impossible"),
    *("supported", "supported_known", "served_needy", "missed", "over", "named", "partnered"),
    *("income_baht", "paired_income", "paired_target", "compared", "rose", "support_baht"),
    "stuck",
    *(f"reached_{stage}" for stage in STAGES),
)

INDICATORS = (
    Indicator(
        "T4.1", "รายได้ของกลุ่มที่ได้รับการหนุนเสริม", "บาท", "income_baht", table="community_groups", source="S60, S63",
        definition="ผลรวมรายได้หลังการหนุนเสริมของกลุ่มที่ได้รับการหนุนเสริมในปี กลุ่มที่ไม่แจ้งรายได้ไม่นับ",
    ),
    Indicator(
        "T4.1-target", "รายได้ของกลุ่มที่หนุนเสริมเทียบเป้าหมาย", "ร้อยละ", "paired_income", "paired_target", counted="บาท",
        table="community_groups", light=Light("grassroots.income"), source="assumption-D", rule="income_behind",
        question="{area}จะทำให้รายได้ถึงเป้าหมายได้อย่างไร กลุ่มใดต่ำกว่าเป้ามากที่สุด",
        definition="รายได้หลังการหนุนเสริม ÷ เป้าหมายรายได้ ของกลุ่มที่ได้รับการหนุนเสริมและแจ้งทั้งสองค่า",
    ),
    Indicator(
        "T4.2", "รายได้เปลี่ยนแปลง (ค่ากลาง)", "ร้อยละ", "rise_pct", adds=False, table="community_groups",
        light=Light("grassroots.income_growth"), source="assumption-D", rule="income_fell",
        question="{area}มีกลุ่มใดที่รายได้ลดลงหลังการหนุนเสริม และจะปรับวิธีหนุนเสริมอย่างไร",
        definition="มัธยฐานของ (รายได้หลัง − รายได้ก่อน) ÷ รายได้ก่อน ของกลุ่มที่ได้รับการหนุนเสริมและแจ้งทั้งสองค่า",
        stake=("compared", "กลุ่ม"),
    ),
    Indicator(
        "T4.2-rose", "กลุ่มที่รายได้เพิ่มขึ้น", "ร้อยละ", "rose", "compared", counted="กลุ่ม", table="community_groups",
        source="assumption-D", key=False, definition="กลุ่มที่รายได้หลังสูงกว่าก่อน ÷ กลุ่มที่ได้รับการหนุนเสริมและแจ้งทั้งสองค่า",
    ),
    Indicator(
        "T4.3", "กลุ่มที่ต้องการหนุนเสริมจริง", "ร้อยละ", "needy", "assessed", counted="กลุ่ม", table="community_groups",
        source="assumption-D",
        definition="กลุ่มที่คะแนนความจำเป็นตั้งแต่ 60 ÷ กลุ่มที่ประเมินศักยภาพครบ 5 ด้าน คะแนน = 100 − ค่าเฉลี่ยศักยภาพ (เต็ม 100) "
        "บวก 10 ถ้าผลิตภัณฑ์ระดับ D และบวก 10 ถ้ายอดจำหน่ายลดลงตั้งแต่ร้อยละ 20 ไม่เกิน 100",
    ),
    Indicator(
        "T4.3-median", "คะแนนความจำเป็น (ค่ากลาง)", "คะแนน", "need", adds=False, table="community_groups", key=False,
        source="assumption-D", definition="มัธยฐานของคะแนนความจำเป็นของกลุ่มที่ประเมินครบ 5 ด้าน",
    ),
    Indicator(
        "T4.4", "หนุนเสริมตรงเป้า", "ร้อยละ", "served_needy", "supported_known", counted="กลุ่ม", table="group_support",
        light=Light("grassroots.targeting"), source="assumption-D", rule="off_target",
        question="{area}เลือกกลุ่มที่หนุนเสริมจากอะไร และจะปรับให้ถึงกลุ่มที่ต้องการจริงเมื่อใด",
        definition="กลุ่มที่ได้รับการหนุนเสริมและคะแนนความจำเป็นตั้งแต่ 60 ÷ กลุ่มที่ได้รับการหนุนเสริมและมีคะแนน",
    ),
    Indicator(
        "T4.5", "ตกหล่น", "ร้อยละ", "missed", "needy", counted="กลุ่ม", table="group_support",
        light=Light("grassroots.missed", is_lower_better=True), source="assumption-D",
        definition="กลุ่มที่คะแนนความจำเป็นตั้งแต่ 60 และไม่มีผู้หนุนเสริม ÷ กลุ่มที่คะแนนตั้งแต่ 60 ทั้งหมด",
    ),
    Indicator(
        "T4.6", "หนุนเกินจำเป็น", "ร้อยละ", "over", "supported_known", counted="กลุ่ม", table="group_support",
        light=Light("grassroots.over_served", is_lower_better=True), source="assumption-D",
        definition="กลุ่มที่ได้รับการหนุนเสริมทั้งที่คะแนนความจำเป็นต่ำกว่า 40 ÷ กลุ่มที่ได้รับการหนุนเสริมและมีคะแนน",
    ),
    Indicator(
        "T4.7", "ส่งต่อแล้วมีผู้รับเรื่อง", "ร้อยละ", "reached_received", "reached_referred", counted="กลุ่ม",
        table="community_groups", source="assumption-D", definition="กลุ่มที่รับเรื่องแล้ว ÷ กลุ่มที่อำเภอส่งต่อ",
    ),
    Indicator(
        "T4.7-closed", "ส่งต่อแล้วปิดเรื่อง", "ร้อยละ", "reached_closed", "reached_referred", counted="กลุ่ม", key=False,
        table="community_groups", source="assumption-D", definition="กลุ่มที่ปิดเรื่องแล้ว ÷ กลุ่มที่อำเภอส่งต่อ",
    ),
    Indicator(
        "T4.7-stuck", "ส่งต่อนานแล้วยังไม่มีผู้รับเรื่อง", "ร้อยละ", "stuck", "reached_referred", counted="กลุ่ม", key=False,
        table="community_groups", light=Light("grassroots.stuck", is_lower_better=True), source="assumption-D",
        definition="กลุ่มที่ส่งต่อเกิน 30 วันและยังไม่มีวันที่หรือสถานะรับเรื่อง ÷ กลุ่มที่อำเภอส่งต่อ",
    ),
    Indicator(
        "T4.7-days", "เวลาจากค้นพบถึงรับเรื่อง (ค่ากลาง)", "วัน", "wait_days", adds=False, table="community_groups",
        light=Light("grassroots.referral_days", is_lower_better=True), source="assumption-D", rule="slow_referral",
        question="{area}เรื่องค้างอยู่ที่ขั้นใด และใครต้องตัดสินใจ",
        definition="มัธยฐานของจำนวนวันจากวันที่ค้นพบถึงวันที่รับเรื่อง ของกลุ่มที่มีทั้งสองวันที่",
        stake=("reached_received", "กลุ่ม"),
    ),
    Indicator(
        "T4.8", "อำเภอที่ค้นหาและส่งต่อกลุ่มแล้ว", "ร้อยละ", "searched", "districts", counted="อำเภอที่ส่งทะเบียน",
        table="community_groups", light=Light("grassroots.searched"), source="seed",
        definition="อำเภอที่ส่งต่อกลุ่มแล้วอย่างน้อย 1 กลุ่ม ÷ อำเภอที่ส่งทะเบียน อำเภอที่ยังไม่ส่งแสดงแยกไว้",
    ),
    Indicator(
        "T4.9", "มีภาคีร่วมหนุนเสริม", "ร้อยละ", "partnered", "named", counted="กลุ่ม", table="group_support",
        light=Light("grassroots.partners"), source="assumption-D", rule="few_partners",
        question="{area}จะชวนพาณิชย์จังหวัดและภาคีใดเข้าร่วมหนุนเสริม",
        definition="กลุ่มที่มีพาณิชย์จังหวัดหรือภาคีนอก พช. ÷ กลุ่มที่ได้รับการหนุนเสริมและระบุผู้สนับสนุน",
    ),
)  # fmt: skip

RANKED = (
    Shown("groups", "กลุ่มทั้งหมด", "count", "กลุ่ม"),
    Shown("needy", "ต้องการหนุนเสริมจริง", "count", "กลุ่ม"),
    Shown("supported", "ได้รับการหนุนเสริม", "count", "กลุ่ม"),
    Shown("T4.4", "ตรงเป้า", "pct", "ร้อยละ"),
    Shown("missed", "ตกหล่น", "count", "กลุ่ม"),
    Shown("over", "พึ่งตนเองได้แต่ยังหนุน", "count", "กลุ่ม"),
    Shown("reached_referred", "ส่งต่อบริษัทฯ", "count", "กลุ่ม"),
    Shown("reached_closed", "ปิดเรื่อง", "count", "กลุ่ม"),
    Shown("T4.2", "รายได้เพิ่มขึ้น", "pct", "ร้อยละ"),
)


def account(groups: pd.DataFrame) -> pd.DataFrame:
    """Sums, medians and the number of groups of every area; and districts that have passed groups on (T4.8)."""
    sums = ladder.sums(groups, _MARKS)
    middle = ladder.medians(groups, ("need", "rise_pct", "wait_days"))
    return sums.join([middle, ladder.size(groups, "groups"), _searched(groups)], how="outer")


def _searched(groups: pd.DataFrame) -> pd.DataFrame:
    """Districts that sent the register, and those of them that passed a group on; of a silent one nothing is known."""
    districts = groups.dropna(subset=["district_code"]).groupby(["province_code", "district_code"])
    rows = districts["reached_referred"].max().rename("searched").reset_index().assign(districts=1.0)
    return ladder.sums(rows, ("searched", "districts"))
