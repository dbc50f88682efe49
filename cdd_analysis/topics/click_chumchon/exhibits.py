"""The charts of the topic as data, each only where there is something to draw; titles say the finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import ratio, total
from cdd_analysis.measures.completeness import filled
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_month_no, fiscal_months, thai_date, thai_month
from cdd_analysis.topics.click_chumchon.facts import Facts
from cdd_analysis.topics.click_chumchon.indicators import FIELDS


def trend(known: Facts) -> Exhibit | None:
    """Users by month, this year and last; a month that nobody told of is no point."""
    own, before = known.usage, known.usage_before
    if own["users"].notna().sum() == 0:
        return None
    year, months = known.view.fiscal_year, fiscal_months(known.view.fiscal_year)
    rows = [
        {"month": months[fiscal_month_no(month.date()) - 1], "series": f"ปี {one}", "users": value}
        for one, frame in ((year, own), (year - 1, before))
        for month in sorted(frame["month"].unique())
        if not is_missing(value := total(frame.loc[frame["month"].eq(month), "users"]))
    ]
    now, then = total(own["users"]), total(before["users"])
    change = ratio(now - then, then)
    beside = "" if is_missing(change) else f" {changed(change)}"
    return Exhibit(
        "users",
        "line",
        f"ผู้เข้าใช้ Click ชุมชนสะสม {count(now)} คน{beside}",
        "คนต่อเดือน เรียงตามเดือนของปีงบประมาณ",
        pd.DataFrame(rows).sort_values(["series", "month"], ascending=[False, True], ignore_index=True),
        x="month",
        y="users",
        series="series",
        unit="คน",
        alt=f"เส้นผู้เข้าใช้รายเดือนของปี {year} และปี {year - 1} รวมปีนี้ {count(now)} คน",
        emphasis=f"ปี {year}",
    )


def exhibits(scored: Scorecard, known: Facts) -> Iterator[Exhibit]:
    """Every chart that has data."""
    for identity, name in (("T8.1", "coverage"), ("T8.3", "freshness")):
        if (bars := scored.bars(identity, name=name)) is not None:
            yield bars
    own = known.items
    if own["age"].notna().any():
        yield _age(own, known.view.as_of)
    if (fields := _by_field(known)) is not None:
        yield fields
    if (funnel := _funnel(scored)) is not None:
        yield funnel
    if (uses := _uses(known)) is not None:
        yield uses


def _age(items: pd.DataFrame, as_of: date) -> Exhibit:
    stale, days = int(items["stale"].sum()), setting("click_chumchon.fresh_days")
    middle = count(items["age"].median())
    return Exhibit(
        "age",
        "histogram",
        f"มี {count(stale)} จาก {count(len(items))} รายการที่ไม่ได้ปรับปรุงเกิน {days} วัน มัธยฐานอายุ {middle} วัน",
        f"จำนวนรายการตามอายุข้อมูล ณ {thai_date(as_of, short=True)}",
        items[["age"]].reset_index(drop=True),
        x="age",
        y="age",
        unit="วัน",
        alt=f"ฮิสโทแกรมอายุของ {count(len(items))} รายการ เกิน {days} วัน {count(stale)} รายการ",
    )


def _by_field(known: Facts) -> Exhibit | None:
    """What is filled, areas x fields; None without items."""
    view = known.view
    if known.items.empty:
        return None
    rates = known.nation.fields.reindex(list(view.scope.children)).dropna(how="all")
    rates = rates.loc[rates.mean(axis=1).sort_values(kind="stable").index].rename(columns=FIELDS)
    whole = filled(known.items, list(FIELDS)).astype("float64").mean() * 100
    worst = str(whole.idxmin())
    tidy = rates.rename_axis("area").reset_index().melt("area", var_name="field", value_name="pct")
    return Exhibit(
        "fields",
        "heatmap",
        f"ช่องที่กรอกน้อยที่สุดคือ{FIELDS[worst]} ร้อยละ {pct(whole[worst])} ของรายการทั้งหมด",
        f"ร้อยละของรายการที่กรอกแต่ละช่อง เรียง{view.scope.child_label}ที่ครบน้อยที่สุดก่อน",
        tidy,
        x="field",
        y="area",
        series="pct",
        unit="ร้อยละ",
        alt=f"ตารางสีความครบถ้วน{view.scope.child_label}กับช่องข้อมูล ช่องที่กรอกน้อยที่สุดคือ{FIELDS[worst]}",
    )


def _funnel(scored: Scorecard) -> Exhibit | None:
    """From looking to a request closed; None where clicks or requests are not told."""
    row = scored.row(scored.area)
    steps = {"ค้นหา/คลิก": "clicks", "เข้าใช้": "users", "ขอรับบริการ": "requests", "ปิดคำขอแล้ว": "requests_closed"}
    figures = {label: float(row.get(column, float("nan"))) for label, column in steps.items()}
    figures = {label: value for label, value in figures.items() if not is_missing(value)}
    if len(figures) < len(steps):
        return None
    asked = ratio(figures["ขอรับบริการ"], figures["เข้าใช้"])
    return Exhibit(
        "funnel",
        "bars",
        f"ผู้เข้าใช้ทุก 100 คนนำไปสู่คำขอ {pct(asked)} รายการ ปิดแล้ว {count(figures['ปิดคำขอแล้ว'])} จาก "
        f"{count(figures['ขอรับบริการ'])} รายการ",
        "ครั้ง คน หรือรายการ สะสมตั้งแต่ต้นปีงบประมาณ ตามลำดับจากการค้นหาถึงการปิดคำขอ",
        pd.DataFrame({"step": list(figures), "value": list(figures.values())}),
        x="value",
        y="step",
        unit="ครั้ง/คน/รายการ",
        alt=" ".join(f"{label} {count(value)}" for label, value in figures.items()),
    )


def _uses(known: Facts) -> Exhibit | None:
    """Users by area and month, those with most first: small lines side by side as a grid."""
    rows = known.usage
    rows = rows[rows["users"].notna()]
    if rows.empty:
        return None
    rows = rows.assign(area=ladder.child_of(rows, known.view.scope).astype(object))
    table = rows.pivot_table(index="area", columns="month", values="users", aggfunc="sum")
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    first, label = str(table.index[0]), known.view.scope.child_label
    tidy = table.reset_index().melt("area", var_name="month", value_name="users")
    tidy["month"] = [thai_month(month.date()) for month in tidy["month"]]
    share = ratio(float(table.iloc[0].sum()), float(table.to_numpy()[~table.isna().to_numpy()].sum()))
    return Exhibit(
        "uses",
        "heatmap",
        f"{called(first)}มีผู้เข้าใช้มากที่สุด ร้อยละ {pct(share)} ของทั้งหมด",
        f"ผู้เข้าใช้รายเดือน (คน) เรียง{label}ที่มีผู้ใช้มากก่อน",
        tidy,
        x="month",
        y="area",
        series="users",
        unit="คน",
        alt=f"ตารางสีผู้เข้าใช้ราย{label}รายเดือน มากที่สุดคือ{called(first)}",
    )
