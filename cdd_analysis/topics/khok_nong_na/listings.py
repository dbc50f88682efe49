"""Tables of topic 2: plots by stream and size, lists of plots and villages by code or name. Owners are never named."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.khok_nong_na import LEVELS
from cdd_analysis.measures.arithmetic import ratio, ratios
from cdd_analysis.measures.result import Shown, TableView, View
from cdd_analysis.settings import setting
from cdd_analysis.topics.khok_nong_na.facts import KINDS, STATES, Facts
from cdd_analysis.topics.khok_nong_na.findings import dormant, left
from cdd_analysis.topics.khok_nong_na.indicators import district_word

STREAM = {"NTA_LOAN": "พื้นที่ต้นแบบ (งบเงินกู้)", "SEV": "หมู่บ้านเศรษฐกิจพอเพียง"}


def _plot(view: View) -> tuple[Shown, ...]:
    return (
        Shown("area", district_word(view), "name"),
        Shown("plot_id", "แปลง", "name"),
        Shown("what", "โครงการ ปีงบประมาณ และขนาด"),
    )


def tables(facts: Facts) -> dict[str, TableView]:
    """The topic's own tables, by name."""
    return {"by_stream": _by_stream(facts), "dormant": _dormant(facts), "levels_off": _levels_off(facts)}


def _what(rows: pd.DataFrame, *, phases: bool = False) -> pd.Series:
    """Stream, budget year, phase where asked and known, and size of a plot, in words."""
    said = rows["stream"].map(STREAM).fillna("ไม่ระบุโครงการ").astype(object)
    said += rows["year"].map(lambda year: f" {year:.0f}").astype(object)
    if phases:
        said += rows["phase"].map(lambda phase: "" if pd.isna(phase) else f" ระยะที่ {phase:.0f}").astype(object)
    return said + " · " + rows["kind"].map(KINDS).astype(object)


def _described(rows: pd.DataFrame) -> pd.DataFrame:
    """Where a plot is and what it is."""
    area = rows["district_code"].fillna(rows["province_code"])
    return pd.DataFrame({"area": area, "plot_id": rows["plot_id"], "what": _what(rows)})


def _by_stream(facts: Facts) -> TableView:
    """Plots and money by stream, budget year, phase and size; each plot once (T2.1)."""
    plots = facts.plots
    money = ["allocated", "disbursed", "returned"]
    sums = (
        plots.groupby(["year", "stream", "phase", "kind"], dropna=False)[["target", "aim", "rai", *STATES, *money]]
        .sum(min_count=1)
        .reset_index()
    )
    order = sums["kind"].map({kind: n for n, kind in enumerate(KINDS)})
    sums = sums.assign(_kind=order).sort_values(
        ["year", "stream", "phase", "_kind"], ascending=[False, True, True, True]
    )
    frame = sums.assign(
        group=_what(sums, phases=True),
        done_pct=ratios(sums["done"], sums["aim"]),
        spent_pct=ratios(sums["disbursed"], sums["allocated"]),
    ).reset_index(drop=True)
    shown = (
        Shown("group", "โครงการ ปีงบประมาณ ระยะ และขนาด", "name"),
        Shown("target", "เป้าหมาย (แปลง)", "count"),
        Shown("rai", "พื้นที่", "number", "ไร่"),
        Shown("done", "แล้วเสร็จ", "count"),
        Shown("in_progress", "อยู่ระหว่างดำเนินการ", "count"),
        Shown("not_started", "ยังไม่เริ่ม", "count"),
        Shown("cancelled", "ยกเลิก/คืนงบ", "count"),
        Shown("done_pct", "ร้อยละแล้วเสร็จ", "pct"),
        Shown("allocated", "งบจัดสรร", "baht", "บาท"),
        Shown("disbursed", "เบิกจ่าย", "baht", "บาท"),
        Shown("returned", "ส่งคืน", "baht", "บาท"),
        Shown("spent_pct", "ร้อยละเบิกจ่าย", "pct"),
    )
    adds = ("target", "rai", *STATES, *money)
    total: dict[str, object] = {name: float(sums[name].sum(min_count=1)) for name in adds}
    total |= {
        "group": "รวมทั้งสิ้น",
        "done_pct": ratio(float(sums["done"].sum()), float(sums["aim"].sum())),
        "spent_pct": ratio(float(sums["disbursed"].sum()), float(sums["allocated"].sum())),
    }
    note = "แต่ละแปลงนับครั้งเดียว แปลงที่อยู่ในทั้งสองโครงการไม่บวกซ้ำ"
    return TableView(
        "by_stream", "แปลงตามโครงการ ปีงบประมาณ ระยะ และขนาด", frame, shown, total if len(frame) else {}, note
    )


