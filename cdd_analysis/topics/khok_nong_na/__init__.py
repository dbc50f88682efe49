"""Topic 2: โคก หนอง นา and sufficiency-economy villages (handbook 4, emphasis 4).

``facts`` marks plots and villages and adds them up by area, ``indicators`` says what is divided by what,
``findings``, ``exhibits`` and ``listings`` say what it means. Plots and villages are named by code or name,
their owners never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day
from cdd_analysis.measures.result import Assessment, Measure, TableView, View
from cdd_analysis.measures.scorecard import Scorecard, sent
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.khok_nong_na.exhibits import exhibits, trend
from cdd_analysis.topics.khok_nong_na.facts import KINDS, Facts, look
from cdd_analysis.topics.khok_nong_na.findings import doubts, further, without_echo
from cdd_analysis.topics.khok_nong_na.indicators import columns, indicators
from cdd_analysis.topics.khok_nong_na.listings import carried, tables

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "khok_nong_na"
NUMBER = 2
TITLE = "การขับเคลื่อนโคก หนอง นา โมเดล และโครงการพัฒนาหมู่บ้านเศรษฐกิจพอเพียง"
SHORT = "โคก หนอง นา"
TABLES = ("plots", "sufficiency_villages")
OWNER = "กลุ่มงานยุทธศาสตร์การพัฒนาชุมชน"
_DAYS = {
    "plots": ("as_of_date", "accepted_date", "last_activity_date", "last_visit_date"),
    "sufficiency_villages": ("as_of_date",),
}


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    facts = look(data, view)
    card = _card(facts)
    inputs = {"plots": facts.plots, "sufficiency_villages": facts.villages}
    return Assessment(
        topic=KEY,
        view=view,
        status=card.status,
        verdict=card.verdict(_start(card)),
        measures=_measures(card),
        findings=without_echo(card.findings(*further(card, facts)), card.area),
        ranking=_ranking(card, facts),
        trend=trend(card, facts),
        exhibits=Later(lambda: exhibits(card, facts)),
        coverage=_coverage(facts),
        awaited=tuple(table for table, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(facts),
        carried=carried(facts),
        tables=Later(lambda: tables(facts)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest as-of date, acceptance, activity or visit inside the fiscal year; None where there is none."""
    return latest_day(data, _DAYS, provinces, fiscal_year)


def _card(facts: Facts) -> Scorecard:
    view = facts.view
    areas = (view.scope.key, *view.scope.children)
    there = facts.account["target"].dropna().index if "target" in facts.account else ()
    owed = f"ทะเบียนแปลง โคก หนอง นา ปีงบประมาณ {view.fiscal_year}"
    return Scorecard(
        view,
        OWNER,
        indicators(view),
        facts.account,
        facts.nation.before,
        doubts=doubts(facts, areas),
        silent={area: owed for area in view.scope.children if area not in there},
        period=f"ณ {thai_date(view.as_of, short=True)}",
    )


def _start(card: Scorecard) -> str:
    """The sentence of the verdict after the area's name."""
    row, year = card.row(card.area), card.view.fiscal_year
    value = card.value("T2.1")
    if is_missing(value):
        return f"ยังไม่มีทะเบียนแปลง โคก หนอง นา ปีงบประมาณ {year} จึงยังสรุปความก้าวหน้าไม่ได้"
    start = f"มีแปลงปี {year} แล้วเสร็จ {count(row['done'])} จาก {count(row['aim'])} แปลง ร้อยละ {pct(value)}"
    money = card.value("T2.2")
    spent = "" if is_missing(money) else f" เบิกจ่ายร้อยละ {pct(money)} ({million(row['disbursed'])})"
    over = card.value("T2.9")
    old = "" if is_missing(over) else f" แปลงปีก่อนค้าง {count(over)} แปลง" if over else " ไม่มีแปลงปีก่อนค้าง"
    return start + spent + old


