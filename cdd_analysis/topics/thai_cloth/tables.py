"""Agencies to ask about by name, months that differ from OTOP, what last year left open, who has sent what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cdd_analysis.datasets.thai_cloth import AGENCY_TYPES
from cdd_analysis.measures.periods import months_owed
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.scorecard import sent
from cdd_analysis.measures.words import count
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.thai_cloth.figures import KINDS, Facts, is_agency, lacking

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
    """Agencies that lack something, with what it is in words."""
    found = lacking(rows)
    return found.assign(area=found["district_code"], kind=found["agency_type"].map(TYPES), said=_said(found))


def _agencies(facts: Facts) -> TableView | None:
    rows = _lacking(facts.state)
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
    apart = facts.differences
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
    if facts.closed.empty:
        return None
    last, now = _lacking(facts.lacked), facts.state
    now = now[is_agency(now)].drop_duplicates(["district_code", "agency"])
    key = ["district_code", "agency"]
    this_year = now.assign(mended=now["two_days"].eq(1), now=_said(now))[[*key, "mended", "now"]]
    rows = last.merge(this_year, on=key, how="left", validate="many_to_one")
    rows = rows[~rows["mended"].eq(True)]
    rows = rows.assign(now=rows["now"].where(rows["now"].ne("")).fillna("ไม่มีรายงานปีนี้"))
    shown = (*_AGENCY, Shown("said", "เมื่อสิ้นปีก่อน"), Shown("now", "ปีนี้"))
    title = f"หน่วยงานที่ปี {facts.view.fiscal_year - 1} ยังไม่ครบตามมาตรการ {count(len(rows))} แห่ง"
    return TableView("carried", title, rows.sort_values(["area", "agency"]), shown)


def owing(facts: Facts) -> dict[pd.Timestamp, dict[str, str]]:
    """Months owed -> areas below that have not sent all of it -> what they owe; a report nobody sends none owes."""
    kinds = [kind for kind in KINDS if facts.sent[kind].any()]
    told = facts.sent.groupby(["month", "area"])[kinds].any()
    there = {key: set(told.columns[row]) for key, row in zip(told.index, told.to_numpy(dtype=bool), strict=True)}
    found = {}
    for month in months_owed(facts.view):
        lacks = {
            area: [kind for kind in kinds if kind not in there.get((month, area), ())]
            for area in facts.view.scope.children
        }
        of = f"เดือน{thai_month(month.date(), short=False)}"
        found[month] = {area: "และ".join(names) + of for area, names in lacks.items() if names}
    return found


def coverage(facts: Facts, owed: Mapping[pd.Timestamp, Mapping[str, str]]) -> TableView | None:
    """Which areas sent which month whole; None where nothing is there at all."""
    if facts.inputs.empty:
        return None
    below = list(facts.view.scope.children)
    there = {thai_month(month.date()): [area not in areas for area in below] for month, areas in owed.items()}
    table = pd.DataFrame(there, index=below)
    return sent(facts.view, table, "ผลการสวมใส่และยอดจำหน่ายผ้ารายเดือน")
