"""The measures of topic 2 as data (handbook 4.3 and emphasis 4), and the columns of the district table (10.1)."""

from __future__ import annotations

from dataclasses import dataclass

from cdd_analysis.datasets.khok_nong_na import LEVELS
from cdd_analysis.measures.result import Shown, Status, View
from cdd_analysis.measures.scorecard import Indicator, Light
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end

_TOGETHER = "ทุกปีงบประมาณจนถึงปีของหน้านี้"


#: A binary fraction away from the line is on the line.
_PRINTED = 1e-6


def is_beyond(off: float, allowed: float) -> bool:
    """Whether a figure is off by more than what is allowed, on either side."""
    return abs(off) > allowed + _PRINTED


@dataclass(frozen=True)
class Within(Light):
    """Green within ``width`` of ``centre`` on either side, else to be checked: what should agree, and does not.

    Attributes:
        centre: what it should be.
        width: name of the setting of how far it may be off; none at all without it.
    """

    centre: float = 0.0
    width: str = ""

    def line(self, view: View) -> float | None:
        """What the figure is held against."""
        return self.centre or None

    def status(self, value: float, view: View) -> Status:
        """The light of a figure."""
        return (
            Status.CHECK if is_beyond(value - self.centre, setting(self.width) if self.width else 0) else Status.GREEN
        )

    def against(self, value: float, unit: str, view: View) -> str:
        """Thai: how far the figure may be off."""
        return f"ยอมให้ต่างได้ {setting(self.width)} จุด" if self.width else "ต้องไม่มีเลย"


def district_word(view: View) -> str:
    """What a district is called: เขต in Bangkok, else อำเภอ."""
    return view.scope.child_label if view.scope.level == "province" else "อำเภอ"


