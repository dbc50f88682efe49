"""Topic 1: ขจัดความยากจนและพัฒนาคนทุกช่วงวัย (handbook 3, emphasis 3).

``survey`` counts TPMAP by area, ``register`` marks the household register, ``rates`` says what is divided by what,
``lists`` tells the lists of households apart, ``registered`` reads and marks a region's registers once, ``picture`` is
one view of them; ``survey_figures``, ``register_figures``, ``lights``, ``findings``, ``ranking``, ``tables``,
``sources``, ``carried`` and ``exhibits`` say what it means.
Nothing below district is published here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day
from cdd_analysis.measures.result import Assessment, Status, View
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.topics.poverty.carried import carried
from cdd_analysis.topics.poverty.exhibits import exhibits, trend
from cdd_analysis.topics.poverty.findings import findings, main_dimension
from cdd_analysis.topics.poverty.lights import area_light, expected
from cdd_analysis.topics.poverty.picture import Picture, look
from cdd_analysis.topics.poverty.ranking import ADD_UP, coverage, ranking, survey_status
from cdd_analysis.topics.poverty.rates import HELPED, SOLVED, share
from cdd_analysis.topics.poverty.register_figures import register_measures
from cdd_analysis.topics.poverty.survey import rate
from cdd_analysis.topics.poverty.survey_figures import survey_measures
from cdd_analysis.topics.poverty.tables import tables

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "poverty"
NUMBER = 1
TITLE = "การขับเคลื่อนงานขจัดความยากจนและพัฒนาคนทุกช่วงวัยอย่างยั่งยืนตามหลักปรัชญาของเศรษฐกิจพอเพียง"
SHORT = "ขจัดความยากจน"
TABLES = ("poverty_areas", "target_households", "household_help")
OWNER = "กลุ่มงานสารสนเทศการพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    picture = look(data, view)
    status, reason = _status(picture)
    inputs = _inputs(picture)
    return Assessment(
        topic=KEY,
        view=view,
        status=status,
        verdict=_verdict(picture, status, reason),
        measures=(*survey_measures(picture), *register_measures(picture)),
        findings=findings(picture),
        ranking=ranking(picture),
        trend=trend(picture),
        exhibits=Later(lambda: exhibits(picture)),
        coverage=coverage(picture),
        awaited=tuple(table for table, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(picture),
        carried=carried(picture),
        tables=Later(lambda: tables(picture)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest record, help or as-of date inside the fiscal year; None where there is none."""
    columns = {"target_households": ("recorded_date", "as_of_date"), "household_help": ("help_date", "as_of_date")}
    return latest_day(data, columns, provinces, fiscal_year)


def _status(picture: Picture) -> tuple[Status, str]:
    """The topic's light: of the register where there is one; TPMAP alone ranks, but can be ``check``."""
    survey_light = survey_status(picture)
    if survey_light[0] is Status.CHECK or not picture.has_register:
        return survey_light
    return area_light(picture.tally, expected(picture.view))


def _verdict(picture: Picture, status: Status, reason: str) -> str:
    """One sentence with the figures that matter most."""
    title, total = called(picture.view.scope.key), picture.survey.total
    checked = f" แต่ข้อมูลควรตรวจสอบก่อน: {reason}" if status is Status.CHECK else ""
    if picture.has_register:
        return _register_verdict(picture) + checked
    value = rate(total, "persons_target_poor", "persons_surveyed")
    if is_missing(value):
        return f"{title}ยังไม่มีข้อมูล TPMAP/จปฐ. และทะเบียนครัวเรือนเป้าหมาย ปีงบประมาณ {picture.view.fiscal_year} จึงยังสรุปไม่ได้"
    dimension, persons = main_dimension(total)
    return (
        f"{title}มีคนจนเป้าหมาย {count(float(total['persons_target_poor']))} คน ร้อยละ {pct(value)} ของคนที่สำรวจ จปฐ. "
        f"ปี {picture.survey.year} มิติที่พบมากที่สุดคือ{dimension} {count(persons)} คน "
        f"แต่ยังบอกผลการช่วยเหลือไม่ได้เพราะยังไม่ได้รับทะเบียนครัวเรือนเป้าหมาย{checked}"
    )


