"""T1.3-T1.14: measures of the household register and the help records."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import by_threshold
from cdd_analysis.measures.words import NO_LIGHT, count, known, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.poverty import lights
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.rates import (
    AGREED,
    DATED,
    DEVELOP,
    HELPED,
    JOINED,
    PASSED,
    PLANNED,
    RECENT,
    SOLVED,
    VERIFIED,
    Rate,
    said,
    share,
    without,
)
from cdd_analysis.topics.poverty.words import taken_off


def register_measures(picture: Picture) -> list[Measure]:
    """T1.3-T1.14, from the household register and the help records."""
    found = [_of_rate(picture, VERIFIED), *_targets(picture)]
    found += [_of_rate(picture, PLANNED), _of_rate(picture, HELPED), _of_rate(picture, SOLVED)]
    found += [*_income(picture), *_agencies(picture), *_recording(picture), *_classes(picture), *_stages(picture)]
    return [*found, _agreement(picture)]


def _of_rate(picture: Picture, one: Rate) -> Measure:
    """A rate of the register as a measure."""
    blank = _blank(one)
    absent = _absent(picture, one.awaited)
    if absent:
        return replace(blank, awaited=absent, reason=_awaiting(absent))
    value, top, bottom = share(picture.tally, one)
    status, reason = lights.light_of(one, picture.tally, lights.expected(picture.view))
    left_out = without(picture.tally, one)
    aside = f" ไม่รวม {len(left_out)} {picture.view.scope.child_label}ที่ยังไม่มีข้อมูลนี้" if left_out else ""
    return replace(
        blank,
        value=known(value),
        n=bottom,
        status=status,
        reason=reason + aside,
        base=_base(picture.tally, one, top, bottom),
        target=lights.expected(picture.view) if one.bands == "pace" else None,
        previous=_before(picture, one),
        region=_regional(picture, one),
    )


def _before(picture: Picture, one: Rate) -> float | None:
    """The rate a year earlier; of a register kept to the year's end only where days tell what was so by then."""
    is_told = one in DATED or (picture.is_like_before and one is not AGREED)
    if not is_told or (one is PASSED and picture.tally_before["income_undecided"].sum() > 0):
        return None
    return known(share(picture.tally_before, one)[0])


def _blank(one: Rate) -> Measure:
    return Measure(
        one.id,
        said(one.title),
        None,
        "ร้อยละ",
        Status.GRAY,
        definition=said(one.definition),
        source=one.source,
        key=one not in (JOINED, DEVELOP),
    )


def _base(tally: pd.DataFrame, one: Rate, top: float, bottom: float) -> str:
    """What the percentage is of, and the same over the other base (T1.4: always print both)."""
    first = f"{count(top)} จาก{one.base} {count(bottom)} {one.unit_n}"
    other_top, other_bottom, words = one.whole
    if not words:
        return first
    sent = tally[tally[one.known] > 0]
    n = float(sent[other_bottom].sum())
    other = ratio(float(sent[other_top].sum()), n)
    return f"{first} · ร้อยละ {pct(other, n)} ของ{words} {count(n)} {one.unit_n}"


def _regional(picture: Picture, one: Rate) -> float | None:
    """The same rate of the inspection region, where every province of it sent what the rate needs."""
    peers = picture.peers_of_region
    if peers is None or not (peers[one.known] > 0).all():
        return None
    undecided = one is PASSED and peers["income_undecided"].sum() > 0
    return None if undecided else known(share(peers, one)[0])


def _targets(picture: Picture) -> list[Measure]:
    """T1.4: the effective target beside the target it is made from."""
    definition = "ครัวเรือนเป้าหมาย − (ไม่พบ + ย้าย + เสียชีวิต + ซ้ำ) ครัวเรือนที่ปฏิเสธยังนับอยู่"
    blank = Measure("T1.4", "เป้าหมายคงเหลือ", None, "ครัวเรือน", Status.GRAY, definition=definition, source="assumption-D")
    if not picture.has_register:
        return [replace(blank, awaited="target_households", reason=_awaiting("target_households"))]
    total = picture.total
    base = f"จากเป้าหมายทั้งหมด {count(total['target'])} ครัวเรือน หัก{taken_off(total)}"
    before = picture.tally_before["effective"].sum() if len(picture.earlier) else None
    blank = replace(blank, previous=known(before), reason="ใช้เป็นฐาน ไม่กำหนดสถานะ")
    return [replace(blank, value=total["effective"], n=total["target"], base=base)]


