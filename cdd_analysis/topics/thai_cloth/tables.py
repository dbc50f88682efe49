"""Agencies to ask about by name, months that differ from OTOP, what last year left open, who has sent what."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.thai_cloth import AGENCY_TYPES
from cdd_analysis.measures.periods import months_owed
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.scorecard import sent
from cdd_analysis.measures.words import count
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.thai_cloth.figures import Facts, is_agency, marks, newest_state, sent_kinds

TYPES = {key: words[0] for key, words in AGENCY_TYPES.items()}
_AGENCY = (Shown("area", "อำเภอ", "name"), Shown("agency", "หน่วยงาน"), Shown("kind", "ประเภทหน่วยงาน"))


def lists(facts: Facts) -> dict[str, TableView]:
    """Tables that have rows, by name."""
    found = (_agencies(facts), _differences(facts))
    return {one.name: one for one in found if one is not None}


def _said(rows: pd.DataFrame) -> pd.Series:
    """What an agency lacks: an announcement, or days."""
    days = rows["days_per_week"].map(lambda value: f"กำหนดสัปดาห์ละ {value:.0f} วัน" if pd.notna(value) else "")
    return days.mask(rows["without"].eq(1), "ไม่มีประกาศหรือมาตรการ")


def _lacking(rows: pd.DataFrame) -> pd.DataFrame:
    """Agencies without a measure, or with fewer days than the cabinet's."""
    found = rows[is_agency(rows) & (rows["without"].eq(1) | rows["few_days"].eq(1))]
    return found.assign(area=found["district_code"], kind=found["agency_type"].map(TYPES), said=_said(found))


def _agencies(facts: Facts) -> TableView | None:
    rows = _lacking(facts.own(facts.state))
    if rows.empty:
        return None
    shown = (*_AGENCY, Shown("said", "สถานะของมาตรการ"), Shown("month", "เดือนที่รายงาน"))
    rows = rows.assign(month=[thai_month(day.date()) for day in rows["month"]])
    without = int(rows["without"].eq(1).sum())
    note = f"ยังไม่มีประกาศหรือมาตรการ {without} แห่ง กำหนดไม่ถึงสัปดาห์ละ 2 วัน {len(rows) - without} แห่ง"
    title = f"หน่วยงานที่ต้องติดตาม {count(len(rows))} แห่ง"
    return TableView("agencies", title, rows.sort_values(["area", "agency"]), shown, note=note)


def _differences(facts: Facts) -> TableView | None:
    """Months of districts whose cloth sales differ from OTOP's category, the largest difference first."""
    apart = facts.own(facts.differences)
    apart = apart[apart["difference"].ne(0)]
    if apart.empty:
        return None
    rows = apart.assign(area=apart["district_code"], label=[thai_month(day.date()) for day in apart["month"]])
    rows = rows.sort_values("difference", key=lambda gap: -gap.abs(), kind="stable")
    shown = (
        Shown("area", "อำเภอ", "name"),
        Shown("label", "เดือน"),
        Shown("stated", "ยอดจำหน่ายผ้า (บาท)", "count"),
        Shown("computed", "ยอด OTOP ประเภทผ้า (บาท)", "count"),
        Shown("difference", "ต่างกัน (บาท)", "count"),
    )
    title = f"ยอดจำหน่ายผ้าที่ไม่ตรงกับ OTOP {count(len(rows))} รายการ"
    note = "ส่วนต่างอาจเป็นยอดของผู้ผลิตนอก OTOP หรือการนับซ้ำ ให้อำเภออธิบายก่อนแก้ไข"
    return TableView("differences", title, rows, shown, note=note)


def carried(facts: Facts) -> TableView | None:
    """Agencies that closed last year without a measure or with too few days, and are not known to have mended it."""
    if facts.own(facts.closed).empty:
        return None
    last = _lacking(marks(newest_state(facts.own(facts.closed), ("announced", "days_per_week"))))
    now = facts.own(facts.state)
    now = now[is_agency(now)].drop_duplicates(["district_code", "agency"])
    key = ["district_code", "agency"]
    this_year = now.assign(mended=now["two_days"].eq(1), now=_said(now))[[*key, "mended", "now"]]
    rows = last.merge(this_year, on=key, how="left", validate="many_to_one")
    rows = rows[~rows["mended"].eq(True)]
    rows = rows.assign(now=rows["now"].where(rows["now"].ne("")).fillna("ไม่มีรายงานปีนี้"))
    shown = (*_AGENCY, Shown("said", "เมื่อสิ้นปีก่อน"), Shown("now", "ปีนี้"))
    title = f"หน่วยงานที่ปี {facts.view.fiscal_year - 1} ยังไม่ครบตามมาตรการ {count(len(rows))} แห่ง"
    return TableView("carried", title, rows.sort_values(["area", "agency"]), shown)


def owing(facts: Facts, month: pd.Timestamp) -> dict[str, str]:
    """Areas below that have not sent all of a month -> what they owe; a report that nobody sends is owed by none."""
    own = facts.own(facts.rows)
    kinds = sent_kinds(own)
    kinds = kinds[[name for name in kinds if kinds[name].any()]]
    there = (
        kinds[own["month"].eq(month)]
        .groupby(own["area"])
        .any()
        .reindex(list(facts.view.scope.children), fill_value=False)
    )
    of = f"เดือน{thai_month(month.date(), short=False)}"
    return {
        str(area): ("และ".join(there.columns[~row.to_numpy(dtype=bool)])) + of
        for area, row in there.iterrows()
        if not row.all()
    }


def coverage(facts: Facts) -> TableView | None:
    """Which areas sent which month whole; None where nothing is there at all."""
    if facts.own(facts.rows).empty:
        return None
    below = list(facts.view.scope.children)
    owed = {thai_month(month.date()): owing(facts, month) for month in months_owed(facts.view)}
    table = pd.DataFrame({label: [area not in areas for area in below] for label, areas in owed.items()}, index=below)
    return sent(facts.view, table, "ผลการสวมใส่และยอดจำหน่ายผ้ารายเดือน")
