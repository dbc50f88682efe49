"""Topic 7: มาตรการส่งเสริมและสนับสนุนการใช้และสวมใส่ผ้าไทย (handbook 9.1).

Which agencies have a measure, on how many days, how many wear cloth; what is sold, beside last year, the target and the
same figure of topic 3. ``figures`` reads a view, ``indicators`` says what is divided by what; ``tables`` and
``exhibits`` say what it means. Agencies are named, persons never.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day, months_owed
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, million, months
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.thai.numbers import format_number
from cdd_analysis.topics.thai_cloth.exhibits import exhibits, trend
from cdd_analysis.topics.thai_cloth.figures import Facts, look
from cdd_analysis.topics.thai_cloth.indicators import INDICATORS, RANKED
from cdd_analysis.topics.thai_cloth.tables import carried, coverage, lists, owing

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "thai_cloth"
NUMBER = 7
TITLE = "มาตรการส่งเสริมและสนับสนุนการใช้และสวมใส่ผ้าไทย"
SHORT = "ผ้าไทย"
TABLES = ("cloth_agencies",)
OWNER = "กลุ่มงานส่งเสริมการพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    facts = look(data, view)
    owed = owing(facts)
    board = card(facts, owed[months_owed(view)[-1]])
    inputs = {"cloth_agencies": facts.inputs}
    return Assessment(
        topic=KEY,
        view=view,
        status=board.status,
        verdict=_verdict(facts, board),
        measures=tuple(_beside_otop(one, facts) for one in board.measures()),
        findings=board.findings(*_of_larger_areas(facts, board)),
        ranking=board.ranking(RANKED, "มาตรการ การสวมใส่ และยอดจำหน่ายผ้า", by="cloth_sales_baht", dated=facts.dated),
        trend=trend(facts, board),
        exhibits=Later(lambda: {one.name: one for one in exhibits(facts, board) if one is not None}),
        coverage=coverage(facts, owed),
        awaited=tuple(name for name, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(facts, board),
        carried=carried(facts),
        tables=Later(lambda: lists(facts)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest as-of date or end of a reported month inside the fiscal year; None where there is none."""
    return latest_day(data, {"cloth_agencies": ("as_of_date", "month")}, provinces, fiscal_year)


def card(facts: Facts, owed: Mapping[str, str]) -> Scorecard:
    """The indicators of the view, who owes what of the latest month, and where cloth differs from OTOP."""
    reported = sorted(day.date() for day in facts.sent["month"].unique())
    return Scorecard(
        facts.view,
        OWNER,
        INDICATORS,
        facts.account,
        facts.before,
        doubts=tuple(_doubts(facts)) if facts.view.scope.level == "province" else (),
        silent=owed if len(facts.inputs) else {},
        period=months(reported),
    )


def _doubts(facts: Facts) -> Iterator[Doubt]:
    """Each area whose cloth sales are not those of OTOP's category in some month (T7.5)."""
    apart = facts.differences
    apart = apart[apart["difference"].ne(0)]
    for area, rows in apart.groupby("area", sort=True):
        first: Any = next(rows.sort_values("difference", key=lambda gap: -gap.abs(), kind="stable").itertuples())
        where = "" if area == first.district_code else called(first.district_code)
        month = thai_month(first.month.date(), short=False)
        stated, computed, gap = (format_number(x) for x in (first.stated, first.computed, abs(first.difference)))
        more = f" และอีก {len(rows) - 1} รายการ" if len(rows) > 1 else ""
        yield Doubt(
            "cloth_differs",
            str(area),
            f"แจ้งยอดจำหน่ายผ้า{where}เดือน{month} {stated} บาท แต่ OTOP ประเภทผ้าและเครื่องแต่งกายเป็น {computed} บาท "
            f"ต่างกัน {gap} บาท{more}",
            f"ส่วนต่างของ{called(str(area))}เป็นยอดของผู้ผลิตนอก OTOP หรือนับซ้ำ",
            "T7.5",
            float(rows["difference"].abs().sum()),
            "บาท",
        )


def _of_larger_areas(facts: Facts, board: Scorecard) -> Iterator[Finding]:
    """Above the province a district's difference is told, but colours no light: the province's own page says why."""
    if facts.view.scope.level != "province":
        for one in _doubts(facts):
            yield board.finding(one.rule, one.area, Status.CHECK, one.sentence, one.question, one.weight, one.unit)


def _beside_otop(one: Measure, facts: Facts) -> Measure:
    """T7.5 is in doubt where any month of any district differs, also where the differences cancel out."""
    if one.id != "T7.5":
        return one
    apart = facts.differences[facts.differences["difference"].ne(0)]
    if apart.empty:
        return one
    places = apart["district_code"].nunique()
    reason = f"ยอดสองแบบไม่ตรงกัน {places} อำเภอ {len(apart)} รายการ อาจนับซ้ำหรือรวมผู้ผลิตนอก OTOP"
    return replace(one, status=Status.CHECK, reason=reason)


def _verdict(facts: Facts, board: Scorecard) -> str:
    view, row = facts.view, board.row(board.area)
    if facts.inputs.empty:
        return f"{called(board.area)}ยังไม่มีรายงานการสวมใส่ผ้าไทย ปีงบประมาณ {view.fiscal_year} จึงยังสรุปไม่ได้"
    parts = []
    if not is_missing(row.get("agencies")):
        parts.append(f"มีประกาศหรือมาตรการ {count(row['announced_count'])} จาก {count(row['agencies'])} หน่วยงาน")
    if not is_missing(row.get("cloth_sales_baht")):
        growth = board.value("T7.4-growth")
        beside = "" if is_missing(growth) else f" {changed(growth)}"
        parts.append(f"จำหน่ายผ้า {million(row['cloth_sales_baht'])}{beside}")
    return board.verdict(" ".join(parts) or "ส่งรายงานแล้วแต่ยังไม่มีตัวเลขที่ใช้ได้")


def _notes(facts: Facts, board: Scorecard) -> tuple[str, ...]:
    notes = [
        "มติ ครม. เมื่อวันที่ 9 มิถุนายน 2563 ให้สวมใส่ผ้าไทยหรือผ้าพื้นถิ่นอย่างน้อยสัปดาห์ละ 2 วัน (S77, S78)",
        "มาตรการและการสวมใส่เป็นของเดือนล่าสุดที่แต่ละอำเภอส่ง ยอดจำหน่าย กิจกรรม และผ้าส่งประกวดเป็นยอดสะสมตั้งแต่ต้นปีงบประมาณ",
    ]
    own = facts.state
    unknown = total(own["announced_count"]) - total(own["days_known"]) if len(own) else 0
    if unknown > 0:
        notes.append(f"{count(unknown)} หน่วยงานมีประกาศแต่ไม่ระบุจำนวนวัน จึงไม่นับใน T7.2")
    if is_missing(board.value("T7.4-mean")):
        notes.append("ยอดเฉลี่ย 3 ปีต้องมีข้อมูลรายเดือนครบ 3 ปีก่อนหน้า จึงยังเทียบไม่ได้")
    return tuple(notes)
