"""The charts of the topic as data, each only where there is something to draw; titles say the finding."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio, ratios, total
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, million, pct
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.thai_cloth.figures import Facts
from cdd_analysis.topics.thai_cloth.tables import TYPES

_TARGET = "เป้าหมายสะสม"


def _year(year: int) -> str:
    return f"ปีงบประมาณ {year}"


def _told(sums: pd.DataFrame, column: str) -> pd.Series:
    """A figure of the view's area by month (a date), in order, where it is told."""
    told = sums[column].dropna()
    return told.set_axis([month.date() for month in told.index])


def _line(figures: pd.Series, series: str) -> pd.DataFrame:
    labels = [thai_month(month, year=False) for month in figures.index]
    return pd.DataFrame({"label": labels, "value": figures.to_numpy(), "series": series})


def trend(facts: Facts, board: Scorecard) -> Exhibit | None:
    """Cumulative cloth sales by month: this year, the whole of last year, the target to date."""
    year = facts.view.fiscal_year
    now = _told(facts.months, "cloth_sales_baht")
    if now.empty:
        return None
    before = _told(facts.closed, "cloth_sales_baht")
    aims = _told(facts.months, "sales_target_baht")
    sides = ((now, _year(year)), (before, _year(year - 1)), (aims, _TARGET))
    lines = [_line(figures.cumsum(), series) for figures, series in sides if len(figures)]
    growth = board.value("T7.4-growth")
    said = "" if is_missing(growth) else f" {changed(growth)}"
    title = f"จำหน่ายผ้าสะสม {len(now)} เดือน {million(float(now.sum()))}{said}"
    return Exhibit(
        "trend", "line", title, "ล้านบาท สะสมตามเดือนของปีงบประมาณ", pd.concat(lines, ignore_index=True), "label", "value",
        "series", unit="ล้านบาท", scale=1e6, emphasis=_year(year), alt=f"เส้นยอดจำหน่ายผ้าสะสม {title}",
    )  # fmt: skip


def exhibits(facts: Facts, board: Scorecard) -> Iterator[Exhibit | None]:
    """Days by district and kind of agency, sales beside campaigns, growth, wearing and contest by area."""
    yield _days(facts, board)
    yield board.bars("T7.3", name="wearing")
    yield _sales(facts)
    yield _campaigns(facts)
    yield board.bars("T7.4-growth", name="growth")
    yield board.bars("T7.6", name="contest")


def _days(facts: Facts, board: Scorecard) -> Exhibit | None:
    """Share of announced agencies with two days a week or more, by area and kind of agency."""
    own = facts.state
    own = own[own["days_known"].eq(1) & own["agency_type"].notna()]
    if own.empty:
        return None
    sums = own.groupby(["area", "agency_type"])[["two_days", "days_known"]].sum()
    share = ratios(sums["two_days"], sums["days_known"]).rename("pct").reset_index()
    share = share.assign(kind=share["agency_type"].map(TYPES))
    order = {code: n for n, code in enumerate(board.below)}
    kinds = {key: n for n, key in enumerate(TYPES)}
    share = share.sort_values(["area", "agency_type"], key=lambda c: c.map(order if c.name == "area" else kinds))
    enough, asked = total(own["two_days"]), total(own["days_known"])
    title = (
        f"กำหนดอย่างน้อยสัปดาห์ละ 2 วัน {count(enough)} จาก {count(asked)} หน่วยงานที่มีประกาศ ร้อยละ {pct(ratio(enough, asked))}"
    )
    label = facts.view.scope.child_label
    return Exhibit(
        "days", "heatmap", title, f"ร้อยละของหน่วยงานที่มีประกาศ ราย{label}และประเภทหน่วยงาน",
        share[["area", "kind", "pct"]].reset_index(drop=True), "kind", "area", "pct", unit="ร้อยละ",
        alt=f"ตารางสีร้อยละของหน่วยงานที่กำหนดอย่างน้อย 2 วัน ราย{label}และประเภทหน่วยงาน {title}",
    )  # fmt: skip


def _sales(facts: Facts) -> Exhibit | None:
    """Sales of each month beside the same month of last year; the campaigns of each month stand below."""
    now = _told(facts.months, "cloth_sales_baht")
    if len(now) < 2:
        return None
    year = facts.view.fiscal_year
    before = _told(facts.months_before, "cloth_sales_baht")
    lines = [_line(now, _year(year)), *([_line(before, _year(year - 1))] if len(before) else [])]
    held = _line(_told(facts.months, "campaign_count"), "")
    said = " · ".join(f"{label} {count(n)}" for label, n in zip(held["label"], held["value"], strict=True))
    best = thai_month(max(now.index, key=lambda month: now[month]), short=False)
    title = f"ยอดจำหน่ายผ้าสูงสุดเดือน{best} {million(float(now.max()))}"
    return Exhibit(
        "sales", "line", title, "ล้านบาทต่อเดือน" + (f" กิจกรรมรณรงค์ (ครั้ง): {said}" if said else ""),
        pd.concat(lines, ignore_index=True), "label", "value", "series", unit="ล้านบาท", scale=1e6, emphasis=_year(year),
        alt=f"เส้นยอดจำหน่ายผ้ารายเดือนเทียบเดือนเดียวกันของปีก่อน {title}",
    )  # fmt: skip


def _campaigns(facts: Facts) -> Exhibit | None:
    """Campaigns of each month beside the same month of last year."""
    now = _told(facts.months, "campaign_count")
    if now.empty:
        return None
    year = facts.view.fiscal_year
    before = _told(facts.months_before, "campaign_count")
    bars = [_line(now, _year(year)), *([_line(before, _year(year - 1))] if len(before) else [])]
    people = _told(facts.months, "participants")
    joined = f" ผู้เข้าร่วม {count(float(people.sum()))} คน" if len(people) else ""
    title = f"จัดกิจกรรมรณรงค์ {count(float(now.sum()))} ครั้ง{joined}"
    return Exhibit(
        "campaigns", "columns", title, "ครั้งต่อเดือน เทียบเดือนเดียวกันของปีก่อน", pd.concat(bars, ignore_index=True), "label",
        "value", "series", unit="ครั้ง", emphasis=_year(year),
        alt=f"แท่งกิจกรรมรณรงค์รายเดือนของ{called(facts.view.scope.key)} {title}",
    )  # fmt: skip
