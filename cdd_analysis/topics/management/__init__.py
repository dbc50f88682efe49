"""The management questions: staff who can stand in for each other, money that can be audited, reports up the line
(handbook 2.2 G7-G9; 10, emphases 1, 2, 3).

``cover``, ``money`` and ``reports`` count; ``units`` keeps the province office a row beside its districts; ``facts``
reads once; ``indicators`` says what is divided by what; ``findings`` and ``exhibits`` say what it means. Nobody is
named: people are counted by unit and topic. E2.3 is T2.3 of ``khok_nong_na``; E2.5 has no input table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day
from cdd_analysis.measures.result import Assessment, Shown, TableView, View
from cdd_analysis.measures.scorecard import Scorecard, sent
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.management import exhibits, money
from cdd_analysis.topics.management.facts import TABLES, Facts, look
from cdd_analysis.topics.management.findings import doubts, findings
from cdd_analysis.topics.management.indicators import CLOSED_YEAR, INDICATORS
from cdd_analysis.topics.management.reports import outstanding
from cdd_analysis.topics.management.units import by_unit, children

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

__all__ = ["KEY", "NUMBER", "OWNER", "SHORT", "TABLES", "TITLE", "assess", "latest", "outstanding"]

KEY = "management"
NUMBER = 9
TITLE = "การบริหารจัดการ: บุคลากรทำงานแทนกันได้ การใช้จ่ายเงิน และการรายงาน"
SHORT = "การบริหารจัดการ"
OWNER = "กลุ่มงานประสานและสนับสนุนการบริหารงานพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    facts = look(data, view)
    card = _card(facts)
    return Assessment(
        topic=KEY,
        view=view,
        status=card.status,
        verdict=_verdict(card, facts),
        measures=card.measures(),
        findings=card.findings(*findings(card, facts)),
        ranking=_ranking(card, facts),
        trend=exhibits.trend(card, facts),
        exhibits=Later(lambda: {one.name: one for one in exhibits.exhibits(card, facts)}),
        coverage=sent(card.view, facts.reported, "บัญชี ทะเบียน และผลการเบิกจ่าย", children=card.below),
        awaited=tuple(name for name, rows in facts.inputs.items() if rows.empty),
        inputs=facts.inputs,
        notes=_notes(facts),
        carried=exhibits.carried(card, facts),
        tables=Later(lambda: exhibits.tables(card, facts)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest month, report or as-of date inside the fiscal year; None where there is none."""
    columns: dict[str, tuple[str, ...]] = dict.fromkeys(TABLES, ("as_of_date",))
    columns |= {"budgets": ("month", "as_of_date"), "report_log": ("sent_date", "as_of_date")}
    return latest_day(data, columns, provinces, fiscal_year)


def _card(facts: Facts) -> Scorecard:
    view, below = facts.view, children(facts.view)
    return Scorecard(
        by_unit(view),
        OWNER,
        INDICATORS,
        facts.account,
        facts.nation.before,
        doubts=doubts(facts, below),
        silent=_silent(facts),
        children=below,
        period=f"ณ {thai_date(view.as_of, short=True)}",
        periods=dict.fromkeys(CLOSED_YEAR, f"ปีงบประมาณ {money.september_year(view)}"),
    )


def _silent(facts: Facts) -> dict[str, str]:
    """What each unit owes where others have sent it; of disbursement only the newest month that anybody sent."""
    table = facts.reported
    there = [str(name) for name in table.columns if table[name].any()]
    monthly = [name for name in there if name.startswith("เบิกจ่าย")]
    owed = [name for name in there if name not in monthly[:-1]]
    words = {name: f"ผล{name}" if name in monthly else name for name in owed}
    lacks = {
        area: [words[name] for name, is_sent in zip(owed, row, strict=True) if not is_sent]
        for area, row in zip(table.index, table[owed].to_numpy(dtype=bool), strict=True)
    }
    return {str(area): " และ".join(names) for area, names in lacks.items() if names}


def _verdict(card: Scorecard, facts: Facts) -> str:
    covered, spent = card.value("E1.1"), card.value("G7")
    late, open_ = card.value("E2.1"), card.row(card.area).get("open")
    parts = []
    if not is_missing(covered):
        parts.append(f"ทำงานแทนกันได้ร้อยละ {pct(covered)} ของประเด็น")
    if not is_missing(spent):
        parts.append(f"เบิกจ่ายร้อยละ {pct(spent)}")
    if not is_missing(late):
        parts.append(f"สัญญายืมเงินค้าง {count(late)} สัญญา")
    if open_ is not None and not is_missing(open_):
        parts.append(f"ข้อสั่งการที่ยังไม่แล้วเสร็จ {count(float(open_))} ข้อ")
    if not parts:
        year = facts.view.fiscal_year
        return f"{called(card.area)}ยังไม่มีข้อมูลการบริหารจัดการ ปีงบประมาณ {year} จึงยังสรุปไม่ได้"
    return card.verdict(" · ".join(parts))


def _ranking(card: Scorecard, facts: Facts) -> TableView | None:
    """The table of units; the province office is one of them, not their total."""
    shown = (
        Shown("E1.1", "ทำแทนกันได้", "pct", "ร้อยละ"),
        Shown("allocated_baht", "จัดสรร", "count", "บาท"),
        Shown("disbursed_baht", "เบิกจ่าย", "count", "บาท"),
        Shown("G7", "เบิกจ่ายแล้ว", "pct", "ร้อยละ"),
        Shown("G8", "คะแนนการเงิน (5)", "number"),
        Shown("G9", "สุขภาพ (100)", "number"),
        Shown("E2.1", "ยืมเงินค้าง", "count", "สัญญา"),
        Shown("E2.2", f"จ่ายในกันยายน {money.september_year(facts.view)}", "pct", "ร้อยละ"),
        Shown("E3.1", "รายงานทันกำหนด", "pct", "ร้อยละ"),
        Shown("open", "ข้อสั่งการค้าง", "count", "ข้อ"),
    )
    title = f"การบริหารจัดการราย{card.view.scope.child_label} ปีงบประมาณ {facts.view.fiscal_year}"
    note = "สำนักงานพัฒนาชุมชนจังหวัด (สพจ.) เป็นหน่วยงานหนึ่ง ไม่ใช่ยอดรวม คะแนนของแถวรวมคือมัธยฐานของหน่วยงาน"
    return card.ranking(shown, title, by="unspent_baht", dated=facts.nation.dated, note=note)


def _notes(facts: Facts) -> tuple[str, ...]:
    year = money.september_year(facts.view)
    notes = [
        "สำนักงานพัฒนาชุมชนจังหวัด (สพจ.) แสดงเป็นแถวของตนเอง ไม่ใช่ยอดรวมของอำเภอ และไม่เปิดเผยชื่อผู้ใด",
        f"การใช้จ่ายเดือนกันยายนและคะแนนคุณภาพการเงินใช้ปีงบประมาณ {year} ซึ่งเป็นปีล่าสุดที่จบแล้ว",
        "ต้นทุนต่อหน่วย (E2.3) แสดงในประเด็นโคก หนอง นา ส่วนการแก้ไขข้อมูลหลังส่ง (E2.5) ยังไม่มีแบบฟอร์มนำเข้า",
    ]
    if facts.has_recorded:
        notes.append("ผู้บันทึกนับจากทะเบียนการส่งรายงาน และแฟ้มครัวเรือนเป้าหมายสำหรับประเด็นขจัดความยากจน")
    return tuple(notes)
