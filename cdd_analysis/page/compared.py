"""This year beside the same months of last year, and beside what should have been reached by now."""

from __future__ import annotations

from cdd_analysis.measures.arithmetic import growth
from cdd_analysis.measures.result import Assessment, Measure
from cdd_analysis.measures.status import is_missing
from cdd_analysis.page.figures import PER_CENT, Scale, light, scale
from cdd_analysis.page.html import is_number
from cdd_analysis.page.tables import Printed, plain
from cdd_analysis.thai.fiscal import thai_date


def year_on_year(assessment: Assessment) -> Printed | None:
    """Measures this year and in the same months of last year, with what should be reached by now; None without any."""
    year = assessment.view.fiscal_year
    shown = [one for one in assessment.measures if is_number(one.value) and (one.key or is_number(one.previous))]
    rows = [_compared(one) for one in shown if is_number(one.previous) or is_number(one.target)]
    if not rows:
        return None
    heads = (
        ("ตัวชี้วัด", "name"),
        (f"ปี {year}", "num"),
        (f"ช่วงเดียวกันปี {year - 1}", "num"),
        ("เปลี่ยนแปลง", "num"),
        ("เป้าหมายหรือจังหวะที่ควรเป็น", "num"),
        ("สถานะ", "status"),
    )
    caption = f"ปี {year} ถึง {thai_date(assessment.view.as_of, short=True)} เทียบช่วงเดียวกันของปี {year - 1}"
    return plain(caption, heads, rows)


def _compared(one: Measure) -> tuple[str, ...]:
    own = scale((one.value, one.previous, one.target), one.unit)
    sides = [own.said(value) if is_number(value) else "–" for value in (one.value, one.previous, one.target)]
    return (one.title, sides[0], sides[1], _change(one), sides[2], light(one))


def _change(one: Measure) -> str:
    """Percentages differ by points, everything else by per cent of last year's figure."""
    if one.value is None or one.previous is None or is_missing(one.value) or is_missing(one.previous):
        return "–"
    is_share = one.unit.startswith(PER_CENT)
    change = one.value - one.previous if is_share else growth(one.value, one.previous)
    return "–" if is_missing(change) else f"{Scale(1, 1, '').text(change, signed=True)} {'จุด' if is_share else '%'}"
