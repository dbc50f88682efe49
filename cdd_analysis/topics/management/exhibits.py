"""The topic's charts and tables as data. One without data is left out; a chart's title is what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.datasets import table
from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.result import Exhibit, Shown, TableView
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import count, pct, said
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_months, thai_month
from cdd_analysis.topics.management import money
from cdd_analysis.topics.management.cover import VISIT
from cdd_analysis.topics.management.facts import Facts
from cdd_analysis.topics.management.findings import label
from cdd_analysis.topics.management.reports import LEVELS

_LEVEL_WORDS = {"subdistrict": "ตำบล", "district": "อำเภอ", "province": "จังหวัด"}


def exhibits(card: Scorecard, facts: Facts) -> Iterator[Exhibit]:
    """The charts that the data allows."""
    for one in (_cover(card, facts), card.bars("G7", name="spending"), _september(card), _punctuality(facts)):
        if one is not None:
            yield one
    if (lag := _lag(card)) is not None:
        yield lag


def _cover(card: Scorecard, facts: Facts) -> Exhibit | None:
    """What is compared x topic: able people, 0, 1, 2 or more; of provinces the unit with the fewest (emphasis 1)."""
    rows = facts.able
    if rows.empty:
        return None
    least = rows.groupby(["area", "topic"])["people"].min().clip(upper=setting("management.able_least")).unstack()
    least = least.reindex(columns=list(VISIT)).loc[least.sum(axis=1).sort_values(kind="stable").index]
    own = facts.own(facts.nation.able)
    alone, places = int((own["covered"] == 0).sum()), len(own)
    tidy = least.rename(columns=label).rename_axis("area").reset_index().melt("area", var_name="topic", value_name="n")
    most = f"{count(setting('management.able_least'))}"
    return Exhibit(
        "cover",
        "heatmap",
        f"ทุกประเด็นมีผู้ทำงานแทนกันได้ทั้ง {count(places)} ช่อง"
        if not alone
        else f"มี {count(alone)} จาก {count(places)} ช่องหน่วยงาน–ประเด็นที่มีผู้ทำงานได้ไม่ถึง {most} คน",
        f"ผู้ที่ทำงานประเด็นได้ (คน) {most} หมายถึง {most} คนขึ้นไป เรียงหน่วยงานที่มีคนน้อยก่อน",
        tidy,
        x="topic",
        y="area",
        series="n",
        unit="คน",
        alt=f"ตารางสีหน่วยงานกับประเด็น มี {count(alone)} ช่องที่ผู้ทำงานได้ไม่ถึง {most} คน",
    )


def _september(card: Scorecard) -> Exhibit | None:
    year = money.september_year(card.view)
    subtitle = f"ร้อยละของเบิกจ่ายทั้งปีงบประมาณ {year} ที่จ่ายในเดือนกันยายน (จ่ายเท่ากันทุกเดือนคือร้อยละ {pct(100 / 12)})"
    return card.bars("E2.2", name="september", subtitle=subtitle)


def trend(card: Scorecard, facts: Facts) -> Exhibit | None:
    """Disbursed of allocated at the end of each month, this year and last, against the expected line."""
    year = facts.view.fiscal_year
    months = fiscal_months(year)
    rows: list[dict[str, object]] = []
    for one in (year, year - 1):
        spent, axes = facts.spent_pct(one), dict(zip(fiscal_months(one), months, strict=True))
        rows += [{"month": axes[month], "series": f"ปี {one}", "pct": value} for month, value in spent.items()]
    if not any(row["series"] == f"ปี {year}" for row in rows):
        return None
    for month in months:
        end = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
        rows.append({"month": month, "series": "จังหวะที่ควรเป็น", "pct": pace_pct(end, year)})
    value, pace = card.value("G7"), pace_pct(facts.view.as_of, year)
    beside = "สูงกว่า" if value >= pace else "ต่ำกว่า"
    return Exhibit(
        "pace",
        "line",
        f"เบิกจ่ายแล้วร้อยละ {pct(value)} {beside}จังหวะที่ควรเป็นร้อยละ {pct(pace)}",
        "ร้อยละของงบจัดสรร สะสม ณ สิ้นเดือน เรียงตามเดือนของปีงบประมาณ",
        pd.DataFrame(rows),
        x="month",
        y="pct",
        series="series",
        unit="ร้อยละ",
        alt=f"เส้นเบิกจ่ายสะสมของปี {year} และปี {year - 1} เทียบจังหวะที่ควรเป็น ล่าสุดร้อยละ {pct(value)}",
        emphasis=f"ปี {year}",
    )


def _punctuality(facts: Facts) -> Exhibit | None:
    """Reports on time by level and month: the punctuality strip of emphasis 3."""
    rows = facts.own(facts.nation.punctual)
    rows = rows[rows["level"].isin(LEVELS)]
    if rows.empty:
        return None
    sums = rows.groupby(["level", "month"])[["reports", "points"]].sum()
    rates = (sums["points"] / sums["reports"]).unstack().reindex(list(LEVELS)).dropna(how="all")
    whole = sums.groupby("level").sum()
    by_level = (whole["points"] / whole["reports"]).reindex(rates.index)
    worst = str(by_level.idxmin())
    tidy = rates.rename(index=_LEVEL_WORDS).rename_axis("level").reset_index().melt(
        "level", var_name="month", value_name="pct"
    )  # fmt: skip
    tidy["month"] = [thai_month(pd.Timestamp(month).date()) for month in tidy["month"]]
    return Exhibit(
        "punctuality",
        "heatmap",
        f"ระดับ{_LEVEL_WORDS[worst]}ส่งรายงานทันกำหนดน้อยที่สุด ร้อยละ {pct(float(by_level[worst]))}"
        if by_level.min() < 100
        else "ทุกระดับส่งรายงานทันกำหนดครบทุกฉบับ",
        "ร้อยละของรายงานที่ถึงกำหนดแล้ว ตามระดับผู้รายงานและเดือน",
        tidy,
        x="month",
        y="level",
        series="pct",
        unit="ร้อยละ",
        alt=" ".join(f"ระดับ{_LEVEL_WORDS[str(one)]}ร้อยละ {pct(float(by_level[one]))}" for one in by_level.index),
    )


def _lag(card: Scorecard) -> Exhibit | None:
    """Where reports wait: days from the last subdistrict to the district, else from there to the province (E3.2)."""
    words = {"E3.2-below": "ตำบลถึงอำเภอ", "E3.2": "อำเภอถึงจังหวัด"}
    days = {one: card.value(one) for one in words}
    known = [one for one in words if not is_missing(days[one])]
    if not known:
        return None
    told = " และจาก".join(f"{words[one]} {said(days[one], 'วัน')}" for one in known)
    subtitle = f"มัธยฐานของวันจาก{words[known[0]]} เรียงจากนานที่สุด"
    return card.bars(known[0], name="lag", title=f"รายงานใช้เวลาจาก{told}", subtitle=subtitle)


def tables(card: Scorecard, facts: Facts) -> dict[str, TableView]:
    """Instructions not done, advances overdue, topics that hang on one person; each only where it has a row."""
    made = (_instructions(card, facts), _advances(card, facts), _alone(card, facts))
    return {one.name: one for one in made if len(one.frame)}


def _instructions(card: Scorecard, facts: Facts) -> TableView:
    """Instructions of the last visits that are not done, the longest overdue first."""
    states = table("inspection_actions").column("action_status").choices
    rows = facts.actions
    rows = rows.assign(
        topic=rows["topic"].map({key: label(key) for key in rows["topic"].dropna().unique()}),
        action_status=rows["action_status"].map({key: words[0] for key, words in states.items()}),
    ).sort_values(["overdue_days", "due_date", "area"], ascending=[False, True, True], ignore_index=True)
    late = int(rows["overdue"].sum())
    shown = (
        Shown("area", card.view.scope.child_label, "name"),
        Shown("topic", "ประเด็น"),
        Shown("instruction", "ข้อสั่งการ"),
        Shown("owner_role", "ผู้รับผิดชอบ (ตำแหน่ง)"),
        Shown("given_date", "วันที่สั่งการ", "date"),
        Shown("due_date", "กำหนดแล้วเสร็จ", "date"),
        Shown("action_status", "สถานะการดำเนินการ"),
        Shown("overdue_days", "เลยกำหนด", "count", "วัน"),
    )
    title = f"ข้อสั่งการที่ยังไม่แล้วเสร็จ {len(rows)} ข้อ เลยกำหนดแล้ว {late} ข้อ"
    return TableView("instructions", title, rows[[one.column for one in shown]], shown)


def _advances(card: Scorecard, facts: Facts) -> TableView:
    """Advance loans overdue for too long: which contract of which unit, no borrower."""
    rows = facts.overdue.sort_values(["late_days", "area"], ascending=[False, True], ignore_index=True)
    shown = (
        Shown("area", card.view.scope.child_label, "name"),
        Shown("contract_id", "เลขที่สัญญา"),
        Shown("budget_line", "โครงการ/กิจกรรม"),
        Shown("advance_baht", "เงินยืม", "baht"),
        Shown("overdue_baht", "ยังไม่ส่งใช้", "baht"),
        Shown("due_date", "ครบกำหนด", "date"),
        Shown("late_days", "เลยกำหนด", "count", "วัน"),
    )
    title = f"สัญญายืมเงินค้างเกิน {setting('management.overdue_days')} วัน {len(rows)} สัญญา"
    totals = {"area": "รวมทั้งสิ้น", **{name: total(rows[name]) for name in ("advance_baht", "overdue_baht")}}
    return TableView("advances", title, rows[[one.column for one in shown]], shown, totals)


def _alone(card: Scorecard, facts: Facts) -> TableView:
    """What stops if one person is away: topics with too few able people, or recorded by one person. Nobody is named."""
    columns = ["area", "topic", "people", "one_pct", "records"]
    rows = pd.concat([facts.alone, facts.dependent], ignore_index=True).reindex(columns=columns)
    rows = rows.assign(topic=rows["topic"].map({key: label(key) for key in rows["topic"].dropna().unique()}))
    rows = rows.sort_values(["area", "topic"], ignore_index=True)
    shown = (
        Shown("area", card.view.scope.child_label, "name"),
        Shown("topic", "ประเด็นที่หยุดถ้าคนเดียวไม่อยู่"),
        Shown("people", "ผู้ทำงานได้", "count", "ราย"),
        Shown("one_pct", "บันทึกโดยคนเดียว", "pct", "ร้อยละ"),
        Shown("records", "บันทึกทั้งหมด", "count", "รายการ"),
    )
    return TableView("alone", f"งานที่หยุดถ้าคนเดียวไม่อยู่ {len(rows)} รายการ", rows, shown)


def carried(card: Scorecard, facts: Facts) -> TableView | None:
    """What last year left: its instructions that are not done, its advance loans that are not cleared."""
    year = facts.view.fiscal_year - 1
    if not facts.nation.has_past:
        return None
    actions, loans = facts.actions, facts.contracts
    told = pd.concat(
        [
            actions.assign(what="ข้อสั่งการ", which=actions["instruction"], late=actions["overdue_days"]),
            loans.assign(what="สัญญายืมเงิน", which=loans["contract_id"], late=loans["late_days"]),
        ],
        ignore_index=True,
    )
    told = told[pd.to_numeric(told["fiscal_year"]).eq(year)]
    told = told.reindex(columns=["area", "what", "which", "due_date", "left_baht", "late"])
    told = told.sort_values(["late", "due_date", "area"], ascending=[False, True, True], ignore_index=True)
    shown = (
        Shown("area", card.view.scope.child_label, "name"),
        Shown("what", "เรื่อง"),
        Shown("which", "รายละเอียด"),
        Shown("due_date", "กำหนด", "date"),
        Shown("left_baht", "เงินที่ยังไม่ส่งใช้", "baht"),
        Shown("late", "เลยกำหนด", "count", "วัน"),
    )
    n = {word: int(told["what"].eq(word).sum()) for word in ("ข้อสั่งการ", "สัญญายืมเงิน")}
    title = f"ค้างจากปี {year}: ข้อสั่งการ {n['ข้อสั่งการ']} ข้อ สัญญายืมเงิน {n['สัญญายืมเงิน']} สัญญา"
    return TableView("carried", title, told, shown)