def _register_verdict(picture: Picture) -> str:
    title, total, label = called(picture.view.scope.key), picture.total, picture.view.scope.child_label
    silent = int((picture.tally["target"] == 0).sum())
    aside = f" และ {silent} {label}ยังไม่ส่งทะเบียน" if silent else ""
    start = f"{title}เหลือครัวเรือนที่ต้องดำเนินการจริง {count(total['effective'])} จาก {count(total['target'])} ครัวเรือน"
    value, top, _ = share(picture.tally, HELPED)
    _, solved, problems = share(picture.tally, SOLVED)
    if is_missing(value):
        return f"{start} แต่ยังไม่ได้รับบันทึกการช่วยเหลือ{aside}"
    pace = expected(picture.view)
    beside = "เร็วกว่า" if value >= pace else "ต่ำกว่า"
    return (
        f"{start} ช่วยเหลือแล้ว {count(top)} ครัวเรือน ร้อยละ {pct(value)} {beside}จังหวะที่ควรเป็น {pct(abs(value - pace))} จุด "
        f"แก้ปัญหาแล้ว {count(solved)} จาก {count(problems)} เรื่อง{aside}"
    )


def _inputs(picture: Picture) -> dict[str, pd.DataFrame]:
    return {
        "poverty_areas": picture.survey.rows,
        "target_households": picture.listed,
        "household_help": picture.help_records,
    }


def _notes(picture: Picture) -> tuple[str, ...]:
    survey, year = picture.survey, picture.view.fiscal_year
    notes = [ADD_UP]
    if survey.year is not None:
        age = year - survey.year
        older = f"เก่ากว่าปีงบประมาณ {age} ปี" if age else "เป็นปีเดียวกับปีงบประมาณ"
        notes.insert(0, f"ข้อมูล จปฐ. ปี {survey.year} {older}")
        notes.append("ตัวชี้วัด จปฐ. ปี 2560–2564 มี 31 ข้อ ตั้งแต่ปี 2565 ชุดตัวชี้วัดเปลี่ยน จึงเทียบรายข้อข้ามช่วงไม่ได้ (S18)")
        notes.append(
            "มิติกับตัวชี้วัด (assumption-K): สุขภาพ 1, 4, 5, 7 · ความเป็นอยู่ 8, 9, 10, 11 · การศึกษา 15, 16, 17, 19 · "
            "รายได้ 20, 21, 22 · การเข้าถึงบริการรัฐ 27, 28"
        )
        if not survey.is_whole:
            missing = int(survey.areas["persons_surveyed"].isna().sum())
            notes.append(
                f"TPMAP ขาดข้อมูล {missing} {picture.view.scope.child_label} ยอดรวมใช้แถวของพื้นที่ถ้ามี มิฉะนั้นเป็นยอดเท่าที่มี"
            )
    if picture.has_register:
        if len(picture.earlier) and not picture.is_like_before:
            notes.append(
                f"ทะเบียนปีงบประมาณ {year - 1} เป็นสภาพปลายปี การสอบทาน แผน รายได้ และการบันทึกจึงไม่เทียบกับวันเดียวกันของปีก่อน "
                "การช่วยเหลือและการแก้ปัญหานับตามวันที่ช่วยเหลือ"
            )
        notes.append("ร้อยละของแผนและการช่วยเหลือใช้เป้าหมายคงเหลือเป็นฐาน และพิมพ์ร้อยละของเป้าหมายทั้งหมดไว้คู่กัน")
        unknown = float(picture.total["line_unknown"])
        if unknown:
            notes.append(
                f"ครัวเรือนตกเกณฑ์รายได้ {count(unknown)} ครัวเรือนไม่ระบุปี จปฐ. จึงไม่ทราบเส้นรายได้และไม่นับใน T1.8 และ T1.9"
            )
    return tuple(notes)