def indicators(view: View) -> tuple[Indicator, ...]:
    """Every measure in handbook order. E4.2 is left out: no column tells of exchanges between plots."""
    year, days, late = view.fiscal_year, setting("khok_nong_na.active_days"), setting("khok_nong_na.late_months")
    dear, apart = setting("khok_nong_na.unit_cost_pct"), setting("khok_nong_na.apart_points")
    district = district_word(view)
    is_over = view.as_of >= fiscal_end(year)
    work = Light("khok_nong_na.finished", most=100) if is_over else Light(is_pace=True, most=100)
    return (
        Indicator(
            "T2.1", f"แปลงปี {year} ขุดแล้วเสร็จ", "ร้อยละ", "done", "aim", counted="แปลง", table="plots", light=work,
            rule="work_behind", question="{area}มีแปลงที่ยังไม่แล้วเสร็จติดขัดเรื่องใด ({base}) และจะแล้วเสร็จวันใด",
            definition=f"แปลงงบประมาณปี {year} ที่แล้วเสร็จ ÷ (แปลงเป้าหมาย − แปลงยกเลิก/คืนงบ) × 100 "
            "แปลงที่อยู่ทั้งสองโครงการนับครั้งเดียว",
            source="S37, assumption-D",
        ),
        Indicator(
            "T2.1-before", f"แปลงก่อนปี {year} ขุดแล้วเสร็จ", "ร้อยละ", "old_done", "old_aim", counted="แปลง", table="plots",
            light=Light("khok_nong_na.finished", most=100), key=False,
            definition=f"แปลงงบประมาณก่อนปี {year} ที่แล้วเสร็จ ÷ (แปลงเป้าหมาย − แปลงยกเลิก/คืนงบ) × 100",
            source="S37, assumption-D",
        ),
        _stream("NTA_LOAN", "แปลงพื้นที่ต้นแบบ (งบเงินกู้) แล้วเสร็จ"),
        _stream("SEV", "แปลงหมู่บ้านเศรษฐกิจพอเพียงแล้วเสร็จ"),
        Indicator(
            "T2.2", f"เบิกจ่ายงบแปลงปี {year}", "ร้อยละ", "disbursed", "allocated", counted="บาท", table="plots",
            light=Light(is_pace=True, most=100), rule="money_behind",
            question="{area}ยังไม่เบิกจ่ายส่วนใด ติดขั้นตอนใด และจะเบิกได้เมื่อใด ({base})",
            definition="เบิกจ่าย ÷ งบที่ได้รับจัดสรร × 100 แปลงที่ไม่ระบุด้านใดด้านหนึ่งไม่นับ เงินส่งคืนแสดงแยก",
            source="S31",
        ),
        Indicator(
            "T2.2-returned", "เงินส่งคืน", "บาท", "returned", table="plots", key=False,
            definition=f"เงินที่ส่งคืนของแปลงปี {year} ทั้งที่ยกเลิกและที่เหลือจ่าย", source="S31",
        ),
        Indicator(
            "T2.3", "ต้นทุนแปลงที่แล้วเสร็จเทียบราคามาตรฐาน", "ร้อยละ", "standard_spent", "standard_baht", counted="บาท",
            table="plots", light=Within(centre=100, width="khok_nong_na.unit_cost_pct"), key=False,
            definition="เบิกจ่ายของแปลง HLM 1 และ 3 ไร่ที่แล้วเสร็จ ÷ ราคามาตรฐานของแปลงเหล่านั้น × 100 "
            f"ต่างจาก 100 เกินร้อยละ {dear} ต้องตรวจสอบ แปลงขนาดอื่นไม่มีราคามาตรฐานจึงไม่นับ",
            source="assumption-D, assumption-K",
        ),
        Indicator(
            "T2.3-plot", "ต้นทุนต่อแปลง", "บาท", "paid_baht", "paid", counted="แปลง", table="plots", per=1, key=False,
            definition=f"เบิกจ่ายของแปลงปี {year} ที่แล้วเสร็จ ÷ จำนวนแปลงเหล่านั้น", source="assumption-D",
        ),
        Indicator(
            "T2.3-rai", "ต้นทุนต่อไร่", "บาท", "paid_baht", "paid_rai", counted="ไร่", table="plots", per=1, key=False,
            definition=f"เบิกจ่ายของแปลงปี {year} ที่แล้วเสร็จ ÷ จำนวนไร่ของแปลงเหล่านั้น", source="assumption-D",
        ),
        Indicator(
            "T2.4", "เงินนำหน้างาน", "จุด", "gap", table="plots", adds=False,
            light=Within(width="khok_nong_na.apart_points"),
            definition=f"ร้อยละเบิกจ่าย − ร้อยละแล้วเสร็จ ห่างกันเกิน {apart} จุดไม่ว่าทางใดต้องตรวจสอบ", source="assumption-D",
        ),
        Indicator(
            "T2.5", f"แปลงที่มีกิจกรรมหรือการเยี่ยมใน {days} วัน", "ร้อยละ", "active", "followed", counted="แปลง", table="plots",
            light=Light("khok_nong_na.active"),
            definition=f"แปลงแล้วเสร็จที่มีเอามื้อสามัคคีหรือการเยี่ยมใน {days} วันก่อนวันที่ของข้อมูล ÷ แปลงแล้วเสร็จ × 100 ({_TOGETHER}) "
            "แฟ้มที่ไม่บันทึกวันที่เลยไม่นับ",
            source="seed, assumption-D",
        ),
        Indicator(
            "T2.6", f"{district}ที่มีศูนย์เรียนรู้", "ร้อยละ", "centre_districts", "done_districts", counted=district,
            table="plots", light=Light("shared.coverage"), absent="ยังไม่มีศูนย์เรียนรู้",
            definition=f"{district}ที่มีศูนย์เรียนรู้อย่างน้อย 1 แห่ง ÷ {district}ที่มีแปลงแล้วเสร็จ × 100",
            source="seed, assumption-D",
        ),
        Indicator(
            "T2.6-plots", "แปลงที่ยกระดับเป็นศูนย์เรียนรู้", "ร้อยละ", "centres", "centre_told", counted="แปลง",
            table="plots", key=False,
            definition=f"แปลงแล้วเสร็จที่เป็นศูนย์เรียนรู้ ÷ แปลงแล้วเสร็จ × 100 ({_TOGETHER})", source="seed, assumption-D",
        ),
        Indicator(
            "T2.7", f"{district}ที่มีเครือข่ายระดับ{district}", "ร้อยละ", "network_districts", "plot_districts",
            counted=district, table="plots", light=Light("shared.coverage"), absent=f"ยังไม่มีเครือข่ายระดับ{district}",
            definition=f"{district}ที่มีแปลงเป็นสมาชิกเครือข่ายอย่างน้อย 1 แปลง ÷ {district}ที่มีแปลง × 100",
            source="seed, assumption-D",
        ),
        Indicator(
            "T2.7-plots", "แปลงที่เป็นสมาชิกเครือข่าย", "ร้อยละ", "members", "member_told", counted="แปลง",
            table="plots", key=False,
            definition=f"แปลงที่เป็นสมาชิกเครือข่ายระดับอำเภอ ÷ แปลงที่ไม่ยกเลิก × 100 ({_TOGETHER})", source="seed, assumption-D",
        ),
        Indicator(
            "T2.8", "ผลต่อครัวเรือน (มัธยฐาน)", "บาท/เดือน", "benefit", table="plots", adds=False, key=False,
            definition="มัธยฐานของรายจ่ายที่ลดได้ + รายได้ที่เพิ่มขึ้นต่อเดือน ของแปลงแล้วเสร็จที่บันทึกทั้งสองค่า", source="assumption-K",
        ),
        Indicator(
            "T2.9", f"แปลงก่อนปี {year} ที่ยังไม่แล้วเสร็จ", "แปลง", "left", table="plots", key=False,
            definition="แปลงที่สิ้นปีงบประมาณแล้วแต่ยังไม่แล้วเสร็จและไม่ยกเลิก แยกตามเดือนนับจากสิ้นปีงบประมาณ", source="assumption-D",
        ),
        Indicator(
            "T2.9-late", f"แปลงค้างเกิน {late} เดือน", "แปลง", "left_long", table="plots",
            light=Light("khok_nong_na.left", is_lower_better=True),
            definition=f"แปลงที่ยังไม่แล้วเสร็จหลังสิ้นปีงบประมาณเกิน {late} เดือนเต็ม", source="assumption-D",
        ),
        Indicator(
            "T2.10", "หมู่บ้านที่ระดับไม่ตรงกับตัวชี้วัด", "หมู่บ้าน", "mismatch", table="sufficiency_villages",
            light=Within(), key=False,
            definition="หมู่บ้านที่ระดับที่รายงานต่างจากระดับที่คำนวณจากตัวชี้วัด 23 ข้อและตัวชี้วัดหลัก 10 ข้อ: หลักครบและผ่าน 10–16 "
            "พออยู่ พอกิน, 17–22 อยู่ดี กินดี, 23 มั่งมี ศรีสุข, นอกนั้นไม่ผ่าน",
            source="S46, assumption-K",
        ),
        *(_level(key) for key in ("3", "2", "1", "0")),
        Indicator(
            "T2.12", "หมู่บ้านที่ความสุขมวลรวมเพิ่มขึ้น", "ร้อยละ", "gvh_up", "measured", counted="หมู่บ้าน",
            table="sufficiency_villages", light=Light("khok_nong_na.happiness", most=100), rule="happiness_not_up",
            question="{area}มีหมู่บ้านใดที่ความสุขมวลรวมไม่เพิ่ม เพราะเหตุใด ({base})",
            definition="หมู่บ้านเป้าหมายที่ GVH หลังสูงกว่าก่อน ÷ หมู่บ้านเป้าหมายของแฟ้มที่วัด GVH × 100", source="S45",
        ),
        Indicator(
            "T2.13", "ครัวเรือนในหมู่บ้านเศรษฐกิจพอเพียงที่ผ่านเกณฑ์รายได้", "ร้อยละ", "above_line", "households",
            counted="ครัวเรือน", table="sufficiency_villages", light=Light("khok_nong_na.income", most=100),
            rule="income_below", question="{area}จะช่วยครัวเรือนที่ยังไม่ผ่านเกณฑ์รายได้ในหมู่บ้านเศรษฐกิจพอเพียงอย่างไร ({base})",
            definition="ครัวเรือนที่ผ่านเกณฑ์รายได้ จปฐ. ÷ ครัวเรือนทั้งหมดของหมู่บ้านที่ระบุทั้งสองค่า × 100", source="S48",
        ),
        Indicator(
            "E4.1", "ผู้เข้าเรียนรู้ต่อศูนย์เรียนรู้", "คน/แห่ง", "learners", "taught", counted="แห่ง", table="plots", per=1,
            definition=f"ผู้เข้าเรียนรู้ ÷ ศูนย์เรียนรู้ที่บันทึกจำนวนผู้เข้าเรียนรู้ ({_TOGETHER})", source="assumption-D",
        ),
    )  # fmt: skip


