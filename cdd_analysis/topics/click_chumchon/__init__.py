"""Topic 8: บริการดิจิทัลสำหรับประชาชนและแพลตฟอร์ม “Click ชุมชน” (handbook 9.2, emphasis 8).

No source was found for this topic but the visit itself: all of it is assumption-D/K until a province confirms it.
Items are the platform's newest list up to the page's day; their use is told by month.

``indicators`` says what is divided by what, ``facts`` marks and counts the country once, ``exhibits`` are the charts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.freshness import after
from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day, months_owed
from cdd_analysis.measures.result import Assessment, Finding, Shown, Status, TableView, View
from cdd_analysis.measures.scorecard import Scorecard, sent
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, pct, said
from cdd_analysis.measures.words import known as number
from cdd_analysis.measures.words import months as month_words
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_date, thai_month
from cdd_analysis.topics.click_chumchon.exhibits import exhibits, trend
from cdd_analysis.topics.click_chumchon.facts import ITEMS, Facts, look
from cdd_analysis.topics.click_chumchon.indicators import INDICATORS

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "click_chumchon"
NUMBER = 8
TITLE = "บริการดิจิทัลสำหรับประชาชนและแพลตฟอร์ม “Click ชุมชน”"
SHORT = "Click ชุมชน"
TABLES = ("click_items", "click_usage")
OWNER = "กลุ่มงานสารสนเทศการพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    known = look(data, view)
    scored = _card(known)
    inputs = {"click_items": known.items, "click_usage": known.usage}
    return Assessment(
        topic=KEY,
        view=view,
        status=scored.status,
        verdict=_verdict(scored, known),
        measures=scored.measures(),
        findings=scored.findings(*_findings(scored)),
        ranking=_ranking(scored, known),
        trend=trend(known),
        exhibits=Later(lambda: {one.name: one for one in exhibits(scored, known)}),
        coverage=_coverage(known),
        awaited=tuple(name for name, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=tuple(_notes(known)),
        carried=_carried(known),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest update, month or as-of date inside the fiscal year; None where there is none."""
    columns = {"click_items": ("updated_date", "as_of_date"), "click_usage": ("month", "as_of_date")}
    return latest_day(data, columns, provinces, fiscal_year)


def _card(known: Facts) -> Scorecard:
    months = month_words([month.date() for month in known.months])
    return Scorecard(
        known.view,
        OWNER,
        INDICATORS,
        known.nation.account,
        known.nation.account_before,
        silent=_silent(known),
        trends={"T8.4": _by_month(known, "users")},
        period=f"ณ {thai_date(known.view.as_of, short=True)}",
        periods={one.id: months for one in INDICATORS if one.table == "click_usage"},
    )


def _by_month(known: Facts, column: str) -> tuple[tuple[str, float | None], ...]:
    own = known.usage
    sums = [(month, total(own.loc[own["month"].eq(month), column])) for month in known.months]
    return tuple((thai_month(month.date()), number(value)) for month, value in sums)


def _silent(known: Facts) -> Mapping[str, str]:
    """What each area owes, where others of the view have sent it: an input that nobody sent is awaited as a whole."""
    table = known.reported
    owed = table.loc[:, table.any()]
    months = {thai_month(month.date()): month.date() for month in months_owed(known.view)}
    return {str(area): _owed(row, months) for area, row in owed.iterrows() if not row.all()}


def _owed(row: pd.Series, months: Mapping[str, date]) -> str:
    """What one area has not sent, in words."""
    missing = [str(column) for column in row.index if not row[column]]
    lists = ["บัญชีรายการข้อมูลใน Click ชุมชน"] if ITEMS in missing else []
    days = [months[column] for column in missing if column in months]
    said = thai_month(days[0], short=False) if len(days) == 1 else month_words(days)
    return " และ".join([*lists, *([f"สถิติการใช้งานเดือน{said}"] if days else [])])


def _coverage(known: Facts) -> TableView:
    return sent(known.view, known.reported, "รายการข้อมูลและสถิติการใช้งาน")


def _findings(scored: Scorecard) -> Iterator[Finding]:
    """Areas that never told anybody of the platform: handbook T8.7, any 0 is to be hurried."""
    silent = [
        area
        for area in scored.below
        if scored.row(area).get("publicity_told", 0) > 0 and scored.row(area)["publicity_count"] == 0
    ]
    sentence = "ไม่มีการประชาสัมพันธ์ Click ชุมชนเลยตั้งแต่ต้นปีงบประมาณ ขณะที่เฉลี่ยทั้งพื้นที่คือ {mean} ครั้งต่ออำเภอต่อเดือน"
    mean = said(scored.value("T8.7"), "").strip() if not is_missing(scored.value("T8.7")) else "–"
    for area in silent[: setting("shared.areas_per_finding")]:
        yield scored.finding(
            "no_publicity",
            area,
            Status.YELLOW,
            sentence.format(mean=mean),
            f"{called(area)}จะประชาสัมพันธ์ผ่านช่องทางใด กี่ครั้งต่อเดือน และใครรับผิดชอบ",
        )


