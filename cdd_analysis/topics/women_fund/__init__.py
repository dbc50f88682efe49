"""Topic 6, debts of the women's fund: repayment, overdue debt, contracts and their cases, points, members (handbook 8).

Read in this order: ``months`` (monthly sheets, flows, points), ``loans`` (contracts and instalments), ``indicators``
(what is measured, as data), ``doubts`` (what does not hold together), ``picture`` (one view of it all), then what only
this topic says: ``findings``, ``tables``, ``exhibits``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures import periods
from cdd_analysis.measures.later import Later
from cdd_analysis.measures.result import Assessment, Measure, Status, View
from cdd_analysis.measures.words import pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, thai_date
from cdd_analysis.topics.women_fund import months
from cdd_analysis.topics.women_fund.exhibits import exhibits, trend
from cdd_analysis.topics.women_fund.findings import findings
from cdd_analysis.topics.women_fund.indicators import shown
from cdd_analysis.topics.women_fund.picture import OFFICE, TABLES, Picture, is_known, look, money
from cdd_analysis.topics.women_fund.tables import carried, coverage, tables

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

__all__ = ["KEY", "NUMBER", "OWNER", "SHORT", "TABLES", "TITLE", "assess", "latest"]

KEY = "women_fund"
NUMBER = 6
TITLE = "การบริหารจัดการหนี้กองทุนพัฒนาบทบาทสตรี"
SHORT = "กองทุนสตรี"
OWNER = OFFICE

_DIFFERENCES = {"T6.10": "มีหน่วยที่กระแสหนี้ไม่ลงตัว", "T6.15": "มีร้อยละที่พิมพ์ไม่ตรงกับที่คำนวณได้"}


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    one = look(data, view)
    inputs = one.inputs
    return Assessment(
        topic=KEY,
        view=view,
        status=one.card.status,
        verdict=one.card.verdict(_start(one)),
        measures=tuple(_told(measure, view) for measure in one.card.measures()),
        findings=one.card.findings(*findings(one)),
        ranking=one.card.ranking(
            shown(view),
            "ผลการบริหารจัดการหนี้กองทุนพัฒนาบทบาทสตรี",
            by="overdue_debt_baht",
            dated=one.nation.dated,
            texts=_points(one),
            note="งบประมาณและผลเบิกจ่ายเป็นของเงินทุนหมุนเวียน",
        ),
        trend=trend(one),
        exhibits=Later(lambda: exhibits(one)),
        coverage=coverage(one),
        awaited=tuple(name for name in TABLES if inputs[name].empty),
        inputs=inputs,
        notes=_notes(one),
        carried=carried(one),
        tables=Later(lambda: tables(one)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest as-of date or end of a reported month inside the fiscal year; None where there is none."""
    columns = {"women_fund_monthly": ("as_of_date", "month"), **dict.fromkeys(TABLES[1:], ("as_of_date",))}
    return periods.latest_day(data, columns, provinces, fiscal_year)


def _told(one: Measure, view: View) -> Measure:
    """A measure with what its indicator cannot say: the day of the points, and that a difference is to be checked."""
    if one.id.startswith("T6.9") and one.base:
        return replace(one, base=f"ณ {thai_date(fiscal_end(months.scored_year(view)), short=True)}")
    if one.id in _DIFFERENCES and one.value is not None:
        status, reason = (Status.CHECK, _DIFFERENCES[one.id]) if one.value else (Status.GREEN, "ตรงกันทั้งหมด")
        return replace(one, status=status, reason=reason)
    return one


def _points(one: Picture) -> pd.DataFrame:
    """The points of each area below as one text: ``35/30/30/95``."""
    columns = [f"score_{letter}" for letter in "abcd"]
    rows = one.card.account.reindex(index=list(one.card.below), columns=columns).dropna()
    said = rows.astype("int64").astype("str").agg("/".join, axis=1) if len(rows) else pd.Series(dtype="str")
    return said.to_frame("points")


def _start(one: Picture) -> str:
    """What the verdict says of the area: repayment, overdue debt in per cent and in baht, what is to be collected."""
    repaid, overdue, gap = (one.card.value(name) for name in ("T6.1", "T6.2", "T6.3"))
    if not is_known(overdue):
        return "ยังไม่มีข้อมูลหนี้ของกองทุนพัฒนาบทบาทสตรี"
    parts = [f"รับชำระคืนร้อยละ {pct(repaid)}"] if is_known(repaid) else []
    parts.append(f"มีหนี้เกินกำหนดร้อยละ {pct(overdue)} เป็นเงิน {money(one.card.value('T6.2-baht'))}")
    if gap > 0:
        parts.append(f"ต้องเก็บเพิ่ม {money(gap)} จึงจะเหลือร้อยละ {months.target_pct(one.view.fiscal_year):g} ทุกหน่วย")
    return " ".join(parts)


def _notes(one: Picture) -> tuple[str, ...]:
    """What the method section adds: how months are counted, which year is scored, whose figures are older."""
    counted = "ยอดของแต่ละเดือน ซึ่งนำมาบวกสะสม" if setting("women_fund.adds_months") else "ยอดสะสมตั้งแต่ต้นปีงบประมาณ"
    own = one.now
    if own.empty:
        return ()
    notes = [
        f"ยอดครบกำหนด รับคืน เบิกจ่าย และหนี้ที่เคลื่อนไหวในรายงานประจำเดือน ถือเป็น{counted}",
        f"คะแนนและระดับเป็นของปี {months.scored_year(one.view)} ซึ่งสิ้นปีแล้ว เพราะคะแนน A วัดการใช้จ่ายทั้งปี",
        "ตัวเลขจากทะเบียนสัญญาและงวดชำระเทียบกับสถานะเมื่อสิ้นปีก่อน เพราะทะเบียนไม่ได้ส่งทุกเดือน",
    ]
    if own["district_code"].isna().any():
        notes.append("จังหวัดที่ไม่มีรายงานรายอำเภอใช้ยอดที่จังหวัดรายงานเอง")
    if one.loans["as_of_date"].isna().any():
        notes.append("ทะเบียนสัญญาหรืองวดชำระที่ไม่ระบุวันที่ถือเป็นสถานะ ณ วันที่ของหน้านี้")
    older = own[own["period"] < own["period"].max()]
    if len(older):
        notes.append(f"มี {len(older)} หน่วยที่ใช้ยอดของเดือนก่อนหน้า เพราะยังไม่ส่งรายงานเดือนล่าสุด")
    return tuple(notes)