def _income(picture: Picture) -> list[Measure]:
    """T1.8 and T1.9; where the line of a year is undecided both readings are shown and neither is chosen."""
    passed = _of_rate(picture, PASSED)
    total = picture.total
    gap = Measure(
        "T1.9",
        "ความลึกของปัญหารายได้",
        None,
        "บาท/คน/ปี",
        Status.GRAY,
        definition="ค่าเฉลี่ยของ (เส้นรายได้ของปี จปฐ. − รายได้เฉลี่ยต่อคนต่อปีเดิม ต่ำสุดเป็นศูนย์) ของครัวเรือนที่ตกเกณฑ์รายได้",
        source="assumption-D, assumption-K",
        key=False,
    )
    if not picture.has_register:
        return [passed, replace(gap, awaited="target_households", reason=_awaiting("target_households"))]
    base = total["gap_base"]
    low, high = ratio(total["gap_baht"], base, per=1), ratio(total["gap_baht_high"], base, per=1)
    where = f"ครัวเรือนที่ตกเกณฑ์รายได้ {count(base)} ครัวเรือน"
    if total["gap_undecided"] > 0:
        reason = f"เส้นรายได้ของปี จปฐ. นี้ยังไม่ชี้ขาด เส้นต่ำ {count(low)} บาท เส้นสูง {count(high)} บาท ให้จังหวัดยืนยัน"
        gap = replace(gap, n=base, base=where, reason=reason)
    else:
        earlier = picture.tally_before[["gap_baht", "gap_base", "gap_undecided"]].sum()
        before = None if earlier["gap_undecided"] > 0 else known(ratio(earlier["gap_baht"], earlier["gap_base"], per=1))
        gap = replace(gap, value=known(low), previous=before, n=base, base=where)
        gap = replace(gap, reason=NO_LIGHT if base else "ไม่มีครัวเรือนที่ใช้คำนวณได้")
    return [*_readings(passed, total), gap]


def _readings(passed: Measure, total: dict[str, float]) -> list[Measure]:
    """T1.8, with a companion for each reading where it is undecided."""
    if not total["income_undecided"] > 0:
        return [passed]
    base = total["income_base"]
    pairs = (("T1.8-low", "เส้นต่ำ", "passed"), ("T1.8-high", "เส้นสูง", "passed_high"))
    companions = [
        replace(
            passed,
            id=key,
            title=f"{passed.title} ({words})",
            value=known(ratio(total[column], base)),
            base=f"{count(total[column])} จาก{PASSED.base} {count(base)} ครัวเรือน",
            reason="อ่านได้สองทาง รอจังหวัดยืนยันเส้นรายได้",
            key=False,
        )
        for key, words, column in pairs
    ]
    return [replace(passed, value=None), *companions]


def _agencies(picture: Picture) -> list[Measure]:
    """T1.10: agencies per helped household, and multi-dimension households with two or more."""
    mean = Measure(
        "T1.10",
        "หน่วยงานที่ช่วยต่อครัวเรือน",
        None,
        "หน่วยงาน/ครัวเรือน",
        Status.GRAY,
        definition="จำนวนหน่วยงานที่ไม่ซ้ำกันของแต่ละครัวเรือน เฉลี่ยต่อครัวเรือนที่ได้รับความช่วยเหลือ (เป้าหมายคงเหลือ)",
        source="seed, assumption-D",
        key=False,
    )
    joined = _of_rate(picture, JOINED)
    absent = _absent(picture, "household_help")
    if absent:
        return [replace(mean, awaited=absent, reason=_awaiting(absent)), joined]
    helped = picture.total["helped"]
    value = known(ratio(picture.total["agencies"], helped, per=1))
    base = f"ครัวเรือนที่ได้รับความช่วยเหลือ {count(helped)} ครัวเรือน"
    earlier = picture.tally_before[["agencies", "helped"]].sum()
    before = known(ratio(earlier["agencies"], earlier["helped"], per=1))
    return [replace(mean, value=value, previous=before, n=helped, base=base, reason=NO_LIGHT), joined]


