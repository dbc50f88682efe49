"""Measures of what each producer sold: T3.4 (growth of the same producers) and T3.7 (share of the ten largest)."""

from __future__ import annotations

from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import count, million
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop import lights
from cdd_analysis.topics.otop.beside import compared
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.definitions import awaited, measure

PRODUCER_SALES = "ยอดจำหน่ายรายผู้ผลิต"


def alike(book: Book) -> list[Measure]:
    """T3.4 on last year and on the mean of three years, each where producers told both sides of it."""
    own = book.of(book.area)
    if is_missing(own["alike_pct"]):
        reason = "ทะเบียนผู้ผลิตไม่มียอดจำหน่ายของทั้งสองปี จึงแยกผู้ผลิตชุดเดียวกันไม่ได้"
        return [awaited(id, PRODUCER_SALES, reason, key=False) for id in ("T3.4", "T3.4-mean")]
    apart = lights.told_apart(book, book.area)
    status, reason = (Status.CHECK, apart[1]) if apart else (Status.GRAY, "ใกล้เคียงกับการเติบโตของยอดรวม")
    if is_missing(own["growth_pct"]) and not apart:
        reason = "ยังไม่มีการเติบโตของยอดรวมให้เทียบ"
    base = (
        f"ผู้ผลิต {count(own['like_sellers'])} รายที่แจ้งยอดทั้งสองปี "
        f"{million(own['seller_now_baht'])} เทียบ {million(own['seller_before_baht'])}"
    )
    found = [
        measure(
            "T3.4",
            own["alike_pct"],
            status,
            base=base,
            n=own["like_sellers"],
            reason=reason,
            key=False,
            **compared(book, "alike_pct"),
        )
    ]
    return [*found, _on_the_mean(book)]


def _on_the_mean(book: Book) -> Measure:
    """T3.4 on the mean of three years."""
    own = book.of(book.area)
    if is_missing(own["alike_mean_pct"]):
        return awaited("T3.4-mean", PRODUCER_SALES, "ทะเบียนผู้ผลิตไม่มียอดเฉลี่ยสามปีก่อนให้เทียบ", key=False)
    base = f"ผู้ผลิต {count(own['mean_sellers'])} ราย เทียบยอดเฉลี่ย {million(own['mean_before_baht'])}"
    return measure("T3.4-mean", own["alike_mean_pct"], base=base, n=own["mean_sellers"], key=False)


def concentrated(book: Book) -> Measure:
    """T3.7: the ten largest producers; above the line it is worth a note, it has no light."""
    own, line = book.of(book.area), setting("otop.top_producers_pct")
    if is_missing(own["top_pct"]):
        return awaited("T3.7", PRODUCER_SALES, "ต้องมียอดรายผู้ผลิตจึงบอกส่วนแบ่งของสิบรายแรกได้", key=False)
    base = f"{million(own['top_baht'])} จาก {million(own['sold_baht'])} ของผู้ผลิต {count(own['sellers'])} ราย"
    reason = f"สูงกว่าร้อยละ {count(line)} ยอดขึ้นกับผู้ผลิตไม่กี่ราย" if own["top_pct"] > line else ""
    return measure("T3.7", own["top_pct"], base=base, n=own["sellers"], reason=reason, key=False)