def _verdict(scored: Scorecard, known: Facts) -> str:
    items, users = scored.value("T8.1-items"), scored.value("T8.4")
    if is_missing(items) and is_missing(users):
        return f"{called(scored.area)}ยังไม่มีข้อมูล Click ชุมชน ปีงบประมาณ {known.view.fiscal_year} จึงยังสรุปไม่ได้"
    parts = []
    if not is_missing(items):
        fresh = scored.value("T8.3")
        parts.append(f"มีรายการใน Click ชุมชน {count(items)} รายการ เป็นปัจจุบันร้อยละ {pct(fresh)}")
    if not is_missing(users):
        parts.append(f"มีผู้เข้าใช้สะสม {count(users)} คน ({month_words([m.date() for m in known.months])})")
    return scored.verdict(" · ".join(parts))


def _ranking(scored: Scorecard, known: Facts) -> TableView | None:
    """The district table of handbook 10.1, row 8."""
    rows = scored.account.reindex(list(scored.below))
    texts = pd.DataFrame(
        {"asked": [_asked(row) for _, row in rows.iterrows()]},
        index=rows.index,
    )
    days = setting("click_chumchon.fresh_days")
    shown = (
        Shown("T8.1-items", "รายการข้อมูล", "count", "รายการ"),
        Shown("T8.1", "หมู่บ้านที่มีข้อมูล", "pct", "ร้อยละ"),
        Shown("T8.2", "ครบถ้วน", "pct", "ร้อยละ"),
        Shown("T8.3", f"ปรับปรุงใน {days} วัน", "pct", "ร้อยละ"),
        Shown("T8.4", "ผู้เข้าใช้", "count", "คน"),
        Shown("asked", "คำขอ/แล้วเสร็จ"),
        Shown("publicity_count", "การประชาสัมพันธ์", "count", "ครั้ง"),
    )
    title = f"Click ชุมชน ราย{known.view.scope.child_label} ปีงบประมาณ {known.view.fiscal_year}"
    note = "เรียงตามความเร่งด่วน แล้วตามจำนวนรายการที่ไม่เป็นปัจจุบัน"
    table = scored.ranking(shown, title, by="stale", dated=known.nation.dated, texts=texts, note=note)
    if table is not None:
        table.total["asked"] = _asked(rows[["requests", "requests_closed"]].sum(min_count=1))
    return table


def _asked(row: pd.Series) -> str:
    asked, closed = (float(row.get(column, float("nan"))) for column in ("requests", "requests_closed"))
    return "–" if is_missing(asked) else f"{count(asked)}/{count(closed)}"


def _carried(known: Facts) -> TableView | None:
    """Requests of last year that were not closed within it, by area; None where last year told of none."""
    view = known.view
    sums = known.nation.asked.reindex(list(view.scope.children)).dropna()
    if sums.empty:
        return None
    left = sums.assign(left=sums["requests"] - sums["requests_closed"]).rename_axis("area").reset_index()
    left = left[left["left"] > 0].sort_values(["left", "area"], ascending=[False, True], ignore_index=True)
    label = view.scope.child_label
    shown = (
        Shown("area", label, "name"),
        Shown("requests", "คำขอที่รับ", "count", "รายการ"),
        Shown("requests_closed", "ปิดในปี", "count", "รายการ"),
        Shown("left", "ยังไม่ปิดเมื่อสิ้นปี", "count", "รายการ"),
    )
    title = f"คำขอรับบริการของปี {view.fiscal_year - 1} ที่ยังไม่ปิดเมื่อสิ้นปี {count(left['left'].sum())} รายการ"
    totals = {column: total(left[column]) for column in ("requests", "requests_closed", "left")}
    return TableView("carried", title, left, shown, {"area": "รวมทั้งสิ้น", **totals})


def _notes(known: Facts) -> Iterator[str]:
    yield "เรื่องนี้ไม่พบเกณฑ์ของทางราชการในแหล่งสาธารณะ เกณฑ์ทุกข้อเป็นค่าเริ่มต้นที่จังหวัดต้องยืนยัน"
    own = known.items
    if late := after(own["updated_date"], known.view.as_of):
        yield f"มี {count(late)} รายการที่วันที่ปรับปรุงอยู่หลังวันที่ของหน้านี้ จึงไม่นับอายุและไม่นับว่าเป็นปัจจุบัน"
    unknown = int(own["linkable"].eq(0).sum())
    if unknown:
        yield f"ผลิตภัณฑ์และกลุ่ม {count(unknown)} รายการตรวจรหัสไม่ได้ เพราะยังไม่มีทะเบียน OTOP หรือทะเบียนกลุ่มของจังหวัด"
    if known.nation.persons.of(known.view.scope.key).empty and len(known.usage):
        yield "ไม่มีจำนวนคนที่สำรวจ จปฐ. ของพื้นที่นี้ จึงบอกได้เพียงจำนวนผู้เข้าใช้ ไม่บอกอัตราต่อประชากร"
