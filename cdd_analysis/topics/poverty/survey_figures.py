"""T1.1, T1.2, registration and the five dimensions: measures of the TPMAP extract."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS
from cdd_analysis.measures.arithmetic import place, ratios
from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import NO_LIGHT, count, known
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.survey import rate

#: (id, title, numerator, denominator, unit counted, definition, source, shown among the key figures)
SURVEYED = (
    (
        "T1.1",
        "สัดส่วนคนจนเป้าหมาย",
        "persons_target_poor",
        "persons_surveyed",
        "คน",
        "คนจนเป้าหมาย (ตกเกณฑ์อย่างน้อย 1 ใน 5 มิติ และผ่านการตรวจสอบในทะเบียนสวัสดิการแห่งรัฐ) ÷ คนที่สำรวจ จปฐ. × 100",
        "S12, S16, S19",
        True,
    ),
    (
        "T1.2",
        "ครัวเรือนยากจน",
        "hh_poor_bmn",
        "hh_surveyed",
        "ครัวเรือน",
        "ครัวเรือน (จปฐ.) ที่จน ÷ ครัวเรือนที่สำรวจ × 100 ไม่ได้ตัดกับทะเบียนสวัสดิการแห่งรัฐ จึงเป็นคนละฐานกับคนจนเป้าหมาย",
        "S16",
        True,
    ),
    (
        "T1.1-registered",
        "ผู้ลงทะเบียนสวัสดิการแห่งรัฐ",
        "persons_registered",
        "persons_surveyed",
        "คน",
        "ผู้ลงทะเบียนสวัสดิการแห่งรัฐ ÷ คนที่สำรวจ จปฐ. × 100",
        "S19",
        False,
    ),
    (
        "T1.1-valid",
        "ผู้ลงทะเบียนที่ผ่านการตรวจสอบ",
        "persons_registered_valid",
        "persons_registered",
        "คน",
        "ผู้ลงทะเบียนสวัสดิการแห่งรัฐที่ผ่านการตรวจสอบ ÷ ผู้ลงทะเบียนทั้งหมด × 100",
        "S19",
        False,
    ),
)


def survey_measures(picture: Picture) -> list[Measure]:
    """T1.1, T1.2, registration and the five dimensions, from TPMAP."""
    found = []
    for key, title, top, bottom, unit, definition, source, is_key in SURVEYED:
        one = Measure(key, title, None, "ร้อยละ", Status.GRAY, definition=definition, source=source, key=is_key)
        found.append(_surveyed(picture, one, top, bottom, unit, 100))
    for dimension in DIMENSIONS:
        one = Measure(
            f"T1.1-{dimension}",
            f"คนจนเป้าหมายมิติ{DIMENSION_LABELS[dimension]}",
            None,
            "ต่อ 1,000 คน",
            Status.GRAY,
            definition="คนจนเป้าหมายที่ตกมิตินี้ ÷ คนที่สำรวจ จปฐ. × 1,000 หนึ่งคนตกได้หลายมิติ ผลรวมห้ามิติจึงมากกว่าคนจนเป้าหมาย",
            source="S9, S19",
            key=False,
        )
        found.append(_surveyed(picture, one, f"target_{dimension}", "persons_surveyed", "คน", 1000))
    return found


def _surveyed(picture: Picture, blank: Measure, top: str, bottom: str, unit: str, per: float) -> Measure:
    """A rate of the survey, with last จปฐ. year, region, country and rank beside it."""
    counts = picture.survey.total
    value, n = rate(counts, top, bottom, per=per), float(counts.get(bottom, float("nan")))
    if is_missing(value):
        return replace(blank, awaited="poverty_areas", reason="ยังไม่มีข้อมูล TPMAP/จปฐ. ของพื้นที่นี้ หรือตัวหารเป็นศูนย์")
    off = picture.survey.differences.get(top) or picture.survey.differences.get(bottom)
    broken = off is not None or value > per
    return replace(
        blank,
        value=value,
        n=n,
        status=Status.CHECK if broken else Status.GRAY,
        reason=_why_broken(off, unit) if broken else NO_LIGHT,
        base=f"{count(float(counts[top]))} จาก {count(n)} {unit} จปฐ. ปี {picture.survey.year}",
        **_company(picture, top, bottom, per),
    )


def _why_broken(off: tuple[float, float] | None, unit: str) -> str:
    if off is None:
        return "ตัวตั้งมากกว่าตัวหาร เป็นไปไม่ได้"
    return f"แถวของพื้นที่ระบุ {count(off[0])} {unit} แต่ผลรวมพื้นที่ย่อย {count(off[1])} {unit}"


def _company(picture: Picture, top: str, bottom: str, per: float) -> dict[str, Any]:
    """The same rate a จปฐ. year earlier, of region and country, and the place among siblings."""
    scope, siblings = picture.view.scope, picture.siblings
    region = picture.surveyed_region
    country = None if scope.level == "national" else picture.surveyed_country
    return {
        "previous": known(rate(picture.before.total, top, bottom, per=per)),
        "region": None if region is None else known(rate(region, top, bottom, per=per)),
        "country": None if country is None else known(rate(country, top, bottom, per=per)),
        "rank": place(ratios(siblings[top], siblings[bottom]), scope.key) if len(siblings) > 1 else None,
    }
