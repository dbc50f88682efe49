"""Topic 5: the village revolving funds กข.คจ. (handbook 7, emphasis 7).

``levels`` gives each village its problem level, ``facts`` reads a view once and adds up by area, ``indicators`` says
what is divided by what; ``findings``, ``listings`` and ``exhibits`` say what it means. Whether province and district
agree comes before everything else. Villages are named, debtors never: only what their contracts add up to is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day
from cdd_analysis.measures.result import Assessment, Measure, TableView, View
from cdd_analysis.measures.scorecard import Scorecard, sent
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import count, million, pct
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.kkj.exhibits import exhibits
from cdd_analysis.topics.kkj.facts import Facts, look
from cdd_analysis.topics.kkj.findings import doubts, further
from cdd_analysis.topics.kkj.indicators import INDICATORS, SHOWN
from cdd_analysis.topics.kkj.levels import LEVELS
from cdd_analysis.topics.kkj.listings import carried, tables

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "kkj"
NUMBER = 5
TITLE = "เงินทุนที่อยู่ระหว่างชำระคืนเงินยืม โครงการแก้ไขปัญหาความยากจน (กข.คจ.)"
SHORT = "กองทุน กข.คจ."
TABLES = ("kkj_villages", "kkj_areas", "kkj_loans", "kkj_problems")
OWNER = "กลุ่มงานสารสนเทศการพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    facts = look(data, view)
    card = _card(facts)
    inputs = {
        "kkj_villages": facts.villages,
        "kkj_areas": pd.concat([facts.province_rows, facts.district_rows], ignore_index=True),
        "kkj_loans": facts.contracts,
        "kkj_problems": facts.problems,
    }
    return Assessment(
        topic=KEY,
        view=view,
        status=card.status,
        verdict=card.verdict(_start(card)),
        measures=_measures(card, inputs),
        findings=card.findings(*further(card, facts)),
        ranking=_ranking(card, facts),
        exhibits=Later(lambda: exhibits(card, facts)),
        coverage=_coverage(facts),
        awaited=tuple(table for table, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(facts),
        carried=carried(facts),
        tables=Later(lambda: tables(facts)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest as-of date inside the fiscal year; None where there is none."""
    return latest_day(data, dict.fromkeys(TABLES, ("as_of_date",)), provinces, fiscal_year)


def _measures(card: Scorecard, inputs: Mapping[str, pd.DataFrame]) -> tuple[Measure, ...]:
    """The measures; one that the input at hand does not give waits for no file."""
    return tuple(
        replace(one, awaited="", reason="ข้อมูลที่ได้รับยังไม่มีกรณีที่จะคำนวณ") if len(inputs.get(one.awaited, ())) else one
        for one in card.measures()
    )


def _card(facts: Facts) -> Scorecard:
    view = facts.view
    told = facts.account["told"].dropna().index
    is_waited = len(facts.villages) or len(facts.province_rows)
    owed = f"แบบ 26(1) รายหมู่บ้าน ปีงบประมาณ {view.fiscal_year}"
    return Scorecard(
        view,
        OWNER,
        INDICATORS,
        facts.account,
        facts.before,
        doubts=doubts(facts),
        silent={area: owed for area in view.scope.children if area not in told} if is_waited else {},
        period=f"ณ {thai_date(view.as_of, short=True)}",
    )


def _start(card: Scorecard) -> str:
    """The sentence of the verdict after the area's name."""
    row, year = card.row(card.area), card.view.fiscal_year
    fund = row.get("fund")
    if fund is None or is_missing(fund):
        return f"ยังไม่มีข้อมูลกองทุน กข.คจ. ปีงบประมาณ {year} จึงยังสรุปไม่ได้"
    start = f"มีเงินทุน กข.คจ. {million(fund)} ใน {count(row['n'])} หมู่บ้าน อยู่ระหว่างชำระคืน {million(row['outstanding'])}"
    late, match = card.value("T5.6"), card.value("T5.11")
    debts = "" if is_missing(late) else f" เกินกำหนดร้อยละ {pct(late)}"
    if is_missing(match):
        return f"{start}{debts} ยังเทียบยอดจังหวัดกับอำเภอไม่ได้"
    agree = "ตรงกันทุกยอด" if match >= 100 else f"ตรงกันร้อยละ {pct(match)} ({card['T5.11'].base(row)})"
    return f"{start}{debts} ยอดจังหวัดกับอำเภอ{agree}"