def _stream(stream: str, title: str) -> Indicator:
    return Indicator(
        f"T2.1-{stream}",
        title,
        "ร้อยละ",
        f"done_{stream}",
        f"aim_{stream}",
        counted="แปลง",
        table="plots",
        key=False,
        definition=f"แปลงแล้วเสร็จ ÷ แปลงที่ไม่ยกเลิก × 100 ของโครงการนี้ ({_TOGETHER}) สองโครงการไม่นำมาบวกกันซ้ำ",
        source="S37, assumption-D",
    )


def _level(key: str) -> Indicator:
    word = LEVELS[key][0]
    return Indicator(
        f"T2.11-{key}",
        f"หมู่บ้านระดับ{word}" if key != "0" else "หมู่บ้านที่ยังไม่ผ่านเกณฑ์",
        "ร้อยละ",
        f"level_{key}",
        "levelled",
        counted="หมู่บ้าน",
        table="sufficiency_villages",
        key=False,
        definition="หมู่บ้านที่คำนวณได้ระดับนี้ ÷ หมู่บ้านที่รายงานจำนวนตัวชี้วัดครบ × 100",
        source="S45, S46, assumption-K",
    )


def columns(view: View) -> tuple[Shown, ...]:
    """The district table between name and status (handbook 10.1)."""
    days = setting("khok_nong_na.active_days")
    return (
        Shown("target", "เป้าหมาย (แปลง)", "count"),
        Shown("hlm_1", "HLM 1 ไร่", "count"),
        Shown("hlm_3", "HLM 3 ไร่", "count"),
        Shown("clm", "CLM", "count"),
        Shown("done", "แล้วเสร็จ", "count"),
        Shown("in_progress", "อยู่ระหว่างดำเนินการ", "count"),
        Shown("cancelled", "ยกเลิก/คืนงบ", "count"),
        Shown("T2.1", "ร้อยละแล้วเสร็จ", "pct"),
        Shown("allocated", "งบจัดสรร", "baht", "บาท"),
        Shown("disbursed", "เบิกจ่าย", "baht", "บาท"),
        Shown("T2.2", "ร้อยละเบิกจ่าย", "pct"),
        Shown("active", f"แปลงที่มีกิจกรรมใน {days} วัน", "count"),
        Shown("centres", "ศูนย์เรียนรู้", "count"),
        Shown("members", f"เครือข่าย{district_word(view)} (แปลง)", "count"),
    )
