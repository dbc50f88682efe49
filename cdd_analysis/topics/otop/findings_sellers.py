"""Findings about who sold: the same producers grew otherwise than the whole, a district that hangs on one producer."""

from __future__ import annotations

from collections.abc import Iterator

from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.words import called, count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop import lights
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.sellers import TOP
from cdd_analysis.topics.otop.words import answers, group

_ASKED = {
    "growth_not_alike": "ยอดที่เปลี่ยนมาจากผู้ผลิตรายใหม่กี่ราย และเหตุใดผู้ผลิตชุดเดิมจึงต่างจากยอดรวม",
    "producers_over_area": "ยอดในทะเบียนผู้ผลิตเป็นของช่วงเดือนใด และยอดใดถูกต้อง",
}


def told_apart(book: Book) -> Iterator[Finding]:
    """What the producers' register says that the sales report cannot agree with."""
    for area in (book.area, *book.view.scope.children):
        apart = lights.told_apart(book, area)
        if apart:
            rule, said, baht = apart
            yield Finding(
                rule=rule,
                area=area,
                status=Status.CHECK,
                sentence=f"{called(area)}: {said}",
                owner=answers(area, book.area),
                question=f"{called(area)}: {_ASKED[rule]}",
                weight=baht,
                unit="บาท",
            )


def one_producer(book: Book) -> Iterator[Finding]:
    """Areas below where one producer sells most of what is told."""
    rows = book.children
    led = rows["first_pct"].ge(setting("otop.one_producer_pct")) & rows["sellers"].ge(
        setting("otop.one_producer_least")
    )
    for area, own in rows[led].sort_values("first_baht", ascending=False).iterrows():
        said = f"ผู้ผลิตรายเดียวจำหน่ายร้อยละ {pct(own['first_pct'])} ของยอดที่ผู้ผลิต {count(own['sellers'])} รายแจ้ง"
        yield Finding(
            rule="one_producer",
            area=str(area),
            status=Status.GRAY,
            sentence=f"{called(str(area))} {said} ({million(own['first_baht'])} จาก {million(own['sold_baht'])})",
            owner=answers(str(area), book.area),
            question=f"{called(str(area))}: หากผู้ผลิตรายนี้หยุดจำหน่าย ยอดของอำเภอจะเหลือเท่าใด และมีแผนพัฒนารายอื่นอย่างไร",
            weight=float(own["first_baht"]),
            unit="บาท",
        )


def concentrated(book: Book) -> Iterator[Finding]:
    """The ten largest producers of the view's area sell more than the setting (T3.7)."""
    own, line = book.of(book.area), setting("otop.top_producers_pct")
    if not own["top_pct"] > line or own["sellers"] <= TOP:
        return
    said = f"ผู้ผลิตสิบรายแรกจำหน่ายร้อยละ {pct(own['top_pct'])} ของยอดที่ผู้ผลิต {count(own['sellers'])} รายแจ้ง"
    yield Finding(
        rule="concentrated",
        area=book.area,
        status=Status.GRAY,
        sentence=f"{called(book.area)} {said}",
        owner=group(book.area),
        question=f"ผู้ผลิตอีก {count(own['sellers'] - TOP)} รายได้รับการส่งเสริมเรื่องใด จึงจะมียอดมากขึ้น",
        weight=float(own["top_baht"]),
        unit="บาท",
    )


RULES = (told_apart, one_producer, concentrated)
