"""Topic 4: การพัฒนาเศรษฐกิจฐานรากและประชารัฐ (handbook 6, emphasis 6).

Support is for groups that really need it. Every group gets a need (T4.3) from its capability, the grade of its product
and its sales; beside it stands whether anybody supports it, and how far a district has passed it on. Groups are named,
persons never. ``groups`` marks the registers, ``facts`` are those of the country and of one view, ``indicators`` says
what is divided by what; ``findings``, ``tables`` and ``exhibits`` say what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.measures.later import Later
from cdd_analysis.measures.periods import latest_day, same_day
from cdd_analysis.measures.result import Assessment, Finding, Status, View
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.grassroots.exhibits import exhibits, trend
from cdd_analysis.topics.grassroots.facts import Facts, look
from cdd_analysis.topics.grassroots.findings import findings, names
from cdd_analysis.topics.grassroots.groups import STAGES
from cdd_analysis.topics.grassroots.indicators import INDICATORS, RANKED
from cdd_analysis.topics.grassroots.tables import carried, coverage, lists

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "grassroots"
NUMBER = 4
TITLE = "การพัฒนาเศรษฐกิจฐานรากและประชารัฐ"
SHORT = "เศรษฐกิจฐานราก"
TABLES = ("community_groups", "group_support")
OWNER = "กลุ่มงานส่งเสริมการพัฒนาชุมชน"


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    facts = look(data, view)
    board = card(facts)
    own = facts.groups
    inputs = {"community_groups": own, "group_support": facts.support}
    return Assessment(
        topic=KEY,
        view=view,
        status=board.status,
        verdict=_verdict(board, own),
        measures=board.measures(),
        findings=board.findings(*findings(facts, board), *_of_larger_areas(own, board)),
        ranking=board.ranking(RANKED, "กลุ่มที่ต้องการหนุนเสริมและการหนุนเสริม", by="missed", dated=facts.nation.dated),
        trend=trend(facts),
        exhibits=Later(lambda: {one.name: one for one in exhibits(facts, board) if one is not None}),
        coverage=coverage(facts),
        awaited=tuple(name for name, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(facts),
        carried=carried(facts),
        tables=Later(lambda: lists(facts)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest as-of date, support or step of a referral inside the fiscal year; None where there is none."""
    dates = ("as_of_date", *(f"{stage}_date" for stage in STAGES))
    columns = {"community_groups": dates, "group_support": ("as_of_date", "support_date")}
    return latest_day(data, columns, provinces, fiscal_year)


def _verdict(board: Scorecard, own: pd.DataFrame) -> str:
    if own.empty:
        year = board.view.fiscal_year
        return f"{called(board.area)}ยังไม่มีทะเบียนกลุ่มเป้าหมาย ปีงบประมาณ {year} จึงยังสรุปไม่ได้"
    row = board.row(board.area)
    start = f"มีกลุ่มที่ต้องการหนุนเสริมจริง {count(row['needy'])} จาก {count(row['assessed'])} กลุ่มที่ประเมินแล้ว"
    if is_missing(row["missed"]):
        return board.verdict(f"{start} แต่ยังไม่ได้รับบันทึกการหนุนเสริม")
    return board.verdict(f"{start} ในจำนวนนี้ยังไม่มีใครหนุนเสริม {count(row['missed'])} กลุ่ม")


def _notes(facts: Facts) -> tuple[str, ...]:
    before = thai_date(same_day(facts.view), short=True)
    notes = [
        f"ทะเบียนกลุ่มไม่มีรายเดือน ค่าของปีก่อนจึงนับเฉพาะการหนุนเสริมและการส่งต่อที่ลงวันที่ไม่เกิน {before} ส่วนรายได้และศักยภาพเป็นค่าเมื่อปิดปี",
        "เป้าหมายจำนวนกลุ่มและรายได้ที่เพิ่มขึ้นของปี 2564–2566 ไม่พบในเอกสารสาธารณะ เส้นเกณฑ์เป็นค่าตั้งต้นที่จังหวัดปรับได้",
    ]
    unknown = int(facts.groups["unknown"].sum())
    if unknown:
        notes.append(f"{count(unknown)} กลุ่มประเมินศักยภาพไม่ครบ 5 ด้าน จึงไม่มีคะแนนความจำเป็นและไม่นับใน T4.3–T4.6")
    return tuple(notes)


def card(facts: Facts) -> Scorecard:
    """The indicators of the view, who has not sent the register, and what cannot be true."""
    view = facts.view
    own = facts.groups
    there = set(own["area"])
    owed = f"ทะเบียนกลุ่มเป้าหมาย ปีงบประมาณ {view.fiscal_year}"
    silent = {area: owed for area in view.scope.children if area not in there} if there else {}
    return Scorecard(
        view,
        OWNER,
        INDICATORS,
        facts.nation.account,
        facts.nation.account_before,
        doubts=tuple(_doubts(own)) if view.scope.level == "province" else (),
        silent=silent,
        period=f"ณ {thai_date(view.as_of, short=True)}",
    )


def _doubts(own: pd.DataFrame) -> Iterator[Doubt]:
    """Each area with capability scores that cannot be."""
    wrong = own[own["impossible"].eq(1)]
    for area, rows in wrong.groupby("area", sort=True):
        yield Doubt(
            "impossible_capability",
            str(area),
            f"มีคะแนนศักยภาพที่อยู่นอกช่วง 1–5 จำนวน {len(rows)} กลุ่ม ได้แก่ {names(rows)} จึงยังคิดคะแนนความจำเป็นไม่ได้",
            "คะแนนศักยภาพที่ถูกต้องคือเท่าใด",
            weight=float(len(rows)),
            unit="กลุ่ม",
        )


def _of_larger_areas(own: pd.DataFrame, board: Scorecard) -> Iterator[Finding]:
    """Above the province a district's doubt is told, but colours no light: the province's own page says why."""
    if board.view.scope.level != "province":
        for one in _doubts(own):
            yield board.finding(one.rule, one.area, Status.CHECK, one.sentence, one.question, one.weight, one.unit)