def _recording(picture: Picture) -> list[Measure]:
    """T1.11: share recorded within 30 days, and area-months with at least one record."""
    recent = _of_rate(picture, RECENT)
    label = picture.view.scope.child_label
    months = Measure(
        "T1.11-months",
        "เดือนที่มีการบันทึก",
        None,
        "ร้อยละ",
        Status.GRAY,
        definition=f"{label} × เดือนที่มีการบันทึกหรือการช่วยเหลืออย่างน้อย 1 รายการ ÷ {label} × เดือนที่ผ่านมา × 100 "
        "ทะเบียนเก็บเฉพาะวันที่บันทึกล่าสุดของครัวเรือน เดือนก่อน ๆ จึงเห็นจากวันที่ช่วยเหลือ",
        source="seed, assumption-D",
        key=False,
    )
    if not picture.has_register:
        return [recent, replace(months, awaited="target_households", reason=_awaiting("target_households"))]
    grid = picture.recorded_months
    n, filled = float(grid.size), float((grid > 0).to_numpy().sum())
    value = ratio(filled, n)
    status = by_threshold(value, **setting("poverty.recording"))
    base = f"{count(filled)} จาก {count(n)} {label}-เดือน"
    return [recent, replace(months, value=known(value), n=n, status=status, base=base, reason=f"{base} มีการบันทึก")]


def _classes(picture: Picture) -> list[Measure]:
    """T1.12: the two classes and those that have none."""
    develop = _of_rate(picture, DEVELOP)
    if not picture.has_register:
        return [develop]
    total = picture.total
    welfare = replace(
        develop,
        id="T1.12-welfare",
        title="สัดส่วนครัวเรือนสงเคราะห์",
        value=known(ratio(total["welfare"], total["effective"])),
        base=f"{count(total['welfare'])} จากเป้าหมายคงเหลือ {count(total['effective'])} ครัวเรือน",
        definition="ครัวเรือนประเภทสงเคราะห์ ÷ เป้าหมายคงเหลือ × 100",
        previous=known(ratio(*picture.tally_before[["welfare", "effective"]].sum())),
        region=None,
    )
    unclassed = replace(
        welfare,
        id="T1.12-unclassed",
        title="ครัวเรือนที่ยังไม่จำแนกประเภท",
        value=total["unclassed"],
        unit="ครัวเรือน",
        previous=None,
        definition="ครัวเรือนในเป้าหมายคงเหลือที่ไม่ระบุประเภท",
        base=f"จากเป้าหมายคงเหลือ {count(total['effective'])} ครัวเรือน",
    )
    return [develop, welfare, unclassed]


def _stages(picture: Picture) -> list[Measure]:
    """T1.13: households that moved up and those that fell back since the year before."""
    up = Measure(
        "T1.13",
        "ครัวเรือนที่เลื่อนระดับ",
        None,
        "ครัวเรือน",
        Status.GRAY,
        definition="ระดับ (อยู่รอด พอเพียง ยั่งยืน) ปีนี้เทียบปีก่อนของครัวเรือนเดียวกัน นับเฉพาะครัวเรือนที่ทราบระดับทั้งสองปี",
        source="assumption-D",
        key=False,
    )
    compared = picture.total["stage_known"]
    if not compared:
        absent = "" if picture.has_register else "target_households"
        return [replace(up, awaited=absent, reason="ยังไม่มีระดับของครัวเรือนทั้งปีนี้และปีก่อนให้เทียบ")]
    base = f"จากครัวเรือนที่ทราบระดับทั้งสองปี {count(compared)} ครัวเรือน"
    up = replace(up, value=picture.total["stage_up"], n=compared, base=base, reason=NO_LIGHT)
    down = replace(up, id="T1.13-down", title="ครัวเรือนที่ระดับลดลง", value=picture.total["stage_down"])
    return [up, down]


def _agreement(picture: Picture) -> Measure:
    """T1.14, where any area is in both lists."""
    if picture.total["listed_known"]:
        return _of_rate(picture, AGREED)
    reason = "ยังไม่มีบัญชีครัวเรือนของ TPMAP ในระบบ จึงเทียบรายครัวเรือนกับแฟ้มบ้านไม่ได้"
    return replace(_blank(AGREED), reason=reason, key=False)


def _absent(picture: Picture, table: str) -> str:
    """The table that a measure waits for: the register first, then the help records; "" where both are there."""
    if not picture.has_register:
        return "target_households"
    return "household_help" if table == "household_help" and not picture.has_help else ""


AWAITING = {
    "target_households": "รอทะเบียนครัวเรือนเป้าหมาย (แฟ้มบ้าน)",
    "household_help": "รอบันทึกการช่วยเหลือครัวเรือนเป้าหมาย",
    "poverty_areas": "รอข้อมูล TPMAP/จปฐ.",
}


def _awaiting(table: str) -> str:
    return AWAITING[table]
