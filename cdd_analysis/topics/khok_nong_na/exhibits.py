"""Charts of topic 2 (handbook 4.5): each title is what the chart shows."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cdd_analysis.datasets.khok_nong_na import LEVELS
from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.periods import same_day
from cdd_analysis.measures.result import Exhibit, Status
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_months, thai_date, thai_month
from cdd_analysis.thai.months import month_end
from cdd_analysis.topics.khok_nong_na.facts import BANDS, STATES, Facts, accepted
from cdd_analysis.topics.khok_nong_na.findings import left

_STATE = {"done": "แล้วเสร็จ", "in_progress": "อยู่ระหว่างดำเนินการ", "not_started": "ยังไม่เริ่ม", "cancelled": "ยกเลิก/คืนงบ"}
_STREAM = {"NTA_LOAN": "พื้นที่ต้นแบบ", "SEV": "หมู่บ้านพอเพียง"}


def exhibits(card: Scorecard, facts: Facts) -> dict[str, Exhibit]:
    """The charts that the data gives, by name."""
    made = (
        card.bars("T2.1", name="work"),
        _apart(card),
        _streams(card, facts),
        _ageing(card, facts),
        card.bars("T2.5", name="active"),
        _idle(card, facts),
        _levels(card, facts),
    )
    return {one.name: one for one in made if one is not None}


def trend(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Plots accepted month by month against pace and last year; None where a done plot has no day of acceptance."""
    view, year = card.view, card.view.fiscal_year
    plots = facts.plots
    now, before = (plots[(plots["year"] == y) & plots["aim"].eq(1)] for y in (year, year - 1))
    if now.empty:
        return None
    days = [*(month_end(m) for m in fiscal_months(year) if month_end(m) < view.as_of), view.as_of]
    labels = [thai_month(day, year=False) if day != view.as_of else thai_date(day, short=True) for day in days]
    ago = [same_day(type(view)(view.scope, year, day)) for day in days]
    series = {f"ปี {year}": _shares(now, days), f"ปี {year - 1}": _shares(before, ago)}
    series["จังหวะที่ควรเป็น"] = [pace_pct(day, year) for day in days]
    frame = pd.DataFrame(
        [(label, name, value) for name, values in series.items() for label, value in zip(labels, values, strict=True)],
        columns=["day", "series", "value"],
    ).dropna()
    mine = series[f"ปี {year}"][-1]
    if pd.isna(mine):
        return None
    pace = series["จังหวะที่ควรเป็น"][-1]
    beside = "เท่ากับ" if mine == pace else "เร็วกว่า" if mine > pace else "ช้ากว่า"
    return Exhibit(
        "trend",
        "line",
        f"แปลงปี {year} แล้วเสร็จร้อยละ {pct(mine)} {beside}จังหวะที่ควรเป็นร้อยละ {pct(pace)}",
        f"ร้อยละสะสมของแปลงที่ไม่ยกเลิก ตามวันตรวจรับ เทียบวันเดียวกันของปี {year - 1}",
        frame,
        "day",
        "value",
        "series",
        "ร้อยละ",
        alt=f"เส้นร้อยละแปลงแล้วเสร็จสะสมของปี {year} ถึงร้อยละ {pct(mine)} เทียบจังหวะร้อยละ {pct(pace)}",
        emphasis=f"ปี {year}",
    )


def _shares(plots: pd.DataFrame, days: list[date]) -> list[float]:
    """Share of plots done by each day; missing where that is not known of all of them."""
    marks = accepted(plots, days)
    return [float(one.mean() * 100) if len(one) and one.notna().all() else float("nan") for one in marks]


def _apart(card: Scorecard) -> Exhibit | None:
    """Money ahead of work in points, the furthest ahead first; beyond the line it is to be checked."""
    gaps = card["T2.4"].values(card.account.reindex(list(card.below))).dropna().sort_values(ascending=False)
    if gaps.empty:
        return None
    most, label = setting("khok_nong_na.apart_points"), card.view.scope.child_label
    lights = [card.light(card["T2.4"], str(area))[0] for area in gaps.index]
    off = sum(light is Status.CHECK for light in lights)
    first, last = str(gaps.index[0]), str(gaps.index[-1])
    furthest = max(gaps.items(), key=lambda one: abs(one[1]))
    title = (
        f"เงินกับงานห่างกันเกิน {most} จุด {off} จาก {len(gaps)} {label} มากที่สุดคือ"
        f"{called(str(furthest[0]))} {pct(furthest[1])} จุด"
        if off
        else f"เงินกับงานห่างกันไม่เกิน {most} จุดทั้ง {len(gaps)} {label}"
    )
    return Exhibit(
        "money_work",
        "bars",
        title,
        "ร้อยละเบิกจ่ายลบร้อยละแล้วเสร็จ จุด เรียงจากเงินนำหน้างานมากที่สุด",
        pd.DataFrame({"area": gaps.index, "value": gaps.to_numpy(), "status": [one.value for one in lights]}),
        "value",
        "area",
        unit="จุด",
        alt=f"แท่งเงินนำหน้างานราย{label} บนสุด{called(first)} {pct(gaps.iloc[0])} จุด "
        f"ล่างสุด{called(last)} {pct(gaps.iloc[-1])} จุด",
    )