def _measures(card: Scorecard) -> tuple[Measure, ...]:
    """The measures; what is not per cent says only of how many plots, rai and centres it is."""
    row = card.row(card.area)
    bases = {
        "T2.3-plot": ("paid", "แปลงที่แล้วเสร็จ {} แปลง"),
        "T2.3-rai": ("paid_rai", "แปลงที่แล้วเสร็จ {} ไร่"),
        "T2.9-late": ("left", "จากแปลงค้างทั้งหมด {} แปลง"),
        "E4.1": ("taught", "ศูนย์เรียนรู้ {} แห่ง"),
    }
    return tuple(
        replace(one, base=bases[one.id][1].format(count(row[bases[one.id][0]])))
        if one.id in bases and one.value is not None
        else one
        for one in card.measures()
    )


def _ranking(card: Scorecard, facts: Facts) -> TableView | None:
    """The district table; a kind that no plot of the year is of has no column, and the note says so."""
    year = card.view.fiscal_year
    counts = card.account.reindex(index=list(card.below), columns=["hlm_1", "hlm_3", "clm"]).sum()
    absent = [KINDS[str(kind)] for kind, many in counts.items() if not many]
    none = f" ปีนี้ไม่มีแปลง {' และ '.join(absent)}" if absent else ""
    return card.ranking(
        tuple(one for one in columns(card.view) if counts.get(one.column, 1)),
        f"แปลง โคก หนอง นา ปีงบประมาณ {year} ราย{card.view.scope.child_label}",
        by="target",
        dated=facts.nation.dated if len(facts.nation.plots.rows) else None,
        note=f"เป้าหมาย ผลงาน และเงินเป็นของแปลงปี {year} ส่วนแปลงที่มีกิจกรรม ศูนย์เรียนรู้ และสมาชิกเครือข่ายนับแปลงทุกปีงบประมาณ{none}",
    )


def _coverage(facts: Facts) -> TableView:
    """Who sent the register of plots and the villages of the year."""
    year = facts.view.fiscal_year
    columns = {
        f"ทะเบียนแปลงปี {year}": facts.account.get("target"),
        f"หมู่บ้านเศรษฐกิจพอเพียงปี {year}": facts.account.get("villages"),
    }
    table = pd.DataFrame({name: one.notna() for name, one in columns.items() if one is not None})
    return sent(facts.view, table.reindex(columns=list(columns), fill_value=False), "ทะเบียนแปลงและหมู่บ้าน")


def _notes(facts: Facts) -> tuple[str, ...]:
    budgets = " · ".join(f"{size} ไร่ {count(baht)} บาท" for size, baht in setting("khok_nong_na.unit_baht").items())
    notes = [
        "สองโครงการแสดงแยกกันและไม่นำมาบวกซ้ำ แปลงที่มีรหัสเดียวกันในทั้งสองโครงการนับครั้งเดียว "
        "ในปีงบประมาณแรกที่พบ (ปีเดียวกันนับในงบเงินกู้) จนกว่าจังหวัดจะยืนยัน",
        f"ราคามาตรฐานต่อแปลง: {budgets} (assumption-K) ขนาดอื่นไม่มีราคามาตรฐานให้เทียบ",
        "ผลงานของวันเดียวกันปีก่อนคำนวณจากวันตรวจรับ ส่วนเงินและกิจกรรมของปีก่อนไม่มีในทะเบียนปัจจุบัน",
        "การแลกเปลี่ยนระหว่างแปลง (E4.2) ยังวัดไม่ได้ เพราะทะเบียนแปลงไม่มีช่องที่บันทึกเรื่องนี้",
    ]
    lost = int(facts.plots["dig_status"].isna().sum())
    if lost:
        notes.append(f"แปลงที่ไม่ระบุสถานะการขุด {count(lost)} แปลงไม่นับเป็นเป้าหมายจนกว่าจะระบุ")
    return tuple(notes)
