"""Measures T7.1 to T7.7 as data (handbook 9.1)."""

from __future__ import annotations

from cdd_analysis.measures.result import Shown
from cdd_analysis.measures.scorecard import Indicator, Light

_TABLE = "cloth_agencies"

INDICATORS = (
    Indicator(
        "T7.1", "หน่วยงานที่มีประกาศหรือมาตรการ", "ร้อยละ", "announced_count", "agencies", counted="หน่วยงาน", table=_TABLE,
        light=Light("thai_cloth.announced"), source="S79, assumption-D", rule="no_measure",
        question="หน่วยงานใดใน{area}ยังไม่มีประกาศหรือมาตรการ และจะประกาศได้เมื่อใด", stake=("without", "หน่วยงาน"),
        definition="หน่วยงานที่มีประกาศหรือมาตรการสวมใส่ผ้าไทย ÷ หน่วยงานที่รายงานว่ามีหรือไม่มี ในเดือนล่าสุดของแต่ละอำเภอ",
    ),
    Indicator(
        "T7.1-dated", "ประกาศที่ระบุวันที่", "ร้อยละ", "dated", "announced_count", counted="หน่วยงาน", table=_TABLE, key=False,
        source="assumption-D", definition="หน่วยงานที่มีวันที่ประกาศ ÷ หน่วยงานที่ตอบว่ามีประกาศหรือมาตรการ",
    ),
    Indicator(
        "T7.2", "หน่วยงานที่กำหนดอย่างน้อย 2 วันต่อสัปดาห์", "ร้อยละ", "two_days", "days_known", counted="หน่วยงาน",
        table=_TABLE, light=Light("thai_cloth.days"), source="S77, S78", rule="one_day_week",
        question="{area}จะให้ทุกหน่วยงานกำหนดอย่างน้อยสัปดาห์ละ 2 วันตามมติ ครม. เมื่อวันที่ 9 มิถุนายน 2563 เมื่อใด",
        stake=("few_days", "หน่วยงาน"),
        definition="หน่วยงานที่กำหนดสวมใส่อย่างน้อยสัปดาห์ละ 2 วัน ÷ หน่วยงานที่มีประกาศและระบุจำนวนวัน",
    ),
    Indicator(
        "T7.3", "อัตราการสวมใส่ผ้าไทย", "ร้อยละ", "worn", "asked", counted="คน", table=_TABLE,
        light=Light("thai_cloth.wearing", most=100), source="assumption-D", rule="low_wearing",
        question="เหตุใดบุคลากรใน{area}จึงสวมใส่ผ้าไทยเพียง{value} และหน่วยงานใดต่ำที่สุด", stake=("not_wearing", "คน"),
        definition="ผู้สวมใส่ ÷ บุคลากรทั้งหมด ในเดือนล่าสุดของแต่ละอำเภอ เฉพาะหน่วยงานที่แจ้งทั้งสองค่า",
    ),
    Indicator(
        "T7.4", "ยอดจำหน่ายผ้าและเครื่องแต่งกาย", "บาท", "cloth_sales_baht", table=_TABLE, source="S79, S80",
        definition="ผลรวมยอดจำหน่ายผ้าตั้งแต่ต้นปีงบประมาณถึงเดือนล่าสุดที่ได้รับ",
    ),
    Indicator(
        "T7.4-target", "ยอดจำหน่ายผ้าเทียบเป้าหมาย", "ร้อยละ", "aimed_sales", "aim_baht", counted="บาท", table=_TABLE,
        light=Light("thai_cloth.sales"), source="assumption-D", rule="sales_behind", stake=("aim_baht", "บาท"),
        question="{area}ยอดจำหน่ายผ้าต่ำกว่าเป้าเพราะเหตุใด และกิจกรรมรณรงค์ช่วยให้ยอดขยับหรือไม่",
        definition="ยอดจำหน่ายผ้า ÷ เป้าหมายของเดือนเดียวกัน เฉพาะเดือนที่แจ้งทั้งสองค่า",
    ),
    Indicator(
        "T7.4-growth", "ยอดจำหน่ายผ้าเทียบช่วงเดียวกันปีก่อน", "ร้อยละ", "change_baht", "before_baht", counted="บาท",
        table=_TABLE, source="S29",
        definition="(ยอดปีนี้ − ยอดปีก่อน) ÷ ยอดปีก่อน เฉพาะอำเภอและเดือนที่มียอดทั้งสองปี",
    ),
    Indicator(
        "T7.4-mean", "ยอดจำหน่ายผ้าเทียบเฉลี่ย 3 ปี", "ร้อยละ", "mean_change_baht", "mean_baht", counted="บาท", table=_TABLE,
        source="S50, S51", key=False,
        definition="(ยอดปีนี้ − ยอดเฉลี่ย 3 ปีก่อน) ÷ ยอดเฉลี่ย เฉพาะอำเภอและเดือนที่มียอดครบทั้ง 4 ปี",
    ),
    Indicator(
        "T7.4-share", "สัดส่วนผ้าในยอดจำหน่าย OTOP", "ร้อยละ", "cloth_beside_otop", "otop_baht", counted="บาท",
        table="otop_sales", source="S79, S80", key=False,
        definition="ยอดจำหน่ายผ้า ÷ ยอดจำหน่าย OTOP ทุกประเภทของอำเภอและเดือนเดียวกัน",
    ),
    Indicator(
        "T7.5", "ส่วนต่างกับยอด OTOP ประเภทผ้า", "บาท", "gap_baht", table="otop_sales", source="assumption-D",
        definition="ยอดจำหน่ายผ้าในแบบรายงานนี้ − ยอด OTOP ประเภทผ้าและเครื่องแต่งกาย ของอำเภอและเดือนที่มีทั้งสองแบบ",
    ),
    Indicator(
        "T7.5-match", "อำเภอและเดือนที่ยอดตรงกับ OTOP", "ร้อยละ", "agreed", "compared", counted="อำเภอ-เดือน",
        table="otop_sales", source="assumption-D", key=False,
        definition="อำเภอและเดือนที่ยอดสองแบบเท่ากัน ÷ อำเภอและเดือนที่มีทั้งสองแบบ",
    ),
    Indicator(
        "T7.6", "ผ้าส่งประกวดเทียบเป้าหมาย", "ร้อยละ", "contest_paired", "contest_aim", counted="ผืน", table=_TABLE,
        light=Light("thai_cloth.contest"), source="S29", rule="contest_behind",
        question="{area}จะส่งผ้าเข้าประกวดให้ครบเป้าหมายได้เมื่อใด ({base})",
        definition="ผ้าที่ส่งประกวด ÷ เป้าหมาย ตั้งแต่ต้นปีงบประมาณ เกินร้อยละ 100 ได้",
    ),
    Indicator(
        "T7.6-level", "ระดับคะแนนผ้าส่งประกวด", "ระดับ", "contest_level", adds=False, table=_TABLE, source="S29", key=False,
        definition="ร้อยละ 60, 70, 80, 90, 100 ของเป้าหมายเป็นระดับ 1–5 ต่ำกว่า 60 เป็นระดับ 0",
    ),
    Indicator(
        "T7.7", "ยอดจำหน่ายต่อผู้ผลิต", "บาท", "per_producer", adds=False, table=_TABLE, source="assumption-D",
        definition="ยอดจำหน่ายผ้าตั้งแต่ต้นปี ÷ จำนวนผู้ผลิตผ้า (กลุ่มหรือราย) ในเดือนล่าสุด",
    ),
)  # fmt: skip

RANKED = (
    Shown("agencies", "หน่วยงาน", "count", "แห่ง"),
    Shown("announced_count", "มีประกาศ/มาตรการ", "count", "แห่ง"),
    Shown("two_days", "กำหนด ≥2 วัน/สัปดาห์", "count", "แห่ง"),
    Shown("T7.3", "ผู้สวมใส่/บุคลากร", "pct", "ร้อยละ"),
    Shown("campaign_count", "กิจกรรมรณรงค์", "count", "ครั้ง"),
    Shown("cloth_sales_baht", "ยอดจำหน่ายผ้า", "baht", "บาท"),
    Shown("T7.4-growth", "เทียบช่วงเดียวกันปีก่อน", "change", "ร้อยละ"),
)
