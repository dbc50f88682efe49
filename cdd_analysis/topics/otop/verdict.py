"""The topic's light and its one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from cdd_analysis.measures import controls
from cdd_analysis.measures.arithmetic import share
from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import is_missing, worst
from cdd_analysis.measures.words import called, changed, million, months, pct
from cdd_analysis.topics.otop import lights
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.sales import NATIONAL

#: Measures of sales itself; the verdict speaks of them anyway.
SALES = ("T3.2", "T3.3a")


def status_of(found: Iterable[Measure]) -> Status:
    """The most serious light of the topic's own measures; gray where none carries one.

    That a total reconciles says nothing of sales, so G4 counts only as ``check``; who has not reported (G1) is a state
    of its own, shown first on the page.
    """
    return worst(one.status for one in found if one.id.startswith("T3") or one.status is Status.CHECK)


def verdict(book: Book, found: Iterable[Measure]) -> str:
    """How much was sold, against what, and the one thing that stands against it."""
    if not book.months:
        return f"ยังไม่มียอดจำหน่าย OTOP รายเดือน ปีงบประมาณ {book.year} ของ{called(book.area)} รอไฟล์ยอดจำหน่ายรายเดือน"
    own = book.of(book.area)
    said = f"ยอดจำหน่ายสะสม {len(book.months)} เดือน {million(own['sales_baht'])}"
    return " ".join([said, *_against(book), *_but(book, found)])


def _against(book: Book) -> list[str]:
    """Target and last year; where neither is known, the share of region and country."""
    own = book.of(book.area)
    target = [] if is_missing(own["target_pct"]) else [f"เป็นร้อยละ {pct(own['target_pct'])} ของเป้าหมายถึงเดือนเดียวกัน"]
    grown = [] if is_missing(own["growth_pct"]) else [changed(own["growth_pct"])]
    return [" และ".join([*target, *grown])] if target or grown else _beside(book)


def _beside(book: Book) -> list[str]:
    own, parts = book.of(book.area)["sales_baht"], []
    region = f"region-{book.view.scope.region}"
    if book.view.scope.level == "province" and book.view.scope.region and (whole := book.whole(region, "sales_baht")):
        parts.append(f"ร้อยละ {pct(share(own, whole))} ของ{called(region)}")
    if book.view.scope.level != NATIONAL and (whole := book.whole(NATIONAL, "sales_baht")):
        parts.append(f"ร้อยละ {pct(share(own, whole))} ของทั้งประเทศ")
    beside = [f"คิดเป็น{' และ'.join(parts)}"] if parts else []
    return [*beside, "ยังไม่มีเป้าหมายและยอดปีก่อนให้เทียบ"]


def _but(book: Book, measures: Iterable[Measure]) -> list[str]:
    """What stands against the figure: it does not reconcile, areas have not reported, or another measure is worse."""
    wrong = book.doubts.get(book.area)
    found = [] if wrong is None else [f"แต่{controls.brief(wrong)}"]
    last = book.owed[-1]
    missing = lights.sent_by(book, last).missing if book.has_children else ()
    if missing:
        word = "และ" if found else "แต่"
        found.append(f"{word} {len(missing)} {book.view.scope.child_label}ยังไม่รายงานเดือน {months([last.date()])}")
    return found if wrong is not None else [*found, *_worse(measures)]


def _worse(measures: Iterable[Measure]) -> list[str]:
    """The first measure whose light is worse than that of sales, where one decides the topic's light."""
    lit = [one for one in measures if one.status in (Status.YELLOW, Status.RED) and one.id.startswith("T3")]
    light = worst(one.status for one in lit)
    if any(one.status is light for one in lit if one.id in SALES):
        return []
    first = next((one for one in lit if one.status is light), None)
    return [f"ส่วน{first.title}ร้อยละ {pct(first.value or 0.0)} ({first.reason})"] if first else []
