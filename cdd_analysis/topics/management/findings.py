"""What the meeting should talk about beside red indicators: who is alone with a topic, what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pandas as pd

from cdd_analysis.datasets.management import TOPICS
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.management.facts import Facts


def label(topic: str) -> str:
    """A topic as offices name it."""
    return TOPICS[topic][0]


def doubts(facts: Facts, below: tuple[str, ...]) -> tuple[Doubt, ...]:
    """What is compared where a budget line holds more money spent than was given, or less than nothing left (G7)."""
    off, found = facts.off, []
    for area in (area for area in below if area in set(off["area"])):
        own = off[off["area"].eq(area)]
        first, over = own.sort_values("over_baht").iloc[-1], float(own["over_baht"].sum())
        more = f" และอีก {len(own) - 1} รายการ" if len(own) > 1 else ""
        sentence = (
            f"เบิกจ่ายเกินงบจัดสรร {count(over)} บาท: {first['budget_line']} เบิกจ่าย {count(first['disbursed_baht'])} บาท "
            f"จากงบจัดสรร {count(first['allocated_baht'])} บาท{more}"
        )
        question = f"ยอดใดของ{called(area)}ถูกต้อง ได้รับจัดสรรเพิ่มหรือบันทึกผิดโครงการ และแก้ไขที่ใด"
        found.append(Doubt("overspent", area, sentence, question, "G7", over, "บาท"))
    return tuple(found)


def findings(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """Findings of people, advances and instructions; an area's topics in one sentence."""
    yield from _no_backup(card, facts)
    yield from _single_person(card, facts)
    yield from _advances(card, facts)
    yield from _instructions(card, facts)


def _most(areas: pd.Series) -> list[str]:
    """The areas with most of what is counted, at most as many as one kind of finding names."""
    top = areas[areas > 0].sort_values(ascending=False, kind="stable")
    return [str(area) for area in top.index[: setting("shared.areas_per_finding")]]


def _no_backup(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """What stops if one person is away: topics with fewer able people than two (E1.1)."""
    rows = facts.alone
    for area in _most(rows.groupby("area").size()):
        own = rows[rows["area"].eq(area)]
        said = _topics(own, lambda row: f"{label(row['topic'])} ({count(row['people'])} คน)")
        yield card.finding(
            "no_backup",
            area,
            Status.RED if own["people"].eq(0).any() else Status.YELLOW,
            f"มีผู้ทำงานได้ไม่ถึง 2 คนใน {len(own)} ประเด็น: {said} ถ้าคนเดียวไม่อยู่ งานประเด็นนี้หยุด",
            f"{called(area)}จะให้ใครเรียนรู้งานประเด็นเหล่านี้ และทำแทนกันได้เมื่อใด",
            float(len(own)),
            "ประเด็น",
        )


def _single_person(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """Topics whose records one person makes (E1.2)."""
    rows = facts.dependent
    for area in _most(rows.groupby("area").size()):
        own = rows[rows["area"].eq(area)].sort_values("one_pct", ascending=False)
        said = _topics(
            own, lambda row: f"{label(row['topic'])} ร้อยละ {pct(row['one_pct'])} ของ {count(row['records'])} บันทึก"
        )
        yield card.finding(
            "single_person",
            area,
            Status.RED,
            f"มี {len(own)} ประเด็นที่คนเดียวบันทึกหรือส่งรายงานตั้งแต่ร้อยละ {pct(setting('management.one_person_pct'))}: {said}",
            f"ถ้าผู้บันทึกของ{called(area)}ไม่อยู่ ใครบันทึกและตอบข้อมูลแทน",
            float(own["records"].sum()),
            "รายการ",
        )


def _topics(rows: pd.DataFrame, words: Callable[[dict[Hashable, Any]], str]) -> str:
    """What is said of each topic, the first few of them."""
    most = setting("shared.areas_per_finding")
    said = " · ".join(words(row) for row in rows.head(most).to_dict("records"))
    return f"{said} และอีก {len(rows) - most} ประเด็น" if len(rows) > most else said


def _advances(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """Advance loans overdue for too long (E2.1)."""
    rows = facts.overdue
    for area in _most(rows.groupby("area")["overdue_baht"].sum()):
        own = rows[rows["area"].eq(area)]
        baht, oldest = float(own["overdue_baht"].sum()), own.sort_values("late_days").iloc[-1]
        yield card.finding(
            "overdue_advance",
            area,
            Status.RED,
            f"มีสัญญายืมเงินค้างเกิน {setting('management.overdue_days')} วัน {len(own)} สัญญา {count(baht)} บาท "
            f"นานที่สุดครบกำหนดเมื่อ {thai_date(oldest['due_date'].date(), short=True)} "
            f"เลยมา {count(oldest['late_days'])} วัน",
            f"{called(area)}จะเรียกส่งใช้เงินยืมที่ค้าง {count(baht)} บาทเมื่อใด และติดขัดที่เอกสารใด",
            baht,
            "บาท",
        )


def _instructions(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """Instructions whose day has passed and that are not done."""
    rows = facts.actions[facts.actions["overdue"].eq(1)]
    for area in _most(rows.groupby("area").size()):
        own = rows[rows["area"].eq(area)].sort_values("overdue_days", ascending=False)
        first = own.iloc[0]
        more = f" และอีก {len(own) - 1} ข้อ" if len(own) > 1 else ""
        yield card.finding(
            "instruction_overdue",
            area,
            Status.RED,
            f"มีข้อสั่งการที่เลยกำหนดและยังไม่แล้วเสร็จ {len(own)} ข้อ: “{first['instruction']}” "
            f"กำหนด {thai_date(first['due_date'].date(), short=True)} เลยมา {count(first['overdue_days'])} วัน{more}",
            f"ข้อสั่งการของ{called(area)}ติดขัดเรื่องใด และจะแล้วเสร็จวันใด",
            float(len(own)),
            "ข้อ",
        )