def _dormant(facts: Facts) -> TableView:
    """Done plots without activity or visit for too long, the longest first (emphasis 4)."""
    rows, days = dormant(facts.plots), setting("khok_nong_na.active_days")
    frame = _described(rows).assign(
        activity=pd.to_datetime(rows["last_activity_date"]),
        visit=pd.to_datetime(rows["last_visit_date"]),
        idle=rows["idle_days"],
    )
    shown = (
        *_plot(facts.view),
        Shown("activity", "เอามื้อสามัคคีล่าสุด", "date"),
        Shown("visit", "เยี่ยมแปลงล่าสุด", "date"),
        Shown("idle", "เงียบมาแล้ว", "count", "วัน"),
    )
    title = f"แปลงแล้วเสร็จที่ไม่มีกิจกรรมหรือการเยี่ยมเกิน {days} วัน {len(frame)} แปลง"
    return TableView("dormant", title, frame.reset_index(drop=True), shown)


def _levels_off(facts: Facts) -> TableView:
    """Villages whose reported level is not that of their indicators (T2.10)."""
    rows = facts.nation.off_level.of(facts.view.scope.key).sort_values("village_code", kind="stable")
    words = {key: many[0] for key, many in LEVELS.items()}
    frame = pd.DataFrame(
        {
            "area": rows["district_code"].fillna(rows["province_code"]),
            "village": rows["village_name"].fillna(rows["village_code"]),
            "reported": rows["level_reported"].map(words),
            "passed": rows["ind_pass_count"],
            "core": rows["core_pass_count"],
            "computed": rows["level"].map(words),
        }
    )
    shown = (
        Shown("area", district_word(facts.view), "name"),
        Shown("village", "หมู่บ้าน"),
        Shown("reported", "ระดับที่รายงาน"),
        Shown("passed", "ผ่านตัวชี้วัด (จาก 23)", "count"),
        Shown("core", "ผ่านตัวชี้วัดหลัก (จาก 10)", "count"),
        Shown("computed", "ระดับที่คำนวณได้"),
    )
    title = f"หมู่บ้านที่ระดับที่รายงานไม่ตรงกับตัวชี้วัด {len(frame)} หมู่บ้าน"
    return TableView("levels_off", title, frame.reset_index(drop=True), shown)


def carried(facts: Facts) -> TableView | None:
    """Plots of earlier budget years that are not done; None where nothing is known of earlier years."""
    plots = facts.plots
    if not (plots["year"] < facts.view.fiscal_year).any():
        return None
    rows = left(plots)
    frame = _described(rows).assign(
        months=rows["months_over"], allocated=rows["allocated"], disbursed=rows["disbursed"]
    )
    shown = (
        *_plot(facts.view),
        Shown("months", "ค้างมาแล้ว", "count", "เดือน"),
        Shown("allocated", "งบจัดสรร", "baht", "บาท"),
        Shown("disbursed", "เบิกจ่าย", "baht", "บาท"),
    )
    total: dict[str, object] = {
        "area": "รวมทั้งสิ้น",
        "allocated": rows["allocated"].sum(),
        "disbursed": rows["disbursed"].sum(),
    }
    return TableView(
        "carried",
        f"แปลงของปีงบประมาณก่อนที่ยังไม่แล้วเสร็จ {len(frame)} แปลง",
        frame.reset_index(drop=True),
        shown,
        total if len(frame) else {},
        "เดือนเต็มนับจากสิ้นปีงบประมาณของแปลง",
    )
