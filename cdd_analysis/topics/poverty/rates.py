"""The rates of the household register as data: numerator, base, light, definition (handbook 3.3).

A rate leaves out the areas that sent nothing it is made of (``known`` is 0 there), in numerator and base alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Status
from cdd_analysis.measures.status import by_pace, by_threshold
from cdd_analysis.settings import setting

#: Sums of marks by column, a figure for each of some areas: a table of them, or the row of one area.
Tally = pd.DataFrame | Mapping[str, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Rate:
    """One rate.

    Attributes:
        id: handbook number.
        title: Thai name; ``short`` heads a table's column.
        top, bottom: columns of the tally; value = Σ top ÷ Σ bottom x 100.
        unit_n: Thai unit of what is counted.
        base: Thai, what the base is.
        known: column of the tally that is 0 where an area has not sent what the rate needs.
        bands: dotted setting of its bands; "pace" against the year's pace; "" for no light.
        definition, source: for the method section.
        awaited: the table it is made of.
        whole: (top, bottom, Thai) of the same rate over the other base, printed beside it (T1.4: both bases).
    """

    id: str
    title: str
    short: str
    top: str
    bottom: str
    unit_n: str
    base: str
    known: str
    bands: str
    definition: str
    source: str
    awaited: str = "target_households"
    whole: tuple[str, str, str] = ("", "", "")


VERIFIED = Rate(
    "T1.3",
    "การสอบทานครัวเรือนเป้าหมาย",
    "สอบทานแล้ว",
    "verified",
    "target",
    "ครัวเรือน",
    "ครัวเรือนเป้าหมายทั้งหมด",
    "verified",
    "poverty.verification",
    "ครัวเรือนที่มีผลการสอบทาน ÷ ครัวเรือนเป้าหมายทั้งหมด × 100",
    "assumption-D",
)
PLANNED = Rate(
    "T1.5",
    "ครัวเรือนที่มีแผนรายครัวเรือน",
    "มีแผนรายครัวเรือน",
    "planned",
    "effective",
    "ครัวเรือน",
    "เป้าหมายคงเหลือ",
    "plan_known",
    "poverty.plan",
    "ครัวเรือนที่มีแผน ÷ เป้าหมายคงเหลือ (หักไม่พบ ย้าย เสียชีวิต ซ้ำ) × 100 ครัวเรือนที่ถูกหักไม่นับทั้งตัวตั้งและตัวหาร",
    "assumption-D",
    whole=("planned", "target", "เป้าหมายทั้งหมด"),
)
HELPED = Rate(
    "T1.6",
    "ครัวเรือนที่ได้รับความช่วยเหลือ",
    "ช่วยเหลือแล้ว",
    "helped",
    "effective",
    "ครัวเรือน",
    "เป้าหมายคงเหลือ",
    "any_help",
    "pace",
    "ครัวเรือนที่มีบันทึกการช่วยเหลืออย่างน้อย 1 รายการถึงวันที่ของข้อมูล ÷ เป้าหมายคงเหลือ × 100 "
    "เทียบกับสัดส่วนวันที่ผ่านไปของปีงบประมาณ เป้าหมายร้อยละ 100 ภายใน 30 กันยายน",
    "assumption-K",
    awaited="household_help",
    whole=("helped", "target", "เป้าหมายทั้งหมด"),
)
SOLVED = Rate(
    "T1.7",
    "ปัญหาที่แก้ไขแล้ว",
    "ปัญหาที่แก้ไขแล้ว",
    "solved",
    "problems",
    "ปัญหา",
    "ปัญหาทั้งหมด (ครัวเรือน × มิติ)",
    "any_help",
    "pace",
    "ครัวเรือน × มิติ ที่มีบันทึกผลว่าแก้ไขแล้วในมิตินั้น ÷ ครัวเรือน × มิติ ที่ตกเกณฑ์ × 100 "
    "นับเป็นปัญหา ไม่นับเป็นครัวเรือน เพราะหนึ่งครัวเรือนตกเกณฑ์ได้หลายมิติ",
    "assumption-D",
    awaited="household_help",
    whole=("solved_effective", "problems_effective", "ปัญหาของเป้าหมายคงเหลือ"),
)
JOINED = Rate(
    "T1.10-share",
    "ครัวเรือนหลายมิติที่มีหน่วยงานช่วยตั้งแต่ 2 หน่วยงาน",
    "หลายหน่วยงาน",
    "many_joined",
    "many",
    "ครัวเรือน",
    "ครัวเรือนคงเหลือที่ตกเกณฑ์ตั้งแต่ 2 มิติ",
    "any_help",
    "poverty.agencies",
    "ครัวเรือนที่ตกเกณฑ์ตั้งแต่ 2 มิติและมีหน่วยงานช่วยตั้งแต่ 2 หน่วยงาน ÷ ครัวเรือนที่ตกเกณฑ์ตั้งแต่ 2 มิติ × 100 นับเฉพาะเป้าหมายคงเหลือ",
    "seed, assumption-D",
    awaited="household_help",
)
RECENT = Rate(
    "T1.11",
    "การบันทึกแฟ้มบ้านภายใน {record_days} วัน",
    "บันทึกภายใน {record_days} วัน",
    "recent",
    "target",
    "ครัวเรือน",
    "ครัวเรือนเป้าหมายทั้งหมด",
    "recorded",
    "poverty.recording",
    "ครัวเรือนที่บันทึกล่าสุดไม่เกิน {record_days} วันก่อนวันที่ของข้อมูล ÷ ครัวเรือนเป้าหมายทั้งหมด × 100",
    "seed, assumption-D",
)
PASSED = Rate(
    "T1.8",
    "ครัวเรือนที่ผ่านเกณฑ์รายได้",
    "ผ่านเกณฑ์รายได้",
    "passed",
    "income_base",
    "ครัวเรือน",
    "ครัวเรือนที่เดิมตกเกณฑ์รายได้และมีรายได้ใหม่",
    "income_base",
    "poverty.income_pass",
    "ครัวเรือนที่รายได้เฉลี่ยต่อคนต่อปีหลังช่วยเหลือถึงเส้นของปี จปฐ. นั้น ÷ ครัวเรือนที่เดิมตกเกณฑ์รายได้และมีค่ารายได้ใหม่ × 100 "
    "ครัวเรือนที่ไม่มีรายได้ใหม่หรือไม่ทราบปี จปฐ. ไม่นับ",
    "assumption-K, assumption-D",
)
DEVELOP = Rate(
    "T1.12",
    "สัดส่วนครัวเรือนพัฒนาได้",
    "พัฒนาได้",
    "develop",
    "effective",
    "ครัวเรือน",
    "เป้าหมายคงเหลือ",
    "classed",
    "",
    "ครัวเรือนประเภทพัฒนาได้ ÷ เป้าหมายคงเหลือ × 100 หากยังมีครัวเรือนที่ไม่จำแนกประเภท ให้ตรวจสอบก่อน",
    "assumption-K",
)
AGREED = Rate(
    "T1.14",
    "ความตรงกันของบัญชีครัวเรือน",
    "บัญชีตรงกัน",
    "listed_both",
    "listed_either",
    "ครัวเรือน",
    "ครัวเรือนที่อยู่ในบัญชีใดบัญชีหนึ่ง",
    "listed_known",
    "poverty.agreement",
    "ครัวเรือนที่อยู่ทั้งในบัญชี TPMAP และแฟ้มบ้าน ÷ ครัวเรือนที่อยู่ในบัญชีใดบัญชีหนึ่ง × 100 เทียบด้วยรหัสบ้าน เฉพาะพื้นที่ที่มีทั้งสองบัญชี",
    "seed, assumption-D",
)
#: Those with a light of their own, in handbook order; an area's light is the most serious of them.
LIT = (VERIFIED, PLANNED, HELPED, SOLVED, PASSED, JOINED, RECENT, DEVELOP, AGREED)
#: Told with days, or by the register as such: last year's can be made again as of the same day.
DATED = (HELPED, SOLVED, JOINED, DEVELOP)


def share(tally: Tally, rate: Rate) -> tuple[float, float, float]:
    """(per cent, numerator, base) of a rate over the areas that sent what it needs; missing for an empty base."""
    sent = np.asarray(tally[rate.known]) > 0
    top, bottom = (float(np.asarray(tally[column])[sent].sum()) for column in (rate.top, rate.bottom))
    return ratio(top, bottom), top, bottom


def light(rate: Rate, value: float, pace: float) -> Status:
    """Light of a value: against the pace of the year, or against its bands."""
    return by_pace(value, pace) if rate.bands == "pace" else by_threshold(value, **setting(rate.bands))


def said(text: str) -> str:
    """A Thai text of a rate with the settings that it names."""
    return text.format(**setting("poverty"))


def without(tally: pd.DataFrame, rate: Rate) -> list[str]:
    """Areas with households that sent nothing this rate is made of."""
    return [str(code) for code in tally.index[(tally[rate.known] <= 0) & (tally["target"] > 0)]]