def _streams(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Plots by stream and budget year, in their states; each plot once."""
    plots = facts.plots
    plots = plots[plots["stream"].notna() & plots["dig_status"].notna()]
    if plots.empty:
        return None
    group = plots["stream"].map(_STREAM) + plots["year"].map(lambda year: f" {year:.0f}")
    order = plots.assign(group=group).sort_values(["year", "stream"], ascending=[False, True], kind="stable")
    sums = order.groupby("group", sort=False)[list(STATES)].sum()
    frame = sums.rename(columns=_STATE).rename_axis("group").reset_index()
    frame = frame.melt("group", var_name="state", value_name="plots")
    frame = frame[frame.groupby("state")["plots"].transform("sum") > 0]
    by_stream = plots.groupby("stream")[["done", "aim"]].sum()
    parts = [
        f"{_STREAM[str(stream)]}แล้วเสร็จ {count(row['done'])} จาก {count(row['aim'])} แปลง"
        for stream, row in by_stream.iterrows()
    ]
    return Exhibit(
        "streams",
        "stacked",
        " ".join(parts),
        "แปลงตามโครงการและปีงบประมาณ แต่ละแปลงนับครั้งเดียว",
        frame,
        "plots",
        "group",
        "state",
        "แปลง",
        alt=f"แท่งซ้อนจำนวนแปลงตามสถานะ {' '.join(parts)}",
        emphasis=_STATE["done"],
    )


def _ageing(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Unfinished plots of earlier years by months since their budget year ended; None where there is none."""
    plots = left(facts.plots)
    if plots.empty:
        return None
    bands = plots["band"].value_counts(sort=False).reindex([name for _, name in BANDS])
    late, most = (
        int(plots["months_over"].gt(setting("khok_nong_na.late_months")).sum()),
        setting("khok_nong_na.late_months"),
    )
    title = f"แปลงค้างจากปีก่อน {len(plots)} แปลง ค้างเกิน {most} เดือน {late} แปลง"
    return Exhibit(
        "ageing",
        "columns",
        title,
        "แปลงที่ยังไม่แล้วเสร็จ ตามเดือนเต็มนับจากสิ้นปีงบประมาณ",
        pd.DataFrame({"band": bands.index.astype(str), "plots": bands.astype("float64").to_numpy()}),
        "band",
        "plots",
        unit="แปลง",
        alt=title,
    )


def _idle(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Days since the last activity or visit of done plots; None where no day is known."""
    plots = facts.plots
    days = plots.loc[plots["active"].notna(), "idle_days"].dropna()
    if days.empty:
        return None
    most = setting("khok_nong_na.active_days")
    late = int((days > most).sum())
    return Exhibit(
        "idle",
        "histogram",
        f"แปลงแล้วเสร็จ {count(late)} จาก {count(len(days))} แปลงไม่มีกิจกรรมหรือการเยี่ยมเกิน {most} วัน",
        f"จำนวนแปลงตามวันนับจากกิจกรรมหรือการเยี่ยมล่าสุดถึง {thai_date(card.view.as_of, short=True)}",
        pd.DataFrame({"days": days.to_numpy()}),
        "days",
        "",
        unit="วัน",
        reference=(float(most), f"{most} วัน"),
        alt=f"ฮิสโทแกรมวันนับจากกิจกรรมล่าสุด เกิน {most} วัน {count(late)} แปลง มัธยฐาน {count(days.median())} วัน",
    )


def _levels(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Villages by recomputed level, this year and last."""
    year = card.view.fiscal_year
    parts = []
    for own, rows in ((year - 1, facts.villages_before), (year, facts.villages)):
        counts = rows["level"].value_counts()
        total = counts.sum()
        parts += [
            (f"ปี {own}", LEVELS[key][0], float(counts.get(key, 0) / total * 100))
            for key in ("3", "2", "1", "0")
            if total
        ]
    if not any(label == f"ปี {year}" for label, _, _ in parts):
        return None
    frame = pd.DataFrame(parts, columns=["year", "level", "share"])
    top = frame.loc[(frame["year"] == f"ปี {year}") & frame["level"].eq(LEVELS["3"][0]), "share"].iloc[0]
    before = frame.loc[(frame["year"] == f"ปี {year - 1}") & frame["level"].eq(LEVELS["3"][0]), "share"]
    beside = f" ปีก่อนร้อยละ {pct(before.iloc[0])}" if len(before) else ""
    n = count(float(facts.villages["level"].notna().sum()))
    return Exhibit(
        "levels",
        "stacked",
        f"หมู่บ้านระดับ{LEVELS['3'][0]}ร้อยละ {pct(top)} จาก {n} หมู่บ้าน{beside}",
        "ร้อยละของหมู่บ้านตามระดับที่คำนวณใหม่จากตัวชี้วัด",
        frame,
        "share",
        "year",
        "level",
        "ร้อยละ",
        alt=f"แท่งซ้อนสัดส่วนหมู่บ้านตามระดับ ปี {year} {LEVELS['3'][0]}ร้อยละ {pct(top)}{beside}",
        emphasis=LEVELS["3"][0],
    )
