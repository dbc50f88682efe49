"""What the meeting should talk about: each rule looks at the book and says what, where, how much, and who answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pandas as pd

from cdd_analysis.measures import controls
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, million, months
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop import findings_months, findings_registers, findings_sellers, lights
from cdd_analysis.topics.otop.book import Account, Book
from cdd_analysis.topics.otop.words import answers, group, owner

Rule = Callable[[Book], Iterator[Finding]]


def findings(book: Book) -> tuple[Finding, ...]:
    """Everything the rules found: what does not reconcile first, then by baht at stake, then by records."""
    found = [one for rule in RULES for one in rule(book)]
    return tuple(sorted(found, key=_order))


def _order(one: Finding) -> tuple[bool, bool, float, str, str]:
    return one.status is not Status.CHECK, one.unit != "บาท", -one.weight, one.area, one.rule


def does_not_reconcile(book: Book) -> Iterator[Finding]:
    """Ledger controls with a difference, of the view's area and those below."""
    counts = Counter(book.apart["area"])
    for area, control in book.doubts.items():
        more = counts[area] - 1
        also = f" และไม่ตรงกันอีก {more} จุด" if more else ""
        yield Finding(
            rule="does_not_reconcile",
            area=area,
            status=Status.CHECK,
            sentence=f"{called(area)}: {controls.sentence(control)}{also}",
            owner=answers(area, book.area),
            question=f"{called(area)} {controls.brief(control)} ยอดใดถูกต้อง และจะแก้ไขที่ต้นทางเมื่อใด",
            weight=abs(float(control["difference"])),
            unit="บาท",
        )


def not_sent(book: Book) -> Iterator[Finding]:
    """Areas below that owe a month; at stake is what they sold in those months last year."""
    unsent = lights.unsent_by(book, book.view.scope.children) if book.has_children else {}
    yield from _few_asked([_not_sent(book, area, missing) for area, missing in unsent.items()])


def _not_sent(book: Book, area: str, missing: list[pd.Timestamp]) -> Finding:
    earlier = [m - pd.DateOffset(years=1) for m in missing]
    own = book.steps(area)
    own = own[own["month"].isin(earlier)]
    before, said = float(own["sales_baht"].sum()), months([m.date() for m in missing])
    beside = f" ปีก่อนช่วงเดียวกันมียอด {million(before)}" if before else ""
    return Finding(
        rule="not_sent",
        area=area,
        status=Status.GRAY,
        sentence=f"{called(area)}ยังไม่รายงานยอดจำหน่ายเดือน {said}{beside}",
        owner=owner(area),
        question=f"{called(area)}จะส่งยอดเดือน {said} ได้เมื่อใด และติดขัดเรื่องใด",
        weight=before,
        unit="บาท",
    )


def _few_asked(found: Iterable[Finding]) -> Iterator[Finding]:
    """The heaviest findings with their question; the rest only to be known, or the meeting has no end."""
    ranked, most = sorted(found, key=lambda one: -one.weight), setting("otop.areas_per_finding")
    yield from ranked[:most]
    yield from (replace(one, question="") for one in ranked[most:])


def no_districts(book: Book) -> Iterator[Finding]:
    """No sales by district at all: the province cannot say where to help."""
    if book.has_children or not book.months or not lights.is_district_page(book):
        return
    owed = f"ปีงบประมาณ {book.year} ของทั้ง {len(book.view.scope.children)} {book.view.scope.child_label}"
    yield Finding(
        rule="no_districts",
        area=book.area,
        status=Status.GRAY,
        sentence=f"ยังไม่มียอดจำหน่ายรายอำเภอ ปีงบประมาณ {book.year} จึงบอกไม่ได้ว่าอำเภอใดทำให้ยอดเปลี่ยน",
        owner=group(book.area),
        question=f"ขอไฟล์ยอดจำหน่าย OTOP รายอำเภอรายเดือน {owed} ได้เมื่อใด",
    )


def behind(book: Book) -> Iterator[Finding]:
    """Areas below that are behind their target, or else behind last year; the furthest are asked in the meeting."""
    accounts = {area: book.of(area) for area in book.view.scope.children if not lights.unsent(book, area)}
    sent = {area: own for area, own in accounts.items() if not is_missing(own["sales_baht"])}
    found = [_behind_target(book, *one) or _behind_last_year(*one) for one in sent.items()]
    yield from _few_asked(one for one in found if one)


def _behind_target(book: Book, area: str, account: Account) -> Finding | None:
    status, reason = lights.on_target(account, thai_month(book.months[-1]))
    if status not in (Status.YELLOW, Status.RED):
        return None
    gap = float(account["target_to_date_baht"] - account["aimed_baht"])
    sentence = f"{called(area)} ยอดสะสม {million(account['sales_baht'])} {reason}{_reporting(account)}"
    question = f"{called(area)}จะทำยอดที่ขาด {million(gap)} ให้ทันสิ้นปีงบประมาณอย่างไร ต้องการให้จังหวัดช่วยเรื่องใด"
    return Finding("behind_target", area, status, sentence, owner(area), question, gap, "บาท")


def _behind_last_year(area: str, account: Account) -> Finding | None:
    status, reason = lights.on_growth(account)
    if status not in (Status.YELLOW, Status.RED):
        return None
    before, now = float(account["like_before_baht"]), float(account["like_now_baht"])
    sentence = f"{called(area)} {reason} ({million(before)} เหลือ {million(now)}){_reporting(account)}"
    question = f"{called(area)}: ยอดที่ลดลง {million(before - now)} เป็นยอดขายที่ลดลงจริงหรือยังรายงานไม่ครบ"
    return Finding("behind_last_year", area, status, sentence, owner(area), question, before - now, "บาท")


def _reporting(account: Account) -> str:
    if is_missing(account["reporter_pct"]):
        return ""
    return f" เดือนล่าสุดผู้ประกอบการรายงาน {count(account['reporters'])} จาก {count(account['reporting_base'])} ราย"


def more_reporters(book: Book) -> Iterator[Finding]:
    """Growth that may only be more (or fewer) producers reporting."""
    own = book.of(book.area)
    now, before, grown = own["reporters"], own["reporters_before"], own["growth_pct"]
    if any(is_missing(one) for one in (now, before, grown)) or not before or abs(now / before - 1) < 0.1:
        return
    said = f"ผู้รายงานเดือนล่าสุดเปลี่ยนจาก {count(before)} เป็น {count(now)} ราย"
    yield Finding(
        rule="more_reporters",
        area=book.area,
        status=Status.GRAY,
        sentence=f"ยอดจำหน่าย{changed(grown)} ขณะที่{said}",
        owner=group(book.area),
        question="ยอดที่เปลี่ยนเป็นยอดของผู้ประกอบการชุดเดิม หรือเพราะจำนวนผู้รายงานเปลี่ยน",
        weight=abs(float(own["like_now_baht"] - own["like_before_baht"])),
        unit="บาท",
    )


RULES: tuple[Rule, ...] = (
    does_not_reconcile,
    not_sent,
    no_districts,
    behind,
    more_reporters,
    *findings_sellers.RULES,
    *findings_months.RULES,
    *findings_registers.RULES,
)
