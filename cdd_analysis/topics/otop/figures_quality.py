"""Measures T3.13 (months to ask about), T3.14 (score), G1 (who reported) and G4 (does it reconcile)."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures import controls
from cdd_analysis.measures.arithmetic import growth
from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import by_threshold, is_missing
from cdd_analysis.measures.words import called, changed, count, million
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop import lights
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.definitions import awaited, measure


def quality(book: Book) -> list[Measure]:
    """T3.13, T3.14 and the shared G1 (who reported) and G4 (does it reconcile)."""
    return [_odd_months(book), _score(book), _coverage(book), _reconciled(book)]


def _odd_months(book: Book) -> Measure:
    if not book.months:
        return awaited("T3.13", "otop_sales", "ยังไม่มียอดจำหน่ายรายเดือน", key=False)
    areas = {book.area, *book.view.scope.children}
    odd = [t[t["area"].isin(areas) & t["month"].isin(book.months)] for t in (book.spikes, book.copied)]
    base = f"ผิดไปจากปกติ {len(odd[0])} เดือน ตัวเลขซ้ำ {len(odd[1])} เดือน นับทุกพื้นที่ในหน้านี้"
    return measure("T3.13", float(len(odd[0]) + len(odd[1])), base=base, key=False)


def score(now: float, before: float) -> int | None:
    """Level 1-5 of handbook T3.14 from growth on the base: above it 1, at each further step one more; 0 at or below."""
    grown = growth(now, before)
    if is_missing(grown):
        return None
    return 0 if grown <= 0 else 1 + sum(grown >= step for step in setting("otop.score_steps_pct"))


def _score(book: Book) -> Measure:
    own = book.of(book.area)
    level = score(own["like_now_baht"], own["like_before_baht"])
    if level is None:
        return awaited("T3.14", f"ยอดจำหน่ายปีงบประมาณ {book.year - 1}", "ไม่มียอดปีก่อนเป็นฐานของคะแนน", key=False)
    base = f"ฐานคือยอดปีก่อนช่วงเดียวกัน {million(own['like_before_baht'])} {changed(own['growth_pct'])}"
    return measure("T3.14", float(level), base=base, key=False)


def _coverage(book: Book) -> Measure:
    if not book.has_children:
        reason = f"ยังไม่มียอดจำหน่ายราย{book.view.scope.child_label} จึงบอกไม่ได้ว่าพื้นที่ใดยังไม่ส่ง"
        return awaited("G1", f"ยอดจำหน่าย OTOP ราย{book.view.scope.child_label}", reason)
    last = book.owed[-1]
    sent = lights.sent_by(book, last)
    status = by_threshold(sent.pct, **setting("shared.coverage"))
    reason = "ยังไม่ส่ง " + ", ".join(called(a) for a in sent.missing[:5]) if sent.missing else "ส่งครบทุกพื้นที่"
    more = f" และอีก {len(sent.missing) - 5} แห่ง" if len(sent.missing) > 5 else ""
    base = f"เดือน {thai_month(last)} ส่งแล้ว {sent.reported} จาก {sent.expected} {book.view.scope.child_label}"
    before = lights.sent_by(book, last - pd.DateOffset(years=1))
    return measure(
        "G1",
        sent.pct,
        status,
        base=base,
        n=float(sent.expected),
        target=100.0,
        previous=before.pct if before.reported else None,
        reason=reason + more,
    )


def _reconciled(book: Book) -> Measure:
    own = book.nation.controls.of(book.area)
    if own.empty:
        reason = "ไฟล์ที่ส่งไม่มีแถวรวมหรือตารางคู่ให้ตรวจสอบ"
        return measure("G4", None, reason=reason, key=False)
    found = lights.reconciled(book, book.area)
    status, reason = found or (Status.GREEN, "ยอดรวมที่แจ้งตรงกับผลรวมที่คำนวณได้")
    base = f"จากจุดตรวจสอบ {count(len(own))} จุด"
    return measure(
        "G4",
        controls.match_rate(own),
        status,
        base=base,
        n=float(len(own)),
        target=100.0,
        reason=reason,
        key=status is Status.CHECK,
    )