def _ranking(card: Scorecard, facts: Facts) -> TableView | None:
    own = [card.row(area) for area in card.below]
    levels = {f"{level}-n": [row.get(level, 0) or np.nan for row in own] for level in LEVELS}
    texts = pd.DataFrame({**levels, "agreement": [_agreement(row) for row in own]}, index=list(card.below))
    title = f"กองทุน กข.คจ. ราย{card.view.scope.child_label} ปีงบประมาณ {card.view.fiscal_year}"
    note = "P1–P5 และ PX คือจำนวนหมู่บ้านตามระดับปัญหา ที่เหลือเป็น P0"
    shown = [one for one in SHOWN if one.column not in levels or texts[one.column].notna().any()]
    return card.ranking(shown, title, by="overdue", dated=facts.dated, texts=texts, note=note)


def _agreement(row: Mapping[str, float]) -> str | None:
    """How many of the figures that two offices report agree: ``7/8``; None where none could be compared."""
    equal, cells = row.get("between_equal", np.nan), row.get("between_cells", np.nan)
    return None if is_missing(equal) or is_missing(cells) else f"{count(equal)}/{count(cells)}"


def _coverage(facts: Facts) -> TableView:
    """Who sent the villages, the debtors and its own sum; on a wider page, from which of its areas anything came."""
    view = facts.view
    there = facts.sent.reindex(list(view.scope.children), fill_value=False)
    note = "รายงานสภาพปัญหาเป็นของจังหวัด หมู่บ้านที่ไม่อยู่ในรายงานมิได้แปลว่าไม่มีปัญหา"
    return sent(view, there, f"การส่งข้อมูล กข.คจ. ปีงบประมาณ {view.fiscal_year}", note=note)


def _notes(facts: Facts) -> tuple[str, ...]:
    own = facts.villages
    notes = [
        "จัดระดับปัญหาตามลำดับ PX P5 P4 P3 P2 P1 P0 ระดับแรกที่เข้าเกณฑ์ (assumption-D) ตัวเลขของเกณฑ์อยู่ในค่าที่ใช้",
        "หนี้เกินกำหนดคิดจากวันครบกำหนดในบัญชีลูกหนี้ ณ วันที่ของบัญชีนั้น ถ้าไม่มีใช้ยอดเกินกำหนดหรือผิดนัดที่หมู่บ้านรายงาน",
        "เทียบปีก่อนด้วยยอดสิ้นปีงบประมาณก่อน เว้นแต่เงินรับคืนรอบปีที่เทียบกับวันเดียวกันของปีก่อน",
    ]
    calendar = int(own["calendar"].sum())
    if calendar:
        notes.append(f"{calendar:,} หมู่บ้านนับรอบปีตามปีปฏิทิน เงินรับคืนรอบปีของหมู่บ้านเหล่านี้ไม่นำมารวมกับปีงบประมาณ")
    silent = facts.province_rows
    silent = silent[~silent["district_code"].isin(own["district_code"])]
    if len(silent):
        notes.append(f"{len(silent):,} อำเภอไม่ส่งรายหมู่บ้าน ยอดเงินของอำเภอเหล่านี้ใช้แบบ 26(2) ที่จังหวัดรายงาน")
    if facts.problems.empty:
        notes.append("ยังไม่ได้รับรายงานสภาพปัญหาของปีนี้ จึงบอกไม่ได้ว่าหมู่บ้านใดรายงานสาเหตุและการแก้ไขแล้ว")
    return tuple(notes)
